//! What another writer, or Ringlog itself before a crash, may have logged already, asked in the request that looks up the numbers (spec E4).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use ringlog_core::call::{ActivityId, Call, UserId};
use ringlog_core::coexistence::{ExistingPhoneCall, MARGIN_SECONDS};
use ringlog_core::correction::Content;
use ringlog_core::fault::{Fault, FaultKind};
use serde_json::{Map, Value};

use super::super::batch::Operation;
use super::super::client::Outcome;
use super::super::odata::{any_of, query};
use super::super::wire;
use super::{ANNOTATIONS, OwnRecord, read_rows};

/// More phone calls than one person makes in the time of one batch.
const EXISTING_MAX: usize = 1_000;
/// Each range costs four of a query's 500 conditions (`reference/dataverse.md`, section 3.2).
pub(super) const RANGES_MAX: usize = 100;

/// The owner's completed phone calls around these calls.
pub(super) fn existing_query(calls: &[Call], owner: UserId) -> Operation {
    let conditions: Vec<String> = ranges(calls)
        .into_iter()
        .flat_map(|(from, to)| {
            ["actualstart", "createdon"]
                .map(|column| format!("({column} ge {from} and {column} le {to})"))
        })
        .collect();
    let times = any_of(&conditions).unwrap_or_default();
    let filter = format!("_ownerid_value eq {owner} and statecode eq 1 and {times}");
    let columns = "activityid,subject,description,phonenumber,directioncode,actualstart,actualend,createdon,statecode,\
                   _createdby_value,_regardingobjectid_value";
    let path = format!(
        "phonecalls{}",
        query(&[
            ("$select", columns),
            ("$filter", &filter),
            ("$orderby", "createdon desc"),
            ("$top", &EXISTING_MAX.to_string()),
        ])
    );
    Operation::get(path).with(ANNOTATIONS.0, ANNOTATIONS.1)
}

/// Which of Ringlog's own records are there, completed or not; `None` if none can be.
pub(super) fn own_query(own: &[ActivityId]) -> Option<Operation> {
    let conditions: Vec<String> = own
        .iter()
        .map(|activity| format!("activityid eq {activity}"))
        .collect();
    let filter = any_of(&conditions)?;
    Some(
        Operation::get(format!(
            "phonecalls{}",
            query(&[
                (
                    "$select",
                    "activityid,subject,description,_regardingobjectid_value"
                ),
                ("$filter", &filter)
            ])
        ))
        .with(ANNOTATIONS.0, ANNOTATIONS.1),
    )
}

/// The times around the calls, merged until they are few.
pub(super) fn ranges(calls: &[Call]) -> Vec<(Timestamp, Timestamp)> {
    let mut gap_seconds = 0;
    loop {
        let ranges = merged(calls, gap_seconds);
        if ranges.len() <= RANGES_MAX {
            return ranges;
        }
        gap_seconds = (gap_seconds * 2).max(MARGIN_SECONDS);
    }
}

fn merged(calls: &[Call], gap_seconds: i64) -> Vec<(Timestamp, Timestamp)> {
    let shifted = |at: Timestamp, seconds: i64| {
        at.saturating_add(SignedDuration::from_secs(seconds))
            .ok()
            .and_then(|at| Timestamp::from_second(at.as_second()).ok())
            .unwrap_or(at)
    };
    let mut ranges: Vec<(Timestamp, Timestamp)> = calls
        .iter()
        .filter(|call| call.remote.number.is_some())
        .map(|call| {
            (
                shifted(call.started_at, -MARGIN_SECONDS),
                shifted(call.ended_at, MARGIN_SECONDS),
            )
        })
        .collect();
    ranges.sort();
    ranges.dedup_by(|next, kept| {
        let touches = next.0 <= shifted(kept.1, gap_seconds);
        if touches {
            kept.1 = kept.1.max(next.1);
        }
        touches
    });
    ranges
}

/// What may not be read cannot be told from what is not there: that is `None`.
pub(super) fn read_own(outcome: Outcome) -> Result<Option<BTreeMap<ActivityId, OwnRecord>>, Fault> {
    match outcome {
        Ok(answers) => Ok(Some(
            read_rows(&answers)?
                .value
                .iter()
                .filter_map(own_record)
                .collect(),
        )),
        Err(fault) if fault.is_weather() || fault.kind == FaultKind::Unauthorized => Err(fault),
        Err(fault) => {
            tracing::warn!(code = ?fault.code, "phone calls that were begun cannot be read");
            Ok(None)
        }
    }
}

fn own_record(row: &Map<String, Value>) -> Option<(ActivityId, OwnRecord)> {
    let text = |column: &str| wire::text(row, column).unwrap_or_default();
    let record = OwnRecord {
        content: Content {
            subject: text("subject"),
            description: text("description"),
            regarding: wire::id(row, "_regardingobjectid_value"),
        },
        regarding: wire::regarding(row),
    };
    Some((ActivityId(wire::id(row, "activityid")?), record))
}

/// Without the right to read phone calls there is no telling whether one is there, which is no reason to log none.
pub(super) fn read_existing(outcome: Outcome) -> Result<Vec<ExistingPhoneCall>, Fault> {
    match outcome {
        Ok(answers) => {
            let rows = read_rows(&answers)?.value;
            if rows.len() >= EXISTING_MAX {
                tracing::warn!(
                    "more existing phone calls than are read: the oldest are not compared"
                );
            }
            Ok(rows.iter().filter_map(wire::existing_phone_call).collect())
        }
        Err(fault) if fault.is_weather() || fault.kind == FaultKind::Unauthorized => Err(fault),
        Err(fault) => {
            tracing::warn!(code = ?fault.code, "existing phone calls cannot be read");
            Ok(Vec::new())
        }
    }
}
