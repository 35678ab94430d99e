//! Logged calls: announced one by one, or counted for a digest.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::announcer::Manner;
use super::{Notice, NoticeButton, Target};
use crate::call::{Direction, Outcome};
use crate::delivery::State;
use crate::desktop::calls::{company, who};
use crate::desktop::facts::{Doing, Facts};
use crate::desktop::when::when;
use crate::language::Locale;
use crate::phrase::Phrase;
use crate::view::CallView;

/// More calls than this in one pass become one digest.
const AT_ONCE_MAX: usize = 3;
/// Between two digests, where the person asked for digests.
const BETWEEN_DIGESTS: SignedDuration = SignedDuration::from_hours(1);
/// What was logged longer ago is no news, and need not be remembered.
const NEWS_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What is remembered of logged calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Logged {
    /// The calls that were taken in not long ago, with when they were logged.
    seen: BTreeMap<i64, Timestamp>,
    /// What waits for a digest.
    held: Option<Held>,
    /// When the last digest was announced.
    digest_at: Option<Timestamp>,
}

/// Calls that were logged and not announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    /// The first of them, which no other digest holds.
    call: i64,
    /// Who was on its other side.
    who: Phrase,
    /// How many.
    count: u64,
    /// How many of them without a contact.
    without_contact: u64,
    /// When the first of them began.
    from: Timestamp,
    /// When the last of them began.
    until: Timestamp,
    /// They were caught up with.
    #[serde(default)]
    is_caught_up: bool,
}

impl Held {
    fn of(call: &CallView, region: Option<&str>) -> Self {
        Self {
            call: call.id,
            who: who(call, region),
            count: 1,
            without_contact: u64::from(call.contact_id.is_none()),
            from: call.started_at,
            until: call.started_at,
            is_caught_up: false,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            call: self.call,
            who: self.who,
            count: self.count + other.count,
            without_contact: self.without_contact + other.without_contact,
            from: self.from.min(other.from),
            until: self.until.max(other.until),
            is_caught_up: self.is_caught_up || other.is_caught_up,
        }
    }

    fn notice(&self, locale: &Locale, now: Timestamp) -> Notice {
        let title = if self.is_caught_up {
            Phrase::new("notice-caught-up")
        } else {
            Phrase::new("notice-digest")
        };
        let span = Phrase::new("notice-span")
            .with("from", when(self.from, locale, now))
            .with("until", when(self.until, locale, now));
        let without = Phrase::new("notice-without-contact").with("count", self.without_contact);
        let is_one = self.count == 1;
        let state = State::Logged;
        Notice {
            cause: format!("digest:{}+{}", self.call, self.count),
            title: title.with("count", self.count),
            body: if is_one {
                Phrase::new("notice-one")
                    .with("who", self.who.clone())
                    .with("time", when(self.from, locale, now))
            } else if self.without_contact > 0 {
                span.then(without)
            } else {
                span
            },
            opens: if is_one {
                Target::Call { call: self.call }
            } else {
                Target::Calls { state }
            },
            answers: Vec::new(),
            buttons: vec![NoticeButton::Show],
        }
    }
}

impl Logged {
    pub(super) fn announce(
        &mut self,
        logged: &[CallView],
        facts: &Facts,
        manner: Manner,
        now: Timestamp,
        locale: &Locale,
    ) -> Vec<Notice> {
        let new = self.take_in(logged, now);
        let region = facts.region.as_deref();
        match manner {
            Manner::Off => {
                self.held = None;
                Vec::new()
            }
            Manner::Held => {
                self.hold(&new, region);
                let is_catching_up = matches!(facts.doing, Doing::CatchingUp { .. });
                if let Some(held) = &mut self.held {
                    held.is_caught_up |= is_catching_up;
                }
                Vec::new()
            }
            Manner::Each if self.held.is_none() && new.len() <= AT_ONCE_MAX => {
                new.into_iter().map(|call| notice(call, facts)).collect()
            }
            Manner::Each => {
                self.hold(&new, region);
                self.digest(now, locale).into_iter().collect()
            }
            Manner::Digest => {
                self.hold(&new, region);
                if self.is_digest_due(now) {
                    self.digest(now, locale).into_iter().collect()
                } else {
                    Vec::new()
                }
            }
        }
    }

    /// The calls that are new, each once.
    fn take_in<'a>(&mut self, logged: &'a [CallView], now: Timestamp) -> Vec<&'a CallView> {
        let is_news = |at: Timestamp| now.duration_since(at) < NEWS_FOR;
        self.seen.retain(|_, at| is_news(*at));
        logged
            .iter()
            .filter(|call| {
                call.logged_at
                    .is_some_and(|at| is_news(at) && self.seen.insert(call.id, at).is_none())
            })
            .collect()
    }

    fn hold(&mut self, calls: &[&CallView], region: Option<&str>) {
        let calls = calls.iter().map(|call| Held::of(call, region));
        self.held = self.held.take().into_iter().chain(calls).reduce(Held::and);
    }

    /// An hour after the last one; a last one in the future was announced by a wrong clock.
    fn is_digest_due(&self, now: Timestamp) -> bool {
        self.digest_at
            .is_none_or(|last| now < last || now.duration_since(last) >= BETWEEN_DIGESTS)
    }

    fn digest(&mut self, now: Timestamp, locale: &Locale) -> Option<Notice> {
        let held = self.held.take()?;
        self.digest_at = Some(now);
        Some(held.notice(locale, now))
    }
}

/// One call by itself: who, company, how long.
fn notice(call: &CallView, facts: &Facts) -> Notice {
    let direction = Phrase::new(match call.direction {
        Direction::Inbound => "notice-inbound",
        Direction::Outbound => "notice-outbound",
        Direction::Internal => "notice-internal",
    });
    let body = match call.contact_id {
        Some(_) => Phrase::new("notice-call"),
        None => Phrase::new("notice-call-without-contact"),
    };
    Notice {
        cause: format!("logged:{}", call.id),
        title: match company(call) {
            Some(company) => Phrase::new("notice-logged-company").with("company", company),
            None => Phrase::new("notice-logged"),
        }
        .with("who", who(call, facts.region.as_deref())),
        body: body
            .with("direction", direction)
            .with("length", length(call)),
        opens: match call.activity_id {
            Some(_) => Target::Record { call: call.id },
            None => Target::Call { call: call.id },
        },
        answers: Vec::new(),
        buttons: match call.activity_id {
            Some(_) => vec![NoticeButton::OpenRecord, NoticeButton::Show],
            None => vec![NoticeButton::Show],
        },
    }
}

/// How long both sides spoke, or why they did not.
fn length(call: &CallView) -> Phrase {
    match call.outcome {
        Outcome::Connected => {
            let seconds = call.talk_seconds.max(0);
            let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
            if hours > 0 {
                Phrase::new("notice-hours")
                    .with("hours", hours)
                    .with("minutes", minutes)
            } else if minutes > 0 {
                Phrase::new("notice-minutes")
                    .with("minutes", minutes)
                    .with("seconds", seconds % 60)
            } else {
                Phrase::new("notice-seconds").with("seconds", seconds)
            }
        }
        Outcome::NoAnswer => Phrase::new("notice-not-answered"),
        Outcome::Busy => Phrase::new("notice-busy"),
        Outcome::Failed => Phrase::new("notice-not-set-up"),
        Outcome::Unknown => Phrase::new("notice-not-connected"),
    }
}
