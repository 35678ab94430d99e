//! What becomes of a call, and when: five states and the steps between them (spec C6, E2, E3).

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::call::{ActivityId, Call, Direction, Outcome};
use crate::contact_match::RecordRef;
use crate::fault::{Fault, FaultKind};
use crate::phone::{DialPlan, ShortNumber};
use crate::phrase::Phrase;
use crate::reason::Reason;
use crate::settings::{NumberPattern, Rules};

/// The first pause after a failed attempt; it doubles up to [`BACKOFF_SECONDS_MAX`].
pub const BACKOFF_SECONDS_MIN: u32 = 15;
/// The longest pause between attempts: an hour, so that an evening's outage is over by itself.
pub const BACKOFF_SECONDS_MAX: u32 = 3_600;
/// The longest pause a server is given: a day, so that a garbled `Retry-After` cannot put a call off for years.
pub const RETRY_AFTER_SECONDS_MAX: u32 = 86_400;
/// How often a failed call is tried again by itself when only a privilege is missing.
pub const PRIVILEGE_RETRY_SECONDS: i64 = 6 * 3_600;
/// How often a record that is gone is looked for again before the call fails.
pub const RECORD_GONE_ATTEMPTS_MAX: u32 = 5;
/// A call the PBX shows as running for longer than this will never get an end.
pub const RUNNING_HOURS_MAX: i64 = 24;

/// The five words of `interfaces.md` for where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum State {
    /// It stands in Dynamics.
    Logged,
    /// It goes out by itself.
    Waiting,
    /// A person is asked.
    NeedsYou,
    /// A rule keeps it out.
    LeftOut,
    /// It cannot go out as things are.
    Failed,
}

impl State {
    /// In a word or two, for people.
    #[must_use]
    pub fn phrase(self) -> Phrase {
        Phrase::new(match self {
            Self::Logged => "state-logged",
            Self::Waiting => "state-waiting",
            Self::NeedsYou => "state-needs-you",
            Self::LeftOut => "state-left-out",
            Self::Failed => "state-failed",
        })
    }
}

/// Where a call stands, with what belongs to that state alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It goes out by itself at `until` or soon after.
    Waiting {
        /// For what.
        reason: Reason,
        /// Not before this time.
        until: Timestamp,
    },
    /// A person is asked; at `until` it is logged without a contact.
    NeedsYou {
        /// The question.
        reason: Reason,
        /// The time limit (`rules.ambiguous_wait_hours`).
        until: Timestamp,
    },
    /// It stands in Dynamics.
    Logged {
        /// Its record: Ringlog's own or another writer's.
        activity: ActivityId,
        /// Whom it regards.
        record: Option<RecordRef>,
        /// What is worth saying about it.
        reason: Option<Reason>,
    },
    /// A rule keeps it out.
    LeftOut {
        /// Which.
        reason: Reason,
    },
    /// It cannot go out as things are.
    Failed {
        /// Why, and what to do.
        reason: Reason,
        /// When it is tried again by itself, if it is.
        retry_at: Option<Timestamp>,
    },
}

impl Delivery {
    /// Its one word.
    #[must_use]
    pub fn state(&self) -> State {
        match self {
            Self::Waiting { .. } => State::Waiting,
            Self::NeedsYou { .. } => State::NeedsYou,
            Self::Logged { .. } => State::Logged,
            Self::LeftOut { .. } => State::LeftOut,
            Self::Failed { .. } => State::Failed,
        }
    }

    /// Its reason, if it has one.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Waiting { reason, .. }
            | Self::NeedsYou { reason, .. }
            | Self::LeftOut { reason }
            | Self::Failed { reason, .. } => Some(reason),
            Self::Logged { reason, .. } => reason.as_ref(),
        }
    }

    /// When something is to be done about it by itself.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        match self {
            Self::Waiting { until, .. } | Self::NeedsYou { until, .. } => Some(*until),
            Self::Failed { retry_at, .. } => *retry_at,
            Self::Logged { .. } | Self::LeftOut { .. } => None,
        }
    }
}

/// Where a call that the PBX just showed begins: due now, or left out by the first rule that applies (spec C).
#[must_use]
pub fn first(
    call: &Call,
    rules: &Rules,
    plan: &DialPlan,
    time_zone: &TimeZone,
    now: Timestamp,
) -> Delivery {
    match left_out(call, rules, plan, time_zone) {
        Some(reason) => Delivery::LeftOut { reason },
        None => Delivery::Waiting {
            reason: Reason::Due,
            until: now,
        },
    }
}

/// Where a call that is still going on stands; after [`RUNNING_HOURS_MAX`] it will never end.
#[must_use]
pub fn running(call: &Call, now: Timestamp) -> Delivery {
    let until = call
        .started_at
        .saturating_add(SignedDuration::from_hours(RUNNING_HOURS_MAX))
        .unwrap_or(Timestamp::MAX);
    if until <= now {
        Delivery::Failed {
            reason: Reason::NeverEnded,
            retry_at: None,
        }
    } else {
        Delivery::Waiting {
            reason: Reason::StillRunning,
            until,
        }
    }
}

/// The first rule that keeps a call out, if one does.
///
/// `time_zone` is that of the clock on the person's wall.
#[must_use]
pub fn left_out(
    call: &Call,
    rules: &Rules,
    plan: &DialPlan,
    time_zone: &TimeZone,
) -> Option<Reason> {
    if call.direction == Direction::Internal {
        return Some(Reason::Internal);
    }
    let short_number = match call.remote.number {
        Some(_) => None,
        None => plan.short_number(&call.remote.written),
    };
    if short_number == Some(ShortNumber::Emergency) {
        return Some(Reason::Emergency);
    }
    let is_one_of = |numbers: &[NumberPattern]| {
        numbers
            .iter()
            .any(|number| number.covers(&call.remote, plan))
    };
    if is_one_of(&rules.own_numbers) {
        return Some(Reason::OwnNumber);
    }
    if is_one_of(&rules.never_log) {
        return Some(Reason::NeverLog);
    }
    // A caller's short number is another PBX's extension, and its star code a hidden number.
    if short_number == Some(ShortNumber::Service)
        && call.direction == Direction::Outbound
        && !rules.log_service_numbers
    {
        return Some(Reason::ServiceNumber);
    }
    let working_hours = &rules.working_hours;
    if !working_hours.is_empty()
        && !working_hours
            .iter()
            .any(|hours| hours.contains(call.started_at, time_zone))
    {
        return Some(Reason::OutsideWorkingHours);
    }
    let is_answered = call.outcome == Outcome::Connected;
    if call.via_group
        && !is_answered
        && call.direction == Direction::Inbound
        && !rules.log_queue_missed
    {
        return Some(Reason::GroupMissed);
    }
    let (seconds, minimum_seconds) = if is_answered {
        (call.talk_seconds(), rules.answered_minimum_seconds)
    } else {
        (call.total_seconds(), rules.minimum_seconds)
    };
    (seconds < i64::from(minimum_seconds)).then_some(Reason::TooShort {
        seconds,
        minimum_seconds,
    })
}

/// Where a call stands after its attempt number `attempts` (from 1) ended in `fault`.
///
/// `jitter` is between 0 and 1 and spreads the attempts of many computers.
#[must_use]
pub fn after_fault(fault: Fault, attempts: u32, now: Timestamp, jitter: f64) -> Delivery {
    let later = |seconds: i64| {
        now.saturating_add(SignedDuration::from_secs(seconds))
            .unwrap_or(Timestamp::MAX)
    };
    let pause = backoff_seconds(attempts, fault.retry_after_seconds, jitter);
    match fault.kind {
        FaultKind::Throttled => Delivery::Waiting {
            reason: Reason::Throttled,
            until: later(pause),
        },
        FaultKind::Unreachable | FaultKind::Garbled | FaultKind::Configuration => {
            Delivery::Waiting {
                reason: Reason::Unreachable {
                    detail: fault.message,
                },
                until: later(pause),
            }
        }
        FaultKind::Unauthorized => Delivery::Waiting {
            reason: Reason::SignInNeeded,
            until: now,
        },
        FaultKind::Forbidden => Delivery::Failed {
            reason: Reason::MissingPrivilege {
                privilege: privilege_named_in(&fault.message.to_string()),
                fault,
            },
            retry_at: Some(later(PRIVILEGE_RETRY_SECONDS)),
        },
        FaultKind::NotFound if attempts < RECORD_GONE_ATTEMPTS_MAX => Delivery::Waiting {
            reason: Reason::RecordGone,
            until: later(pause),
        },
        FaultKind::NotFound | FaultKind::Invalid | FaultKind::AlreadyExists => Delivery::Failed {
            reason: Reason::Refused { fault },
            retry_at: None,
        },
    }
}

/// The pause before the next attempt: doubling, spread over its upper half, and never shorter than the server asked
/// (within [`RETRY_AFTER_SECONDS_MAX`]).
#[must_use]
pub fn backoff_seconds(attempts: u32, retry_after_seconds: Option<u32>, jitter: f64) -> i64 {
    let doubled = BACKOFF_SECONDS_MIN
        .saturating_mul(1 << attempts.saturating_sub(1).min(16))
        .min(BACKOFF_SECONDS_MAX);
    // What is no fraction spreads nothing, and the pause is the whole one.
    let fraction = if (0.0..=1.0).contains(&jitter) {
        jitter
    } else {
        1.0
    };
    #[expect(clippy::cast_possible_truncation, reason = "at most an hour")]
    let spread = (f64::from(doubled) * (0.5 + fraction / 2.0)).ceil() as i64;
    // The spread goes on top of what the server asked, or every computer would come back in the same second.
    spread.max(retry_after_seconds.map_or(0, |asked| {
        i64::from(asked.min(RETRY_AFTER_SECONDS_MAX)) + (spread % 5)
    }))
}

/// The privilege a Dataverse 403 names: `Principal user … is missing prvCreateActivity privilege`
/// (`reference/dataverse.md`, section 2.7).
#[must_use]
pub fn privilege_named_in(message: &str) -> Option<String> {
    message
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .find(|word| word.starts_with("prv") && word.len() > 3)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests;
