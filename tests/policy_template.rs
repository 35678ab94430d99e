//! The template for Group Policy and Intune offers every setting, in every language, as Ringlog reads it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use quick_xml::events::Event;
use quick_xml::events::attributes::{AttrError, Attribute};
use quick_xml::{Reader, XmlVersion};
use ringlog_core::desktop::settings::SettingsView;
use ringlog_core::language::{Language, Locale};
use ringlog_core::settings::Settings;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::{Fallbacks, Layers};
use ringlog_core::settings::raw::Raw;
use ringlog_engine::config::{Config, PolicyStore};

use self::writing::{adml, admx};

mod writing;

/// Set to have the template written anew.
const WRITE: &str = "RINGLOG_WRITE_TEMPLATE";

/// The settings as the window groups and explains them, set by nobody.
fn settings(language: Language) -> SettingsView {
    let locale = Locale::english_utc().in_language(language);
    SettingsView::of(
        &Layers::default().merge(&Fallbacks::default()),
        &[],
        &locale,
    )
}

/// Where Windows looks for the words of a language.
fn culture(language: Language) -> &'static str {
    match language {
        Language::English => "en-US",
        Language::German => "de-DE",
        Language::French => "fr-FR",
        Language::Spanish => "es-ES",
    }
}

fn files() -> Vec<(PathBuf, String)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/package/policy");
    let words = Language::ALL.map(|language| {
        let file = directory.join(culture(language)).join("ringlog.adml");
        (file, adml(language, &settings(language)))
    });
    let template = (
        directory.join("ringlog.admx"),
        admx(&settings(Language::English)),
    );
    [template].into_iter().chain(words).collect()
}

#[test]
fn the_template_is_made_of_the_settings_there_are() {
    for (file, made) in files() {
        if std::env::var_os(WRITE).is_some() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &made).unwrap();
        }
        let written = std::fs::read_to_string(&file).unwrap_or_default();
        let name = file.file_name().unwrap().display().to_string();
        assert_eq!(written, made, "{name}: make it anew with {WRITE}=1");
    }
}

/// An element with its attributes; inner text is left aside.
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    let mut elements = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        if event == Event::Eof {
            return elements;
        }
        if let Event::Start(start) | Event::Empty(start) = event {
            elements.push(Element {
                name: start.name().as_ref().to_owned(),
                attributes: start.attributes().map(attribute).collect(),
            });
        }
    }
}

fn attribute(attribute: Result<Attribute<'_>, AttrError>) -> (String, String) {
    let attribute = attribute.unwrap();
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap();
    (attribute.key.as_ref().to_owned(), value.into_owned())
}

/// What a choice writes: only there the policies have texts.
fn written_words(xml: &str) -> Vec<String> {
    let parts = xml.split("<string>").skip(1);
    parts
        .filter_map(|part| Some(part.split_once('<')?.0.to_owned()))
        .collect()
}

#[test]
fn every_setting_is_a_value_of_the_policies_that_ringlog_reads() {
    let template = admx(&settings(Language::English));
    let elements = elements(&template);
    let names: Vec<&str> = elements
        .iter()
        .filter_map(|element| element.get("valueName"))
        .collect();
    let keys: BTreeSet<&str> = Key::ALL.iter().map(|key| key.name()).collect();
    assert_eq!(names.len(), keys.len());
    assert_eq!(names.into_iter().collect::<BTreeSet<_>>(), keys);
    for element in elements.iter().filter(|element| element.name == "policy") {
        assert_eq!(element.get("key"), Some(r"Software\Policies\Ringlog"));
        assert_eq!(element.get("class"), Some("Both"));
    }
}

#[test]
fn what_a_choice_of_the_template_writes_is_allowed() {
    let template = admx(&settings(Language::English));
    let mut checked = 0;
    for policy in template.split("<policy ").skip(1) {
        for word in written_words(policy) {
            let name = policy.split_once("valueName=\"").unwrap().1;
            let key = Key::named(name.split_once('"').unwrap().0).unwrap();
            Settings::default().set(key, &Raw::Text(word)).unwrap();
            checked += 1;
        }
    }
    assert!(checked >= 10, "{checked}");
}

#[test]
fn every_word_and_every_field_the_template_refers_to_stands_in_every_language() {
    let template = admx(&settings(Language::English));
    let referred: BTreeSet<String> = elements(&template)
        .iter()
        .flat_map(|element| &element.attributes)
        .filter_map(|(_, value)| Some(value.strip_prefix("$(")?.strip_suffix(')')?.to_owned()))
        .collect();
    for language in Language::ALL {
        let words = elements(&adml(language, &settings(language)));
        let mut found = BTreeSet::new();
        for element in &words {
            if let ("string" | "presentation", Some(id)) =
                (element.name.as_str(), element.get("id"))
            {
                assert!(found.insert(format!("{}.{id}", element.name)), "{id} twice");
            }
        }
        assert_eq!(found, referred, "{language:?}");
        let fields = words.iter().filter_map(|element| element.get("refId"));
        let places = elements(&template);
        let places = places.iter().filter_map(|element| element.get("id"));
        assert_eq!(fields.count(), places.count(), "{language:?}");
    }
}

const DOCUMENT: &str = include_str!("../src-tauri/docs/policy.md");

/// The example of the documentation in this form.
fn example(form: &str) -> &'static str {
    let after = DOCUMENT.split_once(&format!("```{form}\n")).unwrap().1;
    after.split_once("```").unwrap().0
}

fn settings_under(policy: PolicyStore) -> Vec<Option<Raw>> {
    let directory = tempfile::tempdir().unwrap();
    let config = Config::open(&directory.path().join("settings.toml"), [], policy);
    assert_eq!(config.warnings(), []);
    let effective = config.effective(&Fallbacks::default());
    assert_eq!(effective.problems, []);
    let managed = Key::ALL.iter().filter(|key| effective.is_locked(**key));
    assert_eq!(managed.count(), 6);
    Key::ALL.iter().map(|key| effective.value(*key)).collect()
}

#[test]
fn the_documented_policies_for_linux_and_macos_set_the_same() {
    let directory = tempfile::tempdir().unwrap();
    let toml = directory.path().join("policy.toml");
    std::fs::write(&toml, example("toml")).unwrap();
    // macOS keeps of a profile what its payload holds.
    let profile = plist::Value::from_reader_xml(example("xml").as_bytes()).unwrap();
    let payload = &profile.as_dictionary().unwrap()["PayloadContent"];
    let list = directory.path().join("org.ringlog.desktop.plist");
    payload.as_array().unwrap()[0]
        .to_file_binary(&list)
        .unwrap();

    let on_linux = settings_under(PolicyStore::File(toml));

    assert_eq!(
        on_linux,
        settings_under(PolicyStore::PropertyLists(vec![list]))
    );
}
