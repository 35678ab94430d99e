//! The ways in, with what was kept of the fuzzer's finds and what can be made of it.

#![expect(
    clippy::unwrap_used,
    reason = "a corpus that cannot be read fails the test"
)]

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use ringlog_fuzz::{TARGETS, Target};

/// A small corpus is read by people, and runs in every test run.
const FILES_MAX: usize = 60;
const FILE_BYTES_MAX: usize = 64 * 1024;

fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(name)
}

/// Each file's name with its bytes, in the order of their names.
fn corpus(target: Target) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(place(target.name))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Takes bytes in, and says whose they were where that breaks a promise.
fn take_in(target: Target, name: &str, bytes: &[u8]) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| (target.take_in)(bytes))) {
        #[expect(clippy::print_stderr, reason = "it is what a person looks for first")]
        {
            eprintln!(
                "{} of {name}: {:?}",
                target.name,
                String::from_utf8_lossy(bytes)
            );
        }
        resume_unwind(panic);
    }
}

#[test]
fn whatever_was_kept_comes_in_without_harm() {
    for target in TARGETS {
        for (name, bytes) in corpus(target) {
            take_in(target, &name, &bytes);
        }
    }
}

#[test]
fn whatever_breaks_off_comes_in_without_harm() {
    for target in TARGETS {
        for (name, bytes) in corpus(target) {
            let step = bytes.len().div_ceil(16).max(1);
            for end in (0..bytes.len()).step_by(step) {
                let beginning = bytes.get(..end).unwrap_or_default();
                take_in(target, &name, beginning);
            }
        }
    }
}

/// Bytes put in another's place, somewhere.
fn damage() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, Vec<u8>)>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        prop::sample::select(vec![
            "\"",
            "\r\n",
            "\n\n",
            "{",
            "[",
            "]}",
            "--",
            "%00",
            "'",
            "<",
            "=",
            ",",
            "\u{0}",
            "\u{202e}",
            "\u{1b}[2J",
            "null",
            "1e999",
            "-1",
            "99999999999999999999",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), 0..8_usize, piece), 1..5)
}

fn damaged(bytes: &[u8], damage: &[(prop::sample::Index, usize, Vec<u8>)]) -> Vec<u8> {
    let mut damaged = bytes.to_vec();
    for (at, length, piece) in damage {
        let start = at.index(damaged.len() + 1);
        let end = (start + length).min(damaged.len());
        damaged.splice(start..end, piece.iter().copied());
    }
    damaged
}

#[test]
fn whatever_is_damaged_or_made_up_comes_in_without_harm() {
    for target in TARGETS {
        let files = corpus(target);
        let strategy = (any::<prop::sample::Index>(), damage());
        let mut runner = TestRunner::new(Config {
            cases: 300,
            failure_persistence: None,
            ..Config::default()
        });
        let outcome = runner.run(&strategy, |(which, damage)| {
            let (_, bytes) = which.get(&files);
            (target.take_in)(&damaged(bytes, &damage));
            Ok(())
        });
        assert!(outcome.is_ok(), "{}: {}", target.name, outcome.unwrap_err());
        let outcome = runner.run(&prop::collection::vec(any::<u8>(), 0..200), |bytes| {
            (target.take_in)(&bytes);
            Ok(())
        });
        assert!(outcome.is_ok(), "{}: {}", target.name, outcome.unwrap_err());
    }
}

#[test]
fn every_way_in_has_a_small_corpus() {
    let folders: BTreeSet<String> = fs::read_dir(place("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let names: BTreeSet<String> = TARGETS.map(|target| target.name.to_owned()).into();
    assert_eq!(folders, names);
    for target in TARGETS {
        let files = corpus(target);
        assert!(
            (1..=FILES_MAX).contains(&files.len()),
            "{target:?}: {}",
            files.len()
        );
        for (name, bytes) in files {
            assert!(bytes.len() <= FILE_BYTES_MAX, "{name}: {}", bytes.len());
        }
    }
}
