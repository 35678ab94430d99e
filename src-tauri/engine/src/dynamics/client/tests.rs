//! What leaves the computer, what is tried again, and what is not.

use base64::Engine as _;

use super::super::scripted::{Part, Script, TOKEN};
use super::*;

const WHO: &str = r#"{"UserId":"00000000-0000-0000-0000-000000000001","OrganizationId":"00000000-0000-0000-0000-000000000002"}"#;

#[tokio::test]
async fn every_request_carries_what_dynamics_wants_and_goes_to_the_linked_organization() {
    let script = Script::new();
    script.answer(200, &[], WHO);
    script.client.who_am_i().await.unwrap();
    assert_eq!(
        script.requests(),
        ["GET https://contoso.crm4.dynamics.com/api/data/v9.2/WhoAmI\n"]
    );
    let check = |name: &str, expected: &str| {
        assert_eq!(script.header(0, name).as_deref(), Some(expected), "{name}");
    };
    check("authorization", &format!("Bearer {TOKEN}"));
    check("odata-version", "4.0");
    check("odata-maxversion", "4.0");
    check("accept", "application/json");
    assert!(script.header(0, "x-ms-client-request-id").is_some());
}

#[test]
fn the_token_never_leaves_unencrypted_or_for_another_host() {
    let check = |linked: &str, address: &str, expected: bool| {
        let result = check_address(&linked.parse().unwrap(), &address.parse().unwrap());
        assert_eq!(result.is_ok(), expected, "{linked} {address}");
    };
    let contoso = "https://contoso.crm4.dynamics.com/";
    check(contoso, "https://contoso.crm4.dynamics.com/api", true);
    check(contoso, "http://contoso.crm4.dynamics.com/api", false);
    check(contoso, "https://contoso.crm4.dynamics.com:8443/api", false);
    check(
        contoso,
        "https://contoso.crm4.dynamics.com.evil.example/",
        false,
    );
    check(
        contoso,
        "https://contoso.crm4.dynamics.com@evil.example/",
        false,
    );
    check(
        "http://contoso.crm4.dynamics.com/",
        "http://contoso.crm4.dynamics.com/",
        false,
    );
    check("http://127.0.0.1:8080/", "http://127.0.0.1:8080/api", true);
    check("http://127.0.0.1:8080/", "http://127.0.0.1:8081/api", false);
    check("http://[::1]:8080/", "http://[::1]:8080/api", true);
    check("http://localhost:1/", "http://localhost:1/api", true);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let script = Script::new();
    script.answer(302, &[("location", "https://evil.example/")], "");
    let fault = script.client.who_am_i().await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Configuration);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_with_its_challenge() {
    let script = Script::new();
    let claims = r#"{"access_token":{}}"#;
    let encoded = base64::engine::general_purpose::STANDARD.encode(claims);
    let challenge = format!("Bearer error=\"insufficient_claims\", claims=\"{encoded}\"");
    script.answer(401, &[("www-authenticate", &challenge)], "");
    script.answer(200, &[], WHO);
    script.client.who_am_i().await.unwrap();
    assert_eq!(script.invalidated(), [Some(claims.to_owned())]);

    script.answer(401, &[], "");
    script.answer(401, &[], "");
    let fault = script.client.who_am_i().await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Unauthorized);
    assert_eq!(script.invalidated().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_short_outage_is_passed_over() {
    let script = Script::new();
    script.lose();
    script.answer(503, &[], "");
    script.answer(200, &[], WHO);
    script.client.who_am_i().await.unwrap();
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_longer_outage_is_left_to_the_caller() {
    let script = Script::new();
    for _ in 0..3 {
        script.answer(502, &[], "<html>");
    }
    let fault = script.client.who_am_i().await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.status),
        (FaultKind::Unreachable, Some(502))
    );

    script.fail(TransportError::TimedOut {
        host: "contoso".to_owned(),
        seconds: 100,
    });
    let fault = script.client.who_am_i().await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Unreachable);
    assert_eq!(script.requests().len(), 4);
}

#[tokio::test]
async fn a_pause_the_server_asks_for_holds_for_the_whole_account() {
    let script = Script::new();
    script.answer(429, &[("retry-after", "60")], "");
    let fault = script.client.who_am_i().await.unwrap_err();
    assert_eq!(fault.retry_after_seconds, Some(60));
    script.let_pass(30);
    let fault = script.client.who_am_i().await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Throttled);
    assert_eq!(fault.retry_after_seconds, Some(31));
    assert_eq!(script.requests().len(), 1);
    script.let_pass(30);
    script.answer(200, &[], WHO);
    script.client.who_am_i().await.unwrap();
}

#[tokio::test]
async fn a_clock_that_was_set_back_does_not_lengthen_a_pause_for_days() {
    let script = Script::new();
    script.answer(429, &[], "");
    script.client.who_am_i().await.unwrap_err();
    script.let_pass(-86_400);
    script.answer(200, &[], WHO);
    script.client.who_am_i().await.unwrap();
}

#[tokio::test]
async fn a_throttled_part_pauses_the_account_as_well() {
    let script = Script::new();
    script.answer_batch(&[Part::One(429, ""), Part::One(200, "{}")]);
    let get = Item::Single(batch::Operation::get("contacts".to_owned()));
    let outcomes = script
        .client
        .batch("testing", &[get.clone(), get])
        .await
        .unwrap();
    assert_eq!(outcomes[0].as_ref().unwrap_err().kind, FaultKind::Throttled);
    assert!(outcomes[1].is_ok());
    assert!(script.client.paused_until().is_some());
}

#[tokio::test]
async fn an_answer_that_stops_early_blames_nobody_and_one_too_long_is_not_believed() {
    let script = Script::new();
    let get = Item::Single(batch::Operation::get("contacts".to_owned()));
    script.answer_batch(&[Part::One(200, "{}")]);
    let outcomes = script
        .client
        .batch("testing", &[get.clone(), get.clone()])
        .await;
    assert!(outcomes.unwrap()[1].as_ref().unwrap_err().is_weather());
    script.answer_batch(&[Part::Done(1), Part::Done(1)]);
    let failure = script.client.batch("testing", &[get]).await.unwrap_err();
    assert_eq!(failure.fault.kind, FaultKind::Garbled);
}

#[tokio::test]
async fn a_page_of_a_proxy_is_no_batch_answer() {
    let script = Script::new();
    let get = Item::Single(batch::Operation::get("contacts".to_owned()));
    script.answer(
        200,
        &[("content-type", "text/html")],
        "<html>Welcome</html>",
    );
    let failure = script
        .client
        .batch("testing", std::slice::from_ref(&get))
        .await;
    assert_eq!(failure.unwrap_err().fault.kind, FaultKind::Garbled);
    let refusal = r#"{"error":{"code":"0x80060888","message":"No."}}"#;
    script.answer(400, &[("content-type", "application/json")], refusal);
    let failure = script.client.batch("testing", &[get]).await;
    assert_eq!(failure.unwrap_err().fault.kind, FaultKind::Invalid);
}

#[test]
fn no_secret_shows_in_debug_output() {
    let shown = format!("{:?}", Script::new().client);
    assert!(
        !shown.contains(TOKEN) && shown.contains("contoso"),
        "{shown}"
    );
}

#[tokio::test]
async fn the_log_names_the_request_and_nothing_anybody_said() {
    let written: Arc<Mutex<Vec<u8>>> = Arc::default();
    let sink = Arc::clone(&written);
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || Sink(Arc::clone(&sink)))
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let script = Script::new();
    script.answer_batch(&[Part::One(
        403,
        r#"{"error":{"code":"0x80040220","message":"No right to +442079460018"}}"#,
    )]);
    let path = "contacts?$filter=mobilephone%20eq%20'%2B442079460018'".to_owned();
    let get = Item::Single(batch::Operation::get(path));
    let _refused = script.client.batch("looking up calls", &[get]).await;
    drop(guard);
    let log = String::from_utf8(written.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("looking up calls") && log.contains("0x80040220"),
        "{log}"
    );
    assert!(!log.contains(TOKEN) && !log.contains("2079460018"), "{log}");
}

struct Sink(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
