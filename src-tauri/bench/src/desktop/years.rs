//! A ledger as somebody has it after years.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use ringlog_core::call::{
    Call, CallKey, Direction, NAMESPACE, OrganizationId, Outcome, RecordId, RemoteParty,
};
use ringlog_core::contact_match::{Entity, RecordRef};
use ringlog_core::delivery::Delivery;
use ringlog_core::phone::DialPlan;
use ringlog_core::reason::Reason;
use ringlog_engine::ledger::{Event, Ledger, LedgerError, RecordedCall, RecordedPage, Settled};
use ringlog_engine::profile::{Profile, ProfileError};

const SOURCE: &str = "vodia:pbx.example.com";
const EXTENSION: &str = "504";

const ORGANIZATION: OrganizationId = OrganizationId(NAMESPACE);

/// Forty calls a day.
const BETWEEN_CALLS: SignedDuration = SignedDuration::from_mins(36);

const LENGTH: SignedDuration = SignedDuration::from_secs(65);

/// How many calls are recorded and logged at once.
const PAGE: u32 = 1_000;

/// Why there are no calls.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotRecorded {
    /// There is no profile to keep them in.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// They cannot be written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Records so many calls and settles them as logged, in the order in which they were; the last one is just over.
pub(crate) fn record(profile: &Path, calls: u32) -> Result<(), NotRecorded> {
    let profile = Profile::open(Some(profile))?;
    let now = Timestamp::now();
    let mut ledger = Ledger::open(&profile.ledger_file(), now)?.ledger;
    let plan = DialPlan::new("GB").ok();
    for first in (0..calls).step_by(PAGE as usize) {
        let numbers = first..calls.min(first + PAGE);
        let calls: Vec<Call> = numbers
            .map(|number| call(calls - 1 - number, now, plan.as_ref()))
            .collect();
        let Some(over) = calls.last().map(|call| call.ended_at) else {
            continue;
        };
        let outcomes = calls.iter().map(logged).collect::<Vec<_>>();
        let page = RecordedPage {
            source: SOURCE.to_owned(),
            extension: EXTENSION.to_owned(),
            calls: calls.into_iter().map(|call| due(call, over)).collect(),
            unreadable: Vec::new(),
            progress: None,
            gap: None,
            backfill: None,
        };
        let ids = ledger.record(&page, over)?.new;
        ledger.begin_attempt(&ids, ORGANIZATION, over)?;
        let settled = ids.into_iter().zip(outcomes).map(|(id, delivery)| Settled {
            id,
            event: Event::of(delivery.state()),
            delivery,
            detail: None,
            corrections: Vec::new(),
        });
        ledger.settle(&settled.collect::<Vec<_>>(), over)?;
    }
    Ok(())
}

fn due(call: Call, until: Timestamp) -> RecordedCall {
    RecordedCall {
        raw: format!("{{\"id\":\"{}\"}}", call.key.source_id),
        delivery: Delivery::Waiting {
            reason: Reason::Due,
            until,
        },
        call,
    }
}

fn logged(call: &Call) -> Delivery {
    Delivery::Logged {
        activity: call.key.activity_id(ORGANIZATION),
        record: Some(RecordRef {
            entity: Entity::Contact,
            id: RecordId(NAMESPACE),
            name: format!("Contact of {}", call.remote.written),
            company: None,
        }),
        reason: None,
    }
}

/// The call that so many others came after.
fn call(number: u32, now: Timestamp, plan: Option<&DialPlan>) -> Call {
    // Numbers that are kept for drama (Ofcom, "Telephone numbers for use in TV and radio drama programmes").
    let written = format!("020 7946 {:04}", number % 1_000);
    let started_at = now - BETWEEN_CALLS * i32::try_from(number).unwrap_or(i32::MAX) - LENGTH;
    Call {
        key: CallKey {
            source: SOURCE.to_owned(),
            extension: EXTENSION.to_owned(),
            source_id: number.to_string(),
            leg: "1".to_owned(),
        },
        direction: if number.is_multiple_of(2) {
            Direction::Inbound
        } else {
            Direction::Outbound
        },
        outcome: Outcome::Connected,
        remote: RemoteParty {
            number: plan.and_then(|plan| plan.number(&written)),
            written,
            name: None,
        },
        started_at,
        answered_at: Some(started_at + SignedDuration::from_secs(5)),
        ended_at: started_at + LENGTH,
        via_group: false,
    }
}
