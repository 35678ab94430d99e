//! Where settings come from and which of several origins wins: default, file, environment, policy.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::Settings;
use super::key::Key;
use super::raw::{Raw, SettingProblem};
use crate::phone::DialPlan;
use crate::phrase::Phrase;

/// Where a value comes from; a later one wins over an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// `settings.toml`.
    File,
    /// An environment variable.
    Environment,
    /// The managed policy, which also locks it.
    Policy,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Environment => "environment",
            Self::Policy => "policy",
        })
    }
}

/// A value and the place it was written at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The value, not checked yet.
    pub raw: Raw,
    /// For people: `settings.toml, line 7`.
    pub place: Phrase,
}

/// Everything one origin sets.
pub type Layer = BTreeMap<Key, Written>;

/// What stands in for settings nobody set; each is used only if it is allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fallbacks {
    /// The application id a distributor compiled in.
    pub client_id: Option<String>,
    /// The country calling code the PBX told, for example `64`.
    pub country_code: Option<String>,
    /// The computer's locale, for example `de-DE`.
    pub locale: Option<String>,
}

/// Who told the region that nobody set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegionSource {
    /// The PBX, by its country calling code.
    Pbx,
    /// The computer's locale.
    Locale,
}

impl RegionSource {
    /// Where the region comes from.
    #[must_use]
    pub fn phrase(self) -> Phrase {
        Phrase::new(match self {
            Self::Pbx => "region-from-pbx",
            Self::Locale => "region-from-locale",
        })
    }
}

/// A value that is not allowed, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MisplacedValue {
    /// Which origin.
    pub origin: Origin,
    /// For people: `settings.toml, line 7`.
    pub place: Phrase,
    /// What is wrong with it.
    pub problem: SettingProblem,
    /// It is a list that keeps calls out, and its other entries count.
    pub is_partly_used: bool,
}

impl MisplacedValue {
    /// What to say of it.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        let problem = Phrase::new("setting-problem-at")
            .with("place", self.place.clone())
            .with("problem", self.problem.phrase());
        if self.is_partly_used {
            problem.then(Phrase::new("setting-partly-used"))
        } else {
            problem
        }
    }
}

/// In English, as its phrase is.
impl fmt::Display for MisplacedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(f)
    }
}

impl std::error::Error for MisplacedValue {}

/// All origins but the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers {
    /// `settings.toml`.
    pub file: Layer,
    /// Environment variables.
    pub environment: Layer,
    /// The managed policy.
    pub policy: Layer,
}

/// The settings in force, and how each came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// The settings.
    pub settings: Settings,
    /// Values that were passed over, lowest origin first.
    pub problems: Vec<MisplacedValue>,
    /// Who told the region, if nobody set it.
    pub region_source: Option<RegionSource>,
    origins: BTreeMap<Key, Origin>,
}

impl Layers {
    /// The settings in force: of each key the highest allowed value; one that is not allowed is listed and passed over.
    #[must_use]
    pub fn merge(&self, fallbacks: &Fallbacks) -> Effective {
        let mut settings = Settings::default();
        let mut origins = BTreeMap::new();
        let mut problems = Vec::new();
        if let Some(id) = &fallbacks.client_id
            && let Err(problem) = settings.set(Key::ClientId, &Raw::Text(id.clone()))
        {
            problems.push(MisplacedValue {
                origin: Origin::Default,
                place: Phrase::new("place-built-in"),
                problem,
                is_partly_used: false,
            });
        }
        for (origin, layer) in [
            (Origin::File, &self.file),
            (Origin::Environment, &self.environment),
            (Origin::Policy, &self.policy),
        ] {
            for (key, written) in layer {
                match settings.set(*key, &written.raw) {
                    Ok(()) => {
                        origins.insert(*key, origin);
                    }
                    Err(problem) => {
                        let part = allowed_entries(*key, &written.raw);
                        let is_partly_used =
                            part.is_some_and(|part| settings.set(*key, &part).is_ok());
                        if is_partly_used {
                            origins.insert(*key, origin);
                        }
                        problems.push(MisplacedValue {
                            origin,
                            place: written.place.clone(),
                            problem,
                            is_partly_used,
                        });
                    }
                }
            }
        }
        let mut effective = Effective {
            settings,
            problems,
            region_source: None,
            origins,
        };
        effective.find_region(fallbacks);
        effective
    }
}

impl Effective {
    /// Where the value of a setting comes from.
    #[must_use]
    pub fn origin(&self, key: Key) -> Origin {
        self.origins.get(&key).copied().unwrap_or(Origin::Default)
    }

    /// Whether the managed policy sets it, so that nobody else can.
    #[must_use]
    pub fn is_locked(&self, key: Key) -> bool {
        self.origin(key) == Origin::Policy
    }

    /// The value of a setting as it acts, with those defaults that follow from other settings.
    #[must_use]
    pub fn value(&self, key: Key) -> Option<Raw> {
        let derived = match key {
            Key::Scope => self.settings.dynamics.scope(),
            Key::PbxTenant => self.settings.pbx.tenant(),
            Key::OrganizationUrl
            | Key::AttributionEmail
            | Key::ClientId
            | Key::MicrosoftTenant
            | Key::Authority
            | Key::PbxKind
            | Key::PbxUrl
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
            | Key::UnknownNumber
            | Key::MatchEntities
            | Key::MatchColumns
            | Key::AmbiguousWaitHours
            | Key::LoggedNotifications
            | Key::QuietHours
            | Key::StartWithSession
            | Key::AppLanguage => None,
        };
        self.settings.get(key).or(derived.map(Raw::Text))
    }

    fn find_region(&mut self, fallbacks: &Fallbacks) {
        if self.settings.region.is_some() {
            return;
        }
        let by_pbx = fallbacks
            .country_code
            .as_deref()
            .and_then(DialPlan::of_country_code)
            .map(|plan| (plan.region(), RegionSource::Pbx));
        let by_locale = || {
            let region = region_of_locale(fallbacks.locale.as_deref()?)?;
            Some((region, RegionSource::Locale))
        };
        if let Some((region, source)) = by_pbx.or_else(by_locale) {
            self.settings.region = Some(region);
            self.region_source = Some(source);
        }
    }
}

/// One mistyped entry must not undo a whole list that keeps calls out: those of the others would be logged.
fn allowed_entries(key: Key, raw: &Raw) -> Option<Raw> {
    let texts = match raw {
        Raw::Texts(texts) if matches!(key, Key::NeverLog | Key::OwnNumbers | Key::WorkingHours) => {
            texts
        }
        Raw::Texts(_) | Raw::Text(_) | Raw::Integer(_) | Raw::Bool(_) | Raw::Other(_) => {
            return None;
        }
    };
    let is_allowed = |text: &&String| {
        let alone = Raw::Texts(vec![(*text).clone()]);
        Settings::default().set(key, &alone).is_ok()
    };
    let allowed: Vec<String> = texts.iter().filter(is_allowed).cloned().collect();
    (!allowed.is_empty()).then_some(Raw::Texts(allowed))
}

/// The region of a locale as systems write it: `de-DE`, `en_GB.UTF-8`, `zh-Hant-TW`; `None` where it names none.
#[must_use]
pub fn region_of_locale(locale: &str) -> Option<String> {
    let bare = locale.split(['.', '@']).next()?;
    bare.split(['-', '_'])
        .skip(1)
        .filter(|part| part.len() == 2)
        .find_map(|part| DialPlan::new(part).ok())
        .map(|plan| plan.region())
}

/// Why a person's change of a setting is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Which setting.
    pub key: Key,
    /// Where the policy says so.
    pub place: Phrase,
}

impl Locked {
    /// What to say of it.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        Phrase::new("setting-locked")
            .with("key", self.key.name())
            .with("place", self.place.clone())
    }
}

/// In English, as its phrase is.
impl fmt::Display for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(f)
    }
}

impl std::error::Error for Locked {}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(entries: &[(Key, Raw)]) -> Layer {
        let written = |(key, raw): &(Key, Raw)| {
            let place = Phrase::verbatim(format!("{} here", key.name()));
            let raw = raw.clone();
            (*key, Written { raw, place })
        };
        entries.iter().map(written).collect()
    }

    #[test]
    fn the_policy_wins_over_the_environment_over_the_file_and_locks() {
        let poll = |seconds| layer(&[(Key::PollSeconds, Raw::Integer(seconds))]);
        let mut layers = Layers::default();
        let check = |layers: &Layers, seconds, origin| {
            let effective = layers.merge(&Fallbacks::default());
            assert_eq!(effective.settings.pbx.poll_seconds, seconds);
            assert_eq!(effective.origin(Key::PollSeconds), origin);
            assert_eq!(
                effective.is_locked(Key::PollSeconds),
                origin == Origin::Policy
            );
        };
        check(&layers, 30, Origin::Default);
        layers.file = poll(40);
        check(&layers, 40, Origin::File);
        layers.environment = poll(50);
        check(&layers, 50, Origin::Environment);
        layers.policy = poll(60);
        check(&layers, 60, Origin::Policy);
    }

    #[test]
    fn a_wrong_value_falls_back_one_origin_and_stops_nothing_else() {
        let layers = Layers {
            file: layer(&[
                (Key::Extension, Raw::Text("40".to_owned())),
                (Key::PollSeconds, Raw::Integer(45)),
            ]),
            environment: layer(&[(Key::PollSeconds, Raw::Integer(2))]),
            policy: layer(&[(Key::Region, Raw::Bool(true))]),
        };
        let effective = layers.merge(&Fallbacks::default());
        assert_eq!(effective.settings.pbx.extension.as_deref(), Some("40"));
        assert_eq!(effective.settings.pbx.poll_seconds, 45);
        assert_eq!(effective.origin(Key::PollSeconds), Origin::File);
        assert!(!effective.is_locked(Key::Region));
        let sentences: Vec<String> = effective.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            sentences,
            [
                "pbx.poll_seconds here: pbx.poll_seconds must be a whole number from 5 to 3600, not 2.",
                "numbers.region here: numbers.region must be the two letters of an ISO 3166 country, for example GB, not true.",
            ]
        );
    }

    #[test]
    fn a_mistyped_number_does_not_undo_the_never_log_list() {
        let texts = |texts: &[&str]| Raw::Texts(texts.iter().map(ToString::to_string).collect());
        let layers = Layers {
            file: layer(&[
                (Key::NeverLog, texts(&["+4420", "oops", "0900"])),
                (Key::MatchEntities, texts(&["lead", "oops"])),
            ]),
            ..Layers::default()
        };
        let effective = layers.merge(&Fallbacks::default());
        let kept = effective.settings.get(Key::NeverLog);
        assert_eq!(kept, Some(texts(&["+4420", "0900"])));
        assert_eq!(effective.origin(Key::NeverLog), Origin::File);
        assert_eq!(effective.origin(Key::MatchEntities), Origin::Default);
        assert_eq!(effective.problems.len(), 2);
    }

    #[test]
    fn a_region_nobody_set_comes_from_the_pbx_else_the_locale() {
        let check = |set: Option<&str>, code: Option<&str>, locale: Option<&str>, expected| {
            let layers = Layers {
                file: set.map_or_else(Layer::new, |region| {
                    layer(&[(Key::Region, Raw::Text(region.to_owned()))])
                }),
                ..Layers::default()
            };
            let effective = layers.merge(&Fallbacks {
                country_code: code.map(str::to_owned),
                locale: locale.map(str::to_owned),
                client_id: None,
            });
            let found = (
                effective.settings.region.as_deref(),
                effective.region_source,
            );
            assert_eq!(found, expected, "{set:?} {code:?} {locale:?}");
        };
        check(Some("GB"), Some("64"), Some("de-DE"), (Some("GB"), None));
        check(
            None,
            Some("64"),
            Some("de-DE"),
            (Some("NZ"), Some(RegionSource::Pbx)),
        );
        check(
            None,
            Some("x"),
            Some("de-DE"),
            (Some("DE"), Some(RegionSource::Locale)),
        );
        check(
            None,
            None,
            Some("en_GB.UTF-8"),
            (Some("GB"), Some(RegionSource::Locale)),
        );
        check(
            None,
            None,
            Some("zh-Hant-TW"),
            (Some("TW"), Some(RegionSource::Locale)),
        );
        check(None, None, Some("C.UTF-8"), (None, None));
        check(None, None, Some("de"), (None, None));
        check(None, None, None, (None, None));
    }

    #[test]
    fn a_compiled_in_client_id_is_a_default_that_the_file_replaces() {
        let id = "00001111-aaaa-2222-bbbb-3333cccc4444";
        let other = "99991111-aaaa-2222-bbbb-3333cccc4444";
        let fallbacks = Fallbacks {
            client_id: Some(id.to_owned()),
            ..Fallbacks::default()
        };
        let effective = Layers::default().merge(&fallbacks);
        assert_eq!(effective.settings.microsoft.client_id.as_deref(), Some(id));
        assert_eq!(effective.origin(Key::ClientId), Origin::Default);
        let wrong = Fallbacks {
            client_id: Some("x".to_owned()),
            ..Fallbacks::default()
        };
        assert_eq!(Layers::default().merge(&wrong).problems.len(), 1);
        let layers = Layers {
            file: layer(&[(Key::ClientId, Raw::Text(other.to_owned()))]),
            ..Layers::default()
        };
        let effective = layers.merge(&fallbacks);
        assert_eq!(
            effective.settings.microsoft.client_id.as_deref(),
            Some(other)
        );
    }
}
