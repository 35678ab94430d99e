//! The one way to send a request to Dynamics.
//!
//! It knows one host, lends the token to nobody else, tries again what can be tried again, renews a refused token once
//! and keeps every pause the server asked for. Every request of Ringlog may be sent twice: writing carries ids.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, IF_NONE_MATCH, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, Method, Response, Uri};
use jiff::{SignedDuration, Timestamp};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::organization::{OrganizationUrl, is_loopback};
use ringlog_core::phrase::Phrase;
use ringlog_core::token::AccessToken;
use serde::de::DeserializeOwned;
use url::Url;
use uuid::Uuid;

use super::Credentials;
use super::batch::{self, Item, ItemAnswer, OperationAnswer, SERVICE_ROOT};
use super::refusal::{classify, correlation};
use crate::http::without;
use crate::ports::{Chance, Clock, Transport, TransportError};

/// How often one request is sent before its failure is the caller's.
const ATTEMPTS_MAX: u32 = 3;
/// The pause before the second attempt; it doubles. A longer outage is waited for between passes.
const RETRY_MILLISECONDS: u64 = 250;
/// How long the account pauses when the server asks for a pause without a time.
const PAUSE_SECONDS_DEFAULT: u32 = 30;
/// No pause is longer (`retry_after_seconds` sees to it), so a longer one is a clock that was set back.
const PAUSE_SECONDS_MAX: i64 = 3_600;

/// A linked organization, reached as the linked account.
pub struct Client {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    credentials: Arc<dyn Credentials>,
    organization: OrganizationUrl,
    paused_until: Mutex<Option<Timestamp>>,
}

/// One request below the service root.
#[derive(Debug)]
pub(super) struct Request {
    /// What it is for, for the log.
    pub(super) purpose: &'static str,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Bytes,
}

/// A request that failed.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) fault: Fault,
    /// The server took longer than it was given.
    pub(super) is_timed_out: bool,
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self {
            fault,
            is_timed_out: false,
        }
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        failure.fault
    }
}

/// What became of one part of a `$batch`.
pub(super) type Outcome = Result<Vec<OperationAnswer>, Fault>;

impl Client {
    /// A client for one organization; `credentials` are for that organization alone.
    #[must_use]
    pub fn new(
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        credentials: Arc<dyn Credentials>,
        organization: OrganizationUrl,
    ) -> Self {
        Self {
            transport,
            clock,
            chance,
            credentials,
            organization,
            paused_until: Mutex::new(None),
        }
    }

    /// The organization it reaches.
    #[must_use]
    pub fn organization(&self) -> &OrganizationUrl {
        &self.organization
    }

    /// Until when the whole account pauses because the server asked for it, if it does.
    #[must_use]
    pub fn paused_until(&self) -> Option<Timestamp> {
        let now = self.clock.now();
        self.lock_pause().filter(|until| {
            let left = until.duration_since(now).as_secs();
            *until > now && left <= PAUSE_SECONDS_MAX
        })
    }

    /// Reads one JSON document.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        purpose: &'static str,
        path: String,
    ) -> Result<T, Fault> {
        self.get_with(purpose, path, Vec::new()).await
    }

    /// Reads one JSON document, asked for with more headers.
    pub(super) async fn get_with<T: DeserializeOwned>(
        &self,
        purpose: &'static str,
        path: String,
        mut headers: Vec<(HeaderName, HeaderValue)>,
    ) -> Result<T, Fault> {
        headers.push((IF_NONE_MATCH, HeaderValue::from_static("null")));
        let answer = self
            .send(&Request {
                purpose,
                method: Method::GET,
                path,
                headers,
                body: Bytes::new(),
            })
            .await?;
        read_json(answer.body())
    }

    /// Sends a `$batch` and returns what became of each of its items, in their order.
    pub(super) async fn batch(
        &self,
        purpose: &'static str,
        items: &[Item],
    ) -> Result<Vec<Outcome>, Failure> {
        let id = self.new_id().to_string();
        let refused = |error: batch::Unwritable| Fault::new(FaultKind::Invalid, error.to_string());
        let body = batch::write(items, &id).map_err(refused)?;
        let content_type = HeaderValue::try_from(batch::content_type(&id))
            .map_err(|error| Fault::new(FaultKind::Invalid, error.to_string()))?;
        let answer = self
            .send(&Request {
                purpose,
                method: Method::POST,
                path: "$batch".to_owned(),
                headers: vec![
                    (CONTENT_TYPE, content_type),
                    (
                        HeaderName::from_static("prefer"),
                        HeaderValue::from_static("odata.continue-on-error"),
                    ),
                ],
                body: body.into(),
            })
            .await?;
        let content_type = media_type(&answer);
        let answers = batch::read(content_type, answer.body())
            .map_err(|error| Fault::new(FaultKind::Garbled, error.to_string()))?;
        if answers.len() > items.len() {
            let fault = "Dynamics answered more than it was asked.";
            return Err(Fault::new(FaultKind::Garbled, fault).into());
        }
        let mut outcomes: Vec<Outcome> = answers
            .into_iter()
            .map(|answer| self.outcome(answer))
            .collect();
        // A server that stops at the first refusal leaves the rest unanswered.
        outcomes.resize_with(items.len(), || {
            let fault = "Dynamics left a part of the request unanswered.";
            Err(Fault::new(FaultKind::Garbled, fault))
        });
        Ok(outcomes)
    }

    /// Sends one request; every way to Dynamics leads through here.
    async fn send(&self, request: &Request) -> Result<Response<Bytes>, Failure> {
        let mut attempt = 1;
        let mut is_renewed = false;
        loop {
            self.check_pause()?;
            // What the sign-in says is final: it has tried what can be tried.
            let token = self.credentials.access_token().await?;
            let failure = match self.exchange(request, &token).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if failure.fault.kind == FaultKind::Unauthorized && !is_renewed {
                is_renewed = true;
                self.credentials
                    .invalidate(failure.fault.claims.clone())
                    .await;
                continue;
            }
            let may_pass = failure.fault.kind == FaultKind::Unreachable
                && !failure.is_timed_out
                && failure.fault.status != Some(500);
            if !may_pass || attempt >= ATTEMPTS_MAX {
                return Err(failure);
            }
            self.wait_before_retry(attempt).await;
            attempt += 1;
        }
    }

    async fn exchange(
        &self,
        request: &Request,
        token: &AccessToken,
    ) -> Result<Response<Bytes>, Failure> {
        let id = self.new_id();
        let sent = self.http_request(request, token, id)?;
        let answer = self.transport.send(sent).await.map_err(|error| {
            tracing::warn!(purpose = request.purpose, request_id = %id, %error, "Dynamics gave no answer");
            Failure {
                is_timed_out: matches!(error, TransportError::TimedOut { .. }),
                fault: error.into(),
            }
        })?;
        let answer = without(answer, &[token.expose()]);
        let status = answer.status();
        let service_request_id = correlation(answer.headers());
        // A refused `$batch` still says in its parts what happened to each.
        if status.is_success() || (!is_about_account(status.as_u16()) && is_multipart(&answer)) {
            tracing::debug!(
                purpose = request.purpose, status = status.as_u16(), request_id = %id,
                ?service_request_id, "Dynamics answered"
            );
            return Ok(answer);
        }
        let fault = classify(
            status.as_u16(),
            answer.headers(),
            answer.body(),
            self.clock.now(),
        );
        tracing::warn!(
            purpose = request.purpose, status = status.as_u16(), code = ?fault.code, request_id = %id,
            ?service_request_id, is_challenged = answer.headers().contains_key(WWW_AUTHENTICATE),
            "Dynamics refused"
        );
        Err(self.noted(fault).into())
    }

    fn http_request(
        &self,
        request: &Request,
        token: &AccessToken,
        id: Uuid,
    ) -> Result<http::Request<Bytes>, Fault> {
        let configuration =
            |error: http::Error| Fault::new(FaultKind::Configuration, error.to_string());
        let address = format!(
            "{}{SERVICE_ROOT}{}",
            self.organization.origin(),
            request.path
        );
        let uri = Uri::try_from(address).map_err(|error| configuration(error.into()))?;
        check_address(self.organization.url(), &uri)?;
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose()))
            .map_err(|_| Fault::new(FaultKind::Unauthorized, "The access token is damaged."))?;
        bearer.set_sensitive(true);
        let mut built = http::Request::builder()
            .method(request.method.clone())
            .uri(uri)
            .header(AUTHORIZATION, bearer)
            .header(ACCEPT, "application/json")
            .header("OData-MaxVersion", "4.0")
            .header("OData-Version", "4.0")
            .header("x-ms-client-request-id", id.to_string());
        for (name, value) in &request.headers {
            built = built.header(name, value);
        }
        built.body(request.body.clone()).map_err(configuration)
    }

    fn outcome(&self, answer: ItemAnswer) -> Outcome {
        let answers = match answer {
            ItemAnswer::Single(answer) => vec![answer],
            ItemAnswer::Changeset(answers) => answers,
        };
        match answers.iter().find(|answer| !answer.is_success()) {
            None => Ok(answers),
            Some(refused) => {
                let now = self.clock.now();
                let fault = classify(refused.status, &refused.headers, &refused.body, now);
                tracing::info!(
                    status = refused.status, code = ?fault.code, service_request_id = ?fault.correlation,
                    "Dynamics refused a part"
                );
                Err(self.noted(fault))
            }
        }
    }

    /// Remembers the pause a refusal asks for.
    fn noted(&self, mut fault: Fault) -> Fault {
        if fault.kind == FaultKind::Throttled {
            let seconds = *fault
                .retry_after_seconds
                .get_or_insert(PAUSE_SECONDS_DEFAULT);
            let until = self
                .clock
                .now()
                .saturating_add(SignedDuration::from_secs(i64::from(seconds)))
                .unwrap_or(Timestamp::MAX);
            let mut paused_until = self.lock_pause();
            *paused_until = (*paused_until).max(Some(until));
        }
        fault
    }

    fn check_pause(&self) -> Result<(), Fault> {
        let Some(until) = self.paused_until() else {
            return Ok(());
        };
        let left = until.duration_since(self.clock.now());
        // The last second is not over yet.
        let seconds = u32::try_from(left.as_secs() + 1).unwrap_or(PAUSE_SECONDS_DEFAULT);
        let mut fault = Fault::new(
            FaultKind::Throttled,
            Phrase::new("dynamics-pause").with("seconds", seconds),
        );
        fault.retry_after_seconds = Some(seconds);
        Err(fault)
    }

    async fn wait_before_retry(&self, attempt: u32) {
        let pause = Duration::from_millis(RETRY_MILLISECONDS << attempt.saturating_sub(1).min(8));
        tokio::time::sleep(pause.mul_f64(1.0 + self.chance.fraction())).await;
    }

    fn new_id(&self) -> Uuid {
        let mut bytes = [0; 16];
        for half in bytes.chunks_exact_mut(8) {
            half.copy_from_slice(&self.chance.fraction().to_bits().to_le_bytes());
        }
        // The bits of a fraction are not evenly spread; its digest is.
        let name = Uuid::from_bytes(bytes);
        Uuid::new_v5(&name, &self.clock.now().as_nanosecond().to_le_bytes())
    }

    fn lock_pause(&self) -> std::sync::MutexGuard<'_, Option<Timestamp>> {
        self.paused_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("organization", &self.organization)
            .finish_non_exhaustive()
    }
}

/// Reads a JSON body.
pub(super) fn read_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).map_err(|error| {
        Fault::new(
            FaultKind::Garbled,
            Phrase::new("dynamics-garbled").with("detail", error.to_string()),
        )
    })
}

/// The token goes to the linked organization, encrypted, and nowhere else (spec J2).
fn check_address(linked: &Url, uri: &Uri) -> Result<(), Fault> {
    let host = uri.host().unwrap_or_default();
    let is_encrypted = uri.scheme_str() == Some("https");
    let is_linked = linked.host_str() == Some(host)
        && linked.scheme() == uri.scheme_str().unwrap_or_default()
        && linked.port() == uri.port_u16();
    if is_linked && (is_encrypted || is_loopback(linked)) {
        return Ok(());
    }
    Err(Fault::new(
        FaultKind::Configuration,
        Phrase::new("dynamics-other-address").with("host", host),
    ))
}

fn is_about_account(status: u16) -> bool {
    matches!(status, 401 | 429 | 503)
}

fn is_multipart(answer: &Response<Bytes>) -> bool {
    media_type(answer)
        .to_ascii_lowercase()
        .starts_with("multipart/")
}

fn media_type(answer: &Response<Bytes>) -> &str {
    answer
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
