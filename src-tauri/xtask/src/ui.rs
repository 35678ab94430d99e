//! The window's page: installed from its lock file, checked, built.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::step::{self, Failure};

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Installs what the page is built with, checks it and builds it into `ui/dist`.
pub(crate) fn check_and_build() -> Result<(), Failure> {
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
    step::run("check the page", &mut npm(&["run", "check"]))?;
    step::run("build the page", &mut npm(&["run", "build"]))
}

fn npm(arguments: &[&str]) -> Command {
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
