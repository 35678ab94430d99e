//! Earlier calls in a terminal: shown first, logged on a yes.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ringlog_simulator::dataverse::NewContact;
use ringlog_simulator::vodia::call::SimulatedCall;

use super::desk::{Desk, minutes_ago};
use super::terminal::Ended;

const NUMBER: &str = "02079460018";
/// Beyond what an ordinary poll looks back to.
const FIVE_DAYS: i64 = 5 * 24 * 60;

/// One call of a known contact that no ordinary poll took on, and the day it was on.
async fn a_desk_with_an_earlier_call() -> (Desk, String) {
    let desk = Desk::linked().await;
    desk.office.dataverse.add_contact(NewContact {
        last_name: "Aske".to_owned(),
        mobile_phone: NUMBER.to_owned(),
        ..NewContact::default()
    });
    let started_at = minutes_ago(FIVE_DAYS);
    desk.call(SimulatedCall::inbound(NUMBER, started_at));
    desk.told(&["sync"], 0).await;
    assert_eq!(desk.told(&["calls"], 0).await, serde_json::json!([]));
    (desk, day_of(started_at))
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

    assert!(shown.stdout.contains("Aske"), "{shown}");
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

    answered(&desk, &day, "yes\n").await.with(0);
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
