//! The managed policy: what an administrator sets for everyone on this computer, and locks.

use std::path::Path;

use ringlog_core::phrase::Phrase;
use ringlog_core::settings::layers::Layer;

use super::file;

/// What the managed policy sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyLayer {
    /// Its settings.
    pub layer: Layer,
    /// What is wrong with it beyond single values.
    pub warnings: Vec<Phrase>,
}

impl PolicyLayer {
    /// Reads a policy written like `settings.toml`; one that cannot be read sets nothing and says so.
    #[must_use]
    pub fn from_file(path: &Path) -> Self {
        let parsed = file::read(path)
            .and_then(|text| file::parse(text.as_deref().unwrap_or_default(), path));
        match parsed {
            Ok(parsed) => Self {
                layer: parsed.layer,
                warnings: parsed.warnings,
            },
            Err(problem) => Self {
                layer: Layer::new(),
                warnings: vec![
                    problem
                        .phrase()
                        .then(Phrase::new("settings-policy-not-in-force")),
                ],
            },
        }
    }
}

/// The policy of this computer: on Linux `/etc/ringlog/policy.toml`.
#[cfg(target_os = "linux")]
#[must_use]
pub fn policy() -> PolicyLayer {
    PolicyLayer::from_file(Path::new("/etc/ringlog/policy.toml"))
}

/// The policy of this computer: this system has no place for one.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn policy() -> PolicyLayer {
    PolicyLayer::default()
}
