//! `cargo xtask bundle try`: the Debian package installed for real, started to the tray, upgraded while it runs, and removed.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::session;
use super::{files, target};
use crate::scratch::{self, Scratch};
use crate::step::{self, Failure, say};
use crate::system_packages::{self, DESKTOP, KEYCHAIN};

/// What Debian calls the package.
const PACKAGE: &str = "ringlog";

/// What makes a version newer than the same without it.
const NEWER: &str = "+upgrade";

/// Where a package and what it runs could leave something; the notes of the package manager are there too.
const SYSTEM_DIRECTORIES: [&str; 4] = ["/etc", "/opt", "/usr", "/var"];

/// Tries the package that `cargo xtask bundle` made.
pub(crate) fn run() -> Result<(), Failure> {
    refuse_where_it_would_harm()?;
    let package = made()?;
    system_packages::install_missing(&[KEYCHAIN, DESKTOP])?;
    let scratch = Scratch::create("trial")?;
    let newer = repacked(&package, scratch.path())?;
    let home = scratch.path().join("home");
    scratch::create_directory(&home)?;

    let before_it = named_after_it()?;
    let installed = Installed;
    step::run("install", &mut apt_get(&["install"], &package))?;
    let first = version()?;
    let mut owned = owned()?;
    step::run(
        "set something",
        in_home(&mut Command::new("ringlogctl"), &home).args([
            "config",
            "set",
            "pbx.extension",
            "1001",
        ]),
    )?;
    let settings = home.join(".config/ringlog/settings.toml");
    let before = scratch::read_text(&settings)?;

    session::step(
        "start to the tray, and upgrade meanwhile",
        &home,
        &apt_get(&["install"], &newer),
    )?;
    let second = version()?;
    if second != format!("{first}{NEWER}") {
        return Err(Failure::new(format!(
            "after the upgrade from {first}, the version is {second}."
        )));
    }
    owned.extend(self::owned()?);
    session::step(
        "start the newer version to the tray",
        &home,
        &Command::new("true"),
    )?;
    kept(&settings, &before, "the upgrade")?;

    step::run("remove", &mut apt_get_package("remove"))?;
    drop(installed);
    nothing_is_left(&owned, &before_it)?;
    kept(&settings, &before, "the removal")?;
    say("\nInstalled, started, upgraded and removed. What is left in the home is the person's:");
    say(step::answer(
        Command::new("find")
            .args([".", "-type", "f"])
            .current_dir(&home),
    )?
    .trim());
    Ok(())
}

fn refuse_where_it_would_harm() -> Result<(), Failure> {
    if step::answer(Command::new("id").arg("-u"))?.trim() != "0" {
        return Err(Failure::new(
            "`bundle try` installs and removes a system package: run it as root, on a machine that may lose Ringlog.",
        ));
    }
    if version().is_ok() {
        return Err(Failure::new(format!(
            "the package {PACKAGE} is installed here already, and `bundle try` would remove it: run it on another machine."
        )));
    }
    Ok(())
}

/// The one package there is, of the version in the manifest.
fn made() -> Result<PathBuf, Failure> {
    let directory = target()?.join("release/bundle/deb");
    let wanted = format!("Ringlog_{}_", env!("CARGO_PKG_VERSION"));
    let name_of = |path: &PathBuf| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    files(&directory)
        .unwrap_or_default()
        .into_iter()
        .find(|path| {
            name_of(path).is_some_and(|name| name.starts_with(&wanted) && name.ends_with(".deb"))
        })
        .ok_or_else(|| {
            Failure::new(format!(
                "there is no package in {}: run `cargo xtask bundle` first.",
                directory.display()
            ))
        })
}

/// The same package with a higher version number: compiling twice would prove nothing more.
fn repacked(package: &Path, scratch: &Path) -> Result<PathBuf, Failure> {
    let tree = scratch.join("package");
    step::run(
        "unpack",
        Command::new("dpkg-deb")
            .arg("--raw-extract")
            .arg(package)
            .arg(&tree),
    )?;
    let control = tree.join("DEBIAN/control");
    let described = scratch::read_text(&control)?;
    scratch::write(&control, newer(&described))?;
    let newer = scratch.join("newer.deb");
    step::run(
        "repack as a newer version",
        Command::new("dpkg-deb")
            .args(["--root-owner-group", "-Zgzip", "--build"])
            .arg(&tree)
            .arg(&newer),
    )?;
    Ok(newer)
}

/// The control file of a package with a higher version number.
fn newer(control: &str) -> String {
    control
        .lines()
        .map(|line| match line.starts_with("Version: ") {
            true => format!("{line}{NEWER}\n"),
            false => format!("{line}\n"),
        })
        .collect()
}

/// A package that does not outlive the trial, however it ends.
struct Installed;

impl Drop for Installed {
    fn drop(&mut self) {
        if version().is_ok()
            && let Err(Failure { sentence, .. }) = step::run("purge", &mut apt_get_package("purge"))
        {
            say(&sentence);
        }
    }
}

fn apt_get(words: &[&str], package: &Path) -> Command {
    let mut command = apt();
    command
        .args(words)
        .args(["--yes", "--no-install-recommends"])
        .arg(package);
    command
}

fn apt_get_package(word: &str) -> Command {
    let mut command = apt();
    command.args([word, "--yes", PACKAGE]);
    command
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command
        .arg("--quiet")
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// `command` as somebody with this home and no settings elsewhere starts it.
pub(super) fn in_home<'a>(command: &'a mut Command, home: &Path) -> &'a mut Command {
    for (name, _value) in env::vars_os() {
        let name = name.to_string_lossy();
        let is_a_place = name.starts_with("XDG_") && name.ends_with("_HOME");
        if is_a_place || name.starts_with("RINGLOG_") {
            command.env_remove(&*name);
        }
    }
    command.env("HOME", home)
}

/// The version that is installed.
fn version() -> Result<String, Failure> {
    let answer = step::answer(Command::new("dpkg-query").args([
        "--show",
        "--showformat=${db:Status-Status} ${Version}",
        PACKAGE,
    ]))?;
    answer
        .strip_prefix("installed ")
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("the package {PACKAGE} is {answer}.")))
}

/// Every path of the installed package that is its own: no directory that others use too.
fn owned() -> Result<BTreeSet<PathBuf>, Failure> {
    let listed = step::answer(Command::new("dpkg").args(["--listfiles", PACKAGE]))?;
    Ok(listed
        .lines()
        .map(PathBuf::from)
        .filter(|path| is_own(path))
        .collect())
}

fn is_own(path: &Path) -> bool {
    !path.is_dir()
        || path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().to_lowercase() == PACKAGE)
}

fn kept(settings: &Path, before: &str, what: &str) -> Result<(), Failure> {
    let after = scratch::read_text(settings)?;
    if after == before {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{what} changed the settings from {before:?} to {after:?}."
    )))
}

/// Everything outside of homes with the package's name in its own.
fn named_after_it() -> Result<BTreeSet<PathBuf>, Failure> {
    let found = step::answer(
        Command::new("find")
            .args(SYSTEM_DIRECTORIES)
            .args(["-ignore_readdir_race", "-xdev", "-iname"])
            .arg(format!("*{PACKAGE}*")),
    )?;
    Ok(found.lines().map(PathBuf::from).collect())
}

fn nothing_is_left(
    owned: &BTreeSet<PathBuf>,
    before_it: &BTreeSet<PathBuf>,
) -> Result<(), Failure> {
    let owned_still = owned.iter().filter(|path| path.exists()).cloned();
    let left: BTreeSet<String> = named_after_it()?
        .difference(before_it)
        .cloned()
        .chain(owned_still)
        .map(|path| path.display().to_string())
        .collect();
    if !left.is_empty() {
        return Err(Failure::new(format!(
            "after the removal there is still {}.",
            left.into_iter().collect::<Vec<_>>().join(", ")
        )));
    }
    say(&format!(
        "   of {} files and directories none is left",
        owned.len()
    ));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_package_differs_in_its_version_only() {
        assert_eq!(
            newer("Package: ringlog\nVersion: 0.1.0\nDescription: Version: of calls\n"),
            "Package: ringlog\nVersion: 0.1.0+upgrade\nDescription: Version: of calls\n"
        );
    }

    #[test]
    fn directories_that_others_use_are_not_the_package_s() {
        assert!(!is_own(Path::new("/usr")));
        assert!(is_own(Path::new("/usr/bin/ringlogctl-that-is-not-here")));
    }
}
