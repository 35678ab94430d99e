//! From a new profile to the last command: exit statuses and documents as they are written down.

use jiff::Timestamp;
use ringlog_simulator::office::{ADMINISTRATOR, Office, PASSWORD};
use serde_json::Value;
use std::sync::Arc;
use uuid::Uuid;

use super::desk::Desk;
use super::terminal::{Ended, Terminal, ringlogctl};

/// The document of a command, with what differs from run to run replaced by its kind.
fn shape(ended: &Ended) -> String {
    let mut document = ended.document();
    mask(&mut document);
    format!("exit {}\n{document:#}", ended.status.unwrap())
}

fn mask(value: &mut Value) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => {
            if number.is_f64() {
                *value = "FRACTION".into();
            }
        }
        Value::String(text) => {
            if text.parse::<Timestamp>().is_ok() {
                assert!(text.ends_with('Z'), "{text} is not in UTC");
                *text = "TIME".to_owned();
            } else {
                *text = mask_text(text);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(mask),
        Value::Object(fields) => fields.values_mut().for_each(mask),
    }
}

/// Masks ports and ids inside a sentence.
fn mask_text(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let bare = word.trim_end_matches(['.', ',']);
        let mask = if bare.contains("127.0.0.1:") {
            "ORIGIN"
        } else if Uuid::try_parse(bare).is_ok() {
            "ID"
        } else {
            return word.to_owned();
        };
        word.replace(bare, mask)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Types `--json` and `words`; nothing but the document may be said, on stdout.
async fn type_json(terminal: &Terminal, words: &[&str], status: i32) -> Ended {
    let words: Vec<&str> = ["--json"].iter().chain(words).copied().collect();
    terminal.run(&words).await.with(status)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_step_by_step() {
    let mut desk = Desk {
        office: Office::open(Arc::new(Timestamp::now)).await.unwrap(),
        terminal: Terminal::new(),
    };
    desk.office.spend_a_morning(Timestamp::now());

    set_up(&mut desk).await;
    sync(&desk).await;
    look(&desk).await;
    part(&desk).await;
}

async fn set_up(desk: &mut Desk) {
    let unlinked = type_json(&desk.terminal, &["status"], 3).await;
    insta::assert_snapshot!("status_of_a_new_profile", shape(&unlinked));

    for (key, value) in desk.office.settings() {
        let set = type_json(&desk.terminal, &["config", "set", key, &value], 0).await;
        assert_eq!(
            set.document(),
            serde_json::json!({ "key": key, "value": value })
        );
    }
    let shown = type_json(&desk.terminal, &["config", "show"], 0).await;
    insta::assert_snapshot!("config_show", shape(&shown));

    let login = desk
        .terminal
        .run_with_input(&["--json", "pbx", "login"], &format!("{PASSWORD}\n"))
        .await
        .with(0);
    insta::assert_snapshot!("pbx_login", shape(&login));

    let consent = desk
        .in_browser(&["--json", "consent", "--print-url"], ADMINISTRATOR)
        .await
        .with(0);
    insta::assert_snapshot!("consent", shape(&consent));

    let name = format!("ringlog-simulator{}", std::env::consts::EXE_SUFFIX);
    let simulator = ringlogctl().with_file_name(name);
    desk.terminal
        .export("BROWSER", format!("{} visit", simulator.display()));
    let link = type_json(&desk.terminal, &["link"], 0).await;
    insta::assert_snapshot!("link", shape(&link));
    assert!(link.stderr.contains("/oauth2/v2.0/authorize?"), "{link}");
}

async fn sync(desk: &Desk) {
    let first = type_json(&desk.terminal, &["sync"], 1).await;
    insta::assert_snapshot!("sync", shape(&first));
    let report = first.document();
    assert_eq!(report["logged"], desk.office.dataverse.phone_calls().len());

    let before = desk.office.dataverse.operation_count();
    let second = type_json(&desk.terminal, &["sync"], 1).await.document();
    assert_eq!([&second["new"], &second["logged"]], [0, 0]);
    assert_eq!(second["requests"]["dynamics"], 0);
    assert_eq!(desk.office.dataverse.operation_count(), before);
}

async fn look(desk: &Desk) {
    let status = type_json(&desk.terminal, &["status"], 1).await;
    insta::assert_snapshot!("status", shape(&status));

    let calls = type_json(&desk.terminal, &["calls"], 0).await;
    insta::assert_snapshot!("calls", shape(&calls));
    let calls = calls.document();
    let calls = calls.as_array().unwrap();
    let begun: Vec<&str> = calls
        .iter()
        .map(|call| call["started_at"].as_str().unwrap())
        .collect();
    assert!(
        begun.is_sorted_by(|newer, older| newer >= older),
        "{begun:?}"
    );

    select(desk, calls).await;

    let doctor = type_json(&desk.terminal, &["doctor"], 1).await;
    insta::assert_snapshot!("doctor", shape(&doctor));

    let logged = calls.iter().find(|call| call["state"] == "logged").unwrap();
    let id = logged["id"].to_string();
    let call = type_json(&desk.terminal, &["call", &id], 0).await;
    insta::assert_snapshot!("call", shape(&call));
    let refused = type_json(&desk.terminal, &["call", &id, "retry"], 1).await;
    insta::assert_snapshot!("call_retry_of_a_logged_call", shape(&refused));
    let open = calls
        .iter()
        .find(|call| call["state"] == "needs_you")
        .unwrap();
    let id = open["id"].to_string();
    let retried = type_json(&desk.terminal, &["call", &id, "retry"], 0).await;
    insta::assert_snapshot!("call_retry_of_an_open_call", shape(&retried));
}

/// `--limit`, `--before`, `--state` and `--search` choose among the calls.
async fn select(desk: &Desk, calls: &[Value]) {
    let list = async |words: &[&str]| -> Vec<Value> {
        let words: Vec<&str> = ["calls"].iter().chain(words).copied().collect();
        let listed = type_json(&desk.terminal, &words, 0).await.document();
        listed.as_array().unwrap().clone()
    };
    assert_eq!(list(&["--limit", "2"]).await, calls[..2]);
    let last = calls[1]["id"].to_string();
    assert_eq!(list(&["--before", &last]).await, calls[2..]);
    let left_out: Vec<Value> = calls
        .iter()
        .filter(|call| call["state"] == "left_out")
        .cloned()
        .collect();
    assert!(!left_out.is_empty());
    assert_eq!(list(&["--state", "left_out"]).await, left_out);
    let found = list(&["--search", "ingrid"]).await;
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|call| call["remote_name"] == "Ingrid Falk"),
        "{found:#?}"
    );
}

async fn part(desk: &Desk) {
    let unlink = type_json(&desk.terminal, &["unlink", "--yes"], 0).await;
    insta::assert_snapshot!("unlink", shape(&unlink));
    type_json(&desk.terminal, &["unlink", "--yes"], 0).await;

    let status = type_json(&desk.terminal, &["status"], 3).await;
    insta::assert_snapshot!("status_after_unlinking", shape(&status));
    let logged = desk.office.dataverse.phone_calls().len();
    type_json(&desk.terminal, &["sync"], 3).await;
    assert_eq!(desk.office.dataverse.phone_calls().len(), logged);
}
