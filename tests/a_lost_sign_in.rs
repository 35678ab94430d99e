//! The sign-in is renewed silently; where it cannot be, the person is asked once and no call is lost.

use jiff::SignedDuration;
use ringlog_core::account::AccountState;
use ringlog_core::delivery::State;
use ringlog_core::status::{Light, PartState};
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::dataverse::UserAccess;
use ringlog_simulator::entra::{Place, RefreshRule, Refusal};
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World, each_call_exactly_once};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

pub(super) fn had_call(world: &World) -> String {
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)))
}

#[tokio::test]
async fn a_token_that_rotates_is_renewed_silently_for_days_and_across_restarts() {
    let world = World::open().await;
    world.office.entra.set_refresh_rule(RefreshRule::OnceOnly);
    let mut computer = world.computer().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        for _ in 0..3 {
            world.clock.advance(HOUR * 3);
            ids.push(had_call(&world));
            let pass = computer.sync().await;
            assert!(pass.problems.is_empty(), "{pass:?}");
        }
        computer = computer.restart().await;
    }
    each_call_exactly_once(&world, &ids);
    assert_eq!(computer.status().light, Light::Green);
}

/// The sign-in is lost in the way of `lose`: calls wait, the light is amber and says one sentence, Microsoft is left in
/// peace, and after linking again everything is made up for.
async fn waits_for_the_person(lose: impl FnOnce(&World), sentence: &str) {
    let world = World::open().await;
    let computer = world.computer().await;
    lose(&world);
    let asked = async || world.requests()[1];
    makes_up_after_linking_again(&world, computer, Vec::new(), sentence, asked).await;
}

/// The promise of [`waits_for_the_person`] on a computer whose sign-in was lost, where calls wait already; `asked`
/// counts what Microsoft, whoever stands for it, was asked.
pub(super) async fn makes_up_after_linking_again(
    world: &World,
    mut computer: Computer,
    mut ids: Vec<String>,
    sentence: &str,
    asked: impl AsyncFn() -> usize,
) {
    ids.push(had_call(world));

    let pass = computer.sync().await;
    assert_eq!(pass.problems.len(), 1, "{pass:?}");
    assert_waiting(&computer, sentence);
    let before = (asked().await, world.requests()[2]);

    ids.push(had_call(world));
    computer.sync().await;
    computer.sync().await;
    assert_waiting(&computer, sentence);
    let after = (asked().await, world.requests()[2]);
    assert_eq!(after, before, "nobody is asked again and again");
    let mut computer = computer.restart().await;
    assert_waiting(&computer, sentence);

    world.office.entra.refuse_nothing();
    computer.link().await;
    computer.sync().await;
    each_call_exactly_once(world, &ids);
    assert_eq!(computer.status().light, Light::Green);
}

fn assert_waiting(computer: &Computer, sentence: &str) {
    let status = computer.status();
    assert!(matches!(
        computer.engine.account().unwrap(),
        AccountState::NeedsSignIn { .. }
    ));
    assert_eq!(status.light, Light::Amber, "{status:?}");
    assert_eq!(status.parts.sign_in.state, PartState::Attention);
    assert!(
        status.parts.sign_in.message.to_string().contains(sentence),
        "{status:?}"
    );
    for call in computer.calls() {
        assert_eq!(call.state, State::Waiting);
        assert!(call.reason.is_some());
    }
}

#[tokio::test]
async fn a_sign_in_revoked_between_two_passes_asks_the_person_once() {
    waits_for_the_person(
        |world| {
            world.office.entra.tokens().revoke_all();
            world.clock.advance(HOUR * 2);
        },
        "revoked",
    )
    .await;
}

#[tokio::test]
async fn a_sign_in_revoked_while_a_token_is_lent_asks_the_person_once() {
    waits_for_the_person(|world| world.office.entra.tokens().revoke_all(), "revoked").await;
}

#[tokio::test]
async fn a_changed_password_asks_the_person_once() {
    waits_for_the_person(
        |world| {
            let refusal = Refusal::new("invalid_grant", 50133, "Session is invalid.");
            world.office.entra.refuse(Place::Token, 99, refusal);
            world.clock.advance(HOUR * 2);
        },
        "Your password was changed",
    )
    .await;
}

#[tokio::test]
async fn an_expired_access_token_is_renewed_in_the_same_pass() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.office.entra.tokens().expire_access();
    let id = had_call(&world);

    let pass = computer.sync().await;

    assert!(pass.problems.is_empty(), "{pass:?}");
    assert_eq!(pass.report.requests.microsoft, 1);
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn claims_that_a_policy_asks_for_are_brought_by_the_renewal() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
    let tokens = world.office.entra.tokens();
    tokens.challenge_with_claims(Some(claims)).unwrap();
    let id = had_call(&world);

    let pass = computer.sync().await;

    assert!(pass.problems.is_empty(), "{pass:?}");
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn weather_at_microsoft_asks_nobody_and_passes() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.clock.advance(HOUR * 2);
    let refusal = Refusal {
        status: 503,
        ..Refusal::new("temporarily_unavailable", 90033, "A transient error.")
    };
    world.office.entra.refuse(Place::Token, 1, refusal);
    let id = had_call(&world);

    let pass = computer.sync().await;
    assert_eq!(pass.problems[0].code, ProblemCode::Unreachable);
    assert!(matches!(
        computer.engine.account().unwrap(),
        AccountState::Linked { .. }
    ));
    assert_eq!(computer.only_call().state, State::Waiting);

    computer.go_on().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_user_disabled_in_dynamics_keeps_the_calls_and_is_not_green() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let user = world.office.user;
    world
        .office
        .dataverse
        .set_user_access(user, UserAccess::Disabled);
    let id = had_call(&world);

    let pass = computer.sync().await;
    assert!(!pass.problems.is_empty());
    assert_ne!(computer.status().light, Light::Green);
    assert_ne!(computer.only_call().state, State::Logged);

    world
        .office
        .dataverse
        .set_user_access(user, UserAccess::Enabled);
    computer.go_on().await;
    each_call_exactly_once(&world, &[id]);
    assert_eq!(computer.status().light, Light::Green);
}
