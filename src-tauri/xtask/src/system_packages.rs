//! The Debian packages that the commands need beside Rust and Node.js, by what they are needed for.

use std::process::Command;

use crate::step::{self, Failure};

/// What the app is built with.
pub(crate) const APP: &[Needed] = &[
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
];

/// What the tests of the window's page run in.
pub(crate) const PAGE: &[Needed] = &[Needed {
    proof: Proof::Program("chromium"),
    package: "chromium",
}];

/// What a keychain of its own is made of.
pub(crate) const KEYCHAIN: &[Needed] = &[
    Needed {
        proof: Proof::Program("dbus-run-session"),
        package: "dbus",
    },
    Needed {
        proof: Proof::Program("gnome-keyring-daemon"),
        package: "gnome-keyring",
    },
];

/// What a desktop of its own has beside the keychain, and what drives the app's window there.
pub(crate) const DESKTOP: &[Needed] = &[
    Needed {
        proof: Proof::Program("Xvfb"),
        package: "xvfb",
    },
    Needed {
        proof: Proof::Program("xfwm4"),
        package: "xfwm4",
    },
    Needed {
        proof: Proof::Program("xfce4-panel"),
        package: "xfce4-panel",
    },
    Needed {
        proof: Proof::Program("dunst"),
        package: "dunst",
    },
    Needed {
        proof: Proof::Program("WebKitWebDriver"),
        package: "webkit2gtk-driver",
    },
];

/// What a package for Debian is made with.
pub(crate) const PACKAGING: &[Needed] = &[Needed {
    proof: Proof::Program("dpkg-shlibdeps"),
    package: "dpkg-dev",
}];

/// What programs for Windows are built and run with.
pub(crate) const WINDOWS: &[Needed] = &[
    Needed {
        proof: Proof::Package("rustc-web"),
        package: "rustc-web",
    },
    Needed {
        proof: Proof::Package("cargo-web"),
        package: "cargo-web",
    },
    Needed {
        proof: Proof::Package("rust-web-src"),
        package: "rust-web-src",
    },
    Needed {
        proof: Proof::Program("x86_64-w64-mingw32-gcc"),
        package: "gcc-mingw-w64-x86-64",
    },
    Needed {
        proof: Proof::Program("x86_64-w64-mingw32-g++"),
        package: "g++-mingw-w64-x86-64",
    },
    Needed {
        proof: Proof::Program("wine"),
        package: "wine",
    },
    Needed {
        proof: Proof::Package("wine64"),
        package: "wine64",
    },
];

/// A Debian package, and how to see that it is not needed any more.
pub(crate) struct Needed {
    proof: Proof,
    package: &'static str,
}

/// How to see that something is there, whatever the distribution calls its package.
enum Proof {
    Program(&'static str),
    Library(&'static str),
    /// The package itself, where another one's program of that name would not do.
    Package(&'static str),
}

/// Installs what is missing where that needs nobody, else says what to install.
pub(crate) fn install_missing(purposes: &[&[Needed]]) -> Result<(), Failure> {
    let missing: Vec<&str> = purposes
        .iter()
        .copied()
        .flatten()
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
            Self::Package(name) => step::answer(Command::new("dpkg-query").args([
                "--show",
                "--showformat=${db:Status-Status}",
                name,
            ]))
            .is_ok_and(|status| status == "installed"),
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
