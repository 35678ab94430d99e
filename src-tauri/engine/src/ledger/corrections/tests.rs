use ringlog_core::correction::{Closed, Removed};

use super::super::KeptContent;
use super::super::samples::{ORGANIZATION, Shelf, at, call, contact, due, logged, settled};
use super::*;

const CLOSED: Closed = Closed {
    state: 1,
    status: 4,
};

fn note(text: &str) -> Correction {
    Correction::Note {
        text: text.to_owned(),
    }
}

fn content(subject: &str) -> Content {
    Content {
        subject: subject.to_owned(),
        description: "Written by Ringlog.".to_owned(),
        regarding: None,
    }
}

/// Logged calls with what was written of each.
fn logged_calls(count: i64) -> (Shelf, Vec<i64>) {
    let calls = (0..count)
        .map(|number| due(call(&number.to_string(), number)))
        .collect();
    let (mut shelf, ids) = Shelf::with(calls);
    shelf
        .ledger
        .begin_attempt(&ids, ORGANIZATION, at(1))
        .unwrap();
    let written: Vec<_> = ids
        .iter()
        .map(|id| (*id, KeptContent::Sent(content("Call"))))
        .collect();
    shelf.ledger.keep_written(&written).unwrap();
    for (number, id) in (0..).zip(&ids) {
        let delivery = logged(&call(&i64::to_string(&number), number));
        shelf
            .ledger
            .settle(&[settled(*id, delivery)], at(1))
            .unwrap();
    }
    (shelf, ids)
}

fn due_now(shelf: &Shelf, seconds: i64) -> Vec<PendingCorrection> {
    shelf.ledger.due_corrections(at(seconds)).unwrap()
}

#[test]
fn corrections_of_one_call_are_carried_out_in_the_order_they_were_asked() {
    let (mut shelf, ids) = logged_calls(2);
    let first = shelf
        .ledger
        .ask_correction(ids[0], &note("first"), at(2))
        .unwrap();
    shelf
        .ledger
        .ask_correction(ids[0], &note("second"), at(3))
        .unwrap();
    let other = shelf
        .ledger
        .ask_correction(ids[1], &note("other"), at(4))
        .unwrap();

    let due: Vec<i64> = due_now(&shelf, 4).iter().map(|one| one.id).collect();
    assert_eq!(due, [first, other]);
    assert_eq!(shelf.ledger.next_correction_at().unwrap(), Some(at(2)));

    let later = CorrectionOutcome::Later { until: at(60) };
    shelf
        .ledger
        .settle_correction(&due_now(&shelf, 4)[0], &later, at(5))
        .unwrap();
    let due: Vec<i64> = due_now(&shelf, 5).iter().map(|one| one.id).collect();
    assert_eq!(due, [other], "the second waits for the first");
}

#[test]
fn a_correction_that_waits_by_a_clock_that_was_ahead_is_due() {
    let (mut shelf, ids) = logged_calls(1);
    shelf
        .ledger
        .ask_correction(ids[0], &note("x"), at(2))
        .unwrap();
    let [pending] = due_now(&shelf, 2).try_into().unwrap();
    let until = at(400 * 86_400);
    let later = CorrectionOutcome::Later { until };
    shelf
        .ledger
        .settle_correction(&pending, &later, at(3))
        .unwrap();

    assert_eq!(due_now(&shelf, 4).len(), 1);
}

#[test]
fn what_was_begun_is_known_after_a_restart() {
    let (mut shelf, ids) = logged_calls(1);
    let id = shelf
        .ledger
        .ask_correction(ids[0], &note("x"), at(2))
        .unwrap();
    shelf
        .ledger
        .begin_correction(id, Begun::Closed(CLOSED))
        .unwrap();
    // The record was found open by the next try; how it was closed before still counts.
    shelf.ledger.begin_correction(id, Begun::Open {}).unwrap();

    let shelf = shelf.reopen();

    let [pending] = due_now(&shelf, 2).try_into().unwrap();
    assert_eq!(pending.begun, Some(Begun::Closed(CLOSED)));
    assert_eq!(pending.correction, note("x"));
}

#[test]
fn every_try_that_leads_to_waiting_counts_for_how_long_the_next_one_waits() {
    let (mut shelf, ids) = logged_calls(1);
    shelf
        .ledger
        .ask_correction(ids[0], &note("x"), at(2))
        .unwrap();
    for tries in 0..3 {
        let [pending] = due_now(&shelf, 9).try_into().unwrap();
        assert_eq!(pending.attempts, tries);
        let later = CorrectionOutcome::Later { until: at(9) };
        shelf
            .ledger
            .settle_correction(&pending, &later, at(3))
            .unwrap();
    }
}

#[test]
fn what_is_asked_behind_a_correction_that_waits_wakes_nobody() {
    let (mut shelf, ids) = logged_calls(1);
    for text in ["first", "second"] {
        shelf
            .ledger
            .ask_correction(ids[0], &note(text), at(2))
            .unwrap();
    }
    let [first] = due_now(&shelf, 2).try_into().unwrap();
    let later = CorrectionOutcome::Later { until: at(9) };
    shelf
        .ledger
        .settle_correction(&first, &later, at(3))
        .unwrap();

    assert_eq!(shelf.ledger.next_correction_at().unwrap(), Some(at(9)));
}

#[test]
fn a_correction_that_is_done_is_kept_with_the_call() {
    let (mut shelf, ids) = logged_calls(1);
    let id = shelf
        .ledger
        .ask_correction(ids[0], &note("x"), at(2))
        .unwrap();
    let [pending] = due_now(&shelf, 2).try_into().unwrap();
    let outcome = CorrectionOutcome::Corrected {
        content: Some((content("Call"), content("Complaint"))),
        regarding: Some(Some(contact("Jon Aske"))),
        detail: Phrase::verbatim("done"),
    };

    shelf
        .ledger
        .settle_correction(&pending, &outcome, at(3))
        .unwrap();

    assert_eq!(
        shelf.ledger.correction_state(id).unwrap(),
        CorrectionState::Done
    );
    let view = shelf.ledger.call(ids[0]).unwrap().unwrap();
    assert_eq!(view.notes, ["x"]);
    assert_eq!(view.subject.as_deref(), Some("Complaint"));
    assert_eq!(view.contact_name.as_deref(), Some("Jon Aske"));
    let kept = shelf.ledger.logged_call(ids[0]).unwrap().unwrap();
    assert_eq!(kept.written, Some(content("Call")));
    assert_eq!(due_now(&shelf, 9_999), []);
}

#[test]
fn a_refusal_changes_nothing_but_what_the_person_sees() {
    let (mut shelf, ids) = logged_calls(1);
    let id = shelf
        .ledger
        .ask_correction(ids[0], &note("x"), at(2))
        .unwrap();
    let [pending] = due_now(&shelf, 2).try_into().unwrap();
    let outcome = CorrectionOutcome::Refused {
        refused: Refused::NoRoom,
        shown: Some(content("Theirs")),
        record: None,
    };

    shelf
        .ledger
        .settle_correction(&pending, &outcome, at(3))
        .unwrap();

    let state = shelf.ledger.correction_state(id).unwrap();
    assert_eq!(state, CorrectionState::Refused(Refused::NoRoom));
    let view = shelf.ledger.call(ids[0]).unwrap().unwrap();
    assert_eq!(view.notes, [""; 0]);
    assert_eq!(view.subject.as_deref(), Some("Theirs"));
    assert_eq!(view.state, State::Logged);
}

#[test]
fn a_removed_call_is_left_out_and_nothing_else_is_asked_of_it() {
    let (mut shelf, ids) = logged_calls(1);
    let removal = Correction::Removal {
        why: Removed::Undone,
    };
    shelf
        .ledger
        .ask_correction(ids[0], &removal, at(2))
        .unwrap();
    shelf
        .ledger
        .ask_correction(ids[0], &note("late"), at(2))
        .unwrap();
    let pending = due_now(&shelf, 2).remove(0);
    let outcome = CorrectionOutcome::Removed {
        reason: Reason::Undone,
        detail: Phrase::verbatim("gone"),
    };

    shelf
        .ledger
        .settle_correction(&pending, &outcome, at(3))
        .unwrap();

    let view = shelf.ledger.call(ids[0]).unwrap().unwrap();
    assert_eq!((view.state, view.activity_id), (State::LeftOut, None));
    assert_eq!(view.reason, Some(Reason::Undone));
    assert_eq!(due_now(&shelf, 9_999), []);
}

#[test]
fn a_new_sign_in_makes_what_waited_for_it_due() {
    let (mut shelf, ids) = logged_calls(1);
    shelf
        .ledger
        .ask_correction(ids[0], &note("x"), at(2))
        .unwrap();
    let [pending] = due_now(&shelf, 2).try_into().unwrap();
    let later = CorrectionOutcome::Later { until: at(3_600) };
    shelf
        .ledger
        .settle_correction(&pending, &later, at(3))
        .unwrap();
    assert_eq!(due_now(&shelf, 4), []);

    shelf.ledger.wake_sign_in(at(4)).unwrap();

    assert_eq!(due_now(&shelf, 4).len(), 1);
}
