//! What happened to each call, one line each.

use jiff::Timestamp;
use ringlog_core::delivery::State;
use ringlog_core::phrase::Phrase;
use ringlog_core::view::HistoryEntry;
use rusqlite::Connection;

use super::LedgerError;
use super::row::{from_json, micros, time_of, to_json};

/// What can happen to a call; its word stands in `call ID --json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The PBX showed it for the first time.
    Recorded,
    /// The PBX showed the end of a call that was running.
    Finished,
    /// The PBX changed its record before the call was sent.
    Changed,
    /// It is being sent to Dynamics.
    Attempted,
    /// It stands in Dynamics.
    Logged,
    /// It waits for another attempt.
    Waiting,
    /// A person is asked.
    NeedsYou,
    /// It is left out.
    LeftOut,
    /// It failed.
    Failed,
    /// A person asked for another attempt.
    RetryAsked,
    /// The account was linked again, and with it the call is due.
    LinkedAgain,
    /// A person said whose call it was.
    Chosen,
    /// A person asked for it to be logged although a rule leaves it out.
    LogAsked,
    /// A person asked for a change of its record in Dynamics.
    CorrectionAsked,
    /// Its record was changed in Dynamics.
    Corrected,
    /// Its record was not changed, and why.
    NotCorrected,
}

impl Event {
    /// The event of arriving in `state`.
    #[must_use]
    pub fn of(state: State) -> Self {
        match state {
            State::Logged => Self::Logged,
            State::Waiting => Self::Waiting,
            State::NeedsYou => Self::NeedsYou,
            State::LeftOut => Self::LeftOut,
            State::Failed => Self::Failed,
        }
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Finished => "finished",
            Self::Changed => "changed",
            Self::Attempted => "attempted",
            Self::Logged => "logged",
            Self::Waiting => "waiting",
            Self::NeedsYou => "needs_you",
            Self::LeftOut => "left_out",
            Self::Failed => "failed",
            Self::RetryAsked => "retry_asked",
            Self::LinkedAgain => "linked_again",
            Self::Chosen => "chosen",
            Self::LogAsked => "log_asked",
            Self::CorrectionAsked => "correction_asked",
            Self::Corrected => "corrected",
            Self::NotCorrected => "not_corrected",
        }
    }
}

/// Adds one line.
pub(super) fn add(
    connection: &Connection,
    call: i64,
    at: Timestamp,
    event: Event,
    detail: &Phrase,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("INSERT INTO history (call, at, event, detail) VALUES (?1, ?2, ?3, ?4)")?
        .execute((call, micros(at), event.word(), to_json(detail)?))?;
    Ok(())
}

/// The lines of one call, oldest first.
pub(super) fn of_call(
    connection: &Connection,
    call: i64,
) -> Result<Vec<HistoryEntry>, LedgerError> {
    connection
        .prepare_cached("SELECT at, event, detail FROM history WHERE call = ?1 ORDER BY id")?
        .query_and_then([call], |row| {
            Ok(HistoryEntry {
                at: time_of(row, "at")?,
                event: row.get("event")?,
                detail: from_json("detail", &row.get::<_, String>("detail")?)?,
            })
        })?
        .collect()
}
