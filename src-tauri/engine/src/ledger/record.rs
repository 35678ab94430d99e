//! What a poll returned, taken in: one transaction for its calls, its unreadable records and the progress.

use jiff::Timestamp;
use ringlog_core::call::{Call, CallKey};
use ringlog_core::cdr::UnreadableCdr;
use ringlog_core::delivery::{Delivery, State};
use ringlog_core::phrase::Phrase;
use ringlog_core::poller::{Gap, Progress};
use ringlog_core::reason::Reason;
use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest, Sha256};

use super::row::{
    COLUMNS, Word, activity_of, call_of, delivery_of, is_begun, micros, reason_json, regarding,
    to_json,
};
use super::{Event, Ledger, LedgerError, history, progress};

/// [`CallKey::leg`] of an unreadable record; every real leg of a source differs from it or from a hash.
const UNREADABLE_LEG: &str = "unreadable";

/// What one page of a poll comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedPage {
    /// [`CallKey::source`] of everything on it.
    pub source: String,
    /// [`CallKey::extension`] of everything on it.
    pub extension: String,
    /// Its calls.
    pub calls: Vec<RecordedCall>,
    /// Its records that are no call, each with what was wrong.
    pub unreadable: Vec<UnreadableCdr>,
    /// How far the history was read with this page; only with the last of a reading.
    pub progress: Option<Progress>,
    /// What may have been missed before this page; only with the last of a reading.
    ///
    /// It is kept with the progress that passes it, unless the page shows a call the ledger has: what was there at the
    /// last reading is then still there, and nothing was missed.
    pub gap: Option<Gap>,
    /// The approved backfill it was read for.
    pub backfill: Option<i64>,
}

/// One call of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedCall {
    /// The call.
    pub call: Call,
    /// The record as it arrived.
    pub raw: String,
    /// Where it begins, by [`ringlog_core::delivery::first`] or [`ringlog_core::delivery::running`].
    pub delivery: Delivery,
}

/// What was new on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Calls and unreadable records seen for the first time.
    pub new: Vec<i64>,
    /// Calls that were running, and whose end is known now.
    pub finished: Vec<i64>,
    /// Calls whose facts the PBX changed before they were sent.
    pub changed: Vec<i64>,
    /// Records the ledger already had, as they are.
    pub known: u64,
    /// Of the new and finished calls, those a rule leaves out.
    pub left_out: u64,
    /// Of the new lines, those that are unreadable records.
    pub unreadable: u64,
}

impl Ledger {
    /// Records a page: all of it, or nothing.
    ///
    /// A call the ledger has stays as it is, with two exceptions: one that was still running takes over its end, and
    /// one that was never sent takes over what the PBX corrected.
    ///
    /// # Errors
    /// When it could not be written; the page is then polled again.
    pub fn record(&mut self, page: &RecordedPage, now: Timestamp) -> Result<Recorded, LedgerError> {
        let recorded = self.record_whole(page, now);
        self.noted(recorded)
    }

    fn record_whole(
        &mut self,
        page: &RecordedPage,
        now: Timestamp,
    ) -> Result<Recorded, LedgerError> {
        let transaction = self.writing()?;
        let mut recorded = Recorded::default();
        for entry in &page.calls {
            record_call(&transaction, entry, page.backfill, now, &mut recorded)?;
        }
        for cdr in &page.unreadable {
            record_unreadable(&transaction, page, cdr, now, &mut recorded)?;
        }
        if let Some(progress) = &page.progress {
            progress::advance(&transaction, &page.source, &page.extension, progress)?;
        }
        if let Some(gap) = page.gap.filter(|_| !recorded.met_known_call()) {
            progress::note_gap(&transaction, &page.source, &page.extension, gap, now)?;
        }
        transaction.commit()?;
        Ok(recorded)
    }
}

impl Recorded {
    /// Whether the ledger had anything of the page already.
    #[must_use]
    pub fn met_known_call(&self) -> bool {
        self.known > 0 || !self.finished.is_empty() || !self.changed.is_empty()
    }
}

/// A call the ledger has.
struct Known {
    id: i64,
    call: Call,
    delivery: Delivery,
    /// An attempt to send it was begun: from then on its facts stay as they were sent.
    is_begun: bool,
}

/// What a record the PBX returned again means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    /// Nothing new.
    Same,
    /// The call has ended.
    Finished,
    /// Its facts were corrected in time.
    Changed,
}

/// Whether the PBX has shown the end of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Open,
    GivenUp,
    Shown,
}

fn record_call(
    connection: &Connection,
    entry: &RecordedCall,
    backfill: Option<i64>,
    now: Timestamp,
    recorded: &mut Recorded,
) -> Result<(), LedgerError> {
    let is_left_out = u64::from(entry.delivery.state() == State::LeftOut);
    let Some(known) = find(connection, &entry.call.key)? else {
        let id = insert(connection, entry, now)?;
        belongs_to(connection, id, backfill)?;
        recorded.new.push(id);
        recorded.left_out += is_left_out;
        return history::add(
            connection,
            id,
            now,
            Event::Recorded,
            &phrase_of(&entry.delivery),
        );
    };
    let event = match again(&known, entry, backfill) {
        Again::Same => {
            recorded.known += 1;
            return Ok(());
        }
        Again::Finished => {
            recorded.finished.push(known.id);
            recorded.left_out += is_left_out;
            Event::Finished
        }
        Again::Changed => {
            recorded.changed.push(known.id);
            Event::Changed
        }
    };
    take_over(connection, known.id, entry)?;
    belongs_to(connection, known.id, backfill)?;
    history::add(
        connection,
        known.id,
        now,
        event,
        &phrase_of(&entry.delivery),
    )
}

/// The backfill that a call was recorded by, if it was.
fn belongs_to(connection: &Connection, id: i64, backfill: Option<i64>) -> Result<(), LedgerError> {
    if backfill.is_some() {
        connection
            .prepare_cached("UPDATE call SET backfill = ?2 WHERE id = ?1")?
            .execute((id, backfill))?;
    }
    Ok(())
}

fn again(known: &Known, entry: &RecordedCall, backfill: Option<i64>) -> Again {
    if known.is_begun {
        return Again::Same;
    }
    if backfill.is_some() && known.delivery.reason() == Some(&Reason::BackfillCancelled) {
        return Again::Changed;
    }
    let is_changed = !is_same(&known.call, &entry.call);
    match (ending(&known.delivery), ending(&entry.delivery)) {
        (Ending::Open | Ending::GivenUp, Ending::Shown) => Again::Finished,
        (Ending::Open, Ending::Open) if is_changed => Again::Changed,
        (Ending::Shown, Ending::Shown) if is_changed && may_still_change(&known.delivery) => {
            Again::Changed
        }
        (Ending::Open | Ending::GivenUp | Ending::Shown, _) => Again::Same,
    }
}

fn ending(delivery: &Delivery) -> Ending {
    match delivery.reason() {
        Some(Reason::StillRunning) => Ending::Open,
        Some(Reason::NeverEnded) => Ending::GivenUp,
        Some(_) | None => Ending::Shown,
    }
}

/// Corrections count while nobody has decided anything on the old facts.
fn may_still_change(delivery: &Delivery) -> bool {
    match delivery {
        Delivery::Waiting { .. } => true,
        Delivery::LeftOut { reason } => matches!(reason, Reason::TooShort { .. }),
        Delivery::NeedsYou { .. } | Delivery::Logged { .. } | Delivery::Failed { .. } => false,
    }
}

/// The same facts, as finely as the ledger keeps them.
fn is_same(mine: &Call, theirs: &Call) -> bool {
    let times = |call: &Call| {
        (
            micros(call.started_at),
            call.answered_at.map(micros),
            micros(call.ended_at),
        )
    };
    times(mine) == times(theirs)
        && mine.direction == theirs.direction
        && mine.outcome == theirs.outcome
        && mine.remote == theirs.remote
        && mine.via_group == theirs.via_group
}

fn phrase_of(delivery: &Delivery) -> Phrase {
    delivery
        .reason()
        .map_or_else(|| Phrase::verbatim(""), Reason::phrase)
}

fn find(connection: &Connection, key: &CallKey) -> Result<Option<Known>, LedgerError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM call \
         WHERE source = ?1 AND extension = ?2 AND source_id = ?3 AND leg = ?4"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query((&key.source, &key.extension, &key.source_id, &key.leg))?;
    rows.next()?
        .map(|row| {
            Ok(Known {
                id: row.get("id")?,
                call: call_of(row)?,
                delivery: delivery_of(row)?,
                is_begun: is_begun(row)?,
            })
        })
        .transpose()
}

fn insert(
    connection: &Connection,
    entry: &RecordedCall,
    now: Timestamp,
) -> Result<i64, LedgerError> {
    let RecordedCall {
        call,
        raw,
        delivery,
    } = entry;
    let id = connection
        .prepare_cached(
            "INSERT INTO call (source, extension, source_id, leg, direction, outcome, remote_number, \
             remote_extension, remote_written, remote_name, started_at, answered_at, ended_at, via_queue, raw, \
             recorded_at, state, reason, due_at, activity_id, record_entity, record_id, record_name, logged_at) \
             VALUES (:source, :extension, :source_id, :leg, :direction, :outcome, :remote_number, \
             :remote_extension, :remote_written, :remote_name, :started_at, :answered_at, :ended_at, :via_queue, :raw, \
             :now, :state, :reason, :due_at, :activity_id, :record_entity, :record_id, :record_name, :logged_at) \
             RETURNING id",
        )?
        .query_row(
            named_params! {
                ":source": call.key.source,
                ":extension": call.key.extension,
                ":source_id": call.key.source_id,
                ":leg": call.key.leg,
                ":direction": call.direction.word(),
                ":outcome": call.outcome.word(),
                ":remote_number": call.remote.number.as_ref().map(|number| number.e164()),
                ":remote_extension": call.remote.number.as_ref().and_then(|number| number.extension()),
                ":remote_written": call.remote.written,
                ":remote_name": call.remote.name,
                ":started_at": micros(call.started_at),
                ":answered_at": call.answered_at.map(micros),
                ":ended_at": micros(call.ended_at),
                ":via_queue": call.via_group,
                ":raw": raw,
                ":now": micros(now),
                ":state": delivery.state().word(),
                ":reason": reason_json(delivery)?,
                ":due_at": delivery.due_at().map(micros),
                ":activity_id": activity_of(delivery).map(|activity| activity.to_string()),
                ":record_entity": regarding(delivery).map(|record| record.entity.word()),
                ":record_id": regarding(delivery).map(|record| record.id.to_string()),
                ":record_name": regarding(delivery).map(|record| record.name.as_str()),
                ":logged_at": activity_of(delivery).map(|_| micros(now)),
            },
            |row| row.get(0),
        )?;
    Ok(id)
}

fn take_over(connection: &Connection, id: i64, entry: &RecordedCall) -> Result<(), LedgerError> {
    let RecordedCall {
        call,
        raw,
        delivery,
    } = entry;
    connection
        .prepare_cached(
            "UPDATE call SET direction = :direction, outcome = :outcome, remote_number = :remote_number, \
             remote_extension = :remote_extension, remote_written = :remote_written, remote_name = :remote_name, \
             started_at = :started_at, answered_at = :answered_at, ended_at = :ended_at, via_queue = :via_queue, \
             raw = :raw, state = :state, reason = :reason, due_at = :due_at WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id,
            ":direction": call.direction.word(),
            ":outcome": call.outcome.word(),
            ":remote_number": call.remote.number.as_ref().map(|number| number.e164()),
            ":remote_extension": call.remote.number.as_ref().and_then(|number| number.extension()),
            ":remote_written": call.remote.written,
            ":remote_name": call.remote.name,
            ":started_at": micros(call.started_at),
            ":answered_at": call.answered_at.map(micros),
            ":ended_at": micros(call.ended_at),
            ":via_queue": call.via_group,
            ":raw": raw,
            ":state": delivery.state().word(),
            ":reason": reason_json(delivery)?,
            ":due_at": delivery.due_at().map(micros),
        })?;
    Ok(())
}

/// Keeps a record that is no call under the hash of its text: once, however often the PBX returns it.
fn record_unreadable(
    connection: &Connection,
    page: &RecordedPage,
    cdr: &UnreadableCdr,
    now: Timestamp,
    recorded: &mut Recorded,
) -> Result<(), LedgerError> {
    let reason = Reason::Unreadable {
        detail: cdr.problem.clone(),
    };
    let id: Option<i64> = connection
        .prepare_cached(
            "INSERT INTO call (source, extension, source_id, leg, outcome, remote_written, started_at, ended_at, \
             via_queue, raw, recorded_at, state, reason, backfill) \
             VALUES (:source, :extension, :source_id, :leg, 'unknown', '', :now, :now, 0, :raw, :now, 'failed', :reason, \
             :backfill) \
             ON CONFLICT DO NOTHING RETURNING id",
        )?
        .query_row(
            named_params! {
                ":source": page.source,
                ":extension": page.extension,
                ":source_id": format!("{:x}", Sha256::digest(&cdr.raw)),
                ":leg": UNREADABLE_LEG,
                ":raw": cdr.raw,
                ":now": micros(now),
                ":reason": to_json(&reason)?,
                ":backfill": page.backfill,
            },
            |row| row.get(0),
        )
        .optional()?;
    match id {
        Some(id) => {
            recorded.new.push(id);
            recorded.unreadable += 1;
            history::add(connection, id, now, Event::Recorded, &reason.phrase())
        }
        None => {
            recorded.known += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
