//! `demo`: the whole story of one morning, against the built-in simulator.
//!
//! Everything is real but the other side: the same engine, sockets, ledger and decisions. The keychain is one in memory,
//! so that the demo touches nothing of the person's.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use ringlog_core::delivery::State;
use ringlog_core::view::CallView;
use ringlog_engine::config::{Config, PolicyStore};
use ringlog_engine::engine::Engine;
use ringlog_engine::http::Network;
use ringlog_engine::keychain::MemoryKeychain;
use ringlog_engine::ledger::CallQuery;
use ringlog_engine::linking::Guidance;
use ringlog_engine::pass::Polling;
use ringlog_engine::ports::{Browser, Ports, SystemChance, SystemClock};
use ringlog_engine::problem::{Problem, ProblemCode};
use ringlog_engine::profile::Profile;
use ringlog_engine::status::status;
use ringlog_engine::{Secret, Url};
use ringlog_simulator::entra::browser::{Choice, visit};
use ringlog_simulator::office::{ADMINISTRATOR, EXTENSION, Office, PASSWORD, PERSON};
use serde_json::{Value, json};
use tokio::runtime::Handle;

use crate::commands::{Ended, linked_words, problem_words, unprinted};
use crate::exit::Exit;
use crate::print::{self, Printer};

/// A simulated person needs no longer.
const BROWSER_LIMIT: Duration = Duration::from_secs(30);

/// The story so far: chapters in words, and the same as data.
#[derive(Default)]
struct Story {
    words: String,
    document: serde_json::Map<String, Value>,
}

impl Story {
    fn tell(&mut self, heading: &str, words: &str) {
        let line = "─".repeat(heading.chars().count());
        self.words
            .push_str(&format!("\n{heading}\n{line}\n{}\n", words.trim_end()));
    }

    fn keep(&mut self, name: &str, value: Value) {
        self.document.insert(name.to_owned(), value);
    }
}

/// Tells the story from a new profile to the records in Dynamics.
pub(crate) async fn run(printer: Printer) -> Ended {
    let directory = tempfile::tempdir().map_err(not_staged)?;
    let office = Office::open(Arc::new(Timestamp::now))
        .await
        .map_err(not_staged)?;
    office.spend_a_morning(Timestamp::now());
    let mut story = Story::default();
    story.tell(
        "Ringlog, demo",
        "PBX, Microsoft and Dynamics are simulated on this computer; nothing leaves it and nothing of yours is touched.",
    );

    let mut engine = engine_in(directory.path(), &office).await?;
    set_up(&mut engine, &office, &mut story).await?;
    link(&mut engine, &mut story).await?;
    sync(&mut engine, &mut story).await?;
    read_back(&office, &mut story);
    part(&mut engine, &mut story).await?;

    printer
        .result(&story.document, &story.words)
        .map_err(unprinted)?;
    Ok(Exit::Done)
}

fn not_staged(error: std::io::Error) -> Problem {
    Problem::new(
        ProblemCode::NeedsPerson,
        format!("The demo could not be staged: {error}."),
    )
}

async fn engine_in(directory: &std::path::Path, office: &Office) -> Result<Engine, Problem> {
    let profile = Profile::open(Some(directory))?;
    // Neither the person's environment nor a managed policy has a part in the demo.
    let mut config = Config::open(&profile.settings_file(), [], PolicyStore::None);
    for (key, value) in office.settings() {
        config.set(key, &value)?;
    }
    let ports = Ports {
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        transport: Arc::new(Network::new()?),
        secrets: Arc::new(MemoryKeychain::new()),
    };
    Engine::open(profile, config, ports).await
}

async fn set_up(engine: &mut Engine, office: &Office, story: &mut Story) -> Result<(), Problem> {
    let mut words = String::new();
    for (key, value) in office.settings() {
        words.push_str(&format!("{key} = {value}\n"));
    }
    let identity = engine.log_in_to_pbx(Secret::from(PASSWORD)).await?;
    words.push_str(&format!(
        "The PBX ({}) accepted the password of extension {EXTENSION}, which belongs to {}.",
        identity.version.as_deref().unwrap_or("version unknown"),
        identity.email.as_deref().unwrap_or("nobody it names"),
    ));
    story.tell("1. A new profile", &words);
    Ok(())
}

async fn link(engine: &mut Engine, story: &mut Story) -> Result<(), Problem> {
    let silent = |_: ringlog_engine::oauth::Invitation<'_>| {};
    let administrator = SimulatedBrowser::of(Choice::Approve(ADMINISTRATOR));
    let guidance = |browser| Guidance {
        browser: Some(browser),
        invite: &silent,
        limit: BROWSER_LIMIT,
    };
    engine
        .grant_consent(&guidance(administrator), std::future::pending())
        .await?;
    let person = SimulatedBrowser::of(Choice::Approve(PERSON));
    let linked = engine
        .link(&guidance(person), std::future::pending())
        .await?;
    let words = format!(
        "The administrator granted consent for everybody.\n{}",
        linked_words(&linked)
    );
    story.tell("2. Linked", &words);
    story.keep("linked_as", json!(linked.account.user_name));
    story.keep("owner", json!(linked.owner.map(|owner| owner.name)));
    Ok(())
}

async fn sync(engine: &mut Engine, story: &mut Story) -> Result<(), Problem> {
    let pass = engine.pass(Polling::Now).await?;
    let mut words = print::sync(&pass.report);
    for problem in &pass.problems {
        words.push_str(&format!("\n{}", problem_words(problem)));
    }
    story.tell("3. One pass over the morning's calls", &words);
    story.keep("sync", json!(pass.report));

    let mut calls = engine.ledger().calls(&CallQuery::default())?;
    calls.reverse();
    let of = |wanted: &[State]| -> Vec<CallView> {
        calls
            .iter()
            .filter(|call| wanted.contains(&call.state))
            .cloned()
            .collect()
    };
    story.tell("4. In Dynamics now", &logged_words(&of(&[State::Logged])));
    story.tell(
        "5. Left out, and why",
        &print::calls(&of(&[State::LeftOut])),
    );
    let open = of(&[State::NeedsYou, State::Waiting, State::Failed]);
    story.tell("6. Open, and what for", &print::calls(&open));
    story.keep("calls", json!(calls));
    Ok(())
}

fn logged_words(calls: &[CallView]) -> String {
    let mut words = String::new();
    for call in calls {
        words.push_str(&print::call_line(call));
        let contact = call.contact_name.as_deref().unwrap_or("nobody");
        let activity = call
            .activity_id
            .map_or_else(String::new, |id| id.to_string());
        words.push_str(&format!(
            "\n        contact {contact}, activity {activity}\n"
        ));
    }
    words
}

fn read_back(office: &Office, story: &mut Story) {
    let mut names = office.dataverse.account_names();
    for contact in office.dataverse.contacts() {
        names.insert(contact.id, contact.full_name);
    }
    let mut words = String::new();
    let mut rows = office.dataverse.phone_calls();
    rows.sort_by_key(|row| row.started_at);
    let mut documents = Vec::new();
    for row in &rows {
        let regarding = row
            .regarding
            .and_then(|(_, id)| names.get(&id).cloned())
            .unwrap_or_else(|| "nobody".to_owned());
        let status = match (row.state, row.status) {
            (1, 2) => "completed (Made)",
            (1, 4) => "completed (Received)",
            _ => "not completed",
        };
        words.push_str(&format!(
            "{}  {}, {} min, {status}, regarding {regarding}\n        activity {}\n",
            row.started_at.map_or_else(String::new, print::local),
            row.subject,
            row.duration_minutes.unwrap_or_default(),
            row.id,
        ));
        documents.push(json!({
            "activity_id": row.id, "subject": row.subject, "state": row.state, "status": row.status,
            "regarding": regarding, "phone_number": row.phone_number,
        }));
    }
    story.tell("7. The same, read back from the simulated Dynamics", &words);
    story.keep("dynamics", json!(documents));
}

async fn part(engine: &mut Engine, story: &mut Story) -> Result<(), Problem> {
    let now = Timestamp::now();
    let before = status(Some(engine.ledger()), engine.settings(), now)?;
    engine.unlink().await?;
    let after = status(Some(engine.ledger()), engine.settings(), now)?;
    story.tell("8. The light", &print::status(&before));
    story.tell("9. Unlinked again", &print::status(&after));
    story.keep("status", json!(before));
    story.keep("status_unlinked", json!(after));
    Ok(())
}

/// Plays a person at the browser.
struct SimulatedBrowser {
    choice: Choice,
    runtime: Handle,
}

impl SimulatedBrowser {
    fn of(choice: Choice) -> Arc<dyn Browser> {
        Arc::new(Self {
            choice,
            runtime: Handle::current(),
        })
    }
}

impl Browser for SimulatedBrowser {
    fn open(&self, url: &Url) -> Result<(), String> {
        let (url, choice) = (url.clone(), self.choice);
        self.runtime.spawn(async move { visit(&url, choice).await });
        Ok(())
    }
}
