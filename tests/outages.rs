//! Each system may be away, slow or busy: Ringlog is patient, and catches up by itself.

use std::time::Duration;

use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_core::status::Light;
use ringlog_engine::pass::Polling;
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::misbehaviour::{Fault, Misbehaviour};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World, each_call_exactly_once};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

fn away() -> Fault {
    Fault::LoseRequest
}

fn busy(status: u16, retry_after: Option<&str>) -> Fault {
    Fault::Status {
        status,
        retry_after: retry_after.map(str::to_owned),
        body: "<html>Service Unavailable</html>".to_owned(),
    }
}

fn systems(world: &World) -> [&Misbehaviour; 3] {
    [
        world.office.vodia.misbehaviour(),
        world.office.entra.misbehaviour(),
        world.office.dataverse.misbehaviour(),
    ]
}

fn had_call(world: &World) -> String {
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)))
}

/// A linked computer whose access token is too old, so that a pass needs all three systems.
async fn needs_all_three(world: &World) -> Computer {
    let computer = world.computer().await;
    world.clock.advance(MINUTE * 120);
    computer
}

async fn an_hour_of_passes(world: &World, computer: &mut Computer, ids: &mut Vec<String>) {
    for _ in 0..6 {
        ids.push(had_call(world));
        computer.sync().await;
        world.clock.advance(MINUTE * 10);
    }
}

/// One system suffers for an hour: the light is not green, and afterwards everything stands exactly once.
async fn catches_up(system: usize, fault: Fault) {
    let world = World::open().await;
    let mut computer = needs_all_three(&world).await;
    let mut ids = Vec::new();
    systems(&world)[system].plan("", 0, 1_000, fault);

    an_hour_of_passes(&world, &mut computer, &mut ids).await;
    assert_ne!(computer.status().light, Light::Green);
    assert_eq!(world.office.dataverse.phone_calls(), []);
    assert!(
        computer
            .calls()
            .iter()
            .all(|call| call.state == State::Waiting)
    );

    world.recover();
    computer.go_on().await;
    each_call_exactly_once(&world, &ids);
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn a_pbx_that_was_away_is_caught_up_with() {
    catches_up(0, away()).await;
}

#[tokio::test]
async fn a_microsoft_login_that_was_away_is_caught_up_with() {
    catches_up(1, away()).await;
}

#[tokio::test]
async fn a_dynamics_that_was_away_is_caught_up_with() {
    catches_up(2, away()).await;
}

#[tokio::test]
async fn systems_that_are_down_for_maintenance_are_caught_up_with() {
    for system in 0..3 {
        catches_up(system, busy(503, Some("120"))).await;
    }
}

#[tokio::test]
async fn a_network_that_puts_its_own_page_before_everything_is_caught_up_with() {
    for system in 0..3 {
        catches_up(system, busy(200, None)).await;
    }
}

#[tokio::test]
async fn slow_systems_are_waited_for() {
    let world = World::open().await;
    let mut computer = needs_all_three(&world).await;
    let id = had_call(&world);
    for system in systems(&world) {
        system.plan("", 0, 99, Fault::Slow(Duration::from_millis(100)));
    }

    let pass = computer.sync().await;

    assert!(pass.problems.is_empty(), "{pass:?}");
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_pause_dynamics_asks_for_is_kept_by_every_call_of_the_account() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let mut ids = vec![had_call(&world)];
    let dynamics = world.office.dataverse.misbehaviour();
    dynamics.plan("", 0, 1, busy(429, Some("300")));

    let before = world.requests()[2];
    let pass = computer.sync().await;
    assert_eq!(pass.problems[0].code, ProblemCode::Unreachable);
    assert_eq!(computer.status().light, Light::Amber);
    assert!(
        computer
            .status()
            .parts
            .dynamics
            .message
            .to_string()
            .contains("pause")
    );
    for _ in 0..4 {
        world.clock.advance(MINUTE);
        ids.push(had_call(&world));
        computer.sync().await;
    }
    assert_eq!(world.requests()[2], before + 1, "nobody hammers");
    assert!(
        computer
            .calls()
            .iter()
            .all(|call| call.state == State::Waiting && call.reason.is_some())
    );

    computer.go_on().await;
    each_call_exactly_once(&world, &ids);
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn a_dynamics_that_stays_away_is_asked_less_and_less() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let id = had_call(&world);
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 1_000, busy(500, None));

    let before = world.requests()[2];
    for _ in 0..120 {
        computer.sync().await;
        world.clock.advance(MINUTE);
    }
    let requests = world.requests()[2] - before;
    assert!((4..=16).contains(&requests), "{requests}");

    world.recover();
    computer.go_on().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn an_organization_over_its_request_limit_is_left_in_peace_and_gets_everything_in_the_end() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world
        .office
        .dataverse
        .switch(|switches| switches.requests_per_window_max = 6);
    let mut ids = Vec::new();
    for index in 0..450 {
        let number = format!("02079460{:03}", index % 200);
        ids.push(world.had(SimulatedCall::inbound(
            &number,
            world.minutes_ago(index + 5),
        )));
    }

    for _ in 0..20 {
        computer.sync().await;
        world.clock.advance(MINUTE * 6);
    }

    each_call_exactly_once(&world, &ids);
    let refused = world
        .office
        .dataverse
        .log()
        .iter()
        .filter(|exchange| exchange.status == 429)
        .count();
    assert!(refused <= 5, "{refused}");
}

#[tokio::test]
async fn a_ledger_that_cannot_be_written_stops_the_pass_before_anything_is_sent() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let id = had_call(&world);
    let other = rusqlite::Connection::open(computer.ledger_file()).unwrap();
    other
        .execute_batch(
            "CREATE TRIGGER full BEFORE INSERT ON call BEGIN SELECT RAISE(ABORT, 'full'); END",
        )
        .unwrap();

    let before = world.requests()[2];
    let stopped = computer.engine.pass(Polling::Now).await;

    assert!(stopped.is_err());
    assert_eq!(world.requests()[2], before);
    assert_eq!(world.office.dataverse.phone_calls(), []);
    other.execute_batch("DROP TRIGGER full").unwrap();
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn an_attempt_that_cannot_be_written_down_is_not_made() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let id = had_call(&world);
    let other = rusqlite::Connection::open(computer.ledger_file()).unwrap();
    other
        .execute_batch(
            "CREATE TRIGGER full BEFORE UPDATE ON call BEGIN SELECT RAISE(ABORT, 'full'); END",
        )
        .unwrap();

    let stopped = computer.engine.pass(Polling::Now).await;

    assert!(stopped.is_err());
    assert_eq!(world.office.dataverse.phone_calls(), []);
    assert_eq!(world.office.dataverse.contacts(), []);
    other.execute_batch("DROP TRIGGER full").unwrap();
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_history_that_breaks_off_after_its_first_page_is_read_from_where_it_was_whole() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    // The first look goes further back than the next ones do.
    computer.sync().await;
    // More than two pages, and more hours than polls overlap.
    let ids: Vec<String> = (0..120)
        .map(|place| {
            world.had(SimulatedCall::inbound(
                "02079460018",
                world.minutes_ago(5 + 11 * place),
            ))
        })
        .collect();
    let pbx = world.office.vodia.misbehaviour();
    pbx.plan("history", 1, 50, busy(503, None));

    computer.sync().await;
    let recorded = computer.calls().len();
    assert!((1..ids.len()).contains(&recorded), "{recorded}");
    world.recover();
    computer.sync().await;

    each_call_exactly_once(&world, &ids);
}
