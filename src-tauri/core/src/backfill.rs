//! Earlier calls, shown before anything is written (`interfaces.md`, `backfill`).
//!
//! A [`Plan`] says what would become of every record the PBX has of some days; nothing is decided by it. What is
//! approved is recorded like any other call, and the rules of that moment decide.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::call::{Call, Direction, Outcome, RecordId, RemoteParty};
use crate::contact_match::RecordRef;
use crate::delivery::State;
use crate::normalize::is_withheld;
use crate::phrase::{Phrase, in_english_if_any};
use crate::reason::Reason;

/// Longer than any PBX keeps its history by itself.
pub const DAYS_MAX: i64 = 366;

/// Some days in the person's time zone, the first and the last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    from: Date,
    to: Date,
}

/// Why these are no days to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase())]
pub enum NoDays {
    /// The last lies before the first.
    Reversed,
    /// The first is still to come.
    InFuture,
    /// They are more than [`DAYS_MAX`].
    TooMany,
}

impl NoDays {
    /// What to say of it.
    #[must_use]
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Reversed => Phrase::new("days-reversed"),
            Self::InFuture => Phrase::new("days-in-future"),
            Self::TooMany => Phrase::new("days-too-many").with("limit", DAYS_MAX),
        }
    }
}

impl Days {
    /// The days from `from` to `to`, seen from `today`.
    ///
    /// # Errors
    /// When there are none, too many, or none that has begun.
    pub fn new(from: Date, to: Date, today: Date) -> Result<Self, NoDays> {
        if to < from {
            return Err(NoDays::Reversed);
        }
        if from > today {
            return Err(NoDays::InFuture);
        }
        if to.duration_since(from).as_hours() / 24 >= DAYS_MAX {
            return Err(NoDays::TooMany);
        }
        Ok(Self { from, to })
    }

    /// The first.
    #[must_use]
    pub fn from(self) -> Date {
        self.from
    }

    /// The last.
    #[must_use]
    pub fn to(self) -> Date {
        self.to
    }

    /// The first instant of the first day, and the first instant after the last.
    #[must_use]
    pub fn span(self, time_zone: &TimeZone) -> Span {
        let begin = |day: Date| day.to_zoned(time_zone.clone()).map(|at| at.timestamp());
        Span {
            from: begin(self.from).unwrap_or(Timestamp::MIN),
            until: self
                .to
                .checked_add(1.day())
                .and_then(begin)
                .unwrap_or(Timestamp::MAX),
        }
    }
}

/// From one instant up to, but not including, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first instant.
    pub from: Timestamp,
    /// The first that does not belong to it.
    pub until: Timestamp,
}

impl Span {
    /// Whether a call that began then belongs to it.
    #[must_use]
    pub fn has(self, started_at: Timestamp) -> bool {
        (self.from..self.until).contains(&started_at)
    }
}

/// What would become of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Prospect {
    /// It is logged.
    Log,
    /// The person is asked.
    Ask,
    /// Another writer has logged it; Ringlog links to that record.
    AlreadyLogged,
    /// A rule leaves it out.
    LeaveOut,
    /// The ledger has it, and it stays as it is.
    Known,
    /// It cannot be read.
    Unreadable,
}

/// One record of the days, with what would become of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedCall {
    /// The PBX's call id; `None` for a record that cannot be read.
    pub source_id: Option<String>,
    /// Which way it went; `None` for a record that cannot be read.
    pub direction: Option<Direction>,
    /// The other side's number in E.164.
    pub remote_number: Option<String>,
    /// The other side's name by caller ID; where there is neither name nor number, what the PBX wrote.
    pub remote_name: Option<String>,
    /// First ring; `None` for a record that cannot be read.
    pub started_at: Option<Timestamp>,
    /// Seconds between answer and end.
    pub talk_seconds: i64,
    /// How it ended.
    pub outcome: Outcome,
    /// What would become of it.
    pub prospect: Prospect,
    /// Why, where that is worth saying; an English sentence in JSON.
    #[serde(serialize_with = "in_english_if_any")]
    pub reason: Option<Phrase>,
    /// On whom it would be logged.
    pub contact_id: Option<RecordId>,
    /// By name.
    pub contact_name: Option<String>,
    /// That contact would be made.
    pub creates_contact: bool,
}

impl PlannedCall {
    /// A call with what would become of it.
    #[must_use]
    pub fn of(call: &Call, prospect: Prospect, reason: Option<&Reason>) -> Self {
        Self {
            source_id: Some(call.key.source_id.clone()),
            direction: Some(call.direction),
            remote_number: call
                .remote
                .number
                .as_ref()
                .map(|number| number.e164().to_owned()),
            remote_name: name_of(&call.remote),
            started_at: Some(call.started_at),
            talk_seconds: call.talk_seconds(),
            outcome: call.outcome,
            prospect,
            reason: reason.map(Reason::cause),
            contact_id: None,
            contact_name: None,
            creates_contact: false,
        }
    }

    /// A record that cannot be read.
    #[must_use]
    pub fn unreadable(problem: &str) -> Self {
        let reason = Reason::Unreadable {
            detail: problem.to_owned(),
        };
        Self {
            source_id: None,
            direction: None,
            remote_number: None,
            remote_name: None,
            started_at: None,
            talk_seconds: 0,
            outcome: Outcome::Unknown,
            prospect: Prospect::Unreadable,
            reason: Some(reason.phrase()),
            contact_id: None,
            contact_name: None,
            creates_contact: false,
        }
    }

    /// The same on this contact, which may be one that is made.
    #[must_use]
    pub fn on(mut self, contact: &RecordRef, creates_contact: bool) -> Self {
        self.contact_id = Some(contact.id);
        self.contact_name = Some(contact.name.clone());
        self.creates_contact = creates_contact;
        self
    }
}

/// How many records would become what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Logged.
    pub log: u64,
    /// Of these, on contacts that are made.
    pub on_new_contacts: u64,
    /// How many contacts are made.
    pub new_contacts: u64,
    /// Of these, without a contact.
    pub without_contact: u64,
    /// Asked about.
    pub ask: u64,
    /// Logged by another writer already.
    pub already_logged: u64,
    /// Left out by a rule.
    pub left_out: u64,
    /// In the ledger already.
    pub known: u64,
    /// Unreadable.
    pub unreadable: u64,
}

/// What would become of the records of some days, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How many would become what.
    pub totals: Totals,
    /// The oldest record the PBX still has, where its history does not reach back to the first day.
    pub history_begins_at: Option<Timestamp>,
    /// Each record.
    pub calls: Vec<PlannedCall>,
}

impl Plan {
    /// The plan of these records.
    #[must_use]
    pub fn new(
        days: Days,
        history_begins_at: Option<Timestamp>,
        mut calls: Vec<PlannedCall>,
    ) -> Self {
        calls.sort_by_key(|call| std::cmp::Reverse(call.started_at));
        let mut totals = Totals::default();
        for call in &calls {
            totals.count(call);
        }
        let made = calls.iter().filter(|call| call.creates_contact);
        let made: BTreeSet<_> = made.filter_map(|call| call.contact_id).collect();
        totals.new_contacts = made.len() as u64;
        Self {
            from: days.from,
            to: days.to,
            totals,
            history_begins_at,
            calls,
        }
    }

    /// How many records would be taken into the ledger and go on from there.
    #[must_use]
    pub fn to_approve(&self) -> u64 {
        self.totals.log + self.totals.ask + self.totals.already_logged
    }
}

impl Totals {
    fn count(&mut self, call: &PlannedCall) {
        match call.prospect {
            Prospect::Log => {
                self.log += 1;
                self.on_new_contacts += u64::from(call.creates_contact);
                self.without_contact += u64::from(call.contact_name.is_none());
            }
            Prospect::Ask => self.ask += 1,
            Prospect::AlreadyLogged => self.already_logged += 1,
            Prospect::LeaveOut => self.left_out += 1,
            Prospect::Known => self.known += 1,
            Prospect::Unreadable => self.unreadable += 1,
        }
    }
}

/// What has become of the calls of an approved backfill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Written into Dynamics.
    pub logged: u64,
    /// Found there, written by somebody else.
    pub already_logged: u64,
    /// Left out by a rule, or by ending the backfill.
    pub left_out: u64,
    /// Still to be logged.
    pub waiting: u64,
    /// Asked about.
    pub needs_you: u64,
    /// Refused by Dynamics.
    pub failed: u64,
    /// Records that cannot be read.
    pub unreadable: u64,
}

/// The other side's name; where nothing else tells who it was, what the PBX wrote in the number's place.
fn name_of(remote: &RemoteParty) -> Option<String> {
    let written = || {
        let is_told = !remote.written.trim().is_empty() && !is_withheld(&remote.written);
        (remote.number.is_none() && is_told).then(|| remote.written.clone())
    };
    remote.name.clone().or_else(written)
}

/// The reason that a call of the ledger has in a plan.
#[must_use]
pub fn known_reason(state: State) -> Phrase {
    Phrase::new(match state {
        State::Logged => "known-logged",
        State::Waiting => "known-waiting",
        State::NeedsYou => "known-needs-you",
        State::LeftOut => "known-left-out",
        State::Failed => "known-failed",
    })
}

#[cfg(test)]
mod tests;
