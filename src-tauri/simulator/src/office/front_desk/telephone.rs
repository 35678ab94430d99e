//! The calls the front desk makes happen.

use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{FrontDesk, read};
use crate::office::EXTENSION;
use crate::office::people::{
    AGENCY, CALLED_CUSTOMER, CALLING_CUSTOMER, CALLING_CUSTOMER_NAME, COLLEAGUE, introduce,
};
use crate::vodia::SimulatedCall;

const RING_SECONDS: u32 = 5;
/// How long it rings before the caller gives up.
const PATIENCE_SECONDS: u32 = 20;
const TALK_SECONDS: u32 = 95;
/// More calls at once are a mistake.
const CALLS_MAX: u32 = 10_000;
/// No PBX keeps its history for as long.
const DAYS_MAX: u32 = 3_650;
/// How many numbers are kept for telephones in dramas, which nobody has (07700 900000 to 900999); the first half stays
/// for tests.
const STRANGERS: usize = 500;
const STRANGERS_NAMES: [&str; 5] = [
    "Ingrid Falk",
    "Nils Frost",
    "Greta Sand",
    "Emil Dahl",
    "Sara Voss",
];

/// Who calls whom, and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occasion {
    side: Side,
    /// The other side's; `None` for somebody nobody knows.
    number: Option<&'static str>,
    name: &'static str,
    is_answered: bool,
}

#[derive(Clone, Copy, Debug)]
enum Side {
    Inbound,
    Outbound,
    Internal,
}

/// Many calls.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    /// How many.
    pub(super) calls: u32,
    /// Over how long they are spread.
    pub(super) minutes: i64,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OfOne {
    number: Option<String>,
    name: Option<String>,
    talk_seconds: Option<u32>,
    answered: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OfMany {
    calls: Option<u32>,
    days_ago: u32,
}

impl Occasion {
    pub(super) const fn inbound(number: &'static str) -> Self {
        Self {
            side: Side::Inbound,
            number: Some(number),
            name: "",
            is_answered: true,
        }
    }

    pub(super) const fn outbound(number: &'static str) -> Self {
        Self {
            side: Side::Outbound,
            ..Self::inbound(number)
        }
    }

    pub(super) const fn internal(extension: &'static str) -> Self {
        Self {
            side: Side::Internal,
            ..Self::inbound(extension)
        }
    }

    pub(super) const fn of_stranger() -> Self {
        Self {
            number: None,
            ..Self::inbound("")
        }
    }

    pub(super) const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    pub(super) const fn unanswered(self) -> Self {
        Self {
            is_answered: false,
            ..self
        }
    }
}

impl FrontDesk {
    /// One call that ends now; its id.
    pub(super) fn telephone(
        &self,
        occasion: Occasion,
        particulars: &[u8],
    ) -> Result<String, String> {
        let particulars: OfOne = read(particulars)?;
        let is_answered = particulars.answered.unwrap_or(occasion.is_answered);
        if !is_answered && particulars.talk_seconds.is_some() {
            return Err("A call that nobody answers has no talk_seconds.".to_owned());
        }
        introduce(&self.systems.dataverse);
        let talk = is_answered.then(|| particulars.talk_seconds.unwrap_or(TALK_SECONDS));
        Ok(self.add_call(
            occasion,
            (particulars.number, particulars.name),
            talk,
            (self.now)(),
        ))
    }

    /// Many calls, evenly spread; their ids, oldest first.
    pub(super) fn spend(&self, load: Load, particulars: &[u8]) -> Result<Vec<String>, String> {
        let particulars: OfMany = read(particulars)?;
        let calls = particulars.calls.unwrap_or(load.calls);
        if !(1..=CALLS_MAX).contains(&calls) {
            return Err(format!("calls must be between 1 and {CALLS_MAX}."));
        }
        if particulars.days_ago > DAYS_MAX {
            return Err(format!("days_ago must be at most {DAYS_MAX}."));
        }
        introduce(&self.systems.dataverse);
        let end = (self.now)() - SignedDuration::from_hours(24 * i64::from(particulars.days_ago));
        let span = SignedDuration::from_mins(load.minutes);
        let turns = [
            Occasion::inbound(CALLING_CUSTOMER).named(CALLING_CUSTOMER_NAME),
            Occasion::outbound(CALLED_CUSTOMER),
            Occasion::of_stranger(),
            Occasion::inbound(AGENCY),
            Occasion::inbound(CALLING_CUSTOMER)
                .named(CALLING_CUSTOMER_NAME)
                .unanswered(),
            Occasion::internal(COLLEAGUE),
        ];
        let made = (0..calls).rev().zip(turns.iter().cycle());
        Ok(made
            .map(|(left, occasion)| {
                let before = span.as_secs() * i64::from(left) / i64::from(calls);
                let talk = occasion.is_answered.then_some(30 + left % 7 * 45);
                let ended_at = end - SignedDuration::from_secs(before);
                self.add_call(*occasion, (None, None), talk, ended_at)
            })
            .collect())
    }

    fn add_call(
        &self,
        occasion: Occasion,
        (number, name): (Option<String>, Option<String>),
        talk_seconds: Option<u32>,
        ended_at: Timestamp,
    ) -> String {
        let (usual_number, usual_name) = match occasion.number {
            Some(number) => (number.to_owned(), occasion.name),
            None if number.is_some() => (String::new(), ""),
            None => self.next_stranger(),
        };
        let rings = talk_seconds.map_or(PATIENCE_SECONDS, |_| RING_SECONDS);
        let lasts = i64::from(rings) + i64::from(talk_seconds.unwrap_or(0));
        let started_at = ended_at - SignedDuration::from_secs(lasts);
        let number = number.unwrap_or(usual_number);
        let call = match occasion.side {
            Side::Inbound => SimulatedCall::inbound(&number, started_at),
            Side::Outbound => SimulatedCall::outbound(&number, started_at),
            Side::Internal => SimulatedCall::internal(&number, started_at),
        };
        let call = call
            .name(name.as_deref().unwrap_or(usual_name))
            .answered_after_seconds(rings.into())
            .ended_after_seconds(lasts);
        let call = if talk_seconds.is_some() {
            call
        } else {
            call.unanswered()
        };
        self.integrate(&call);
        self.systems.vodia.add_call(EXTENSION, call)
    }

    /// Somebody who did not call before.
    fn next_stranger(&self) -> (String, &'static str) {
        let count = self.strangers.fetch_add(1, Ordering::Relaxed);
        let name = STRANGERS_NAMES
            .get(count % STRANGERS_NAMES.len())
            .copied()
            .unwrap_or_default();
        let suffix = STRANGERS + count % STRANGERS;
        (format!("07700900{suffix:03}"), name)
    }
}
