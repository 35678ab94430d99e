//! Everything that is known at one moment, gathered from the ledger and the settings.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use ringlog_core::account::AccountState;
use ringlog_core::delivery::State;
use ringlog_core::desktop::facts::{Doing, Facts};
use ringlog_core::settings::layers::Effective;
use ringlog_core::view::CallView;

use crate::first_run::setting_up;
use crate::ledger::{CallQuery, Ledger, LedgerError};
use crate::status::parts;

/// The calls of today, or those that need the person, that are shown without being asked for.
const SHOWN_MAX: u32 = 50;

/// Everything that is known at `now`; `ledger` is `None` before anything was ever recorded.
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
    let account = ledger.map_or(Ok(AccountState::Unlinked), Ledger::account)?;
    let parts = parts(ledger, &effective.settings, &account, now)?;
    let list = |query: &CallQuery| -> Result<Vec<CallView>, LedgerError> {
        ledger.map_or_else(|| Ok(Vec::new()), |ledger| ledger.calls(query))
    };
    let (from, until) = bounds_of(now.to_zoned(time_zone.clone()).date(), time_zone);
    Ok(Facts {
        is_demo: false,
        parts: vec![parts.pbx, parts.sign_in, parts.dynamics],
        doing,
        backfill: ledger.map_or(Ok(None), Ledger::backfill_under_way)?,
        paused_until: ledger.map_or(Ok(None), |ledger| ledger.paused_until(now))?,
        setting_up: setting_up(ledger, effective)?,
        counts: ledger.map_or_else(|| Ok(Default::default()), Ledger::counts)?,
        last_logged: ledger.map_or(Ok(None), Ledger::last_logged)?,
        today: list(&CallQuery {
            from,
            until,
            limit: Some(SHOWN_MAX),
            ..CallQuery::default()
        })?,
        needs_you: list(&CallQuery {
            state: Some(State::NeedsYou),
            limit: Some(SHOWN_MAX),
            ..CallQuery::default()
        })?,
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
