//! Catches the browser's answer on this computer, and nothing else.
//!
//! It is bound before the browser opens. Whatever is not the awaited answer (a favicon, a preview, a port scan, a
//! wrong `state`) is turned away and does not end the attempt (`reference/entra.md`, section 6).

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use ringlog_core::token::AuthorizationCode;
use sha2::{Digest, Sha256};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use url::form_urlencoded;

mod page;

use page::{Language, Outcome};

/// Larger than any answer seen: codes have one or two thousand characters.
const BODY_BYTES_MAX: usize = 64 * 1024;
const HEAD_BYTES_MAX: usize = 64 * 1024;
const HEADERS_MAX: usize = 64;
/// How long one connection may take, from the first byte to the last.
const CONNECTION_SECONDS_MAX: u64 = 15;
/// More connections at once than a browser opens are turned away.
const CONNECTIONS_MAX: usize = 16;
/// How long a failing socket rests before it is asked again.
const REST_MILLISECONDS: u64 = 50;

/// A bound port on this computer.
#[derive(Debug)]
pub struct Listener {
    v4: TcpListener,
    v6: Option<TcpListener>,
    port: u16,
}

/// The parameters of the answer; `state` was right.
#[derive(Debug)]
pub struct Answer {
    code: Option<AuthorizationCode>,
    others: BTreeMap<String, String>,
}

impl Answer {
    /// The code, if there is one.
    #[must_use]
    pub fn code(&self) -> Option<&AuthorizationCode> {
        self.code.as_ref()
    }

    /// Any other parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.others.get(name).map(String::as_str)
    }
}

impl FromIterator<(String, String)> for Answer {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        let mut others: BTreeMap<String, String> = pairs.into_iter().collect();
        Self {
            code: others.remove("code").map(AuthorizationCode::new),
            others,
        }
    }
}

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The time was up.
    TimedOut,
    /// The person cancelled.
    Cancelled,
}

impl Listener {
    /// Binds a free port on 127.0.0.1, and the same one on `[::1]` where that can be had: browsers try either.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn bind() -> io::Result<Self> {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = v4.local_addr()?.port();
        let v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok();
        Ok(Self { v4, v6, port })
    }

    /// The redirect address, without a slash at the end: the registered `http://localhost` with our port.
    #[must_use]
    pub fn redirect_uri(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Waits for the answer that repeats `state`, for `limit` at most or until `cancelled` completes.
    ///
    /// # Errors
    /// When none came.
    pub async fn answer(
        self,
        state: &str,
        limit: Duration,
        cancelled: impl Future<Output = ()>,
    ) -> Result<Answer, Ended> {
        let awaited = Awaited {
            state: Sha256::digest(state).into(),
            hosts: ["localhost", "127.0.0.1", "[::1]"].map(|host| format!("{host}:{}", self.port)),
        };
        tokio::select! {
            answer = tokio::time::timeout(limit, self.serve(Arc::new(awaited))) => {
                answer.map_err(|_| Ended::TimedOut)
            }
            () = cancelled => Err(Ended::Cancelled),
        }
    }

    async fn serve(self, awaited: Arc<Awaited>) -> Answer {
        let (found, mut answers) = mpsc::channel::<Answer>(1);
        // Dropping the set ends every connection with the attempt.
        let mut connections = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                Some(answer) = answers.recv() => return answer,
                accepted = self.v4.accept() => accepted,
                accepted = accept(self.v6.as_ref()) => accepted,
            };
            while connections.try_join_next().is_some() {}
            match accepted {
                Ok((stream, _)) if connections.len() < CONNECTIONS_MAX => {
                    connections.spawn(converse(stream, Arc::clone(&awaited), found.clone()));
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::debug!(%error, "a connection to the sign-in listener failed");
                    tokio::time::sleep(Duration::from_millis(REST_MILLISECONDS)).await;
                }
            }
        }
    }
}

async fn accept(listener: Option<&TcpListener>) -> io::Result<(TcpStream, std::net::SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

/// What the answer must have.
struct Awaited {
    /// Digests are compared, so that the time it takes tells nothing.
    state: [u8; 32],
    hosts: [String; 3],
}

/// One connection; the answer is handed on after its page has gone out.
async fn converse(stream: TcpStream, awaited: Arc<Awaited>, found: mpsc::Sender<Answer>) {
    let slot: Arc<Mutex<Option<Answer>>> = Arc::default();
    let service = service_fn(|request: Request<Incoming>| {
        let (awaited, slot) = (Arc::clone(&awaited), Arc::clone(&slot));
        async move {
            let (answer, response) = reply(request, &awaited).await;
            if answer.is_some() {
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = answer;
            }
            Ok::<_, Infallible>(response)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(CONNECTION_SECONDS_MAX))
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    // A browser that leaves early has still given its answer.
    let _broken =
        tokio::time::timeout(Duration::from_secs(CONNECTION_SECONDS_MAX), connection).await;
    let answer = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(answer) = answer {
        // A second answer to the same question is of no use.
        let _already_answered = found.try_send(answer);
    }
}

async fn reply(
    request: Request<Incoming>,
    awaited: &Awaited,
) -> (Option<Answer>, Response<Full<Bytes>>) {
    let language = Language::of(request.headers());
    match read(request, awaited).await {
        Ok(answer) => {
            let outcome = if answer.get("error").is_some() {
                Outcome::Refused
            } else {
                Outcome::Accepted
            };
            let response = response(StatusCode::OK, page::html(language, outcome));
            (Some(answer), response)
        }
        Err(status) => (
            None,
            response(status, page::html(language, Outcome::Stranger)),
        ),
    }
}

async fn read(request: Request<Incoming>, awaited: &Awaited) -> Result<Answer, StatusCode> {
    let (head, body) = request.into_parts();
    if !is_from_here(&head.headers, awaited) {
        return Err(StatusCode::BAD_REQUEST);
    }
    if head.uri.path() != "/" {
        return Err(StatusCode::NOT_FOUND);
    }
    let encoded = if head.method == Method::GET {
        Bytes::from(head.uri.query().unwrap_or_default().to_owned())
    } else if head.method == Method::POST {
        if !is_form(&head.headers) {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        Limited::new(body, BODY_BYTES_MAX)
            .collect()
            .await
            .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?
            .to_bytes()
    } else {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    };
    answer(&encoded, awaited).ok_or(StatusCode::BAD_REQUEST)
}

/// An answer repeats `state` exactly once and says something.
fn answer(encoded: &[u8], awaited: &Awaited) -> Option<Answer> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(encoded).into_owned().collect();
    let mut states = pairs.iter().filter(|(name, _)| name == "state");
    let (_, state) = states.next()?;
    let is_right = <[u8; 32]>::from(Sha256::digest(state)) == awaited.state;
    if !is_right || states.next().is_some() {
        return None;
    }
    let answer: Answer = pairs.into_iter().collect();
    let says_something = answer.code().is_some()
        || ["error", "admin_consent"]
            .iter()
            .any(|name| answer.get(name).is_some());
    says_something.then_some(answer)
}

/// A page of another name that resolves to this computer is not ours.
fn is_from_here(headers: &HeaderMap, awaited: &Awaited) -> bool {
    headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|host| {
            awaited
                .hosts
                .iter()
                .any(|ours| ours.eq_ignore_ascii_case(host))
        })
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| {
            kind.trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        })
}

fn response(status: StatusCode, page: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(page)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            page::CONTENT_SECURITY_POLICY,
        ),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONNECTION, "close"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, POST"));
    }
    response
}

#[cfg(test)]
mod tests;
