//! The owner of all state: one task that waits for the next thing to do, and does it.
//!
//! Tray, window, terminal and operating system only send [`Event`]s; nobody else touches the engine while it runs.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use crate::engine::Engine;
use crate::pass::Pass;
use crate::problem::Problem;

/// The longest time without a look at the clock: a computer that slept is noticed within it.
const NAP_SECONDS_MAX: u64 = 60;
/// A nap that took this much longer was a sleep of the computer, or its clock was set.
const OVERSLEPT: SignedDuration = SignedDuration::from_secs(30);

/// Everything that can wake the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The person asked to look now.
    SyncRequested,
    /// The computer woke up, or has another network.
    Resumed,
    /// `settings.toml` changed.
    SettingsChanged,
    /// The program ends.
    Stop,
}

/// What the engine says to whoever shows it.
#[derive(Clone, Debug)]
pub enum Update {
    /// A pass came to its end.
    Passed(Box<Pass>),
}

/// Runs the engine until it is stopped or the last sender of events is gone.
///
/// A pass under way is dropped on [`Event::Stop`]; that is as safe as a crash, which is safe.
///
/// # Errors
/// When the ledger can no longer be read or written.
pub async fn run(
    engine: &mut Engine,
    mut events: UnboundedReceiver<Event>,
    updates: UnboundedSender<Update>,
) -> Result<(), Problem> {
    let mut next_pass_at = engine.now();
    let mut waiting = VecDeque::new();
    loop {
        let woken = match waiting.pop_front() {
            Some(event) => Woken::By(event),
            None => nap(engine, next_pass_at, &mut events).await,
        };
        match woken {
            Woken::InTime => {}
            Woken::By(Event::SyncRequested) => next_pass_at = engine.now(),
            Woken::Overslept | Woken::By(Event::Resumed) => {
                engine.poller.woken();
                next_pass_at = engine.now();
            }
            Woken::By(Event::SettingsChanged) => {
                engine.reload_settings()?;
                next_pass_at = engine.now();
            }
            Woken::By(Event::Stop) => return Ok(()),
        }
        if engine.now() < next_pass_at {
            continue;
        }
        let pass = {
            let mut stopped = std::pin::pin!(stop(&mut events, &mut waiting));
            tokio::select! {
                biased;
                () = &mut stopped => return Ok(()),
                pass = engine.pass() => pass?,
            }
        };
        next_pass_at = engine.next_pass_at()?;
        // Nobody may be listening, and the work goes on all the same.
        let _unheard = updates.send(Update::Passed(Box::new(pass)));
    }
}

/// Why a nap ended.
enum Woken {
    InTime,
    Overslept,
    By(Event),
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
            if slept - planned > OVERSLEPT || slept < SignedDuration::ZERO { Woken::Overslept } else { Woken::InTime }
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

impl Engine {
    /// When the next pass is worth making: when the PBX is to be asked again, or a waiting call is due before.
    fn next_pass_at(&self) -> Result<Timestamp, Problem> {
        let now = self.now();
        let wait = SignedDuration::from_secs(i64::from(
            self.poller.wait_seconds(self.ports().chance.fraction()),
        ));
        let poll_at = now.saturating_add(wait).unwrap_or(Timestamp::MAX);
        // What is due already could not go out in the pass that just ended; it is tried again with the next poll.
        let due_at = self.ledger().next_due_at()?.filter(|due_at| *due_at > now);
        Ok(due_at.map_or(poll_at, |due_at| due_at.min(poll_at)))
    }
}
