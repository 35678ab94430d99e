//! Whether another writer has logged a call already, for example the PBX's own integration (spec E4).

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::call::{ActivityId, Call, Direction, UserId};
use crate::contact_match::RecordRef;
use crate::phone::DialPlan;
use crate::phone_call::is_signed;

/// How far two clocks and two ideas of a call's beginning may be apart.
pub const MARGIN_SECONDS: i64 = 120;
/// A start this close to the record's creation was filled in by Dynamics: it is when the record was written
/// (`reference/dataverse.md`, section 2.1).
const FILLED_IN_SECONDS_MAX: i64 = 5;

/// Fewer phone calls by somebody else may have been written by hand.
const OTHER_WRITER_CALLS_MIN: usize = 3;

/// Whoever else writes this person's phone calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherWriter {
    /// By name.
    pub name: String,
    /// How many of those looked at are theirs.
    pub calls: usize,
}

/// A phone call of the person's, as far as its writer is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorship {
    /// Who wrote it, if Dynamics told.
    pub by: Option<(UserId, String)>,
    /// `description`
    pub description: String,
}

/// Who else seems to write `owner`'s phone calls by themselves: somebody who is not the person, several times, and not
/// Ringlog.
#[must_use]
pub fn other_writer(owner: UserId, records: &[Authorship]) -> Option<OtherWriter> {
    let mut calls: BTreeMap<&str, usize> = BTreeMap::new();
    for record in records {
        if let Some((by, name)) = &record.by
            && *by != owner
            && !is_signed(&record.description)
        {
            *calls.entry(name).or_default() += 1;
        }
    }
    let (name, calls) = calls.into_iter().max_by_key(|(_, calls)| *calls)?;
    (calls >= OTHER_WRITER_CALLS_MIN).then(|| OtherWriter {
        name: name.to_owned(),
        calls,
    })
}

/// A completed phone call of the same owner, as Dynamics returned it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingPhoneCall {
    /// `activityid`
    pub id: ActivityId,
    /// `subject`
    pub subject: String,
    /// `description`
    pub description: String,
    /// `phonenumber`, as its writer put it.
    pub phone_number: String,
    /// `directioncode`
    pub direction: Direction,
    /// `actualstart`
    pub started_at: Option<Timestamp>,
    /// `createdon`
    pub created_at: Option<Timestamp>,
    /// By name, who wrote it (`createdby`).
    pub created_by: Option<String>,
    /// Whom it regards, where that is a contact, an account or a lead.
    pub regarding: Option<RecordRef>,
}

/// For each call the record another writer made of it, if there is one.
///
/// `taken` holds the ids of records that belong to other calls of the ledger: Ringlog's own and those linked earlier.
/// A record is claimed by one call at most, the one nearest in time.
#[must_use]
pub fn claim<'a>(
    calls: &[Call],
    existing: &'a [ExistingPhoneCall],
    taken: &BTreeSet<ActivityId>,
    plan: &DialPlan,
) -> Vec<Option<&'a ExistingPhoneCall>> {
    let mut pairs: Vec<(i64, usize, &ExistingPhoneCall)> = existing
        .iter()
        .filter(|record| !taken.contains(&record.id) && !is_signed(&record.description))
        .flat_map(|record| {
            calls.iter().enumerate().filter_map(move |(index, call)| {
                Some((seconds_apart(call, record, plan)?, index, record))
            })
        })
        .collect();
    pairs.sort_by_key(|(apart, index, record)| (*apart, *index, record.id));

    let mut claimed = vec![None; calls.len()];
    let mut used = BTreeSet::new();
    for (_, index, record) in pairs {
        if let Some(place @ None) = claimed.get_mut(index)
            && used.insert(record.id)
        {
            *place = Some(record);
        }
    }
    claimed
}

/// How far the record's time is from the call's, if it can be the same call at all.
fn seconds_apart(call: &Call, record: &ExistingPhoneCall, plan: &DialPlan) -> Option<i64> {
    let number = call.remote.number.as_ref()?;
    let is_same = record.direction == call.direction
        && plan
            .number(&record.phone_number)
            .is_some_and(|theirs| theirs.is_same_line(number));
    if !is_same {
        return None;
    }
    if let Some(started_at) = own_start(record) {
        let apart = seconds(started_at, call.started_at).abs();
        return (apart <= MARGIN_SECONDS).then_some(apart);
    }
    let created_at = record.created_at?;
    let after_end = seconds(call.ended_at, created_at);
    (created_at >= call.started_at && after_end <= MARGIN_SECONDS).then_some(after_end.abs())
}

/// The start its writer gave, which is neither filled in by Dynamics nor cut to the day.
fn own_start(record: &ExistingPhoneCall) -> Option<Timestamp> {
    let started_at = record.started_at?;
    let is_filled_in = record
        .created_at
        .is_some_and(|created_at| seconds(started_at, created_at).abs() <= FILLED_IN_SECONDS_MAX);
    let is_cut_to_day = started_at.as_second() % SignedDuration::from_hours(24).as_secs() == 0;
    (!is_filled_in && !is_cut_to_day).then_some(started_at)
}

fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    to.as_second().saturating_sub(from.as_second())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::call::{CallKey, Outcome, RemoteParty};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    fn plan() -> DialPlan {
        DialPlan::new("GB").unwrap()
    }

    fn call(started: i64, ended: i64) -> Call {
        Call {
            key: CallKey {
                source: "vodia:pbx.example.com".to_owned(),
                extension: "504".to_owned(),
                source_id: started.to_string(),
                leg: String::new(),
            },
            direction: Direction::Inbound,
            outcome: Outcome::Connected,
            remote: RemoteParty {
                number: plan().number("+442079460018"),
                written: String::new(),
                name: None,
            },
            started_at: at(started),
            answered_at: None,
            ended_at: at(ended),
            via_queue: false,
        }
    }

    fn record(id: u128, started: Option<i64>, created: i64) -> ExistingPhoneCall {
        ExistingPhoneCall {
            id: ActivityId(Uuid::from_u128(id)),
            subject: "Phone call".to_owned(),
            description: String::new(),
            phone_number: "(020) 7946 0018".to_owned(),
            direction: Direction::Inbound,
            started_at: started.map(at),
            created_at: Some(at(created)),
            created_by: None,
            regarding: None,
        }
    }

    fn check(calls: &[Call], existing: &[ExistingPhoneCall], expected: &[Option<u128>]) {
        let claimed: Vec<Option<u128>> = claim(calls, existing, &BTreeSet::new(), &plan())
            .into_iter()
            .map(|record| record.map(|record| record.id.0.as_u128()))
            .collect();
        assert_eq!(claimed, expected);
    }

    #[test]
    fn a_record_of_the_same_call_is_recognised_by_its_start() {
        check(&[call(0, 300)], &[record(1, Some(-100), 900)], &[Some(1)]);
        check(&[call(0, 300)], &[record(1, Some(121), 900)], &[None]);
    }

    #[test]
    fn without_a_start_of_its_own_the_time_of_writing_counts() {
        check(&[call(0, 300)], &[record(1, None, 310)], &[Some(1)]);
        check(&[call(0, 300)], &[record(1, Some(309), 310)], &[Some(1)]);
        check(&[call(0, 300)], &[record(1, None, 421)], &[None]);
        check(&[call(0, 300)], &[record(1, None, -1)], &[None]);
        // 1_700_006_400 is midnight.
        check(
            &[call(10_000, 10_300)],
            &[record(1, Some(6_400), 10_310)],
            &[Some(1)],
        );
    }

    #[test]
    fn another_number_another_direction_or_a_withheld_number_is_another_call() {
        let mut other = record(1, Some(0), 310);
        other.phone_number = "946 0018".to_owned();
        check(&[call(0, 300)], &[other], &[None]);
        let mut outbound = record(1, Some(0), 310);
        outbound.direction = Direction::Outbound;
        check(&[call(0, 300)], &[outbound], &[None]);
        let mut withheld = call(0, 300);
        withheld.remote.number = None;
        check(&[withheld], &[record(1, Some(0), 310)], &[None]);
    }

    #[test]
    fn one_record_answers_for_one_call_the_nearest() {
        check(
            &[call(0, 10), call(60, 90)],
            &[record(1, Some(58), 95)],
            &[None, Some(1)],
        );
        check(
            &[call(0, 10), call(60, 90)],
            &[record(1, Some(58), 95), record(2, Some(3), 12)],
            &[Some(2), Some(1)],
        );
    }

    #[test]
    fn a_record_of_ringlogs_own_or_of_another_call_is_not_claimed() {
        let mut own = record(1, Some(0), 310);
        own.description = "Inbound call.\r\nWritten by Ringlog.\r\n".to_owned();
        check(&[call(60, 300)], &[own], &[None]);
        let taken = BTreeSet::from([ActivityId(Uuid::from_u128(1))]);
        let existing = [record(1, Some(0), 310)];
        assert_eq!(claim(&[call(0, 300)], &existing, &taken, &plan()), [None]);
    }

    fn written(by: Option<u128>, description: &str) -> Authorship {
        Authorship {
            by: by.map(|by| (UserId(Uuid::from_u128(by)), format!("User {by}"))),
            description: description.to_owned(),
        }
    }

    #[test]
    fn somebody_who_writes_the_person_s_calls_again_and_again_is_another_writer() {
        let owner = UserId(Uuid::from_u128(1));
        let theirs = vec![written(Some(7), "Call by the PBX"); 3];
        assert_eq!(
            other_writer(owner, &theirs),
            Some(OtherWriter {
                name: "User 7".to_owned(),
                calls: 3
            })
        );
    }

    #[test]
    fn the_person_s_own_records_ringlogs_and_a_colleague_s_one_are_nobody_else_s() {
        let owner = UserId(Uuid::from_u128(1));
        let mut records = vec![written(Some(1), "By hand"); 5];
        records.extend(vec![written(Some(7), "x\nWritten by Ringlog."); 5]);
        records.extend(vec![written(None, ""); 5]);
        records.extend(vec![written(Some(8), "By a colleague"); 2]);
        assert_eq!(other_writer(owner, &records), None);
    }
}
