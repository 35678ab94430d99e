//! What a person says of a call whose record stands in Dynamics already, while nobody knows that yet.

use jiff::SignedDuration;
use ringlog_core::call::RecordId;
use ringlog_core::contact_match::Entity;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::CallAction;
use ringlog_simulator::dataverse::{NewContact, Table};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World};
use serde_json::json;
use uuid::Uuid;

const NUMBER: &str = "02079460018";

fn add_contact(world: &World, last_name: &str, mobile_phone: &str) -> Uuid {
    world.office.dataverse.add_contact(NewContact {
        last_name: last_name.to_owned(),
        mobile_phone: mobile_phone.to_owned(),
        ..NewContact::default()
    })
}

fn note(text: &str) -> CallAction {
    CallAction::Note {
        text: text.to_owned(),
    }
}

/// A call of Aske's whose record arrived, and nobody heard of it.
async fn written_and_unheard() -> (World, Computer, i64) {
    let world = World::open().await;
    add_contact(&world, "Aske", "+442079460018");
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("$batch", 1, 9, Fault::LoseReply);
    computer.sync().await;
    let call = computer.only_call();
    assert_eq!(call.state, State::Waiting);
    assert_eq!(world.office.dataverse.phone_calls().len(), 1);
    (world, computer, call.id)
}

#[tokio::test]
async fn it_stands_in_the_record_in_the_end_and_once() {
    let (world, mut computer, call) = written_and_unheard().await;
    computer.act(call, note("Wants a quote")).await;
    let subject = "Quote".to_owned();
    computer.act(call, CallAction::Rename { subject }).await;
    world.recover();

    computer.go_on().await;

    let record = world.only_phone_call();
    assert!(record.is_completed());
    assert_eq!(record.subject, "Quote");
    assert!(record.description.starts_with("Note: Wants a quote\n"));
    assert_eq!(record.description.matches("Wants a quote").count(), 1);
    let shown = computer.call(call);
    assert_eq!(shown.state, State::Logged);
    assert_eq!(shown.notes, ["Wants a quote"]);
    assert_eq!(shown.pending, []);
}

#[tokio::test]
async fn the_call_goes_to_whom_the_person_chose() {
    let (world, mut computer, call) = written_and_unheard().await;
    let bell = add_contact(&world, "Bell", "");
    let (entity, id) = (Entity::Contact, RecordId(bell));
    world.recover();
    computer.act(call, CallAction::Choose { entity, id }).await;

    computer.go_on().await;

    let record = world.only_phone_call();
    assert_eq!(record.regarding, Some((Table::Contact, bell)));
    assert_eq!(record.parties_of(1), [(Table::Contact, bell)]);
    assert!(record.is_completed());
    assert_eq!(computer.call(call).contact_id, Some(RecordId(bell)));
}

#[tokio::test]
async fn a_record_that_was_found_can_be_taken_out_although_its_contact_has_another_name_now() {
    let (world, mut computer, call) = written_and_unheard().await;
    world.recover();
    let aske = world.only_contact().id;
    let renamed = json!({"lastname": "Asker"});
    world
        .office
        .dataverse
        .edit_contact(aske, renamed.as_object().unwrap())
        .unwrap();
    computer.go_on().await;
    assert_eq!(computer.call(call).state, State::Logged);

    computer.act(call, CallAction::Undo).await;

    assert_eq!(world.office.dataverse.phone_calls(), []);
}

#[tokio::test]
async fn what_was_said_on_one_computer_reaches_the_record_the_other_wrote() {
    let world = World::open().await;
    let mut laptop = world.computer().await;
    let mut desk = world.computer().await;
    laptop.set("rules.unknown_number", "ask");
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    laptop.sync().await;
    let call = laptop.only_call().id;
    laptop.act(call, note("Wants a quote")).await;
    desk.sync().await;
    assert_eq!(desk.only_call().state, State::Logged);

    world.clock.advance(SignedDuration::from_hours(30));
    laptop.go_on().await;

    assert!(
        world
            .only_phone_call()
            .description
            .starts_with("Note: Wants a quote\n")
    );
    assert_eq!(laptop.call(call).state, State::Logged);
}
