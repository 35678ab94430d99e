//! The policies of Windows: `SOFTWARE\Policies\Ringlog` of the computer and of the person.
//!
//! A person cannot change what stands there, and what a policy no longer sets is gone from there (Microsoft, "Fixing
//! Administrative Template policy setting problems").

use ringlog_core::phrase::Phrase;
use ringlog_core::settings::key::Key as Setting;
use ringlog_core::settings::policy::layer;
use ringlog_core::settings::raw::{Raw, shown};
use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE, Type, Value};

use super::combined;
use crate::config::reading::Found;

/// `HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND)`.
const NOT_FOUND: u32 = 0x8007_0002;

/// A key of the registry.
pub(super) struct Place<'a> {
    root: &'static Key,
    root_name: &'static str,
    path: &'a str,
}

/// The computer's wins over the person's, as with every policy of Windows.
pub(super) const PLACES: [Place<'static>; 2] = [
    Place {
        root: LOCAL_MACHINE,
        root_name: "HKEY_LOCAL_MACHINE",
        path: r"SOFTWARE\Policies\Ringlog",
    },
    Place {
        root: CURRENT_USER,
        root_name: "HKEY_CURRENT_USER",
        path: r"SOFTWARE\Policies\Ringlog",
    },
];

/// What these keys set together; a missing one sets nothing.
pub(super) fn read(places: &[Place<'_>]) -> Result<Found, Phrase> {
    combined(places.iter().map(read_one))
}

fn read_one(place: &Place<'_>) -> Result<Found, Phrase> {
    let name = format!(r"{}\{}", place.root_name, place.path);
    let key = match place.root.open(place.path) {
        Ok(key) => key,
        Err(error) if error.code().0.cast_unsigned() == NOT_FOUND => return Ok(gone(&name)),
        Err(error) => return Err(unreadable(&name, &error)),
    };
    let mut values = Vec::new();
    for setting in Setting::ALL {
        match key.get_value(setting.name()) {
            Ok(value) => values.push((setting.name().to_owned(), raw(value))),
            Err(error) if error.code().0.cast_unsigned() == NOT_FOUND => {}
            Err(error) => return Err(unreadable(&name, &error)),
        }
    }
    // The key's own value has no name.
    let others = key
        .values()
        .map_err(|error| unreadable(&name, &error))?
        .filter(|(name, _)| !name.is_empty() && Setting::named(&name.to_ascii_lowercase()).is_err())
        .map(|(name, value)| (name, raw(value)));
    let (layer, warnings) = layer(
        values.into_iter().chain(others),
        &Phrase::verbatim(name.clone()),
    );
    Ok(Found {
        layer,
        warnings,
        ..gone(&name)
    })
}

/// A key that is not there, or no longer: Group Policy removes what it set before it sets it anew.
fn gone(name: &str) -> Found {
    Found {
        doubt: Some(Phrase::new("settings-policy-gone").with("path", name)),
        ..Found::default()
    }
}

fn unreadable(name: &str, error: &dyn std::fmt::Display) -> Phrase {
    Phrase::new("settings-file-unreadable")
        .with("path", name)
        .with("detail", shown(error.to_string().trim()))
}

fn raw(value: Value) -> Raw {
    match value.ty() {
        Type::U32 | Type::U64 => u64::try_from(value)
            .ok()
            .and_then(|number| i64::try_from(number).ok())
            .map_or(Raw::Other("a number that is too large"), Raw::Integer),
        Type::String | Type::ExpandString => {
            String::try_from(value).map_or(Raw::Other("a text that is not Unicode"), Raw::Text)
        }
        Type::MultiString => Vec::<String>::try_from(value).map_or(
            Raw::Other("a list that is not Unicode"),
            // Each text ends with a zero, and the list with one more.
            |texts| Raw::Texts(texts.into_iter().filter(|text| !text.is_empty()).collect()),
        ),
        Type::Bytes | Type::Other(_) => Raw::Other("data"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key of the test's own, removed at its end.
    struct Scratch(String);

    impl Scratch {
        fn new(name: &str) -> (Self, Key) {
            let path = format!(r"Software\Ringlog tests\{}-{name}", std::process::id());
            let key = CURRENT_USER.create(&path).unwrap();
            (Self(path), key)
        }

        fn place(&self) -> Place<'_> {
            Place {
                root: CURRENT_USER,
                root_name: "HKEY_CURRENT_USER",
                path: &self.0,
            }
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            CURRENT_USER.remove_tree(&self.0).unwrap();
        }
    }

    #[test]
    fn values_of_every_type_the_template_writes_are_read_from_the_registry() {
        let (scratch, key) = Scratch::new("types");
        key.set_string("pbx.url", "https://pbx.example.com")
            .unwrap();
        key.set_u32("pbx.poll_seconds", 60).unwrap();
        key.set_u32("rules.log_queue_missed", 1).unwrap();
        key.set_multi_string("rules.never_log", &["+4420", "0900"])
            .unwrap();
        key.set_bytes("pbx.extension", Type::Bytes, &[1, 2])
            .unwrap();
        key.set_string("", "the key's own").unwrap();
        key.set_string("pbx.password", "hunter2").unwrap();

        let found = read(&[scratch.place()]).unwrap();

        let raw = |setting| found.layer.get(&setting).map(|written| written.raw.clone());
        assert_eq!(
            raw(Setting::PbxUrl),
            Some(Raw::Text("https://pbx.example.com".to_owned()))
        );
        assert_eq!(raw(Setting::PollSeconds), Some(Raw::Integer(60)));
        assert_eq!(raw(Setting::LogQueueMissed), Some(Raw::Bool(true)));
        assert_eq!(
            raw(Setting::NeverLog),
            Some(Raw::Texts(vec!["+4420".to_owned(), "0900".to_owned()]))
        );
        assert_eq!(raw(Setting::Extension), Some(Raw::Other("data")));
        assert_eq!(found.warnings.len(), 1);
        let warning = found.warnings[0].to_string();
        assert!(warning.contains("pbx.password") && !warning.contains("hunter2"));
    }

    #[test]
    fn the_computer_s_policy_wins_over_the_person_s_and_a_missing_key_sets_nothing() {
        let (computer, key) = Scratch::new("computer");
        key.set_u32("pbx.poll_seconds", 60).unwrap();
        let (person, key) = Scratch::new("person");
        key.set_u32("pbx.poll_seconds", 70).unwrap();
        key.set_u32("pbx.look_back_hours", 1).unwrap();
        let missing = Place {
            root: CURRENT_USER,
            root_name: "HKEY_CURRENT_USER",
            path: r"Software\Ringlog tests\missing",
        };

        let found = read(&[computer.place(), person.place(), missing]).unwrap();

        let raw = |setting| found.layer.get(&setting).map(|written| written.raw.clone());
        assert_eq!(raw(Setting::PollSeconds), Some(Raw::Integer(60)));
        assert_eq!(raw(Setting::LookBackHours), Some(Raw::Integer(1)));
    }
}
