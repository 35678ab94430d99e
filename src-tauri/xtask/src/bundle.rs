//! `cargo xtask bundle`: the packages that people install, with the tray application and `ringlogctl` in each.

mod licences;
#[cfg(target_os = "linux")]
pub(crate) mod session;
#[cfg(target_os = "linux")]
pub(crate) mod trial;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::scratch;
use crate::step::{self, Failure, say};
#[cfg(target_os = "linux")]
use crate::system_packages;
use crate::ui;

/// What the file of all licences is called inside a package.
const LICENCES: &str = "third-party-licenses.txt";

/// Where the Tauri CLI takes the tools for AppImages from.
#[cfg(target_os = "linux")]
const APPIMAGE_TOOLS: &str = "https://github.com";

/// Builds for release and packages for this system.
pub(crate) fn run() -> Result<(), Failure> {
    #[cfg(target_os = "linux")]
    system_packages::install_missing(&[system_packages::APP, system_packages::PACKAGING])?;
    ui::check_and_build()?;
    say("\nA first build for release takes a quarter of an hour.");
    step::run(
        "build for release",
        &mut ui::tauri(&["build", "--ci", "--no-bundle", "--", "--locked"]),
    )?;

    let target = target()?;
    let release = target.join("release");
    let parts = parts()?;
    let config = Config {
        ringlogctl: parts.join("ringlogctl"),
        licences: write_licences()?,
        depends: depends(&release)?,
    };
    let sidecar = format!("ringlogctl-{}{}", host()?, env::consts::EXE_SUFFIX);
    let ringlogctl = format!("ringlogctl{}", env::consts::EXE_SUFFIX);
    scratch::copy(&release.join(ringlogctl), &parts.join(sidecar))?;
    let config_file = parts.join("tauri.json");
    scratch::write(&config_file, config.json())?;

    let kinds = kinds()?;
    step::run(
        "make the packages",
        ui::tauri(&["bundle", "--ci", "--bundles", &kinds.join(","), "--config"]).arg(&config_file),
    )?;
    let bundle = release.join("bundle");
    copy_policy_template(&bundle.join("policy"))?;
    say("\nThe packages, and the template for their managed policy:");
    for directory in kinds.into_iter().chain(["policy"]) {
        for file in files(&bundle.join(directory))? {
            say(&format!("   {}", file.display()));
        }
    }
    Ok(())
}

/// Writes the licences of everything into a file for the package, and says where.
pub(crate) fn write_licences() -> Result<PathBuf, Failure> {
    let file = parts()?.join(LICENCES);
    scratch::write(&file, licences::collect()?)?;
    Ok(file)
}

/// Where the parts of the packages are gathered that are made for them alone.
fn parts() -> Result<PathBuf, Failure> {
    Ok(target()?.join("package"))
}

/// The policies and the words of each language, as they are copied into `PolicyDefinitions`.
fn copy_policy_template(to: &Path) -> Result<(), Failure> {
    let from = step::root().join("src-tauri/package/policy");
    for file in ["ringlog.admx"].into_iter().map(PathBuf::from).chain(
        ["en-US", "de-DE", "fr-FR", "es-ES"].map(|culture| Path::new(culture).join("ringlog.adml")),
    ) {
        scratch::copy(&from.join(&file), &to.join(&file))?;
    }
    Ok(())
}

/// What only the build knows of the packages; the rest stands in `tauri.conf.json`.
struct Config {
    /// Without the target triple that the Tauri CLI expects behind it.
    ringlogctl: PathBuf,
    licences: PathBuf,
    depends: Vec<String>,
}

impl Config {
    fn json(&self) -> String {
        format!(
            "{{\"bundle\": {{\"externalBin\": [{}], \"resources\": {{{}: {}}}, \"linux\": {{\"deb\": {{\"depends\": [{}]}}}}}}}}\n",
            quoted(&slashed(&self.ringlogctl)),
            quoted(&slashed(&self.licences)),
            quoted(LICENCES),
            self.depends
                .iter()
                .map(|package| quoted(package))
                .collect::<Vec<_>>()
                .join(", "),
        )
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Windows takes both slashes; in resource paths the Tauri CLI takes only this one.
fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// What this system's packages are called by the Tauri CLI.
#[cfg(target_os = "linux")]
fn kinds() -> Result<Vec<&'static str>, Failure> {
    if !appimage_tools_are_at_hand() {
        say(&format!(
            "\nNo AppImage is made: its tools come from {APPIMAGE_TOOLS}, which cannot be reached from here."
        ));
        return Ok(vec!["deb"]);
    }
    Ok(vec!["deb", "appimage"])
}

#[cfg(windows)]
fn kinds() -> Result<Vec<&'static str>, Failure> {
    Ok(vec!["nsis", "msi"])
}

#[cfg(target_os = "macos")]
fn kinds() -> Result<Vec<&'static str>, Failure> {
    Ok(vec!["dmg"])
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn kinds() -> Result<Vec<&'static str>, Failure> {
    Err(Failure::new(
        "there are packages for Linux, Windows and macOS only: run this there.",
    ))
}

#[cfg(target_os = "linux")]
fn appimage_tools_are_at_hand() -> bool {
    step::succeeds(Command::new("curl").args(["--head", "--max-time", "20", APPIMAGE_TOOLS]))
}

/// The Debian packages whose libraries both programs are linked with, and from which version on.
#[cfg(target_os = "linux")]
fn depends(release: &Path) -> Result<Vec<String>, Failure> {
    let source = scratch::Scratch::create("depends")?;
    // Without this file it does not start.
    scratch::write(
        &source.path().join("debian/control"),
        "Source: ringlog\n\nPackage: ringlog\nArchitecture: any\n",
    )?;
    let answer = step::answer(
        Command::new("dpkg-shlibdeps")
            .args(["-O", "-e"])
            .arg(release.join("ringlog"))
            .arg("-e")
            .arg(release.join("ringlogctl"))
            .current_dir(source.path()),
    )?;
    Ok(listed(&answer))
}

#[cfg(not(target_os = "linux"))]
fn depends(_release: &Path) -> Result<Vec<String>, Failure> {
    Ok(Vec::new())
}

/// The packages in an answer of `dpkg-shlibdeps`.
#[cfg(target_os = "linux")]
fn listed(answer: &str) -> Vec<String> {
    answer
        .lines()
        .filter_map(|line| line.strip_prefix("shlibs:Depends="))
        .flat_map(|packages| packages.split(", "))
        .map(str::to_owned)
        .collect()
}

/// What this machine's programs are built for, as the compiler calls it.
fn host() -> Result<String, Failure> {
    Ok(
        step::answer(Command::new("rustc").args(["--print", "host-tuple"]))?
            .trim()
            .to_owned(),
    )
}

/// The target directory of cargo, in which xtask itself lies as `debug/xtask`.
pub(crate) fn target() -> Result<PathBuf, Failure> {
    let xtask = env::current_exe()
        .map_err(|error| Failure::new(format!("xtask does not find its own program: {error}")))?;
    xtask
        .ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .ok_or_else(|| Failure::new(format!("{} is in no target directory.", xtask.display())))
}

/// The files in `directory` itself, by name.
pub(crate) fn files(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(directory).map_err(|error| {
        Failure::new(format!(
            "{} could not be read: {error}",
            directory.display()
        ))
    })?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_tells_the_tauri_cli_what_only_it_knows() {
        let config = Config {
            ringlogctl: PathBuf::from("D:\\target\\ringlogctl"),
            licences: PathBuf::from("/target/third-party-licenses.txt"),
            depends: vec!["libc6 (>= 2.34)".to_owned(), "libgcc-s1".to_owned()],
        };

        assert_eq!(
            config.json(),
            "{\"bundle\": {\"externalBin\": [\"D:/target/ringlogctl\"], \
             \"resources\": {\"/target/third-party-licenses.txt\": \"third-party-licenses.txt\"}, \
             \"linux\": {\"deb\": {\"depends\": [\"libc6 (>= 2.34)\", \"libgcc-s1\"]}}}}\n"
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn dependencies_are_taken_with_their_versions() {
        let answer = "shlibs:Depends=libc6 (>= 2.34), libgcc-s1 (>= 4.2)\n";

        assert_eq!(listed(answer), ["libc6 (>= 2.34)", "libgcc-s1 (>= 4.2)"]);
        assert!(listed("").is_empty());
    }
}
