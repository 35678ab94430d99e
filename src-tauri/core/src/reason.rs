//! Why a call stands where it stands: one typed reason and one sentence for each (spec C6).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::choice::NearMatch;
use crate::contact_match::RecordRef;
use crate::fault::Fault;
use crate::phrase::Phrase;

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
        /// What happened.
        detail: Phrase,
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
    UnknownNumber {
        /// Records that may be meant.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        near: Vec<NearMatch>,
    },
    /// Left out: between extensions (spec C1).
    Internal,
    /// Left out: an unanswered or answered call under its minimum (spec C3).
    TooShort {
        /// Its length in seconds.
        seconds: i64,
        /// The setting.
        minimum_seconds: u32,
    },
    /// Left out: a group's call that this extension did not answer, and somebody else may have (spec C4).
    #[serde(rename = "queue_missed")]
    GroupMissed,
    /// Left out: the other side is one of the company's own numbers (spec C4).
    OwnNumber,
    /// Left out: the number is on the never-log list (spec C5).
    NeverLog,
    /// Left out: police, fire brigade or ambulance.
    Emergency,
    /// Left out: a service number or star code of the region.
    ServiceNumber,
    /// Left out: it began outside working hours (spec C5).
    OutsideWorkingHours,
    /// Left out: nobody in Dynamics has the number, or it is withheld, and only known numbers are logged (spec C5).
    NotKnown,
    /// Left out: the record was deleted in Dynamics before Ringlog completed it.
    DeletedInDynamics,
    /// Left out: the person keeps this call to themselves (spec C5).
    Private,
    /// Left out: the person took it out of Dynamics again (spec E6).
    Undone,
    /// Left out: the person ended the backfill it belongs to.
    BackfillCancelled,
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
        /// Who wrote it, if Dynamics told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// Logged without a contact: the number is withheld or no number.
    NoNumber,
    /// Logged without a contact: nobody has the number, by setting.
    UnknownNumberUnlinked,
    /// Logged without a contact: nobody chose in time.
    NobodyChose,
    /// Logged without a contact: the person chose so.
    NobodyChosen,
    /// Logged without a contact: the contact Ringlog made was put away by a person.
    ContactDeactivated,
}

impl Reason {
    /// The reason as one sentence for a person, naming the cure where there is one.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Due => Phrase::new("reason-due"),
            Self::StillRunning => Phrase::new("reason-still-running"),
            Self::SignInNeeded => Phrase::new("reason-sign-in-needed"),
            Self::OwnerUnclear => Phrase::new("reason-owner-unclear"),
            Self::Unreachable { detail } => {
                Phrase::new("reason-unreachable").with("detail", detail.clone())
            }
            Self::Throttled => Phrase::new("reason-throttled"),
            Self::RecordGone => Phrase::new("reason-record-gone"),
            Self::SeveralRecords { candidates } => {
                let names: Vec<&str> = candidates
                    .iter()
                    .map(|candidate| candidate.name.as_str())
                    .collect();
                Phrase::new("reason-several-records").with("names", names.join(", "))
            }
            Self::UnknownNumber { near } if near.is_empty() => Phrase::new("reason-unknown-number"),
            Self::UnknownNumber { near } => {
                let names: Vec<&str> = near.iter().map(|near| near.record.name.as_str()).collect();
                Phrase::new("reason-unknown-number-near").with("names", names.join(", "))
            }
            Self::Internal => Phrase::new("reason-internal"),
            Self::TooShort {
                seconds,
                minimum_seconds,
            } => Phrase::new("reason-too-short")
                .with("seconds", *seconds)
                .with("minimum", *minimum_seconds),
            Self::GroupMissed => Phrase::new("reason-group-missed"),
            Self::OwnNumber => Phrase::new("reason-own-number"),
            Self::NeverLog => Phrase::new("reason-never-log"),
            Self::Emergency => Phrase::new("reason-emergency"),
            Self::ServiceNumber => Phrase::new("reason-service-number"),
            Self::OutsideWorkingHours => Phrase::new("reason-outside-working-hours"),
            Self::NotKnown => Phrase::new("reason-not-known"),
            Self::DeletedInDynamics => Phrase::new("reason-deleted-in-dynamics"),
            Self::Private => Phrase::new("reason-private"),
            Self::Undone => Phrase::new("reason-undone"),
            Self::BackfillCancelled => Phrase::new("reason-backfill-cancelled"),
            Self::MissingPrivilege {
                privilege: Some(privilege),
                ..
            } => Phrase::new("reason-missing-privilege").with("privilege", privilege.clone()),
            Self::MissingPrivilege {
                privilege: None,
                fault,
            } => Phrase::new("reason-not-allowed").with("detail", fault.message.clone()),
            Self::Refused { fault } => {
                Phrase::new("reason-refused").with("detail", fault.message.clone())
            }
            Self::Unreadable { detail } => {
                Phrase::new("reason-unreadable").with("detail", detail.clone())
            }
            Self::NeverEnded => Phrase::new("reason-never-ended"),
            Self::AlreadyLogged { subject, by: None } => {
                Phrase::new("reason-already-logged").with("subject", subject.clone())
            }
            Self::AlreadyLogged {
                subject,
                by: Some(by),
            } => Phrase::new("reason-already-logged-by")
                .with("subject", subject.clone())
                .with("by", by.clone()),
            Self::NoNumber => Phrase::new("reason-no-number"),
            Self::UnknownNumberUnlinked => Phrase::new("reason-unknown-number-unlinked"),
            Self::NobodyChose => Phrase::new("reason-nobody-chose"),
            Self::NobodyChosen => Phrase::new("reason-nobody-chosen"),
            Self::ContactDeactivated => Phrase::new("reason-contact-deactivated"),
        }
    }
}

impl Reason {
    /// What would lead to it, as long as it has not happened: for a plan.
    #[must_use]
    pub fn cause(&self) -> Phrase {
        let is_told_as_done = match self {
            Self::SeveralRecords { .. }
            | Self::Internal
            | Self::TooShort { .. }
            | Self::GroupMissed
            | Self::OwnNumber
            | Self::NeverLog
            | Self::Emergency
            | Self::ServiceNumber
            | Self::OutsideWorkingHours
            | Self::NotKnown
            | Self::NoNumber
            | Self::UnknownNumberUnlinked
            | Self::ContactDeactivated => true,
            Self::UnknownNumber { near } => near.is_empty(),
            Self::Due
            | Self::StillRunning
            | Self::SignInNeeded
            | Self::OwnerUnclear
            | Self::Unreachable { .. }
            | Self::Throttled
            | Self::RecordGone
            | Self::DeletedInDynamics
            | Self::Private
            | Self::Undone
            | Self::BackfillCancelled
            | Self::MissingPrivilege { .. }
            | Self::Refused { .. }
            | Self::Unreadable { .. }
            | Self::NeverEnded
            | Self::AlreadyLogged { .. }
            | Self::NobodyChose
            | Self::NobodyChosen => false,
        };
        if is_told_as_done {
            self.phrase().attribute("cause")
        } else {
            self.phrase()
        }
    }

    /// Whether a person may have a call logged that is left out for this reason.
    ///
    /// Not where the company or the person said once and for all that such calls are nobody's business.
    #[must_use]
    pub fn may_be_overruled(&self) -> bool {
        match self {
            Self::TooShort { .. }
            | Self::GroupMissed
            | Self::ServiceNumber
            | Self::OutsideWorkingHours
            | Self::NotKnown
            | Self::DeletedInDynamics
            | Self::Private
            | Self::Undone
            | Self::BackfillCancelled => true,
            Self::Internal
            | Self::OwnNumber
            | Self::NeverLog
            | Self::Emergency
            | Self::Due
            | Self::StillRunning
            | Self::SignInNeeded
            | Self::OwnerUnclear
            | Self::Unreachable { .. }
            | Self::Throttled
            | Self::RecordGone
            | Self::SeveralRecords { .. }
            | Self::UnknownNumber { .. }
            | Self::MissingPrivilege { .. }
            | Self::Refused { .. }
            | Self::Unreadable { .. }
            | Self::NeverEnded
            | Self::AlreadyLogged { .. }
            | Self::NoNumber
            | Self::UnknownNumberUnlinked
            | Self::NobodyChose
            | Self::NobodyChosen
            | Self::ContactDeactivated => false,
        }
    }

    /// The records a question is about.
    #[must_use]
    pub fn candidates(&self) -> Vec<RecordRef> {
        if let Self::SeveralRecords { candidates } = self {
            candidates.clone()
        } else if let Self::UnknownNumber { near } = self {
            near.iter().map(|near| near.record.clone()).collect()
        } else {
            Vec::new()
        }
    }
}

/// In English, as [`Phrase`] is.
impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(formatter)
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
            company: None,
        };
        let detail = || "crm.example.com did not answer within 30 seconds".to_owned();
        vec![
            Reason::Due,
            Reason::StillRunning,
            Reason::SignInNeeded,
            Reason::OwnerUnclear,
            Reason::Unreachable {
                detail: detail().into(),
            },
            Reason::Throttled,
            Reason::RecordGone,
            Reason::SeveralRecords {
                candidates: vec![record("Jon Aske"), record("Zoë Contoso")],
            },
            Reason::UnknownNumber { near: Vec::new() },
            Reason::UnknownNumber {
                near: vec![NearMatch {
                    record: record("Mira Holm"),
                    likeness: crate::choice::Likeness::SameName,
                }],
            },
            Reason::Internal,
            Reason::TooShort {
                seconds: 2,
                minimum_seconds: 3,
            },
            Reason::GroupMissed,
            Reason::OwnNumber,
            Reason::NeverLog,
            Reason::Emergency,
            Reason::ServiceNumber,
            Reason::OutsideWorkingHours,
            Reason::NotKnown,
            Reason::DeletedInDynamics,
            Reason::Private,
            Reason::Undone,
            Reason::BackfillCancelled,
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
                by: None,
            },
            Reason::AlreadyLogged {
                subject: "Call from Jon".to_owned(),
                by: Some("PBX Integration".to_owned()),
            },
            Reason::NoNumber,
            Reason::UnknownNumberUnlinked,
            Reason::NobodyChose,
            Reason::NobodyChosen,
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
            .map(|reason| format!("{}: {}", code(reason), reason.phrase()))
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
