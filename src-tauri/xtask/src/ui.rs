//! The window's page: installed from its lock file, checked, built.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::step::{self, Failure};

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Installs what the page is built with, checks it and builds it into `ui/dist`.
pub(crate) fn check_and_build() -> Result<(), Failure> {
    install()?;
    step::run("check the page", &mut npm(&["run", "check"]))?;
    step::run(
        "check the list of licences",
        &mut npm(&["run", "licences", "--", "--check"]),
    )?;
    step::run("build the page", &mut npm(&["run", "build"]))
}

/// Runs the page's own tests, in a browser without a window; the page was installed before.
pub(crate) fn test() -> Result<(), Failure> {
    step::run("tests of the page", &mut npm(&["test"]))
}

/// Installs what the page is built with and builds it into `ui/dist`.
pub(crate) fn build() -> Result<(), Failure> {
    install()?;
    step::run("build the page", &mut npm(&["run", "build"]))
}

/// Installs what the page is built with, the Tauri CLI among it.
pub(crate) fn install() -> Result<(), Failure> {
    if !step::succeeds(&mut npm(&["--version"])) {
        return Err(Failure::new(
            "npm is missing: install Node.js (20.19 or later, with npm) and run this again.",
        ));
    }
    let ui = step::root().join("ui");
    if !is_installed(&ui) {
        step::run(
            "install the page's packages",
            &mut npm(&["ci", "--no-progress"]),
        )?;
    }
    Ok(())
}

/// The Tauri CLI in the root of the repository; [`install`] comes before it.
pub(crate) fn tauri(arguments: &[&str]) -> Command {
    let mut command = Command::new("node");
    command
        .arg("ui/node_modules/@tauri-apps/cli/tauri.js")
        .args(arguments)
        .current_dir(step::root());
    command
}

/// npm in `ui`; [`install`] comes before it.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new(NPM);
    command.args(arguments).current_dir(step::root().join("ui"));
    command
}

/// npm writes this file last, so one that is newer than the lock file means a whole installation of it.
fn is_installed(ui: &Path) -> bool {
    let changed = |file: &Path| -> Option<SystemTime> { fs::metadata(file).ok()?.modified().ok() };
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    installed.is_some() && installed >= changed(&ui.join("package-lock.json"))
}
