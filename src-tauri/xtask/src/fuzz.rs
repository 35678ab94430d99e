//! `cargo xtask fuzz`: looks for bytes from outside that break a promise (`src-tauri/fuzz`).

use std::fs;
use std::process::Command;

use crate::step::{self, Failure, cargo, root, say};

const PLACE: &str = "src-tauri/fuzz";
/// An input that takes longer than this is a find like any other.
const SECONDS_MAX: &str = "-timeout=20";
/// Larger inputs find nothing that smaller ones do not, only slower.
const BYTES_MAX: &str = "-max_len=16384";

/// Fuzzes one target for so many seconds.
///
/// What the fuzzer learned stays below `target`; what breaks a promise goes to the kept corpus, where every test run
/// takes it in from then on.
pub(crate) fn run(target: &str, seconds: &str) -> Result<(), Failure> {
    let kept = format!("{PLACE}/corpus/{target}");
    if target.is_empty() || target.contains(['/', '\\', '.']) || !root().join(&kept).is_dir() {
        return Err(Failure::new(format!(
            "There is no target \"{target}\": they are named as the folders of {PLACE}/corpus."
        )));
    }
    if seconds.parse::<u32>().is_err() {
        return Err(Failure::new(format!(
            "\"{seconds}\" is no number of seconds."
        )));
    }
    install_missing()?;
    let learned = format!("target/fuzz/{target}");
    fs::create_dir_all(root().join(&learned))
        .map_err(|error| Failure::new(format!("{learned} cannot be made: {error}.")))?;
    step::run(
        &format!("fuzz {target}"),
        &mut fuzzer(target, seconds, &learned, &kept),
    )?;
    say(&format!(
        "\nNothing broke a promise. What was learned is in {learned}."
    ));
    Ok(())
}

fn fuzzer(target: &str, seconds: &str, learned: &str, kept: &str) -> Command {
    let mut command = nightly(&["fuzz", "run", "--fuzz-dir", PLACE]);
    command
        .args(["--features", "libfuzzer", "way_in", learned, kept, "--"])
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={kept}/"))
        .args([SECONDS_MAX, BYTES_MAX])
        .env("RINGLOG_FUZZ", target)
        // The release profile links for minutes.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_STRIP", "none");
    command
}

/// The cargo of a nightly compiler.
fn nightly(arguments: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command
        .args(["run", "nightly", "cargo"])
        .args(arguments)
        .current_dir(root());
    command
}

/// The sanitizers of the fuzzer are in nightly compilers only.
fn install_missing() -> Result<(), Failure> {
    if !step::succeeds(&mut nightly(&["--version"])) {
        let mut install = Command::new("rustup");
        install.args(["toolchain", "install", "nightly", "--profile", "minimal"]);
        step::run("install a nightly compiler", &mut install).map_err(|_| {
            Failure::new(
                "Fuzzing needs a nightly compiler, and it cannot be installed here: `rustup toolchain install nightly`. \
                 `cargo test --package ringlog-fuzz` takes in the kept corpora with any compiler.",
            )
        })?;
    }
    if !step::succeeds(&mut nightly(&["fuzz", "--version"])) {
        step::run(
            "install cargo-fuzz",
            &mut cargo(&["install", "cargo-fuzz", "--locked"]),
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_that_is_none_is_named_before_anything_is_installed() {
        for target in ["", "..", "nothing"] {
            let failure = run(target, "1").unwrap_err();
            assert!(failure.sentence.contains("corpus"), "{}", failure.sentence);
        }
        let failure = run("batch", "soon").unwrap_err();
        assert!(
            failure.sentence.contains("\"soon\""),
            "{}",
            failure.sentence
        );
    }
}
