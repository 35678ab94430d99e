//! `ringlog-simulator` as a process: what a test or a demo that starts it may rely on.

#![cfg(test)]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use ringlog_simulator::entra::browser::load;
use serde_json::Value;

/// A program that hangs fails the test.
const PATIENCE: Duration = Duration::from_secs(30);

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringlog-simulator"));
    command.args(arguments).stdout(Stdio::piped());
    for name in ["RINGLOG_SIMULATED_BROWSER", "RINGLOG_SIMULATED_BROWSER_LOG"] {
        command.env_remove(name);
    }
    command
}

/// An office that somebody holds open.
struct Opened {
    child: Child,
    stdin: Option<ChildStdin>,
    document: Value,
}

impl Opened {
    fn with(arguments: &[&str]) -> Self {
        let mut child = program(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let stdout = child.stdout.take().unwrap();
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let read = BufReader::new(stdout).read_line(&mut line);
            tell.send(read.map(|_| line))
        });
        let line = told.recv_timeout(PATIENCE).unwrap().unwrap();
        Self {
            stdin: child.stdin.take(),
            document: serde_json::from_str(&line).unwrap(),
            child,
        }
    }

    fn text(&self, pointer: &str) -> &str {
        self.document.pointer(pointer).unwrap().as_str().unwrap()
    }

    async fn state(&self) -> Value {
        let url = format!("{}/state", self.text("/front_desk"));
        let page = load(&url.parse().unwrap(), "GET", None).await.unwrap();
        serde_json::from_str(&page.body).unwrap()
    }

    fn ends(mut self) {
        drop(self.stdin.take());
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || tell.send(self.child.wait()));
        let status = told.recv_timeout(PATIENCE).unwrap().unwrap();
        assert!(status.success(), "{status}");
    }
}

#[tokio::test]
async fn an_office_for_programs_is_open_when_it_says_so_and_ends_with_its_input() {
    let mut office = Opened::with(&["--json"]);
    assert_eq!(office.state().await["contacts"], Value::Array(Vec::new()));
    assert_eq!(office.text("/settings/pbx.extension"), "504");
    assert_eq!(office.text("/password"), "correct horse battery");
    assert_eq!(office.text("/person"), "mira.holm@contoso.example");
    assert_eq!(office.text("/administrator"), "admin@contoso.example");
    for system in ["pbx.url", "dynamics.organization_url"] {
        let url = office.document["settings"][system].as_str().unwrap();
        assert!(load(&url.parse().unwrap(), "GET", None).await.is_ok());
    }
    office.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    assert!(office.state().await.is_object(), "a line does not end it");
    office.ends();
}

#[tokio::test]
async fn a_morning_is_spent_only_when_it_is_asked_for() {
    let office = Opened::with(&["--json", "--morning"]);
    let state = office.state().await;
    assert_eq!(state["contacts"].as_array().unwrap().len(), 6);
    office.ends();
}

#[test]
fn the_simulated_browser_notes_every_address_and_follows_none_but_a_sign_in_page() {
    let directory = tempfile::tempdir().unwrap();
    let log = directory.path().join("visited");
    let visit = |url: &str| {
        let mut command = program(&["visit", url]);
        command.env("RINGLOG_SIMULATED_BROWSER_LOG", &log);
        command.output().unwrap()
    };
    let office = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    office.set_nonblocking(true).unwrap();
    let record = format!("http://{}/main.aspx?id=1", office.local_addr().unwrap());
    for url in [
        record.as_str(),
        "https://contoso.example/",
        "not an address",
    ] {
        let output = visit(url);
        assert!(output.status.success(), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("not followed"));
    }
    assert!(office.accept().is_err(), "somebody came");
    let lines = [
        record.as_str(),
        "https://contoso.example/",
        "not an address",
    ];
    assert_eq!(read(&log), lines.join("\n") + "\n");
}

#[test]
fn nobody_in_front_of_the_browser_is_somebody_nobody_knows() {
    let url = "http://127.0.0.1:1/t/oauth2/v2.0/authorize";
    for mut command in [
        program(&["visit", url, "--as", "Zoe"]),
        {
            let mut command = program(&["visit", url]);
            command.env("RINGLOG_SIMULATED_BROWSER", "Zoe");
            command
        },
        program(&["--jason"]),
    ] {
        let output = command.stderr(Stdio::piped()).output().unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("usage: ringlog-simulator"), "{said}");
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
