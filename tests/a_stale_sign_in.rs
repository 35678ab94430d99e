//! What was last heard of the sign-in is asked anew in time, whether or not a call is due.

use jiff::SignedDuration;
use ringlog_core::account::AccountState;
use ringlog_core::status::{Light, PartState};
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_tests::{Computer, World};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// A linked computer without calls that could not renew its sign-in just now.
async fn not_renewed() -> (World, Computer) {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.clock.advance(MINUTE * 120);
    let login = world.office.entra.misbehaviour();
    login.plan("", 0, 1_000, Fault::LoseRequest);
    computer.engine.examine().await.unwrap();
    world.recover();
    assert_eq!(computer.status().parts.sign_in.state, PartState::Error);
    (world, computer)
}

#[tokio::test]
async fn a_sign_in_that_works_again_is_noticed_without_a_call() {
    let (world, mut computer) = not_renewed().await;
    let before = world.requests()[1];
    world.clock.advance(MINUTE * 10);
    computer.sync().await;
    assert_eq!(world.requests()[1], before, "not every pass asks");

    world.clock.advance(MINUTE * 10);
    let pass = computer.sync().await;

    assert!(pass.problems.is_empty(), "{pass:?}");
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn a_sign_in_that_was_lost_meanwhile_is_noticed_without_a_call() {
    let (world, mut computer) = not_renewed().await;
    world.office.entra.tokens().revoke_all();
    world.clock.advance(MINUTE * 20);

    let pass = computer.sync().await;

    assert_eq!(pass.problems.len(), 1, "{pass:?}");
    assert_eq!(pass.problems[0].code, ProblemCode::SignIn);
    assert!(matches!(
        computer.engine.account().unwrap(),
        AccountState::NeedsSignIn { .. }
    ));
    assert_eq!(computer.status().light, Light::Amber);
    let asked = world.requests()[1];
    let pass = computer.sync().await;
    assert_eq!(pass.problems[0].code, ProblemCode::SignIn);
    assert_eq!(
        world.requests()[1],
        asked,
        "a refusal is not asked for again at once"
    );
}
