//! Lends access tokens and renews them: once for everyone who asks at the same time, in this process and in others.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phrase::Phrase;
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
/// No pause is kept longer, whatever was asked for.
const PAUSE_SECONDS_MAX: i64 = 3_600;

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
    paused: Option<Paused>,
    unsaved: Option<Unsaved>,
}

/// A renewal Microsoft refused.
struct Refused {
    reason: SignInReason,
    at: Timestamp,
}

/// A pause the token endpoint asked for.
struct Paused {
    fault: Fault,
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
    #[error("{} {}", .0.phrase(), .0.next_step())]
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
        match error {
            TokenError::NotLinked => Self::new(FaultKind::Unauthorized, Phrase::new("not-linked")),
            TokenError::SignInNeeded(reason) => Self::new(
                FaultKind::Unauthorized,
                reason.phrase().then(reason.next_step()),
            ),
            TokenError::Keychain(error) => Self::new(FaultKind::Configuration, error.phrase()),
            TokenError::Fault(fault) => fault,
        }
    }
}

impl TokenSource {
    /// Lends tokens of the account in `secrets`; all processes of the profile share `lock_file`.
    #[must_use]
    pub fn new(
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        secrets: Arc<dyn SecretStore>,
        lock_file: &Path,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                transport,
                clock,
                secrets,
                lock_file: lock_file.to_owned(),
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

    /// The claims that could not be had by renewal, in this process or another, for the next sign-in.
    pub async fn wanted_claims(&self) -> Option<String> {
        let claims = self.shared.state.lock().await.claims.clone();
        if claims.is_some() {
            return claims;
        }
        match StoredAccount::wanted_claims(&self.shared.secrets).await {
            Ok(claims) => claims,
            Err(error) => {
                tracing::warn!(%error, "the claims of the next sign-in could not be read");
                None
            }
        }
    }
}

impl Shared {
    async fn renew(&self, mut state: OwnedMutexGuard<State>) -> Result<AccessToken, TokenError> {
        if let Some(refused) = &state.refused
            && left_seconds(refused.at, REFUSAL_SECONDS, self.clock.now()).is_some()
        {
            return Err(TokenError::SignInNeeded(refused.reason.clone()));
        }
        let outcome = match pause(&state, self.clock.now()) {
            Some(fault) => Err(TokenError::Fault(fault)),
            None => self.renew_alone(&mut state).await,
        };
        match outcome {
            Err(
                TokenError::Fault(_)
                | TokenError::Keychain(KeychainError::Locked(_) | KeychainError::Withheld(_)),
            ) => {
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
            Err(GrantError::Fault(fault)) => {
                let at = self.clock.now();
                state.paused = fault.retry_after_seconds.is_some().then(|| Paused {
                    fault: fault.clone(),
                    at,
                });
                Err(TokenError::Fault(fault))
            }
            Err(GrantError::Refused(refusal)) => {
                if refusal.claims.is_some() {
                    state.claims = refusal.claims;
                }
                state.paused = None;
                if let Some(claims) = &state.claims {
                    self.keep_claims(&stored, claims).await;
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
        state.paused = None;
        let replaces = digest(&stored.refresh);
        if let Some(refresh) = grant.refresh {
            let stored = StoredAccount { refresh, ..stored };
            state.unsaved = Some(Unsaved { stored, replaces });
            self.save(state).await?;
        } else {
            self.forget_claims(&stored).await;
        }
        state.access = Some(grant.access.clone());
        Ok(grant.access)
    }

    /// Without them the next sign-in may have to be done twice, which is no reason to fail now.
    async fn keep_claims(&self, stored: &StoredAccount, claims: &str) {
        let kept = async {
            let known = StoredAccount::wanted_claims(&self.secrets).await?;
            if known.as_deref() != Some(claims) && self.is_kept(&digest(&stored.refresh)).await? {
                stored.store_with_claims(claims, &self.secrets).await?;
            }
            Ok::<_, KeychainError>(())
        };
        if let Err(error) = kept.await {
            tracing::warn!(%error, "the claims for the next sign-in were not kept");
        }
    }

    /// Claims beside an account whose refresh token stays.
    async fn forget_claims(&self, stored: &StoredAccount) {
        let forgotten = async {
            let has_claims = StoredAccount::wanted_claims(&self.secrets).await?.is_some();
            if has_claims && self.is_kept(&digest(&stored.refresh)).await? {
                stored.store(&self.secrets).await?;
            }
            Ok::<_, KeychainError>(())
        };
        if let Err(error) = forgotten.await {
            tracing::warn!(%error, "claims that were satisfied are still kept");
        }
    }

    /// Whether the keychain still holds the refresh token with this digest.
    async fn is_kept(&self, refresh: &[u8; 32]) -> Result<bool, KeychainError> {
        let kept = StoredAccount::load(&self.secrets).await?;
        Ok(kept.is_some_and(|kept| digest(&kept.refresh) == *refresh))
    }

    async fn save(&self, state: &mut State) -> Result<(), TokenError> {
        let Some(unsaved) = &state.unsaved else {
            return Ok(());
        };
        // Linked anew or unlinked meanwhile: then it belongs to nothing any more.
        if self.is_kept(&unsaved.replaces).await? {
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

/// The refusal that asked for a pause, while it lasts, with what is left of it.
fn pause(state: &State, now: Timestamp) -> Option<Fault> {
    let paused = state.paused.as_ref()?;
    let asked_seconds = i64::from(paused.fault.retry_after_seconds?);
    let seconds = left_seconds(paused.at, asked_seconds.min(PAUSE_SECONDS_MAX), now)?;
    let mut fault = paused.fault.clone();
    fault.retry_after_seconds = u32::try_from(seconds).ok();
    Some(fault)
}

/// What is left of `seconds` since `at`, rounded up; nothing where the clock was set back behind `at`.
fn left_seconds(at: Timestamp, seconds: i64, now: Timestamp) -> Option<i64> {
    let since = now.duration_since(at);
    let left = SignedDuration::from_secs(seconds) - since;
    (since >= SignedDuration::ZERO && left > SignedDuration::ZERO)
        .then(|| left.as_secs() + i64::from(left.subsec_nanos() > 0))
}

/// Secrets are compared by digest.
fn digest(token: &RefreshToken) -> [u8; 32] {
    Sha256::digest(token.expose()).into()
}
