use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::call::CallKey;
use crate::contact_match::Entity;
use crate::language::Locale;

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

fn contact(id: u128, name: &str) -> RecordRef {
    RecordRef {
        entity: Entity::Contact,
        id: RecordId(uuid::Uuid::from_u128(id)),
        name: name.to_owned(),
        company: None,
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
            planned(1, 10, Prospect::Log).on(&contact(1, "Mira Holm"), false),
            planned(2, 30, Prospect::Log).on(&contact(2, "Jon Aske"), true),
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
            on_new_contacts: 1,
            new_contacts: 1,
            without_contact: 1,
            ask: 1,
            unreadable: 1,
            ..Totals::default()
        }
    );
    assert_eq!(plan.to_approve(), 4);
}

#[test]
fn a_contact_that_is_made_for_several_calls_is_one_new_contact() {
    let made = contact(1, "020 7946 0019");
    let other = contact(2, "020 7946 0020");
    let plan = Plan::new(
        days(today(), today()).unwrap(),
        None,
        vec![
            planned(1, 10, Prospect::Log).on(&made, true),
            planned(2, 20, Prospect::Log).on(&made, true),
            planned(3, 30, Prospect::Log).on(&other, true),
        ],
    );
    assert_eq!(plan.totals.on_new_contacts, 3);
    assert_eq!(plan.totals.new_contacts, 2);
}

#[test]
fn the_other_side_is_named_by_what_the_pbx_wrote_where_nothing_else_tells() {
    let named = |written: &str, name: Option<&str>| {
        let mut call = call(1, 10);
        call.remote.written = written.to_owned();
        call.remote.name = name.map(str::to_owned);
        PlannedCall::of(&call, Prospect::LeaveOut, None).remote_name
    };
    assert_eq!(named("77", None).as_deref(), Some("77"));
    assert_eq!(
        named("77", Some("Front desk")).as_deref(),
        Some("Front desk")
    );
    assert_eq!(named("anonymous", None), None);
    assert_eq!(named(" ", None), None);
}

#[test]
fn nothing_in_a_plan_is_said_as_if_it_had_happened() {
    let english = Locale::english_utc();
    let said = |reason: &Reason| {
        let planned = PlannedCall::of(&call(1, 10), Prospect::LeaveOut, Some(reason));
        planned.reason.unwrap().say(&english)
    };
    assert_eq!(said(&Reason::Internal), "A call between extensions.");
    for reason in [
        Reason::TooShort {
            seconds: 2,
            minimum_seconds: 3,
        },
        Reason::GroupMissed,
        Reason::OwnNumber,
        Reason::NeverLog,
        Reason::Emergency,
        Reason::ServiceNumber,
        Reason::OutsideWorkingHours,
        Reason::NotKnown,
        Reason::NoNumber,
        Reason::UnknownNumberUnlinked,
        Reason::ContactDeactivated,
        Reason::UnknownNumber { near: Vec::new() },
        Reason::SeveralRecords {
            candidates: vec![contact(1, "Mira Holm")],
        },
    ] {
        let said = said(&reason);
        for happened in ["Left out", "Logged", "Choose"] {
            assert!(!said.contains(happened), "{said}");
        }
    }
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
