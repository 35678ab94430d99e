//! The ledger's format, step by step: `user_version` says how many were taken.
//!
//! A new variant of a stored type (`Reason`, `Condition`, `SignInReason`) is a new step as well, if only an empty one:
//! a version that does not know the word then refuses the ledger instead of stumbling over a line.

use rusqlite::{Connection, TransactionBehavior};

use super::LedgerError;

/// `PRAGMA application_id` of every ledger: "Ring" in ASCII, so that a foreign database is not taken for one.
pub(super) const APPLICATION_ID: i64 = 0x5269_6e67;

/// The steps, oldest first; one that was ever released never changes.
const STEPS: [&str; 7] = [
    include_str!("migrations/001_init.sql"),
    include_str!("migrations/002_choices_and_corrections.sql"),
    include_str!("migrations/003_backfill.sql"),
    include_str!("migrations/004_stand_in_key.sql"),
    include_str!("migrations/005_rules.sql"),
    include_str!("migrations/006_asked_until.sql"),
    include_str!("migrations/007_listed.sql"),
];

/// The format this version writes.
pub(super) const VERSION: i64 = STEPS.len() as i64;

/// Brings the ledger to [`VERSION`], all steps or none: who reads beside it never meets one half made.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), LedgerError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let taken = version_of(&transaction)?;
    if taken >= VERSION {
        return Ok(());
    }
    for (step, _) in STEPS
        .iter()
        .zip(1..)
        .filter(|(_, version)| *version > taken)
    {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(())
}

/// How many steps the file has seen.
pub(super) fn version_of(connection: &Connection) -> Result<i64, LedgerError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// A ledger as the version that knew `steps` steps left it.
#[cfg(test)]
pub(super) fn take(connection: &Connection, steps: usize) {
    for step in STEPS.iter().take(steps) {
        connection.execute_batch(step).unwrap();
    }
    connection
        .pragma_update(None, "application_id", APPLICATION_ID)
        .unwrap();
    connection
        .pragma_update(None, "user_version", steps as i64)
        .unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(connection: &Connection) -> String {
        let mut statement = connection
            .prepare("SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND NOT (type = 'table' AND (name GLOB '*_text_*' OR name GLOB '*_phrase_*' OR name GLOB '*_word_*')) AND name <> 'sqlite_sequence' ORDER BY rowid")
            .unwrap();
        let lines: Vec<String> = statement
            .query_map((), |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        lines.join("\n\n")
    }

    fn ledger_of_version(steps: usize) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        take(&connection, steps);
        connection
    }

    #[test]
    fn the_schema_changes_only_by_a_new_step() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        insta::assert_snapshot!(schema(&connection));
    }

    #[test]
    fn nobody_ever_meets_a_ledger_between_two_steps() {
        let mut connection = ledger_of_version(4);
        // The last step finds its column there already.
        connection
            .execute_batch("ALTER TABLE call ADD COLUMN asked_until INTEGER")
            .unwrap();
        assert!(migrate(&mut connection).is_err());
        assert_eq!(version_of(&connection).unwrap(), 4);
    }

    #[test]
    fn every_older_version_is_brought_to_the_same_schema() {
        let mut new = Connection::open_in_memory().unwrap();
        migrate(&mut new).unwrap();
        for steps in 0..=STEPS.len() {
            let mut old = ledger_of_version(steps);
            migrate(&mut old).unwrap();
            assert_eq!(version_of(&old).unwrap(), VERSION);
            assert_eq!(schema(&old), schema(&new), "from version {steps}");
        }
    }
}
