//! A terminal with nothing in it but `ringlogctl` and a profile on the disk.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

/// What a program needs of the session it runs in; everything else of the environment stays outside.
#[cfg(unix)]
const SESSION_VARIABLES: [&str; 8] = [
    "DBUS_SESSION_BUS_ADDRESS",
    "HOME",
    "PATH",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME",
];

/// What a program needs of the session it runs in; everything else of the environment stays outside.
#[cfg(windows)]
const SESSION_VARIABLES: [&str; 7] = [
    "APPDATA",
    "LOCALAPPDATA",
    "PATH",
    "SystemRoot",
    "TEMP",
    "TMP",
    "USERPROFILE",
];

/// A console without a window (Microsoft, "Process creation flags").
#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

/// No command of a test takes as long; a test that hangs says which command it was.
const COMMAND_SECONDS_MAX: u64 = 60;

/// A terminal.
pub(super) struct Terminal {
    pub(super) profile: PathBuf,
    /// What each command is started by, as `unshare` and its words; nothing at first.
    pub(super) started_by: Vec<OsString>,
    environment: Vec<(OsString, Option<OsString>)>,
    _directory: TempDir,
}

/// A command that ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) command: String,
    /// Its exit status; `None` when a signal ended it, which there are none of on Windows.
    pub(super) status: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// A command under way; it is killed when this is dropped.
pub(super) struct Running {
    command: String,
    child: Child,
    stdout: Lines<BufReader<ChildStdout>>,
    stderr: Lines<BufReader<ChildStderr>>,
}

impl Terminal {
    /// A terminal for a profile that does not exist yet, where the test's own keychain is.
    pub(super) fn new() -> Self {
        assert!(
            std::env::var_os("RINGLOG_TEST_KEYCHAIN").is_some_and(|value| value == "1"),
            "This test needs a keychain of its own: run `cargo xtask test`, `cargo xtask windows`, or `cargo xtask keychain cargo test -p ringlog-tests`."
        );
        let directory = tempfile::tempdir().unwrap();
        let environment = SESSION_VARIABLES
            .iter()
            .map(|name| (OsString::from(name), std::env::var_os(name)))
            .collect();
        Self {
            profile: directory.path().join("profile"),
            started_by: Vec::new(),
            environment,
            _directory: directory,
        }
    }

    /// Exports a variable.
    pub(super) fn export(&mut self, name: &str, value: impl AsRef<OsStr>) {
        self.unset(name);
        self.environment
            .push((name.into(), Some(value.as_ref().to_owned())));
    }

    /// Takes a variable away.
    pub(super) fn unset(&mut self, name: &str) {
        self.environment.retain(|(known, _)| known != name);
    }

    /// Types `ringlogctl` and `words`; stdin is empty.
    pub(super) async fn run(&self, words: &[&str]) -> Ended {
        self.run_with_input(words, "").await
    }

    /// Types it with `input` on stdin.
    pub(super) async fn run_with_input(&self, words: &[&str], input: &str) -> Ended {
        let mut running = self.start_with(words, Stdio::piped());
        let mut stdin = running.child.stdin.take().unwrap();
        // A program that reads nothing may have ended.
        let _unread = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        running.ended().await
    }

    /// Starts it without waiting for its end.
    pub(super) fn start(&self, words: &[&str]) -> Running {
        self.start_with(words, Stdio::null())
    }

    /// Starts it with a person at the keyboard, who types nothing yet.
    pub(super) fn start_at_keyboard(&self, words: &[&str]) -> (Running, ChildStdin) {
        let mut running = self.start_with(words, Stdio::piped());
        let keyboard = running.child.stdin.take().unwrap();
        (running, keyboard)
    }

    /// Types it where stderr is a terminal, as everything else of it is then; all that is shown is on stdout.
    #[cfg(target_os = "linux")]
    pub(super) async fn run_in_terminal(&self, words: &[&str]) -> Ended {
        let inner = self.command(words);
        let quoted = [inner.as_std().get_program()]
            .into_iter()
            .chain(inner.as_std().get_args())
            .map(|word| format!("'{}'", word.to_str().unwrap()));
        let typed: Vec<String> = quoted.collect();
        let mut script = Command::new("script");
        script.env_clear().kill_on_drop(true);
        for (name, value) in &self.environment {
            if let Some(value) = value {
                script.env(name, value);
            }
        }
        script.args([
            "--quiet",
            "--return",
            "--command",
            &typed.join(" "),
            "/dev/null",
        ]);
        script.stdin(Stdio::null());
        let output = in_time(&words.join(" "), script.output()).await.unwrap();
        Ended {
            command: words.join(" "),
            status: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The command, for what a terminal seldom does.
    pub(super) fn command(&self, words: &[&str]) -> Command {
        let program = ringlogctl().as_os_str();
        let mut line = self.started_by.iter().map(AsRef::as_ref).chain([program]);
        let mut command = Command::new(line.next().unwrap_or(program));
        command.args(line);
        command.env_clear().kill_on_drop(true);
        for (name, value) in &self.environment {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        // Each has a console of its own, for Ctrl+C reaches all programs of a console.
        #[cfg(windows)]
        command.creation_flags(CREATE_NO_WINDOW);
        command.arg("--profile").arg(&self.profile).args(words);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn start_with(&self, words: &[&str], stdin: Stdio) -> Running {
        let mut child = self.command(words).stdin(stdin).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Running {
            command: words.join(" "),
            stdout: lines,
            stderr: BufReader::new(child.stderr.take().unwrap()).lines(),
            child,
        }
    }

    /// A file of the profile.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.profile.join(name)
    }
}

impl Running {
    /// Its number.
    pub(super) fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// The first line on stderr that fits.
    pub(super) async fn note(&mut self, fits: impl Fn(&str) -> bool) -> String {
        let mut seen = String::new();
        while let Some(line) = in_time(&self.command, self.stderr.next_line())
            .await
            .unwrap()
        {
            if fits(&line) {
                return line;
            }
            seen.push_str(&line);
            seen.push('\n');
        }
        panic!("`ringlogctl {}` never said it, but:\n{seen}", self.command);
    }

    /// The next line on stdout.
    pub(super) async fn line(&mut self) -> String {
        let line = in_time(&self.command, self.stdout.next_line()).await;
        line.unwrap().expect("stdout was closed")
    }

    /// Waits for `event`, which must come while it runs.
    pub(super) async fn until(&mut self, event: impl Future<Output = ()>) {
        let either = async {
            tokio::select! {
                biased;
                () = event => None,
                ended = self.child.wait() => Some(ended),
            }
        };
        let ended = in_time(&self.command, either).await;
        assert!(ended.is_none(), "`ringlogctl {}`: {ended:?}", self.command);
    }

    /// Kills it, as a power cut would; whether it had not come to its own end before.
    pub(super) async fn kill(mut self) -> bool {
        // It may have ended.
        let _ended = self.child.start_kill();
        let status = in_time(&self.command, self.child.wait()).await.unwrap();
        !status.success()
    }

    /// Presses Ctrl+C.
    pub(super) async fn interrupt(&self) {
        let mut press = if cfg!(windows) {
            // Windows has no program for it.
            let program = std::env::var_os("RINGLOG_TEST_INTERRUPT");
            Command::new(program.expect("`cargo xtask windows` makes this program"))
        } else {
            let mut kill = Command::new("kill");
            kill.arg("-INT");
            kill
        };
        press.arg(self.id().to_string());
        assert!(press.status().await.unwrap().success());
    }

    /// Waits for its end.
    pub(super) async fn ended(self) -> Ended {
        let Self {
            command,
            mut child,
            stdout,
            stderr,
        } = self;
        let (mut out, mut err) = (stdout.into_inner(), stderr.into_inner());
        let (mut stdout, mut stderr) = (String::new(), String::new());
        let work = async {
            tokio::try_join!(
                out.read_to_string(&mut stdout),
                err.read_to_string(&mut stderr),
                child.wait()
            )
        };
        let (_, _, status) = in_time(&command, work).await.unwrap();
        Ended {
            command,
            status: status.code(),
            stdout,
            stderr,
        }
    }
}

impl Ended {
    /// The same, if it ended with this status.
    #[track_caller]
    pub(super) fn with(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{self}");
        self
    }

    /// The one document on stdout.
    #[track_caller]
    pub(super) fn document(&self) -> Value {
        match serde_json::from_str(&self.stdout) {
            Ok(document) => document,
            Err(error) => panic!("stdout is not one JSON document ({error}): {self}"),
        }
    }
}

impl std::fmt::Display for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "`ringlogctl {}` ended with {:?}\nstdout:\n{}\nstderr:\n{}",
            self.command, self.status, self.stdout, self.stderr
        )
    }
}

async fn in_time<T>(command: &str, work: impl Future<Output = T>) -> T {
    match tokio::time::timeout(Duration::from_secs(COMMAND_SECONDS_MAX), work).await {
        Ok(done) => done,
        Err(_) => panic!("`ringlogctl {command}` takes longer than {COMMAND_SECONDS_MAX} s"),
    }
}

/// The program `RINGLOGCTL` names, else the one of this working tree, which is then built first.
pub(super) fn ringlogctl() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| match std::env::var_os("RINGLOGCTL") {
        Some(program) => program.into(),
        None => built(),
    })
}

fn built() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let directory = tests.ancestors().nth(2).unwrap();
    let mut cargo = std::process::Command::new(env!("CARGO"));
    cargo
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .args(["build", "--quiet", "--locked"])
        .args(["--package", "ringlog-cli", "--package", "ringlog-simulator"])
        .arg("--target-dir")
        .arg(directory.parent().unwrap());
    if directory.file_name().is_some_and(|name| name == "release") {
        cargo.arg("--release");
    }
    assert!(cargo.status().unwrap().success(), "ringlogctl is not built");
    directory.join(format!("ringlogctl{}", std::env::consts::EXE_SUFFIX))
}
