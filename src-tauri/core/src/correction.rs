//! What a person changes in a call's record in Dynamics after it was logged (spec E6).
//!
//! A completed phone call is read-only: it is opened, changed and completed again, in one step where the organization
//! allows it (`reference/dataverse.md`, section 2.6). What a person changed there meanwhile is never overwritten: a
//! correction is planned over the record as it stands now, and carried out only on exactly that version of it.

mod particulars;
mod refused;
mod unsaid;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::call::{Call, Direction, UserId};
use crate::contact_match::{Entity, RecordRef};
use crate::phone_call::{DESCRIPTION_UNITS_MAX, SUBJECT_UNITS_MAX, automatic_subject};
use crate::phrase::Phrase;
use crate::reason::Reason;

pub use particulars::Particulars;
pub use refused::Refused;
pub use unsaid::unsaid;

/// A note is no letter: with it, everything Ringlog itself writes still fits the column.
pub const NOTE_UNITS_MAX: usize = 800;
/// What a note in a description begins with.
const NOTE: &str = "Note: ";

/// What a person asks to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Correction {
    /// It was somebody else, or nobody Dynamics should know.
    Regarding {
        /// Who it was.
        record: Option<RecordRef>,
    },
    /// Something is to be remembered about it.
    Note {
        /// In the person's words.
        text: String,
    },
    /// It is to be called something else.
    Subject {
        /// What.
        text: String,
    },
    /// It is to be taken out again.
    Removal {
        /// Why.
        why: Removed,
    },
}

impl Correction {
    /// What is asked, in a sentence.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Regarding {
                record: Some(record),
            } => Phrase::new("correction-regarding").with("name", record.name.clone()),
            Self::Regarding { record: None } => Phrase::new("correction-nobody"),
            Self::Note { text } => Phrase::new("correction-note").with("text", text.clone()),
            Self::Subject { text } => Phrase::new("correction-subject").with("text", text.clone()),
            Self::Removal {
                why: Removed::Undone,
            } => Phrase::new("correction-undo"),
            Self::Removal {
                why: Removed::Private,
            } => Phrase::new("correction-private"),
        }
    }
}

/// Why a record is taken out of Dynamics again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removed {
    /// It should not have been logged.
    Undone,
    /// The call is nobody else's business.
    Private,
}

impl Removed {
    /// Why the call is left out afterwards.
    #[must_use]
    pub fn reason(self) -> Reason {
        match self {
            Self::Undone => Reason::Undone,
            Self::Private => Reason::Private,
        }
    }
}

/// What of a record a correction compares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// `subject`
    pub subject: String,
    /// `description`
    pub description: String,
    /// The id of whom it regards.
    pub regarding: Option<Uuid>,
}

/// What the ledger knows of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What Ringlog wrote last.
    pub written: Content,
    /// What the person last saw of it in Ringlog: what was written, or what was found when a correction met somebody
    /// else's edit.
    pub shown: Content,
    /// What else Ringlog wrote.
    pub particulars: Particulars,
    /// Whom it regards, as the ledger has it.
    pub record: Option<RecordRef>,
    /// The correction was begun before and did not come to its end.
    pub begun: Option<Begun>,
}

/// How a record stood when its correction was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Begun {
    /// Closed: it returns to that.
    Closed(Closed),
    /// Somebody had it open.
    Open {},
}

impl Begun {
    /// At a record that is closed like this, or open.
    #[must_use]
    pub fn at(closed: Option<Closed>) -> Self {
        closed.map_or(Self::Open {}, Self::Closed)
    }

    fn closed(self) -> Option<Closed> {
        match self {
            Self::Closed(closed) => Some(closed),
            Self::Open {} => None,
        }
    }
}

impl Known {
    /// What the record returns to.
    fn returns_to(&self) -> Option<Closed> {
        self.begun.and_then(Begun::closed)
    }
}

/// How a closed record is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// `statecode`: 1 Completed, 2 Canceled (`reference/dataverse.md`, section 2.2).
    pub state: i64,
    /// `statuscode`
    pub status: i64,
}

/// One side of a phone call in Dynamics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// `participationtypemask`: 1 From, 2 To (`reference/dataverse.md`, section 2.4).
    pub mask: i64,
    /// The table of the record, for example `systemuser`.
    pub table: String,
    /// The record.
    pub id: Uuid,
}

/// A record of a call as it stands in Dynamics now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which version of it this is (`@odata.etag`).
    pub etag: String,
    /// What corrections compare.
    pub content: Content,
    /// What no correction changes.
    pub particulars: Particulars,
    /// Somebody else than its maker changed it last.
    pub is_others_version: bool,
    /// Whom it regards, where that is a contact, an account or a lead.
    pub regarding: Option<RecordRef>,
    /// By name, whom or what it regards.
    pub regarding_name: Option<String>,
    /// Whose it is, where that is a person (`ownerid`).
    pub owner: Option<UserId>,
    /// How it is closed; `None` while it is open.
    pub closed: Option<Closed>,
    /// From and To.
    pub parties: Vec<Party>,
    /// Among From and To is one that Ringlog could not write again.
    pub has_unknown_sides: bool,
    /// Notes or files of a person hang on it, or it cannot be told whether any do.
    pub has_attachments: bool,
}

/// What a correction comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Dynamics has it so already.
    Done,
    /// The record is changed.
    Change(Box<Change>),
    /// The record is deleted, if it is still this version.
    Remove {
        /// [`Standing::etag`].
        etag: String,
    },
    /// Nothing is done; the person is told why.
    Refused(Refused),
    /// The record is not there any more.
    Gone,
}

/// One change to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Only this version of the record is changed.
    pub etag: String,
    /// It has to be opened first.
    pub opens: bool,
    /// How it is closed afterwards; `None` where a person has it open.
    pub closes: Option<Closed>,
    /// The new subject.
    pub subject: Option<String>,
    /// The new description.
    pub description: Option<String>,
    /// The other side.
    pub regarding: Option<Regarding>,
}

/// Another record in the place of the one a phone call regards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regarding {
    /// Whom it regards now.
    pub record: Option<RecordRef>,
    /// Its sides with that record among them.
    pub parties: Vec<Party>,
    /// Nobody but Ringlog ever touched the record: where its sides cannot be changed, it may be written anew.
    pub may_replace: bool,
}

/// Plans a correction of `call` over its record as it stands now.
#[must_use]
pub fn plan(correction: &Correction, call: &Call, known: &Known, now: Option<&Standing>) -> Plan {
    let Some(standing) = now else {
        return match correction {
            Correction::Removal { .. } => Plan::Done,
            Correction::Regarding { .. } | Correction::Note { .. } | Correction::Subject { .. } => {
                Plan::Gone
            }
        };
    };
    match correction {
        Correction::Subject { text } => subject(text, known, standing),
        Correction::Note { text } => note(text, known, standing),
        Correction::Regarding { record } => regarding(record.as_ref(), call, known, standing),
        Correction::Removal { .. } => removal(known, standing),
    }
}

/// What the ledger knows after a change: what was changed over somebody's edit does not become Ringlog's own.
#[must_use]
pub fn after(known: &Known, standing: &Standing, change: &Change) -> (Content, Content) {
    let now = Content {
        subject: change
            .subject
            .clone()
            .unwrap_or_else(|| standing.content.subject.clone()),
        description: change
            .description
            .clone()
            .unwrap_or_else(|| standing.content.description.clone()),
        regarding: change
            .regarding
            .as_ref()
            .map_or(standing.content.regarding, |regarding| {
                regarding.record.as_ref().map(|record| record.id.0)
            }),
    };
    let mut written = known.written.clone();
    if is_same_text(&standing.content.subject, &written.subject) {
        written.subject.clone_from(&now.subject);
    }
    if is_same_text(&standing.content.description, &written.description) {
        written.description.clone_from(&now.description);
    }
    if standing.content.regarding == written.regarding {
        written.regarding = now.regarding;
    }
    (written, now)
}

/// A description with a note above it; `None` if they do not fit the column together.
#[must_use]
pub fn with_note(description: &str, text: &str) -> Option<String> {
    let noted = if description.is_empty() {
        format!("{NOTE}{text}")
    } else {
        format!("{NOTE}{text}\n{description}")
    };
    (noted.encode_utf16().count() <= DESCRIPTION_UNITS_MAX).then_some(noted)
}

fn subject(text: &str, known: &Known, standing: &Standing) -> Plan {
    let theirs = &standing.content.subject;
    if theirs == text {
        return finish(known, standing);
    }
    if !is_same_text(theirs, &known.shown.subject) {
        return Plan::Refused(Refused::SubjectChanged {
            theirs: theirs.clone(),
        });
    }
    changed(known, standing, |change| {
        change.subject = Some(text.to_owned());
    })
}

fn note(text: &str, known: &Known, standing: &Standing) -> Plan {
    let description = &standing.content.description;
    if known.begun.is_some() && starts_with_note(description, text) {
        return finish(known, standing);
    }
    match with_note(description, text) {
        Some(noted) => changed(known, standing, |change| change.description = Some(noted)),
        None => Plan::Refused(Refused::NoRoom),
    }
}

fn regarding(record: Option<&RecordRef>, call: &Call, known: &Known, standing: &Standing) -> Plan {
    let wanted = record.map(|record| record.id.0);
    let theirs = standing.content.regarding;
    if theirs == wanted {
        return finish(known, standing);
    }
    if theirs != known.shown.regarding {
        return Plan::Refused(Refused::RegardingChanged {
            theirs: standing.regarding_name.clone(),
        });
    }
    if standing.has_unknown_sides {
        return Plan::Refused(Refused::SidesFixed);
    }
    let automatic = automatic_subject(call, known.record.as_ref());
    changed(known, standing, |change| {
        if is_same_text(&standing.content.subject, &automatic) {
            change.subject = Some(automatic_subject(call, record));
        }
        change.regarding = Some(Regarding {
            record: record.cloned(),
            parties: parties(call, theirs, record, &standing.parties),
            may_replace: is_untouched(known, standing) && !standing.has_attachments,
        });
    })
}

fn removal(known: &Known, standing: &Standing) -> Plan {
    if !is_untouched(known, standing) {
        Plan::Refused(Refused::ChangedSince)
    } else if standing.has_attachments {
        Plan::Refused(Refused::HasAttachments)
    } else {
        Plan::Remove {
            etag: standing.etag.clone(),
        }
    }
}

/// Nothing is to be changed any more; a record that an earlier step opened is still to be closed.
fn finish(known: &Known, standing: &Standing) -> Plan {
    match (known.returns_to(), standing.closed) {
        (Some(_), None) => changed(known, standing, |_| {}),
        (Some(_) | None, _) => Plan::Done,
    }
}

fn changed(known: &Known, standing: &Standing, apply: impl FnOnce(&mut Change)) -> Plan {
    let mut change = Change {
        etag: standing.etag.clone(),
        opens: standing.closed.is_some(),
        closes: standing.closed.or(known.returns_to()),
        subject: None,
        description: None,
        regarding: None,
    };
    apply(&mut change);
    Plan::Change(Box::new(change))
}

/// Whether the record is as Ringlog left it.
fn is_untouched(known: &Known, standing: &Standing) -> bool {
    let (theirs, written) = (&standing.content, &known.written);
    (standing.closed.is_some() || known.returns_to().is_some())
        && !standing.is_others_version
        && standing.particulars.are_as(&known.particulars)
        && has_own_sides_only(standing)
        && is_same_text(&theirs.subject, &written.subject)
        && is_same_text(&theirs.description, &written.description)
        && theirs.regarding == written.regarding
}

/// Its owner on one side and whom it regards on the other, as Ringlog writes it.
fn has_own_sides_only(standing: &Standing) -> bool {
    let owner = standing.owner.map(|owner| owner.0);
    let regarding = standing.content.regarding;
    standing
        .parties
        .iter()
        .all(|party| match party.table.as_str() {
            "systemuser" => Some(party.id) == owner,
            _ => Some(party.id) == regarding,
        })
}

/// The sides with `record` in the place of the one the call regarded; other people stay where they are.
fn parties(
    call: &Call,
    before: Option<Uuid>,
    record: Option<&RecordRef>,
    parties: &[Party],
) -> Vec<Party> {
    let is_other_side = |party: &Party| Some(party.id) == before && party.table != "systemuser";
    let mut changed: Vec<Party> = parties
        .iter()
        .filter(|party| !is_other_side(party))
        .cloned()
        .collect();
    changed.extend(record.map(|record| Party {
        mask: match call.direction {
            Direction::Inbound => 1,
            Direction::Outbound | Direction::Internal => 2,
        },
        table: table(record.entity).to_owned(),
        id: record.id.0,
    }));
    changed
}

/// The logical name of a table.
#[must_use]
pub fn table(entity: Entity) -> &'static str {
    match entity {
        Entity::Contact => "contact",
        Entity::Account => "account",
        Entity::Lead => "lead",
    }
}

fn starts_with_note(description: &str, text: &str) -> bool {
    plain(description).starts_with(&plain(&format!("{NOTE}{text}")))
}

/// Dynamics may keep line ends its own way, and cuts blanks at the end.
fn is_same_text(mine: &str, theirs: &str) -> bool {
    plain(mine) == plain(theirs)
}

fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// A subject as a person typed it: one line that fits the column; `None` if nothing is left of it.
#[must_use]
pub fn subject_of(typed: &str) -> Option<String> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty() && line.encode_utf16().count() <= SUBJECT_UNITS_MAX).then_some(line)
}

/// A note as a person typed it, without blanks around; `None` if it is empty or too long ([`NOTE_UNITS_MAX`]).
#[must_use]
pub fn note_of(typed: &str) -> Option<String> {
    let kept: String = typed
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    let note = kept.trim();
    (!note.is_empty() && note.encode_utf16().count() <= NOTE_UNITS_MAX).then(|| note.to_owned())
}

#[cfg(test)]
mod tests;
