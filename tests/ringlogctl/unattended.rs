//! What `ringlogctl` says and does where nobody types.

use jiff::{SignedDuration, Timestamp};
use ringlog_engine::ledger::Ledger;
use ringlog_simulator::vodia::call::SimulatedCall;
use serde_json::Value;

use super::desk::{Desk, minutes_ago};
use super::terminal::Running;

/// The next document on stdout, however many lines it has.
async fn document(running: &mut Running) -> Value {
    let mut text = String::new();
    loop {
        text.push_str(&running.line().await);
        if let Ok(document) = serde_json::from_str(&text) {
            return document;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_sign_in_ends_a_sync_with_3_though_no_call_is_due() {
    let desk = Desk::linked().await;
    desk.terminal.run(&["sync"]).await.with(0);
    desk.office.entra.tokens().revoke_all();
    desk.terminal.run(&["doctor"]).await.with(1);

    let sync = desk.terminal.run(&["sync"]).await.with(3);

    assert!(sync.stderr.contains("Link again"), "{sync}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_somebody_asks_for_ends_a_pause() {
    let desk = Desk::linked().await;
    let ledger = desk.terminal.profile.join("ledger.sqlite3");
    let now = Timestamp::now();
    let pause = now + SignedDuration::from_hours(8);
    let mut opened = Ledger::open(&ledger, now).unwrap().ledger;
    opened.set_pause(Some(pause)).unwrap();
    drop(opened);
    desk.call(SimulatedCall::inbound("02079460018", minutes_ago(5)));

    desk.terminal.run(&["sync"]).await.with(0);

    let ledger = Ledger::open_read_only(&ledger).unwrap().unwrap();
    assert_eq!(ledger.paused_until(now).unwrap(), None);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watching_sync_goes_by_the_settings_as_they_stand_before_each_pass() {
    let desk = Desk::linked().await;
    desk.write_settings("pbx.poll_seconds = 5\n");
    let call = || desk.call(SimulatedCall::inbound("02079460018", minutes_ago(5)));
    call();
    let mut watch = desk.terminal.start(&["--json", "sync", "--watch"]);
    let first = document(&mut watch).await;
    assert_eq!(first["logged"], 1);

    desk.write_settings("pbx.poll_seconds = 5\nrules.never_log = [\"+442079460018\"]\n");
    call();

    let second = document(&mut watch).await;
    assert_eq!([&second["left_out"], &second["logged"]], [1, 0]);
    watch.kill().await;
}
