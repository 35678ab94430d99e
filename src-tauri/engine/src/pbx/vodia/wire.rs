//! How Vodia writes its answers, read leniently (`reference/vodia.md`, sections 5, 6 and 11, rule 1).

use std::collections::BTreeMap;

use http::{HeaderMap, header};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use ringlog_core::cdr::{Cdr, Party, UnreadableCdr};
use serde_json::{Map, Value};

use crate::ports::PbxError;

/// Seconds are smaller and milliseconds larger than this from 1973 to the year 5138.
const MILLISECONDS_FROM: f64 = 1e11;

/// The first page of an answer, whatever surrounds it.
#[derive(Debug, PartialEq)]
pub(super) enum History {
    /// `{"data": [..]}`, with the number of all records if told.
    Wrapped {
        rows: Vec<Value>,
        total: Option<u64>,
    },
    /// `[..]`
    Bare(Vec<Value>),
    /// A number alone: the PBX wants `api=2`.
    Count,
}

/// What a user's settings tell about the person.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Person {
    pub(super) email: Option<String>,
    pub(super) name: Option<String>,
}

/// The JSON of an answer.
pub(super) fn json(headers: &HeaderMap, body: &[u8]) -> Result<Value, PbxError> {
    serde_json::from_slice(body).map_err(|error| {
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| text.split(';').next())
            .unwrap_or("no type");
        PbxError::Garbled(format!(
            "it is not JSON but {kind} of {} bytes ({error}); check pbx.url",
            body.len()
        ))
    })
}

/// The records of an answer.
pub(super) fn history(answer: Value) -> Result<History, PbxError> {
    match answer {
        Value::Array(rows) => Ok(History::Bare(rows)),
        Value::Number(_) => Ok(History::Count),
        Value::Object(mut wrapper) => match wrapper.remove("data") {
            Some(Value::Array(rows)) => Ok(History::Wrapped {
                rows,
                total: wrapper.get("total").and_then(whole),
            }),
            Some(Value::Null) => Ok(History::Wrapped {
                rows: Vec::new(),
                total: Some(0),
            }),
            Some(_) | None => Err(no_history("an object without a list of calls")),
        },
        Value::Null | Value::Bool(_) | Value::String(_) => Err(no_history("a single word")),
    }
}

fn no_history(found: &str) -> PbxError {
    PbxError::Garbled(format!("{found} is no call history"))
}

/// One record; whatever is wrong with it, the others can still be read.
pub(super) fn record(row: Value) -> Result<Cdr, UnreadableCdr> {
    let raw = row.to_string();
    match read(row) {
        Ok(cdr) => Ok(Cdr { raw, ..cdr }),
        Err(problem) => Err(UnreadableCdr { problem, raw }),
    }
}

fn read(row: Value) -> Result<Cdr, String> {
    let Value::Object(object) = row else {
        return Err("The record is no JSON object.".to_owned());
    };
    let fields = Fields::new(object);
    let mut from = fields.party("from");
    let mut to = fields.party("to");
    let trunks = fields.list("trunks");
    let extensions = fields.list("extensions");
    for party in [&mut from, &mut to] {
        party.name = party.name.take().filter(|name| !name.trim().is_empty());
    }
    let through_trunk = trunks.is_some_and(|trunks| !trunks.is_empty());
    let by_extension = extensions.map(|extensions| {
        let user = from.sip_user.clone().or_else(|| from.number.clone());
        user.is_some_and(|user| extensions.contains(&user))
    });
    Ok(Cdr {
        id: fields.text("id").or_else(|| fields.text("callid")),
        // Older records tell the direction only by whose extensions took part in a call over a trunk.
        inbound: fields.boolean("inbound")?.or_else(|| {
            by_extension
                .filter(|_| through_trunk)
                .map(|calling| !calling)
        }),
        external: fields
            .boolean("external")?
            .or(through_trunk.then_some(true)),
        queue: fields.boolean("queue")?.unwrap_or(false),
        from,
        to,
        started_at: fields.time("start")?,
        answered_at: fields.time("connect")?,
        ended_at: fields.time("end")?,
        outcome: None,
        raw: String::new(),
    })
}

/// The fields of a record by their names in small letters without hyphens and underscores.
struct Fields(BTreeMap<String, Value>);

impl Fields {
    fn new(object: Map<String, Value>) -> Self {
        let plain = |name: String| name.replace(['-', '_'], "").to_ascii_lowercase();
        Self(
            object
                .into_iter()
                .map(|(name, value)| (plain(name), value))
                .collect(),
        )
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = match self.0.get(name)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// The texts of a list; a single one is a list of one.
    fn list(&self, name: &str) -> Option<Vec<String>> {
        match self.0.get(name)? {
            Value::Array(values) => Some(
                values
                    .iter()
                    .filter_map(|value| match value {
                        Value::String(text) => Some(text.trim_end_matches('*').to_owned()),
                        Value::Number(number) => Some(number.to_string()),
                        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
                    })
                    .collect(),
            ),
            Value::Null | Value::Bool(_) | Value::Object(_) => None,
            Value::Number(_) | Value::String(_) => {
                self.text(name).map(|text| vec![text]).or(Some(Vec::new()))
            }
        }
    }

    fn boolean(&self, name: &str) -> Result<Option<bool>, String> {
        let Some(value) = self.0.get(name) else {
            return Ok(None);
        };
        let text = match value {
            Value::Bool(value) => return Ok(Some(*value)),
            Value::Null => return Ok(None),
            Value::String(text) => text.trim().to_ascii_lowercase(),
            Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
        };
        match text.as_str() {
            "" => Ok(None),
            "true" | "1" | "1.0" | "yes" => Ok(Some(true)),
            "false" | "0" | "0.0" | "no" => Ok(Some(false)),
            _ => Err(format!(
                "The record's field \"{name}\" is neither true nor false."
            )),
        }
    }

    /// Unix seconds as a number or its text, or a date; what is missing, empty or zero never happened.
    fn time(&self, name: &str) -> Result<Option<Timestamp>, String> {
        let unreadable = || format!("The record's field \"{name}\" is no time.");
        let seconds = match self.0.get(name) {
            None | Some(Value::Null | Value::Bool(false)) => return Ok(None),
            Some(Value::Number(number)) => number.as_f64().ok_or_else(unreadable)?,
            Some(Value::String(text)) if text.trim().is_empty() => return Ok(None),
            Some(Value::String(text)) => match text.trim().parse::<f64>() {
                Ok(seconds) => seconds,
                Err(_) => return text.trim().parse().map(Some).map_err(|_| unreadable()),
            },
            Some(Value::Bool(true) | Value::Array(_) | Value::Object(_)) => {
                return Err(unreadable());
            }
        };
        timestamp(seconds).map_err(|()| unreadable())
    }

    /// One side: the short fields, and what the SIP address tells beside them.
    fn party(&self, side: &str) -> Party {
        let address = self.text(side).map(|text| name_addr(&text));
        let address = address.unwrap_or_default();
        Party {
            number: self.text(&format!("{side}number")),
            name: self
                .text(&format!("{side}name"))
                .map(|name| unquoted(&name))
                .or(address.name),
            ..address
        }
    }
}

/// To the millisecond, which is all Vodia writes; a float is no exact number of anything smaller.
fn timestamp(seconds: f64) -> Result<Option<Timestamp>, ()> {
    if !seconds.is_finite() {
        return Err(());
    }
    if seconds <= 0.0 {
        return Ok(None);
    }
    let milliseconds = if seconds < MILLISECONDS_FROM {
        seconds * 1_000.0
    } else {
        seconds
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and a timestamp that far out is refused"
    )]
    let whole = milliseconds.round() as i64;
    Timestamp::from_millisecond(whole).map(Some).map_err(|_| ())
}

fn whole(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}

/// A SIP name-addr (RFC 3261, section 25.1) as far as PBXs keep to it: `"Jane" <sip:504@host:5061;user=phone>`, with or
/// without name, brackets, scheme and host.
fn name_addr(text: &str) -> Party {
    let (name, address) = split_address(text);
    let address = address.trim();
    let has_scheme = |scheme: &str| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let address = ["sips:", "sip:", "tel:"]
        .into_iter()
        .find(|scheme| has_scheme(scheme))
        .and_then(|scheme| address.get(scheme.len()..))
        .unwrap_or(address);
    let (user, host) = match address.rsplit_once('@') {
        Some((user, host)) => (user, Some(host)),
        None => (address, None),
    };
    let user = user.split([';', ':']).next().unwrap_or_default();
    let user = percent_decode_str(user.trim()).decode_utf8_lossy();
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Party {
        number: None,
        name: name.and_then(|name| filled(&unquoted(name))),
        sip_user: filled(&user),
        sip_host: host.map(host_name).and_then(filled),
    }
}

/// The display name and the address; the last `<` opens the address, for names may hold one.
fn split_address(text: &str) -> (Option<&str>, &str) {
    match text.rsplit_once('<') {
        Some((name, rest)) => (Some(name), rest.split('>').next().unwrap_or(rest)),
        None => (None, text),
    }
}

/// The host without port and parameters.
fn host_name(host: &str) -> &str {
    let host = host.split([';', '?', '>']).next().unwrap_or(host).trim();
    match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(v6),
        None => host.split(':').next().unwrap_or(host),
    }
}

/// A display name without its quotes and their escapes.
fn unquoted(name: &str) -> String {
    let name = name.trim();
    let Some(inner) = name
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    else {
        return name.to_owned();
    };
    let mut plain = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next()),
            other => plain.push(other),
        }
    }
    plain.trim().to_owned()
}

/// E-mail address and name of `user_settings`; `first_name` is the first name, `display_name` the last
/// (`reference/vodia.md`, section 6).
pub(super) fn person(answer: &Value) -> Person {
    let email = setting(answer, "email_address").and_then(|text| {
        text.split([';', ',', ' '])
            .map(str::trim)
            .find(|address| address.contains('@'))
            .map(str::to_owned)
    });
    let names: Vec<String> = ["first_name", "display_name"]
        .iter()
        .filter_map(|name| setting(answer, name))
        .collect();
    Person {
        email,
        name: (!names.is_empty()).then(|| names.join(" ")),
    }
}

/// The tenant's country calling code, digits only.
pub(super) fn country_code(answer: &Value) -> Option<String> {
    setting(answer, "country_code")
        .map(|code| code.trim_start_matches('+').to_owned())
        .filter(|code| !code.is_empty() && code.chars().all(|c| c.is_ascii_digit()))
}

/// A setting by its name: flat, under `settings`, as an object with `value`, or in a list of such.
fn setting(answer: &Value, name: &str) -> Option<String> {
    let settings = answer.get("settings").unwrap_or(answer);
    let named = |entry: &&Value| entry.get("name").and_then(Value::as_str) == Some(name);
    let entry = settings
        .get(name)
        .or_else(|| settings.as_array()?.iter().find(named))?;
    let text = match entry.get("value").unwrap_or(entry) {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
