//! Settings from environment variables: `RINGLOG_PBX__URL` for `pbx.url`.

use std::ffi::OsString;

use ringlog_core::phrase::Phrase;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::{Layer, Written};
use ringlog_core::settings::raw::{Raw, shown};

const PREFIX: &str = "RINGLOG_";
/// Parts of names that a person would give to a secret.
const SECRET_WORDS: [&str; 4] = ["PASSWORD", "PASSWD", "SECRET", "TOKEN"];

/// The settings among `variables`, and a warning for each `RINGLOG_*__*` that is none; an empty one is not set.
pub(super) fn read(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> (Layer, Vec<Phrase>) {
    let mut layer = Layer::new();
    let mut warnings = Vec::new();
    for (name, value) in variables {
        let Some(name) = setting_name(&name) else {
            continue;
        };
        let key = Key::ALL.iter().find(|key| key.environment_name() == name);
        let Some(key) = key.copied() else {
            warnings.push(unknown(&name));
            continue;
        };
        let Some(value) = value.to_str() else {
            warnings.push(Phrase::new("settings-variable-not-text").with("name", name));
            continue;
        };
        if value.trim().is_empty() {
            continue;
        }
        let raw = Raw::Text(value.to_owned()).in_shape_of(key);
        let place = Phrase::new("place-environment").with("name", name);
        layer.insert(key, Written { raw, place });
    }
    warnings.sort_by_cached_key(ToString::to_string);
    (layer, warnings)
}

/// The variable's name if it is meant for a setting; Windows does not tell upper from lower case.
fn setting_name(name: &OsString) -> Option<String> {
    let name = name.to_str()?;
    let name = if cfg!(windows) {
        name.to_ascii_uppercase()
    } else {
        name.to_owned()
    };
    let is_meant = name
        .strip_prefix(PREFIX)
        .is_some_and(|rest| rest.contains("__"));
    is_meant.then_some(name)
}

fn unknown(name: &str) -> Phrase {
    let upper = name.to_ascii_uppercase();
    let is_secret = SECRET_WORDS.iter().any(|word| upper.contains(word));
    Phrase::new(if is_secret {
        "settings-variable-secret"
    } else {
        "settings-variable-unknown"
    })
    .with("name", shown(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_pairs(pairs: &[(&str, &str)]) -> (Layer, Vec<Phrase>) {
        read(
            pairs
                .iter()
                .map(|(name, value)| (OsString::from(name), OsString::from(value))),
        )
    }

    #[test]
    fn every_setting_can_come_from_the_environment() {
        for key in Key::ALL {
            let (layer, warnings) = read_pairs(&[(&key.environment_name(), "x")]);
            assert_eq!(layer.keys().collect::<Vec<_>>(), [key]);
            assert!(warnings.is_empty(), "{key}");
        }
    }

    #[test]
    fn a_variable_that_is_no_setting_is_warned_about_without_its_value() {
        let (layer, warnings) = read_pairs(&[
            ("RINGLOG_PBX__PASSWORD", "hunter2"),
            ("RINGLOG_PBX__URI", "hunter2"),
            ("RINGLOG_PROFILE", "hunter2"),
            ("OTHER__PBX", "hunter2"),
            ("RINGLOG_PBX__URL", " "),
        ]);
        assert!(layer.is_empty());
        let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(warnings.join("\n"), @r#"
    The environment variable RINGLOG_PBX__PASSWORD is not used: secrets are kept in the keychain only, log in to the PBX to give its password.
    The environment variable RINGLOG_PBX__URI is not used: no setting has this name.
    "#);
    }

    #[test]
    fn a_value_of_the_wrong_shape_is_refused_with_the_name_of_the_variable() {
        let (environment, _) = read_pairs(&[("RINGLOG_PBX__POLL_SECONDS", "often")]);
        let layers = ringlog_core::settings::layers::Layers {
            environment,
            ..Default::default()
        };
        let effective = layers.merge(&Default::default());
        let problems: Vec<String> = effective.problems.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(problems.join("\n"), @r#"Environment variable RINGLOG_PBX__POLL_SECONDS: pbx.poll_seconds must be a whole number from 5 to 3600, not "often"."#);
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_no_text_is_warned_about() {
        use std::os::unix::ffi::OsStringExt;
        let (layer, warnings) = read([(
            OsString::from("RINGLOG_PBX__URL"),
            OsString::from_vec(vec![0xff]),
        )]);
        assert!(layer.is_empty());
        assert_eq!(warnings.len(), 1);
    }
}
