//! What Microsoft, the organization and the browser say while a person signs in.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use ringlog_core::organization::OrganizationUrl;
use ringlog_core::token::RefreshToken;
use ringlog_engine::oauth::loopback::{Ended, Listener};
use ringlog_engine::oauth::token_endpoint::TokenEndpoint;
use ringlog_engine::oauth::{Authority, Identity};
use ringlog_engine::ports::{Clock, Transport};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

use crate::surroundings::{Network, Standing, answer, assert_is_plain, run};

/// How the token endpoint may answer.
const STATUSES: [u16; 8] = [200, 400, 401, 403, 404, 429, 500, 503];
/// What the answer of the browser has to repeat.
const STATE: &str = "state-of-this-attempt";
/// Stands for the listener's port in a request.
const PORT: &[u8] = b"PORT";

/// The answer of the token endpoint to a renewal: the first byte chooses its status.
pub fn token_answer(bytes: &[u8]) {
    let [status, body @ ..] = bytes else {
        return;
    };
    let status = STATUSES
        .get(usize::from(*status) % STATUSES.len())
        .copied()
        .unwrap_or(200);
    let body = body.to_vec();
    let network = Network::answering(move |_| answer(status, b"application/json", &body));
    let origin = Url::parse("https://login.microsoftonline.com").unwrap();
    let endpoint = TokenEndpoint::new(
        network as Arc<dyn Transport>,
        Arc::new(Standing),
        Authority::new(&origin, "contoso.example").unwrap(),
        "client".to_owned(),
    );
    let refresh = RefreshToken::new("hunter2".to_owned());
    let scope = "https://contoso.crm4.dynamics.com/user_impersonation";
    match run(endpoint.refresh(&refresh, scope, None)) {
        Ok(grant) => {
            assert_eq!(status, 200);
            let latest = Standing.now() + SignedDuration::from_hours(28);
            assert!(grant.access.expires_at() <= latest);
            if let Some(token) = grant.id_token {
                let now = Standing.now();
                let who = Identity::read(token.expose(), "client", "nonce", "contoso", now);
                if let Err(reason) = who {
                    assert_is_plain(&reason.phrase());
                }
            }
        }
        Err(error) => assert_is_plain(&error),
    }
}

/// The organization's 401: each line is a `WWW-Authenticate`.
pub fn challenge(bytes: &[u8]) {
    let lines: Vec<http::HeaderValue> = bytes
        .split(|byte| *byte == b'\n')
        .filter_map(|line| http::HeaderValue::from_bytes(line).ok())
        .collect();
    let network = Network::answering(move |_| {
        let mut answer = answer(401, b"text/plain", b"");
        for line in &lines {
            answer
                .headers_mut()
                .append(http::header::WWW_AUTHENTICATE, line.clone());
        }
        answer
    });
    let organization = OrganizationUrl::parse("https://contoso.crm4.dynamics.com").unwrap();
    match run(Authority::discover(&*network, &organization, None, None)) {
        Ok(authority) => {
            let url = authority.token_url();
            assert_eq!(url.scheme(), "https", "{url}");
            let host = url.host_str().unwrap_or_default();
            let is_microsoft = [
                "microsoftonline.com",
                "microsoftonline.us",
                "microsoftonline.cn",
            ]
            .iter()
            .chain(&["windows.net", "chinacloudapi.cn", "microsoftonline.de"])
            .any(|known| host == *known || host.ends_with(&format!(".{known}")));
            assert!(is_microsoft, "{url}");
            assert!(url.path().ends_with("/oauth2/v2.0/token"), "{url}");
        }
        Err(error) => assert_is_plain(&error),
    }
}

/// A request to the loopback listener; `PORT` in it stands for the listener's.
pub fn redirect(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let ended = runtime.block_on(async {
        let listener = Listener::bind().await.expect("there is a free port");
        let port = Url::parse(&listener.redirect_uri())
            .unwrap()
            .port()
            .unwrap();
        let visit = visit(port, with_port(bytes, port));
        listener.answer(STATE, Duration::from_secs(30), visit).await
    });
    match ended {
        Ok(answer) => {
            assert_eq!(answer.get("state"), Some(STATE));
            let is_told = |name| answer.get(name).is_some();
            assert!(answer.code().is_some() || is_told("error") || is_told("admin_consent"));
        }
        Err(ended) => assert_eq!(ended, Ended::Cancelled, "the connection stayed open"),
    }
}

/// Ends when the listener has closed the connection.
async fn visit(port: u16, request: Vec<u8>) {
    let mut answer = Vec::new();
    // A listener that hangs up early has said all it had to say.
    if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await
        && stream.write_all(&request).await.is_ok()
        && stream.shutdown().await.is_ok()
    {
        let _reset = stream.read_to_end(&mut answer).await;
    }
    assert!(answer.len() < 64 * 1024, "{} bytes", answer.len());
    // What was accepted is handed on after the connection is closed.
    tokio::task::yield_now().await;
}

fn with_port(bytes: &[u8], port: u16) -> Vec<u8> {
    let mut request = Vec::with_capacity(bytes.len() + 8);
    let mut rest = bytes;
    while let Some(at) = rest.windows(PORT.len()).position(|four| four == PORT) {
        let (before, after) = rest.split_at(at);
        request.extend_from_slice(before);
        request.extend_from_slice(port.to_string().as_bytes());
        rest = after.strip_prefix(PORT).unwrap_or_default();
    }
    request.extend_from_slice(rest);
    request
}
