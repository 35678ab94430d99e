//! What a lookup asks, and what it makes of the answers.

use jiff::Timestamp;
use ringlog_core::call::{CallKey, Direction, Outcome as CallOutcome, RemoteParty};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::scripted::{Part, Script};
use super::existing::{RANGES_MAX, ranges};
use super::*;
use crate::ports::TransportError;

const NOBODY: Part<'_> = Part::One(200, r#"{"value":[]}"#);
const TOO_EXPENSIVE: Part<'_> = Part::One(
    400,
    r#"{"error":{"code":"0x80048573","message":"Leading wildcard."}}"#,
);

fn plan() -> DialPlan {
    DialPlan::new("GB").unwrap()
}

fn number(written: &str) -> PhoneNumber {
    plan().number(written).unwrap()
}

fn call(written: &str, started: i64) -> Call {
    let at = |second| Timestamp::from_second(1_780_000_000 + second).unwrap();
    Call {
        key: CallKey {
            source: "vodia:pbx.example.com".to_owned(),
            extension: "504".to_owned(),
            source_id: started.to_string(),
            leg: String::new(),
        },
        direction: Direction::Inbound,
        outcome: CallOutcome::Connected,
        remote: RemoteParty {
            number: plan().number(written),
            written: written.to_owned(),
            name: None,
        },
        started_at: at(started),
        answered_at: None,
        ended_at: at(started + 60),
        via_group: false,
    }
}

fn contact(id: u128, written: &str) -> Value {
    json!({"contactid": Uuid::from_u128(id), "fullname": "Mira", "statecode": 0, "telephone1": written})
}

fn rows(rows: &[Value]) -> String {
    json!({ "value": rows }).to_string()
}

async fn look_up(
    script: &Script,
    calls: &[Call],
    rules: &Rules,
    search: Search,
) -> Result<Found, Fault> {
    let about = LookupRules {
        rules,
        plan: &plan(),
        organization: OrganizationId(Uuid::from_u128(1)),
        owner: UserId(Uuid::from_u128(2)),
        wanted: &[],
        own: &[],
        search,
    };
    script.client.look_up(calls, &about).await
}

async fn tolerantly(script: &Script, calls: &[Call]) -> Result<Found, Fault> {
    look_up(script, calls, &Rules::default(), Search::Tolerant).await
}

fn ids(found: &Found, written: &str) -> Vec<u128> {
    let candidates = found.candidates(&number(written)).unwrap();
    candidates
        .iter()
        .map(|candidate| candidate.record.id.0.as_u128())
        .collect()
}

#[tokio::test]
async fn a_batch_of_known_numbers_costs_one_request() {
    let script = Script::new();
    let first = rows(&[contact(2, "0161 496 0000")]);
    let second = rows(&[contact(1, "020 7946 0018")]);
    script.answer_batch(&[NOBODY, Part::One(200, &first), Part::One(200, &second)]);
    let calls = [
        call("02079460018", 0),
        call("+442079460018", 5),
        call("0161 496 0000", 9),
        call("anonymous", 20),
    ];
    let found = tolerantly(&script, &calls).await.unwrap();
    assert_eq!(ids(&found, "02079460018"), [1]);
    assert_eq!(ids(&found, "01614960000"), [2]);
    let requests = script.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(
        requests[0].matches("GET /api/data/v9.2/contacts?").count(),
        2
    );
    assert!(requests[0].contains("mobilephone%20eq%20'%2B442079460018'"));
    let id = contact_id(
        OrganizationId(Uuid::from_u128(1)),
        &number("02079460018"),
        2,
    );
    assert!(requests[0].contains(&format!("contactid%20eq%20{id}")));
}

#[tokio::test]
async fn calls_without_a_number_ask_nothing() {
    let script = Script::new();
    let found = tolerantly(&script, &[call("anonymous", 0)]).await.unwrap();
    assert!(found.existing.is_empty() && script.requests().is_empty());
}

#[tokio::test]
async fn a_number_in_an_unusual_spelling_is_found_with_a_second_request() {
    let script = Script::new();
    script.answer_batch(&[NOBODY, NOBODY]);
    let odd = rows(&[contact(1, "020/79-46.00 18")]);
    script.answer_batch(&[Part::One(200, &odd)]);
    let found = tolerantly(&script, &[call("02079460018", 0)])
        .await
        .unwrap();
    assert_eq!(ids(&found, "02079460018"), [1]);
    assert!(
        script.requests()[1].contains("contains(mobilephone%2C'7%259%254%256%250%250%251%258')")
    );

    script.answer_batch(&[NOBODY, NOBODY]);
    let rules = Rules::default();
    let calls = [call("02079460018", 0)];
    look_up(&script, &calls, &rules, Search::ExactOnly)
        .await
        .unwrap();
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn an_organization_too_large_for_the_tolerant_search_says_so_once() {
    let script = Script::new();
    script.answer_batch(&[NOBODY, NOBODY]);
    script.answer_batch(&[TOO_EXPENSIVE]);
    let found = tolerantly(&script, &[call("02079460018", 0)])
        .await
        .unwrap();
    assert!(found.refuses_tolerant_search);
    assert!(ids(&found, "02079460018").is_empty());
}

/// What a lookup of one unknown number ends with when the tolerant search meets `obstacle`.
async fn obstructed(obstacle: impl Fn(&Script)) -> Fault {
    let script = Script::new();
    script.answer_batch(&[NOBODY, NOBODY]);
    obstacle(&script);
    tolerantly(&script, &[call("02079460018", 0)])
        .await
        .unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn an_outage_during_the_tolerant_search_is_no_reason_to_make_a_contact() {
    let lost = obstructed(|script| (0..3).for_each(|_| script.lose())).await;
    assert_eq!(lost.kind, FaultKind::Unreachable);
    let timed_out = obstructed(|script| {
        script.fail(TransportError::TimedOut {
            host: "contoso".to_owned(),
            seconds: 100,
        });
    })
    .await;
    assert_eq!(timed_out.kind, FaultKind::Unreachable);
    let gateway = obstructed(|script| (0..3).for_each(|_| script.answer(504, &[], ""))).await;
    assert_eq!(
        (gateway.kind, gateway.status),
        (FaultKind::Unreachable, Some(504))
    );
}

/// Whether one part's refusal of the tolerant search is remembered, and what is then known of the number.
async fn check_refusal(status: u16, body: &str, expected: Result<(), FaultKind>) {
    let script = Script::new();
    script.answer_batch(&[NOBODY, NOBODY]);
    script.answer_batch(&[Part::One(status, body)]);
    let found = tolerantly(&script, &[call("02079460018", 0)])
        .await
        .unwrap();
    let known = found.candidates(&number("02079460018"));
    assert_eq!(
        known.map(|_| ()).map_err(|fault| fault.kind),
        expected,
        "{body}"
    );
    assert_eq!(found.refuses_tolerant_search, expected.is_ok(), "{body}");
}

#[tokio::test]
async fn only_a_refusal_of_the_search_itself_is_remembered() {
    let error = |code: &str, message: &str| {
        json!({"error": {"code": code, "message": message}}).to_string()
    };
    let throttled = error("0x80048644", "Throttled.");
    check_refusal(400, &throttled, Ok(())).await;
    check_refusal(500, &error("0x80048573", "Timed out."), Ok(())).await;
    check_refusal(400, &error("0x8004430c", "Too many conditions."), Ok(())).await;
    let worded = error("0x80040203", "Leading wildcard is not allowed.");
    check_refusal(400, &worded, Ok(())).await;
    let other = error("0x80060888", "Syntax error.");
    check_refusal(400, &other, Err(FaultKind::Invalid)).await;
    let sql = error("0x80044151", "SQL timeout expired.");
    check_refusal(500, &sql, Err(FaultKind::Unreachable)).await;
    check_refusal(504, "", Err(FaultKind::Unreachable)).await;
}

#[tokio::test]
async fn a_merged_contact_is_followed_to_the_one_that_is_left() {
    let script = Script::new();
    let mut merged = contact(1, "020 7946 0018");
    merged["statecode"] = json!(1);
    merged["_masterid_value"] = json!(Uuid::from_u128(5));
    let merged = rows(&[merged]);
    script.answer_batch(&[NOBODY, Part::One(200, &merged)]);
    let master = contact(5, "another").to_string();
    script.answer_batch(&[Part::One(200, &master)]);
    let found = tolerantly(&script, &[call("02079460018", 0)])
        .await
        .unwrap();
    assert_eq!(ids(&found, "02079460018"), [1, 5]);
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn accounts_and_leads_are_asked_for_their_own_columns_by_setting() {
    let script = Script::new();
    let rules = Rules {
        match_entities: vec![Entity::Account, Entity::Lead],
        match_columns: vec![
            "mobilephone".to_owned(),
            "telephone2".to_owned(),
            "nonsense".to_owned(),
        ],
        ..Rules::default()
    };
    let no_leads = Part::One(404, r#"{"error":{"code":"0x8006088a","message":"leads"}}"#);
    script.answer_batch(&[NOBODY, NOBODY, NOBODY, no_leads]);
    let calls = [call("02079460018", 0)];
    let found = look_up(&script, &calls, &rules, Search::ExactOnly)
        .await
        .unwrap();
    assert!(ids(&found, "02079460018").is_empty());
    let request = &script.requests()[0];
    let line = |set: &str| {
        let start = format!("GET /api/data/v9.2/{set}?");
        request
            .lines()
            .find(|line| line.starts_with(&start))
            .unwrap()
            .to_owned()
    };
    assert!(
        line("contacts").contains("contactid%20eq")
            && !line("contacts").contains("telephone2%20eq")
    );
    assert!(
        line("accounts").contains("telephone2%20eq") && !line("accounts").contains("mobilephone")
    );
    assert!(line("leads").contains("mobilephone%20eq") && !request.contains("nonsense"));
}

#[tokio::test]
async fn a_refusal_for_one_number_leaves_the_others() {
    let script = Script::new();
    let known = rows(&[contact(1, "020 7946 0018")]);
    let forbidden = r#"{"error":{"code":"0x80040220","message":"prvReadContact"}}"#;
    script.answer_batch(&[NOBODY, Part::One(403, forbidden), Part::One(200, &known)]);
    let calls = [call("0161 496 0000", 0), call("02079460018", 0)];
    let found = tolerantly(&script, &calls).await.unwrap();
    let fault = found.candidates(&number("01614960000")).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Forbidden);
    assert_eq!(ids(&found, "02079460018"), [1]);
}

#[tokio::test]
async fn phone_calls_of_others_are_read_around_the_calls() {
    let script = Script::new();
    let existing = rows(&[json!({
        "activityid": Uuid::from_u128(8), "subject": "Phone call", "phonenumber": "020 7946 0018",
        "directioncode": false, "actualstart": "2026-05-28T20:26:40Z", "createdon": "2026-05-28T20:30:00Z",
    })]);
    let known = rows(&[contact(1, "020 7946 0018")]);
    script.answer_batch(&[Part::One(200, &existing), Part::One(200, &known)]);
    let calls = [
        call("02079460018", 0),
        call("02079460018", 30),
        call("02079460018", 86_400),
    ];
    let found = tolerantly(&script, &calls).await.unwrap();
    assert_eq!(found.existing.len(), 1);
    assert_eq!(found.existing[0].direction, Direction::Inbound);
    assert_eq!(ranges(&calls).len(), 2);
    assert!(script.requests()[0].contains("actualstart%20ge%202026-05-28T20%3A24%3A40Z"));
}

#[test]
fn a_backlog_is_asked_for_in_few_ranges() {
    let calls: Vec<Call> = (0..300)
        .map(|day| call("02079460018", day * 86_400))
        .collect();
    let ranges = ranges(&calls);
    assert!((1..=RANGES_MAX).contains(&ranges.len()), "{}", ranges.len());
    assert!(calls.iter().all(|call| {
        ranges
            .iter()
            .any(|(from, to)| *from < call.started_at && call.ended_at < *to)
    }));
}
