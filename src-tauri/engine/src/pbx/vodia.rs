//! Vodia PBX, read as the user of one extension (`reference/vodia.md`).
//!
//! It asks for nothing but what that user may see, never sends the password in an address, follows no redirect, and
//! stops at the first rejected login until it is built anew with another password (spec B2).

mod history;
mod integrations;
mod session;
mod wire;

use std::sync::Arc;
use std::sync::atomic::AtomicU8;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{StatusCode, header};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phrase::Phrase;
use ringlog_core::poller::Window;
use secrecy::SecretString;
use serde_json::Value;
use tokio::sync::Mutex;
use url::{Host, Url};

use crate::http::retry_after_seconds;
use crate::ports::{CallSource, Clock, Pages, PbxError, PbxIdentity, Transport};
use history::{Dialect, History};
use session::Login;

/// What may be known about the extension is asked for this often at once, where the PBX fails at telling it.
const ASKED_MAX: u8 = 3;

/// Why a Vodia source cannot be set up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAddress {
    /// Another scheme, or `http` to another computer.
    #[error(
        "pbx.url must begin with https:// (http:// is accepted for this computer itself only), for example https://pbx.example.com"
    )]
    NotHttps,
    /// A user name or password stands in the address.
    #[error(
        "pbx.url must not contain a user name or password: the extension goes to pbx.extension, the password is asked for by `pbx login`"
    )]
    Credentials,
    /// No extension.
    #[error("pbx.extension must be the extension's number, without spaces, \"@\" or \":\"")]
    Extension,
    /// No tenant.
    #[error("pbx.tenant must be the tenant's name on the PBX, for example pbx.example.com")]
    Tenant,
}

/// The call history of one extension on one Vodia PBX.
pub struct Vodia {
    base: Url,
    tenant: String,
    extension: String,
    password: SecretString,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    /// Held for the length of an exchange: the PBX is asked one thing at a time, and logged in to once.
    login: Mutex<Login>,
    /// The [`Dialect`] this PBX turned out to speak.
    dialect: AtomicU8,
}

impl Vodia {
    /// A source for `extension` of `tenant` on the PBX at `base`; nothing is sent yet.
    ///
    /// # Errors
    /// When the address would send the password unprotected, or a part is missing.
    pub fn new(
        base: &Url,
        tenant: &str,
        extension: &str,
        password: SecretString,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, InvalidAddress> {
        let is_name = |text: &str| {
            !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || "@:/".contains(c))
        };
        let (tenant, extension) = (tenant.trim(), extension.trim());
        if base.scheme() != "https" && !(base.scheme() == "http" && is_loopback(base)) {
            return Err(InvalidAddress::NotHttps);
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(InvalidAddress::Credentials);
        }
        if !is_name(extension) {
            return Err(InvalidAddress::Extension);
        }
        if !is_name(tenant) {
            return Err(InvalidAddress::Tenant);
        }
        let mut base = base.clone();
        base.set_query(None);
        base.set_fragment(None);
        Ok(Self {
            base,
            tenant: tenant.to_ascii_lowercase(),
            extension: extension.to_owned(),
            password,
            transport,
            clock,
            login: Mutex::new(Login::Basic),
            dialect: AtomicU8::new(Dialect::Unknown as u8),
        })
    }

    /// `ext@tenant`, as paths and logins name the user.
    fn account(&self) -> String {
        format!("{}@{}", self.extension, self.tenant)
    }

    fn address(&self, segments: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// Sends one request and passes weather on; every answer that is about the request itself is returned.
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, PbxError> {
        let answer = self
            .transport
            .send(request)
            .await
            .map_err(|error| PbxError::Unavailable(error.into()))?;
        let status = answer.status();
        let busy = || Phrase::new("pbx-busy").with("status", status.as_u16().to_string());
        let (kind, message) = match status {
            StatusCode::TOO_MANY_REQUESTS => (FaultKind::Throttled, busy()),
            _ if status.is_server_error() => (FaultKind::Unreachable, busy()),
            _ if status.is_redirection() => {
                (FaultKind::Configuration, redirect_message(answer.headers()))
            }
            _ => return Ok(answer),
        };
        Err(PbxError::Unavailable(Fault {
            status: Some(status.as_u16()),
            retry_after_seconds: retry_after_seconds(answer.headers(), self.clock.now()),
            ..Fault::new(kind, message)
        }))
    }

    /// Reads `url` as the extension's user, logging in on the way where that is needed; `None` if the PBX does not
    /// understand the query.
    async fn get(&self, url: &Url) -> Result<Option<http::Response<Bytes>>, PbxError> {
        let mut login = self.login.lock().await;
        let answer = self.exchange(&mut login, url).await?;
        match answer.status() {
            status if status.is_success() => Ok(Some(answer)),
            StatusCode::BAD_REQUEST if url.query().is_some() => Ok(None),
            StatusCode::FORBIDDEN => Err(PbxError::Forbidden {
                extension: self.extension.clone(),
                detail: "HTTP 403".to_owned(),
            }),
            StatusCode::NOT_FOUND => Err(PbxError::NotFound {
                account: self.account(),
                detail: "HTTP 404".to_owned(),
            }),
            status => Err(unexpected(status)),
        }
    }

    /// Reads what not every user may read; whatever stands in the way, there is then nothing to know.
    ///
    /// A refusal here says nothing about the password and starts no login.
    async fn get_if_allowed(&self, segments: &[&str]) -> Result<Option<Value>, PbxError> {
        let login = self.login.lock().await;
        let Some(request) = self.request(&login, &self.address(segments, &[])) else {
            return Ok(None);
        };
        let mut asked = 1;
        let answer = loop {
            match self.send(request.clone()).await {
                Err(error) if asked < ASKED_MAX && is_stumble(&error) => asked += 1,
                answered => break answered?,
            }
        };
        Ok(answer
            .status()
            .is_success()
            .then(|| serde_json::from_slice(answer.body()).ok())
            .flatten())
    }

    /// The first of `paths` that answers with what `find` looks for.
    async fn first_allowed<T>(
        &self,
        paths: &[&[&str]],
        find: impl Fn(&Value) -> Option<T>,
    ) -> Told<T> {
        for path in paths {
            match self.get_if_allowed(path).await {
                Ok(answer) => {
                    if let Some(found) = answer.as_ref().and_then(&find) {
                        return Told::This(found);
                    }
                }
                Err(error) => {
                    tracing::debug!(%error, "the PBX did not tell about the extension");
                    let is_weather = is_weather(&error);
                    return match error {
                        PbxError::Unavailable(fault) if fault.retry_after_seconds.is_some() => {
                            Told::Later(fault)
                        }
                        PbxError::Unavailable(_)
                        | PbxError::Refused { .. }
                        | PbxError::Forbidden { .. }
                        | PbxError::NotFound { .. }
                        | PbxError::Garbled(_) => {
                            if is_weather {
                                Told::NotNow
                            } else {
                                Told::Nothing
                            }
                        }
                    };
                }
            }
        }
        Told::Nothing
    }

    /// Fails only where the login is not proven: whatever else the PBX keeps back, its calls can be read.
    async fn read_identity(&self) -> Result<PbxIdentity, PbxError> {
        let version = self.verify().await?;
        let (tenant, extension) = (self.tenant.as_str(), self.extension.as_str());
        let person = self
            .first_allowed(
                &[
                    &[
                        "rest",
                        "domain",
                        tenant,
                        "account",
                        extension,
                        "user_settings",
                    ],
                    &["rest", "domain", "self", "account", "self", "user_settings"],
                ],
                |answer| {
                    let person = wire::person(answer);
                    (person.email.is_some() || person.name.is_some()).then_some(person)
                },
            )
            .await;
        let country_code = match person.told_to_wait() {
            Some(fault) => Told::Later(fault.clone()),
            None => {
                self.first_allowed(
                    &[
                        &["rest", "domain", tenant, "settings"],
                        &["rest", "domain", tenant, "config"],
                    ],
                    wire::country_code,
                )
                .await
            }
        };
        let is_partial = person.is_weather() || country_code.is_weather();
        let told_to_wait = country_code.told_to_wait().cloned();
        let person = person.known().unwrap_or_default();
        Ok(PbxIdentity {
            email: person.email,
            name: person.name,
            country_code: country_code.known(),
            version,
            is_partial,
            told_to_wait,
        })
    }

    /// Proves the login by what it is for, reading the history, and tells the PBX's version.
    async fn verify(&self) -> Result<Option<String>, PbxError> {
        let small = self.history_address(&[("page", "1"), ("size", "1")]);
        let answer = match self.get(&small).await? {
            Some(answer) => Some(answer),
            None => self.get(&self.history_address(&[])).await?,
        };
        let Some(answer) = answer else {
            return Err(unexpected(StatusCode::BAD_REQUEST));
        };
        wire::history(wire::json(answer.headers(), answer.body())?)?;
        Ok(answer
            .headers()
            .get(header::SERVER)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned))
    }

    fn history_address(&self, query: &[(&str, &str)]) -> Url {
        self.address(&["rest", "user", &self.account(), "history"], query)
    }
}

/// What the PBX said where it need not say anything.
enum Told<T> {
    This(T),
    Nothing,
    /// Weather was in the way.
    NotNow,
    /// It is to be asked later, and nothing else before.
    Later(Fault),
}

impl<T> Told<T> {
    fn known(self) -> Option<T> {
        match self {
            Self::This(known) => Some(known),
            Self::Nothing | Self::NotNow | Self::Later(_) => None,
        }
    }

    fn told_to_wait(&self) -> Option<&Fault> {
        match self {
            Self::Later(fault) => Some(fault),
            Self::This(_) | Self::Nothing | Self::NotNow => None,
        }
    }

    fn is_weather(&self) -> bool {
        matches!(self, Self::NotNow | Self::Later(_))
    }
}

impl CallSource for Vodia {
    fn source(&self) -> String {
        format!("vodia:{}", self.tenant)
    }

    fn extension(&self) -> String {
        self.extension.clone()
    }

    fn tenant(&self) -> String {
        match self.base.host_str() {
            Some(host) if host != self.tenant => format!("{} {host}", self.tenant),
            Some(_) | None => self.tenant.clone(),
        }
    }

    fn identify(&self) -> BoxFuture<'_, Result<PbxIdentity, PbxError>> {
        self.read_identity().boxed()
    }

    fn writes_to_dynamics(&self) -> BoxFuture<'_, Option<bool>> {
        async {
            let account = self.account();
            let path = ["rest", "user", account.as_str(), "integrations"];
            let answer = self.get_if_allowed(&path).await.ok()??;
            Some(integrations::names_dynamics(&answer))
        }
        .boxed()
    }

    fn read(&self, window: Window) -> Box<dyn Pages + '_> {
        Box::new(History::new(self, window))
    }
}

impl std::fmt::Debug for Vodia {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vodia")
            .field("base", &self.base.as_str())
            .field("account", &self.account())
            .finish_non_exhaustive()
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A failure that was answered at once and asks for no pause: asking again costs nobody anything.
fn is_stumble(error: &PbxError) -> bool {
    match error {
        PbxError::Unavailable(fault) => {
            fault.kind == FaultKind::Unreachable
                && fault.status.is_some()
                && fault.retry_after_seconds.is_none()
        }
        PbxError::Refused { .. }
        | PbxError::Forbidden { .. }
        | PbxError::NotFound { .. }
        | PbxError::Garbled(_) => false,
    }
}

fn is_weather(error: &PbxError) -> bool {
    match error {
        PbxError::Unavailable(fault) => fault.is_weather(),
        PbxError::Refused { .. }
        | PbxError::Forbidden { .. }
        | PbxError::NotFound { .. }
        | PbxError::Garbled(_) => false,
    }
}

/// Only the host of the new address is told: the rest may hold anything.
fn redirect_message(headers: &http::HeaderMap) -> Phrase {
    let host = headers
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|location| Url::parse(location).ok())
        .and_then(|url| url.host_str().map(str::to_owned));
    match host {
        Some(host) => Phrase::new("pbx-redirects-to").with("host", host),
        None => Phrase::new("pbx-redirects"),
    }
}

fn unexpected(status: StatusCode) -> PbxError {
    PbxError::Garbled(format!(
        "HTTP {} is no answer to a question for the call history; check pbx.url",
        status.as_u16()
    ))
}

#[cfg(test)]
mod tests;
