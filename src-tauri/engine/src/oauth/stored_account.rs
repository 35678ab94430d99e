//! What the keychain keeps of a linked account: enough to restore the link when the ledger is gone.

use std::sync::Arc;

use ringlog_core::account::Account;
use ringlog_core::token::RefreshToken;
use serde::{Deserialize, Serialize};

use crate::ports::{KeychainError, SecretName, SecretStore};

/// The version of the document; a newer one is not touched by an older Ringlog.
const VERSION: u32 = 1;

/// The linked account with the token that renews its access.
#[derive(Clone, Debug)]
pub struct StoredAccount {
    /// The account.
    pub account: Account,
    /// The latest refresh token.
    pub refresh: RefreshToken,
}

/// The document under [`SecretName::Account`].
#[derive(Serialize, Deserialize)]
struct Document {
    version: u32,
    account: Account,
    refresh_token: String,
}

impl StoredAccount {
    /// Reads it; `None` if no account is linked.
    ///
    /// # Errors
    /// When the keychain cannot tell, or what it keeps is damaged.
    pub async fn load(secrets: &Arc<dyn SecretStore>) -> Result<Option<Self>, KeychainError> {
        let Some(secret) = blocking(secrets, |secrets| secrets.get(SecretName::Account)).await?
        else {
            return Ok(None);
        };
        let text = secrecy::ExposeSecret::expose_secret(&secret);
        // The parser's own message could quote the secret.
        let document: Document = serde_json::from_str(text)
            .map_err(|_| KeychainError::Damaged("account: it cannot be read".to_owned()))?;
        if document.version > VERSION {
            return Err(KeychainError::Failed(format!(
                "the linked account was written by a newer Ringlog (version {}): update Ringlog",
                document.version
            )));
        }
        Ok(Some(Self {
            account: document.account,
            refresh: RefreshToken::new(document.refresh_token),
        }))
    }

    /// Stores it, replacing the one before.
    ///
    /// # Errors
    /// When it is not stored; the one before is then still there.
    pub async fn store(&self, secrets: &Arc<dyn SecretStore>) -> Result<(), KeychainError> {
        let document = Document {
            version: VERSION,
            account: self.account.clone(),
            refresh_token: self.refresh.expose().to_owned(),
        };
        let text = serde_json::to_string(&document)
            .map_err(|_| KeychainError::Failed("the account cannot be written down".to_owned()))?;
        let secret = secrecy::SecretString::from(text);
        blocking(secrets, move |secrets| {
            secrets.set(SecretName::Account, &secret)
        })
        .await
    }

    /// Removes it; any number of times.
    ///
    /// # Errors
    /// When it may still be there.
    pub async fn delete(secrets: &Arc<dyn SecretStore>) -> Result<(), KeychainError> {
        blocking(secrets, |secrets| secrets.delete(SecretName::Account)).await
    }
}

async fn blocking<T: Send + 'static>(
    secrets: &Arc<dyn SecretStore>,
    work: impl FnOnce(&dyn SecretStore) -> Result<T, KeychainError> + Send + 'static,
) -> Result<T, KeychainError> {
    let secrets = Arc::clone(secrets);
    tokio::task::spawn_blocking(move || work(&*secrets))
        .await
        .unwrap_or_else(|_| Err(KeychainError::Failed("it broke off".to_owned())))
}
