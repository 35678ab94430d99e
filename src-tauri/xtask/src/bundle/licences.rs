//! The licences of everything that is linked or embedded into the programs: most of them ask to be passed on.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::files;
use crate::scratch;
use crate::step::{self, Failure, cargo};

/// What the built page contains beside our own code, by package of npm; `clsx` is within Svelte.
const IN_THE_PAGE: [&str; 7] = [
    "@fluent/bundle",
    "@fluentui/svg-icons",
    "@fluentui/tokens",
    "@tauri-apps/api",
    "clsx",
    "svelte",
    "virtua",
];

/// Prints what Node.js knows of a package, in the form of a line of `cargo tree`.
const DESCRIBE: &str = "const p = require(require('path').resolve('ui/node_modules', process.argv[1], 'package.json')); \
    const r = p.repository; console.log(`${p.name} v${p.version}|${p.license}|${(r && r.url) || r || ''}`)";

/// How the names of licence files begin, in small letters.
const LICENCE_FILES: [&str; 6] = [
    "license",
    "licence",
    "copying",
    "copyright",
    "notice",
    "unlicense",
];

/// One library as cargo lists it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Library {
    /// Name and version.
    name: String,
    /// Its licence as an SPDX expression.
    licence: String,
    /// Where it comes from.
    repository: String,
}

/// The whole text: every library, then every licence once.
pub(super) fn collect() -> Result<String, Failure> {
    let mut libraries = linked()?;
    let sources = registry_sources()?;
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for library in &libraries {
        let directory = source_of(library, &sources)?;
        for text in texts_in(&directory)? {
            texts.entry(text).or_default().insert(library.name.clone());
        }
    }
    for package in IN_THE_PAGE {
        let library = embedded(package)?;
        let directory = step::root().join("ui/node_modules").join(package);
        for text in texts_in(&directory)? {
            texts.entry(text).or_default().insert(library.name.clone());
        }
        libraries.insert(library);
    }
    Ok(written(&libraries, &texts))
}

/// What both programs are linked with on this system.
fn linked() -> Result<BTreeSet<Library>, Failure> {
    let tree = step::answer(&mut cargo(&[
        "tree",
        "--package",
        "ringlog",
        "--package",
        "ringlog-cli",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}|{l}|{r}",
        "--locked",
    ]))?;
    Ok(tree.lines().filter_map(library).collect())
}

/// An installed package of npm.
fn embedded(package: &str) -> Result<Library, Failure> {
    let line = step::answer(
        Command::new("node")
            .args(["--eval", DESCRIBE, package])
            .current_dir(step::root()),
    )?;
    library(line.trim()).ok_or_else(|| {
        Failure::new(format!(
            "{package} has no name, version and licence: {line}"
        ))
    })
}

/// A line of `cargo tree`; none for our own crates and for what only the compiler runs.
fn library(line: &str) -> Option<Library> {
    let mut fields = line.trim_end_matches(" (*)").split('|');
    let package = fields.next()?;
    if package.contains('(') {
        return None;
    }
    let (name, version) = package.split_once(" v")?;
    Some(Library {
        name: format!("{name} {version}"),
        licence: fields.next()?.to_owned(),
        repository: fields.next()?.to_owned(),
    })
}

/// Where cargo keeps the sources of libraries, a directory for each registry.
fn registry_sources() -> Result<Vec<PathBuf>, Failure> {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cargo")))
        .ok_or_else(|| Failure::new("neither CARGO_HOME nor a home directory is set."))?;
    let registries = home.join("registry/src");
    let entries = fs::read_dir(&registries).map_err(|error| {
        Failure::new(format!(
            "{} could not be read: {error}",
            registries.display()
        ))
    })?;
    Ok(entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect())
}

fn source_of(library: &Library, registries: &[PathBuf]) -> Result<PathBuf, Failure> {
    let directory = library.name.replacen(' ', "-", 1);
    registries
        .iter()
        .map(|registry| registry.join(&directory))
        .find(|path| path.is_dir())
        .ok_or_else(|| {
            Failure::new(format!(
                "the source of {directory} is in no registry of cargo: its licence cannot be passed on."
            ))
        })
}

fn texts_in(directory: &Path) -> Result<Vec<String>, Failure> {
    let is_licence = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_lowercase();
        LICENCE_FILES.iter().any(|start| name.starts_with(start))
    };
    files(directory)?
        .iter()
        .filter(|path| is_licence(path))
        .map(|path| {
            let bytes = scratch::read(path)?;
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
            Ok(text.trim_matches('\n').to_owned())
        })
        .collect()
}

fn written(libraries: &BTreeSet<Library>, texts: &BTreeMap<String, BTreeSet<String>>) -> String {
    let mut all =
        "Ringlog contains these libraries. Their licences follow the list.\n\n".to_owned();
    for Library {
        name,
        licence,
        repository,
    } in libraries
    {
        let _infallible = writeln!(all, "{name}: {licence}, {repository}");
    }
    for (text, names) in texts {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let _infallible = write!(
            all,
            "\n{}\n{}\n\n{text}\n",
            "=".repeat(72),
            names.join(", ")
        );
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_read_from_cargo_s_tree() {
        let adler2 = library("adler2 v2.0.1|0BSD OR MIT|https://example.org/adler2 (*)").unwrap();

        assert_eq!(adler2.name, "adler2 2.0.1");
        assert_eq!(adler2.licence, "0BSD OR MIT");
        assert_eq!(adler2.repository, "https://example.org/adler2");
    }

    #[test]
    fn own_crates_and_macros_are_no_libraries_inside() {
        assert_eq!(library("ringlog-core v0.1.0 (/src/core)|MIT|"), None);
        assert_eq!(library("serde_derive v1.0.0 (proc-macro)|MIT|x"), None);
    }

    #[test]
    fn no_package_comes_into_the_page_without_its_licence() {
        let mut directories = vec![step::root().join("ui/src")];
        let mut seen = BTreeSet::new();
        while let Some(directory) = directories.pop() {
            for entry in fs::read_dir(&directory).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    directories.push(path);
                } else {
                    let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
                    seen.extend(text.lines().filter_map(imported));
                }
            }
        }
        assert!(seen.contains("svelte"), "{seen:?}");
        for package in seen {
            assert!(IN_THE_PAGE.contains(&package.as_str()), "{package}");
        }
    }

    /// The package of npm that a line of the page imports, if it is nothing of ours.
    fn imported(line: &str) -> Option<String> {
        let (_, path) = line
            .split_once(" from \"")
            .or_else(|| line.split_once("import \""))?;
        let (path, _) = path.split_once('"')?;
        let ours = ['.', '/', '$'];
        if path.starts_with(ours) || path.starts_with("virtual:") {
            return None;
        }
        let segments = if path.starts_with('@') { 2 } else { 1 };
        let package: Vec<&str> = path.split('/').take(segments).collect();
        Some(package.join("/"))
    }

    #[test]
    fn a_licence_that_several_share_is_printed_once() {
        let library = |name: &str| Library {
            name: name.to_owned(),
            licence: "MIT".to_owned(),
            repository: "https://example.org".to_owned(),
        };
        let libraries = BTreeSet::from([library("a 1.0.0"), library("b 2.0.0")]);
        let names = BTreeSet::from(["a 1.0.0".to_owned(), "b 2.0.0".to_owned()]);
        let texts = BTreeMap::from([("Permission is granted.".to_owned(), names)]);

        let all = written(&libraries, &texts);

        assert_eq!(all.matches("Permission is granted.").count(), 1);
        assert!(all.contains("\na 1.0.0, b 2.0.0\n"), "{all}");
        assert!(
            all.contains("\nb 2.0.0: MIT, https://example.org\n"),
            "{all}"
        );
    }
}
