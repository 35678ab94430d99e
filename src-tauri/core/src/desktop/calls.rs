//! The calls as the window lists and details them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::records::{ChoiceLine, Question};
use crate::call::{Direction, Outcome, RecordId};
use crate::contact_match::Entity;
use crate::delivery::State;
use crate::language::Locale;
use crate::normalize::is_withheld;
use crate::phone;
use crate::phrase::Phrase;
use crate::reason::Reason;
use crate::view::{CallView, HistoryEntry};

/// One line of a list of calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CallRow {
    /// The ledger's own number for it.
    #[cfg_attr(test, ts(type = "number"))]
    pub id: i64,
    /// Which way it went.
    pub direction: Direction,
    /// How it ended.
    pub outcome: Outcome,
    /// First ring.
    #[cfg_attr(test, ts(type = "string"))]
    pub started_at: Timestamp,
    /// Seconds between answer and end.
    #[cfg_attr(test, ts(type = "number"))]
    pub talk_seconds: i64,
    /// The other side, as the person knows it best: the record's name, the caller's name, the number, or words for a
    /// withheld one.
    pub who: String,
    /// The company of the record, if Dynamics told one.
    pub company: Option<String>,
    /// The other side's number as the person would write it.
    pub number: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Why, in a sentence.
    pub reason: Option<String>,
    /// It has a record in Dynamics that can be opened.
    pub has_record: bool,
}

/// One call with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CallDetail {
    /// Its line.
    pub row: CallRow,
    /// The PBX's call id, for support.
    pub source_id: String,
    /// The person's extension.
    pub extension: String,
    /// First answer.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub answered_at: Option<Timestamp>,
    /// The end.
    #[cfg_attr(test, ts(type = "string"))]
    pub ended_at: Timestamp,
    /// When it was logged.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub logged_at: Option<Timestamp>,
    /// It regards a contact, account or lead that can be opened.
    pub has_contact: bool,
    /// What its record is called in Dynamics.
    pub subject: Option<String>,
    /// What the person noted, the newest last.
    pub notes: Vec<String>,
    /// What the person is asked.
    pub question: Option<Question>,
    /// What was chosen for its number, if anything is remembered.
    pub remembered: Option<ChoiceLine>,
    /// What the person asked to be changed in Dynamics and is not done yet, a sentence each.
    pub pending: Vec<String>,
    /// What happened to it, oldest first.
    pub history: Vec<HistoryLine>,
    /// What the person can do with it.
    pub actions: Vec<CallAct>,
}

/// One line of a call's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HistoryLine {
    /// When.
    #[cfg_attr(test, ts(type = "string"))]
    pub at: Timestamp,
    /// What happened, in a sentence.
    pub words: String,
}

/// What a person can do with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum CallAct {
    /// Send it again now.
    Retry,
    /// Log it although a rule leaves it out.
    Log,
    /// Say whose call it was.
    Choose,
    /// Give it to somebody else, because it is on the wrong person.
    Correct,
    /// Note something about it.
    Note,
    /// Call it something else.
    Rename,
    /// Take it out of Dynamics again.
    Undo,
    /// Keep it out of Dynamics.
    MakePrivate,
}

/// An act on a call, with what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum CallAction {
    /// Send it again now.
    Retry,
    /// Log it although a rule leaves it out.
    Log,
    /// It was this record's call; for a logged call the record in Dynamics is corrected.
    Choose {
        /// Its table.
        entity: Entity,
        /// Its id.
        #[cfg_attr(test, ts(type = "string"))]
        id: RecordId,
    },
    /// A contact is made for its number.
    ChooseNewContact,
    /// It was nobody's whom Dynamics should know.
    ChooseNobody,
    /// Note something about it.
    Note {
        /// What.
        text: String,
    },
    /// Call it something else.
    Rename {
        /// What.
        subject: String,
    },
    /// Take it out of Dynamics again.
    Undo,
    /// Keep it out of Dynamics.
    MakePrivate,
}

/// What became of an act at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted {
    /// In a sentence.
    pub words: Phrase,
    /// In a word.
    pub outcome: ActOutcome,
}

/// How an act ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActOutcome {
    /// It is done, or is part of the next pass.
    Done,
    /// It is kept until Dynamics can be reached.
    Waiting,
    /// It was refused: the person has to look.
    Refused,
}

/// What the page tells of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ActedLine {
    /// In a sentence.
    pub words: String,
    /// It was refused: the person has to look.
    pub is_refused: bool,
}

impl ActedLine {
    /// For a person who reads so.
    #[must_use]
    pub fn of(acted: &Acted, locale: &Locale) -> Self {
        Self {
            words: acted.words.say(locale),
            is_refused: acted.outcome == ActOutcome::Refused,
        }
    }
}

/// Which calls the window lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CallFilter {
    /// Part of a name, a number, a company or a note; empty for all.
    pub search: String,
    /// Only those in this state.
    pub state: Option<State>,
    /// Only those that went this way.
    pub direction: Option<Direction>,
    /// Only those that began on this day in the person's time zone, as `YYYY-MM-DD`.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub day: Option<jiff::civil::Date>,
}

/// How many calls a filter lets through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CallCount {
    /// So many, or as many as were counted.
    #[cfg_attr(test, ts(type = "number"))]
    pub calls: u64,
    /// There are more, and how many is not known: a large ledger is not counted through at every letter typed.
    pub is_more: bool,
}

impl CallCount {
    /// So many, and no more.
    #[must_use]
    pub fn exactly(calls: u64) -> Self {
        Self {
            calls,
            is_more: false,
        }
    }
}

impl CallRow {
    /// The line of a call, for a person of this region who reads so.
    #[must_use]
    pub fn of(call: &CallView, locale: &Locale, region: Option<&str>) -> Self {
        let number = call
            .remote_number
            .as_deref()
            .map(|number| phone::for_people(number, region));
        Self {
            id: call.id,
            direction: call.direction,
            outcome: call.outcome,
            started_at: call.started_at,
            talk_seconds: call.talk_seconds,
            who: who(call, region).say(locale),
            company: company(call).map(str::to_owned),
            number,
            state: call.state,
            reason: call
                .reason
                .as_ref()
                .map(|reason| reason.phrase().say(locale)),
            has_record: call.activity_id.is_some(),
        }
    }
}

/// The record's name, else the caller's, else the number, else what the PBX wrote, else words.
pub(crate) fn who(call: &CallView, region: Option<&str>) -> Phrase {
    let told = |text: &&str| !text.trim().is_empty() && !is_withheld(text);
    let is_name = |text: &&str| text.chars().any(char::is_alphabetic);
    let record = call.contact_name.as_deref().filter(told);
    let caller = call.remote_name.as_deref().filter(told);
    if let Some(name) = record.or_else(|| caller.filter(is_name)) {
        Phrase::verbatim(name.trim())
    } else if let Some(number) = &call.remote_number {
        Phrase::verbatim(phone::for_people(number, region))
    } else if let Some(written) = caller {
        Phrase::verbatim(written.trim())
    } else {
        Phrase::new("call-withheld")
    }
}

/// The company of the record, if Dynamics told one and it is not the record itself.
pub(crate) fn company(call: &CallView) -> Option<&str> {
    call.company
        .as_deref()
        .filter(|company| call.contact_name.as_deref() != Some(company))
}

impl CallDetail {
    /// A call with everything that is known of it, for a person of this region who reads so.
    #[must_use]
    pub fn of(call: &CallView, locale: &Locale, region: Option<&str>) -> Self {
        let history = call.history.iter().flatten();
        Self {
            row: CallRow::of(call, locale, region),
            source_id: call.source_id.clone(),
            extension: call.extension.clone(),
            answered_at: call.answered_at,
            ended_at: call.ended_at,
            logged_at: call.logged_at,
            has_contact: call.contact_id.is_some(),
            subject: call.subject.clone(),
            notes: call.notes.clone(),
            question: Question::of(call, locale),
            remembered: call
                .remembered
                .as_ref()
                .map(|remembered| ChoiceLine::of(remembered, region)),
            pending: call
                .pending
                .iter()
                .map(|correction| correction.phrase().say(locale))
                .collect(),
            history: history
                .map(|entry| HistoryLine::of(entry, locale))
                .collect(),
            actions: acts(call),
        }
    }
}

/// What a person can do with a call as it stands.
#[must_use]
pub fn acts(call: &CallView) -> Vec<CallAct> {
    let is_ours = !matches!(call.reason, Some(Reason::AlreadyLogged { .. }));
    let is_call = !matches!(
        call.reason,
        Some(Reason::Unreadable { .. } | Reason::NeverEnded | Reason::StillRunning)
    );
    let mut acts = Vec::new();
    match call.state {
        State::Logged if is_ours => {
            acts.extend([
                CallAct::Correct,
                CallAct::Note,
                CallAct::Rename,
                CallAct::Undo,
                CallAct::MakePrivate,
            ]);
        }
        State::NeedsYou => {
            acts.extend([
                CallAct::Choose,
                CallAct::Retry,
                CallAct::Note,
                CallAct::Rename,
                CallAct::MakePrivate,
            ]);
        }
        State::Waiting | State::Failed if is_call => {
            if can_be_tried_again(call) {
                acts.push(CallAct::Retry);
            }
            acts.extend([CallAct::Note, CallAct::Rename, CallAct::MakePrivate]);
        }
        State::LeftOut => {
            let may_log = call.reason.as_ref().is_some_and(Reason::may_be_overruled);
            acts.extend(may_log.then_some(CallAct::Log));
        }
        State::Logged | State::Waiting | State::Failed => {}
    }
    acts
}

/// A call that waits for nothing but its turn, or for the sign-in, goes out no sooner by trying; what is no finished
/// call never does.
fn can_be_tried_again(call: &CallView) -> bool {
    match call.state {
        State::Logged | State::LeftOut => false,
        State::NeedsYou => true,
        State::Waiting => matches!(
            call.reason,
            Some(Reason::Unreachable { .. } | Reason::Throttled | Reason::RecordGone)
        ),
        State::Failed => !matches!(
            call.reason,
            Some(Reason::Unreadable { .. } | Reason::NeverEnded)
        ),
    }
}

impl HistoryLine {
    fn of(entry: &HistoryEntry, locale: &Locale) -> Self {
        Self {
            at: entry.at,
            words: entry.phrase().say(locale),
        }
    }
}

#[cfg(test)]
mod tests;
