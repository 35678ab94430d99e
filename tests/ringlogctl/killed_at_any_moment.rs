//! Killing `ringlogctl sync` at any moment loses no call and logs none twice.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use ringlog_simulator::dataverse::NewContact;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::{Server, System};
use ringlog_simulator::vodia::call::SimulatedCall;
use rusqlite::{Connection, OpenFlags};

use super::desk::{Desk, minutes_ago};

/// Longer than any test: whoever is held this long is killed.
const HELD: Duration = Duration::from_secs(600);
/// Passes after a kill until everything must be in Dynamics.
const PASSES_MAX: usize = 3;
/// Calls of a first sync.
const CALLS: i64 = 104;
/// A first sync looks back for a day.
const MINUTES_APART: i64 = 11;
/// Their numbers.
const NUMBERS: i64 = 40;
/// Desks worked at side by side.
const DESKS: usize = 3;
/// A pass that has asked Dynamics is over soon.
const AFTER_REQUEST_MAX: Duration = Duration::from_millis(20);
/// Of the syncs killed at random moments of all desks, those that had not ended by then.
const KILLS_MIN: usize = 200;

/// The three systems a pass talks to.
#[derive(Clone, Copy, Debug)]
enum Side {
    Pbx,
    Microsoft,
    Dynamics,
}

impl Side {
    const ALL: [Self; 3] = [Self::Pbx, Self::Microsoft, Self::Dynamics];

    fn server(self, desk: &Desk) -> &Server {
        match self {
            Self::Pbx => desk.office.vodia_server(),
            Self::Microsoft => desk.office.entra_server(),
            Self::Dynamics => desk.office.dataverse_server(),
        }
    }

    fn plan(self, desk: &Desk, skip: usize, fault: Fault) {
        let system: &dyn System = match self {
            Self::Pbx => &*desk.office.vodia,
            Self::Microsoft => &*desk.office.entra,
            Self::Dynamics => &desk.office.dataverse,
        };
        let skip = u32::try_from(skip).unwrap();
        system.misbehaviour().plan("", skip, 1, fault);
    }
}

/// A contact with the first of the calls' numbers; nobody has the others.
fn add_contact(desk: &Desk) {
    desk.office.dataverse.add_contact(NewContact {
        first_name: "Jon".to_owned(),
        last_name: "Aske".to_owned(),
        mobile_phone: "(020) 7946-0100".to_owned(),
        ..NewContact::default()
    });
}

/// One call at each time, most of their numbers several times: more than one page of the history or one batch for Dynamics
/// holds.
fn add_calls(desk: &Desk, begun: &[Timestamp]) {
    for at in begun {
        let index = at.as_second() / 60 / MINUTES_APART;
        let number = format!("020794601{:02}", index % NUMBERS);
        let call = if index % 2 == 0 {
            SimulatedCall::inbound(&number, *at)
        } else {
            SimulatedCall::outbound(&number, *at)
        };
        desk.call(if index % 7 == 3 {
            call.unanswered()
        } else {
            call.ended_after_seconds(50)
        });
    }
}

/// When the calls of a day began, oldest first.
fn day() -> Vec<Timestamp> {
    let index = (0..CALLS).rev();
    index
        .map(|index| minutes_ago(2 + index * MINUTES_APART))
        .collect()
}

/// A linked desk with all calls of a day.
async fn desk_after_a_day() -> (Desk, Vec<Timestamp>) {
    let (desk, calls) = (Desk::linked().await, day());
    add_contact(&desk);
    add_calls(&desk, &calls);
    (desk, calls)
}

/// Syncs until nothing waits, and sees that every call is there once and each unknown number has one contact.
async fn assert_whole(desk: &Desk, calls: &[Timestamp], when: &str) {
    let mut last = None;
    for _ in 0..PASSES_MAX {
        let report = desk.terminal.run(&["--json", "sync"]).await;
        let document = report.document();
        let is_quiet = document["waiting"] == 0 && document["new"] == 0;
        let is_done = report.status == Some(0);
        last = Some(report);
        if is_quiet && is_done {
            break;
        }
    }
    let last = last.unwrap();
    assert_eq!(last.status, Some(0), "{when}: {last}");
    let logged: Vec<Timestamp> = desk.logged_once().into_keys().collect();
    assert_eq!(logged, calls, "{when}: {last}");
    let mut by_number = BTreeMap::<String, usize>::new();
    for contact in desk.office.dataverse.contacts() {
        *by_number.entry(contact.mobile_phone).or_default() += 1;
    }
    assert!(
        by_number.values().all(|count| *count == 1),
        "{when}: {by_number:?}"
    );
    assert_eq!(
        by_number.len(),
        usize::try_from(NUMBERS).unwrap(),
        "{when}: {by_number:?}"
    );
    let listed = desk
        .terminal
        .run(&["--json", "calls", "--limit", "1000"])
        .await
        .with(0)
        .document();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), calls.len(), "{when}");
    assert!(
        listed.iter().all(|call| call["state"] == "logged"),
        "{when}: {listed:#?}"
    );
    assert_ledger_is_sound(desk, when);
}

fn assert_ledger_is_sound(desk: &Desk, when: &str) {
    let file = desk.terminal.file("ledger.sqlite3");
    let ledger = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let verdict: String = ledger
        .query_row("PRAGMA integrity_check", (), |row| row.get(0))
        .unwrap();
    assert_eq!(verdict, "ok", "{when}");
    let entries = std::fs::read_dir(&desk.terminal.profile).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let aside: Vec<String> = names.filter(|name| name.contains("damaged")).collect();
    assert!(aside.is_empty(), "{when}: {aside:?}");
}

/// How many requests an undisturbed first sync makes of each system.
async fn undisturbed() -> [usize; 3] {
    let (desk, calls) = desk_after_a_day().await;
    let counts = || Side::ALL.map(|side| side.server(&desk).requests().len());
    let before = counts();
    desk.terminal.run(&["sync"]).await.with(0);
    let after = counts();
    assert_whole(&desk, &calls, "undisturbed").await;
    std::array::from_fn(|index| after[index] - before[index])
}

async fn kill_first_sync(side: Side, skip: usize, fault: Fault) {
    let when = format!("killed at request {skip} to {side:?}, {fault:?}");
    let (desk, calls) = desk_after_a_day().await;
    let before = side.server(&desk).requests().len();
    side.plan(&desk, skip, fault);

    let mut sync = desk.terminal.start(&["sync"]);
    sync.until(side.server(&desk).requested(before + skip + 1))
        .await;
    sync.kill().await;

    assert_whole(&desk, &calls, &when).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_killed_at_any_request_loses_nothing_and_logs_nothing_twice() {
    let requests = undisturbed().await;
    assert!(requests.iter().all(|count| *count > 0), "{requests:?}");

    let kills = Side::ALL
        .into_iter()
        .zip(requests)
        .flat_map(|(side, count)| {
            (0..count).flat_map(move |skip| {
                [Fault::Stall(HELD), Fault::Slow(HELD)].map(|fault| (side, skip, fault))
            })
        });
    stream::iter(kills)
        .map(|(side, skip, fault)| kill_first_sync(side, skip, fault))
        .buffer_unordered(DESKS)
        .collect::<()>()
        .await;
}

/// Kills one sync after the other, each with a new call: at moments spread over all that a sync takes, and shortly after a
/// request. Returns how many were killed before they came to their end.
async fn kill_again_and_again(seed: u64) -> usize {
    let mut chance = fastrand::Rng::with_seed(seed);
    let (desk, calls) = (Desk::linked().await, day());
    add_contact(&desk);
    // The first sync asks the PBX for more than those after it.
    let (whole, others) = calls.split_at(2);
    let mut began = Instant::now();
    for new in whole {
        add_calls(&desk, &[*new]);
        began = Instant::now();
        desk.terminal.run(&["sync"]).await.with(0);
    }
    let part = began.elapsed() / u32::try_from(others.len()).unwrap();
    let mut parts: Vec<u32> = (0..).take(others.len()).collect();
    chance.shuffle(&mut parts);

    let mut killed = 0;
    for (new, parts_before) in others.iter().zip(parts) {
        add_calls(&desk, &[*new]);
        let side = chance.choice(Side::ALL).unwrap().server(&desk);
        let asked = side.requests().len();
        let mut sync = desk.terminal.start(&["sync"]);
        let delay = if chance.u8(..4) == 0 {
            let is_asked = side.requested(asked + 1);
            sync.until(is_asked).await;
            AFTER_REQUEST_MAX.mul_f64(chance.f64())
        } else {
            part * parts_before + part.mul_f64(chance.f64())
        };
        tokio::time::sleep(delay).await;
        killed += usize::from(sync.kill().await);
    }

    assert_whole(
        &desk,
        &calls,
        &format!("random moments, RINGLOG_TEST_SEED={seed}"),
    )
    .await;
    killed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_syncs_killed_at_any_moment_lose_nothing_and_log_nothing_twice() {
    let seed = match std::env::var("RINGLOG_TEST_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => fastrand::u64(..),
    };
    let desks = (0..).take(DESKS).map(|place| seed.wrapping_add(place));
    let killed: Vec<usize> = stream::iter(desks)
        .map(kill_again_and_again)
        .buffer_unordered(DESKS)
        .collect()
        .await;
    let total: usize = killed.iter().sum();
    assert!(total >= KILLS_MIN, "RINGLOG_TEST_SEED={seed}: {killed:?}");
}
