//! The one light: what each of its three parts last really said, and the worst of them (spec G2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::sign_in::SignInReason;

/// The parts of the light, in the order they are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Part {
    /// The PBX.
    Pbx,
    /// The Microsoft sign-in.
    SignIn,
    /// Permission and delivery in Dynamics.
    Dynamics,
}

/// How a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum PartState {
    /// It answered, and well.
    Ok,
    /// Not known yet, or under way.
    Working,
    /// It works, but a person should look.
    Attention,
    /// It does not work.
    Error,
    /// Not set up.
    Off,
}

/// The colour of the light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Light {
    /// Everything answered well.
    Green,
    /// Under way, or a person should look.
    Amber,
    /// Something does not work.
    Red,
    /// Not set up or unlinked.
    Grey,
}

/// What a part last really said. Stored as data, so that it can be said in any language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Condition {
    /// Any part: nothing was set up.
    NotSetUp,
    /// Any part: set up, but no answer yet.
    NotChecked,
    /// Any part: it answered well.
    Fine,
    /// PBX: the password was refused; it is not tried again.
    PbxRefused,
    /// PBX: a setting is missing or leads nowhere.
    Misconfigured {
        /// Which, in a sentence.
        detail: String,
    },
    /// PBX: the login is good, but the extension's history may not be read.
    PbxForbidden {
        /// What the PBX said.
        detail: String,
    },
    /// PBX or Dynamics: no usable answer.
    Unreachable {
        /// What happened, in a sentence.
        detail: String,
    },
    /// PBX: calls between these times may have left its history while the computer was off (spec B3).
    PbxGap {
        /// From.
        from: Timestamp,
        /// To.
        to: Timestamp,
    },
    /// PBX: some of its records could not be read.
    RecordsUnreadable {
        /// How many.
        count: u64,
    },
    /// PBX: no password is kept.
    NoPassword,
    /// Sign-in: unlinked.
    Unlinked,
    /// Sign-in: Microsoft wants the person.
    SignInNeeded {
        /// Why.
        reason: SignInReason,
    },
    /// Sign-in: the keychain did not open.
    Keychain {
        /// What it said, with the cure.
        detail: String,
    },
    /// Dynamics: privileges are missing.
    MissingPrivileges {
        /// One sentence for each.
        sentences: Vec<String>,
    },
    /// Dynamics: no single enabled user has the e-mail calls are attributed to (spec F2).
    OwnerUnclear {
        /// What was found.
        detail: String,
    },
    /// Dynamics: it asked for a pause.
    Throttled,
    /// Dynamics: it refused some calls.
    CallsFailed {
        /// How many stand as failed.
        count: u64,
    },
    /// Dynamics: a person is asked about some calls.
    CallsNeedYou {
        /// How many.
        count: u64,
    },
    /// Sign-in: the settings name another organization than the one that is linked.
    LinkedElsewhere {
        /// The organization that is linked.
        linked: String,
        /// The one of the settings.
        setting: String,
    },
    /// Dynamics: it answered with a refusal that is about the account.
    Refused {
        /// What it said.
        detail: String,
    },
}

/// A part with its last answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// What it said.
    pub condition: Condition,
    /// When, if it ever did.
    pub checked_at: Option<Timestamp>,
}

impl Condition {
    /// How a part in this condition is.
    #[must_use]
    pub fn state(&self) -> PartState {
        match self {
            Self::NotSetUp | Self::Unlinked => PartState::Off,
            Self::NotChecked => PartState::Working,
            Self::Fine => PartState::Ok,
            Self::PbxGap { .. }
            | Self::RecordsUnreadable { .. }
            | Self::SignInNeeded { .. }
            | Self::Throttled
            | Self::CallsFailed { .. }
            | Self::CallsNeedYou { .. } => PartState::Attention,
            Self::PbxRefused
            | Self::Misconfigured { .. }
            | Self::LinkedElsewhere { .. }
            | Self::Refused { .. }
            | Self::PbxForbidden { .. }
            | Self::Unreachable { .. }
            | Self::NoPassword
            | Self::Keychain { .. }
            | Self::MissingPrivileges { .. }
            | Self::OwnerUnclear { .. } => PartState::Error,
        }
    }

    /// The condition in a sentence, with the cure where a person has one.
    #[must_use]
    pub fn sentence(&self, part: Part) -> String {
        let name = match part {
            Part::Pbx => "The PBX",
            Part::SignIn => "Microsoft",
            Part::Dynamics => "Dynamics",
        };
        match self {
            Self::NotSetUp => match part {
                Part::Pbx => "No PBX is set up: set pbx.url and pbx.extension, then log in with the PBX password.".to_owned(),
                Part::SignIn => "No Dynamics organization is set up: set dynamics.organization_url and microsoft.client_id, then link.".to_owned(),
                Part::Dynamics => "Dynamics is asked once an account is linked.".to_owned(),
            },
            Self::NotChecked => format!("{name} has not been asked yet."),
            Self::Fine => match part {
                Part::Pbx => "The PBX answers.".to_owned(),
                Part::SignIn => "Linked.".to_owned(),
                Part::Dynamics => "Dynamics takes the calls.".to_owned(),
            },
            Self::PbxRefused => "The PBX refused the extension's password: log in to the PBX again. Ringlog does not try it a second time, so that nobody is locked out.".to_owned(),
            Self::PbxForbidden { detail } => format!("The PBX does not let this extension read its call history, ask the PBX administrator for API access: {detail}"),
            Self::Unreachable { detail } => format!("{name} cannot be reached, Ringlog keeps trying: {detail}"),
            Self::PbxGap { from, to } => format!("Calls between {from} and {to} may be missing: the PBX no longer had them when this computer came back."),
            Self::RecordsUnreadable { count: 1 } => "One record of the PBX could not be read, or never ended, and is kept: show it to support with `ringlogctl calls --state failed`.".to_owned(),
            Self::RecordsUnreadable { count } => format!("{count} records of the PBX could not be read, or never ended, and are kept: show them to support with `ringlogctl calls --state failed`."),
            Self::NoPassword => "No PBX password is kept: log in to the PBX.".to_owned(),
            Self::Unlinked => "Unlinked: link the Microsoft account.".to_owned(),
            Self::SignInNeeded { reason } => format!("{} {}", reason.sentence(), reason.next_step()),
            Self::Keychain { detail } => detail.clone(),
            Self::MissingPrivileges { sentences } => sentences.join(" "),
            Self::OwnerUnclear { detail } => detail.clone(),
            Self::Throttled => format!("{name} asked for a pause, Ringlog goes on by itself."),
            Self::CallsFailed { count: 1 } => "Dynamics refused one call: see why in the list of calls.".to_owned(),
            Self::CallsFailed { count } => format!("Dynamics refused {count} calls: see why in the list of calls."),
            Self::CallsNeedYou { count: 1 } => "One call needs you.".to_owned(),
            Self::CallsNeedYou { count } => format!("{count} calls need you."),
            Self::Misconfigured { detail } => detail.clone(),
            Self::LinkedElsewhere { linked, setting } => format!(
                "The account is linked with {linked}, the settings say {setting}: link again, until then the calls wait."
            ),
            Self::Refused { detail } => format!("{name} refuses: {detail}"),
        }
    }
}

/// The light of the three parts: broken before unlinked, unlinked before waiting for a person, and green only when all
/// three answered well.
#[must_use]
pub fn light(states: &[PartState]) -> Light {
    let has = |state| states.contains(&state);
    if has(PartState::Error) {
        Light::Red
    } else if has(PartState::Off) || states.is_empty() {
        Light::Grey
    } else if has(PartState::Attention) || has(PartState::Working) {
        Light::Amber
    } else {
        Light::Green
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_light_is_green_only_when_every_part_answered_well() {
        use PartState::{Attention, Error, Off, Ok, Working};
        assert_eq!(light(&[Ok, Ok, Ok]), Light::Green);
        assert_eq!(light(&[Ok, Working, Ok]), Light::Amber);
        assert_eq!(light(&[Ok, Ok, Attention]), Light::Amber);
        assert_eq!(light(&[Ok, Off, Attention]), Light::Grey);
        assert_eq!(light(&[Error, Off, Ok]), Light::Red);
        assert_eq!(light(&[]), Light::Grey);
    }

    /// One of each, with a part that can say it.
    fn all() -> Vec<(Part, Condition)> {
        let detail = || "No answer within 30 seconds.".to_owned();
        let time = |seconds: i64| Timestamp::from_second(1_790_000_000 + seconds).unwrap();
        let parts = [Part::Pbx, Part::SignIn, Part::Dynamics];
        let mut all = Vec::new();
        all.extend(parts.map(|part| (part, Condition::NotSetUp)));
        all.extend(parts.map(|part| (part, Condition::NotChecked)));
        all.extend(parts.map(|part| (part, Condition::Fine)));
        all.extend([
            (Part::Pbx, Condition::PbxRefused),
            (Part::Pbx, Condition::PbxForbidden { detail: detail() }),
            (Part::Pbx, Condition::Unreachable { detail: detail() }),
            (Part::Dynamics, Condition::Unreachable { detail: detail() }),
            (
                Part::Pbx,
                Condition::PbxGap {
                    from: time(0),
                    to: time(60),
                },
            ),
            (Part::Pbx, Condition::NoPassword),
            (Part::SignIn, Condition::Unlinked),
            (Part::SignIn, Condition::Keychain { detail: detail() }),
            (
                Part::Dynamics,
                Condition::MissingPrivileges {
                    sentences: vec!["One is missing.".to_owned(), "So is another.".to_owned()],
                },
            ),
            (Part::Dynamics, Condition::OwnerUnclear { detail: detail() }),
            (Part::Dynamics, Condition::Throttled),
            (Part::Dynamics, Condition::CallsFailed { count: 1 }),
            (Part::Dynamics, Condition::CallsFailed { count: 2 }),
            (Part::Dynamics, Condition::CallsNeedYou { count: 1 }),
            (Part::Dynamics, Condition::CallsNeedYou { count: 2 }),
            (Part::Pbx, Condition::Misconfigured { detail: detail() }),
            (Part::Pbx, Condition::RecordsUnreadable { count: 1 }),
            (Part::Pbx, Condition::RecordsUnreadable { count: 2 }),
            (
                Part::SignIn,
                Condition::LinkedElsewhere {
                    linked: "https://a.crm4.dynamics.com".to_owned(),
                    setting: "https://b.crm4.dynamics.com".to_owned(),
                },
            ),
            (Part::Dynamics, Condition::Refused { detail: detail() }),
        ]);
        all
    }

    #[test]
    fn every_condition_has_its_state_and_its_sentence() {
        let lines: Vec<String> = all()
            .iter()
            .map(|(part, condition)| {
                format!(
                    "{part:?}, {:?}: {}",
                    condition.state(),
                    condition.sentence(*part)
                )
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn what_the_ledger_keeps_of_a_condition_reads_back_the_same() {
        for (_, condition) in all() {
            let kept = serde_json::to_string(&condition).unwrap();
            assert_eq!(serde_json::from_str::<Condition>(&kept).unwrap(), condition);
        }
    }
}
