//! Lends access tokens and renews them: once for everyone who asks at the same time, in this process and in others.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::sign_in::SignInReason;
use ringlog_core::token::{AccessToken, Freshness, RefreshToken};
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::authority::Authority;
use super::stored_account::StoredAccount;
use super::token_endpoint::{Grant, GrantError, TokenEndpoint};
use crate::ports::{Clock, KeychainError, SecretStore, Transport};

mod lock;

use lock::RenewalLock;

/// How often a refused renewal is tried again at most (`reference/entra.md`, section 4.2).
const REFUSAL_SECONDS: i64 = 60;

/// Lends access tokens of the linked account; clones share them.
#[derive(Clone)]
pub struct TokenSource {
    shared: Arc<Shared>,
}

struct Shared {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    secrets: Arc<dyn SecretStore>,
    lock_file: PathBuf,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    access: Option<AccessToken>,
    /// Of a 401, for the next renewal.
    claims: Option<String>,
    refused: Option<Refused>,
    unsaved: Option<Unsaved>,
}

/// A renewal Microsoft refused.
struct Refused {
    reason: SignInReason,
    at: Timestamp,
}

/// A rotated token the keychain did not take: it is offered again before anything else.
struct Unsaved {
    stored: StoredAccount,
    replaces: [u8; 32],
}

/// Why there is no access token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// No account is linked.
    #[error("No Microsoft account is linked: link one.")]
    NotLinked,
    /// Microsoft wants the person; the refresh token is kept.
    #[error("{} {}", .0.sentence(), .0.next_step())]
    SignInNeeded(SignInReason),
    /// The keychain did not open, or did not take the renewed token.
    #[error("{0}")]
    Keychain(#[from] KeychainError),
    /// Microsoft could not be reached or is busy: weather.
    #[error("{0}")]
    Fault(Fault),
}

impl From<TokenError> for Fault {
    /// Nothing can be sent without a token: no call is blamed for that.
    fn from(error: TokenError) -> Self {
        let message = error.to_string();
        match error {
            TokenError::NotLinked | TokenError::SignInNeeded(_) => {
                Self::new(FaultKind::Unauthorized, message)
            }
            TokenError::Keychain(_) => Self::new(FaultKind::Configuration, message),
            TokenError::Fault(fault) => fault,
        }
    }
}

impl TokenSource {
    /// Lends tokens of the account in `secrets`; `profile` is the directory all processes of the profile share.
    #[must_use]
    pub fn new(
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        secrets: Arc<dyn SecretStore>,
        profile: &Path,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                transport,
                clock,
                secrets,
                lock_file: profile.join("renewal.lock"),
                state: Arc::default(),
            }),
        }
    }

    /// A token that is good for some minutes at least, renewed if need be.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn access_token(&self) -> Result<AccessToken, TokenError> {
        let state = Arc::clone(&self.shared.state).lock_owned().await;
        let now = self.shared.clock.now();
        if let Some(access) = fresh(&state, now) {
            return Ok(access);
        }
        let shared = Arc::clone(&self.shared);
        // A caller that gives up must not tear a renewal between Microsoft and the keychain.
        tokio::spawn(async move { shared.renew(state).await })
            .await
            .unwrap_or_else(|_| {
                let message = "The renewal of the Microsoft sign-in broke off.";
                Err(TokenError::Fault(Fault::new(
                    FaultKind::Unreachable,
                    message,
                )))
            })
    }

    /// A server refused the lent token: the next one is renewed, with the claims the server asked for.
    pub async fn invalidate(&self, claims: Option<String>) {
        let mut state = self.shared.state.lock().await;
        state.access = None;
        if claims.is_some() {
            state.claims = claims;
        }
    }

    /// A new account was proven and stored: its token is lent from now on.
    pub async fn adopt(&self, access: AccessToken) {
        *self.shared.state.lock().await = State {
            access: Some(access),
            ..State::default()
        };
    }

    /// The account was unlinked: nothing is remembered.
    pub async fn forget(&self) {
        *self.shared.state.lock().await = State::default();
    }

    /// The claims that could not be had by renewal, for the next sign-in.
    pub async fn wanted_claims(&self) -> Option<String> {
        self.shared.state.lock().await.claims.clone()
    }
}

impl Shared {
    async fn renew(&self, mut state: OwnedMutexGuard<State>) -> Result<AccessToken, TokenError> {
        if let Some(refused) = &state.refused {
            let since = self.clock.now().duration_since(refused.at);
            if since >= SignedDuration::ZERO && since < SignedDuration::from_secs(REFUSAL_SECONDS) {
                return Err(TokenError::SignInNeeded(refused.reason.clone()));
            }
        }
        let outcome = self.renew_alone(&mut state).await;
        match outcome {
            Err(TokenError::Fault(_) | TokenError::Keychain(KeychainError::Locked(_))) => {
                // Weather: what the server still accepts is good enough.
                living(&state, self.clock.now()).map_or(outcome, Ok)
            }
            Ok(_)
            | Err(TokenError::NotLinked | TokenError::SignInNeeded(_) | TokenError::Keychain(_)) => {
                outcome
            }
        }
    }

    async fn renew_alone(&self, state: &mut State) -> Result<AccessToken, TokenError> {
        let _lock = RenewalLock::acquire(&self.lock_file)
            .await
            .map_err(TokenError::Fault)?;
        self.save(state).await?;
        // Another process may have renewed, linked or unlinked while we waited.
        let Some(stored) = StoredAccount::load(&self.secrets).await? else {
            *state = State::default();
            return Err(TokenError::NotLinked);
        };
        let account = &stored.account;
        let authority =
            Authority::new(&account.authority, &account.tenant.to_string()).map_err(|error| {
                TokenError::Fault(Fault::new(FaultKind::Configuration, error.to_string()))
            })?;
        let endpoint = TokenEndpoint::new(
            Arc::clone(&self.transport),
            Arc::clone(&self.clock),
            authority,
            account.client_id.clone(),
        );
        let granted = endpoint
            .refresh(&stored.refresh, &account.scope, state.claims.as_deref())
            .await;
        match granted {
            Ok(grant) => self.accept(state, stored, grant).await,
            Err(GrantError::Fault(fault)) => Err(TokenError::Fault(fault)),
            Err(GrantError::Refused(refusal)) => {
                if refusal.claims.is_some() {
                    state.claims = refusal.claims;
                }
                state.refused = Some(Refused {
                    reason: refusal.reason.clone(),
                    at: self.clock.now(),
                });
                Err(TokenError::SignInNeeded(refusal.reason))
            }
        }
    }

    /// The rotated refresh token is stored before the access token is lent.
    async fn accept(
        &self,
        state: &mut State,
        stored: StoredAccount,
        grant: Grant,
    ) -> Result<AccessToken, TokenError> {
        state.claims = None;
        state.refused = None;
        if let Some(refresh) = grant.refresh {
            state.unsaved = Some(Unsaved {
                replaces: digest(&stored.refresh),
                stored: StoredAccount { refresh, ..stored },
            });
            self.save(state).await?;
        }
        state.access = Some(grant.access.clone());
        Ok(grant.access)
    }

    async fn save(&self, state: &mut State) -> Result<(), TokenError> {
        let Some(unsaved) = &state.unsaved else {
            return Ok(());
        };
        let kept = StoredAccount::load(&self.secrets).await?;
        // Linked anew or unlinked meanwhile: then it belongs to nothing any more.
        if kept.is_some_and(|kept| digest(&kept.refresh) == unsaved.replaces) {
            unsaved.stored.store(&self.secrets).await?;
        }
        state.unsaved = None;
        Ok(())
    }
}

fn fresh(state: &State, now: Timestamp) -> Option<AccessToken> {
    let access = state.access.as_ref()?;
    match access.freshness(now) {
        Freshness::Fresh => Some(access.clone()),
        Freshness::ExpiringSoon(_) | Freshness::Expired(_) => None,
    }
}

fn living(state: &State, now: Timestamp) -> Option<AccessToken> {
    let access = state.access.as_ref()?;
    match access.freshness(now) {
        Freshness::Fresh | Freshness::ExpiringSoon(_) => Some(access.clone()),
        Freshness::Expired(_) => None,
    }
}

/// Secrets are compared by digest.
fn digest(token: &RefreshToken) -> [u8; 32] {
    Sha256::digest(token.expose()).into()
}
