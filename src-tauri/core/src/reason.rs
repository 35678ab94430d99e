//! Why a call stands where it stands: one typed reason and one sentence for each (spec C6).

use serde::{Deserialize, Serialize};

use crate::contact_match::RecordRef;
use crate::fault::Fault;

/// The reason of a call's state. Stored as data, so that it can be said in any language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// Waiting: it goes out with the next pass.
    Due,
    /// Waiting: the call is not over.
    StillRunning,
    /// Waiting: Microsoft wants the person to sign in again.
    SignInNeeded,
    /// Waiting: it is not clear whose calls these are (spec F2).
    OwnerUnclear,
    /// Waiting: Dynamics did not answer, or not in a way that can be used.
    Unreachable {
        /// What happened, in a sentence.
        detail: String,
    },
    /// Waiting: Dynamics asked for a pause.
    Throttled,
    /// Waiting: a record the call refers to was not there; it is looked for again.
    RecordGone,
    /// Needs you: several records have the number.
    SeveralRecords {
        /// Which.
        candidates: Vec<RecordRef>,
    },
    /// Needs you: nobody has the number, and the setting is to ask.
    UnknownNumber,
    /// Left out: between extensions (spec C1).
    Internal,
    /// Left out: an unanswered or answered call under its minimum (spec C3).
    TooShort {
        /// Its length in seconds.
        seconds: i64,
        /// The setting.
        minimum_seconds: u32,
    },
    /// Left out: a queue or ring-group call that somebody else may have answered (spec C4).
    QueueMissed,
    /// Left out: the other side is one of the company's own numbers (spec C4).
    OwnNumber,
    /// Left out: the number is on the never-log list (spec C5).
    NeverLog,
    /// Left out: the record was deleted in Dynamics before Ringlog completed it.
    DeletedInDynamics,
    /// Failed: a privilege is missing.
    MissingPrivilege {
        /// Its name where Dynamics told it, for example `prvCreateActivity`.
        privilege: Option<String>,
        /// The refusal.
        fault: Fault,
    },
    /// Failed: Dynamics refused the record itself.
    Refused {
        /// The refusal.
        fault: Fault,
    },
    /// Failed: the PBX's record could not be read.
    Unreadable {
        /// What was wrong.
        detail: String,
    },
    /// Failed: the PBX never said when the call ended.
    NeverEnded,
    /// Logged, by somebody else: Ringlog linked to their record (spec E4).
    AlreadyLogged {
        /// The subject of that record.
        subject: String,
    },
    /// Logged without a contact: the number is withheld or no number.
    NoNumber,
    /// Logged without a contact: nobody has the number, by setting.
    UnknownNumberUnlinked,
    /// Logged without a contact: nobody chose in time.
    NobodyChose,
    /// Logged without a contact: the contact Ringlog made was put away by a person.
    ContactDeactivated,
}

impl Reason {
    /// The reason as one sentence for a person, naming the cure where there is one.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Due => "It is sent to Dynamics with the next pass.".to_owned(),
            Self::StillRunning => "The call is still going on.".to_owned(),
            Self::SignInNeeded => {
                "It waits for the Microsoft sign-in: link the account.".to_owned()
            }
            Self::OwnerUnclear => {
                "It is not clear whose call this is: set dynamics.attribution_email.".to_owned()
            }
            Self::Unreachable { detail } => {
                format!("Dynamics could not be reached, Ringlog keeps trying: {detail}")
            }
            Self::Throttled => "Dynamics asked for a pause, Ringlog goes on by itself.".to_owned(),
            Self::RecordGone => {
                "A record it belonged to is gone in Dynamics; Ringlog looks for the contact again."
                    .to_owned()
            }
            Self::SeveralRecords { candidates } => {
                let names: Vec<&str> = candidates
                    .iter()
                    .map(|candidate| candidate.name.as_str())
                    .collect();
                format!(
                    "Several records have this number: {}. Give it to one of them alone in Dynamics and try again; after the time limit it is logged without a contact.",
                    names.join(", ")
                )
            }
            Self::UnknownNumber => {
                "Nobody in Dynamics has this number. Give it to a contact there and try again; after the time limit it is logged without one."
                    .to_owned()
            }
            Self::Internal => "Left out: a call between extensions.".to_owned(),
            Self::TooShort {
                seconds,
                minimum_seconds,
            } => {
                format!(
                    "Left out: {seconds} s is shorter than the {minimum_seconds} s of the settings."
                )
            }
            Self::QueueMissed => {
                "Left out: a queue call that was not yours to answer alone.".to_owned()
            }
            Self::OwnNumber => "Left out: one of your company's own numbers.".to_owned(),
            Self::NeverLog => "Left out: the number is on your never-log list.".to_owned(),
            Self::DeletedInDynamics => "Left out: somebody deleted it in Dynamics.".to_owned(),
            Self::MissingPrivilege {
                privilege: Some(privilege),
                ..
            } => {
                format!(
                    "Your Dynamics role lacks the privilege {privilege}: ask your administrator for it."
                )
            }
            Self::MissingPrivilege {
                privilege: None,
                fault,
            } => {
                format!("Your Dynamics role does not allow this, ask your administrator: {fault}")
            }
            Self::Refused { fault } => {
                format!(
                    "Dynamics refused the call, try again with `retry` once the cause is gone: {fault}"
                )
            }
            Self::Unreadable { detail } => format!("The PBX's record cannot be read: {detail}"),
            Self::NeverEnded => {
                "The PBX never said when this call ended, so it cannot be logged.".to_owned()
            }
            Self::AlreadyLogged { subject } => {
                format!("Already logged by someone else as \"{subject}\".")
            }
            Self::NoNumber => {
                "Logged without a contact: the number was withheld or is no phone number."
                    .to_owned()
            }
            Self::UnknownNumberUnlinked => {
                "Logged without a contact: nobody in Dynamics has this number.".to_owned()
            }
            Self::NobodyChose => "Logged without a contact: nobody chose one in time.".to_owned(),
            Self::ContactDeactivated => {
                "Logged without a contact: the one with this number is deactivated in Dynamics."
                    .to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{NAMESPACE, RecordId};
    use crate::contact_match::Entity;
    use crate::fault::FaultKind;

    /// One of each, in the order of the type; [`every_reason_has_its_sentence`] keeps it whole.
    fn all() -> Vec<Reason> {
        let fault = || Fault::new(FaultKind::Invalid, "The text is too long.");
        let record = |name: &str| RecordRef {
            entity: Entity::Contact,
            id: RecordId(NAMESPACE),
            name: name.to_owned(),
        };
        let detail = || "crm.example.com did not answer within 30 seconds".to_owned();
        vec![
            Reason::Due,
            Reason::StillRunning,
            Reason::SignInNeeded,
            Reason::OwnerUnclear,
            Reason::Unreachable { detail: detail() },
            Reason::Throttled,
            Reason::RecordGone,
            Reason::SeveralRecords {
                candidates: vec![record("Jon Aske"), record("Zoë Contoso")],
            },
            Reason::UnknownNumber,
            Reason::Internal,
            Reason::TooShort {
                seconds: 2,
                minimum_seconds: 3,
            },
            Reason::QueueMissed,
            Reason::OwnNumber,
            Reason::NeverLog,
            Reason::DeletedInDynamics,
            Reason::MissingPrivilege {
                privilege: Some("prvCreateActivity".to_owned()),
                fault: fault(),
            },
            Reason::MissingPrivilege {
                privilege: None,
                fault: fault(),
            },
            Reason::Refused { fault: fault() },
            Reason::Unreadable {
                detail: "The record has no start time.".to_owned(),
            },
            Reason::NeverEnded,
            Reason::AlreadyLogged {
                subject: "Call from Jon".to_owned(),
            },
            Reason::NoNumber,
            Reason::UnknownNumberUnlinked,
            Reason::NobodyChose,
            Reason::ContactDeactivated,
        ]
    }

    fn code(reason: &Reason) -> String {
        let json = serde_json::to_value(reason).unwrap();
        json["code"].as_str().unwrap().to_owned()
    }

    #[test]
    fn every_reason_has_its_sentence() {
        let lines: Vec<String> = all()
            .iter()
            .map(|reason| format!("{}: {}", code(reason), reason.sentence()))
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn what_the_ledger_keeps_of_a_reason_reads_back_the_same() {
        for reason in all() {
            let kept = serde_json::to_string(&reason).unwrap();
            assert_eq!(serde_json::from_str::<Reason>(&kept).unwrap(), reason);
        }
    }
}
