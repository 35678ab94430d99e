//! Everything that is known at one moment, gathered from the ledger and the settings.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use ringlog_core::account::AccountState;
use ringlog_core::delivery::State;
use ringlog_core::desktop::facts::{Doing, Facts};
use ringlog_core::settings::layers::Effective;

use crate::first_run::setting_up;
use crate::ledger::{CallQuery, Ledger, LedgerError};
use crate::status::parts;

/// The calls of today, or those that need the person, that are shown without being asked for.
const SHOWN_MAX: u32 = 50;

/// Everything that is shown at `now`; `ledger` is `None` before anything was ever recorded.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn facts(
    ledger: Option<&Ledger>,
    effective: &Effective,
    doing: Doing,
    now: Timestamp,
    time_zone: &TimeZone,
) -> Result<Facts, LedgerError> {
    let known = facts_but_calls_of_today(ledger, effective, doing, now)?;
    let Some(ledger) = ledger else {
        return Ok(known);
    };
    let (from, until) = bounds_of(now.to_zoned(time_zone.clone()).date(), time_zone);
    Ok(Facts {
        last_logged: ledger.last_logged()?,
        today: ledger.calls(&CallQuery {
            from,
            until,
            limit: Some(SHOWN_MAX),
            ..CallQuery::default()
        })?,
        ..known
    })
}

/// What is known at `now`, without the calls of today and the last one logged: every pass asks for it.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn facts_but_calls_of_today(
    ledger: Option<&Ledger>,
    effective: &Effective,
    doing: Doing,
    now: Timestamp,
) -> Result<Facts, LedgerError> {
    let account = ledger.map_or(Ok(AccountState::Unlinked), Ledger::account)?;
    let parts = parts(ledger, &effective.settings, &account, now)?;
    let needs_you = CallQuery {
        state: Some(State::NeedsYou),
        limit: Some(SHOWN_MAX),
        ..CallQuery::default()
    };
    Ok(Facts {
        is_demo: false,
        parts: vec![parts.pbx, parts.sign_in, parts.dynamics],
        doing,
        backfill: ledger.map_or(Ok(None), Ledger::backfill_under_way)?,
        paused_until: ledger.map_or(Ok(None), |ledger| ledger.paused_until(now))?,
        setting_up: setting_up(ledger, effective)?,
        counts: ledger.map_or_else(|| Ok(Default::default()), Ledger::counts)?,
        last_logged: None,
        today: Vec::new(),
        needs_you: ledger.map_or_else(|| Ok(Vec::new()), |ledger| ledger.calls(&needs_you))?,
        region: effective.settings.region.clone(),
        notes: Vec::new(),
        failure: None,
        account,
    })
}

/// A day from its first instant to the next day's first; where the calendar ends, so do its bounds.
pub(crate) fn bounds_of(day: Date, time_zone: &TimeZone) -> (Option<Timestamp>, Option<Timestamp>) {
    let begin = |day: Date| Some(day.to_zoned(time_zone.clone()).ok()?.timestamp());
    (begin(day), day.checked_add(1.day()).ok().and_then(begin))
}
