//! Earlier calls as the window shows them before they are logged, and while they are.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::backfill::{Plan, PlannedCall, Prospect, Totals};
use crate::call::{Direction, Outcome};
use crate::language::Locale;
use crate::phone;
use crate::phrase::Phrase;

/// More lines than these are not read one by one; the totals count them all.
const LINES_MAX: usize = 500;

/// The days the person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DaysAsked {
    /// The first, as `YYYY-MM-DD`.
    #[cfg_attr(test, ts(type = "string"))]
    pub from: Date,
    /// The last, as `YYYY-MM-DD`.
    #[cfg_attr(test, ts(type = "string"))]
    pub to: Date,
}

/// What would become of the calls of some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanView {
    /// The first day, as `YYYY-MM-DD`.
    #[cfg_attr(test, ts(type = "string"))]
    pub from: Date,
    /// The last day, as `YYYY-MM-DD`.
    #[cfg_attr(test, ts(type = "string"))]
    pub to: Date,
    /// How many would become what.
    #[cfg_attr(test, ts(as = "TotalsShown"))]
    pub totals: Totals,
    /// How many would be taken on if the person approves.
    #[cfg_attr(test, ts(type = "number"))]
    pub to_approve: u64,
    /// The oldest call the PBX still has, where its history does not reach back to the first day.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub history_begins_at: Option<Timestamp>,
    /// The calls, the newest first; the first five hundred.
    pub calls: Vec<PlannedLine>,
}

/// One call of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlannedLine {
    /// What would become of it.
    pub prospect: Prospect,
    /// Which way it went; `null` for a record that cannot be read.
    pub direction: Option<Direction>,
    /// How it ended.
    pub outcome: Outcome,
    /// First ring; `null` for a record that cannot be read.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub started_at: Option<Timestamp>,
    /// Seconds between answer and end.
    #[cfg_attr(test, ts(type = "number"))]
    pub talk_seconds: i64,
    /// The other side: on whom it would be logged, the caller's name, the number, or words for a withheld one.
    pub who: String,
    /// The number as the person would write it.
    pub number: Option<String>,
    /// A contact would be made for it.
    pub creates_contact: bool,
    /// Why, in a sentence, where that is worth saying.
    pub reason: Option<String>,
}

/// A backfill that was approved and is not through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BackfillLine {
    /// The first day, as `YYYY-MM-DD`.
    #[cfg_attr(test, ts(type = "string"))]
    pub from: Date,
    /// The last day, as `YYYY-MM-DD`.
    #[cfg_attr(test, ts(type = "string"))]
    pub to: Date,
    /// The PBX is still being read.
    pub is_reading: bool,
    /// Calls that are through.
    #[cfg_attr(test, ts(type = "number"))]
    pub done: u64,
    /// Calls in all, as far as they are read.
    #[cfg_attr(test, ts(type = "number"))]
    pub total: u64,
}

impl PlanView {
    /// A plan, for a person of this region who reads so.
    #[must_use]
    pub fn of(plan: &Plan, locale: &Locale, region: Option<&str>) -> Self {
        Self {
            from: plan.from,
            to: plan.to,
            totals: plan.totals,
            to_approve: plan.to_approve(),
            history_begins_at: plan.history_begins_at,
            calls: plan
                .calls
                .iter()
                .take(LINES_MAX)
                .map(|call| PlannedLine::of(call, locale, region))
                .collect(),
        }
    }
}

impl PlannedLine {
    fn of(call: &PlannedCall, locale: &Locale, region: Option<&str>) -> Self {
        let number = call
            .remote_number
            .as_deref()
            .map(|number| phone::for_people(number, region));
        let name = call
            .contact_name
            .clone()
            .or_else(|| call.remote_name.clone());
        let who = name.or_else(|| number.clone()).map_or_else(
            || match call.prospect {
                Prospect::Unreadable => Phrase::new("planned-unreadable"),
                Prospect::Log
                | Prospect::Ask
                | Prospect::AlreadyLogged
                | Prospect::LeaveOut
                | Prospect::Known => Phrase::new("call-withheld"),
            },
            Phrase::verbatim,
        );
        Self {
            prospect: call.prospect,
            direction: call.direction,
            outcome: call.outcome,
            started_at: call.started_at,
            talk_seconds: call.talk_seconds,
            who: who.say(locale),
            number,
            creates_contact: call.creates_contact,
            reason: call.reason.as_ref().map(|reason| reason.say(locale)),
        }
    }
}

/// [`Totals`] as the page sees it.
#[cfg(test)]
#[derive(ts_rs::TS)]
#[ts(rename = "Totals")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct TotalsShown {
    log: u32,
    on_new_contacts: u32,
    new_contacts: u32,
    without_contact: u32,
    ask: u32,
    already_logged: u32,
    left_out: u32,
    known: u32,
    unreadable: u32,
}
