use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::settings::layers::{Fallbacks, Layers, Written};

fn effective() -> Effective {
    let one = |key, raw| {
        let place = "settings.toml, line 2".into();
        [(key, Written { raw, place })].into()
    };
    let mut layers = Layers {
        file: one(Key::PbxUrl, Raw::Text("https://pbx.example.com".to_owned())),
        environment: one(Key::NeverLog, Raw::Texts(vec!["0900".to_owned()])),
        policy: one(Key::LogQueueMissed, Raw::Bool(true)),
    };
    layers.file.extend(one(Key::PollSeconds, Raw::Integer(2)));
    layers.merge(&Fallbacks {
        locale: Some("de-DE".to_owned()),
        ..Fallbacks::default()
    })
}

fn view(tag: &str) -> SettingsView {
    let locale = Locale::of_system(tag, jiff::tz::TimeZone::UTC);
    SettingsView::of(&effective(), &["A warning.".into()], &locale)
}

fn lines(tag: &str) -> String {
    let view = view(tag);
    let mut lines = Vec::new();
    for group in &view.groups {
        lines.push(format!("== {}", group.title));
        for line in &group.settings {
            let lock = if line.is_locked { ", locked" } else { "" };
            let value = serde_json::to_string(&line.value).unwrap();
            lines.push(format!(
                "{} | {} | {value} {}{lock} | {} | {}",
                line.title,
                editor(&line.editor),
                line.origin,
                line.default,
                line.meaning
            ));
        }
    }
    lines.extend(view.problems);
    lines.join("\n")
}

fn editor(editor: &Editor) -> String {
    let words = |options: &[ChoiceOption]| {
        let words: Vec<String> = options
            .iter()
            .map(|option| format!("{}={}", option.value, option.words))
            .collect();
        words.join(", ")
    };
    match editor {
        Editor::Text => "text".to_owned(),
        Editor::Number { min, max } => format!("{min} to {max}"),
        Editor::Switch => "switch".to_owned(),
        Editor::Choice { options } => format!("one of {}", words(options)),
        Editor::Choices { options } => format!("any of {}", words(options)),
        Editor::Lines => "lines".to_owned(),
    }
}

#[test]
fn every_setting_is_shown_with_its_editor_in_english() {
    insta::assert_snapshot!(lines("en"));
}

#[test]
fn every_setting_is_shown_with_its_editor_in_german() {
    insta::assert_snapshot!(lines("de"));
}

#[test]
fn every_setting_is_shown_with_its_editor_in_french() {
    insta::assert_snapshot!(lines("fr"));
}

#[test]
fn every_setting_is_shown_with_its_editor_in_spanish() {
    insta::assert_snapshot!(lines("es"));
}

#[test]
fn every_setting_stands_in_one_group() {
    let shown: Vec<String> = view("en")
        .groups
        .into_iter()
        .flat_map(|group| group.settings)
        .map(|line| line.key)
        .collect();
    let distinct: BTreeSet<&str> = shown.iter().map(String::as_str).collect();
    let all: BTreeSet<&str> = Key::ALL.iter().map(|key| key.name()).collect();
    assert_eq!(distinct, all);
    assert_eq!(shown.len(), all.len());
}

#[test]
fn every_word_that_can_be_chosen_is_allowed() {
    for key in Key::ALL {
        for (value, _) in options(*key) {
            let value = match key.shape() {
                Shape::Texts => json!([value]),
                Shape::Text | Shape::Address | Shape::Integer { .. } | Shape::Bool => json!(value),
            };
            assert!(check(*key, &value).is_ok(), "{key} {value}");
        }
    }
}

#[test]
fn a_value_is_checked_as_it_is_typed() {
    let problem = |key, value| check(key, &value).unwrap_err().to_string();
    assert_eq!(check(Key::PollSeconds, &json!(60)), Ok(Raw::Integer(60)));
    assert_eq!(
        check(Key::LogQueueMissed, &json!(true)),
        Ok(Raw::Bool(true))
    );
    assert_eq!(
        check(Key::NeverLog, &json!(["0900"])),
        Ok(Raw::Texts(vec!["0900".to_owned()]))
    );
    assert_eq!(
        problem(Key::PollSeconds, json!(2)),
        "pbx.poll_seconds must be a whole number from 5 to 3600, not 2."
    );
    assert_eq!(
        problem(Key::PollSeconds, json!(7.5)),
        "pbx.poll_seconds must be a whole number from 5 to 3600, not a fraction."
    );
    assert!(problem(Key::NeverLog, json!(["0900", 5])).contains("not a list"));
    assert!(problem(Key::LogQueueMissed, json!(null)).ends_with("not nothing."));
    assert!(problem(Key::Region, json!({})).ends_with("not a table."));
}

proptest! {
    #[test]
    fn every_text_is_allowed_or_answered_with_a_sentence(text in "\\PC{0,40}") {
        for key in Key::ALL {
            if let Err(problem) = check(*key, &json!(text)) {
                prop_assert!(problem.to_string().contains(key.name()));
            }
        }
    }
}
