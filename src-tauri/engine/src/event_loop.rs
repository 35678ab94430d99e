//! The owner of all state: one task that waits for the next thing to do, and does it.
//!
//! Tray, window, terminal and operating system only send [`Event`]s; nobody else touches the engine while it runs.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use crate::engine::Engine;
use crate::pass::{Pass, Polling};
use crate::problem::Problem;

/// The longest time without a look at the clock: a computer that slept is noticed within it.
const NAP_SECONDS_MAX: u64 = 60;
/// A nap that took this much longer was a sleep of the computer, or its clock was set.
const OVERSLEPT: SignedDuration = SignedDuration::from_secs(30);
/// The pause after a pass that could not use its ledger or settings; it doubles up to [`FAILED_SECONDS_MAX`].
const FAILED_SECONDS_MIN: i64 = 30;
/// A quarter of an hour: a full disk or a backup is over by then, or a person is at it.
const FAILED_SECONDS_MAX: i64 = 900;

/// Everything that can wake the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The person asked to look now.
    SyncRequested,
    /// The computer woke up, or has another network.
    Resumed,
    /// `settings.toml` changed; each pass reads it anyway, and this one is made now.
    SettingsChanged,
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
}

/// Why the engine is awake.
enum Woken {
    InTime,
    Overslept,
    By(Event),
}

/// Runs the engine until it is stopped or the last sender of events is gone.
///
/// A pass under way is dropped on [`Event::Stop`]; that is as safe as a crash, which is safe.
pub async fn run(
    engine: &mut Engine,
    mut events: UnboundedReceiver<Event>,
    updates: UnboundedSender<Update>,
) {
    let mut next_pass_at = engine.now();
    let mut failures = 0;
    let mut waiting = VecDeque::new();
    loop {
        let woken = match waiting.pop_front() {
            Some(event) => Woken::By(event),
            None => nap(engine, next_pass_at, &mut events).await,
        };
        let mut polling = Polling::WhenDue;
        match woken {
            Woken::InTime => {}
            Woken::By(Event::SyncRequested) => {
                polling = Polling::Now;
                next_pass_at = engine.now();
            }
            Woken::Overslept | Woken::By(Event::Resumed) => {
                engine.poller.woken();
                engine.plan_poll();
                next_pass_at = engine.now();
            }
            Woken::By(Event::SettingsChanged) => next_pass_at = engine.now(),
            Woken::By(Event::Stop) => return,
        }
        if engine.now() < next_pass_at {
            continue;
        }
        let began = engine.now();
        let passed = {
            let mut stopped = std::pin::pin!(stop(&mut events, &mut waiting));
            tokio::select! {
                biased;
                () = &mut stopped => return,
                passed = pass(engine, polling) => passed,
            }
        };
        if engine.now() < began {
            // The clock was set back: what was planned by it may be far away now.
            engine.poller.woken();
            engine.plan_poll();
        }
        let planned = passed.and_then(|pass| Ok((pass, engine.next_pass_at()?)));
        match planned {
            Ok((pass, at)) => {
                failures = 0;
                next_pass_at = at;
                tell(&updates, Update::Passed(Box::new(pass)));
            }
            Err(problem) => {
                next_pass_at = later(engine.now(), failures);
                failures = failures.saturating_add(1);
                tracing::error!(code = ?problem.code, "{}", problem.message);
                tell(&updates, Update::Failed(problem));
            }
        }
    }
}

/// Each pass goes by the settings as they stand then.
async fn pass(engine: &mut Engine, polling: Polling) -> Result<Pass, Problem> {
    engine.reload_settings()?;
    engine.pass(polling).await
}

/// Nobody may be listening, and the work goes on all the same.
fn tell(updates: &UnboundedSender<Update>, update: Update) {
    let _unheard = updates.send(update);
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

/// Waits for the end; what else arrives during a pass is answered after it, each kind once.
async fn stop(events: &mut UnboundedReceiver<Event>, waiting: &mut VecDeque<Event>) {
    loop {
        match events.recv().await {
            Some(Event::Stop) | None => return,
            Some(event @ (Event::SyncRequested | Event::Resumed | Event::SettingsChanged)) => {
                if !waiting.contains(&event) {
                    waiting.push_back(event);
                }
            }
        }
    }
}
