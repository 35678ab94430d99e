//! The tray's menu, as a value.

use jiff::civil::time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::facts::{Doing, Facts};
use super::first_run::Step;
use super::when::when;
use super::{Cure, View};
use crate::language::Locale;
use crate::phrase::Phrase;
use crate::status::{Condition, Part};

/// One line of the tray's menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuItem {
    /// Words that cannot be chosen.
    Words(String),
    /// Something to choose.
    Choice {
        /// What.
        choice: Choice,
        /// In words.
        words: String,
    },
    /// A line between groups.
    Separator,
}

/// What can be chosen in the tray's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// Show the window.
    Open,
    /// Show the calls that need the person.
    OpenNeedsYou,
    /// Look at the PBX now.
    SyncNow,
    /// Ask and send nothing for a while.
    Pause(Pause),
    /// Go on before the pause is over.
    Resume,
    /// Link the account, or sign in again.
    Link,
    /// End the program.
    Quit,
}

/// How long a pause lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Pause {
    /// An hour.
    Hour,
    /// Until six in the morning of the next day, in the person's time zone.
    UntilTomorrow,
}

impl Choice {
    /// Everything that can be chosen.
    pub const ALL: [Self; 8] = [
        Self::Open,
        Self::OpenNeedsYou,
        Self::SyncNow,
        Self::Pause(Pause::Hour),
        Self::Pause(Pause::UntilTomorrow),
        Self::Resume,
        Self::Link,
        Self::Quit,
    ];

    /// Its name in the shell's menu, which stays the same.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::OpenNeedsYou => "open_needs_you",
            Self::SyncNow => "sync_now",
            Self::Pause(Pause::Hour) => "pause_hour",
            Self::Pause(Pause::UntilTomorrow) => "pause_until_tomorrow",
            Self::Resume => "resume",
            Self::Link => "link",
            Self::Quit => "quit",
        }
    }

    /// What has this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.id() == id)
    }
}

impl Pause {
    /// When a pause that begins `now` is over.
    #[must_use]
    pub fn until(self, now: Timestamp, time_zone: &TimeZone) -> Timestamp {
        let in_an_hour = now
            .saturating_add(SignedDuration::from_hours(1))
            .unwrap_or(now);
        match self {
            Self::Hour => in_an_hour,
            Self::UntilTomorrow => now
                .to_zoned(time_zone.clone())
                .date()
                .tomorrow()
                .and_then(|day| day.to_datetime(MORNING).to_zoned(time_zone.clone()))
                .map_or(in_an_hour, |morning| morning.timestamp()),
        }
    }
}

/// When the day begins that a pause until tomorrow waits for.
const MORNING: jiff::civil::Time = time(6, 0, 0, 0);

/// The tray's menu: what is, then what can be chosen.
pub(super) fn menu(view: &View, facts: &Facts, locale: &Locale, now: Timestamp) -> Vec<MenuItem> {
    let choice = |choice, words: Phrase| MenuItem::Choice {
        choice,
        words: words.say(locale),
    };
    let mut menu = vec![MenuItem::Words(view.light.words.clone())];
    if let Some(last) = &view.last_logged {
        let at = facts
            .last_logged
            .as_ref()
            .and_then(|call| call.logged_at)
            .unwrap_or(last.started_at);
        let words = Phrase::new("menu-last-logged")
            .with("who", last.who.as_str())
            .with("time", when(at, locale, now));
        menu.push(MenuItem::Words(words.say(locale)));
    }
    if view.counts.waiting > 0 {
        let words = Phrase::new("menu-waiting").with("count", view.counts.waiting);
        menu.push(MenuItem::Words(words.say(locale)));
    }
    if view.counts.needs_you > 0 {
        let words = Phrase::new("menu-needs-you").with("count", view.counts.needs_you);
        menu.push(choice(Choice::OpenNeedsYou, words));
    }
    menu.push(MenuItem::Separator);
    menu.push(choice(Choice::Open, Phrase::new("menu-open")));
    if view.first_run.is_none() && facts.failure.is_none() {
        if view.paused_until.is_some() {
            menu.push(choice(Choice::Resume, Phrase::new("menu-resume")));
        } else {
            menu.push(choice(Choice::SyncNow, Phrase::new("menu-sync-now")));
            let hour = Phrase::new("menu-pause-hour");
            menu.push(choice(Choice::Pause(Pause::Hour), hour));
            let tomorrow = Phrase::new("menu-pause-until-tomorrow");
            menu.push(choice(Choice::Pause(Pause::UntilTomorrow), tomorrow));
        }
    }
    menu.extend(link(view, facts).map(|words| choice(Choice::Link, words)));
    menu.push(MenuItem::Separator);
    menu.push(choice(Choice::Quit, Phrase::new("menu-quit")));
    menu
}

/// The words for linking where that is what is needed, and not under way in the browser already.
fn link(view: &View, facts: &Facts) -> Option<Phrase> {
    if facts.failure.is_some() || matches!(facts.doing, Doing::InBrowser { .. }) {
        return None;
    }
    if let Some(first_run) = &view.first_run {
        return (first_run.step == Step::Link).then(|| Phrase::new("menu-link"));
    }
    let sign_in = facts.parts.iter().find(|part| part.part == Part::SignIn)?;
    let condition = &sign_in.health.condition;
    let is_needed = Cure::of(Part::SignIn, condition) == Some(Cure::Link);
    let is_again = matches!(condition, Condition::SignInNeeded { .. });
    is_needed.then(|| {
        Phrase::new(if is_again {
            "menu-sign-in"
        } else {
            "menu-link"
        })
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::desktop::samples::locale;

    #[test]
    fn every_choice_is_found_by_its_own_id() {
        let ids: BTreeSet<&str> = Choice::ALL.into_iter().map(Choice::id).collect();
        assert_eq!(ids.len(), Choice::ALL.len());
        for choice in Choice::ALL {
            assert_eq!(Choice::from_id(choice.id()), Some(choice));
        }
        assert_eq!(Choice::from_id("of_a_later_version"), None);
    }

    #[test]
    fn a_pause_until_tomorrow_ends_at_six_on_the_clock_on_the_wall() {
        let zone = locale("de").time_zone;
        let until = |now: &str| {
            Pause::UntilTomorrow
                .until(now.parse().unwrap(), &zone)
                .to_string()
        };
        assert_eq!(until("2026-09-21T14:00:00Z"), "2026-09-22T04:00:00Z");
        assert_eq!(until("2026-09-21T22:30:00Z"), "2026-09-23T04:00:00Z");
        assert_eq!(until("2026-10-24T14:00:00Z"), "2026-10-25T05:00:00Z");
        assert_eq!(until("2026-03-28T14:00:00Z"), "2026-03-29T04:00:00Z");
    }

    proptest! {
        #[test]
        fn a_pause_is_over_in_two_days_at_most(second in Timestamp::MIN.as_second()..=Timestamp::MAX.as_second()) {
            let now = Timestamp::from_second(second).unwrap();
            for pause in [Pause::Hour, Pause::UntilTomorrow] {
                let until = pause.until(now, &locale("de").time_zone);
                prop_assert!(until >= now);
                prop_assert!(until.duration_since(now) <= SignedDuration::from_hours(48));
            }
        }
    }
}
