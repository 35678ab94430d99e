//! What stands in Dynamics after a call.

use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_simulator::dataverse::{Direction, NewContact, OtherCall, PhoneCallRow, Table};
use ringlog_simulator::office::EXTENSION;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{World, each_call_exactly_once};

const FROM: i64 = 1;
const TO: i64 = 2;
const MADE: i64 = 2;
const RECEIVED: i64 = 4;

fn aske() -> NewContact {
    NewContact {
        first_name: "Jon".to_owned(),
        last_name: "Aske".to_owned(),
        mobile_phone: "+44 20 7946 0018".to_owned(),
        ..NewContact::default()
    }
}

#[tokio::test]
async fn an_answered_inbound_call_becomes_a_completed_phone_call_of_its_contact_and_its_person() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let contact = world.office.dataverse.add_contact(aske());
    let started_at = world.minutes_ago(30);
    let id = world.had(
        SimulatedCall::inbound("02079460018", started_at)
            .answered_after_seconds(7)
            .ended_after_seconds(200),
    );

    computer.sync().await;

    let logged = world.only_phone_call();
    assert_eq!(logged.direction, Direction::Incoming);
    assert_eq!((logged.state, logged.status), (1, RECEIVED));
    assert_eq!(logged.parties_of(FROM), [(Table::Contact, contact)]);
    assert_eq!(logged.parties_of(TO), [(Table::User, world.office.user)]);
    assert_eq!(logged.regarding, Some((Table::Contact, contact)));
    assert_eq!(logged.owner, world.office.user);
    assert_eq!(logged.subject, "Call from Jon Aske");
    assert_eq!(logged.phone_number, "+442079460018");
    assert_eq!(logged.started_at, Some(started_at));
    assert_eq!(
        logged.ended_at,
        Some(started_at + SignedDuration::from_secs(200))
    );
    assert_eq!(logged.duration_minutes, Some(3));
    assert_eq!(
        logged.description,
        format!(
            "Inbound call, connected: 193 s of conversation, 200 s in all.\n\
             Started 2026-05-14T08:30:00Z, answered 2026-05-14T08:30:07Z, ended 2026-05-14T08:33:20Z (UTC).\n\
             Extension 504. Call id {id}, leg 1778747400.\n\
             Written by Ringlog."
        )
    );
    let call = computer.only_call();
    assert_eq!(call.state, State::Logged);
    assert_eq!(call.activity_id.map(|id| id.0), Some(logged.id));
    assert_eq!(call.contact_name.as_deref(), Some("Jon Aske"));
}

#[tokio::test]
async fn an_outbound_call_is_made_by_the_person_to_the_contact() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let contact = world.office.dataverse.add_contact(aske());
    world.had(SimulatedCall::outbound(
        "00442079460018",
        world.minutes_ago(30),
    ));

    computer.sync().await;

    let logged = world.only_phone_call();
    assert_eq!(logged.direction, Direction::Outgoing);
    assert_eq!((logged.state, logged.status), (1, MADE));
    assert_eq!(logged.parties_of(FROM), [(Table::User, world.office.user)]);
    assert_eq!(logged.parties_of(TO), [(Table::Contact, contact)]);
    assert_eq!(logged.subject, "Call to Jon Aske");
}

#[tokio::test]
async fn a_missed_call_is_logged_as_missed_and_without_conversation() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.office.dataverse.add_contact(aske());
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)).unanswered());

    computer.sync().await;

    let logged = world.only_phone_call();
    assert_eq!(logged.subject, "Missed call from Jon Aske");
    assert_eq!(logged.duration_minutes, Some(0));
    assert!(
        logged
            .description
            .starts_with("Inbound call, no answer: 0 s")
    );
}

#[tokio::test]
async fn an_unanswered_outbound_call_claims_no_reason_the_pbx_did_not_give() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.office.dataverse.add_contact(aske());
    world.had(SimulatedCall::outbound("02079460018", world.minutes_ago(30)).unanswered());

    computer.sync().await;

    let logged = world.only_phone_call();
    assert!(
        logged
            .description
            .starts_with("Outbound call, not connected:")
    );
}

#[tokio::test]
async fn a_withheld_number_is_logged_on_nobody_and_makes_nobody() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.office.dataverse.add_contact(aske());
    world.had(SimulatedCall::inbound("anonymous", world.minutes_ago(30)));

    computer.sync().await;

    let logged = world.only_phone_call();
    assert_eq!(logged.regarding, None);
    assert_eq!(logged.parties_of(FROM), []);
    assert_eq!(world.office.dataverse.contacts().len(), 1);
    assert!(computer.only_call().reason.is_some());
}

async fn left_out(call: impl FnOnce(&World) -> SimulatedCall, settings: &[(&str, &str)]) {
    let world = World::open().await;
    let mut computer = world.computer().await;
    for (key, value) in settings {
        computer.set(key, value);
    }
    world.had(call(&world));

    let before = world.requests();
    computer.sync().await;

    let call = computer.only_call();
    assert_eq!(call.state, State::LeftOut);
    assert!(
        call.reason
            .is_some_and(|reason| reason.to_string().starts_with("Left out: "))
    );
    assert_eq!(world.office.dataverse.phone_calls(), []);
    assert_eq!(world.requests()[2], before[2]);
}

#[tokio::test]
async fn a_call_between_extensions_is_left_out() {
    left_out(
        |world| SimulatedCall::internal("505", world.minutes_ago(30)),
        &[],
    )
    .await;
}

#[tokio::test]
async fn a_very_short_unanswered_call_is_left_out() {
    left_out(
        |world| {
            SimulatedCall::inbound("02079460018", world.minutes_ago(30))
                .unanswered()
                .ended_after_seconds(2)
        },
        &[],
    )
    .await;
}

#[tokio::test]
async fn a_queue_call_somebody_else_may_have_answered_is_left_out() {
    left_out(
        |world| {
            SimulatedCall::inbound("02079460018", world.minutes_ago(30))
                .unanswered()
                .queue()
        },
        &[],
    )
    .await;
}

#[tokio::test]
async fn a_number_on_the_never_log_list_never_reaches_dynamics() {
    left_out(
        |world| SimulatedCall::inbound("02079460018", world.minutes_ago(30)),
        &[("rules.never_log", "+44207946")],
    )
    .await;
}

#[tokio::test]
async fn the_company_s_own_numbers_are_never_the_other_party() {
    left_out(
        |world| SimulatedCall::inbound("02079460018", world.minutes_ago(30)),
        &[("numbers.own", "020 7946 0018")],
    )
    .await;
}

#[tokio::test]
async fn a_queue_call_the_person_answered_is_logged() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)).queue());

    computer.sync().await;

    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_call_another_program_logged_is_linked_and_not_logged_a_second_time() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let contact = world.office.dataverse.add_contact(aske());
    let started_at = world.minutes_ago(30);
    let other = world.office.dataverse.log_call_of_other_writer(OtherCall {
        subject: "Phone call with Jon Aske".to_owned(),
        description: "By the PBX".to_owned(),
        phone_number: "020 7946 0018".to_owned(),
        direction: Direction::Incoming,
        started_at: started_at + SignedDuration::from_secs(3),
        ended_at: started_at + SignedDuration::from_secs(63),
        contact: Some(contact),
        owner: world.office.user,
    });
    world.had(SimulatedCall::inbound("02079460018", started_at));

    computer.sync().await;

    assert_eq!(world.only_phone_call().id, other);
    let call = computer.only_call();
    assert_eq!(call.state, State::Logged);
    assert_eq!(call.activity_id.map(|id| id.0), Some(other));
    assert!(
        call.reason
            .is_some_and(|reason| reason.to_string().contains("Phone call with Jon Aske"))
    );
}

#[tokio::test]
async fn an_organization_that_refuses_one_step_gets_two_and_is_remembered() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world
        .office
        .dataverse
        .switch(|switches| switches.refuses_completion_with_creation = true);
    let first = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    computer.sync().await;
    let mut computer = computer.restart().await;
    let second = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
    computer.sync().await;

    let refused = world
        .office
        .dataverse
        .log()
        .iter()
        .flat_map(|exchange| exchange.operations.clone())
        .filter(|operation| operation.method == "POST" && operation.status >= 400)
        .count();
    assert_eq!(refused, 1, "only the very first try");
    each_call_exactly_once(&world, &[first, second]);
    assert_eq!(world.only_contact().mobile_phone, "+442079460018");
}

#[tokio::test]
async fn a_running_call_is_logged_when_it_is_over() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)).running());
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::Waiting);
    assert_eq!(world.office.dataverse.phone_calls(), []);

    world.clock.advance(SignedDuration::from_mins(20));
    world
        .office
        .vodia
        .end_call(EXTENSION, &id, world.minutes_ago(0));
    computer.sync().await;

    each_call_exactly_once(&world, &[id]);
    assert_eq!(world.only_phone_call().ended_at, Some(world.minutes_ago(0)));
}

#[tokio::test]
async fn a_record_the_pbx_wrote_late_is_logged_all_the_same() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let first = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
    computer.sync().await;
    let late = world.had(SimulatedCall::inbound(
        "02079460019",
        world.minutes_ago(200),
    ));
    computer.sync().await;

    each_call_exactly_once(&world, &[first, late]);
}

#[tokio::test]
async fn calls_from_before_the_look_back_are_left_alone() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("pbx.look_back_hours", "2");
    world.had(SimulatedCall::inbound(
        "02079460018",
        world.minutes_ago(125),
    ));
    let recent = world.had(SimulatedCall::inbound(
        "02079460019",
        world.minutes_ago(115),
    ));

    computer.sync().await;

    each_call_exactly_once(&world, &[recent]);
    assert_eq!(computer.calls().len(), 1);
}

#[tokio::test]
async fn a_record_a_person_deleted_in_dynamics_is_not_resurrected() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    computer.sync().await;
    let PhoneCallRow { id, .. } = world.only_phone_call();
    assert!(world.office.dataverse.delete_phone_call(id));

    computer.go_on().await;

    assert_eq!(world.office.dataverse.phone_calls(), []);
}

#[tokio::test]
async fn no_record_of_the_pbx_disappears_silently() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    world.had(SimulatedCall::internal("505", world.minutes_ago(20)));
    world.had(SimulatedCall::inbound("02079460019", world.minutes_ago(10)).running());

    let pass = computer.sync().await;

    assert_eq!(pass.report.polled, 3);
    let calls = computer.calls();
    let states: Vec<State> = calls.iter().map(|call| call.state).collect();
    assert_eq!(states, [State::Waiting, State::LeftOut, State::Logged]);
    for call in calls {
        let history = computer.engine.ledger().call(call.id).unwrap().unwrap();
        assert!(!history.history.unwrap_or_default().is_empty());
    }
}
