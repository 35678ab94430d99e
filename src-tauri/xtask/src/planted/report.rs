//! What caught each fault, on the screen and in proof.md.

use std::path::PathBuf;

use super::{FAULTS, Fault};
use crate::scratch;
use crate::step::{self, Failure};

/// The document, whose last table is that of the faults.
pub(super) const DOCUMENT: &str = "src-tauri/docs/proof.md";

const HEADING: &str = "| planted fault | in | caught by |\n| --- | --- | --- |\n";

pub(super) fn path() -> PathBuf {
    step::root().join(DOCUMENT)
}

/// The document with its table of faults made anew.
pub(super) fn renewed(document: &str) -> Result<String, Failure> {
    let (before, _) = document.split_once(HEADING).ok_or_else(|| {
        Failure::new(format!(
            "{DOCUMENT} has no table of planted faults: give it the heading\n{HEADING}"
        ))
    })?;
    let rows: String = FAULTS.iter().map(row).collect();
    Ok(format!("{before}{HEADING}{rows}"))
}

/// Says in proof.md what caught each fault.
pub(super) fn write() -> Result<(), Failure> {
    let path = path();
    let document = scratch::read_text(&path)?;
    scratch::write(&path, renewed(&document)?)
}

fn row(fault: &Fault) -> String {
    let tests: Vec<String> = fault
        .caught_by
        .iter()
        .map(|test| format!("`{test}`"))
        .collect();
    format!(
        "| {} | `/{}` | {} |\n",
        fault.name,
        fault.file,
        tests.join(", ")
    )
}
