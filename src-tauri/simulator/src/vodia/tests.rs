use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::*;
use crate::server::System;

const HISTORY: &str = "/rest/user/504@tenant.example.net/history";

fn pbx() -> Vodia {
    let pbx = Vodia::new("tenant.example.net");
    pbx.add_extension("504", "secret", "tom@example.com");
    pbx.add_extension("505", "other", "eve@example.com");
    pbx
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_592_354_549_582 + seconds * 1_000).unwrap()
}

fn ask(pbx: &Vodia, path: &str, header: (&str, &str)) -> (u16, Value) {
    let request = Request::builder()
        .uri(path)
        .header(header.0, header.1)
        .body(Bytes::new())
        .unwrap();
    read(&pbx.handle(request))
}

fn read(answer: &Response<Bytes>) -> (u16, Value) {
    (
        answer.status().as_u16(),
        serde_json::from_slice(answer.body()).unwrap(),
    )
}

fn with_basic(pbx: &Vodia, path: &str, name: &str, password: &str) -> (u16, Value) {
    let pair = STANDARD.encode(format!("{name}:{password}"));
    ask(pbx, path, ("authorization", &format!("Basic {pair}")))
}

fn rows(pbx: &Vodia, path: &str) -> Vec<Value> {
    let (_, answer) = with_basic(pbx, path, "504", "secret");
    let data = answer.get("data").and_then(Value::as_array);
    data.unwrap().clone()
}

fn log_in(pbx: &Vodia, account: &str, md5: &str) -> (u16, Value) {
    let body = json!({ "name": "auth", "value": format!("{account} {md5}") });
    let request = Request::builder()
        .method(Method::PUT)
        .uri("/rest/system/session")
        .body(Bytes::from(body.to_string()))
        .unwrap();
    read(&pbx.handle(request))
}

#[test]
fn a_call_is_written_as_vodia_writes_it() {
    let pbx = pbx();
    let call = SimulatedCall::inbound("098371388", at(0))
        .id("pwMYYavMwmSb@pbx")
        .unanswered();
    pbx.add_call("504", call);
    let (status, answer) = with_basic(&pbx, HISTORY, "504@tenant.example.net", "secret");
    assert_eq!(status, 200);
    let expected = json!({
        "total": 1, "missed": 1, "missedspan": 86_400, "categories": "{}",
        "data": [{
            "id": "pwMYYavMwmSb@pbx", "inbound": true, "external": true, "queue": false,
            "from": "\"098371388\" <sip:098371388@tenant.example.net>",
            "from-name": "098371388", "from-number": "098371388",
            "to": "\"504\" <sip:504@tenant.example.net>", "to-name": "504", "to-number": "504",
            "start": 1_592_354_549.582, "connect": "", "end": 1_592_354_609.582,
        }],
    });
    assert_eq!(answer, expected);
}

#[test]
fn who_may_not_ask_is_told_so_with_the_status_of_the_reference() {
    let pbx = pbx();
    let check = |path: &str, name: &str, password: &str, expected: u16| {
        let (status, _) = with_basic(&pbx, path, name, password);
        assert_eq!(status, expected, "{path} {name} {password}");
    };
    let missing = "/rest/user/999@tenant.example.net/history";
    check(HISTORY, "504@tenant.example.net", "secret", 200);
    check(&HISTORY.replace('@', "%40"), "504", "secret", 200);
    check(HISTORY, "tom@example.com", "secret", 200);
    check(HISTORY, "505", "other", 403);
    check(missing, "504", "secret", 404);
    assert_eq!(pbx.login_failures(), 0);
    check(HISTORY, "504", "wrong", 401);
    check(HISTORY, "504@another.example.net", "secret", 401);
    assert_eq!(pbx.login_failures(), 2);
    assert_eq!(ask(&pbx, HISTORY, ("accept", "*/*")).0, 401);
    assert_eq!(pbx.login_failures(), 2, "nobody tried to log in");
}

#[test]
fn a_session_is_opened_by_the_hash_of_the_password_and_by_nothing_else() {
    let pbx = pbx();
    let account = "504@tenant.example.net";
    assert_eq!(
        log_in(&pbx, account, "00000000000000000000000000000000"),
        (200, json!(false))
    );
    assert_eq!(log_in(&pbx, "999", "x").0, 404);
    assert_eq!(pbx.login_failures(), 1);

    // The MD5 of "secret".
    let (status, id) = log_in(&pbx, account, "5ebe2294ecd0e0f08eab7690d2a6ee69");
    let id = id.as_str().unwrap();
    assert_eq!((status, id.len()), (200, 20));
    let cookie = format!("lang=en; session={id}");
    assert_eq!(ask(&pbx, HISTORY, ("cookie", &cookie)).0, 200);
    pbx.set_password("504", "new");
    assert_eq!(ask(&pbx, HISTORY, ("cookie", &cookie)).0, 401);
}

#[test]
fn calls_end_are_hidden_and_are_forgotten() {
    let pbx = pbx();
    let running = pbx.add_call("504", SimulatedCall::outbound("098371388", at(0)).running());
    let hidden = pbx.add_call("504", SimulatedCall::internal("505", at(10)));
    pbx.end_call("504", &running, at(30));
    pbx.hide_call(&hidden);
    let ends = |pbx: &Vodia| {
        let rows = rows(pbx, HISTORY);
        let ends = rows.iter().map(|row| row.get("end").cloned().unwrap());
        ends.collect::<Vec<_>>()
    };
    assert_eq!(ends(&pbx), [json!(1_592_354_579.582)]);
    pbx.forget_before(at(1));
    assert_eq!(ends(&pbx), Vec::<Value>::new());
    assert_eq!(pbx.calls("504").len(), 1);
}

#[test]
fn pages_are_cut_as_asked_and_empty_behind_the_last() {
    let pbx = pbx();
    for second in 0..70 {
        pbx.add_call("504", SimulatedCall::inbound("098371388", at(second)));
    }
    let count = |query: &str| rows(&pbx, &format!("{HISTORY}{query}")).len();
    assert_eq!(count(""), 30);
    assert_eq!(count("?page=1&size=50"), 50);
    assert_eq!(count("?page=2&size=50"), 20);
    assert_eq!(count("?page=3&size=50"), 0);
}

#[test]
fn a_call_to_a_group_names_the_group_or_the_colleague_who_answered() {
    let pbx = pbx();
    let rings = |second| SimulatedCall::inbound("098371388", at(second));
    pbx.add_call("504", rings(0).to_group("600").unanswered());
    pbx.add_call("504", rings(1).to_group("700").queue().unanswered());
    pbx.add_call("504", rings(2).answered_by("505"));
    let told: Vec<_> = rows(&pbx, HISTORY)
        .iter()
        .map(|row| {
            let to = row["to-number"].as_str().unwrap().to_owned();
            (to, row["queue"] == true, row["connect"] != "")
        })
        .collect();
    let expected = [
        ("505", false, true),
        ("700", true, false),
        ("600", false, false),
    ];
    assert_eq!(
        told,
        expected.map(|(to, queue, answered)| (to.to_owned(), queue, answered))
    );
    let row = &rows(&pbx, HISTORY)[0];
    assert_eq!(row["to"], "\"505\" <sip:505@tenant.example.net>");
    assert_eq!(row["from-number"], "098371388");
}

#[test]
fn a_long_history_comes_newest_first_and_whole_within_the_retention() {
    let pbx = pbx();
    for second in 0..4_000 {
        // Three calls begin in the same second, as calls to a group do.
        pbx.add_call("504", SimulatedCall::inbound("098371388", at(second / 3)));
    }
    pbx.forget_before(at(1_000 / 3 + 1));
    let page = |number: usize| rows(&pbx, &format!("{HISTORY}?page={number}&size=100"));
    let read = || (1..=31).flat_map(page).collect::<Vec<Value>>();
    let all = read();
    let starts: Vec<f64> = all
        .iter()
        .map(|row| row["start"].as_f64().unwrap())
        .collect();
    assert!(starts.is_sorted_by(|newer, older| newer >= older));
    let ids: BTreeSet<&str> = all.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!((all.len(), ids.len()), (2_998, 2_998));
    assert_eq!(all, read(), "read again");
}

#[test]
fn the_integrations_are_told_to_their_extension_where_there_are_any() {
    let pbx = pbx();
    let path = HISTORY.replace("history", "integrations");
    assert_eq!(with_basic(&pbx, &path, "504", "secret").0, 404);

    let on = json!({ "dynamics365": true });
    pbx.set_habits(|habits| habits.integrations = Some(on.clone()));
    assert_eq!(with_basic(&pbx, &path, "504", "secret"), (200, on));
    assert_eq!(with_basic(&pbx, &path, "504", "wrong").0, 401);
    assert_eq!(with_basic(&pbx, &path, "505", "other").0, 403);
    let missing = path.replace("504", "999");
    assert_eq!(with_basic(&pbx, &missing, "504", "secret").0, 404);
}
