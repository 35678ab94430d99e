//! Puts a simulated system behind a loopback socket.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::misbehaviour::{Fault, Misbehaviour};

/// Larger requests than any client of ours sends.
const REQUEST_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A simulated system: one function from request to answer, and the faults planned for it.
pub trait System: Send + Sync + 'static {
    /// Carries out one request.
    fn handle(&self, request: Request<Bytes>) -> Response<Bytes>;
    /// The faults planned for it.
    fn misbehaviour(&self) -> &Misbehaviour;
    /// What it takes for the time and says in its answers, if it has a clock.
    fn now(&self) -> Option<Timestamp> {
        None
    }
}

/// What one exchange became, before it goes over a socket.
#[derive(Debug)]
pub enum Exchange {
    /// An answer.
    Answer(Response<Bytes>),
    /// An answer that takes its time.
    Late(std::time::Duration, Response<Bytes>),
    /// The connection breaks.
    Broken,
}

/// Carries out one request with the fault that befalls it, if any.
pub fn exchange(system: &dyn System, request: Request<Bytes>) -> Exchange {
    let mut exchange = befallen(system, request);
    match &mut exchange {
        Exchange::Answer(answer) | Exchange::Late(_, answer) => date(system, answer),
        Exchange::Broken => {}
    }
    exchange
}

/// The time of the answer (RFC 9110, section 6.6.1).
fn date(system: &dyn System, answer: &mut Response<Bytes>) {
    let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
    let date = system
        .now()
        .and_then(|now| printer.timestamp_to_rfc9110_string(&now).ok()?.parse().ok());
    if let Some(date) = date {
        answer.headers_mut().insert(http::header::DATE, date);
    }
}

fn befallen(system: &dyn System, request: Request<Bytes>) -> Exchange {
    let path = request
        .uri()
        .path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default();
    match system.misbehaviour().take(&path) {
        None => Exchange::Answer(system.handle(request)),
        Some(Fault::LoseRequest) => Exchange::Broken,
        Some(Fault::LoseReply) => {
            system.handle(request);
            Exchange::Broken
        }
        Some(Fault::Slow(by)) => Exchange::Late(by, system.handle(request)),
        Some(Fault::Stall(by)) => {
            let mut answer = Response::new(Bytes::new());
            *answer.status_mut() = http::StatusCode::GATEWAY_TIMEOUT;
            Exchange::Late(by, answer)
        }
        Some(Fault::Garbage(body)) => {
            let mut answer = system.handle(request);
            *answer.body_mut() = body.into();
            answer.headers_mut().remove(http::header::CONTENT_LENGTH);
            Exchange::Answer(answer)
        }
        Some(Fault::Status {
            status,
            retry_after,
            body,
        }) => {
            let mut answer = Response::new(Bytes::from(body));
            *answer.status_mut() = http::StatusCode::from_u16(status)
                .unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
            if let Some(value) = retry_after.and_then(|text| text.parse().ok()) {
                answer
                    .headers_mut()
                    .insert(http::header::RETRY_AFTER, value);
            }
            Exchange::Answer(answer)
        }
    }
}

/// A running simulator; it stops when this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
    log: watch::Sender<Vec<String>>,
}

impl Server {
    /// Listens on a free loopback port.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(system: Arc<dyn System>) -> std::io::Result<Self> {
        Self::listen(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?, system)
    }

    /// Listens on a socket that was bound before, for systems that must know their own address.
    ///
    /// # Errors
    /// When the socket has no address.
    pub fn listen(listener: TcpListener, system: Arc<dyn System>) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let log = watch::Sender::default();
        let task = tokio::spawn(accept(listener, system, log.clone()));
        Ok(Self { address, task, log })
    }

    /// Its origin, for example `http://127.0.0.1:50123`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// `METHOD path?query` of every request so far.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.log.borrow().clone()
    }

    /// Waits until `count` requests arrived since the start.
    pub async fn requested(&self, count: usize) {
        let mut log = self.log.subscribe();
        // The log lives as long as this server.
        let _ended = log.wait_for(|log| log.len() >= count).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, system: Arc<dyn System>, log: watch::Sender<Vec<String>>) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let system = Arc::clone(&system);
        let log = log.clone();
        connections.spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                answer(Arc::clone(&system), log.clone(), request)
            });
            // A connection that breaks is the client's to notice.
            let _broken = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
        while connections.try_join_next().is_some() {}
    }
}

/// The error that makes hyper drop the connection without an answer.
#[derive(Debug)]
struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the simulator drops this connection")
    }
}

impl std::error::Error for Dropped {}

impl From<Infallible> for Dropped {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

async fn answer(
    system: Arc<dyn System>,
    log: watch::Sender<Vec<String>>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Dropped> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, REQUEST_BYTES_MAX)
        .collect()
        .await
        .map_err(|_| Dropped)?
        .to_bytes();
    let path = head
        .uri
        .path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default();
    log.send_modify(|log| log.push(format!("{} {path}", head.method)));
    match exchange(&*system, Request::from_parts(head, body)) {
        Exchange::Answer(answer) => Ok(answer.map(Full::new)),
        Exchange::Late(by, answer) => {
            tokio::time::sleep(by).await;
            Ok(answer.map(Full::new))
        }
        Exchange::Broken => Err(Dropped),
    }
}
