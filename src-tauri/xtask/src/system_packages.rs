//! The Debian packages that building and testing needs beside Rust and Node.js.

use std::process::Command;

use crate::step::{self, Failure};

/// What the app is built with, what it is found with, and what its tests run beside.
const NEEDED: [Needed; 6] = [
    Needed {
        proof: Proof::Program("pkg-config"),
        package: "pkg-config",
    },
    Needed {
        proof: Proof::Library("webkit2gtk-4.1"),
        package: "libwebkit2gtk-4.1-dev",
    },
    Needed {
        proof: Proof::Library("ayatana-appindicator3-0.1"),
        package: "libayatana-appindicator3-dev",
    },
    Needed {
        proof: Proof::Library("librsvg-2.0"),
        package: "librsvg2-dev",
    },
    Needed {
        proof: Proof::Program("dbus-run-session"),
        package: "dbus",
    },
    Needed {
        proof: Proof::Program("gnome-keyring-daemon"),
        package: "gnome-keyring",
    },
];

struct Needed {
    proof: Proof,
    package: &'static str,
}

/// How to see that something is there, whatever the distribution calls its package.
enum Proof {
    Program(&'static str),
    Library(&'static str),
}

/// Installs what is missing where that needs nobody, else says what to install.
pub(crate) fn install_missing() -> Result<(), Failure> {
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|needed| !needed.proof.holds())
        .map(|needed| needed.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    let Some(prefix) = may_install() else {
        return Err(Failure::new(format!(
            "system packages are missing. On Debian or Ubuntu: sudo apt-get install --no-install-recommends {packages}"
        )));
    };
    step::run(
        "update the package lists",
        &mut apt_get(prefix, &["update"]),
    )?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(missing);
    step::run("install system packages", &mut apt_get(prefix, &arguments))
}

impl Proof {
    fn holds(&self) -> bool {
        match self {
            Self::Program(name) => {
                step::succeeds(Command::new("sh").args(["-c", "command -v \"$0\"", name]))
            }
            Self::Library(name) => {
                step::succeeds(Command::new("pkg-config").args(["--exists", name]))
            }
        }
    }
}

/// The words before `apt-get` with which it runs unasked: none as root, `sudo` where it wants no password.
fn may_install() -> Option<&'static [&'static str]> {
    const AS_ROOT: &[&str] = &[];
    const WITH_SUDO: &[&str] = &["sudo", "--non-interactive"];
    if !Proof::Program("apt-get").holds() {
        None
    } else if step::succeeds(Command::new("sh").args(["-c", "test \"$(id -u)\" = 0"])) {
        Some(AS_ROOT)
    } else if step::succeeds(Command::new("sudo").args(["--non-interactive", "true"])) {
        Some(WITH_SUDO)
    } else {
        None
    }
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> Command {
    let mut command = Command::new("env");
    if let Some((program, rest)) = prefix.split_first() {
        command = Command::new(program);
        command.args(rest).arg("env");
    }
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"])
        .args(arguments);
    command
}
