//! How the types of `core` stand in columns, and back.

use jiff::Timestamp;
use ringlog_core::call::{ActivityId, Call, CallKey, Direction, Outcome, RecordId, RemoteParty};
use ringlog_core::contact_match::{Entity, RecordRef};
use ringlog_core::delivery::{Delivery, State};
use ringlog_core::phone::PhoneNumber;
use ringlog_core::phone_call::Words;
use ringlog_core::reason::Reason;
use ringlog_core::status::Part;
use rusqlite::Row;
use rusqlite::types::FromSql;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::LedgerError;

/// Every column a call or its delivery is read from; without the PBX's own text, which is long and only evidence.
pub(super) const COLUMNS: &str = "id, source, extension, source_id, leg, direction, outcome, remote_number, \
     remote_extension, remote_written, remote_name, started_at, answered_at, ended_at, via_queue, state, reason, due_at, \
     attempts, organization, activity_id, record_entity, record_id, record_name, record_company, \
     logged_at, chosen, is_wanted, notes, subject, written, shown, asked_until";

/// A closed set of values with one word each in the database.
pub(super) trait Word: Copy + 'static {
    /// All of them.
    const ALL: &'static [Self];
    /// Its word, the same as in `interfaces.md`.
    fn word(self) -> &'static str;
}

impl Word for State {
    const ALL: &'static [Self] = &[
        Self::Logged,
        Self::Waiting,
        Self::NeedsYou,
        Self::LeftOut,
        Self::Failed,
    ];
    fn word(self) -> &'static str {
        match self {
            Self::Logged => "logged",
            Self::Waiting => "waiting",
            Self::NeedsYou => "needs_you",
            Self::LeftOut => "left_out",
            Self::Failed => "failed",
        }
    }
}

impl Word for Direction {
    const ALL: &'static [Self] = &[Self::Inbound, Self::Outbound, Self::Internal];
    fn word(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
            Self::Internal => "internal",
        }
    }
}

impl Word for Outcome {
    const ALL: &'static [Self] = &[
        Self::Connected,
        Self::NoAnswer,
        Self::Busy,
        Self::Failed,
        Self::Unknown,
    ];
    fn word(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::NoAnswer => "no_answer",
            Self::Busy => "busy",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

impl Word for Entity {
    const ALL: &'static [Self] = &[Self::Contact, Self::Account, Self::Lead];
    fn word(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Account => "account",
            Self::Lead => "lead",
        }
    }
}

impl Word for Part {
    const ALL: &'static [Self] = &[Self::Pbx, Self::SignIn, Self::Dynamics];
    fn word(self) -> &'static str {
        match self {
            Self::Pbx => "pbx",
            Self::SignIn => "sign_in",
            Self::Dynamics => "dynamics",
        }
    }
}

/// The value of a word.
pub(super) fn parse<W: Word>(column: &str, text: &str) -> Result<W, LedgerError> {
    W::ALL
        .iter()
        .copied()
        .find(|candidate| candidate.word() == text)
        .ok_or_else(|| LedgerError::unreadable(column, format!("\"{text}\" is not known")))
}

/// A time as the ledger keeps it.
pub(super) fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// A time from the ledger.
pub(super) fn timestamp(column: &str, micros: i64) -> Result<Timestamp, LedgerError> {
    Timestamp::from_microsecond(micros).map_err(|error| LedgerError::unreadable(column, error))
}

/// A value as JSON text.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|error| LedgerError::Other(error.to_string()))
}

/// A value from JSON text.
pub(super) fn from_json<T: DeserializeOwned>(column: &str, text: &str) -> Result<T, LedgerError> {
    serde_json::from_str(text).map_err(|error| LedgerError::unreadable(column, error))
}

/// A required time.
pub(super) fn time_of(row: &Row<'_>, column: &str) -> Result<Timestamp, LedgerError> {
    timestamp(column, row.get(column)?)
}

/// A time that may be missing.
pub(super) fn optional_time_of(
    row: &Row<'_>,
    column: &str,
) -> Result<Option<Timestamp>, LedgerError> {
    let micros: Option<i64> = row.get(column)?;
    micros.map(|micros| timestamp(column, micros)).transpose()
}

/// A text that is an id, if there is one.
pub(super) fn optional_id_of<T: std::str::FromStr<Err: std::fmt::Display>>(
    row: &Row<'_>,
    column: &str,
) -> Result<Option<T>, LedgerError> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| {
        text.parse()
            .map_err(|error| LedgerError::unreadable(column, error))
    })
    .transpose()
}

/// A value that may be missing, from JSON text.
pub(super) fn optional_json_of<T: DeserializeOwned>(
    row: &Row<'_>,
    column: &str,
) -> Result<Option<T>, LedgerError> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| from_json(column, &text)).transpose()
}

/// What the person said about the call before it was logged.
pub(super) fn words_of(row: &Row<'_>) -> Result<Words, LedgerError> {
    Ok(Words {
        subject: row.get("subject")?,
        notes: optional_json_of(row, "notes")?.unwrap_or_default(),
    })
}

fn required<T>(column: &str, value: Option<T>) -> Result<T, LedgerError> {
    value.ok_or_else(|| LedgerError::unreadable(column, "it is empty"))
}

/// Which way the call went; `None` for an unreadable record.
pub(super) fn direction_of(row: &Row<'_>) -> Result<Option<Direction>, LedgerError> {
    let word: Option<String> = row.get("direction")?;
    word.map(|word| parse("direction", &word)).transpose()
}

/// How the call ended.
pub(super) fn outcome_of(row: &Row<'_>) -> Result<Outcome, LedgerError> {
    parse("outcome", &row.get::<_, String>("outcome")?)
}

/// The call's identity.
pub(super) fn key_of(row: &Row<'_>) -> Result<CallKey, LedgerError> {
    Ok(CallKey {
        source: row.get("source")?,
        extension: row.get("extension")?,
        source_id: row.get("source_id")?,
        leg: row.get("leg")?,
    })
}

/// The other side's number.
pub(super) fn number_of(row: &Row<'_>) -> Result<Option<PhoneNumber>, LedgerError> {
    let e164: Option<String> = row.get("remote_number")?;
    let extension: Option<String> = row.get("remote_extension")?;
    // Through the type's own reading, since a number is only ever made by its rules.
    e164.map(|e164| {
        let fields = serde_json::json!({ "e164": e164, "extension": extension });
        serde_json::from_value(fields)
            .map_err(|error| LedgerError::unreadable("remote_number", error))
    })
    .transpose()
}

/// The call; an error for an unreadable record, which is none.
pub(super) fn call_of(row: &Row<'_>) -> Result<Call, LedgerError> {
    Ok(Call {
        key: key_of(row)?,
        direction: required("direction", direction_of(row)?)?,
        outcome: outcome_of(row)?,
        remote: RemoteParty {
            number: number_of(row)?,
            written: row.get("remote_written")?,
            name: row.get("remote_name")?,
        },
        started_at: time_of(row, "started_at")?,
        answered_at: optional_time_of(row, "answered_at")?,
        ended_at: time_of(row, "ended_at")?,
        // The column kept the name of the time when only queues were known.
        via_group: row.get("via_queue")?,
    })
}

/// Whether an attempt to send it was ever begun: from then on it may stand in Dynamics.
pub(super) fn is_begun(row: &Row<'_>) -> Result<bool, LedgerError> {
    Ok(row.get::<_, Option<String>>("organization")?.is_some())
}

/// The call's state.
pub(super) fn state_of(row: &Row<'_>) -> Result<State, LedgerError> {
    parse("state", &row.get::<_, String>("state")?)
}

/// The reason of the call's state.
pub(super) fn reason_of(row: &Row<'_>) -> Result<Option<Reason>, LedgerError> {
    let text: Option<String> = row.get("reason")?;
    text.map(|text| from_json("reason", &text)).transpose()
}

/// Whom the call regards.
pub(super) fn record_of(row: &Row<'_>) -> Result<Option<RecordRef>, LedgerError> {
    let entity: Option<String> = row.get("record_entity")?;
    let Some(entity) = entity else {
        return Ok(None);
    };
    let id: Option<RecordId> = optional_id_of(row, "record_id")?;
    Ok(Some(RecordRef {
        entity: parse("record_entity", &entity)?,
        id: required("record_id", id)?,
        name: get_required(row, "record_name")?,
        company: row.get("record_company")?,
    }))
}

fn get_required<T: FromSql>(row: &Row<'_>, column: &str) -> Result<T, LedgerError> {
    required(column, row.get(column)?)
}

/// Where the call stands.
pub(super) fn delivery_of(row: &Row<'_>) -> Result<Delivery, LedgerError> {
    let reason = reason_of(row)?;
    let due_at = optional_time_of(row, "due_at")?;
    Ok(match state_of(row)? {
        State::Waiting => Delivery::Waiting {
            reason: required("reason", reason)?,
            until: required("due_at", due_at)?,
        },
        State::NeedsYou => Delivery::NeedsYou {
            reason: required("reason", reason)?,
            until: required("due_at", due_at)?,
        },
        State::Logged => Delivery::Logged {
            activity: required(
                "activity_id",
                optional_id_of::<ActivityId>(row, "activity_id")?,
            )?,
            record: record_of(row)?,
            reason,
        },
        State::LeftOut => Delivery::LeftOut {
            reason: required("reason", reason)?,
        },
        State::Failed => Delivery::Failed {
            reason: required("reason", reason)?,
            retry_at: due_at,
        },
    })
}

/// A reason as the ledger keeps it.
pub(super) fn reason_json(delivery: &Delivery) -> Result<Option<String>, LedgerError> {
    delivery.reason().map(to_json).transpose()
}

/// The record in Dynamics of a call that is logged.
pub(super) fn activity_of(delivery: &Delivery) -> Option<ActivityId> {
    match delivery {
        Delivery::Logged { activity, .. } => Some(*activity),
        Delivery::Waiting { .. }
        | Delivery::NeedsYou { .. }
        | Delivery::LeftOut { .. }
        | Delivery::Failed { .. } => None,
    }
}

/// Whom a logged call regards.
pub(super) fn regarding(delivery: &Delivery) -> Option<&RecordRef> {
    match delivery {
        Delivery::Logged { record, .. } => record.as_ref(),
        Delivery::Waiting { .. }
        | Delivery::NeedsYou { .. }
        | Delivery::LeftOut { .. }
        | Delivery::Failed { .. } => None,
    }
}
