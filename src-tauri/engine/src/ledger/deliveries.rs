//! The way of a call to Dynamics: what is due, what was begun, how it ended, and what a person asks for.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use ringlog_core::call::{Call, OrganizationId};
use ringlog_core::choice::Choice;
use ringlog_core::correction::{Content, Correction};
use ringlog_core::delivery::{BACKOFF_SECONDS_MAX, Delivery, RETRY_AFTER_SECONDS_MAX, State};
use ringlog_core::phone_call::Words;
use ringlog_core::phrase::Phrase;
use ringlog_core::reason::Reason;
use rusqlite::{Connection, Params, named_params};

use super::row::{
    COLUMNS, Word, activity_of, call_of, delivery_of, is_begun, key_of, micros, optional_json_of,
    optional_time_of, reason_json, reason_of, regarding, state_of, timestamp, to_json, words_of,
};
use super::{Event, Ledger, LedgerError, RetryError, choices, corrections, history};

/// No pause before another attempt is longer: what a server may ask for, and its spread on top.
const PAUSE_SECONDS_MAX: i64 = RETRY_AFTER_SECONDS_MAX as i64 + BACKOFF_SECONDS_MAX as i64;

/// Where [`Ledger::due`] looks and for what, given now, the end of the longest pause from now, and the ids to leave out.
pub(super) const DUE: &str = "call INDEXED BY call_due WHERE due_at IS NOT NULL AND reason_code <> 'still_running' \
     AND (due_at <= ?1 OR (due_at > ?2 AND state <> 'needs_you')) \
     AND id NOT IN (SELECT value FROM json_each(?3))";

/// A call something is to be done about now.
#[derive(Clone, Debug, PartialEq)]
pub struct DueCall {
    /// Its number in the ledger.
    pub id: i64,
    /// The call.
    pub call: Call,
    /// Where it stands: what it waited for, or which question nobody answered in time.
    pub delivery: Delivery,
    /// Attempts begun since it was recorded or a person last asked for another.
    pub attempts: u32,
    /// An attempt was begun, so that its record may be in Dynamics.
    pub is_begun: bool,
    /// The person asked for it to be logged, whatever the rules say.
    pub is_wanted: bool,
    /// What the person chose for it.
    pub choice: Option<Choice>,
    /// What the person said about it.
    pub words: Words,
    /// Until when its question waits for an answer, from the first time it was asked.
    pub asked_until: Option<Timestamp>,
}

/// How an attempt, or a look at a due call, ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// The call.
    pub id: i64,
    /// Where it stands now.
    pub delivery: Delivery,
    /// The word for its history, most often [`Event::of`] its state.
    pub event: Event,
    /// What its history says; `None` for its reason.
    pub detail: Option<Phrase>,
    /// What is to be corrected in its record at once.
    pub corrections: Vec<Correction>,
}

/// What is kept of a record before it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptContent {
    /// What is sent.
    Sent(Content),
    /// What stands there already; what was sent of it earlier stays known.
    Found(Content),
}

impl Ledger {
    /// At most `limit` calls something is to be done about by `now`, the oldest call first, those of `except` left out.
    ///
    /// Running calls are not among them ([`Self::expire_running`]). Calls that wait for a sign-in are, so that they go
    /// out as soon as there is one: whoever asks without a usable account gets them again. A pause longer than any that
    /// is ever made is from a clock that was ahead, and is over.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn due(
        &self,
        now: Timestamp,
        limit: u32,
        except: &BTreeSet<i64>,
    ) -> Result<Vec<DueCall>, LedgerError> {
        self.noted(self.find_due(now, limit, except))
    }

    fn find_due(
        &self,
        now: Timestamp,
        limit: u32,
        except: &BTreeSet<i64>,
    ) -> Result<Vec<DueCall>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM {DUE} ORDER BY started_at, id LIMIT ?4");
        self.connection
            .prepare_cached(&sql)?
            .query_and_then(
                (
                    micros(now),
                    micros(pause_end_max(now)),
                    to_json(except)?,
                    limit,
                ),
                |row| {
                    Ok(DueCall {
                        id: row.get("id")?,
                        call: call_of(row)?,
                        delivery: delivery_of(row)?,
                        attempts: row.get("attempts")?,
                        is_begun: is_begun(row)?,
                        is_wanted: row.get("is_wanted")?,
                        choice: optional_json_of(row, "chosen")?,
                        words: words_of(row)?,
                        asked_until: optional_time_of(row, "asked_until")?,
                    })
                },
            )?
            .collect()
    }

    /// How many calls [`Self::due`] has without a limit.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn due_count(&self, now: Timestamp) -> Result<u64, LedgerError> {
        let nothing: BTreeSet<i64> = BTreeSet::new();
        let count: i64 = self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM {DUE}"))?
            .query_row(
                (micros(now), micros(pause_end_max(now)), to_json(&nothing)?),
                |row| row.get(0),
            )?;
        Ok(count.unsigned_abs())
    }

    /// When [`Self::due`] next has something; in the past if it has something now.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn next_due_at(&self) -> Result<Option<Timestamp>, LedgerError> {
        let micros: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT min(due_at) FROM call WHERE due_at IS NOT NULL AND reason_code <> 'still_running'",
            )?
            .query_row((), |row| row.get(0))?;
        micros.map(|micros| timestamp("due_at", micros)).transpose()
    }

    /// Gives up the calls whose end the PBX has not shown within their limit, and returns how many.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn expire_running(&mut self, now: Timestamp) -> Result<usize, LedgerError> {
        let transaction = self.writing()?;
        let expired = ids(
            &transaction,
            "SELECT id FROM call WHERE due_at IS NOT NULL AND reason_code = 'still_running' AND due_at <= ?1",
            [micros(now)],
        )?;
        let reason = Reason::NeverEnded;
        for &id in &expired {
            transaction
                .prepare_cached(
                    "UPDATE call SET state = 'failed', reason = ?2, due_at = NULL WHERE id = ?1",
                )?
                .execute((id, to_json(&reason)?))?;
            history::add(&transaction, id, now, Event::Failed, &reason.phrase())?;
        }
        transaction.commit()?;
        Ok(expired.len())
    }

    /// Counts an attempt for each of `ids` and keeps the ids their records will have, before anything is sent.
    ///
    /// # Errors
    /// When it could not be written: then nothing may be sent. Also when a call is not there, has settled or has not ended.
    pub fn begin_attempt(
        &mut self,
        ids: &[i64],
        organization: OrganizationId,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let transaction = self.writing()?;
        for &id in ids {
            begin(&transaction, id, organization, now)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Keeps what is about to be written of each record, before anything is sent: corrections compare with it.
    ///
    /// # Errors
    /// When it could not be written: then nothing may be sent.
    pub fn keep_written(&mut self, contents: &[(i64, KeptContent)]) -> Result<(), LedgerError> {
        let transaction = self.writing()?;
        for (id, content) in contents {
            let (sql, content) = match content {
                KeptContent::Sent(content) => (
                    "UPDATE call SET written = ?2, shown = ?2 WHERE id = ?1",
                    content,
                ),
                KeptContent::Found(content) => (
                    "UPDATE call SET written = coalesce(written, ?2), shown = ?2 WHERE id = ?1",
                    content,
                ),
            };
            transaction
                .prepare_cached(sql)?
                .execute((id, to_json(content)?))?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Keeps how attempts ended: all of them, or none.
    ///
    /// # Errors
    /// When it could not be written; the attempts then count as perhaps sent. Also when a call is not there, or is
    /// logged and would be taken back.
    pub fn settle(&mut self, outcomes: &[Settled], now: Timestamp) -> Result<(), LedgerError> {
        let settled = self.settle_all(outcomes, now);
        self.noted(settled)
    }

    fn settle_all(&mut self, outcomes: &[Settled], now: Timestamp) -> Result<(), LedgerError> {
        let transaction = self.writing()?;
        for outcome in outcomes {
            settle_one(&transaction, outcome, now)?;
            if let Delivery::Logged {
                record: Some(record),
                reason,
                ..
            } = &outcome.delivery
                && !matches!(reason, Some(Reason::AlreadyLogged { .. }))
            {
                choices::remember_new_contact(&transaction, outcome.id, record)?;
            }
            for correction in &outcome.corrections {
                if let Correction::Note { text } = correction {
                    choices::take_note(&transaction, outcome.id, text)?;
                }
                corrections::ask(&transaction, outcome.id, correction, now)?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// Makes a call due now because a person asked for it; its attempts are counted anew.
    ///
    /// # Errors
    /// When the call is logged, left out, no finished call or not there.
    pub fn retry(&mut self, id: i64, now: Timestamp) -> Result<(), RetryError> {
        let transaction = self.writing()?;
        let (state, reason) = standing(&transaction, id)?;
        match state {
            State::Logged => return Err(RetryError::Logged(id)),
            State::LeftOut => return Err(RetryError::LeftOut(id)),
            State::Waiting | State::NeedsYou | State::Failed => {}
        }
        must_be_a_call(id, reason.as_ref())?;
        make_due(&transaction, id, now, Event::RetryAsked)?;
        transaction.commit()?;
        Ok(())
    }

    /// Says what the calls wait for that would go out now; they stay due.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn hold(&mut self, reason: &Reason) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "UPDATE call SET reason = ?1 WHERE state = 'waiting' \
                 AND reason_code IN ('due', 'sign_in_needed', 'owner_unclear') AND reason <> ?1",
            )?
            .execute([to_json(reason)?])?;
        Ok(())
    }

    /// Makes everything due that waited for a sign-in or failed for want of a privilege, and returns how many calls.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn wake_sign_in(&mut self, now: Timestamp) -> Result<usize, LedgerError> {
        let transaction = self.writing()?;
        let woken = ids(
            &transaction,
            "SELECT id FROM call WHERE state = 'waiting' AND reason_code = 'sign_in_needed' \
             UNION ALL SELECT id FROM call WHERE state = 'failed' AND reason_code = 'missing_privilege'",
            (),
        )?;
        for &id in &woken {
            make_due(&transaction, id, now, Event::LinkedAgain)?;
        }
        transaction
            .prepare_cached("UPDATE correction SET due_at = ?1 WHERE due_at IS NOT NULL")?
            .execute([micros(now)])?;
        transaction.commit()?;
        Ok(woken.len())
    }
}

pub(super) fn ids(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
) -> Result<Vec<i64>, LedgerError> {
    Ok(connection
        .prepare_cached(sql)?
        .query_map(parameters, |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

pub(super) fn standing(
    connection: &Connection,
    id: i64,
) -> Result<(State, Option<Reason>), LedgerError> {
    let mut statement =
        connection.prepare_cached("SELECT state, reason FROM call WHERE id = ?1")?;
    let mut rows = statement.query([id])?;
    let row = rows.next()?.ok_or(LedgerError::NoSuchCall(id))?;
    Ok((state_of(row)?, reason_of(row)?))
}

/// Only a call that was read and has ended can be sent.
pub(super) fn must_be_a_call(id: i64, reason: Option<&Reason>) -> Result<(), LedgerError> {
    match reason {
        Some(reason @ (Reason::StillRunning | Reason::NeverEnded | Reason::Unreadable { .. })) => {
            Err(LedgerError::NotACall(id, reason.phrase()))
        }
        Some(_) | None => Ok(()),
    }
}

pub(super) fn make_due(
    connection: &Connection,
    id: i64,
    now: Timestamp,
    event: Event,
) -> Result<(), LedgerError> {
    let reason = Reason::Due;
    connection
        .prepare_cached(
            "UPDATE call SET state = 'waiting', reason = ?2, due_at = ?3, attempts = 0, \
             asked_until = iif(?4, NULL, asked_until) WHERE id = ?1",
        )?
        .execute((
            id,
            to_json(&reason)?,
            micros(now),
            // What was asked before it was kept out is over.
            event == Event::LogAsked,
        ))?;
    history::add(connection, id, now, event, &reason.phrase())
}

fn begin(
    connection: &Connection,
    id: i64,
    organization: OrganizationId,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let (state, reason) = standing(connection, id)?;
    match state {
        State::Waiting | State::NeedsYou | State::Failed => must_be_a_call(id, reason.as_ref())?,
        State::Logged | State::LeftOut => {
            return Err(LedgerError::Settled {
                id,
                state: state.word(),
            });
        }
    }
    let key = connection
        .prepare_cached("SELECT source, extension, source_id, leg FROM call WHERE id = ?1")?
        .query_and_then([id], key_of)?
        .next()
        .ok_or(LedgerError::NoSuchCall(id))??;
    let attempt: i64 = connection
        .prepare_cached(
            "UPDATE call SET attempts = attempts + 1, is_sending = 1, \
             organization = ?2, activity_id = ?3 WHERE id = ?1 RETURNING attempts",
        )?
        .query_row(
            (
                id,
                organization.to_string(),
                key.activity_id(organization).to_string(),
            ),
            |row| row.get(0),
        )?;
    history::add(
        connection,
        id,
        now,
        Event::Attempted,
        &Phrase::new("history-attempted").with("attempt", attempt),
    )
}

/// A pause that ends later is from a clock that was ahead.
pub(super) fn pause_end_max(now: Timestamp) -> Timestamp {
    now.saturating_add(SignedDuration::from_secs(PAUSE_SECONDS_MAX))
        .unwrap_or(Timestamp::MAX)
}

/// Without an attempt begun, this is what a look-up comes to that Dynamics did not answer: an attempt all the same, or
/// the pause after it would never grow. A question that stays one after its time is another such look-up.
fn is_failed_look_up(delivery: &Delivery) -> bool {
    match delivery {
        Delivery::Waiting { reason, .. } | Delivery::Failed { reason, .. } => matches!(
            reason,
            Reason::Unreachable { .. } | Reason::Throttled | Reason::RecordGone
        ),
        Delivery::NeedsYou { .. } | Delivery::Logged { .. } | Delivery::LeftOut { .. } => false,
    }
}

pub(super) fn settle_one(
    connection: &Connection,
    outcome: &Settled,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let Settled {
        id,
        delivery,
        event,
        detail,
        corrections: _,
    } = outcome;
    let (state, _) = standing(connection, *id)?;
    if state == State::Logged && !matches!(delivery.state(), State::Logged | State::LeftOut) {
        return Err(LedgerError::Settled {
            id: *id,
            state: state.word(),
        });
    }
    let activity = activity_of(delivery);
    connection
        .prepare_cached(
            "UPDATE call SET state = :state, reason = :reason, due_at = :due_at, \
             attempts = attempts + (NOT is_sending AND \
             (:is_failed_look_up OR (state = 'needs_you' AND :state = 'needs_you'))), \
             is_sending = 0, \
             asked_until = CASE :state WHEN 'needs_you' THEN coalesce(asked_until, :due_at) \
             WHEN 'waiting' THEN asked_until WHEN 'failed' THEN asked_until END, \
             activity_id = coalesce(:activity_id, activity_id), \
             record_entity = :record_entity, record_id = :record_id, record_name = :record_name, \
             record_company = :record_company, \
             logged_at = CASE WHEN :activity_id IS NULL THEN logged_at ELSE coalesce(logged_at, :now) END \
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id,
            ":state": delivery.state().word(),
            ":reason": reason_json(delivery)?,
            ":due_at": delivery.due_at().map(micros),
            ":is_failed_look_up": is_failed_look_up(delivery),
            ":activity_id": activity.map(|activity| activity.to_string()),
            ":record_entity": regarding(delivery).map(|record| record.entity.word()),
            ":record_id": regarding(delivery).map(|record| record.id.to_string()),
            ":record_name": regarding(delivery).map(|record| record.name.as_str()),
            ":record_company": regarding(delivery).and_then(|record| record.company.as_deref()),
            ":now": micros(now),
        })?;
    let said = match (detail, delivery.reason()) {
        (Some(detail), _) => detail.clone(),
        (None, Some(reason)) => reason.phrase(),
        (None, None) => Phrase::verbatim(""),
    };
    history::add(connection, *id, now, *event, &said)
}

#[cfg(test)]
mod tests;
