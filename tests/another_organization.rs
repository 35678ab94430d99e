//! Settings that name another organization than the one linked hold every call, and say so everywhere; what stands in
//! another organization than the one linked is not changed.

use ringlog_core::call::RecordId;
use ringlog_core::checkup::{Check, Verdict};
use ringlog_core::contact_match::Entity;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::{ActOutcome, CallAction};
use ringlog_core::status::Light;
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World, each_call_exactly_once};
use uuid::Uuid;

/// Where nobody answers.
const ELSEWHERE: &str = "http://127.0.0.1:9";

/// A linked computer whose settings name another organization from now on, and a call it had.
async fn linked_elsewhere() -> (World, Computer, String) {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("dynamics.organization_url", ELSEWHERE);
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
    (world, computer, id)
}

fn assert_names_both(world: &World, sentence: &str) {
    let linked = world.office.dataverse_server().origin();
    assert!(sentence.contains(&linked), "{sentence}");
    assert!(sentence.contains(ELSEWHERE), "{sentence}");
}

#[tokio::test]
async fn a_pass_holds_the_calls_asks_nobody_and_says_why() {
    let (world, mut computer, id) = linked_elsewhere().await;
    let before = world.requests();

    let pass = computer.sync().await;

    assert_eq!(pass.problems.len(), 1, "{pass:?}");
    assert_eq!(pass.problems[0].code, ProblemCode::SignIn);
    assert_names_both(&world, &pass.problems[0].message.to_string());
    assert_eq!(computer.only_call().state, State::Waiting);
    assert_eq!(world.requests()[1..], before[1..]);
    assert_eq!(world.office.dataverse.phone_calls(), []);

    let origin = world.office.dataverse_server().origin();
    computer.set("dynamics.organization_url", &origin);
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn the_light_is_not_green_and_names_both_organizations() {
    let (world, computer, _) = linked_elsewhere().await;
    let status = computer.status();
    assert_ne!(status.light, Light::Green);
    assert_names_both(&world, &status.parts.sign_in.message.to_string());
}

#[tokio::test]
async fn the_doctor_finds_it_and_asks_the_linked_organization_nothing() {
    let (world, mut computer, _) = linked_elsewhere().await;
    let before = world.requests();

    let findings = computer.engine.examine().await.unwrap();

    let of = |check: Check| findings.iter().find(|finding| finding.check == check);
    let sign_in = of(Check::SignIn).unwrap();
    assert_eq!(sign_in.verdict, Verdict::Failed);
    assert_names_both(&world, &sign_in.finding.to_string());
    for check in [Check::WhoAmI, Check::Privileges, Check::Attribution] {
        assert_eq!(of(check).unwrap().verdict, Verdict::Skipped, "{check:?}");
    }
    assert_eq!(world.requests()[1..], before[1..]);
}

#[tokio::test]
async fn a_call_logged_in_another_organization_is_not_corrected_and_says_why() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
    computer.sync().await;
    let id = computer.only_call().id;
    world.office.dataverse.copy_to(Uuid::from_u128(0xc0b1));
    computer.link().await;

    let record = RecordId(Uuid::from_u128(0xa5ce));
    for action in [
        CallAction::Choose {
            entity: Entity::Contact,
            id: record,
        },
        CallAction::ChooseNewContact,
        CallAction::ChooseNobody,
        CallAction::Note {
            text: "Called back.".to_owned(),
        },
        CallAction::Undo,
    ] {
        let acted = computer.engine.act(id, action).await.unwrap();
        assert_eq!(acted.outcome, ActOutcome::Refused);
        let words = acted.words.to_string();
        assert!(words.contains("another Dynamics organization"), "{words}");
    }
    let by_id = computer.engine.record_for(id, record).await.unwrap_err();
    let words = by_id.message.to_string();
    assert!(words.contains("another Dynamics organization"), "{words}");
}

#[tokio::test]
async fn a_correction_that_waited_while_another_organization_was_linked_says_why_it_is_not_done() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
    computer.sync().await;
    let id = computer.only_call().id;
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 50, Fault::LoseRequest);
    let note = CallAction::Note {
        text: "Called back.".to_owned(),
    };
    computer.act(id, note).await;
    world.recover();
    world.office.dataverse.copy_to(Uuid::from_u128(0xc0b1));
    computer.link().await;

    computer.sync().await;

    let call = computer.engine.ledger().call(id).unwrap().unwrap();
    let told: Vec<String> = call
        .history
        .iter()
        .flatten()
        .map(|entry| entry.detail.to_string())
        .collect();
    assert!(
        told.iter()
            .any(|words| words.contains("another Dynamics organization")),
        "{told:?}"
    );
}
