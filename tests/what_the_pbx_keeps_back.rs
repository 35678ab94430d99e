//! A PBX that fails at what it need not tell is logged in to and read all the same.

use jiff::SignedDuration;
use ringlog_core::status::PartState;
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::{EMAIL, EXTENSION, PASSWORD};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::{Access, SimulatedCall};
use ringlog_tests::{Computer, World, each_call_exactly_once};

/// Where Vodia keeps what it need not tell: of the extension, and of the tenant.
const NEED_NOT_TELL: &str = "settings";

fn fails(status: u16, retry_after: Option<&str>) -> Fault {
    Fault::Status {
        status,
        retry_after: retry_after.map(str::to_owned),
        body: String::new(),
    }
}

/// A PBX that suffers from `fault` as often as it is asked what it need not tell.
async fn where_the_pbx(fault: Fault, times: u32) -> World {
    let world = World::open().await;
    let pbx = &world.office.vodia;
    pbx.set_habits(|habits| habits.tenant_settings = Access::UnderName);
    pbx.misbehaviour().plan(NEED_NOT_TELL, 0, times, fault);
    world
}

fn known_email(world: &World, computer: &Computer) -> Option<String> {
    let source = format!("vodia:{}", world.office.vodia.tenant());
    let known = computer.engine.ledger().pbx_identity(&source, EXTENSION);
    known.unwrap().and_then(|found| found.value.email)
}

#[tokio::test]
async fn a_login_that_is_proven_succeeds_however_the_pbx_fails_at_the_rest() {
    for fault in [
        fails(500, None),
        fails(503, Some("120")),
        fails(429, Some("120")),
        Fault::LoseRequest,
    ] {
        let world = where_the_pbx(fault.clone(), 1_000).await;
        let mut computer = world.new_computer().await;

        let login = computer.engine.log_in_to_pbx(PASSWORD.into()).await;

        assert!(login.is_ok(), "{fault:?}: {login:?}");
        assert_eq!(computer.status().parts.pbx.state, PartState::Ok);
        let requests = world.requests()[0];
        assert!((2..=7).contains(&requests), "{fault:?}: {requests}");
    }
}

#[tokio::test]
async fn the_calls_are_read_by_each_new_process_for_days() {
    let world = where_the_pbx(fails(500, None), 1_000).await;
    let mut computer = world.computer().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5))));
        let pass = computer.sync().await;
        assert!(pass.problems.is_empty(), "{pass:?}");
        world.clock.advance(SignedDuration::from_hours(25));
        computer = computer.restart().await;
    }
    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn a_single_failure_hides_nothing() {
    let world = where_the_pbx(fails(502, None), 1).await;
    let mut computer = world.new_computer().await;
    let identity = computer
        .engine
        .log_in_to_pbx(PASSWORD.into())
        .await
        .unwrap();
    assert_eq!(identity.email.as_deref(), Some(EMAIL));
}

#[tokio::test]
async fn what_was_kept_back_is_asked_for_again_within_the_hour_and_not_in_every_pass() {
    let world = where_the_pbx(fails(500, None), 1_000).await;
    let mut computer = world.computer().await;
    assert_eq!(known_email(&world, &computer), None);
    world.recover();
    let asked = || {
        let requests = world.office.vodia_server().requests();
        let settings = requests
            .iter()
            .filter(|request| request.contains(NEED_NOT_TELL));
        settings.count()
    };
    let before = asked();
    world.clock.advance(SignedDuration::from_mins(30));
    computer.sync().await;
    assert_eq!(asked(), before);

    world.clock.advance(SignedDuration::from_mins(35));
    computer.sync().await;

    assert_eq!(known_email(&world, &computer).as_deref(), Some(EMAIL));
    let after = asked();
    world.clock.advance(SignedDuration::from_hours(2));
    computer.sync().await;
    assert_eq!(asked(), after, "now everything is known for a day");
}

#[tokio::test]
async fn a_history_that_cannot_be_had_proves_no_login() {
    let world = World::open().await;
    let pbx = world.office.vodia.misbehaviour();
    pbx.plan("/history", 0, 1_000, fails(500, None));
    let mut computer = world.new_computer().await;

    let login = computer.engine.log_in_to_pbx(PASSWORD.into()).await;

    assert_eq!(login.unwrap_err().code, ProblemCode::Unreachable);
    assert_eq!(computer.keychain.entry_names(), [""; 0]);
}
