//! Another writer in the same Dynamics: its record is linked and named, and a person learns of it when linking.

use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::CallAction;
use ringlog_simulator::dataverse::{Direction, NewContact, NewUser, OtherCall};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::World;
use serde_json::json;
use uuid::Uuid;

const NUMBER: &str = "02079460018";

/// The PBX's own integration, as a user of the organization.
fn integration(world: &World) -> Uuid {
    world.office.dataverse.add_user(NewUser {
        full_name: "PBX Integration".to_owned(),
        email: "pbx@contoso.example".to_owned(),
        ..NewUser::default()
    })
}

/// What another writer makes of a call from [`NUMBER`].
pub(super) fn their_record(world: &World, minutes_ago: i64) -> OtherCall {
    let started_at = world.minutes_ago(minutes_ago);
    OtherCall {
        subject: "Incoming".to_owned(),
        description: "By the PBX".to_owned(),
        phone_number: NUMBER.to_owned(),
        direction: Direction::Incoming,
        started_at,
        ended_at: started_at + SignedDuration::from_secs(60),
        contact: None,
        owner: world.office.user,
    }
}

#[tokio::test]
async fn a_call_somebody_else_logged_says_who_did() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let writer = integration(&world);
    world
        .office
        .dataverse
        .log_call_written_by(writer, their_record(&world, 30));
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));

    let before = world.requests();
    computer.sync().await;

    let call = computer.only_call();
    assert_eq!(call.state, State::Logged);
    let reason = call.reason.unwrap().to_string();
    assert!(reason.contains("by PBX Integration"), "{reason}");
    assert_eq!(world.office.dataverse.phone_calls().len(), 1);
    assert_eq!(world.requests()[2] - before[2], 2, "exact and tolerant");
}

#[tokio::test]
async fn linking_says_that_somebody_else_writes_the_same_calls() {
    let world = World::open().await;
    let writer = integration(&world);
    for minutes in [30, 60, 90] {
        world
            .office
            .dataverse
            .log_call_written_by(writer, their_record(&world, minutes));
    }
    let mut computer = world.new_computer().await;
    computer.log_in().await;

    let linked = computer.link().await;

    let notes: Vec<String> = linked.notes.iter().map(ToString::to_string).collect();
    assert!(
        notes.iter().any(|note| note.contains("PBX Integration")),
        "{notes:?}"
    );
}

#[tokio::test]
async fn linking_says_that_the_pbx_seems_to_write_calls_itself() {
    let world = World::open().await;
    world
        .office
        .vodia
        .set_habits(|habits| habits.integrations = Some(json!({"dynamics365": true})));
    let mut computer = world.new_computer().await;
    computer.log_in().await;

    let linked = computer.link().await;

    let notes: Vec<String> = linked.notes.iter().map(ToString::to_string).collect();
    assert!(
        notes.iter().any(|note| note.starts_with("The PBX seems")),
        "{notes:?}"
    );
}

#[tokio::test]
async fn linking_says_nothing_where_nobody_else_writes() {
    let world = World::open().await;
    let mut first = world.computer().await;
    for minutes in [30, 60, 90, 120] {
        world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(minutes)));
    }
    first.sync().await;
    let by_hand = their_record(&world, 200);
    world.office.dataverse.log_call_of_other_writer(by_hand);
    let mut second = world.new_computer().await;
    second.log_in().await;

    let linked = second.link().await;

    let notes: Vec<String> = linked.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, [""; 0]);
}

#[tokio::test]
async fn ringlogs_own_record_that_a_crash_left_is_not_given_up_for_another_writer_s() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    // The writing arrives, its answers do not.
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("$batch", 2, 9, Fault::LoseReply);
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::Waiting);
    world.recover();
    let writer = integration(&world);
    world
        .office
        .dataverse
        .log_call_written_by(writer, their_record(&world, 30));

    computer.go_on().await;

    let call = computer.only_call();
    assert_eq!((call.state, call.reason), (State::Logged, None));
    let own = world.phone_calls_of(&id);
    assert_eq!(own.len(), 1);
    assert_eq!(call.activity_id.map(|id| id.0), Some(own[0].id));
    assert!(own[0].is_completed());
}

#[tokio::test]
async fn whom_another_writer_meant_is_not_remembered_as_the_new_contact_that_was_asked_for() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "ask");
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    computer.sync().await;
    let call = computer.only_call().id;
    computer.act(call, CallAction::ChooseNewContact).await;
    // The look-up is answered, the writing is not.
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("$batch", 2, 9, Fault::LoseRequest);
    computer.sync().await;
    world.recover();
    let other = world.office.dataverse.add_contact(NewContact {
        last_name: "Other".to_owned(),
        ..NewContact::default()
    });
    let writer = integration(&world);
    world.office.dataverse.log_call_written_by(
        writer,
        OtherCall {
            contact: Some(other),
            ..their_record(&world, 30)
        },
    );

    computer.go_on().await;

    assert_eq!(computer.call(call).state, State::Logged);
    assert_eq!(computer.engine.ledger().choices().unwrap(), []);
}

#[tokio::test]
async fn a_note_that_another_writer_s_record_has_no_place_for_is_kept_and_told_of() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "ask");
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    computer.sync().await;
    let call = computer.only_call().id;
    let text = "Will send the order".to_owned();
    computer.act(call, CallAction::Note { text }).await;
    let writer = integration(&world);
    world
        .office
        .dataverse
        .log_call_written_by(writer, their_record(&world, 30));

    computer.act(call, CallAction::ChooseNobody).await;
    computer.sync().await;

    assert_eq!(computer.call(call).state, State::Logged);
    let history: Vec<String> = computer
        .call(call)
        .history
        .unwrap()
        .iter()
        .map(|line| line.detail.to_string())
        .collect();
    assert!(
        history
            .last()
            .unwrap()
            .contains("Another program wrote this record"),
        "{history:?}"
    );
    assert!(
        history
            .iter()
            .any(|line| line.contains("Will send the order")),
        "{history:?}"
    );
    assert_eq!(world.office.dataverse.phone_calls().len(), 1);
}
