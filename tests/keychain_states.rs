//! A keychain that does not do its work is told apart from nobody being linked.

use ringlog_core::account::AccountState;
use ringlog_core::delivery::State;
use ringlog_core::status::PartState;
use ringlog_engine::keychain::memory::KeychainFault;
use ringlog_engine::ports::{SecretName, SecretStore};
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::entra::browser::Choice;
use ringlog_simulator::office::{PASSWORD, PERSON};
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{World, each_call_exactly_once};

/// A linked computer starts while its keychain suffers: nothing is lost, and the words say what it is.
async fn closed(fault: KeychainFault, words: &str) {
    let world = World::open().await;
    let computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(10)));

    computer.keychain.suffer(Some(fault));
    let mut computer = computer.restart().await;
    let before = world.requests();
    let pass = computer.sync().await;
    let status = computer.status();

    assert!(matches!(
        computer.engine.account().unwrap(),
        AccountState::Linked { .. }
    ));
    assert_eq!(status.parts.sign_in.state, PartState::Error);
    assert!(
        status.parts.sign_in.message.to_string().contains(words),
        "{status:?}"
    );
    assert!(
        status.parts.pbx.message.to_string().contains(words),
        "{status:?}"
    );
    assert!(status.linked_as.is_some());
    assert!(!pass.problems.is_empty());
    assert!(
        pass.problems
            .iter()
            .all(|problem| problem.code == ProblemCode::Keychain),
        "{pass:?}"
    );
    assert_eq!(world.requests(), before);

    computer.keychain.suffer(None);
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
    assert_eq!(computer.status().parts.sign_in.state, PartState::Ok);
    assert_eq!(computer.status().parts.pbx.state, PartState::Ok);
}

#[tokio::test]
async fn a_locked_keychain_is_not_unlinked() {
    closed(KeychainFault::Locked, "The keychain is locked").await;
}

#[tokio::test]
async fn an_absent_keychain_is_not_unlinked() {
    closed(KeychainFault::Absent, "This session has no keychain").await;
}

#[tokio::test]
async fn a_full_keychain_refuses_a_link_before_the_browser_opens() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    computer.keychain.suffer(Some(KeychainFault::Full));
    let before = world.requests();

    let problem = computer
        .try_link(Choice::Approve(PERSON))
        .await
        .unwrap_err();

    assert_eq!(problem.code, ProblemCode::Keychain);
    assert!(
        problem.message.to_string().contains("does not take"),
        "{problem}"
    );
    assert_eq!(world.requests(), before);
    assert_eq!(computer.engine.account().unwrap(), AccountState::Unlinked);
}

#[tokio::test]
async fn a_full_keychain_keeps_the_password_it_has() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.office.vodia.set_password("504", "another one");
    computer.keychain.suffer(Some(KeychainFault::Full));

    let login = computer.engine.log_in_to_pbx("another one".into()).await;

    assert_eq!(login.unwrap_err().code, ProblemCode::Keychain);
    world.office.vodia.set_password("504", PASSWORD);
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(10)));
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_keychain_that_fills_up_while_a_token_rotates_loses_no_call() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.clock.advance(jiff::SignedDuration::from_hours(2));
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(10)));
    computer.keychain.suffer(Some(KeychainFault::Full));
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::Waiting);
    assert!(
        computer
            .status()
            .parts
            .sign_in
            .message
            .to_string()
            .contains("does not take")
    );

    computer.keychain.suffer(None);
    computer.go_on().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_damaged_entry_is_said_to_be_damaged_and_linking_again_mends_it() {
    let world = World::open().await;
    let computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(10)));
    computer
        .keychain
        .set(SecretName::Account, &"{\"account\": 5".into())
        .unwrap();

    let mut computer = computer.restart().await;
    computer.sync().await;
    let status = computer.status();
    assert_eq!(status.parts.sign_in.state, PartState::Error);
    assert!(
        status.parts.sign_in.message.to_string().contains("damaged"),
        "{status:?}"
    );
    assert_eq!(computer.only_call().state, State::Waiting);

    computer.link().await;
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_keychain_that_was_emptied_asks_for_the_person_and_keeps_the_calls() {
    let world = World::open().await;
    let computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(10)));
    computer.keychain.delete(SecretName::Account).unwrap();

    let mut computer = computer.restart().await;
    computer.sync().await;
    assert!(matches!(
        computer.engine.account().unwrap(),
        AccountState::NeedsSignIn { .. }
    ));
    assert_eq!(computer.only_call().state, State::Waiting);

    computer.link().await;
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn an_unlink_that_a_locked_keychain_prevents_says_so_and_stays_linked() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.keychain.suffer(Some(KeychainFault::Locked));

    let problem = computer.engine.unlink().await.unwrap_err();

    assert_eq!(problem.code, ProblemCode::Keychain);
    assert!(computer.engine.account().unwrap().account().is_some());
}
