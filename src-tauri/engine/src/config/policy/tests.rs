use std::fs;
use std::path::{Path, PathBuf};

use plist::{Dictionary, Value};
use proptest::prelude::*;
use ringlog_core::phrase::Phrase;
use ringlog_core::settings::Settings;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::{Fallbacks, Origin};
use tempfile::TempDir;

use super::*;
use crate::config::reading::Reading;
use crate::config::{Config, ConfigError};

/// A profile's settings file, and a place for a policy.
struct Desk {
    directory: TempDir,
}

impl Desk {
    fn new(settings: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("settings.toml"), settings).unwrap();
        Self { directory }
    }

    fn place(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn under(&self, policy: PolicyStore) -> Config {
        let variables = [("RINGLOG_PBX__POLL_SECONDS".into(), "70".into())];
        Config::open(&self.place("settings.toml"), variables, policy)
    }

    fn policy_file(&self, text: &str) -> PolicyStore {
        fs::write(self.place("policy.toml"), text).unwrap();
        PolicyStore::File(self.place("policy.toml"))
    }

    fn property_list(&self, name: &str, values: &[(&str, Value)]) -> PathBuf {
        let list: Dictionary = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        Value::Dictionary(list)
            .to_file_binary(self.place(name))
            .unwrap();
        self.place(name)
    }
}

fn in_force(config: &Config) -> Settings {
    config.effective(&Fallbacks::default()).settings
}

fn sentences(warnings: &[Phrase], directory: &Path) -> String {
    let sentences: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    let directory = format!("{}{}", directory.display(), std::path::MAIN_SEPARATOR);
    sentences.join("\n").replace(&directory, "")
}

#[test]
fn what_the_policy_sets_wins_and_cannot_be_changed() {
    let desk = Desk::new("[pbx]\nurl = \"https://pbx.example.com\"\npoll_seconds = 50\n");
    let policy = desk.policy_file("[pbx]\npoll_seconds = 60\nextension = true\n");
    let mut config = desk.under(policy);
    let effective = config.effective(&Fallbacks::default());
    assert_eq!(effective.settings.pbx.poll_seconds, 60);
    assert!(effective.is_locked(Key::PollSeconds));
    assert_eq!(effective.origin(Key::PbxUrl), Origin::File);
    assert!(matches!(
        config.set("pbx.poll_seconds", "50"),
        Err(ConfigError::Locked(_))
    ));
    assert!(matches!(
        config.unset("pbx.poll_seconds"),
        Err(ConfigError::Locked(_))
    ));
    config.set("pbx.extension", "40").unwrap();
}

#[test]
fn a_policy_that_cannot_be_read_is_told_until_it_can_be() {
    let desk = Desk::new("");
    let mut config = desk.under(desk.policy_file("["));
    let unreadable = config.unreadable().unwrap();
    assert_eq!(unreadable.origin, Origin::Policy);
    let sentence = unreadable.sentence.to_string();
    assert!(sentence.ends_with("The managed policy is not in force."));

    desk.policy_file("pbx.poll_seconds = 60");
    config.reload();

    assert_eq!(config.unreadable(), None);
    assert_eq!(in_force(&config).pbx.poll_seconds, 60);
}

#[test]
fn a_policy_changed_while_ringlog_runs_holds_when_it_is_read_again() {
    let desk = Desk::new("");
    let mut config = desk.under(desk.policy_file("pbx.poll_seconds = 60"));
    desk.policy_file("pbx.poll_seconds = 90");
    config.reload();
    assert_eq!(in_force(&config).pbx.poll_seconds, 90);
    fs::remove_file(desk.place("policy.toml")).unwrap();
    config.reload();
    assert_eq!(in_force(&config).pbx.poll_seconds, 70);
}

#[test]
fn a_policy_that_no_longer_can_be_read_stays_in_force() {
    let desk = Desk::new("");
    let mut config = desk.under(desk.policy_file("pbx.poll_seconds = 60"));
    desk.policy_file("pbx.poll_seconds = ");
    config.reload();
    assert_eq!(in_force(&config).pbx.poll_seconds, 60);
    assert_eq!(config.unreadable(), None);
    insta::assert_snapshot!(sentences(&config.warnings(), desk.directory.path()), @"policy.toml, line 1: this is not TOML (string values must be quoted, expected literal string). The policy read before stays in force.");
}

#[test]
fn managed_preferences_of_the_person_and_of_the_computer_are_one_policy() {
    let desk = Desk::new("");
    let person = desk.property_list("person.plist", &[("pbx.poll_seconds", 60.into())]);
    let computer = desk.property_list(
        "computer.plist",
        &[
            ("pbx.poll_seconds", 80.into()),
            ("rules.known_numbers_only", true.into()),
            ("pbx.extension", "40".into()),
            (
                "rules.never_log",
                Value::Array(vec!["+4420".into(), 900.into()]),
            ),
            ("PayloadUUID", "83c9f6e8-ef4b-4974-b83b-b2e7fe79b75c".into()),
            ("_manualProfile", true.into()),
        ],
    );
    let paths = vec![person, desk.place("missing.plist"), computer];
    let config = desk.under(PolicyStore::PropertyLists(paths));

    assert_eq!(sentences(&config.warnings(), desk.directory.path()), "");
    let effective = config.effective(&Fallbacks::default());
    assert_eq!(effective.problems, []);
    assert_eq!(effective.settings.pbx.poll_seconds, 60);
    assert_eq!(effective.settings.pbx.extension.as_deref(), Some("40"));
    assert!(effective.settings.rules.known_numbers_only);
    assert_eq!(effective.settings.rules.never_log.len(), 2);
    assert!(effective.is_locked(Key::NeverLog));
}

#[test]
fn what_is_no_setting_among_managed_preferences_is_told_by_name_only() {
    let desk = Desk::new("");
    let path = desk.property_list(
        "wrong.plist",
        &[
            ("pbx.password", "hunter2".into()),
            ("pbx.poll_seconds", 1.5.into()),
            ("rules.log_queue_missed", 2.into()),
        ],
    );
    let config = desk.under(PolicyStore::PropertyLists(vec![path]));
    let problems = config.effective(&Fallbacks::default()).problems;
    let problems = problems.iter().map(|problem| problem.phrase());
    let told: Vec<Phrase> = config.warnings().into_iter().chain(problems).collect();
    insta::assert_snapshot!(sentences(&told, desk.directory.path()), @"
    wrong.plist: pbx.password is not a setting of Ringlog; it is kept and not used.
    wrong.plist: pbx.poll_seconds must be a whole number from 5 to 3600, not a number with a fraction.
    wrong.plist: rules.log_queue_missed must be true or false, not 2.
");
}

#[test]
fn a_list_of_properties_that_is_none_is_told_and_holds_everything_back() {
    let desk = Desk::new("");
    let path = desk.place("broken.plist");
    fs::write(&path, "<plist><array/></plist>").unwrap();
    let config = desk.under(PolicyStore::PropertyLists(vec![path]));
    assert_eq!(config.unreadable().unwrap().origin, Origin::Policy);
    insta::assert_snapshot!(sentences(&config.warnings(), desk.directory.path()), @"broken.plist is no property list of settings: it is no dictionary. The managed policy is not in force.");
}

#[test]
fn a_list_of_properties_without_a_bottom_is_told_and_ends_nothing() {
    const LEVELS: usize = 36_000;
    let desk = Desk::new("");
    let path = desk.place("deep.plist");
    let list = format!(
        "<plist>{}<dict/>{}</plist>",
        "<dict><key>a</key>".repeat(LEVELS),
        "</dict>".repeat(LEVELS)
    );
    fs::write(&path, list).unwrap();

    let config = desk.under(PolicyStore::PropertyLists(vec![path]));

    let told = sentences(&config.warnings(), desk.directory.path());
    assert!(told.contains("more than 32 levels deep"), "{told}");
}

#[test]
fn managed_preferences_are_those_of_the_app_s_own_identifier() {
    let conf = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tauri.conf.json");
    let conf: serde_json::Value = serde_json::from_str(&fs::read_to_string(conf).unwrap()).unwrap();
    let file = format!("{}.plist", conf["identifier"].as_str().unwrap());
    let directory = Path::new("/Library/Managed Preferences");
    assert_eq!(
        property_list::places(Some("jane")),
        [directory.join("jane").join(&file), directory.join(&file)]
    );
    for no_name in [None, Some(""), Some("../jane"), Some("..")] {
        assert_eq!(property_list::places(no_name), [directory.join(&file)]);
    }
}

/// A place that may be caught half written, as the registry is.
fn doubtful(settings: &[(&str, i64)]) -> Result<Found, Phrase> {
    let values = settings.iter().map(|(name, value)| {
        let raw = ringlog_core::settings::raw::Raw::Integer(*value);
        ((*name).to_owned(), raw)
    });
    let (layer, warnings) = ringlog_core::settings::policy::layer(values, &Phrase::verbatim("x"));
    let doubt = Some(Phrase::new("settings-policy-gone").with("path", "x"));
    Ok(Found {
        layer,
        warnings,
        doubt,
    })
}

#[test]
fn a_policy_caught_while_windows_renews_it_sets_nothing_free() {
    let full = [("pbx.poll_seconds", 60), ("rules.minimum_seconds", 5)];
    let mut reading = Reading::new(crate::config::of_the_policy(), doubtful(&full));
    reading.take(doubtful(&full[..1]));
    assert_eq!(reading.layer().len(), 2);
    insta::assert_snapshot!(sentences(reading.warnings(), Path::new("/")), @"x no longer sets everything it set: if its policy is not just being renewed, that holds from the next look. The policy read before stays in force.");
    reading.take(doubtful(&full));
    assert_eq!(reading.layer().len(), 2);
    assert!(reading.warnings().is_empty());

    reading.take(doubtful(&full[..1]));
    reading.take(doubtful(&full[..1]));
    assert_eq!(reading.layer().len(), 1);
    assert!(reading.warnings().is_empty());
}

proptest! {
    #[test]
    fn no_bytes_in_the_place_of_managed_preferences_panic(bytes in any::<Vec<u8>>(), is_binary in any::<bool>()) {
        let desk = Desk::new("");
        let head: &[u8] = if is_binary { b"bplist00" } else { b"<plist>" };
        let path = desk.place("any.plist");
        fs::write(&path, [head, &bytes].concat()).unwrap();
        let config = desk.under(PolicyStore::PropertyLists(vec![path]));
        prop_assert!(config.unreadable().is_some() || config.warnings().len() <= 1);
    }
}
