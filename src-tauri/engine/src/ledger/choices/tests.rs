use ringlog_core::choice::Choice;
use ringlog_core::delivery::Delivery;

use super::super::samples::{
    ORGANIZATION, Shelf, at, call, contact, due, left_out, logged, settled, too_short,
};
use super::super::{CallQuery, LedgerError};
use super::*;

fn asked() -> Delivery {
    Delivery::NeedsYou {
        reason: Reason::UnknownNumber { near: Vec::new() },
        until: at(1_000),
    }
}

/// Calls of one number, each asking whose it was.
fn asking(count: i64) -> (Shelf, Vec<i64>) {
    let calls = (0..count)
        .map(|number| due(call(&number.to_string(), number)))
        .collect();
    let (mut shelf, ids) = Shelf::with(calls);
    let questions: Vec<_> = ids.iter().map(|id| settled(*id, asked())).collect();
    shelf.ledger.settle(&questions, at(1)).unwrap();
    (shelf, ids)
}

fn mira() -> Choice {
    Choice::Record {
        record: contact("Mira Holm"),
    }
}

fn state(shelf: &Shelf, id: i64) -> State {
    shelf.ledger.call(id).unwrap().unwrap().state
}

#[test]
fn a_choice_makes_its_call_and_the_others_that_ask_the_same_due() {
    let (mut shelf, ids) = asking(2);

    shelf
        .ledger
        .choose(ids[0], &mira(), ORGANIZATION, at(2))
        .unwrap();

    let due = shelf.ledger.due(at(2), 10, &Default::default()).unwrap();
    assert_eq!(due.len(), 2);
    assert_eq!(due[0].choice, Some(mira()));
    assert_eq!(due[1].choice, None);
    let remembered = shelf.ledger.remembered(ORGANIZATION).unwrap();
    assert_eq!(remembered.len(), 1);
    assert_eq!(remembered[0].chosen_at, at(2));
}

#[test]
fn only_a_record_is_remembered() {
    let (mut shelf, ids) = asking(2);
    for (id, choice) in ids.iter().zip([Choice::NewContact, Choice::Nobody]) {
        shelf
            .ledger
            .choose(*id, &choice, ORGANIZATION, at(2))
            .unwrap();
    }
    assert_eq!(shelf.ledger.remembered(ORGANIZATION).unwrap(), []);
}

#[test]
fn what_is_chosen_anew_replaces_what_was_and_what_is_forgotten_is_gone() {
    let (mut shelf, ids) = asking(3);
    let number = call("0", 0).remote.number.unwrap();
    let jon = Choice::Record {
        record: contact("Jon Aske"),
    };
    shelf
        .ledger
        .choose(ids[0], &mira(), ORGANIZATION, at(2))
        .unwrap();
    shelf
        .ledger
        .choose(ids[1], &jon, ORGANIZATION, at(3))
        .unwrap();

    let [choice] = shelf
        .ledger
        .remembered(ORGANIZATION)
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(
        (choice.record.name.as_str(), choice.chosen_at),
        ("Jon Aske", at(3))
    );

    assert!(
        shelf
            .ledger
            .forget(ORGANIZATION, number.e164(), at(4))
            .unwrap()
    );
    assert!(
        !shelf
            .ledger
            .forget(ORGANIZATION, number.e164(), at(5))
            .unwrap()
    );
    assert_eq!(shelf.ledger.remembered(ORGANIZATION).unwrap(), []);

    shelf
        .ledger
        .choose(ids[2], &jon, ORGANIZATION, at(6))
        .unwrap();
    assert_eq!(shelf.ledger.remembered(ORGANIZATION).unwrap().len(), 1);
}

#[test]
fn a_call_that_stands_somewhere_for_good_takes_no_choice_and_no_note() {
    let (mut shelf, ids) = Shelf::with(vec![
        due(call("logged", 0)),
        left_out(call("short", 1), too_short()),
    ]);
    shelf
        .ledger
        .settle(&[settled(ids[0], logged(&call("logged", 0)))], at(1))
        .unwrap();
    for id in ids {
        let ledger = &mut shelf.ledger;
        let refusals = [
            ledger.choose(id, &mira(), ORGANIZATION, at(2)),
            ledger.note_before(id, "x", at(2)),
            ledger.rename_before(id, "x", at(2)),
            ledger.keep_private(id, at(2)).map(|_| ()),
        ];
        for refusal in refusals {
            assert!(
                matches!(refusal, Err(LedgerError::Settled { .. })),
                "{refusal:?}"
            );
        }
    }
    assert_eq!(shelf.ledger.remembered(ORGANIZATION).unwrap(), []);
}

#[test]
fn notes_are_kept_in_their_order_and_found_by_any_part() {
    let (mut shelf, ids) = asking(2);
    shelf
        .ledger
        .note_before(ids[0], "Wants a quote", at(2))
        .unwrap();
    shelf
        .ledger
        .note_before(ids[0], "Größe \"XL\" 50%", at(3))
        .unwrap();
    shelf.ledger.rename_before(ids[0], "Quote", at(4)).unwrap();

    let words = shelf.ledger.words(ids[0]).unwrap();
    assert_eq!(words.notes, ["Wants a quote", "Größe \"XL\" 50%"]);
    assert_eq!(words.subject.as_deref(), Some("Quote"));
    for text in ["quote", "größe", "XL", "a q", "50%"] {
        let query = CallQuery {
            search: Some(text.to_owned()),
            ..CallQuery::default()
        };
        let found = shelf.ledger.calls(&query).unwrap();
        let found: Vec<i64> = found.into_iter().map(|call| call.id).collect();
        assert_eq!(found, [ids[0]], "{text}");
    }
}

#[test]
fn a_private_call_whose_record_may_be_there_is_to_be_looked_for() {
    let (mut shelf, ids) = Shelf::with(vec![due(call("sent", 0)), due(call("unsent", 1))]);
    shelf
        .ledger
        .begin_attempt(&[ids[0]], ORGANIZATION, at(1))
        .unwrap();

    assert!(shelf.ledger.keep_private(ids[0], at(2)).unwrap().is_some());
    assert_eq!(shelf.ledger.keep_private(ids[1], at(2)).unwrap(), None);

    for id in ids {
        assert_eq!(state(&shelf, id), State::LeftOut);
    }
    assert_eq!(shelf.ledger.due_corrections(at(2)).unwrap().len(), 1);
    assert_eq!(shelf.ledger.due_count(at(9_999)).unwrap(), 0);
}

#[test]
fn a_call_is_wanted_only_where_a_rule_may_be_overruled() {
    let (mut shelf, ids) = Shelf::with(vec![
        left_out(call("short", 0), too_short()),
        left_out(call("never", 1), Reason::NeverLog),
        due(call("due", 2)),
    ]);

    shelf.ledger.want(ids[0], at(1)).unwrap();
    assert!(shelf.ledger.want(ids[1], at(1)).is_err());
    assert!(shelf.ledger.want(ids[2], at(1)).is_err());

    let due = shelf.ledger.due(at(1), 10, &Default::default()).unwrap();
    let wanted: Vec<(i64, bool)> = due.iter().map(|due| (due.id, due.is_wanted)).collect();
    assert_eq!(wanted, [(ids[0], true), (ids[2], false)]);
}
