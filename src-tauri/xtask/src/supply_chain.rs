//! What is built in, as `cargo deny` judges it by `.deny.toml`.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::step::{self, Failure, cargo};

/// The version of cargo-deny that `.deny.toml` is written for.
const VERSION: &str = "0.20.2";

/// What can be judged by the lock file alone.
const BY_THE_LOCK_FILE: [&str; 3] = ["licenses", "bans", "sources"];

/// Licences, duplicates and sources.
pub(crate) fn check() -> Result<(), Failure> {
    let mut deny = installed()?;
    deny.args(BY_THE_LOCK_FILE);
    step::run("licences, duplicates and sources", &mut deny)
}

/// The same, and the known flaws, whose list is fetched.
pub(crate) fn run() -> Result<(), Failure> {
    step::run("supply chain", &mut installed()?)
}

/// cargo-deny, which takes a minute to build the first time: as a crate and not as somebody's binary, without
/// optimization.
fn installed() -> Result<Command, Failure> {
    let tools = tools()?;
    let program = tools.join(format!("bin/cargo-deny{}", env::consts::EXE_SUFFIX));
    if !is_of_version(&mut Command::new(&program)) {
        step::run(
            "install cargo-deny",
            cargo(&["install", "--locked", "--debug", "--quiet", "cargo-deny"])
                .args(["--force", "--version", VERSION, "--root"])
                .arg(&tools),
        )?;
    }
    let mut deny = Command::new(program);
    deny.args(["--locked", "check"]).current_dir(step::root());
    Ok(deny)
}

fn is_of_version(program: &mut Command) -> bool {
    let answer = step::answer(program.arg("--version"));
    answer.is_ok_and(|answer| answer.trim() == format!("cargo-deny {VERSION}"))
}

/// Beside what cargo builds, so that it goes where that goes.
fn tools() -> Result<PathBuf, Failure> {
    env::current_exe()
        .map(|xtask| xtask.with_file_name("tools"))
        .map_err(|error| Failure::new(format!("xtask does not find its own program: {error}")))
}
