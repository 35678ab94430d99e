//! Times as a person says them beside other words.

use jiff::Timestamp;

use crate::language::Locale;
use crate::phrase::Argument;

/// The time of day, with its date unless that is today.
pub(crate) fn when(at: Timestamp, locale: &Locale, now: Timestamp) -> Argument {
    if is_days_after(0, at, locale, now) {
        Argument::Text(locale.time(at))
    } else {
        Argument::Time(at)
    }
}

/// Whether it is tomorrow as seen from `now`.
pub(crate) fn is_tomorrow(at: Timestamp, locale: &Locale, now: Timestamp) -> bool {
    is_days_after(1, at, locale, now)
}

fn is_days_after(days: i32, at: Timestamp, locale: &Locale, now: Timestamp) -> bool {
    let day = |at: Timestamp| at.to_zoned(locale.time_zone.clone()).date();
    day(now)
        .until(day(at))
        .is_ok_and(|span| span.get_days() == days)
}
