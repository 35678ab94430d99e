//! The one way to the network: no redirects, bounded time and size, the system's proxy and trust store.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use ringlog_core::fault::{Fault, FaultKind};

use crate::ports::{Clock, Transport, TransportError};

/// No answer of the three systems is longer; a larger one is an attack or a mistake.
pub const BODY_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Values weigh up to a hundred times what is written of them once they are read: no real answer has as many.
const VALUES_MAX: usize = 4_000_000;
/// What an object weighs, in values.
const OBJECT_VALUES: usize = 10;
/// How long one exchange may take: a `$batch` of a hundred calls needs a few seconds.
pub const EXCHANGE_SECONDS_MAX: u64 = 100;
/// How long connecting may take.
const CONNECT_SECONDS_MAX: u64 = 20;
/// A wait longer than an hour is not obeyed to the letter: the cause may be gone long before.
const RETRY_AFTER_SECONDS_MAX: u32 = 3_600;

/// The computer's network.
#[derive(Clone, Debug)]
pub struct Network {
    client: reqwest::Client,
}

impl Network {
    /// A client that follows no redirect, so that no token crosses to another host.
    ///
    /// # Errors
    /// When the system's trust store cannot be loaded.
    pub fn new() -> Result<Self, TransportError> {
        // A provider may be installed already when tests share a process.
        let _already_installed = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("ringlog/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(CONNECT_SECONDS_MAX))
            .timeout(Duration::from_secs(EXCHANGE_SECONDS_MAX))
            .build()
            .map_err(|error| TransportError::Unreachable {
                host: "the network".to_owned(),
                detail: chain(&error),
            })?;
        Ok(Self { client })
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let host = request.uri().host().unwrap_or_default().to_owned();
        let failed = |error: reqwest::Error| failure(&host, &error);
        let request = reqwest::Request::try_from(request).map_err(failed)?;
        let mut answer = self.client.execute(request).await.map_err(failed)?;
        let mut body = BytesMut::new();
        let mut values = 0;
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > BODY_BYTES_MAX {
                return Err(TransportError::TooLong {
                    host,
                    limit_bytes: BODY_BYTES_MAX,
                });
            }
            values += values_in(&chunk);
            if values > VALUES_MAX {
                return Err(TransportError::TooManyValues { host });
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = http::Response::new(body.freeze());
        *response.status_mut() = answer.status();
        std::mem::swap(response.headers_mut(), answer.headers_mut());
        Ok(response)
    }
}

/// At most as many values as JSON can hold in these bytes; what stands inside texts counts as well.
fn values_in(bytes: &[u8]) -> usize {
    let weight = |byte: &u8| match byte {
        b'{' => OBJECT_VALUES,
        b'[' | b',' => 1,
        _ => 0,
    };
    bytes.iter().map(weight).sum()
}

impl Transport for Network {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.exchange(request).boxed()
    }
}

/// Counts what goes through a transport, for `sync --json` and for budgets in tests.
#[derive(Clone)]
pub struct Counted {
    inner: Arc<dyn Transport>,
    count: Arc<AtomicU64>,
}

impl Counted {
    /// Counts from zero.
    #[must_use]
    pub fn new(inner: Arc<dyn Transport>) -> Self {
        Self {
            inner,
            count: Arc::default(),
        }
    }

    /// How many requests were sent so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }
}

impl Transport for Counted {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.inner.send(request)
    }
}

/// Notices how far the clock of the servers behind a transport is ahead of this computer's, by the `Date` of their
/// answers (RFC 9110, section 6.6.1).
#[derive(Clone)]
pub struct Dated {
    inner: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    ahead_seconds: Arc<Mutex<Option<i64>>>,
}

impl Dated {
    /// Has noticed nothing yet.
    #[must_use]
    pub fn new(inner: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        Self {
            inner,
            clock,
            ahead_seconds: Arc::default(),
        }
    }

    /// By how many seconds the last answer that told the time was ahead of this computer; behind it, if negative.
    #[must_use]
    pub fn ahead_seconds(&self) -> Option<i64> {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, Option<i64>> {
        self.ahead_seconds
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Dated {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        async move {
            let answer = self.inner.send(request).await?;
            if let Some(date) = date_of(answer.headers()) {
                *self.lock() = Some(date.duration_since(self.clock.now()).as_secs());
            }
            Ok(answer)
        }
        .boxed()
    }
}

fn date_of(headers: &http::HeaderMap) -> Option<Timestamp> {
    let text = headers.get(http::header::DATE)?.to_str().ok()?;
    Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok()
}

fn failure(host: &str, error: &reqwest::Error) -> TransportError {
    let host = host.to_owned();
    if error.is_timeout() {
        return TransportError::TimedOut {
            host,
            seconds: EXCHANGE_SECONDS_MAX,
        };
    }
    let detail = chain(error);
    if is_certificate(error) {
        return TransportError::Certificate { host, detail };
    }
    TransportError::Unreachable { host, detail }
}

fn is_certificate(error: &reqwest::Error) -> bool {
    sources(error).any(|source| {
        matches!(
            source.downcast_ref::<rustls::Error>(),
            Some(rustls::Error::InvalidCertificate(_))
        ) || source
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
            .is_some_and(|inner| {
                matches!(
                    inner.downcast_ref(),
                    Some(rustls::Error::InvalidCertificate(_))
                )
            })
    })
}

fn sources<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}

/// The innermost cause: the outer ones repeat the address, which may hold a query.
fn chain(error: &reqwest::Error) -> String {
    sources(error)
        .last()
        .map_or_else(|| "no reason given".to_owned(), ToString::to_string)
}

impl From<TransportError> for Fault {
    fn from(error: TransportError) -> Self {
        let kind = match &error {
            TransportError::Unreachable { .. } | TransportError::TimedOut { .. } => {
                FaultKind::Unreachable
            }
            TransportError::Certificate { .. } => FaultKind::Configuration,
            TransportError::TooLong { .. } | TransportError::TooManyValues { .. } => {
                FaultKind::Garbled
            }
        };
        Fault::new(kind, error.phrase())
    }
}

/// An answer without the secrets it was asked with: some servers and proxies quote what they refuse, and a refusal is
/// kept, logged and shown.
#[must_use]
pub(crate) fn without(answer: http::Response<Bytes>, secrets: &[&str]) -> http::Response<Bytes> {
    const REDACTED: &str = "[redacted]";
    let (mut head, mut body) = answer.into_parts();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        for value in head.headers.values_mut() {
            if String::from_utf8_lossy(value.as_bytes()).contains(secret) {
                *value = http::HeaderValue::from_static(REDACTED);
            }
        }
        let redacted = {
            let text = String::from_utf8_lossy(&body);
            text.contains(secret)
                .then(|| text.replace(secret, REDACTED))
        };
        body = redacted.map_or(body, Bytes::from);
    }
    http::Response::from_parts(head, body)
}

/// How long an answer asks to wait: `Retry-After` in seconds or as an HTTP date (RFC 9110, section 10.2.3), at most an
/// hour; `None` when it does not ask.
#[must_use]
pub fn retry_after_seconds(headers: &http::HeaderMap, now: Timestamp) -> Option<u32> {
    let value = headers
        .get(http::header::RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim();
    let seconds = if let Ok(seconds) = value.parse::<f64>() {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to an hour first"
        )]
        let whole = seconds
            .ceil()
            .clamp(0.0, f64::from(RETRY_AFTER_SECONDS_MAX)) as u32;
        whole
    } else {
        let at = Timestamp::try_from(httpdate::parse_http_date(value).ok()?).ok()?;
        u32::try_from(at.duration_since(now).as_secs().max(0)).unwrap_or(RETRY_AFTER_SECONDS_MAX)
    };
    Some(seconds.min(RETRY_AFTER_SECONDS_MAX))
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    /// Reads a request without a body and sends whoever asked to another path of the same server; what it was sent.
    async fn send_elsewhere(mut stream: TcpStream) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        let answer = "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(head).unwrap()
    }

    #[tokio::test]
    async fn whoever_sends_elsewhere_is_not_followed_with_the_token() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let request = http::Request::builder()
            .uri(format!("http://{address}/"))
            .header(http::header::AUTHORIZATION, "Bearer a-token")
            .body(Bytes::new())
            .unwrap();
        let mut heads = Vec::new();
        let serving = async {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                heads.push(send_elsewhere(stream).await);
            }
        };

        let network = Network::new().unwrap();
        let answer = tokio::select! {
            answer = network.send(request) => answer.unwrap(),
            () = serving => unreachable!("it serves for ever"),
        };

        assert_eq!(answer.status(), http::StatusCode::FOUND);
        assert_eq!(heads.len(), 1, "{heads:?}");
    }

    fn check(value: &str, expected: Option<u32>) {
        let mut headers = http::HeaderMap::new();
        headers.insert(http::header::RETRY_AFTER, value.parse().unwrap());
        let now = Timestamp::from_second(784_111_777).unwrap();
        assert_eq!(retry_after_seconds(&headers, now), expected, "{value}");
    }

    #[test]
    fn no_json_has_more_values_than_are_counted() {
        let check =
            |json: &str, values: usize| assert_eq!(values_in(json.as_bytes()), values, "{json}");
        check("7", 0);
        check("[0,0,0]", 3);
        check("[[],[[]]]", 5);
        check(r#"[{"a":0},{"a":0,"b":[1]}]"#, 24);
    }

    #[test]
    fn a_pause_is_read_in_seconds_and_as_a_date_and_bounded() {
        check("17", Some(17));
        check("1.2", Some(2));
        check("Sun, 06 Nov 1994 08:50:37 GMT", Some(60));
        check("Sun, 06 Nov 1994 08:00:00 GMT", Some(0));
        check("999999999", Some(3_600));
        check("-5", Some(0));
        check("soon", None);
    }
}
