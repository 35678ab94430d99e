use std::collections::BTreeSet;

use ringlog_core::fault::{Fault, FaultKind};

use super::super::samples::{
    ORGANIZATION, Shelf, activity, at, call, contact, due, entry, left_out, logged, page, running,
    settled, unreadable,
};
use super::*;

fn waiting(reason: Reason, until: i64) -> Delivery {
    Delivery::Waiting {
        reason,
        until: at(until),
    }
}

fn missing_privilege() -> Delivery {
    Delivery::Failed {
        reason: Reason::MissingPrivilege {
            privilege: Some("prvCreateActivity".to_owned()),
            fault: Fault::new(FaultKind::Forbidden, "no"),
        },
        retry_at: Some(at(9_000)),
    }
}

fn due_ids(shelf: &Shelf, now: i64) -> Vec<i64> {
    let due = shelf.ledger.due(at(now), 10, &BTreeSet::new()).unwrap();
    due.into_iter().map(|call| call.id).collect()
}

#[test]
fn a_pause_begun_by_a_clock_far_ahead_is_over_once_the_clock_is_right() {
    let day = 86_400;
    let asked = Delivery::NeedsYou {
        reason: Reason::UnknownNumber { near: Vec::new() },
        until: at(30 * day),
    };
    let (shelf, ids) = Shelf::with(vec![
        entry(call("far", 10), waiting(Reason::Throttled, 30 * day)),
        entry(call("near", 20), waiting(Reason::Throttled, day)),
        entry(call("asked", 30), asked),
    ]);
    assert_eq!(due_ids(&shelf, 40), [ids[0]]);
}

#[test]
fn calls_fall_due_at_their_time_and_the_oldest_goes_first() {
    let needs = Delivery::NeedsYou {
        reason: Reason::UnknownNumber { near: Vec::new() },
        until: at(50),
    };
    let (shelf, ids) = Shelf::with(vec![
        entry(call("late", 30), waiting(Reason::Throttled, 100)),
        entry(call("asked", 20), needs.clone()),
        entry(call("early", 10), waiting(Reason::Due, 60)),
        running(call("running", 0), 10),
        left_out(call("internal", 0), Reason::Internal),
    ]);
    assert_eq!(due_ids(&shelf, 49), [0; 0]);
    assert_eq!(shelf.ledger.next_due_at().unwrap(), Some(at(50)));
    assert_eq!(due_ids(&shelf, 50), [ids[1]]);
    assert_eq!(due_ids(&shelf, 100), [ids[2], ids[1], ids[0]]);
    assert_eq!(
        shelf.ledger.due(at(100), 1, &BTreeSet::new()).unwrap()[0].id,
        ids[2]
    );
    assert_eq!(
        shelf.ledger.due(at(50), 1, &BTreeSet::new()).unwrap(),
        [DueCall {
            id: ids[1],
            call: call("asked", 20),
            delivery: needs,
            attempts: 0,
            is_begun: false,
            is_wanted: false,
            choice: None,
            words: Words::default(),
            asked_until: None,
        }]
    );
}

#[test]
fn a_question_keeps_the_limit_of_its_first_asking_until_the_call_is_kept_out() {
    let (mut shelf, ids) = Shelf::with(vec![due(call("asked", 0))]);
    let id = ids[0];
    let ask = |shelf: &mut Shelf, until: i64, now: i64| {
        let asked = Delivery::NeedsYou {
            reason: Reason::UnknownNumber { near: Vec::new() },
            until: at(until),
        };
        shelf.ledger.settle(&[settled(id, asked)], at(now)).unwrap();
    };
    let limit = |shelf: &Shelf| {
        let due = shelf.ledger.due(at(900), 1, &BTreeSet::new()).unwrap();
        due[0].asked_until
    };
    ask(&mut shelf, 100, 10);
    shelf.ledger.retry(id, at(50)).unwrap();
    assert_eq!(limit(&shelf), Some(at(100)));
    ask(&mut shelf, 150, 51);
    assert_eq!(limit(&shelf), Some(at(100)));
    let shown = shelf.ledger.call(id).unwrap().unwrap();
    assert_eq!(shown.asked_until, Some(at(100)));

    shelf.ledger.keep_private(id, at(60)).unwrap();
    shelf.ledger.want(id, at(70)).unwrap();
    assert_eq!(limit(&shelf), None);
}

#[test]
fn a_pause_longer_than_any_is_from_a_clock_that_was_ahead_and_is_over() {
    let asked = Delivery::NeedsYou {
        reason: Reason::UnknownNumber { near: Vec::new() },
        until: at(900_000),
    };
    let (shelf, ids) = Shelf::with(vec![
        entry(call("ahead", 0), waiting(Reason::Throttled, 900_000)),
        entry(call("a day", 1), waiting(Reason::Throttled, 86_404)),
        entry(call("asked", 2), asked),
        running(call("running", 3), 900_000),
    ]);
    assert_eq!(due_ids(&shelf, 0), ids[..1]);
}

#[test]
fn calls_that_had_their_turn_do_not_stand_before_the_others() {
    let (shelf, ids) = Shelf::with(vec![due(call("a", 0)), due(call("b", 1))]);
    let next = |except: &[i64]| {
        let except = except.iter().copied().collect();
        let due = shelf.ledger.due(at(5), 1, &except).unwrap();
        due.into_iter().map(|call| call.id).collect::<Vec<_>>()
    };
    assert_eq!(next(&[]), ids[..1]);
    assert_eq!(next(&ids[..1]), ids[1..]);
    assert_eq!(next(&ids), [0; 0]);
}

#[test]
fn a_look_up_that_fails_counts_as_an_attempt() {
    let check = |delivery: Delivery, expected: u32| {
        let (mut shelf, ids) = Shelf::with(vec![due(call("a", 0))]);
        let outcome = settled(ids[0], delivery.clone());
        shelf.ledger.settle(&[outcome], at(1)).unwrap();
        let found = shelf.ledger.due(at(5), 1, &BTreeSet::new()).unwrap();
        assert_eq!(found[0].attempts, expected, "{delivery:?}");
    };
    let unreachable = Reason::Unreachable {
        detail: "no".into(),
    };
    check(waiting(unreachable, 2), 1);
    check(waiting(Reason::Throttled, 2), 1);
    check(waiting(Reason::RecordGone, 2), 1);
    check(waiting(Reason::SignInNeeded, 2), 0);
    let asked = Delivery::NeedsYou {
        reason: Reason::UnknownNumber { near: Vec::new() },
        until: at(2),
    };
    check(asked, 0);

    let (mut shelf, ids) = Shelf::with(vec![due(call("a", 0))]);
    shelf
        .ledger
        .begin_attempt(&ids, ORGANIZATION, at(1))
        .unwrap();
    let outcome = settled(ids[0], waiting(Reason::Throttled, 2));
    shelf.ledger.settle(&[outcome], at(1)).unwrap();
    let found = shelf.ledger.due(at(5), 1, &BTreeSet::new()).unwrap();
    assert_eq!(found[0].attempts, 1, "a begun attempt is counted once");
}

#[test]
fn an_attempt_is_on_record_before_it_is_sent_and_survives_a_crash() {
    let (mut shelf, ids) = Shelf::with(vec![due(call("a", 0))]);
    shelf
        .ledger
        .begin_attempt(&ids, ORGANIZATION, at(1))
        .unwrap();
    let shelf = shelf.reopen();
    let found = shelf
        .ledger
        .due(at(1), 10, &BTreeSet::new())
        .unwrap()
        .remove(0);
    assert_eq!(found.attempts, 1);
    let kept = shelf.ledger.activities_since(at(0)).unwrap();
    assert_eq!(kept, BTreeSet::from([activity(&call("a", 0))]));
}

#[test]
fn a_batch_begins_and_settles_as_a_whole_or_not_at_all() {
    let (mut shelf, ids) = Shelf::with(vec![due(call("a", 0))]);
    let begun = shelf
        .ledger
        .begin_attempt(&[ids[0], 99], ORGANIZATION, at(1));
    assert!(matches!(begun.unwrap_err(), LedgerError::NoSuchCall(99)));
    let outcomes = [ids[0], 99].map(|id| settled(id, logged(&call("a", 0))));
    let kept = shelf.ledger.settle(&outcomes, at(1));
    assert!(matches!(kept.unwrap_err(), LedgerError::NoSuchCall(99)));
    let found = shelf
        .ledger
        .due(at(1), 10, &BTreeSet::new())
        .unwrap()
        .remove(0);
    assert_eq!(found.attempts, 0);
    assert_eq!(
        shelf.ledger.activities_since(at(0)).unwrap(),
        BTreeSet::new()
    );
}

#[test]
fn a_full_disk_stops_an_attempt_before_it_is_sent() {
    let calls = (0..200).map(|n| due(call(&n.to_string(), n))).collect();
    let (mut shelf, ids) = Shelf::with(calls);
    let connection = &shelf.ledger.connection;
    let pages: i64 = connection
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    connection
        .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
        .unwrap();
    let error = shelf
        .ledger
        .begin_attempt(&ids, ORGANIZATION, at(1))
        .unwrap_err();
    assert!(matches!(error, LedgerError::Full), "{error}");
    let found = shelf
        .reopen()
        .ledger
        .due(at(1), 200, &BTreeSet::new())
        .unwrap();
    assert!(found.iter().all(|call| call.attempts == 0));
}

#[test]
fn a_logged_call_is_never_taken_back_or_sent_again() {
    let (mut shelf, ids) = Shelf::with(vec![due(call("a", 0))]);
    let done = logged(&call("a", 0));
    let unlinked = Delivery::Logged {
        activity: activity(&call("a", 0)),
        record: None,
        reason: Some(Reason::NoNumber),
    };
    let settle = |shelf: &mut Shelf, delivery: Delivery, now: i64| {
        let outcome = settled(ids[0], delivery);
        shelf.ledger.settle(&[outcome], at(now))
    };
    settle(&mut shelf, done, 1).unwrap();
    settle(&mut shelf, unlinked, 2).unwrap();
    let back = settle(&mut shelf, waiting(Reason::Due, 0), 3);
    assert!(matches!(back.unwrap_err(), LedgerError::Settled { .. }));
    let again = shelf.ledger.begin_attempt(&ids, ORGANIZATION, at(4));
    assert!(matches!(again.unwrap_err(), LedgerError::Settled { .. }));
    let view = shelf.ledger.call(ids[0]).unwrap().unwrap();
    assert_eq!((view.state, view.logged_at), (State::Logged, Some(at(1))));
    assert_eq!(view.contact_name, None);
}

#[test]
fn what_an_attempt_came_to_is_kept_with_its_sentence() {
    let (mut shelf, ids) = Shelf::with(vec![due(call("a", 0))]);
    let several = Delivery::NeedsYou {
        reason: Reason::SeveralRecords {
            candidates: vec![contact("Zoë"), contact("Bo")],
        },
        until: at(100),
    };
    let told = Settled {
        detail: Some("Found by its number.".into()),
        ..settled(ids[0], logged(&call("a", 0)))
    };
    let outcomes = [settled(ids[0], several.clone()), told];
    shelf.ledger.settle(&outcomes[..1], at(1)).unwrap();
    assert_eq!(
        shelf.ledger.due(at(100), 1, &BTreeSet::new()).unwrap()[0].delivery,
        several
    );
    shelf.ledger.settle(&outcomes[1..], at(2)).unwrap();
    let history = shelf.ledger.call(ids[0]).unwrap().unwrap().history.unwrap();
    let question = several.reason().unwrap().to_string();
    let lines: Vec<(&str, String)> = history
        .iter()
        .map(|line| (line.event.as_str(), line.detail.to_string()))
        .collect();
    assert_eq!(
        lines,
        [
            ("recorded", Reason::Due.to_string()),
            ("needs_you", question),
            ("logged", "Found by its number.".to_owned()),
        ]
    );
}

#[test]
fn a_running_call_is_given_up_at_its_limit_and_not_before() {
    let (mut shelf, ids) = Shelf::with(vec![running(call("a", 0), 100)]);
    assert_eq!(shelf.ledger.expire_running(at(99)).unwrap(), 0);
    assert_eq!(shelf.ledger.expire_running(at(100)).unwrap(), 1);
    assert_eq!(shelf.ledger.expire_running(at(101)).unwrap(), 0);
    let view = shelf.ledger.call(ids[0]).unwrap().unwrap();
    assert_eq!(view.state, State::Failed);
    assert_eq!(view.reason, Some(Reason::NeverEnded));
}

#[test]
fn a_person_can_retry_what_can_be_sent_and_is_told_why_not() {
    let refused = Delivery::Failed {
        reason: Reason::Refused {
            fault: Fault::new(FaultKind::Invalid, "no"),
        },
        retry_at: None,
    };
    let (mut shelf, ids) = Shelf::with(vec![
        entry(call("failed", 0), refused),
        entry(call("waiting", 1), waiting(Reason::Throttled, 500)),
        left_out(call("left out", 2), Reason::NeverLog),
        entry(call("logged", 3), logged(&call("logged", 3))),
        running(call("running", 4), 500),
    ]);
    let mut unread = page(Vec::new());
    unread.unreadable = vec![unreadable("?")];
    let unread = shelf.ledger.record(&unread, at(5)).unwrap().new[0];
    shelf
        .ledger
        .begin_attempt(&ids[..1], ORGANIZATION, at(6))
        .unwrap();

    for &id in &ids[..2] {
        shelf.ledger.retry(id, at(10)).unwrap();
    }
    let refusals: Vec<String> = [ids[2], ids[3], ids[4], unread, 99]
        .map(|id| shelf.ledger.retry(id, at(10)).unwrap_err().to_string())
        .to_vec();

    assert_eq!(due_ids(&shelf, 10), ids[..2]);
    let first = shelf
        .ledger
        .due(at(10), 1, &BTreeSet::new())
        .unwrap()
        .remove(0);
    assert_eq!(first.attempts, 0);
    insta::assert_snapshot!(refusals.join("\n"), @r"
    Call 3 is left out by a rule and is not sent: its reason names the rule.
    Call 4 is logged already, there is nothing to try again.
    Call 5 cannot be sent: The call is still going on.
    Call 6 cannot be sent: The PBX's record cannot be read: The record has no start time.
    No call has the id 99.
    ");
}

#[test]
fn linking_again_wakes_what_waited_for_it_and_nothing_else() {
    let (mut shelf, ids) = Shelf::with(vec![
        entry(call("signed out", 0), waiting(Reason::SignInNeeded, 900)),
        entry(call("forbidden", 1), missing_privilege()),
        entry(call("throttled", 2), waiting(Reason::Throttled, 900)),
    ]);
    assert_eq!(shelf.ledger.wake_sign_in(at(10)).unwrap(), 2);
    assert_eq!(due_ids(&shelf, 10), ids[..2]);
    assert_eq!(shelf.ledger.wake_sign_in(at(11)).unwrap(), 0);
}
