//! Undo and private: what Ringlog wrote is taken out of Dynamics again, and what a person made of it stays.

use jiff::SignedDuration;
use ringlog_core::call::RecordId;
use ringlog_core::contact_match::Entity;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::CallAction;
use ringlog_core::reason::Reason;
use ringlog_simulator::dataverse::{NewAccount, NewContact, NewLead};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{World, each_call_exactly_once};
use serde_json::json;
use uuid::Uuid;

use super::correcting::logged;

const NUMBER: &str = "02079460018";

#[tokio::test]
async fn undo_takes_out_what_ringlog_wrote_and_the_call_stays_in_the_list() {
    let mut logged = logged().await;

    logged.act(CallAction::Undo).await;
    logged.go_on().await;

    assert_eq!(logged.world.office.dataverse.phone_calls(), []);
    assert!(logged.world.office.dataverse.contact(logged.aske).is_some());
    let shown = logged.computer.call(logged.call);
    assert_eq!(shown.state, State::LeftOut);
    assert_eq!(shown.reason, Some(Reason::Undone));
    assert_eq!(shown.activity_id, None);
    assert_eq!(shown.logged_at, None);
}

#[tokio::test]
async fn undo_leaves_what_a_person_changed() {
    let changes = [
        json!({"subject": "Complaint"}),
        json!({"description": "Rang about the invoice."}),
    ];
    for change in changes {
        let mut logged = logged().await;
        logged.edit(&change);

        let sentence = logged.refused(CallAction::Undo).await;

        assert!(sentence.contains("Dynamics"), "{sentence}");
        assert!(logged.record().is_completed());
        assert_eq!(logged.computer.call(logged.call).state, State::Logged);
    }
}

#[tokio::test]
async fn undo_leaves_a_record_with_a_note_or_a_file_on_it() {
    let mut logged = logged().await;
    let record = logged.record().id;
    logged
        .world
        .office
        .dataverse
        .add_annotation(record, "See the attached order");

    logged.refused(CallAction::Undo).await;

    assert!(logged.record().is_completed());
}

#[tokio::test]
async fn a_contact_ringlog_made_goes_with_the_call_only_if_it_is_nobody_elses() {
    let unknown_caller = async || {
        let world = World::open().await;
        let mut computer = world.computer().await;
        world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)).name("Mira Holm"));
        computer.sync().await;
        let call = computer.only_call().id;
        (world, computer, call)
    };

    let (world, mut computer, call) = unknown_caller().await;
    computer.act(call, CallAction::Undo).await;
    assert_eq!(world.office.dataverse.contacts(), []);

    let (world, mut computer, call) = unknown_caller().await;
    let name = json!({"firstname": "Mira M."});
    let contact = world.only_contact().id;
    world.clock.advance(SignedDuration::from_mins(10));
    world
        .office
        .dataverse
        .edit_contact(contact, name.as_object().unwrap())
        .unwrap();
    computer.act(call, CallAction::Undo).await;
    assert_eq!(world.office.dataverse.contacts().len(), 1);
    assert_eq!(world.office.dataverse.phone_calls(), []);

    let (world, mut computer, call) = unknown_caller().await;
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(5)));
    computer.sync().await;
    computer.act(call, CallAction::Undo).await;
    assert_eq!(world.office.dataverse.contacts().len(), 1);
    assert_eq!(world.office.dataverse.phone_calls().len(), 1);
}

#[tokio::test]
async fn a_contact_ringlog_made_stays_where_somebody_refers_to_it() {
    let refer: [fn(&World, Uuid); 3] = [
        |world, contact| {
            world.office.dataverse.add_account(NewAccount {
                name: "Fabrikam".to_owned(),
                primary_contact: Some(contact),
                ..NewAccount::default()
            });
        },
        |world, contact| {
            world.office.dataverse.add_lead(NewLead {
                last_name: "Lead".to_owned(),
                parent_contact: Some(contact),
                ..NewLead::default()
            });
        },
        |world, contact| {
            world
                .office
                .dataverse
                .add_annotation(contact, "Prefers to be rung in the morning");
        },
    ];
    for refer in refer {
        let world = World::open().await;
        let mut computer = world.computer().await;
        world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)).name("Mira Holm"));
        computer.sync().await;
        let call = computer.only_call().id;
        refer(&world, world.only_contact().id);

        computer.act(call, CallAction::Undo).await;

        assert_eq!(world.office.dataverse.contacts().len(), 1);
        assert_eq!(world.office.dataverse.phone_calls(), []);
    }
}

#[tokio::test]
async fn a_call_that_was_taken_out_and_whose_number_is_never_logged_stays_out() {
    let mut logged = logged().await;
    logged.act(CallAction::Undo).await;
    logged.computer.set("rules.never_log", NUMBER);

    logged.act(CallAction::Log).await;
    logged.go_on().await;

    assert_eq!(logged.world.office.dataverse.phone_calls(), []);
    assert_eq!(
        logged.computer.call(logged.call).reason,
        Some(Reason::NeverLog)
    );
}

#[tokio::test]
async fn neither_undo_nor_another_person_touches_what_somebody_edited_beside_the_text() {
    let edits = [
        json!({"actualdurationminutes": 45}),
        json!({"phonenumber": "020 7946 0000"}),
        json!({"prioritycode": 2}),
        json!({"category": "Sales"}),
    ];
    for edit in edits {
        let mut logged = logged().await;
        let right = logged.world.office.dataverse.add_contact(NewContact {
            last_name: "Right".to_owned(),
            ..NewContact::default()
        });
        // Not even the person themselves, who may edit in Dynamics too.
        let (id, by) = (logged.record().id, logged.world.office.user);
        let dynamics = &logged.world.office.dataverse;
        dynamics
            .edit_phone_call_as(by, id, edit.as_object().unwrap())
            .unwrap();
        let before = logged.record();

        logged.refused(CallAction::Undo).await;
        let it_was = CallAction::Choose {
            entity: Entity::Contact,
            id: RecordId(right),
        };
        logged.refused(it_was).await;

        let after = logged.record();
        assert_eq!((after.id, after.created_at), (before.id, before.created_at));
        assert_eq!(after.phone_number, before.phone_number, "{edit}");
        assert_eq!(after.duration_minutes, before.duration_minutes, "{edit}");
        assert!(after.is_completed(), "{edit}");
    }
}

#[tokio::test]
async fn a_call_that_was_taken_out_can_be_logged_again() {
    let mut logged = logged().await;
    logged.act(CallAction::Undo).await;

    logged.act(CallAction::Log).await;
    logged.computer.sync().await;

    each_call_exactly_once(&logged.world, std::slice::from_ref(&logged.id));
    assert_eq!(logged.computer.call(logged.call).state, State::Logged);
}

#[tokio::test]
async fn a_private_call_leaves_dynamics_and_never_comes_back() {
    let mut logged = logged().await;

    logged.act(CallAction::MakePrivate).await;
    logged.go_on().await;

    assert_eq!(logged.world.office.dataverse.phone_calls(), []);
    assert_eq!(
        logged.computer.call(logged.call).reason,
        Some(Reason::Private)
    );
}

#[tokio::test]
async fn a_call_that_is_private_before_it_is_logged_never_reaches_dynamics() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "ask");
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    computer.sync().await;
    let call = computer.only_call().id;

    computer.act(call, CallAction::MakePrivate).await;
    world.clock.advance(SignedDuration::from_hours(30));
    computer.go_on().await;

    assert_eq!(world.office.dataverse.phone_calls(), []);
    assert_eq!(computer.call(call).reason, Some(Reason::Private));
}

#[tokio::test]
async fn a_call_that_may_have_reached_dynamics_is_taken_out_when_it_becomes_private() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    // The writing arrives, its answers do not.
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("$batch", 2, 9, Fault::LoseReply);
    computer.sync().await;
    let call = computer.only_call();
    assert_eq!(call.state, State::Waiting);
    assert_eq!(world.office.dataverse.phone_calls().len(), 1);
    world.recover();

    computer.act(call.id, CallAction::MakePrivate).await;
    computer.go_on().await;

    assert_eq!(world.office.dataverse.phone_calls(), []);
    assert_eq!(world.office.dataverse.contacts(), []);
    assert_eq!(computer.call(call.id).reason, Some(Reason::Private));
}

#[tokio::test]
async fn without_the_right_to_delete_the_record_stays_and_the_privilege_is_named() {
    let mut logged = logged().await;
    logged
        .world
        .office
        .dataverse
        .withhold(logged.world.office.user, "prvDeleteActivity");

    let sentence = logged.refused(CallAction::Undo).await;

    assert!(sentence.contains("prvDeleteActivity"), "{sentence}");
    assert!(logged.record().is_completed());
    assert_eq!(logged.computer.call(logged.call).state, State::Logged);
}
