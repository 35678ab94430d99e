//! Linking, consenting and unlinking: what a person is told, and what is kept.

use std::sync::Arc;
use std::time::Duration;

use ringlog_core::account::AccountState;
use ringlog_core::delivery::State;
use ringlog_core::status::{Light, PartState};
use ringlog_engine::ports::{SecretName, SecretStore};
use ringlog_engine::problem::{Problem, ProblemCode};
use ringlog_simulator::dataverse::{NewUser, UserAccess};
use ringlog_simulator::entra::browser::Choice;
use ringlog_simulator::entra::{ConsentRule, Place, Refusal, Role, User};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::{ADMINISTRATOR, CLIENT_ID, EMAIL, PERSON, TENANT};
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{BEGINNING, Computer, World, each_call_exactly_once, guidance};
use tokio::sync::Notify;
use uuid::Uuid;

const COLLEAGUE: Uuid = Uuid::from_u128(0xc011_ea64);
const COLLEAGUE_EMAIL: &str = "jon.aske@contoso.example";

fn linked_as(computer: &Computer) -> Option<String> {
    let account = computer.engine.account().unwrap();
    account.account().map(|account| account.user_name.clone())
}

/// A colleague at Microsoft and in Dynamics; the id is that in Dynamics.
fn has_colleague(world: &World) -> Uuid {
    world.office.entra.add_user(User {
        oid: COLLEAGUE,
        tenant: TENANT,
        user_name: COLLEAGUE_EMAIL.to_owned(),
        name: "Jon Aske".to_owned(),
        email: Some(COLLEAGUE_EMAIL.to_owned()),
        role: Role::Member,
    });
    world.office.dataverse.add_user(NewUser {
        full_name: "Jon Aske".to_owned(),
        email: COLLEAGUE_EMAIL.to_owned(),
        object_id: Some(COLLEAGUE),
        ..NewUser::default()
    })
}

#[tokio::test]
async fn after_linking_everything_is_green_and_nothing_else_has_to_be_saved() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    computer.log_in().await;

    let linked = computer.link().await;
    let computer = computer.restart().await;
    let status = computer.status();

    assert_eq!(linked.account.user.0, world.office.user);
    assert_eq!(
        linked.owner.map(|owner| owner.id.0),
        Some(world.office.user)
    );
    assert_eq!(linked.notes, []);
    assert_eq!(status.light, Light::Green);
    assert_eq!(status.linked_as.as_deref(), Some(EMAIL));
    assert_eq!(status.linked_since, Some(BEGINNING.parse().unwrap()));
    assert!(
        status
            .parts
            .sign_in
            .message
            .to_string()
            .starts_with("Linked.")
    );
}

/// A link attempt ends without success: the sentence fits, and whoever was linked before still is.
async fn not_linked(world: &World, choice: Choice, sentence: &str) -> Problem {
    let mut computer = world.new_computer().await;
    let problem = computer.try_link(choice).await.unwrap_err();
    assert!(
        problem.message.to_string().contains(sentence),
        "{problem:?}"
    );
    assert!(problem.hint.is_some(), "{problem:?}");
    assert_eq!(computer.engine.account().unwrap(), AccountState::Unlinked);
    assert_eq!(computer.status().light, Light::Grey);
    assert_eq!(computer.keychain.entry_names(), [""; 0]);
    problem
}

#[tokio::test]
async fn pressing_cancel_on_microsoft_s_page_is_told() {
    let world = World::open().await;
    let problem = not_linked(&world, Choice::Deny, "cancelled on Microsoft's page").await;
    assert_eq!(problem.code, ProblemCode::SignIn);
}

#[tokio::test]
async fn a_person_dynamics_does_not_know_is_told() {
    let world = World::open().await;
    let choice = Choice::Approve(ADMINISTRATOR);
    let problem = not_linked(&world, choice, "not a member of the organization").await;
    let hint = problem.hint.unwrap().to_string();
    assert!(hint.contains("Dynamics does not"), "{hint}");
}

#[tokio::test]
async fn a_disabled_dynamics_user_is_told() {
    let world = World::open().await;
    let user = world.office.user;
    world
        .office
        .dataverse
        .set_user_access(user, UserAccess::Disabled);
    not_linked(&world, Choice::Approve(PERSON), "disabled").await;
}

#[tokio::test]
async fn a_person_who_may_not_consent_is_sent_to_an_administrator() {
    let world = World::open().await;
    world
        .office
        .entra
        .set_consent_rule(ConsentRule::RefusedAtToken);
    let sentence = "Nobody in your organization has allowed Ringlog";
    not_linked(&world, Choice::Approve(PERSON), sentence).await;
}

#[tokio::test]
async fn what_microsoft_refuses_has_one_sentence_one_step_and_its_number_under_details() {
    let world = World::open().await;
    let refusal = Refusal::new("access_denied", 53003, "Blocked.");
    world.office.entra.refuse(Place::Authorize, 1, refusal);
    let sentence = "Conditional Access";
    let problem = not_linked(&world, Choice::Approve(PERSON), sentence).await;
    let details = problem.details.unwrap_or_default();
    assert!(details.contains("AADSTS53003"), "{details}");
}

#[tokio::test]
async fn nobody_at_the_browser_ends_after_the_time_limit() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    let guidance = ringlog_engine::linking::Guidance {
        limit: Duration::from_millis(200),
        ..guidance(Choice::WalkAway)
    };

    let ended = computer
        .engine
        .link(&guidance, std::future::pending())
        .await;

    assert_eq!(ended.unwrap_err().code, ProblemCode::SignIn);
    assert_eq!(computer.engine.account().unwrap(), AccountState::Unlinked);
}

#[tokio::test]
async fn cancelling_keeps_the_account_that_was_linked_and_its_calls_going() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let told = Arc::new(Notify::new());
    let invited = Arc::clone(&told);
    let invite = move |_: ringlog_engine::oauth::Invitation<'_>| invited.notify_one();
    let guidance = ringlog_engine::linking::Guidance {
        browser: None,
        invite: &invite,
        limit: Duration::from_secs(30),
    };

    let ended = computer.engine.link(&guidance, told.notified()).await;

    assert_eq!(ended.unwrap_err().to_string(), "The sign-in was cancelled.");
    assert_eq!(linked_as(&computer).as_deref(), Some(EMAIL));
    assert_eq!(computer.status().light, Light::Green);
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_link_that_fails_in_the_proof_keeps_the_account_before() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    for choice in [Choice::Deny, Choice::Approve(ADMINISTRATOR)] {
        computer.try_link(choice).await.unwrap_err();
        assert_eq!(linked_as(&computer).as_deref(), Some(EMAIL));
    }
    let mut computer = computer.restart().await;
    world.clock.advance(jiff::SignedDuration::from_hours(2));
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn linking_another_account_replaces_the_one_before() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let colleague = has_colleague(&world);

    let linked = computer.try_link(Choice::Approve(COLLEAGUE)).await.unwrap();
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
    computer.sync().await;

    assert_eq!(linked_as(&computer).as_deref(), Some(COLLEAGUE_EMAIL));
    assert_eq!(world.only_phone_call().owner, colleague);
    assert_eq!(linked.notes.len(), 1, "{:?}", linked.notes);
    assert!(
        linked.notes[0].to_string().contains(EMAIL)
            && linked.notes[0].to_string().contains(COLLEAGUE_EMAIL)
    );
}

#[tokio::test]
async fn each_missing_privilege_is_told_when_linking_and_by_the_light() {
    let world = World::open().await;
    for privilege in ["prvCreateActivity", "prvCreateContact"] {
        world
            .office
            .dataverse
            .withhold(world.office.user, privilege);
    }
    let mut computer = world.new_computer().await;
    computer.log_in().await;

    let linked = computer.link().await;
    let status = computer.status();

    assert_eq!(linked.notes.len(), 2, "{:?}", linked.notes);
    assert_eq!(status.light, Light::Red);
    for (note, privilege) in linked
        .notes
        .iter()
        .zip(["prvCreateActivity", "prvCreateContact"])
    {
        assert!(note.to_string().contains(privilege), "{note}");
        assert!(
            status
                .parts
                .dynamics
                .message
                .to_string()
                .contains(&note.to_string()),
            "{status:?}"
        );
    }
}

#[tokio::test]
async fn a_call_that_a_missing_privilege_stopped_goes_out_by_itself_once_it_is_given() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world
        .office
        .dataverse
        .withhold(world.office.user, "prvCreateActivity");
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
    computer.sync().await;
    let call = computer.only_call();
    assert_eq!(call.state, State::Failed);
    assert!(
        call.reason
            .is_some_and(|reason| reason.to_string().contains("prvCreateActivity"))
    );
    assert_ne!(computer.status().light, Light::Green);

    world
        .office
        .dataverse
        .grant(world.office.user, "prvCreateActivity");
    computer.go_on().await;
    each_call_exactly_once(&world, &[id]);
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn unlinking_works_offline_and_twice_and_leaves_no_token() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world
        .office
        .entra
        .misbehaviour()
        .plan("", 0, 99, Fault::LoseRequest);
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 99, Fault::LoseRequest);
    let before = world.requests();

    for _ in 0..2 {
        computer.engine.unlink().await.unwrap();
        assert_eq!(computer.engine.account().unwrap(), AccountState::Unlinked);
        assert!(
            computer
                .keychain
                .get(SecretName::Account)
                .unwrap()
                .is_none()
        );
        assert!(
            computer
                .keychain
                .entry_names()
                .iter()
                .all(|name| !name.starts_with("account"))
        );
    }
    let computer = computer.restart().await;

    assert_eq!(computer.engine.account().unwrap(), AccountState::Unlinked);
    assert_eq!(computer.status().light, Light::Grey);
    assert_eq!(computer.status().parts.sign_in.state, PartState::Off);
    assert_eq!(world.requests(), before);
}

#[tokio::test]
async fn calls_wait_while_nobody_is_linked_and_go_out_after_linking() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.engine.unlink().await.unwrap();
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));

    let pass = computer.sync().await;
    let call = computer.only_call();
    assert_eq!(call.state, State::Waiting);
    assert!(call.reason.is_some());
    assert_eq!(
        pass.problems[0].to_string(),
        "No Microsoft account is linked."
    );
    assert_eq!(world.office.dataverse.phone_calls(), []);

    computer.link().await;
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn an_administrator_s_consent_is_noticed() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;

    let granted = computer
        .engine
        .grant_consent(
            &guidance(Choice::Approve(ADMINISTRATOR)),
            std::future::pending(),
        )
        .await
        .unwrap();

    assert_eq!(granted.tenant, Some(TENANT.to_string()));
    assert!(world.office.entra.has_consent(CLIENT_ID, TENANT));
    computer.link().await;
}

#[tokio::test]
async fn consent_that_was_not_given_says_how_it_ended() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    let mut messages = Vec::new();
    for (choice, milliseconds) in [
        (Choice::Deny, 30_000),
        // Microsoft tells the wrong person on its own page, and nobody else.
        (Choice::Approve(PERSON), 200),
    ] {
        let guidance = ringlog_engine::linking::Guidance {
            limit: Duration::from_millis(milliseconds),
            ..guidance(choice)
        };
        let ended = computer
            .engine
            .grant_consent(&guidance, std::future::pending())
            .await;
        let problem = ended.unwrap_err();
        assert_eq!(problem.code, ProblemCode::SignIn);
        assert!(problem.hint.is_some());
        messages.push(problem.message);
    }
    messages.dedup();
    assert_eq!(
        messages.len(),
        2,
        "each end has its own sentence: {messages:?}"
    );
    assert!(!world.office.entra.has_consent(CLIENT_ID, TENANT));
}

#[tokio::test]
async fn the_message_for_an_administrator_holds_the_link_the_permissions_and_the_reasons() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;

    let message = computer.engine.message_for_administrator().await.unwrap();

    let login = world.office.entra_server().origin();
    let link = format!("{login}/{TENANT}/v2.0/adminconsent?client_id={CLIENT_ID}&");
    let scope = format!(
        "{}/user_impersonation",
        world.office.dataverse_server().origin()
    );
    for part in [
        link.as_str(),
        &scope,
        "offline_access",
        "to read contacts and write phone calls",
    ] {
        assert!(message.to_string().contains(part), "{part}: {message}");
    }
}
