//! Passwords and accounts that are refused.

use ringlog_simulator::entra::browser::{Choice, visit};
use ringlog_simulator::office::EXTENSION;

use super::super::desk::Desk;
use super::super::terminal::Terminal;
use super::add_call;

/// One try of a password is a Basic login and, since a PBX may not take those, one session.
const LOGINS_PER_TRY: u32 = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_pbx_password_is_tried_once_and_the_one_before_is_kept() {
    let desk = Desk::linked().await;
    add_call(&desk);

    let refused = desk
        .terminal
        .run_with_input(&["pbx", "login"], "wrong\n")
        .await
        .with(4);

    assert!(refused.stderr.contains(EXTENSION), "{refused}");
    assert_eq!(refused.stdout, "");
    assert_eq!(desk.office.vodia.login_failures(), LOGINS_PER_TRY);
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_changed_on_the_pbx_is_not_tried_again_and_again() {
    let desk = Desk::linked().await;
    desk.office.vodia.set_password(EXTENSION, "another");
    desk.office.vodia.end_sessions();
    add_call(&desk);

    for _ in 0..3 {
        let refused = desk.terminal.run(&["sync"]).await.with(4);
        assert!(
            refused.stderr.contains("`ringlogctl pbx login`"),
            "{refused}"
        );
    }
    assert_eq!(desk.office.vodia.login_failures(), LOGINS_PER_TRY);

    desk.terminal
        .run_with_input(&["pbx", "login"], "another")
        .await
        .with(0);
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_link_the_calls_are_recorded_and_wait() {
    let desk = Desk::with_settings().await;
    desk.log_in().await.with(0);
    add_call(&desk);

    let sync = desk.terminal.run(&["sync"]).await.with(3);

    assert!(sync.stderr.contains("`ringlogctl link`"), "{sync}");
    let calls = desk
        .terminal
        .run(&["--json", "calls"])
        .await
        .with(0)
        .document();
    assert_eq!(calls[0]["state"], "waiting");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_who_does_not_come_ends_the_link_in_time() {
    let desk = Desk::with_settings().await;
    let words = ["link", "--print-url", "--timeout-seconds", "1"];

    let ended = desk.terminal.run(&words).await.with(3);

    assert!(ended.stderr.contains("ringlogctl: "), "{ended}");
    let status = desk.terminal.run(&["--json", "status"]).await.with(3);
    assert_eq!(status.document()["linked_as"], serde_json::Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_who_cancels_keeps_what_was_linked() {
    let desk = Desk::linked().await;
    add_call(&desk);

    let mut link = desk.terminal.start(&["link", "--print-url"]);
    let address = link.note(|line| line.starts_with("http://")).await;
    visit(&address.parse().unwrap(), Choice::Deny)
        .await
        .unwrap();
    link.ended().await.with(3);

    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_link_keeps_what_was_linked() {
    let desk = Desk::linked().await;

    let mut link = desk.terminal.start(&["link", "--print-url"]);
    link.note(|line| line.starts_with("http://")).await;
    link.interrupt().await;
    link.ended().await.with(3);

    desk.terminal.run(&["sync"]).await.with(0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_microsoft_no_longer_renews_asks_for_a_sign_in_and_loses_nothing() {
    let desk = Desk::linked().await;
    desk.office.entra.tokens().revoke_all();
    add_call(&desk);

    desk.terminal.run(&["sync"]).await.with(3);
    let status = desk.terminal.run(&["--json", "status"]).await;
    assert_eq!(
        status.document()["parts"]["sign_in"]["state"],
        "attention",
        "{status}"
    );

    desk.link(ringlog_simulator::office::PERSON).await.with(0);
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test]
async fn a_new_profile_is_told_what_to_set() {
    let terminal = Terminal::new();
    for (words, key) in [
        (["pbx", "login"].as_slice(), "pbx.url"),
        (&["link"], "dynamics.organization_url"),
        (&["consent"], "dynamics.organization_url"),
    ] {
        let ended = terminal.run_with_input(words, "secret\n").await.with(2);
        assert!(ended.stderr.contains(key), "{ended}");
    }
    terminal.run(&["sync"]).await.with(2);
}
