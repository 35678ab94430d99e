//! Why a correction is not carried out, and what the person can do.

use serde::{Deserialize, Serialize};

use crate::phrase::Phrase;

/// Why a correction is not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refused {
    /// A person changed the subject in Dynamics.
    SubjectChanged {
        /// To what.
        theirs: String,
    },
    /// A person gave the record to somebody else in Dynamics.
    RegardingChanged {
        /// To whom, by name.
        theirs: Option<String>,
    },
    /// A person changed the record, so it is not taken out.
    ChangedSince,
    /// Notes or files hang on the record, so it is neither taken out nor written anew.
    HasAttachments,
    /// The note does not fit any more.
    NoRoom,
    /// Dynamics does not let the sides of a phone call be changed, and a person has changed this one.
    SidesFixed,
    /// Another writer's record is theirs to change.
    NotOurs,
    /// It stands in another organization than the one that is linked.
    OtherOrganization,
    /// Dynamics refused it.
    ByDynamics {
        /// What it said.
        detail: Phrase,
    },
    /// Somebody deleted the record in Dynamics.
    Gone,
}

impl Refused {
    /// What happened, and what the person can do.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::SubjectChanged { theirs } => {
                Phrase::new("correction-subject-changed").with("theirs", theirs.clone())
            }
            Self::RegardingChanged { theirs: Some(name) } => {
                Phrase::new("correction-regarding-changed").with("name", name.clone())
            }
            Self::RegardingChanged { theirs: None } => Phrase::new("correction-regarding-removed"),
            Self::ChangedSince => Phrase::new("correction-changed-since"),
            Self::HasAttachments => Phrase::new("correction-has-attachments"),
            Self::NoRoom => Phrase::new("correction-no-room"),
            Self::SidesFixed => Phrase::new("correction-sides-fixed"),
            Self::NotOurs => Phrase::new("correction-not-ours"),
            Self::OtherOrganization => Phrase::new("correction-other-organization"),
            Self::ByDynamics { detail } => {
                Phrase::new("correction-refused").with("detail", detail.clone())
            }
            Self::Gone => Phrase::new("correction-gone"),
        }
    }
}
