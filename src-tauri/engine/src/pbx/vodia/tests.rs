//! Logging in and reading, against the simulated PBX without a socket.

use std::sync::Mutex as StdMutex;

use http::Method;
use jiff::Timestamp;
use ringlog_core::cdr::{Cdr, UnreadableCdr};
use ringlog_simulator::misbehaviour::Fault as Trouble;
use ringlog_simulator::server::{Exchange, System, exchange};
use ringlog_simulator::vodia::{Access, SimulatedCall, Vodia as Pbx};

use super::*;
use crate::ports::TransportError;

mod logging_in;

pub(super) const TENANT: &str = "tenant.example.net";
const PASSWORD: &str = "c0rrect-Hörse:battery";

/// The simulated PBX where the network would be; it keeps what was sent.
pub(super) struct InProcess {
    pbx: Arc<Pbx>,
    sent: StdMutex<Vec<String>>,
}

impl Transport for InProcess {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let path = request.uri().path_and_query().unwrap().to_string();
        assert!(!path.contains("c0rrect"), "the password stands in {path}");
        self.sent
            .lock()
            .unwrap()
            .push(format!("{} {path}", request.method()));
        let outcome = exchange(&*self.pbx, request);
        async move {
            match outcome {
                Exchange::Answer(answer) | Exchange::Late(_, answer) => Ok(answer),
                Exchange::Broken => Err(TransportError::Unreachable {
                    host: "pbx.example.com".to_owned(),
                    detail: "the connection broke".to_owned(),
                }),
            }
        }
        .boxed()
    }
}

struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        at(0)
    }
}

pub(super) fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_600_000_000 + minutes * 60).unwrap()
}

pub(super) struct Bench {
    pub(super) pbx: Arc<Pbx>,
    pub(super) vodia: Vodia,
    transport: Arc<InProcess>,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self::with_password(PASSWORD)
    }

    fn with_password(password: &str) -> Self {
        let pbx = Arc::new(Pbx::new(TENANT));
        pbx.add_extension("504", PASSWORD, "tom@example.com");
        let transport = Arc::new(InProcess {
            pbx: Arc::clone(&pbx),
            sent: StdMutex::default(),
        });
        let vodia = source("https://pbx.example.com/", "504", password, &transport).unwrap();
        Self {
            pbx,
            vodia,
            transport,
        }
    }

    pub(super) fn sent(&self) -> Vec<String> {
        std::mem::take(&mut *self.transport.sent.lock().unwrap())
    }

    pub(super) async fn pages(&self, from: Timestamp) -> Result<Vec<crate::ports::Page>, PbxError> {
        let mut pages = self.vodia.read(Window { from });
        let mut read = Vec::new();
        while let Some(page) = pages.next().await? {
            read.push(page);
        }
        Ok(read)
    }

    pub(super) async fn records(&self, from: Timestamp) -> (Vec<Cdr>, Vec<UnreadableCdr>) {
        let pages = self.pages(from).await.unwrap();
        let unreadable = pages
            .iter()
            .flat_map(|page| page.unreadable.clone())
            .collect();
        (
            pages.into_iter().flat_map(|page| page.records).collect(),
            unreadable,
        )
    }
}

pub(super) fn source(
    base: &str,
    extension: &str,
    password: &str,
    transport: &Arc<impl Transport + 'static>,
) -> Result<Vodia, InvalidAddress> {
    let base: Url = base.parse().map_err(|_| InvalidAddress::NotHttps)?;
    Vodia::new(
        &base,
        TENANT,
        extension,
        password.to_owned().into(),
        Arc::clone(transport) as Arc<dyn Transport>,
        Arc::new(FixedClock),
    )
}

fn refused() -> PbxError {
    PbxError::Refused {
        extension: "504".to_owned(),
    }
}

#[tokio::test]
async fn a_login_tells_what_the_user_may_know() {
    let bench = Bench::new();
    bench
        .pbx
        .set_habits(|habits| habits.tenant_settings = Access::UnderName);

    let identity = bench.vodia.identify().await.unwrap();

    let expected = PbxIdentity {
        email: Some("tom@example.com".to_owned()),
        name: Some("Tom Example".to_owned()),
        country_code: Some("64".to_owned()),
        version: Some("PBX/70.3".to_owned()),
        is_partial: false,
        told_to_wait: None,
    };
    assert_eq!(identity, expected);
    assert_eq!(bench.pbx.login_failures(), 0);
}

#[tokio::test]
async fn what_the_user_may_not_know_is_no_failed_login() {
    for access in [Access::Forbidden, Access::Missing] {
        let bench = Bench::new();
        bench.pbx.set_habits(|habits| {
            habits.user_settings = access;
            habits.tenant_settings = access;
            habits.server = None;
        });
        assert_eq!(bench.vodia.identify().await, Ok(PbxIdentity::default()));
        assert_eq!(bench.pbx.login_failures(), 0);
        assert!(
            bench
                .sent()
                .iter()
                .all(|request| !request.contains("session"))
        );
    }
}

#[tokio::test]
async fn weather_over_what_the_user_may_know_is_no_answer() {
    for path in ["settings", "user_settings"] {
        let bench = Bench::new();
        bench
            .pbx
            .set_habits(|habits| habits.tenant_settings = Access::UnderName);
        bench
            .pbx
            .misbehaviour()
            .plan(path, 0, 1, Trouble::LoseRequest);
        let first = bench.vodia.identify().await.unwrap();
        assert!(first.is_partial, "{first:?}");
        let second = bench.vodia.identify().await.unwrap();
        assert_eq!(second.country_code.as_deref(), Some("64"));
        assert_eq!(second.email.as_deref(), Some("tom@example.com"));
        assert!(!second.is_partial, "{second:?}");
    }
}

#[tokio::test]
async fn a_stumble_over_what_the_user_may_know_is_overcome_at_once() {
    for failures in 1..ASKED_MAX {
        let bench = Bench::new();
        bench
            .pbx
            .misbehaviour()
            .plan("user_settings", 0, failures.into(), status(500, None));
        let identity = bench.vodia.identify().await.unwrap();
        assert_eq!(identity.email.as_deref(), Some("tom@example.com"));
        assert!(!identity.is_partial, "{identity:?}");
    }
}

#[tokio::test]
async fn weather_over_what_the_user_may_know_does_not_keep_the_calls_away() {
    for (trouble, requests) in [
        (status(500, None), 1 + 2 * ASKED_MAX),
        (status(503, None), 1 + 2 * ASKED_MAX),
        (status(429, None), 3),
        (Trouble::LoseRequest, 3),
    ] {
        let bench = Bench::new();
        bench
            .pbx
            .misbehaviour()
            .plan("settings", 0, 100, trouble.clone());
        let identity = bench.vodia.identify().await.unwrap();
        assert!(identity.is_partial, "{trouble:?}");
        assert_eq!(bench.sent().len(), usize::from(requests), "{trouble:?}");
    }
}

#[tokio::test]
async fn a_pbx_that_names_a_time_to_wait_is_asked_nothing_more() {
    for named in [status(503, Some("7")), status(429, Some("90"))] {
        let bench = Bench::new();
        bench
            .pbx
            .misbehaviour()
            .plan("user_settings", 0, 1, named.clone());
        let identity = bench.vodia.identify().await.unwrap();
        assert!(identity.told_to_wait.is_some(), "{identity:?}");
        assert!(identity.is_partial, "{identity:?}");
        assert_eq!(bench.sent().len(), 2, "{named:?}");
    }
}

#[tokio::test]
async fn the_old_place_of_the_e_mail_address_is_found() {
    let bench = Bench::new();
    bench
        .pbx
        .set_habits(|habits| habits.user_settings = Access::UnderSelf);
    let identity = bench.vodia.identify().await.unwrap();
    assert_eq!(identity.email.as_deref(), Some("tom@example.com"));
}

#[tokio::test]
async fn a_history_that_is_not_theirs_is_forbidden_and_not_a_wrong_password() {
    let bench = Bench::new();
    bench
        .pbx
        .set_habits(|habits| habits.history_allowed = false);
    let forbidden = PbxError::Forbidden {
        extension: "504".to_owned(),
        detail: "HTTP 403".to_owned(),
    };
    assert_eq!(bench.pages(at(-9)).await, Err(forbidden.clone()));
    assert_eq!(bench.pages(at(-9)).await, Err(forbidden));
    assert_eq!(bench.pbx.login_failures(), 0);
    assert_eq!(bench.pbx.session_logins(), 1);
}

#[tokio::test]
async fn a_forbidden_history_is_not_an_occasion_to_log_in_again_and_again() {
    let bench = Bench::new();
    bench
        .pbx
        .set_habits(|habits| habits.session_methods = Vec::new());
    bench
        .pbx
        .misbehaviour()
        .plan("/history", 0, 3, status(403, None));
    for _ in 0..3 {
        assert!(matches!(
            bench.pages(at(-9)).await,
            Err(PbxError::Forbidden { .. })
        ));
    }
    let logins = bench
        .sent()
        .iter()
        .filter(|request| request.contains("session"))
        .count();
    assert_eq!(logins, 2, "POST and PUT, once");
    assert!(bench.pages(at(-9)).await.is_ok());
}

#[tokio::test]
async fn an_extension_the_pbx_does_not_have_is_refused() {
    let bench = Bench::new();
    let stranger = source("https://pbx.example.com", "999", PASSWORD, &bench.transport).unwrap();
    let refused = PbxError::Refused {
        extension: "999".to_owned(),
    };
    assert_eq!(stranger.identify().await, Err(refused));
}

fn status(status: u16, retry_after: Option<&str>) -> Trouble {
    Trouble::Status {
        status,
        retry_after: retry_after.map(str::to_owned),
        body: String::new(),
    }
}

#[tokio::test]
async fn weather_is_passed_on_with_the_pause_asked_for() {
    let check = async |trouble: Trouble, kind: FaultKind, pause: Option<u32>| {
        let bench = Bench::new();
        bench
            .pbx
            .misbehaviour()
            .plan("/history", 0, 1, trouble.clone());
        match bench.pages(at(-9)).await {
            Err(PbxError::Unavailable(fault)) => {
                assert_eq!(
                    (fault.kind, fault.retry_after_seconds),
                    (kind, pause),
                    "{trouble:?}"
                );
            }
            other => panic!("{trouble:?}: {other:?}"),
        }
        assert_eq!(bench.pages(at(-9)).await.map(|pages| pages.len()), Ok(1));
    };
    check(status(429, Some("90")), FaultKind::Throttled, Some(90)).await;
    check(status(503, Some("7")), FaultKind::Unreachable, Some(7)).await;
    check(status(500, None), FaultKind::Unreachable, None).await;
    check(status(302, None), FaultKind::Configuration, None).await;
    check(Trouble::LoseReply, FaultKind::Unreachable, None).await;
}

#[tokio::test]
async fn weather_while_logging_in_is_no_rejection() {
    let bench = Bench::new();
    bench.pbx.set_habits(|habits| habits.basic = false);
    bench
        .pbx
        .misbehaviour()
        .plan("/session", 0, 1, status(503, None));
    assert!(matches!(
        bench.pages(at(-9)).await,
        Err(PbxError::Unavailable(_))
    ));
    assert!(bench.pages(at(-9)).await.is_ok());
}

#[tokio::test]
async fn an_answer_that_is_no_history_says_so_without_repeating_it() {
    let bench = Bench::new();
    let page = b"<html>portal of 098371388</html>".to_vec();
    bench
        .pbx
        .misbehaviour()
        .plan("/history", 0, 1, Trouble::Garbage(page));
    let error = bench.pages(at(-9)).await.unwrap_err();
    assert!(matches!(error, PbxError::Garbled(_)));
    assert!(!error.to_string().contains("098371388"), "{error}");
}

#[test]
fn a_password_is_only_sent_where_nobody_listens() {
    let bench = Bench::new();
    let check = |base: &str, expected: Option<InvalidAddress>| {
        let made = source(base, "504", PASSWORD, &bench.transport);
        assert_eq!(made.err(), expected, "{base}");
    };
    check("https://pbx.example.com:8082/?a=b#c", None);
    check("http://127.0.0.1:8080", None);
    check("http://localhost:8080", None);
    check("http://[::1]:8080", None);
    check("http://pbx.example.com", Some(InvalidAddress::NotHttps));
    check(
        "http://localhost.example.com",
        Some(InvalidAddress::NotHttps),
    );
    check("ftp://127.0.0.1", Some(InvalidAddress::NotHttps));
    check(
        "https://504:x@pbx.example.com",
        Some(InvalidAddress::Credentials),
    );
    for extension in ["", "504@tenant", "5 4", "5:4"] {
        let made = source(
            "https://pbx.example.com",
            extension,
            PASSWORD,
            &bench.transport,
        );
        assert_eq!(made.err(), Some(InvalidAddress::Extension), "{extension}");
    }
}

#[test]
fn the_address_keeps_its_path_and_the_source_its_name() {
    let bench = Bench::new();
    let vodia = source(
        "https://pbx.example.com/x/?a=b",
        "504",
        PASSWORD,
        &bench.transport,
    )
    .unwrap();
    assert_eq!(
        vodia.history_address(&[("page", "1")]).as_str(),
        "https://pbx.example.com/x/rest/user/504@tenant.example.net/history?page=1"
    );
    assert_eq!(vodia.source(), "vodia:tenant.example.net");
    assert_eq!(vodia.tenant(), "tenant.example.net pbx.example.com");
}

#[test]
fn the_password_is_in_no_text_about_the_source() {
    let bench = Bench::new();
    let debug = format!("{:?}", bench.vodia);
    assert!(debug.contains("504@tenant.example.net"));
    assert!(!debug.contains("c0rrect"));
    let request = bench
        .vodia
        .request(&Login::Basic, &bench.vodia.history_address(&[]))
        .unwrap();
    assert!(!format!("{request:?}").contains("NTA0QHRlbmFudC5leGFtcGxl"));
}
