//! When calls are logged at all: `rules.working_hours`.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use crate::clock_span::ClockSpan;

/// The days as they are written, in the order of the week.
const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "Mon"),
    (Weekday::Tuesday, "Tue"),
    (Weekday::Wednesday, "Wed"),
    (Weekday::Thursday, "Thu"),
    (Weekday::Friday, "Fri"),
    (Weekday::Saturday, "Sat"),
    (Weekday::Sunday, "Sun"),
];

/// One line of the list: days of the week, and a span of the clock that begins on each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingHours {
    /// From the first to the last of these days; none means every day.
    days: Option<(Weekday, Weekday)>,
    span: ClockSpan,
}

impl WorkingHours {
    /// Reads `Mon-Fri 08:00-18:00`, `Sat 09:00-12:00` or `22:00-06:00`; `None` when it is not of this form.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let line = line.trim();
        let (days, span) = if line.starts_with(|c: char| c.is_ascii_digit()) {
            (None, line)
        } else {
            let clock = line.find(|c: char| c.is_ascii_digit())?;
            let (days, span) = line.split_at_checked(clock)?;
            let (first, last) = days.split_once('-').unwrap_or((days, days));
            (Some((day(first)?, day(last)?)), span)
        };
        let span = ClockSpan::read(span)?;
        Some(Self { days, span })
    }

    /// Whether it holds this moment in this time zone, by the clock and the calendar on the person's wall.
    #[must_use]
    pub fn contains(&self, at: Timestamp, time_zone: &TimeZone) -> bool {
        let wall = at.to_zoned(time_zone.clone()).datetime();
        let (today, clock) = (wall.date().weekday(), wall.time());
        (self.is_on(today) && self.span.has_begun_by(clock))
            || (self.is_on(today.previous()) && self.span.still_goes_on_at(clock))
    }

    fn is_on(&self, day: Weekday) -> bool {
        self.days
            .is_none_or(|(first, last)| day.since(first) <= last.since(first))
    }
}

impl fmt::Display for WorkingHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.days {
            Some((first, last)) if first == last => write!(f, "{} ", word(first))?,
            Some((first, last)) => write!(f, "{}-{} ", word(first), word(last))?,
            None => {}
        }
        self.span.fmt(f)
    }
}

fn day(text: &str) -> Option<Weekday> {
    let word = text.trim();
    DAYS.iter()
        .find(|(_, name)| name.eq_ignore_ascii_case(word))
        .map(|(day, _)| *day)
}

fn word(day: Weekday) -> &'static str {
    DAYS.iter()
        .find(|(other, _)| *other == day)
        .map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use jiff::Unit;
    use proptest::prelude::*;

    use super::*;

    /// Summer time from the last Sunday of March to the last of October, and a zone without any.
    const ZONES: [&str; 3] = [
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "NZST-12NZDT,M9.5.0,M4.1.0/3",
        "UTC0",
    ];

    fn zone(name: &str) -> TimeZone {
        TimeZone::posix(name).unwrap()
    }

    fn hours(line: &str) -> WorkingHours {
        WorkingHours::read(line).unwrap()
    }

    #[track_caller]
    fn check(line: &str, local: &str, expected: bool) {
        let zone = zone("CET-1CEST,M3.5.0,M10.5.0/3");
        let wall: jiff::civil::DateTime = local.parse().unwrap();
        let at = wall.to_zoned(zone.clone()).unwrap().timestamp();
        assert_eq!(hours(line).contains(at, &zone), expected, "{line} {local}");
    }

    #[test]
    fn working_hours_hold_on_their_days_by_the_clock() {
        // 2026-05-15 is a Friday.
        check("Mon-Fri 08:00-18:00", "2026-05-15T07:59:59", false);
        check("Mon-Fri 08:00-18:00", "2026-05-15T08:00", true);
        check("Mon-Fri 08:00-18:00", "2026-05-15T17:59:59", true);
        check("Mon-Fri 08:00-18:00", "2026-05-15T18:00", false);
        check("Mon-Fri 08:00-18:00", "2026-05-16T12:00", false);
        check("Sat 09:00-12:00", "2026-05-16T09:00", true);
        check("Sat 09:00-12:00", "2026-05-15T09:00", false);
        check("Sat-Mon 09:00-12:00", "2026-05-17T09:00", true);
        check("Sat-Mon 09:00-12:00", "2026-05-19T09:00", false);
        check("09:00-12:00", "2026-05-17T11:00", true);
        check("Fri 00:00-24:00", "2026-05-15T23:59:59", true);
    }

    #[test]
    fn hours_over_midnight_belong_to_the_day_they_begin_on() {
        check("22:00-06:00", "2026-05-15T23:00", true);
        check("22:00-06:00", "2026-05-15T05:59:59", true);
        check("22:00-06:00", "2026-05-15T06:00", false);
        check("Fri 22:00-06:00", "2026-05-15T05:00", false);
        check("Fri 22:00-06:00", "2026-05-15T22:00", true);
        check("Fri 22:00-06:00", "2026-05-16T05:59:59", true);
        check("Fri 22:00-06:00", "2026-05-16T22:00", false);
    }

    #[test]
    fn the_clock_on_the_wall_decides_when_summer_time_begins_and_ends() {
        let zone = zone("CET-1CEST,M3.5.0,M10.5.0/3");
        let is_in = |line: &str, at: &str| hours(line).contains(at.parse().unwrap(), &zone);
        // The clock goes from 02:00 to 03:00, then from 03:00 back to 02:00.
        assert!(!is_in("Sun 02:00-03:00", "2026-03-29T00:59:59Z"));
        assert!(!is_in("Sun 02:00-03:00", "2026-03-29T01:00:00Z"));
        assert!(is_in("Sun 03:00-04:00", "2026-03-29T01:00:00Z"));
        assert!(is_in("Sun 02:00-03:00", "2026-10-25T00:00:00Z"));
        assert!(is_in("Sun 02:00-03:00", "2026-10-25T01:59:59Z"));
        assert!(!is_in("Sun 02:00-03:00", "2026-10-25T02:00:00Z"));
    }

    #[test]
    fn what_is_no_line_of_working_hours_is_none() {
        for line in [
            "",
            "Mon-Fri",
            "08:00",
            "Mon-Fri 08:00",
            "Monday 08:00-18:00",
            "Mo-Fr 08:00-18:00",
            "Mon- 08:00-18:00",
            "Mon-Tue-Wed 08:00-18:00",
            "Mon,Tue 08:00-18:00",
            "08:00-18:00 Mon",
            "08:00-08:00",
            "24:00-08:00",
            "Mon 08:00-18:00 09:00-10:00",
        ] {
            assert_eq!(WorkingHours::read(line), None, "{line}");
        }
    }

    fn any_line() -> impl Strategy<Value = String> {
        let day = || prop::sample::select(DAYS.map(|(_, name)| name).to_vec());
        let days = prop_oneof![
            Just(String::new()),
            day().prop_map(|day| format!("{day} ")),
            (day(), day()).prop_map(|(first, last)| format!("{first}-{last} ")),
        ];
        (days, span()).prop_map(|(days, span)| format!("{days}{span}"))
    }

    fn clock(minute: u16) -> String {
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }

    fn span() -> impl Strategy<Value = ClockSpan> {
        (0..1_440_u16, 0..=1_440_u16).prop_filter_map("no length", |(from, until)| {
            ClockSpan::read(&format!("{}-{}", clock(from), clock(until)))
        })
    }

    /// Most often within a day of a change of the clock.
    fn moment() -> impl Strategy<Value = Timestamp> {
        let changes = [
            "2026-03-29T01:00:00Z",
            "2026-10-25T01:00:00Z",
            "2026-04-04T14:00:00Z",
            "2026-09-26T14:00:00Z",
        ];
        let near = (
            prop::sample::select(changes.to_vec()),
            -100_000_i64..100_000,
        )
            .prop_map(|(change, seconds)| {
                let change: Timestamp = change.parse().unwrap();
                change.as_second() + seconds
            });
        prop_oneof![3 => near, 1 => 0..4_000_000_000_i64]
            .prop_map(|second| Timestamp::from_second(second).unwrap())
    }

    fn any_zone() -> impl Strategy<Value = TimeZone> {
        prop::sample::select(ZONES.to_vec()).prop_map(zone)
    }

    proptest! {
        #[test]
        fn what_was_read_is_written_so_that_it_reads_the_same(line in any_line()) {
            let read = hours(&line);
            let lower = line.to_ascii_lowercase().replace('-', " - ");
            prop_assert_eq!(hours(&read.to_string()), read);
            prop_assert_eq!(hours(&lower), read);
        }

        #[test]
        fn hours_and_the_rest_of_the_clock_share_out_every_moment(span in span(), at in moment(), zone in any_zone()) {
            let line = span.to_string();
            let (from, until) = line.split_once('-').unwrap();
            let whole_day = ["00:00", "24:00"];
            prop_assume!(!(whole_day.contains(&from) && whole_day.contains(&until)));
            let rest = hours(&format!("{}-{from}", until.replace("24:00", "00:00")));
            prop_assert_ne!(hours(&line).contains(at, &zone), rest.contains(at, &zone));
        }

        #[test]
        fn hours_over_midnight_are_an_evening_and_a_morning(
            day in prop::sample::select(DAYS.map(|(day, _)| day).to_vec()),
            (until, from) in (1..1_439_u16).prop_flat_map(|until| (Just(until), until + 1..1_440)),
            at in moment(),
            zone in any_zone(),
        ) {
            let (until, from) = (clock(until), clock(from));
            let over_midnight = hours(&format!("{} {from}-{until}", word(day)));
            let evening = hours(&format!("{} {from}-24:00", word(day)));
            let morning = hours(&format!("{} 00:00-{until}", word(day.next())));
            prop_assert_eq!(
                over_midnight.contains(at, &zone),
                evening.contains(at, &zone) || morning.contains(at, &zone)
            );
        }

        #[test]
        fn every_moment_lies_on_one_day_of_the_week(at in moment(), zone in any_zone()) {
            let days = DAYS.map(|(_, name)| hours(&format!("{name} 00:00-24:00")));
            prop_assert_eq!(days.iter().filter(|day| day.contains(at, &zone)).count(), 1);
        }

        #[test]
        fn only_the_clock_and_the_day_on_the_wall_count(line in any_line(), at in moment(), zone in any_zone()) {
            let wall = at.to_zoned(zone.clone()).datetime().round(Unit::Second).unwrap();
            let same_wall = wall.to_zoned(TimeZone::UTC).unwrap().timestamp();
            prop_assert_eq!(
                hours(&line).contains(at, &zone),
                hours(&line).contains(same_wall, &TimeZone::UTC)
            );
        }

        #[test]
        fn no_text_makes_reading_fail(line in "\\PC{0,30}") {
            let _hours = WorkingHours::read(&line);
        }
    }
}
