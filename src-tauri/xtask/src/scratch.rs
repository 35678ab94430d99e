//! A directory for one command, removed when it ended.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use crate::step::{self, Failure};

/// The directory; it goes with the value.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// A new directory with `name` in its own.
    pub(crate) fn create(name: &str) -> Result<Self, Failure> {
        let path = env::temp_dir().join(format!("ringlog-{name}-{}", process::id()));
        create_directory(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            step::say(&format!(
                "   {} could not be removed: {error}",
                self.0.display()
            ));
        }
    }
}

/// The directory and all above it.
pub(crate) fn create_directory(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path)
        .map_err(|error| Failure::new(format!("{} could not be created: {error}", path.display())))
}

/// Writes `content` to `to`, in a directory that is there or not.
pub(crate) fn write(to: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    if let Some(directory) = to.parent() {
        create_directory(directory)?;
    }
    fs::write(to, content)
        .map_err(|error| Failure::new(format!("{} could not be written: {error}", to.display())))
}

/// The whole of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path)
        .map_err(|error| Failure::new(format!("{} could not be read: {error}", path.display())))
}

/// The whole of a text.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read(path)?)
        .map_err(|error| Failure::new(format!("{} is not UTF-8: {error}", path.display())))
}

/// Copies a file with its permissions, into a directory that is there or not.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    if let Some(directory) = to.parent() {
        create_directory(directory)?;
    }
    fs::copy(from, to).map(drop).map_err(|error| {
        Failure::new(format!(
            "{} could not be copied to {}: {error}",
            from.display(),
            to.display()
        ))
    })
}
