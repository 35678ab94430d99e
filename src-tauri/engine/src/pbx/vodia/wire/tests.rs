use super::*;
use proptest::prelude::*;
use ringlog_core::call::Direction;
use ringlog_core::normalize::{Normalized, Origin, normalize};
use ringlog_core::phone::DialPlan;
use serde_json::json;

const HISTORY: &str = include_str!("../../../../../../tests/fixtures/pbx/history.json");
const QUEUE: &str = include_str!("../../../../../../tests/fixtures/pbx/queue_cdr_2020.json");

fn read_all(text: &str) -> Vec<Cdr> {
    let rows = match history(serde_json::from_str(text).unwrap()).unwrap() {
        History::Wrapped { rows, .. } | History::Bare(rows) => rows,
        History::Count => panic!("no rows"),
    };
    rows.into_iter().map(|row| record(row).unwrap()).collect()
}

fn row() -> Value {
    json!({
        "id": "pwMYYavMwmSb@pbx", "inbound": true, "external": true, "queue": false,
        "from": "\"Jane\" <sip:+442079460123@pbx.example.com;user=phone>",
        "from-name": "Jane", "from-number": "020 7946 0123",
        "to": "\"Tom\" <sip:504@pbx.example.com>", "to-name": "Tom", "to-number": "504",
        "start": 1_592_354_549.582, "connect": 1_592_354_555.1, "end": 1_592_354_600.7
    })
}

fn with(field: &str, value: Value) -> Result<Cdr, UnreadableCdr> {
    let mut row = row();
    row.as_object_mut().unwrap().insert(field.to_owned(), value);
    record(row)
}

#[test]
fn a_record_is_read_as_documented() {
    let cdr = record(row()).unwrap();
    assert_eq!(cdr.id.as_deref(), Some("pwMYYavMwmSb@pbx"));
    assert_eq!(
        (cdr.inbound, cdr.external, cdr.queue),
        (Some(true), Some(true), false)
    );
    let from = Party {
        number: Some("020 7946 0123".to_owned()),
        name: Some("Jane".to_owned()),
        sip_user: Some("+442079460123".to_owned()),
        sip_host: Some("pbx.example.com".to_owned()),
    };
    assert_eq!(cdr.from, from);
    assert_eq!(cdr.started_at.unwrap().as_millisecond(), 1_592_354_549_582);
    assert_eq!(cdr.answered_at.unwrap().as_millisecond(), 1_592_354_555_100);
    assert_eq!(cdr.ended_at.unwrap().as_millisecond(), 1_592_354_600_700);
    assert_eq!(serde_json::from_str::<Value>(&cdr.raw).unwrap(), row());
}

#[test]
fn times_are_read_in_every_form_and_nothing_is_no_time() {
    let check = |value: Value, expected: Option<i64>| {
        let read = with("connect", value.clone()).unwrap().answered_at;
        assert_eq!(read.map(Timestamp::as_millisecond), expected, "{value}");
    };
    check(json!(1_590_537_318.67), Some(1_590_537_318_670));
    check(json!(1_590_537_318), Some(1_590_537_318_000));
    check(json!("1590537318.5"), Some(1_590_537_318_500));
    check(json!(1_590_537_318_670_i64), Some(1_590_537_318_670));
    check(json!("2020-05-26T23:55:18Z"), Some(1_590_537_318_000));
    for nothing in [
        json!(null),
        json!(""),
        json!(0),
        json!("0"),
        json!(-1),
        json!(false),
    ] {
        check(nothing, None);
    }
}

#[test]
fn truth_is_read_in_every_form() {
    let check = |value: Value, expected: Option<bool>| {
        assert_eq!(
            with("inbound", value.clone()).unwrap().inbound,
            expected,
            "{value}"
        );
    };
    check(json!("true"), Some(true));
    check(json!("False"), Some(false));
    check(json!(1), Some(true));
    check(json!("0"), Some(false));
    check(json!(""), None);
    check(json!(null), None);
}

#[test]
fn a_record_that_cannot_be_read_says_why_and_is_kept() {
    let check = |unreadable: Result<Cdr, UnreadableCdr>, problem: &str| {
        let unreadable = unreadable.unwrap_err();
        assert_eq!(unreadable.problem, problem);
        assert!(!unreadable.raw.is_empty());
    };
    check(record(json!(7)), "The record is no JSON object.");
    check(record(json!(["a"])), "The record is no JSON object.");
    check(
        with("start", json!("soon")),
        "The record's field \"start\" is no time.",
    );
    check(
        with("end", json!({})),
        "The record's field \"end\" is no time.",
    );
    check(
        with("end", json!(1e300)),
        "The record's field \"end\" is no time.",
    );
    check(
        with("connect", json!(true)),
        "The record's field \"connect\" is no time.",
    );
    check(
        with("inbound", json!("maybe")),
        "The record's field \"inbound\" is neither true nor false.",
    );
}

#[test]
fn keys_are_found_with_hyphens_or_underscores_and_unknown_ones_are_no_matter() {
    let cdr =
        record(json!({ "from_number": 98371388, "To-Number": "504", "start": 1, "rating": {} }));
    let cdr = cdr.unwrap();
    assert_eq!(cdr.from.number.as_deref(), Some("98371388"));
    assert_eq!(cdr.to.number.as_deref(), Some("504"));
}

#[test]
fn older_records_tell_direction_by_trunk_and_extension() {
    let check = |from: &str, trunks: Value, expected: (Option<bool>, Option<bool>)| {
        let cdr = record(json!({
            "from": format!("\"x\" <sip:{from}@pbx.example.com>"),
            "to": "<sip:6499856276@pbx.example.com>",
            "extensions": [223], "trunks": trunks, "start": 1_590_537_318.67,
        }))
        .unwrap();
        assert_eq!((cdr.inbound, cdr.external), expected, "{from}");
    };
    check("098371388", json!(["4"]), (Some(true), Some(true)));
    check("223", json!(["4"]), (Some(false), Some(true)));
    check("223", json!([]), (None, None));
}

#[test]
fn a_sip_address_is_read_however_it_is_written() {
    let check = |text: &str, name: Option<&str>, user: Option<&str>, host: Option<&str>| {
        let party = name_addr(text);
        assert_eq!(
            (
                party.name.as_deref(),
                party.sip_user.as_deref(),
                party.sip_host.as_deref()
            ),
            (name, user, host),
            "{text}"
        );
    };
    let host = Some("pbx.example.com");
    check(
        "\"098371388\" <sip:098371388@pbx.example.com>",
        Some("098371388"),
        Some("098371388"),
        host,
    );
    check(
        "Jane Doe <sips:504@pbx.example.com:5061;transport=tls>",
        Some("Jane Doe"),
        Some("504"),
        host,
    );
    check(
        r#""Jane \"JD\" Doe" <sip:504@pbx.example.com>"#,
        Some("Jane \"JD\" Doe"),
        Some("504"),
        host,
    );
    check(
        r#""a < b" <sip:504@pbx.example.com>;tag=1"#,
        Some("a < b"),
        Some("504"),
        host,
    );
    check(
        "<SIP:%2B442079460123@pbx.example.com>",
        None,
        Some("+442079460123"),
        host,
    );
    check("sip:504:secret@pbx.example.com", None, Some("504"), host);
    check(
        "tel:+442079460123;phone-context=x",
        None,
        Some("+442079460123"),
        None,
    );
    check(
        "\"\" <sip:anonymous@anonymous.invalid>",
        None,
        Some("anonymous"),
        Some("anonymous.invalid"),
    );
    check("<sip:504@[::1]:5060>", None, Some("504"), Some("::1"));
    check("098371388", None, Some("098371388"), None);
    check("Anonymous", None, Some("Anonymous"), None);
    check("", None, None, None);
    check("<", None, None, None);
}

#[test]
fn real_records_become_the_calls_they_were() {
    let origin = Origin {
        source: "vodia:tenant.example.net",
        extension: "223",
        tenant: "tenant.example.net",
        plan: DialPlan::new("NZ").unwrap(),
    };
    let calls: Vec<_> = read_all(HISTORY)
        .iter()
        .map(|cdr| match normalize(cdr, &origin).unwrap() {
            Normalized::Finished(call) => call,
            Normalized::Running(call) => panic!("running: {call:?}"),
        })
        .map(|call| {
            let number = call.remote.number.as_ref().map(ToString::to_string);
            let number = number.unwrap_or_else(|| format!("({})", call.remote.written));
            assert!(call.remote.name.is_none() || call.direction == Direction::Internal);
            let way = format!("{:?} {:?}", call.direction, call.outcome);
            format!("{way} {number} {}s {}", call.talk_seconds(), call.key.leg)
        })
        .collect();
    insta::assert_snapshot!(calls.join("\n"), @r"
    Inbound NoAnswer +64273223722 0s 1598071240
    Inbound NoAnswer +64211799568 0s 1598070913
    Inbound NoAnswer +642040857817 0s 1598070266
    Inbound Connected +642040857817 40s 1598070202
    Inbound Connected +64226773047 117s 1598065450
    Internal NoAnswer (211) 0s 1598063364
    Outbound Connected +64224371693 32s 1598056683
    Outbound Connected +6494396579 1s 1598047137
    Outbound Connected +6494396579 1s 1598047121
    Outbound Connected +64212630201 5s 1598046994
    Outbound Connected +64275631685 159s 1598045322
    Outbound Unknown +6467139313 0s 1598045058
    Outbound Unknown +6467139313 0s 1598045042
    Inbound Connected +642102303131 9s 1597986540
    ");
}

#[test]
fn every_captured_party_and_time_is_read() {
    let plan = DialPlan::new("NZ").unwrap();
    for cdr in read_all(QUEUE) {
        assert!(cdr.started_at.is_some());
        for party in [&cdr.from, &cdr.to] {
            let user = party.sip_user.as_deref().unwrap();
            assert_eq!(party.sip_host.as_deref(), Some("tenant.example.net"));
            assert_eq!(plan.number(user).is_some(), user.len() > 3, "{user}");
        }
    }
}

#[test]
fn settings_are_found_in_every_wrapper() {
    let nested = json!({ "settings": {
        "email_address": { "name": "email_address", "value": "tom@example.com; backup@example.com" },
        "first_name": { "value": "Tom" }, "display_name": { "value": "Example" },
    }});
    let listed = json!({ "settings": [
        { "name": "first_name", "value": "" }, { "name": "email_address", "value": "tom@example.com" },
    ]});
    let flat = json!({ "email_address": "tom@example.com", "country_code": 64 });
    for answer in [&nested, &listed, &flat] {
        assert_eq!(person(answer).email.as_deref(), Some("tom@example.com"));
    }
    assert_eq!(person(&nested).name.as_deref(), Some("Tom Example"));
    assert_eq!(person(&listed).name, None);
    assert_eq!(country_code(&flat).as_deref(), Some("64"));
    assert_eq!(
        country_code(&json!({ "country_code": "+1" })).as_deref(),
        Some("1")
    );
    assert_eq!(country_code(&json!({ "country_code": "" })), None);
    assert_eq!(country_code(&json!(["country_code"])), None);
}

#[test]
fn an_answer_that_is_no_history_is_said_to_be_none() {
    for answer in [
        json!(true),
        json!("no"),
        json!({}),
        json!({ "data": 7 }),
        json!(null),
    ] {
        assert!(matches!(history(answer), Err(PbxError::Garbled(_))));
    }
    let page = json(&HeaderMap::new(), b"<html>");
    assert!(matches!(page, Err(PbxError::Garbled(_))));
    assert_eq!(history(json!(12)), Ok(History::Count));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        "[<>\"\\\\@:;sip \\[\\]0-9+%]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop::collection::vec(inner, 0..4).prop_map(Value::from)
    })
}

proptest! {
    #[test]
    fn whatever_stands_in_a_field_reading_does_not_fail(
        field in prop::sample::select(vec![
            "id", "from", "to", "from-name", "to-number", "inbound", "external", "queue",
            "start", "connect", "end", "trunks", "extensions",
        ]),
        value in any_json(),
    ) {
        let mut row = row();
        row.as_object_mut().unwrap().insert(field.to_owned(), value);
        match record(row) {
            Ok(cdr) => prop_assert!(!cdr.raw.is_empty()),
            Err(unreadable) => prop_assert!(unreadable.problem.contains(field)),
        }
    }
}
