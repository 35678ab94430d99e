use std::collections::BTreeSet;

use super::super::CallQuery;
use super::super::samples::{
    Shelf, at, call, due, entry, left_out, logged, page, running, settled, too_short, unreadable,
};
use super::*;

fn facts(shelf: &Shelf, id: i64) -> Call {
    shelf
        .ledger
        .connection
        .query_row_and_then(
            &format!("SELECT {COLUMNS} FROM call WHERE id = ?1"),
            [id],
            call_of,
        )
        .unwrap()
}

fn events(shelf: &Shelf, id: i64) -> Vec<String> {
    let history = shelf.ledger.call(id).unwrap().unwrap().history.unwrap();
    history.into_iter().map(|line| line.event).collect()
}

#[test]
fn a_call_comes_back_exactly_as_it_was_recorded() {
    let bare = Call {
        answered_at: None,
        remote: ringlog_core::call::RemoteParty {
            number: None,
            written: "anonymous".to_owned(),
            name: None,
        },
        ..call("b", 10)
    };
    let with_extension = Call {
        remote: ringlog_core::call::RemoteParty {
            number: ringlog_core::phone::DialPlan::new("GB")
                .unwrap()
                .number("020 7946 0018 ext. 12"),
            ..bare.remote.clone()
        },
        via_group: true,
        started_at: at(0) + jiff::SignedDuration::from_micros(437_629),
        ..call("c", 0)
    };
    for call in [call("a", 0), bare, with_extension] {
        let (shelf, ids) = Shelf::with(vec![due(call.clone())]);
        assert_eq!(facts(&shelf, ids[0]), call);
    }
}

#[test]
fn a_page_polled_again_changes_nothing() {
    let mut shelf = Shelf::new();
    let mut page = page(vec![
        due(call("a", 0)),
        left_out(call("b", 10), Reason::Internal),
    ]);
    page.unreadable = vec![unreadable("{\"id\":7}")];
    let first = shelf.ledger.record(&page, at(100)).unwrap();
    let before = shelf.ledger.calls(&CallQuery::default()).unwrap();

    let second = shelf.ledger.record(&page, at(200)).unwrap();

    assert_eq!(
        (first.new.len(), first.left_out, first.unreadable),
        (3, 1, 1)
    );
    assert_eq!(
        second,
        Recorded {
            known: 3,
            ..Recorded::default()
        }
    );
    assert_eq!(shelf.ledger.calls(&CallQuery::default()).unwrap(), before);
    assert_eq!(events(&shelf, first.new[0]), ["recorded"]);
}

#[test]
fn a_record_that_cannot_be_read_has_a_line_and_its_later_version_is_a_call() {
    let mut shelf = Shelf::new();
    let mut first = page(Vec::new());
    first.unreadable = vec![unreadable("{\"id\":\"a\"}")];
    let id = shelf.ledger.record(&first, at(100)).unwrap().new[0];

    let recorded = shelf
        .ledger
        .record(&page(vec![due(call("a", 0))]), at(200))
        .unwrap();

    let line = shelf.ledger.call(id).unwrap().unwrap();
    assert_eq!(line.state, State::Failed);
    assert_eq!(
        line.reason.unwrap().to_string(),
        "The PBX's record cannot be read: The record has no start time."
    );
    assert_eq!(line.started_at, at(100));
    assert_eq!(recorded.new.len(), 1);
    assert_eq!(
        shelf
            .ledger
            .due(at(1_000), 10, &BTreeSet::new())
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_running_call_takes_over_its_end_and_goes_out() {
    let (mut shelf, ids) = Shelf::with(vec![running(call("a", 0), 86_400)]);
    assert_eq!(
        shelf.ledger.due(at(1_000), 10, &BTreeSet::new()).unwrap(),
        []
    );

    let recorded = shelf
        .ledger
        .record(&page(vec![due(call("a", 0))]), at(100))
        .unwrap();

    assert_eq!(recorded.finished, ids);
    assert!(recorded.new.is_empty());
    assert_eq!(facts(&shelf, ids[0]), call("a", 0));
    assert_eq!(
        shelf
            .ledger
            .due(at(1_000), 10, &BTreeSet::new())
            .unwrap()
            .len(),
        1
    );
    assert_eq!(events(&shelf, ids[0]), ["recorded", "finished"]);
}

#[test]
fn a_call_given_up_as_never_ended_takes_over_an_end_that_comes_late() {
    let (mut shelf, ids) = Shelf::with(vec![running(call("a", 0), 86_400)]);
    assert_eq!(shelf.ledger.expire_running(at(86_400)).unwrap(), 1);
    let given_up = entry(
        call("a", 0),
        Delivery::Failed {
            reason: Reason::NeverEnded,
            retry_at: None,
        },
    );
    let again = shelf
        .ledger
        .record(&page(vec![given_up]), at(86_401))
        .unwrap();
    assert_eq!(again.known, 1);

    let recorded = shelf
        .ledger
        .record(&page(vec![due(call("a", 0))]), at(86_402))
        .unwrap();

    assert_eq!(recorded.finished, ids);
    assert_eq!(events(&shelf, ids[0]), ["recorded", "failed", "finished"]);
}

#[test]
fn a_finished_call_never_runs_again() {
    let (mut shelf, ids) = Shelf::with(vec![due(call("a", 0))]);
    let again = shelf
        .ledger
        .record(&page(vec![running(call("a", 0), 86_400)]), at(10))
        .unwrap();
    assert_eq!(again.known, 1);
    assert_eq!(facts(&shelf, ids[0]), call("a", 0));
}

#[test]
fn corrections_count_until_the_call_is_sent() {
    let corrected = || Call {
        ended_at: at(70),
        ..call("a", 0)
    };
    let short = left_out(call("b", 0), too_short());
    let never = left_out(call("c", 0), Reason::NeverLog);
    let (mut shelf, ids) = Shelf::with(vec![due(call("a", 0)), short, never]);
    let longer = |id: &str| {
        due(Call {
            key: call(id, 0).key,
            ..corrected()
        })
    };
    let recorded = shelf
        .ledger
        .record(&page(vec![longer("a"), longer("b"), longer("c")]), at(1))
        .unwrap();
    assert_eq!(recorded.changed, ids[..2]);
    assert_eq!(facts(&shelf, ids[0]), corrected());

    shelf
        .ledger
        .begin_attempt(&ids[..1], super::super::samples::ORGANIZATION, at(2))
        .unwrap();
    let recorded = shelf
        .ledger
        .record(&page(vec![due(call("a", 0))]), at(3))
        .unwrap();
    assert_eq!(recorded.known, 1);
    assert_eq!(facts(&shelf, ids[0]), corrected());
    let done = logged(&corrected());
    shelf
        .ledger
        .settle(&[settled(ids[0], done)], at(4))
        .unwrap();
    assert_eq!(facts(&shelf, ids[0]), corrected());
}

#[test]
fn a_full_disk_records_nothing_of_a_page_and_moves_no_watermark() {
    let mut shelf = Shelf::new();
    let pages: i64 = shelf
        .ledger
        .connection
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    shelf
        .ledger
        .connection
        .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
        .unwrap();
    let mut page = page((0..200).map(|n| due(call(&n.to_string(), n))).collect());
    page.progress = Some(Progress {
        horizon: None,
        watermark: Some(at(199)),
        succeeded_at: Some(at(200)),
    });
    page.gap = Some(Gap {
        from: at(0),
        until: at(199),
    });

    let error = shelf.ledger.record(&page, at(200)).unwrap_err();

    assert!(matches!(error, LedgerError::Full), "{error}");
    let shelf = shelf.reopen();
    assert_eq!(shelf.ledger.calls(&CallQuery::default()).unwrap(), []);
    assert_eq!(
        shelf.ledger.progress(&page.source, "504").unwrap(),
        Progress::default()
    );
    assert_eq!(shelf.ledger.gaps(at(0)).unwrap(), []);
}
