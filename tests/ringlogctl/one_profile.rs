//! A profile is one process's at a time, and no two profiles have anything in common.

use ringlog_simulator::dataverse::NewUser;
use ringlog_simulator::entra::{Role, User};
use ringlog_simulator::office::{PERSON, TENANT};
use ringlog_simulator::vodia::call::SimulatedCall;
use serde_json::Value;
use uuid::Uuid;

use super::desk::{Desk, minutes_ago};
use super::terminal::{Running, Terminal};

const COLLEAGUE: Uuid = Uuid::from_u128(0xc011_4000_0000_4000_8000_0000_0000_0005);
const COLLEAGUE_EMAIL: &str = "ivo.brandt@contoso.example";

/// A `sync --watch` that has logged its first call.
async fn watching(desk: &Desk) -> Running {
    desk.call(SimulatedCall::inbound("07700900461", minutes_ago(5)).ended_after_seconds(60));
    let mut watch = desk.terminal.start(&["sync", "--watch"]);
    let line = watch.line().await;
    assert!(line.contains("Logged 1"), "{line}");
    watch
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_would_write_beside_another_process_is_told_which_one() {
    let desk = Desk::linked().await;
    let watch = watching(&desk).await;
    let holder = format!("ringlogctl (process {}) is using this profile", watch.id());

    for words in [
        ["sync"].as_slice(),
        &["sync", "--watch"],
        &["link", "--print-url"],
        &["consent", "--print-url"],
        &["unlink", "--yes"],
        &["pbx", "login"],
        &["doctor"],
        &["call", "1", "retry"],
    ] {
        let refused = desk.terminal.run(words).await.with(1);
        assert!(refused.stderr.contains(&holder), "{refused}");
        assert_eq!(refused.stdout, "");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_only_reads_works_beside_another_process() {
    let desk = Desk::linked().await;
    let _watch = watching(&desk).await;

    let status = desk.terminal.run(&["--json", "status"]).await.with(0);
    assert_eq!(status.document()["counts"]["logged"], 1);
    let calls = desk
        .terminal
        .run(&["--json", "calls"])
        .await
        .with(0)
        .document();
    let id = calls[0]["id"].to_string();
    let call = desk.terminal.run(&["--json", "call", &id]).await.with(0);
    assert_eq!(call.document()["state"], "logged");
    desk.terminal.run(&["config", "show"]).await.with(0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_watch_ends_well_and_gives_the_profile_back() {
    let desk = Desk::linked().await;
    let watch = watching(&desk).await;

    watch.interrupt().await;
    let ended = watch.ended().await.with(0);

    assert_eq!(ended.stderr, "");
    assert!(!desk.terminal.file("profile.holder").exists());
    let sync = desk.terminal.run(&["--json", "sync"]).await.with(0);
    assert_eq!(sync.document()["new"], 0);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_holds_nothing() {
    let desk = Desk::linked().await;
    let watch = watching(&desk).await;

    watch.kill().await;

    desk.terminal.run(&["sync"]).await.with(0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_profiles_share_no_account_and_no_password() {
    let mut desk = Desk::linked().await;
    add_colleague(&desk);
    let first = std::mem::replace(&mut desk.terminal, Terminal::new());
    desk.write_settings("");
    desk.link(COLLEAGUE).await.with(0);
    let second = &desk.terminal;

    assert_eq!(linked_as(&first).await, "mira.holm@contoso.example");
    assert_eq!(linked_as(second).await, COLLEAGUE_EMAIL);
    let refused = second.run(&["sync"]).await.with(4);
    assert!(
        refused.stderr.contains("No PBX password is kept."),
        "{refused}"
    );

    second.run(&["unlink", "--yes"]).await.with(0);
    assert_eq!(linked_as(second).await, Value::Null);
    desk.call(SimulatedCall::inbound("07700900461", minutes_ago(5)).ended_after_seconds(60));
    first.run(&["sync"]).await.with(0);
    let rows = desk.office.dataverse.phone_calls();
    let creators: Vec<Uuid> = rows.iter().map(|row| row.created_by).collect();
    assert_eq!(creators, [desk.office.user]);
}

fn add_colleague(desk: &Desk) {
    desk.office.entra.add_user(User {
        oid: COLLEAGUE,
        tenant: TENANT,
        user_name: COLLEAGUE_EMAIL.to_owned(),
        name: "Ivo Brandt".to_owned(),
        email: Some(COLLEAGUE_EMAIL.to_owned()),
        role: Role::Member,
    });
    desk.office.dataverse.add_user(NewUser {
        full_name: "Ivo Brandt".to_owned(),
        email: COLLEAGUE_EMAIL.to_owned(),
        object_id: Some(COLLEAGUE),
        ..NewUser::default()
    });
}

async fn linked_as(terminal: &Terminal) -> Value {
    terminal.run(&["--json", "status"]).await.document()["linked_as"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn linking_another_account_replaces_the_one_before_in_the_same_profile_only() {
    let desk = Desk::linked().await;
    add_colleague(&desk);

    let linked = desk.link(COLLEAGUE).await.with(1);
    assert!(
        linked.stdout.contains("The extension's e-mail on the PBX"),
        "{linked}"
    );
    assert_eq!(linked_as(&desk.terminal).await, COLLEAGUE_EMAIL);
    desk.link(PERSON).await.with(0);
    assert_eq!(linked_as(&desk.terminal).await, "mira.holm@contoso.example");
}
