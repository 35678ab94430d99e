//! Microsoft's sign-in: from the button to a token that renews itself.
//!
//! [`authority`] finds out where to sign in, [`sign_in`](mod@sign_in) sends the person there and catches the answer on
//! [`loopback`], [`token_endpoint`] speaks to Microsoft, [`stored_account`] is what the keychain keeps of it, and
//! [`token_source`] lends access tokens from then on.
//! A token goes to its authority over https and nowhere else, and no token appears in an error or a log line.

pub mod authority;
pub mod authorization;
pub mod consent;
pub mod identity;
pub mod loopback;
pub mod sign_in;
pub mod stored_account;
pub mod token_endpoint;
pub mod token_source;

#[cfg(test)]
mod tests;

pub use authority::{Authority, AuthorityError};
pub use consent::AdminConsent;
pub use identity::Identity;
pub use sign_in::{Invitation, SignInError, SignInRequest, SignedIn, grant_admin_consent, sign_in};
pub use stored_account::StoredAccount;
pub use token_source::{TokenError, TokenSource};
