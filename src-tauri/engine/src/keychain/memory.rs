//! A keychain that forgets with the process: for the demo and for tests, with the entries of the real one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use super::entries::{self, Entries};
use crate::ports::{KeychainError, SecretName, SecretStore};

/// The most a single entry takes, as on Windows.
const ENTRY_BYTES_MAX: usize = 2_560;

/// What such a keychain can be told to suffer from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeychainFault {
    /// There is none.
    Absent,
    /// It is locked.
    Locked,
    /// It reads and removes, but takes nothing more.
    Full,
    /// It breaks for good after this many further writes and removals.
    BreaksAfter(usize),
}

/// Secrets in memory; clones share them.
#[derive(Clone, Default)]
pub struct MemoryKeychain {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    entries: BTreeMap<String, Zeroizing<Vec<u8>>>,
    fault: Option<KeychainFault>,
}

impl std::fmt::Debug for MemoryKeychain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryKeychain").finish_non_exhaustive()
    }
}

impl MemoryKeychain {
    /// An empty keychain.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on it suffers from `fault`, or from nothing.
    pub fn suffer(&self, fault: Option<KeychainFault>) {
        self.lock().fault = fault;
    }

    /// The names of the entries it holds, whole secrets and parts alike.
    #[must_use]
    pub fn entry_names(&self) -> Vec<String> {
        self.lock().entries.keys().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn readable(&self) -> Result<(), KeychainError> {
        match self.fault {
            Some(KeychainFault::Absent) => {
                Err(KeychainError::Absent("told to be absent".to_owned()))
            }
            Some(KeychainFault::Locked) => {
                Err(KeychainError::Locked("told to be locked".to_owned()))
            }
            Some(KeychainFault::Full | KeychainFault::BreaksAfter(_)) | None => Ok(()),
        }
    }

    fn changeable(&mut self) -> Result<(), KeychainError> {
        self.readable()?;
        match &mut self.fault {
            Some(KeychainFault::BreaksAfter(0)) => {
                Err(KeychainError::Failed("told to break".to_owned()))
            }
            Some(KeychainFault::BreaksAfter(left)) => {
                *left -= 1;
                Ok(())
            }
            Some(KeychainFault::Absent | KeychainFault::Locked | KeychainFault::Full) | None => {
                Ok(())
            }
        }
    }
}

impl Entries for MemoryKeychain {
    fn read(&self, key: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError> {
        let inner = self.lock();
        inner.readable()?;
        Ok(inner.entries.get(key).cloned())
    }

    fn write(&self, key: &str, bytes: &[u8]) -> Result<(), KeychainError> {
        let mut inner = self.lock();
        inner.changeable()?;
        let detail = if inner.fault == Some(KeychainFault::Full) {
            Some("told to be full")
        } else {
            (bytes.len() > ENTRY_BYTES_MAX).then_some("longer than an entry")
        };
        if let Some(detail) = detail {
            return Err(KeychainError::TooLarge {
                bytes: bytes.len(),
                detail: detail.to_owned(),
            });
        }
        let bytes = Zeroizing::new(bytes.to_vec());
        inner.entries.insert(key.to_owned(), bytes);
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), KeychainError> {
        let mut inner = self.lock();
        inner.changeable()?;
        inner.entries.remove(key);
        Ok(())
    }
}

impl SecretStore for MemoryKeychain {
    fn get(&self, name: SecretName) -> Result<Option<SecretString>, KeychainError> {
        entries::get(self, name.text())
    }

    fn set(&self, name: SecretName, secret: &SecretString) -> Result<(), KeychainError> {
        entries::set(self, name.text(), secret)
    }

    fn delete(&self, name: SecretName) -> Result<(), KeychainError> {
        entries::delete(self, name.text())
    }

    fn probe(&self) -> Result<(), KeychainError> {
        entries::probe(self, SecretName::Probe.text())
    }

    fn may_block(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    use super::*;

    fn secret(length: usize, seed: char) -> SecretString {
        let pattern: String = (0..7)
            .map(|i| char::from_u32(u32::from(seed) + i).unwrap())
            .collect();
        pattern
            .chars()
            .cycle()
            .take(length)
            .collect::<String>()
            .into()
    }

    fn kept(keychain: &MemoryKeychain) -> Option<String> {
        let secret = keychain.get(SecretName::Account).unwrap();
        secret.map(|secret| secret.expose_secret().to_owned())
    }

    #[test]
    fn a_secret_too_long_for_one_entry_is_kept_in_parts_windows_takes() {
        let keychain = MemoryKeychain::new();
        let long = secret(30_000, 'a');
        keychain.set(SecretName::Account, &long).unwrap();
        assert_eq!(kept(&keychain).as_deref(), Some(long.expose_secret()));
        assert!(keychain.entry_names().len() > 10);
    }

    #[test]
    fn nothing_is_left_behind_when_a_secret_shrinks_or_goes() {
        let keychain = MemoryKeychain::new();
        keychain
            .set(SecretName::Account, &secret(30_000, 'a'))
            .unwrap();
        keychain.set(SecretName::Account, &secret(10, 'a')).unwrap();
        assert_eq!(keychain.entry_names(), ["account"]);
        keychain
            .set(SecretName::Account, &secret(30_000, 'a'))
            .unwrap();
        keychain.delete(SecretName::Account).unwrap();
        keychain.delete(SecretName::Account).unwrap();
        assert_eq!(keychain.entry_names(), [""; 0]);
    }

    #[test]
    fn leftovers_beyond_a_gap_are_deleted_too() {
        let keychain = MemoryKeychain::new();
        keychain
            .set(SecretName::Account, &secret(60_000, 'a'))
            .unwrap();
        for index in 0..15 {
            keychain.remove(&format!("account/a/{index}")).unwrap();
        }
        keychain.delete(SecretName::Account).unwrap();
        assert_eq!(keychain.entry_names(), [""; 0]);
    }

    #[test]
    fn a_torn_or_foreign_entry_reads_as_damaged_and_can_be_replaced() {
        let keychain = MemoryKeychain::new();
        keychain
            .set(SecretName::Account, &secret(6_000, 'a'))
            .unwrap();
        keychain.write("account/a/1", b"something else").unwrap();
        assert!(matches!(
            keychain.get(SecretName::Account),
            Err(KeychainError::Damaged(_))
        ));
        keychain.write("account", b"foreign").unwrap();
        assert!(matches!(
            keychain.get(SecretName::Account),
            Err(KeychainError::Damaged(_))
        ));
        keychain
            .set(SecretName::Account, &secret(6_000, 'b'))
            .unwrap();
        assert_eq!(
            kept(&keychain).as_deref(),
            Some(secret(6_000, 'b').expose_secret())
        );
    }

    #[test]
    fn absent_locked_full_and_too_large_are_told_apart() {
        let keychain = MemoryKeychain::new();
        keychain.suffer(Some(KeychainFault::Absent));
        assert!(matches!(
            keychain.get(SecretName::Account),
            Err(KeychainError::Absent(_))
        ));
        keychain.suffer(Some(KeychainFault::Locked));
        assert!(matches!(keychain.probe(), Err(KeychainError::Locked(_))));
        keychain.suffer(Some(KeychainFault::Full));
        assert!(matches!(
            keychain.probe(),
            Err(KeychainError::TooLarge { .. })
        ));
        keychain.suffer(None);
        assert!(matches!(
            keychain.set(SecretName::Account, &secret(1_000_000, 'a')),
            Err(KeychainError::TooLarge {
                bytes: 1_000_000,
                ..
            })
        ));
        assert_eq!(keychain.probe(), Ok(()));
        assert_eq!(keychain.entry_names(), [""; 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_secret_comes_back_as_it_was(length in 0_usize..12_000, seed in prop_oneof![Just('a'), Just('é'), Just('語'), Just('𝄞')]) {
            let keychain = MemoryKeychain::new();
            let secret = secret(length, seed);
            keychain.set(SecretName::Account, &secret).unwrap();
            prop_assert_eq!(kept(&keychain).unwrap(), secret.expose_secret());
        }

        #[test]
        fn a_crash_after_any_write_leaves_the_old_secret_or_the_new(
            lengths in proptest::collection::vec(0_usize..12_000, 2..5),
            writes in 0_usize..14,
        ) {
            let keychain = MemoryKeychain::new();
            let (last, earlier) = lengths.split_last().unwrap();
            for length in earlier {
                keychain.set(SecretName::Account, &secret(*length, 'a')).unwrap();
            }
            let old = kept(&keychain).unwrap();
            let new = secret(*last, 'n');
            keychain.suffer(Some(KeychainFault::BreaksAfter(writes)));
            let outcome = keychain.set(SecretName::Account, &new);
            keychain.suffer(None);
            let found = kept(&keychain).unwrap();
            if outcome.is_ok() {
                prop_assert_eq!(&found, new.expose_secret());
            } else {
                prop_assert_eq!(&found, &old);
            }
            keychain.set(SecretName::Account, &secret(1, 'z')).unwrap();
            prop_assert_eq!(keychain.entry_names(), ["account"]);
        }
    }
}
