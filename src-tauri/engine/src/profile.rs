//! A profile: where one person's settings, ledger, logs and locks are.
//!
//! Two profiles share nothing: their keychain entries carry [`Profile::id`], and everything else is in their directories.

pub(crate) mod lock;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use ringlog_core::call::NAMESPACE;
use ringlog_core::phrase::Phrase;
use uuid::Uuid;

pub use self::lock::{LockError, ProfileLock};

/// The directories of one profile; they exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    settings_directory: PathBuf,
    data_directory: PathBuf,
    id: String,
}

/// Why there is no profile to work with.
#[derive(Debug)]
pub enum ProfileError {
    /// The system names no home directory.
    NoHome,
    /// A directory could not be made or entered.
    Unusable {
        /// Which.
        path: String,
        /// What the system said.
        source: io::Error,
    },
}

impl ProfileError {
    /// What happened, with the cure.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::NoHome => Phrase::new("profile-no-home"),
            Self::Unusable { path, source } => Phrase::new("profile-unusable")
                .with("path", path.clone())
                .with("detail", source.to_string()),
        }
    }
}

/// In English, as its phrase is.
impl fmt::Display for ProfileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(formatter)
    }
}

impl std::error::Error for ProfileError {}

impl Profile {
    /// The profile in `directory`, or in the platform's own places; what is missing is created for its owner only.
    ///
    /// # Errors
    /// When a directory cannot be used.
    pub fn open(directory: Option<&Path>) -> Result<Self, ProfileError> {
        match directory {
            Some(directory) => Self::at(directory, directory),
            None => {
                let places = directories::ProjectDirs::from("", "", "Ringlog")
                    .ok_or(ProfileError::NoHome)?;
                Self::at(places.config_dir(), places.data_local_dir())
            }
        }
    }

    /// The profile with its settings in one directory and everything else in another.
    ///
    /// # Errors
    /// When a directory cannot be used.
    pub fn at(settings_directory: &Path, data_directory: &Path) -> Result<Self, ProfileError> {
        let settings_directory = private_directory(settings_directory)?;
        let data_directory = private_directory(data_directory)?;
        let logs = private_directory(&data_directory.join("logs"))?;
        take_from_others(&logs).map_err(|source| unusable(&logs, source))?;
        let mut name = b"profile:".to_vec();
        let canonical = std::fs::canonicalize(&data_directory)
            .map_err(|source| unusable(&data_directory, source))?;
        name.extend_from_slice(canonical.as_os_str().as_encoded_bytes());
        Ok(Self {
            settings_directory,
            id: Uuid::new_v5(&NAMESPACE, &name).to_string(),
            data_directory,
        })
    }

    /// What tells this profile's keychain entries from another's: the same for the same directory, however it is named.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// `settings.toml`
    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.settings_directory.join("settings.toml")
    }

    /// `ledger.sqlite3`
    #[must_use]
    pub fn ledger_file(&self) -> PathBuf {
        self.data_directory.join("ledger.sqlite3")
    }

    /// The damaged ledgers that were set aside here, by file name.
    #[must_use]
    pub fn damaged_ledgers(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(&self.data_directory) else {
            return Vec::new();
        };
        let is_ledger = |name: &String| {
            name.starts_with("ledger.sqlite3.damaged-")
                && !name.ends_with("-wal")
                && !name.ends_with("-shm")
        };
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(is_ledger)
            .collect();
        names.sort();
        names
    }

    /// `logs/`
    #[must_use]
    pub fn logs_directory(&self) -> PathBuf {
        self.data_directory.join("logs")
    }

    /// What the system's webview writes for the window's page, which itself keeps nothing.
    #[must_use]
    pub fn page_directory(&self) -> PathBuf {
        self.data_directory.join("page")
    }

    /// The file that says what the system was last told to start with the session.
    #[must_use]
    pub fn autostart_file(&self) -> PathBuf {
        self.data_directory.join("autostart")
    }

    /// The file whose lock makes renewing a token single between processes.
    #[must_use]
    pub fn token_lock_file(&self) -> PathBuf {
        self.data_directory.join("token.lock")
    }

    /// Takes the profile for this process, to poll or write, until the lock is dropped.
    ///
    /// # Errors
    /// When another process has it, with its name.
    pub fn lock(&self, program: &str) -> Result<ProfileLock, LockError> {
        ProfileLock::take(&self.data_directory, program)
    }
}

fn private_directory(path: &Path) -> Result<PathBuf, ProfileError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .and_then(|()| std::path::absolute(path))
        .map_err(|source| unusable(path, source))
}

/// Closes a directory that nobody but Ringlog has a use for; the libraries that fill it do not make their files private.
#[cfg(unix)]
fn take_from_others(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(directory)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    std::fs::set_permissions(directory, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "where directories of a profile are private by inheritance"
)]
fn take_from_others(_directory: &Path) -> io::Result<()> {
    Ok(())
}

fn unusable(path: &Path, source: io::Error) -> ProfileError {
    ProfileError::Unusable {
        path: path.display().to_string(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_of_its_own_holds_everything() {
        let directory = tempfile::tempdir().unwrap();
        let profile = Profile::open(Some(&directory.path().join("a/b"))).unwrap();
        let root = std::path::absolute(directory.path().join("a/b")).unwrap();
        assert_eq!(profile.settings_file(), root.join("settings.toml"));
        assert_eq!(profile.ledger_file(), root.join("ledger.sqlite3"));
        assert_eq!(profile.token_lock_file(), root.join("token.lock"));
        assert_eq!(profile.logs_directory(), root.join("logs"));
        assert!(profile.logs_directory().is_dir());
    }

    #[test]
    fn a_profile_s_id_is_the_directory_s_however_it_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let open = |path: &str| Profile::open(Some(&directory.path().join(path))).unwrap();
        let id = open("a").id().to_owned();
        assert_eq!(open("a/../a").id(), id);
        assert_eq!(open("a/.").id(), id);
        assert_ne!(open("b").id(), id);
        assert!(Uuid::try_parse(&id).is_ok());
    }

    #[test]
    fn a_path_that_is_no_directory_is_refused_with_its_name() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        std::fs::write(&path, "").unwrap();
        let refused = Profile::open(Some(&path)).unwrap_err().to_string();
        assert!(refused.contains(&path.display().to_string()), "{refused}");
        assert!(
            refused.ends_with("Name another with --profile."),
            "{refused}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_created_is_its_owner_s_alone() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let profile = Profile::at(
            &directory.path().join("config/x"),
            &directory.path().join("data/x"),
        )
        .unwrap();
        let settings_file = profile.settings_file();
        for path in [settings_file.parent().unwrap(), &profile.logs_directory()] {
            let mode = std::fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "{path:?}");
        }
    }
}
