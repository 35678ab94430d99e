//! The token endpoint: a code or a refresh token goes in, tokens or a typed refusal come out.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use oauth2::basic::{
    BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AsyncHttpClient, Client, ClientId, EndpointNotSet, EndpointSet, ErrorResponse, HttpRequest,
    HttpResponse, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, StandardRevocableToken,
    TokenResponse, TokenUrl,
};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phrase::Phrase;
use ringlog_core::sign_in::refusal::{SignInRefusal, classify};
use ringlog_core::token::{AccessToken, AuthorizationCode, CodeVerifier, IdToken, RefreshToken};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::authority::Authority;
use super::authorization::{whole_scope, with_capability};
use crate::http::{retry_after_seconds, without};
use crate::ports::{Clock, Transport, TransportError};

/// Assumed where the answer does not say how long the token lives: the shortest a policy can set
/// (`reference/entra.md`, section 4.1).
const LIFETIME_SECONDS_UNSTATED: u64 = 600;
/// No token lives longer than a day, or 28 hours with continuous access evaluation.
const LIFETIME_SECONDS_MAX: u64 = 28 * 3_600;

/// The token endpoint of one tenant for one application.
#[derive(Clone)]
pub struct TokenEndpoint {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    authority: Authority,
    client_id: String,
}

/// What the endpoint granted.
#[derive(Debug)]
pub struct Grant {
    /// For Dynamics.
    pub access: AccessToken,
    /// For the next renewal, if a new one was issued.
    pub refresh: Option<RefreshToken>,
    /// Who signed in, if that was asked.
    pub id_token: Option<IdToken>,
}

/// Why nothing was granted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GrantError {
    /// Microsoft said no, or not now.
    #[error("{0}")]
    Refused(Box<SignInRefusal>),
    /// There was no answer, or none that can be read.
    #[error("{0}")]
    Fault(Fault),
}

impl TokenEndpoint {
    /// The endpoint of `authority` for the application `client_id`.
    #[must_use]
    pub fn new(
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        authority: Authority,
        client_id: String,
    ) -> Self {
        Self {
            transport,
            clock,
            authority,
            client_id,
        }
    }

    /// Redeems the code of a sign-in.
    ///
    /// # Errors
    /// When nothing was granted.
    pub async fn exchange(
        &self,
        code: &AuthorizationCode,
        verifier: &CodeVerifier,
        redirect: RedirectUrl,
        scope: &str,
        claims: Option<&str>,
    ) -> Result<Grant, GrantError> {
        let client = self.client().set_redirect_uri(redirect);
        let line = Line::new(self, vec![code.expose(), verifier.expose()]);
        let outcome = client
            .exchange_code(oauth2::AuthorizationCode::new(code.expose().to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()))
            .add_extra_param("scope", scope)
            .add_extra_param("claims", with_capability(claims))
            .request_async(&line)
            .await;
        self.read(outcome, &line)
    }

    /// Renews access to `scope`; `claims` are the ones a 401 asked for.
    ///
    /// # Errors
    /// When nothing was granted.
    pub async fn refresh(
        &self,
        refresh: &RefreshToken,
        scope: &str,
        claims: Option<&str>,
    ) -> Result<Grant, GrantError> {
        let client = self.client();
        let token = oauth2::RefreshToken::new(refresh.expose().to_owned());
        let line = Line::new(self, vec![refresh.expose()]);
        let outcome = client
            .exchange_refresh_token(&token)
            .add_scopes(
                whole_scope(scope)
                    .split(' ')
                    .map(|one| Scope::new(one.to_owned())),
            )
            .add_extra_param("claims", with_capability(claims))
            .request_async(&line)
            .await;
        self.read(outcome, &line)
    }

    fn client(&self) -> EntraClient {
        Client::new(ClientId::new(self.client_id.clone()))
            .set_token_uri(TokenUrl::from_url(self.authority.token_url()))
    }

    fn read(
        &self,
        outcome: Result<EntraTokens, RequestTokenError<TransportError, EntraError>>,
        line: &Line<'_>,
    ) -> Result<Grant, GrantError> {
        let seen = line.seen();
        let weather = seen.status == 429 || seen.status >= 500;
        match outcome {
            Ok(tokens) => Ok(self.granted(tokens)),
            Err(RequestTokenError::Request(error)) => Err(GrantError::Fault(error.into())),
            Err(RequestTokenError::ServerResponse(error)) => {
                let refusal = error.refusal();
                if weather || refusal.is_weather {
                    Err(GrantError::Fault(seen.fault(Some(&refusal))))
                } else {
                    Err(GrantError::Refused(Box::new(refusal)))
                }
            }
            // Neither is shown: both could quote tokens (`reference/entra.md`, section 8).
            Err(RequestTokenError::Parse(..) | RequestTokenError::Other(_)) => {
                Err(GrantError::Fault(seen.fault(None)))
            }
        }
    }

    fn granted(&self, tokens: EntraTokens) -> Grant {
        let seconds = tokens
            .expires_in
            .unwrap_or(LIFETIME_SECONDS_UNSTATED)
            .min(LIFETIME_SECONDS_MAX);
        let expires_at = self
            .clock
            .now()
            .saturating_add(SignedDuration::from_secs(
                i64::try_from(seconds).unwrap_or_default(),
            ))
            .unwrap_or(Timestamp::MAX);
        Grant {
            access: AccessToken::new(tokens.access_token.into_secret(), expires_at),
            refresh: tokens
                .refresh_token
                .map(|token| token.into_secret())
                .filter(|text| !text.is_empty())
                .map(RefreshToken::new),
            id_token: tokens.id_token,
        }
    }
}

/// One exchange over the transport; it remembers what the `oauth2` crate forgets about the answer.
struct Line<'a> {
    endpoint: TokenEndpoint,
    /// What goes over it.
    secrets: Vec<&'a str>,
    seen: Mutex<Seen>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    host: String,
    status: u16,
    retry_after_seconds: Option<u32>,
}

impl<'a> Line<'a> {
    fn new(endpoint: &TokenEndpoint, secrets: Vec<&'a str>) -> Self {
        let host = endpoint.authority.origin().host_str().unwrap_or_default();
        Self {
            endpoint: endpoint.clone(),
            secrets,
            seen: Mutex::new(Seen {
                host: host.to_owned(),
                ..Seen::default()
            }),
        }
    }

    fn seen(&self) -> Seen {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl<'c> AsyncHttpClient<'c> for Line<'_> {
    type Error = TransportError;
    type Future = BoxFuture<'c, Result<HttpResponse, TransportError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        async move {
            let answer = self
                .endpoint
                .transport
                .send(request.map(Bytes::from))
                .await?;
            {
                let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
                seen.status = answer.status().as_u16();
                seen.retry_after_seconds =
                    retry_after_seconds(answer.headers(), self.endpoint.clock.now());
            }
            // What is granted may be the same refresh token once more.
            let answer = if answer.status().is_success() {
                answer
            } else {
                without(answer, &self.secrets)
            };
            Ok(answer.map(|body| body.to_vec()))
        }
        .boxed()
    }
}

impl Seen {
    fn fault(&self, refusal: Option<&SignInRefusal>) -> Fault {
        let kind = match self.status {
            429 => FaultKind::Throttled,
            500.. => FaultKind::Unreachable,
            _ if refusal.is_some() => FaultKind::Unreachable,
            _ => FaultKind::Garbled,
        };
        let message = refusal.map_or_else(
            || {
                Phrase::new("host-status-unreadable")
                    .with("host", self.host.clone())
                    .with("status", self.status.to_string())
            },
            |refusal| {
                refusal
                    .reason
                    .phrase()
                    .then(Phrase::verbatim(refusal.detail.clone()))
            },
        );
        let mut fault = Fault::new(kind, message);
        fault.status = Some(self.status);
        fault.retry_after_seconds = self.retry_after_seconds;
        fault.code = refusal
            .and_then(|refusal| refusal.number)
            .map(|number| format!("AADSTS{number}"));
        fault.correlation = refusal.and_then(|refusal| refusal.correlation.clone());
        fault
    }
}

type EntraClient = Client<
    EntraError,
    EntraTokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// The answer of `reference/entra.md`, section 4.1; every token in it is masked in `Debug`.
///
/// `oauth2` wants it to be serializable and never does it; no token would be in it.
#[derive(Debug, Serialize, Deserialize)]
struct EntraTokens {
    #[serde(skip_serializing)]
    access_token: oauth2::AccessToken,
    #[serde(default = "bearer")]
    token_type: BasicTokenType,
    #[serde(default, deserialize_with = "lenient_seconds")]
    expires_in: Option<u64>,
    #[serde(default, skip_serializing)]
    refresh_token: Option<oauth2::RefreshToken>,
    #[serde(default, skip_serializing, deserialize_with = "id_token")]
    id_token: Option<IdToken>,
}

fn bearer() -> BasicTokenType {
    BasicTokenType::Bearer
}

impl TokenResponse for EntraTokens {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &oauth2::AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &Self::TokenType {
        &self.token_type
    }

    fn expires_in(&self) -> Option<Duration> {
        self.expires_in.map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&oauth2::RefreshToken> {
        self.refresh_token.as_ref()
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

/// The error of `reference/entra.md`, section 4.3, with the fields the standard type loses.
#[derive(Debug, Serialize, Deserialize)]
struct EntraError {
    error: String,
    #[serde(default, deserialize_with = "lenient_text")]
    error_description: Option<String>,
    #[serde(default, deserialize_with = "lenient_numbers")]
    error_codes: Vec<u32>,
    #[serde(default, deserialize_with = "lenient_text")]
    suberror: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    claims: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    trace_id: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    correlation_id: Option<String>,
}

impl EntraError {
    fn refusal(self) -> SignInRefusal {
        let description = self.error_description.unwrap_or_default();
        let mut refusal = classify(
            &self.error,
            &self.error_codes,
            self.suberror.as_deref(),
            &description,
        );
        refusal.correlation = self.correlation_id.or(refusal.correlation);
        refusal.trace = self.trace_id.or(refusal.trace);
        refusal.claims = self.claims;
        refusal
    }
}

impl fmt::Display for EntraError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)
    }
}

impl ErrorResponse for EntraError {}

fn id_token<'de, D: Deserializer<'de>>(from: D) -> Result<Option<IdToken>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.map(IdToken::new))
}

fn lenient_seconds<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) => text.trim().parse().ok(),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast of a float saturates"
        )]
        Value::Number(number) => number
            .as_u64()
            .or_else(|| number.as_f64().map(|seconds| seconds as u64)),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    })
}

fn lenient_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            Some(other.to_string())
        }
    })
}

fn lenient_numbers<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u32>, D::Error> {
    let Value::Array(values) = Value::deserialize(from)? else {
        return Ok(Vec::new());
    };
    Ok(values
        .iter()
        .filter_map(|value| match value {
            Value::String(text) => text.parse().ok(),
            Value::Number(number) => number.as_u64().and_then(|number| number.try_into().ok()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        })
        .collect())
}
