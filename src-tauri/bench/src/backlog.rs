//! A thousand waiting calls: beside a connector that works one by one, and beside what Dynamics' concurrency allows.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System as _;
use ringlog_tests::{Computer, each_call_exactly_once};

use crate::office::BenchOffice;
use crate::one_by_one::Connector;
use crate::sample::{milliseconds, ratio, seconds};
use crate::table::{Line, times};

const CALLS: u32 = 1_000;
const NUMBERS: u32 = 300;
const ROUND_TRIP: Duration = Duration::from_millis(40);
/// The baseline takes as long for each call as for the first, so a part of them tells how long all take.
const CALLS_ONE_BY_ONE: u32 = 100;

const FASTER_MIN: f64 = 50.0;
const ABOVE_FLOOR_MAX: f64 = 2.0;

/// The lines of the table.
pub(crate) async fn lines() -> Vec<Line> {
    let (ours, throttled) = caught_up(CALLS).await;
    let (one_by_one, floor) = beside().await;
    let faster = ratio(one_by_one, ours);
    let above_floor = ratio(ours, floor);
    vec![
        Line {
            what: format!(
                "{CALLS} waiting calls of {NUMBERS} numbers, {} round trip",
                milliseconds(ROUND_TRIP)
            ),
            ours: seconds(ours),
            against: format!(
                "one by one: {} ({CALLS_ONE_BY_ONE} measured)",
                seconds(one_by_one)
            ),
            result: format!("{faster:.0} times faster"),
            target: format!("at least {FASTER_MIN:.0} times"),
            is_met: faster >= FASTER_MIN,
        },
        Line {
            what: "the same, beside the floor".to_owned(),
            ours: seconds(ours),
            against: format!("52 requests at once: {}", seconds(floor)),
            result: times(above_floor),
            target: format!("at most {ABOVE_FLOOR_MAX} times"),
            is_met: above_floor <= ABOVE_FLOOR_MAX,
        },
        Line {
            what: "throttled by our own doing, while those calls went out".to_owned(),
            ours: format!("{throttled} answers with 429"),
            against: String::new(),
            result: throttled.to_string(),
            target: "none".to_owned(),
            is_met: throttled == 0,
        },
        told_to_wait().await,
    ]
}

/// How long a pass over so many waiting calls takes.
pub(crate) async fn catch_up_time(calls: u32) -> Duration {
    caught_up(calls).await.0
}

/// How long it took, and how often Dynamics asked for a pause.
async fn caught_up(calls: u32) -> (Duration, u64) {
    let (office, mut computer, ids) = with_waiting_calls(calls).await;
    let _ = office.network.take_tally();
    let began = Instant::now();
    computer.sync().await;
    let took = began.elapsed();
    each_call_exactly_once(&office.world, &ids);
    (took, office.network.take_tally().throttled)
}

/// A computer on which so many calls wait, because Dynamics could not be reached until now.
async fn with_waiting_calls(calls: u32) -> (BenchOffice, Computer, Vec<String>) {
    let office = BenchOffice::open(ROUND_TRIP).await;
    office.add_contacts(NUMBERS);
    let mut computer = office.computer().await;
    let ids = office.had_calls(calls, NUMBERS.min(calls));
    office.dynamics_is_away();
    computer.sync().await;
    office.world.recover();
    // As long as the longest wait after an outage.
    office.world.clock.advance(SignedDuration::from_mins(45));
    (office, computer, ids)
}

/// How long the baseline takes for all calls, and how long the same requests take where only Dynamics limits them.
async fn beside() -> (Duration, Duration) {
    let office = BenchOffice::open(ROUND_TRIP).await;
    office.add_contacts(NUMBERS);
    let mut computer = office.computer().await;
    // So that the network has seen what a request to Dynamics carries.
    office.had_calls(1, 1);
    computer.sync().await;
    let bearer = office
        .network
        .take_tally()
        .bearer
        .expect("a call was logged");
    let connector = Connector::new(&office.world.office, office.network.clone(), bearer);
    let some = connector.one_by_one(CALLS_ONE_BY_ONE, NUMBERS).await;
    let floor = connector.side_by_side(CALLS, NUMBERS).await;
    (some * (CALLS / CALLS_ONE_BY_ONE), floor)
}

/// Dynamics asks for a pause in the middle: nothing is sent before it is over, and no call is lost or doubled.
async fn told_to_wait() -> Line {
    const PAUSE_SECONDS: i64 = 30;
    let (office, mut computer, ids) = with_waiting_calls(CALLS).await;
    let pause = Fault::Status {
        status: 429,
        retry_after: Some(PAUSE_SECONDS.to_string()),
        body: String::new(),
    };
    office
        .world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 7, 1, pause);
    computer.sync().await;
    let _ = office.network.take_tally();
    office
        .world
        .clock
        .advance(SignedDuration::from_secs(PAUSE_SECONDS - 1));
    computer.sync().await;
    let too_early = office.network.take_tally().dynamics_requests;
    // Its own wait before another try may be longer than the one it was told.
    office.world.clock.advance(SignedDuration::from_mins(45));
    computer.sync().await;
    each_call_exactly_once(&office.world, &ids);
    Line {
        what: "throttled in the middle of them".to_owned(),
        ours: format!(
            "each of {} once, {too_early} requests before the pause was over",
            ids.len()
        ),
        against: String::new(),
        result: too_early.to_string(),
        target: "none early, none lost, none twice".to_owned(),
        is_met: too_early == 0,
    }
}
