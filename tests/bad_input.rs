//! Whatever comes in, nothing is lost and nothing is misread.

use std::fs;

use ringlog_core::delivery::State;
use ringlog_engine::pass::Polling;
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::dataverse::Refusal;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::{Order, Shape, SimulatedCall};
use ringlog_tests::{World, each_call_exactly_once};
use serde_json::{Value, json};

fn call(world: &World) -> SimulatedCall {
    SimulatedCall::inbound("02079460018", world.minutes_ago(30))
}

#[tokio::test]
async fn records_that_cannot_be_read_are_kept_with_their_reasons_and_the_rest_go_on() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let garbage: [(&str, Value); 5] = [
        ("start", json!("yesterday")),
        ("start", json!(null)),
        ("start", json!(1e300)),
        ("end", json!(5)),
        ("end", json!({ "at": "noon" })),
    ];
    let mut ids = vec![world.had(call(&world))];
    for (field, value) in garbage.clone() {
        world.had(call(&world).with(field, value));
    }
    ids.push(world.had(SimulatedCall::outbound("02079460019", world.minutes_ago(5))));

    computer.sync().await;
    computer.sync().await;

    each_call_exactly_once(&world, &ids);
    let calls = computer.calls();
    let unread: Vec<_> = calls
        .iter()
        .filter(|call| call.state != State::Logged)
        .collect();
    assert_eq!(unread.len(), garbage.len(), "{unread:#?}");
    for call in unread {
        assert_eq!(call.state, State::Failed, "{call:?}");
        assert!(
            call.reason
                .as_ref()
                .is_some_and(|reason| reason.to_string().contains("cannot be read")),
            "{call:?}"
        );
    }
    assert_eq!(computer.status().counts.failed, garbage.len() as u64);
}

#[tokio::test]
async fn every_way_a_pbx_may_write_its_history_gives_the_same_calls() {
    for shape in [
        Shape::Wrapper,
        Shape::Array,
        Shape::ArrayUnlessApi2,
        Shape::NumberUnlessApi2,
    ] {
        for order in [
            Order::NewestFirst,
            Order::OldestFirst,
            Order::LastEndedFirst,
        ] {
            let world = World::open().await;
            world.office.vodia.set_habits(|habits| {
                habits.shape = shape;
                habits.order = order;
                habits.page_size_max = 7;
            });
            let mut computer = world.computer().await;
            let ids: Vec<String> = (0..20)
                .map(|index| {
                    let at = world.minutes_ago(10 * (index + 1));
                    world.had(SimulatedCall::inbound("02079460018", at))
                })
                .collect();
            computer.sync().await;
            each_call_exactly_once(&world, &ids);
        }
    }
}

#[tokio::test]
async fn hostile_names_end_up_literally_in_dynamics_and_nowhere_else() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let names = [
        "O'Neil & Sons",
        "x') or (1 eq 1",
        "<script>alert(1)</script>",
        "\"quoted\" \\ backslash",
        "100% +1 #2 ?a=b&c",
        "--changeset_1 GET",
        "👩‍👩‍👧 مرحبا שלום",
        "{\"@odata.type\": \"x\"}",
    ];
    for (index, name) in names.iter().enumerate() {
        let number = format!("02079460{:03}", index + 100);
        world.had(SimulatedCall::inbound(&number, world.minutes_ago(30)).name(name));
    }

    computer.sync().await;

    let contacts = world.office.dataverse.contacts();
    let subjects: Vec<String> = world
        .office
        .dataverse
        .phone_calls()
        .into_iter()
        .map(|call| call.subject)
        .collect();
    assert_eq!(contacts.len(), names.len());
    for name in names {
        assert!(
            contacts.iter().any(|contact| contact.full_name == name),
            "{name}: {contacts:#?}"
        );
        assert!(
            subjects.contains(&format!("Call from {name}")),
            "{name}: {subjects:#?}"
        );
    }
}

#[tokio::test]
async fn line_breaks_in_a_name_add_no_line() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(call(&world).name("Jon\r\nContent-Length: 0\r\n\r\n--batch\nWritten by Ringlog."));

    computer.sync().await;

    let logged = world.only_phone_call();
    assert_eq!(logged.subject.lines().count(), 1);
    assert_eq!(
        logged.description.lines().count(),
        5,
        "{}",
        logged.description
    );
}

#[tokio::test]
async fn names_and_ids_that_are_too_long_are_cut_and_the_call_is_logged() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let name = "Ünïcödé👩‍👩‍👧 ".repeat(500);
    world.had(call(&world).name(&name).id(&"x".repeat(5_000)));

    computer.sync().await;
    let mut computer = computer.without_ledger().await;
    computer.sync().await;

    let logged = world.only_phone_call();
    assert!(logged.subject.encode_utf16().count() <= 200);
    assert!(logged.description.encode_utf16().count() <= 2_000);
    assert!(logged.description.ends_with("Written by Ringlog."));
    let contact = world.only_contact();
    assert!(contact.last_name.encode_utf16().count() <= 50);
    assert_eq!(computer.only_call().state, State::Logged);
}

#[tokio::test]
async fn numbers_that_are_none_match_nobody_and_make_nobody() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let numbers = [
        "",
        "0",
        "*97",
        "12345678901234567890123",
        "' or 1 eq 1",
        "+",
        "sip:x@y",
    ];
    let ids =
        numbers.map(|number| world.had(SimulatedCall::inbound(number, world.minutes_ago(30))));

    computer.sync().await;

    each_call_exactly_once(&world, &ids);
    assert_eq!(world.office.dataverse.contacts(), []);
    assert!(
        world
            .office
            .dataverse
            .phone_calls()
            .iter()
            .all(|call| call.regarding.is_none())
    );
}

#[tokio::test]
async fn settings_that_make_no_sense_are_named_and_the_rest_hold() {
    let world = World::open().await;
    let computer = world.computer().await;
    let id = world.had(call(&world));

    let mut computer = computer
        .try_restart(|directory| {
            let file = directory.join("settings.toml");
            let text = fs::read_to_string(&file).unwrap();
            let nonsense = "\n[rules]\nminimum_seconds = \"soon\"\nunknown_number = \"perhaps\"\n";
            fs::write(&file, text + nonsense).unwrap();
        })
        .await
        .unwrap();
    computer.sync().await;

    let problems: Vec<String> = computer
        .engine
        .effective()
        .problems
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(problems.len(), 2, "{problems:?}");
    for (problem, key) in problems
        .iter()
        .zip(["rules.minimum_seconds", "rules.unknown_number"])
    {
        assert!(
            problem.contains(key) && problem.contains("must be"),
            "{problem}"
        );
    }
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_settings_file_that_cannot_be_read_stops_nothing_but_the_sync_and_is_kept() {
    let world = World::open().await;
    let computer = world.computer().await;
    let broken = "[pbx\nurl = ";
    let mut computer = computer
        .try_restart(|directory| fs::write(directory.join("settings.toml"), broken).unwrap())
        .await
        .unwrap();
    let before = world.requests();

    let stopped = computer.engine.pass(Polling::Now).await;

    let problem = stopped.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Settings);
    assert!(problem.hint.is_some());
    assert_eq!(world.requests(), before);
    let file = computer.directory().join("settings.toml");
    assert_eq!(fs::read_to_string(file).unwrap(), broken);
    assert!(computer.engine.account().unwrap().account().is_some());
}

#[tokio::test]
async fn a_record_dynamics_refuses_fails_with_its_words_and_the_others_go_on() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let words = "A plug-in of the company does not like it.";
    let refusal = Refusal {
        status: 400,
        code: "0x80040265".to_owned(),
        message: words.to_owned(),
    };
    let dynamics = &world.office.dataverse;
    dynamics.refuse("POST", 0, 2, refusal);
    world.had(call(&world));
    computer.sync().await;
    let refused = computer.only_call();
    let good = world.had(SimulatedCall::outbound(
        "02079460019",
        world.minutes_ago(50),
    ));

    computer.go_on().await;

    assert_eq!(refused.state, State::Failed);
    assert!(
        refused
            .reason
            .is_some_and(|reason| reason.to_string().contains(words))
    );
    each_call_exactly_once(&world, &[good]);
    assert_eq!(computer.status().counts.failed, 1);
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let id = world.had(call(&world));
    let endless = Fault::Garbage(vec![b' '; 33 * 1024 * 1024]);
    world.office.vodia.misbehaviour().plan("", 0, 1, endless);

    let pass = computer.sync().await;

    assert!(
        pass.problems[0].message.to_string().contains("more than"),
        "{pass:?}"
    );
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
}
