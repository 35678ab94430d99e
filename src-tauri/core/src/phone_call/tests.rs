use insta::assert_snapshot;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::call::{CallKey, RemoteParty};
use crate::contact_match::Entity;
use crate::phone::DialPlan;

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

fn call(direction: Direction, outcome: Outcome) -> Call {
    let started_at: Timestamp = "2026-05-14T08:12:05.9Z".parse().unwrap();
    Call {
        key: CallKey {
            source: "vodia:pbx.example.com".to_owned(),
            extension: "504".to_owned(),
            source_id: "pwMYYavMwmSb@pbx".to_owned(),
            leg: "1".to_owned(),
        },
        direction,
        outcome,
        remote: RemoteParty {
            number: DialPlan::new("GB").unwrap().number("020 7946 0018"),
            written: "02079460018".to_owned(),
            name: Some("Mira\tHolm".to_owned()),
        },
        started_at,
        answered_at: (outcome == Outcome::Connected)
            .then(|| "2026-05-14T08:12:15Z".parse().unwrap()),
        ended_at: "2026-05-14T08:16:56Z".parse().unwrap(),
        via_queue: false,
    }
}

fn compose(call: &Call, regarding: Option<&RecordRef>) -> PhoneCall {
    PhoneCall::compose(
        call,
        regarding,
        &Words::default(),
        UserId(Uuid::nil()),
        OrganizationId(Uuid::nil()),
    )
}

fn record(name: &str) -> RecordRef {
    RecordRef {
        entity: Entity::Contact,
        id: RecordId(Uuid::max()),
        name: name.to_owned(),
        company: None,
    }
}

#[test]
fn a_connected_call_says_everything_the_columns_cannot() {
    let composed = compose(
        &call(Direction::Outbound, Outcome::Connected),
        Some(&record("Mira Holm-Aske")),
    );
    assert_eq!(composed.subject, "Call to Mira Holm-Aske");
    assert_eq!(composed.phone_number, "+442079460018");
    assert_eq!(composed.duration_minutes, 4);
    assert_eq!(composed.status_code(), 2);
    assert_eq!(composed.started_at.to_string(), "2026-05-14T08:12:05Z");
    assert!(is_signed(&composed.description));
    assert_snapshot!(composed.description, @r"
    Outbound call, connected: 281 s of conversation, 290 s in all.
    Started 2026-05-14T08:12:05Z, answered 2026-05-14T08:12:15Z, ended 2026-05-14T08:16:56Z (UTC).
    Caller ID: Mira Holm.
    Extension 504. Call id pwMYYavMwmSb@pbx, leg 1.
    Written by Ringlog.
    ");
}

#[test]
fn a_missed_call_is_called_missed_and_lasts_no_minute() {
    let composed = compose(&call(Direction::Inbound, Outcome::NoAnswer), None);
    assert_eq!(composed.subject, "Missed call from Mira Holm");
    assert_eq!(composed.duration_minutes, 0);
    assert_eq!(composed.status_code(), 4);
    assert_snapshot!(composed.description, @r"
    Inbound call, no answer: 0 s of conversation, 290 s in all.
    Started 2026-05-14T08:12:05Z, ended 2026-05-14T08:16:56Z (UTC).
    Caller ID: Mira Holm.
    Extension 504. Call id pwMYYavMwmSb@pbx, leg 1.
    Written by Ringlog.
    ");
}

#[test]
fn a_call_without_a_name_is_known_by_its_number_and_one_without_a_number_by_that() {
    let mut nameless = call(Direction::Inbound, Outcome::Connected);
    nameless.remote.name = None;
    assert_eq!(compose(&nameless, None).subject, "Call from +442079460018");
    nameless.remote.number = None;
    nameless.remote.written = "anonymous".to_owned();
    assert_eq!(compose(&nameless, None).subject, "Call from anonymous");
    nameless.remote.written = " ".to_owned();
    assert_eq!(
        compose(&nameless, None).subject,
        "Call from a withheld number"
    );
}

#[test]
fn a_short_conversation_counts_as_a_minute() {
    let mut short = call(Direction::Inbound, Outcome::Connected);
    short.ended_at = "2026-05-14T08:12:16Z".parse().unwrap();
    assert_eq!(compose(&short, None).duration_minutes, 1);
}

#[test]
fn a_new_contact_says_who_made_it_when_and_from_which_call() {
    let call = call(Direction::Inbound, Outcome::Connected);
    let number = call.remote.number.clone().unwrap();
    let contact = NewContact::compose(&call, &number, RecordId(Uuid::nil()));
    assert_eq!(contact.full_name(), "Mira Holm");
    assert_eq!(contact.mobile_phone, "+442079460018");
    assert_snapshot!(contact.description, @r"
    Created by Ringlog at 2026-05-14T08:16:56Z because nobody had the number +442079460018 of a call to extension 504.
    Call id pwMYYavMwmSb@pbx, leg 1.
    ");
}

#[test]
fn a_caller_id_becomes_first_and_last_name() {
    let check = |name: Option<&str>, first: Option<&str>, last: &str| {
        let mut call = call(Direction::Inbound, Outcome::Connected);
        call.remote.name = name.map(str::to_owned);
        let number = call.remote.number.clone().unwrap();
        let contact = NewContact::compose(&call, &number, RecordId(Uuid::nil()));
        assert_eq!(
            (contact.first_name.as_deref(), contact.last_name.as_str()),
            (first, last)
        );
    };
    check(Some("Anna Maria  Holm"), Some("Anna Maria"), "Holm");
    check(Some("Holm, Mira"), Some("Mira"), "Holm");
    check(Some("Fabrikam"), None, "Fabrikam");
    check(Some("\u{7}"), None, "+442079460018");
    check(None, None, "+442079460018");
}

#[test]
fn a_text_is_cut_where_a_character_ends() {
    assert_eq!(cut("abc", 3), "abc");
    assert_eq!(cut("abcd", 3), "abc");
    assert_eq!(cut("ab😀", 3), "ab");
    assert_eq!(cut("ab😀", 4), "ab😀");
    assert_eq!(cut("ae\u{301}", 2), "a");
    assert_eq!(cut("👩\u{200d}👧", 4), "");
}

proptest! {
    #[test]
    fn no_text_exceeds_its_column_whatever_the_pbx_wrote(
        name in proptest::option::of("\\PC{0,400}"),
        written in ".{0,400}",
        source_id in "\\PC{0,3000}",
        record_name in "\\PC{0,400}",
        has_number in any::<bool>(),
    ) {
        let mut call = call(Direction::Inbound, Outcome::Connected);
        call.remote.name = name;
        call.remote.written = written;
        call.key.source_id = source_id;
        let number = call.remote.number.clone().unwrap();
        if !has_number {
            call.remote.number = None;
        }
        let composed = compose(&call, Some(&record(&record_name)));
        prop_assert!(units(&composed.subject) <= 200);
        prop_assert!(units(&composed.description) <= 2_000);
        prop_assert!(units(&composed.phone_number) <= 200);
        prop_assert!(is_signed(&composed.description));
        let contact = NewContact::compose(&call, &number, RecordId(Uuid::nil()));
        prop_assert!(contact.first_name.as_deref().is_none_or(|first| units(first) <= 50));
        prop_assert!(units(&contact.last_name) <= 50 && !contact.last_name.is_empty());
        prop_assert!(units(&contact.description) <= 2_000);
    }

    #[test]
    fn a_cut_text_is_the_beginning_of_the_text(text in "\\PC{0,60}", units_max in 0_usize..50) {
        let kept = cut(&text, units_max);
        prop_assert!(text.starts_with(kept.as_ref()));
        prop_assert!(units(&kept) <= units_max);
        prop_assert!(units(&text) > units_max || kept.len() == text.len());
    }
}
