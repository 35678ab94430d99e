//! Everything that can be made to happen, as it stands on the page.

use super::others::Other;
use super::telephone::{Load, Occasion};
use super::trouble::Trouble;
use crate::office::people::{
    CALLED_CUSTOMER, CALLING_CUSTOMER, CALLING_CUSTOMER_NAME, COLLEAGUE, SHARED_NUMBER,
};

/// Something that happens in the office when it is asked for.
#[derive(Debug)]
pub struct Action {
    /// What it is called in addresses.
    pub name: &'static str,
    /// What stands on its button.
    pub label: &'static str,
    pub(super) deed: Deed,
}

/// What an action does.
#[derive(Debug)]
pub(super) enum Deed {
    /// One call, which ends now.
    Call(Occasion),
    /// Many calls of every kind, the last of which ends now, or on an earlier day.
    Calls(Load),
    /// Somebody else writes in Dynamics, now or from now on.
    Other(Other),
    /// Something befalls a system.
    Trouble(Trouble),
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::call(
            "known_customer_calls",
            "A customer calls",
            Occasion::inbound(CALLING_CUSTOMER).named(CALLING_CUSTOMER_NAME),
        ),
        Self::call(
            "known_customer_not_answered",
            "A customer calls, nobody answers",
            Occasion::inbound(CALLING_CUSTOMER)
                .named(CALLING_CUSTOMER_NAME)
                .unanswered(),
        ),
        Self::call(
            "unknown_number_calls",
            "An unknown number calls",
            Occasion::of_stranger(),
        ),
        Self::call(
            "customer_called",
            "I call a customer",
            Occasion::outbound(CALLED_CUSTOMER),
        ),
        Self::call(
            "internal_call",
            "I call a colleague",
            Occasion::internal(COLLEAGUE),
        ),
        Self::call(
            "withheld_number_calls",
            "A withheld number calls",
            Occasion::inbound("anonymous"),
        ),
        Self::call(
            "shared_number_calls",
            "A number of two contacts calls",
            Occasion::inbound(SHARED_NUMBER),
        ),
        Self::calls("busy_hour", "A busy hour (12 calls)", 12, 60),
        // A Ringlog that runs has read what began more than four hours before its last look.
        Self::calls("week_off", "A week off (400 calls at once)", 400, 180),
        Self::other(
            "integration_logs_too",
            "The PBX's own integration logs calls too",
            Other::IntegrationOn,
        ),
        Self::other(
            "integration_logs_no_more",
            "The PBX's own integration logs no more",
            Other::IntegrationOff,
        ),
        Self::other(
            "colleague_edits",
            "A colleague edits the latest phone call",
            Other::ColleagueEdits,
        ),
        Self::trouble(
            "sign_in_revoked",
            "Microsoft revokes the sign-in",
            Trouble::SignInRevoked,
        ),
        Self::trouble(
            "consent_withdrawn",
            "Consent is withdrawn",
            Trouble::ConsentWithdrawn,
        ),
        Self::trouble(
            "consent_granted",
            "An administrator consents",
            Trouble::ConsentGranted,
        ),
        Self::trouble("pbx_goes_away", "The PBX goes away", Trouble::PbxGoesAway),
        Self::trouble(
            "pbx_comes_back",
            "The PBX comes back",
            Trouble::PbxComesBack,
        ),
        Self::trouble(
            "dynamics_goes_away",
            "Dynamics goes away",
            Trouble::DynamicsGoesAway,
        ),
        Self::trouble(
            "dynamics_comes_back",
            "Dynamics comes back",
            Trouble::DynamicsComesBack,
        ),
        Self::trouble(
            "dynamics_throttles",
            "Dynamics throttles",
            Trouble::DynamicsThrottles,
        ),
    ];

    const fn call(name: &'static str, label: &'static str, occasion: Occasion) -> Self {
        Self {
            name,
            label,
            deed: Deed::Call(occasion),
        }
    }

    const fn calls(name: &'static str, label: &'static str, calls: u32, minutes: i64) -> Self {
        Self {
            name,
            label,
            deed: Deed::Calls(Load { calls, minutes }),
        }
    }

    const fn other(name: &'static str, label: &'static str, other: Other) -> Self {
        Self {
            name,
            label,
            deed: Deed::Other(other),
        }
    }

    const fn trouble(name: &'static str, label: &'static str, trouble: Trouble) -> Self {
        Self {
            name,
            label,
            deed: Deed::Trouble(trouble),
        }
    }

    /// The action of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        const ALL: &[Action] = &Action::ALL;
        ALL.iter().find(|action| action.name == name)
    }
}
