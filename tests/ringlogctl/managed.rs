//! The managed policy of a real Linux: what it sets nobody changes, and while it cannot be read nothing goes on.
//!
//! The program knows one place for it, which is the whole computer's: each command here has an `/etc` of its own, in a
//! mount namespace.

use std::fs;
use std::path::PathBuf;

use ringlog_simulator::server::Server;
use ringlog_simulator::vodia::call::SimulatedCall;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::desk::{Desk, minutes_ago};
use super::terminal::Terminal;

const POLICY: &str = "/etc/ringlog/policy.toml";

/// Lays its first word over `/etc`, and goes on with the others.
const WITH_MORE_IN_ETC: &str =
    r#"mount -t overlay overlay -o "lowerdir=$0:/etc" /etc && exec "$@""#;

/// What an administrator put into the `/etc` of a terminal.
struct Etc(TempDir);

impl Etc {
    fn of(terminal: &mut Terminal) -> Self {
        let etc = tempfile::tempdir().unwrap();
        let words = [
            "unshare",
            "--user",
            "--map-current-user",
            "--keep-caps",
            "--mount",
            "sh",
            "-c",
            WITH_MORE_IN_ETC,
            etc.path().to_str().unwrap(),
        ];
        terminal.started_by = words.map(Into::into).into();
        Self(etc)
    }

    fn policy(&self) -> PathBuf {
        self.0.path().join("ringlog/policy.toml")
    }

    fn set(&self, policy: &str) {
        self.remove();
        fs::create_dir(self.0.path().join("ringlog")).unwrap();
        fs::write(self.policy(), policy).unwrap();
    }

    /// Puts something there that is no file.
    fn set_unreadable(&self) {
        self.remove();
        fs::create_dir_all(self.policy()).unwrap();
    }

    fn remove(&self) {
        let _not_there = fs::remove_dir_all(self.0.path().join("ringlog"));
    }
}

async fn shown(terminal: &Terminal, key: &str) -> Value {
    let shown = terminal.run(&["--json", "config", "show"]).await.with(0);
    let document = shown.document();
    let mut settings = document["settings"].as_array().unwrap().iter();
    settings
        .find(|setting| setting["key"] == key)
        .unwrap()
        .clone()
}

#[tokio::test]
async fn what_the_policy_sets_wins_is_shown_as_locked_and_nobody_changes_it() {
    let mut terminal = Terminal::new();
    let etc = Etc::of(&mut terminal);
    let settings = "pbx.poll_seconds = 45\n";
    fs::create_dir(&terminal.profile).unwrap();
    fs::write(terminal.file("settings.toml"), settings).unwrap();
    terminal.export("RINGLOG_PBX__POLL_SECONDS", "50");
    etc.set("pbx.poll_seconds = 60\n");

    let setting = shown(&terminal, "pbx.poll_seconds").await;
    let table = terminal.run(&["config", "show"]).await.with(0);

    assert_eq!(setting["value"], 60);
    assert_eq!(setting["origin"], "policy");
    assert_eq!(setting["locked"], true);
    let mut lines = table.stdout.lines();
    let line = lines.find(|line| line.starts_with("pbx.poll_seconds"));
    assert!(
        line.is_some_and(|line| line.contains(" 60 ") && line.contains("policy, locked")),
        "{table}"
    );
    for words in [
        ["config", "set", "pbx.poll_seconds", "30"].as_slice(),
        &["config", "unset", "pbx.poll_seconds"],
    ] {
        let refused = terminal.run(words).await.with(2);
        assert!(refused.stderr.contains(POLICY), "{refused}");
        assert_eq!(refused.stdout, "");
        let kept = fs::read_to_string(terminal.file("settings.toml")).unwrap();
        assert_eq!(kept, settings);
    }
    let free = ["config", "set", "rules.minimum_seconds", "5"];
    terminal.run(&free).await.with(0);

    etc.remove();
    let setting = shown(&terminal, "pbx.poll_seconds").await;
    assert_eq!(setting["origin"], "environment");
    assert_eq!(setting["locked"], false);
    let words = ["config", "set", "pbx.poll_seconds", "30"];
    terminal.run(&words).await.with(0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_that_cannot_be_read_holds_everything_back_until_it_can() {
    let mut desk = Desk::linked().await;
    desk.call(SimulatedCall::inbound("02079460018", minutes_ago(5)));
    let etc = Etc::of(&mut desk.terminal);
    let asked = |desk: &Desk| {
        let servers = [desk.office.vodia_server(), desk.office.dataverse_server()];
        servers.map(Server::requests)
    };
    let asked_before = asked(&desk);

    for make_unreadable in [
        (|etc| etc.set("rules.never_log = [")) as fn(&Etc),
        Etc::set_unreadable,
    ] {
        make_unreadable(&etc);
        for words in [
            ["sync"].as_slice(),
            &["status"],
            &[
                "backfill",
                "--from",
                "2026-01-01",
                "--to",
                "2026-01-02",
                "--yes",
            ],
        ] {
            let refused = desk.terminal.run(words).await.with(2);
            assert!(refused.stderr.contains(POLICY), "{refused}");
            assert!(refused.stderr.contains("is not in force"), "{refused}");
        }
        let shown = desk.terminal.run(&["config", "show"]).await.with(2);
        assert!(shown.stdout.contains(POLICY), "{shown}");
    }
    assert_eq!(asked(&desk), asked_before);

    etc.set("rules.never_log = [\"+442079460018\"]\n");
    let sync = desk.told(&["sync"], 0).await;
    assert_eq!(sync["left_out"], json!(1));
    assert!(desk.logged_once().is_empty());
}
