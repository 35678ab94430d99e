//! Reads the multipart body of a `$batch`; line feeds alone are accepted, as the real service does.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::dataverse::operation::Operation;
use crate::dataverse::refusal::Refusal;

#[derive(Debug)]
pub(super) enum Part {
    Operation(Item),
    Changeset(Vec<Item>),
}

#[derive(Debug)]
pub(super) struct Item {
    pub(super) operation: Operation,
    pub(super) content_id: Option<String>,
}

/// Reads a whole batch.
pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Vec<Part>, Refusal> {
    let boundary = boundary(headers)
        .ok_or_else(|| malformed("the Content-Type is not multipart/mixed with a boundary"))?;
    let mut parts = Vec::new();
    for section in sections(body, &boundary)? {
        let (headers, rest) = headed(section)?;
        parts.push(match self::boundary(&headers) {
            Some(inner) => Part::Changeset(changeset(rest, &inner)?),
            None => Part::Operation(item(&headers, rest)?),
        });
    }
    if parts.is_empty() {
        return Err(malformed("it has no request"));
    }
    Ok(parts)
}

fn changeset(body: &[u8], boundary: &str) -> Result<Vec<Item>, Refusal> {
    let mut items: Vec<Item> = Vec::new();
    for section in sections(body, boundary)? {
        let (headers, rest) = headed(section)?;
        if self::boundary(&headers).is_some() {
            return Err(malformed("a changeset cannot contain a changeset"));
        }
        let item = item(&headers, rest)?;
        if item.operation.method == Method::GET {
            return Err(malformed("a changeset cannot contain a GET request"));
        }
        if item.content_id.is_none() {
            return Err(malformed("a request of a changeset has no Content-ID"));
        }
        if items
            .iter()
            .any(|known| known.content_id == item.content_id)
        {
            return Err(malformed("a Content-ID occurs twice in a changeset"));
        }
        items.push(item);
    }
    if items.is_empty() {
        return Err(malformed("a changeset has no request"));
    }
    Ok(items)
}

fn item(headers: &HeaderMap, body: &[u8]) -> Result<Item, Refusal> {
    if text(headers, "content-type").is_none_or(|kind| !is_kind(kind, "application/http")) {
        return Err(malformed(
            "a part is not of the Content-Type application/http",
        ));
    }
    if text(headers, "content-transfer-encoding")
        .is_none_or(|encoding| !encoding.eq_ignore_ascii_case("binary"))
    {
        return Err(malformed("a part has no Content-Transfer-Encoding: binary"));
    }
    let (line, rest) = next_line(body).ok_or_else(|| malformed("a part has no request"))?;
    let line = std::str::from_utf8(line).map_err(|_| malformed("a request line is not UTF-8"))?;
    let mut words = line.split(' ');
    let (Some(method), Some(target), Some("HTTP/1.1"), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(malformed("a request line is not METHOD address HTTP/1.1"));
    };
    let method = match method {
        "GET" => Method::GET,
        "POST" => Method::POST,
        "PATCH" => Method::PATCH,
        "PUT" => Method::PUT,
        "DELETE" => Method::DELETE,
        _ => return Err(malformed("a request has an unknown method")),
    };
    let (inner_headers, body) = headed(rest)?;
    Ok(Item {
        operation: Operation {
            method,
            target: target.to_owned(),
            headers: inner_headers,
            body: Bytes::copy_from_slice(body),
        },
        content_id: text(headers, "content-id").map(str::to_owned),
    })
}

/// The boundary of a multipart type, with or without quotes.
fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = text(headers, "content-type")?;
    if !is_kind(kind, "multipart/mixed") {
        return None;
    }
    kind.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (name.trim().eq_ignore_ascii_case("boundary") && !value.is_empty())
            .then(|| value.to_owned())
    })
}

fn is_kind(content_type: &str, kind: &str) -> bool {
    content_type
        .split(';')
        .next()
        .is_some_and(|given| given.trim().eq_ignore_ascii_case(kind))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// What stands between the delimiters.
fn sections<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<&'a [u8]>, Refusal> {
    let delimiter = format!("--{boundary}");
    let end = format!("--{boundary}--");
    let mut sections = Vec::new();
    let mut begun: Option<usize> = None;
    let mut at = 0;
    while let Some((line, rest)) = body.get(at..).and_then(next_line) {
        let after = body.len() - rest.len();
        let trimmed = line.trim_ascii_end();
        let is_end = trimmed == end.as_bytes();
        if is_end || trimmed == delimiter.as_bytes() {
            if let Some(from) = begun {
                let section = body.get(from..at).unwrap_or_default();
                sections.push(without_line_end(section));
            }
            if is_end {
                return Ok(sections);
            }
            begun = Some(after);
        }
        at = after;
    }
    Err(malformed("the closing boundary is missing"))
}

/// Headers up to the first empty line, and what follows it.
fn headed(section: &[u8]) -> Result<(HeaderMap, &[u8]), Refusal> {
    let mut headers = HeaderMap::new();
    let mut rest = section;
    while let Some((line, after)) = next_line(rest) {
        rest = after;
        if line.is_empty() {
            break;
        }
        let colon = line
            .iter()
            .position(|byte| *byte == b':')
            .ok_or_else(|| malformed("a header has no colon"))?;
        let (name, value) = line.split_at(colon);
        let name = HeaderName::from_bytes(name.trim_ascii())
            .map_err(|_| malformed("a header has no valid name"))?;
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        let value =
            HeaderValue::from_bytes(value).map_err(|_| malformed("a header has no valid value"))?;
        headers.append(name, value);
    }
    Ok((headers, rest))
}

/// The first line without its end, and what follows it; `None` at the end.
fn next_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    if bytes.is_empty() {
        return None;
    }
    let length = bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |at| at + 1);
    let (line, rest) = bytes.split_at(length);
    Some((without_line_end(line), rest))
}

fn without_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

fn malformed(what: &str) -> Refusal {
    Refusal::malformed(format!("The batch request cannot be read: {what}."))
}
