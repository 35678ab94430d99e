//! Any one exchange of a first sync may go wrong in any way: in the end each call stands once.

use std::time::Duration;

use futures_util::future::join_all;
use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_simulator::dataverse::{FailedChangeset, NewContact, Switches};
use ringlog_simulator::misbehaviour::{Fault, Misbehaviour};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World, each_call_exactly_once, one_contact_per_unknown_number};

/// The systems in the order of [`World::requests`].
const SYSTEMS: [&str; 3] = ["PBX", "Microsoft", "Dynamics"];

fn misbehaviour(world: &World, system: usize) -> &Misbehaviour {
    match system {
        0 => world.office.vodia.misbehaviour(),
        1 => world.office.entra.misbehaviour(),
        _ => world.office.dataverse.misbehaviour(),
    }
}

fn status(status: u16, retry_after: Option<&str>) -> Fault {
    Fault::Status {
        status,
        retry_after: retry_after.map(str::to_owned),
        body: String::new(),
    }
}

/// A linked computer before its first sync: nothing is known of the PBX, and the access token is too old.
async fn before_the_first_sync(change: fn(&mut Switches)) -> (World, Computer, Vec<String>) {
    let world = World::open().await;
    world.office.dataverse.switch(change);
    let mut computer = world.new_computer().await;
    computer.log_in().await;
    computer.link().await;
    let computer = computer.without_ledger().await;
    world.clock.advance(SignedDuration::from_hours(2));
    world.office.dataverse.add_contact(NewContact {
        last_name: "Aske".to_owned(),
        mobile_phone: "+442079460018".to_owned(),
        ..NewContact::default()
    });
    let calls = [
        SimulatedCall::inbound("02079460018", world.minutes_ago(50)),
        SimulatedCall::inbound("02079460019", world.minutes_ago(40)),
        SimulatedCall::outbound("+442079460019", world.minutes_ago(30)),
        SimulatedCall::inbound("anonymous", world.minutes_ago(20)),
        SimulatedCall::outbound("02079460020", world.minutes_ago(10)).unanswered(),
    ];
    let ids = calls.map(|call| world.had(call)).into();
    (world, computer, ids)
}

/// How many requests a first sync makes of each system.
async fn requests_of_a_first_sync(change: fn(&mut Switches)) -> [usize; 3] {
    let (world, mut computer, ids) = before_the_first_sync(change).await;
    let before = world.requests();
    computer.sync().await;
    each_call_exactly_once(&world, &ids);
    let after = world.requests();
    [
        after[0] - before[0],
        after[1] - before[1],
        after[2] - before[2],
    ]
}

async fn ends_well(system: usize, skip: usize, fault: Fault, change: fn(&mut Switches)) {
    let (world, mut computer, ids) = before_the_first_sync(change).await;
    let skip = u32::try_from(skip).unwrap();
    misbehaviour(&world, system).plan("", skip, 1, fault.clone());
    let about = format!("{fault:?} at request {skip} of {}", SYSTEMS[system]);

    computer.sync().await;
    for call in computer.calls() {
        let is_explained = call.state == State::Logged || call.reason.is_some();
        assert!(is_explained, "{about}: {call:?}");
    }
    let is_used_up = misbehaviour(&world, system).take("").is_none();
    assert!(is_used_up, "{about} did not happen");
    computer.go_on().await;

    let standing: Vec<_> = computer.calls().iter().map(|call| call.state).collect();
    assert_eq!(
        standing,
        [State::Logged; 5],
        "{about}: {:?}",
        computer.calls()
    );
    each_call_exactly_once(&world, &ids);
    one_contact_per_unknown_number(&world, &["+442079460018", "+442079460019", "+442079460020"]);
}

/// Lets `fault` befall each request of a first sync, in a world of its own.
async fn check(fault: Fault) {
    check_in(|_| {}, fault).await;
}

/// The same in an organization with habits of its own.
async fn check_in(change: fn(&mut Switches), fault: Fault) {
    let requests = requests_of_a_first_sync(change).await;
    assert!(requests.iter().all(|count| *count > 0), "{requests:?}");
    let worlds = requests.iter().enumerate().flat_map(|(system, count)| {
        let fault = fault.clone();
        (0..*count).map(move |skip| ends_well(system, skip, fault.clone(), change))
    });
    join_all(worlds).await;
}

#[tokio::test]
async fn a_lost_reply_loses_no_call_and_logs_none_twice() {
    check(Fault::LoseReply).await;
}

#[tokio::test]
async fn a_lost_request_loses_no_call_and_logs_none_twice() {
    check(Fault::LoseRequest).await;
}

#[tokio::test]
async fn an_outage_loses_no_call_and_logs_none_twice() {
    check(status(503, None)).await;
}

#[tokio::test]
async fn a_server_error_loses_no_call_and_logs_none_twice() {
    check(status(500, None)).await;
}

#[tokio::test]
async fn a_pause_that_is_asked_for_loses_no_call_and_logs_none_twice() {
    check(status(429, Some("90"))).await;
}

#[tokio::test]
async fn a_refused_token_loses_no_call_and_logs_none_twice() {
    check(status(401, None)).await;
}

#[tokio::test]
async fn a_garbled_answer_loses_no_call_and_logs_none_twice() {
    check(Fault::Garbage(
        b"<html>Sign in to the hotel's network</html>".to_vec(),
    ))
    .await;
}

#[tokio::test]
async fn an_empty_answer_loses_no_call_and_logs_none_twice() {
    check(Fault::Garbage(Vec::new())).await;
}

#[tokio::test]
async fn a_slow_answer_loses_no_call_and_logs_none_twice() {
    check(Fault::Slow(Duration::from_millis(50))).await;
}

fn takes_two_steps(switches: &mut Switches) {
    switches.refuses_completion_with_creation = true;
    switches.failed_changeset = FailedChangeset::Nested;
}

#[tokio::test]
async fn a_lost_reply_between_two_steps_loses_no_call_and_logs_none_twice() {
    check_in(takes_two_steps, Fault::LoseReply).await;
}

#[tokio::test]
async fn a_pause_between_two_steps_loses_no_call_and_logs_none_twice() {
    check_in(takes_two_steps, status(429, Some("90"))).await;
}

#[tokio::test]
async fn a_garbled_answer_between_two_steps_loses_no_call_and_logs_none_twice() {
    check_in(takes_two_steps, Fault::Garbage(b"--x\r\n".to_vec())).await;
}

#[tokio::test]
async fn an_outage_of_an_organization_that_refuses_searches_loses_no_call() {
    check_in(
        |switches| switches.refuses_leading_wildcards = true,
        status(503, None),
    )
    .await;
}
