use std::path::PathBuf;

use super::*;
use proptest::prelude::*;
use ringlog_core::settings::layers::Origin;
use ringlog_core::settings::show::show;

struct Desk {
    directory: tempfile::TempDir,
}

impl Desk {
    fn new(text: &str) -> Self {
        let desk = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        std::fs::write(desk.path(), text).unwrap();
        desk
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("settings.toml")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    fn config(&self) -> Config {
        Config::open(&self.path(), [], PolicyStore::None)
    }

    fn sentences(&self, config: &Config) -> Vec<String> {
        let directory = format!(
            "{}{}",
            self.directory.path().display(),
            std::path::MAIN_SEPARATOR
        );
        let effective = config.effective(&Fallbacks::default());
        let problems = effective.problems.iter().map(ToString::to_string);
        let warnings = config.warnings().into_iter();
        let all = warnings.map(|warning| warning.to_string()).chain(problems);
        all.map(|sentence| sentence.replace(&directory, ""))
            .collect()
    }
}

const FILE: &str = "\
# Ours.
[pbx] # the old one
url = \"https://pbx.example.com\" # Ask Jane.
# Every half minute is enough.
poll_seconds = 40
passwort = 1

[rules]
never_log = [
    \"+44\", # London
    \"0900\",
]

# The end.
";

#[test]
fn a_change_leaves_everything_else_as_a_person_wrote_it() {
    let desk = Desk::new(FILE);
    let mut config = desk.config();
    config.set("pbx.url", "https://new.example.com/x").unwrap();
    config.set("pbx.extension", "40").unwrap();
    config.set("microsoft.tenant", "contoso.com").unwrap();
    config.unset("pbx.poll_seconds").unwrap();
    insta::assert_snapshot!(desk.text(), @r#"
    # Ours.
    [pbx] # the old one
    url = "https://new.example.com" # Ask Jane.
    # Every half minute is enough.
    passwort = 1
    extension = "40"

    [rules]
    never_log = [
        "+44", # London
        "0900",
    ]

    [microsoft]
    tenant = "contoso.com"

    # The end.
    "#);
}

#[test]
fn removing_a_setting_leaves_its_comments() {
    let desk = Desk::new(FILE);
    let mut config = desk.config();
    for key in Key::ALL {
        config.unset(key.name()).unwrap();
    }
    insta::assert_snapshot!(desk.text(), @r#"
    # Ours.
    [pbx] # the old one
    # Ask Jane.
    # Every half minute is enough.
    passwort = 1

    [rules]

    # The end.
    "#);
}

#[test]
fn the_default_is_kept_by_not_being_there() {
    let desk = Desk::new(FILE);
    desk.config().set("pbx.poll_seconds", "30").unwrap();
    desk.config().set("rules.never_log", "[]").unwrap();
    assert!(!desk.text().contains("poll_seconds"));
    assert!(!desk.text().contains("never_log"));
}

#[test]
fn windows_line_ends_and_byte_order_marks_are_kept() {
    let desk = Desk::new(&format!("\u{feff}{}", FILE.replace('\n', "\r\n")));
    let mut config = desk.config();
    config.set("pbx.poll_seconds", "50").unwrap();
    config.set("notifications.logged", "off").unwrap();
    config.unset("pbx.url").unwrap();
    let text = desk.text();
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(
        desk.config()
            .effective(&Fallbacks::default())
            .settings
            .pbx
            .poll_seconds,
        50
    );
}

#[test]
fn dotted_and_inline_tables_are_changed_in_place() {
    let desk = Desk::new(
        "pbx.url = \"https://a.example\"\npbx.extension = \"4\"\nrules = { minimum_seconds = 5, log_queue_missed = true }\n",
    );
    let mut config = desk.config();
    config.set("pbx.extension", "41").unwrap();
    config.set("pbx.poll_seconds", "50").unwrap();
    config.unset("pbx.url").unwrap();
    config.unset("rules.minimum_seconds").unwrap();
    config.set("rules.unknown_number", "ask").unwrap();
    insta::assert_snapshot!(desk.text(), @r#"
    pbx.extension = "41"
    pbx.poll_seconds = 50
    rules = { log_queue_missed = true , unknown_number = "ask" }
    "#);
}

#[test]
fn wrong_values_and_unknown_names_are_told_with_their_lines_and_stop_nothing_else() {
    let desk = Desk::new(
        "colour = 1\n[pbx]\nurl = 4\npoll_seconds = 2\nextension = \"40\"\npasswort = \"hunter2\"\n[rules]\nnever_log = [\"+44\", 900, \"x\"]\nmatch_entities = [1.5]\n[rules.match_columns]\nx = 1\n[[extra]]\n",
    );
    let config = desk.config();
    let effective = config.effective(&Fallbacks::default());
    assert_eq!(effective.settings.pbx.extension.as_deref(), Some("40"));
    assert_eq!(effective.settings.rules.never_log.len(), 2);
    insta::assert_snapshot!(desk.sentences(&config).join("\n"), @r#"
    settings.toml, line 1: colour is not a setting of Ringlog; it is kept and not used.
    settings.toml, line 6: pbx.passwort is not a setting of Ringlog; it is kept and not used.
    settings.toml, line 12: extra is not a setting of Ringlog; it is kept and not used.
    settings.toml, line 3: pbx.url must be the https address of the PBX without user name and password, for example https://pbx.example.com, not 4.
    settings.toml, line 4: pbx.poll_seconds must be a whole number from 5 to 3600, not 2.
    settings.toml, line 8: rules.never_log must be a list of numbers or beginnings of numbers in digits, with or without a plus before them, for example +442079460, not what stands in place 3 of the list. Those entries that are allowed are used.
    settings.toml, line 9: rules.match_entities must be a list of contact, account or lead, with at least one of them, not a list of something else.
    settings.toml, line 10: rules.match_columns must be a list of 1 to 20 phone columns of Dynamics: mobilephone, telephone1, telephone2, telephone3, business2, home2, company, callback, assistantphone, managerphone, fax, pager, or address1_telephone1 to address3_telephone3, not a table.
    "#);
}

#[test]
fn a_file_that_is_no_toml_is_told_with_its_line_and_never_overwritten() {
    let text = "[pbx]\nextension = \"40\"\nurl = hunter2\n";
    let desk = Desk::new(text);
    let mut config = desk.config();
    assert_eq!(
        config.effective(&Fallbacks::default()).settings,
        Settings::default()
    );
    insta::assert_snapshot!(desk.sentences(&config).join("\n"), @"settings.toml, line 3: this is not TOML (string values must be quoted, expected literal string). None of its settings are used.");
    let refused = config.set("pbx.extension", "41").unwrap_err();
    assert!(matches!(
        refused,
        ConfigError::File(FileProblem::NotToml { line: 3, .. })
    ));
    assert_eq!(desk.text(), text);
}

/// The extension in force.
fn extension(config: &Config) -> Option<String> {
    config
        .effective(&Fallbacks::default())
        .settings
        .pbx
        .extension
}

#[test]
fn a_file_that_no_longer_can_be_read_leaves_the_settings_read_before_in_force() {
    let desk = Desk::new("[pbx]\nextension = \"40\"\n");
    let mut config = desk.config();
    for spoilt in [&b"[pbx]\nextension = \"41\"\nurl = \n"[..], &[0xff, 0xfe]] {
        std::fs::write(desk.path(), spoilt).unwrap();
        config.reload();
        assert_eq!(extension(&config).as_deref(), Some("40"));
        assert_eq!(config.unreadable(), None);
        let warnings = desk.sentences(&config);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].ends_with("The settings read before stay in force."));
    }
    std::fs::write(desk.path(), "[pbx]\nextension = \"42\"\n").unwrap();
    config.reload();
    assert_eq!(extension(&config).as_deref(), Some("42"));
    assert!(config.warnings().is_empty());
}

#[test]
fn a_file_that_never_could_be_read_is_told_until_it_can_be() {
    let desk = Desk::new("[pbx]\nextension = \n");
    let mut config = desk.config();
    let sentence = config.unreadable().unwrap().sentence.to_string();
    assert!(sentence.contains("settings.toml, line 2"), "{sentence}");
    assert_eq!(in_english(&config.warnings()), sentence);
    std::fs::write(desk.path(), "[pbx]\nextension =").unwrap();
    config.reload();
    assert!(config.unreadable().is_some());
    std::fs::write(desk.path(), "[pbx]\nextension = \"40\"\n").unwrap();
    config.reload();
    assert_eq!(config.unreadable(), None);
    assert_eq!(extension(&config).as_deref(), Some("40"));
}

#[test]
fn a_setting_changed_in_a_file_that_was_repaired_meanwhile_makes_it_readable() {
    let desk = Desk::new("[pbx]\nextension = \n");
    let mut config = desk.config();
    std::fs::write(desk.path(), "").unwrap();
    config.set("pbx.extension", "40").unwrap();
    assert_eq!(config.unreadable(), None);
    std::fs::write(desk.path(), "[").unwrap();
    config.reload();
    assert_eq!(extension(&config).as_deref(), Some("40"));
}

#[test]
fn a_file_that_is_not_there_is_readable() {
    let desk = Desk::new("");
    std::fs::remove_file(desk.path()).unwrap();
    assert_eq!(desk.config().unreadable(), None);
}

#[test]
fn a_file_caught_while_it_is_saved_takes_no_setting_away() {
    let desk = Desk::new("[pbx]\nextension = \"40\"\n");
    let mut config = desk.config();
    std::fs::write(desk.path(), "").unwrap();
    config.reload();
    assert_eq!(extension(&config).as_deref(), Some("40"));
    insta::assert_snapshot!(desk.sentences(&config).join("\n"), @"settings.toml is empty: if nobody is just saving it, restore it or remove it. The settings read before stay in force.");
    std::fs::write(desk.path(), "[pbx]\nextension = \"41\"\n").unwrap();
    config.reload();
    assert_eq!(extension(&config).as_deref(), Some("41"));
    assert!(config.warnings().is_empty());
    std::fs::write(desk.path(), "").unwrap();
    config.reload();
    config.reload();
    assert_eq!(extension(&config), None);
    assert!(config.warnings().is_empty());
}

#[test]
fn a_file_without_settings_or_that_was_removed_is_believed_at_once() {
    let desk = Desk::new("[pbx]\nextension = \"40\"\n");
    let mut config = desk.config();
    std::fs::write(desk.path(), "# Nothing.\n").unwrap();
    config.reload();
    assert_eq!(extension(&config), None);
    std::fs::write(desk.path(), "[pbx]\nextension = \"40\"\n").unwrap();
    config.reload();
    std::fs::remove_file(desk.path()).unwrap();
    config.reload();
    assert_eq!(extension(&config), None);
}

#[test]
fn a_setting_whose_place_is_taken_is_refused() {
    let desk = Desk::new("pbx = 3\n[rules.never_log]\nx = 1\n");
    let mut config = desk.config();
    let refused = config.set("pbx.extension", "40").unwrap_err();
    assert!(matches!(refused, ConfigError::InTheWay { .. }));
    let refused = config.set("rules.never_log", "+44").unwrap_err();
    assert!(matches!(refused, ConfigError::InTheWay { .. }));
    assert_eq!(desk.text(), "pbx = 3\n[rules.never_log]\nx = 1\n");
}

#[test]
fn a_value_or_name_that_is_not_allowed_is_refused_and_writes_nothing() {
    let desk = Desk::new(FILE);
    let mut config = desk.config();
    let refused = config.set("pbx.poll_seconds", "2").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "pbx.poll_seconds must be a whole number from 5 to 3600, not 2."
    );
    assert!(matches!(
        config.set("pbx.password", "x"),
        Err(ConfigError::UnknownKey(_))
    ));
    assert!(matches!(
        config.unset("pbx.password"),
        Err(ConfigError::UnknownKey(_))
    ));
    assert_eq!(desk.text(), FILE);
}

#[test]
fn an_edit_made_meanwhile_is_kept() {
    let desk = Desk::new("");
    let mut config = desk.config();
    std::fs::write(desk.path(), "[pbx]\nextension = \"40\"\n").unwrap();
    config.set("pbx.poll_seconds", "50").unwrap();
    assert_eq!(
        desk.text(),
        "[pbx]\nextension = \"40\"\npoll_seconds = 50\n"
    );
}

#[test]
fn settings_that_cannot_be_written_are_refused_and_not_in_force() {
    let directory = tempfile::tempdir().unwrap();
    let mut config = Config::open(
        &directory.path().join("missing").join("settings.toml"),
        [],
        PolicyStore::None,
    );
    let refused = config.set("pbx.poll_seconds", "50").unwrap_err();
    assert!(matches!(refused, ConfigError::NotWritten { .. }));
    assert_eq!(
        config.effective(&Fallbacks::default()).settings,
        Settings::default()
    );
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owner_s_alone_and_a_link_to_it_stays_a_link() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new("");
    let link = desk.directory.path().join("link.toml");
    std::os::unix::fs::symlink(desk.path(), &link).unwrap();
    let mut config = Config::open(&link, [], PolicyStore::None);
    config.set("pbx.extension", "40").unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    let mode = std::fs::metadata(desk.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(desk.directory.path()).unwrap().count(), 2);
}

#[test]
fn what_was_set_is_shown_as_it_is_kept() {
    let desk = Desk::new("");
    for (name, text) in [
        ("dynamics.attribution_email", "o'neil@example.com"),
        (
            "microsoft.client_id",
            "00001111-AAAA-2222-bbbb-3333cccc4444",
        ),
        ("microsoft.authority", "https://login.microsoftonline.us/"),
        ("pbx.url", "https://pbx.example.com/portal"),
        ("pbx.extension", "040"),
        ("pbx.look_back_hours", "48"),
        ("numbers.region", "nz"),
        ("numbers.own", "+64 9 985, 0900"),
        ("rules.log_queue_missed", "true"),
        ("rules.log_service_numbers", "true"),
        (
            "rules.working_hours",
            "mon-fri 08:00-18:00, Sat 09:00-12:00",
        ),
        ("rules.known_numbers_only", "true"),
        ("rules.match_entities", "[\"contact\", \"lead\"]"),
        ("notifications.quiet_hours", "18:00-08:00"),
    ] {
        let kept = desk.config().set(name, text).unwrap();
        let effective = desk.config().effective(&Fallbacks::default());
        let view = show(&effective, &desk.config().warnings());
        let shown = view
            .settings
            .iter()
            .find(|setting| setting.key.name() == name)
            .unwrap();
        assert_eq!(
            (shown.value.as_ref(), shown.origin),
            (Some(&kept), Origin::File),
            "{name}"
        );
        assert!(view.problems.is_empty(), "{name}");
    }
}

fn any_lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("[pbx]".to_owned()),
        Just("[rules]".to_owned()),
        Just("# a comment".to_owned()),
        Just("poll_seconds = 40 # here".to_owned()),
        Just("extension = \"40\"".to_owned()),
        Just("pbx.extension = '40'".to_owned()),
        Just("never_log = [\n\"+44\" # x\n]".to_owned()),
        Just("pbx = { url = \"https://a.example\", poll_seconds = 7 }".to_owned()),
        "[ -~\r]{0,12}",
    ];
    proptest::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn any_text_for_any_key_is_kept_as_it_reads_back_or_refused(
        key in proptest::sample::select(Key::ALL),
        text in prop_oneof![any::<String>(), "[!-~é]{1,9}@[a-z]{1,5}", "[+0-9, ]{1,12}"],
    ) {
        let desk = Desk::new(FILE);
        match desk.config().set(key.name(), &text) {
            Ok(kept) => {
                let effective = desk.config().effective(&Fallbacks::default());
                prop_assert_eq!(effective.settings.get(key), Some(kept));
            }
            Err(_) => prop_assert_eq!(desk.text(), FILE),
        }
    }

    #[test]
    fn any_bytes_are_read_and_never_changed_by_reading(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let desk = Desk::new("");
        std::fs::write(desk.path(), &bytes).unwrap();
        let config = desk.config();
        let _ = config.effective(&Fallbacks::default());
        prop_assert_eq!(std::fs::read(desk.path()).unwrap(), bytes);
    }

    #[test]
    fn a_change_of_any_file_does_just_that_or_nothing(text in any_lines(), crlf in any::<bool>()) {
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let desk = Desk::new(&text);
        let mut config = desk.config();
        let before = config.file.layer().clone();
        let without = |mut layer: Layer| {
            layer.remove(&Key::PollSeconds);
            layer.into_iter().map(|(key, written)| (key, written.raw)).collect::<Vec<_>>()
        };
        match config.set("pbx.poll_seconds", "50") {
            Ok(_) => {
                let mut after = desk.config();
                prop_assert_eq!(after.effective(&Fallbacks::default()).settings.pbx.poll_seconds, 50);
                prop_assert_eq!(without(after.file.layer().clone()), without(before.clone()));
                prop_assert_eq!(desk.text().matches('#').count(), text.matches('#').count());
                after.unset("pbx.poll_seconds").unwrap();
                prop_assert!(!after.file.layer().contains_key(&Key::PollSeconds));
                prop_assert_eq!(without(after.file.layer().clone()), without(before));
                prop_assert_eq!(desk.text().matches('#').count(), text.matches('#').count());
            }
            Err(_) => prop_assert_eq!(desk.text(), text),
        }
    }
}

fn in_english(warnings: &[Phrase]) -> String {
    warnings.iter().map(ToString::to_string).collect()
}
