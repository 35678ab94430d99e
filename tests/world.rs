//! The world a promise is tried in: an office of simulated systems, a profile on the real disk, and a clock that only
//! moves when it is told to.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a world that cannot be made fails the test"
)]

#[path = "world/log.rs"]
pub mod log;
#[path = "world/oauth_server.rs"]
pub mod oauth_server;
pub mod simulation;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ringlog_core::desktop::calls::{ActOutcome, Acted, CallAction};
use ringlog_core::view::{CallView, StatusView};
use ringlog_engine::config::{Config, PolicyStore};
use ringlog_engine::engine::Engine;
use ringlog_engine::http::Network;
use ringlog_engine::keychain::MemoryKeychain;
use ringlog_engine::ledger::CallQuery;
use ringlog_engine::linking::{Guidance, Linked};
use ringlog_engine::pass::{Pass, Polling};
use ringlog_engine::ports::{Browser, Chance, Clock, Ports, Transport};
use ringlog_engine::problem::Problem;
use ringlog_engine::profile::Profile;
use ringlog_engine::status::status;
use ringlog_simulator::dataverse::{ContactRow, NewUser, PhoneCallRow};
use ringlog_simulator::entra::browser::{Choice, visit};
use ringlog_simulator::entra::{Role, User};
use ringlog_simulator::office::{EXTENSION, Office, PASSWORD, PERSON, TENANT};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use tempfile::TempDir;
use tokio::runtime::Handle;
use tokio::time::Instant;
use url::Url;
use uuid::Uuid;

/// When every world begins.
pub const BEGINNING: &str = "2026-05-14T09:00:00Z";

/// The service account of the company in the directory.
pub const SERVICE_ACCOUNT: Uuid = Uuid::from_u128(0x5e4f_1ce0);

/// A clock that is moved by hand.
#[derive(Clone, Debug)]
pub struct HandClock(Arc<Mutex<Hands>>);

#[derive(Clone, Copy, Debug)]
struct Hands {
    stand: Timestamp,
    /// When it began to run, if it does.
    wound_at: Option<Instant>,
}

impl HandClock {
    /// Stands at `BEGINNING`.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Hands {
            stand: BEGINNING.parse().unwrap(),
            wound_at: None,
        })))
    }

    /// From now on it runs with `tokio::time`, which tests pause.
    pub fn wind(&self) {
        self.lock().wound_at = Some(Instant::now());
    }

    fn lock(&self) -> MutexGuard<'_, Hands> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves on, or back.
    pub fn advance(&self, by: SignedDuration) {
        self.lock().stand += by;
    }
}

impl Default for HandClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        let hands = *self.lock();
        let run = hands.wound_at.map_or(Duration::ZERO, |at| at.elapsed());
        hands.stand + run
    }

    fn time_zone(&self) -> TimeZone {
        TimeZone::UTC
    }
}

/// Chance that always falls in the middle.
#[derive(Clone, Copy, Debug)]
pub struct EvenChance;

impl Chance for EvenChance {
    fn fraction(&self) -> f64 {
        0.5
    }
}

/// One office and one clock.
pub struct World {
    /// The three systems.
    pub office: Office,
    /// What everybody takes for the time.
    pub clock: HandClock,
    network: Arc<dyn Transport>,
}

impl World {
    /// Opens an office.
    pub async fn open() -> Self {
        Self::open_with(|_, network| network).await
    }

    /// Opens an office that is reached by what `wire` makes of the network.
    pub async fn open_with(
        wire: impl FnOnce(&Office, Arc<dyn Transport>) -> Arc<dyn Transport>,
    ) -> Self {
        let clock = HandClock::new();
        let told = clock.clone();
        let office = Office::open(Arc::new(move || told.now())).await.unwrap();
        let network = wire(&office, Arc::new(Network::new().unwrap()));
        Self {
            office,
            clock,
            network,
        }
    }

    /// A computer of the person that is set up, but knows no password and no account.
    pub async fn new_computer(&self) -> Computer {
        self.computer_with(&self.office.settings()).await
    }

    /// A computer of the person on which nothing was set.
    pub async fn blank_computer(&self) -> Computer {
        self.computer_with(&[("numbers.region", "GB".to_owned())])
            .await
    }

    async fn computer_with(&self, settings: &[(&str, String)]) -> Computer {
        let directory = tempfile::tempdir().unwrap();
        let keychain = MemoryKeychain::new();
        let profile = Profile::open(Some(directory.path())).unwrap();
        let mut config = Config::open(&profile.settings_file(), [], PolicyStore::None);
        for (key, value) in settings {
            config.set(key, value).unwrap();
        }
        let ports = Ports {
            clock: Arc::new(self.clock.clone()),
            chance: Arc::new(EvenChance),
            transport: Arc::clone(&self.network),
            secrets: Arc::new(keychain.clone()),
        };
        let engine = Engine::open(profile, config, ports.clone()).await.unwrap();
        Computer {
            engine,
            keychain,
            clock: self.clock.clone(),
            ports,
            directory,
        }
    }

    /// A computer of the person that is logged in to the PBX and linked.
    pub async fn computer(&self) -> Computer {
        let mut computer = self.new_computer().await;
        computer.log_in().await;
        computer.link().await;
        computer
    }

    /// A time so many minutes ago.
    #[must_use]
    pub fn minutes_ago(&self, minutes: i64) -> Timestamp {
        self.clock.now() - SignedDuration::from_mins(minutes)
    }

    /// Puts a call into the history of the person's extension, and gives its id.
    pub fn had(&self, call: SimulatedCall) -> String {
        self.office.vodia.add_call(EXTENSION, call)
    }

    /// Adds the service account of the company, as a user of the directory and of Dynamics.
    pub fn add_service_account(&self) {
        let email = "ringlog@contoso.example".to_owned();
        self.office.entra.add_user(User {
            oid: SERVICE_ACCOUNT,
            tenant: TENANT,
            user_name: email.clone(),
            name: "Ringlog".to_owned(),
            email: None,
            role: Role::Member,
        });
        self.office.dataverse.add_user(NewUser {
            full_name: "Ringlog".to_owned(),
            email,
            object_id: Some(SERVICE_ACCOUNT),
            is_service_account: true,
            ..NewUser::default()
        });
    }

    /// The one phone call in Dynamics.
    #[must_use]
    pub fn only_phone_call(&self) -> PhoneCallRow {
        let [phone_call] = self.office.dataverse.phone_calls().try_into().unwrap();
        phone_call
    }

    /// The one contact in Dynamics.
    #[must_use]
    pub fn only_contact(&self) -> ContactRow {
        let [contact] = self.office.dataverse.contacts().try_into().unwrap();
        contact
    }

    /// The phone calls that Ringlog made of the call with this id.
    #[must_use]
    pub fn phone_calls_of(&self, id: &str) -> Vec<PhoneCallRow> {
        let signed = format!("Call id {id},");
        let mut phone_calls = self.office.dataverse.phone_calls();
        phone_calls.retain(|phone_call| phone_call.description.contains(&signed));
        phone_calls
    }

    /// How many requests each system has had: PBX, Microsoft, Dynamics.
    #[must_use]
    pub fn requests(&self) -> [usize; 3] {
        [
            self.office.vodia_server(),
            self.office.entra_server(),
            self.office.dataverse_server(),
        ]
        .map(|server| server.requests().len())
    }

    /// Nothing goes wrong from now on.
    pub fn recover(&self) {
        self.office.vodia.misbehaviour().clear();
        self.office.entra.misbehaviour().clear();
        self.office.dataverse.misbehaviour().clear();
    }
}

/// One computer: a profile on the real disk, its keychain, and the engine that works there.
pub struct Computer {
    /// The engine.
    pub engine: Engine,
    /// The keychain.
    pub keychain: MemoryKeychain,
    clock: HandClock,
    ports: Ports,
    directory: TempDir,
}

impl Computer {
    /// The directory of the profile.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// The file of the ledger.
    #[must_use]
    pub fn ledger_file(&self) -> PathBuf {
        self.engine.profile().ledger_file()
    }

    /// The program ends, and `meanwhile` happens to its profile.
    ///
    /// # Errors
    /// When it does not start again.
    pub async fn try_restart(self, meanwhile: impl FnOnce(&Path)) -> Result<Self, Problem> {
        self.try_restart_under(PolicyStore::None, meanwhile).await
    }

    /// The program ends, `meanwhile` happens to its profile, and it starts again under a managed policy.
    ///
    /// # Errors
    /// When it does not start again.
    pub async fn try_restart_under(
        self,
        policy: PolicyStore,
        meanwhile: impl FnOnce(&Path),
    ) -> Result<Self, Problem> {
        let Self {
            engine,
            keychain,
            clock,
            ports,
            directory,
        } = self;
        drop(engine);
        meanwhile(directory.path());
        let profile = Profile::open(Some(directory.path())).unwrap();
        let config = Config::open(&profile.settings_file(), [], policy);
        let engine = Engine::open(profile, config, ports.clone()).await?;
        Ok(Self {
            engine,
            keychain,
            clock,
            ports,
            directory,
        })
    }

    /// The program ends and starts again.
    pub async fn restart(self) -> Self {
        self.try_restart(|_| {}).await.unwrap()
    }

    /// The program ends, the ledger is deleted, and it starts again.
    pub async fn without_ledger(self) -> Self {
        self.try_restart(|directory| {
            for name in ["ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm"] {
                let file = directory.join(name);
                if file.exists() {
                    std::fs::remove_file(file).unwrap();
                }
            }
        })
        .await
        .unwrap()
    }

    /// Changes a setting, as `ringlogctl config set` does.
    pub fn set(&mut self, key: &str, value: &str) {
        let file = self.engine.profile().settings_file();
        let mut config = Config::open(&file, [], PolicyStore::None);
        config.set(key, value).unwrap();
        self.engine.reload_settings().unwrap();
    }

    /// Logs in to the PBX with the right password.
    pub async fn log_in(&mut self) {
        self.engine.log_in_to_pbx(PASSWORD.into()).await.unwrap();
    }

    /// Links the person's account.
    pub async fn link(&mut self) -> Linked {
        self.try_link(Choice::Approve(PERSON)).await.unwrap()
    }

    /// Tries to link, and does what `choice` says on Microsoft's page.
    ///
    /// # Errors
    /// When it was not linked.
    pub async fn try_link(&mut self, choice: Choice) -> Result<Linked, Problem> {
        let guidance = guidance(choice);
        self.engine.link(&guidance, std::future::pending()).await
    }

    /// Does one pass.
    pub async fn sync(&mut self) -> Pass {
        self.engine.pass(Polling::Now).await.unwrap()
    }

    /// Does something with a call, as the window does.
    ///
    /// # Errors
    /// When the call does not allow it.
    pub async fn try_act(&mut self, call: i64, action: CallAction) -> Result<Acted, Problem> {
        self.engine.act(call, action).await
    }

    /// Does something with a call that allows it.
    pub async fn act(&mut self, call: i64, action: CallAction) -> Acted {
        let acted = self.try_act(call, action).await.unwrap();
        assert_ne!(acted.outcome, ActOutcome::Refused, "{}", acted.words);
        acted
    }

    /// One call with its history.
    #[must_use]
    pub fn call(&self, id: i64) -> CallView {
        self.engine.ledger().call(id).unwrap().unwrap()
    }

    /// Half a day goes by with a pass every hour.
    pub async fn go_on(&mut self) {
        for _ in 0..12 {
            self.clock.advance(SignedDuration::from_hours(1));
            self.sync().await;
        }
    }

    /// What the window shows.
    #[must_use]
    pub fn status(&self) -> StatusView {
        let ledger = Some(self.engine.ledger());
        status(ledger, self.engine.settings(), self.clock.now()).unwrap()
    }

    /// The calls of the ledger, newest first.
    #[must_use]
    pub fn calls(&self) -> Vec<CallView> {
        self.engine.ledger().calls(&CallQuery::default()).unwrap()
    }

    /// The one call of the ledger.
    #[must_use]
    pub fn only_call(&self) -> CallView {
        let [call] = self.calls().try_into().unwrap();
        call
    }
}

/// How a person who does what `choice` says is led through the browser.
#[must_use]
pub fn guidance(choice: Choice) -> Guidance<'static> {
    Guidance {
        browser: Some(Arc::new(Visitor {
            choice,
            runtime: Handle::current(),
        })),
        invite: &|_| {},
        limit: Duration::from_secs(30),
    }
}

/// A browser with a person in front of it.
struct Visitor {
    choice: Choice,
    runtime: Handle,
}

impl Browser for Visitor {
    fn open(&self, url: &Url) -> Result<(), String> {
        let (url, choice) = (url.clone(), self.choice);
        self.runtime.spawn(async move { visit(&url, choice).await });
        Ok(())
    }
}

/// Each of these calls stands in Dynamics once and completed, and nothing else does.
pub fn each_call_exactly_once(world: &World, ids: &[String]) {
    for id in ids {
        let phone_calls = world.phone_calls_of(id);
        assert_eq!(phone_calls.len(), 1, "{id}: {phone_calls:?}");
        assert!(phone_calls[0].is_completed(), "{id}: {phone_calls:?}");
    }
    let all = world.office.dataverse.phone_calls();
    assert_eq!(all.len(), ids.len(), "{all:#?}");
}

/// Each of these numbers has one contact, and there is no other.
pub fn one_contact_per_unknown_number(world: &World, numbers: &[&str]) {
    let mut found: Vec<String> = world
        .office
        .dataverse
        .contacts()
        .into_iter()
        .map(|contact| contact.mobile_phone)
        .collect();
    found.sort();
    let mut wanted = numbers.to_vec();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
}
