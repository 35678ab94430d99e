//! The development commands, `cargo xtask …`.
//!
//! They need Rust and Node.js and install the rest. They use the standard library only, so that they start at once.

#[cfg(target_os = "linux")]
mod bench;
mod bindings;
mod bundle;
mod demo;
#[cfg(target_os = "linux")]
mod desktop;
mod fuzz;
mod icons;
#[cfg(target_os = "linux")]
mod keychain;
mod npm;
#[cfg(target_os = "linux")]
mod pictures;
#[cfg(target_os = "linux")]
mod planted;
mod scratch;
mod simulation;
mod step;
mod supply_chain;
#[cfg(target_os = "linux")]
mod system_packages;
mod test;
mod ui;
#[cfg(target_os = "linux")]
mod windows;

use std::env;
use std::process::ExitCode;

use step::{Failure, say};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test                  every test and check
  simulate              20,000 simulated worlds; simulate SEED tells one again, simulate soak MINUTES goes on with new ones
  planted               put known faults into a copy, one by one, and see that tests catch each (Linux); planted PLACE one of them
  bench                 how fast and how light Ringlog is, beside what it is compared with (Linux); bench PART ... parts of it,
                        bench docs writes it into the docs
  fuzz TARGET SECONDS   look for bytes from outside that break a promise (installs a nightly compiler and cargo-fuzz)
  demo                  the whole story against the built-in simulators
  bundle                the packages of this system
  bundle try            install, start, upgrade and remove the Debian package (as root)
  supply-chain          licences, duplicates, sources and known flaws of everything that is built in
  bindings              make the page's types of Rust's, and its list of licences
  pictures              make the pictures of the README (Linux)
  icons                 render the pictures from their SVG files
  keychain COMMAND ...  run COMMAND with a keychain of its own (Linux), so that no person's is touched
  desktop COMMAND ...   run COMMAND on a desktop of its own (Linux): display, tray, notifications and keychain
  windows               build for Windows on Debian, and run the tests under Wine
  windows COMMAND ...   run COMMAND where cargo builds for Windows and runs under a Wine of its own (Debian)";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => test::run(),
        ["simulate"] => simulation::run(),
        ["simulate", "soak", minutes] => simulation::soak(minutes),
        ["simulate", seed] => simulation::replay(seed),
        ["fuzz", target, seconds] => fuzz::run(target, seconds),
        ["demo"] => demo::run(),
        ["bindings"] => bindings::run(),
        ["icons"] => icons::run(),
        ["supply-chain"] => supply_chain::run(),
        ["bundle"] => bundle::run(),
        #[cfg(target_os = "linux")]
        ["bundle", "try"] => bundle::trial::run(),
        #[cfg(target_os = "linux")]
        [bundle::session::INSIDE_SESSION, home, command @ ..] => {
            bundle::session::run_inside(home, command)
        }
        #[cfg(target_os = "linux")]
        ["bench", "docs"] => bench::write_document(),
        #[cfg(target_os = "linux")]
        ["bench", parts @ ..] => bench::run(parts),
        #[cfg(target_os = "linux")]
        ["planted"] => planted::run(),
        #[cfg(target_os = "linux")]
        ["planted", place] => planted::run_one(place),
        #[cfg(target_os = "linux")]
        ["pictures"] => pictures::run(),
        #[cfg(target_os = "linux")]
        ["keychain", command @ ..] if !command.is_empty() => keychain::run(command),
        #[cfg(target_os = "linux")]
        [keychain::INSIDE_SESSION, command @ ..] => keychain::run_inside_session(command),
        #[cfg(target_os = "linux")]
        ["desktop", command @ ..] if !command.is_empty() => desktop::run(command),
        #[cfg(target_os = "linux")]
        ["windows"] => windows::run(),
        #[cfg(target_os = "linux")]
        ["windows", command @ ..] => windows::run_command(command),
        #[cfg(target_os = "linux")]
        [desktop::INSIDE_SESSION, command @ ..] => desktop::run_inside_session(command),
        _ => {
            say(USAGE);
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { sentence, status }) => {
            say(&format!("\nxtask: {sentence}"));
            ExitCode::from(status)
        }
    }
}
