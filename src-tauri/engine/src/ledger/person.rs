//! What the person said and was told: a pause, the verified steps of the first run, the announced causes.

use std::collections::BTreeSet;

use jiff::Timestamp;
use ringlog_core::desktop::first_run::Step;
use rusqlite::OptionalExtension;

use super::row::{micros, timestamp};
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

    /// Keeps that the person was told of these causes.
    ///
    /// # Errors
    /// When it could not be written; none of them is kept then.
    pub fn set_told<'a>(
        &mut self,
        causes: impl IntoIterator<Item = &'a str>,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let transaction = self.writing()?;
        {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO told (cause, told_at) VALUES (?1, ?2) ON CONFLICT (cause) DO NOTHING",
            )?;
            for cause in causes {
                statement.execute((cause, micros(now)))?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Those of `causes` the person was told of before.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn told<'a>(
        &self,
        causes: impl IntoIterator<Item = &'a str>,
    ) -> Result<BTreeSet<String>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT 1 FROM told WHERE cause = ?1")?;
        let mut told = BTreeSet::new();
        for cause in causes {
            if statement.exists([cause])? {
                told.insert(cause.to_owned());
            }
        }
        Ok(told)
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

    #[test]
    fn a_cause_that_was_told_stays_told() {
        let mut ledger = Shelf::new().ledger;

        ledger.set_told(["a", "b"], at(0)).unwrap();
        ledger.set_told(["b", "c"], at(1)).unwrap();

        let told = ledger.told(["a", "c", "d"]).unwrap();
        assert_eq!(told, ["a", "c"].map(str::to_owned).into());
    }
}
