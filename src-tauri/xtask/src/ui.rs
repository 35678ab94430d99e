//! The window's page: installed from its lock file, checked, built.

use std::process::Command;

use crate::npm;
use crate::step::{self, Failure};

/// Where its packages are listed, below the root of the repository.
const DIRECTORY: &str = "ui";

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
    npm::install("the page's packages", DIRECTORY)
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
    npm::command(DIRECTORY, arguments)
}
