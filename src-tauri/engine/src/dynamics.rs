//! Dynamics 365 over the Dataverse Web API: who has a number, writing phone calls, and who we are there.
//!
//! Everything goes through [`Client`], which has one way to send a request; begin in [`client`].
//! One pass over due calls is [`Client::look_up`] and [`Client::write`]: one `$batch` each in the usual case.
//! Nothing here decides what a call becomes; that is `ringlog-core`.

use futures_util::future::BoxFuture;
use ringlog_core::fault::Fault;
use ringlog_core::token::AccessToken;

pub mod batch;
pub mod client;
pub mod correction;
pub mod delivery;
pub mod identity;
pub mod lookup;
pub mod odata;
pub mod phone_numbers;
pub mod records;
pub mod refusal;
pub mod wire;

pub use client::Client;
pub use delivery::{Completion, PhoneCallToWrite, WriteReport, Written};
pub use identity::{OwnerByEmail, SystemUser, WhoAmI};
pub use lookup::{Found, LookupRules, OwnRecord, Search};

/// Lends access tokens for the linked organization; the sign-in keeps them.
pub trait Credentials: Send + Sync {
    /// A token that is good now.
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, Fault>>;
    /// The server refused the last token: it is not lent again, and the next one answers `claims`, the challenge as
    /// JSON text, if there was one (`reference/entra.md`, section 4.5).
    fn invalidate(&self, claims: Option<String>) -> BoxFuture<'_, ()>;
}

#[cfg(test)]
mod scripted;
#[cfg(test)]
mod tests;
