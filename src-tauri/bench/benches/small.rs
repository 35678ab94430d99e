//! The small things that happen for every call, by Criterion: `cargo bench -p ringlog-bench`.

#![expect(clippy::expect_used, reason = "a benchmark that cannot be made ends")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::tz::TimeZone;
use ringlog_core::call::RecordId;
use ringlog_core::contact_match::{Candidate, Entity, RecordRef, choose};
use ringlog_core::language::Locale;
use ringlog_core::phone::DialPlan;

fn numbers(criterion: &mut Criterion) {
    let plan = DialPlan::new("GB").expect("a region");
    criterion.bench_function("read a number as people write it", |bencher| {
        bencher.iter(|| plan.number(black_box("+44 (0)20 7946 0018")));
    });

    let number = plan.number("+442079460018").expect("a number");
    let candidates: Vec<Candidate> = (0_u128..20)
        .map(|place| Candidate {
            record: RecordRef {
                entity: Entity::Contact,
                id: RecordId(uuid::Uuid::from_u128(place)),
                name: format!("Person {place}"),
                company: None,
            },
            numbers: vec![
                format!("020 7946 {place:04}"),
                format!("07700 900{place:03}"),
            ],
            parent_account: None,
            is_active: true,
            merged_into: None,
        })
        .collect();
    criterion.bench_function("choose among twenty records", |bencher| {
        bencher.iter(|| choose(&number, &plan, &[Entity::Contact], black_box(&candidates)));
    });
}

fn words(criterion: &mut Criterion) {
    let locale = Locale::of_system("de-AT", TimeZone::UTC);
    let at = "2026-09-21T15:04:05Z".parse().expect("a time");
    criterion.bench_function("tell a date and a time", |bencher| {
        bencher.iter(|| locale.moment(black_box(at)));
    });
}

criterion_group!(small, numbers, words);
criterion_main!(small);
