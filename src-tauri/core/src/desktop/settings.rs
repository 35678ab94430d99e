//! The settings as the window shows them: grouped, explained, each with the origin of its value.

use serde::Serialize;
use serde_json::Value;

use crate::language::{Language, Locale};
use crate::phrase::Phrase;
use crate::settings::Settings;
use crate::settings::key::{Key, Shape};
use crate::settings::layers::{Effective, MisplacedValue, Origin};
use crate::settings::raw::Raw;

/// All settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SettingsView {
    /// The groups, in the order they are shown.
    pub groups: Vec<SettingGroup>,
    /// What is wrong with the settings, a sentence each.
    pub problems: Vec<String>,
}

/// Settings that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SettingGroup {
    /// Its heading.
    pub title: String,
    /// Its settings.
    pub settings: Vec<SettingLine>,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SettingLine {
    /// Its dotted name, as in `settings.toml`.
    pub key: String,
    /// Its name for people.
    pub title: String,
    /// What it means, in a line.
    pub meaning: String,
    /// What kind of value it has, and so how it is edited.
    pub editor: Editor,
    /// The value in force; `null` where there is none.
    #[cfg_attr(test, ts(type = "string | number | boolean | Array<string> | null"))]
    pub value: Option<Raw>,
    /// Where the value comes from.
    pub origin: Origin,
    /// The managed policy sets it, or the environment does: it cannot be changed here.
    pub is_locked: bool,
    /// What holds while nobody sets it, in words.
    pub default: String,
}

/// How a setting is edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Editor {
    /// One line of text.
    Text,
    /// A whole number.
    Number {
        /// The least allowed.
        min: u32,
        /// The most allowed.
        max: u32,
    },
    /// On or off.
    Switch,
    /// One of a few words.
    Choice {
        /// What can be chosen.
        options: Vec<ChoiceOption>,
    },
    /// Any of a few words.
    Choices {
        /// What can be chosen.
        options: Vec<ChoiceOption>,
    },
    /// A list of texts, a line each.
    Lines,
}

/// One word that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChoiceOption {
    /// As in `settings.toml`.
    pub value: String,
    /// For people.
    pub words: String,
}

impl SettingsView {
    /// The settings in force, with `warnings` before those of the values that were passed over.
    #[must_use]
    pub fn of(effective: &Effective, warnings: &[Phrase], locale: &Locale) -> Self {
        let line = |key: &Key| SettingLine::of(*key, effective, locale);
        let groups = Group::ALL.into_iter().map(|group| SettingGroup {
            title: group.title().say(locale),
            settings: Key::ALL
                .iter()
                .filter(|key| Group::of(**key) == group)
                .map(line)
                .collect(),
        });
        let problems = effective.problems.iter().map(MisplacedValue::phrase);
        let problems = warnings.iter().cloned().chain(problems);
        Self {
            groups: groups.filter(|group| !group.settings.is_empty()).collect(),
            problems: problems.map(|problem| problem.say(locale)).collect(),
        }
    }
}

/// The value that the page gave for a setting, if it is allowed.
///
/// # Errors
/// When it is not; the phrase says what is.
pub fn check(key: Key, value: &Value) -> Result<Raw, Phrase> {
    let raw = raw(value);
    match Settings::default().set(key, &raw) {
        Ok(()) => Ok(raw),
        Err(problem) => Err(problem.phrase()),
    }
}

fn raw(value: &Value) -> Raw {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match value {
        Value::String(text) => Raw::Text(text.clone()),
        Value::Bool(value) => Raw::Bool(*value),
        Value::Number(number) => number
            .as_i64()
            .map_or(Raw::Other("a fraction"), Raw::Integer),
        Value::Array(values) => values
            .iter()
            .map(text)
            .collect::<Option<Vec<String>>>()
            .map_or(Raw::Other("a list of other things than texts"), Raw::Texts),
        Value::Null => Raw::Other("nothing"),
        Value::Object(_) => Raw::Other("a table"),
    }
}

/// What belongs together, in the order it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Pbx,
    Dynamics,
    Numbers,
    Rules,
    Notifications,
    App,
}

impl Group {
    const ALL: [Self; 6] = [
        Self::Pbx,
        Self::Dynamics,
        Self::Numbers,
        Self::Rules,
        Self::Notifications,
        Self::App,
    ];

    fn of(key: Key) -> Self {
        match key {
            Key::PbxKind
            | Key::PbxUrl
            | Key::PbxTenant
            | Key::Extension
            | Key::PbxEmail
            | Key::PollSeconds
            | Key::LookBackHours => Self::Pbx,
            Key::OrganizationUrl
            | Key::Scope
            | Key::AttributionEmail
            | Key::ClientId
            | Key::MicrosoftTenant
            | Key::Authority => Self::Dynamics,
            Key::Region | Key::OwnNumbers => Self::Numbers,
            Key::MinimumSeconds
            | Key::AnsweredMinimumSeconds
            | Key::LogQueueMissed
            | Key::LogServiceNumbers
            | Key::WorkingHours
            | Key::NeverLog
            | Key::KnownNumbersOnly
            | Key::UnknownNumber
            | Key::MatchEntities
            | Key::MatchColumns
            | Key::AmbiguousWaitHours => Self::Rules,
            Key::LoggedNotifications | Key::QuietHours => Self::Notifications,
            Key::StartWithSession | Key::AppLanguage => Self::App,
        }
    }

    fn title(self) -> Phrase {
        Phrase::new(match self {
            Self::Pbx => "group-pbx",
            Self::Dynamics => "group-dynamics",
            Self::Numbers => "group-numbers",
            Self::Rules => "group-rules",
            Self::Notifications => "group-notifications",
            Self::App => "group-app",
        })
    }
}

impl SettingLine {
    fn of(key: Key, effective: &Effective, locale: &Locale) -> Self {
        let origin = effective.origin(key);
        Self {
            key: key.name().to_owned(),
            title: key.label().say(locale),
            meaning: key.meaning().say(locale),
            editor: Editor::of(key, locale),
            value: effective.value(key),
            origin,
            is_locked: match origin {
                Origin::Policy | Origin::Environment => true,
                Origin::Default | Origin::File => false,
            },
            default: default(key, effective, locale),
        }
    }
}

/// What holds while nobody sets it: the value as the window shows it, else the words for where it comes from.
fn default(key: Key, effective: &Effective, locale: &Locale) -> String {
    if let (Key::Region, Some(source)) = (key, effective.region_source) {
        return source.phrase().say(locale);
    }
    let option = |value: &str| {
        options(key)
            .into_iter()
            .find(|(name, _)| *name == value)
            .map_or_else(|| value.to_owned(), |(_, words)| words.say(locale))
    };
    match Settings::default().get(key) {
        None | Some(Raw::Other(_)) => key.default_words().say(locale),
        Some(Raw::Text(text)) => option(&text),
        Some(Raw::Integer(number)) => {
            u64::try_from(number).map_or_else(|_| number.to_string(), |it| locale.number(it))
        }
        Some(Raw::Bool(true)) => Phrase::new("default-on").say(locale),
        Some(Raw::Bool(false)) => Phrase::new("default-off").say(locale),
        Some(Raw::Texts(texts)) if texts.is_empty() => Phrase::new("default-empty").say(locale),
        Some(Raw::Texts(texts)) => texts
            .iter()
            .map(|text| option(text))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

impl Editor {
    fn of(key: Key, locale: &Locale) -> Self {
        let options: Vec<ChoiceOption> = options(key)
            .into_iter()
            .map(|(value, words)| ChoiceOption {
                value: value.to_owned(),
                words: words.say(locale),
            })
            .collect();
        match key.shape() {
            Shape::Text if !options.is_empty() => Self::Choice { options },
            Shape::Texts if !options.is_empty() => Self::Choices { options },
            Shape::Text | Shape::Address => Self::Text,
            Shape::Integer { min, max } => Self::Number { min, max },
            Shape::Bool => Self::Switch,
            Shape::Texts => Self::Lines,
        }
    }
}

/// The words that can be chosen, where only a few can.
fn options(key: Key) -> Vec<(&'static str, Phrase)> {
    match key {
        Key::PbxKind => vec![("vodia", Phrase::new("option-vodia"))],
        Key::UnknownNumber => vec![
            ("create", Phrase::new("option-create")),
            ("ask", Phrase::new("option-ask")),
            ("unlinked", Phrase::new("option-unlinked")),
        ],
        Key::MatchEntities => vec![
            ("contact", Phrase::new("option-contact")),
            ("account", Phrase::new("option-account")),
            ("lead", Phrase::new("option-lead")),
        ],
        Key::LoggedNotifications => vec![
            ("each", Phrase::new("option-each")),
            ("digest", Phrase::new("option-digest")),
            ("off", Phrase::new("option-off")),
        ],
        Key::AppLanguage => Language::ALL
            .map(|language| (language.tag(), Phrase::verbatim(language.own_name())))
            .into(),
        Key::OrganizationUrl
        | Key::Scope
        | Key::AttributionEmail
        | Key::ClientId
        | Key::MicrosoftTenant
        | Key::Authority
        | Key::PbxUrl
        | Key::PbxTenant
        | Key::Extension
        | Key::PbxEmail
        | Key::PollSeconds
        | Key::LookBackHours
        | Key::Region
        | Key::OwnNumbers
        | Key::MinimumSeconds
        | Key::AnsweredMinimumSeconds
        | Key::LogQueueMissed
        | Key::LogServiceNumbers
        | Key::WorkingHours
        | Key::NeverLog
        | Key::KnownNumbersOnly
        | Key::MatchColumns
        | Key::AmbiguousWaitHours
        | Key::QuietHours
        | Key::StartWithSession => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
