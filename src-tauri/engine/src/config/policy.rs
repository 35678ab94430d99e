//! The managed policy: what an administrator sets for everyone on this computer, and locks.

mod property_list;
#[cfg(windows)]
mod registry;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use ringlog_core::phrase::Phrase;

use super::file::SettingsFile;
use super::reading::Found;

/// Where the managed policy is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PolicyStore {
    /// Nowhere: nobody manages the settings.
    #[default]
    None,
    /// A file written like `settings.toml`, on Linux.
    File(PathBuf),
    /// Managed preferences of macOS; of a setting in several of them, the first one holds.
    PropertyLists(Vec<PathBuf>),
    /// The policies of Windows.
    #[cfg(windows)]
    Registry,
}

impl PolicyStore {
    /// That of this computer: on Linux `/etc/ringlog/policy.toml`.
    #[cfg(target_os = "linux")]
    #[must_use]
    pub fn of_this_computer() -> Self {
        Self::File(PathBuf::from("/etc/ringlog/policy.toml"))
    }

    /// That of this computer: on Windows what Group Policy writes into the registry.
    #[cfg(windows)]
    #[must_use]
    pub fn of_this_computer() -> Self {
        Self::Registry
    }

    /// That of this computer: on macOS what a configuration profile manages.
    #[cfg(target_os = "macos")]
    #[must_use]
    pub fn of_this_computer() -> Self {
        let user = std::env::var("USER").ok();
        Self::PropertyLists(property_list::places(user.as_deref()))
    }

    /// That of this computer: this system has none.
    #[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
    #[must_use]
    pub fn of_this_computer() -> Self {
        Self::None
    }

    /// What it holds; the phrase says why it cannot be read.
    pub(super) fn read(&self) -> Result<Found, Phrase> {
        match self {
            Self::None => Ok(Found::default()),
            Self::File(path) => {
                let found = SettingsFile::at(path).settings();
                found.map_err(|problem| problem.phrase())
            }
            Self::PropertyLists(paths) => property_list::read(paths),
            #[cfg(windows)]
            Self::Registry => registry::read(&registry::PLACES),
        }
    }
}

/// The layers of several places as one: of a setting in several of them, the first one holds.
fn combined(places: impl IntoIterator<Item = Result<Found, Phrase>>) -> Result<Found, Phrase> {
    let mut combined = Found::default();
    for found in places {
        let found = found?;
        for (key, written) in found.layer {
            combined.layer.entry(key).or_insert(written);
        }
        combined.warnings.extend(found.warnings);
        combined.doubt = combined.doubt.or(found.doubt);
    }
    Ok(combined)
}
