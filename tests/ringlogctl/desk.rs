//! A person's desk: an office of simulated systems, and a terminal to work in.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use ringlog_simulator::entra::browser::{Choice, visit};
use ringlog_simulator::office::{CLIENT_ID, EXTENSION, Office, PASSWORD, PERSON, TENANT};
use ringlog_simulator::vodia::call::SimulatedCall;
use serde_json::Value;
use uuid::Uuid;

use super::terminal::{Ended, Terminal};

/// A desk.
pub(super) struct Desk {
    pub(super) office: Office,
    pub(super) terminal: Terminal,
}

impl Desk {
    /// An open office and a profile with its settings; nobody has logged in to anything.
    pub(super) async fn with_settings() -> Self {
        let desk = Self {
            office: Office::open(Arc::new(Timestamp::now)).await.unwrap(),
            terminal: Terminal::new(),
        };
        desk.write_settings("");
        desk
    }

    /// The same, with the PBX password kept and the person's account linked.
    pub(super) async fn linked() -> Self {
        let desk = Self::with_settings().await;
        desk.log_in().await.with(0);
        desk.office.entra.grant_consent(CLIENT_ID, TENANT);
        desk.link(PERSON).await.with(0);
        desk
    }

    /// Writes `settings.toml` as a person would by hand, with `more` at the end.
    pub(super) fn write_settings(&self, more: &str) {
        let mut text = String::new();
        for (key, value) in self.office.settings() {
            text.push_str(&format!("{key} = \"{value}\"\n"));
        }
        std::fs::create_dir_all(&self.terminal.profile).unwrap();
        std::fs::write(self.terminal.file("settings.toml"), text + more).unwrap();
    }

    /// Gives the PBX the right password.
    pub(super) async fn log_in(&self) -> Ended {
        let password = format!("{PASSWORD}\n");
        self.terminal
            .run_with_input(&["pbx", "login"], &password)
            .await
    }

    /// Links the account of `user`, in a browser that is already open.
    pub(super) async fn link(&self, user: Uuid) -> Ended {
        self.in_browser(&["link", "--print-url"], user).await
    }

    /// Runs a command that prints an address, and goes there as `user`.
    pub(super) async fn in_browser(&self, words: &[&str], user: Uuid) -> Ended {
        let mut running = self.terminal.start(words);
        let address = running.note(|line| line.starts_with("http://")).await;
        let page = visit(&address.parse().unwrap(), Choice::Approve(user)).await;
        let ended = running.ended().await;
        assert!(page.is_ok(), "{page:?}; {ended}");
        ended
    }

    /// The document that `--json` and these words print.
    pub(super) async fn told(&self, words: &[&str], status: i32) -> Value {
        let words: Vec<&str> = ["--json"].iter().chain(words).copied().collect();
        self.terminal.run(&words).await.with(status).document()
    }

    /// A call that ended some minutes ago.
    pub(super) fn call(&self, call: SimulatedCall) {
        self.office.vodia.add_call(EXTENSION, call);
    }

    /// Completed records in Dynamics by when the call began; two of the same call are a failure.
    pub(super) fn logged_once(&self) -> BTreeMap<Timestamp, Uuid> {
        let mut logged = BTreeMap::new();
        for row in self.office.dataverse.phone_calls() {
            assert!(row.is_completed(), "{row:?}");
            let twice = logged.insert(row.started_at.unwrap(), row.id);
            assert_eq!(twice, None, "logged twice: {row:?}");
        }
        logged
    }
}

/// A whole second, so many minutes ago.
pub(super) fn minutes_ago(minutes: i64) -> Timestamp {
    let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
    now - SignedDuration::from_mins(minutes)
}
