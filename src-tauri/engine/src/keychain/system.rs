//! The operating system's keychain: Windows Credential Manager, macOS Keychain or the Secret Service.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use keyring::{Entry, Error};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use super::entries::{self, Entries};
use crate::ports::{KeychainError, SecretName, SecretStore};

/// The service name of every entry.
const SERVICE: &str = "app.ringlog";
/// How long a person may take to unlock the keychain before it counts as locked.
const WAIT_SECONDS_MAX: u64 = 60;

type Job = Box<dyn FnOnce(&SystemEntries) + Send>;

/// The secrets of one profile in the operating system's keychain.
///
/// One thread makes all the calls, because Windows does not order calls of several threads
/// (`reference/entra.md`, section 7.2).
#[derive(Debug)]
pub struct OsKeychain {
    profile: String,
    jobs: Mutex<Sender<Job>>,
    has_proven_itself: AtomicBool,
}

impl OsKeychain {
    /// The keychain as the profile of this id sees it; two profiles never share an entry.
    ///
    /// # Errors
    /// When its thread cannot be started.
    pub fn new(profile_id: &str) -> Result<Self, KeychainError> {
        let (jobs, queue) = mpsc::channel::<Job>();
        std::thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || {
                for job in queue {
                    job(&SystemEntries);
                }
            })
            .map_err(|error| KeychainError::Failed(error.to_string()))?;
        Ok(Self {
            profile: profile_id.to_owned(),
            jobs: Mutex::new(jobs),
            has_proven_itself: AtomicBool::new(false),
        })
    }

    fn key(&self, name: SecretName) -> String {
        format!("{}/{}", self.profile, name.text())
    }

    /// Runs `work` on the keychain's thread; work nobody waits for any more is not begun.
    fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&SystemEntries) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let (reply, answer) = mpsc::sync_channel(1);
        let is_abandoned = Arc::new(AtomicBool::new(false));
        let abandoned = Arc::clone(&is_abandoned);
        let job: Job = Box::new(move |entries| {
            if !abandoned.load(Ordering::Acquire) {
                // The one who asked may have given up meanwhile.
                let _nobody_waits = reply.send(work(entries));
            }
        });
        let gone = || KeychainError::Failed("its thread has ended".to_owned());
        self.jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .send(job)
            .map_err(|_| gone())?;
        match answer.recv_timeout(Duration::from_secs(WAIT_SECONDS_MAX)) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout) => {
                is_abandoned.store(true, Ordering::Release);
                Err(KeychainError::Locked(format!(
                    "it did not answer within {WAIT_SECONDS_MAX} seconds"
                )))
            }
            Err(RecvTimeoutError::Disconnected) => Err(gone()),
        }
    }
}

impl SecretStore for OsKeychain {
    fn get(&self, name: SecretName) -> Result<Option<SecretString>, KeychainError> {
        let key = self.key(name);
        let secret = self.run(move |system| entries::get(system, &key))?;
        // Without a default collection the Secret Service says "no entry" instead of "no keychain"
        // (`reference/entra.md`, section 7.2), which only a write tells apart.
        if secret.is_none() && !self.has_proven_itself.load(Ordering::Relaxed) {
            self.probe()?;
        }
        Ok(secret)
    }

    fn set(&self, name: SecretName, secret: &SecretString) -> Result<(), KeychainError> {
        let (key, secret) = (self.key(name), secret.clone());
        self.run(move |system| entries::set(system, &key, &secret))
    }

    fn delete(&self, name: SecretName) -> Result<(), KeychainError> {
        let key = self.key(name);
        self.run(move |system| entries::delete(system, &key))
    }

    fn probe(&self) -> Result<(), KeychainError> {
        let key = self.key(SecretName::Probe);
        self.run(move |system| entries::probe(system, &key))?;
        self.has_proven_itself.store(true, Ordering::Relaxed);
        Ok(())
    }
}

struct SystemEntries;

impl Entries for SystemEntries {
    fn read(&self, key: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError> {
        match entry(key)?.get_secret() {
            Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(failure(&error, 0)),
        }
    }

    fn write(&self, key: &str, bytes: &[u8]) -> Result<(), KeychainError> {
        entry(key)?
            .set_secret(bytes)
            .map_err(|error| failure(&error, bytes.len()))
    }

    fn remove(&self, key: &str) -> Result<(), KeychainError> {
        match entry(key)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(failure(&error, 0)),
        }
    }
}

fn entry(key: &str) -> Result<Entry, KeychainError> {
    Entry::new(SERVICE, key).map_err(|error| match Entry::store_status() {
        Err(cause) => KeychainError::Absent(cause.to_string()),
        Ok(()) => failure(&error, 0),
    })
}

/// The cases of `reference/entra.md`, section 7.2. `Display` only: `Debug` of some of these errors shows the secret.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the type is not ours and may grow"
)]
fn failure(error: &Error, bytes: usize) -> KeychainError {
    let text = error.to_string();
    // The Secret Service's own error type is not ours to name, so its words decide.
    let says = |words: &str| text.contains(words);
    match error {
        Error::NoDefaultStore => KeychainError::Absent(text),
        Error::NoStorageAccess(_) if says("result not returned") => {
            KeychainError::Absent("it has no default collection".to_owned())
        }
        Error::NoStorageAccess(_) if cfg!(windows) => KeychainError::Withheld(text),
        Error::NoStorageAccess(_) => KeychainError::Locked(text),
        Error::PlatformFailure(_)
            if says("no secret service provider") || says("ServiceUnknown") =>
        {
            KeychainError::Absent(text)
        }
        Error::TooLong(..) => KeychainError::TooLarge {
            bytes,
            detail: text,
        },
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            KeychainError::Damaged(text)
        }
        Error::Ambiguous(_) => KeychainError::Damaged("it is there more than once".to_owned()),
        _ => KeychainError::Failed(text),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn boxed(text: &str) -> Box<dyn std::error::Error + Send + Sync> {
        Box::new(std::io::Error::other(text.to_owned()))
    }

    #[test]
    fn what_the_keychain_says_is_told_apart() {
        let said = |error| failure(&error, 2_561);
        assert!(matches!(
            said(Error::NoDefaultStore),
            KeychainError::Absent(_)
        ));
        assert!(matches!(
            said(Error::NoStorageAccess(boxed(
                "SS error: result not returned from SS API"
            ))),
            KeychainError::Absent(_)
        ));
        #[cfg(not(windows))]
        assert!(matches!(
            said(Error::NoStorageAccess(boxed("SS error: prompt dismissed"))),
            KeychainError::Locked(_)
        ));
        #[cfg(windows)]
        assert!(matches!(
            said(Error::NoStorageAccess(boxed(
                "Windows ERROR_NO_SUCH_LOGON_SESSION"
            ))),
            KeychainError::Withheld(_)
        ));
        assert!(matches!(
            said(Error::TooLong("secret".to_owned(), 2_560)),
            KeychainError::TooLarge { bytes: 2_561, .. }
        ));
        let damaged = said(Error::BadEncoding(b"hunter2".to_vec()));
        assert!(matches!(damaged, KeychainError::Damaged(_)));
        assert!(!format!("{damaged:?}").contains("hunter2"));
        assert!(matches!(
            said(Error::PlatformFailure(boxed("Windows error code 8"))),
            KeychainError::Failed(_)
        ));
    }

    #[test]
    fn the_keychain_keeps_reads_and_forgets_secrets_of_any_size() {
        if std::env::var("RINGLOG_TEST_KEYCHAIN").as_deref() != Ok("1") {
            return;
        }
        let keychain = OsKeychain::new("test-profile").unwrap();
        let other = OsKeychain::new("other-profile").unwrap();
        keychain.probe().unwrap();
        for length in [1, 1_524, 2_560, 5_000, 30_000, 10] {
            let secret = SecretString::from("é".repeat(length));
            keychain.set(SecretName::Account, &secret).unwrap();
            let read = keychain.get(SecretName::Account).unwrap().unwrap();
            assert_eq!(read.expose_secret(), secret.expose_secret());
        }
        assert!(other.get(SecretName::Account).unwrap().is_none());
        keychain.delete(SecretName::Account).unwrap();
        keychain.delete(SecretName::Account).unwrap();
        assert!(keychain.get(SecretName::Account).unwrap().is_none());
    }
}
