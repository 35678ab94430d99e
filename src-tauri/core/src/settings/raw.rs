//! A value as it was written, before it is known to be allowed.

use std::fmt;

use serde::Serialize;

use super::check;
use super::key::{Key, Shape};
use crate::phrase::Phrase;
use crate::plain::is_unfit;

/// Longer values are shortened where they are shown.
const SHOWN_CHARACTERS_MAX: usize = 80;

/// A value as a file, a variable, a policy or a person wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Raw {
    /// One text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Bool(bool),
    /// A list of texts.
    Texts(Vec<String>),
    /// Something no setting can be, in words: "a table".
    Other(&'static str),
}

/// A value that is not allowed: the sentence names the key, what is allowed and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingProblem {
    /// Which setting.
    pub key: Key,
    /// What was there instead, made fit to be shown.
    pub found: Phrase,
}

impl SettingProblem {
    /// The problem of `found` as a value of `key`.
    #[must_use]
    pub fn new(key: Key, found: &Raw) -> Self {
        let found = match (key, key.shape(), found) {
            // The list stays where it is kept: what is said of it may end in a log.
            (Key::NeverLog, _, Raw::Texts(entries)) => unfit_entries(entries),
            (Key::NeverLog, _, Raw::Text(_)) => Phrase::new("setting-no-list"),
            (_, Shape::Address, Raw::Text(text)) => shown_address(text),
            (
                _,
                Shape::Address | Shape::Text | Shape::Integer { .. } | Shape::Bool | Shape::Texts,
                found,
            ) => Phrase::verbatim(found.to_string()),
        };
        Self { key, found }
    }

    /// What to say of it.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        Phrase::new("setting-problem")
            .with("key", self.key.name())
            .with("allowed", self.key.allowed())
            .with("found", self.found.clone())
    }
}

/// In English, as its phrase is.
impl fmt::Display for SettingProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(f)
    }
}

impl std::error::Error for SettingProblem {}

impl Raw {
    /// Reads what a person or an environment variable wrote for `key`: lists are comma separated or a JSON array.
    ///
    /// # Errors
    /// When the text is not of the key's shape.
    pub fn from_text(key: Key, text: &str) -> Result<Self, SettingProblem> {
        let text = text.trim();
        let read = match key.shape() {
            Shape::Text | Shape::Address => Some(Self::Text(text.to_owned())),
            Shape::Integer { .. } => text.parse().ok().map(Self::Integer),
            Shape::Bool => text.parse().ok().map(Self::Bool),
            Shape::Texts => texts(text).map(Self::Texts),
        };
        read.ok_or_else(|| SettingProblem::new(key, &Self::Text(text.to_owned())))
    }

    /// The value as `key` has it, from a place that knows fewer kinds of values; what does not fit stays as it is.
    #[must_use]
    pub fn in_shape_of(self, key: Key) -> Self {
        match (key.shape(), self) {
            (Shape::Bool, Self::Integer(0)) => Self::Bool(false),
            (Shape::Bool, Self::Integer(1)) => Self::Bool(true),
            (_, Self::Text(text)) => Self::from_text(key, &text).unwrap_or(Self::Text(text)),
            (_, raw) => raw,
        }
    }

    /// The value in the form that [`Raw::from_text`] reads.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Bool(value) => value.to_string(),
            Self::Texts(texts) => texts.join(", "),
            Self::Other(words) => (*words).to_owned(),
        }
    }
}

impl fmt::Display for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "\"{}\"", shown(text)),
            Self::Integer(number) => number.fmt(f),
            Self::Bool(value) => value.fmt(f),
            Self::Texts(texts) => {
                let quoted: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
                write!(f, "[{}]", shown(&quoted.join(", ")))
            }
            Self::Other(words) => f.write_str(words),
        }
    }
}

/// A text from outside on one line, without control characters, not too long.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut characters = text.chars();
    let mut shown: String = characters
        .by_ref()
        .take(SHOWN_CHARACTERS_MAX)
        .map(|c| if is_unfit(c) { '\u{fffd}' } else { c })
        .collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Which entries of a list of numbers are none, by their places.
fn unfit_entries(entries: &[String]) -> Phrase {
    let places: Vec<String> = entries
        .iter()
        .zip(1_usize..)
        .filter(|(entry, _)| check::number_patterns(std::slice::from_ref(*entry)).is_none())
        .map(|(_, place)| place.to_string())
        .collect();
    if places.is_empty() {
        return Phrase::new("setting-too-many-entries").with("count", entries.len().to_string());
    }
    Phrase::new("setting-unfit-entries").with("places", shown(&places.join(", ")))
}

/// A pasted address can hold a password before the host and a token behind the path.
fn shown_address(text: &str) -> Phrase {
    if text.contains('@') {
        return Phrase::new("setting-address-with-password");
    }
    Phrase::verbatim(match text.split_once(['?', '#']) {
        Some((before, _)) => format!("\"{}…\"", shown(before)),
        None => format!("\"{}\"", shown(text)),
    })
}

fn texts(text: &str) -> Option<Vec<String>> {
    if text.starts_with('[') {
        return serde_json::from_str(text).ok();
    }
    let parts = text.split(',').map(str::trim);
    Some(
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: Key, text: &str, expected: Option<Raw>) {
        assert_eq!(Raw::from_text(key, text).ok(), expected, "{key} {text}");
    }

    fn list(texts: &[&str]) -> Option<Raw> {
        Some(Raw::Texts(
            texts.iter().map(|text| (*text).to_owned()).collect(),
        ))
    }

    #[test]
    fn a_text_is_read_by_the_shape_of_its_key() {
        check(Key::PollSeconds, " 60 ", Some(Raw::Integer(60)));
        check(Key::PollSeconds, "60s", None);
        check(Key::PollSeconds, "99999999999999999999", None);
        check(Key::LogQueueMissed, "true", Some(Raw::Bool(true)));
        check(Key::LogQueueMissed, "yes", None);
        check(Key::NeverLog, "+44, 0900", list(&["+44", "0900"]));
        check(Key::NeverLog, r#"["+44", "0900"]"#, list(&["+44", "0900"]));
        check(Key::NeverLog, "[]", list(&[]));
        check(Key::NeverLog, "", list(&[]));
        check(Key::NeverLog, "[1]", None);
        check(Key::NeverLog, "[\"+44\"", None);
        check(Key::Extension, " 40 ", Some(Raw::Text("40".to_owned())));
    }

    #[test]
    fn a_problem_repeats_no_entry_of_the_never_log_list() {
        let problem = |text: &str| {
            let refused = Raw::from_text(Key::NeverLog, text)
                .and_then(|raw| crate::settings::Settings::default().set(Key::NeverLog, &raw));
            refused.unwrap_err().found.to_string()
        };
        assert_eq!(
            problem("+442079460018, 020x, +44161, 0900y"),
            "what stands in place 2, 4 of the list"
        );
        assert_eq!(problem("[\"+442079460018\""), "a text that is no list");
        let long = vec!["0207946".to_owned(); 1_001];
        assert_eq!(problem(&long.join(",")), "a list of 1001 entries");
    }

    #[test]
    fn a_problem_shows_no_password_token_or_control_character() {
        let found = |key, text: &str| {
            SettingProblem::new(key, &Raw::Text(text.to_owned()))
                .found
                .to_string()
        };
        assert_eq!(
            found(Key::PbxUrl, "ftp://40:hunter2@pbx.example.com"),
            "an address with a user name or password in it"
        );
        assert_eq!(
            found(Key::Authority, "https://x.example/?code=hunter2"),
            "\"https://x.example/…\""
        );
        assert_eq!(found(Key::Extension, "4\u{1b}[31m0"), "\"4\u{fffd}[31m0\"");
        assert!(found(Key::Extension, &"4".repeat(5_000)).chars().count() < 100);
    }
}
