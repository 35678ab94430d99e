//! Reading the answer to a `$batch`: multipart with HTTP answers inside, whoever wrote it.

use http::HeaderMap;

use super::{ItemAnswer, OperationAnswer, add_header};

/// Why an answer to a `$batch` cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is something else, for example a page of a proxy.
    #[error("Dynamics answered with something that is no batch answer.")]
    NotMultipart,
    /// Its end is missing.
    #[error("The answer of Dynamics breaks off.")]
    BrokenOff,
    /// A part is no HTTP answer.
    #[error("A part of the answer of Dynamics makes no sense.")]
    NoHttpAnswer,
}

/// Reads the answer to a `$batch`: one entry for each part, in order.
///
/// Lines may end in CRLF or LF; what stands before the first delimiter and after the last is passed over.
///
/// # Errors
/// When it is no multipart answer, breaks off, or holds a part that is no HTTP answer.
pub fn read(content_type: &str, body: &[u8]) -> Result<Vec<ItemAnswer>, Unreadable> {
    let boundary = boundary_of(content_type).ok_or(Unreadable::NotMultipart)?;
    split(body, &boundary)?
        .into_iter()
        .map(|part| {
            let part = Part::read(part);
            match boundary_of(&part.content_type) {
                Some(inner) => split(part.body, &inner)?
                    .into_iter()
                    .map(|operation| read_answer(&Part::read(operation)))
                    .collect::<Result<_, _>>()
                    .map(ItemAnswer::Changeset),
                None => read_answer(&part).map(ItemAnswer::Single),
            }
        })
        .collect()
}

/// The boundary of a `multipart/mixed` content type.
fn boundary_of(content_type: &str) -> Option<String> {
    let mut parts = content_type.split(';');
    if !parts.next()?.trim().eq_ignore_ascii_case("multipart/mixed") {
        return None;
    }
    parts
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
        .filter(|boundary| !boundary.is_empty())
}

struct Part<'a> {
    content_type: String,
    content_id: Option<String>,
    body: &'a [u8],
}

impl<'a> Part<'a> {
    fn read(text: &'a [u8]) -> Self {
        let (headers, body) = read_headers(text);
        let header = |name: &str| Some(headers.get(name)?.to_str().ok()?.to_owned());
        Self {
            content_type: header("content-type").unwrap_or_default(),
            content_id: header("content-id"),
            body,
        }
    }
}

fn read_answer(part: &Part<'_>) -> Result<OperationAnswer, Unreadable> {
    let (line, rest) = next_line(part.body).ok_or(Unreadable::NoHttpAnswer)?;
    let line = str::from_utf8(line).map_err(|_| Unreadable::NoHttpAnswer)?;
    let status = line
        .strip_prefix("HTTP/")
        .and_then(|line| line.split_ascii_whitespace().nth(1))
        .and_then(|status| status.parse().ok())
        .filter(|status| (100..1000).contains(status))
        .ok_or(Unreadable::NoHttpAnswer)?;
    let (headers, body) = read_headers(rest);
    let content_id = part.content_id.clone().or_else(|| {
        let value = headers.get("content-id")?.to_str().ok()?;
        Some(value.to_owned())
    });
    Ok(OperationAnswer {
        status,
        headers,
        body: body.to_vec(),
        content_id,
    })
}

/// Header lines up to the empty line, and what follows it.
fn read_headers(text: &[u8]) -> (HeaderMap, &[u8]) {
    let mut headers = HeaderMap::new();
    let mut rest = text;
    while let Some((line, after)) = next_line(rest) {
        rest = after;
        if line.is_empty() {
            break;
        }
        add_header(&mut headers, &String::from_utf8_lossy(line));
    }
    (headers, rest)
}

/// The parts between delimiters, without the line end that belongs to the delimiter.
fn split<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<&'a [u8]>, Unreadable> {
    let mut parts = Vec::new();
    let mut part_start = None;
    let mut rest = body;
    loop {
        let line_start = body.len() - rest.len();
        let Some((line, after)) = next_line(rest) else {
            return Err(if part_start.is_some() {
                Unreadable::BrokenOff
            } else {
                Unreadable::NotMultipart
            });
        };
        rest = after;
        let Some(is_last) = delimiter(line, boundary) else {
            continue;
        };
        if let Some(start) = part_start {
            let part = body.get(start..line_start).unwrap_or_default();
            parts.push(without_line_end(part));
        }
        if is_last {
            return Ok(parts);
        }
        part_start = Some(body.len() - rest.len());
    }
}

/// Whether a line is the delimiter, and then whether it is the last one.
fn delimiter(line: &[u8], boundary: &str) -> Option<bool> {
    let rest = line
        .strip_prefix(b"--")?
        .strip_prefix(boundary.as_bytes())?
        .trim_ascii_end();
    match rest {
        b"" => Some(false),
        b"--" => Some(true),
        _ => None,
    }
}

/// The next line without its end, and what follows; `None` at the end of the text.
fn next_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    if text.is_empty() {
        return None;
    }
    let end = text.iter().position(|byte| *byte == b'\n');
    let (line, rest) = match end {
        Some(end) => (text.get(..end)?, text.get(end + 1..)?),
        None => (text, Default::default()),
    };
    Some((line.strip_suffix(b"\r").unwrap_or(line), rest))
}

fn without_line_end(text: &[u8]) -> &[u8] {
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    text.strip_suffix(b"\r").unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TYPE: &str = "multipart/mixed; boundary=batchresponse_1";

    fn encode(items: &[ItemAnswer], end: &str) -> Vec<u8> {
        let mut text = format!("preamble{end}");
        for (index, item) in items.iter().enumerate() {
            text.push_str(&format!("--batchresponse_1{end}"));
            match item {
                ItemAnswer::Single(answer) => text.push_str(&encode_answer(answer, end)),
                ItemAnswer::Changeset(answers) => {
                    let boundary = format!("changesetresponse_{index}");
                    text.push_str(&format!(
                        "Content-Type: Multipart/Mixed;charset=x; Boundary=\"{boundary}\"{end}{end}"
                    ));
                    for answer in answers {
                        text.push_str(&format!("--{boundary}{end}"));
                        text.push_str(&encode_answer(answer, end));
                    }
                    text.push_str(&format!("--{boundary}--{end}"));
                }
            }
        }
        text.push_str(&format!(
            "--batchresponse_1--  {end}epilogue --batchresponse_1"
        ));
        text.into_bytes()
    }

    fn encode_answer(answer: &OperationAnswer, end: &str) -> String {
        let mut text =
            format!("Content-Type: application/http{end}Content-Transfer-Encoding: binary{end}");
        if let Some(id) = &answer.content_id {
            text.push_str(&format!("Content-ID: {id}{end}"));
        }
        text.push_str(&format!("{end}HTTP/1.1 {} Some Words{end}", answer.status));
        for (name, value) in &answer.headers {
            text.push_str(&format!("{name}: {}{end}", value.to_str().unwrap()));
        }
        text.push_str(&format!(
            "{end}{}{end}",
            String::from_utf8_lossy(&answer.body)
        ));
        text
    }

    fn answer() -> impl Strategy<Value = OperationAnswer> {
        (
            100_u16..600,
            proptest::option::of("[a-z0-9]{1,20}"),
            proptest::option::of("[0-9]{1,3}"),
            prop_oneof![
                Just(String::new()),
                "\\PC{0,60}",
                "[ -~\r\n]{0,60}",
                Just("--batchresponse_12\r\n--\n--batchresponse_".to_owned()),
            ],
        )
            .prop_map(|(status, request, content_id, body)| {
                let mut headers = HeaderMap::new();
                if let Some(request) = request {
                    headers.insert("req_id", request.parse().unwrap());
                }
                OperationAnswer {
                    status,
                    headers,
                    // A line end at the end cannot be told from the delimiter's.
                    body: body.trim_end_matches(['\r', '\n']).as_bytes().to_vec(),
                    content_id,
                }
            })
    }

    fn item() -> impl Strategy<Value = ItemAnswer> {
        prop_oneof![
            answer().prop_map(ItemAnswer::Single),
            proptest::collection::vec(answer(), 1..4).prop_map(ItemAnswer::Changeset),
        ]
    }

    proptest! {
        #[test]
        fn every_answer_is_read_as_it_was_meant(
            items in proptest::collection::vec(item(), 1..6),
            end in prop_oneof![Just("\r\n"), Just("\n")],
        ) {
            prop_assert_eq!(read(TYPE, &encode(&items, end)), Ok(items));
        }

        #[test]
        fn a_broken_off_answer_is_never_taken_for_a_whole_one(
            items in proptest::collection::vec(item(), 1..4),
            kept in 0.0_f64..1.0,
        ) {
            let whole = encode(&items, "\r\n");
            let end = whole.len() - "--  \r\nepilogue --batchresponse_1".len();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
            let cut = (end as f64 * kept) as usize;
            prop_assert!(read(TYPE, whole.get(..cut).unwrap()).is_err());
        }

        #[test]
        fn hostile_bytes_are_no_danger(
            content_type in prop_oneof![Just(TYPE.to_owned()), "\\PC{0,60}"],
            body in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let _any = read(&content_type, &body);
        }

        #[test]
        fn hostile_pieces_are_no_danger(
            pieces in proptest::collection::vec(
                prop_oneof![
                    Just("--batchresponse_1"), Just("--"), Just("\r\n"), Just("\n"), Just("\r"),
                    Just("HTTP/1.1 204 No Content"), Just("HTTP/1.1"), Just(":"), Just("a: b"),
                    Just("Content-Type: multipart/mixed; boundary=c"), Just("--c"), Just("{}"),
                ],
                0..40,
            ),
        ) {
            let _any = read(TYPE, pieces.concat().as_bytes());
        }
    }

    #[test]
    fn something_else_is_no_batch_answer() {
        let check = |content_type: &str, body: &str, expected: Unreadable| {
            assert_eq!(read(content_type, body.as_bytes()), Err(expected));
        };
        check("application/json", "{}", Unreadable::NotMultipart);
        check("multipart/mixed", "--\r\n----", Unreadable::NotMultipart);
        check(TYPE, "<html>", Unreadable::NotMultipart);
        check(
            TYPE,
            "--batchresponse_1\r\n\r\nHTTP/1.1 200",
            Unreadable::BrokenOff,
        );
        check(
            TYPE,
            "--batchresponse_1\r\n\r\nwhat\r\n--batchresponse_1--",
            Unreadable::NoHttpAnswer,
        );
    }
}
