//! How large the programs are, and what the Debian package puts on the disk.

use std::env;
use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ringlog_desktop_driver::session::program;
use serde_json::Value;

use super::starting::megabytes;
use super::{Measured, Pair};
use crate::table::{Line, times};

const TIMES_MAX: f64 = 2.0;

/// Names the file with the licences of everything, which is made for the package.
const LICENCES: &str = "RINGLOG_LICENCES";

pub(super) fn measure(pair: &Pair, measured: &mut Measured) -> Result<(), Box<dyn Error>> {
    let ours = bytes_of(&program("RINGLOG_APP"))?;
    let ringlogctl = bytes_of(&program("RINGLOGCTL"))?;
    let empty = bytes_of(&pair.empty)?;
    measured
        .lines
        .push(line("size of the program", ours, empty));

    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let configuration = serde_json::from_str(&fs::read_to_string(root.join("tauri.conf.json"))?)?;
    let parts = parts(&configuration);
    let bytes_of_all = |files: &[&str]| -> io::Result<u64> {
        files.iter().map(|file| bytes_of(&root.join(file))).sum()
    };
    let pictures = bytes_of_all(&parts.pictures)?;
    let mut others = bytes_of_all(&parts.others)?;
    if let Some(licences) = env::var_os(LICENCES) {
        others += bytes_of(&PathBuf::from(licences))?;
    } else {
        measured.notes.push(format!(
            "The licences, which {LICENCES} names, are not in the installed size."
        ));
    }
    measured.notes.push(format!(
        "Of what the Debian package installs, ringlogctl is {}, and pictures, licences and descriptions are {}.",
        megabytes(ringlogctl),
        megabytes(pictures + others)
    ));
    measured.lines.push(line(
        "installed by the Debian package, ringlogctl included",
        ours + ringlogctl + pictures + others,
        empty + pictures,
    ));
    Ok(())
}

fn line(what: &str, ours: u64, empty: u64) -> Line {
    let larger = ours as f64 / empty as f64;
    Line {
        what: what.to_owned(),
        ours: megabytes(ours),
        against: format!("empty app: {}", megabytes(empty)),
        result: times(larger),
        target: format!("at most {TIMES_MAX} times"),
        is_met: larger <= TIMES_MAX,
    }
}

/// What is in the package besides the programs, by where it lies in the project.
#[derive(Debug, PartialEq, Eq)]
struct Parts<'a> {
    pictures: Vec<&'a str>,
    others: Vec<&'a str>,
}

fn parts(configuration: &Value) -> Parts<'_> {
    let text = |pointer: &str| configuration.pointer(pointer).and_then(Value::as_str);
    let icons = configuration
        .pointer("/bundle/icon")
        .and_then(Value::as_array);
    let files = configuration
        .pointer("/bundle/linux/deb/files")
        .and_then(Value::as_object);
    Parts {
        pictures: icons
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|icon| icon.ends_with(".png"))
            .collect(),
        others: files
            .into_iter()
            .flat_map(|files| files.values())
            .filter_map(Value::as_str)
            .chain(text("/bundle/linux/deb/desktopTemplate"))
            .collect(),
    }
}

fn bytes_of(file: &Path) -> io::Result<u64> {
    let metadata = fs::metadata(file)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?;
    Ok(metadata.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_has_pictures_of_each_size_and_what_is_named_beside_them() {
        let configuration = serde_json::json!({ "bundle": {
            "icon": ["icons/32x32.png", "icons/icon.ico"],
            "linux": { "deb": {
                "desktopTemplate": "package/ringlog.desktop",
                "files": { "/usr/share/doc/ringlog/copyright": "package/copyright" },
            } },
        } });

        assert_eq!(
            parts(&configuration),
            Parts {
                pictures: vec!["icons/32x32.png"],
                others: vec!["package/copyright", "package/ringlog.desktop"],
            }
        );
    }
}
