use std::path::{Path, PathBuf};

use super::*;
use crate::scratch;
use crate::step;

/// Where the modules of a test binary stand, by what proof.md calls its package.
const PACKAGES: [(&str, &str); 6] = [
    ("ringlog-core ", "src-tauri/core/src"),
    ("ringlog-engine ", "src-tauri/engine/src"),
    ("ringlog-simulator ", "src-tauri/simulator/src"),
    ("ringlog ", "src-tauri/src"),
    ("desktop ", "tests/desktop"),
    ("", "tests"),
];

fn read(below_root: &str) -> String {
    scratch::read_text(&step::root().join(below_root)).unwrap()
}

/// The file that holds the module of a test.
fn file_of(directory: &Path, modules: &[&str]) -> Option<PathBuf> {
    let file = |modules: &[&str]| directory.join(modules.join("/")).with_extension("rs");
    let own = file(modules);
    if own.is_file() {
        return Some(own);
    }
    // A module at the end of the file.
    let (last, before) = modules.split_last()?;
    let outer = file(before);
    let text = scratch::read_text(&outer).ok()?;
    text.contains(&format!("mod {last} {{")).then_some(outer)
}

/// Sees that there is such a test, named as in proof.md.
fn assert_exists(test: &str) {
    let (package, directory) = PACKAGES
        .iter()
        .find(|(package, _)| test.starts_with(package))
        .unwrap();
    let segments: Vec<&str> = test.split_at(package.len()).1.split("::").collect();
    let (name, modules) = segments.split_last().unwrap();
    let file = file_of(&step::root().join(directory), modules)
        .unwrap_or_else(|| panic!("`{test}` is in no file"));
    let text = scratch::read_text(&file).unwrap();
    assert!(
        text.contains(&format!("fn {name}(")),
        "{} has no test `{test}`",
        file.display()
    );
}

#[test]
fn each_fault_can_be_planted_in_one_place() {
    for fault in FAULTS {
        let count = read(fault.file).matches(fault.text).count();
        assert_eq!(count, 1, "{}: {}", fault.file, fault.name);
        assert_ne!(fault.text, fault.replacement, "{}", fault.name);
        assert!(!fault.caught_by.is_empty(), "{}", fault.name);
    }
}

#[test]
fn each_test_that_catches_a_fault_exists() {
    for test in FAULTS.iter().flat_map(|fault| fault.caught_by) {
        assert_exists(&test.to_string());
    }
}

#[test]
fn each_test_and_file_that_the_proof_names_exists() {
    let document = read(report::DOCUMENT);
    let names: Vec<&str> = document.split('`').skip(1).step_by(2).collect();
    let mut tests = 0;
    for name in names {
        if let Some(file) = name.strip_prefix('/') {
            assert!(step::root().join(file).exists(), "{name}");
        } else if name.contains("::") {
            assert_exists(name);
            tests += 1;
        }
    }
    assert!(tests > FAULTS.len());
}

#[test]
fn the_proof_tells_of_the_faults_that_are_planted() {
    let document = read(report::DOCUMENT);
    let renewed = report::renewed(&document).unwrap();
    assert!(
        document == renewed,
        "{} is not what `cargo xtask planted` writes",
        report::DOCUMENT
    );
}
