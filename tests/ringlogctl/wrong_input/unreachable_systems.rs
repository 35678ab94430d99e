//! Systems that cannot be reached now.

use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::PASSWORD;
use ringlog_simulator::server::System;

use super::super::desk::Desk;
use super::add_call;

/// Nothing listens on the first of all ports.
const NOWHERE: &str = "http://127.0.0.1:1";
const OFTEN: u32 = 1_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_pbx_it_is_said_and_what_waits_is_logged_all_the_same() {
    let mut desk = Desk::with_settings().await;
    desk.log_in().await.with(0);
    add_call(&desk);
    desk.terminal.run(&["sync"]).await.with(3);
    desk.office.entra.grant_consent(
        ringlog_simulator::office::CLIENT_ID,
        ringlog_simulator::office::TENANT,
    );
    desk.link(ringlog_simulator::office::PERSON).await.with(0);
    desk.terminal.export("RINGLOG_PBX__URL", NOWHERE);

    let sync = desk.terminal.run(&["--json", "sync"]).await.with(75);

    assert_eq!(sync.document()["logged"], 1);
    assert!(sync.stderr.contains("127.0.0.1"), "{sync}");
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_is_not_kept_unless_the_pbx_took_it() {
    let mut desk = Desk::with_settings().await;
    desk.terminal.export("RINGLOG_PBX__URL", NOWHERE);

    let words = ["pbx", "login"];
    let login = desk
        .terminal
        .run_with_input(&words, PASSWORD)
        .await
        .with(75);

    assert_eq!(login.stdout, "");
    desk.terminal.unset("RINGLOG_PBX__URL");
    let sync = desk.terminal.run(&["sync"]).await.with(4);
    assert!(sync.stderr.contains("No PBX password is kept."), "{sync}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_dynamics_it_is_said_and_the_calls_wait() {
    let desk = Desk::linked().await;
    add_call(&desk);
    let misbehaviour = desk.office.dataverse.misbehaviour();
    misbehaviour.plan("", 0, OFTEN, Fault::LoseRequest);

    let sync = desk.terminal.run(&["--json", "sync"]).await.with(75);
    assert_eq!(sync.document()["waiting"], 1);
    let status = desk.terminal.run(&["--json", "status"]).await.with(1);
    assert_eq!(status.document()["counts"]["waiting"], 1);

    misbehaviour.clear();
    let id = desk.terminal.run(&["--json", "calls"]).await.document()[0]["id"].to_string();
    desk.terminal.run(&["call", &id, "retry"]).await.with(0);
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_microsoft_it_is_said_and_the_account_stays_linked() {
    let desk = Desk::linked().await;
    add_call(&desk);
    let misbehaviour = desk.office.entra.misbehaviour();
    misbehaviour.plan("/token", 0, OFTEN, Fault::LoseRequest);

    desk.terminal.run(&["sync"]).await.with(75);

    misbehaviour.clear();
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unlinking_needs_nobody() {
    let mut desk = Desk::linked().await;
    desk.terminal.export("RINGLOG_PBX__URL", NOWHERE);
    for misbehaviour in [
        desk.office.entra.misbehaviour(),
        desk.office.dataverse.misbehaviour(),
    ] {
        misbehaviour.plan("", 0, OFTEN, Fault::LoseRequest);
    }

    desk.terminal.run(&["unlink", "--yes"]).await.with(0);

    let status = desk.terminal.run(&["--json", "status"]).await.with(3);
    assert_eq!(status.document()["light"], "grey");
}
