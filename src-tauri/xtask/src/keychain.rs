//! A session bus and an unlocked gnome-keyring that live for one command, in directories of their own.

use std::env;
use std::ffi::OsString;
use std::fs::{self, DirBuilder};
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::step::{self, Failure};
use crate::system_packages::{self, KEYCHAIN};
use crate::test::KEYCHAIN_IS_OURS;

/// The word with which xtask calls itself once the session bus is there.
pub(crate) const INSIDE_SESSION: &str = "keychain-inside-session";

/// gnome-keyring answers in well under a second; a loaded machine gets more.
const READY_SECONDS_MAX: u64 = 30;

const POLL_MILLISECONDS: u64 = 50;

/// Runs `command` as a step, beside a keychain of its own.
pub(crate) fn step(name: &str, command: &Command) -> Result<(), Failure> {
    let home = Home::create()?;
    let line = format!(
        "{}cargo xtask keychain {}",
        step::environment_of(command),
        step::line_of(command)
    );
    let mut session = in_session(&[], INSIDE_SESSION, command, &home)?;
    step::run_shown_as(name, &line, &mut session)
}

/// Runs the words of a command beside a keychain of its own.
pub(crate) fn run(words: &[&str]) -> Result<(), Failure> {
    system_packages::install_missing(&[KEYCHAIN])?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(Failure::new("`keychain` needs a command to run."));
    };
    let mut command = Command::new(program);
    command.args(arguments);
    step("beside a keychain", &command)
}

/// The part that runs on the session bus: unlocks a new keyring, then runs `words`.
pub(crate) fn run_inside_session(words: &[&str]) -> Result<(), Failure> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(Failure::new(format!(
            "`{INSIDE_SESSION}` needs a command to run."
        )));
    };
    let keyring = Keyring::unlock()?;
    let mut command = Command::new(program);
    command.args(arguments);
    keyring.tell(&mut command);
    step::finish(&mut command)
}

/// The same command, started by xtask with the word `inside` on a session bus with `options` whose home is `home`.
pub(crate) fn in_session(
    options: &[String],
    inside: &str,
    command: &Command,
    home: &Home,
) -> Result<Command, Failure> {
    let xtask = env::current_exe()
        .map_err(|error| Failure::new(format!("xtask does not find its own program: {error}")))?;
    let mut session = Command::new("dbus-run-session");
    session
        .args(options)
        .arg("--")
        .arg(xtask)
        .arg(inside)
        .arg(command.get_program())
        .args(command.get_args());
    if let Some(directory) = command.get_current_dir() {
        session.current_dir(directory);
    }
    keep_toolchain(&mut session);
    for (name, below) in [
        ("HOME", ""),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_RUNTIME_DIR", "runtime"),
    ] {
        session.env(name, home.0.join(below));
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => session.env(name, value),
            None => session.env_remove(name),
        };
    }
    Ok(session)
}

/// The installed toolchain stays the person's in a command whose home is new.
pub(crate) fn keep_toolchain(command: &mut Command) {
    for (name, below_home) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
        if env::var_os(name).is_none()
            && let Some(person) = env::var_os("HOME")
        {
            command.env(name, Path::new(&person).join(below_home));
        }
    }
}

/// A home directory for one command; removed when it ended.
pub(crate) struct Home(PathBuf);

impl Home {
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn create() -> Result<Self, Failure> {
        let home = env::temp_dir().join(format!("ringlog-xtask-{}", process::id()));
        let create = |directory: &Path| {
            DirBuilder::new()
                .mode(0o700)
                .create(directory)
                .map_err(|error| {
                    Failure::new(format!(
                        "{} could not be created: {error}",
                        directory.display()
                    ))
                })
        };
        create(&home)?;
        let home = Self(home);
        for below in ["config", "cache", "data", "state", "runtime"] {
            create(&home.0.join(below))?;
        }
        Ok(home)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            step::say(&format!(
                "   {} could not be removed: {error}",
                self.0.display()
            ));
        }
    }
}

/// A running gnome-keyring with an unlocked login collection; it ends with the value.
pub(crate) struct Keyring(Child);

impl Keyring {
    pub(crate) fn unlock() -> Result<Self, Failure> {
        let mut daemon = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| {
                Failure::new(format!(
                    "gnome-keyring-daemon could not be started: {error}"
                ))
            })?;
        let input = daemon.stdin.take();
        let mut keyring = Self(daemon);
        // The password of a new keyring, which is nobody's.
        if let Some(mut input) = input {
            input.write_all(b"\n").map_err(|error| {
                Failure::new(format!("gnome-keyring-daemon took no password: {error}"))
            })?;
        }
        keyring.wait_until_unlocked()?;
        Ok(keyring)
    }

    /// Tells `command` that the keychain it meets is no person's.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.env(KEYCHAIN_IS_OURS, "1");
    }

    fn wait_until_unlocked(&mut self) -> Result<(), Failure> {
        let deadline = Instant::now() + Duration::from_secs(READY_SECONDS_MAX);
        while !is_owned("org.freedesktop.secrets") || !is_unlocked() {
            if let Ok(Some(status)) = self.0.try_wait() {
                return Err(Failure::new(format!(
                    "gnome-keyring-daemon ended at once ({status})."
                )));
            }
            if Instant::now() > deadline {
                return Err(Failure::new(format!(
                    "gnome-keyring did not unlock within {READY_SECONDS_MAX} seconds."
                )));
            }
            thread::sleep(Duration::from_millis(POLL_MILLISECONDS));
        }
        Ok(())
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        if self.0.kill().is_ok() {
            // Only reaps it: how a killed daemon ended says nothing.
            let _ended = self.0.wait();
        }
    }
}

/// Asks the bus alone, because a question to the service itself would start a second one, of the system's making.
pub(crate) fn is_owned(name: &str) -> bool {
    dbus_answer(&[
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.NameHasOwner",
        &format!("string:{name}"),
    ])
    .contains("boolean true")
}

fn is_unlocked() -> bool {
    dbus_answer(&[
        "--dest=org.freedesktop.secrets",
        "/org/freedesktop/secrets/aliases/default",
        "org.freedesktop.DBus.Properties.Get",
        "string:org.freedesktop.Secret.Collection",
        "string:Locked",
    ])
    .contains("boolean false")
}

/// The process that owns a name on the bus.
pub(crate) fn owner_of(name: &str) -> Option<u32> {
    let answer = dbus_answer(&[
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.GetConnectionUnixProcessID",
        &format!("string:{name}"),
    ]);
    let (_, id) = answer.split_once("uint32 ")?;
    id.trim().parse().ok()
}

fn dbus_answer(question: &[&str]) -> String {
    let words = ["--session", "--print-reply", "--reply-timeout=2000"]
        .iter()
        .chain(question)
        .map(OsString::from);
    Command::new("dbus-send")
        .args(words)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default()
}
