//! One light, from what each part really answered.

use jiff::SignedDuration;
use ringlog_core::status::{Light, PartState};
use ringlog_core::view::StatusView;
use ringlog_simulator::dataverse::{NewContact, Refusal};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World};

fn states(status: &StatusView) -> [PartState; 3] {
    let parts = &status.parts;
    [parts.pbx.state, parts.sign_in.state, parts.dynamics.state]
}

fn had_call(world: &World) {
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
}

fn check(computer: &Computer, light: Light, parts: [PartState; 3]) {
    let status = computer.status();
    assert_eq!(
        (status.light, states(&status)),
        (light, parts),
        "{status:#?}"
    );
}

#[tokio::test]
async fn a_new_profile_is_grey_and_says_what_to_set() {
    let world = World::open().await;
    let computer = world.new_computer().await;
    let computer = computer
        .try_restart(|directory| std::fs::remove_file(directory.join("settings.toml")).unwrap())
        .await
        .unwrap();

    check(&computer, Light::Grey, [PartState::Off; 3]);
    let parts = computer.status().parts;
    assert!(parts.pbx.message.to_string().contains("pbx.url"));
    assert!(
        parts
            .sign_in
            .message
            .to_string()
            .contains("dynamics.organization_url")
    );
    assert_eq!(parts.pbx.checked_at, None);
}

#[tokio::test]
async fn it_turns_green_only_when_all_three_have_answered_well() {
    use PartState::{Off, Ok, Working};
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    check(&computer, Light::Grey, [Working, Off, Off]);
    computer.log_in().await;
    check(&computer, Light::Grey, [Ok, Off, Off]);
    computer.link().await;
    check(&computer, Light::Green, [Ok, Ok, Ok]);
}

#[tokio::test]
async fn holding_a_token_is_no_answer() {
    let world = World::open().await;
    let computer = world.computer().await;

    let mut computer = computer.without_ledger().await;
    check(&computer, Light::Amber, [PartState::Working; 3]);
    had_call(&world);
    computer.sync().await;
    check(&computer, Light::Green, [PartState::Ok; 3]);
    assert_eq!(
        computer.status().parts.dynamics.checked_at,
        Some(world.minutes_ago(0))
    );
}

#[tokio::test]
async fn a_link_without_a_pbx_password_is_not_green() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    computer.link().await;
    check(
        &computer,
        Light::Amber,
        [PartState::Working, PartState::Ok, PartState::Ok],
    );

    computer.sync().await;
    check(
        &computer,
        Light::Red,
        [PartState::Error, PartState::Ok, PartState::Ok],
    );
}

#[tokio::test]
async fn the_worst_part_decides_and_a_good_answer_clears_it() {
    use PartState::{Attention, Error, Ok};
    let world = World::open().await;
    let mut computer = world.computer().await;
    had_call(&world);
    world
        .office
        .vodia
        .misbehaviour()
        .plan("", 0, 1, Fault::LoseRequest);
    computer.sync().await;
    check(&computer, Light::Red, [Error, Ok, Ok]);

    world.office.entra.tokens().revoke_all();
    world.clock.advance(SignedDuration::from_hours(2));
    computer.sync().await;
    check(&computer, Light::Amber, [Ok, Attention, Ok]);

    computer.link().await;
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("$batch", 0, 3, Fault::LoseRequest);
    computer.sync().await;
    check(&computer, Light::Red, [Ok, Ok, Error]);

    computer.go_on().await;
    check(&computer, Light::Green, [Ok, Ok, Ok]);
}

#[tokio::test]
async fn a_call_that_needs_the_person_is_amber_and_counted() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    for last_name in ["Aske", "Bell"] {
        world.office.dataverse.add_contact(NewContact {
            last_name: last_name.to_owned(),
            mobile_phone: "+442079460018".to_owned(),
            ..NewContact::default()
        });
    }
    had_call(&world);

    computer.sync().await;

    check(
        &computer,
        Light::Amber,
        [PartState::Ok, PartState::Ok, PartState::Attention],
    );
    let status = computer.status();
    assert_eq!(status.counts.needs_you, 1);
    assert_eq!(
        status.parts.dynamics.message.to_string().split(" (").next(),
        Some("One call needs you.")
    );
}

#[tokio::test]
async fn an_unencrypted_address_on_this_computer_is_called_insecure_everywhere() {
    let world = World::open().await;
    let computer = world.computer().await;
    let parts = computer.status().parts;
    for part in [parts.pbx, parts.sign_in, parts.dynamics] {
        assert!(part.message.to_string().contains("insecure"), "{part:?}");
    }
}

#[tokio::test]
async fn records_that_cannot_be_read_are_amber_for_a_week() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let unreadable = SimulatedCall::inbound("02079460018", world.minutes_ago(5))
        .with("start", serde_json::json!("yesterday"));
    world.had(unreadable);

    computer.sync().await;
    let [ok, attention] = [PartState::Ok, PartState::Attention];
    check(&computer, Light::Amber, [attention, ok, ok]);

    world.clock.advance(SignedDuration::from_hours(8 * 24));
    computer.sync().await;
    check(&computer, Light::Green, [ok, ok, ok]);
}

#[tokio::test]
async fn writes_that_dynamics_fails_at_are_not_green() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let refusal = Refusal {
        status: 500,
        code: "0x80040224".to_owned(),
        message: "A plug-in broke.".to_owned(),
    };
    world.office.dataverse.refuse("POST", 0, 100, refusal);
    had_call(&world);

    computer.sync().await;

    let [ok, error] = [PartState::Ok, PartState::Error];
    check(&computer, Light::Red, [ok, ok, error]);
}
