//! The Phone Call activity a call becomes, and the contact made for an unknown number (spec D4, E1, E5).

use std::borrow::Cow;

use jiff::Timestamp;
use unicode_segmentation::UnicodeSegmentation;

use crate::call::{ActivityId, Call, Direction, OrganizationId, Outcome, RecordId, UserId};
use crate::contact_match::RecordRef;
use crate::correction::{Content, Particulars, with_note};
use crate::phone::PhoneNumber;

/// `phonecall.subject` and `phonecall.phonenumber` (`reference/dataverse.md`, section 2.1).
pub const SUBJECT_UNITS_MAX: usize = 200;
/// `phonecall.description` and `contact.description` (`reference/dataverse.md`, sections 2.1 and 3.1).
pub const DESCRIPTION_UNITS_MAX: usize = 2_000;
/// `contact.firstname`, `contact.lastname` and `contact.mobilephone` (`reference/dataverse.md`, section 3.1).
const CONTACT_TEXT_UNITS_MAX: usize = 50;
/// A name or id from outside inside a description, so that a long one cannot push the signature out.
const QUOTED_UNITS_MAX: usize = 200;

/// The last line of every description Ringlog writes.
const SIGNATURE: &str = "Written by Ringlog.";

/// A completed Phone Call, ready to be written; texts are within the columns' limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneCall {
    /// `activityid`, derived from the call.
    pub id: ActivityId,
    /// `subject`, at most 200 characters.
    pub subject: String,
    /// `description`, at most 2,000 characters.
    pub description: String,
    /// `phonenumber`, at most 200 characters.
    pub phone_number: String,
    /// `directioncode`, and Made or Received.
    pub direction: Direction,
    /// `actualstart`
    pub started_at: Timestamp,
    /// `actualend`
    pub ended_at: Timestamp,
    /// `actualdurationminutes`
    pub duration_minutes: i32,
    /// `regardingobjectid` and the party on the other side.
    pub regarding: Option<RecordRef>,
    /// `ownerid` and the party on this side.
    pub owner: UserId,
}

/// What the person said about a call before it was logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What it is called, instead of the subject Ringlog makes; at most 200 characters.
    pub subject: Option<String>,
    /// What stands above the description, the newest first in Dynamics and last here.
    pub notes: Vec<String>,
}

impl PhoneCall {
    /// The activity of `call`, on `regarding` and under the name of `owner`.
    #[must_use]
    pub fn compose(
        call: &Call,
        regarding: Option<&RecordRef>,
        words: &Words,
        owner: UserId,
        organization: OrganizationId,
    ) -> Self {
        let noted = words.notes.iter().fold(description(call), |text, note| {
            with_note(&text, note).unwrap_or(text)
        });
        Self {
            id: call.key.activity_id(organization),
            subject: words
                .subject
                .clone()
                .unwrap_or_else(|| automatic_subject(call, regarding)),
            description: cut(&noted, DESCRIPTION_UNITS_MAX).into_owned(),
            phone_number: cut(&number_text(call), SUBJECT_UNITS_MAX).into_owned(),
            direction: call.direction,
            started_at: whole_seconds(call.started_at),
            ended_at: whole_seconds(call.ended_at),
            duration_minutes: duration_minutes(call),
            regarding: regarding.cloned(),
            owner,
        }
    }

    /// What a later correction compares.
    #[must_use]
    pub fn content(&self) -> Content {
        Content {
            subject: self.subject.clone(),
            description: self.description.clone(),
            regarding: self.regarding.as_ref().map(|record| record.id.0),
        }
    }

    /// What else of it tells whether a person edited the record.
    #[must_use]
    pub fn particulars(&self) -> Particulars {
        Particulars {
            phone_number: self.phone_number.clone(),
            is_outgoing: self.is_outgoing(),
            started_at: Some(self.started_at),
            ended_at: Some(self.ended_at),
            duration_minutes: Some(self.duration_minutes.into()),
            is_marked: false,
        }
    }

    /// `directioncode`: true is outgoing (`reference/dataverse.md`, section 2.1).
    #[must_use]
    pub fn is_outgoing(&self) -> bool {
        match self.direction {
            Direction::Outbound | Direction::Internal => true,
            Direction::Inbound => false,
        }
    }

    /// The `statuscode` of the completed activity: Made (2) or Received (4) (`reference/dataverse.md`, section 2.2).
    #[must_use]
    pub fn status_code(&self) -> u8 {
        if self.is_outgoing() { 2 } else { 4 }
    }
}

/// Whether this text is the description of a phone call that Ringlog wrote, on any computer.
#[must_use]
pub fn is_signed(description: &str) -> bool {
    description.lines().any(|line| line.trim() == SIGNATURE)
}

/// The contact made for a number nobody in Dynamics has (spec D4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContact {
    /// `contactid`, derived from the number: two computers make one contact.
    pub id: RecordId,
    /// `firstname`, at most 50 characters, where caller ID has more than one word.
    pub first_name: Option<String>,
    /// `lastname`, at most 50 characters: the last word of caller ID, else the number.
    pub last_name: String,
    /// `mobilephone`: the number in E.164.
    pub mobile_phone: String,
    /// `description`: who made it, when, and from which call.
    pub description: String,
}

impl NewContact {
    /// The contact of `number`, as the other side of `call` introduced itself.
    #[must_use]
    pub fn compose(call: &Call, number: &PhoneNumber, id: RecordId) -> Self {
        let name = call.remote.name.as_deref().map(tidy).unwrap_or_default();
        let (first_name, last_name) = split_name(&name).unwrap_or((None, number.e164()));
        let fit = |text: &str| cut(text, CONTACT_TEXT_UNITS_MAX).into_owned();
        let description = format!(
            "Created by Ringlog at {} because nobody had the number {} of a call {} extension {}.\nCall id {}, leg {}.",
            whole_seconds(call.ended_at),
            number.e164(),
            match call.direction {
                Direction::Inbound => "to",
                Direction::Outbound | Direction::Internal => "from",
            },
            quoted(&call.key.extension),
            quoted(&call.key.source_id),
            quoted(&call.key.leg),
        );
        Self {
            id,
            first_name: first_name.map(fit),
            last_name: fit(last_name),
            mobile_phone: fit(number.e164()),
            description: cut(&description, DESCRIPTION_UNITS_MAX).into_owned(),
        }
    }

    /// The name as Dynamics shows it.
    #[must_use]
    pub fn full_name(&self) -> String {
        match &self.first_name {
            Some(first_name) => format!("{first_name} {}", self.last_name),
            None => self.last_name.clone(),
        }
    }
}

/// The subject Ringlog gives a call's record, cut to the column.
#[must_use]
pub fn automatic_subject(call: &Call, regarding: Option<&RecordRef>) -> String {
    cut(&subject(call, regarding), SUBJECT_UNITS_MAX).into_owned()
}

fn subject(call: &Call, regarding: Option<&RecordRef>) -> String {
    let party = regarding
        .map(|record| tidy(&record.name))
        .filter(|name| !name.is_empty())
        .or_else(|| call.remote.name.as_deref().map(tidy))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| {
            let number = number_text(call);
            if number.is_empty() {
                "a withheld number".to_owned()
            } else {
                number
            }
        });
    match (call.direction, call.outcome) {
        (Direction::Outbound | Direction::Internal, _) => format!("Call to {party}"),
        (Direction::Inbound, Outcome::Connected) => format!("Call from {party}"),
        (
            Direction::Inbound,
            Outcome::NoAnswer | Outcome::Busy | Outcome::Failed | Outcome::Unknown,
        ) => format!("Missed call from {party}"),
    }
}

fn number_text(call: &Call) -> String {
    call.remote
        .number
        .as_ref()
        .map_or_else(|| tidy(&call.remote.written), ToString::to_string)
}

/// Everything the columns cannot hold: exact seconds, outcome, instants and the call's id (spec E5).
fn description(call: &Call) -> String {
    let mut lines = vec![format!(
        "{} call, {}: {} s of conversation, {} s in all.",
        match call.direction {
            Direction::Inbound => "Inbound",
            Direction::Outbound => "Outbound",
            Direction::Internal => "Internal",
        },
        match call.outcome {
            Outcome::Connected => "connected",
            Outcome::NoAnswer => "no answer",
            Outcome::Busy => "busy",
            Outcome::Failed => "failed",
            Outcome::Unknown => "not connected",
        },
        call.talk_seconds(),
        call.total_seconds(),
    )];
    let answered = call.answered_at.map_or_else(String::new, |answered_at| {
        format!(", answered {}", whole_seconds(answered_at))
    });
    lines.push(format!(
        "Started {}{answered}, ended {} (UTC).",
        whole_seconds(call.started_at),
        whole_seconds(call.ended_at),
    ));
    if let Some(name) = call
        .remote
        .name
        .as_deref()
        .map(quoted)
        .filter(|name| !name.is_empty())
    {
        lines.push(format!("Caller ID: {name}."));
    }
    lines.push(format!(
        "Extension {}. Call id {}, leg {}.",
        quoted(&call.key.extension),
        quoted(&call.key.source_id),
        quoted(&call.key.leg),
    ));
    lines.push(SIGNATURE.to_owned());
    lines.join("\n")
}

/// Whole minutes of conversation, as Microsoft's own integration truncates them (`reference/dataverse.md`, section
/// 2.1); a conversation under a minute counts as one, so that it can be told from an unanswered call.
fn duration_minutes(call: &Call) -> i32 {
    let seconds = call.talk_seconds();
    let minutes = if seconds > 0 {
        (seconds / 60).max(1)
    } else {
        0
    };
    i32::try_from(minutes).unwrap_or(i32::MAX)
}

/// The handling of fractions is undocumented (`reference/dataverse.md`, section 9).
fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn split_name(name: &str) -> Option<(Option<&str>, &str)> {
    if name.is_empty() {
        return None;
    }
    if let Some((last, first)) = name.split_once(", ")
        && !last.is_empty()
        && !first.is_empty()
    {
        return Some((Some(first), last));
    }
    Some(match name.rsplit_once(' ') {
        Some((first, last)) => (Some(first), last),
        None => (None, name),
    })
}

/// One line without control characters or doubled spaces.
fn tidy(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn quoted(text: &str) -> String {
    cut(&tidy(text), QUOTED_UNITS_MAX).into_owned()
}

/// The longest beginning of `text` with at most `units_max` UTF-16 units, which .NET counts, ending where a
/// character as people see it ends.
#[must_use]
pub fn cut(text: &str, units_max: usize) -> Cow<'_, str> {
    // No text has more UTF-16 units than bytes.
    if text.len() <= units_max {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let kept: usize = text
        .graphemes(true)
        .take_while(|grapheme| {
            units += grapheme.encode_utf16().count();
            units <= units_max
        })
        .map(str::len)
        .sum();
    Cow::Borrowed(text.get(..kept).unwrap_or_default())
}

#[cfg(test)]
mod tests;
