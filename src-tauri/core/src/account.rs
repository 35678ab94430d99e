//! The one linked Microsoft account: its states and what moves it between them (spec A3 to A8).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::call::{OrganizationId, UserId};
use crate::organization::OrganizationUrl;
use crate::sign_in::SignInReason;

/// The proven account: everything Ringlog knows of it that is no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Entra tenant (`tid`).
    pub tenant: Uuid,
    /// Entra object id of the user (`oid`), if the sign-in told it.
    pub object_id: Option<Uuid>,
    /// What the person knows the account by: the user name of the sign-in, else the Dynamics e-mail.
    pub user_name: String,
    /// The Dynamics organization's address.
    pub organization_url: OrganizationUrl,
    /// Its id, by `WhoAmI`.
    pub organization: OrganizationId,
    /// The Dynamics user who signed in, by `WhoAmI`.
    pub user: UserId,
    /// The Dynamics user calls are written for: `user`, or for a service account the person found by e-mail (spec F).
    pub owner: Owner,
    /// When it was linked.
    pub linked_at: Timestamp,
    /// The login authority's origin, for example `https://login.microsoftonline.com`.
    pub authority: url::Url,
    /// The Entra application it was linked with.
    pub client_id: String,
    /// The scope it was linked with.
    pub scope: String,
}

/// The Dynamics user whose calls these are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// `systemuserid`.
    pub id: UserId,
    /// `internalemailaddress`, if the organization keeps one.
    pub email: Option<String>,
    /// `fullname`.
    pub name: String,
}

/// Where the account stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AccountState {
    /// No account. Calls are recorded and wait.
    Unlinked,
    /// A sign-in is under way; the previous state is kept so that Cancel costs nothing.
    Linking {
        /// What is returned to if the sign-in does not succeed.
        from: Box<AccountState>,
    },
    /// Proven and in use.
    Linked {
        /// The account.
        account: Account,
    },
    /// Linked, but Microsoft wants the person again: calls wait, the person is asked once.
    NeedsSignIn {
        /// The account, kept.
        account: Account,
        /// Why, as one of the known reasons.
        reason: SignInReason,
    },
}

/// What can happen to the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountEvent {
    /// The person asked to link.
    LinkRequested,
    /// The sign-in was proven.
    LinkCompleted(Account),
    /// The sign-in was refused, cancelled or timed out.
    LinkEnded,
    /// Microsoft refused to renew the token.
    RenewalRefused(SignInReason),
    /// A token was renewed after all.
    Renewed,
    /// The person asked to unlink.
    UnlinkRequested,
}

/// The account's next state; a pair that means nothing leaves it as it is.
#[must_use]
pub fn transition(state: AccountState, event: AccountEvent) -> AccountState {
    use AccountEvent as E;
    use AccountState as S;
    match (state, event) {
        (linking @ S::Linking { .. }, E::LinkRequested) => linking,
        (from @ (S::Unlinked | S::Linked { .. } | S::NeedsSignIn { .. }), E::LinkRequested) => {
            S::Linking {
                from: Box::new(from),
            }
        }
        (_, E::UnlinkRequested) => S::Unlinked,
        (_, E::LinkCompleted(account)) => S::Linked { account },
        (S::Linking { from }, E::LinkEnded) => *from,
        (S::Linking { from }, event @ (E::RenewalRefused(_) | E::Renewed)) => S::Linking {
            from: Box::new(transition(*from, event)),
        },
        (S::Linked { account } | S::NeedsSignIn { account, .. }, E::RenewalRefused(reason)) => {
            S::NeedsSignIn { account, reason }
        }
        (S::Linked { account } | S::NeedsSignIn { account, .. }, E::Renewed) => {
            S::Linked { account }
        }
        (state @ S::Unlinked, E::LinkEnded | E::RenewalRefused(_) | E::Renewed) => state,
        (state @ (S::Linked { .. } | S::NeedsSignIn { .. }), E::LinkEnded) => state,
    }
}

impl AccountState {
    /// The account in use or last in use, if there is one.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::Unlinked => None,
            Self::Linking { from } => from.account(),
            Self::Linked { account } | Self::NeedsSignIn { account, .. } => Some(account),
        }
    }
}
