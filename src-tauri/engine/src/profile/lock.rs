//! One process at a time polls and writes in a profile.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

use ringlog_core::phrase::Phrase;
use ringlog_core::settings::raw::shown;

/// A holder's name is far shorter.
const HOLDER_BYTES_MAX: u64 = 200;

/// The profile is this process's until this is dropped, or the process ends in whatever way.
///
/// The name stands in a file beside the lock, because Windows lets nobody read a locked one.
#[derive(Debug)]
pub struct ProfileLock {
    _file: File,
    holder_path: PathBuf,
}

/// Why the profile was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockError {
    /// Another process has it.
    Held {
        /// Which: `ringlog (process 4711)`.
        by: String,
    },
    /// The system gives no lock.
    Failed {
        /// The lock file.
        path: String,
        /// What the system said.
        detail: String,
    },
}

impl LockError {
    /// What happened, with the cure.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Held { by } => Phrase::new("profile-held").with("by", by.clone()),
            Self::Failed { path, detail } => Phrase::new("profile-lock-failed")
                .with("path", path.clone())
                .with("detail", detail.clone()),
        }
    }
}

/// In English, as its phrase is.
impl fmt::Display for LockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(formatter)
    }
}

impl std::error::Error for LockError {}

impl ProfileLock {
    pub(super) fn take(directory: &Path, program: &str) -> Result<Self, LockError> {
        let path = directory.join("profile.lock");
        let holder_path = directory.join("profile.holder");
        let failed = |error: std::io::Error| LockError::Failed {
            path: path.display().to_string(),
            detail: error.to_string(),
        };
        let file = open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let by = holder(&holder_path);
                return Err(LockError::Held { by });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let name = format!("{program} (process {})", std::process::id());
        let named = open(&holder_path).and_then(|mut holder| {
            holder.set_len(0)?;
            holder.write_all(name.as_bytes())
        });
        // It holds without a name as well: on a full disk, the ledger is to say so.
        if let Err(error) = named {
            tracing::warn!(%error, "who holds the profile could not be written down");
        }
        Ok(Self {
            _file: file,
            holder_path,
        })
    }
}

impl Drop for ProfileLock {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.holder_path) {
            tracing::debug!(%error, "the profile's holder file stays");
        }
    }
}

/// Opens a lock file without a change to it, or makes it for its owner alone; the lock is on the open file, so the file
/// itself is never removed.
pub(crate) fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn holder(path: &Path) -> String {
    let mut bytes = Vec::new();
    let read =
        File::open(path).and_then(|file| file.take(HOLDER_BYTES_MAX).read_to_end(&mut bytes));
    let name = shown(String::from_utf8_lossy(&bytes).trim());
    match read {
        Ok(_) if !name.is_empty() => name,
        Ok(_) | Err(_) => "Another process".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Profile;
    use super::*;

    #[test]
    fn a_second_taker_is_told_who_has_the_profile_until_it_is_dropped() {
        let directory = tempfile::tempdir().unwrap();
        let profile = Profile::open(Some(directory.path())).unwrap();
        let lock = profile.lock("ringlog").unwrap();
        let held = profile.lock("ringlogctl").unwrap_err();
        let expected = format!(
            "ringlog (process {}) is using this profile; quit it, or start with another profile (--profile).",
            std::process::id()
        );
        assert_eq!(held.to_string(), expected);
        drop(lock);
        profile.lock("ringlogctl").unwrap();
    }

    #[test]
    fn a_holder_that_left_no_name_is_another_process() {
        let directory = tempfile::tempdir().unwrap();
        let profile = Profile::open(Some(directory.path())).unwrap();
        let lock = profile.lock("ringlog").unwrap();
        std::fs::remove_file(&lock.holder_path).unwrap();
        let held = profile.lock("ringlogctl").unwrap_err();
        let by = "Another process".to_owned();
        assert_eq!(held, LockError::Held { by });
    }

    #[test]
    fn two_profiles_are_taken_side_by_side() {
        let directory = tempfile::tempdir().unwrap();
        let open = |name| Profile::open(Some(&directory.path().join(name))).unwrap();
        let _first = open("a").lock("ringlog").unwrap();
        open("b").lock("ringlog").unwrap();
    }

    #[test]
    fn a_name_left_by_a_killed_process_holds_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let profile = Profile::open(Some(directory.path())).unwrap();
        std::fs::write(
            directory.path().join("profile.holder"),
            "ringlog (process 1)",
        )
        .unwrap();
        profile.lock("ringlogctl").unwrap();
    }
}
