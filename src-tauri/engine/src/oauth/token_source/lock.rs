//! One renewal at a time among all processes of a profile.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use ringlog_core::fault::{Fault, FaultKind};

use crate::profile;

/// How long a process waits for another one's renewal: longer than one takes.
const WAIT_SECONDS_MAX: u64 = 120;
/// How often it looks.
const LOOK_MILLISECONDS: u64 = 100;

/// Held while a token is renewed; the operating system frees it with the process.
pub(super) struct RenewalLock {
    _file: File,
}

impl RenewalLock {
    /// Waits for the lock on `path`.
    pub(super) async fn acquire(path: &Path) -> Result<Self, Fault> {
        let failed = |detail: String| {
            let message = format!("The lock file {} cannot be used: {detail}", path.display());
            Fault::new(FaultKind::Unreachable, message)
        };
        let file = profile::lock::open(path).map_err(|error| failed(error.to_string()))?;
        let deadline = tokio::time::Instant::now() + Duration::from_secs(WAIT_SECONDS_MAX);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::Error(error)) => return Err(failed(error.to_string())),
                Err(TryLockError::WouldBlock) => {}
            }
            if tokio::time::Instant::now() >= deadline {
                let detail = format!("another Ringlog held it for {WAIT_SECONDS_MAX} seconds");
                return Err(failed(detail));
            }
            tokio::time::sleep(Duration::from_millis(LOOK_MILLISECONDS)).await;
        }
    }
}
