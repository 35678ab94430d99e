//! What Ringlog says to a person: which sentence, and with what in it.
//!
//! A phrase is data, so that it can be kept and said later in the language of whoever reads it.
//! Its words stand in the catalogues of [`language`](crate::language).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use crate::language::{Language, Locale, catalogue};
use crate::plain::plain;

/// A sentence, or a part of one, that is said in any language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// The message of the catalogue.
    id: Cow<'static, str>,
    /// What stands in it, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    arguments: BTreeMap<Cow<'static, str>, Argument>,
}

/// What stands in a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Argument {
    /// The same in every language: a name, an address, what another system said.
    Text(String),
    /// A count, which the words around it follow.
    Number(i64),
    /// Told as date and time in the reader's zone.
    Time(Timestamp),
    /// Said in the same language.
    Phrase(Box<Phrase>),
}

impl Phrase {
    /// The message with this id in the catalogues.
    ///
    /// The id is written here as a text, where a test finds it and compares it with the catalogues.
    #[must_use]
    pub const fn new(id: &'static str) -> Self {
        Self {
            id: Cow::Borrowed(id),
            arguments: BTreeMap::new(),
        }
    }

    /// Words from outside, said as they are.
    #[must_use]
    pub fn verbatim(text: impl Into<String>) -> Self {
        Phrase::new("verbatim").with("text", text.into())
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.arguments.insert(Cow::Borrowed(name), value.into());
        self
    }

    /// This sentence, followed by another one.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        Phrase::new("two-sentences")
            .with("first", self)
            .with("second", next)
    }

    /// Another thing the catalogues say with the same message, for example its next step.
    #[must_use]
    pub fn attribute(mut self, name: &'static str) -> Self {
        self.id = Cow::Owned(format!("{}.{name}", self.id));
        self
    }

    /// The sentences one after the other; `None` if there are none.
    #[must_use]
    pub fn all(sentences: impl IntoIterator<Item = Self>) -> Option<Self> {
        sentences.into_iter().reduce(Self::then)
    }

    /// The same with every text in it made anew, by the name it stands under.
    #[must_use]
    pub fn with_texts(&self, made_anew: &dyn Fn(&str, &str) -> String) -> Self {
        let arguments = self.arguments.iter().map(|(name, argument)| {
            let argument = match argument {
                Argument::Text(text) => Argument::Text(made_anew(name, text)),
                Argument::Phrase(phrase) => {
                    Argument::Phrase(Box::new(phrase.with_texts(made_anew)))
                }
                Argument::Number(_) | Argument::Time(_) => argument.clone(),
            };
            (name.clone(), argument)
        });
        Self {
            id: self.id.clone(),
            arguments: arguments.collect(),
        }
    }

    /// Which message it is.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// In the reader's language, with times and numbers as the reader is used to.
    ///
    /// Texts in it come from outside, and are made [`plain`].
    #[must_use]
    pub fn say(&self, locale: &Locale) -> String {
        self.said(locale.language, &|at| locale.moment(at))
    }

    fn said(&self, language: Language, moment: &dyn Fn(Timestamp) -> String) -> String {
        let mut arguments = FluentArgs::with_capacity(self.arguments.len());
        for (name, argument) in &self.arguments {
            let value: FluentValue<'_> = match argument {
                Argument::Text(text) => plain(text).into(),
                Argument::Number(number) => (*number).into(),
                Argument::Time(at) => moment(*at).into(),
                Argument::Phrase(phrase) => phrase.said(language, moment).into(),
            };
            arguments.set(name.as_ref(), value);
        }
        catalogue::say(language, &self.id, &arguments)
    }
}

/// In English, with times in RFC 3339 and UTC: for scripts and logs.
impl fmt::Display for Phrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.said(Language::English, &|at| at.to_string()))
    }
}

/// Words from outside.
impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self::verbatim(text)
    }
}

/// Words from outside.
impl From<&str> for Phrase {
    fn from(text: &str) -> Self {
        Self::verbatim(text)
    }
}

/// Writes what can be said in English, as `--json` has it.
///
/// # Errors
/// When the serializer does not take it.
pub fn in_english<S: Serializer>(
    said: &impl fmt::Display,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(said)
}

/// Writes what can be said in English, or nothing, as `--json` has it.
///
/// # Errors
/// When the serializer does not take it.
pub fn in_english_if_any<S: Serializer>(
    said: &Option<impl fmt::Display>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match said {
        Some(said) => serializer.collect_str(said),
        None => serializer.serialize_none(),
    }
}

/// Writes each in English, as `--json` has it.
///
/// # Errors
/// When the serializer does not take it.
pub fn in_english_each<S: Serializer>(
    said: &[impl fmt::Display],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(said.iter().map(ToString::to_string))
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Argument {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

/// Beyond what a count reaches, the largest there is.
impl From<u64> for Argument {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// Beyond what a count reaches, the largest there is.
impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Timestamp> for Argument {
    fn from(at: Timestamp) -> Self {
        Self::Time(at)
    }
}

impl From<Phrase> for Argument {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(Box::new(phrase))
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;

    fn german() -> Locale {
        Locale::of_system("de-AT", TimeZone::UTC)
    }

    #[test]
    fn words_from_outside_are_said_as_they_are() {
        for text in ["", "  The PBX said { $nothing }.", "-term = {", "שלום"] {
            assert_eq!(Phrase::verbatim(text).to_string(), text);
            assert_eq!(Phrase::verbatim(text).say(&german()), text);
        }
    }

    #[test]
    fn words_from_outside_add_no_line_and_steer_nothing() {
        let inner = Phrase::verbatim("a\r\nb\u{1b}[2J");
        let phrase = Phrase::new("host-unreachable")
            .with("host", "pbx\u{202e}.example")
            .with("detail", inner);
        for said in [phrase.to_string(), phrase.say(&german())] {
            assert!(!said.contains(crate::plain::is_unfit), "{said:?}");
            assert!(
                said.contains("pbx.example") && said.contains("a b"),
                "{said:?}"
            );
        }
    }

    #[test]
    fn an_unknown_id_is_said_itself() {
        assert_eq!(
            Phrase::new("of-a-later-version").say(&german()),
            "of-a-later-version"
        );
        assert_eq!(Phrase::new("").to_string(), "");
    }

    #[test]
    fn a_message_says_more_by_its_attributes() {
        let phrase = Phrase::new("sign-in-revoked").attribute("next");
        assert_eq!(
            phrase.to_string(),
            "Link again if that was not meant for Ringlog."
        );
        let unknown = Phrase::new("sign-in-revoked").attribute("past");
        assert_eq!(unknown.to_string(), "sign-in-revoked.past");
    }

    #[test]
    fn a_missing_argument_is_seen_and_stops_nothing() {
        assert_eq!(Phrase::new("verbatim").say(&german()), "{$text}");
    }

    #[test]
    fn one_sentence_follows_the_other() {
        let both = Phrase::verbatim("One.").then(Phrase::verbatim("Two."));
        assert_eq!(both.say(&german()), "One. Two.");
    }

    #[test]
    fn a_time_is_told_as_the_reader_has_it() {
        let at: Timestamp = "2026-09-21T15:04:05Z".parse().unwrap();
        let phrase = Phrase::new("verbatim").with("text", at);
        assert_eq!(phrase.to_string(), "2026-09-21T15:04:05Z");
        assert_eq!(phrase.say(&german()), "21.09.2026, 15:04");
    }

    #[test]
    fn thousands_stand_apart() {
        let phrase = Phrase::new("verbatim").with("text", 12_345_i64);
        assert_eq!(phrase.to_string(), "12,345");
        assert_eq!(phrase.say(&german()), "12.345");
    }

    proptest! {
        #[test]
        fn every_phrase_is_said_and_reads_back_the_same(
            id in "\\PC{0,12}",
            name in "\\PC{0,6}",
            text in "\\PC{0,12}",
            number in any::<i64>(),
        ) {
            let mut phrase = Phrase::verbatim(text).with("number", number);
            phrase.id = Cow::Owned(id);
            phrase.arguments.insert(Cow::Owned(name), Phrase::verbatim("inner").into());
            for language in Language::ALL {
                let _ = phrase.say(&Locale::english_utc().in_language(language));
            }
            let kept = serde_json::to_string(&phrase).unwrap();
            prop_assert_eq!(serde_json::from_str::<Phrase>(&kept).unwrap(), phrase);
        }
    }
}
