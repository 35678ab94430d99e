//! What is made to happen at the simulated office's front desk, Ringlog takes for real.

use ringlog_core::account::AccountState;
use ringlog_core::delivery::State;
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::entra::browser::{Page, load};
use ringlog_tests::World;
use serde_json::{Value, json};

async fn happens(world: &World, action: &str) -> Value {
    let origin = world.office.front_desk_server().origin();
    let url = format!("{origin}/actions/{action}").parse().unwrap();
    let page = load(&url, "POST", None).await.unwrap();
    assert_eq!(page.status, 200, "{page:?}");
    serde_json::from_str(&page.body).unwrap()
}

async fn look(address: &str) -> Page {
    load(&address.parse().unwrap(), "GET", None).await.unwrap()
}

async fn state(world: &World) -> Value {
    let origin = world.office.front_desk_server().origin();
    serde_json::from_str(&look(&format!("{origin}/state")).await.body).unwrap()
}

#[tokio::test]
async fn a_call_is_logged_and_seen_at_the_front_desk_and_in_dynamics() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let made = happens(&world, "known_customer_calls").await;

    computer.sync().await;

    let state = state(&world).await;
    let [phone_call] = state["phone_calls"].as_array().unwrap().as_slice() else {
        panic!("{state:#}");
    };
    assert_eq!(phone_call["regarding"]["name"], "Jon Aske");
    assert_eq!(phone_call["direction"], "incoming");
    assert_eq!(phone_call["ended_at"], "2026-05-14T09:00:00Z");
    let id = made["calls"][0].as_str().unwrap();
    let description = phone_call["description"].as_str().unwrap();
    assert!(description.contains(id), "{description}");

    let organization = world.office.dataverse_server().origin();
    let activity = computer.only_call().activity_id.unwrap();
    let page = look(&format!(
        "{organization}/main.aspx?etn=phonecall&id={activity}&pagetype=entityrecord"
    ))
    .await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Jon Aske"), "{}", page.body);
}

#[tokio::test]
async fn each_kind_of_call_comes_to_what_its_button_promises() {
    let check = async |action: &str, state: State, contact: Option<&str>| {
        let world = World::open().await;
        let mut computer = world.computer().await;
        happens(&world, action).await;
        computer.sync().await;
        let call = computer.only_call();
        assert_eq!(call.state, state, "{action}: {call:?}");
        assert_eq!(call.contact_name.as_deref(), contact, "{action}");
    };
    let jon = Some("Jon Aske");
    check("known_customer_not_answered", State::Logged, jon).await;
    check("unknown_number_calls", State::Logged, Some("Ingrid Falk")).await;
    check("customer_called", State::Logged, Some("Priya Nair")).await;
    check("internal_call", State::LeftOut, None).await;
    check("shared_number_calls", State::NeedsYou, None).await;
}

#[tokio::test]
async fn a_week_off_is_caught_up_with_by_a_ringlog_that_was_running() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.sync().await;
    let made = happens(&world, "week_off").await;

    let pass = computer.sync().await;

    assert_eq!(made["calls"].as_array().unwrap().len(), 400);
    assert_eq!(pass.report.new, 400);
    assert_eq!(
        pass.report.logged as usize,
        world.office.dataverse.phone_calls().len()
    );
    assert_eq!(pass.report.waiting + pass.report.failed, 0);
}

#[tokio::test]
async fn a_revoked_sign_in_and_a_withdrawn_consent_ask_the_person() {
    for action in ["sign_in_revoked", "consent_withdrawn"] {
        let world = World::open().await;
        let mut computer = world.computer().await;
        happens(&world, action).await;
        happens(&world, "known_customer_calls").await;

        let pass = computer.sync().await;

        assert_eq!(pass.problems[0].code, ProblemCode::SignIn, "{action}");
        assert!(matches!(
            computer.engine.account().unwrap(),
            AccountState::NeedsSignIn { .. }
        ));
        assert_eq!(state(&world).await["phone_calls"], json!([]));
    }
}

#[tokio::test]
async fn systems_that_went_away_are_missed_until_they_are_back() {
    for (system, away) in [("pbx", 0), ("dynamics", 1)] {
        let world = World::open().await;
        let mut computer = world.computer().await;
        happens(&world, &format!("{system}_goes_away")).await;
        happens(&world, "known_customer_calls").await;
        let pass = computer.sync().await;
        assert_eq!(pass.problems[0].code, ProblemCode::Unreachable, "{system}");
        assert_eq!(pass.report.waiting, away, "{system}");

        happens(&world, &format!("{system}_comes_back")).await;
        computer.go_on().await;
        assert_eq!(computer.only_call().state, State::Logged, "{system}");
    }
}
