//! Whose name a call is written under.

use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::CallAction;
use ringlog_core::reason::Reason;
use ringlog_core::status::{Light, PartState};
use ringlog_simulator::dataverse::{NewUser, Table, UserAccess};
use ringlog_simulator::entra::browser::Choice;
use ringlog_simulator::office::{EMAIL, EXTENSION, PASSWORD};
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, SERVICE_ACCOUNT, World, each_call_exactly_once};
use uuid::Uuid;

/// A computer of the person where the service account of the company is to be linked.
async fn with_service_account(world: &World) -> Computer {
    world.add_service_account();
    let mut computer = world.new_computer().await;
    computer.log_in().await;
    computer
}

fn had_call(world: &World) -> String {
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)))
}

fn add_namesake(world: &World, email: &str) -> Uuid {
    world.office.dataverse.add_user(NewUser {
        full_name: "Mira Holm".to_owned(),
        email: email.to_owned(),
        ..NewUser::default()
    })
}

#[tokio::test]
async fn a_service_account_writes_under_the_name_of_the_extension_s_person() {
    let world = World::open().await;
    let mut computer = with_service_account(&world).await;

    let linked = computer
        .try_link(Choice::Approve(SERVICE_ACCOUNT))
        .await
        .unwrap();
    let id = had_call(&world);
    computer.sync().await;

    assert_eq!(
        linked.owner.map(|owner| owner.id.0),
        Some(world.office.user)
    );
    each_call_exactly_once(&world, &[id]);
    let logged = world.only_phone_call();
    assert_eq!(logged.owner, world.office.user);
    assert_eq!(logged.parties_of(2), [(Table::User, world.office.user)]);
    assert_ne!(logged.created_by, world.office.user);
    assert_eq!(computer.status().light, Light::Green);
}

/// Nobody can be told whose calls these are: they wait and the light says why, until `cure`.
async fn waits_for_an_owner(
    world: World,
    mut computer: Computer,
    sentence: &str,
    cure: impl FnOnce(&World, &mut Computer) -> Uuid,
) {
    let linked = computer
        .try_link(Choice::Approve(SERVICE_ACCOUNT))
        .await
        .unwrap();
    let id = had_call(&world);
    computer.sync().await;

    assert!(linked.owner.is_none());
    assert!(
        linked.notes[0].to_string().contains(sentence),
        "{:?}",
        linked.notes
    );
    let status = computer.status();
    assert_eq!(status.light, Light::Red);
    assert_eq!(status.parts.dynamics.state, PartState::Error);
    assert!(
        status.parts.dynamics.message.to_string().contains(sentence),
        "{status:?}"
    );
    assert_eq!(computer.only_call().state, State::Waiting);
    assert_eq!(world.office.dataverse.phone_calls(), []);

    let owner = cure(&world, &mut computer);
    world.clock.advance(SignedDuration::from_hours(1));
    computer.sync().await;
    each_call_exactly_once(&world, &[id]);
    assert_eq!(world.only_phone_call().owner, owner);
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn calls_of_nobody_s_address_wait_until_there_is_such_a_user() {
    let world = World::open().await;
    let stranger = "nobody@contoso.example";
    world
        .office
        .vodia
        .add_extension(EXTENSION, PASSWORD, stranger);
    let computer = with_service_account(&world).await;
    let sentence = "No enabled Dynamics user has the e-mail nobody@contoso.example.";
    waits_for_an_owner(world, computer, sentence, |world, _| {
        add_namesake(world, stranger)
    })
    .await;
}

#[tokio::test]
async fn calls_of_an_address_two_users_share_wait_until_only_one_is_enabled() {
    let world = World::open().await;
    let namesake = add_namesake(&world, EMAIL);
    let computer = with_service_account(&world).await;
    let sentence = "Several enabled Dynamics users have the e-mail";
    waits_for_an_owner(world, computer, sentence, |world, _| {
        world
            .office
            .dataverse
            .set_user_access(namesake, UserAccess::Disabled);
        world.office.user
    })
    .await;
}

#[tokio::test]
async fn calls_of_an_extension_without_address_wait_for_the_setting() {
    let world = World::open().await;
    world.office.vodia.add_extension(EXTENSION, PASSWORD, "");
    let computer = with_service_account(&world).await;
    let sentence = "nothing tells whose calls these are";
    waits_for_an_owner(world, computer, sentence, |world, computer| {
        computer.set("dynamics.attribution_email", EMAIL);
        world.office.user
    })
    .await;
}

#[tokio::test]
async fn a_disabled_namesake_does_not_count() {
    let world = World::open().await;
    let namesake = add_namesake(&world, EMAIL);
    world
        .office
        .dataverse
        .set_user_access(namesake, UserAccess::Disabled);
    let mut computer = with_service_account(&world).await;
    computer
        .try_link(Choice::Approve(SERVICE_ACCOUNT))
        .await
        .unwrap();
    let id = had_call(&world);

    computer.sync().await;

    each_call_exactly_once(&world, &[id]);
    assert_eq!(world.only_phone_call().owner, world.office.user);
}

#[tokio::test]
async fn what_is_logged_is_corrected_while_it_is_unclear_whose_new_calls_are() {
    let world = World::open().await;
    let mut computer = with_service_account(&world).await;
    computer
        .try_link(Choice::Approve(SERVICE_ACCOUNT))
        .await
        .unwrap();
    had_call(&world);
    computer.sync().await;
    let call = computer.only_call().id;
    world
        .office
        .dataverse
        .set_user_access(world.office.user, UserAccess::Disabled);
    // Whose calls they are is asked once a day.
    world.clock.advance(SignedDuration::from_hours(25));
    had_call(&world);
    computer.sync().await;
    let waiting = &computer.calls()[0];
    assert_eq!(waiting.reason, Some(Reason::OwnerUnclear), "{waiting:?}");

    let text = "Wants the offer again".to_owned();
    computer
        .act(call, CallAction::Note { text: text.clone() })
        .await;
    computer.sync().await;

    let description = world.only_phone_call().description;
    assert!(description.contains(&text), "{description}");
}

#[tokio::test]
async fn a_different_address_on_the_pbx_is_pointed_out_when_linking() {
    let world = World::open().await;
    let other = "m.holm@pbx.example";
    world.office.vodia.add_extension(EXTENSION, PASSWORD, other);
    let mut computer = world.new_computer().await;
    computer.log_in().await;

    let linked = computer.link().await;
    let id = had_call(&world);
    computer.sync().await;

    assert_eq!(linked.notes.len(), 1, "{:?}", linked.notes);
    assert!(
        linked.notes[0].to_string().contains(other) && linked.notes[0].to_string().contains(EMAIL)
    );
    each_call_exactly_once(&world, &[id]);
    assert_eq!(world.only_phone_call().owner, world.office.user);
}

#[tokio::test]
async fn whose_calls_these_are_is_not_asked_anew_for_every_call() {
    let world = World::open().await;
    let mut computer = with_service_account(&world).await;
    computer
        .try_link(Choice::Approve(SERVICE_ACCOUNT))
        .await
        .unwrap();
    had_call(&world);
    computer.sync().await;
    had_call(&world);

    let pass = computer.sync().await;

    assert_eq!(pass.report.logged, 1);
    assert_eq!(pass.report.requests.dynamics, 2);
}
