//! The ledger against a small model of it: whatever order things happen in, no call is lost, taken back or forgotten.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use ringlog_core::delivery::{Delivery, State};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::reason::Reason;
use ringlog_core::view::Counts;

use super::samples::{
    ORGANIZATION, Shelf, at, call, due, left_out, logged, page, running, settled, too_short,
    unreadable,
};
use super::{CallQuery, LedgerError};

/// When running calls reach their limit.
const RUNNING_UNTIL: i64 = 10_000;

#[derive(Clone, Debug)]
enum Step {
    Record(usize, Shown),
    Begin(usize),
    Settle(usize, Came),
    Retry(usize),
    LinkAgain,
    Expire,
    Restart,
}

/// How the PBX shows a call.
#[derive(Clone, Copy, Debug)]
enum Shown {
    Finished,
    Short,
    Running,
    Unreadable,
}

/// What an attempt came to.
#[derive(Clone, Copy, Debug)]
enum Came {
    Logged,
    SignIn,
    Asked,
    Forbidden,
}

#[derive(Clone, Debug, PartialEq)]
struct Expected {
    state: State,
    waits_for: Option<&'static str>,
    attempts: u32,
    is_begun: bool,
    is_sending: bool,
}

impl Expected {
    fn new(state: State, waits_for: Option<&'static str>) -> Self {
        Self {
            state,
            waits_for,
            attempts: 0,
            is_begun: false,
            is_sending: false,
        }
    }

    fn is_unended(&self) -> bool {
        matches!(self.waits_for, Some("end" | "nothing"))
    }

    fn show(&mut self, shown: Shown) {
        let (state, waits_for) = match shown {
            Shown::Finished => (State::Waiting, Some("pass")),
            Shown::Short => (State::LeftOut, Some("longer")),
            Shown::Running | Shown::Unreadable => return,
        };
        let is_same = (state == State::LeftOut) == (self.waits_for == Some("longer"));
        let may_change = match self.state {
            State::Waiting => !is_same,
            State::LeftOut => !is_same,
            State::Logged | State::NeedsYou | State::Failed => false,
        };
        if !self.is_begun && (self.is_unended() || may_change) {
            (self.state, self.waits_for) = (state, waits_for);
        }
    }

    fn can_be_sent(&self) -> bool {
        match self.state {
            State::Waiting | State::NeedsYou | State::Failed => !self.is_unended(),
            State::Logged | State::LeftOut => false,
        }
    }

    fn make_due(&mut self) {
        self.state = State::Waiting;
        self.waits_for = Some("pass");
        self.attempts = 0;
    }
}

fn delivery(came: Came, number: usize) -> (Delivery, Option<&'static str>) {
    let call = call(&number.to_string(), 0);
    match came {
        Came::Logged => (logged(&call), None),
        Came::SignIn => (
            Delivery::Waiting {
                reason: Reason::SignInNeeded,
                until: at(0),
            },
            Some("sign-in"),
        ),
        Came::Asked => (
            Delivery::NeedsYou {
                reason: Reason::UnknownNumber { near: Vec::new() },
                until: at(0),
            },
            Some("person"),
        ),
        Came::Forbidden => (
            Delivery::Failed {
                reason: Reason::MissingPrivilege {
                    privilege: None,
                    fault: Fault::new(FaultKind::Forbidden, "no"),
                },
                retry_at: Some(at(0)),
            },
            Some("sign-in"),
        ),
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let number = 0..4_usize;
    let shown = prop_oneof![
        4 => Just(Shown::Finished),
        1 => Just(Shown::Short),
        2 => Just(Shown::Running),
        1 => Just(Shown::Unreadable),
    ];
    let came = prop_oneof![
        Just(Came::Logged),
        Just(Came::SignIn),
        Just(Came::Asked),
        Just(Came::Forbidden),
    ];
    let step = prop_oneof![
        4 => (number.clone(), shown).prop_map(|(number, shown)| Step::Record(number, shown)),
        3 => number.clone().prop_map(Step::Begin),
        3 => (number.clone(), came).prop_map(|(number, came)| Step::Settle(number, came)),
        1 => number.prop_map(Step::Retry),
        1 => Just(Step::LinkAgain),
        1 => Just(Step::Expire),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..40)
}

/// The ledger, what it should hold, and the ids it gave.
struct Pair {
    shelf: Shelf,
    expected: BTreeMap<usize, Expected>,
    ids: BTreeMap<usize, i64>,
    unreadable: BTreeMap<usize, i64>,
}

impl Pair {
    fn id(&self, number: usize) -> i64 {
        self.ids.get(&number).copied().unwrap_or(-1)
    }

    fn take(mut self, step: &Step) -> Self {
        match step {
            Step::Record(number, shown) => self.record(*number, *shown),
            Step::Begin(number) => self.begin(*number),
            Step::Settle(number, came) => self.settle(*number, *came),
            Step::Retry(number) => self.retry(*number),
            Step::LinkAgain => {
                let woken = self.shelf.ledger.wake_sign_in(at(1)).unwrap();
                let mut expected = 0;
                for call in self.expected.values_mut() {
                    if call.waits_for == Some("sign-in") {
                        call.make_due();
                        expected += 1;
                    }
                }
                assert_eq!(woken, expected);
            }
            Step::Expire => {
                let gone = self.shelf.ledger.expire_running(at(RUNNING_UNTIL)).unwrap();
                let mut expected = 0;
                for call in self.expected.values_mut() {
                    if call.waits_for == Some("end") {
                        (call.state, call.waits_for) = (State::Failed, Some("nothing"));
                        expected += 1;
                    }
                }
                assert_eq!(gone, expected);
            }
            Step::Restart => self.shelf = self.shelf.reopen(),
        }
        self
    }

    fn record(&mut self, number: usize, shown: Shown) {
        let call = call(&number.to_string(), i64::try_from(number).unwrap());
        let mut page = page(Vec::new());
        let short = ringlog_core::call::Call {
            ended_at: call.started_at,
            answered_at: None,
            ..call.clone()
        };
        match shown {
            Shown::Finished => page.calls.push(due(call)),
            Shown::Short => page.calls.push(left_out(short, too_short())),
            Shown::Running => page.calls.push(running(call, RUNNING_UNTIL)),
            Shown::Unreadable => page.unreadable.push(unreadable(&number.to_string())),
        }
        let new = self.shelf.ledger.record(&page, at(0)).unwrap().new;
        let known = match shown {
            Shown::Unreadable => &mut self.unreadable,
            Shown::Finished | Shown::Short | Shown::Running => &mut self.ids,
        };
        assert_eq!(new.len(), usize::from(!known.contains_key(&number)));
        for id in new {
            known.insert(number, id);
        }
        let first = match shown {
            Shown::Finished => Expected::new(State::Waiting, Some("pass")),
            Shown::Short => Expected::new(State::LeftOut, Some("longer")),
            Shown::Running => Expected::new(State::Waiting, Some("end")),
            Shown::Unreadable => return,
        };
        self.expected
            .entry(number)
            .and_modify(|call| call.show(shown))
            .or_insert(first);
    }

    fn begin(&mut self, number: usize) {
        let id = self.id(number);
        let begun = self.shelf.ledger.begin_attempt(&[id], ORGANIZATION, at(1));
        match self.expected.get_mut(&number) {
            Some(call) if call.can_be_sent() => {
                begun.unwrap();
                call.attempts += 1;
                call.is_begun = true;
                call.is_sending = true;
            }
            Some(call) if call.is_unended() => {
                assert!(matches!(begun.unwrap_err(), LedgerError::NotACall(..)));
            }
            Some(_) => assert!(matches!(begun.unwrap_err(), LedgerError::Settled { .. })),
            None => assert!(matches!(begun.unwrap_err(), LedgerError::NoSuchCall(_))),
        }
    }

    /// Settles only what was begun, as the engine does.
    fn settle(&mut self, number: usize, came: Came) {
        let id = self.id(number);
        let Some(call) = self.expected.get_mut(&number).filter(|call| call.is_begun) else {
            return;
        };
        let (delivery, waits_for) = delivery(came, number);
        let state = delivery.state();
        let outcome = settled(id, delivery);
        let kept = self.shelf.ledger.settle(&[outcome], at(1));
        if call.state == State::Logged && state != State::Logged {
            assert!(matches!(kept.unwrap_err(), LedgerError::Settled { .. }));
            return;
        }
        kept.unwrap();
        // A question that stays one although nothing was sent is a look-up that failed.
        let stays_asked = call.state == State::NeedsYou && state == State::NeedsYou;
        call.attempts += u32::from(stays_asked && !call.is_sending);
        call.is_sending = false;
        call.state = state;
        call.waits_for = waits_for;
    }

    fn retry(&mut self, number: usize) {
        let retried = self.shelf.ledger.retry(self.id(number), at(1));
        match self.expected.get_mut(&number) {
            Some(call) if call.can_be_sent() => {
                retried.unwrap();
                call.make_due();
            }
            Some(_) | None => assert!(retried.is_err()),
        }
    }

    fn check(&self) {
        let mut counts = Counts {
            failed: self.unreadable.len() as u64,
            ..Counts::default()
        };
        let mut due = BTreeMap::new();
        for (number, call) in &self.expected {
            let view = self.shelf.ledger.call(self.ids[number]).unwrap().unwrap();
            assert_eq!(view.state, call.state, "call {number}");
            match call.state {
                State::Logged => counts.logged += 1,
                State::Waiting => counts.waiting += 1,
                State::NeedsYou => counts.needs_you += 1,
                State::LeftOut => counts.left_out += 1,
                State::Failed => counts.failed += 1,
            }
            if call.can_be_sent() {
                due.insert(self.ids[number], call.attempts);
            }
        }
        assert_eq!(self.shelf.ledger.counts().unwrap(), counts);
        let found = self
            .shelf
            .ledger
            .due(at(RUNNING_UNTIL), 100, &BTreeSet::new())
            .unwrap();
        let found: BTreeMap<i64, u32> = found
            .into_iter()
            .map(|call| (call.id, call.attempts))
            .collect();
        assert_eq!(found, due);
        let lines = self.shelf.ledger.calls(&CallQuery::default()).unwrap();
        assert_eq!(lines.len(), self.ids.len() + self.unreadable.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_no_call_is_lost_or_taken_back(steps in steps()) {
        let mut pair = Pair {
            shelf: Shelf::new(),
            expected: BTreeMap::new(),
            ids: BTreeMap::new(),
            unreadable: BTreeMap::new(),
        };
        for step in &steps {
            pair = pair.take(step);
            pair.check();
        }
    }
}
