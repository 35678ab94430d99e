//! Calls, pages and ledgers on temporary files, for the tests beside.

use jiff::{SignedDuration, Timestamp};
use ringlog_core::call::{
    ActivityId, Call, CallKey, Direction, NAMESPACE, OrganizationId, Outcome, RecordId, RemoteParty,
};
use ringlog_core::cdr::UnreadableCdr;
use ringlog_core::contact_match::{Entity, RecordRef};
use ringlog_core::delivery::Delivery;
use ringlog_core::phone::DialPlan;
use ringlog_core::reason::Reason;
use tempfile::TempDir;

use super::{Event, Ledger, RecordedCall, RecordedPage, Settled};

pub(super) const ORGANIZATION: OrganizationId = OrganizationId(NAMESPACE);

/// A profile folder with a ledger in it; the folder goes with the value.
pub(super) struct Shelf {
    pub(super) folder: TempDir,
    pub(super) ledger: Ledger,
}

impl Shelf {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), at(0))
            .unwrap()
            .ledger;
        Self { folder, ledger }
    }

    pub(super) fn with(calls: Vec<RecordedCall>) -> (Self, Vec<i64>) {
        let mut shelf = Self::new();
        let ids = shelf.ledger.record(&page(calls), at(0)).unwrap().new;
        (shelf, ids)
    }

    pub(super) fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("ledger.sqlite3")
    }

    /// The process ends here and another one begins.
    pub(super) fn reopen(self) -> Self {
        let Self { folder, ledger } = self;
        drop(ledger);
        let opened = Ledger::open(&folder.path().join("ledger.sqlite3"), at(0)).unwrap();
        assert_eq!(opened.set_aside, None);
        Self {
            folder,
            ledger: opened.ledger,
        }
    }
}

pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap() + SignedDuration::from_secs(seconds)
}

pub(super) fn call(source_id: &str, started: i64) -> Call {
    Call {
        key: CallKey {
            source: "vodia:pbx.example.com".to_owned(),
            extension: "504".to_owned(),
            source_id: source_id.to_owned(),
            leg: "1".to_owned(),
        },
        direction: Direction::Inbound,
        outcome: Outcome::Connected,
        remote: RemoteParty {
            number: DialPlan::new("GB").unwrap().number("020 7946 0018"),
            written: "02079460018".to_owned(),
            name: Some("Jürgen Aske".to_owned()),
        },
        started_at: at(started),
        answered_at: Some(at(started + 5)),
        ended_at: at(started + 65),
        via_group: false,
    }
}

pub(super) fn due(call: Call) -> RecordedCall {
    entry(
        call,
        Delivery::Waiting {
            reason: Reason::Due,
            until: at(0),
        },
    )
}

pub(super) fn running(call: Call, until: i64) -> RecordedCall {
    entry(
        Call {
            answered_at: None,
            ended_at: call.started_at,
            ..call
        },
        Delivery::Waiting {
            reason: Reason::StillRunning,
            until: at(until),
        },
    )
}

pub(super) fn left_out(call: Call, reason: Reason) -> RecordedCall {
    entry(call, Delivery::LeftOut { reason })
}

pub(super) fn too_short() -> Reason {
    Reason::TooShort {
        seconds: 1,
        minimum_seconds: 3,
    }
}

pub(super) fn entry(call: Call, delivery: Delivery) -> RecordedCall {
    RecordedCall {
        raw: format!("{{\"id\":\"{}\"}}", call.key.source_id),
        call,
        delivery,
    }
}

pub(super) fn page(calls: Vec<RecordedCall>) -> RecordedPage {
    RecordedPage {
        source: "vodia:pbx.example.com".to_owned(),
        extension: "504".to_owned(),
        calls,
        unreadable: Vec::new(),
        progress: None,
        gap: None,
        backfill: None,
    }
}

pub(super) fn unreadable(raw: &str) -> UnreadableCdr {
    UnreadableCdr {
        problem: "The record has no start time.".to_owned(),
        raw: raw.to_owned(),
    }
}

pub(super) fn contact(name: &str) -> RecordRef {
    RecordRef {
        entity: Entity::Contact,
        id: RecordId(NAMESPACE),
        name: name.to_owned(),
        company: None,
    }
}

pub(super) fn logged(call: &Call) -> Delivery {
    Delivery::Logged {
        activity: activity(call),
        record: Some(contact("Zoë Contoso")),
        reason: None,
    }
}

pub(super) fn activity(call: &Call) -> ActivityId {
    call.key.activity_id(ORGANIZATION)
}

pub(super) fn settled(id: i64, delivery: Delivery) -> Settled {
    Settled {
        id,
        event: Event::of(delivery.state()),
        delivery,
        detail: None,
        corrections: Vec::new(),
    }
}
