//! What is built in: few libraries, each argued for, each the one that its lock file names.
//!
//! Licences, duplicates, sources and known flaws of crates are for `cargo deny` to judge, by `.deny.toml`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::tidy::{members, read, sources, tracked_files};

const ARGUMENTS: &str = "src-tauri/ARCHITECTURE.md";

/// What cargo does with dependencies, and would find newer ones for if it were not told not to.
const RESOLVING: [&str; 9] = [
    "build", "check", "clippy", "doc", "install", "metadata", "run", "test", "tree",
];

#[test]
fn every_library_is_argued_for() {
    let argued = argued();
    for name in direct() {
        assert!(
            argued.contains(&name),
            "{ARGUMENTS} does not say why there is {name}"
        );
    }
}

#[test]
fn no_argument_outlives_its_library() {
    let mut there: BTreeSet<String> = crates().into_iter().map(|krate| krate.name).collect();
    there.extend(direct());
    for name in argued() {
        assert!(there.contains(&name), "{ARGUMENTS} argues for {name}");
    }
}

#[test]
fn every_crate_but_our_own_comes_from_the_one_registry_as_it_was_locked() {
    let members = members();
    let mut registries = BTreeSet::new();
    for krate in crates() {
        match &krate.source {
            Some(source) => {
                assert!(source.starts_with("registry+"), "{krate:?}");
                assert!(krate.is_checked, "{krate:?}");
                registries.insert(source.clone());
            }
            None => assert!(members.contains_key(&krate.name), "{krate:?}"),
        }
    }
    assert_eq!(registries.len(), 1, "{registries:?}");
}

#[test]
fn every_package_of_npm_is_the_one_that_was_locked_and_runs_nothing_when_installed() {
    for manifest in manifests_of_npm() {
        let path = manifest.replace("package.json", "package-lock.json");
        let lock: Value = serde_json::from_str(&read(&path)).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        assert!(packages.len() > 1, "{path}");
        for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
            let integrity = package["integrity"].as_str().unwrap_or_default();
            assert!(integrity.starts_with("sha512-"), "{path}: {name}");
            assert_eq!(package.get("resolved"), None, "{path}: {name}");
            assert_eq!(package.get("hasInstallScript"), None, "{path}: {name}");
        }
        let settings = read(&manifest.replace("package.json", ".npmrc"));
        assert!(settings.contains("ignore-scripts=true"), "{manifest}");
    }
}

#[test]
fn no_package_of_npm_has_a_licence_that_was_not_agreed_on() {
    let agreed = agreed_licences();
    for path in manifests_of_npm() {
        let path = path.replace("package.json", "package-lock.json");
        let lock: Value = serde_json::from_str(&read(&path)).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
            let licence = package["license"].as_str().unwrap_or_default();
            assert!(
                licence.split(" OR ").any(|one| agreed.contains(one)),
                "{path}: {name} has \"{licence}\""
            );
        }
    }
}

#[test]
fn every_build_is_locked() {
    let mut builds = Vec::new();
    for (path, text) in sources(".rs") {
        if path.starts_with("src-tauri/xtask/") {
            builds.extend(text.split("cargo(&[").skip(1).filter_map(|rest| {
                let (words, _) = rest.split_once(']')?;
                is_resolving(words).then(|| (path.clone(), words.to_owned()))
            }));
        }
    }
    for path in [".cargo/config.toml", ".github/workflows/check.yml"] {
        for line in read(path).lines() {
            let words = line
                .split_once("cargo ")
                .or_else(|| line.split_once("xtask = \""));
            if let Some((_, words)) = words.filter(|(_, words)| is_resolving(words)) {
                builds.push((path.to_owned(), words.to_owned()));
            }
        }
    }
    assert!(builds.len() > 10, "{builds:?}");
    for (path, words) in builds {
        assert!(words.contains("--locked"), "{path}: {words}");
    }
}

/// Whether the first word is one that looks at dependencies.
fn is_resolving(words: &str) -> bool {
    let first = words
        .split(|letter: char| !letter.is_alphanumeric())
        .find(|word| !word.is_empty());
    first.is_some_and(|word| RESOLVING.contains(&word))
}

/// The licences `.deny.toml` allows, and those of tools that end in nobody's package.
fn agreed_licences() -> BTreeSet<String> {
    let text = read(".deny.toml");
    let (_, licences) = text.split_once("\n[licenses]\n").unwrap();
    let (_, allowed) = licences.split_once("allow = [").unwrap();
    let (allowed, _) = allowed.split_once(']').unwrap();
    let allowed: BTreeSet<&str> = allowed.split('"').skip(1).step_by(2).collect();
    assert!(allowed.contains("MIT"), "{allowed:?}");
    let of_tools = ["0BSD", "MPL-2.0"];
    allowed
        .into_iter()
        .chain(of_tools)
        .map(str::to_owned)
        .collect()
}

/// The names in the first column of the arguments.
fn argued() -> BTreeSet<String> {
    let text = read(ARGUMENTS);
    let (_, table) = text.split_once("\n## Why these libraries\n").unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.filter_map(|row| row.split('|').nth(1))
        .flat_map(|names| names.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// Everything that a manifest of ours names, of cargo's and of npm's.
fn direct() -> BTreeSet<String> {
    let members = members();
    let mut direct: BTreeSet<String> = members
        .values()
        .flat_map(|manifest| manifest.all())
        .filter(|name| !members.contains_key(*name))
        .map(str::to_owned)
        .collect();
    for path in manifests_of_npm() {
        let manifest: Value = serde_json::from_str(&read(&path)).unwrap();
        for kind in ["dependencies", "devDependencies"] {
            if let Some(names) = manifest.get(kind).and_then(Value::as_object) {
                direct.extend(names.keys().cloned());
            }
        }
    }
    assert!(direct.contains("serde") && direct.contains("svelte"));
    direct
}

fn manifests_of_npm() -> Vec<String> {
    let manifests: Vec<String> = tracked_files()
        .into_iter()
        .filter(|path| path.ends_with("/package.json"))
        .collect();
    assert!(!manifests.is_empty());
    manifests
}

/// A crate of the lock file.
#[derive(Debug)]
struct Locked {
    name: String,
    source: Option<String>,
    is_checked: bool,
}

fn crates() -> Vec<Locked> {
    let lock = read("Cargo.lock");
    lock.split("[[package]]")
        .skip(1)
        .map(|krate| {
            let value = |key: &str| {
                let start = format!("{key} = \"");
                let line = krate.lines().find_map(|line| line.strip_prefix(&start));
                line.map(|rest| rest.trim_end_matches('"').to_owned())
            };
            Locked {
                name: value("name").unwrap(),
                source: value("source"),
                is_checked: value("checksum").is_some(),
            }
        })
        .collect()
}
