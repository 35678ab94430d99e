//! The text for support explains a profile, and shows neither whose it is nor what a person keeps back.

use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::CallAction;
use ringlog_engine::config::{Config, PolicyStore, fallbacks};
use ringlog_engine::diagnostics::diagnostics;
use ringlog_engine::ports::Clock as _;
use ringlog_engine::profile::Profile;
use ringlog_simulator::dataverse::{NewAccount, NewContact};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::{EMAIL, EXTENSION, PASSWORD, PBX_TENANT};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{BEGINNING, Computer, World};

fn text_of(world: &World, computer: &Computer) -> String {
    let engine = &computer.engine;
    diagnostics(
        engine.profile(),
        engine.effective(),
        Vec::new(),
        world.clock.now(),
    )
    .unwrap()
}

/// The stand-in after these words in the text.
fn stand_in<'a>(text: &'a str, words: &str) -> &'a str {
    let (_, rest) = text.split_once(words).unwrap();
    let end = rest.find([' ', ',', '\n']).unwrap();
    rest.get(..end).unwrap()
}

/// An office with a contact and a call of each of these numbers, and what became of them.
async fn after_a_morning(world: &World, computer: &mut Computer) {
    let account = world.office.dataverse.add_account(NewAccount {
        name: "Fabrikam & Söhne".to_owned(),
        ..NewAccount::default()
    });
    world.office.dataverse.add_contact(NewContact {
        first_name: "Jonathan".to_owned(),
        last_name: "Askeland".to_owned(),
        mobile_phone: "020 7946 0018".to_owned(),
        parent_account: Some(account),
        ..NewContact::default()
    });
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(50)));
    world.had(SimulatedCall::inbound("02079460066", world.minutes_ago(40)));
    computer.set("numbers.own", "+442079460077");
    computer.sync().await;
}

#[tokio::test]
async fn nothing_in_it_tells_whose_profile_it_is() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    after_a_morning(&world, &mut computer).await;
    std::fs::write(
        computer.engine.profile().logs_directory().join("ringlog.2026-05-14.log"),
        format!(
            "2026-05-14T09:00:00Z  WARN ringlog: Jonathan Askeland of FABRIKAM & SÖHNE, +44 20 7946 0018, ext {EXTENSION}, {EMAIL} at {PBX_TENANT}\n"
        ),
    )
    .unwrap();

    let text = text_of(&world, &computer);

    let account = computer
        .engine
        .account()
        .unwrap()
        .account()
        .unwrap()
        .clone();
    let organization = account.organization.to_string();
    let user = account.user.to_string();
    for secret in [
        "Jonathan",
        "Askeland",
        "Fabrikam",
        "Söhne",
        "7946",
        "2079460018",
        EMAIL,
        PBX_TENANT,
        PASSWORD,
        &organization,
        &user,
        &account.client_id,
        &account.full_name,
    ] {
        let found = text.to_lowercase().contains(&secret.to_lowercase());
        assert!(!found, "{secret} in\n{text}");
    }
    assert!(!text.contains(&format!(" {EXTENSION} ")), "{text}");
    for said in [
        "WARN ringlog: name-",
        "(+99 99 9999 9999)",
        "Logged 2, waiting 0",
        "rules.minimum_seconds = 3",
    ] {
        assert!(text.contains(said), "{said} not in\n{text}");
    }
}

#[tokio::test]
async fn the_same_value_has_the_same_stand_in_in_every_text_of_a_profile_and_in_no_other() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    after_a_morning(&world, &mut computer).await;
    let first = text_of(&world, &computer);
    let number = stand_in(&first, "\n   number ").to_owned();
    assert!(first.matches(&number).count() >= 2, "{first}");

    let computer = computer.restart().await;
    world.clock.advance(SignedDuration::from_hours(1));
    let later = text_of(&world, &computer);
    assert_eq!(stand_in(&later, "\n   number "), number);

    let mut other = world.computer().await;
    other.sync().await;
    let other = text_of(&world, &other);
    assert!(!other.contains(&number), "{other}");
    assert_ne!(
        stand_in(&other, "pbx.extension = "),
        stand_in(&later, "pbx.extension = ")
    );
}

#[tokio::test]
async fn a_call_on_the_never_log_list_leaves_no_trace() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    after_a_morning(&world, &mut computer).await;
    let before = text_of(&world, &computer);

    computer.set("rules.never_log", "+442079460099");
    world.had(SimulatedCall::inbound("02079460099", world.minutes_ago(20)));
    computer.sync().await;
    assert_eq!(computer.calls()[0].state, State::LeftOut);

    let after = text_of(&world, &computer);
    assert_eq!(after, before);
    assert!(after.contains("rules.never_log = not shown\n"));
}

#[tokio::test]
async fn a_call_that_was_logged_and_made_private_leaves_no_trace() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    after_a_morning(&world, &mut computer).await;
    let before = text_of(&world, &computer);

    world.clock.advance(SignedDuration::from_mins(5));
    world.had(SimulatedCall::inbound("02079460099", world.minutes_ago(2)).name("Dr. Quiet"));
    computer.sync().await;
    let call = computer.calls()[0].id;
    computer.act(call, CallAction::MakePrivate).await;

    let after = text_of(&world, &computer);
    let of_calls = |text: &str| {
        let (_, calls) = text.split_once("## Calls by state and reason").unwrap();
        calls.to_owned()
    };
    assert_eq!(of_calls(&after), of_calls(&before));
    for words in ["Last call logged: ", "Has read up to: "] {
        let line = |text: &str| {
            text.lines()
                .find(|line| line.starts_with(words))
                .map(str::to_owned)
        };
        assert_eq!(line(&after), line(&before));
        assert!(line(&after).is_some());
    }
}

#[tokio::test]
async fn a_call_that_waits_to_be_taken_out_because_it_is_private_is_not_listed() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound("02079460099", world.minutes_ago(2)).name("Dr. Quiet"));
    computer.sync().await;
    let call = computer.calls()[0].id;
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 99, Fault::LoseRequest);

    computer.act(call, CallAction::MakePrivate).await;

    assert_eq!(computer.call(call).pending.len(), 1);
    let text = text_of(&world, &computer);
    assert!(!text.contains("because it is private"), "{text}");
    assert!(text.contains("\nLogged 0, waiting 0,"), "{text}");
}

#[tokio::test]
async fn a_line_of_the_log_about_a_call_that_waits_to_be_taken_out_is_not_shown() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound("02079460099", world.minutes_ago(2)).name("Dr. Quiet"));
    computer.sync().await;
    let dynamics = world.office.dataverse.misbehaviour();
    dynamics.plan("", 0, 99, Fault::LoseRequest);
    let call = computer.calls()[0].id;
    computer.act(call, CallAction::MakePrivate).await;
    let logs = computer.engine.profile().logs_directory();
    let line = "2026-05-14T09:00:00Z  WARN ringlog: no picture of Dr. Quiet\n";
    std::fs::write(logs.join("ringlog.2026-05-14.log"), line).unwrap();

    assert!(!text_of(&world, &computer).contains("no picture"));
}

#[tokio::test]
async fn a_wrong_setting_is_shown_with_its_line() {
    let world = World::open().await;
    let computer = world.computer().await;
    let restarted = computer.try_restart(|directory| {
        let file = directory.join("settings.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, format!("app.language = \"tlh\"\n{text}")).unwrap();
    });

    let text = text_of(&world, &restarted.await.unwrap());

    assert!(text.contains(", line 1: app.language must be"), "{text}");
}

#[test]
fn a_ledger_that_does_not_open_is_said_and_stops_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let profile = Profile::open(Some(directory.path())).unwrap();
    std::fs::write(profile.settings_file(), "pbx.extension = \"504\"\n").unwrap();
    std::fs::write(profile.ledger_file(), "this is no ledger").unwrap();
    let config = Config::open(&profile.settings_file(), [], PolicyStore::None);
    let effective = config.effective(&fallbacks(None));
    let now = BEGINNING.parse().unwrap();

    let text = diagnostics(&profile, &effective, config.warnings(), now).unwrap();

    assert!(text.contains("Problem: The ledger"), "{text}");
    assert!(
        text.contains("all stand-ins of a kind are the same"),
        "{text}"
    );
    assert!(text.contains("pbx.extension = extension-unknown"), "{text}");
}
