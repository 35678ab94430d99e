//! What runs between the start of the app and its end: the engine's events one way, what is shown the other.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use ringlog_core::desktop::facts::{Doing, Facts};
use ringlog_core::desktop::help::Link;
use ringlog_core::desktop::{Trouble, View};
use ringlog_core::language::Locale;
use ringlog_engine::browser::SystemBrowser;
use ringlog_engine::desk::Desk;
use ringlog_engine::event_loop::{Event, Update};
use ringlog_engine::ports::Browser;
use ringlog_engine::problem::Problem;
use ringlog_engine::request::{Reply, Request};
use serde::Serialize;
use tauri::{AppHandle, Emitter as _, Manager as _};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use url::Url;

use crate::{autostart, notification, tray};

/// The page listens for each new [`View`] under this name.
const VIEW: &str = "view";
/// The page listens for what it should show under this name.
const SHOW: &str = "show";

/// The running app, as tray, window and notifications reach it.
pub(crate) struct Session {
    desk: Desk,
    events: UnboundedSender<Event>,
    browser: Arc<dyn Browser>,
    is_own_profile: bool,
    is_ending: AtomicBool,
    numbers_cancelled: Notify,
    turn: Mutex<()>,
    shown: Mutex<Shown>,
}

/// What is shown, and what of it is not in the ledger.
#[derive(Default)]
struct Shown {
    doing: Doing,
    failure: Option<Problem>,
    notes: Vec<String>,
    view: Option<View>,
    /// What a window that is being opened should show first.
    wish: Option<Wish>,
    /// The page of the open window hears what it is told.
    is_listening: bool,
}

/// What the tray or a notification wants the window to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Wish {
    /// The page.
    pub page: Page,
    /// One call, on the page of calls.
    pub call: Option<i64>,
    /// Only calls in this state, on the page of calls.
    pub state: Option<ringlog_core::delivery::State>,
}

/// The pages of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Page {
    /// The light and what needs the person.
    Home,
    /// The calls.
    Calls,
}

impl Session {
    /// The session of a profile whose engine hears `events`; the person's own one was not named on the command line.
    #[must_use]
    pub(crate) fn new(desk: Desk, events: UnboundedSender<Event>, is_own_profile: bool) -> Self {
        Self {
            desk,
            events,
            browser: Arc::new(SystemBrowser::new(std::env::var("BROWSER").ok())),
            is_own_profile,
            is_ending: AtomicBool::new(false),
            numbers_cancelled: Notify::new(),
            turn: Mutex::default(),
            shown: Mutex::default(),
        }
    }

    /// Whether this is the person's own profile, and no other one that was named on the command line.
    #[must_use]
    pub(crate) fn is_own_profile(&self) -> bool {
        self.is_own_profile
    }

    /// Opens an address by its name.
    ///
    /// # Errors
    /// When there is nothing to open, or no browser does.
    pub(crate) fn open(&self, link: Link) -> Result<(), Problem> {
        let address = self
            .desk
            .address(link)?
            .ok_or_else(Problem::nothing_to_open)?;
        self.browser
            .open(&address)
            .map_err(|error| Problem::not_opened(&address, &error))
    }

    /// Keeps what the person should be told once.
    pub(crate) fn note(&self, trouble: &Trouble) {
        let sentences = [Some(&trouble.message), trouble.hint.as_ref()];
        let note: Vec<&str> = sentences
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        self.lock().notes.push(note.join(" "));
    }

    /// What the window asks to see.
    #[must_use]
    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The system browser.
    #[must_use]
    pub(crate) fn browser(&self) -> Arc<dyn Browser> {
        Arc::clone(&self.browser)
    }

    /// Tells the engine; one that has ended needs to know nothing.
    pub(crate) fn tell(&self, event: Event) {
        let _ended = self.events.send(event);
    }

    /// Asks the engine, and waits for its answer.
    ///
    /// # Errors
    /// The engine's, or that nobody works because the profile does not open.
    pub(crate) async fn ask<T>(
        &self,
        request: impl FnOnce(Reply<T>) -> Request,
    ) -> Result<T, Trouble> {
        let (reply, answer) = oneshot::channel();
        self.tell(Event::Requested(request(reply)));
        match answer.await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(problem)) => Err(self.trouble(problem)),
            Err(_) => {
                let failure = self.lock().failure.clone();
                Err(self.trouble(failure.unwrap_or_else(Problem::not_running)))
            }
        }
    }

    /// A problem in the person's language.
    #[must_use]
    pub(crate) fn trouble(&self, problem: Problem) -> Trouble {
        problem.trouble(&self.locale())
    }

    /// How the person reads.
    #[must_use]
    pub(crate) fn locale(&self) -> Locale {
        self.desk.locale()
    }

    /// The address of Microsoft's page while the person is there.
    #[must_use]
    pub(crate) fn sign_in_address(&self) -> Option<Url> {
        match &self.lock().doing {
            Doing::InBrowser { address, .. } => address.clone(),
            Doing::Nothing
            | Doing::Syncing
            | Doing::CatchingUp { .. }
            | Doing::LookingBack { .. } => None,
        }
    }

    /// The view as it is shown now, computed if it never was.
    #[must_use]
    pub(crate) fn view(&self) -> View {
        if let Some(view) = self.lock().view.clone() {
            return view;
        }
        let view = self.compute();
        self.lock().view = Some(view.clone());
        view
    }

    /// Forgets what the person was told once.
    pub(crate) fn dismiss_notes(&self) {
        self.lock().notes.clear();
    }

    /// Keeps what the window should show once its page listens.
    pub(crate) fn wish(&self, wish: Wish) {
        self.lock().wish = Some(wish);
    }

    /// A new window has a page that does not listen yet.
    pub(crate) fn page_is_made(&self) {
        self.lock().is_listening = false;
    }

    /// From now on the page hears what it is told.
    pub(crate) fn page_listens(&self, app: &AppHandle) {
        self.lock().is_listening = true;
        self.grant_wish(app);
    }

    /// The person is at Microsoft's page already.
    pub(crate) fn is_in_browser(&self) -> bool {
        matches!(self.lock().doing, Doing::InBrowser { .. })
    }

    /// Returns when the person does not want the reading of numbers to go on.
    pub(crate) async fn numbers_cancelled(&self) {
        self.numbers_cancelled.notified().await;
    }

    /// The reading of numbers is not wanted any more; if none is under way, nothing happens.
    pub(crate) fn cancel_numbers(&self) {
        self.numbers_cancelled.notify_waiters();
    }

    /// The app ends, and so may the engine.
    pub(crate) fn end(&self) {
        self.is_ending.store(true, Ordering::Relaxed);
        self.tell(Event::Stop);
    }

    /// Tells the page what it should show, if anything is wished and it listens.
    pub(crate) fn grant_wish(&self, app: &AppHandle) {
        let wish = {
            let mut shown = self.lock();
            if shown.is_listening {
                shown.wish.take()
            } else {
                None
            }
        };
        if let Some(wish) = wish {
            report("tell the page what to show", app.emit(SHOW, wish));
        }
    }

    /// Computes the view anew and paints what changed. Never on the main thread, which does the painting.
    pub(crate) fn repaint(&self, app: &AppHandle) {
        // One after the other, or an older view could be painted last.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let view = self.compute();
        let is_new = {
            let mut shown = self.lock();
            let is_new = shown.view.as_ref() != Some(&view);
            shown.view = Some(view.clone());
            is_new
        };
        if is_new {
            report("paint the tray", tray::paint(app, &view));
            report("tell the page", app.emit(VIEW, &view));
        }
    }

    fn compute(&self) -> View {
        let now = Timestamp::now();
        let (doing, failure, notes) = {
            let shown = self.lock();
            (
                shown.doing.clone(),
                shown.failure.clone(),
                shown.notes.clone(),
            )
        };
        let (facts, unread) = match self.desk.facts(doing, now) {
            Ok(facts) => (facts, None),
            Err(problem) => (Facts::unknown(), Some(problem)),
        };
        let facts = Facts {
            is_demo: self.desk.is_demo(),
            failure: failure.or(unread).map(|problem| problem.message),
            notes,
            ..facts
        };
        View::of(&facts, &self.locale(), now)
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Follows what the engine says until it has ended.
pub(crate) async fn follow(app: AppHandle, mut updates: UnboundedReceiver<Update>) {
    while let Some(update) = updates.recv().await {
        let session = app.state::<Arc<Session>>();
        match update {
            Update::Passed(_) => session.lock().failure = None,
            Update::Failed(problem) => {
                session.desk.let_go_of_ledger();
                session.lock().failure = Some(problem);
            }
            Update::Doing(doing) => session.lock().doing = doing,
            Update::Noted(note) => {
                session.desk.let_go_of_ledger();
                let note = note.say(&session.locale());
                session.lock().notes.push(note);
            }
            Update::Announced(notices) => notification::show_all(&app, notices),
            Update::Changed => autostart::follow_setting(&app),
        }
        session.repaint(&app);
    }
    let session = app.state::<Arc<Session>>();
    if !session.is_ending.load(Ordering::Relaxed) {
        session.lock().failure = Some(Problem::not_running());
        session.repaint(&app);
    }
}

/// The desktop did not do it; the app goes on, and the log says what.
pub(crate) fn report<E: std::fmt::Display>(what: &str, outcome: Result<(), E>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "could not {what}");
    }
}
