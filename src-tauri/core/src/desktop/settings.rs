//! The settings as the window shows them: grouped, explained, each with the origin of its value.

use serde::Serialize;

use crate::settings::layers::Origin;
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
