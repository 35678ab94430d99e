use proptest::prelude::*;
use ringlog_core::call::{Call, Direction, RemoteParty};
use ringlog_core::contact_match::RecordRef;
use ringlog_core::delivery::{Delivery, State};
use ringlog_core::phone::DialPlan;
use ringlog_core::reason::Reason;
use rusqlite::Row;

use super::super::migrations::take as take_steps;
use super::super::row::{optional_json_of, state_of};
use super::super::samples::{
    ORGANIZATION, Shelf, activity, at, call, contact, due, left_out, page, settled, unreadable,
};
use super::super::{CallQuery, Ledger, RecordedCall};
use super::*;

/// What callers and records are called.
const NAMES: [&str; 4] = ["ann aske", "bo anders", "contoso", "79 an"];

const NUMBERS: [&str; 3] = ["020 7946 0018", "+49 30 1279460", "07946 000079"];

const NOTES: [&str; 3] = ["wants a quote", "an \"xl\" box", "7946 or 79"];

const TEXTS: [&str; 17] = [
    "a",
    "an",
    "ann",
    "o",
    "bo",
    "79",
    "794",
    "7946",
    "079",
    "0207946",
    "con",
    "xl",
    "\"xl\" box",
    "qu",
    "quote",
    "zz",
    "+4",
];

#[derive(Clone, Debug)]
enum Step {
    /// The PBX shows a call; once more, perhaps with other facts.
    Record {
        number: usize,
        of: usize,
        start: i64,
        is_outbound: bool,
        is_left_out: bool,
    },
    Unreadable(usize),
    Log(usize, usize),
    Note(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let number = 0..12_usize;
    let step = prop_oneof![
        6 => (number.clone(), 0..12_usize, -3..4_i64, any::<bool>(), any::<bool>()).prop_map(
            |(number, of, start, is_outbound, is_left_out)| Step::Record {
                number,
                of,
                start,
                is_outbound,
                is_left_out,
            }
        ),
        1 => number.clone().prop_map(Step::Unreadable),
        3 => (number.clone(), 0..4_usize).prop_map(|(number, name)| Step::Log(number, name)),
        2 => (number, 0..3_usize).prop_map(|(number, note)| Step::Note(number, note)),
    ];
    proptest::collection::vec(step, 1..40)
}

fn queries() -> impl Strategy<Value = Vec<CallQuery>> {
    let states = [State::Waiting, State::Logged, State::LeftOut, State::Failed];
    let query = (
        proptest::option::of(proptest::sample::select(TEXTS.to_vec())),
        proptest::option::of(proptest::sample::select(states.to_vec())),
        proptest::option::of(Just(Direction::Outbound)),
        proptest::option::of(-3..4_i64),
        proptest::option::of(-3..4_i64),
    )
        .prop_map(|(search, state, direction, from, until)| CallQuery {
            search: search.map(str::to_owned),
            state,
            direction,
            from: from.map(at),
            until: until.map(at),
            ..CallQuery::default()
        });
    proptest::collection::vec(query, 1..12)
}

fn entry(step: &Step) -> Option<RecordedCall> {
    let Step::Record {
        number,
        of,
        start,
        is_outbound,
        is_left_out,
    } = step
    else {
        return None;
    };
    let written = NUMBERS[of % NUMBERS.len()];
    let call = Call {
        direction: if *is_outbound {
            Direction::Outbound
        } else {
            Direction::Inbound
        },
        remote: RemoteParty {
            number: DialPlan::new("GB").unwrap().number(written),
            written: written.replace(' ', ""),
            name: (of % 4 > 0).then(|| NAMES[of % NAMES.len()].to_owned()),
        },
        ..call(&number.to_string(), *start)
    };
    let reason = Reason::TooShort {
        seconds: 1,
        minimum_seconds: 3,
    };
    Some(if *is_left_out {
        left_out(call, reason)
    } else {
        due(call)
    })
}

fn take(shelf: &mut Shelf, step: &Step) {
    let id_of = |shelf: &Shelf, number: &usize| -> Option<i64> {
        shelf
            .ledger
            .connection
            .prepare("SELECT id FROM call WHERE source_id = ?1")
            .unwrap()
            .query_map([number.to_string()], |row| row.get(0))
            .unwrap()
            .next()
            .transpose()
            .unwrap()
    };
    match step {
        Step::Record { .. } => {
            let page = page(entry(step).into_iter().collect());
            shelf.ledger.record(&page, at(0)).unwrap();
        }
        Step::Unreadable(number) => {
            let mut page = page(Vec::new());
            page.unreadable = vec![unreadable(&number.to_string())];
            shelf.ledger.record(&page, at(1)).unwrap();
        }
        Step::Log(number, name) => {
            let Some(id) = id_of(shelf, number) else {
                return;
            };
            if shelf
                .ledger
                .begin_attempt(&[id], ORGANIZATION, at(1))
                .is_err()
            {
                return;
            }
            let logged = Delivery::Logged {
                activity: activity(&call(&number.to_string(), 0)),
                record: Some(RecordRef {
                    company: (name % 2 == 0).then(|| NAMES[2].to_owned()),
                    ..contact(NAMES[*name])
                }),
                reason: None,
            };
            shelf.ledger.settle(&[settled(id, logged)], at(1)).unwrap();
        }
        Step::Note(number, note) => {
            // Only a call that is still open takes one.
            if let Some(id) = id_of(shelf, number) {
                let _refused = shelf.ledger.note_before(id, NOTES[*note], at(1));
            }
        }
    }
}

/// One call, with everything a query can ask about.
struct Line {
    id: i64,
    started: i64,
    state: State,
    direction: Option<String>,
    labels: Vec<String>,
    notes: Vec<String>,
}

fn line_of(row: &Row<'_>) -> Result<Line, LedgerError> {
    let labels = [
        "remote_number",
        "remote_written",
        "remote_name",
        "record_name",
        "record_company",
    ]
    .into_iter()
    .filter_map(|column| row.get::<_, Option<String>>(column).unwrap())
    .collect();
    Ok(Line {
        id: row.get("id")?,
        started: row.get::<_, i64>("started_at")?,
        state: state_of(row)?,
        direction: row.get("direction")?,
        labels,
        notes: optional_json_of(row, "notes")?.unwrap_or_default(),
    })
}

impl Line {
    fn has(&self, text: &str) -> bool {
        variants(text).iter().any(|text| {
            let is_noted = |note: &String| {
                if text.chars().count() < INDEXED_CHARACTERS_MIN {
                    note.split(|c: char| !c.is_alphanumeric())
                        .any(|word| word.starts_with(text))
                } else {
                    note.contains(text)
                }
            };
            self.labels.iter().any(|label| label.contains(text)) || self.notes.iter().any(is_noted)
        })
    }

    fn fits(&self, query: &CallQuery) -> bool {
        query.text().is_none_or(|text| self.has(text))
            && query.state.is_none_or(|state| state == self.state)
            && (query.direction.is_none() || self.direction.as_deref() == Some("outbound"))
            && query
                .from
                .is_none_or(|from| self.started >= from.as_microsecond())
            && query
                .until
                .is_none_or(|until| self.started < until.as_microsecond())
    }
}

/// The ids of the calls that fit, newest first, by looking at each.
fn scanned(shelf: &Shelf, query: &CallQuery) -> Vec<i64> {
    let mut lines: Vec<Line> = shelf
        .ledger
        .connection
        .prepare("SELECT * FROM call")
        .unwrap()
        .query_and_then((), line_of)
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    lines.sort_by_key(|line| std::cmp::Reverse((line.started, line.id)));
    lines
        .into_iter()
        .filter(|line| line.fits(query))
        .map(|line| line.id)
        .collect()
}

/// The same by the ledger, page by page.
fn paged(shelf: &Shelf, query: &CallQuery) -> Vec<i64> {
    let mut found = Vec::new();
    loop {
        let query = CallQuery {
            limit: Some(3),
            before: found.last().copied(),
            ..query.clone()
        };
        let page = shelf.ledger.calls(&query).unwrap();
        if page.is_empty() {
            return found;
        }
        found.extend(page.into_iter().map(|call| call.id));
    }
}

fn searched(shelf: &Shelf, query: &CallQuery, limit: usize, reach: Reach) -> Vec<i64> {
    let connection = &shelf.ledger.connection;
    let section = Section::of(connection, query).unwrap().unwrap();
    let found = search(connection, &section, query.text().unwrap(), limit, reach).unwrap();
    found.into_iter().map(|listed| listed.call).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_found_is_what_a_look_at_every_call_finds(steps in steps(), queries in queries(), limit in 1..9_usize) {
        let mut shelf = Shelf::new();
        for step in &steps {
            take(&mut shelf, step);
        }
        for query in &queries {
            let expected = scanned(&shelf, query);
            prop_assert_eq!(&paged(&shelf, query), &expected, "{:?}", query);
            prop_assert_eq!(shelf.ledger.count(query).unwrap().calls, expected.len() as u64, "{:?}", query);
            if query.text().is_some() {
                let expected: Vec<i64> = expected.into_iter().take(limit).collect();
                for reach in [(0, 1), (0, 2), (0, 99), (99, 1)] {
                    let reach = Reach { followed: reach.0, walked: reach.1 };
                    prop_assert_eq!(&searched(&shelf, query, limit, reach), &expected, "{:?} {:?}", query, reach);
                }
            }
        }
    }
}

/// A ledger of the format before the list had an order of its own, with calls of several states, notes and an unreadable
/// record in it, and one call from before 1970.
const OLDER: &str = "
INSERT INTO call (source, extension, source_id, leg, direction, outcome, remote_number, remote_written, remote_name,
    started_at, ended_at, via_queue, raw, recorded_at, state, reason, due_at, record_entity, record_id, record_name,
    record_company, notes, activity_id, logged_at)
VALUES
    ('s', '504', 'a', '1', 'inbound', 'connected', '+442079460018', '02079460018', 'ann aske', 2000000, 3000000, 0, '', 0,
        'logged', NULL, NULL, 'contact', '6f0c0000-0000-0000-0000-000000000001', 'bo anders', 'contoso', NULL,
        '5f0c0000-0000-0000-0000-000000000001', 4000000),
    ('s', '504', 'b', '1', 'outbound', 'connected', NULL, '79', NULL, 2000000, 3000000, 0, '', 0,
        'waiting', '{\"code\": \"due\"}', 0, NULL, NULL, NULL, NULL, '[\"wants a quote\", \"an \\\"xl\\\" box\"]', NULL, NULL),
    ('s', '504', 'c', '1', 'inbound', 'no_answer', '+442079460018', '02079460018', NULL, -2000000, -1000000, 0, '', 0,
        'left_out', '{\"code\": \"too_short\", \"seconds\": 1, \"minimum_seconds\": 3}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO call (source, extension, source_id, leg, outcome, remote_written, started_at, ended_at, via_queue, raw,
    recorded_at, state, reason)
VALUES ('s', '504', 'd', 'unreadable', 'unknown', '', 5000000, 5000000, 0, '?', 5000000, 'failed',
    '{\"code\": \"unreadable\", \"detail\": \"?\"}');
INSERT INTO history (call, at, event, detail) VALUES (1, 0, 'recorded', '{}');
";

#[test]
fn an_older_ledger_is_brought_over_and_all_of_it_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite3");
    let older = Connection::open(&path).unwrap();
    take_steps(&older, 6);
    older.execute_batch(OLDER).unwrap();
    drop(older);

    let ledger = Ledger::open(&path, at(0)).unwrap().ledger;
    let shelf = Shelf { folder, ledger };

    assert_eq!(paged(&shelf, &CallQuery::default()), [4, 2, 1, 3]);
    for text in TEXTS {
        let query = CallQuery {
            search: Some(text.to_owned()),
            ..CallQuery::default()
        };
        assert_eq!(paged(&shelf, &query), scanned(&shelf, &query), "{text}");
    }
    let counts = shelf.ledger.counts().unwrap();
    assert_eq!(counts.all(), 4);
    for state in [State::Logged, State::Waiting, State::LeftOut, State::Failed] {
        assert_eq!(counts.of(state), 1, "{state:?}");
    }
    assert_eq!(
        shelf.ledger.unreadable_since(at(-1_790_000_000)).unwrap(),
        1
    );
}
