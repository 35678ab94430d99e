use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bytes::Bytes;
use jiff::SignedDuration;
use ringlog_core::normalize::{Normalized, Origin, normalize};
use ringlog_core::phone::DialPlan;
use ringlog_core::poller::{Poller, Progress, Seen};
use ringlog_simulator::vodia::{Order as Listed, Shape, SimulatedCall};
use serde_json::json;

use super::super::tests::{Bench, at, source};
use super::*;
use crate::ports::{CallSource, Transport, TransportError};

/// One call a minute, the newest a minute ago.
fn bench_with_calls(count: i64) -> Bench {
    let bench = Bench::new();
    for minute in 1..=count {
        bench
            .pbx
            .add_call("504", SimulatedCall::inbound("098371388", at(-minute)));
    }
    bench
}

async fn starts(bench: &Bench, from: Timestamp) -> Vec<Timestamp> {
    let (records, unreadable) = bench.records(from).await;
    assert_eq!(unreadable, []);
    let mut starts: Vec<_> = records.iter().map(|cdr| cdr.started_at.unwrap()).collect();
    starts.sort();
    starts
}

fn expected(minutes: i64) -> Vec<Timestamp> {
    (1..=minutes).rev().map(|minute| at(-minute)).collect()
}

#[tokio::test]
async fn the_whole_window_is_read_whatever_the_pbx_does_about_pages() {
    for shape in [
        Shape::Wrapper,
        Shape::Array,
        Shape::ArrayUnlessApi2,
        Shape::NumberUnlessApi2,
    ] {
        for order in [
            Listed::NewestFirst,
            Listed::OldestFirst,
            Listed::LastEndedFirst,
        ] {
            for (paging, page_size_max) in [(true, 800), (true, 30), (false, 800)] {
                for total in [true, false] {
                    let bench = bench_with_calls(130);
                    bench.pbx.set_habits(|habits| {
                        habits.shape = shape;
                        habits.order = order;
                        habits.paging = paging;
                        habits.page_size_max = page_size_max;
                        habits.total = total;
                    });
                    for minutes in [130, 75, 3] {
                        assert_eq!(
                            starts(&bench, at(-minutes)).await,
                            expected(minutes),
                            "{shape:?} {order:?} {paging} {page_size_max} {total}"
                        );
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn a_poll_that_finds_nothing_new_costs_one_request() {
    let bench = bench_with_calls(130);
    starts(&bench, at(-40)).await;
    assert_eq!(
        bench.sent(),
        ["GET /rest/user/504@tenant.example.net/history?page=1&size=50"]
    );
}

#[tokio::test]
async fn how_the_pbx_wants_to_be_asked_is_learned_once() {
    let bench = bench_with_calls(130);
    bench
        .pbx
        .set_habits(|habits| habits.shape = Shape::NumberUnlessApi2);
    starts(&bench, at(-40)).await;
    assert_eq!(bench.sent().len(), 2);
    starts(&bench, at(-40)).await;
    assert_eq!(
        bench.sent(),
        ["GET /rest/user/504@tenant.example.net/history?api=2&page=1&size=50"]
    );
}

#[tokio::test]
async fn a_pbx_that_lists_the_oldest_first_is_read_from_its_end() {
    let bench = bench_with_calls(230);
    bench
        .pbx
        .set_habits(|habits| habits.order = Listed::OldestFirst);
    starts(&bench, at(-20)).await;
    let pages: Vec<_> = bench
        .sent()
        .iter()
        .filter_map(|request| Some(request.split_once("page=")?.1.to_owned()))
        .collect();
    assert_eq!(pages, ["1&size=50", "5&size=50"]);
}

#[tokio::test]
async fn a_pbx_that_refuses_a_query_is_asked_without() {
    let bench = bench_with_calls(20);
    bench.pbx.set_habits(|habits| habits.refuses_query = true);
    assert_eq!(starts(&bench, at(-20)).await, expected(20));
    bench.sent();
    assert_eq!(starts(&bench, at(-20)).await, expected(20));
    assert_eq!(
        bench.sent(),
        ["GET /rest/user/504@tenant.example.net/history"]
    );
}

#[tokio::test]
async fn the_end_of_the_history_is_told_only_where_it_comes_before_the_window() {
    let is_end = async |bench: &Bench, from: Timestamp| {
        let pages = bench.pages(from).await.unwrap();
        let ends: Vec<bool> = pages.iter().map(|page| page.is_end_of_history).collect();
        let (last, before) = ends.split_last().unwrap();
        assert!(before.iter().all(|end| !end));
        *last
    };
    let bench = bench_with_calls(130);
    assert!(is_end(&bench, at(-500)).await);
    assert!(!is_end(&bench, at(-100)).await);
    assert!(is_end(&Bench::new(), at(-100)).await);

    bench
        .pbx
        .set_habits(|habits| habits.order = Listed::OldestFirst);
    assert!(is_end(&bench, at(-500)).await);
    assert!(!is_end(&bench, at(-100)).await);

    // It gives the first thirty for ever and says that there are more.
    let stuck = bench_with_calls(130);
    stuck.pbx.set_habits(|habits| habits.refuses_query = true);
    assert!(!is_end(&stuck, at(-500)).await);
}

#[tokio::test]
async fn one_bad_record_does_not_spoil_the_page() {
    let bench = bench_with_calls(3);
    let call = SimulatedCall::inbound("098371388", at(-2));
    bench
        .pbx
        .add_call("504", call.clone().with("start", json!("soon")));
    bench.pbx.add_call(
        "504",
        call.with("start", json!(null)).with("surprise", json!([1])),
    );
    let (records, unreadable) = bench.records(at(-3)).await;
    assert_eq!(records.len(), 4);
    assert_eq!(unreadable.len(), 1);
    assert_eq!(
        records
            .iter()
            .filter(|cdr| cdr.started_at.is_none())
            .count(),
        1
    );
}

#[tokio::test]
async fn a_running_call_is_given_and_ends_later() {
    let bench = Bench::new();
    let id = bench.pbx.add_call(
        "504",
        SimulatedCall::outbound("098371388", at(-5))
            .unanswered()
            .running(),
    );
    let ended_at = async |bench: &Bench| bench.records(at(-9)).await.0.remove(0).ended_at;
    assert_eq!(ended_at(&bench).await, None);
    bench.pbx.end_call("504", &id, at(-1));
    assert_eq!(ended_at(&bench).await, Some(at(-1)));
}

#[tokio::test]
async fn a_call_is_read_as_the_pbx_wrote_it() {
    let bench = Bench::new();
    let call = SimulatedCall::inbound("020 7946 0123", at(-5) + SignedDuration::from_millis(582))
        .id("pwMYYavMwmSb@pbx")
        .name("Jane \"JD\" Doe")
        .sip_user("+442079460123")
        .queue();
    bench.pbx.add_call("504", call.clone());
    let cdr = bench.records(at(-9)).await.0.remove(0);
    assert_eq!(cdr.id.as_deref(), Some("pwMYYavMwmSb@pbx"));
    assert_eq!(cdr.from.name.as_deref(), Some("Jane \"JD\" Doe"));
    assert_eq!(cdr.from.sip_user.as_deref(), Some("+442079460123"));
    assert_eq!(cdr.to.number.as_deref(), Some("504"));
    assert!(cdr.queue);
    assert_eq!(cdr.started_at, Some(call.started_at));
    assert_eq!(cdr.answered_at, call.answered_at);
    assert_eq!(cdr.ended_at, call.ended_at);
}

/// The next number of a sequence that looks like chance and is the same every time.
fn chance(state: &mut u64, below: u64) -> i64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    i64::try_from((*state >> 33) % below).unwrap()
}

#[tokio::test]
async fn every_call_is_read_however_long_it_lasts_and_however_the_polls_fall() {
    let bench = Bench::new();
    let origin = Origin {
        source: &bench.vodia.source(),
        extension: "504",
        tenant: &bench.vodia.tenant(),
        plan: DialPlan::new("NZ").unwrap(),
    };
    let mut state = 7;
    // Most calls are short, some last for hours, and each appears only when it is over.
    let mut coming: Vec<_> = (0..300)
        .map(|_| {
            let start = chance(&mut state, 4_000);
            let minutes = if chance(&mut state, 10) == 0 {
                1_500
            } else {
                30
            };
            (start, start + 1 + chance(&mut state, minutes))
        })
        .collect();
    coming.sort_by_key(|(_, end)| *end);
    let expected = coming.len();
    let mut coming = coming.into_iter().peekable();
    let mut ledger = BTreeSet::new();
    let mut poller = Poller::new(30);
    let mut progress = Progress::default().begun(24, at(0));
    let mut minute = 0;
    while minute < 6_000 {
        while let Some((start, end)) = coming.next_if(|(_, end)| *end <= minute) {
            let call = SimulatedCall::inbound("098371388", at(start));
            let call = call.ended_after_seconds((end - start) * 60);
            bench.pbx.add_call("504", call);
        }
        let window = poller.window(&progress, at(minute));
        let (records, _) = bench.records(window.from).await;
        let mut seen = Vec::new();
        let before = ledger.len();
        for record in &records {
            let Ok(Normalized::Finished(call)) = normalize(record, &origin) else {
                panic!("not finished: {record:?}");
            };
            seen.push(Seen::Recorded(call.started_at));
            ledger.insert(call.key);
        }
        poller.succeeded(ledger.len() - before, at(minute));
        progress = progress.after(seen, at(minute));
        // Now and then the computer is off for half a day.
        minute += if chance(&mut state, 100) == 0 {
            700
        } else {
            1 + chance(&mut state, 5)
        };
    }
    assert_eq!(ledger.len(), expected);
}

/// A PBX that has a page of new calls for every question.
struct Endless {
    rows: u64,
    asked: AtomicU64,
}

impl Transport for Endless {
    fn send(
        &self,
        _request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let page = self.asked.fetch_add(1, Ordering::Relaxed);
        let rows: Vec<Value> = (0..self.rows)
            .map(|row| json!({ "id": format!("{page}-{row}"), "start": 1_600_000_000 }))
            .collect();
        let body = json!({ "data": rows }).to_string();
        async move { Ok(http::Response::new(body.into())) }.boxed()
    }
}

async fn read_of_endless(rows: u64) -> (PbxError, u64) {
    let pbx = Arc::new(Endless {
        rows,
        asked: AtomicU64::new(0),
    });
    let vodia = source("https://pbx.example.com", "504", "secret", &pbx).unwrap();
    let mut pages = vodia.read(Window { from: at(-10_000) });
    let error = loop {
        match pages.next().await {
            Ok(page) => assert!(page.is_some(), "it ended"),
            Err(error) => break error,
        }
    };
    (error, pbx.asked.load(Ordering::Relaxed))
}

#[tokio::test]
async fn a_history_without_end_is_given_up() {
    let (error, asked) = read_of_endless(50).await;
    assert_eq!(
        error,
        PbxError::Garbled("the call history does not end after 400 pages".to_owned())
    );
    assert_eq!(asked, 400);
    let (error, asked) = read_of_endless(40_000).await;
    assert_eq!(
        error,
        PbxError::Garbled("the call history has more than 100000 records".to_owned())
    );
    assert_eq!(asked, 3);
}
