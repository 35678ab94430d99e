//! Clocks are wrong, and are set right: no call is lost or doubled by that.

use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_core::status::Light;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::EXTENSION;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{World, each_call_exactly_once};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn had_call(world: &World) -> String {
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)))
}

/// The clock stands wrong by so many hours for a while, with an outage at that time.
async fn wrong_for_a_while(hours: i64) {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let mut ids = vec![had_call(&world)];
    computer.sync().await;
    ids.push(had_call(&world));

    world.clock.advance(HOUR * hours as i32);
    let dynamics = world.office.dataverse.misbehaviour();
    dynamics.plan("", 0, 99, Fault::LoseRequest);
    computer.sync().await;
    world.recover();
    world.clock.advance(HOUR * -hours as i32);
    ids.push(had_call(&world));
    computer.go_on().await;

    each_call_exactly_once(&world, &ids);
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn a_clock_that_was_a_month_ahead_keeps_no_call_waiting() {
    wrong_for_a_while(30 * 24).await;
}

#[tokio::test]
async fn a_clock_that_was_a_month_behind_keeps_no_call_waiting() {
    wrong_for_a_while(-30 * 24).await;
}

#[tokio::test]
async fn a_clock_that_was_an_hour_off_keeps_no_call_waiting() {
    wrong_for_a_while(1).await;
    wrong_for_a_while(-1).await;
}

#[tokio::test]
async fn a_first_look_with_a_clock_days_ahead_does_not_hide_the_calls_of_these_days() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.clock.advance(HOUR * 72);
    computer.sync().await;
    world.clock.advance(HOUR * -72);
    let id = had_call(&world);

    computer.go_on().await;

    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_pbx_whose_clock_is_ahead_loses_no_call() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let mut ids = vec![world.had(SimulatedCall::inbound(
        "02079460018",
        world.minutes_ago(-90),
    ))];
    computer.sync().await;
    ids.push(had_call(&world));
    computer.sync().await;

    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn a_call_given_up_as_endless_is_logged_if_it_ends_after_all() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)).running());
    computer.sync().await;
    world.clock.advance(HOUR * 25);
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::Failed);

    world
        .office
        .vodia
        .end_call(EXTENSION, &id, world.minutes_ago(0));
    world.clock.advance(HOUR);
    computer.sync().await;

    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn two_legs_of_one_call_id_are_two_calls() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    for minutes in [20, 10] {
        let leg = SimulatedCall::inbound("02079460018", world.minutes_ago(minutes));
        world.had(leg.id("the-same"));
    }

    computer.sync().await;
    let mut computer = computer.without_ledger().await;
    computer.sync().await;

    assert_eq!(world.phone_calls_of("the-same").len(), 2);
}
