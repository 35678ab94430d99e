//! Files a person, a disk or a newer version has changed.

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;

use super::super::desk::Desk;
use super::super::terminal::Terminal;
use super::{add_call, check};

/// A desk whose one call is logged.
async fn desk_with_a_logged_call() -> Desk {
    let desk = Desk::linked().await;
    add_call(&desk);
    desk.terminal.run(&["sync"]).await.with(0);
    assert_eq!(desk.logged_once().len(), 1);
    desk
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_value_in_the_file_names_file_line_and_what_is_allowed_and_stops_nothing_else() {
    let desk = Desk::linked().await;
    desk.write_settings("rules.minimum_seconds = 5\npbx.poll_seconds = 4\n");
    add_call(&desk);

    let shown = desk
        .terminal
        .run(&["--json", "config", "show"])
        .await
        .with(2);
    let document = shown.document();
    let problems = document["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{shown}");
    let problem = problems[0].as_str().unwrap();
    let file = desk.terminal.file("settings.toml");
    // After the six settings of the office and one more.
    for part in [
        &*file.to_string_lossy(),
        "line 8",
        "pbx.poll_seconds",
        "5 to 3600",
    ] {
        assert!(problem.contains(part), "{part} is missing: {problem}");
    }
    let settings = document["settings"].as_array().unwrap();
    let value = |key: &str| &settings.iter().find(|one| one["key"] == key).unwrap()["value"];
    assert_eq!(
        (value("rules.minimum_seconds"), value("pbx.poll_seconds")),
        (&5.into(), &30.into())
    );

    let sync = desk.terminal.run(&["sync"]).await.with(0);
    assert!(sync.stderr.contains(problem), "{sync}");
    assert_eq!(desk.logged_once().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_that_cannot_be_read_are_what_the_status_is_about() {
    let desk = desk_with_a_logged_call().await;
    fs::write(desk.terminal.file("settings.toml"), "this is none").unwrap();

    let status = desk.terminal.run(&["status"]).await.with(2);

    for part in ["settings.toml", "line 1", "Nothing is logged until"] {
        assert!(status.stderr.contains(part), "{part} is missing: {status}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_key_in_the_file_is_warned_about_and_kept() {
    let desk = Desk::with_settings().await;
    desk.write_settings("pbx.colour = \"blue\" # mine\n");

    let shown = desk.terminal.run(&["--json", "config", "show"]).await;
    assert!(shown.stdout.contains("pbx.colour"), "{shown}");
    desk.terminal
        .run(&["config", "set", "pbx.poll_seconds", "60"])
        .await
        .with(0);

    let text = fs::read_to_string(desk.terminal.file("settings.toml")).unwrap();
    assert!(text.contains("pbx.colour = \"blue\" # mine\n"), "{text}");
    assert!(text.contains("60"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_settings_file_is_named_and_never_overwritten() {
    let desk = Desk::with_settings().await;
    desk.write_settings("[pbx\n");
    let file = desk.terminal.file("settings.toml");
    let before = fs::read(&file).unwrap();
    let name = file.to_string_lossy().into_owned();

    let shown = desk
        .terminal
        .run(&["--json", "config", "show"])
        .await
        .with(2);
    let problem = shown.document()["problems"][0].as_str().unwrap().to_owned();
    assert!(
        problem.contains(&name) && problem.contains("line 7"),
        "{problem}"
    );
    check(
        &desk.terminal,
        &["config", "set", "pbx.poll_seconds", "60"],
        2,
        &[&name],
    )
    .await;
    check(
        &desk.terminal,
        &["config", "unset", "pbx.poll_seconds"],
        2,
        &[&name],
    )
    .await;
    let sync = desk.terminal.run(&["sync"]).await.with(2);
    assert!(sync.stderr.contains(&problem), "{sync}");

    assert_eq!(fs::read(&file).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_from_the_future_is_refused_and_left_as_it_is() {
    let desk = desk_with_a_logged_call().await;
    let file = desk.terminal.file("ledger.sqlite3");
    let ledger = Connection::open(&file).unwrap();
    ledger.pragma_update(None, "user_version", 99).unwrap();
    ledger.close().unwrap();
    let before = fs::read(&file).unwrap();
    add_call(&desk);

    for words in [
        ["sync"].as_slice(),
        &["status"],
        &["calls"],
        &["call", "1"],
        &["unlink", "--yes"],
    ] {
        check(
            &desk.terminal,
            words,
            1,
            &["newer Ringlog", "99", "install"],
        )
        .await;
    }

    assert_eq!(fs::read(&file).unwrap(), before);
    assert_eq!(desk.logged_once().len(), 1);
}

/// What is kept of ledgers that were damaged.
fn kept_aside(desk: &Desk) -> Vec<PathBuf> {
    fs::read_dir(&desk.terminal.profile)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("ledger.sqlite3.damaged-"))
        .filter(|path| {
            !path.to_string_lossy().ends_with("-wal") && !path.to_string_lossy().ends_with("-shm")
        })
        .collect()
}

/// A ledger that `damage` befell is kept aside as it is, and what it knew of is not logged a second time.
async fn damaged(damage: fn(&mut Vec<u8>)) {
    let desk = desk_with_a_logged_call().await;
    let file = desk.terminal.file("ledger.sqlite3");
    let mut bytes = fs::read(&file).unwrap();
    damage(&mut bytes);
    fs::write(&file, &bytes).unwrap();

    check(
        &desk.terminal,
        &["status"],
        1,
        &["damaged", "`ringlogctl sync`"],
    )
    .await;
    assert_eq!(fs::read(&file).unwrap(), bytes);
    let sync = desk.terminal.run(&["sync"]).await.with(0);

    let aside = kept_aside(&desk);
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert!(sync.stderr.contains(&*aside[0].to_string_lossy()), "{sync}");
    assert_eq!(fs::read(&aside[0]).unwrap(), bytes);
    assert_eq!(desk.logged_once().len(), 1);
    let status = desk.terminal.run(&["--json", "status"]).await.with(0);
    assert_eq!(status.document()["counts"]["logged"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_ledger_is_kept_aside_and_nothing_is_logged_twice() {
    damaged(|bytes| bytes[..64].fill(b'x')).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_cut_short_is_kept_aside_and_nothing_is_logged_twice() {
    damaged(|bytes| bytes.truncate(bytes.len() / 2)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_damaged_in_the_middle_is_kept_aside_and_nothing_is_logged_twice() {
    damaged(|bytes| {
        let from = bytes.len() / 8;
        bytes[from..from * 7].fill(0xA5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_whose_log_is_gone_logs_nothing_twice() {
    let desk = Desk::linked().await;
    add_call(&desk);
    let mut watch = desk.terminal.start(&["sync", "--watch"]);
    let line = watch.line().await;
    assert!(line.contains("Logged 1"), "{line}");
    watch.kill().await;
    let log = desk.terminal.file("ledger.sqlite3-wal");
    assert!(fs::metadata(&log).unwrap().len() > 0);
    fs::remove_file(log).unwrap();

    desk.terminal.run(&["sync"]).await.with(0);

    assert!(kept_aside(&desk).is_empty());
    assert_eq!(desk.logged_once().len(), 1);
    let status = desk.terminal.run(&["--json", "status"]).await.with(0);
    assert_eq!(status.document()["counts"]["logged"], 1);
}

#[tokio::test]
async fn a_profile_that_cannot_be_is_named() {
    let mut terminal = Terminal::new();
    let file = terminal.profile.with_file_name("file");
    fs::write(&file, "").unwrap();
    // Linux forbids new directories in `/proc` to everybody; this drive of Windows is not there.
    let forbidden = if cfg!(windows) {
        "Q:\\ringlog"
    } else {
        "/proc/ringlog"
    };
    for profile in [file.clone(), file.join("below"), PathBuf::from(forbidden)] {
        terminal.profile = profile;
        let name = terminal.profile.to_string_lossy().into_owned();
        for words in [["status"].as_slice(), &["sync"], &["config", "show"]] {
            check(&terminal, words, 2, &[&name, "--profile"]).await;
        }
    }
}
