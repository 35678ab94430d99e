//! One computer of the person: on or off, asleep or awake, with a clock of its own.

use std::cell::{OnceCell, RefCell};
use std::path::Path;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ringlog_core::token::{AccessToken, RefreshToken};
use ringlog_core::view::SyncReport;
use ringlog_engine::config::{Config, PolicyStore};
use ringlog_engine::desk::Desk;
use ringlog_engine::engine::Engine;
use ringlog_engine::event_loop::{Event, Update, run};
use ringlog_engine::keychain::MemoryKeychain;
use ringlog_engine::oauth::{Authority, Identity, SignInError, SignedIn};
use ringlog_engine::ports::{Chance, Clock, Ports, SecretName, SecretStore};
use ringlog_engine::problem::Problem;
use ringlog_engine::profile::Profile;
use ringlog_simulator::entra::Granted;
use ringlog_simulator::office::{CLIENT_ID, EMAIL, PASSWORD, PERSON, Systems, TENANT};
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::runtime::Builder;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::diary::Diary;
use super::dice::Dice;
use super::stage::offices;
use super::wire::Wire;
use crate::HandClock;

/// The names of the computers a story can have.
pub const NAMES: [&str; 2] = ["desk", "laptop"];

/// A computer, whether it runs or not.
pub struct Computer {
    index: usize,
    /// What it is called in the story.
    pub name: &'static str,
    /// Its network.
    pub wire: Wire,
    /// What its last pass came to.
    pub last_report: Option<SyncReport>,
    clock: SetClock,
    chance: SharedDice,
    keychain: MemoryKeychain,
    directory: TempDir,
    running: Option<Running>,
    desk: OnceCell<Desk>,
    /// Since when it runs.
    started_at: Option<Instant>,
}

/// The engine at work.
struct Running {
    task: JoinHandle<()>,
    events: UnboundedSender<Event>,
    updates: UnboundedReceiver<Update>,
    sleep: Sleep,
}

/// Whether a computer sleeps, and what goes on when it wakes up.
#[derive(Clone, Default)]
struct Sleep(Rc<RefCell<Option<Vec<Waker>>>>);

/// Work that stands still while its computer sleeps: time passes, and nothing of it is noticed.
struct Awake {
    work: Pin<Box<dyn Future<Output = ()>>>,
    sleep: Sleep,
}

impl Future for Awake {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if let Some(wakers) = &mut *self.sleep.0.borrow_mut() {
            wakers.push(context.waker().clone());
            return Poll::Pending;
        }
        self.work.as_mut().poll(context)
    }
}

/// The right time, and by how much this computer's differs.
#[derive(Clone)]
struct SetClock {
    right: HandClock,
    wrong_by: Arc<Mutex<SignedDuration>>,
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        let wrong_by = *self.wrong_by.lock().unwrap_or_else(PoisonError::into_inner);
        self.right.now() + wrong_by
    }

    fn time_zone(&self) -> TimeZone {
        TimeZone::UTC
    }
}

#[derive(Clone)]
struct SharedDice(Arc<Mutex<Dice>>);

impl Chance for SharedDice {
    fn fraction(&self) -> f64 {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fraction()
    }
}

impl Computer {
    /// A computer on which the person logged in and linked the account, with these settings besides.
    #[must_use]
    pub fn new(
        index: usize,
        wire: Wire,
        right: HandClock,
        dice: Dice,
        settings: &[(&str, String)],
    ) -> Self {
        let computer = Self::blank(index, wire, right, dice, settings);
        let template = template(index);
        let profile = Profile::open(Some(computer.directory.path())).unwrap();
        std::fs::write(profile.ledger_file(), &template.ledger).unwrap();
        for (name, secret) in &template.secrets {
            computer.keychain.set(*name, secret).unwrap();
        }
        computer
    }

    /// A new computer.
    fn blank(
        index: usize,
        wire: Wire,
        right: HandClock,
        dice: Dice,
        settings: &[(&str, String)],
    ) -> Self {
        let directory = place();
        let profile = Profile::open(Some(directory.path())).unwrap();
        let lines = settings.iter().map(|(key, value)| line(key, value));
        std::fs::write(profile.settings_file(), lines.collect::<String>()).unwrap();
        Self {
            index,
            name: NAMES[index],
            wire,
            clock: SetClock {
                right,
                wrong_by: Arc::default(),
            },
            chance: SharedDice(Arc::new(Mutex::new(dice))),
            keychain: MemoryKeychain::new(),
            directory,
            running: None,
            last_report: None,
            desk: OnceCell::new(),
            started_at: None,
        }
    }

    /// The directory of its profile.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Its clock is wrong by so much from now on; what a system said of a time to wait is counted by the clock.
    pub fn set_clock(&self, wrong_by: SignedDuration) {
        self.wire.forget_waits();
        *self
            .clock
            .wrong_by
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = wrong_by;
    }

    /// What its clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    async fn engine(&self) -> Result<Engine, Problem> {
        let profile = Profile::open(Some(self.directory.path())).unwrap();
        let config = Config::open(&profile.settings_file(), [], PolicyStore::None);
        let ports = Ports {
            clock: Arc::new(self.clock.clone()),
            chance: Arc::new(self.chance.clone()),
            transport: Arc::new(self.wire.clone()),
            secrets: Arc::new(self.keychain.clone()),
        };
        Engine::open(profile, config, ports).await
    }

    /// The person logs in to the PBX and links the account, in fair weather and while it does not run.
    ///
    /// # Errors
    /// When one of them is refused.
    async fn set_up(&self, systems: &Systems) -> Result<(), Problem> {
        let mut engine = self.engine().await?;
        engine.log_in_to_pbx(PASSWORD.into()).await?;
        let token = first_token(self.index);
        let granted = systems.entra.sign_in(CLIENT_ID, PERSON, token.clone());
        self.adopt(&mut engine, &granted.unwrap(), token).await
    }

    /// The person links the account again, while it does not run.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn link_again(&self, systems: &Systems) -> Result<(), Problem> {
        let mut engine = self.engine().await?;
        let token = format!("{}-again-{}", first_token(self.index), self.now());
        let granted = systems.entra.sign_in(CLIENT_ID, PERSON, token.clone());
        self.adopt(&mut engine, &granted.unwrap(), token).await
    }

    async fn adopt(
        &self,
        engine: &mut Engine,
        granted: &Granted,
        refresh_token: String,
    ) -> Result<(), Problem> {
        let organization = engine.settings().dynamics.organization_url.clone().unwrap();
        let authority = Authority::discover(&self.wire, &organization, None, None)
            .await
            .map_err(SignInError::from)?;
        let until = self.now() + SignedDuration::from_secs(granted.access_seconds);
        let signed_in = SignedIn {
            access: AccessToken::new(granted.access_token.clone(), until),
            refresh: RefreshToken::new(refresh_token),
            identity: Identity {
                tenant: TENANT,
                object_id: Some(PERSON),
                user_name: Some(EMAIL.to_owned()),
                email: Some(EMAIL.to_owned()),
                name: Some("Mira Holm".to_owned()),
            },
            authority,
            client_id: CLIENT_ID.to_owned(),
            scope: organization.default_scope(),
        };
        engine.adopt(organization, signed_in).await?;
        Ok(())
    }

    /// Switches it on.
    ///
    /// # Errors
    /// When Ringlog does not start.
    pub async fn start(&mut self) -> Result<(), Problem> {
        let mut engine = self.engine().await?;
        let (events, inbox) = unbounded_channel();
        let (outbox, updates) = unbounded_channel();
        let sleep = Sleep::default();
        let awake = Awake {
            work: Box::pin(async move { run(&mut engine, inbox, outbox).await }),
            sleep: sleep.clone(),
        };
        let task = tokio::task::spawn_local(awake);
        self.started_at = Some(Instant::now());
        self.last_report = None;
        self.running = Some(Running {
            task,
            events,
            updates,
            sleep,
        });
        Ok(())
    }

    /// Whether Ringlog runs on it, and did so without a pause since `since`.
    #[must_use]
    pub fn has_run_since(&self, since: Instant) -> bool {
        let is_awake = |running: &Running| running.sleep.0.borrow().is_none();
        self.running.as_ref().is_some_and(is_awake) && self.started_at.is_some_and(|at| at <= since)
    }

    /// Whether Ringlog runs on it.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// The power goes, in the middle of whatever it did; true if it ran until then.
    pub async fn kill(&mut self) -> bool {
        let Some(running) = self.running.take() else {
            return false;
        };
        let had_ended = running.task.is_finished();
        running.task.abort();
        let ended = running.task.await;
        !had_ended && ended.is_err_and(|error| error.is_cancelled())
    }

    /// Nothing of it runs any more, until it wakes up.
    pub fn fall_asleep(&self) {
        if let Some(running) = &self.running {
            running.sleep.0.borrow_mut().get_or_insert_default();
        }
    }

    /// It goes on where it was.
    pub fn wake_up(&mut self) {
        if let Some(running) = &self.running {
            let waiting = running.sleep.0.borrow_mut().take();
            if let Some(wakers) = waiting {
                self.started_at = Some(Instant::now());
                wakers.into_iter().for_each(Waker::wake);
            }
        }
    }

    /// Ringlog is told something.
    pub fn tell(&self, event: Event) {
        if let Some(running) = &self.running {
            let _it_may_have_ended = running.events.send(event);
        }
    }

    /// What Ringlog said since the last time.
    pub fn heard(&mut self) -> Vec<Update> {
        let mut heard = Vec::new();
        if let Some(running) = &mut self.running {
            while let Ok(update) = running.updates.try_recv() {
                heard.push(update);
            }
        }
        heard
    }

    /// The engine's task came to an end by itself, which it never should.
    #[must_use]
    pub fn has_died(&self) -> bool {
        self.running
            .as_ref()
            .is_some_and(|running| running.task.is_finished())
    }

    /// What is read beside the running engine.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        self.desk.get_or_init(|| {
            let profile = Profile::open(Some(self.directory.path())).unwrap();
            let config = Config::open(&profile.settings_file(), [], PolicyStore::None);
            Desk::open(profile, config, None)
        })
    }
}

/// In memory where the system has a place for that: thousands of worlds are made and thrown away.
fn place() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

/// The refresh token every story begins with on the computer of this place.
#[must_use]
pub fn first_token(index: usize) -> String {
    format!("first-refresh-token-of-{}", NAMES[index])
}

/// A setting as it stands in `settings.toml`.
fn line(key: &str, value: &str) -> String {
    match value.parse::<i64>() {
        Ok(number) => format!("{key} = {number}\n"),
        Err(_) => format!("{key} = \"{value}\"\n"),
    }
}

/// What a computer keeps of being set up: every story begins there, and it is the same each time.
struct Template {
    ledger: Vec<u8>,
    secrets: Vec<(SecretName, SecretString)>,
}

fn template(index: usize) -> &'static Template {
    static TEMPLATES: [OnceLock<Template>; NAMES.len()] = [OnceLock::new(), OnceLock::new()];
    // A runtime cannot be waited for inside another one.
    TEMPLATES[index].get_or_init(|| std::thread::spawn(move || set_up(index)).join().unwrap())
}

fn set_up(index: usize) -> Template {
    let runtime = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let clock = HandClock::new();
        let (systems, destinations) = offices(&clock);
        let wire = Wire::new(destinations, index, Dice::new(0, 0), Diary::begun());
        let computer = Computer::blank(index, wire, clock, Dice::new(0, 1), &systems.settings());
        computer.set_up(&systems).await.unwrap();
        let profile = Profile::open(Some(computer.directory.path())).unwrap();
        let secret = |name| Some((name, computer.keychain.get(name).unwrap()?));
        Template {
            ledger: std::fs::read(profile.ledger_file()).unwrap(),
            secrets: [SecretName::Account, SecretName::PbxPassword]
                .into_iter()
                .filter_map(secret)
                .collect(),
        }
    })
}
