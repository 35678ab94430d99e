//! The calls as they are shown: listed, searched, counted.

use jiff::Timestamp;
use ringlog_core::call::{ActivityId, Direction, OrganizationId};
use ringlog_core::contact_match::RecordRef;
use ringlog_core::delivery::State;
use ringlog_core::view::{CallView, CandidateView, Counts};
use rusqlite::{Row, params_from_iter};

use super::query::{CallQuery, conditions};
use super::row::{
    COLUMNS, direction_of, micros, number_of, optional_id_of, optional_json_of, optional_time_of,
    outcome_of, parse, reason_of, record_of, state_of, time_of, timestamp,
};
use super::{Ledger, LedgerError, history};

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
        let (conditions, mut parameters) = conditions(query);
        let sql = format!(
            "SELECT {COLUMNS} FROM call {conditions} ORDER BY started_at DESC, id DESC LIMIT ?"
        );
        // SQLite takes a negative limit for none.
        parameters.push(query.limit.map_or(-1, i64::from).into());
        self.connection
            .prepare_cached(&sql)?
            .query_and_then(params_from_iter(parameters), view_of)?
            .collect()
    }

    /// How many calls fit; the limit and the place in the list do not count.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn count(&self, query: &CallQuery) -> Result<u64, LedgerError> {
        let (conditions, parameters) = conditions(&CallQuery {
            before: None,
            ..query.clone()
        });
        let sql = format!("SELECT count(*) FROM call {conditions}");
        let count: i64 = self
            .connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(parameters), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// The call that was logged last.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_logged(&self) -> Result<Option<CallView>, LedgerError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM call INDEXED BY call_logged_at \
             WHERE logged_at IS NOT NULL AND state = 'logged' \
             ORDER BY logged_at DESC, id DESC LIMIT 1"
        );
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
        let sql = format!(
            "SELECT {COLUMNS} FROM call WHERE logged_at >= ?1 AND state = 'logged' \
             ORDER BY logged_at, id"
        );
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
            .prepare_cached("SELECT state, count(*) FROM call GROUP BY state")?;
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
        self.count_since(
            "SELECT count(*) FROM call \
             WHERE state = 'failed' AND reason_code NOT IN ('unreadable', 'never_ended') AND ?1 <= \
             (SELECT at FROM history WHERE history.call = call.id AND event = 'failed' ORDER BY history.id DESC LIMIT 1)",
            since,
        )
    }

    /// How many records that cannot be read, or that never got an end, were recorded at `since` or later.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unreadable_since(&self, since: Timestamp) -> Result<u64, LedgerError> {
        self.count_since(
            "SELECT count(*) FROM call \
             WHERE state = 'failed' AND reason_code IN ('unreadable', 'never_ended') AND ?1 <= recorded_at",
            since,
        )
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
mod tests {
    use ringlog_core::call::{Call, RemoteParty};
    use ringlog_core::delivery::Delivery;
    use ringlog_core::fault::{Fault, FaultKind};
    use ringlog_core::reason::Reason;

    use super::super::deliveries::DUE;
    use super::super::samples::{
        ORGANIZATION, Shelf, activity, at, call, due, left_out, logged, page, running, settled,
        unreadable,
    };
    use super::*;

    fn list(shelf: &Shelf, query: CallQuery) -> Vec<String> {
        let calls = shelf.ledger.calls(&query).unwrap();
        calls.into_iter().map(|call| call.source_id).collect()
    }

    fn found(shelf: &Shelf, text: &str) -> Vec<String> {
        let search = Some(text.to_owned());
        list(
            shelf,
            CallQuery {
                search,
                ..CallQuery::default()
            },
        )
    }

    #[test]
    fn pages_follow_each_other_without_a_call_missing_or_twice() {
        // Several calls begin in the same second, so the order needs the id as well.
        let calls = (0..25).map(|n| due(call(&n.to_string(), n / 4))).collect();
        let (shelf, _) = Shelf::with(calls);
        let whole = list(&shelf, CallQuery::default());
        let mut paged = Vec::new();
        let mut before = None;
        loop {
            let query = CallQuery {
                limit: Some(7),
                before,
                ..CallQuery::default()
            };
            let page = shelf.ledger.calls(&query).unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            paged.extend(page.into_iter().map(|call| call.source_id));
        }
        assert_eq!(whole.len(), 25);
        assert_eq!(whole[0], "24");
        assert_eq!(paged, whole);
    }

    #[test]
    fn calls_are_found_by_pieces_of_numbers_and_names() {
        let other = Call {
            remote: RemoteParty {
                number: None,
                written: "100%_x".to_owned(),
                name: Some("O'Neil \"Bo\" AND".to_owned()),
            },
            ..call("other", 10)
        };
        let (mut shelf, ids) = Shelf::with(vec![due(call("main", 0)), due(other)]);
        shelf
            .ledger
            .settle(&[settled(ids[0], logged(&call("main", 0)))], at(1))
            .unwrap();
        for text in [
            "7946",
            "020 7946 0018",
            "+44 20 7946",
            "79",
            "aske",
            "Jürgen",
            "jurgen",
            "contoso",
        ] {
            assert_eq!(found(&shelf, text), ["main"], "{text}");
        }
        for text in ["%", "_", "100%_", "Neil \"Bo\" AND", "O'", "\"Bo"] {
            assert_eq!(found(&shelf, text), ["other"], "{text}");
        }
        for text in ["7947", "call_text", "*", "x OR y", "\\"] {
            assert_eq!(found(&shelf, text), [""; 0], "{text}");
        }
        assert_eq!(found(&shelf, "  ").len(), 2);
    }

    #[test]
    fn filters_keep_what_they_name() {
        let outbound = Call {
            direction: Direction::Outbound,
            ..call("out", 5)
        };
        let (shelf, _) = Shelf::with(vec![
            due(call("in", 0)),
            due(outbound),
            left_out(call("internal", 9), Reason::Internal),
        ]);
        let by_state = CallQuery {
            state: Some(State::LeftOut),
            ..CallQuery::default()
        };
        let by_direction = CallQuery {
            direction: Some(Direction::Outbound),
            search: Some("7946".to_owned()),
            ..CallQuery::default()
        };
        let after_nothing = CallQuery {
            before: Some(99),
            ..CallQuery::default()
        };
        assert_eq!(list(&shelf, by_state), ["internal"]);
        assert_eq!(list(&shelf, by_direction), ["out"]);
        assert_eq!(list(&shelf, after_nothing), [""; 0]);
    }

    #[test]
    fn one_call_is_shown_with_its_history() {
        let (mut shelf, ids) = Shelf::with(vec![due(call("a", 0))]);
        shelf
            .ledger
            .begin_attempt(&ids, ORGANIZATION, at(1))
            .unwrap();
        assert_eq!(
            shelf.ledger.call(ids[0]).unwrap().unwrap().activity_id,
            None
        );
        shelf
            .ledger
            .settle(&[settled(ids[0], logged(&call("a", 0)))], at(2))
            .unwrap();
        let view = shelf.ledger.call(ids[0]).unwrap().unwrap();
        assert_eq!(view.activity_id, Some(activity(&call("a", 0))));
        insta::assert_json_snapshot!(view);
        assert_eq!(shelf.ledger.call(99).unwrap(), None);
    }

    #[test]
    fn every_line_is_counted_once() {
        let (mut shelf, ids) = Shelf::with(vec![
            due(call("a", 0)),
            due(call("b", 0)),
            left_out(call("c", 0), Reason::NeverLog),
        ]);
        let mut unread = page(Vec::new());
        unread.unreadable = vec![unreadable("?")];
        shelf.ledger.record(&unread, at(1)).unwrap();
        assert_eq!(shelf.ledger.last_logged_at().unwrap(), None);
        shelf
            .ledger
            .settle(&[settled(ids[0], logged(&call("a", 0)))], at(7))
            .unwrap();
        assert_eq!(
            shelf.ledger.counts().unwrap(),
            Counts {
                logged: 1,
                waiting: 1,
                needs_you: 0,
                left_out: 1,
                failed: 1
            }
        );
        assert_eq!(shelf.ledger.last_logged_at().unwrap(), Some(at(7)));
    }

    #[test]
    fn a_failure_counts_from_when_it_failed_and_not_from_when_it_was_recorded() {
        let (mut shelf, ids) = Shelf::with(vec![
            due(call("old", 0)),
            due(call("again", 0)),
            running(call("running", 0), 50),
        ]);
        let mut unread = page(Vec::new());
        unread.unreadable = vec![unreadable("?")];
        shelf.ledger.record(&unread, at(60)).unwrap();
        shelf.ledger.expire_running(at(70)).unwrap();
        let refused = || Delivery::Failed {
            reason: Reason::Refused {
                fault: Fault::new(FaultKind::Invalid, "no"),
            },
            retry_at: None,
        };
        for (id, seconds) in [(ids[0], 10), (ids[1], 10), (ids[1], 100)] {
            shelf
                .ledger
                .settle(&[settled(id, refused())], at(seconds))
                .unwrap();
        }
        let failed = |since| shelf.ledger.failed_since(at(since)).unwrap();
        let unreadable = |since| shelf.ledger.unreadable_since(at(since)).unwrap();
        assert_eq!([failed(10), failed(11), failed(101)], [2, 1, 0]);
        assert_eq!([unreadable(0), unreadable(60), unreadable(61)], [2, 1, 0]);

        shelf.ledger.retry(ids[1], at(110)).unwrap();
        assert_eq!(shelf.ledger.failed_since(at(11)).unwrap(), 0);
    }

    #[test]
    fn the_list_and_the_due_calls_are_read_by_index() {
        let shelf = Shelf::new();
        let plan = |sql: &str| -> String {
            let mut statement = shelf
                .ledger
                .connection
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap();
            let lines: Vec<String> = statement
                .raw_query()
                .mapped(|row| row.get("detail"))
                .collect::<Result<_, _>>()
                .unwrap();
            lines.join("; ")
        };
        for (sql, index) in [
            (
                "SELECT * FROM call ORDER BY started_at DESC, id DESC LIMIT 9",
                "call_newest",
            ),
            (
                "SELECT * FROM call WHERE (started_at, id) < (SELECT started_at, id FROM call WHERE id = 5) ORDER BY started_at DESC, id DESC LIMIT 9",
                "call_newest",
            ),
            (
                "SELECT * FROM call WHERE state = 'failed' ORDER BY started_at DESC, id DESC LIMIT 9",
                "call_newest_by_state",
            ),
            (
                &format!("SELECT * FROM {DUE} ORDER BY started_at, id LIMIT ?4"),
                "call_due",
            ),
            (
                "SELECT state, count(*) FROM call GROUP BY state",
                "call_newest_by_state",
            ),
            (
                "SELECT max(logged_at) FROM call WHERE logged_at IS NOT NULL",
                "call_logged_at",
            ),
        ] {
            let plan = plan(sql);
            assert!(plan.contains(index), "{sql}: {plan}");
        }
    }
}
