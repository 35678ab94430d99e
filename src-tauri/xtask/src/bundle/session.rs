//! One start of the installed app to the tray of a desktop of its own.

use std::env;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::trial::in_home;
use crate::desktop;
use crate::step::{self, Failure, say};

/// The word with which xtask calls itself on the desktop.
pub(crate) const INSIDE_SESSION: &str = "bundle-inside-session";

/// The app shows itself in a few seconds; a loaded machine gets more.
const SHOWN_SECONDS_MAX: u64 = 60;

const POLL_MILLISECONDS: u64 = 200;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// Starts the installed app to the tray, with the profile in `home`; runs `meanwhile`, and ends the app.
pub(super) fn step(name: &str, home: &Path, meanwhile: &Command) -> Result<(), Failure> {
    let xtask = env::current_exe()
        .map_err(|error| Failure::new(format!("xtask does not find its own program: {error}")))?;
    let mut command = Command::new(xtask);
    command
        .arg(INSIDE_SESSION)
        .arg(home)
        .arg(meanwhile.get_program())
        .args(meanwhile.get_args());
    desktop::step(name, &command)
}

/// The part that runs on the desktop.
pub(crate) fn run_inside(home: &str, meanwhile: &[&str]) -> Result<(), Failure> {
    let Some((program, arguments)) = meanwhile.split_first() else {
        return Err(Failure::new(format!("`{INSIDE_SESSION}` needs a command.")));
    };
    let mut app = Running::start(in_home(
        Command::new("ringlog").arg("--tray"),
        Path::new(home),
    ))?;
    say(&format!(
        "   in the tray: {}",
        app.wait_until_it_is_in_the_tray()?
    ));
    step::run("meanwhile", Command::new(program).args(arguments))?;
    app.is_running()
}

/// The one item in the tray of this desktop, as the panel knows it.
fn item() -> Result<Option<String>, Failure> {
    let items = step::answer(Command::new("dbus-send").args([
        "--session",
        "--print-reply=literal",
        &format!("--dest={WATCHER}"),
        "/StatusNotifierWatcher",
        "org.freedesktop.DBus.Properties.Get",
        &format!("string:{WATCHER}"),
        "string:RegisteredStatusNotifierItems",
    ]))?;
    Ok(items
        .split_whitespace()
        .find(|word| word.contains('/'))
        .map(str::to_owned))
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

    fn wait_until_it_is_in_the_tray(&mut self) -> Result<String, Failure> {
        let deadline = Instant::now() + Duration::from_secs(SHOWN_SECONDS_MAX);
        loop {
            if let Some(item) = item()? {
                return Ok(item);
            }
            self.is_running()?;
            if Instant::now() > deadline {
                return Err(Failure::new(format!(
                    "`{}` was not in the tray within {SHOWN_SECONDS_MAX} seconds.",
                    self.name
                )));
            }
            thread::sleep(Duration::from_millis(POLL_MILLISECONDS));
        }
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
