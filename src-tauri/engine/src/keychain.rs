//! Secrets in the operating system's keychain, or in memory for the demo and for tests.
//!
//! Both keep a secret in [`entries`] no larger than Windows allows; a new secret replaces the old one only once it is
//! whole. Nothing here logs or prints what it keeps.

pub mod memory;
pub mod system;

mod entries;

use std::sync::Arc;

pub use memory::MemoryKeychain;
pub use system::OsKeychain;

use crate::ports::{KeychainError, SecretStore};

/// Does something with the keychain, off the event loop where its calls may block.
pub(crate) async fn blocking<T: Send + 'static>(
    secrets: &Arc<dyn SecretStore>,
    work: impl FnOnce(&dyn SecretStore) -> Result<T, KeychainError> + Send + 'static,
) -> Result<T, KeychainError> {
    if !secrets.may_block() {
        return work(&**secrets);
    }
    let secrets = Arc::clone(secrets);
    tokio::task::spawn_blocking(move || work(&*secrets))
        .await
        .unwrap_or_else(|_| Err(KeychainError::Failed("it broke off".to_owned())))
}
