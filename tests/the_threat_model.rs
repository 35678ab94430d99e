//! What `security.md` says is defended is shown by tests that are there.

use super::tidy::{read, tracked_files};

const DOCUMENT: &str = "src-tauri/docs/security.md";

/// Each test the text names, as its file and its own name.
fn named(text: &str) -> Vec<(&str, &str)> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| code.split_once(".rs::"))
        .collect()
}

/// Whether the file has a test of this name, and not only a function.
fn is_test(file: &str, name: &str) -> bool {
    let lines: Vec<&str> = file.lines().map(str::trim).collect();
    let is_the_function = |line: &&str| {
        line.strip_prefix("async ")
            .unwrap_or(line)
            .strip_prefix("fn ")
            .is_some_and(|rest| {
                rest.strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with('('))
            })
    };
    let Some(at) = lines.iter().position(is_the_function) else {
        return false;
    };
    lines
        .iter()
        .take(at)
        .rev()
        .take_while(|line| line.starts_with("#["))
        .any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"))
}

#[test]
fn every_test_the_threat_model_names_is_there() {
    let (text, files) = (read(DOCUMENT), tracked_files());
    let named = named(&text);
    assert!(named.len() >= 30, "{named:?}");
    for (stem, name) in named {
        let path = format!("{stem}.rs");
        assert!(files.contains(&path), "{path}");
        assert!(is_test(&read(&path), name), "{path} has no test {name}");
    }
}

#[test]
fn every_attacker_has_a_test_and_is_told_what_is_left_open() {
    let text = read(DOCUMENT);
    let (_, attackers) = text.split_once("## Who may attack").unwrap();
    let (attackers, _) = attackers.split_once("\n## ").unwrap();
    for attacker in attackers.split("### ").skip(1) {
        let (who, defence) = attacker.split_once('\n').unwrap();
        assert!(defence.contains(".rs::"), "{who}");
    }
    assert!(attackers.matches("Not defended").count() >= 6);
}

#[test]
fn the_threat_model_is_found_from_where_people_begin() {
    for place in [
        "README.md",
        "src-tauri/ARCHITECTURE.md",
        ".github/SECURITY.md",
    ] {
        assert!(read(place).contains("docs/security.md"), "{place}");
    }
}
