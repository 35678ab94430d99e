//! `cargo xtask windows`: every program for Windows, built on Debian and tried under Wine.
//!
//! Debian's Rust has the source of its standard library, which is built along; no other one for Windows is needed.

mod wine;

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use self::wine::Wine;
use crate::bundle;
use crate::scratch;
use crate::step::{self, Failure, say};
use crate::system_packages::{self, WINDOWS};
use crate::ui;

const TARGET: &str = "x86_64-pc-windows-gnu";

/// Where Debian's packages put `cargo` and `rustc`, which a toolchain of rustup's would stand before.
const DEBIAN_PROGRAMS: &str = "/usr/bin";

/// The app is last: it takes as long as everything else.
const ALL_BUT_THE_APP: [&str; 3] = ["--workspace", "--exclude", "ringlog"];

/// The development commands run other programs of this system.
const WITH_TESTS_UNDER_WINE: [&str; 5] =
    ["--workspace", "--exclude", "ringlog", "--exclude", "xtask"];

/// Tests that need git, cargo or Node.js, which are not under Wine; they say the same on every system.
const TESTS_WITH_OTHER_PROGRAMS: [&str; 5] = [
    "tidy::",
    "supply_chain::",
    "the_threat_model::",
    "a_real_oauth_server::",
    "the_page_takes_no_text_for_markup",
];

/// Builds everything and runs the tests.
pub(crate) fn run() -> Result<(), Failure> {
    system_packages::install_missing(&[WINDOWS])?;
    ui::build()?;
    let wine = Wine::create()?;
    say("\nA first build for Windows takes a quarter of an hour, that of the app included.");
    run_step(
        "build everything but the app for Windows",
        cargo(&wine, &["build", "--bins", "--tests", "--locked"])?.args(ALL_BUT_THE_APP),
    )?;
    tests(&wine)?;
    app(&wine)
}

/// Runs the words of a command where cargo builds for Windows and runs what it built under a Wine of its own.
pub(crate) fn run_command(words: &[&str]) -> Result<(), Failure> {
    system_packages::install_missing(&[WINDOWS])?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(Failure::new("`windows` needs a command to run."));
    };
    let wine = Wine::create()?;
    let mut command = Command::new(program);
    command.args(arguments);
    prepare(&mut command, &wine)?;
    step::finish(&mut command)
}

/// The tests of everything but the app.
fn tests(wine: &Wine) -> Result<(), Failure> {
    // Without the examples in the documentation, of which there are none.
    let mut tests = cargo(wine, &["test", "--lib", "--bins", "--tests", "--locked"])?;
    tests.args(WITH_TESTS_UNDER_WINE).arg("--");
    for name in TESTS_WITH_OTHER_PROGRAMS {
        tests.args(["--skip", name]);
    }
    run_step("tests under Wine", &mut tests)?;
    let mut alone = cargo(wine, &["test", "--test", "promises", "--locked"])?;
    alone
        .args(WITH_TESTS_UNDER_WINE)
        .args(["--", "--ignored", "--test-threads=1"])
        .arg("ringlogctl::the_whole_computer");
    run_step("tests that need a Windows to themselves", &mut alone)
}

/// Builds the app, and sees that it says something to who redirects it, though it has no console.
fn app(wine: &Wine) -> Result<(), Failure> {
    let mut build = cargo(wine, &["build", "--package", "ringlog", "--locked"])?;
    // As it is released: a program for the desktop.
    build.args([
        "--config",
        "profile.dev.package.ringlog.debug-assertions=false",
    ]);
    run_step("build the app for Windows", &mut build)?;
    // The desktop that Wine starts for it outlives it, and would hold a pipe open.
    let said = wine.home().join("version.txt");
    scratch::write(&said, "")?;
    let output = File::options().write(true).open(&said);
    let output = output.map_err(|error| Failure::new(format!("{}: {error}", said.display())))?;
    let mut ask = Command::new("wine");
    ask.arg(programs()?.join("ringlog.exe"))
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(Stdio::null());
    step::finish(wine.prepare(&mut ask))?;
    let version = scratch::read_text(&said)?;
    if version.starts_with("ringlog ") {
        return Ok(());
    }
    Err(Failure::new(format!(
        "ringlog.exe --version says nothing of its version: \"{version}\""
    )))
}

/// Where the programs for Windows are built.
fn programs() -> Result<PathBuf, Failure> {
    Ok(target()?.join(TARGET).join("debug"))
}

/// Beside what is built for this system.
fn target() -> Result<PathBuf, Failure> {
    Ok(bundle::target()?.join("windows"))
}

/// Runs a step that a person types after the words of xtask.
fn run_step(name: &str, command: &mut Command) -> Result<(), Failure> {
    let line = format!("cargo xtask windows {}", step::line_of(command));
    step::run_shown_as(name, &line, command)
}

/// Debian's cargo, building for Windows.
fn cargo(wine: &Wine, arguments: &[&str]) -> Result<Command, Failure> {
    let mut command = Command::new(Path::new(DEBIAN_PROGRAMS).join("cargo"));
    command.args(arguments).current_dir(step::root());
    prepare(&mut command, wine)?;
    Ok(command)
}

/// Tells cargo, wherever it is started in `command`, what to build for and with, and what to run it with.
fn prepare(command: &mut Command, wine: &Wine) -> Result<(), Failure> {
    wine.prepare(command);
    command
        // What runs xtask is another cargo.
        .env_remove("CARGO")
        .env("PATH", path_with_debian_first())
        .env("RUSTC", Path::new(DEBIAN_PROGRAMS).join("rustc"))
        // Two features of cargo that are unstable in its name: the standard library is built along, and a warning about
        // our own code is a failure.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_unwind,proc_macro")
        .env("CARGO_UNSTABLE_WARNINGS", "true")
        .env("CARGO_BUILD_WARNINGS", "deny")
        .env("CARGO_BUILD_TARGET", TARGET)
        .env("CARGO_TARGET_DIR", target()?)
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine")
        .env(
            "RINGLOGCTL",
            wine::path_of(&programs()?.join("ringlogctl.exe")),
        )
        // A snapshot that differs is a failure here, and is accepted where cargo-insta is.
        .env("INSTA_UPDATE", "no")
        .env("INSTA_WORKSPACE_ROOT", wine::path_of(&step::root()));
    Ok(())
}

fn path_with_debian_first() -> OsString {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = [PathBuf::from(DEBIAN_PROGRAMS)]
        .into_iter()
        .chain(env::split_paths(&rest));
    env::join_paths(all).unwrap_or(rest)
}
