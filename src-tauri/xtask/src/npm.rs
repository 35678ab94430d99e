//! Packages of npm, installed from the lock file of the directory that lists them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::step::{self, Failure};

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Installs what `directory`, below the root of the repository, lists; `what` names it.
pub(crate) fn install(what: &str, directory: &str) -> Result<(), Failure> {
    if !step::succeeds(&mut command(directory, &["--version"])) {
        return Err(Failure::new(
            "npm is missing: install Node.js (20.19 or later, with npm) and run this again.",
        ));
    }
    if !is_installed(&step::root().join(directory)) {
        step::run(
            &format!("install {what}"),
            &mut command(directory, &["ci", "--no-progress"]),
        )?;
    }
    Ok(())
}

/// npm in `directory`, below the root of the repository.
pub(crate) fn command(directory: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(NPM);
    command
        .args(arguments)
        .current_dir(step::root().join(directory));
    command
}

/// npm writes this file last, so one that is newer than the lock file means a whole installation of it.
fn is_installed(directory: &Path) -> bool {
    let changed = |file: &Path| -> Option<SystemTime> { fs::metadata(file).ok()?.modified().ok() };
    let installed = changed(&directory.join("node_modules/.package-lock.json"));
    installed.is_some() && installed >= changed(&directory.join("package-lock.json"))
}
