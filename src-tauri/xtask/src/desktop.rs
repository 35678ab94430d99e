//! A desktop that lives for one command: a display nobody sees, a panel with a tray, notifications, a keychain.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::keychain::{self, Home, Keyring};
use crate::step::{self, Failure};
use crate::system_packages::{self, DESKTOP, KEYCHAIN};

/// The word with which xtask calls itself once the session bus is there.
pub(crate) const INSIDE_SESSION: &str = "desktop-inside-session";

/// Tells the tests that the desktop they meet is theirs.
const DESKTOP_IS_OURS: &str = "RINGLOG_TEST_DESKTOP";

/// Everything answers within a second; a loaded machine gets more.
const READY_SECONDS_MAX: u64 = 60;

/// What was asked to end has this long before it is killed.
const END_SECONDS_MAX: u64 = 5;

const POLL_MILLISECONDS: u64 = 50;

/// Large enough for the window, a notification and the panel beside each other.
const SCREEN: &str = "1600x960x24";

const PANEL: &str = include_str!("desktop/xfce4-panel.xml");
const PANEL_BELOW_CONFIG: &str = "xfce4/xfconf/xfce-perchannel-xml";

/// A panel that crashes comes back, as the session of a person sees to.
const PANEL_FOR_GOOD: &str =
    "trap 'kill $panel; exit' TERM; while :; do xfce4-panel & panel=$!; wait $panel; done";

const BUS: &str = include_str!("desktop/bus.conf");
const INSTALLED_SERVICES: &str = "/usr/share/dbus-1/services";

/// What the bus starts when the window manager or the panel asks for its settings.
const SETTINGS: &str = "org.xfce.Xfconf";

const NOTIFICATIONS: &str = include_str!("desktop/dunstrc");

/// Runs `command` as a step, on a desktop of its own.
pub(crate) fn step(name: &str, command: &Command) -> Result<(), Failure> {
    let home = Home::create()?;
    let line = format!(
        "{}cargo xtask desktop {}",
        step::environment_of(command),
        step::line_of(command)
    );
    let mut session = keychain::in_session(&[bus(&home)?], INSIDE_SESSION, command, &home)?;
    // Of the person's own desktop nothing may be found.
    for name in [
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "XAUTHORITY",
        "SESSION_MANAGER",
    ] {
        session.env_remove(name);
    }
    step::run_shown_as(name, &line, &mut session)
}

/// Runs the words of a command on a desktop of its own.
pub(crate) fn run(words: &[&str]) -> Result<(), Failure> {
    system_packages::install_missing(&[KEYCHAIN, DESKTOP])?;
    step("on a desktop", &command_of(words)?)
}

/// The part that runs on the session bus: starts the desktop, runs `words`, ends the desktop.
pub(crate) fn run_inside_session(words: &[&str]) -> Result<(), Failure> {
    let mut command = command_of(words)?;
    let keyring = Keyring::unlock()?;
    let display = Display::open()?;
    let _desktop = Desktop::start(&display)?;
    keyring.tell(&mut command);
    display.tell(&mut command);
    step::finish(command.env(DESKTOP_IS_OURS, "1"))
}

/// The option for a bus that starts nothing by itself but what Xfce cannot do without.
///
/// Whatever else is installed, portals for one, would make each machine another desktop.
fn bus(home: &Home) -> Result<String, Failure> {
    let startable = home.path().join("startable");
    let service = format!("{SETTINGS}.service");
    let installed = Path::new(INSTALLED_SERVICES).join(&service);
    let text = fs::read_to_string(&installed).map_err(|error| {
        Failure::new(format!("{} cannot be read: {error}", installed.display()))
    })?;
    write(&startable.join(&service), &text)?;
    let configuration = home.path().join("bus.conf");
    let text = BUS
        .replace("@SOCKET@", &home.path().to_string_lossy())
        .replace("@STARTABLE@", &startable.to_string_lossy());
    write(&configuration, &text)?;
    Ok(format!("--config-file={}", configuration.display()))
}

fn command_of(words: &[&str]) -> Result<Command, Failure> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(Failure::new("`desktop` needs a command to run."));
    };
    let mut command = Command::new(program);
    command.args(arguments);
    Ok(command)
}

/// The window manager, the tray and the notifications.
struct Desktop(Vec<Program>);

impl Desktop {
    fn start(display: &Display) -> Result<Self, Failure> {
        let configuration = directory("XDG_CONFIG_HOME")?;
        let choice = directory("XDG_RUNTIME_DIR")?.join("chosen-action");
        let notifications = NOTIFICATIONS.replace("@CHOICE@", &choice.to_string_lossy());
        write(&configuration.join("dunst/dunstrc"), &notifications)?;
        let panel = configuration.join(PANEL_BELOW_CONFIG);
        write(&panel.join("xfce4-panel.xml"), PANEL)?;

        let start = |name: &str, arguments: &[&str]| {
            let mut command = Command::new(name);
            display.tell(command.args(arguments).stdout(Stdio::null()));
            Program::start(&mut command)
        };
        let windows = start("xfwm4", &["--compositor=off"])?;
        // The panel itself waits until there is a window manager.
        let mut tray = start("sh", &["-c", PANEL_FOR_GOOD])?;
        let mut notifications = start("dunst", &[])?;
        tray.wait_until_it_owns("org.kde.StatusNotifierWatcher")?;
        notifications.wait_until_it_owns("org.freedesktop.Notifications")?;
        Ok(Self(vec![windows, tray, notifications]))
    }
}

impl Drop for Desktop {
    /// Xfce's settings end last and while the bus is there; without it they would write once more into a removed home.
    fn drop(&mut self) {
        self.0.clear();
        let Some(settings) = keychain::owner_of(SETTINGS) else {
            return;
        };
        if !ask_to_end(settings) {
            return;
        }
        let deadline = Instant::now() + Duration::from_secs(END_SECONDS_MAX);
        while keychain::is_owned(SETTINGS) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(POLL_MILLISECONDS));
        }
    }
}

/// An X server without a screen.
struct Display {
    number: String,
    _server: Program,
}

impl Display {
    fn open() -> Result<Self, Failure> {
        let mut command = Command::new("Xvfb");
        command
            .args(["-displayfd", "1", "-screen", "0", SCREEN])
            .args(["-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped());
        let mut server = Program::start(&mut command)?;
        let (sender, number) = mpsc::channel();
        if let Some(output) = server.child.stdout.take() {
            thread::spawn(move || {
                let mut line = String::new();
                // Nobody listens any more once the deadline is over.
                if BufReader::new(output).read_line(&mut line).is_ok() {
                    let _late = sender.send(line);
                }
            });
        }
        let line = number
            .recv_timeout(Duration::from_secs(READY_SECONDS_MAX))
            .unwrap_or_default();
        match line.trim() {
            "" => Err(server.failure("opened no display")),
            number => Ok(Self {
                number: format!(":{number}"),
                _server: server,
            }),
        }
    }

    /// Tells `command` that this is its display.
    fn tell(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.number)
            .env("GDK_BACKEND", "x11")
            .env("XDG_SESSION_TYPE", "x11")
            .env("XDG_CURRENT_DESKTOP", "XFCE")
            .env("NO_AT_BRIDGE", "1");
    }
}

/// A program that runs beside the command; it ends with the value.
struct Program {
    name: String,
    child: Child,
    words: PathBuf,
}

impl Program {
    /// Starts `command`; what it says is kept in case that it fails.
    fn start(command: &mut Command) -> Result<Self, Failure> {
        let name = step::line_of(command)
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_owned();
        let failed =
            |error: std::io::Error| Failure::new(format!("{name} could not be started: {error}"));
        let words = directory("HOME")?.join(format!("{name}.log"));
        let child = command
            .stdin(Stdio::null())
            .stderr(File::create(&words).map_err(failed)?)
            .spawn()
            .map_err(failed)?;
        Ok(Self { name, child, words })
    }

    fn wait_until_it_owns(&mut self, bus_name: &str) -> Result<(), Failure> {
        let deadline = Instant::now() + Duration::from_secs(READY_SECONDS_MAX);
        while !keychain::is_owned(bus_name) {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(self.failure(&format!("ended at once ({status})")));
            }
            if Instant::now() > deadline {
                return Err(self.failure(&format!(
                    "did not own {bus_name} within {READY_SECONDS_MAX} seconds"
                )));
            }
            thread::sleep(Duration::from_millis(POLL_MILLISECONDS));
        }
        Ok(())
    }

    fn failure(&self, what: &str) -> Failure {
        let words = fs::read_to_string(&self.words).unwrap_or_default();
        Failure::new(format!("{} {what}. It said: {}", self.name, words.trim()))
    }

    fn has_ended(&mut self) -> bool {
        let deadline = Instant::now() + Duration::from_secs(END_SECONDS_MAX);
        while Instant::now() < deadline {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return true;
            }
            thread::sleep(Duration::from_millis(POLL_MILLISECONDS));
        }
        false
    }
}

impl Drop for Program {
    /// Asks first: an X server that is killed leaves its socket and its lock behind.
    fn drop(&mut self) {
        let asked = matches!(self.child.try_wait(), Ok(None)) && ask_to_end(self.child.id());
        if !(asked && self.has_ended()) && self.child.kill().is_ok() {
            // Only reaps it: how a killed program ended says nothing.
            let _ended = self.child.wait();
        }
    }
}

/// Whether the process could be told.
fn ask_to_end(process: u32) -> bool {
    step::succeeds(Command::new("sh").args(["-c", "kill \"$0\"", &process.to_string()]))
}

/// The place that a variable of the session names.
fn directory(variable: &str) -> Result<PathBuf, Failure> {
    env::var_os(variable)
        .filter(|value| *value != OsString::new())
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new(format!("the session has no {variable}.")))
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    file.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(file, text))
        .map_err(|error| Failure::new(format!("{} could not be written: {error}", file.display())))
}
