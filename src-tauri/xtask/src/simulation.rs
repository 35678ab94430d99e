//! `cargo xtask simulate`: worlds that a number makes, by the thousand, or one of them with all that happens in it.

use crate::step::{self, Failure, cargo};

/// As many as two cores live through within two minutes.
const WORLDS: &str = "20000";

/// Lets many worlds happen.
pub(crate) fn run() -> Result<(), Failure> {
    simulate("simulated worlds", &[WORLDS])
}

/// Tells one world again, from its first line to what was wrong with it.
pub(crate) fn replay(seed: &str) -> Result<(), Failure> {
    simulate("a simulated world", &["--seed", seed])
}

/// Goes on with worlds nobody has seen for so many minutes.
pub(crate) fn soak(minutes: &str) -> Result<(), Failure> {
    simulate("simulated worlds", &["--minutes", minutes])
}

fn simulate(what: &str, words: &[&str]) -> Result<(), Failure> {
    let mut command = cargo(&["run", "--quiet", "--locked", "--profile", "simulation"]);
    command
        .args(["--package", "ringlog-tests", "--bin", "simulation", "--"])
        .args(words);
    step::run(what, &mut command)
}
