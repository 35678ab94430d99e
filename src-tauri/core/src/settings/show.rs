//! `config show`, as a document and as a table.

use serde::Serialize;

use super::key::Key;
use super::layers::{Effective, MisplacedValue, Origin};
use super::raw::Raw;
use crate::phrase::{Phrase, in_english, in_english_each};

/// `config show --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConfigView {
    /// Every setting, in the order of `interfaces.md`.
    pub settings: Vec<SettingView>,
    /// What is wrong with the settings; English sentences in JSON.
    #[serde(serialize_with = "in_english_each")]
    pub problems: Vec<Phrase>,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingView {
    /// Its dotted name.
    pub key: Key,
    /// The value in force; `null` where there is none.
    pub value: Option<Raw>,
    /// Where it comes from.
    pub origin: Origin,
    /// The managed policy sets it.
    pub locked: bool,
    /// What holds while nobody set it; in English in JSON.
    #[serde(serialize_with = "in_english")]
    pub default: Phrase,
    /// What it means, in a line; in English in JSON.
    #[serde(serialize_with = "in_english")]
    pub meaning: Phrase,
}

/// The settings in force, with `warnings` before those of the values that were passed over.
#[must_use]
pub fn show(effective: &Effective, warnings: &[Phrase]) -> ConfigView {
    let setting = |key: &Key| SettingView {
        key: *key,
        value: effective.value(*key),
        origin: effective.origin(*key),
        locked: effective.is_locked(*key),
        default: match (key, effective.region_source) {
            (Key::Region, Some(source)) => source.phrase(),
            (_, Some(_) | None) => key.default_words(),
        },
        meaning: key.meaning(),
    };
    let problems = effective.problems.iter().map(MisplacedValue::phrase);
    ConfigView {
        settings: Key::ALL.iter().map(setting).collect(),
        problems: warnings.iter().cloned().chain(problems).collect(),
    }
}

impl ConfigView {
    /// The settings as lines of key, value, origin and meaning, then the problems.
    #[must_use]
    pub fn table(&self) -> String {
        let rows: Vec<[String; 4]> = self.settings.iter().map(SettingView::row).collect();
        let width = |column: fn(&[String; 4]) -> &String| {
            let lengths = rows.iter().map(|row| column(row).chars().count());
            lengths.max().unwrap_or(0)
        };
        let (keys, values, origins) = (
            width(|[key, ..]| key),
            width(|[_, value, ..]| value),
            width(|[_, _, origin, _]| origin),
        );
        let mut table = String::new();
        for [key, value, origin, meaning] in &rows {
            table.push_str(&format!(
                "{key:keys$}  {value:values$}  {origin:origins$}  {meaning}\n"
            ));
        }
        for problem in &self.problems {
            table.push_str(&format!("\n{problem}\n"));
        }
        table
    }
}

impl SettingView {
    fn row(&self) -> [String; 4] {
        let value = match &self.value {
            Some(Raw::Texts(texts)) if texts.is_empty() => "[]".to_owned(),
            Some(value) => value.to_text(),
            None => format!("({})", self.default),
        };
        let origin = match (self.origin, self.key) {
            (Origin::Policy, _) => "policy, locked".to_owned(),
            (Origin::Default, Key::Region) if self.value.is_some() => {
                format!("default, {}", self.default)
            }
            (origin @ (Origin::Default | Origin::File | Origin::Environment), _) => {
                origin.to_string()
            }
        };
        [
            self.key.name().to_owned(),
            value,
            origin,
            self.meaning.to_string(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::layers::{Fallbacks, Layers, Written};

    fn effective() -> Effective {
        let one = |key, raw| {
            let place = "settings.toml, line 2".into();
            [(key, Written { raw, place })].into()
        };
        let mut layers = Layers {
            file: one(Key::PbxUrl, Raw::Text("https://pbx.example.com".to_owned())),
            environment: one(
                Key::NeverLog,
                Raw::Texts(vec!["+44".to_owned(), "0900".to_owned()]),
            ),
            policy: one(Key::LogQueueMissed, Raw::Bool(true)),
        };
        layers.file.extend(one(Key::PollSeconds, Raw::Integer(2)));
        layers.merge(&Fallbacks {
            locale: Some("de-DE".to_owned()),
            ..Fallbacks::default()
        })
    }

    #[test]
    fn the_table_says_of_each_setting_what_holds_and_why() {
        let table = show(&effective(), &["A warning.".into()]).table();
        insta::assert_snapshot!(table);
    }

    #[test]
    fn the_document_holds_each_setting_with_its_own_type() {
        let view = show(&effective(), &[]);
        assert_eq!(view.settings.len(), Key::ALL.len());
        let chosen = [
            Key::OrganizationUrl,
            Key::PbxTenant,
            Key::PollSeconds,
            Key::Region,
            Key::LogQueueMissed,
            Key::NeverLog,
        ];
        let settings = view.settings.into_iter();
        let view = ConfigView {
            settings: settings.filter(|one| chosen.contains(&one.key)).collect(),
            problems: view.problems,
        };
        insta::assert_json_snapshot!(view);
    }
}
