//! The settings of a profile: read from their origins, changed in `settings.toml` without harm to what stands there.
//!
//! Nothing here holds a secret: passwords and tokens are in the keychain, and no key takes one.

mod environment;
mod file;
mod policy;
mod reading;

use std::ffi::OsString;
use std::fmt;
use std::path::Path;

use jiff::tz::TimeZone;
use ringlog_core::language::Locale;
use ringlog_core::phrase::Phrase;
use ringlog_core::settings::Settings;
use ringlog_core::settings::key::{Key, UnknownKey};
use ringlog_core::settings::layers::{Effective, Fallbacks, Layer, Layers, Locked, Origin};
use ringlog_core::settings::raw::{Raw, SettingProblem};

pub use self::file::FileProblem;
use self::file::SettingsFile;
pub use self::policy::PolicyStore;
use self::reading::{Found, Reading, Sentences};
use crate::problem::{Problem, ProblemCode};

/// The settings of one profile, by origin.
#[derive(Clone, Debug)]
pub struct Config {
    settings_file: SettingsFile,
    policy_store: PolicyStore,
    file: Reading,
    policy: Reading,
    environment: Layer,
    environment_warnings: Vec<Phrase>,
}

/// Settings that could not be read since they were opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Which: of the file or of the policy.
    pub origin: Origin,
    /// Why.
    pub sentence: Phrase,
}

/// Why a setting was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// No such setting.
    UnknownKey(UnknownKey),
    /// Not an allowed value.
    Invalid(SettingProblem),
    /// The managed policy sets it.
    Locked(Locked),
    /// The file as it stands cannot be read, so it is not written either.
    File(FileProblem),
    /// The file uses the setting's place for something else.
    InTheWay {
        /// Which setting.
        key: Key,
        /// Which file.
        path: String,
    },
    /// The new file could not be written; the old one is as it was.
    NotWritten {
        /// Which file.
        path: String,
        /// What the system said.
        detail: String,
    },
}

impl ConfigError {
    /// What to say of it.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::UnknownKey(unknown) => unknown.phrase(),
            Self::Invalid(problem) => problem.phrase(),
            Self::Locked(locked) => locked.phrase(),
            Self::File(problem) => problem
                .phrase()
                .then(Phrase::new("settings-file-nothing-changed")),
            Self::InTheWay { key, path } => Phrase::new("settings-file-in-the-way")
                .with("key", key.name())
                .with("path", path.clone()),
            Self::NotWritten { path, detail } => Phrase::new("settings-file-not-written")
                .with("path", path.clone())
                .with("detail", detail.clone()),
        }
    }
}

/// In English, as its phrase is.
impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(formatter)
    }
}

impl std::error::Error for ConfigError {}

impl From<UnknownKey> for ConfigError {
    fn from(unknown: UnknownKey) -> Self {
        Self::UnknownKey(unknown)
    }
}

impl From<SettingProblem> for ConfigError {
    fn from(problem: SettingProblem) -> Self {
        Self::Invalid(problem)
    }
}

impl From<Locked> for ConfigError {
    fn from(locked: Locked) -> Self {
        Self::Locked(locked)
    }
}

impl From<FileProblem> for ConfigError {
    fn from(problem: FileProblem) -> Self {
        Self::File(problem)
    }
}

impl Config {
    /// Reads every origin; what cannot be read is a warning and counts as not set.
    #[must_use]
    pub fn open(
        settings_file: &Path,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
        policy_store: PolicyStore,
    ) -> Self {
        let (environment, environment_warnings) = environment::read(environment);
        let mut settings_file = SettingsFile::at(settings_file);
        Self {
            file: Reading::new(of_the_file(), found(&mut settings_file)),
            settings_file,
            policy: Reading::new(of_the_policy(), policy_store.read()),
            policy_store,
            environment,
            environment_warnings,
        }
    }

    /// Reads `settings.toml` and the managed policy again; what cannot be read now takes nothing away.
    pub fn reload(&mut self) {
        self.file.take(found(&mut self.settings_file));
        self.policy.take(self.policy_store.read());
    }

    /// Why `settings.toml` or the policy could not be read since it was opened, `None` once both could.
    ///
    /// Nobody knows then what the person or the administrator wants: no call may be fetched or logged by settings
    /// nobody chose.
    #[must_use]
    pub fn unreadable(&self) -> Option<Unreadable> {
        [(Origin::Policy, &self.policy), (Origin::File, &self.file)]
            .into_iter()
            .find_map(|(origin, reading)| {
                let sentence = reading.never()?.clone();
                Some(Unreadable { origin, sentence })
            })
    }

    /// Says why nothing goes on by these settings, if they are not those anybody chose.
    ///
    /// # Errors
    /// When `settings.toml` or the policy could not be read since it was opened.
    pub fn require_readable(&self) -> Result<(), Problem> {
        match self.unreadable() {
            Some(Unreadable { sentence, .. }) => Err(Problem::new(ProblemCode::Settings, sentence)
                .with_hint(Phrase::new("settings-unreadable-next"))),
            None => Ok(()),
        }
    }

    /// The settings in force.
    #[must_use]
    pub fn effective(&self, fallbacks: &Fallbacks) -> Effective {
        let layers = Layers {
            file: self.file.layer().clone(),
            environment: self.environment.clone(),
            policy: self.policy.layer().clone(),
        };
        layers.merge(fallbacks)
    }

    /// What is wrong beyond single values: unknown names, a file that cannot be read.
    #[must_use]
    pub fn warnings(&self) -> Vec<Phrase> {
        [
            self.file.warnings(),
            &self.environment_warnings,
            self.policy.warnings(),
        ]
        .concat()
    }

    /// Changes a setting in `settings.toml` as a person wrote it, and gives the value as it is kept.
    ///
    /// # Errors
    /// When the name, the value or the file does not allow it, or a policy locks it; nothing is changed then.
    pub fn set(&mut self, name: &str, text: &str) -> Result<Raw, ConfigError> {
        let key = Key::named(name)?;
        let raw = Raw::from_text(key, text)?;
        self.set_value(key, &raw)
    }

    /// Changes a setting in `settings.toml`; the default is kept by not being there.
    ///
    /// # Errors
    /// As with [`Config::set`].
    pub fn set_value(&mut self, key: Key, raw: &Raw) -> Result<Raw, ConfigError> {
        self.check_unlocked(key)?;
        let mut settings = Settings::default();
        let default = settings.get(key);
        settings.set(key, raw)?;
        let kept = settings.get(key).unwrap_or_else(|| raw.clone());
        let change = (Some(&kept) != default.as_ref()).then_some(&kept);
        self.change(key, change)?;
        Ok(kept)
    }

    /// Removes a setting from `settings.toml`; one that is not there is removed already.
    ///
    /// # Errors
    /// When the name or the file does not allow it, or a policy locks it; nothing is changed then.
    pub fn unset(&mut self, name: &str) -> Result<(), ConfigError> {
        let key = Key::named(name)?;
        self.check_unlocked(key)?;
        self.change(key, None)
    }

    fn check_unlocked(&self, key: Key) -> Result<(), Locked> {
        let is_locked = self.effective(&Fallbacks::default()).is_locked(key);
        match self.policy.layer().get(&key) {
            Some(written) if is_locked => Err(Locked {
                key,
                place: written.place.clone(),
            }),
            Some(_) | None => Ok(()),
        }
    }

    /// The file is read again first, so that an edit made meanwhile is kept, and what would be written is read back
    /// before it replaces anything.
    fn change(&mut self, key: Key, value: Option<&Raw>) -> Result<(), ConfigError> {
        let path = self.settings_file.path();
        let in_the_way = || ConfigError::InTheWay {
            key,
            path: path.display().to_string(),
        };
        let old = file::read(path)?.unwrap_or_default();
        file::parse(&old, path)?;
        let new = match value {
            Some(value) => file::with(&old, key, value),
            None => file::without(&old, key),
        }
        .ok_or_else(in_the_way)?;
        let found = file::parse(&new, path).map_err(|_| in_the_way())?;
        if found.layer.get(&key).map(|written| &written.raw) != value {
            return Err(in_the_way());
        }
        if new != old {
            file::write(path, &new).map_err(|error| ConfigError::NotWritten {
                path: path.display().to_string(),
                detail: error.to_string(),
            })?;
        }
        self.file.take(Ok(found));
        Ok(())
    }
}

fn of_the_file() -> Sentences {
    Sentences {
        stays: Phrase::new("settings-file-stays"),
        none_used: Phrase::new("settings-file-none-used"),
    }
}

fn of_the_policy() -> Sentences {
    Sentences {
        stays: Phrase::new("settings-policy-stays"),
        none_used: Phrase::new("settings-policy-not-in-force"),
    }
}

fn found(settings_file: &mut SettingsFile) -> Result<Found, Phrase> {
    let found = settings_file.settings();
    found.map_err(|problem| problem.phrase())
}

/// What this program and this computer offer for settings nobody set; the country code is the PBX's, once it told.
#[must_use]
pub fn fallbacks(country_code: Option<String>) -> Fallbacks {
    Fallbacks {
        client_id: option_env!("RINGLOG_DEFAULT_CLIENT_ID")
            .filter(|id| !id.trim().is_empty())
            .map(str::to_owned),
        country_code,
        locale: sys_locale::get_locale(),
    }
}

/// How the person reads: in the language of the setting, else as the system says.
#[must_use]
pub fn locale(settings: &Settings, time_zone: TimeZone) -> Locale {
    let system = sys_locale::get_locale().unwrap_or_default();
    let locale = Locale::of_system(&system, time_zone);
    match settings.app.language {
        Some(language) => locale.in_language(language),
        None => locale,
    }
}

#[cfg(test)]
mod tests;
