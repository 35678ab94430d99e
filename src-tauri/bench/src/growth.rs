//! How cost grows: with the calls in the ledger, with the contacts of the organization, with the calls that are due, with
//! the columns that are matched.

use std::time::Duration;

use crate::backlog::catch_up_time;
use crate::large_ledger::Measured;
use crate::office::BenchOffice;
use crate::plot::{Curve, Plot};
use crate::sample::Sample;
use crate::workstations::Load;

const DUE: [u32; 5] = [1, 10, 100, 300, 1_000];
const CONTACTS: [u32; 3] = [100, 1_000, 10_000];
/// The phone columns of a contact, in the order in which they are added to the setting.
const COLUMNS: [&str; 6] = [
    "mobilephone",
    "telephone1",
    "telephone2",
    "telephone3",
    "company",
    "fax",
];

pub(crate) fn of_ledgers(ledgers: &[Measured]) -> Plot {
    let curve = |name, of: fn(&Measured) -> Duration| Curve {
        name,
        points: ledgers
            .iter()
            .map(|measured| (f64::from(measured.calls), in_milliseconds(of(measured))))
            .collect(),
    };
    Plot {
        name: "calls-in-the-ledger",
        title: "With the calls in the ledger",
        across: "calls in the ledger",
        up: "milliseconds",
        is_logarithmic: true,
        curves: vec![
            curve("search, first page (99th percentile)", |measured| {
                measured.search_first
            }),
            curve("search, last page (99th percentile)", |measured| {
                measured.search_last
            }),
            curve("a poll that brings nothing new (median)", |measured| {
                measured.poll
            }),
        ],
    }
}

pub(crate) async fn of_due_calls() -> Plot {
    let mut points = Vec::new();
    for due in DUE {
        points.push((f64::from(due), in_milliseconds(catch_up_time(due).await)));
    }
    Plot {
        name: "due-calls",
        title: "With the calls that are due, 40 ms from Dynamics",
        across: "due calls",
        up: "milliseconds until all are logged",
        is_logarithmic: true,
        curves: vec![Curve {
            name: "one pass",
            points,
        }],
    }
}

pub(crate) async fn of_contacts() -> Plot {
    let mut points = Vec::new();
    for contacts in CONTACTS {
        let office = BenchOffice::open(Duration::ZERO).await;
        office.add_contacts(contacts);
        points.push((f64::from(contacts), own_time(&office, &[]).await));
    }
    Plot {
        name: "contacts",
        title: "With the contacts of the organization",
        across: "contacts",
        up: "milliseconds of one call, our side",
        is_logarithmic: true,
        curves: vec![Curve {
            name: "one call (median)",
            points,
        }],
    }
}

pub(crate) async fn of_columns() -> Plot {
    let mut points = Vec::new();
    for columns in 1..=COLUMNS.len() {
        let office = BenchOffice::open(Duration::ZERO).await;
        office.add_contacts(100);
        let named = COLUMNS.get(..columns).unwrap_or_default();
        points.push((columns as f64, own_time(&office, named).await));
    }
    Plot {
        name: "match-columns",
        title: "With the columns that are matched",
        across: "phone columns of a contact",
        up: "milliseconds of one call, our side",
        is_logarithmic: false,
        curves: vec![Curve {
            name: "one call (median)",
            points,
        }],
    }
}

/// How many milliseconds one call takes on our side, by the median; `columns` are matched, else the usual ones.
async fn own_time(office: &BenchOffice, columns: &[&str]) -> f64 {
    const CALLS: u32 = 60;
    let mut computer = office.computer().await;
    if !columns.is_empty() {
        computer.set("rules.match_columns", &format!("[{}]", quoted(columns)));
    }
    let mut own = Sample::default();
    for call in 0..CALLS {
        own.push(office.one_call(&mut computer, call).await.own);
    }
    in_milliseconds(own.median())
}

fn quoted(columns: &[&str]) -> String {
    let quoted: Vec<String> = columns
        .iter()
        .map(|column| format!("\"{column}\""))
        .collect();
    quoted.join(", ")
}

/// The requests of ten thousand workstations, minute by minute.
pub(crate) fn of_a_day(day: &Load) -> Plot {
    let minutes = |of: fn(&[u32]) -> f64| {
        day.requests
            .chunks(60)
            .zip(0_u32..)
            .map(|(seconds, minute)| (f64::from(minute) / 60.0, of(seconds)))
            .collect()
    };
    Plot {
        name: "workstations",
        title: "What 10,000 workstations ask one PBX, which is away from 14:00 to 14:10",
        across: "hour of the day",
        up: "requests a second",
        is_logarithmic: false,
        curves: vec![
            Curve {
                name: "busiest second of each minute",
                points: minutes(|seconds| seconds.iter().copied().max().unwrap_or_default().into()),
            },
            Curve {
                name: "mean of each minute",
                points: minutes(|seconds| {
                    f64::from(seconds.iter().sum::<u32>()) / seconds.len() as f64
                }),
            },
        ],
    }
}

fn in_milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}
