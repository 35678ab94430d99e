//! The one linked Microsoft account: its states and what moves it between them (spec A3 to A8).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::call::{OrganizationId, UserId};
use crate::organization::OrganizationUrl;
use crate::phrase::Phrase;
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
    /// `fullname` of that user.
    pub full_name: String,
    /// The e-mail address of that user in Dynamics, if the organization keeps one.
    pub email: Option<String>,
    /// The user is one for programs (`accessmode` Non-interactive): calls are somebody else's (spec F2).
    pub is_service_account: bool,
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
    LinkCompleted(Box<Account>),
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
        (_, E::LinkCompleted(account)) => S::Linked { account: *account },
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
    /// Its name, for the log.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unlinked => "unlinked",
            Self::Linking { .. } => "linking",
            Self::Linked { .. } => "linked",
            Self::NeedsSignIn { .. } => "needs_sign_in",
        }
    }

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

/// Whose calls these are, and how that is known (spec F).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Attribution {
    /// The user who signed in, proven by `WhoAmI`.
    SignedInUser,
    /// The one enabled user with this e-mail address.
    Email {
        /// The address.
        email: String,
    },
    /// A service account signed in, and nothing tells whose calls these are: they wait.
    Unknown,
}

/// Whose calls these are: the person named by the setting; for a service account the extension's person by e-mail;
/// else the user who signed in.
#[must_use]
pub fn attribution(
    account: &Account,
    attribution_email: Option<&str>,
    extension_email: Option<&str>,
) -> Attribution {
    let is_own = |email: &str| {
        account
            .email
            .as_deref()
            .is_some_and(|own| own.eq_ignore_ascii_case(email))
    };
    match (attribution_email, extension_email) {
        (Some(email), _) if is_own(email) => Attribution::SignedInUser,
        (Some(email), _) => Attribution::Email {
            email: email.to_owned(),
        },
        (None, _) if !account.is_service_account => Attribution::SignedInUser,
        (None, Some(email)) => Attribution::Email {
            email: email.to_owned(),
        },
        (None, None) => Attribution::Unknown,
    }
}

/// What to say of an e-mail address that differs between PBX and Dynamics (spec F3), if it does.
#[must_use]
pub fn email_difference(account: &Account, extension_email: Option<&str>) -> Option<Phrase> {
    let (extension, own) = (extension_email?, account.email.as_deref()?);
    (!extension.eq_ignore_ascii_case(own)).then(|| {
        Phrase::new("email-difference")
            .with("extension", extension)
            .with("own", own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Account {
        Account {
            tenant: Uuid::nil(),
            object_id: None,
            user_name: "mira@contoso.example".to_owned(),
            organization_url: OrganizationUrl::parse("https://contoso.crm4.dynamics.com").unwrap(),
            organization: OrganizationId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            full_name: "Mira Holm".to_owned(),
            email: Some("mira@contoso.example".to_owned()),
            is_service_account: false,
            linked_at: Timestamp::UNIX_EPOCH,
            authority: "https://login.microsoftonline.com".parse().unwrap(),
            client_id: "client".to_owned(),
            scope: "scope".to_owned(),
        }
    }

    #[test]
    fn a_cancelled_link_returns_to_where_it_began() {
        let states = [
            AccountState::Unlinked,
            AccountState::Linked { account: account() },
            AccountState::NeedsSignIn {
                account: account(),
                reason: SignInReason::TimedOut,
            },
        ];
        for state in states {
            let linking = transition(state.clone(), AccountEvent::LinkRequested);
            assert_eq!(transition(linking, AccountEvent::LinkEnded), state);
        }
    }

    #[test]
    fn a_refused_renewal_keeps_the_account_and_asks_for_the_person() {
        let state = transition(
            AccountState::Linked { account: account() },
            AccountEvent::RenewalRefused(SignInReason::TimedOut),
        );
        assert_eq!(
            state,
            AccountState::NeedsSignIn {
                account: account(),
                reason: SignInReason::TimedOut
            }
        );
        assert_eq!(
            transition(state, AccountEvent::Renewed),
            AccountState::Linked { account: account() }
        );
    }

    #[test]
    fn unlinking_works_from_every_state_any_number_of_times() {
        let linked = AccountState::Linked { account: account() };
        let linking = transition(linked.clone(), AccountEvent::LinkRequested);
        for state in [AccountState::Unlinked, linked, linking] {
            let unlinked = transition(state, AccountEvent::UnlinkRequested);
            assert_eq!(unlinked, AccountState::Unlinked);
            assert_eq!(
                transition(unlinked, AccountEvent::UnlinkRequested),
                AccountState::Unlinked
            );
        }
    }

    #[test]
    fn calls_are_the_signed_in_users_unless_something_says_otherwise() {
        let own = account();
        assert_eq!(
            attribution(&own, None, Some("other@contoso.example")),
            Attribution::SignedInUser
        );
        assert_eq!(
            attribution(&own, Some("MIRA@contoso.example"), None),
            Attribution::SignedInUser
        );
        let other = Attribution::Email {
            email: "jon@contoso.example".to_owned(),
        };
        assert_eq!(attribution(&own, Some("jon@contoso.example"), None), other);

        let service = Account {
            is_service_account: true,
            email: None,
            ..account()
        };
        assert_eq!(
            attribution(&service, None, Some("jon@contoso.example")),
            other
        );
        assert_eq!(attribution(&service, None, None), Attribution::Unknown);
    }

    #[test]
    fn a_different_address_on_the_pbx_is_pointed_out() {
        assert_eq!(
            email_difference(&account(), Some("Mira@contoso.example")),
            None
        );
        assert_eq!(email_difference(&account(), None), None);
        assert!(email_difference(&account(), Some("m.holm@pbx.example")).is_some());
    }
}
