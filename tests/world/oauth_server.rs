//! A certified OAuth server where the simulated Entra ID would be, so that the sign-in is not tried against our own
//! reading of the protocol alone.

use std::io;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use ringlog_engine::http::Network;
use ringlog_engine::ports::{Clock, Transport};
use ringlog_simulator::dataverse::{Caller, Unauthorized};
use ringlog_simulator::office::{
    ADMINISTRATOR, ADMINISTRATOR_EMAIL, CLIENT_ID, EMAIL, Login, Office, PERSON, TENANT,
};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use crate::{HandClock, World};

/// The program; `cargo xtask test` installs what it needs.
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/oauth_server/server.mjs");

/// Nothing it is asked takes as long; a test that hangs says so.
const ANSWER_SECONDS_MAX: u64 = 60;

/// The server under way; it ends when this is dropped.
pub struct OauthServer {
    clock: HandClock,
    conversation: Mutex<Conversation>,
    _program: Child,
}

struct Conversation {
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    complaints: JoinHandle<String>,
}

impl World {
    /// Opens an office whose people sign in at a certified OAuth server; all of it is reached by what `wire` makes of
    /// the network.
    pub async fn open_with_oauth_server(
        wire: impl FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport>,
    ) -> (Self, OauthServer) {
        let clock = HandClock::new();
        let told = clock.clone();
        let mut server = None;
        let office = Office::open_with_login(
            async |organization| {
                let (login, started) = OauthServer::start(organization, clock.clone()).await?;
                server = Some(started);
                Ok(login)
            },
            Arc::new(move || told.now()),
        );
        let office = office.await.unwrap();
        let world = Self {
            office,
            clock,
            network: wire(Arc::new(Network::new().unwrap())),
        };
        (world, server.unwrap())
    }
}

impl OauthServer {
    async fn start(organization: &str, clock: HandClock) -> io::Result<(Login, Self)> {
        let mut program = Command::new("node")
            .arg(PROGRAM)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut stderr = program.stderr.take().unwrap();
        let mut conversation = Conversation {
            orders: program.stdin.take().unwrap(),
            answers: BufReader::new(program.stdout.take().unwrap()).lines(),
            complaints: tokio::spawn(async move {
                let mut complaints = String::new();
                let _broken = stderr.read_to_string(&mut complaints).await;
                complaints
            }),
        };
        let key: [u8; 32] = std::array::from_fn(|_| fastrand::u8(..));
        let about = json!({
            "tenant": TENANT,
            "clientId": CLIENT_ID,
            "organization": organization,
            "key": key.map(|byte| format!("{byte:02x}")).concat(),
            "people": [
                {"oid": PERSON, "name": "Mira Holm", "email": EMAIL},
                {"oid": ADMINISTRATOR, "name": "Ada Min", "email": ADMINISTRATOR_EMAIL},
            ],
            "now": clock.now().as_millisecond(),
        });
        let origin = conversation.ask(&about.to_string()).await;
        let audience = organization.to_owned();
        let login = Login {
            authority: origin.as_str().unwrap().to_owned(),
            authorize: Arc::new(move |token, now| {
                caller(token, &key, &audience, now).ok_or(Unauthorized { claims: None })
            }),
        };
        let server = Self {
            clock,
            conversation: Mutex::new(conversation),
            _program: program,
        };
        Ok((login, server))
    }

    /// Sets its clock by that of the world.
    pub async fn set_clock(&self) {
        let now = self.clock.now().as_millisecond();
        self.ask(&format!("clock {now}")).await;
    }

    /// The refresh tokens it would take, in the order of their issue.
    pub async fn living(&self) -> Vec<String> {
        serde_json::from_value(self.ask("living").await).unwrap()
    }

    /// How many requests its token endpoint has had.
    pub async fn requests(&self) -> usize {
        serde_json::from_value(self.ask("requests").await).unwrap()
    }

    /// Ends every sign-in, as an administrator does.
    pub async fn revoke(&self) {
        self.ask("revoke").await;
    }

    async fn ask(&self, order: &str) -> Value {
        self.conversation.lock().await.ask(order).await
    }
}

impl Conversation {
    async fn ask(&mut self, order: &str) -> Value {
        let limit = Duration::from_secs(ANSWER_SECONDS_MAX);
        let answer = tokio::time::timeout(limit, async {
            // A program that ended already says why below.
            let _broken = self.orders.write_all(format!("{order}\n").as_bytes()).await;
            self.answers.next_line().await.unwrap()
        });
        match answer.await {
            Ok(Some(line)) => serde_json::from_str(&line).unwrap(),
            Err(_) => panic!("The OAuth server does not answer."),
            Ok(None) => panic!(
                "The OAuth server ended; `cargo xtask test` installs what it needs.\n{}",
                (&mut self.complaints).await.unwrap()
            ),
        }
    }
}

/// Whose access token this is, if the server made it for this organization and it still lives.
fn caller(token: &str, key: &[u8], audience: &str, now: Timestamp) -> Option<Caller> {
    let (signed, signature) = token.rsplit_once('.')?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(signed.as_bytes());
    mac.verify_slice(&URL_SAFE_NO_PAD.decode(signature).ok()?)
        .ok()?;
    let (_, payload) = signed.split_once('.')?;
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    let is_good = claims["aud"] == audience
        && claims["scope"] == format!("{audience}/user_impersonation")
        && claims["tid"] == TENANT.to_string()
        && claims["exp"].as_i64()? > now.as_second();
    let object_id = claims["oid"].as_str()?.parse().ok()?;
    is_good.then_some(Caller { object_id })
}
