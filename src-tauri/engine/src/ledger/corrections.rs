//! What a person asked to be changed in Dynamics: kept before anything is sent, until Dynamics has it or refused it.

use jiff::Timestamp;
use ringlog_core::call::{ActivityId, Call, OrganizationId};
use ringlog_core::contact_match::RecordRef;
use ringlog_core::correction::{Begun, Content, Correction, Refused};
use ringlog_core::delivery::{Delivery, State};
use ringlog_core::phone_call::Words;
use ringlog_core::phrase::Phrase;
use ringlog_core::reason::Reason;
use rusqlite::{Connection, Row};

use super::deliveries::{pause_end_max, settle_one, standing};
use super::row::{
    COLUMNS, Word as _, call_of, from_json, micros, optional_id_of, optional_json_of, reason_of,
    record_of, state_of, time_of, to_json, words_of,
};
use super::{Event, Ledger, LedgerError, Settled, choices, history};

/// What is still to be carried out: of each call the first, for the others build on it.
const NEXT: &str = "correction AS this WHERE due_at IS NOT NULL AND NOT EXISTS \
     (SELECT 1 FROM correction AS earlier WHERE earlier.call = this.call \
     AND earlier.id < this.id AND earlier.due_at IS NOT NULL)";

/// A correction that is not carried out yet.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingCorrection {
    /// Its number in the ledger.
    pub id: i64,
    /// The call.
    pub call: i64,
    /// What is asked.
    pub correction: Correction,
    /// How the record stood, where an attempt was begun whose end is not recorded.
    pub begun: Option<Begun>,
    /// When the person asked.
    pub asked_at: Timestamp,
    /// Tries so far that led to waiting.
    pub attempts: u32,
}

/// What is known of a call whose record is to be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedCall {
    /// The call.
    pub call: Call,
    /// Where it stands.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
    /// The organization its record was sent to; `None` for another writer's record.
    pub organization: Option<OrganizationId>,
    /// Its record.
    pub activity: Option<ActivityId>,
    /// Whom it regards.
    pub record: Option<RecordRef>,
    /// What the person said about it before it was logged.
    pub words: Words,
    /// What Ringlog wrote of its record last, if it kept that.
    pub written: Option<Content>,
    /// What of its record the person last saw.
    pub shown: Option<Content>,
}

/// Where a correction stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorrectionState {
    /// It is carried out as soon as Dynamics can be reached.
    Pending,
    /// Dynamics has it, or it means nothing any more.
    Done,
    /// It is not done.
    Refused(Refused),
}

/// How a correction ended, or that it goes on later.
#[derive(Clone, Debug, PartialEq)]
pub enum CorrectionOutcome {
    /// Dynamics has it.
    Corrected {
        /// What Ringlog wrote last, and what the person sees, from now on.
        content: Option<(Content, Content)>,
        /// Whom the call regards now, where that was corrected.
        regarding: Option<Option<RecordRef>>,
        /// More about it.
        detail: Phrase,
    },
    /// The record is gone, and the call is left out.
    Removed {
        /// Why.
        reason: Reason,
        /// More about it.
        detail: Phrase,
    },
    /// It is not done.
    Refused {
        /// Why.
        refused: Refused,
        /// What the person sees from now on, where somebody changed the record.
        shown: Option<Content>,
        /// Whom it regards, where somebody gave it to a record Ringlog knows the table of.
        record: Option<RecordRef>,
    },
    /// It is tried again.
    Later {
        /// Not before this time.
        until: Timestamp,
    },
}

impl Ledger {
    /// Keeps that a logged call is to be corrected, and gives the correction's number.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn ask_correction(
        &mut self,
        call: i64,
        correction: &Correction,
        now: Timestamp,
    ) -> Result<i64, LedgerError> {
        let transaction = self.writing()?;
        let id = ask(&transaction, call, correction, now)?;
        transaction.commit()?;
        Ok(id)
    }

    /// The corrections to carry out by `now`, in the order they were asked; of each call only the first. A pause longer
    /// than any that is ever made is from a clock that was ahead, and is over.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn due_corrections(&self, now: Timestamp) -> Result<Vec<PendingCorrection>, LedgerError> {
        self.connection
            .prepare_cached(&format!(
                "SELECT id, call, correction, asked_at, begun, attempts FROM {NEXT} \
                 AND (due_at <= ?1 OR due_at > ?2) ORDER BY id"
            ))?
            .query_and_then(
                (micros(now), micros(pause_end_max(now))),
                pending_correction_of,
            )?
            .collect()
    }

    /// When [`Self::due_corrections`] next has something.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn next_correction_at(&self) -> Result<Option<Timestamp>, LedgerError> {
        let micros: Option<i64> = self
            .connection
            .prepare_cached(&format!("SELECT min(due_at) FROM {NEXT}"))?
            .query_row((), |row| row.get(0))?;
        micros
            .map(|micros| super::row::timestamp("due_at", micros))
            .transpose()
    }

    /// Keeps that an attempt begins at a record that stands like this, before anything is sent.
    ///
    /// # Errors
    /// When it could not be written: then nothing may be sent.
    pub fn begin_correction(&mut self, id: i64, begun: Begun) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached("UPDATE correction SET begun = coalesce(begun, ?2) WHERE id = ?1")?
            .execute((id, to_json(&begun)?))?;
        Ok(())
    }

    /// Keeps how a correction ended.
    ///
    /// # Errors
    /// When it could not be written; the correction is then carried out again, and finds that it is done.
    pub fn settle_correction(
        &mut self,
        pending: &PendingCorrection,
        outcome: &CorrectionOutcome,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let transaction = self.writing()?;
        let call = pending.call;
        match outcome {
            CorrectionOutcome::Corrected {
                content,
                regarding,
                detail,
            } => {
                if let Some((written, shown)) = content {
                    keep_content(&transaction, call, Some(written), shown)?;
                }
                if let Some(record) = regarding {
                    keep_record(&transaction, call, record.as_ref())?;
                }
                match &pending.correction {
                    Correction::Note { text } => choices::add_note(&transaction, call, text)?,
                    Correction::Regarding { record } => {
                        let said_at = pending.asked_at;
                        choices::correct_choice(&transaction, call, record.as_ref(), said_at)?;
                    }
                    Correction::Subject { .. } | Correction::Removal { .. } => {}
                }
                history::add(&transaction, call, now, Event::Corrected, detail)?;
            }
            CorrectionOutcome::Removed { reason, detail } => {
                let (state, _) = standing(&transaction, call)?;
                if state == State::Logged {
                    let removed = Settled {
                        id: call,
                        event: Event::LeftOut,
                        delivery: Delivery::LeftOut {
                            reason: reason.clone(),
                        },
                        detail: None,
                        corrections: Vec::new(),
                    };
                    settle_one(&transaction, &removed, now)?;
                }
                // It stands nowhere any more, so the rules are free to keep it out.
                transaction
                    .prepare_cached(
                        "UPDATE call SET organization = NULL, logged_at = NULL WHERE id = ?1",
                    )?
                    .execute([call])?;
                history::add(&transaction, call, now, Event::Corrected, detail)?;
                withdraw(&transaction, call, now)?;
            }
            CorrectionOutcome::Refused {
                refused,
                shown,
                record,
            } => {
                if let Some(shown) = shown {
                    keep_content(&transaction, call, None, shown)?;
                }
                if record.is_some() {
                    keep_record(&transaction, call, record.as_ref())?;
                }
                transaction
                    .prepare_cached("UPDATE correction SET refused = ?2 WHERE id = ?1")?
                    .execute((pending.id, to_json(refused)?))?;
                history::add(
                    &transaction,
                    call,
                    now,
                    Event::NotCorrected,
                    &refused.phrase(),
                )?;
            }
            CorrectionOutcome::Later { until } => {
                transaction
                    .prepare_cached(
                        "UPDATE correction SET due_at = ?2, attempts = attempts + 1 WHERE id = ?1",
                    )?
                    .execute((pending.id, micros(*until)))?;
                transaction.commit()?;
                return Ok(());
            }
        }
        settle(&transaction, pending.id, now)?;
        transaction.commit()?;
        Ok(())
    }

    /// What became of a correction.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn correction_state(&self, id: i64) -> Result<CorrectionState, LedgerError> {
        self.connection
            .prepare_cached("SELECT due_at, refused FROM correction WHERE id = ?1")?
            .query_and_then([id], |row| {
                let due_at: Option<i64> = row.get("due_at")?;
                let refused: Option<Refused> = optional_json_of(row, "refused")?;
                Ok(match (due_at, refused) {
                    (Some(_), _) => CorrectionState::Pending,
                    (None, Some(refused)) => CorrectionState::Refused(refused),
                    (None, None) => CorrectionState::Done,
                })
            })?
            .next()
            .unwrap_or(Ok(CorrectionState::Done))
    }

    /// What is known of a call whose record is to be changed; `None` if there is no such call or it is no finished one.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn logged_call(&self, id: i64) -> Result<Option<LoggedCall>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM call WHERE id = ?1 AND direction IS NOT NULL");
        self.connection
            .prepare_cached(&sql)?
            .query_and_then([id], |row| {
                Ok(LoggedCall {
                    call: call_of(row)?,
                    state: state_of(row)?,
                    reason: reason_of(row)?,
                    organization: optional_id_of(row, "organization")?,
                    activity: optional_id_of(row, "activity_id")?,
                    record: record_of(row)?,
                    words: words_of(row)?,
                    written: optional_json_of(row, "written")?,
                    shown: optional_json_of(row, "shown")?,
                })
            })?
            .next()
            .transpose()
    }
}

/// Keeps that a call is to be corrected.
pub(super) fn ask(
    connection: &Connection,
    call: i64,
    correction: &Correction,
    now: Timestamp,
) -> Result<i64, LedgerError> {
    let id = connection
        .prepare_cached(
            "INSERT INTO correction (call, correction, asked_at, due_at) VALUES (?1, ?2, ?3, ?3) RETURNING id",
        )?
        .query_row((call, to_json(correction)?, micros(now)), |row| row.get(0))?;
    history::add(
        connection,
        call,
        now,
        Event::CorrectionAsked,
        &correction.phrase(),
    )?;
    Ok(id)
}

/// What was asked of a call and is not done yet means nothing any more.
pub(super) fn withdraw(
    connection: &Connection,
    call: i64,
    now: Timestamp,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE correction SET due_at = NULL, settled_at = ?2 WHERE call = ?1 AND due_at IS NOT NULL",
        )?
        .execute((call, micros(now)))?;
    Ok(())
}

/// What is asked of a call and not done yet.
pub(super) fn pending_of(
    connection: &Connection,
    call: i64,
) -> Result<Vec<Correction>, LedgerError> {
    connection
        .prepare_cached(
            "SELECT correction FROM correction WHERE call = ?1 AND due_at IS NOT NULL ORDER BY id",
        )?
        .query_and_then([call], |row| {
            from_json("correction", &row.get::<_, String>(0)?)
        })?
        .collect()
}

fn settle(connection: &Connection, id: i64, now: Timestamp) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE correction SET due_at = NULL, settled_at = coalesce(settled_at, ?2) WHERE id = ?1",
        )?
        .execute((id, micros(now)))?;
    Ok(())
}

fn keep_content(
    connection: &Connection,
    call: i64,
    written: Option<&Content>,
    shown: &Content,
) -> Result<(), LedgerError> {
    let written = written.map(to_json).transpose()?;
    connection
        .prepare_cached(
            "UPDATE call SET written = coalesce(?2, written), shown = ?3 WHERE id = ?1",
        )?
        .execute((call, written, to_json(shown)?))?;
    Ok(())
}

fn keep_record(
    connection: &Connection,
    call: i64,
    record: Option<&RecordRef>,
) -> Result<(), LedgerError> {
    let reason = match record {
        Some(_) => None,
        None => Some(to_json(&Reason::NobodyChosen)?),
    };
    connection
        .prepare_cached(
            "UPDATE call SET record_entity = ?2, record_id = ?3, record_name = ?4, record_company = ?5, \
             reason = ?6 WHERE id = ?1 AND state = 'logged'",
        )?
        .execute((
            call,
            record.map(|record| record.entity.word()),
            record.map(|record| record.id.to_string()),
            record.map(|record| record.name.as_str()),
            record.and_then(|record| record.company.as_deref()),
            reason,
        ))?;
    Ok(())
}

fn pending_correction_of(row: &Row<'_>) -> Result<PendingCorrection, LedgerError> {
    let correction: String = row.get("correction")?;
    Ok(PendingCorrection {
        id: row.get("id")?,
        call: row.get("call")?,
        correction: from_json("correction", &correction)?,
        asked_at: time_of(row, "asked_at")?,
        begun: optional_json_of(row, "begun")?,
        attempts: row.get("attempts")?,
    })
}

#[cfg(test)]
mod tests;
