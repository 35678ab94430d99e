//! The ledger: every record the PBX returned, where it stands, and what happened to it (spec C6).
//!
//! One SQLite file with one writer, the engine's event loop; others may read beside it.
//! Every public function that writes is one transaction, and what it wrote is on the disk when it returns.
//! The ledger decides nothing about a call: [`ringlog_core::delivery`] does, and it is kept here.
//! Nothing in here deletes a line.
//!
//! Begin with [`Ledger::record`], which takes what a poll returned, then [`Ledger::due`], [`Ledger::begin_attempt`] and
//! [`Ledger::settle`], which take a call to Dynamics.

mod backfills;
mod calls;
mod choices;
mod corrections;
mod deliveries;
mod error;
mod evidence;
mod health;
mod history;
mod identities;
mod migrations;
#[cfg(test)]
mod model;
mod open;
mod person;
mod progress;
mod query;
mod record;
mod row;
#[cfg(test)]
mod samples;
mod search;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use ringlog_core::account::AccountState;
use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use backfills::UnreadBackfill;
pub use calls::PlaceInDynamics;
pub use corrections::{CorrectionOutcome, CorrectionState, LoggedCall, PendingCorrection};
pub use deliveries::{DueCall, KeptContent, Settled};
pub use error::{LedgerError, RetryError};
pub use history::Event;
pub use identities::{Capability, Found};
pub use open::Opened;
pub use progress::NoticedGap;
pub use query::CallQuery;
pub use record::{Recorded, RecordedCall, RecordedPage};

/// An open ledger; see the module.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    /// The file that says of the ledger that a broken page was met in it.
    suspect: PathBuf,
    /// The account as it was read last, with its text: every pass asks for it several times, and it seldom changes.
    account: RefCell<Option<(String, AccountState)>>,
}

impl Ledger {
    fn of(connection: Connection, path: &Path) -> Self {
        Self {
            connection,
            suspect: open::suspect(path),
            account: RefCell::default(),
        }
    }

    /// A transaction that holds the right to write from its start, so that it never fails half-way for want of it.
    fn writing(&mut self) -> Result<Transaction<'_>, LedgerError> {
        Ok(self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?)
    }

    /// While it is held, everything is read as it stood at the first reading.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn reading(&self) -> Result<Transaction<'_>, LedgerError> {
        Ok(self.connection.unchecked_transaction()?)
    }

    /// As [`Self::reading`], within a reading that is under way if there is one.
    fn reading_once(&self) -> Result<Option<Transaction<'_>>, LedgerError> {
        match self.connection.is_autocommit() {
            true => self.reading().map(Some),
            false => Ok(None),
        }
    }
}
