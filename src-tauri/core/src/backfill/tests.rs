use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::call::{CallKey, RemoteParty};

fn today() -> Date {
    date(2026, 5, 14)
}

fn days(from: Date, to: Date) -> Result<Days, NoDays> {
    Days::new(from, to, today())
}

fn berlin() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
}

#[test]
fn days_are_in_order_have_begun_and_are_not_too_many() {
    assert!(days(today(), today()).is_ok());
    assert!(days(date(2026, 5, 1), date(2026, 12, 24)).is_ok());
    assert!(days(date(2025, 5, 14), date(2026, 5, 14)).is_ok());
    assert_eq!(days(today(), date(2026, 5, 13)), Err(NoDays::Reversed));
    let tomorrow = date(2026, 5, 15);
    assert_eq!(days(tomorrow, tomorrow), Err(NoDays::InFuture));
    assert_eq!(days(date(2025, 5, 13), today()), Err(NoDays::TooMany));
    for refused in [NoDays::Reversed, NoDays::InFuture, NoDays::TooMany] {
        assert!(refused.to_string().ends_with('.'), "{refused}");
    }
}

#[test]
fn a_day_is_the_person_s_own_also_when_the_clocks_change() {
    let span = days(date(2026, 3, 29), date(2026, 3, 29))
        .unwrap()
        .span(&berlin());
    assert_eq!(span.from.to_string(), "2026-03-28T23:00:00Z");
    assert_eq!(span.until.to_string(), "2026-03-29T22:00:00Z");
    assert!(span.has(span.from));
    assert!(!span.has(span.until));
}

#[test]
fn the_ends_of_the_calendar_are_no_panic() {
    let first = Days::new(Date::MIN, Date::MIN, Date::MAX).unwrap();
    let last = Days::new(Date::MAX, Date::MAX, Date::MAX).unwrap();
    for days in [first, last] {
        let span = days.span(&berlin());
        assert!(span.from <= span.until);
    }
}

fn call(id: u64, started: i64) -> Call {
    let at = Timestamp::from_second(started).unwrap();
    Call {
        key: CallKey {
            source: "vodia:pbx.example.com".to_owned(),
            extension: "504".to_owned(),
            source_id: id.to_string(),
            leg: "0".to_owned(),
        },
        direction: Direction::Inbound,
        outcome: Outcome::Connected,
        remote: RemoteParty {
            number: None,
            written: String::new(),
            name: None,
        },
        started_at: at,
        answered_at: None,
        ended_at: at,
        via_group: false,
    }
}

fn planned(id: u64, started: i64, prospect: Prospect) -> PlannedCall {
    PlannedCall::of(&call(id, started), prospect, None)
}

#[test]
fn what_is_logged_is_counted_by_what_it_would_make() {
    let week = days(date(2026, 5, 1), today()).unwrap();
    let plan = Plan::new(
        week,
        None,
        vec![
            planned(1, 10, Prospect::Log).on("Mira Holm", false),
            planned(2, 30, Prospect::Log).on("Jon Aske", true),
            planned(3, 20, Prospect::Log),
            planned(4, 40, Prospect::Ask),
            PlannedCall::unreadable("The record has no start time."),
        ],
    );
    let ids: Vec<Option<&str>> = plan
        .calls
        .iter()
        .map(|call| call.source_id.as_deref())
        .collect();
    assert_eq!(ids, [Some("4"), Some("2"), Some("3"), Some("1"), None]);
    assert_eq!(
        plan.totals,
        Totals {
            log: 3,
            new_contacts: 1,
            without_contact: 1,
            ask: 1,
            unreadable: 1,
            ..Totals::default()
        }
    );
    assert_eq!(plan.to_approve(), 4);
}

fn any_prospect() -> impl Strategy<Value = Prospect> {
    prop::sample::select(vec![
        Prospect::Log,
        Prospect::Ask,
        Prospect::AlreadyLogged,
        Prospect::LeaveOut,
        Prospect::Known,
        Prospect::Unreadable,
    ])
}

proptest! {
    #[test]
    fn every_record_is_counted_once(prospects in prop::collection::vec(any_prospect(), 0..40)) {
        let calls: Vec<PlannedCall> = (0..)
            .zip(&prospects)
            .map(|(id, prospect)| planned(id, 0, *prospect))
            .collect();
        let plan = Plan::new(days(today(), today()).unwrap(), None, calls);
        let totals = plan.totals;
        let sum = totals.log + totals.ask + totals.already_logged + totals.left_out + totals.known
            + totals.unreadable;
        prop_assert_eq!(sum, prospects.len() as u64);
        prop_assert_eq!(plan.calls.len(), prospects.len());
    }
}
