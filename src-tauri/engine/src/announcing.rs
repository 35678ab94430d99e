//! What is announced on the desktop: decided in core, remembered in the ledger (spec G1).

use jiff::Timestamp;
use ringlog_core::desktop::facts::Doing;
use ringlog_core::notice::{Happened, Notice};

use crate::config::locale;
use crate::engine::Engine;
use crate::facts::facts_but_calls_of_today;
use crate::ledger::LedgerError;

impl Engine {
    /// The notices that are due after the calls logged since then; they count as shown once they are returned.
    ///
    /// # Errors
    /// When the ledger cannot be read or written; nothing counts as shown then.
    pub(crate) fn announce(&mut self, logged_since: Timestamp) -> Result<Vec<Notice>, LedgerError> {
        let now = self.now();
        let time_zone = self.clock().time_zone();
        let settings = self.settings().clone();
        let locale = locale(&settings, time_zone);
        let reading = self.ledger.reading()?;
        let logged = self.ledger.logged_since(logged_since)?;
        let effective = self.effective();
        let facts = facts_but_calls_of_today(Some(&self.ledger), effective, Doing::Nothing, now)?;
        let kept = self.ledger.announcer()?;
        drop(reading);
        let mut announcer = kept.clone();
        let happened = Happened {
            logged: &logged,
            facts: &facts,
        };
        let notices = announcer.announce(&happened, &settings.notifications, now, &locale);
        if announcer != kept {
            self.ledger.set_announcer(&announcer)?;
        }
        Ok(notices)
    }
}
