//! Whose call it was, where a person says so: asked once, remembered, forgotten, and offered what is near.

use jiff::SignedDuration;
use ringlog_core::call::RecordId;
use ringlog_core::choice::Likeness;
use ringlog_core::contact_match::Entity;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::CallAction;
use ringlog_core::reason::Reason;
use ringlog_engine::ports::Clock as _;
use ringlog_simulator::dataverse::{NewContact, NewLead, Table};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World, each_call_exactly_once};
use uuid::Uuid;

const NUMBER: &str = "02079460018";

fn add_contact(world: &World, last_name: &str, mobile_phone: &str) -> Uuid {
    world.office.dataverse.add_contact(NewContact {
        last_name: last_name.to_owned(),
        mobile_phone: mobile_phone.to_owned(),
        ..NewContact::default()
    })
}

fn contact(id: Uuid) -> CallAction {
    CallAction::Choose {
        entity: Entity::Contact,
        id: RecordId(id),
    }
}

/// Two contacts share a number, and a call of it asks whose it was.
async fn asked_whose() -> (World, Computer, [Uuid; 2], String) {
    let world = World::open().await;
    let both = ["Aske", "Bell"].map(|name| add_contact(&world, name, "+44 20 7946 0018"));
    let mut computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::NeedsYou);
    (world, computer, both, id)
}

#[tokio::test]
async fn a_call_goes_to_the_contact_the_person_chose() {
    let (world, mut computer, [_, bell], id) = asked_whose().await;
    let call = computer.only_call().id;

    computer.act(call, contact(bell)).await;
    computer.sync().await;

    each_call_exactly_once(&world, &[id]);
    assert_eq!(
        world.only_phone_call().regarding,
        Some((Table::Contact, bell))
    );
}

#[tokio::test]
async fn trying_again_gives_a_question_no_more_time() {
    let (world, mut computer, _, id) = asked_whose().await;
    let call = computer.only_call().id;
    let limit = computer.call(call).asked_until;
    assert_eq!(
        limit,
        Some(world.clock.now() + SignedDuration::from_hours(24))
    );

    world.clock.advance(SignedDuration::from_hours(20));
    computer.act(call, CallAction::Retry).await;
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::NeedsYou);
    assert_eq!(computer.call(call).asked_until, limit);

    world.clock.advance(SignedDuration::from_hours(4));
    computer.sync().await;

    each_call_exactly_once(&world, &[id]);
    let logged = computer.call(call);
    assert_eq!(logged.reason, Some(Reason::NobodyChose));
    assert_eq!(logged.asked_until, None);
}

#[tokio::test]
async fn who_was_chosen_once_is_not_asked_about_again() {
    let (world, mut computer, [aske, _], id) = asked_whose().await;
    computer.act(computer.only_call().id, contact(aske)).await;
    computer.sync().await;

    let second = world.had(SimulatedCall::outbound(
        "+442079460018",
        world.minutes_ago(5),
    ));
    computer.sync().await;

    each_call_exactly_once(&world, &[id, second.clone()]);
    let logged = &world.phone_calls_of(&second)[0];
    assert_eq!(logged.regarding, Some((Table::Contact, aske)));
}

#[tokio::test]
async fn one_answer_is_for_all_calls_of_the_number_that_ask() {
    let (world, mut computer, [aske, _], first) = asked_whose().await;
    let second = world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(10)));
    computer.sync().await;
    assert_eq!(computer.status().counts.needs_you, 2);

    let newest = computer.calls()[0].id;
    computer.act(newest, contact(aske)).await;
    computer.sync().await;

    each_call_exactly_once(&world, &[first, second]);
    assert_eq!(computer.status().counts.needs_you, 0);
}

#[tokio::test]
async fn a_new_contact_for_one_call_answers_for_all_calls_of_the_number_and_for_the_next() {
    let (world, mut computer, _, first) = asked_whose().await;
    let second = world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(10)));
    computer.sync().await;
    let newest = computer.calls()[0].id;

    computer.act(newest, CallAction::ChooseNewContact).await;
    computer.sync().await;
    let third = world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(5)));
    computer.sync().await;

    each_call_exactly_once(&world, &[first.clone(), second.clone(), third.clone()]);
    let made = world.phone_calls_of(&second)[0].regarding;
    assert!(made.is_some());
    for id in [first, third] {
        assert_eq!(world.phone_calls_of(&id)[0].regarding, made);
    }
    assert_eq!(world.office.dataverse.contacts().len(), 3);
}

#[tokio::test]
async fn a_correction_answers_the_questions_about_its_number_too() {
    let (world, mut computer, [aske, bell], first) = asked_whose().await;
    computer.act(computer.only_call().id, contact(aske)).await;
    computer.sync().await;
    let logged = computer.only_call().id;
    let number = computer.engine.ledger().choices().unwrap()[0]
        .number
        .clone();
    computer.engine.forget_choice(&number).unwrap();
    let second = world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(5)));
    computer.sync().await;
    assert_eq!(computer.status().counts.needs_you, 1);

    computer.act(logged, contact(bell)).await;
    computer.sync().await;

    each_call_exactly_once(&world, &[first, second.clone()]);
    let answered = &world.phone_calls_of(&second)[0];
    assert_eq!(answered.regarding, Some((Table::Contact, bell)));
}

#[tokio::test]
async fn an_answer_that_waited_for_dynamics_does_not_replace_a_newer_one() {
    let (world, mut computer, [aske, bell], first) = asked_whose().await;
    computer.act(computer.only_call().id, contact(aske)).await;
    computer.sync().await;
    let logged = computer.only_call().id;
    let number = computer.engine.ledger().choices().unwrap()[0]
        .number
        .clone();
    computer.engine.forget_choice(&number).unwrap();
    let second = world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(5)));
    computer.sync().await;
    let asking = computer.calls()[0].id;
    let jane = add_contact(&world, "Jane", "");
    let dynamics = world.office.dataverse.misbehaviour();
    dynamics.plan("$batch", 1, 9, Fault::LoseRequest);
    computer.act(logged, contact(jane)).await;
    world.clock.advance(SignedDuration::from_secs(5));
    computer.act(asking, contact(bell)).await;
    world.recover();

    computer.go_on().await;

    each_call_exactly_once(&world, &[first, second.clone()]);
    let answered = &world.phone_calls_of(&second)[0];
    assert_eq!(answered.regarding, Some((Table::Contact, bell)));
    assert_eq!(computer.call(logged).contact_id, Some(RecordId(jane)));
    let [choice] = computer
        .engine
        .ledger()
        .choices()
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(choice.record.id, RecordId(bell));
}

#[tokio::test]
async fn who_a_call_was_not_is_not_remembered_any_more() {
    let (world, mut computer, [aske, _], _) = asked_whose().await;
    let call = computer.only_call().id;
    computer.act(call, contact(aske)).await;
    computer.sync().await;

    computer.act(call, CallAction::ChooseNobody).await;
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(5)));
    computer.sync().await;

    assert_eq!(computer.engine.ledger().choices().unwrap(), []);
    assert_eq!(computer.calls()[0].state, State::NeedsYou);
}

#[tokio::test]
async fn what_is_forgotten_is_asked_about_again() {
    let (world, mut computer, [aske, _], _) = asked_whose().await;
    computer.act(computer.only_call().id, contact(aske)).await;
    computer.sync().await;
    let [choice] = computer
        .engine
        .ledger()
        .choices()
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(choice.record.id, RecordId(aske));
    assert_eq!(choice.chosen_at, world.minutes_ago(0));

    computer.engine.forget_choice(&choice.number).unwrap();
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(5)));
    computer.sync().await;

    assert_eq!(computer.engine.ledger().choices().unwrap(), []);
    assert_eq!(computer.calls()[0].state, State::NeedsYou);
    let again = computer.engine.forget_choice(&choice.number).unwrap_err();
    assert!(again.message.to_string().contains(&choice.number));
}

#[tokio::test]
async fn a_chosen_contact_that_was_deleted_is_not_insisted_on() {
    let (world, mut computer, [aske, bell], _) = asked_whose().await;
    computer.act(computer.only_call().id, contact(aske)).await;
    computer.sync().await;
    assert!(world.office.dataverse.delete_contact(aske));

    let second = world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(5)));
    computer.sync().await;

    let logged = &world.phone_calls_of(&second)[0];
    assert_eq!(logged.regarding, Some((Table::Contact, bell)));
}

#[tokio::test]
async fn a_chosen_contact_that_was_merged_passes_its_calls_on() {
    let (world, mut computer, [aske, _], _) = asked_whose().await;
    computer.act(computer.only_call().id, contact(aske)).await;
    computer.sync().await;
    let winner = add_contact(&world, "Winner", "");
    assert!(world.office.dataverse.merge_contacts(aske, winner));

    let second = world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(5)));
    computer.sync().await;

    let logged = &world.phone_calls_of(&second)[0];
    assert_eq!(logged.regarding, Some((Table::Contact, winner)));
}

#[tokio::test]
async fn a_call_can_be_given_to_a_lead_that_has_another_number() {
    let (world, mut computer, _, id) = asked_whose().await;
    let lead = world.office.dataverse.add_lead(NewLead {
        first_name: "Lea".to_owned(),
        last_name: "Dee".to_owned(),
        mobile_phone: "0161 496 0000".to_owned(),
        ..NewLead::default()
    });
    let found = computer.engine.find_records("lea d").await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].entity, found[0].id),
        (Entity::Lead, RecordId(lead))
    );

    let choice = CallAction::Choose {
        entity: Entity::Lead,
        id: RecordId(lead),
    };
    computer.act(computer.only_call().id, choice).await;
    computer.sync().await;

    let logged = &world.phone_calls_of(&id)[0];
    assert_eq!(logged.regarding, Some((Table::Lead, lead)));
}

#[tokio::test]
async fn a_call_can_be_logged_on_nobody_or_on_a_new_contact_although_several_have_its_number() {
    let (world, mut computer, _, id) = asked_whose().await;
    computer
        .act(computer.only_call().id, CallAction::ChooseNobody)
        .await;
    computer.sync().await;
    assert_eq!(world.phone_calls_of(&id)[0].regarding, None);
    assert_eq!(computer.only_call().reason, Some(Reason::NobodyChosen));

    let (world, mut computer, both, id) = asked_whose().await;
    computer
        .act(computer.only_call().id, CallAction::ChooseNewContact)
        .await;
    computer.sync().await;
    let (table, made) = world.phone_calls_of(&id)[0].regarding.unwrap();
    assert_eq!(table, Table::Contact);
    assert!(!both.contains(&made));
}

#[tokio::test]
async fn records_are_found_by_name_and_by_number_in_whatever_writing() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let aske = add_contact(&world, "Aske", "(020) 7946-0018");
    add_contact(&world, "O'Neil %_", "0161 496 0000");
    let found = async |computer: &mut Computer, text: &str| -> Vec<String> {
        let found = computer.engine.find_records(text).await.unwrap();
        found.into_iter().map(|record| record.name).collect()
    };

    for text in [
        "aske",
        "ASK",
        "+44 20 7946 0018",
        "020 7946 0018",
        "79460018",
    ] {
        assert_eq!(found(&mut computer, text).await, ["Aske"], "{text}");
    }
    for text in ["o'neil", "%", "_", "l %_"] {
        assert_eq!(found(&mut computer, text).await, ["O'Neil %_"], "{text}");
    }
    assert_eq!(found(&mut computer, "nobody").await, [""; 0]);
    assert_eq!(found(&mut computer, "  ").await, [""; 0]);
    let by_id = computer
        .engine
        .existing_record(RecordId(aske))
        .await
        .unwrap();
    assert_eq!(by_id.name, "Aske");
    let nobody = RecordId(Uuid::from_u128(1));
    let refused = computer.engine.existing_record(nobody).await.unwrap_err();
    assert!(refused.message.to_string().contains(&nobody.to_string()));
}

#[tokio::test]
async fn who_may_be_meant_by_an_unknown_number_is_offered_and_never_used_unasked() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "ask");
    add_contact(&world, "Holm", "0161 496 0000");
    add_contact(&world, "Manchester", "0161 946 0018");
    add_contact(&world, "Nobody", "0161 496 0001");
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)).name("holm"));

    computer.sync().await;

    let call = computer.only_call();
    let asked = computer.engine.ledger().call(call.id).unwrap().unwrap();
    let offered: Vec<&str> = asked
        .candidates
        .iter()
        .map(|candidate| candidate.record.name.as_str())
        .collect();
    assert_eq!(asked.state, State::NeedsYou);
    assert_eq!(offered, ["Manchester", "Holm"]);
    let alike = asked.candidates.iter().map(|candidate| candidate.likeness);
    assert!(alike.eq([Some(Likeness::SameDigits), Some(Likeness::SameName)]));
    assert_eq!(world.office.dataverse.phone_calls(), []);
}

#[tokio::test]
async fn a_question_is_asked_all_the_same_where_nobody_tells_what_is_near() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "ask");
    // The look-up of the number is answered, the question who is near is not.
    let gone = Fault::Status {
        status: 503,
        retry_after: None,
        body: String::new(),
    };
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("$batch", 2, 9, gone);
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));

    computer.sync().await;

    let call = computer.only_call();
    assert_eq!(call.state, State::NeedsYou);
    assert_eq!(
        call.reason,
        Some(Reason::UnknownNumber { near: Vec::new() })
    );
}

#[tokio::test]
async fn a_choice_survives_a_restart_and_an_outage() {
    let (world, mut computer, [_, bell], id) = asked_whose().await;
    let call = computer.only_call().id;
    computer.act(call, contact(bell)).await;
    let mut computer = computer.restart().await;

    computer.sync().await;

    each_call_exactly_once(&world, std::slice::from_ref(&id));
    let logged = &world.phone_calls_of(&id)[0];
    assert_eq!(logged.regarding, Some((Table::Contact, bell)));
}
