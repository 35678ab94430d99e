//! `cargo xtask demo`: the whole story against the built-in simulators.

use std::process::Stdio;

use crate::step::{Failure, cargo, say};

/// Builds and runs `ringlogctl demo`, with a display or without: the app shows no calls yet.
pub(crate) fn run() -> Result<(), Failure> {
    say("Building ringlogctl; the first time takes some minutes.");
    let status = cargo(&["run", "--quiet", "--package", "ringlog-cli", "--locked"])
        .args(["--", "demo"])
        .stdin(Stdio::null())
        .status()
        .map_err(|error| Failure::new(format!("cargo could not be started: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::of(
        status,
        format!("the demo did not end well ({status}); its own words are above."),
    ))
}
