//! What the front desk makes happen, over its socket.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use url::Url;

use super::*;
use crate::dataverse::{Direction, NewContact, OtherCall};
use crate::entra::browser::{Page, load};
use crate::office::{EXTENSION, Office, PASSWORD, PBX_TENANT};
use crate::vodia::SimulatedCall;

fn now() -> Timestamp {
    "2026-05-14T09:00:00Z".parse().unwrap()
}

async fn office() -> Office {
    Office::open(Arc::new(now)).await.unwrap()
}

async fn get(office: &Office, path: &str) -> Page {
    let url = Url::parse(&office.front_desk_server().origin()).unwrap();
    load(&url.join(path).unwrap(), "GET", None).await.unwrap()
}

async fn post(office: &Office, action: &str, body: Option<&str>) -> Page {
    let url = format!("{}/actions/{action}", office.front_desk_server().origin());
    load(&url.parse().unwrap(), "POST", body).await.unwrap()
}

fn parsed(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap()
}

/// The call an action makes.
async fn call(action: &str, particulars: Option<&str>) -> SimulatedCall {
    let office = office().await;
    let answer = post(&office, action, particulars).await;
    let [call] = office.vodia.calls(EXTENSION).try_into().unwrap();
    assert_eq!(parsed(&answer), json!({ "calls": [call.id] }));
    call
}

#[tokio::test]
async fn every_button_does_what_it_says_and_leads_back_to_the_page() {
    for action in Action::ALL {
        let office = office().await;
        office.spend_a_morning(now());
        let page = get(&office, "/").await.body;
        let button = format!(
            "<button formaction=\"/actions/{}\">{}</button>",
            action.name, action.label
        );
        assert!(page.contains(&button), "{button}");
        assert!(!page.contains(&format!(": {}</li>", action.label)));

        let answer = post(&office, action.name, Some("")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", action.name);
        assert_eq!(
            answer.headers.get("location").map(String::as_str),
            Some("/")
        );
        let page = get(&office, "/").await.body;
        let happened = format!("<li>2026-05-14 09:00:00 UTC: {}</li>", action.label);
        assert!(page.contains(&happened), "{}", action.name);
    }
}

#[tokio::test]
async fn the_page_tells_everything_that_is_to_be_typed() {
    let office = office().await;
    let page = get(&office, "/").await.body;
    let typed = ["correct horse battery", "mira.holm@contoso.example"].map(str::to_owned);
    for value in office
        .settings()
        .into_iter()
        .map(|(_, value)| value)
        .chain(typed)
    {
        assert!(page.contains(&format!("<code>{value}</code>")), "{value}");
    }
}

#[tokio::test]
async fn each_kind_of_call_ends_now() {
    let check = async |action: &str, number: &str, is_inbound: bool, is_answered: bool| {
        let call = call(action, None).await;
        assert_eq!(call.number, number, "{action}");
        assert_eq!(call.is_inbound, is_inbound, "{action}");
        assert_eq!(call.answered_at.is_some(), is_answered, "{action}");
        assert_eq!(call.is_external, action != "internal_call", "{action}");
        assert_eq!(call.ended_at, Some(now()), "{action}");
        assert!(call.started_at < now(), "{action}");
    };
    check("known_customer_calls", "02079460018", true, true).await;
    check("known_customer_not_answered", "02079460018", true, false).await;
    check("unknown_number_calls", "07700900500", true, true).await;
    check("customer_called", "01614960110", false, true).await;
    check("internal_call", "511", false, true).await;
    check("withheld_number_calls", "anonymous", true, true).await;
    check("shared_number_calls", "02920180333", true, true).await;
}

#[tokio::test]
async fn a_call_is_as_its_particulars_say() {
    let particulars = r#"{"number":"02079460999","name":"Mira Holm","talk_seconds":61}"#;
    let talked = call("customer_called", Some(particulars)).await;
    assert_eq!(
        (talked.number.as_str(), talked.name.as_str()),
        ("02079460999", "Mira Holm")
    );
    let answered_at = now() - SignedDuration::from_secs(61);
    assert_eq!(talked.answered_at, Some(answered_at));

    let missed = call("known_customer_calls", Some(r#"{"answered":false}"#)).await;
    assert_eq!(missed.answered_at, None);
}

#[tokio::test]
async fn no_two_strangers_have_one_number() {
    let office = office().await;
    for _ in 0..3 {
        post(&office, "unknown_number_calls", None).await;
    }
    let calls = office.vodia.calls(EXTENSION);
    let numbers: Vec<&str> = calls.iter().map(|call| call.number.as_str()).collect();
    assert_eq!(numbers, ["07700900500", "07700900501", "07700900502"]);
}

#[tokio::test]
async fn many_calls_come_one_after_the_other_and_the_last_ends_now_or_so_many_days_ago() {
    let three_days_ago = now() - SignedDuration::from_hours(72);
    for (action, particulars, count, minutes, last) in [
        ("busy_hour", None, 12, 60, now()),
        ("week_off", None, 400, 180, now()),
        ("week_off", Some(r#"{"calls":7}"#), 7, 180, now()),
        (
            "week_off",
            Some(r#"{"calls":7,"days_ago":3}"#),
            7,
            180,
            three_days_ago,
        ),
    ] {
        let office = office().await;
        let answer = parsed(&post(&office, action, particulars).await);
        let calls = office.vodia.calls(EXTENSION);
        let ids: Vec<&str> = calls.iter().map(|call| call.id.as_str()).collect();
        assert_eq!(answer, json!({ "calls": ids }));
        assert_eq!(ids.len(), count);
        let ends: Vec<Timestamp> = calls.iter().map(|call| call.ended_at.unwrap()).collect();
        assert!(ends.is_sorted());
        assert_eq!(ends.last(), Some(&last));
        let earliest = last - SignedDuration::from_mins(minutes);
        assert!(ends.first().is_some_and(|end| *end >= earliest));
    }
}

#[tokio::test]
async fn what_is_not_understood_is_refused_and_nothing_happens() {
    let office = office().await;
    for (action, particulars, status) in [
        ("known_customer_calls", r#"{"nummer":"1"}"#, 400),
        ("known_customer_calls", "{", 400),
        ("known_customer_not_answered", r#"{"talk_seconds":5}"#, 400),
        ("week_off", r#"{"calls":0}"#, 400),
        ("week_off", r#"{"calls":10001}"#, 400),
        ("week_off", r#"{"days_ago":3651}"#, 400),
        ("pbx_goes_away", r#"{"for":"ever"}"#, 400),
        ("dynamics_throttles", r#"{"requests":0}"#, 400),
        ("integration_logs_too", r#"{"for":"ever"}"#, 400),
        ("colleague_edits", "{}", 400),
        ("colleague_edits", r#"{"phone_call":"last"}"#, 400),
        ("coffee_break", "{}", 404),
    ] {
        let answer = post(&office, action, Some(particulars)).await;
        assert_eq!(answer.status.as_u16(), status, "{action} {particulars}");
        assert!(parsed(&answer).get("error").is_some_and(Value::is_string));
    }
    assert_eq!(get(&office, "/actions/busy_hour").await.status, 405);
    assert_eq!(get(&office, "/elsewhere").await.status, 404);
    assert_eq!(office.vodia.calls(EXTENSION), []);
    assert!(!get(&office, "/").await.body.contains("<li>"));
    let pbx = office.vodia_server().origin().parse().unwrap();
    assert!(load(&pbx, "GET", None).await.is_ok());
}

#[tokio::test]
async fn systems_go_away_and_come_back() {
    let office = office().await;
    for (name, origin) in [
        ("pbx", office.vodia_server().origin()),
        ("dynamics", office.dataverse_server().origin()),
    ] {
        let url = origin.parse().unwrap();
        post(&office, &format!("{name}_goes_away"), None).await;
        for _ in 0..3 {
            assert!(load(&url, "GET", None).await.is_err(), "{name}");
        }
        post(&office, &format!("{name}_comes_back"), None).await;
        assert!(load(&url, "GET", None).await.is_ok(), "{name}");
    }
}

#[tokio::test]
async fn dynamics_throttles_as_often_as_it_is_told() {
    let office = office().await;
    let how = r#"{"requests":2,"retry_after_seconds":7}"#;
    post(&office, "dynamics_throttles", Some(how)).await;
    let url = office.dataverse_server().origin().parse().unwrap();
    for _ in 0..2 {
        let page = load(&url, "GET", None).await.unwrap();
        assert_eq!(page.status, 429);
        assert_eq!(
            page.headers.get("retry-after").map(String::as_str),
            Some("7")
        );
    }
    assert_ne!(load(&url, "GET", None).await.unwrap().status, 429);
}

#[tokio::test]
async fn consent_is_withdrawn_and_granted() {
    let office = office().await;
    let has_consent = || {
        office
            .entra
            .has_consent(crate::office::CLIENT_ID, crate::office::TENANT)
    };
    post(&office, "consent_granted", None).await;
    assert!(has_consent());
    post(&office, "consent_withdrawn", None).await;
    assert!(!has_consent());
}

/// What the PBX answers its extension about its integrations.
fn integrations(office: &Office) -> (u16, String) {
    let credentials = STANDARD.encode(format!("{EXTENSION}:{PASSWORD}"));
    let request = Request::builder()
        .uri(format!("/rest/user/{EXTENSION}@{PBX_TENANT}/integrations"))
        .header("authorization", format!("Basic {credentials}"))
        .body(Bytes::new())
        .unwrap();
    let answer = office.vodia.handle(request);
    let body = String::from_utf8(answer.body().to_vec()).unwrap();
    (answer.status().as_u16(), body)
}

#[tokio::test]
async fn the_integration_of_the_pbx_logs_calls_while_it_is_on() {
    let office = office().await;
    post(&office, "known_customer_calls", None).await;
    assert_eq!(office.dataverse.phone_calls(), []);
    assert_eq!(integrations(&office).0, 404);

    post(&office, "integration_logs_too", None).await;
    assert_eq!(
        integrations(&office),
        (200, r#"{"dynamics365":true}"#.to_owned())
    );
    for action in [
        "known_customer_not_answered",
        "internal_call",
        "withheld_number_calls",
    ] {
        post(&office, action, None).await;
    }
    let told = parsed(&get(&office, "/state").await);
    let [missed, withheld] = told["phone_calls"].as_array().unwrap().as_slice() else {
        panic!("{told}");
    };
    assert_eq!(missed["subject"], "Incoming call from 02079460018");
    assert_eq!(missed["description"], "No Answer. Logged by the PBX.");
    assert_eq!(missed["created_by"], "PBX Integration");
    assert_eq!(missed["owner"], json!(office.user));
    assert_eq!(missed["is_completed"], true);
    assert_eq!(withheld["description"], "Connected. Logged by the PBX.");
    assert_eq!(withheld["regarding"], Value::Null);

    post(&office, "integration_logs_no_more", None).await;
    assert_eq!(integrations(&office).0, 404);
    post(&office, "known_customer_calls", None).await;
    assert_eq!(office.dataverse.phone_calls().len(), 2);
}

#[tokio::test]
async fn the_integration_of_the_pbx_knows_a_contact_by_exactly_its_number_only() {
    let office = office().await;
    post(&office, "integration_logs_too", None).await;
    let number = r#"{"number":"+44 161 496 0110"}"#;
    post(&office, "customer_called", Some(number)).await;
    assert_eq!(office.dataverse.contacts().len(), 6, "Priya Nair is known");
    for _ in 0..2 {
        post(&office, "known_customer_calls", None).await;
    }
    let contacts = office.dataverse.contacts();
    let made: Vec<_> = contacts
        .iter()
        .filter(|row| row.mobile_phone == "02079460018")
        .collect();
    assert_eq!((contacts.len(), made.len()), (7, 1));
    assert_eq!(made[0].last_name, "J Aske");
    assert!(
        made[0]
            .description
            .starts_with("Made by the PBX, 2026-05-14T08:58:20Z")
    );
}

#[tokio::test]
async fn a_colleague_edits_the_latest_phone_call_or_the_one_that_is_named() {
    let office = office().await;
    office.spend_a_morning(now());
    post(&office, "integration_logs_too", None).await;
    post(&office, "known_customer_calls", None).await;
    let before = parsed(&get(&office, "/state").await);
    let earlier = before["phone_calls"][1]["id"].as_str().unwrap();

    post(&office, "colleague_edits", None).await;
    let named = format!(r#"{{"phone_call":"{earlier}","subject":"By Carla"}}"#);
    post(&office, "colleague_edits", Some(&named)).await;

    let after = parsed(&get(&office, "/state").await);
    let [latest, earlier] = [0, 1].map(|index| after["phone_calls"][index].clone());
    assert_eq!(latest["subject"], before["phone_calls"][0]["subject"]);
    assert_eq!(
        latest["description"],
        "Connected. Logged by the PBX.\nCarla: please call back on Monday."
    );
    assert_eq!(earlier["subject"], "By Carla");
    assert_eq!(
        earlier["description"],
        before["phone_calls"][1]["description"]
    );
    for row in [latest, earlier] {
        assert_eq!(row["created_by"], "PBX Integration");
        assert_eq!(row["modified_by"], "Carla Reyes");
        assert_eq!(row["is_completed"], true);
    }
    let page = get(&office, "/").await.body;
    assert!(page.contains(">Carla Reyes</a>"), "{page}");
}

#[tokio::test]
async fn what_stands_in_dynamics_is_told_to_programs_and_shown_to_people() {
    let office = office().await;
    let contact = office.dataverse.add_contact(NewContact {
        first_name: "Jon <b>".to_owned(),
        last_name: "Aske".to_owned(),
        mobile_phone: "+442079460018".to_owned(),
        ..NewContact::default()
    });
    let id = office.dataverse.log_call_of_other_writer(OtherCall {
        subject: "Call from \"Jon\"".to_owned(),
        description: String::new(),
        phone_number: "+442079460018".to_owned(),
        direction: Direction::Incoming,
        started_at: now() - SignedDuration::from_mins(2),
        ended_at: now(),
        contact: Some(contact),
        owner: office.user,
    });

    let state = parsed(&get(&office, "/state").await);
    let at = |pointer| state.pointer(pointer).cloned().unwrap();
    assert_eq!(at("/phone_calls/0/id"), json!(id));
    assert_eq!(at("/phone_calls/0/subject"), "Call from \"Jon\"");
    assert_eq!(at("/phone_calls/0/direction"), "incoming");
    assert_eq!(at("/phone_calls/0/is_completed"), true);
    assert_eq!(
        at("/phone_calls/0/regarding"),
        json!({ "id": contact, "name": "Jon <b> Aske", "table": "contact" })
    );
    assert_eq!(at("/phone_calls/0/started_at"), "2026-05-14T08:58:00Z");
    assert_eq!(at("/phone_calls/0/ended_at"), "2026-05-14T09:00:00Z");
    assert_eq!(at("/contacts/0/full_name"), "Jon <b> Aske");
    assert_eq!(at("/contacts/0/mobile_phone"), "+442079460018");

    let page = get(&office, "/").await.body;
    assert!(page.contains("Phone calls in Dynamics (1)"), "{page}");
    assert!(page.contains(">Call from &quot;Jon&quot;</a>"), "{page}");
    assert!(page.contains(">Jon &lt;b&gt; Aske</a>"), "{page}");
    assert!(page.contains("2026-05-14 08:58:00 UTC"), "{page}");
}

#[tokio::test]
async fn the_known_customers_are_in_dynamics_once() {
    let office = office().await;
    for _ in 0..2 {
        post(&office, "known_customer_calls", None).await;
    }
    office.spend_a_morning(now());
    let contacts = office.dataverse.contacts();
    let mut names: Vec<&str> = contacts.iter().map(|row| row.full_name.as_str()).collect();
    names.sort_unstable();
    let known = [
        "Anna Quist",
        "Bo Quist",
        "Jon Aske",
        "Ola Berg",
        "Priya Nair",
        "Tove Lind",
    ];
    assert_eq!(names, known);
    assert_eq!(office.dataverse.account_names().len(), 1);
}
