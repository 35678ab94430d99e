//! How Entra words its answers.

use std::fmt::Write as _;

use bytes::Bytes;
use http::{Response, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

use super::Refusal;
use crate::page::{self, escaped};

/// Nobody shall take these pages for Microsoft's.
pub(super) const BANNER: &str = "Simulated Microsoft sign-in – nothing leaves this computer";

pub(super) fn plain(status: StatusCode, text: &str) -> Response<Bytes> {
    answer(status, "text/plain; charset=utf-8", text.to_owned())
}

/// A card in the middle of a page that says whose it is not.
pub(super) fn card(status: StatusCode, content: &str) -> Response<Bytes> {
    let body = format!("<main class=\"card\"><p class=\"banner\">{BANNER}</p>{content}</main>");
    page::html(status, BANNER, &body)
}

pub(super) fn json(status: u16, body: &Value) -> Response<Bytes> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    answer(status, "application/json; charset=utf-8", body.to_string())
}

/// A page that ends the matter without a word to the application.
pub(super) fn refused_page(refusal: &Refusal) -> Response<Bytes> {
    let content = format!(
        "<h1>Sorry, but that did not work</h1><p>{}</p>",
        escaped(&described(refusal))
    );
    card(StatusCode::BAD_REQUEST, &content)
}

/// The error JSON of the token endpoint (`reference/entra.md`, section 4.3).
pub(super) fn refused_token(refusal: &Refusal, now: Timestamp) -> Response<Bytes> {
    let mut body = json!({
        "error": refusal.error,
        "error_description": described(refusal),
        "error_codes": [refusal.number],
        "timestamp": now.to_string(),
        "trace_id": some_id().to_string(),
        "correlation_id": some_id().to_string(),
        "error_uri": format!("https://login.microsoftonline.com/error?code={}", refusal.number),
    });
    if let Some(members) = body.as_object_mut() {
        for (name, value) in [("suberror", &refusal.suberror), ("claims", &refusal.claims)] {
            if let Some(value) = value {
                members.insert(name.to_owned(), Value::from(value.clone()));
            }
        }
    }
    json(refusal.status, &body)
}

/// Number, text and the ids, separated as Microsoft does.
pub(super) fn described(refusal: &Refusal) -> String {
    format!(
        "AADSTS{}: {}\r\nTrace ID: {}\r\nCorrelation ID: {}\r\nTimestamp: 2024-01-01 00:00:00Z",
        refusal.number,
        refusal.text,
        some_id(),
        some_id()
    )
}

/// A page that posts itself to the application.
pub(super) fn form_post(redirect: &str, pairs: &[(&str, String)]) -> Response<Bytes> {
    let mut form = format!("<form method=\"post\" action=\"{}\">", escaped(redirect));
    for (name, value) in pairs {
        // Writing to a string cannot fail.
        let _written = write!(
            form,
            "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
            escaped(value)
        );
    }
    form.push_str("<button>Continue</button></form><script>document.forms[0].submit()</script>");
    card(
        StatusCode::OK,
        &format!("<h1>Back to the application</h1>{form}"),
    )
}

/// A redirect with a query.
pub(super) fn redirect(to: &str, pairs: &[(&str, String)]) -> Response<Bytes> {
    let location = Url::parse(to).map(|mut url| {
        url.query_pairs_mut().extend_pairs(pairs);
        url.to_string()
    });
    let mut answer = plain(StatusCode::FOUND, "");
    if let Some(value) = location.ok().and_then(|text| text.parse().ok()) {
        answer.headers_mut().insert(header::LOCATION, value);
    }
    answer
}

fn some_id() -> Uuid {
    Uuid::from_u128(fastrand::u128(..))
}

fn answer(status: StatusCode, media_type: &'static str, body: String) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from(body));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static(media_type),
    );
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    answer
}
