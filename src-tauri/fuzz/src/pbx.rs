//! What the PBX answers.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response, header};
use jiff::Timestamp;
use ringlog_core::normalize::{Origin, normalize};
use ringlog_core::phone::DialPlan;
use ringlog_core::poller::Window;
use ringlog_engine::pbx::vodia::Vodia;
use ringlog_engine::ports::{CallSource, PbxError, Transport};
use url::Url;

use crate::surroundings::{Network, Standing, answer, assert_is_plain, run};

const TENANT: &str = "pbx.example.com";
const EXTENSION: &str = "40";

/// How a PBX may answer a session login.
const STATUSES: [u16; 8] = [200, 201, 302, 401, 403, 404, 429, 500];

fn vodia(network: Arc<dyn Transport>) -> Vodia {
    let base = Url::parse("https://pbx.example.com").unwrap();
    let clock = Arc::new(Standing);
    Vodia::new(&base, TENANT, EXTENSION, "hunter2".into(), network, clock).unwrap()
}

/// Reads everything there is, as one pass does.
async fn read(vodia: &Vodia) -> Result<usize, PbxError> {
    let plan = DialPlan::new("GB").unwrap();
    let window = Window {
        from: Timestamp::UNIX_EPOCH,
    };
    let mut pages = vodia.read(window);
    let mut rows = 0;
    while let Some(page) = pages.next().await? {
        rows += page.records.len() + page.unreadable.len();
        for cdr in &page.records {
            let origin = Origin {
                source: "vodia:pbx.example.com",
                extension: EXTENSION,
                tenant: TENANT,
                plan,
            };
            if let Err(rejection) = normalize(cdr, &origin) {
                assert_is_plain(&rejection);
            }
        }
        for unreadable in &page.unreadable {
            assert_is_plain(&unreadable.problem);
        }
    }
    Ok(rows)
}

/// The call history, and what the PBX tells about the person: `bytes` are the answer to each question.
pub fn pbx_history(bytes: &[u8]) {
    let body = bytes.to_vec();
    let network = Network::answering(move |_| answer(200, b"application/json", &body));
    let vodia = vodia(Arc::clone(&network) as Arc<dyn Transport>);
    run(async {
        match read(&vodia).await {
            Ok(rows) => assert!(rows <= bytes.len(), "{rows} rows"),
            Err(error) => assert_is_plain(&error),
        }
        assert!(network.requests() < 10, "the same page was asked for again");
        match vodia.identify().await {
            Ok(identity) => assert!(!identity.is_partial),
            Err(error) => assert_is_plain(&error),
        }
        assert!(vodia.writes_to_dynamics().await.is_none_or(|_| true));
    });
}

/// The answer to a session login of a PBX that refused Basic: the first byte chooses its status, the second whether the
/// rest is its body or its cookie.
pub fn pbx_login(bytes: &[u8]) {
    let [status, place, rest @ ..] = bytes else {
        return;
    };
    let status = STATUSES
        .get(usize::from(*status) % STATUSES.len())
        .copied()
        .unwrap_or(200);
    let (is_cookie, rest) = (place % 2 == 1, rest.to_vec());
    let login = move |request: &Request<Bytes>| -> Response<Bytes> {
        if request.method() == Method::GET {
            let has_session = request.headers().contains_key(header::COOKIE);
            let status = if has_session { 200 } else { 401 };
            return answer(status, b"application/json", b"[]");
        }
        if !is_cookie {
            return answer(status, b"application/json", &rest);
        }
        let mut answer = answer(status, b"application/json", b"true");
        if let Ok(cookie) = http::HeaderValue::from_bytes(&rest) {
            answer.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        answer
    };
    let network = Network::answering(login);
    let vodia = vodia(Arc::clone(&network) as Arc<dyn Transport>);
    run(async {
        let first = read(&vodia).await;
        let asked = network.requests();
        // Basic once, the session login as POST and as PUT, and the history.
        assert!(asked <= 5, "{asked} requests for one login");
        if let Err(error) = first {
            assert_is_plain(&error);
            if matches!(error, PbxError::Refused { .. }) {
                assert_eq!(read(&vodia).await, Err(error));
                assert_eq!(
                    network.requests(),
                    asked,
                    "a refused password was tried again"
                );
            }
        }
    });
}
