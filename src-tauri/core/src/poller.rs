//! When the PBX is asked and from which time on (spec B3).
//!
//! [`Poller`] lives as long as the process and paces it; [`Progress`] lives as long as the ledger.
//! Both are plain values: time and chance come in as arguments.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A call appears when it ends, with an older start; most calls are shorter than this.
pub const OVERLAP: SignedDuration = SignedDuration::from_hours(4);

/// Now and then records are looked for that appear much later: very long calls, and calls the PBX wrote down late.
pub const DEEP_OVERLAP: SignedDuration = SignedDuration::from_hours(48);

/// How often the deep overlap is read again.
pub const DEEP_INTERVAL: SignedDuration = SignedDuration::from_hours(1);

/// A call that "runs" for longer was never ended by the PBX, and no longer holds the watermark.
pub const RUNNING_MAX: SignedDuration = SignedDuration::from_hours(24);

/// A shorter silence is no night off, and nothing can have left the PBX's retention in it.
pub const GAP_MIN: SignedDuration = SignedDuration::from_hours(12);

/// No poll comes sooner, however busy the extension is.
const WAIT_SECONDS_MIN: u32 = 5;
/// Waiting for a PBX that fails or an extension that is idle grows up to this, unless the setting itself is longer.
const FAILING_SECONDS_MAX: u32 = 900;
const IDLE_SECONDS_MAX: u32 = 300;
/// After a new call, another is likely for this long.
const ACTIVE_FOR: SignedDuration = SignedDuration::from_mins(5);
/// Without a new call for this long, polls come half as often, and half as often again after as long.
const IDLE_AFTER: SignedDuration = SignedDuration::from_mins(30);
/// Jitter shortens or prolongs a wait by this part at most, so that a company's computers do not poll in step.
const JITTER: f64 = 0.15;

/// What one reading of the history covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Records that started before this time are not wanted.
    pub from: Timestamp,
}

/// How far the history has been read; it is stored in the ledger with the calls themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Calls that started before this time are none of this ledger's; set by the first poll and
    /// only ever moved back, when the clock turns out to have been ahead then.
    pub horizon: Option<Timestamp>,
    /// Every call that started up to this time is recorded, as far as the PBX had it.
    pub watermark: Option<Timestamp>,
    /// When the history was last read to its end.
    pub succeeded_at: Option<Timestamp>,
}

/// What became of one record of a reading, for the watermark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It is in the ledger: as a call, or kept with its reason.
    Recorded(Timestamp),
    /// It is still going on.
    Running(Timestamp),
}

/// One whole reading, for the question whether calls were missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What was asked for.
    pub window: Window,
    /// The PBX had nothing older than what it gave.
    pub is_end_of_history: bool,
    /// The start of the oldest record it gave, whether wanted or not.
    pub oldest_started_at: Option<Timestamp>,
    /// At least one record was in the ledger already.
    pub met_known_call: bool,
}

/// A time whose calls the PBX may have forgotten before they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The last time the history was read.
    pub from: Timestamp,
    /// The oldest call the PBX still has, or now.
    pub until: Timestamp,
}

impl Progress {
    /// The progress after the first poll of a new ledger was planned: how far back it looks is settled then.
    ///
    /// A horizon later than now is from a clock that was ahead, and is settled anew.
    #[must_use]
    pub fn begun(self, look_back_hours: u32, now: Timestamp) -> Self {
        let look_back = SignedDuration::from_hours(look_back_hours.into());
        let horizon = self
            .horizon
            .filter(|horizon| *horizon <= now)
            .unwrap_or_else(|| back(now, look_back));
        Self {
            horizon: Some(horizon),
            ..self
        }
    }

    /// The progress after a reading that came to its end.
    #[must_use]
    pub fn after(self, seen: impl IntoIterator<Item = Seen>, now: Timestamp) -> Self {
        Self {
            watermark: advance(self.watermark, seen, now),
            succeeded_at: Some(now),
            ..self
        }
    }
}

/// The next watermark: the newest recorded call before the oldest that is running or unrecorded.
///
/// It never moves back, an empty answer never moves it, and a PBX whose clock is ahead does not carry it past now.
#[must_use]
pub fn advance(
    watermark: Option<Timestamp>,
    seen: impl IntoIterator<Item = Seen>,
    now: Timestamp,
) -> Option<Timestamp> {
    let mut newest_recorded = None;
    let mut oldest_open: Option<Timestamp> = None;
    for record in seen {
        match record {
            Seen::Recorded(start) => newest_recorded = newest_recorded.max(Some(start)),
            Seen::Running(start) if start < back(now, RUNNING_MAX) => {}
            Seen::Running(start) => {
                oldest_open = Some(oldest_open.map_or(start, |oldest| oldest.min(start)));
            }
        }
    }
    let reached = newest_recorded
        .map(|newest: Timestamp| newest.min(now))
        .map(|newest| oldest_open.map_or(newest, |open| newest.min(open)));
    watermark.max(reached)
}

/// The calls that left the PBX's retention while nobody read them, if that may have happened.
///
/// Only after a long silence, only if the PBX's history ends before the window was covered, and only if none of the
/// known calls came back: one that did shows that retention reaches further than the silence.
#[must_use]
pub fn gap(progress: &Progress, reading: &Reading, now: Timestamp) -> Option<Gap> {
    let from = progress.succeeded_at?;
    let until = reading.oldest_started_at.unwrap_or(now).min(now);
    let is_window_covered = reading
        .oldest_started_at
        .is_some_and(|oldest| oldest <= reading.window.from);
    let may_have_lost = now.duration_since(from) > GAP_MIN
        && reading.is_end_of_history
        && !is_window_covered
        && !reading.met_known_call
        && until > from;
    may_have_lost.then_some(Gap { from, until })
}

/// The pace of the polls of one process.
#[derive(Clone, Debug, PartialEq)]
pub struct Poller {
    poll_seconds: u32,
    pace: Pace,
    active_at: Option<Timestamp>,
    deep_at: Option<Timestamp>,
}

/// What the last poll says about the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// Ask now: at the start, after sleep, on another network.
    Now,
    /// A new call was just recorded, or not long ago.
    Active,
    /// As the setting says, and half as often for every `halvings`.
    Idle { halvings: u32 },
    /// The PBX did not answer `failures` times in a row.
    Failing {
        failures: u32,
        retry_after_seconds: Option<u32>,
    },
}

impl Poller {
    /// A poller that asks at once and then about every `poll_seconds` (`pbx.poll_seconds`).
    #[must_use]
    pub fn new(poll_seconds: u32) -> Self {
        Self {
            poll_seconds: poll_seconds.max(WAIT_SECONDS_MIN),
            pace: Pace::Now,
            active_at: None,
            deep_at: None,
        }
    }

    /// What to read now: from a little before the watermark, once an hour and at the start from further before it.
    ///
    /// It never begins before the ledger's horizon, so that looking back deeper logs no call older than
    /// `look_back_hours` before the ledger began.
    #[must_use]
    pub fn window(&self, progress: &Progress, now: Timestamp) -> Window {
        let overlap = if self.is_deep_due(now) {
            DEEP_OVERLAP
        } else {
            OVERLAP
        };
        // A watermark from a clock that was ahead must not hide the calls of now.
        let settled = progress.watermark.map(|watermark| watermark.min(now));
        let from = match (settled, progress.horizon) {
            (Some(watermark), Some(horizon)) => back(watermark, overlap).max(horizon),
            (Some(watermark), None) => back(watermark, overlap),
            (None, Some(horizon)) => horizon,
            (None, None) => back(now, overlap),
        };
        Window { from }
    }

    /// The history was read to its end, with so many calls that were new to the ledger.
    pub fn succeeded(&mut self, new_calls: usize, now: Timestamp) {
        if self.is_deep_due(now) {
            self.deep_at = Some(now);
        }
        if new_calls > 0 {
            self.active_at = Some(now);
        }
        // Idleness is counted from the first answer if there was no call yet.
        let active_at = *self.active_at.get_or_insert(now);
        let idle = now.duration_since(active_at);
        self.pace = if new_calls > 0 || (idle <= ACTIVE_FOR && self.pace == Pace::Active) {
            Pace::Active
        } else {
            Pace::Idle {
                halvings: whole_times(idle, IDLE_AFTER),
            }
        };
    }

    /// The PBX did not answer, or asked for a pause.
    pub fn failed(&mut self, retry_after_seconds: Option<u32>) {
        let before = match self.pace {
            Pace::Failing { failures, .. } => failures,
            Pace::Now | Pace::Active | Pace::Idle { .. } => 0,
        };
        self.pace = Pace::Failing {
            failures: before.saturating_add(1),
            retry_after_seconds,
        };
    }

    /// The computer woke up or has another network: ask at once and look deep, unless the PBX asked for a pause.
    pub fn woken(&mut self) {
        self.deep_at = None;
        self.pace = match self.pace {
            Pace::Failing {
                retry_after_seconds: Some(seconds),
                ..
            } => Pace::Failing {
                failures: 0,
                retry_after_seconds: Some(seconds),
            },
            Pace::Failing {
                retry_after_seconds: None,
                ..
            }
            | Pace::Now
            | Pace::Active
            | Pace::Idle { .. } => Pace::Now,
        };
    }

    /// How long to wait before the next poll, given chance from 0 to 1.
    ///
    /// A pause the PBX asked for is never cut short, not by jitter either.
    #[must_use]
    pub fn wait_seconds(&self, chance: f64) -> u32 {
        let chance = chance.clamp(0.0, 1.0);
        let base = self.poll_seconds;
        match self.pace {
            Pace::Now => 0,
            Pace::Active => spread(base / 2, chance).clamp(WAIT_SECONDS_MIN, base),
            Pace::Idle { halvings } => {
                spread(doubled(base, halvings, IDLE_SECONDS_MAX.max(base)), chance)
                    .max(WAIT_SECONDS_MIN)
            }
            Pace::Failing {
                failures,
                retry_after_seconds,
            } => {
                let backoff = spread(
                    doubled(base, failures, FAILING_SECONDS_MAX.max(base)),
                    chance,
                );
                let asked = retry_after_seconds.unwrap_or(0);
                let asked = asked.saturating_add(portion(asked, JITTER * chance));
                backoff.max(asked).max(WAIT_SECONDS_MIN)
            }
        }
    }

    /// A clock that was set back makes the deep reading due, too.
    fn is_deep_due(&self, now: Timestamp) -> bool {
        self.deep_at
            .is_none_or(|at| at > now || now.duration_since(at) >= DEEP_INTERVAL)
    }
}

/// `at` less `by`, or the beginning of time.
fn back(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

fn whole_times(duration: SignedDuration, unit: SignedDuration) -> u32 {
    let times = duration.as_secs().max(0) / unit.as_secs().max(1);
    u32::try_from(times).unwrap_or(u32::MAX)
}

fn doubled(seconds: u32, times: u32, max: u32) -> u32 {
    1_u32
        .checked_shl(times)
        .and_then(|factor| seconds.checked_mul(factor))
        .unwrap_or(max)
        .min(max)
}

/// `seconds`, shorter or longer by up to [`JITTER`].
fn spread(seconds: u32, chance: f64) -> u32 {
    portion(seconds, 1.0 - JITTER + 2.0 * JITTER * chance)
}

fn portion(seconds: u32, part: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the part is between 0 and 1.15, and the cast saturates"
    )]
    let whole = (f64::from(seconds) * part).round() as u32;
    whole
}

#[cfg(test)]
mod tests;
