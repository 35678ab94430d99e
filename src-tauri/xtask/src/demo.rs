//! `cargo xtask demo`: the whole story against the built-in simulators.

use std::env;
use std::process::{Command, Stdio};

use crate::step::{self, Failure, cargo, say};
use crate::ui;

/// Opens the tray app in demo mode; without a display, `ringlogctl demo` tells the story in the terminal.
pub(crate) fn run() -> Result<(), Failure> {
    if has_display() {
        app()
    } else {
        say("There is no display here, so the story is told in the terminal.");
        terminal()
    }
}

fn app() -> Result<(), Failure> {
    #[cfg(target_os = "linux")]
    crate::system_packages::install_missing(&[crate::system_packages::APP])?;
    ui::build()?;
    say("Building the app; the first time takes some minutes.");
    step::run(
        "build the app and the simulators",
        &mut cargo(&[
            "build",
            "--locked",
            "--package",
            "ringlog",
            "--package",
            "ringlog-simulator",
        ]),
    )?;
    end_of(
        Command::new(step::built("ringlog-simulator")?)
            .arg("demo")
            .arg(step::built("ringlog")?),
    )
}

fn terminal() -> Result<(), Failure> {
    say("Building ringlogctl; the first time takes some minutes.");
    end_of(cargo(&["run", "--quiet", "--package", "ringlog-cli", "--locked"]).args(["--", "demo"]))
}

fn end_of(command: &mut Command) -> Result<(), Failure> {
    let line = step::line_of(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| Failure::new(format!("`{line}` could not be started: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::of(
        status,
        format!("the demo did not end well ({status}); its own words are above."),
    ))
}

/// Elsewhere than on Linux a session always has one.
fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
