//! A long history: read page by page and understood, without a network.

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use jiff::{SignedDuration, Timestamp};
use ringlog_core::normalize::{Origin, normalize};
use ringlog_core::phone::DialPlan;
use ringlog_core::poller::Window;
use ringlog_engine::pbx::vodia::Vodia;
use ringlog_engine::ports::{CallSource as _, SystemClock, Transport, TransportError};
use ringlog_simulator::office::{EMAIL, EXTENSION, PASSWORD, PBX_TENANT};
use ringlog_simulator::server::System as _;
use ringlog_simulator::vodia::{SimulatedCall, Vodia as SimulatedVodia};

use crate::office::number;
use crate::sample::{milliseconds, seconds};
use crate::table::Line;

/// As many as one reading may have (`engine/src/pbx/vodia/history.rs`).
const RECORDS_OF_A_READING: u32 = 20_000;
const READINGS: u32 = 5;
const NUMBERS: u32 = 300;
const TIME_MAX: Duration = Duration::from_secs(1);
/// What one page and the counters of a reading may add.
const MEMORY_MAX_KB: u64 = 16 * 1024;

/// A hundred thousand records.
pub(crate) async fn line() -> Line {
    let pbx = Arc::new(Replayed::of(RECORDS_OF_A_READING));
    let network: Arc<dyn Transport> = Arc::clone(&pbx) as _;
    read_all(&network).await;
    let _ = resident_peak_kb();
    let before = resident_peak_kb();
    let began = Instant::now();
    let mut read = 0;
    for _ in 0..READINGS {
        read += read_all(&network).await;
    }
    let took = began.elapsed();
    let grown_kb = resident_peak_kb().saturating_sub(before);
    let is_small = grown_kb <= MEMORY_MAX_KB;
    Line {
        what: format!("parsing and normalising {read} call records"),
        ours: format!(
            "{} on one core, {} MB more memory at most",
            seconds(took),
            grown_kb / 1024
        ),
        against: format!(
            "{} MB of answers, {READINGS} times",
            pbx.bytes() / 1_048_576
        ),
        result: milliseconds(took),
        target: format!("{} and {} MB", seconds(TIME_MAX), MEMORY_MAX_KB / 1024),
        is_met: took <= TIME_MAX && is_small,
    }
}

/// How long the PBX's answer with one page of the history is.
pub(crate) async fn page_bytes() -> usize {
    let pbx = Arc::new(Replayed::of(100));
    let network: Arc<dyn Transport> = Arc::clone(&pbx) as _;
    read_all(&network).await;
    let longest = pbx.lock().values().map(Bytes::len).max();
    longest.unwrap_or_default()
}

/// Reads the whole history once, and gives how many of its records are finished calls.
async fn read_all(network: &Arc<dyn Transport>) -> u32 {
    let base = "http://127.0.0.1:1".parse().expect("an address");
    let clock = Arc::new(SystemClock);
    let source = Vodia::new(
        &base,
        PBX_TENANT,
        EXTENSION,
        PASSWORD.into(),
        Arc::clone(network),
        clock,
    )
    .expect("a source of these parts");
    let (name, tenant) = (source.source(), source.tenant());
    let origin = Origin {
        source: &name,
        extension: EXTENSION,
        tenant: &tenant,
        plan: DialPlan::new("GB").expect("a region"),
    };
    let mut pages = source.read(Window {
        from: Timestamp::MIN,
    });
    let mut calls = 0;
    while let Some(page) = pages.next().await.expect("a page") {
        for cdr in &page.records {
            normalize(cdr, &origin).expect("a call");
            calls += 1;
        }
    }
    calls
}

/// A simulated PBX whose answers are kept, so that its own work is not measured the second time.
struct Replayed {
    vodia: SimulatedVodia,
    answers: Mutex<BTreeMap<String, Bytes>>,
}

impl Replayed {
    /// A PBX with so many calls, ten minutes apart.
    fn of(records: u32) -> Self {
        let vodia = SimulatedVodia::new(PBX_TENANT);
        vodia.add_extension(EXTENSION, PASSWORD, EMAIL);
        let now = Timestamp::now();
        for record in 0..records {
            let started_at = now - SignedDuration::from_mins(i64::from(record) * 10);
            let number = number(record % NUMBERS);
            vodia.add_call(EXTENSION, SimulatedCall::inbound(&number, started_at));
        }
        Self {
            vodia,
            answers: Mutex::default(),
        }
    }

    fn answer(&self, request: Request<Bytes>) -> Bytes {
        let mut answers = self.lock();
        answers
            .entry(request.uri().to_string())
            .or_insert_with(|| self.vodia.handle(request).into_body())
            .clone()
    }

    /// All answers together.
    fn bytes(&self) -> usize {
        self.lock().values().map(Bytes::len).sum()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Bytes>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Replayed {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        std::future::ready(Ok(Response::new(self.answer(request)))).boxed()
    }
}

/// The most memory this process had at once since it was last asked, in kilobytes (proc(5): `clear_refs`, `VmHWM`).
fn resident_peak_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|value| value.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or_default();
    let _ = fs::write("/proc/self/clear_refs", "5");
    peak
}
