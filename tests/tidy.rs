//! The rules of the tree, each an absence: what is not where it must not be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A file longer than this wants to be two.
const LINES_MAX: usize = 520;

/// The whole of what core may use; none of it can do I/O.
const CORE_DEPENDENCIES: [&str; 16] = [
    "base64",
    "fluent-bundle",
    "icu_calendar",
    "icu_datetime",
    "icu_decimal",
    "icu_locale_core",
    "jiff",
    "rlibphonenumber",
    "secrecy",
    "serde",
    "serde_json",
    "thiserror",
    "unic-langid",
    "unicode-segmentation",
    "url",
    "uuid",
];

const TOP_LEVEL: [&str; 17] = [
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".deny.toml",
    ".github",
    ".gitignore",
    ".rustfmt.toml",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "icons",
    "src-tauri",
    "tauri.conf.json",
    "tests",
    "ui",
];

/// Names that do not say what is inside.
const EMPTY_WORDS: [&str; 10] = [
    "common", "handler", "handlers", "helper", "helpers", "manager", "managers", "misc", "util",
    "utils",
];

/// What a desktop program is built on; everything but the app does without.
const DESKTOP_CRATES: [&str; 8] = [
    "gdk",
    "gtk",
    "javascriptcore",
    "muda",
    "tao",
    "tauri",
    "webkit2gtk",
    "wry",
];

#[test]
fn tauri_is_known_only_to_the_app() {
    for krate in ["tauri", "tauri_build", "gtk"] {
        assert_named_only_in(
            krate,
            &[
                "src-tauri/src/",
                "src-tauri/build.rs",
                "src-tauri/bench/empty/",
            ],
        );
    }
    for krate in ["tauri", "tauri-build", "gtk"] {
        assert_depended_on_only_by(krate, &["ringlog"]);
    }
}

#[test]
fn there_is_one_way_to_the_network() {
    assert_named_only_in("reqwest", &["src-tauri/engine/src/http.rs"]);
    assert_depended_on_only_by("reqwest", &["ringlog-engine"]);
}

#[test]
fn there_is_one_way_to_the_database() {
    assert_named_only_in(
        "rusqlite",
        &[
            "src-tauri/engine/src/ledger.rs",
            "src-tauri/engine/src/ledger/",
            "src-tauri/bench/src/large_ledger.rs",
            "tests/",
        ],
    );
    let dependents = ["ringlog-bench", "ringlog-engine", "ringlog-tests"];
    assert_depended_on_only_by("rusqlite", &dependents);
}

#[test]
fn there_is_one_way_to_the_keychain() {
    assert_named_only_in(
        "keyring",
        &[
            "src-tauri/engine/src/keychain.rs",
            "src-tauri/engine/src/keychain/",
        ],
    );
    assert_depended_on_only_by("keyring", &["ringlog-engine"]);
}

#[test]
fn core_uses_nothing_that_can_do_io() {
    let members = members();
    let core = &members["ringlog-core"];

    assert_eq!(core.normal, names(CORE_DEPENDENCIES));
    assert_eq!(
        core.dev,
        names(["fluent-syntax", "insta", "proptest", "ts-rs"])
    );
    assert_eq!(core.build, BTreeSet::new());
}

#[test]
fn core_waits_for_nothing() {
    for (path, text) in sources(".rs") {
        if path.starts_with("src-tauri/core/") {
            for word in ["async", "await"] {
                assert_eq!(
                    first_line_with(&text, |line| has_word(line, word)),
                    None,
                    "{path}"
                );
            }
        }
    }
}

#[test]
fn the_simulator_shares_no_code_with_what_it_tests() {
    let members = members();
    let simulator = &members["ringlog-simulator"];

    for ours in ["ringlog-core", "ringlog-engine", "ringlog-cli", "ringlog"] {
        assert!(!simulator.all().contains(ours), "the simulator uses {ours}");
    }
}

#[test]
fn nothing_but_the_app_compiles_a_desktop() {
    for member in members().keys().filter(|name| *name != "ringlog") {
        let tree = cargo(&[
            "tree",
            "--package",
            member,
            "--edges",
            "normal,build,dev",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--locked",
            "--offline",
        ]);
        let crates: BTreeSet<&str> = tree
            .lines()
            .filter_map(|line| line.split(' ').next())
            .collect();
        assert!(
            crates.contains(member.as_str()),
            "the tree of {member} is empty"
        );
        for krate in crates {
            let family = krate.split('-').next().unwrap_or(krate);
            assert!(
                !DESKTOP_CRATES.contains(&family),
                "{member} compiles {krate}"
            );
        }
    }
}

#[test]
fn every_member_is_held_to_the_same_lints() {
    let mut manifests = 0;
    for path in tracked_files() {
        if path.ends_with("Cargo.toml") {
            manifests += 1;
            assert!(read(&path).contains("[lints]\nworkspace = true"), "{path}");
        }
    }
    assert_eq!(manifests, members().len());
}

#[test]
fn no_file_is_too_long_to_be_read_at_once() {
    for extension in [".rs", ".ts", ".svelte", ".css"] {
        for (path, text) in sources(extension) {
            let lines = text.lines().count();
            assert!(lines <= LINES_MAX, "{path} has {lines} lines: make it two");
        }
    }
}

#[test]
fn every_name_says_what_is_inside() {
    for path in tracked_files() {
        for part in Path::new(&path) {
            let name = part.to_string_lossy().to_lowercase();
            let stem = name
                .split('.')
                .find(|stem| !stem.is_empty())
                .unwrap_or_default();
            assert_says_something(stem, &path);
        }
    }
    for (path, text) in sources(".rs") {
        for line in text.lines() {
            if let Some((_, module)) = line.split_once("mod ")
                && let Some(name) = module.strip_suffix([';', '{'])
            {
                assert_says_something(name.trim(), &path);
            }
        }
    }
}

#[test]
fn the_top_level_holds_only_what_was_agreed() {
    let agreed = names(TOP_LEVEL);
    for path in tracked_files() {
        let top = path.split('/').next().unwrap_or(&path).to_owned();
        assert!(
            agreed.contains(&top),
            "{top} is not agreed on: see TOP_LEVEL"
        );
    }
}

#[test]
fn no_test_sleeps() {
    for (path, text) in sources(".rs") {
        let tests = if path.starts_with("tests/") {
            text.as_str()
        } else {
            text.split_once("#[cfg(test)]")
                .map_or("", |(_, tests)| tests)
        };
        assert_eq!(
            first_line_with(tests, |line| line.contains(concat!("thread", "::sleep"))),
            None,
            "{path}"
        );
    }
}

#[test]
fn every_file_of_promises_runs() {
    let promises = read("tests/main.rs");
    for path in tracked_files() {
        let Some(stem) = path
            .strip_prefix("tests/")
            .and_then(|name| name.strip_suffix(".rs"))
            .filter(|stem| !stem.contains('/') && !["main", "world", "simulation"].contains(stem))
        else {
            continue;
        };
        let line = format!("mod {stem};");
        assert!(
            promises.lines().any(|promise| promise == line),
            "tests/main.rs lacks `{line}`"
        );
    }
}

#[test]
fn the_program_deletes_nothing_from_the_ledger() {
    for (path, text) in tracked_texts(&[".rs", ".sql"]) {
        if !path.starts_with("src-tauri/engine/src/ledger") {
            continue;
        }
        let program = text
            .split_once("#[cfg(test)]")
            .map_or(text.as_str(), |(program, _)| program);
        for words in ["delete from", "drop table", "truncate table"] {
            assert_eq!(
                first_line_with(program, |line| line.to_lowercase().contains(words)),
                None,
                "{path}"
            );
        }
    }
}

#[test]
fn a_crate_is_found_by_its_paths_and_imports_only() {
    let check =
        |line: &str, is_named: bool| assert_eq!(names_crate(line, "purse"), is_named, "{line}");
    check("use purse::Entry;", true);
    check("    let entry = ::purse::Entry::new(service, user)?;", true);
    check("use purse as kept;", true);
    check("use {purse, url};", true);
    check("extern crate purse;", true);
    check("start gnome-purse and try again", false);
    check("use crate::pocket::Purse;", false);
    check("my_purse::Entry", false);
    check("/// Uses [`purse::Entry`].", false);
}

/// The dependencies that a member's own manifest names.
#[derive(Default)]
pub(super) struct Manifest {
    normal: BTreeSet<String>,
    dev: BTreeSet<String>,
    build: BTreeSet<String>,
}

impl Manifest {
    pub(super) fn all(&self) -> BTreeSet<&str> {
        [&self.normal, &self.dev, &self.build]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect()
    }
}

pub(super) fn members() -> BTreeMap<String, Manifest> {
    let answer = cargo(&[
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
        "--locked",
        "--offline",
    ]);
    let metadata: Value = serde_json::from_str(&answer).expect("cargo metadata is JSON");
    let mut members = BTreeMap::new();
    for package in elements(&metadata, "packages") {
        let mut manifest = Manifest::default();
        for dependency in elements(package, "dependencies") {
            let list = match dependency.get("kind").and_then(Value::as_str) {
                Some("dev") => &mut manifest.dev,
                Some("build") => &mut manifest.build,
                _ => &mut manifest.normal,
            };
            list.insert(text(dependency, "name"));
        }
        members.insert(text(package, "name"), manifest);
    }
    members
}

fn elements<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).expect(key)
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .expect(key)
        .to_owned()
}

fn names<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into_iter().collect()
}

#[track_caller]
fn assert_named_only_in(krate: &str, places: &[&str]) {
    for (path, text) in sources(".rs") {
        if !places.iter().any(|place| path.starts_with(place)) {
            assert_eq!(
                first_line_with(&text, |line| names_crate(line, krate)),
                None,
                "{path}"
            );
        }
    }
}

#[track_caller]
fn assert_depended_on_only_by(krate: &str, dependents: &[&str]) {
    for (member, manifest) in members() {
        let may = dependents.contains(&member.as_str());
        assert!(
            may || !manifest.all().contains(krate),
            "{member} depends on {krate}"
        );
    }
}

#[track_caller]
fn assert_says_something(name: &str, path: &str) {
    for word in name.split(['_', '-']) {
        assert!(
            !EMPTY_WORDS.contains(&word),
            "\"{word}\" does not say what is inside: {path}"
        );
    }
}

fn first_line_with(text: &str, is_meant: impl Fn(&str) -> bool) -> Option<&str> {
    text.lines()
        .filter(|line| !is_comment(line))
        .find(|line| is_meant(line))
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Whether a line of code uses a crate, by a path that begins with it or by importing it.
fn names_crate(line: &str, krate: &str) -> bool {
    let imports = ["use ", "extern crate "]
        .iter()
        .any(|word| line.trim_start().starts_with(word));
    !is_comment(line)
        && words(line).any(|(word, rest)| word == krate && (imports || rest.starts_with("::")))
}

fn has_word(line: &str, wanted: &str) -> bool {
    words(line).any(|(word, _)| word == wanted)
}

/// Each identifier with what follows it; a hyphen counts as part of a word, so that prose names are whole.
fn words(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    let mut rest = line;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|letter| !is_part(letter));
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        (!word.is_empty()).then_some((word, after))
    })
}

pub(super) fn sources(extension: &str) -> BTreeMap<String, String> {
    tracked_texts(&[extension])
}

fn tracked_texts(extensions: &[&str]) -> BTreeMap<String, String> {
    tracked_files()
        .into_iter()
        .filter(|path| extensions.iter().any(|extension| path.ends_with(extension)))
        .map(|path| {
            let text = read(&path);
            (path, text)
        })
        .collect()
}

/// Every file of the project that is there, committed or about to be.
pub(super) fn tracked_files() -> BTreeSet<String> {
    // The home of a test run has no settings that call the checkout its owner's.
    let mut git = Command::new("git");
    git.args([
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let files: BTreeSet<String> = output(&mut git)
        .split('\0')
        .filter(|path| !path.is_empty() && root().join(path).is_file())
        .map(str::to_owned)
        .collect();
    assert!(
        files.contains("Cargo.toml"),
        "git lists no files of the project"
    );
    files
}

pub(super) fn read(path: &str) -> String {
    let text = fs::read_to_string(root().join(path)).expect(path);
    text.replace("\r\n", "\n")
}

fn cargo(arguments: &[&str]) -> String {
    output(Command::new(env!("CARGO")).args(arguments))
}

fn output(command: &mut Command) -> String {
    let answer = command
        .current_dir(root())
        .stdin(Stdio::null())
        .output()
        .expect("git and cargo are installed");
    assert!(
        answer.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&answer.stderr)
    );
    String::from_utf8(answer.stdout).expect("file and crate names are UTF-8")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests are a directory of the project")
        .to_path_buf()
}
