//! What Ringlog writes is its owner's alone, even in a directory that anybody may look into.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use ringlog_simulator::vodia::call::SimulatedCall;

use super::desk::{Desk, minutes_ago};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Every file below a directory that somebody else could get at.
fn within_reach(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if mode(&path) & 0o077 == 0 {
            continue;
        }
        if path.is_dir() {
            files.extend(within_reach(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_in_an_open_profile_is_open_to_others() {
    let desk = Desk::with_settings().await;
    let profile = &desk.terminal.profile;
    let logs = profile.join("logs");
    fs::create_dir(&logs).unwrap();
    for directory in [profile.as_path(), &logs] {
        set_mode(directory, 0o755);
    }
    set_mode(&profile.join("settings.toml"), 0o644);
    let report = profile.join("support.txt");

    desk.terminal
        .run(&["config", "set", "rules.log_service_numbers", "true"])
        .await
        .with(0);
    desk.log_in().await.with(0);
    desk.link(ringlog_simulator::office::PERSON).await.with(0);
    desk.call(SimulatedCall::inbound("02079460018", minutes_ago(5)));
    let mut watch = desk.terminal.start(&["sync", "--watch"]);
    let line = watch.line().await;
    assert!(line.contains("Logged 1"), "{line}");
    let words = ["diagnostics", "--output", report.to_str().unwrap()];
    desk.terminal.run(&words).await.with(0);

    for name in [
        "settings.toml",
        "ledger.sqlite3",
        "ledger.sqlite3-wal",
        "profile.holder",
        "profile.lock",
        "token.lock",
        "support.txt",
    ] {
        assert_eq!(mode(&profile.join(name)), 0o600, "{name}");
    }
    assert!(
        fs::read_dir(&logs).unwrap().count() > 0,
        "something was logged"
    );
    assert_eq!(
        mode(profile),
        0o755,
        "a directory of somebody's choice stays as it is"
    );
    assert_eq!(within_reach(profile), Vec::<PathBuf>::new());
}
