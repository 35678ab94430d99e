//! Whatever is wrong is said in one clear sentence with its exit status, and nothing is lost.

mod broken_files;
#[cfg(target_os = "linux")]
mod no_keychain;
mod refused_sign_ins;
mod unreachable_systems;

use std::process::Stdio;

use ringlog_simulator::vodia::call::SimulatedCall;
use serde_json::{Value, json};

use super::desk::{Desk, minutes_ago};
use super::terminal::{Ended, Terminal};

/// Sees that `words` end with `status` and one sentence that has all of `parts`, in words and as a document.
async fn check(terminal: &Terminal, words: &[&str], status: i32, parts: &[&str]) -> Ended {
    let ended = terminal.run(words).await.with(status);
    assert_eq!(ended.stdout, "", "{ended}");
    let told = ended
        .stderr
        .lines()
        .find_map(|line| line.strip_prefix("ringlogctl: "));
    let sentence = told.unwrap_or_else(|| panic!("nothing is said: {ended}"));
    assert!(sentence.ends_with(['.', ')']), "{sentence}");
    for part in parts {
        assert!(ended.stderr.contains(part), "{part} is missing: {ended}");
    }
    let words: Vec<&str> = ["--json"].iter().chain(words).copied().collect();
    let again = terminal.run(&words).await.with(status);
    let message = again.document()["error"]["message"].clone();
    assert_eq!(message, sentence, "{again}");
    ended
}

/// One finished call that is to be logged.
fn add_call(desk: &Desk) {
    desk.call(SimulatedCall::inbound("07700900461", minutes_ago(5)).ended_after_seconds(60));
}

#[tokio::test]
async fn an_unknown_word_is_a_usage_error() {
    let terminal = Terminal::new();
    for words in [
        ["sing"].as_slice(),
        &[],
        &["config", "set", "pbx.url"],
        &["call", "seven"],
        &["calls", "--limit", "0"],
        &["calls", "--state", "lost"],
        &["link", "--timeout-seconds", "0"],
        &["sync", "--loud"],
    ] {
        let ended = terminal.run(words).await.with(2);
        assert_eq!(ended.stdout, "", "{ended}");
        assert!(
            ended.stderr.contains("Usage: ringlogctl") || ended.stderr.contains("--help"),
            "{ended}"
        );
    }
    assert!(!terminal.profile.exists());
}

#[tokio::test]
async fn help_and_version_are_no_errors() {
    let terminal = Terminal::new();
    for words in [["--help"], ["--version"]] {
        let ended = terminal.run(&words).await.with(0);
        assert_eq!(ended.stderr, "");
        assert!(ended.stdout.contains("ringlogctl"), "{ended}");
    }
}

#[tokio::test]
async fn a_setting_that_is_none_or_cannot_be_is_refused_with_what_is_allowed() {
    let terminal = Terminal::new();
    for (key, value, parts) in [
        ("pbx.colour", "blue", ["pbx.colour", "config show"]),
        ("pbx.poll_seconds", "4", ["pbx.poll_seconds", "5 to 3600"]),
        (
            "pbx.poll_seconds",
            "often",
            ["pbx.poll_seconds", "5 to 3600"],
        ),
        ("rules.unknown_number", "maybe", ["create", "unlinked"]),
        ("pbx.url", "http://pbx.example.com", ["pbx.url", "https"]),
        (
            "dynamics.organization_url",
            "https://example.com",
            ["dynamics.organization_url", "dynamics.com"],
        ),
        (
            "rules.log_queue_missed",
            "perhaps",
            ["rules.log_queue_missed", "true"],
        ),
        (
            "rules.log_service_numbers",
            "some",
            ["rules.log_service_numbers", "true"],
        ),
        (
            "rules.known_numbers_only",
            "1",
            ["rules.known_numbers_only", "true"],
        ),
        (
            "rules.working_hours",
            "Mon-Fri 8-18",
            ["rules.working_hours", "Mon-Fri 08:00-18:00"],
        ),
        (
            "rules.match_columns",
            "mobilephone, new_phone",
            ["mobilephone, telephone1", "address1_telephone1"],
        ),
    ] {
        check(&terminal, &["config", "set", key, value], 2, &parts).await;
    }
    let unset = check(
        &terminal,
        &["config", "unset", "pbx.colour"],
        2,
        &["pbx.colour"],
    )
    .await;
    assert!(!terminal.file("settings.toml").exists(), "{unset}");
}

#[tokio::test]
async fn a_rule_that_is_allowed_is_kept_in_one_form() {
    let terminal = Terminal::new();
    for (key, value, kept) in [
        (
            "rules.working_hours",
            "mon-fri 08:00 - 18:00, SAT 09:00-12:00",
            json!(["Mon-Fri 08:00-18:00", "Sat 09:00-12:00"]),
        ),
        ("rules.working_hours", "22:00-06:00", json!(["22:00-06:00"])),
        ("rules.working_hours", "[]", json!([])),
        ("rules.known_numbers_only", "true", json!(true)),
        ("rules.log_service_numbers", "true", json!(true)),
        (
            "rules.match_columns",
            "MobilePhone, address1_telephone1",
            json!(["mobilephone", "address1_telephone1"]),
        ),
    ] {
        terminal.run(&["config", "set", key, value]).await.with(0);
        let shown = terminal.run(&["--json", "config", "show"]).await.with(0);
        let document = shown.document();
        let settings = document["settings"].as_array().unwrap();
        let setting = settings.iter().find(|one| one["key"] == key).unwrap();
        assert_eq!(setting["value"], kept, "{key} {value}");
    }
}

#[tokio::test]
async fn a_refused_never_log_list_is_not_repeated() {
    let terminal = Terminal::new();
    let words = ["config", "set", "rules.never_log", "+442079460018, 0161x"];
    let refused = check(&terminal, &words, 2, &["rules.never_log", "place 2"]).await;
    for digits in ["0018", "0161"] {
        assert!(!refused.stderr.contains(digits), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_value_in_the_environment_names_the_variable_and_stops_nothing() {
    let mut desk = Desk::linked().await;
    add_call(&desk);
    desk.terminal.export("RINGLOG_PBX__POLL_SECONDS", "never");

    let shown = desk
        .terminal
        .run(&["--json", "config", "show"])
        .await
        .with(2);
    let problem = shown.document()["problems"][0].as_str().unwrap().to_owned();
    assert!(problem.contains("RINGLOG_PBX__POLL_SECONDS"), "{problem}");
    let sync = desk.terminal.run(&["sync"]).await.with(0);
    assert!(sync.stderr.contains(&problem), "{sync}");
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_log_level_is_said_and_stops_nothing() {
    let mut desk = Desk::linked().await;
    desk.terminal.export("RINGLOG_LOG", "ringlog=loud");

    let sync = desk.terminal.run(&["sync"]).await.with(0);

    assert!(sync.stderr.contains("RINGLOG_LOG must be"), "{sync}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_password_changes_nothing() {
    let desk = Desk::linked().await;

    check(
        &desk.terminal,
        &["pbx", "login"],
        2,
        &["No password was given."],
    )
    .await;

    desk.terminal.run(&["sync"]).await.with(0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_is_not_there_is_named() {
    let desk = Desk::linked().await;
    for words in [["call", "999"].as_slice(), &["call", "999", "retry"]] {
        check(&desk.terminal, words, 1, &["999", "`ringlogctl calls`"]).await;
    }
    check(
        &Terminal::new(),
        &["call", "1"],
        1,
        &["No call has the id 1"],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unlinking_asks_first_and_nobody_there_is_no_yes() {
    let desk = Desk::linked().await;

    check(
        &desk.terminal,
        &["unlink"],
        2,
        &["`ringlogctl unlink --yes`"],
    )
    .await;

    let status = desk.terminal.run(&["--json", "status"]).await.document();
    assert_ne!(status["linked_as"], Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_has_gone_loses_no_call() {
    let desk = Desk::linked().await;
    add_call(&desk);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);

    let mut command = desk.terminal.command(&["sync"]);
    command.stdin(Stdio::null()).stdout(writer);
    let output = command.spawn().unwrap().wait_with_output().await.unwrap();

    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("could not be printed"), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert_eq!(desk.logged_once().len(), 1);
    let status = desk.terminal.run(&["--json", "status"]).await.with(0);
    assert_eq!(status.document()["counts"]["logged"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_stderr_stops_nothing() {
    let mut desk = Desk::linked().await;
    desk.terminal.export("RINGLOG_LOG", "ringlog=loud");
    add_call(&desk);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);

    let mut command = desk.terminal.command(&["sync"]);
    command.stdin(Stdio::null()).stderr(writer);
    let output = command.spawn().unwrap().wait_with_output().await.unwrap();

    assert_eq!(output.status.code(), Some(0));
    assert_eq!(desk.logged_once().len(), 1);
}
