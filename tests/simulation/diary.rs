//! What is written down of a story, and its time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::computer::NAMES;
use super::wire::TURNS;

/// What was written down of a story, and its time.
#[derive(Clone)]
pub struct Diary {
    began: Instant,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Diary {
    /// An empty one that begins now.
    #[must_use]
    pub fn begun() -> Self {
        Self {
            began: Instant::now(),
            lines: Arc::default(),
        }
    }

    /// What a computer is called.
    #[must_use]
    pub fn name(&self, computer: usize) -> &'static str {
        NAMES[computer]
    }

    /// Writes a line with its time.
    pub fn write(&self, line: &str) {
        let since = self.began.elapsed();
        let seconds = since.as_secs();
        let line = format!(
            "{:02}:{:02}:{:02}.{:03} {line}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60,
            since.subsec_millis()
        );
        self.lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
    }

    /// How many hours have passed.
    #[must_use]
    pub fn hour(&self) -> u64 {
        self.began.elapsed().as_secs() / 3_600
    }

    /// The first moment after so many milliseconds that belongs to `turn`.
    #[must_use]
    pub fn turn_after(&self, milliseconds: u64, turn: u64) -> Instant {
        let since = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(0) + milliseconds;
        let until = since - since % TURNS + TURNS + turn;
        self.began + Duration::from_millis(until)
    }

    /// Everything that was written.
    #[must_use]
    pub fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.lines.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
