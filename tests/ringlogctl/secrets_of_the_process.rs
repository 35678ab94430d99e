//! No secret leaves the keychain: not into a file, an output, a command line or an environment.

use std::path::{MAIN_SEPARATOR, Path};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use md5::{Digest, Md5};
use ringlog_simulator::entra::browser::{Choice, visit};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::{ADMINISTRATOR, PASSWORD, PERSON};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::call::SimulatedCall;

use super::desk::{Desk, minutes_ago};
use super::terminal::{Ended, Running};

/// How the id of a session begins at the simulated PBX.
const SESSION: &str = "session0000";
/// Long enough to look at a process that waits for an answer.
const SLOW: Duration = Duration::from_millis(500);

/// Everything others may see of the process, each with a name.
#[derive(Default)]
struct Evidence(Vec<(String, Vec<u8>)>);

impl Evidence {
    fn keep(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.push((name.into(), bytes.into()));
    }

    /// What a command said.
    fn hear(&mut self, ended: &Ended) {
        let name = |stream| format!("{stream} of `{}`", ended.command);
        self.keep(name("stdout"), ended.stdout.as_bytes());
        self.keep(name("stderr"), ended.stderr.as_bytes());
    }

    /// How a running process looks from outside.
    #[cfg(target_os = "linux")]
    fn look_at(&mut self, running: &Running) {
        for file in ["cmdline", "environ"] {
            let path = format!("/proc/{}/{file}", running.id());
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.is_empty(), "{path}");
            self.keep(path, bytes);
        }
        let path = format!("/proc/{}/limits", running.id());
        let limits = std::fs::read_to_string(&path).unwrap();
        let core = limits
            .lines()
            .find_map(|line| line.strip_prefix("Max core file size"))
            .unwrap();
        assert_eq!(core.split_whitespace().next(), Some("0"), "{limits}");
    }

    /// No safe code looks into another process of Windows; what is looked at there are files and words.
    #[cfg(windows)]
    fn look_at(&mut self, _running: &Running) {}

    /// Every file below a directory.
    fn search(&mut self, directory: &Path) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.search(&path);
            } else {
                self.keep(path.display().to_string(), std::fs::read(&path).unwrap());
            }
        }
    }

    fn bytes_of(&self, part_of_name: &str) -> usize {
        let named = self
            .0
            .iter()
            .filter(|(name, _)| name.contains(part_of_name));
        named.map(|(_, bytes)| bytes.len()).sum()
    }

    fn assert_without(&self, secret: &str) {
        for (name, bytes) in &self.0 {
            let found = bytes
                .windows(secret.len())
                .position(|part| part == secret.as_bytes());
            if let Some(at) = found {
                let around = &bytes[at.saturating_sub(200)..at];
                panic!(
                    "{name} has a secret after {:?}",
                    String::from_utf8_lossy(around)
                );
            }
        }
    }
}

/// The password, what of it stands in a Basic header wherever it begins there, and the digest that opens a session.
fn spellings_of_password() -> Vec<String> {
    let mut spellings = vec![
        PASSWORD.to_owned(),
        PASSWORD.replace(' ', "%20"),
        PASSWORD.replace(' ', "+"),
        format!("{:x}", Md5::digest(PASSWORD)),
    ];
    for before in 0..3 {
        let encoded = STANDARD_NO_PAD.encode("-".repeat(before) + PASSWORD);
        // The first characters and the last depend on what stands beside the password.
        let (from, to) = (before * 8_usize.div_ceil(6), encoded.len() - 2);
        spellings.push(encoded[from..to].to_owned());
    }
    spellings
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_most_talkative_process_tells_no_secret() {
    let mut desk = Desk::with_settings().await;
    desk.terminal.export("RINGLOG_LOG", "trace");
    desk.call(SimulatedCall::inbound("07700900461", minutes_ago(5)).ended_after_seconds(60));
    // So the session login is used as well.
    desk.office.vodia.set_habits(|habits| habits.basic = false);
    let mut evidence = Evidence::default();

    evidence.hear(&desk.log_in().await.with(0));
    let consent = desk
        .in_browser(&["consent", "--print-url"], ADMINISTRATOR)
        .await;
    evidence.hear(&consent.with(0));
    let link = link_watched(&desk, &mut evidence).await;
    evidence.hear(&link);
    evidence.search(&desk.terminal.profile);
    let sync = sync_watched(&desk, &mut evidence).await;
    evidence.hear(&sync);
    refuse_everything(&desk);
    for words in [
        ["sync"].as_slice(),
        &["--json", "status"],
        &["doctor"],
        &["diagnostics"],
        &["unlink", "--yes"],
    ] {
        evidence.hear(&desk.terminal.run(words).await);
        evidence.search(&desk.terminal.profile);
    }

    assert!(
        evidence.bytes_of(&format!("{MAIN_SEPARATOR}logs{MAIN_SEPARATOR}")) > 10_000,
        "the log is not at trace"
    );
    assert!(evidence.bytes_of("ledger.sqlite3") > 10_000);
    let secrets = desk.office.entra.secrets();
    assert!(secrets.len() >= 6, "{}", secrets.len());
    assert!(secrets.iter().all(|secret| secret.len() >= 16));
    let asked = desk.office.vodia_server().requests();
    assert!(asked.iter().any(|request| request.ends_with("/session")));
    let session = SESSION.to_owned();
    for secret in secrets
        .into_iter()
        .chain([session])
        .chain(spellings_of_password())
    {
        evidence.assert_without(&secret);
    }
}

/// Links with a look at the process before and after it has tokens.
async fn link_watched(desk: &Desk, evidence: &mut Evidence) -> Ended {
    let mut link = desk.terminal.start(&["link", "--print-url"]);
    let address = link.note(|line| line.starts_with("http://")).await;
    evidence.look_at(&link);
    evidence.keep("the address of the sign-in", address.as_bytes());
    let dynamics = desk.office.dataverse_server();
    let asked = dynamics.requests().len();
    desk.office
        .dataverse
        .misbehaviour()
        .plan("", 0, 1, Fault::Slow(SLOW));
    let address = address.parse().unwrap();
    let page = visit(&address, Choice::Approve(PERSON));
    let (page, ()) = tokio::join!(page, async {
        link.until(dynamics.requested(asked + 1)).await;
        evidence.look_at(&link);
    });
    let page = page.unwrap();
    evidence.keep("the last page in the browser", page.body.as_bytes());
    evidence.keep("its address", page.url.as_str().as_bytes());
    link.ended().await.with(0)
}

async fn sync_watched(desk: &Desk, evidence: &mut Evidence) -> Ended {
    let dynamics = desk.office.dataverse_server();
    let asked = dynamics.requests().len();
    desk.office
        .dataverse
        .misbehaviour()
        .plan("", 0, 1, Fault::Slow(SLOW));
    let mut sync = desk.terminal.start(&["sync"]);
    sync.until(dynamics.requested(asked + 1)).await;
    evidence.look_at(&sync);
    evidence.search(&desk.terminal.profile);
    sync.ended().await.with(0)
}

/// From here on the PBX and Microsoft refuse what they took before: refusals are where secrets are told by mistake.
fn refuse_everything(desk: &Desk) {
    desk.office.entra.tokens().revoke_all();
    desk.office
        .vodia
        .set_password(ringlog_simulator::office::EXTENSION, "another");
    desk.office.vodia.end_sessions();
    desk.call(SimulatedCall::inbound("07700900461", minutes_ago(3)).ended_after_seconds(60));
}
