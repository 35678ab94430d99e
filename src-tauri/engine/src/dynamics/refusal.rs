//! What an answer that is no success means (`reference/dataverse.md`, section 6).

use base64::Engine as _;
use http::HeaderMap;
use jiff::Timestamp;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phrase::Phrase;
use serde_json::Value;

use crate::http::retry_after_seconds;

/// DuplicateRecord: a record with this key is there.
pub const DUPLICATE_RECORD: &str = "0x80040237";
/// An alternate key is taken.
const DUPLICATE_ALTERNATE_KEY: &str = "0x80060892";
/// What a search with a leading wildcard is refused with when a table is large: its time-out, its throttling and the
/// too many conditions (`reference/dataverse.md`, section 3.2).
const SEARCH_TOO_EXPENSIVE: [&str; 3] = ["0x80048573", "0x80048644", "0x8004430c"];
/// A longer message is a page or a stack trace.
const MESSAGE_CHARACTERS_MAX: usize = 500;
/// Real challenges are a few hundred bytes.
const CLAIMS_BYTES_MAX: usize = 8 * 1024;

/// Reads an answer whose status is not 2xx. The code counts before the status, and both before the text.
#[must_use]
pub fn classify(status: u16, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Fault {
    let refusal = Refusal::read(body);
    let retry_after_seconds = retry_after_seconds(headers, now);
    let kind = kind_of_code(&refusal.code)
        .unwrap_or_else(|| kind_of_status(status, &refusal, retry_after_seconds.is_some()));
    Fault {
        kind,
        status: Some(status),
        code: (!refusal.code.is_empty()).then_some(refusal.code),
        message: refusal.message.map_or_else(
            || Phrase::new("dynamics-status").with("status", status.to_string()),
            Phrase::verbatim,
        ),
        correlation: correlation(headers),
        retry_after_seconds,
        claims: (status == 401).then(|| claims_challenge(headers)).flatten(),
    }
}

/// Whether the server will not carry out a search that begins with a wildcard, whenever it is asked.
///
/// A time-out on the way is none of this: it may pass, and until it does nobody knows whose the numbers are.
#[must_use]
pub fn is_search_too_expensive(fault: &Fault) -> bool {
    let has_code = fault
        .code
        .as_deref()
        .is_some_and(|code| SEARCH_TOO_EXPENSIVE.contains(&code));
    let message = fault.message.to_string().to_ascii_lowercase();
    has_code || (fault.kind == FaultKind::Invalid && message.contains("leading wildcard"))
}

/// Whether an activity could not be changed because it is closed; its code is unknown, its text is not
/// (`reference/dataverse.md`, section 2.6).
#[must_use]
pub fn is_closed_activity(fault: &Fault) -> bool {
    let message = fault.message.to_string().to_ascii_lowercase();
    message.contains("closed or cancel")
}

/// The id under which Microsoft's support finds the request.
#[must_use]
pub fn correlation(headers: &HeaderMap) -> Option<String> {
    ["req_id", "x-ms-service-request-id", "x-ms-request-id"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
        .map(|text| text.chars().take(100).collect())
}

struct Refusal {
    /// In lower case, empty if there is none.
    code: String,
    message: Option<String>,
    /// The body is not from the Web API: a proxy, a firewall or a sign-in page answered.
    is_foreign: bool,
}

impl Refusal {
    fn read(body: &[u8]) -> Self {
        let error = serde_json::from_slice::<Value>(body)
            .ok()
            .and_then(|mut value| value.get_mut("error").map(Value::take))
            .filter(Value::is_object);
        let Some(error) = error else {
            return Self {
                code: String::new(),
                message: None,
                is_foreign: !body.iter().all(u8::is_ascii_whitespace),
            };
        };
        let message = text(error.get("message"))
            .or_else(|| text(error.pointer("/message/value")))
            .filter(|message| !message.is_empty());
        Self {
            code: text(error.get("code"))
                .unwrap_or_default()
                .to_ascii_lowercase(),
            message: message.map(|text| text.chars().take(MESSAGE_CHARACTERS_MAX).collect()),
            is_foreign: false,
        }
    }
}

fn text(value: Option<&Value>) -> Option<&str> {
    value.and_then(Value::as_str).map(str::trim)
}

fn kind_of_code(code: &str) -> Option<FaultKind> {
    Some(match code {
        DUPLICATE_RECORD | DUPLICATE_ALTERNATE_KEY => FaultKind::AlreadyExists,
        "0x80072321" | "0x80072322" | "0x80072326" => FaultKind::Throttled,
        "0x80040217" | "0x80060891" => FaultKind::NotFound,
        "0x80040220" => FaultKind::Forbidden,
        "0x8004a100" | "0x8004a101" | "0x8004a102" | "0x8004a103" | "0x80040204" | "0x80044300" => {
            FaultKind::Unauthorized
        }
        "0x80044150" | "0x80044151" => FaultKind::Unreachable,
        "0x80060882" | "0x80040333" | "0x80048408" | "0x80044331" => FaultKind::Invalid,
        _ => return None,
    })
}

fn kind_of_status(status: u16, refusal: &Refusal, asks_to_wait: bool) -> FaultKind {
    match status {
        401 => FaultKind::Unauthorized,
        429 => FaultKind::Throttled,
        408 => FaultKind::Unreachable,
        407 | 300..=399 => FaultKind::Configuration,
        400..=499 if refusal.is_foreign => FaultKind::Configuration,
        403 => FaultKind::Forbidden,
        404 => FaultKind::NotFound,
        // Newer servers give a code, which was seen to before; older ones leave it empty.
        412 if refusal.code.is_empty() => FaultKind::AlreadyExists,
        503 if asks_to_wait => FaultKind::Throttled,
        501 => FaultKind::Invalid,
        500..=599 => FaultKind::Unreachable,
        400..=499 => FaultKind::Invalid,
        _ => FaultKind::Garbled,
    }
}

/// The claims challenge of continuous access evaluation, decoded (`reference/entra.md`, section 4.5).
fn claims_challenge(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(http::header::WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter(|value| value.contains("insufficient_claims"))
        .find_map(|value| decode_claims(parameter(value, "claims")?))
}

fn parameter<'a>(challenge: &'a str, name: &str) -> Option<&'a str> {
    challenge
        .match_indices(name)
        .filter(|(at, _)| {
            challenge
                .get(..*at)
                .is_none_or(|before| before.ends_with([' ', ',']))
        })
        .find_map(|(at, _)| {
            let value = challenge.get(at + name.len()..)?.trim_start();
            let value = value.strip_prefix('=')?.trim_start().strip_prefix('"')?;
            value.split('"').next()
        })
}

fn decode_claims(text: &str) -> Option<String> {
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
    let bare = text.trim_end_matches('=');
    if bare.len() > CLAIMS_BYTES_MAX {
        return None;
    }
    let bytes = STANDARD_NO_PAD
        .decode(bare)
        .or_else(|_| URL_SAFE_NO_PAD.decode(bare))
        .ok()?;
    let claims = String::from_utf8(bytes).ok()?;
    serde_json::from_str::<serde_json::Map<String, Value>>(&claims)
        .is_ok()
        .then_some(claims)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn error(code: &str) -> String {
        format!(r#"{{"error":{{"code":"{code}","message":"Because."}}}}"#)
    }

    fn check(status: u16, body: &str, expected: FaultKind) {
        let fault = classify(
            status,
            &HeaderMap::new(),
            body.as_bytes(),
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!(fault.kind, expected, "{status} {body}");
    }

    #[test]
    fn each_refusal_says_what_follows() {
        use FaultKind as K;
        check(412, &error("0x80040237"), K::AlreadyExists);
        check(412, &error(""), K::AlreadyExists);
        check(412, "", K::AlreadyExists);
        check(412, &error("0x80060892"), K::AlreadyExists);
        check(412, &error("0x80060882"), K::Invalid);
        check(412, &error("0x80040333"), K::Invalid);
        check(412, &error("0x8000ffff"), K::Invalid);
        check(400, &error("0x80040237"), K::AlreadyExists);
        check(400, &error("0x80048408"), K::Invalid);
        check(400, &error("0x8004A101"), K::Unauthorized);
        check(401, "", K::Unauthorized);
        check(403, &error("0x80040220"), K::Forbidden);
        check(403, &error("0x80048306"), K::Forbidden);
        check(403, "<html>Blocked by the company</html>", K::Configuration);
        check(404, &error("0x80040217"), K::NotFound);
        check(404, "", K::NotFound);
        check(404, "<html>nginx</html>", K::Configuration);
        check(302, "", K::Configuration);
        check(407, "", K::Configuration);
        check(405, &error("0x80040227"), K::Invalid);
        check(413, &error("0x8004418A"), K::Invalid);
        check(429, &error("0x80072322"), K::Throttled);
        check(429, "<html>", K::Throttled);
        check(500, &error("0x80044150"), K::Unreachable);
        check(500, &error("0x80072321"), K::Throttled);
        check(501, &error("0x80040203"), K::Invalid);
        check(502, "<html>", K::Unreachable);
        check(503, "", K::Unreachable);
        check(504, "", K::Unreachable);
        check(408, "", K::Unreachable);
        check(101, "", K::Garbled);
    }

    #[test]
    fn a_busy_server_that_names_a_time_is_obeyed() {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", "17".parse().unwrap());
        let fault = classify(503, &headers, b"", Timestamp::UNIX_EPOCH);
        assert_eq!(fault.kind, FaultKind::Throttled);
        assert_eq!(fault.retry_after_seconds, Some(17));
    }

    #[test]
    fn a_refusal_keeps_what_support_asks_for() {
        let mut headers = HeaderMap::new();
        headers.insert("req_id", "abc-1".parse().unwrap());
        let body = error("0x80040220");
        let fault = classify(403, &headers, body.as_bytes(), Timestamp::UNIX_EPOCH);
        assert_eq!(fault.message.to_string(), "Because.");
        assert_eq!(fault.code.as_deref(), Some("0x80040220"));
        assert_eq!(fault.correlation.as_deref(), Some("abc-1"));
    }

    #[test]
    fn a_claims_challenge_is_found_among_other_headers() {
        let challenge = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.append("www-authenticate", "Bearer realm=\"\"".parse().unwrap());
            headers.append("www-authenticate", value.parse().unwrap());
            classify(401, &headers, b"", Timestamp::UNIX_EPOCH).claims
        };
        let json = r#"{"access_token":{"nbf":{"essential":true}}}"#;
        let encoded = base64::engine::general_purpose::STANDARD.encode(json);
        let found = challenge(&format!(
            "Bearer realm=\"\", claims=\"{encoded}\", error=\"insufficient_claims\""
        ));
        assert_eq!(found.as_deref(), Some(json));
        assert_eq!(challenge(&format!("Bearer claims=\"{encoded}\"")), None);
        assert_eq!(
            challenge("Bearer error=\"insufficient_claims\", claims=\"!\""),
            None
        );
    }

    proptest! {
        #[test]
        fn no_answer_is_too_strange(
            status in 100_u16..1000,
            body in proptest::collection::vec(any::<u8>(), 0..80),
            challenge in "[ -~]{0,80}",
        ) {
            let mut headers = HeaderMap::new();
            let challenge = format!("insufficient_claims claims{challenge}");
            headers.insert("www-authenticate", challenge.parse().unwrap());
            let fault = classify(status, &headers, &body, Timestamp::UNIX_EPOCH);
            prop_assert_eq!(fault.status, Some(status));
        }
    }
}
