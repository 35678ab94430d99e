//! The PBX is asked politely: a wrong password once, a closed door never in a rush, and a gap is admitted.

use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_core::status::{Light, PartState};
use ringlog_engine::ports::{SecretName, SecretStore};
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::{EMAIL, EXTENSION, PASSWORD};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World, each_call_exactly_once};

fn had_call(world: &World) -> String {
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)))
}

#[tokio::test]
async fn logging_in_tells_who_the_extension_is() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;

    let identity = computer
        .engine
        .log_in_to_pbx(PASSWORD.into())
        .await
        .unwrap();

    assert_eq!(identity.email.as_deref(), Some(EMAIL));
    assert_eq!(computer.status().parts.pbx.state, PartState::Ok);
}

#[tokio::test]
async fn a_wrong_password_is_refused_at_the_login_and_not_kept() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;

    let login = computer.engine.log_in_to_pbx("wrong".into()).await;

    let problem = login.unwrap_err();
    assert_eq!(problem.code, ProblemCode::PbxRefused);
    assert!(problem.hint.is_some());
    assert_eq!(computer.keychain.entry_names(), [""; 0]);
}

#[tokio::test]
async fn a_wrong_login_costs_the_extension_one_round_of_both_ways_at_most() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    computer
        .engine
        .log_in_to_pbx("wrong".into())
        .await
        .unwrap_err();
    let failures = world.office.vodia.login_failures();
    assert!(failures <= 2, "{failures}");
}

#[tokio::test]
async fn a_password_changed_on_the_pbx_is_tried_once_and_never_again_until_a_new_login() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let mut ids = vec![had_call(&world)];
    computer.sync().await;
    world.office.vodia.set_password(EXTENSION, "a new password");
    ids.push(had_call(&world));

    let pass = computer.sync().await;
    let failures = world.office.vodia.login_failures();
    let requests = world.requests()[0];
    computer.go_on().await;
    let mut computer = computer.restart().await;
    computer.go_on().await;
    let findings = computer.engine.examine().await.unwrap();

    assert_eq!(pass.problems[0].code, ProblemCode::PbxRefused);
    assert!((1..=2).contains(&failures), "{failures}");
    assert_eq!(world.office.vodia.login_failures(), failures);
    assert_eq!(world.requests()[0], requests);
    assert!(!findings.is_empty());
    let status = computer.status();
    assert_eq!(status.light, Light::Red);
    assert!(
        status.parts.pbx.message.to_string().contains("refused"),
        "{status:?}"
    );

    computer
        .engine
        .log_in_to_pbx("a new password".into())
        .await
        .unwrap();
    computer.sync().await;
    each_call_exactly_once(&world, &ids);
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn a_refused_password_is_remembered_over_a_detour_through_other_settings() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.office.vodia.set_password(EXTENSION, "a new password");
    computer.sync().await;
    let failures = world.office.vodia.login_failures();
    let right = world.office.vodia_server().origin();

    computer.set("pbx.url", "http://127.0.0.1:9");
    computer.sync().await;
    computer.set("pbx.url", &right);
    let pass = computer.sync().await;

    assert_eq!(pass.problems[0].code, ProblemCode::PbxRefused);
    assert_eq!(world.office.vodia.login_failures(), failures);
}

#[tokio::test]
async fn a_failed_login_leaves_the_good_password_in_use() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer
        .engine
        .log_in_to_pbx("wrong".into())
        .await
        .unwrap_err();
    let id = had_call(&world);

    computer.sync().await;

    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_pbx_without_basic_is_logged_in_to_by_its_session_and_only_once() {
    let world = World::open().await;
    world.office.vodia.set_habits(|habits| habits.basic = false);
    let mut computer = world.computer().await;
    let mut ids = vec![had_call(&world)];
    computer.sync().await;
    let logins = world.office.vodia.session_logins();
    ids.push(had_call(&world));
    computer.sync().await;
    assert_eq!(world.office.vodia.session_logins(), logins);

    world.office.vodia.end_sessions();
    ids.push(had_call(&world));
    computer.sync().await;
    assert_eq!(world.office.vodia.session_logins(), logins + 1);
    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn a_history_that_may_not_be_read_sends_to_the_pbx_s_administrator() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world
        .office
        .vodia
        .set_habits(|habits| habits.history_allowed = false);

    let pass = computer.sync().await;

    assert_eq!(pass.problems[0].code, ProblemCode::NeedsPerson);
    assert_eq!(computer.status().light, Light::Red);
    assert!(
        computer
            .status()
            .parts
            .pbx
            .message
            .to_string()
            .contains("administrator")
    );
    assert_eq!(world.office.vodia.login_failures(), 0);
    world
        .office
        .vodia
        .set_habits(|habits| habits.history_allowed = true);
    let id = had_call(&world);
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn without_a_password_the_pbx_is_not_asked_and_the_light_says_so() {
    let world = World::open().await;
    let computer = world.computer().await;
    computer.keychain.delete(SecretName::PbxPassword).unwrap();
    let mut computer = computer.restart().await;
    let before = world.requests();

    let pass = computer.sync().await;

    assert_eq!(pass.problems[0].code, ProblemCode::PbxRefused);
    assert_eq!(world.requests(), before);
    assert!(
        computer
            .status()
            .parts
            .pbx
            .message
            .to_string()
            .contains("No PBX password")
    );
}

#[tokio::test]
async fn what_waits_goes_out_while_the_pbx_is_away() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let id = had_call(&world);
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 9, Fault::LoseRequest);
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::Waiting);
    world.recover();
    world
        .office
        .vodia
        .misbehaviour()
        .plan("", 0, 99, Fault::LoseRequest);

    computer.go_on().await;

    each_call_exactly_once(&world, &[id]);
    assert_eq!(computer.status().light, Light::Red);
    assert!(
        computer
            .status()
            .parts
            .pbx
            .message
            .to_string()
            .contains("keeps trying")
    );
}

async fn after_a_night_off(nights: i64, kept_hours: Option<i64>) -> (World, Computer, Vec<String>) {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let mut ids = vec![had_call(&world)];
    computer.sync().await;
    let computer = computer.restart().await;
    for _ in 0..nights * 12 {
        world.clock.advance(SignedDuration::from_hours(2));
        ids.push(had_call(&world));
    }
    if let Some(hours) = kept_hours {
        world
            .office
            .vodia
            .forget_before(world.minutes_ago(hours * 60));
    }
    (world, computer, ids)
}

#[tokio::test]
async fn after_days_off_every_call_is_made_up_for() {
    let (world, mut computer, ids) = after_a_night_off(5, None).await;
    computer.sync().await;
    each_call_exactly_once(&world, &ids);
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn calls_that_left_the_pbx_while_the_computer_was_off_are_reported_as_a_gap() {
    let (world, mut computer, ids) = after_a_night_off(5, Some(24)).await;
    computer.sync().await;

    let kept = world.office.vodia.calls(EXTENSION).len();
    each_call_exactly_once(&world, &[&ids[..1], &ids[ids.len() - kept..]].concat());
    let status = computer.status();
    assert_eq!(status.light, Light::Amber);
    assert!(
        status
            .parts
            .pbx
            .message
            .to_string()
            .contains("may be missing"),
        "{status:?}"
    );

    world.clock.advance(SignedDuration::from_hours(8 * 24));
    computer.sync().await;
    assert_eq!(computer.status().parts.pbx.state, PartState::Ok);
}
