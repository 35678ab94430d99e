//! `cargo xtask bench`: builds for release and measures, beside an empty app, on a desktop of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bundle;
use crate::desktop;
use crate::scratch;
use crate::step::{self, Failure, cargo, say};
use crate::system_packages::{self, APP, DESKTOP, KEYCHAIN, PAGE};
use crate::ui;

/// Where the document stands that tells the figures, and its pictures beside it.
const DOCUMENT: &str = "src-tauri/docs/speed.md";
const PICTURES: &str = "src-tauri/docs/speed";

/// Between these lines of the document stands what the run before said.
const BEGIN: &str = "<!-- cargo xtask bench docs -->\n";
const END: &str = "<!-- end -->\n";

/// Measures everything, or only these parts, and prints the table.
pub(crate) fn run(parts: &[&str]) -> Result<(), Failure> {
    measure(parts).map(drop)
}

/// Measures everything and writes it into the document.
pub(crate) fn write_document() -> Result<(), Failure> {
    let results = measure(&[])?;
    let report = scratch::read_text(&results.join("report.md"))?;
    let document = step::root().join(DOCUMENT);
    let text = scratch::read_text(&document)?;
    let Some((before, rest)) = text.split_once(BEGIN) else {
        return Err(Failure::new(format!("{DOCUMENT} has no line {BEGIN:?}.")));
    };
    let Some((_, after)) = rest.split_once(END) else {
        return Err(Failure::new(format!("{DOCUMENT} has no line {END:?}.")));
    };
    scratch::write(&document, format!("{before}{BEGIN}{report}{END}{after}"))?;
    for picture in pictures(&results)? {
        let name = picture.file_name().unwrap_or_default();
        scratch::copy(&picture, &step::root().join(PICTURES).join(name))?;
    }
    say(&format!("\nWritten into {DOCUMENT} and {PICTURES}."));
    Ok(())
}

/// Builds what is measured and measures it; gives the directory of the report and its pictures.
fn measure(parts: &[&str]) -> Result<PathBuf, Failure> {
    system_packages::install_missing(&[APP, PAGE, KEYCHAIN, DESKTOP])?;
    ui::build()?;
    say("\nA first build for release takes a quarter of an hour.");
    let release = |words: &[&str]| {
        let mut command = cargo(&["build", "--release", "--locked"]);
        command.args(words);
        command
    };
    step::run(
        "build the app and an empty one",
        // Alone, as it is packaged: built beside others, it would have what they ask of the libraries.
        &mut release(&["--package", "ringlog", "--bins", "--example", "empty"]),
    )?;
    step::run(
        "build what measures them",
        release(&["--package", "ringlog-cli", "--package", "ringlog-simulator"])
            .args(["--package", "ringlog-bench"]),
    )?;
    let target = bundle::target()?;
    let release = target.join("release");
    let results = target.join("bench");
    let mut measure = Command::new(release.join("ringlog-bench"));
    measure
        .arg(&results)
        .args(parts)
        .env("RINGLOG_APP", release.join("ringlog"))
        .env("RINGLOG_EMPTY_APP", release.join("examples/empty"))
        .env("RINGLOGCTL", release.join("ringlogctl"))
        .env("RINGLOG_LICENCES", bundle::write_licences()?)
        .env("RINGLOG_SIMULATOR", release.join("ringlog-simulator"));
    desktop::step("measure", &measure)?;
    Ok(results)
}

fn pictures(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error| Failure::new(format!("{}: {error}", directory.display()));
    let mut pictures = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "svg") {
            pictures.push(path);
        }
    }
    Ok(pictures)
}
