//! One person, two computers, the same calls.

use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_simulator::dataverse::{Direction, OtherCall};
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World, each_call_exactly_once, one_contact_per_unknown_number};

const NUMBERS: [&str; 3] = ["+442079460018", "+442079460019", "+442079460020"];

fn had_calls(world: &World, from_minutes_ago: i64) -> Vec<String> {
    (0..12)
        .map(|index| {
            let number = NUMBERS[index % NUMBERS.len()];
            let minutes = from_minutes_ago + i64::try_from(index).unwrap();
            world.had(SimulatedCall::inbound(number, world.minutes_ago(minutes)))
        })
        .collect()
}

fn everything_logged(computer: &Computer, count: usize) {
    let calls = computer.calls();
    assert_eq!(calls.len(), count);
    assert!(
        calls.iter().all(|call| call.state == State::Logged),
        "{calls:#?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_computers_that_sync_at_the_same_time_log_each_call_once() {
    for _ in 0..4 {
        let world = World::open().await;
        let (mut first, mut second) = (world.computer().await, world.computer().await);
        let mut ids = had_calls(&world, 60);
        tokio::join!(first.sync(), second.sync());
        ids.extend(had_calls(&world, 5));
        tokio::join!(first.sync(), second.sync());

        each_call_exactly_once(&world, &ids);
        one_contact_per_unknown_number(&world, &NUMBERS);
        everything_logged(&first, ids.len());
        everything_logged(&second, ids.len());
    }
}

#[tokio::test]
async fn two_computers_that_take_turns_log_each_call_once() {
    let world = World::open().await;
    let (mut first, mut second) = (world.computer().await, world.computer().await);
    let mut ids = had_calls(&world, 60);
    first.sync().await;
    second.sync().await;
    ids.extend(had_calls(&world, 5));
    second.sync().await;
    first.sync().await;

    each_call_exactly_once(&world, &ids);
    one_contact_per_unknown_number(&world, &NUMBERS);
    everything_logged(&first, ids.len());
    everything_logged(&second, ids.len());
}

#[tokio::test]
async fn both_computers_know_the_same_record_of_a_call() {
    let world = World::open().await;
    let (mut first, mut second) = (world.computer().await, world.computer().await);
    world.had(SimulatedCall::inbound(NUMBERS[0], world.minutes_ago(10)));
    first.sync().await;
    second.sync().await;

    let (first, second) = (first.only_call(), second.only_call());
    assert_eq!(
        first.activity_id.map(|id| id.0),
        Some(world.only_phone_call().id)
    );
    assert_eq!(first.activity_id, second.activity_id);
    assert_eq!(first.contact_id, second.contact_id);
}

#[tokio::test]
async fn two_step_organizations_get_one_record_from_two_computers_too() {
    let world = World::open().await;
    world
        .office
        .dataverse
        .switch(|switches| switches.refuses_completion_with_creation = true);
    let (mut first, mut second) = (world.computer().await, world.computer().await);
    let ids = had_calls(&world, 60);
    tokio::join!(first.sync(), second.sync());
    first.go_on().await;
    second.go_on().await;

    each_call_exactly_once(&world, &ids);
    one_contact_per_unknown_number(&world, &NUMBERS);
}

#[tokio::test]
async fn what_another_program_logged_is_doubled_by_neither_computer() {
    let world = World::open().await;
    let (mut first, mut second) = (world.computer().await, world.computer().await);
    let started_at = world.minutes_ago(30);
    let other = world.office.dataverse.log_call_of_other_writer(OtherCall {
        subject: "By the PBX".to_owned(),
        description: String::new(),
        phone_number: NUMBERS[0].to_owned(),
        direction: Direction::Incoming,
        started_at,
        ended_at: started_at + SignedDuration::from_secs(60),
        contact: None,
        owner: world.office.user,
    });
    world.had(SimulatedCall::inbound(NUMBERS[0], started_at));
    let again = started_at + SignedDuration::from_secs(70);
    let id = world.had(SimulatedCall::inbound(NUMBERS[0], again));
    tokio::join!(first.sync(), second.sync());

    assert_eq!(world.office.dataverse.phone_calls().len(), 2);
    assert_eq!(world.phone_calls_of(&id).len(), 1);
    for computer in [first, second] {
        let calls = computer.calls();
        assert_eq!(calls[1].activity_id.map(|id| id.0), Some(other));
        assert!(
            calls.iter().all(|call| call.state == State::Logged),
            "{calls:#?}"
        );
    }
}

#[tokio::test]
async fn what_a_person_changed_in_a_record_is_not_written_over_by_the_other_computer() {
    let world = World::open().await;
    let (mut first, mut second) = (world.computer().await, world.computer().await);
    world.had(SimulatedCall::inbound(NUMBERS[0], world.minutes_ago(10)));
    first.sync().await;
    let note = serde_json::json!({ "subject": "He wants the blue one" });
    let columns = note.as_object().cloned().unwrap();
    let id = world.only_phone_call().id;
    world
        .office
        .dataverse
        .edit_phone_call(id, &columns)
        .unwrap();
    second.sync().await;

    assert_eq!(world.only_phone_call().subject, "He wants the blue one");
    assert_eq!(second.only_call().state, State::Logged);
}

#[tokio::test]
async fn unlinking_one_computer_leaves_the_other_linked() {
    let world = World::open().await;
    let (mut first, mut second) = (world.computer().await, world.computer().await);
    let id = world.had(SimulatedCall::inbound(NUMBERS[0], world.minutes_ago(10)));
    first.engine.unlink().await.unwrap();
    first.sync().await;
    assert_eq!(first.only_call().state, State::Waiting);
    second.sync().await;

    each_call_exactly_once(&world, &[id]);
}
