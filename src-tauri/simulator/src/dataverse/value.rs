//! The values of columns, and how they are written in JSON.

use jiff::Timestamp;
use serde_json::Value as Json;
use uuid::Uuid;

use super::refusal::Refusal;
use super::tables::{Column, Kind, Schema, Table};

/// The earliest time a column holds (`reference/dataverse.md`, section 9): 1753-01-01.
const EARLIEST_SECONDS: i64 = -6_847_804_800;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Text(String),
    Whole(i64),
    Flag(bool),
    Moment(Timestamp),
    Guid(Uuid),
    Lookup(Table, Uuid),
}

impl Value {
    /// Reads what a client wrote into a column.
    pub(super) fn read(json: &Json, column: &Column, schema: &Schema) -> Result<Self, Refusal> {
        let wrong_type = || {
            Refusal::payload(format_args!(
                "Cannot convert the value of the property '{}' to the expected type '{}'.",
                column.name,
                edm(column.kind)
            ))
        };
        match (column.kind, json) {
            (Kind::State | Kind::Status, Json::Null) => Err(wrong_type()),
            (_, Json::Null) => Ok(Self::Null),
            (Kind::Text(length_max), Json::String(text)) => {
                check_length(text, length_max, column, schema)?;
                // An empty text is stored as nothing.
                Ok(if text.is_empty() {
                    Self::Null
                } else {
                    Self::Text(text.clone())
                })
            }
            (Kind::Whole(min, max), Json::Number(number)) => {
                let number = number.as_i64().ok_or_else(wrong_type)?;
                if (min..=max).contains(&number) {
                    Ok(Self::Whole(number))
                } else {
                    Err(Refusal::new(
                        400,
                        "0x80044331",
                        format!(
                            "A validation error occurred. The value '{number}' of '{}' on record of type '{}' is outside the valid range. Accepted Values: {min} to {max}",
                            column.name, schema.logical_name
                        ),
                    ))
                }
            }
            (Kind::State | Kind::Status, Json::Number(number)) => {
                number.as_i64().map(Self::Whole).ok_or_else(wrong_type)
            }
            (Kind::Flag, Json::Bool(flag)) => Ok(Self::Flag(*flag)),
            (Kind::Moment, Json::String(text)) => {
                moment(text).map(Self::Moment).ok_or_else(wrong_type)
            }
            (Kind::Guid, Json::String(text)) => guid(text).map(Self::Guid).ok_or_else(wrong_type),
            _ => Err(wrong_type()),
        }
    }

    /// As it stands in an answer.
    pub(super) fn json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Text(text) => Json::String(text.clone()),
            Self::Whole(number) => Json::from(*number),
            Self::Flag(flag) => Json::Bool(*flag),
            Self::Moment(at) => Json::String(at.to_string()),
            Self::Guid(id) | Self::Lookup(_, id) => Json::String(id.to_string()),
        }
    }
}

/// What OData calls the type of a column.
pub(super) fn edm(kind: Kind) -> &'static str {
    match kind {
        Kind::Text(_) => "Edm.String",
        Kind::Whole(..) | Kind::State | Kind::Status => "Edm.Int32",
        Kind::Flag => "Edm.Boolean",
        Kind::Moment => "Edm.DateTimeOffset",
        Kind::Guid | Kind::Lookup => "Edm.Guid",
    }
}

/// A GUID in its one form: hyphens, no braces, no quotes.
pub(super) fn guid(text: &str) -> Option<Uuid> {
    (text.len() == 36).then(|| text.parse().ok()).flatten()
}

/// A time with an offset, kept to the second, not before 1753.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let is_offset_given =
        text.ends_with(['Z', 'z']) || text.get(19..).is_some_and(|rest| rest.contains(['+', '-']));
    if !is_offset_given || text.contains('[') {
        return None;
    }
    let seconds = text.parse::<Timestamp>().ok()?.as_second();
    (seconds >= EARLIEST_SECONDS)
        .then(|| Timestamp::from_second(seconds).ok())
        .flatten()
}

/// The server counts as .NET does: UTF-16 units.
fn check_length(
    text: &str,
    length_max: usize,
    column: &Column,
    schema: &Schema,
) -> Result<(), Refusal> {
    if text.len() <= length_max || text.encode_utf16().count() <= length_max {
        return Ok(());
    }
    Err(Refusal::new(
        400,
        "0x80044331",
        format!(
            "A validation error occurred. The length of the '{}' attribute of the '{}' entity exceeded the maximum allowed length of '{length_max}'.",
            column.name, schema.logical_name
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_needs_an_offset_and_is_kept_to_the_second() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(
                moment(text).map(|at| at.to_string()).as_deref(),
                expected,
                "{text}"
            );
        };
        check("2026-05-14T08:12:05Z", Some("2026-05-14T08:12:05Z"));
        check("2026-05-14T08:12:05.987Z", Some("2026-05-14T08:12:05Z"));
        check("2026-05-14T10:12:05+02:00", Some("2026-05-14T08:12:05Z"));
        check("1753-01-01T00:00:00Z", Some("1753-01-01T00:00:00Z"));
        check("1752-12-31T23:59:59Z", None);
        check("2026-05-14T08:12:05", None);
        check("2026-05-14", None);
        check("yesterday", None);
    }

    #[test]
    fn a_guid_has_hyphens_and_nothing_around_it() {
        assert!(guid("26f5f4d7-14b2-5c73-97f7-f5e59e22fedd").is_some());
        assert!(guid("{26f5f4d7-14b2-5c73-97f7-f5e59e22fedd}").is_none());
        assert!(guid("26f5f4d714b25c7397f7f5e59e22fedd").is_none());
    }
}
