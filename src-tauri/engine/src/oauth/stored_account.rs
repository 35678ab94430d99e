//! What the keychain keeps of a linked account: enough to restore the link when the ledger is gone.

use std::sync::Arc;

use ringlog_core::account::Account;
use ringlog_core::token::RefreshToken;
use secrecy::zeroize::Zeroizing;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::keychain::blocking;
use crate::ports::{KeychainError, SecretName, SecretStore};

/// The version of the document; a newer one is not touched by an older Ringlog.
const VERSION: u32 = 1;
/// Real challenges are a few hundred bytes.
const CLAIMS_BYTES_MAX: usize = 8 * 1024;
/// No account beside the token takes as much: some ids, addresses and a name.
const ACCOUNT_BYTES_MAX: usize = 8 * 1024;

/// The linked account with the token that renews its access.
#[derive(Clone, Debug)]
pub struct StoredAccount {
    /// The account.
    pub account: Account,
    /// The latest refresh token.
    pub refresh: RefreshToken,
}

/// The document under [`SecretName::Account`], the one place where a token is written down.
#[derive(Serialize, Deserialize)]
struct Document {
    version: u32,
    account: Account,
    #[serde(serialize_with = "write_token", deserialize_with = "read_token")]
    refresh_token: RefreshToken,
    /// What Microsoft wants of the next sign-in; it is no secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claims: Option<String>,
}

/// The part of the document every version has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

impl StoredAccount {
    /// Reads it; `None` if no account is linked.
    ///
    /// # Errors
    /// When the keychain cannot tell, or what it keeps is damaged.
    pub async fn load(secrets: &Arc<dyn SecretStore>) -> Result<Option<Self>, KeychainError> {
        let document = Document::load(secrets).await?;
        Ok(document.map(|document| Self {
            account: document.account,
            refresh: document.refresh_token,
        }))
    }

    /// The claims a renewal was refused with ([`StoredAccount::store_with_claims`]), for the next sign-in.
    ///
    /// # Errors
    /// As with [`StoredAccount::load`].
    pub async fn wanted_claims(
        secrets: &Arc<dyn SecretStore>,
    ) -> Result<Option<String>, KeychainError> {
        let document = Document::load(secrets).await?;
        Ok(document.and_then(|document| document.claims))
    }

    /// Stores it without claims, replacing the one before.
    ///
    /// # Errors
    /// When it is not stored; the one before is then still there.
    pub async fn store(&self, secrets: &Arc<dyn SecretStore>) -> Result<(), KeychainError> {
        self.document(None).store(secrets).await
    }

    /// Stores it with what Microsoft wants of the next sign-in, replacing the one before.
    ///
    /// # Errors
    /// When it is not stored; the one before is then still there.
    pub async fn store_with_claims(
        &self,
        claims: &str,
        secrets: &Arc<dyn SecretStore>,
    ) -> Result<(), KeychainError> {
        if claims.len() > CLAIMS_BYTES_MAX {
            let message = format!("the claims are longer than {CLAIMS_BYTES_MAX} bytes");
            return Err(KeychainError::Failed(message));
        }
        self.document(Some(claims.to_owned())).store(secrets).await
    }

    /// Removes it; any number of times.
    ///
    /// # Errors
    /// When it may still be there.
    pub async fn delete(secrets: &Arc<dyn SecretStore>) -> Result<(), KeychainError> {
        blocking(secrets, |secrets| secrets.delete(SecretName::Account)).await
    }

    fn document(&self, claims: Option<String>) -> Document {
        Document {
            version: VERSION,
            account: self.account.clone(),
            refresh_token: self.refresh.clone(),
            claims,
        }
    }
}

impl Document {
    async fn load(secrets: &Arc<dyn SecretStore>) -> Result<Option<Self>, KeychainError> {
        let Some(secret) = blocking(secrets, |secrets| secrets.get(SecretName::Account)).await?
        else {
            return Ok(None);
        };
        let text = secrecy::ExposeSecret::expose_secret(&secret);
        // The parser's own message could quote the secret.
        let damaged = || KeychainError::Damaged("account: it cannot be read".to_owned());
        let Version { version } = serde_json::from_str(text).map_err(|_| damaged())?;
        if version > VERSION {
            return Err(KeychainError::Failed(format!(
                "the linked account was written by a newer Ringlog (version {version}): update Ringlog"
            )));
        }
        serde_json::from_str(text).map(Some).map_err(|_| damaged())
    }

    async fn store(&self, secrets: &Arc<dyn SecretStore>) -> Result<(), KeychainError> {
        let unwritten = || KeychainError::Failed("the account cannot be written down".to_owned());
        // Large enough from the start: a buffer that grows leaves what it held behind.
        let bytes = self.refresh_token.expose().len() + ACCOUNT_BYTES_MAX + CLAIMS_BYTES_MAX;
        let mut document = Zeroizing::new(Vec::with_capacity(bytes));
        serde_json::to_writer(&mut *document, self).map_err(|_| unwritten())?;
        let text = std::str::from_utf8(&document).map_err(|_| unwritten())?;
        let secret = secrecy::SecretString::from(text);
        blocking(secrets, move |secrets| {
            secrets.set(SecretName::Account, &secret)
        })
        .await
    }
}

fn write_token<S: Serializer>(token: &RefreshToken, into: S) -> Result<S::Ok, S::Error> {
    into.serialize_str(token.expose())
}

fn read_token<'de, D: Deserializer<'de>>(from: D) -> Result<RefreshToken, D::Error> {
    String::deserialize(from).map(RefreshToken::new)
}
