//! A system that answers without end, too slowly or with more than it says holds nobody up for long, and costs no call.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Request, Response, Uri};
use jiff::SignedDuration;
use ringlog_engine::pass::Polling;
use ringlog_engine::ports::{Transport, TransportError};
use ringlog_simulator::office::Office;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{World, each_call_exactly_once};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// No pass asks one system more often than this before it lets it be, and each time waits no longer than the limit of
/// an exchange.
const PASS_SECONDS_MAX: u64 = 500;
/// The limit of an answer, what the sockets hold, and no more, a few times.
const SENT_BYTES_MAX: usize = 4 * 48 * 1024 * 1024;
/// A beginning of gzip (RFC 1952) after which every zero stands for a thousand blanks.
const BOMB: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xec\xc1\x81\x00\x00\x00\x00\x80\x20\x95\xfd\x29\x17\xa9\x0a";

/// How a hostile system answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// It says nothing at all.
    Silent,
    /// The head, and then a byte a second.
    ByteASecond,
    /// Header lines without end.
    EndlessHead,
    /// Blanks without end.
    EndlessBody,
    /// It announces more than there is memory for, and a little of it.
    GiganticLength,
    /// Little that becomes much.
    Bomb,
    /// It sends on to itself.
    EndlessRedirects,
    /// As many small values as fit.
    MillionsOfRows,
}

const MANNERS: [Manner; 8] = [
    Manner::Silent,
    Manner::ByteASecond,
    Manner::EndlessHead,
    Manner::EndlessBody,
    Manner::GiganticLength,
    Manner::Bomb,
    Manner::EndlessRedirects,
    Manner::MillionsOfRows,
];

/// A system on loopback that answers in one manner; it counts what it sends.
struct Hostile {
    address: SocketAddr,
    sent: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Hostile {
    async fn open(manner: Manner) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let sent: Arc<AtomicUsize> = Arc::default();
        let counted = Arc::clone(&sent);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let counted = Arc::clone(&counted);
                tokio::spawn(async move {
                    // A client that hangs up ends it.
                    let _gone = answer(stream, manner, &counted).await;
                });
            }
        });
        Self {
            address,
            sent,
            task,
        }
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(stream: TcpStream, manner: Manner, sent: &AtomicUsize) -> std::io::Result<()> {
    let (mut from, mut to) = stream.into_split();
    let mut request = [0; 16 * 1024];
    let _the_rest_may_come = from.read(&mut request).await?;
    tokio::spawn(async move { while from.read(&mut request).await.is_ok_and(|read| read > 0) {} });
    let mut say = async |bytes: &[u8]| {
        sent.fetch_add(bytes.len(), Ordering::Relaxed);
        to.write_all(bytes).await
    };
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    let many = |piece: &str| piece.repeat(64 * 1024 / piece.len());
    match manner {
        Manner::Silent => {}
        Manner::ByteASecond => {
            say(format!("{head}\r\n[").as_bytes()).await?;
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                say(b" ").await?;
            }
        }
        Manner::EndlessHead => {
            say(head.as_bytes()).await?;
            loop {
                say(many("X-More: and more\r\n").as_bytes()).await?;
            }
        }
        Manner::EndlessBody => {
            say(format!("{head}\r\n").as_bytes()).await?;
            loop {
                say(many(" ").as_bytes()).await?;
            }
        }
        Manner::GiganticLength => {
            say(format!("{head}Content-Length: 9223372036854775807\r\n\r\n[").as_bytes()).await?;
        }
        Manner::Bomb => {
            say(format!("{head}Content-Encoding: gzip\r\n\r\n").as_bytes()).await?;
            say(BOMB).await?;
            loop {
                say(&[0; 1024]).await?;
            }
        }
        Manner::EndlessRedirects => {
            let there = "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            return say(there.as_bytes()).await;
        }
        Manner::MillionsOfRows => {
            say(format!("{head}\r\n{{\"data\":[0").as_bytes()).await?;
            for _ in 0..31 * 16 {
                say(many(",{\"a\":0}").as_bytes()).await?;
            }
            return say(b"]}").await;
        }
    }
    // The rest never comes.
    std::future::pending().await
}

/// Leads what is meant for one system to another, while it is turned.
struct Diversion {
    network: Arc<dyn Transport>,
    from: String,
    to: SocketAddr,
    is_turned: Arc<AtomicBool>,
}

impl Transport for Diversion {
    fn send(
        &self,
        mut request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let path = request.uri().to_string();
        if self.is_turned.load(Ordering::Relaxed)
            && let Some(path) = path.strip_prefix(&self.from)
        {
            let there = format!("http://{}{path}", self.to);
            *request.uri_mut() = there.parse::<Uri>().unwrap();
        }
        self.network.send(request).boxed()
    }
}

/// One system turns hostile in one manner during a pass, and comes to its senses afterwards.
async fn ends_well(origin: fn(&Office) -> String, manner: Manner) {
    let hostile = Hostile::open(manner).await;
    let is_turned: Arc<AtomicBool> = Arc::default();
    let world = World::open_with(|office, network| {
        Arc::new(Diversion {
            network,
            from: origin(office),
            to: hostile.address,
            is_turned: Arc::clone(&is_turned),
        })
    })
    .await;
    let mut computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    // The access token is too old, so that every system is asked.
    world.clock.advance(SignedDuration::from_hours(2));
    let began = Instant::now();

    tokio::time::pause();
    is_turned.store(true, Ordering::Relaxed);
    let pass = computer.engine.pass(Polling::Now).await;
    is_turned.store(false, Ordering::Relaxed);
    let took = began.elapsed().as_secs();
    tokio::time::resume();

    let sent = hostile.sent.load(Ordering::Relaxed);
    assert!(
        sent > 0 || manner == Manner::Silent,
        "{manner:?} was not met"
    );
    assert!(took <= PASS_SECONDS_MAX, "{manner:?} took {took} s");
    assert!(
        sent <= SENT_BYTES_MAX,
        "{manner:?} was read for {sent} bytes"
    );
    let is_told = pass.as_ref().is_ok_and(|pass| !pass.problems.is_empty()) || pass.is_err();
    let waits = computer.calls().iter().any(|call| call.reason.is_some());
    assert!(is_told || waits, "{manner:?} was passed over: {pass:?}");
    computer.go_on().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_hostile_pbx_holds_nobody_up_and_costs_no_call() {
    for manner in MANNERS {
        ends_well(|office| office.vodia_server().origin(), manner).await;
    }
}

#[tokio::test]
async fn a_hostile_sign_in_holds_nobody_up_and_costs_no_call() {
    for manner in MANNERS {
        ends_well(|office| office.entra_server().origin(), manner).await;
    }
}

#[tokio::test]
async fn a_hostile_dynamics_holds_nobody_up_and_costs_no_call() {
    for manner in MANNERS {
        ends_well(|office| office.dataverse_server().origin(), manner).await;
    }
}
