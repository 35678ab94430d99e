//! The two flows through the browser: linking an account and granting admin consent (spec A2, A3).
//!
//! Neither stores anything: the caller proves the result by `WhoAmI` first.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use oauth2::{CsrfToken, RedirectUrl};
use ringlog_core::fault::Fault;
use ringlog_core::organization::OrganizationUrl;
use ringlog_core::sign_in::SignInReason;
use ringlog_core::sign_in::refusal::{SignInRefusal, classify};
use ringlog_core::token::{AccessToken, RefreshToken};
use tokio::sync::oneshot;
use url::Url;

use super::authority::{Authority, AuthorityError};
use super::authorization::AuthorizationRequest;
use super::consent::{self, AdminConsent};
use super::identity::Identity;
use super::loopback::{Answer, Ended, Listener};
use super::token_endpoint::{Grant, GrantError, TokenEndpoint};
use crate::ports::{Browser, Clock, Transport};

/// How long the person has in the browser, unless said otherwise.
pub const BROWSER_SECONDS_MAX: u64 = 300;

/// What to sign in to.
#[derive(Clone, Debug)]
pub struct SignInRequest {
    /// The Dynamics organization.
    pub organization: OrganizationUrl,
    /// `microsoft.client_id`
    pub client_id: String,
    /// `dynamics.scope`, else the organization's default.
    pub scope: String,
    /// `microsoft.tenant`, where it is set.
    pub tenant: Option<String>,
    /// `microsoft.authority`, where it is set.
    pub authority: Option<Url>,
    /// Claims an earlier refusal asked for ([`super::TokenSource::wanted_claims`]).
    pub claims: Option<String>,
    /// How long the person has.
    pub limit: Duration,
}

/// What a flow needs of its surroundings.
#[derive(Clone)]
pub struct Surroundings<'a> {
    /// The network.
    pub transport: Arc<dyn Transport>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// The system browser; without one the address is only handed out.
    pub browser: Option<Arc<dyn Browser>>,
    /// Is told where the person should go.
    pub invite: &'a (dyn Fn(Invitation<'_>) + Send + Sync),
}

/// What the person is told while a flow runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invitation<'a> {
    /// The address of Microsoft's page; always the first thing said.
    Address(&'a Url),
    /// No browser opened: the address must be copied. The flow still waits.
    BrowserNotOpened {
        /// The address.
        address: &'a Url,
        /// Why.
        reason: &'a SignInReason,
    },
}

/// A sign-in that Microsoft granted; `WhoAmI` must prove it before it is stored.
#[derive(Debug)]
pub struct SignedIn {
    /// For Dynamics.
    pub access: AccessToken,
    /// For the keychain.
    pub refresh: RefreshToken,
    /// Who signed in.
    pub identity: Identity,
    /// Where.
    pub authority: Authority,
    /// The application it was granted to.
    pub client_id: String,
    /// The Dynamics permission it was granted for.
    pub scope: String,
}

/// Why a flow did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// Microsoft, or what it said about itself, stands against it.
    #[error("{0}")]
    Refused(Box<SignInRefusal>),
    /// Nobody finished in time.
    #[error("{} {}", SignInReason::TimedOut.phrase(), SignInReason::TimedOut.next_step())]
    TimedOut,
    /// The person cancelled.
    #[error("{}", SignInReason::Cancelled.phrase())]
    Cancelled,
    /// Microsoft or the organization could not be reached.
    #[error("{0}")]
    Network(Fault),
    /// The settings, or what the organization says, lead nowhere.
    #[error("{0}")]
    Configuration(String),
}

impl SignInError {
    fn of(reason: SignInReason) -> Self {
        Self::Refused(Box::new(SignInRefusal::ours(reason)))
    }
}

/// Sends the person to Microsoft's sign-in and returns with what was granted.
///
/// # Errors
/// When nothing was granted; nothing has changed then.
pub async fn sign_in(
    request: &SignInRequest,
    surroundings: &Surroundings<'_>,
    cancelled: impl Future<Output = ()>,
) -> Result<SignedIn, SignInError> {
    let mut cancelled = std::pin::pin!(cancelled);
    let (authority, listener) = tokio::select! {
        prepared = prepare(request, surroundings) => prepared?,
        () = &mut cancelled => return Err(SignInError::Cancelled),
    };
    let redirect = redirect(&listener)?;
    let question = AuthorizationRequest::new(
        &authority,
        &request.client_id,
        &request.scope,
        redirect,
        request.claims.as_deref(),
    );
    let state = question.state.secret().clone();
    let (limit, url) = (request.limit, question.url.clone());
    let answer = listener.answer(&state, limit, &mut cancelled);
    let answer = escorted(&url, surroundings, answer).await?;
    tokio::select! {
        signed_in = redeem(request, surroundings, authority, question, answer) => signed_in,
        () = &mut cancelled => Err(SignInError::Cancelled),
    }
}

/// Sends an administrator to Microsoft's consent page and returns with what was granted.
///
/// # Errors
/// When consent was not granted, as far as the answer tells.
pub async fn grant_admin_consent(
    request: &SignInRequest,
    surroundings: &Surroundings<'_>,
    cancelled: impl Future<Output = ()>,
) -> Result<AdminConsent, SignInError> {
    let mut cancelled = std::pin::pin!(cancelled);
    let (authority, listener) = tokio::select! {
        prepared = prepare(request, surroundings) => prepared?,
        () = &mut cancelled => return Err(SignInError::Cancelled),
    };
    let state = CsrfToken::new_random_len(32).into_secret();
    let scope = format!("{} openid profile email", request.scope);
    let redirect = listener.redirect_uri();
    let url = consent::consent_url(&authority, &request.client_id, &scope, &redirect, &state);
    let answer = listener.answer(&state, request.limit, cancelled);
    let answer = escorted(&url, surroundings, answer).await?;
    consent::read(&answer, &authority).map_err(SignInError::Refused)
}

/// The listener is bound before anything is opened.
async fn prepare(
    request: &SignInRequest,
    surroundings: &Surroundings<'_>,
) -> Result<(Authority, Listener), SignInError> {
    if request.client_id.trim().is_empty() {
        let message = "microsoft.client_id is not set: your administrator has it from the application's registration";
        return Err(SignInError::Configuration(message.to_owned()));
    }
    let authority = Authority::discover(
        &*surroundings.transport,
        &request.organization,
        request.tenant.as_deref(),
        request.authority.as_ref(),
    )
    .await?;
    let listener = Listener::bind().await.map_err(|error| {
        SignInError::of(SignInReason::ListenerNotBound {
            detail: error.to_string(),
        })
    })?;
    Ok((authority, listener))
}

fn redirect(listener: &Listener) -> Result<RedirectUrl, SignInError> {
    RedirectUrl::new(listener.redirect_uri()).map_err(|error| {
        SignInError::of(SignInReason::ListenerNotBound {
            detail: error.to_string(),
        })
    })
}

/// Hands out the address, opens the browser beside, and waits for the answer.
async fn escorted(
    url: &Url,
    surroundings: &Surroundings<'_>,
    answer: impl Future<Output = Result<Answer, Ended>>,
) -> Result<Answer, SignInError> {
    (surroundings.invite)(Invitation::Address(url));
    tokio::select! {
        answer = answer => answer.map_err(|ended| match ended {
            Ended::TimedOut => SignInError::TimedOut,
            Ended::Cancelled => SignInError::Cancelled,
        }),
        never = open(url, surroundings) => match never {},
    }
}

/// Never completes: a browser that opened, or not, ends nothing.
async fn open(url: &Url, surroundings: &Surroundings<'_>) -> Infallible {
    if let Some(browser) = &surroundings.browser
        && let Err(detail) = opened(Arc::clone(browser), url.clone()).await
    {
        (surroundings.invite)(Invitation::BrowserNotOpened {
            address: url,
            reason: &SignInReason::BrowserNotOpened { detail },
        });
    }
    std::future::pending().await
}

/// Some openers return only when the browser is closed: on a thread that nobody waits for, not even at the end of the
/// program, as the runtime would for its own.
async fn opened(browser: Arc<dyn Browser>, address: Url) -> Result<(), String> {
    let (told, outcome) = oneshot::channel();
    std::thread::Builder::new()
        .name("browser".to_owned())
        .spawn(move || {
            // The attempt may be over.
            let _unheard = told.send(browser.open(&address));
        })
        .map_err(|error| error.to_string())?;
    outcome
        .await
        .unwrap_or_else(|_| Err("its opener broke off".to_owned()))
}

async fn redeem(
    request: &SignInRequest,
    surroundings: &Surroundings<'_>,
    authority: Authority,
    question: AuthorizationRequest,
    answer: Answer,
) -> Result<SignedIn, SignInError> {
    let Some(code) = answer.code().filter(|_| answer.get("error").is_none()) else {
        return Err(refused(&answer));
    };
    let endpoint = TokenEndpoint::new(
        Arc::clone(&surroundings.transport),
        Arc::clone(&surroundings.clock),
        authority.clone(),
        request.client_id.clone(),
    );
    let Grant {
        access,
        refresh,
        id_token,
    } = endpoint
        .exchange(
            code,
            &question.verifier,
            question.redirect,
            &question.scope,
            request.claims.as_deref(),
        )
        .await?;
    let id_token = id_token.ok_or_else(|| {
        SignInError::of(SignInReason::IdentityUnproven {
            detail: "it is missing".to_owned(),
        })
    })?;
    let identity = Identity::read(
        id_token.expose(),
        &request.client_id,
        &question.nonce,
        authority.tenant(),
        surroundings.clock.now(),
    )
    .map_err(SignInError::of)?;
    Ok(SignedIn {
        access,
        refresh: refresh.ok_or_else(|| SignInError::of(SignInReason::NoRefreshToken))?,
        identity,
        authority,
        client_id: request.client_id.clone(),
        scope: request.scope.clone(),
    })
}

fn refused(answer: &Answer) -> SignInError {
    SignInError::Refused(Box::new(classify(
        answer.get("error").unwrap_or_default(),
        &[],
        answer.get("error_subcode"),
        answer.get("error_description").unwrap_or_default(),
    )))
}

impl From<AuthorityError> for SignInError {
    fn from(error: AuthorityError) -> Self {
        match error {
            AuthorityError::Unreachable(fault) => Self::Network(fault),
            AuthorityError::NoChallenge { .. }
            | AuthorityError::Challenge(_)
            | AuthorityError::Setting(_)
            | AuthorityError::Tenant(_) => Self::Configuration(error.to_string()),
        }
    }
}

impl From<GrantError> for SignInError {
    fn from(error: GrantError) -> Self {
        match error {
            GrantError::Refused(refusal) => Self::Refused(refusal),
            GrantError::Fault(fault) => Self::Network(fault),
        }
    }
}
