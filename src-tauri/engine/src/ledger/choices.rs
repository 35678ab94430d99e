//! What a person said about calls before they were logged: whose they were, what is noted, what is kept private.

use jiff::Timestamp;
use ringlog_core::call::{OrganizationId, RecordId};
use ringlog_core::choice::{Choice, RememberedChoice};
use ringlog_core::contact_match::RecordRef;
use ringlog_core::correction::{Correction, Removed};
use ringlog_core::delivery::State;
use ringlog_core::phone::PhoneNumber;
use ringlog_core::phone_call::Words;
use ringlog_core::phrase::Phrase;
use ringlog_core::reason::Reason;
use ringlog_core::view::RememberedView;
use rusqlite::{Connection, Row, Transaction};

use super::deliveries::{ids, make_due, must_be_a_call, standing};
use super::row::{
    Word, from_json, micros, number_of, optional_id_of, optional_time_of, parse, time_of, to_json,
    words_of,
};
use super::{Event, Ledger, LedgerError, corrections, history};

/// What [`Ledger::call`] shows of a call beside its line.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) subject: Option<String>,
    pub(super) remembered: Option<RememberedView>,
    pub(super) pending: Vec<Correction>,
}

impl Ledger {
    /// Keeps whose call it was and makes it due; a record is remembered for the number, other calls of it that ask are
    /// due as well, and for nobody what was remembered is forgotten. A new contact is remembered once it is made.
    ///
    /// # Errors
    /// When it could not be written, or the call is settled, no finished call or not there.
    pub fn choose(
        &mut self,
        id: i64,
        choice: &Choice,
        organization: OrganizationId,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let transaction = self.writing()?;
        must_be_open(&transaction, id)?;
        transaction
            .prepare_cached("UPDATE call SET chosen = ?2 WHERE id = ?1")?
            .execute((id, to_json(choice)?))?;
        history::add(&transaction, id, now, Event::Chosen, &words(choice))?;
        make_due(&transaction, id, now, Event::Waiting)?;
        if let Some(number) = number_of_call(&transaction, id)? {
            match choice {
                Choice::Record { record } => {
                    remember(&transaction, organization, &number, record, now)?;
                }
                Choice::Nobody => forget(&transaction, organization, &number, now)?,
                Choice::NewContact => {}
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// Forgets what was chosen for a number, as [`PhoneNumber`] shows it; false if nothing was.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn forget(
        &mut self,
        organization: OrganizationId,
        number: &str,
        now: Timestamp,
    ) -> Result<bool, LedgerError> {
        let known = self.remembered(organization)?;
        let Some(choice) = known
            .iter()
            .find(|choice| choice.number.to_string() == number || choice.number.e164() == number)
        else {
            return Ok(false);
        };
        forget(&self.connection, organization, &choice.number, now)?;
        Ok(true)
    }

    /// What is remembered in the linked organization, the newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn choices(&self) -> Result<Vec<RememberedView>, LedgerError> {
        let state = self.account()?;
        let Some(account) = state.account() else {
            return Ok(Vec::new());
        };
        let remembered = self.remembered(account.organization)?;
        Ok(remembered.iter().map(RememberedView::from).collect())
    }

    /// What is remembered in an organization, the newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn remembered(
        &self,
        organization: OrganizationId,
    ) -> Result<Vec<RememberedChoice>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT number AS remote_number, nullif(extension, '') AS remote_extension, \
                 record_entity, record_id, record_name, record_company, chosen_at FROM choice \
                 WHERE organization = ?1 AND forgotten_at IS NULL ORDER BY chosen_at DESC, number",
            )?
            .query_and_then([organization.to_string()], choice_of)?
            .collect()
    }

    /// Notes something about a call that is not logged yet; it goes out with it.
    ///
    /// # Errors
    /// When it could not be written, or the call is settled, no finished call or not there.
    pub fn note_before(&mut self, id: i64, text: &str, now: Timestamp) -> Result<(), LedgerError> {
        let transaction = self.writing()?;
        must_be_open(&transaction, id)?;
        add_note(&transaction, id, text)?;
        let correction = Correction::Note {
            text: text.to_owned(),
        };
        history::add(
            &transaction,
            id,
            now,
            Event::CorrectionAsked,
            &correction.phrase(),
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// Calls a call something that is not logged yet.
    ///
    /// # Errors
    /// When it could not be written, or the call is settled, no finished call or not there.
    pub fn rename_before(
        &mut self,
        id: i64,
        subject: &str,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let transaction = self.writing()?;
        must_be_open(&transaction, id)?;
        transaction
            .prepare_cached("UPDATE call SET subject = ?2 WHERE id = ?1")?
            .execute((id, subject))?;
        let correction = Correction::Subject {
            text: subject.to_owned(),
        };
        history::add(
            &transaction,
            id,
            now,
            Event::CorrectionAsked,
            &correction.phrase(),
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// Keeps a call that is not logged out of Dynamics; where an attempt was begun, gives the correction that looks for
    /// its record and removes it.
    ///
    /// # Errors
    /// When it could not be written, or the call is settled, no finished call or not there.
    pub fn keep_private(&mut self, id: i64, now: Timestamp) -> Result<Option<i64>, LedgerError> {
        let transaction = self.writing()?;
        must_be_open(&transaction, id)?;
        let reason = Reason::Private;
        transaction
            .prepare_cached(
                "UPDATE call SET state = 'left_out', reason = ?2, due_at = NULL, is_sending = 0, is_wanted = 0 \
                 WHERE id = ?1",
            )?
            .execute((id, to_json(&reason)?))?;
        history::add(&transaction, id, now, Event::LeftOut, &reason.phrase())?;
        let is_begun: bool = transaction
            .prepare_cached("SELECT organization IS NOT NULL FROM call WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        let removal = Correction::Removal {
            why: Removed::Private,
        };
        let asked = is_begun
            .then(|| corrections::ask(&transaction, id, &removal, now))
            .transpose()?;
        transaction.commit()?;
        Ok(asked)
    }

    /// Makes a call due that a rule leaves out, because the person wants it logged all the same.
    ///
    /// # Errors
    /// When it could not be written, or the call is not left out, or for a reason that nobody overrules.
    pub fn want(&mut self, id: i64, now: Timestamp) -> Result<(), LedgerError> {
        let transaction = self.writing()?;
        let (state, reason) = standing(&transaction, id)?;
        let may_want =
            state == State::LeftOut && reason.as_ref().is_some_and(Reason::may_be_overruled);
        if !may_want {
            return Err(LedgerError::Settled {
                id,
                state: state.word(),
            });
        }
        corrections::withdraw(&transaction, id, now)?;
        transaction
            .prepare_cached("UPDATE call SET is_wanted = 1, chosen = NULL WHERE id = ?1")?
            .execute([id])?;
        make_due(&transaction, id, now, Event::LogAsked)?;
        transaction.commit()?;
        Ok(())
    }

    /// What a person said about a call before it was logged.
    ///
    /// # Errors
    /// When the ledger cannot be read, or has no such call.
    pub fn words(&self, id: i64) -> Result<Words, LedgerError> {
        self.connection
            .prepare_cached("SELECT subject, notes FROM call WHERE id = ?1")?
            .query_and_then([id], words_of)?
            .next()
            .unwrap_or(Err(LedgerError::NoSuchCall(id)))
    }

    pub(super) fn said_of(&self, id: i64) -> Result<Said, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT subject, shown ->> '$.subject' AS shown_subject, remote_number, remote_extension \
             FROM call WHERE id = ?1",
        )?;
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else {
            return Ok(Said::default());
        };
        let shown: Option<String> = row.get("shown_subject")?;
        let subject: Option<String> = row.get("subject")?;
        let number = number_of(row)?;
        let number = number.map(|number| number.to_string());
        let remembered = self
            .choices()?
            .into_iter()
            .find(|choice| Some(&choice.number) == number.as_ref());
        Ok(Said {
            subject: shown.or(subject),
            remembered,
            pending: corrections::pending_of(&self.connection, id)?,
        })
    }
}

/// Adds a note to those of a call.
pub(super) fn add_note(connection: &Connection, id: i64, text: &str) -> Result<(), LedgerError> {
    let kept: Option<String> = connection
        .prepare_cached("SELECT notes FROM call WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    let mut notes: Vec<String> = kept
        .map(|kept| from_json("notes", &kept))
        .transpose()?
        .unwrap_or_default();
    notes.push(text.to_owned());
    connection
        .prepare_cached("UPDATE call SET notes = ?2 WHERE id = ?1")?
        .execute((id, to_json(&notes)?))?;
    Ok(())
}

/// Takes a note from those of a call: it is asked for as a correction, which adds it again.
pub(super) fn take_note(connection: &Connection, id: i64, text: &str) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE call SET notes = (SELECT nullif(json_group_array(value), '[]') FROM json_each(notes) \
             WHERE value <> ?2) WHERE id = ?1",
        )?
        .execute((id, text))?;
    Ok(())
}

/// A choice belongs to a call that is still to be logged.
fn must_be_open(connection: &Connection, id: i64) -> Result<(), LedgerError> {
    let (state, reason) = standing(connection, id)?;
    match state {
        State::Waiting | State::NeedsYou | State::Failed => must_be_a_call(id, reason.as_ref()),
        State::Logged | State::LeftOut => Err(LedgerError::Settled {
            id,
            state: state.word(),
        }),
    }
}

fn words(choice: &Choice) -> Phrase {
    let record = match choice {
        Choice::Record { record } => Some(record.clone()),
        Choice::NewContact => return Phrase::new("choice-new-contact"),
        Choice::Nobody => None,
    };
    Correction::Regarding { record }.phrase()
}

/// Keeps whose calls those of a number are, and makes the others due that ask.
fn remember(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
    number: &PhoneNumber,
    record: &RecordRef,
    now: Timestamp,
) -> Result<(), LedgerError> {
    transaction
        .prepare_cached(
            "INSERT INTO choice (organization, number, extension, record_entity, record_id, record_name, \
             record_company, chosen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
             ON CONFLICT DO UPDATE SET record_entity = excluded.record_entity, record_id = excluded.record_id, \
             record_name = excluded.record_name, record_company = excluded.record_company, \
             chosen_at = excluded.chosen_at, forgotten_at = NULL",
        )?
        .execute((
            organization.to_string(),
            number.e164(),
            number.extension().unwrap_or_default(),
            record.entity.word(),
            record.id.to_string(),
            &record.name,
            &record.company,
            micros(now),
        ))?;
    for asking in asking_about(transaction, number)? {
        make_due(transaction, asking, now, Event::Waiting)?;
    }
    Ok(())
}

fn forget(
    connection: &Connection,
    organization: OrganizationId,
    number: &PhoneNumber,
    now: Timestamp,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE choice SET forgotten_at = ?4 \
             WHERE organization = ?1 AND number = ?2 AND extension = ?3 AND forgotten_at IS NULL",
        )?
        .execute((
            organization.to_string(),
            number.e164(),
            number.extension().unwrap_or_default(),
            micros(now),
        ))?;
    Ok(())
}

/// The contact a person had made for a call's number, once the call is logged on it.
pub(super) fn remember_new_contact(
    transaction: &Transaction<'_>,
    id: i64,
    record: &RecordRef,
) -> Result<(), LedgerError> {
    let chosen_at: Option<Timestamp> = transaction
        .prepare_cached(
            "SELECT max(history.at) AS at FROM history JOIN call ON call.id = history.call \
             WHERE call.id = ?1 AND history.event = ?2 AND chosen ->> '$.kind' = 'new_contact'",
        )?
        .query_and_then((id, Event::Chosen.word()), |row| {
            optional_time_of(row, "at")
        })?
        .next()
        .transpose()?
        .flatten();
    match chosen_at {
        Some(chosen_at) => correct_choice(transaction, id, Some(record), chosen_at),
        None => Ok(()),
    }
}

/// What a person said at `said_at` of a call that stands in Dynamics counts for its number, unless they said something
/// newer of it: a record is remembered, for nobody what was remembered is forgotten.
pub(super) fn correct_choice(
    transaction: &Transaction<'_>,
    id: i64,
    record: Option<&RecordRef>,
    said_at: Timestamp,
) -> Result<(), LedgerError> {
    let organization: Option<OrganizationId> = transaction
        .prepare_cached("SELECT organization FROM call WHERE id = ?1")?
        .query_and_then([id], |row| optional_id_of(row, "organization"))?
        .next()
        .transpose()?
        .flatten();
    let (Some(organization), Some(number)) = (organization, number_of_call(transaction, id)?)
    else {
        return Ok(());
    };
    let is_outdated = transaction
        .prepare_cached(
            "SELECT 1 FROM choice WHERE organization = ?1 AND number = ?2 AND extension = ?3 \
             AND max(chosen_at, coalesce(forgotten_at, chosen_at)) > ?4",
        )?
        .exists((
            organization.to_string(),
            number.e164(),
            number.extension().unwrap_or_default(),
            micros(said_at),
        ))?;
    match record {
        Some(_) | None if is_outdated => Ok(()),
        Some(record) => remember(transaction, organization, &number, record, said_at),
        None => forget(transaction, organization, &number, said_at),
    }
}

fn number_of_call(
    transaction: &Transaction<'_>,
    id: i64,
) -> Result<Option<PhoneNumber>, LedgerError> {
    let mut statement = transaction
        .prepare_cached("SELECT remote_number, remote_extension FROM call WHERE id = ?1")?;
    let mut rows = statement.query([id])?;
    rows.next()?.map_or(Ok(None), number_of)
}

fn asking_about(
    transaction: &Transaction<'_>,
    number: &PhoneNumber,
) -> Result<Vec<i64>, LedgerError> {
    ids(
        transaction,
        "SELECT id FROM call WHERE state = 'needs_you' AND remote_number = ?1 AND remote_extension IS ?2",
        (number.e164(), number.extension()),
    )
}

fn choice_of(row: &Row<'_>) -> Result<RememberedChoice, LedgerError> {
    let unreadable = |column: &str| LedgerError::unreadable(column, "it is empty");
    let id: Option<RecordId> = optional_id_of(row, "record_id")?;
    let entity: String = row.get("record_entity")?;
    Ok(RememberedChoice {
        number: number_of(row)?.ok_or_else(|| unreadable("number"))?,
        record: RecordRef {
            entity: parse("record_entity", &entity)?,
            id: id.ok_or_else(|| unreadable("record_id"))?,
            name: row.get("record_name")?,
            company: row.get("record_company")?,
        },
        chosen_at: time_of(row, "chosen_at")?,
    })
}

#[cfg(test)]
mod tests;
