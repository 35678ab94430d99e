//! The owner of all state: one task that waits for the next thing to do, and does it.
//!
//! Tray, window, terminal and operating system only send [`Event`]s; nobody else touches the engine while it runs.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use ringlog_core::desktop::facts::Doing;
use ringlog_core::notice::Notice;
use ringlog_core::phrase::Phrase;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use crate::engine::Engine;
use crate::ledger::LedgerError;
use crate::pass::{BegunPass, Pass, Polling};
use crate::problem::Problem;
use crate::request::Request;

/// The longest time without a look at the clock: a computer that slept is noticed within it.
const NAP_SECONDS_MAX: u64 = 60;
/// A nap that took this much longer was a sleep of the computer, or its clock was set.
const OVERSLEPT: SignedDuration = SignedDuration::from_secs(30);
/// The pause after a pass that could not use its ledger or settings; it doubles up to [`FAILED_SECONDS_MAX`].
const FAILED_SECONDS_MIN: i64 = 30;
/// A quarter of an hour: a full disk or a backup is over by then, or a person is at it.
const FAILED_SECONDS_MAX: i64 = 900;
/// How long nothing is sent after the person ended a pass.
const PASS_CANCELLED_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// Everything that can wake the engine.
#[derive(Debug)]
pub enum Event {
    /// The person asked to look now; a pause is over by that.
    SyncRequested,
    /// The computer woke up, or has another network.
    Resumed,
    /// `settings.toml` changed; each pass reads it anyway, and this one is made now.
    SettingsChanged,
    /// The person wants nothing asked or sent for a while.
    PauseRequested {
        /// Until then.
        until: Timestamp,
    },
    /// The person wants to go on before the pause is over.
    PauseEnded,
    /// The person wants the pass under way to end: what is left waits, for an hour at least.
    PassCancelled,
    /// The person gave up the sign-in or consent under way.
    SignInCancelled,
    /// The person does not want to see what would become of earlier calls any more.
    LookBackCancelled,
    /// The person asked for something with an answer.
    Requested(Request),
    /// The program ends.
    Stop,
}

/// What the engine says to whoever shows it.
#[derive(Clone, Debug)]
pub enum Update {
    /// A pass came to its end.
    Passed(Box<Pass>),
    /// A pass could not be made; it is tried again.
    Failed(Problem),
    /// What is going on right now.
    Doing(Doing),
    /// Something that is shown may have changed.
    Changed,
    /// Something the person should be told once.
    Noted(Phrase),
    /// What is to be announced on the desktop; it is not said a second time.
    Announced(Vec<Notice>),
}

/// Why the engine is awake.
enum Woken {
    InTime,
    Overslept,
    By(Event),
}

/// How a piece of work ended.
enum Ended<T> {
    /// The program ends.
    Stopped,
    /// The person did not want it any more.
    Cancelled,
    /// The person wants something else first.
    Interrupted,
    /// By itself.
    Finished(T),
}

/// Runs the engine until it is stopped or the last sender of events is gone.
///
/// A pass under way is dropped on [`Event::Stop`] and [`Event::PassCancelled`]; that is as safe as a crash, which is safe.
pub async fn run(
    engine: &mut Engine,
    events: UnboundedReceiver<Event>,
    updates: UnboundedSender<Update>,
) {
    engine.report_to(updates.clone());
    let mut owner = Loop {
        next_pass_at: engine.now(),
        engine,
        inbox: Inbox {
            events,
            waiting: VecDeque::new(),
        },
        updates,
        failures: 0,
        unannounced_since: Timestamp::MAX,
        pause: None,
    };
    for note in owner.engine.take_notes() {
        owner.tell(Update::Noted(note));
    }
    owner.run().await;
}

struct Loop<'a> {
    engine: &'a mut Engine,
    inbox: Inbox,
    updates: UnboundedSender<Update>,
    next_pass_at: Timestamp,
    /// How many passes in a row could not be made.
    failures: u32,
    /// Calls that were logged at this time or later may not have been announced.
    unannounced_since: Timestamp,
    /// What the ledger keeps of a pause, once it was read: nobody else writes it.
    pause: Option<Pause>,
}

/// Until when nothing is asked or sent, if the person wants that.
#[derive(Clone, Copy, Debug)]
struct Pause(Option<Timestamp>);

impl Loop<'_> {
    async fn run(&mut self) {
        loop {
            let woken = match self.inbox.waiting.pop_front() {
                Some(event) => Woken::By(event),
                None => self.nap().await,
            };
            let polling = match woken {
                Woken::By(Event::Stop) => return,
                Woken::By(Event::Requested(request)) => {
                    if let Ended::Stopped = self.carry_out(request).await {
                        return;
                    }
                    Polling::WhenDue
                }
                Woken::By(event) => match self.heed(&event) {
                    Ok(polling) => polling,
                    Err(error) => {
                        self.fail(error.into());
                        continue;
                    }
                },
                Woken::Overslept => self.look_soon(),
                Woken::InTime => Polling::WhenDue,
            };
            if self.engine.now() < self.next_pass_at || self.paused_until().is_some() {
                continue;
            }
            if let Ended::Stopped = self.pass(polling).await {
                return;
            }
        }
    }

    /// Follows an event that needs no waiting.
    fn heed(&mut self, event: &Event) -> Result<Polling, LedgerError> {
        let mut polling = Polling::WhenDue;
        match event {
            Event::SyncRequested => {
                polling = Polling::Now;
                self.set_pause(None)?;
                self.next_pass_at = self.engine.now();
            }
            Event::Resumed => polling = self.look_soon(),
            Event::SettingsChanged => {
                self.engine.reload_settings()?;
                self.next_pass_at = self.engine.now();
            }
            Event::PauseRequested { until } => {
                self.set_pause(Some(*until))?;
                self.tell(Update::Changed);
            }
            Event::PauseEnded => {
                self.set_pause(None)?;
                polling = self.look_soon();
                self.tell(Update::Changed);
            }
            // What they meant is over.
            Event::PassCancelled | Event::SignInCancelled | Event::LookBackCancelled => {}
            Event::Requested(_) | Event::Stop => {}
        }
        Ok(polling)
    }

    /// The world may have changed while nobody looked.
    fn look_soon(&mut self) -> Polling {
        self.engine.poller.woken();
        self.engine.plan_poll();
        self.next_pass_at = self.engine.now();
        Polling::WhenDue
    }

    fn paused_until(&mut self) -> Option<Timestamp> {
        let now = self.engine.now();
        let pause = match self.pause {
            Some(pause) => pause,
            // A ledger that cannot be read makes the pass fail, which says so.
            None => Pause(self.engine.ledger.paused_until(now).ok()?),
        };
        self.pause = Some(pause);
        pause.0.filter(|until| *until > now)
    }

    fn set_pause(&mut self, until: Option<Timestamp>) -> Result<(), LedgerError> {
        self.engine.ledger.set_pause(until)?;
        self.pause = Some(Pause(until));
        Ok(())
    }

    async fn nap(&mut self) -> Woken {
        let paused_until = self.paused_until();
        let until = paused_until.unwrap_or(self.next_pass_at);
        let woken = nap(self.engine, until, &mut self.inbox.events).await;
        if paused_until.is_some() && matches!(woken, Woken::InTime) {
            self.tell(Update::Changed);
            self.announce();
        }
        woken
    }

    async fn pass(&mut self, polling: Polling) -> Ended<()> {
        let began = self.engine.now();
        if polling == Polling::Now {
            self.tell(Update::Doing(Doing::Syncing));
        }
        self.unannounced_since = self.unannounced_since.min(began);
        // A refusal of the PBX has to be kept before anything else happens, or the password would be tried again.
        let begun = tokio::select! {
            biased;
            () = self.inbox.attend_polling() => return Ended::Stopped,
            begun = begin(self.engine, polling) => begun,
        };
        let passed = match (begun, self.inbox.interruption()) {
            (Err(problem), _) => Ended::Finished(Err(problem)),
            (Ok(_), Some(ended)) => ended,
            (Ok(begun), None) => tokio::select! {
                biased;
                ended = self.inbox.attend_delivering() => ended,
                passed = self.engine.finish_pass(begun) => Ended::Finished(passed),
            },
        };
        self.tell(Update::Doing(Doing::Nothing));
        if self.engine.now() < began {
            // The clock was set back: what was planned by it may be far away now.
            self.look_soon();
        }
        match passed {
            Ended::Stopped => return Ended::Stopped,
            Ended::Interrupted => {
                self.next_pass_at = self.engine.now();
                if polling == Polling::Now && !self.inbox.wants_pause() {
                    self.inbox.wait(Event::SyncRequested);
                }
            }
            Ended::Cancelled => {
                let until = self.engine.now().saturating_add(PASS_CANCELLED_PAUSE);
                match self.set_pause(Some(until.unwrap_or(Timestamp::MAX))) {
                    Ok(()) => self.tell(Update::Changed),
                    Err(error) => self.fail(error.into()),
                }
            }
            Ended::Finished(passed) => {
                let planned = passed.and_then(|pass| Ok((pass, self.engine.next_pass_at()?)));
                match planned {
                    Ok((pass, at)) => {
                        self.failures = 0;
                        self.next_pass_at = at;
                        self.tell(Update::Passed(Box::new(pass)));
                    }
                    Err(problem) => self.fail(problem),
                }
            }
        }
        self.announce();
        Ended::Finished(())
    }

    /// Carries out what the person asked for; a pass follows, for much of it makes something possible.
    async fn carry_out(&mut self, request: Request) -> Ended<()> {
        if let Err(error) = self.engine.reload_settings() {
            tracing::warn!(%error, "the settings are those of before");
        }
        let cancel = Notify::new();
        let ended = {
            let attended = self.inbox.attend_request(&cancel);
            let done = request.carry_out(self.engine, cancel.notified());
            tokio::select! {
                biased;
                () = attended => Ended::Stopped,
                () = done => Ended::Finished(()),
            }
        };
        self.tell(Update::Doing(Doing::Nothing));
        self.tell(Update::Changed);
        self.announce();
        self.next_pass_at = self.next_pass_at.min(self.engine.now());
        ended
    }

    /// Has announced what is worth it, of the calls that were logged and of everything that is known now.
    ///
    /// A pass that ended early has logged calls as well, and what could not be announced is tried again.
    fn announce(&mut self) {
        let now = self.engine.now();
        match self.engine.announce(self.unannounced_since.min(now)) {
            Ok(notices) => {
                self.unannounced_since = now;
                if !notices.is_empty() {
                    self.tell(Update::Announced(notices));
                }
            }
            Err(error) => tracing::warn!(%error, "nothing is announced"),
        }
    }

    fn fail(&mut self, problem: Problem) {
        self.next_pass_at = later(self.engine.now(), self.failures);
        self.failures = self.failures.saturating_add(1);
        tracing::error!(code = ?problem.code, "{}", problem.message);
        self.tell(Update::Failed(problem));
    }

    /// Nobody may be listening, and the work goes on all the same.
    fn tell(&self, update: Update) {
        let _unheard = self.updates.send(update);
    }
}

/// What arrived, and what of it waits for the work under way to end.
struct Inbox {
    events: UnboundedReceiver<Event>,
    waiting: VecDeque<Event>,
}

impl Inbox {
    /// Listens while the PBX is asked, and returns when the program ends; what else arrives waits.
    async fn attend_polling(&mut self) {
        loop {
            match self.events.recv().await {
                Some(Event::Stop) | None => return,
                // It was meant for a sign-in or a look that is over.
                Some(Event::SignInCancelled | Event::LookBackCancelled) => {}
                Some(event) => self.wait(event),
            }
        }
    }

    /// Listens while calls are logged, and returns when that has to end: a person does not wait for a backlog.
    async fn attend_delivering<T>(&mut self) -> Ended<T> {
        loop {
            match self.events.recv().await {
                Some(Event::Stop) | None => return Ended::Stopped,
                // It was meant for a sign-in or a look that is over.
                Some(Event::SignInCancelled | Event::LookBackCancelled) => {}
                Some(event) => self.wait(event),
            }
            if let Some(ended) = self.interruption() {
                return ended;
            }
        }
    }

    /// What of that which waits ends the logging of calls.
    fn interruption<T>(&mut self) -> Option<Ended<T>> {
        let is_cancel = |event: &Event| matches!(event, Event::PassCancelled);
        if self.waiting.iter().any(is_cancel) {
            self.waiting.retain(|event| !is_cancel(event));
            return Some(Ended::Cancelled);
        }
        let is_urgent =
            |event: &Event| matches!(event, Event::PauseRequested { .. } | Event::Requested(_));
        self.waiting
            .iter()
            .any(is_urgent)
            .then_some(Ended::Interrupted)
    }

    /// Listens while a request is under way, and returns when the program ends; what else arrives waits.
    async fn attend_request(&mut self, cancel: &Notify) {
        loop {
            match self.events.recv().await {
                Some(Event::Stop) | None => return,
                Some(Event::SignInCancelled | Event::LookBackCancelled) => cancel.notify_one(),
                // It was meant for a pass that is over.
                Some(Event::PassCancelled) => {}
                Some(event) => self.wait(event),
            }
        }
    }

    fn wants_pause(&self) -> bool {
        let is_pause = |event: &Event| matches!(event, Event::PauseRequested { .. });
        self.waiting.iter().any(is_pause)
    }

    /// The same wish twice is one wish.
    fn wait(&mut self, event: Event) {
        let is_same = |other: &Event| match event {
            Event::SyncRequested => matches!(other, Event::SyncRequested),
            Event::Resumed => matches!(other, Event::Resumed),
            Event::SettingsChanged => matches!(other, Event::SettingsChanged),
            Event::PauseRequested { .. }
            | Event::PauseEnded
            | Event::PassCancelled
            | Event::SignInCancelled
            | Event::LookBackCancelled
            | Event::Requested(_)
            | Event::Stop => false,
        };
        if !self.waiting.iter().any(is_same) {
            self.waiting.push_back(event);
        }
    }
}

/// Each pass goes by the settings as they stand then.
async fn begin(engine: &mut Engine, polling: Polling) -> Result<BegunPass, Problem> {
    engine.reload_settings()?;
    engine.begin_pass(polling).await
}

fn later(now: Timestamp, failures: u32) -> Timestamp {
    let seconds = FAILED_SECONDS_MIN
        .saturating_mul(1 << failures.min(10))
        .min(FAILED_SECONDS_MAX);
    now.saturating_add(SignedDuration::from_secs(seconds))
        .unwrap_or(Timestamp::MAX)
}

async fn nap(engine: &Engine, until: Timestamp, events: &mut UnboundedReceiver<Event>) -> Woken {
    let before = engine.now();
    let left = until.duration_since(before).max(SignedDuration::ZERO);
    let length = Duration::try_from(left)
        .unwrap_or_default()
        .min(Duration::from_secs(NAP_SECONDS_MAX));
    tokio::select! {
        biased;
        event = events.recv() => Woken::By(event.unwrap_or(Event::Stop)),
        () = tokio::time::sleep(length) => {
            let slept = engine.now().duration_since(before);
            let planned = SignedDuration::try_from(length).unwrap_or_default();
            if slept - planned > OVERSLEPT || slept < SignedDuration::ZERO {
                Woken::Overslept
            } else {
                Woken::InTime
            }
        }
    }
}
