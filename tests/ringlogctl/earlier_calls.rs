//! Earlier calls in a terminal: shown first, logged on a yes, ended where the person says so.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ringlog_simulator::dataverse::NewContact;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::{Server, System};
use ringlog_simulator::vodia::call::SimulatedCall;

use super::desk::{Desk, minutes_ago};
use super::terminal::{Ended, Running};

const NUMBER: &str = "02079460018";
/// Beyond what an ordinary poll looks back to.
const FIVE_DAYS: i64 = 5 * 24 * 60;

/// Longer than any test: whoever is held this long is interrupted.
const HELD: Duration = Duration::from_secs(600);
/// Calls that are looked up in one request.
const BATCH: i64 = 100;

/// One call of a known contact that no ordinary poll took on, and the day it was on.
async fn a_desk_with_an_earlier_call() -> (Desk, String) {
    let (desk, [day, _]) = a_desk_with_earlier_calls(1).await;
    (desk, day)
}

/// So many calls of a known contact that no ordinary poll took on, and the first and the last day they were on.
async fn a_desk_with_earlier_calls(count: i64) -> (Desk, [String; 2]) {
    let desk = Desk::linked().await;
    desk.office.dataverse.add_contact(NewContact {
        last_name: "Aske".to_owned(),
        mobile_phone: NUMBER.to_owned(),
        ..NewContact::default()
    });
    let started_at = |minute: i64| minutes_ago(FIVE_DAYS + minute);
    for minute in 0..count {
        desk.call(SimulatedCall::inbound(NUMBER, started_at(minute)));
    }
    desk.told(&["sync"], 0).await;
    assert_eq!(desk.told(&["calls"], 0).await, serde_json::json!([]));
    (
        desk,
        [count - 1, 0].map(|minute| day_of(started_at(minute))),
    )
}

/// How many requests with this in their path a look at these days makes.
async fn requests_of_a_look(desk: &Desk, server: &Server, path: &str, days: &[String; 2]) -> u32 {
    let made = || {
        let requests = server.requests();
        requests.iter().filter(|made| made.contains(path)).count()
    };
    let before = made();
    let [from, to] = days;
    desk.told(&["backfill", "--from", from, "--to", to, "--dry-run"], 0)
        .await;
    u32::try_from(made() - before).unwrap()
}

/// An approved backfill that Dynamics keeps waiting after so many requests of the pass.
async fn held_after(desk: &Desk, requests: u32, days: &[String; 2]) -> Running {
    let server = desk.office.dataverse_server();
    let skip = requests + requests_of_a_look(desk, server, "$batch", days).await;
    let held = Fault::Stall(HELD);
    desk.office
        .dataverse
        .misbehaviour()
        .plan("$batch", skip, 1, held);
    let [from, to] = days;
    let words = ["--json", "backfill", "--from", from, "--to", to, "--yes"];
    desk.terminal.start(&words)
}

/// Waits until so many calls stand so.
async fn until_count(desk: &Desk, running: &mut Running, state: &str, count: i64) {
    running
        .until(async { while desk.told(&["status"], 0).await["counts"][state] != count {} })
        .await;
}

fn day_of(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).date().to_string()
}

async fn answered(desk: &Desk, day: &str, answer: &str) -> Ended {
    let words = ["backfill", "--from", day, "--to", day];
    desk.terminal.run_with_input(&words, answer).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_shows_each_call_and_writes_nothing() {
    let (desk, day) = a_desk_with_an_earlier_call().await;
    let words = ["backfill", "--from", &day, "--to", &day, "--dry-run"];

    let shown = desk.terminal.run(&words).await.with(0);
    let plan = desk.told(&words, 0).await;

    let line = "from +442079460018, would be logged on Aske.";
    assert!(shown.stdout.contains(line), "{shown}");
    assert_eq!(shown.stderr, "");
    assert_eq!(plan["totals"]["log"], 1);
    assert_eq!(plan["calls"][0]["contact_name"], "Aske");
    assert!(desk.logged_once().is_empty());
    assert_eq!(desk.told(&["calls"], 0).await, serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anything_but_yes_logs_nothing_and_ends_with_1() {
    let (desk, day) = a_desk_with_an_earlier_call().await;
    for answer in ["", "no\n", "yesterday\n"] {
        let ended = answered(&desk, &day, answer).await.with(1);
        assert_eq!(ended.stdout, "Nothing was logged.\n");
        assert!(ended.stderr.contains("Log 1 call?"), "{ended}");
    }
    assert!(desk.logged_once().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_yes_logs_what_was_shown_once() {
    let (desk, day) = a_desk_with_an_earlier_call().await;

    let logged = answered(&desk, &day, "yes\n").await.with(0);
    assert!(logged.stdout.starts_with("Logged 1, "), "{logged}");
    let again = answered(&desk, &day, "yes\n").await.with(0);

    assert_eq!(desk.logged_once().len(), 1);
    assert_eq!(again.stdout, "There is nothing to log.\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_approves_beforehand() {
    let (desk, day) = a_desk_with_an_earlier_call().await;

    let words = ["backfill", "--from", &day, "--to", &day, "--yes"];
    let approved = desk.told(&words, 0).await;

    assert_eq!(approved["is_approved"], true);
    assert_eq!(approved["sync"]["logged"], 1);
    assert_eq!(approved["sync"]["new"], 1);
    assert_eq!(approved["written"]["logged"], 1);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn days_that_cannot_be_are_refused_before_anything_is_asked() {
    let (desk, day) = a_desk_with_an_earlier_call().await;
    let refused = desk
        .terminal
        .run(&["backfill", "--from", &day, "--to", "2020-01-01"])
        .await
        .with(2);
    assert!(refused.stderr.contains("before the first"), "{refused}");
    let unread = ["backfill", "--from", "yesterday", "--to", &day];
    desk.terminal.run(&unread).await.with(2);
    assert!(desk.logged_once().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_backfill_keeps_what_it_wrote_and_goes_on_when_ringlog_runs_next() {
    let (desk, days) = a_desk_with_earlier_calls(BATCH + 1).await;
    // One that looks a batch up, one that writes it.
    let mut backfill = held_after(&desk, 2, &days).await;
    until_count(&desk, &mut backfill, "logged", BATCH).await;

    backfill.interrupt().await;
    let ended = backfill.ended().await.with(1);

    let told = ended.document();
    assert_eq!(told["is_approved"], true);
    assert_eq!(told["sync"], serde_json::Value::Null);
    assert_eq!(told["written"]["logged"], BATCH);
    assert_eq!(told["written"]["waiting"], 1);
    for words in [
        "goes on when Ringlog runs next",
        "`ringlogctl backfill --cancel`",
    ] {
        assert!(ended.stderr.contains(words), "{ended}");
    }
    assert!(!desk.terminal.file("profile.holder").exists());
    desk.office.dataverse.misbehaviour().clear();
    desk.told(&["sync"], 0).await;
    assert_eq!(desk.logged_once().len() as i64, BATCH + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_backfill_can_be_ended_and_its_rest_is_left_out() {
    let (desk, days) = a_desk_with_earlier_calls(1).await;
    let mut backfill = held_after(&desk, 0, &days).await;
    until_count(&desk, &mut backfill, "waiting", 1).await;
    backfill.interrupt().await;
    backfill.ended().await.with(1);
    desk.office.dataverse.misbehaviour().clear();

    let cancelled = desk.told(&["backfill", "--cancel"], 0).await;
    desk.told(&["sync"], 0).await;
    let again = desk.terminal.run(&["backfill", "--cancel"]).await.with(0);

    assert_eq!(
        cancelled,
        serde_json::json!({"is_cancelled": true, "left_out": 1})
    );
    assert!(desk.logged_once().is_empty());
    assert_eq!(again.stdout, "No earlier calls are being logged.\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_backfill_that_nobody_approved_logs_nothing() {
    let (desk, day) = a_desk_with_an_earlier_call().await;
    let words = ["backfill", "--from", &day, "--to", &day];
    let (mut backfill, _keyboard) = desk.terminal.start_at_keyboard(&words);
    backfill.note(|line| line.contains("Log 1 call?")).await;

    backfill.interrupt().await;
    let ended = backfill.ended().await.with(1);

    assert_eq!(ended.stdout, "Nothing was logged.\n");
    desk.told(&["sync"], 0).await;
    assert!(desk.logged_once().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pbx_that_fails_after_the_approval_is_told_and_read_later() {
    let (desk, days) = a_desk_with_earlier_calls(1).await;
    let server = desk.office.vodia_server();
    let skip = requests_of_a_look(&desk, server, "history", &days).await;
    let gone = Fault::Status {
        status: 503,
        retry_after: None,
        body: String::new(),
    };
    desk.office
        .vodia
        .misbehaviour()
        .plan("history", skip, 50, gone);

    let [from, to] = &days;
    let words = ["--json", "backfill", "--from", from, "--to", to, "--yes"];
    let ended = desk.terminal.run(&words).await.with(75);

    assert_eq!(ended.document()["is_approved"], true);
    for words in [
        "cannot answer now (HTTP 503)",
        "goes on when Ringlog runs next",
    ] {
        assert!(ended.stderr.contains(words), "{ended}");
    }
    desk.office.vodia.misbehaviour().clear();
    desk.told(&["sync"], 0).await;
    assert_eq!(desk.logged_once().len(), 1);
}

/// `script` gives a program a terminal.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_terminal_shows_how_far_the_logging_is() {
    let (desk, [from, to]) = a_desk_with_earlier_calls(BATCH + 1).await;
    let words = ["backfill", "--from", &from, "--to", &to, "--yes"];

    let shown = desk.terminal.run_in_terminal(&words).await.with(0);

    for words in ["Logging 101 calls", "Logging: 100 of 101 calls"] {
        assert!(shown.stdout.contains(words), "{shown}");
    }
    assert_eq!(desk.logged_once().len() as i64, BATCH + 1);
}
