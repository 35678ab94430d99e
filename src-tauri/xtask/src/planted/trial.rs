//! The copy of the work tree, and the tests that run in it.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::{Binary, FAULTS, Fault, Test, report};
use crate::keychain::{self, Home};
use crate::scratch;
use crate::step::{self, Failure};
use crate::system_packages::{self, KEYCHAIN};

/// Below the root; it stays, so that the next run builds only what changed.
const COPY: &str = "target/planted";
/// A fault may keep a test from ending.
const SECONDS_MAX: &str = "1200";

/// Plants every fault, one at a time, and says in proof.md what caught each.
pub(crate) fn run() -> Result<(), Failure> {
    let faults: Vec<&Fault> = FAULTS.iter().collect();
    try_all(&faults)?;
    report::write()?;
    step::say(&format!(
        "\nEvery fault was caught; {} says by what.",
        report::DOCUMENT
    ));
    Ok(())
}

/// Plants one fault, by its place in the list.
pub(crate) fn run_one(place: &str) -> Result<(), Failure> {
    let fault = place
        .parse::<usize>()
        .ok()
        .and_then(|place| FAULTS.get(place.checked_sub(1)?))
        .ok_or_else(|| Failure::new(format!("There are the faults 1 to {}.", FAULTS.len())))?;
    try_all(&[fault])
}

fn try_all(faults: &[&Fault]) -> Result<(), Failure> {
    system_packages::install_missing(&[KEYCHAIN])?;
    let copy = WorkTreeCopy::fresh()?;
    step::say("\n== without a fault, every test must pass");
    let tests: Vec<&Test> = faults.iter().flat_map(|fault| fault.caught_by).collect();
    let outcomes = copy.outcomes(&tests)?;
    let useless = without(&tests, &outcomes, Outcome::Passed);
    if !useless.is_empty() {
        return Err(Failure::new(format!(
            "Without a fault these do not pass, so they catch nothing: {}",
            useless.join(", ")
        )));
    }
    let mut table = String::new();
    let mut escaped = 0;
    for (fault, place) in faults.iter().zip(1..) {
        step::say(&format!("\n== {place} of {}: {}", faults.len(), fault.name));
        let began = Instant::now();
        let missed = copy.missing(fault)?;
        let verdict = if missed.is_empty() {
            let tests: Vec<String> = fault.caught_by.iter().map(ToString::to_string).collect();
            format!("caught by {}", tests.join(", "))
        } else {
            escaped += 1;
            format!("NOT CAUGHT by {}", missed.join(", "))
        };
        step::say(&format!("   {verdict} ({} s)", began.elapsed().as_secs()));
        table.push_str(&format!("{}\n    {verdict}\n", fault.name));
    }
    step::say(&format!("\n{table}"));
    match escaped {
        0 => Ok(()),
        _ => Err(Failure::new(format!(
            "{escaped} of {} faults were not caught: write the tests they lack.",
            faults.len()
        ))),
    }
}

/// How a test ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
}

/// By the names of the tests; what was not run or did not come to its end has none.
type Outcomes = BTreeMap<String, Outcome>;

/// Those of `tests` that did not end so, as proof.md names them.
fn without(tests: &[&Test], outcomes: &Outcomes, outcome: Outcome) -> Vec<String> {
    tests
        .iter()
        .filter(|test| outcomes.get(test.name) != Some(&outcome))
        .map(ToString::to_string)
        .collect()
}

/// What a test binary says of its tests.
fn read(said: &str) -> Outcomes {
    said.lines()
        .filter_map(|line| {
            let (name, word) = line.strip_prefix("test ")?.split_once(" ... ")?;
            let outcome = match word {
                "ok" => Outcome::Passed,
                "FAILED" => Outcome::Failed,
                _ => return None,
            };
            Some((name.to_owned(), outcome))
        })
        .collect()
}

/// A copy of the files that git knows or would take, as they are in the work tree.
struct WorkTreeCopy {
    root: PathBuf,
    home: Home,
}

impl WorkTreeCopy {
    /// Files that are the same stay untouched, so that cargo does not build them again.
    fn fresh() -> Result<Self, Failure> {
        let root = step::root().join(COPY).join("tree");
        let listed = step::answer(
            Command::new("git")
                .args([
                    "ls-files",
                    "-z",
                    "--cached",
                    "--others",
                    "--exclude-standard",
                ])
                .current_dir(step::root()),
        )?;
        let mut wanted = BTreeSet::new();
        for name in listed.split('\0').filter(|name| !name.is_empty()) {
            let from = step::root().join(name);
            if from.is_file() {
                let to = root.join(name);
                wanted.insert(to.clone());
                if fs::read(&to).ok() != Some(scratch::read(&from)?) {
                    scratch::copy(&from, &to)?;
                }
            }
        }
        remove_others(&root, &wanted)?;
        Ok(Self {
            root,
            home: Home::create()?,
        })
    }

    /// Those of its tests that a fault escapes, or why none could be run.
    fn missing(&self, fault: &Fault) -> Result<Vec<String>, Failure> {
        let tests: Vec<&Test> = fault.caught_by.iter().collect();
        self.plant(fault)?;
        let outcomes = self.outcomes(&tests);
        self.restore(fault)?;
        Ok(match outcomes {
            Ok(outcomes) => without(&tests, &outcomes, Outcome::Failed),
            // What does not compile is no fault that a test could catch.
            Err(failure) => vec![failure.sentence],
        })
    }

    fn plant(&self, fault: &Fault) -> Result<(), Failure> {
        let file = self.root.join(fault.file);
        let text = scratch::read_text(&file)?;
        if text.matches(fault.text).count() != 1 {
            return Err(Failure::new(format!(
                "{} does not have the text of the fault \"{}\" once.",
                fault.file, fault.name
            )));
        }
        scratch::write(&file, text.replacen(fault.text, fault.replacement, 1))
    }

    fn restore(&self, fault: &Fault) -> Result<(), Failure> {
        let whole = scratch::read(&step::root().join(fault.file))?;
        scratch::write(&self.root.join(fault.file), whole)
    }

    /// Builds and runs these tests alone.
    fn outcomes(&self, tests: &[&Test]) -> Result<Outcomes, Failure> {
        let mut outcomes = Outcomes::new();
        for binary in Binary::ALL {
            let names: Vec<&str> = tests
                .iter()
                .filter(|test| test.binary == binary)
                .map(|test| test.name)
                .collect();
            if names.is_empty() {
                continue;
            }
            step::run_quietly(
                self.cargo(&["test", "--no-run", "--quiet", "--locked"])
                    .args(binary.words()),
            )?;
            let mut tests = self.cargo(&["test", "--locked"]);
            tests
                .args(binary.words())
                .args(["--", "--exact"])
                .args(names);
            let output = keychain::in_session(&[], keychain::INSIDE_SESSION, &tests, &self.home)?
                .stdin(Stdio::null())
                .stderr(Stdio::null())
                .output()
                .map_err(|error| {
                    Failure::new(format!("the tests could not be started: {error}"))
                })?;
            outcomes.append(&mut read(&String::from_utf8_lossy(&output.stdout)));
        }
        Ok(outcomes)
    }

    /// Cargo in the copy, with a target directory of its own.
    fn cargo(&self, words: &[&str]) -> Command {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new("timeout");
        command
            .args(["--kill-after=10", SECONDS_MAX])
            .arg(cargo)
            .args(words)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", step::root().join(COPY).join("target"))
            // Of the copy, and not of the work tree.
            .env_remove("RINGLOGCTL")
            .env("RUST_BACKTRACE", "0");
        command
    }
}

/// Removes the files below `directory` that are not `wanted`.
fn remove_others(directory: &Path, wanted: &BTreeSet<PathBuf>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(format!(
            "{} could not be cleared: {error}",
            directory.display()
        ))
    };
    for entry in fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            remove_others(&path, wanted)?;
        } else if !wanted.contains(&path) {
            fs::remove_file(&path).map_err(failed)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_test_that_came_to_its_end_has_an_outcome() {
        let said = "running 3 tests\ntest a::b ... ok\ntest c ... FAILED\ntest d ... ignored\n\ntest result: FAILED. 1 passed\n";

        let outcomes = read(said);

        assert_eq!(outcomes.len(), 2);
        assert!(outcomes["a::b"] == Outcome::Passed && outcomes["c"] == Outcome::Failed);
    }
}
