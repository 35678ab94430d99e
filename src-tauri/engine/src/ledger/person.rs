//! What the person said and was told: a pause, the verified steps of the first run, the announced causes.

use jiff::Timestamp;
use ringlog_core::desktop::first_run::Step;
use ringlog_core::notice::Announcer;
use rusqlite::OptionalExtension;

use super::row::{from_json, micros, timestamp, to_json};
use super::{Ledger, LedgerError};

impl Ledger {
    /// Keeps until when nothing is asked or sent; `None` ends the pause.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_pause(&mut self, until: Option<Timestamp>) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO pause (id, until_at) VALUES (1, ?1) \
                 ON CONFLICT (id) DO UPDATE SET until_at = excluded.until_at",
            )?
            .execute([until.map(micros)])?;
        Ok(())
    }

    /// Until when nothing is asked or sent; `None` while there is no pause, and once it is over.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn paused_until(&self, now: Timestamp) -> Result<Option<Timestamp>, LedgerError> {
        let until: Option<Option<i64>> = self
            .connection
            .prepare_cached("SELECT until_at FROM pause")?
            .query_row((), |row| row.get(0))
            .optional()?;
        let until = until
            .flatten()
            .map(|until| timestamp("until_at", until))
            .transpose()?;
        Ok(until.filter(|until| *until > now))
    }

    /// Keeps that a step of the first run was verified for `subject`, which tells one set of answers from another.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_verified(
        &mut self,
        step: Step,
        subject: &str,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO verified_step (step, subject, verified_at) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (step) DO UPDATE SET \
                 subject = excluded.subject, verified_at = excluded.verified_at",
            )?
            .execute((word(step), subject, micros(now)))?;
        Ok(())
    }

    /// Whether a step of the first run was verified for exactly this subject.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_verified(&self, step: Step, subject: &str) -> Result<bool, LedgerError> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM verified_step WHERE step = ?1 AND subject = ?2")?
            .exists((word(step), subject))?)
    }

    /// Whether an account was ever linked in this profile.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn was_ever_linked(&self) -> Result<bool, LedgerError> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM account")?
            .exists(())?)
    }

    /// Keeps what was announced and what is held back.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_announcer(&mut self, announcer: &Announcer) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO announcer (id, state) VALUES (1, ?1) \
                 ON CONFLICT (id) DO UPDATE SET state = excluded.state",
            )?
            .execute([to_json(announcer)?])?;
        Ok(())
    }

    /// What was announced and what is held back; nothing in a new ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn announcer(&self) -> Result<Announcer, LedgerError> {
        let state: Option<String> = self
            .connection
            .prepare_cached("SELECT state FROM announcer")?
            .query_row((), |row| row.get(0))
            .optional()?;
        state.map_or_else(
            || Ok(Announcer::default()),
            |state| from_json("announcer", &state),
        )
    }
}

fn word(step: Step) -> &'static str {
    match step {
        Step::Pbx => "pbx",
        Step::Organization => "organization",
        Step::Consent => "consent",
        Step::Link => "link",
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{Shelf, at};
    use super::*;

    #[test]
    fn a_pause_lasts_until_its_end_or_until_it_is_ended() {
        let mut ledger = Shelf::new().ledger;
        assert_eq!(ledger.paused_until(at(0)).unwrap(), None);

        ledger.set_pause(Some(at(60))).unwrap();

        assert_eq!(ledger.paused_until(at(59)).unwrap(), Some(at(60)));
        assert_eq!(ledger.paused_until(at(60)).unwrap(), None);
        ledger.set_pause(None).unwrap();
        assert_eq!(ledger.paused_until(at(0)).unwrap(), None);
    }

    #[test]
    fn a_step_is_verified_for_its_subject_alone() {
        let mut ledger = Shelf::new().ledger;

        ledger
            .set_verified(Step::Organization, "https://a.example", at(0))
            .unwrap();

        let is_verified = |step, subject| ledger.is_verified(step, subject).unwrap();
        assert!(is_verified(Step::Organization, "https://a.example"));
        assert!(!is_verified(Step::Organization, "https://b.example"));
        assert!(!is_verified(Step::Consent, "https://a.example"));
    }
}
