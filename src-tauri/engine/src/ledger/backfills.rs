//! Earlier calls that a person approved: kept until the last of them is recorded, and ended where the person says so.

use jiff::Timestamp;
use jiff::civil::Date;
use ringlog_core::backfill::{Days, Span, Written};
use ringlog_core::call::CallKey;
use ringlog_core::delivery::State;
use ringlog_core::desktop::backfill::BackfillLine;
use ringlog_core::reason::Reason;
use rusqlite::Row;

use super::deliveries::ids;
use super::row::{micros, reason_of, state_of, time_of, to_json};
use super::{Event, Ledger, LedgerError, history};

/// A backfill that is not through: the history is not read to its end, or calls of it are still to be logged.
const UNDER_WAY: &str = "backfill.ended_at IS NULL AND (backfill.read_at IS NULL OR EXISTS \
     (SELECT 1 FROM call WHERE call.backfill = backfill.id AND call.state = 'waiting'))";

/// An approved backfill whose calls are not all recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadBackfill {
    /// Its number in the ledger.
    pub id: i64,
    /// [`CallKey::source`] of its calls.
    pub source: String,
    /// [`CallKey::extension`] of its calls.
    pub extension: String,
    /// When its calls began.
    pub span: Span,
}

impl Ledger {
    /// Keeps that the calls of some days were approved, and gives the backfill's number.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn approve_backfill(
        &mut self,
        source: &str,
        extension: &str,
        days: Days,
        span: Span,
        now: Timestamp,
    ) -> Result<i64, LedgerError> {
        let id = self
            .connection
            .prepare_cached(
                "INSERT INTO backfill (source, extension, from_day, to_day, from_at, until_at, approved_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id",
            )?
            .query_row(
                (
                    source,
                    extension,
                    days.from().to_string(),
                    days.to().to_string(),
                    micros(span.from),
                    micros(span.until),
                    micros(now),
                ),
                |row| row.get(0),
            )?;
        Ok(id)
    }

    /// The oldest approved backfill whose calls are not all recorded.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unread_backfill(&self) -> Result<Option<UnreadBackfill>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT id, source, extension, from_at, until_at FROM backfill \
                 WHERE read_at IS NULL AND ended_at IS NULL ORDER BY id LIMIT 1",
            )?
            .query_and_then((), |row| {
                Ok(UnreadBackfill {
                    id: row.get("id")?,
                    source: row.get("source")?,
                    extension: row.get("extension")?,
                    span: Span {
                        from: time_of(row, "from_at")?,
                        until: time_of(row, "until_at")?,
                    },
                })
            })?
            .next()
            .transpose()
    }

    /// Keeps that all calls of a backfill are recorded.
    ///
    /// # Errors
    /// When it could not be written; the history is then read once more.
    pub fn set_backfill_read(&mut self, id: i64, now: Timestamp) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached("UPDATE backfill SET read_at = ?2 WHERE id = ?1")?
            .execute((id, micros(now)))?;
        Ok(())
    }

    /// Ends every backfill that is not through: calls of them that were never sent are left out, questions as well, for
    /// these are logged after their time limit. Returns how many.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn end_backfills(&mut self, now: Timestamp) -> Result<usize, LedgerError> {
        let transaction = self.writing()?;
        let unsent = ids(
            &transaction,
            &format!(
                "SELECT id FROM call WHERE state IN ('waiting', 'needs_you') AND organization IS NULL \
                 AND backfill IN (SELECT id FROM backfill WHERE {UNDER_WAY})"
            ),
            (),
        )?;
        transaction
            .prepare_cached(&format!(
                "UPDATE backfill SET ended_at = ?1 WHERE {UNDER_WAY}"
            ))?
            .execute([micros(now)])?;
        let reason = Reason::BackfillCancelled;
        for &id in &unsent {
            transaction
                .prepare_cached(
                    "UPDATE call SET state = 'left_out', reason = ?2, due_at = NULL, asked_until = NULL \
                     WHERE id = ?1",
                )?
                .execute((id, to_json(&reason)?))?;
            history::add(&transaction, id, now, Event::LeftOut, &reason.phrase())?;
        }
        transaction.commit()?;
        Ok(unsent.len())
    }

    /// The newest backfill that is not through.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn backfill_under_way(&self) -> Result<Option<BackfillLine>, LedgerError> {
        self.connection
            .prepare_cached(&format!(
                "SELECT from_day, to_day, read_at, \
                 (SELECT count(*) FROM call WHERE call.backfill = backfill.id) AS total, \
                 (SELECT count(*) FROM call WHERE call.backfill = backfill.id AND state = 'waiting') AS waiting \
                 FROM backfill WHERE {UNDER_WAY} ORDER BY id DESC LIMIT 1",
            ))?
            .query_and_then((), backfill_line)?
            .next()
            .transpose()
    }

    /// What has become of the calls of a backfill.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn written_by_backfill(&self, id: i64) -> Result<Written, LedgerError> {
        let written = self
            .connection
            .prepare_cached(
                "SELECT count(*) FILTER (WHERE state = 'logged' AND reason_code IS NOT 'already_logged') AS logged, \
                 count(*) FILTER (WHERE state = 'logged' AND reason_code IS 'already_logged') AS already_logged, \
                 count(*) FILTER (WHERE state = 'left_out') AS left_out, \
                 count(*) FILTER (WHERE state = 'waiting') AS waiting, \
                 count(*) FILTER (WHERE state = 'needs_you') AS needs_you, \
                 count(*) FILTER (WHERE state = 'failed' AND reason_code IS NOT 'unreadable') AS failed, \
                 count(*) FILTER (WHERE state = 'failed' AND reason_code IS 'unreadable') AS unreadable \
                 FROM call WHERE backfill = ?1",
            )?
            .query_row([id], |row| {
                let count = |column: &str| -> rusqlite::Result<u64> {
                    Ok(row.get::<_, i64>(column)?.unsigned_abs())
                };
                Ok(Written {
                    logged: count("logged")?,
                    already_logged: count("already_logged")?,
                    left_out: count("left_out")?,
                    waiting: count("waiting")?,
                    needs_you: count("needs_you")?,
                    failed: count("failed")?,
                    unreadable: count("unreadable")?,
                })
            })?;
        Ok(written)
    }

    /// Where the ledger has a call, if it has it; one that was left out by ending a backfill counts as not there.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn state_of_key(&self, key: &CallKey) -> Result<Option<State>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT state, reason FROM call \
             WHERE source = ?1 AND extension = ?2 AND source_id = ?3 AND leg = ?4",
        )?;
        let mut rows = statement.query((&key.source, &key.extension, &key.source_id, &key.leg))?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let is_cancelled = reason_of(row)? == Some(Reason::BackfillCancelled);
        Ok((!is_cancelled).then_some(state_of(row)?))
    }
}

fn backfill_line(row: &Row<'_>) -> Result<BackfillLine, LedgerError> {
    let day = |column: &str| -> Result<Date, LedgerError> {
        let text: String = row.get(column)?;
        text.parse()
            .map_err(|error| LedgerError::unreadable(column, error))
    };
    let count = |column: &str| -> Result<u64, LedgerError> {
        Ok(row.get::<_, i64>(column)?.unsigned_abs())
    };
    let total = count("total")?;
    Ok(BackfillLine {
        from: day("from_day")?,
        to: day("to_day")?,
        is_reading: row.get::<_, Option<i64>>("read_at")?.is_none(),
        done: total.saturating_sub(count("waiting")?),
        total,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use ringlog_core::delivery::Delivery;

    use super::super::RecordedPage;
    use super::super::samples::{Shelf, at, call, due, logged, page, settled};
    use super::*;

    fn days() -> Days {
        Days::new(date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 14)).unwrap()
    }

    fn approved(shelf: &mut Shelf) -> UnreadBackfill {
        let span = Span {
            from: at(0),
            until: at(1_000),
        };
        shelf
            .ledger
            .approve_backfill("vodia:pbx.example.com", "504", days(), span, at(0))
            .unwrap();
        shelf.ledger.unread_backfill().unwrap().unwrap()
    }

    fn record(shelf: &mut Shelf, backfill: i64, names: &[&str]) {
        let calls = names.iter().map(|name| due(call(name, 10))).collect();
        let page = RecordedPage {
            backfill: Some(backfill),
            ..page(calls)
        };
        shelf.ledger.record(&page, at(1)).unwrap();
    }

    #[test]
    fn an_approved_backfill_is_read_until_its_last_call_is_recorded() {
        let mut shelf = Shelf::new();
        let backfill = approved(&mut shelf);
        record(&mut shelf, backfill.id, &["a", "b"]);

        let mut shelf = shelf.reopen();

        assert_eq!(
            shelf.ledger.unread_backfill().unwrap(),
            Some(backfill.clone())
        );
        let line = shelf.ledger.backfill_under_way().unwrap().unwrap();
        assert_eq!((line.is_reading, line.done, line.total), (true, 0, 2));
        shelf.ledger.set_backfill_read(backfill.id, at(2)).unwrap();
        assert_eq!(shelf.ledger.unread_backfill().unwrap(), None);
    }

    #[test]
    fn a_backfill_is_through_when_none_of_its_calls_waits() {
        let mut shelf = Shelf::new();
        let backfill = approved(&mut shelf);
        record(&mut shelf, backfill.id, &["a"]);
        shelf.ledger.set_backfill_read(backfill.id, at(2)).unwrap();
        let line = shelf.ledger.backfill_under_way().unwrap().unwrap();
        assert_eq!((line.is_reading, line.done, line.total), (false, 0, 1));

        let id = shelf.ledger.calls(&Default::default()).unwrap()[0].id;
        shelf
            .ledger
            .settle(&[settled(id, logged(&call("a", 10)))], at(3))
            .unwrap();

        assert_eq!(shelf.ledger.backfill_under_way().unwrap(), None);
    }

    #[test]
    fn what_was_never_sent_of_an_ended_backfill_is_left_out_and_can_be_taken_up_again() {
        let mut shelf = Shelf::new();
        let first = approved(&mut shelf);
        record(&mut shelf, first.id, &["sent", "unsent"]);
        let calls = shelf.ledger.calls(&Default::default()).unwrap();
        let sent = calls
            .iter()
            .find(|call| call.source_id == "sent")
            .unwrap()
            .id;
        shelf
            .ledger
            .begin_attempt(&[sent], super::super::samples::ORGANIZATION, at(2))
            .unwrap();

        assert_eq!(shelf.ledger.end_backfills(at(3)).unwrap(), 1);

        assert_eq!(shelf.ledger.unread_backfill().unwrap(), None);
        assert_eq!(shelf.ledger.backfill_under_way().unwrap(), None);
        let key = call("unsent", 10).key;
        assert_eq!(shelf.ledger.state_of_key(&key).unwrap(), None);
        assert_eq!(
            shelf.ledger.state_of_key(&call("sent", 10).key).unwrap(),
            Some(State::Waiting)
        );

        let again = approved(&mut shelf);
        record(&mut shelf, again.id, &["sent", "unsent"]);
        assert_eq!(
            shelf.ledger.state_of_key(&key).unwrap(),
            Some(State::Waiting)
        );
    }

    #[test]
    fn a_question_of_an_ended_backfill_is_left_out_before_its_time_limit_logs_it() {
        let mut shelf = Shelf::new();
        let backfill = approved(&mut shelf);
        record(&mut shelf, backfill.id, &["asked", "unsent"]);
        let calls = shelf.ledger.calls(&Default::default()).unwrap();
        let asked = calls.iter().find(|call| call.source_id == "asked").unwrap();
        let question = Delivery::NeedsYou {
            reason: Reason::UnknownNumber { near: Vec::new() },
            until: at(100),
        };
        shelf
            .ledger
            .settle(&[settled(asked.id, question)], at(2))
            .unwrap();

        assert_eq!(shelf.ledger.end_backfills(at(3)).unwrap(), 2);

        assert_eq!(shelf.ledger.next_due_at().unwrap(), None);
    }

    #[test]
    fn days_that_are_approved_twice_are_under_way_until_the_first_is_through() {
        let mut shelf = Shelf::new();
        let first = approved(&mut shelf);
        record(&mut shelf, first.id, &["a"]);
        shelf.ledger.set_backfill_read(first.id, at(1)).unwrap();
        let second = approved(&mut shelf);
        record(&mut shelf, second.id, &["a"]);
        shelf.ledger.set_backfill_read(second.id, at(2)).unwrap();

        let line = shelf.ledger.backfill_under_way().unwrap().unwrap();
        assert_eq!((line.done, line.total), (0, 1));
        assert_eq!(shelf.ledger.end_backfills(at(3)).unwrap(), 1);
        assert_eq!(shelf.ledger.backfill_under_way().unwrap(), None);
    }

    #[test]
    fn ending_leaves_alone_what_came_through_before() {
        let mut shelf = Shelf::new();
        let first = approved(&mut shelf);
        record(&mut shelf, first.id, &["asked"]);
        shelf.ledger.set_backfill_read(first.id, at(1)).unwrap();
        let id = shelf.ledger.calls(&Default::default()).unwrap()[0].id;
        let question = Delivery::NeedsYou {
            reason: Reason::UnknownNumber { near: Vec::new() },
            until: at(100),
        };
        shelf
            .ledger
            .settle(&[settled(id, question)], at(2))
            .unwrap();
        let second = approved(&mut shelf);
        record(&mut shelf, second.id, &["unsent"]);

        assert_eq!(shelf.ledger.end_backfills(at(3)).unwrap(), 1);

        let calls = shelf.ledger.calls(&Default::default()).unwrap();
        let asked = calls.iter().find(|call| call.id == id).unwrap();
        assert_eq!(asked.state, State::NeedsYou);
    }

    #[test]
    fn an_ordinary_poll_does_not_take_up_what_the_person_ended() {
        let mut shelf = Shelf::new();
        let backfill = approved(&mut shelf);
        record(&mut shelf, backfill.id, &["a"]);
        shelf.ledger.end_backfills(at(2)).unwrap();

        shelf
            .ledger
            .record(&page(vec![due(call("a", 10))]), at(3))
            .unwrap();

        let calls = shelf.ledger.calls(&Default::default()).unwrap();
        assert_eq!(calls[0].reason, Some(Reason::BackfillCancelled));
    }

    #[test]
    fn a_call_the_ledger_has_is_not_a_backfills() {
        let mut shelf = Shelf::new();
        shelf
            .ledger
            .record(&page(vec![due(call("a", 10))]), at(0))
            .unwrap();
        let backfill = approved(&mut shelf);
        record(&mut shelf, backfill.id, &["a"]);

        assert_eq!(shelf.ledger.end_backfills(at(2)).unwrap(), 0);
        let calls = shelf.ledger.calls(&Default::default()).unwrap();
        assert_eq!(calls[0].state, State::Waiting);
        assert!(matches!(
            due(call("a", 10)).delivery,
            Delivery::Waiting { .. }
        ));
    }
}
