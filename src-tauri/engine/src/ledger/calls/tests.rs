use ringlog_core::call::{Call, RemoteParty};
use ringlog_core::delivery::Delivery;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::reason::Reason;

use super::super::deliveries::DUE;
use super::super::samples::{
    ORGANIZATION, Shelf, activity, at, call, due, left_out, logged, page, running, settled,
    unreadable,
};
use super::*;

fn list(shelf: &Shelf, query: CallQuery) -> Vec<String> {
    let calls = shelf.ledger.calls(&query).unwrap();
    calls.into_iter().map(|call| call.source_id).collect()
}

fn found(shelf: &Shelf, text: &str) -> Vec<String> {
    let search = Some(text.to_owned());
    list(
        shelf,
        CallQuery {
            search,
            ..CallQuery::default()
        },
    )
}

#[test]
fn pages_follow_each_other_without_a_call_missing_or_twice() {
    // Several calls begin in the same second, so the order needs the id as well.
    let calls = (0..25).map(|n| due(call(&n.to_string(), n / 4))).collect();
    let (shelf, _) = Shelf::with(calls);
    let whole = list(&shelf, CallQuery::default());
    let mut paged = Vec::new();
    let mut before = None;
    loop {
        let query = CallQuery {
            limit: Some(7),
            before,
            ..CallQuery::default()
        };
        let page = shelf.ledger.calls(&query).unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        paged.extend(page.into_iter().map(|call| call.source_id));
    }
    assert_eq!(whole.len(), 25);
    assert_eq!(whole[0], "24");
    assert_eq!(paged, whole);
}

#[test]
fn calls_are_found_by_pieces_of_numbers_and_names() {
    let other = Call {
        remote: RemoteParty {
            number: None,
            written: "100%_x".to_owned(),
            name: Some("O'Neil \"Bo\" AND".to_owned()),
        },
        ..call("other", 10)
    };
    let (mut shelf, ids) = Shelf::with(vec![due(call("main", 0)), due(other)]);
    shelf
        .ledger
        .settle(&[settled(ids[0], logged(&call("main", 0)))], at(1))
        .unwrap();
    for text in [
        "7946",
        "020 7946 0018",
        "+44 20 7946",
        "79",
        "aske",
        "Jürgen",
        "jurgen",
        "contoso",
    ] {
        assert_eq!(found(&shelf, text), ["main"], "{text}");
    }
    for text in ["%", "_", "100%_", "Neil \"Bo\" AND", "O'", "\"Bo"] {
        assert_eq!(found(&shelf, text), ["other"], "{text}");
    }
    for text in ["7947", "call_text", "*", "x OR y", "\\"] {
        assert_eq!(found(&shelf, text), [""; 0], "{text}");
    }
    assert_eq!(found(&shelf, "  ").len(), 2);
}

#[test]
fn filters_keep_what_they_name() {
    let outbound = Call {
        direction: Direction::Outbound,
        ..call("out", 5)
    };
    let (shelf, _) = Shelf::with(vec![
        due(call("in", 0)),
        due(outbound),
        left_out(call("internal", 9), Reason::Internal),
    ]);
    let by_state = CallQuery {
        state: Some(State::LeftOut),
        ..CallQuery::default()
    };
    let by_direction = CallQuery {
        direction: Some(Direction::Outbound),
        search: Some("7946".to_owned()),
        ..CallQuery::default()
    };
    let after_nothing = CallQuery {
        before: Some(99),
        ..CallQuery::default()
    };
    assert_eq!(list(&shelf, by_state), ["internal"]);
    assert_eq!(list(&shelf, by_direction), ["out"]);
    assert_eq!(list(&shelf, after_nothing), [""; 0]);
}

#[test]
fn one_call_is_shown_with_its_history() {
    let (mut shelf, ids) = Shelf::with(vec![due(call("a", 0))]);
    shelf
        .ledger
        .begin_attempt(&ids, ORGANIZATION, at(1))
        .unwrap();
    assert_eq!(
        shelf.ledger.call(ids[0]).unwrap().unwrap().activity_id,
        None
    );
    shelf
        .ledger
        .settle(&[settled(ids[0], logged(&call("a", 0)))], at(2))
        .unwrap();
    let view = shelf.ledger.call(ids[0]).unwrap().unwrap();
    assert_eq!(view.activity_id, Some(activity(&call("a", 0))));
    insta::assert_json_snapshot!(view);
    assert_eq!(shelf.ledger.call(99).unwrap(), None);
}

#[test]
fn every_line_is_counted_once() {
    let (mut shelf, ids) = Shelf::with(vec![
        due(call("a", 0)),
        due(call("b", 0)),
        left_out(call("c", 0), Reason::NeverLog),
    ]);
    let mut unread = page(Vec::new());
    unread.unreadable = vec![unreadable("?")];
    shelf.ledger.record(&unread, at(1)).unwrap();
    assert_eq!(shelf.ledger.last_logged_at().unwrap(), None);
    shelf
        .ledger
        .settle(&[settled(ids[0], logged(&call("a", 0)))], at(7))
        .unwrap();
    assert_eq!(
        shelf.ledger.counts().unwrap(),
        Counts {
            logged: 1,
            waiting: 1,
            needs_you: 0,
            left_out: 1,
            failed: 1
        }
    );
    assert_eq!(shelf.ledger.last_logged_at().unwrap(), Some(at(7)));
}

#[test]
fn a_failure_counts_from_when_it_failed_and_not_from_when_it_was_recorded() {
    let (mut shelf, ids) = Shelf::with(vec![
        due(call("old", 0)),
        due(call("again", 0)),
        running(call("running", 0), 50),
    ]);
    let mut unread = page(Vec::new());
    unread.unreadable = vec![unreadable("?")];
    shelf.ledger.record(&unread, at(60)).unwrap();
    shelf.ledger.expire_running(at(70)).unwrap();
    let refused = || Delivery::Failed {
        reason: Reason::Refused {
            fault: Fault::new(FaultKind::Invalid, "no"),
        },
        retry_at: None,
    };
    for (id, seconds) in [(ids[0], 10), (ids[1], 10), (ids[1], 100)] {
        shelf
            .ledger
            .settle(&[settled(id, refused())], at(seconds))
            .unwrap();
    }
    let failed = |since| shelf.ledger.failed_since(at(since)).unwrap();
    let unreadable = |since| shelf.ledger.unreadable_since(at(since)).unwrap();
    assert_eq!([failed(10), failed(11), failed(101)], [2, 1, 0]);
    assert_eq!([unreadable(0), unreadable(60), unreadable(61)], [2, 1, 0]);

    shelf.ledger.retry(ids[1], at(110)).unwrap();
    assert_eq!(shelf.ledger.failed_since(at(11)).unwrap(), 0);
}

#[test]
fn what_passes_and_views_read_grows_with_no_number_of_calls() {
    let shelf = Shelf::new();
    let plan = |sql: &str| -> String {
        let mut statement = shelf
            .ledger
            .connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        let lines: Vec<String> = statement
            .raw_query()
            .mapped(|row| row.get("detail"))
            .collect::<Result<_, _>>()
            .unwrap();
        lines.join("; ")
    };
    let section = |query: CallQuery| {
        Section::of(&shelf.ledger.connection, &query)
            .unwrap()
            .unwrap()
    };
    let all = section(CallQuery::default());
    let failed = section(CallQuery {
        state: Some(State::Failed),
        ..CallQuery::default()
    });
    for (sql, index) in [
        (all.sql("place, call").as_str(), "INTEGER PRIMARY KEY"),
        (&failed.sql("place, call"), "listed_by_state"),
        (
            &format!("SELECT * FROM {DUE} ORDER BY started_at, id LIMIT ?4"),
            "call_due",
        ),
        (FAILED_SINCE, "history_failed"),
        (UNREADABLE_SINCE, "call_no_call"),
        (&format!("SELECT * FROM {LAST_LOGGED}"), "call_logged_at"),
        (&format!("SELECT * FROM {LOGGED_SINCE}"), "call_logged_at"),
        (
            "SELECT max(logged_at) FROM call WHERE logged_at IS NOT NULL",
            "call_logged_at",
        ),
    ] {
        let plan = plan(sql);
        assert!(plan.contains(index), "{sql}: {plan}");
        for table in ["call", "listed", "history"] {
            assert!(!plan.contains(&format!("SCAN {table}")), "{sql}: {plan}");
        }
    }
    for sql in [all.sql("place"), failed.sql("place")] {
        let plan = plan(&sql);
        assert!(!plan.contains("TEMP B-TREE"), "{sql}: {plan}");
    }
}

#[test]
fn hits_are_counted_to_a_thousand_and_whole_states_to_the_last() {
    let calls = (0..1_001).map(|n| due(call(&n.to_string(), n))).collect();
    let (shelf, _) = Shelf::with(calls);
    let count = |search: &str, from: i64| {
        let query = CallQuery {
            search: Some(search.to_owned()),
            from: (from > 0).then(|| at(from)),
            ..CallQuery::default()
        };
        shelf.ledger.count(&query).unwrap()
    };
    let more = CallCount {
        calls: 1_000,
        is_more: true,
    };
    assert_eq!(count("7946", 0), more);
    assert_eq!(count("7946", 1), CallCount::exactly(1_000));
    assert_eq!(count("", 0), CallCount::exactly(1_001));
    let waiting = CallQuery {
        state: Some(State::Waiting),
        ..CallQuery::default()
    };
    let waiting = shelf.ledger.count(&waiting).unwrap();
    assert_eq!(waiting, CallCount::exactly(1_001));
}
