//! What goes to stdout: one JSON document with `--json`, words without.
//!
//! Progress, warnings and failures go to stderr.

use std::io::{self, Write};
use std::iter;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ringlog_core::call::{Direction, Outcome};
use ringlog_core::choice::Likeness;
use ringlog_core::contact_match::RecordRef;
use ringlog_core::delivery::State;
use ringlog_core::phrase::Phrase;
use ringlog_core::plain::plain;
use ringlog_core::status::{Light, PartState};
use ringlog_core::view::{CallView, PartView, RememberedView, StatusView, SyncReport};
use ringlog_engine::problem::Problem;
use serde::Serialize;

pub(crate) mod backfill;

/// Where words and documents go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printer {
    json: bool,
}

impl Printer {
    /// Prints JSON if `json`, else words.
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// The result of a command: `document` as JSON, or `words`.
    pub(crate) fn result(self, document: &impl Serialize, words: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        if self.json {
            serde_json::to_writer_pretty(&mut out, document)?;
            writeln!(out)
        } else {
            writeln!(out, "{}", in_lines(words.trim_end()))
        }
    }

    /// Something worth knowing on the way.
    pub(crate) fn note(self, words: &str) {
        // A closed stderr must not stop the work.
        let _closed = writeln!(io::stderr().lock(), "{}", in_lines(words));
    }

    /// Why a command did not do its work.
    pub(crate) fn problem(self, problem: &Problem) {
        let words = format!("ringlogctl: {}", sentences(problem).join("\n"));
        self.note(&words);
        if self.json {
            let document = serde_json::json!({ "error": problem });
            let _closed = writeln!(io::stdout().lock(), "{document:#}");
        }
    }
}

/// Words in their lines, each [`plain`]: whatever a name or another system's words hold, the terminal shows it and obeys
/// none of it.
fn in_lines(words: &str) -> String {
    let lines: Vec<_> = words.split('\n').map(plain).collect();
    lines.join("\n")
}

/// What happened, what to do next, and what support asks for.
pub(crate) fn sentences(problem: &Problem) -> Vec<String> {
    let command = problem.command.as_deref();
    let next = match &problem.hint {
        Some(hint) => Some(with_command(hint, command)),
        None => command.map(|command| format!("See `{command}`.")),
    };
    [
        Some(problem.message.to_string()),
        next,
        problem.details.clone(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A next step with the command that takes it.
pub(crate) fn with_command(step: &Phrase, command: Option<&str>) -> String {
    let step = step.to_string();
    match command {
        Some(command) => format!("{}: `{command}`.", step.trim_end_matches('.')),
        None => step,
    }
}

/// A time as the person's wall clock shows it.
pub(crate) fn local(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system())
        .strftime("%Y-%m-%d %H:%M:%S %Z")
        .to_string()
}

/// `status` in words.
pub(crate) fn status(status: &StatusView) -> String {
    let light = match status.light {
        Light::Green => "● green: all is well",
        Light::Amber => "◐ amber: see below",
        Light::Red => "✖ red: something does not work",
        Light::Grey => "○ grey: not set up or not linked, see below",
    };
    let part = |name: &str, part: &PartView| {
        let checked = part
            .checked_at
            .map_or_else(String::new, |at| format!(" (asked {})", local(at)));
        format!(
            "  {name:<10} {:<10} {}{checked}\n",
            state_word(part.state),
            part.message
        )
    };
    let linked = match (&status.linked_as, status.linked_since) {
        (Some(account), Some(since)) => format!("Linked as {account} since {}.", local(since)),
        (Some(account), None) => format!("Linked as {account}."),
        (None, _) => "Unlinked.".to_owned(),
    };
    let counts = status.counts;
    let last = status.last_logged_at.map_or_else(
        || "No call logged yet.".to_owned(),
        |at| format!("Last call logged {}.", local(at)),
    );
    format!(
        "{light}\n{}{}{}{linked}\nLogged {}, waiting {}, needs you {}, left out {}, failed {}. {last}",
        part("PBX", &status.parts.pbx),
        part("Microsoft", &status.parts.sign_in),
        part("Dynamics", &status.parts.dynamics),
        counts.logged,
        counts.waiting,
        counts.needs_you,
        counts.left_out,
        counts.failed,
    )
}

fn state_word(state: PartState) -> &'static str {
    match state {
        PartState::Ok => "ok",
        PartState::Working => "working",
        PartState::Attention => "attention",
        PartState::Error => "error",
        PartState::Off => "off",
    }
}

/// `sync` in words.
pub(crate) fn sync(report: &SyncReport) -> String {
    format!(
        "{} read, {} new. Logged {}, left out {}, waiting {}, needs you {}, failed {}.\n\
         {} to the PBX, {} to Dynamics, {} to Microsoft, in {:.1} s.",
        counted(report.polled, "record"),
        report.new,
        report.logged,
        report.left_out,
        report.waiting,
        report.needs_you,
        report.failed,
        counted(report.requests.pbx, "request"),
        report.requests.dynamics,
        report.requests.microsoft,
        report.seconds,
    )
}

pub(crate) fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// `calls` in words, one line a call.
pub(crate) fn calls(calls: &[CallView]) -> String {
    if calls.is_empty() {
        return "No calls.".to_owned();
    }
    calls.iter().map(|call| call_line(call) + "\n").collect()
}

/// One call in one line.
pub(crate) fn call_line(call: &CallView) -> String {
    let arrow = match call.direction {
        Direction::Inbound => "from",
        Direction::Outbound => "to",
        Direction::Internal => "internal",
    };
    let who = who(call);
    let standing = match (&call.reason, call.state) {
        (Some(reason), State::Logged | State::LeftOut) => reason.to_string(),
        (Some(reason), state @ (State::Waiting | State::NeedsYou | State::Failed)) => {
            format!("{}: {reason}", state.phrase())
        }
        (None, state) => state.phrase().to_string(),
    };
    format!(
        "{:>6}  {}  {arrow} {who}, {} ({} s), {standing}",
        call.id,
        local(call.started_at),
        outcome_word(call.outcome),
        call.talk_seconds,
    )
}

/// `call ID` in words.
pub(crate) fn call(call: &CallView) -> String {
    let mut words = call_line(call);
    words.push('\n');
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            words.push_str(&format!("  {name:<10} {}\n", plain(&value)));
        }
    };
    field("PBX id", Some(call.source_id.clone()));
    field("ended", Some(local(call.ended_at)));
    field(
        "contact",
        call.contact_name
            .clone()
            .or_else(|| call.contact_id.map(|id| id.to_string())),
    );
    field("activity", call.activity_id.map(|id| id.to_string()));
    field("subject", call.subject.clone());
    field("logged", call.logged_at.map(local));
    for note in &call.notes {
        for (line, name) in note.lines().zip(iter::once("note").chain(iter::repeat(""))) {
            field(name, Some(line.to_owned()));
        }
    }
    field(
        "limit",
        call.asked_until
            .map(|at| format!("logged without a contact on {}", local(at))),
    );
    for correction in &call.pending {
        field("waits", Some(correction.phrase().to_string()));
    }
    if let Some(choice) = &call.remembered {
        field("remembered", Some(choice_words(choice)));
    }
    for candidate in &call.candidates {
        let likeness = candidate.likeness.map(Likeness::phrase);
        let why = likeness.map_or_else(String::new, |why| format!(": {why}"));
        field("or", Some(record_line(&candidate.record) + &why));
    }
    for entry in call.history.iter().flatten() {
        words.push_str(&format!("  {}  {}\n", local(entry.at), entry.phrase()));
    }
    words
}

/// `choices` in words, one line a number.
pub(crate) fn choices(choices: &[RememberedView]) -> String {
    if choices.is_empty() {
        return "Nothing is remembered.".to_owned();
    }
    choices
        .iter()
        .map(|choice| format!("{:<16}  {}\n", choice.number, choice_words(choice)))
        .collect()
}

fn choice_words(choice: &RememberedView) -> String {
    let chosen = local(choice.chosen_at);
    format!("{}, chosen {chosen}", record_line(&choice.record))
}

/// `records` in words, one line a record.
pub(crate) fn records(records: &[RecordRef]) -> String {
    if records.is_empty() {
        return "Nobody.".to_owned();
    }
    records
        .iter()
        .map(|record| record_line(record) + "\n")
        .collect()
}

/// A record with the id it is chosen by.
fn record_line(record: &RecordRef) -> String {
    let company = record
        .company
        .as_ref()
        .map_or_else(String::new, |company| format!(" ({company})"));
    let table = ringlog_core::correction::table(record.entity);
    plain(&format!("{}  {}{company}, {table}", record.id, record.name)).into_owned()
}

fn who(call: &CallView) -> String {
    let number = call.remote_number.clone();
    let name = call.contact_name.as_ref().or(call.remote_name.as_ref());
    let name = name.map(|name| plain(name).into_owned());
    match (name, number) {
        (Some(name), Some(number)) if name.chars().any(char::is_alphabetic) => {
            format!("{name} {number}")
        }
        (Some(name), None) => name,
        (Some(_), Some(number)) => number,
        (None, Some(number)) => number,
        (None, None) => "a withheld number".to_owned(),
    }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Connected => "connected",
        Outcome::NoAnswer => "no answer",
        Outcome::Busy => "busy",
        Outcome::Failed => "failed",
        Outcome::Unknown => "not connected",
    }
}

#[cfg(test)]
mod tests {
    use ringlog_core::call::RecordId;
    use ringlog_core::contact_match::Entity;
    use ringlog_core::plain::is_unfit;

    use super::*;

    #[test]
    fn no_word_steers_the_terminal_or_turns_its_line() {
        let words = "Logged 1.\n  \u{1b}]0;title\u{7}\u{9b}2Jx\r\u{202e}txt.exe\u{2028}y";
        assert_eq!(
            in_lines(words),
            "Logged 1.\n  \u{fffd}]0;title\u{fffd}\u{fffd}2Jx txt.exe y"
        );
    }

    #[test]
    fn no_name_begins_a_line_of_its_own() {
        let record = RecordRef {
            entity: Entity::Contact,
            id: RecordId("00000000-0000-0000-0000-000000000001".parse().unwrap()),
            name: "Jon\r\nNobody.".to_owned(),
            company: Some("A\u{85}B\u{1b}[1A".to_owned()),
        };
        let line = record_line(&record);
        assert!(!line.contains(is_unfit), "{line:?}");
        assert!(
            line.ends_with("  Jon Nobody. (A B\u{fffd}[1A), contact"),
            "{line}"
        );
    }
}
