//! What is everybody's trouble is no call's: it waits, says why, and goes out afterwards.

use jiff::SignedDuration;
use ringlog_core::account::AccountState;
use ringlog_core::delivery::State;
use ringlog_core::status::{Light, PartState};
use ringlog_engine::keychain::memory::KeychainFault;
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{World, each_call_exactly_once};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

fn had_call(world: &World) -> String {
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)))
}

fn status(status: u16) -> Fault {
    Fault::Status {
        status,
        retry_after: None,
        body: "{\"error\":{\"code\":\"0x80060888\",\"message\":\"No.\"}}".to_owned(),
    }
}

#[tokio::test]
async fn a_whole_look_up_that_is_refused_holds_the_calls() {
    for code in [400, 404] {
        let world = World::open().await;
        let mut computer = world.computer().await;
        let ids = [had_call(&world), had_call(&world)];
        let dynamics = world.office.dataverse.misbehaviour();
        dynamics.plan("$batch", 0, 1_000, status(code));

        for _ in 0..2 {
            computer.go_on().await;
            for call in computer.calls() {
                assert_eq!(call.state, State::Waiting, "{code}: {call:?}");
                assert!(call.reason.is_some(), "{code}: {call:?}");
            }
            assert_ne!(computer.status().light, Light::Green);
        }

        world.recover();
        computer.go_on().await;
        each_call_exactly_once(&world, &ids);
        assert_eq!(computer.status().light, Light::Green);
    }
}

#[tokio::test]
async fn a_keychain_that_closes_in_the_middle_of_a_pass_is_named() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.sync().await;
    let ids = [had_call(&world), had_call(&world)];
    // The pass begins with the token it has, is refused it, and finds the keychain closed over the next.
    world.office.entra.tokens().expire_access();
    computer.keychain.suffer(Some(KeychainFault::Locked));

    let pass = computer.sync().await;

    assert!(pass.report.requests.dynamics > 0, "{pass:?}");
    assert_eq!(pass.problems.len(), 1, "{pass:?}");
    assert_eq!(pass.problems[0].code, ProblemCode::Keychain);
    for call in computer.calls() {
        assert_eq!(call.state, State::Waiting, "{call:?}");
    }
    let parts = computer.status().parts;
    assert_eq!(parts.sign_in.state, PartState::Error);
    assert!(
        parts
            .sign_in
            .message
            .to_string()
            .contains("The keychain is locked"),
        "{parts:?}"
    );
    assert!(matches!(
        computer.engine.account().unwrap(),
        AccountState::Linked { .. }
    ));

    computer.keychain.suffer(None);
    computer.go_on().await;
    each_call_exactly_once(&world, &ids);
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn a_question_past_its_time_is_not_asked_about_in_every_pass_while_dynamics_is_away() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "ask");
    let id = had_call(&world);
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::NeedsYou);
    let asked = computer.only_call().reason;
    world.clock.advance(MINUTE * 60 * 25);
    let dynamics = world.office.dataverse.misbehaviour();
    dynamics.plan("", 0, 1_000, status(500));

    let before = world.requests()[2];
    for _ in 0..120 {
        computer.sync().await;
        let call = computer.only_call();
        assert_eq!(call.state, State::NeedsYou, "{call:?}");
        assert_eq!(call.reason, asked, "the question stays the same");
        world.clock.advance(MINUTE);
    }
    let requests = world.requests()[2] - before;
    assert!((4..=16).contains(&requests), "{requests}");

    world.recover();
    computer.go_on().await;
    each_call_exactly_once(&world, &[id]);
    assert_eq!(world.office.dataverse.contacts(), []);
}
