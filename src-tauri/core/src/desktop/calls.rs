//! The calls as the window lists and details them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

use crate::call::{Direction, Outcome};
use crate::delivery::State;

/// One line of a list of calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS))]
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
#[cfg_attr(test, derive(TS))]
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
    /// What happened to it, oldest first.
    pub history: Vec<HistoryLine>,
    /// What the person can do with it.
    pub actions: Vec<CallAction>,
}

/// One line of a call's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS))]
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
#[cfg_attr(test, derive(TS))]
pub enum CallAction {
    /// Send it again now.
    Retry,
}

/// Which calls the window lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(TS))]
pub struct CallFilter {
    /// Part of a name, a number or a company; empty for all.
    pub search: String,
    /// Only those in this state.
    pub state: Option<State>,
    /// Only those that went this way.
    pub direction: Option<Direction>,
    /// Only those that began on this day in the person's time zone, as `YYYY-MM-DD`.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub day: Option<jiff::civil::Date>,
}
