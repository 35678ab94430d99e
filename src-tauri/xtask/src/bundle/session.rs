//! A desktop session for one start of the installed app: a display, a session bus and a panel with a tray.

use std::env;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::trial::in_home;
use crate::step::{self, Failure, say};

/// The word with which xtask calls itself inside the session.
pub(crate) const INSIDE_SESSION: &str = "bundle-inside-session";

/// Panel and app show themselves in a few seconds; a loaded machine gets more.
const SHOWN_SECONDS_MAX: u64 = 60;

const POLL_MILLISECONDS: u64 = 200;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// What starts the installed app to the tray, runs `meanwhile` and ends the app.
pub(super) fn started(home: &Path, meanwhile: &Command) -> Result<Command, Failure> {
    let xtask = env::current_exe()
        .map_err(|error| Failure::new(format!("xtask does not find its own program: {error}")))?;
    let mut session = Command::new("xvfb-run");
    in_home(&mut session, home)
        .args(["--auto-servernum", "dbus-run-session", "--"])
        .arg(xtask)
        .arg(INSIDE_SESSION)
        .arg(meanwhile.get_program())
        .args(meanwhile.get_args())
        .env("NO_AT_BRIDGE", "1");
    for (name, value) in meanwhile.get_envs() {
        if let Some(value) = value {
            session.env(name, value);
        }
    }
    Ok(session)
}

/// The part that runs inside the session.
pub(crate) fn run_inside(meanwhile: &[&str]) -> Result<(), Failure> {
    let Some((program, arguments)) = meanwhile.split_first() else {
        return Err(Failure::new(format!("`{INSIDE_SESSION}` needs a command.")));
    };
    let mut panel = Running::start(
        Command::new("xfce4-panel")
            .arg("--disable-wm-check")
            // It complains of everything else that a session has.
            .stderr(Stdio::null()),
    )?;
    panel.wait_until("a panel with a tray is there", || tray().is_some())?;
    let mut app = Running::start(Command::new("ringlog").arg("--tray"))?;
    app.wait_until("Ringlog is in the tray", || {
        tray().is_some_and(|items| items.contains("ringlog"))
    })?;
    say(&format!(
        "   in the tray: {}",
        tray().unwrap_or_default().trim()
    ));
    let mut command = Command::new(program);
    command.args(arguments);
    step::run("meanwhile", &mut command)?;
    app.is_running()
}

/// The items of the tray, as the panel knows them; none without a panel.
fn tray() -> Option<String> {
    step::answer(Command::new("gdbus").args([
        "call",
        "--session",
        "--dest",
        WATCHER,
        "--object-path",
        "/StatusNotifierWatcher",
        "--method",
        "org.freedesktop.DBus.Properties.Get",
        WATCHER,
        "RegisteredStatusNotifierItems",
    ]))
    .ok()
}

/// A program that ends with the value.
struct Running {
    name: String,
    child: Child,
}

impl Running {
    fn start(command: &mut Command) -> Result<Self, Failure> {
        let name = step::line_of(command);
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| Failure::new(format!("`{name}` could not be started: {error}")))?;
        Ok(Self { name, child })
    }

    fn is_running(&mut self) -> Result<(), Failure> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(Failure::new(format!("`{}` ended ({status}).", self.name))),
            Err(error) => Err(Failure::new(format!("`{}` is lost: {error}", self.name))),
        }
    }

    fn wait_until(&mut self, what: &str, is_true: impl Fn() -> bool) -> Result<(), Failure> {
        let deadline = Instant::now() + Duration::from_secs(SHOWN_SECONDS_MAX);
        while !is_true() {
            self.is_running()?;
            if Instant::now() > deadline {
                return Err(Failure::new(format!(
                    "after {SHOWN_SECONDS_MAX} seconds it is not true that {what}."
                )));
            }
            thread::sleep(Duration::from_millis(POLL_MILLISECONDS));
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.child.kill().is_ok() {
            // Only reaps it: how a killed program ended says nothing.
            let _ended = self.child.wait();
        }
    }
}
