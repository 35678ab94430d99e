//! The managed policy where a system keeps it as named values with types of their own: the registry, property lists.

use super::key::Key;
use super::layers::{Layer, Written};
use super::raw::{Raw, shown};
use crate::phrase::Phrase;

/// The settings among `values`, which are named as in `settings.toml`, and a sentence for each name that is none.
///
/// `place` is where all of them are kept. Upper and lower case are one, as in the registry.
#[must_use]
pub fn layer(
    values: impl IntoIterator<Item = (String, Raw)>,
    place: &Phrase,
) -> (Layer, Vec<Phrase>) {
    let mut layer = Layer::new();
    let mut warnings = Vec::new();
    for (name, raw) in values {
        match Key::named(&name.to_ascii_lowercase()) {
            Ok(key) => {
                let raw = raw.in_shape_of(key);
                let place = place.clone();
                layer.insert(key, Written { raw, place });
            }
            Err(_) => warnings.push(
                Phrase::new("settings-file-unknown-name")
                    .with("place", place.clone())
                    .with("name", shown(&name)),
            ),
        }
    }
    (layer, warnings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::layers::{Fallbacks, Layers};

    fn check(values: &[(&str, Raw)], warned: &[&str]) -> crate::settings::layers::Effective {
        let values = values
            .iter()
            .map(|(name, raw)| ((*name).to_owned(), raw.clone()));
        let (policy, warnings) = layer(values, &Phrase::verbatim("there"));
        let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(warnings, warned);
        let layers = Layers {
            policy,
            ..Layers::default()
        };
        layers.merge(&Fallbacks::default())
    }

    #[test]
    fn what_a_store_without_booleans_and_lists_holds_is_what_was_meant() {
        let effective = check(
            &[
                ("rules.log_queue_missed", Raw::Integer(1)),
                ("app.start_with_session", Raw::Integer(0)),
                ("pbx.poll_seconds", Raw::Text("60".to_owned())),
                ("pbx.extension", Raw::Integer(40)),
                (
                    "rules.match_entities",
                    Raw::Text("contact, lead".to_owned()),
                ),
            ],
            &[],
        );
        assert_eq!(effective.problems, []);
        let settings = effective.settings;
        assert!(settings.rules.log_queue_missed);
        assert!(!settings.app.start_with_session);
        assert_eq!(settings.pbx.poll_seconds, 60);
        assert_eq!(settings.pbx.extension.as_deref(), Some("40"));
        assert_eq!(settings.rules.match_entities.len(), 2);
    }

    #[test]
    fn a_number_that_is_neither_yes_nor_no_is_refused_for_a_switch() {
        let effective = check(&[("rules.known_numbers_only", Raw::Integer(2))], &[]);
        assert_eq!(
            effective.problems[0].to_string(),
            "there: rules.known_numbers_only must be true or false, not 2."
        );
    }

    #[test]
    fn names_are_found_in_upper_and_lower_case_and_others_are_told_without_their_values() {
        let effective = check(
            &[
                ("PBX.Poll_Seconds", Raw::Integer(60)),
                ("pbx.password", Raw::Text("hunter2".to_owned())),
            ],
            &["there: pbx.password is not a setting of Ringlog; it is kept and not used."],
        );
        assert!(effective.is_locked(Key::PollSeconds));
    }
}
