//! A span of the day by the clock on the person's wall: quiet hours and working hours.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// The end of the day, which a span may end at.
const DAY_MINUTES: u16 = 24 * 60;

/// From one time of day until another, which may be on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockSpan {
    from_minute: u16,
    until_minute: u16,
}

impl ClockSpan {
    /// Reads `18:00-08:00`, up to `24:00`; `None` when it is not of this form or has no length.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (from, until) = text.split_once('-')?;
        let span = Self {
            from_minute: minute_of_day(from).filter(|minute| *minute < DAY_MINUTES)?,
            until_minute: minute_of_day(until)?,
        };
        (span.from_minute != span.until_minute).then_some(span)
    }

    /// Whether it holds this moment in this time zone; the first minute is in it, the last one is not.
    ///
    /// The clock decides, so an hour that the change to summer time leaves out or repeats makes it shorter or longer.
    #[must_use]
    pub fn contains(self, at: Timestamp, time_zone: &TimeZone) -> bool {
        let clock = at.to_zoned(time_zone.clone()).time();
        self.has_begun_by(clock) || self.still_goes_on_at(clock)
    }

    /// Whether a time of day lies in the part of the span that is on the day it begins.
    #[must_use]
    pub fn has_begun_by(self, clock: Time) -> bool {
        let minute = minute_of(clock);
        minute >= self.from_minute && (self.is_over_midnight() || minute < self.until_minute)
    }

    /// Whether a time of day lies in the part of the span that is on the day after it began.
    #[must_use]
    pub fn still_goes_on_at(self, clock: Time) -> bool {
        self.is_over_midnight() && minute_of(clock) < self.until_minute
    }

    fn is_over_midnight(self) -> bool {
        self.until_minute < self.from_minute
    }
}

impl fmt::Display for ClockSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, until) = (self.from_minute, self.until_minute);
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        write!(f, "{}-{}", clock(from), clock(until))
    }
}

fn minute_of(clock: Time) -> u16 {
    u16::from(clock.hour().unsigned_abs()) * 60 + u16::from(clock.minute().unsigned_abs())
}

fn minute_of_day(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let two_digits = |text: &str| {
        (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u16>().ok())
            .flatten()
    };
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= DAY_MINUTES).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(setting: &str, clock: &str, is_in: bool) {
        let at: Timestamp = format!("2026-09-21T{clock}:00Z").parse().unwrap();
        let span = ClockSpan::read(setting).unwrap();
        assert_eq!(
            span.contains(at, &TimeZone::UTC),
            is_in,
            "{setting} {clock}"
        );
    }

    #[test]
    fn a_span_may_cross_midnight() {
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
        check("22:00-24:00", "23:59", true);
        check("22:00-24:00", "00:00", false);
        check("00:00-24:00", "00:00", true);
        check("00:00-24:00", "23:59", true);
    }

    #[test]
    fn the_clock_on_the_wall_decides_when_summer_time_begins_and_ends() {
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let span = ClockSpan::read("18:00-08:00").unwrap();
        let is_in = |at: &str| span.contains(at.parse().unwrap(), &zone);
        assert!(is_in("2026-03-28T17:00:00Z"));
        assert!(is_in("2026-03-29T05:59:00Z"));
        assert!(!is_in("2026-03-29T06:00:00Z"));
        assert!(!is_in("2026-10-24T15:59:00Z"));
        assert!(is_in("2026-10-25T06:59:00Z"));
        assert!(!is_in("2026-10-25T07:00:00Z"));
    }

    #[test]
    fn what_is_no_span_of_time_is_none() {
        for setting in [
            "",
            "18:00",
            "25:00-08:00",
            "24:00-08:00",
            "00:00-24:01",
            "18:60-08:00",
            "8:00-09:00",
            "+8:00-09:00",
            "08:00-08:00",
            "a:b-c:d",
        ] {
            assert_eq!(ClockSpan::read(setting), None, "{setting}");
        }
    }
}
