//! Files that people and administrators write.

use std::fs;
use std::path::{Path, PathBuf};

use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::Fallbacks;
use ringlog_core::settings::raw::Raw;
use ringlog_engine::config::{Config, PolicyStore};
use tempfile::TempDir;

use crate::surroundings::assert_is_plain;

fn written(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("there is room for a file");
    let path = directory.path().join(name);
    fs::write(&path, bytes).expect("there is room for a file");
    (directory, path)
}

/// Whatever it says, it can be told to a person.
fn assert_is_told(config: &Config) {
    for warning in config.warnings() {
        assert_is_plain(&warning);
    }
    for problem in config.effective(&Fallbacks::default()).problems {
        assert_is_plain(&problem);
    }
}

fn poll_seconds(path: &Path) -> Option<Raw> {
    let config = Config::open(path, [], PolicyStore::None);
    config
        .effective(&Fallbacks::default())
        .value(Key::PollSeconds)
}

/// `settings.toml`: it is read, and changed in one place without harm to the rest.
pub fn settings_file(bytes: &[u8]) {
    let (_directory, path) = written("settings.toml", bytes);
    let mut config = Config::open(&path, [], PolicyStore::None);
    assert_is_told(&config);
    match config.set("pbx.poll_seconds", "77") {
        Ok(_) => assert_eq!(poll_seconds(&path), Some(Raw::Integer(77))),
        Err(error) => {
            assert_is_plain(&error);
            assert_eq!(fs::read(&path).unwrap(), bytes, "it was changed");
        }
    }
}

/// `policy.toml` of Linux.
pub fn policy_file(bytes: &[u8]) {
    let (directory, path) = written("policy.toml", bytes);
    take_policy(&directory, PolicyStore::File(path));
}

/// A property list of macOS.
pub fn property_list(bytes: &[u8]) {
    let (directory, path) = written("org.ringlog.desktop.plist", bytes);
    take_policy(&directory, PolicyStore::PropertyLists(vec![path]));
}

/// What a policy sets is locked, and what it does not set is not.
fn take_policy(directory: &TempDir, store: PolicyStore) {
    let file = directory.path().join("settings.toml");
    let mut config = Config::open(&file, [], store);
    assert_is_told(&config);
    let is_locked = config
        .effective(&Fallbacks::default())
        .is_locked(Key::PollSeconds);
    let is_set = config.set("pbx.poll_seconds", "77").is_ok();
    assert!(!(is_locked && is_set), "a managed setting was changed");
}
