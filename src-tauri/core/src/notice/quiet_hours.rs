//! When nothing is announced, by the clock on the person's wall.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// From one time of day until another, which may be on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    from: Time,
    until: Time,
}

impl QuietHours {
    /// Reads `notifications.quiet_hours`, for example `18:00-08:00`; `None` when it is not of this form.
    #[must_use]
    pub fn read(setting: &str) -> Option<Self> {
        let (from, until) = setting.split_once('-')?;
        Some(Self {
            from: time_of_day(from)?,
            until: time_of_day(until)?,
        })
    }

    /// Whether it is quiet at this moment in this time zone; the first minute is, the last one is not.
    ///
    /// The clock decides, so an hour that the change to summer time leaves out or repeats makes them shorter or longer.
    #[must_use]
    pub fn contain(&self, at: Timestamp, time_zone: &TimeZone) -> bool {
        let clock = at.to_zoned(time_zone.clone()).time();
        if self.from <= self.until {
            (self.from..self.until).contains(&clock)
        } else {
            !(self.until..self.from).contains(&clock)
        }
    }
}

fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(setting: &str, clock: &str, is_quiet: bool) {
        let at: Timestamp = format!("2026-09-21T{clock}:00Z").parse().unwrap();
        let hours = QuietHours::read(setting).unwrap();
        assert_eq!(
            hours.contain(at, &TimeZone::UTC),
            is_quiet,
            "{setting} {clock}"
        );
    }

    #[test]
    fn quiet_hours_may_cross_midnight() {
        check("18:00-08:00", "17:59", false);
        check("18:00-08:00", "18:00", true);
        check("18:00-08:00", "00:00", true);
        check("18:00-08:00", "07:59", true);
        check("18:00-08:00", "08:00", false);
        check("12:00-13:30", "11:59", false);
        check("12:00-13:30", "12:00", true);
        check("12:00-13:30", "13:29", true);
        check("12:00-13:30", "13:30", false);
        check("00:00-06:00", "00:00", true);
        check("22:00-00:00", "23:59", true);
        check("22:00-00:00", "00:00", false);
    }

    #[test]
    fn the_clock_on_the_wall_decides_when_summer_time_begins_and_ends() {
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let hours = QuietHours::read("18:00-08:00").unwrap();
        let is_quiet = |at: &str| hours.contain(at.parse().unwrap(), &zone);
        assert!(is_quiet("2026-03-28T17:00:00Z"));
        assert!(is_quiet("2026-03-29T05:59:00Z"));
        assert!(!is_quiet("2026-03-29T06:00:00Z"));
        assert!(!is_quiet("2026-10-24T15:59:00Z"));
        assert!(is_quiet("2026-10-25T06:59:00Z"));
        assert!(!is_quiet("2026-10-25T07:00:00Z"));
    }

    #[test]
    fn what_is_no_span_of_time_is_never_quiet() {
        for setting in ["", "18:00", "25:00-08:00", "18:60-08:00", "a:b-c:d"] {
            assert_eq!(QuietHours::read(setting), None, "{setting}");
        }
    }
}
