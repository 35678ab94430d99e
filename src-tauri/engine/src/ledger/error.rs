//! Why the ledger did not do it, in one sentence with the cure.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the ledger could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// A newer Ringlog wrote it; it is left as it is.
    #[error(
        "The ledger {} was written by a newer Ringlog (format {found}, this one knows {known}): install the newer version.",
        file.display()
    )]
    NewerVersion {
        /// The file.
        file: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// An older Ringlog wrote it, and a reader may not change it.
    #[error(
        "The ledger {} was written by an older Ringlog (format {found}, this one reads {known}): start Ringlog or run `ringlogctl sync` once, which brings it up to date.",
        file.display()
    )]
    OlderVersion {
        /// The file.
        file: PathBuf,
        /// Its format.
        found: i64,
        /// The format read here.
        known: i64,
    },
    /// The file is damaged or no ledger.
    #[error(
        "The ledger is damaged ({detail}): start Ringlog or run `ringlogctl sync`, which keeps the damaged file under another name and begins a new ledger."
    )]
    Damaged {
        /// What was found.
        detail: String,
    },
    /// A line means nothing to this version.
    #[error(
        "A line of the ledger cannot be understood ({detail}): install the newest version of Ringlog."
    )]
    Unreadable {
        /// What was found.
        detail: String,
    },
    /// The file or its folder may not be read or written.
    #[error(
        "The ledger cannot be opened or written ({detail}): make sure that its file and folder belong to you and are not write-protected."
    )]
    Permission {
        /// What the system said.
        detail: String,
    },
    /// The disk is full.
    #[error(
        "The disk is full, so the ledger cannot be written and nothing is sent: free some space, Ringlog then goes on."
    )]
    Full,
    /// Somebody else is writing, for longer than it ever takes.
    #[error("Another program is using the ledger: close other copies of Ringlog and try again.")]
    Busy,
    /// No call has this id.
    #[error("No call has the id {0}: `ringlogctl calls` lists them.")]
    NoSuchCall(i64),
    /// The call's state does not allow the change.
    #[error("Call {id} is {state} and stays so: `ringlogctl call {id}` shows why.")]
    Settled {
        /// The call.
        id: i64,
        /// Its state, as in `calls --json`.
        state: &'static str,
    },
    /// There is no finished call to send.
    #[error("Call {0} cannot be sent: {1}")]
    NotACall(i64, String),
    /// Anything else.
    #[error("The ledger could not be read or written ({0}): check the disk and try again.")]
    Other(String),
}

impl LedgerError {
    /// What the system said about a file or folder around the ledger.
    pub(super) fn of_file(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::StorageFull {
            Self::Full
        } else {
            Self::Permission {
                detail: error.to_string(),
            }
        }
    }

    /// A value that does not mean anything in its column.
    pub(super) fn unreadable(column: &str, problem: impl std::fmt::Display) -> Self {
        Self::Unreadable {
            detail: format!("{column}: {problem}"),
        }
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        let detail = error.to_string();
        if matches!(
            error,
            rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
        ) {
            return Self::Unreadable { detail };
        }
        let code = error.sqlite_error_code();
        if matches!(
            code,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
        ) {
            Self::Damaged { detail }
        } else if code == Some(ErrorCode::DiskFull) {
            Self::Full
        } else if matches!(
            code,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
        ) {
            Self::Busy
        } else if matches!(
            code,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
        ) {
            Self::Permission { detail }
        } else {
            Self::Other(detail)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: i32) -> LedgerError {
        rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None).into()
    }

    #[test]
    fn each_refusal_of_sqlite_has_its_own_cure() {
        use rusqlite::ffi;
        let sentences: Vec<String> = [
            ffi::SQLITE_CORRUPT,
            ffi::SQLITE_NOTADB,
            ffi::SQLITE_FULL,
            ffi::SQLITE_BUSY,
            ffi::SQLITE_READONLY,
            ffi::SQLITE_CANTOPEN,
            ffi::SQLITE_PERM,
            ffi::SQLITE_IOERR,
        ]
        .map(|code| refused(code).to_string())
        .to_vec();
        insta::assert_snapshot!(sentences.join("\n"));
    }

    #[test]
    fn a_full_disk_is_told_apart_from_a_missing_permission() {
        let of_kind = |kind| LedgerError::of_file(&io::Error::from(kind));
        assert!(matches!(
            of_kind(io::ErrorKind::StorageFull),
            LedgerError::Full
        ));
        assert!(matches!(
            of_kind(io::ErrorKind::PermissionDenied),
            LedgerError::Permission { .. }
        ));
    }
}
