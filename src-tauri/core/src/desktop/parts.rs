//! The three parts of the light, each with its sentence and what cures it.

use super::facts::PartFact;
use super::{Cure, PartLine};
use crate::language::Locale;
use crate::phrase::Phrase;
use crate::status::{Condition, Part};

impl PartLine {
    pub(super) fn of(fact: &PartFact, locale: &Locale) -> Self {
        let phrase = fact.health.condition.phrase(fact.part);
        Self {
            part: fact.part,
            name: name(fact.part).say(locale),
            state: fact.health.condition.state(),
            message: if fact.is_insecure {
                Phrase::new("insecure").with("sentence", phrase)
            } else {
                phrase
            }
            .say(locale),
            checked_at: fact.health.checked_at,
            cure: Cure::of(fact.part, &fact.health.condition),
        }
    }
}

fn name(part: Part) -> Phrase {
    Phrase::new(match part {
        Part::Pbx => "part-pbx",
        Part::SignIn => "part-sign-in",
        Part::Dynamics => "part-dynamics",
    })
}

impl Cure {
    /// What a person can press for a part in this condition, if pressing helps.
    #[must_use]
    pub fn of(part: Part, condition: &Condition) -> Option<Self> {
        match condition {
            Condition::NotSetUp => match part {
                Part::Pbx | Part::SignIn => Some(Self::OpenSettings),
                Part::Dynamics => None,
            },
            Condition::NotChecked
            | Condition::Fine
            | Condition::PbxGap { .. }
            | Condition::Throttled => None,
            Condition::PbxRefused | Condition::NoPassword => Some(Self::LogInToPbx),
            Condition::Misconfigured { .. } | Condition::OwnerUnclear { .. } => {
                Some(Self::OpenSettings)
            }
            Condition::PbxForbidden { .. }
            | Condition::Unreachable { .. }
            | Condition::Keychain { .. }
            | Condition::MissingPrivileges { .. }
            | Condition::Refused { .. } => Some(Self::SyncNow),
            Condition::RecordsUnreadable { .. } | Condition::CallsFailed { .. } => {
                Some(Self::OpenFailed)
            }
            Condition::CallsNeedYou { .. } => Some(Self::OpenNeedsYou),
            Condition::Unlinked | Condition::LinkedElsewhere { .. } => Some(Self::Link),
            Condition::SignInNeeded { reason } if reason.wants_admin_consent() => {
                Some(Self::GrantConsent)
            }
            Condition::SignInNeeded { .. } => Some(Self::Link),
        }
    }
}
