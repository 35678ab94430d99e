//! Why the ledger did not do it, in one sentence with the cure.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use ringlog_core::delivery::State;
use ringlog_core::phrase::Phrase;
use rusqlite::{ErrorCode, ffi};

use super::row::{Word as _, parse};

/// Why the ledger could not be opened, read or written.
#[derive(Debug)]
pub enum LedgerError {
    /// A newer Ringlog wrote it; it is left as it is.
    NewerVersion {
        /// The file.
        file: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// An older Ringlog wrote it, and a reader may not change it.
    OlderVersion {
        /// The file.
        file: PathBuf,
        /// Its format.
        found: i64,
        /// The format read here.
        known: i64,
    },
    /// The file is damaged or no ledger.
    Damaged {
        /// What was found.
        detail: String,
    },
    /// A line means nothing to this version.
    Unreadable {
        /// What was found.
        detail: String,
    },
    /// The file or its folder may not be read or written.
    Permission {
        /// What the system said.
        detail: String,
    },
    /// The disk is full.
    Full,
    /// Somebody else is writing, for longer than it ever takes.
    Busy,
    /// No call has this id.
    NoSuchCall(i64),
    /// The call's state does not allow the change.
    Settled {
        /// The call.
        id: i64,
        /// Its state, as in `calls --json`.
        state: &'static str,
    },
    /// There is no finished call to send.
    NotACall(i64, Phrase),
    /// Anything else.
    Other(String),
}

impl LedgerError {
    /// The call stands in this state, which does not allow the change.
    pub(crate) fn settled(id: i64, state: State) -> Self {
        Self::Settled {
            id,
            state: state.word(),
        }
    }

    /// What happened, with the cure where there is one.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        let format = |phrase: Phrase, file: &Path, found: i64, known: i64| {
            phrase
                .with("file", file.display().to_string())
                .with("found", found)
                .with("known", known)
        };
        let with_detail = |phrase: Phrase, detail: &str| phrase.with("detail", detail);
        match self {
            Self::NewerVersion { file, found, known } => {
                format(Phrase::new("ledger-newer"), file, *found, *known)
            }
            Self::OlderVersion { file, found, known } => {
                format(Phrase::new("ledger-older"), file, *found, *known)
            }
            Self::Damaged { detail } => with_detail(Phrase::new("ledger-damaged"), detail),
            Self::Unreadable { detail } => with_detail(Phrase::new("ledger-unreadable"), detail),
            Self::Permission { detail } => with_detail(Phrase::new("ledger-permission"), detail),
            Self::Full => Phrase::new("ledger-disk-full"),
            Self::Busy => Phrase::new("ledger-busy"),
            Self::NoSuchCall(id) => Phrase::new("ledger-no-such-call").with("call", id.to_string()),
            Self::Settled { id, state } => Phrase::new("ledger-call-settled")
                .with("call", id.to_string())
                .with("state", in_words(state)),
            Self::NotACall(id, reason) => Phrase::new("ledger-not-a-call")
                .with("call", id.to_string())
                .with("reason", reason.clone()),
            Self::Other(detail) => with_detail(Phrase::new("ledger-failed"), detail),
        }
    }

    /// The command of `ringlogctl` that cures it or shows more.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        match self {
            Self::OlderVersion { .. } | Self::Damaged { .. } => Some("ringlogctl sync".to_owned()),
            Self::NoSuchCall(_) => Some("ringlogctl calls".to_owned()),
            Self::Settled { id, .. } => Some(format!("ringlogctl call {id}")),
            Self::NewerVersion { .. }
            | Self::Unreadable { .. }
            | Self::Permission { .. }
            | Self::Full
            | Self::Busy
            | Self::NotACall(..)
            | Self::Other(_) => None,
        }
    }
}

/// A state by its word in the ledger.
fn in_words(state: &str) -> Phrase {
    parse::<State>("state", state).map_or_else(|_| Phrase::verbatim(state), State::phrase)
}

/// In English, as its phrase is.
impl fmt::Display for LedgerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(formatter)
    }
}

impl std::error::Error for LedgerError {}

/// Windows: another program has the file to itself (Microsoft, "System error codes").
const ERROR_SHARING_VIOLATION: i32 = 32;
/// Windows: another program has a part of the file to itself.
const ERROR_LOCK_VIOLATION: i32 = 33;

impl LedgerError {
    /// What the system said about a file or folder around the ledger.
    pub(super) fn of_file(error: &io::Error) -> Self {
        let is_held = cfg!(windows)
            && matches!(
                error.raw_os_error(),
                Some(ERROR_SHARING_VIOLATION | ERROR_LOCK_VIOLATION)
            );
        if error.kind() == io::ErrorKind::StorageFull {
            Self::Full
        } else if is_held {
            Self::Busy
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
        let extended_code = error.sqlite_error().map(|error| error.extended_code);
        if matches!(
            code,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
        ) {
            Self::Damaged { detail }
        } else if code == Some(ErrorCode::DiskFull)
            // The file that the processes share could not grow (SQLite, "Result and Error Codes").
            || extended_code == Some(ffi::SQLITE_IOERR_SHMSIZE)
        {
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

/// Why a call is not tried again.
#[derive(Debug)]
pub enum RetryError {
    /// It stands in Dynamics already.
    Logged(i64),
    /// A rule keeps it out.
    LeftOut(i64),
    /// The ledger did not do it, has no such call, or only a record that is no finished call.
    Ledger(LedgerError),
}

impl RetryError {
    /// What to say of it.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Logged(id) => Phrase::new("retry-logged-already").with("call", id.to_string()),
            Self::LeftOut(id) => Phrase::new("retry-left-out").with("call", id.to_string()),
            Self::Ledger(error) => error.phrase(),
        }
    }
}

/// In English, as its phrase is.
impl fmt::Display for RetryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(formatter)
    }
}

impl std::error::Error for RetryError {}

impl From<LedgerError> for RetryError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<rusqlite::Error> for RetryError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Ledger(error.into())
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
    fn a_disk_too_full_for_the_shared_file_is_full() {
        let error = refused(ffi::SQLITE_IOERR_SHMSIZE);
        assert!(matches!(error, LedgerError::Full), "{error}");
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
