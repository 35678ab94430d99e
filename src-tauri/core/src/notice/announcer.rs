//! What is said now, what is held back, and what was said already.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Notice;
use super::logged::Logged;
use super::needed;
use crate::clock_span::ClockSpan;
use crate::desktop::facts::{Doing, Facts};
use crate::language::Locale;
use crate::settings::{LoggedNotifications, NotificationSettings};
use crate::view::CallView;

/// What happened since the announcer was asked last.
#[derive(Clone, Copy, Debug)]
pub struct Happened<'a> {
    /// The calls that were logged.
    pub logged: &'a [CallView],
    /// Everything that is known now.
    pub facts: &'a Facts,
}

/// Remembers what was announced and what is held back.
///
/// It is kept over a restart, or causes that still stand would be announced again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Announcer {
    /// The causes that were announced and still stand.
    told: BTreeSet<String>,
    logged: Logged,
}

/// How freely logged calls are announced at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// One by one, or in one digest where they are many or late.
    Each,
    /// In one digest, if the last one is long enough ago.
    Digest,
    /// Not now; they are counted.
    Held,
    /// Not at all.
    Off,
}

impl Announcer {
    /// The notices that are due; whoever is handed them shows them, for they are not given a second time.
    #[must_use]
    pub fn announce(
        &mut self,
        happened: &Happened<'_>,
        settings: &NotificationSettings,
        now: Timestamp,
        locale: &Locale,
    ) -> Vec<Notice> {
        let facts = happened.facts;
        needed::forget_what_is_over(&mut self.told, facts);
        let quiet_hours = settings.quiet_hours.as_deref().and_then(ClockSpan::read);
        let is_quiet = quiet_hours.is_some_and(|hours| hours.contains(now, &locale.time_zone));
        let mut notices = if is_quiet {
            Vec::new()
        } else {
            needed::announce(&mut self.told, facts)
        };
        let is_catching_up = matches!(facts.doing, Doing::CatchingUp { .. });
        let is_paused = facts.paused_until(now).is_some();
        let manner = match settings.logged {
            LoggedNotifications::Off => Manner::Off,
            _ if is_quiet || is_paused || is_catching_up => Manner::Held,
            LoggedNotifications::Each => Manner::Each,
            LoggedNotifications::Digest => Manner::Digest,
        };
        notices.extend(
            self.logged
                .announce(happened.logged, facts, manner, now, locale),
        );
        notices
    }
}
