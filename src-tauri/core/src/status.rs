//! The one light: what each of its three parts last really said, and the worst of them (spec G2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::phrase::Phrase;
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
        /// Which.
        detail: Phrase,
    },
    /// PBX: the login is good, but the extension's history may not be read.
    PbxForbidden {
        /// What the PBX said.
        detail: Phrase,
    },
    /// PBX or Dynamics: no usable answer.
    Unreachable {
        /// What happened.
        detail: Phrase,
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
        detail: Phrase,
    },
    /// Dynamics: privileges are missing.
    MissingPrivileges {
        /// One for each.
        sentences: Vec<Phrase>,
    },
    /// Dynamics: no single enabled user has the e-mail calls are attributed to (spec F2).
    OwnerUnclear {
        /// What was found.
        detail: Phrase,
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
        detail: Phrase,
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

    /// The condition as a part says it, with the cure where a person has one.
    #[must_use]
    pub fn phrase(&self, part: Part) -> Phrase {
        match self {
            Self::NotSetUp => Phrase::new(match part {
                Part::Pbx => "condition-pbx-not-set-up",
                Part::SignIn => "condition-sign-in-not-set-up",
                Part::Dynamics => "condition-dynamics-not-set-up",
            }),
            Self::NotChecked => Phrase::new(match part {
                Part::Pbx => "condition-pbx-not-checked",
                Part::SignIn => "condition-sign-in-not-checked",
                Part::Dynamics => "condition-dynamics-not-checked",
            }),
            Self::Fine => Phrase::new(match part {
                Part::Pbx => "condition-pbx-fine",
                Part::SignIn => "condition-sign-in-fine",
                Part::Dynamics => "condition-dynamics-fine",
            }),
            Self::PbxRefused => Phrase::new("condition-pbx-refused"),
            Self::PbxForbidden { detail } => {
                Phrase::new("condition-pbx-forbidden").with("detail", detail.clone())
            }
            Self::Unreachable { detail } => Phrase::new(match part {
                Part::Pbx => "condition-pbx-unreachable",
                Part::SignIn => "condition-sign-in-unreachable",
                Part::Dynamics => "condition-dynamics-unreachable",
            })
            .with("detail", detail.clone()),
            Self::PbxGap { from, to } => Phrase::new("condition-pbx-gap")
                .with("from", *from)
                .with("to", *to),
            Self::RecordsUnreadable { count } => {
                Phrase::new("condition-records-unreadable").with("count", *count)
            }
            Self::NoPassword => Phrase::new("condition-no-password"),
            Self::Unlinked => Phrase::new("condition-unlinked"),
            Self::SignInNeeded { reason } => reason.phrase().then(reason.next_step()),
            Self::MissingPrivileges { sentences } => {
                Phrase::all(sentences.iter().cloned()).unwrap_or_else(|| Phrase::verbatim(""))
            }
            Self::Keychain { detail }
            | Self::OwnerUnclear { detail }
            | Self::Misconfigured { detail } => detail.clone(),
            Self::Throttled => Phrase::new(match part {
                Part::Pbx => "condition-pbx-throttled",
                Part::SignIn => "condition-sign-in-throttled",
                Part::Dynamics => "condition-dynamics-throttled",
            }),
            Self::CallsFailed { count } => {
                Phrase::new("condition-calls-failed").with("count", *count)
            }
            Self::CallsNeedYou { count } => {
                Phrase::new("condition-calls-need-you").with("count", *count)
            }
            Self::LinkedElsewhere { linked, setting } => Phrase::new("condition-linked-elsewhere")
                .with("linked", linked.clone())
                .with("setting", setting.clone()),
            Self::Refused { detail } => Phrase::new(match part {
                Part::Pbx => "condition-pbx-refuses",
                Part::SignIn => "condition-sign-in-refuses",
                Part::Dynamics => "condition-dynamics-refuses",
            })
            .with("detail", detail.clone()),
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
        let detail = || Phrase::verbatim("No answer within 30 seconds.");
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
                    sentences: vec!["One is missing.".into(), "So is another.".into()],
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
                    condition.phrase(*part)
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
