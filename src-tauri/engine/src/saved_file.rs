//! Files a person asked for: private, whole or not there, and never over another one without a word.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use ringlog_core::phrase::Phrase;

use crate::problem::{Problem, ProblemCode};

/// Who has saved as many files in one day clears up first.
const NAMES_MAX: u32 = 1_000;

/// What happens to a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is saved.
    Keep,
    /// It is replaced.
    Replace,
}

/// Saves a file for its owner alone.
///
/// # Errors
/// When it cannot be written, or there is one and it is to stay.
pub fn save(path: &Path, content: &[u8], existing: Existing) -> Result<(), Problem> {
    match write(path, content, existing) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(exists(path)),
        Err(error) => Err(not_saved(path, &error.to_string())),
    }
}

/// Says whether [`save`] would refuse, before the work whose result it is.
///
/// # Errors
/// When there is such a file and it is to stay.
pub fn check(path: &Path, existing: Existing) -> Result<(), Problem> {
    if existing == Existing::Keep && path.exists() {
        return Err(exists(path));
    }
    Ok(())
}

/// Saves a file in the person's folder for downloads, under a dated name that is free, and says where.
///
/// # Errors
/// When there is no such folder, or it cannot be written there.
pub fn save_to_downloads(
    name: &str,
    extension: &str,
    day: Date,
    content: &[u8],
) -> Result<PathBuf, Problem> {
    let directory = downloads_directory()
        .ok_or_else(|| Problem::new(ProblemCode::NeedsPerson, Phrase::new("no-downloads")))?;
    save_dated(&directory, name, extension, day, content)
}

/// The person's folder for downloads; the home directory where the system names none.
#[must_use]
pub fn downloads_directory() -> Option<PathBuf> {
    let directories = directories::UserDirs::new()?;
    let downloads = directories.download_dir().filter(|path| path.is_dir());
    Some(downloads.unwrap_or(directories.home_dir()).to_owned())
}

fn save_dated(
    directory: &Path,
    name: &str,
    extension: &str,
    day: Date,
    content: &[u8],
) -> Result<PathBuf, Problem> {
    for number in 1..=NAMES_MAX {
        let suffix = if number == 1 {
            String::new()
        } else {
            format!(" ({number})")
        };
        let path = directory.join(format!("{name} {day}{suffix}.{extension}"));
        match write(&path, content, Existing::Keep) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(not_saved(&path, &error.to_string())),
        }
    }
    Err(not_saved(directory, "too many files of this day"))
}

/// Written beside its place and moved there, so that nobody ever reads half a file.
fn write(path: &Path, content: &[u8], existing: Existing) -> std::io::Result<()> {
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    match existing {
        Existing::Keep => file.persist_noclobber(path)?,
        Existing::Replace => file.persist(path)?,
    };
    Ok(())
}

fn exists(path: &Path) -> Problem {
    let sentence = Phrase::new("file-exists").with("path", path.display().to_string());
    Problem::new(ProblemCode::Settings, sentence.clone()).with_hint(sentence.attribute("next"))
}

fn not_saved(path: &Path, detail: &str) -> Problem {
    let sentence = Phrase::new("file-not-saved")
        .with("path", path.display().to_string())
        .with("detail", detail);
    Problem::new(ProblemCode::NeedsPerson, sentence)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_that_is_there_is_only_replaced_when_that_is_wished() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("report.csv");
        save(&path, b"first", Existing::Keep).unwrap();
        let problem = save(&path, b"second", Existing::Keep).unwrap_err();
        assert_eq!(problem.code, ProblemCode::Settings);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        save(&path, b"third", Existing::Replace).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"third");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_dated_name_is_never_used_twice() {
        let directory = tempfile::tempdir().unwrap();
        let day = jiff::civil::date(2026, 5, 14);
        let save = |content: &[u8]| {
            let saved = save_dated(directory.path(), "Ringlog numbers", "csv", day, content);
            saved.unwrap().file_name().unwrap().to_owned()
        };
        assert_eq!(save(b"1"), "Ringlog numbers 2026-05-14.csv");
        assert_eq!(save(b"2"), "Ringlog numbers 2026-05-14 (2).csv");
        assert_eq!(save(b"3"), "Ringlog numbers 2026-05-14 (3).csv");
    }

    #[cfg(unix)]
    #[test]
    fn a_saved_file_is_its_owner_s_alone() {
        use std::os::unix::fs::PermissionsExt as _;

        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("bundle.txt");
        save(&path, b"text", Existing::Keep).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("gone/report.csv");
        let problem = save(&path, b"text", Existing::Keep).unwrap_err();
        assert!(
            problem.message.to_string().contains("report.csv"),
            "{problem}"
        );
    }
}
