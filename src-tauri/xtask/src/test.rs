//! `cargo xtask test`: every test and check, in the order in which they fail fastest.

use std::process::Command;

use crate::icons;
use crate::npm;
use crate::simulation;
use crate::step::{self, Failure, cargo};
use crate::supply_chain;
#[cfg(target_os = "linux")]
use crate::system_packages;
use crate::ui;

/// Tells the tests that the keychain they meet is theirs.
pub(crate) const KEYCHAIN_IS_OURS: &str = "RINGLOG_TEST_KEYCHAIN";

const ALL_BUT_THE_APP: [&str; 3] = ["--workspace", "--exclude", "ringlog"];

/// Installs what is missing and runs everything; the first failure ends it.
pub(crate) fn run() -> Result<(), Failure> {
    #[cfg(target_os = "linux")]
    system_packages::install_missing(&[
        system_packages::APP,
        system_packages::PAGE,
        system_packages::KEYCHAIN,
        system_packages::DESKTOP,
    ])?;
    install_components()?;
    step::run("formatting", &mut cargo(&["fmt", "--all", "--check"]))?;
    // Before any compilation of the app, which embeds the page.
    ui::check_and_build()?;
    ui::test()?;
    icons::check()?;
    supply_chain::check()?;
    npm::install("the OAuth server of the tests", "tests/oauth_server")?;
    step::run(
        "clippy",
        cargo(&["clippy", "--workspace", "--all-targets", "--locked"])
            .args(["--", "-D", "warnings"]),
    )?;
    step::run(
        "build everything but the app",
        cargo(&["build", "--bins", "--tests", "--locked"]).args(ALL_BUT_THE_APP),
    )?;
    promises()?;
    simulation::run()?;
    step::run(
        "tests of the app",
        &mut cargo(&["test", "--package", "ringlog", "--locked"]),
    )?;
    #[cfg(target_os = "linux")]
    promises_of_the_desktop()?;
    step::run(
        "documentation",
        cargo(&["doc", "--no-deps", "--document-private-items", "--locked"])
            .args(ALL_BUT_THE_APP)
            .env(
                "RUSTDOCFLAGS",
                "-D warnings -A rustdoc::private_intra_doc_links",
            ),
    )?;
    step::say("\nEverything passed.");
    Ok(())
}

/// Every test but the app's own, on Linux beside a real Secret Service.
fn promises() -> Result<(), Failure> {
    let mut tests = cargo(&["test", "--locked"]);
    tests
        .args(ALL_BUT_THE_APP)
        .env("RINGLOGCTL", step::built("ringlogctl")?);
    beside_a_keychain("tests", tests)
}

/// The promises of the app as a person has it, which need a desktop and are ignored without one.
#[cfg(target_os = "linux")]
fn promises_of_the_desktop() -> Result<(), Failure> {
    crate::desktop::step("tests on a desktop", &on_the_desktop()?)
}

/// The tests that need a desktop, with everything they run built; a filter may follow.
#[cfg(target_os = "linux")]
pub(crate) fn on_the_desktop() -> Result<Command, Failure> {
    // Alone, as it is packaged: built beside others, it would have what they ask of the libraries.
    step::run(
        "build the app",
        &mut cargo(&["build", "--package", "ringlog", "--locked"]),
    )?;
    step::run(
        "build ringlogctl and the simulators",
        cargo(&["build", "--locked", "--package", "ringlog-cli"])
            .args(["--package", "ringlog-simulator"]),
    )?;
    let mut tests = cargo(&["test", "--test", "desktop", "--locked"]);
    tests
        .args(ALL_BUT_THE_APP)
        // One after the other: there is one focus, and one person.
        .args(["--", "--ignored", "--test-threads=1"])
        .env("RINGLOG_APP", step::built("ringlog")?)
        .env("RINGLOGCTL", step::built("ringlogctl")?)
        .env("RINGLOG_SIMULATOR", step::built("ringlog-simulator")?);
    Ok(tests)
}

#[cfg(target_os = "linux")]
fn beside_a_keychain(name: &str, mut command: Command) -> Result<(), Failure> {
    if !may_mount_in_a_namespace() {
        step::say(
            "\nNobody may mount in a namespace of their own here, as in many containers: the tests of the managed policy and of full and write-protected disks are left out.",
        );
        command.args(["--", "--skip", "ringlogctl::managed"]);
        command.args(["--skip", "ringlogctl::the_disk"]);
    }
    crate::keychain::step(name, &command)
}

/// Whether a program can be given another `/etc`, as `/tests/ringlogctl/managed.rs` does (unshare(1), kernel 5.11); whoever
/// may do that may put another disk under a profile as well, as `/tests/ringlogctl/the_disk.rs` does.
#[cfg(target_os = "linux")]
fn may_mount_in_a_namespace() -> bool {
    let namespace = ["--user", "--map-current-user", "--keep-caps", "--mount"];
    let overlay = ["-t", "overlay", "overlay", "-o", "lowerdir=/etc:/usr"];
    step::succeeds(
        Command::new("unshare")
            .args(namespace)
            .arg("mount")
            .args(overlay)
            .arg("/etc"),
    )
}

/// Elsewhere the platform's keychain has no throw-away twin: what needs one runs only where the environment says that
/// this machine was made for tests.
#[cfg(not(target_os = "linux"))]
fn beside_a_keychain(name: &str, mut command: Command) -> Result<(), Failure> {
    let is_ours = std::env::var(KEYCHAIN_IS_OURS).is_ok_and(|value| value == "1");
    if !is_ours {
        step::say(&format!(
            "\nThe tests of the real ringlogctl write into the keychain and are left out; {KEYCHAIN_IS_OURS}=1 runs them."
        ));
    }
    // What presses Ctrl+C on Windows is only in the one of `cargo xtask windows`.
    let left_out = if is_ours {
        "::an_interrupted_"
    } else {
        "ringlogctl::"
    };
    command.args(["--", "--skip", left_out]);
    step::run(name, &mut command)
}

/// A minimal Rust installation has neither rustfmt nor clippy.
fn install_components() -> Result<(), Failure> {
    for component in ["fmt", "clippy"] {
        if step::succeeds(&mut cargo(&[component, "--version"])) {
            continue;
        }
        if !step::succeeds(Command::new("rustup").arg("--version")) {
            return Err(Failure::new(format!(
                "`cargo {component}` is missing and so is rustup: install rustfmt and clippy of this Rust version."
            )));
        }
        step::run(
            "install rustfmt and clippy",
            Command::new("rustup")
                .args(["component", "add", "rustfmt", "clippy"])
                .current_dir(step::root()),
        )?;
    }
    Ok(())
}
