//! The calls as they are shown: listed, searched, counted.

use jiff::Timestamp;
use ringlog_core::call::{ActivityId, Direction, OrganizationId};
use ringlog_core::contact_match::RecordRef;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::CallCount;
use ringlog_core::view::{CallView, CandidateView, Counts};
use rusqlite::{Row, params_from_iter};

use super::query::{CallQuery, Listed, Section};
use super::row::{
    COLUMNS, direction_of, micros, number_of, optional_id_of, optional_json_of, optional_time_of,
    outcome_of, parse, reason_of, record_of, state_of, time_of, timestamp,
};
use super::search::{REACH, search};
use super::{Ledger, LedgerError, history};

/// So many calls of a search are counted; of more, only that there are more is known.
const COUNTED_MAX: usize = 1_000;

// By the time they were logged: SQLite would rather look at all that are logged.
const LAST_LOGGED: &str = "call INDEXED BY call_logged_at \
     WHERE logged_at IS NOT NULL AND state = 'logged' ORDER BY logged_at DESC, id DESC LIMIT 1";
const LOGGED_SINCE: &str = "call INDEXED BY call_logged_at \
     WHERE logged_at >= ?1 AND state = 'logged' ORDER BY logged_at, id";

/// A call that failed several times counts by the last.
const FAILED_SINCE: &str = "SELECT count(*) FROM call \
     WHERE id IN (SELECT call FROM history INDEXED BY history_failed WHERE event = 'failed' AND at >= ?1) \
     AND state = 'failed' AND reason_code NOT IN ('unreadable', 'never_ended') AND ?1 <= \
     (SELECT at FROM history WHERE history.call = call.id AND event = 'failed' ORDER BY history.id DESC LIMIT 1)";

const UNREADABLE_SINCE: &str = "SELECT count(*) FROM call INDEXED BY call_no_call \
     WHERE state = 'failed' AND reason_code IN ('unreadable', 'never_ended') AND recorded_at >= ?1";

/// Where a call stands in Dynamics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceInDynamics {
    /// The organization it was sent to; `None` for another writer's record, which is in the one that was linked then.
    pub organization: Option<OrganizationId>,
    /// Its Phone Call, once it is logged.
    pub activity: Option<ActivityId>,
    /// Whom it regards.
    pub record: Option<RecordRef>,
}

impl Ledger {
    /// The calls that fit, newest first and in a stable order, without their histories.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn calls(&self, query: &CallQuery) -> Result<Vec<CallView>, LedgerError> {
        let _reading = self.reading_once()?;
        let limit = query.limit.map_or(usize::MAX, |limit| limit as usize);
        let sql = format!("SELECT {COLUMNS} FROM call WHERE id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut views = Vec::new();
        for listed in self.list(query, limit)? {
            views.extend(
                statement
                    .query_and_then([listed.call], view_of)?
                    .next()
                    .transpose()?,
            );
        }
        Ok(views)
    }

    /// How many calls fit, counted to a thousand; the limit and the place in the list do not count.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn count(&self, query: &CallQuery) -> Result<CallCount, LedgerError> {
        if query.is_kept_count() {
            let counts = self.counts()?;
            let calls = query.state.map_or(counts.all(), |state| counts.of(state));
            return Ok(CallCount::exactly(calls));
        }
        let _reading = self.reading_once()?;
        let query = CallQuery {
            before: None,
            ..query.clone()
        };
        let found = self.list(&query, COUNTED_MAX + 1)?.len();
        Ok(CallCount {
            calls: found.min(COUNTED_MAX) as u64,
            is_more: found > COUNTED_MAX,
        })
    }

    fn list(&self, query: &CallQuery, limit: usize) -> Result<Vec<Listed>, LedgerError> {
        let Some(section) = Section::of(&self.connection, query)? else {
            return Ok(Vec::new());
        };
        if let Some(text) = query.text() {
            return search(&self.connection, &section, text, limit, REACH);
        }
        let parameters = params_from_iter(section.parameters(limit));
        Ok(self
            .connection
            .prepare_cached(&section.sql("place, call"))?
            .query_map(parameters, Listed::of)?
            .collect::<Result<_, _>>()?)
    }

    /// The call that was logged last.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_logged(&self) -> Result<Option<CallView>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM {LAST_LOGGED}");
        self.connection
            .prepare_cached(&sql)?
            .query_and_then((), view_of)?
            .next()
            .transpose()
    }

    /// The calls that were logged at this time or later, in the order of their logging.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn logged_since(&self, since: Timestamp) -> Result<Vec<CallView>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM {LOGGED_SINCE}");
        self.connection
            .prepare_cached(&sql)?
            .query_and_then([micros(since)], view_of)?
            .collect()
    }

    /// One call with its history; `None` if there is no such call.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn call(&self, id: i64) -> Result<Option<CallView>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM call WHERE id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut views = statement.query_and_then([id], |row| {
            Ok::<_, LedgerError>((view_of(row)?, optional_time_of(row, "asked_until")?))
        })?;
        let Some(view) = views.next() else {
            return Ok(None);
        };
        let (view, asked_until) = view?;
        let said = self.said_of(id)?;
        Ok(Some(CallView {
            history: Some(history::of_call(&self.connection, id)?),
            subject: said.subject,
            candidates: view
                .reason
                .as_ref()
                .map(CandidateView::of)
                .unwrap_or_default(),
            asked_until: asked_until.filter(|_| view.state == State::NeedsYou),
            remembered: said.remembered,
            pending: said.pending,
            ..view
        }))
    }

    /// Where a call stands in Dynamics; `None` if there is no such call.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_in_dynamics(&self, id: i64) -> Result<Option<PlaceInDynamics>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM call WHERE id = ?1");
        self.connection
            .prepare_cached(&sql)?
            .query_and_then([id], |row| {
                let is_logged = state_of(row)? == State::Logged;
                let activity = optional_id_of(row, "activity_id")?;
                Ok(PlaceInDynamics {
                    organization: optional_id_of(row, "organization")?,
                    activity: activity.filter(|_| is_logged),
                    record: record_of(row)?,
                })
            })?
            .next()
            .transpose()
    }

    /// How many calls stand where.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn counts(&self) -> Result<Counts, LedgerError> {
        self.noted(self.count_states())
    }

    fn count_states(&self) -> Result<Counts, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT state, calls FROM state_count")?;
        let mut rows = statement.query(())?;
        let mut counts = Counts::default();
        while let Some(row) = rows.next()? {
            let count = row.get::<_, i64>(1)?.unsigned_abs();
            match parse("state", &row.get::<_, String>(0)?)? {
                State::Logged => counts.logged = count,
                State::Waiting => counts.waiting = count,
                State::NeedsYou => counts.needs_you = count,
                State::LeftOut => counts.left_out = count,
                State::Failed => counts.failed = count,
            }
        }
        Ok(counts)
    }

    /// How many calls stand as failed since `since` or later, records that are no finished call aside.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn failed_since(&self, since: Timestamp) -> Result<u64, LedgerError> {
        self.count_since(FAILED_SINCE, since)
    }

    /// How many records that cannot be read, or that never got an end, were recorded at `since` or later.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unreadable_since(&self, since: Timestamp) -> Result<u64, LedgerError> {
        self.count_since(UNREADABLE_SINCE, since)
    }

    fn count_since(&self, sql: &str, since: Timestamp) -> Result<u64, LedgerError> {
        Ok(self
            .connection
            .prepare_cached(sql)?
            .query_row([micros(since)], |row| row.get::<_, i64>(0))?
            .unsigned_abs())
    }

    /// When a call was last logged.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_logged_at(&self) -> Result<Option<Timestamp>, LedgerError> {
        let micros: Option<i64> = self
            .connection
            .prepare_cached("SELECT max(logged_at) FROM call WHERE logged_at IS NOT NULL")?
            .query_row((), |row| row.get(0))?;
        micros
            .map(|micros| timestamp("logged_at", micros))
            .transpose()
    }
}

fn view_of(row: &Row<'_>) -> Result<CallView, LedgerError> {
    let state = state_of(row)?;
    let started_at = time_of(row, "started_at")?;
    let answered_at = optional_time_of(row, "answered_at")?;
    let ended_at = time_of(row, "ended_at")?;
    let written: String = row.get("remote_written")?;
    let name: Option<String> = row.get("remote_name")?;
    let record = record_of(row)?;
    Ok(CallView {
        id: row.get("id")?,
        source_id: row.get("source_id")?,
        // What cannot be read has no direction, and the interface has no word for that.
        direction: direction_of(row)?.unwrap_or(Direction::Inbound),
        remote_number: number_of(row)?.map(|number| number.e164().to_owned()),
        remote_name: name.or(Some(written).filter(|written| !written.is_empty())),
        extension: row.get("extension")?,
        started_at,
        answered_at,
        ended_at,
        talk_seconds: answered_at.map_or(0, |answered| {
            ended_at.duration_since(answered).as_secs().max(0)
        }),
        outcome: outcome_of(row)?,
        state,
        reason: reason_of(row)?,
        activity_id: match state {
            State::Logged => optional_id_of(row, "activity_id")?,
            State::Waiting | State::NeedsYou | State::LeftOut | State::Failed => None,
        },
        contact_id: record.as_ref().map(|record| record.id),
        company: record.as_ref().and_then(|record| record.company.clone()),
        contact_name: record.map(|record| record.name),
        logged_at: optional_time_of(row, "logged_at")?,
        subject: None,
        notes: optional_json_of(row, "notes")?.unwrap_or_default(),
        candidates: Vec::new(),
        asked_until: None,
        remembered: None,
        pending: Vec::new(),
        history: None,
    })
}

#[cfg(test)]
mod tests;
