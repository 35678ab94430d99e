//! A person's session: a home with nothing in it, the three systems somewhere else, and the app when it is started.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use ringlog_simulator::entra::browser::load;
use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use url::Url;

/// Nothing a person would wait for takes as long; a test that hangs says for what it waited.
const SECONDS_MAX: u64 = 30;

const POLL: Duration = Duration::from_millis(50);

/// What the app needs of the desktop; everything else of the environment stays outside.
const DESKTOP_VARIABLES: [&str; 7] = [
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "GDK_BACKEND",
    "NO_AT_BRIDGE",
    "PATH",
    "XDG_CURRENT_DESKTOP",
    "XDG_SESSION_TYPE",
];

/// A session of one person.
pub struct Session {
    /// Where Ringlog keeps everything of this person.
    pub profile: PathBuf,
    environment: BTreeMap<OsString, OsString>,
    home: TempDir,
}

/// The app while it runs; it is killed when this is dropped.
pub struct App {
    child: Child,
    said: PathBuf,
    /// Where a WebDriver finds the window, when the app was started for one.
    pub inspector: Option<u16>,
}

/// The running simulator: a PBX, Microsoft and Dynamics, and the front desk that steers them.
pub struct Office {
    /// What it said when it opened.
    pub opening: Opening,
    _process: Child,
}

/// The one line that `ringlog-simulator --json` prints.
#[derive(Clone, Debug, Deserialize)]
pub struct Opening {
    /// Where it is steered.
    pub front_desk: Url,
    /// What the person has to set, by key.
    pub settings: BTreeMap<String, String>,
    /// The person's password at the PBX.
    pub password: String,
}

impl Session {
    /// A new home on the desktop the tests run on.
    #[expect(
        clippy::new_without_default,
        reason = "it makes a home on the disk, and fails where there is no desktop for it"
    )]
    pub fn new() -> Self {
        assert!(
            std::env::var_os("RINGLOG_TEST_DESKTOP").is_some_and(|value| value == "1"),
            "This test needs a desktop of its own: run `cargo xtask test`, or `cargo xtask desktop cargo test -p ringlog-tests --test desktop -- --ignored`."
        );
        let home = tempfile::tempdir().unwrap();
        let mut environment: BTreeMap<OsString, OsString> = DESKTOP_VARIABLES
            .iter()
            .filter_map(|name| Some((name.into(), std::env::var_os(name)?)))
            .collect();
        for (name, below) in [
            ("HOME", ""),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_RUNTIME_DIR", "runtime"),
            ("XDG_STATE_HOME", "state"),
        ] {
            let directory = home.path().join(below);
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&directory)
                .unwrap();
            environment.insert(name.into(), directory.into());
        }
        let profile = home.path().join("profile");
        environment.insert("RINGLOG_PROFILE".into(), profile.clone().into());
        let browser = format!("{} visit", program("RINGLOG_SIMULATOR").display());
        environment.insert("BROWSER".into(), browser.into());
        let visited = home.path().join("visited.log");
        environment.insert("RINGLOG_SIMULATED_BROWSER_LOG".into(), visited.into());
        Self {
            profile,
            environment,
            home,
        }
    }

    /// Sets a variable for everything that is started from here on.
    pub fn export(&mut self, name: &str, value: &str) {
        self.environment.insert(name.into(), value.into());
    }

    /// A file or directory of the person's home.
    pub fn file(&self, below_home: &str) -> PathBuf {
        self.home.path().join(below_home)
    }

    /// The addresses the person's browser was sent to, oldest first.
    pub fn visited(&self) -> Vec<String> {
        let log = std::fs::read_to_string(self.file("visited.log")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }

    /// A session in which everything is set up and linked, and the office it is set up for.
    pub async fn linked() -> (Self, Office) {
        let session = Self::new();
        let office = session.office().await;
        session.set_up_and_link(&office).await;
        (session, office)
    }

    /// Sets everything up in the terminal: the same engine, without the seconds a window takes.
    pub async fn set_up_and_link(&self, office: &Office) {
        self.write_settings(office);
        let password = &office.opening.password;
        self.in_terminal(&["pbx", "login"], password).await;
        self.in_terminal(&["link"], "").await;
    }

    /// Types `ringlogctl` and `words`, with `input` on stdin; it must end well.
    pub async fn in_terminal(&self, words: &[&str], input: &str) {
        let mut child = self
            .command(&program("RINGLOGCTL"))
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).await.unwrap();
        drop(stdin);
        let ended = in_time("ringlogctl ends", child.wait_with_output()).await;
        let ended = ended.unwrap();
        assert!(ended.status.success(), "ringlogctl {words:?}: {ended:?}");
    }

    /// Opens the three systems.
    pub async fn office(&self) -> Office {
        let mut process = self
            .command(&program("RINGLOG_SIMULATOR"))
            .arg("--json")
            // The office closes with its standard input.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = in_time("the office opens", lines.next_line()).await;
        let line = line.unwrap().expect("the simulator ended at once");
        Office {
            opening: serde_json::from_str(&line).expect(&line),
            _process: process,
        }
    }

    /// Writes the settings of an office, as a person would by hand.
    pub fn write_settings(&self, office: &Office) {
        let settings = &office.opening.settings;
        let text: String = settings
            .iter()
            .map(|(key, value)| format!("{key} = \"{value}\"\n"))
            .collect();
        std::fs::create_dir_all(&self.profile).unwrap();
        std::fs::write(self.profile.join("settings.toml"), text).unwrap();
    }

    /// Starts the app as a person does.
    pub fn start(&self, words: &[&str]) -> App {
        self.start_app(&program("RINGLOG_APP"), words, None)
    }

    /// Starts another app in the same session.
    pub fn start_another(&self, program: &Path, words: &[&str]) -> App {
        self.start_app(program, words, None)
    }

    /// Starts it so that a WebDriver may look into its window; it needs a window.
    pub fn start_to_be_driven(&self, words: &[&str]) -> App {
        self.start_app(&program("RINGLOG_APP"), words, Some(free_port()))
    }

    fn start_app(&self, program: &Path, words: &[&str], inspector: Option<u16>) -> App {
        let (file, said) = tempfile::Builder::new()
            .prefix("app-")
            .suffix(".log")
            .tempfile_in(self.home.path())
            .and_then(|file| Ok(file.keep()?))
            .unwrap();
        let mut command = self.command(program);
        command.args(words).stdout(clone(&file)).stderr(file);
        if let Some(port) = inspector {
            command
                .env("TAURI_AUTOMATION", "true")
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .env("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{port}"));
        }
        App {
            child: command.spawn().unwrap(),
            said,
            inspector,
        }
    }

    /// A program that knows nothing but this session.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(&self.environment)
            .current_dir(self.home.path())
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }
}

impl App {
    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id().expect("the app has ended")
    }

    /// Waits for its end.
    pub async fn ended(&mut self) -> ExitStatus {
        let ended = tokio::time::timeout(Duration::from_secs(SECONDS_MAX), self.child.wait()).await;
        match ended {
            Ok(status) => status.unwrap(),
            Err(_) => panic!("the app has not ended; it said: {}", self.said()),
        }
    }

    /// Kills it, as a power cut would.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Everything it wrote to stdout and stderr.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.said).unwrap()
    }
}

impl Office {
    /// Makes something happen, and gives back the ids of the calls it made.
    pub async fn act(&self, action: &str) -> Vec<String> {
        self.act_so(action, None).await
    }

    /// The same, with particulars.
    pub async fn act_with(&self, action: &str, particulars: &Value) -> Vec<String> {
        self.act_so(action, Some(&particulars.to_string())).await
    }

    /// What the simulated Dynamics holds.
    pub async fn state(&self) -> Value {
        self.ask("GET", "state", None).await
    }

    /// The phone calls in the simulated Dynamics.
    pub async fn phone_calls(&self) -> Vec<Value> {
        self.state().await["phone_calls"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Waits until so many phone calls are completed, and gives them.
    pub async fn logs(&self, count: usize) -> Vec<Value> {
        until(&format!("{count} calls are logged"), async || {
            let mut logged = self.phone_calls().await;
            logged.retain(|phone_call| phone_call["is_completed"] == true);
            (logged.len() >= count).then_some(logged)
        })
        .await
    }

    /// Waits until there is a completed phone call that fits, and gives it.
    pub async fn has(&self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        until(what, async || {
            let mut phone_calls = self.phone_calls().await.into_iter();
            phone_calls.find(|phone_call| phone_call["is_completed"] == true && fits(phone_call))
        })
        .await
    }

    /// Waits until there is no phone call.
    pub async fn has_no_call(&self) {
        until("no phone call is left in Dynamics", async || {
            self.phone_calls().await.is_empty().then_some(())
        })
        .await;
    }

    /// Each of these calls stands in Dynamics once and completed, and nothing else does.
    pub async fn has_each_once(&self, ids: &[String]) {
        let logged = self.phone_calls().await;
        for id in ids {
            let signed = format!("Call id {id},");
            let of_call: Vec<&Value> = logged
                .iter()
                .filter(|phone_call| {
                    phone_call["description"]
                        .as_str()
                        .unwrap()
                        .contains(&signed)
                })
                .collect();
            assert_eq!(of_call.len(), 1, "{id}: {of_call:#?}");
            assert_eq!(of_call[0]["is_completed"], true, "{of_call:#?}");
        }
        assert_eq!(logged.len(), ids.len(), "{logged:#?}");
    }

    async fn act_so(&self, action: &str, particulars: Option<&str>) -> Vec<String> {
        let path = format!("actions/{action}");
        let answer = self.ask("POST", &path, particulars).await;
        let calls = answer["calls"].as_array().unwrap().iter();
        calls.map(|id| id.as_str().unwrap().to_owned()).collect()
    }

    async fn ask(&self, method: &str, path: &str, particulars: Option<&str>) -> Value {
        let url = self.opening.front_desk.join(path).unwrap();
        let page = load(&url, method, particulars).await.unwrap();
        assert!(page.status.is_success(), "{method} {url}: {page:?}");
        serde_json::from_str(&page.body).expect(&page.body)
    }
}

/// Asks again and again until there is an answer.
pub async fn until<T>(what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    match answer_in_time(ask).await {
        Some(answer) => answer,
        None => panic!("this did not happen: {what}"),
    }
}

/// Asks again and again, until there is an answer or no patience left, be it with one of the questions.
pub async fn answer_in_time<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let answer = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(POLL).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(SECONDS_MAX), answer)
        .await
        .ok()
}

/// The result of `work`, which does not take for ever.
pub async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> T {
    match tokio::time::timeout(Duration::from_secs(SECONDS_MAX), work).await {
        Ok(done) => done,
        Err(_) => panic!("this did not happen: {what}"),
    }
}

/// A port nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// The program that `variable` names, else the one that was built beside the tests.
pub fn program(variable: &str) -> PathBuf {
    let name = match variable {
        "RINGLOG_APP" => "ringlog",
        "RINGLOG_EMPTY_APP" => "examples/empty",
        "RINGLOG_SIMULATOR" => "ringlog-simulator",
        "RINGLOGCTL" => "ringlogctl",
        _ => panic!("no program is named by {variable}"),
    };
    let program = std::env::var_os(variable).map_or_else(
        || {
            std::env::current_exe()
                .unwrap()
                .ancestors()
                .nth(2)
                .unwrap()
                .join(name)
        },
        PathBuf::from,
    );
    assert!(
        program.is_file(),
        "{} is not there: build {name} first, or let {variable} name it",
        program.display()
    );
    program
}

fn clone(file: &File) -> File {
    file.try_clone().unwrap()
}
