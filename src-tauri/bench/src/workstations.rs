//! What ten thousand workstations that ask one PBX cost it: the schedule of [`Poller`], lived through for a day.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::{SignedDuration, Timestamp};
use ringlog_core::poller::{DEEP_OVERLAP, Poller, Progress};

pub(crate) const WORKSTATIONS: u32 = 10_000;
/// The default of `pbx.poll_seconds`.
const POLL_SECONDS: u32 = 30;
/// How many calls an extension has in a working day.
const CALLS_OF_A_DAY: f64 = 40.0;
/// How many records one request brings (`engine/src/pbx/vodia/history.rs`).
const PAGE: u32 = 50;

const MIDNIGHT: i64 = 1_747_180_800;
const HOUR: i64 = 3_600;
/// People come between these times, and go nine hours later.
const COMING: (i64, i64) = (7 * HOUR + HOUR / 2, 9 * HOUR);
const AT_WORK: i64 = 9 * HOUR;
/// For ten minutes the PBX does not answer.
pub(crate) const OUTAGE: (i64, i64) = (14 * HOUR, 14 * HOUR + 600);

/// What the PBX had to answer.
pub(crate) struct Load {
    /// Requests in each second of the day.
    pub(crate) requests: Vec<u32>,
    polls: u64,
}

/// One computer and the person before it.
struct Workstation {
    poller: Poller,
    watermark: Timestamp,
    next_call_at: f64,
    leaves_at: i64,
}

/// Lives through one working day; the same `seed` gives the same day.
pub(crate) fn day(seed: u64) -> Load {
    let mut chance = fastrand::Rng::with_seed(seed);
    let mut load = Load {
        requests: vec![0; 24 * HOUR as usize],
        polls: 0,
    };
    let mut workstations = Vec::new();
    let mut turns = BinaryHeap::new();
    for place in 0..WORKSTATIONS as usize {
        let comes_at = chance.i64(COMING.0..COMING.1);
        workstations.push(Workstation {
            poller: Poller::new(POLL_SECONDS),
            watermark: at(comes_at) - SignedDuration::from_hours(15),
            next_call_at: comes_at as f64 + until_next_call(&mut chance),
            leaves_at: comes_at + AT_WORK,
        });
        turns.push(Reverse((comes_at, place)));
    }
    while let Some(Reverse((second, place))) = turns.pop() {
        let Some(workstation) = workstations.get_mut(place) else {
            continue;
        };
        if second >= workstation.leaves_at {
            continue;
        }
        let wait = workstation.poll(second, &mut chance, &mut load);
        turns.push(Reverse((second + i64::from(wait), place)));
    }
    load
}

impl Workstation {
    /// Asks the PBX, and gives how many seconds it waits then.
    fn poll(&mut self, second: i64, chance: &mut fastrand::Rng, load: &mut Load) -> u32 {
        load.polls += 1;
        if (OUTAGE.0..OUTAGE.1).contains(&second) {
            load.count(second, 1);
            self.poller.failed(None);
            return self.poller.wait_seconds(chance.f64());
        }
        let progress = Progress {
            watermark: Some(self.watermark),
            ..Progress::default()
        };
        let window = self.poller.window(&progress, at(second));
        let is_deep = self.watermark.duration_since(window.from) >= DEEP_OVERLAP;
        // Two days' calls are more than one page has, those of the last hours are not.
        let records = if is_deep { 2.0 * CALLS_OF_A_DAY } else { 1.0 };
        load.count(second, (records / f64::from(PAGE)).ceil() as u32);
        let mut new_calls = 0;
        while self.next_call_at <= second as f64 {
            new_calls += 1;
            self.watermark = at(self.next_call_at as i64);
            self.next_call_at += until_next_call(chance);
        }
        self.poller.succeeded(new_calls, at(second));
        self.poller.wait_seconds(chance.f64())
    }
}

impl Load {
    fn count(&mut self, second: i64, requests: u32) {
        if let Some(of_second) = self.requests.get_mut(second as usize) {
            *of_second += requests;
        }
    }

    /// The most in any second of this time of the day.
    pub(crate) fn most(&self, from: i64, until: i64) -> u32 {
        self.of(from, until)
            .iter()
            .copied()
            .max()
            .unwrap_or_default()
    }

    /// How many a second in the middle of this time of the day.
    pub(crate) fn mean(&self, from: i64, until: i64) -> f64 {
        let all: u64 = self.of(from, until).iter().copied().map(u64::from).sum();
        all as f64 / (until - from) as f64
    }

    fn of(&self, from: i64, until: i64) -> &[u32] {
        self.requests
            .get(from as usize..until as usize)
            .unwrap_or_default()
    }

    /// In words, with `answer_bytes` for one page of the history.
    pub(crate) fn words(&self, answer_bytes: usize) -> String {
        let noon = (11 * HOUR, 13 * HOUR);
        let mean = self.mean(noon.0, noon.1);
        format!(
            "{WORKSTATIONS} workstations that ask every {POLL_SECONDS} s and come within an hour and a half, {CALLS_OF_A_DAY} \
             calls each: {mean:.0} requests a second at noon ({:.1} MB/s at {:.0} kB a page), {} in the busiest second of the \
             morning, {} in the busiest after ten minutes without an answer; {} polls in the day.",
            mean * answer_bytes as f64 / 1e6,
            answer_bytes as f64 / 1e3,
            self.most(COMING.0, 10 * HOUR),
            self.most(OUTAGE.0, OUTAGE.1 + HOUR),
            self.polls,
        )
    }
}

/// Seconds to the next call: they come by chance, as many as the day has.
fn until_next_call(chance: &mut fastrand::Rng) -> f64 {
    let mean = AT_WORK as f64 / CALLS_OF_A_DAY;
    -mean * (1.0 - chance.f64()).ln()
}

fn at(second_of_day: i64) -> Timestamp {
    Timestamp::from_second(MIDNIGHT + second_of_day).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_asks_before_or_after_work_and_everybody_asks_at_noon() {
        let load = day(1);

        assert_eq!(load.most(0, COMING.0), 0);
        assert_eq!(load.most(COMING.1 + AT_WORK + HOUR, 24 * HOUR), 0);
        let least = f64::from(WORKSTATIONS) / 300.0;
        assert!(load.mean(11 * HOUR, 13 * HOUR) > least);
    }

    #[test]
    fn computers_that_were_kept_waiting_do_not_come_back_in_one_second() {
        let load = day(1);

        let before = load.mean(OUTAGE.0 - HOUR, OUTAGE.0);
        let after = f64::from(load.most(OUTAGE.1, OUTAGE.1 + HOUR));

        assert!(after < 2.0 * before, "{before} before, {after} after");
    }
}
