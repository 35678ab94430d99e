//! The world a promise is tried in: an office of simulated systems, a profile on the real disk, and a clock that only
//! moves when it is told to.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use ringlog_engine::config::{Config, PolicyLayer};
use ringlog_engine::engine::Engine;
use ringlog_engine::http::Network;
use ringlog_engine::keychain::MemoryKeychain;
use ringlog_engine::ports::{Browser, Chance, Clock, Ports};
use ringlog_engine::profile::Profile;
use ringlog_simulator::office::Office;

/// When every world begins.
pub const BEGINNING: &str = "2026-05-14T09:00:00Z";

/// A clock that is moved by hand.
#[derive(Clone, Debug)]
pub struct HandClock(Arc<Mutex<Timestamp>>);

impl HandClock {
    /// Stands at `BEGINNING`.
    #[must_use]
    pub fn new() -> Self {
        #[expect(clippy::unwrap_used, reason = "a constant")]
        let beginning = BEGINNING.parse().unwrap();
        Self(Arc::new(Mutex::new(beginning)))
    }

    /// Moves on, or back.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *now += by;
    }
}

impl Default for HandClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
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
