//! Which calls a list shows, as conditions of SQL.

use jiff::Timestamp;
use ringlog_core::call::Direction;
use ringlog_core::delivery::State;
use rusqlite::types::Value;

use super::row::{Word, micros};

/// Shorter texts are not in the index of three-character pieces, so they are looked for line by line.
const INDEXED_CHARACTERS_MIN: usize = 3;

/// Which calls to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallQuery {
    /// Part of a number, of the caller's name, of the contact's or its company's, or of a note.
    pub search: Option<String>,
    /// Only those in this state.
    pub state: Option<State>,
    /// Only those that went this way; unreadable records went none.
    pub direction: Option<Direction>,
    /// Only those that began at this time or later.
    pub from: Option<Timestamp>,
    /// Only those that began before this time.
    pub until: Option<Timestamp>,
    /// At most so many; `None` for all.
    pub limit: Option<u32>,
    /// Only those listed after this one; nothing if there is no such call.
    pub before: Option<i64>,
}

pub(super) fn conditions(query: &CallQuery) -> (String, Vec<Value>) {
    let mut conditions = Vec::new();
    let mut parameters: Vec<Value> = Vec::new();
    if let Some(state) = query.state {
        conditions.push("state = ?".to_owned());
        parameters.push(state.word().to_owned().into());
    }
    if let Some(direction) = query.direction {
        conditions.push("direction = ?".to_owned());
        parameters.push(direction.word().to_owned().into());
    }
    if let Some(from) = query.from {
        conditions.push("started_at >= ?".to_owned());
        parameters.push(micros(from).into());
    }
    if let Some(until) = query.until {
        conditions.push("started_at < ?".to_owned());
        parameters.push(micros(until).into());
    }
    if let Some(id) = query.before {
        conditions
            .push("(started_at, id) < (SELECT started_at, id FROM call WHERE id = ?)".to_owned());
        parameters.push(id.into());
    }
    let text = query.search.as_deref().map(str::trim).unwrap_or_default();
    if !text.is_empty() {
        let (condition, patterns) = search(text);
        conditions.push(condition);
        parameters.extend(patterns);
    }
    if conditions.is_empty() {
        (String::new(), parameters)
    } else {
        (format!("WHERE {}", conditions.join(" AND ")), parameters)
    }
}

fn search(text: &str) -> (String, Vec<Value>) {
    let variants = variants(text);
    if variants
        .iter()
        .all(|variant| variant.chars().count() >= INDEXED_CHARACTERS_MIN)
    {
        let phrases: Vec<String> = variants
            .iter()
            .map(|variant| format!("\"{}\"", variant.replace('"', "\"\"")))
            .collect();
        return (
            "(id IN (SELECT rowid FROM call_text WHERE call_text MATCH ?) \
             OR id IN (SELECT rowid FROM note_text WHERE note_text MATCH ?))"
                .to_owned(),
            vec![phrases.join(" OR ").into(), phrases.join(" OR ").into()],
        );
    }
    let mut likes = Vec::new();
    let mut patterns = Vec::new();
    for variant in &variants {
        let pattern = format!("%{}%", escaped(variant));
        for column in [
            "remote_number",
            "remote_written",
            "remote_name",
            "record_name",
            "record_company",
            "notes",
        ] {
            likes.push(format!("{column} LIKE ? ESCAPE '\\'"));
            patterns.push(pattern.clone().into());
        }
    }
    (format!("({})", likes.join(" OR ")), patterns)
}

/// The text itself; and of a number with spaces, dashes or a trunk zero, its digits as E.164 has them.
fn variants(text: &str) -> Vec<String> {
    let mut variants = vec![text.to_owned()];
    let is_number = text
        .chars()
        .all(|c| c.is_ascii_digit() || " +-./()".contains(c));
    if is_number {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let significant = digits.trim_start_matches('0');
        if !significant.is_empty() && significant != text {
            variants.push(significant.to_owned());
        }
    }
    variants
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
