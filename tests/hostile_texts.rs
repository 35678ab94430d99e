//! Names from outside are texts wherever they go, never a part of what carries them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use ringlog_engine::ports::{Transport, TransportError};
use ringlog_simulator::dataverse::NewContact;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{World, each_call_exactly_once};
use serde_json::json;

use crate::tidy::sources;

/// Names of what means something in filters, addresses, batches, pages and lines, and of anything else.
fn names(count: usize) -> Vec<String> {
    let piece = prop_oneof![
        3 => "\\PC{1,6}",
        2 => prop::sample::select(vec![
            "'", "''", "\"", "%", "%27", "_", "[", "]", "--batch", "--changeset_1--", "&", "#", "?", "+", "=", "/",
            "\\", "<img src=x onerror=alert(1)>", "{{", "$filter=", " or 1 eq 1", ")", "\u{202e}", "e\u{301}", "👩‍👩‍👧",
        ]).prop_map(str::to_owned),
    ];
    let name =
        prop::collection::vec(piece, 1..4).prop_map(|pieces| format!("Name {}", pieces.concat()));
    let mut runner = TestRunner::deterministic();
    let mut draw = || name.new_tree(&mut runner).unwrap().current();
    (0..count).map(|_| draw()).collect()
}

#[tokio::test]
async fn whatever_a_caller_is_called_ends_up_literally_on_one_contact() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let mut ids = Vec::new();
    let mut expected = Vec::new();
    for (index, name) in names(80).into_iter().enumerate() {
        let number = format!("02079460{index:03}");
        let call = SimulatedCall::inbound(&number, world.minutes_ago(30));
        ids.push(world.had(call.name(&name)));
        expected.push(name.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    computer.sync().await;

    each_call_exactly_once(&world, &ids);
    let mut found: Vec<String> = world
        .office
        .dataverse
        .contacts()
        .into_iter()
        .map(|contact| contact.full_name)
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn whatever_is_searched_finds_nobody_but_who_is_called_so() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.office.dataverse.add_contact(NewContact {
        last_name: "Aske".to_owned(),
        ..NewContact::default()
    });
    for name in names(80) {
        let found = computer.engine.find_records(&name).await.unwrap();
        assert_eq!(found, [], "{name:?}");
    }
}

/// Gives contacts page after page, each with a link to the next.
struct EndlessPages {
    network: Arc<dyn Transport>,
    origin: String,
    pages: Arc<AtomicUsize>,
}

impl Transport for EndlessPages {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        if !request.uri().path().ends_with("/contacts") {
            return self.network.send(request);
        }
        let number = self.pages.fetch_add(1, Ordering::Relaxed);
        let next = format!("{}/api/data/v9.2/contacts?$skiptoken={number}", self.origin);
        let body = json!({ "value": [], "@odata.nextLink": next }).to_string();
        async move { Ok(Response::new(body.into())) }.boxed()
    }
}

#[tokio::test]
async fn a_report_of_numbers_whose_pages_do_not_end_does() {
    let pages: Arc<AtomicUsize> = Arc::default();
    let world = World::open_with(|office, network| {
        Arc::new(EndlessPages {
            network,
            origin: office.dataverse_server().origin(),
            pages: Arc::clone(&pages),
        })
    })
    .await;
    let mut computer = world.computer().await;
    pages.store(0, Ordering::Relaxed);

    let reading = computer.engine.number_reading().unwrap();
    let problem = reading.run(&|_| {}).await.unwrap_err();

    assert!(problem.message.to_string().contains("pages"), "{problem}");
    assert_eq!(pages.load(Ordering::Relaxed), 5_000);
}

#[test]
fn the_page_takes_no_text_for_markup() {
    for extension in [".svelte", ".ts"] {
        for (path, text) in sources(extension) {
            if !path.starts_with("ui/src/") {
                continue;
            }
            for way in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "DOMParser",
            ] {
                assert!(!text.contains(way), "{path} has {way}");
            }
            // The pictures of the library, which are made part of the page while it is built.
            let is_picture = path == "ui/src/components/Icon.svelte";
            assert!(is_picture || !text.contains("{@html"), "{path}");
        }
    }
}
