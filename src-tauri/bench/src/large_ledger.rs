//! A ledger with as many calls as a long life brings, filled by hand: what is shown of it, and what a poll costs beside it.

use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use ringlog_engine::ledger::{CallQuery, Ledger};
use ringlog_tests::Computer;
use rusqlite::{Connection, params};

use crate::office::BenchOffice;
use crate::sample::{Sample, milliseconds, ratio};
use crate::table::{Line, times};

/// The sizes it is measured at, smallest first.
pub(crate) const SIZES: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];

const SEARCH_MAX: Duration = Duration::from_millis(30);
const POLL_RATIO_MAX: f64 = 1.2;

/// Many calls in few years.
const BETWEEN_CALLS: SignedDuration = SignedDuration::from_mins(1);

/// So many calls ago the last one failed: each failure of the last week is looked at in every pass, in a small ledger as in
/// a large one.
const FAILED_BEFORE: u32 = 12_000;

/// What the window asks for at once.
const PAGE: u32 = 50;
/// The people who call; the first of them much more often than the others.
const PEOPLE: u32 = 20_000;
const FIRST_NAMES: [&str; 20] = [
    "Ada", "Björn", "Chloé", "Dunja", "Emre", "Fiona", "Goran", "Hanna", "Ines", "Jon", "Karla",
    "Luca", "Mira", "Nils", "Olga", "Priya", "Quentin", "Rosa", "Sven", "Tilda",
];
const LAST_NAMES: [&str; 25] = [
    "Aske",
    "Berg",
    "Castro",
    "Dahl",
    "Eriksen",
    "Falk",
    "Gruber",
    "Holm",
    "Ivanov",
    "Jansen",
    "Köhler",
    "Lindqvist",
    "Martin",
    "Nair",
    "Okafor",
    "Petrov",
    "Quist",
    "Rossi",
    "Schmidt",
    "Tanaka",
    "Ulrich",
    "Varga",
    "Weber",
    "Yilmaz",
    "Zeller",
];
const COMPANIES: [&str; 10] = [
    "Harbour Agency",
    "Northwind Traders",
    "Fabrikam",
    "Contoso Pharma",
    "Tailspin Toys",
    "Alpine Ski House",
    "Litware",
    "Proseware",
    "Wingtip",
    "Fourth Coffee",
];
/// What a row of the PBX looks like at most days: about as long as a real one.
const RAW: &str = r#"{"id":"00000000","start":"1747212000","connected":"1747212009","end":"1747212120","cmc":"","type":"extcall","direction":"I","extension":"504","from":"\"Jon Aske\" <sip:02079460018@pbx.contoso.example>","to":"\"Mira Holm\" <sip:504@pbx.contoso.example>","trunk":"Provider","recording":"","cost":"","rate":"","account":"504@pbx.contoso.example","durations":{"ring":9,"talk":111,"hold":0},"legs":[{"start":"1747212000","connected":"1747212009","end":"1747212120","type":"extcall","extension":"504"}]}"#;

/// What one size came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    pub(crate) calls: u32,
    /// Of one search as it is typed: its page, and how many calls fit.
    pub(crate) search_first: Duration,
    pub(crate) search_last: Duration,
    /// Half of the polls that brought nothing took no longer.
    pub(crate) poll: Duration,
    /// The same with the smallest ledger, in turns with them.
    poll_of_smallest: Duration,
}

/// Somebody whose ledger is filled by hand.
struct Person {
    office: BenchOffice,
    computer: Computer,
    newest: Timestamp,
}

impl Person {
    async fn new() -> Self {
        let office = BenchOffice::open(Duration::ZERO).await;
        office.add_contacts(20);
        let mut computer = office.computer().await;
        office.had_calls(20, 20);
        computer.sync().await;
        let newest = office.world.minutes_ago(60 * 24);
        Self {
            office,
            computer,
            newest,
        }
    }

    fn fill(&self, calls: Range<u32>) {
        fill(
            &self.computer.ledger_file(),
            calls,
            self.newest,
            BETWEEN_CALLS,
        );
    }

    async fn poll(&mut self) -> Duration {
        self.office
            .world
            .clock
            .advance(SignedDuration::from_secs(1));
        let began = Instant::now();
        let pass = self.computer.sync().await;
        let took = began.elapsed();
        assert_eq!(pass.report.new, 0, "nothing is new");
        took
    }
}

/// Measures every size in one ledger that grows, polls in turns with one that stays as it is.
pub(crate) async fn measure() -> Vec<Measured> {
    let mut smallest = Person::new().await;
    smallest.fill(0..SIZES[0]);
    let mut growing = Person::new().await;
    let mut filled = 0;
    let mut measured = Vec::new();
    for calls in SIZES {
        growing.fill(filled..calls);
        filled = calls;
        let (search_first, search_last) = searches(&growing.computer.ledger_file(), calls);
        let (poll, poll_of_smallest) = polls(&mut growing, &mut smallest).await;
        measured.push(Measured {
            calls,
            search_first,
            search_last,
            poll,
            poll_of_smallest,
        });
    }
    measured
}

/// What the table says of them.
pub(crate) fn lines(measured: &[Measured]) -> Vec<Line> {
    let (Some(smallest), Some(largest)) = (measured.first(), measured.last()) else {
        return Vec::new();
    };
    let slowest = largest.search_first.max(largest.search_last);
    let ratio = ratio(largest.poll, largest.poll_of_smallest);
    vec![
        Line {
            what: format!("search as you type in a ledger of {} calls", largest.calls),
            ours: format!(
                "99th percentile: first page {}, last page {}",
                milliseconds(largest.search_first),
                milliseconds(largest.search_last)
            ),
            against: format!(
                "{} calls: {}",
                smallest.calls,
                milliseconds(smallest.search_first.max(smallest.search_last))
            ),
            result: milliseconds(slowest),
            target: format!("under {}", milliseconds(SEARCH_MAX)),
            is_met: slowest < SEARCH_MAX,
        },
        Line {
            what: format!(
                "a poll that brings nothing new, {} calls in the ledger",
                largest.calls
            ),
            ours: milliseconds(largest.poll),
            against: format!(
                "{} calls: {}",
                smallest.calls,
                milliseconds(largest.poll_of_smallest)
            ),
            result: times(ratio),
            target: format!("at most {POLL_RATIO_MAX} times"),
            is_met: ratio <= POLL_RATIO_MAX,
        },
    ]
}

/// Types texts character by character, and gives the 99th percentiles of the first page and of the last.
fn searches(file: &Path, calls: u32) -> (Duration, Duration) {
    let ledger = Ledger::open_read_only(file)
        .expect("the ledger can be read")
        .expect("there is a ledger");
    let oldest = oldest(file, calls);
    let (mut first, mut last) = (Sample::default(), Sample::default());
    for text in typed() {
        let query = CallQuery {
            search: Some(text),
            limit: Some(PAGE),
            ..CallQuery::default()
        };
        first.time(|| {
            ledger.calls(&query).expect("a page");
            ledger.count(&query).expect("a count");
        });
        let query = CallQuery {
            before: Some(oldest),
            ..query
        };
        last.time(|| ledger.calls(&query).expect("a page"));
    }
    (first.p99(), last.p99())
}

/// Everything that stands in the field while each of these is typed.
fn typed() -> Vec<String> {
    let people = [0, 1, 7, 250, 3_000, PEOPLE - 1];
    let mut whole: Vec<String> = Vec::new();
    for person in people {
        whole.extend([
            name(person),
            company(person).to_owned(),
            e164(person),
            national(person),
        ]);
    }
    whole.extend(
        [
            "nobody at all",
            "09999 123456",
            "%_",
            "Zeller, Tilda",
            "köhler",
            "kohler",
            "xq",
        ]
        .map(str::to_owned),
    );
    let mut texts = Vec::new();
    for text in whole {
        let characters: Vec<char> = text.chars().collect();
        texts.extend(
            (1..=characters.len())
                .filter_map(|length| Some(characters.get(..length)?.iter().collect::<String>())),
        );
    }
    texts
}

/// The call fifty places before the end of the list.
fn oldest(file: &Path, calls: u32) -> i64 {
    let connection = Connection::open(file).expect("the ledger");
    let places = PAGE.min(calls / 2);
    let sql = "SELECT id FROM call ORDER BY started_at, id LIMIT 1 OFFSET ?1";
    connection
        .query_row(sql, [places], |row| row.get(0))
        .expect("a call")
}

async fn polls(growing: &mut Person, smallest: &mut Person) -> (Duration, Duration) {
    const POLLS: u32 = 200;
    let (mut large, mut small) = (Sample::default(), Sample::default());
    for _ in 0..POLLS {
        large.push(growing.poll().await);
        small.push(smallest.poll().await);
    }
    (large.median(), small.median())
}

/// Adds the calls with these numbers, each by `between` older than the one before.
pub(crate) fn fill(file: &Path, calls: Range<u32>, newest: Timestamp, between: SignedDuration) {
    let mut connection = Connection::open(file).expect("the ledger");
    let transaction = connection.transaction().expect("a transaction");
    {
        let mut call = transaction
            .prepare(
                "INSERT INTO call (source, extension, source_id, leg, direction, outcome, remote_number, remote_written, \
                 remote_name, started_at, answered_at, ended_at, via_queue, raw, recorded_at, state, reason, activity_id, \
                 record_entity, record_id, record_name, record_company, logged_at) \
                 VALUES ('vodia:bench', '504', ?1, '', 'inbound', 'connected', ?2, ?3, ?4, ?5, ?5 + 9000000, ?5 + 120000000, 0, \
                 ?6, ?5 + 130000000, ?7, ?8, ?9, ?10, ?9, ?11, ?12, ?13)",
            )
            .expect("a statement");
        let mut history = transaction
            .prepare("INSERT INTO history (call, at, event, detail) VALUES (?1, ?2, ?3, '{}')")
            .expect("a statement");
        for number in calls {
            let person = person(number);
            let started_at = (newest - between * number as i32).as_microsecond();
            // Of a hundred calls a few are left out, and long ago one failed.
            let state = match number % 100 {
                0..7 => "left_out",
                7 if number > FAILED_BEFORE => "failed",
                _ => "logged",
            };
            let is_logged = state == "logged";
            let reason = match state {
                "left_out" => Some(r#"{"code":"internal"}"#),
                "failed" => Some(r#"{"code":"record_gone"}"#),
                _ => None,
            };
            call.execute(params![
                format!("bench-{number}"),
                e164(person),
                national(person),
                name(person),
                started_at,
                RAW,
                state,
                reason,
                is_logged.then(|| format!("00000000-0000-4000-8000-{number:012}")),
                is_logged.then_some("contact"),
                is_logged.then(|| name(person)),
                is_logged.then(|| company(person)),
                is_logged.then_some(started_at + 150_000_000),
            ])
            .expect("a call");
            let id = transaction.last_insert_rowid();
            for (event, after) in [("recorded", 130_000_000), (state, 150_000_000)] {
                history
                    .execute(params![id, started_at + after, event])
                    .expect("a line of history");
            }
        }
    }
    transaction.commit().expect("the calls are kept");
    connection
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("the log is written back");
}

/// Who called: of the people, the first ones are most of the calls.
fn person(call: u32) -> u32 {
    let chance = f64::from(call.wrapping_mul(2_654_435_761)) / f64::from(u32::MAX);
    (chance.powi(4) * f64::from(PEOPLE)) as u32
}

fn name(person: u32) -> String {
    let pick = |names: &[&'static str], place: u32| {
        names
            .get(place as usize % names.len())
            .copied()
            .unwrap_or_default()
    };
    format!(
        "{} {}",
        pick(&FIRST_NAMES, person),
        pick(&LAST_NAMES, person / 20)
    )
}

fn company(person: u32) -> &'static str {
    COMPANIES
        .get(person as usize % COMPANIES.len())
        .copied()
        .unwrap_or_default()
}

fn e164(person: u32) -> String {
    format!("+44207{:07}", u64::from(person) * 487 % 10_000_000)
}

fn national(person: u32) -> String {
    format!("0{}", e164(person).trim_start_matches("+44"))
}
