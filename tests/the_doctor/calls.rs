//! The faults of calls, of rules and of changes, each staged in the simulated office.

use jiff::SignedDuration;
use ringlog_core::checkup::Finding;
use ringlog_core::desktop::calls::{ActOutcome, CallAction};
use ringlog_simulator::dataverse::{Direction, OtherCall};
use ringlog_simulator::misbehaviour::Fault as Misfortune;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World};
use serde_json::json;

use super::faults::{after, examined, had_call, restarted_under};

/// A computer after a pass over calls that `happen`.
async fn after_calls(happen: impl FnOnce(&World, &mut Computer)) -> (World, Computer) {
    let world = World::open().await;
    let mut computer = world.computer().await;
    happen(&world, &mut computer);
    computer.sync().await;
    (world, computer)
}

pub(super) async fn greedy_rule() -> Vec<Finding> {
    let (_world, computer) = after_calls(|world, computer| {
        computer.set("rules.minimum_seconds", "3600");
        for minutes in [10, 20, 30] {
            let call = SimulatedCall::inbound("02079460018", world.minutes_ago(minutes));
            world.had(call.unanswered());
        }
    })
    .await;
    examined(computer).await
}

async fn after_three_calls(setting: &str, value: &str) -> (World, Computer) {
    after_calls(|world, computer| {
        computer.set(setting, value);
        for minutes in [10, 20, 30] {
            world.had(SimulatedCall::inbound(
                "02079460018",
                world.minutes_ago(minutes),
            ));
        }
    })
    .await
}

pub(super) async fn greedy_list() -> Vec<Finding> {
    let (_world, computer) = after_three_calls("rules.never_log", "+4420").await;
    examined(computer).await
}

pub(super) async fn greedy_hours() -> Vec<Finding> {
    let (_world, computer) = after_three_calls("rules.working_hours", "22:00-22:30").await;
    examined(computer).await
}

pub(super) async fn greedy_policy() -> Vec<Finding> {
    let (_world, computer) = after_three_calls("rules.never_log", "+4420").await;
    restarted_under("rules.never_log = [\"+4420\"]", computer).await
}

pub(super) async fn another_writer() -> Vec<Finding> {
    let (_world, computer) = after_calls(|world, _| {
        let started_at = world.minutes_ago(30);
        world.office.dataverse.log_call_of_other_writer(OtherCall {
            subject: "Phone call".to_owned(),
            description: "By the PBX".to_owned(),
            phone_number: "020 7946 0018".to_owned(),
            direction: Direction::Incoming,
            started_at,
            ended_at: started_at + SignedDuration::from_mins(1),
            contact: None,
            owner: world.office.user,
        });
        world.had(SimulatedCall::inbound("02079460018", started_at));
    })
    .await;
    examined(computer).await
}

pub(super) async fn integration_on() -> Vec<Finding> {
    after(|world, _| {
        let integrations = json!({"dynamics365": true});
        let pbx = &world.office.vodia;
        pbx.set_habits(|habits| habits.integrations = Some(integrations));
    })
    .await
}

pub(super) async fn failing_calls() -> Vec<Finding> {
    let (_world, computer) = after_calls(|world, _| {
        let user = world.office.user;
        world.office.dataverse.withhold(user, "prvCreateActivity");
        for minutes in [10, 20, 30] {
            world.had(SimulatedCall::inbound(
                "02079460018",
                world.minutes_ago(minutes),
            ));
        }
    })
    .await;
    examined(computer).await
}

pub(super) async fn asking_call() -> Vec<Finding> {
    let (_world, computer) = after_calls(|world, computer| {
        computer.set("rules.unknown_number", "ask");
        had_call(world);
    })
    .await;
    examined(computer).await
}

pub(super) async fn waiting_calls() -> Vec<Finding> {
    let (world, computer) = after_calls(|world, _| {
        let dynamics = world.office.dataverse.misbehaviour();
        dynamics.plan("$batch", 0, 1_000, Misfortune::LoseRequest);
        had_call(world);
    })
    .await;
    world.recover();
    world.clock.advance(SignedDuration::from_hours(25));
    examined(computer).await
}

pub(super) async fn refused_search() -> Vec<Finding> {
    let (_world, computer) = after_calls(|world, _| {
        let dynamics = &world.office.dataverse;
        dynamics.switch(|switches| switches.refuses_leading_wildcards = true);
        had_call(world);
    })
    .await;
    examined(computer).await
}

/// A logged call with a change that Dynamics was not there for.
async fn after_change(action: CallAction) -> Vec<Finding> {
    let (world, mut computer) = after_calls(|world, _| had_call(world)).await;
    let dynamics = world.office.dataverse.misbehaviour();
    dynamics.plan("", 0, 1_000, Misfortune::LoseRequest);
    computer.act(computer.only_call().id, action).await;
    world.recover();
    examined(computer).await
}

pub(super) async fn waiting_change() -> Vec<Finding> {
    let text = "Wants a quote".to_owned();
    after_change(CallAction::Note { text }).await
}

pub(super) async fn waiting_removal() -> Vec<Finding> {
    let findings = after_change(CallAction::MakePrivate).await;
    let said = format!("{findings:?}");
    assert!(
        !said.contains("7946 0018") && !said.contains("2079460018"),
        "{said}"
    );
    findings
}

pub(super) async fn refused_change() -> Vec<Finding> {
    let (world, mut computer) = after_calls(|world, _| had_call(world)).await;
    let edit = json!({ "subject": "Complaint" });
    let record = world.only_phone_call().id;
    let dynamics = &world.office.dataverse;
    dynamics
        .edit_phone_call(record, edit.as_object().unwrap())
        .unwrap();
    let call = computer.only_call().id;
    let acted = computer.try_act(call, CallAction::Undo).await.unwrap();
    assert_eq!(acted.outcome, ActOutcome::Refused);
    examined(computer).await
}
