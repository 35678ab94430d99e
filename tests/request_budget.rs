//! How little Ringlog asks for.

use ringlog_simulator::dataverse::NewContact;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::World;

#[tokio::test]
async fn a_single_call_of_a_known_contact_costs_dynamics_two_requests() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.office.dataverse.add_contact(NewContact {
        last_name: "Aske".to_owned(),
        mobile_phone: "+44 20 7946 0018".to_owned(),
        ..NewContact::default()
    });
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(10)));

    let before = world.requests();
    let pass = computer.sync().await;
    let after = world.requests();

    assert_eq!(pass.report.logged, 1);
    assert_eq!(after[2] - before[2], 2);
    assert_eq!(pass.report.requests.dynamics, 2);
}

#[tokio::test]
async fn a_poll_with_nothing_new_asks_dynamics_and_microsoft_nothing() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(10)));
    computer.sync().await;

    let before = world.requests();
    computer.sync().await;
    let after = world.requests();

    assert_eq!(after[0] - before[0], 1);
    assert_eq!(after[1..], before[1..]);
}

#[tokio::test]
async fn a_hundred_due_calls_are_looked_up_in_one_request_and_written_in_one() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    for call in 0..100 {
        let number = format!("02079460{:03}", call % 40);
        if call < 40 {
            world.office.dataverse.add_contact(NewContact {
                last_name: format!("Person {call}"),
                business_phone: number.clone(),
                ..NewContact::default()
            });
        }
        world.had(SimulatedCall::inbound(
            &number,
            world.minutes_ago(10 + call),
        ));
    }

    let pass = computer.sync().await;

    assert_eq!(pass.report.logged, 100);
    assert_eq!(pass.report.requests.dynamics, 2);
}

#[tokio::test]
async fn a_backlog_of_a_thousand_calls_costs_a_few_dozen_requests() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    for call in 0..1_000 {
        let number = format!("02079460{:03}", call % 300);
        world.had(SimulatedCall::inbound(
            &number,
            world.minutes_ago(10 + call),
        ));
    }

    let pass = computer.sync().await;

    assert_eq!(pass.report.logged, 1_000);
    assert!(
        pass.report.requests.dynamics <= 40,
        "{:?}",
        pass.report.requests
    );
    assert_eq!(world.office.dataverse.contacts().len(), 300);
}

/// Calls with a hundred different numbers, as PBXs write them.
fn hundred_calls(world: &World) {
    for call in 0..100_u32 {
        let received = match call % 4 {
            0 => format!("02079460{call:03}"),
            1 => format!("+442079460{call:03}"),
            2 => format!("00442079460{call:03}"),
            _ => format!("442079460{call:03}"),
        };
        let started_at = world.minutes_ago(10 + i64::from(call));
        world.had(SimulatedCall::inbound(&received, started_at));
    }
}

/// Contacts with the first `count` of these numbers, as people type them.
fn known(world: &World, count: u32) {
    for contact in 0..count {
        let typed = match contact % 5 {
            0 => format!("+442079460{contact:03}"),
            1 => format!("+44 20 7946 0{contact:03}"),
            2 => format!("020 7946 0{contact:03}"),
            3 => format!("02079460{contact:03}"),
            _ => format!("+44 (0)20 7946 0{contact:03}"),
        };
        world.office.dataverse.add_contact(NewContact {
            last_name: format!("Person {contact}"),
            mobile_phone: typed,
            ..NewContact::default()
        });
    }
}

#[tokio::test]
async fn a_lookup_for_a_hundred_due_calls_is_one_request_and_writing_them_one_more() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    known(&world, 100);
    hundred_calls(&world);

    let before = world.requests();
    let pass = computer.sync().await;
    let after = world.requests();

    assert_eq!(pass.report.logged, 100);
    assert_eq!(world.office.dataverse.contacts().len(), 100);
    let phone_calls = world.office.dataverse.phone_calls();
    assert!(phone_calls.iter().all(|call| call.regarding.is_some()));
    assert_eq!(after[2] - before[2], 2);
}

#[tokio::test]
async fn numbers_nobody_has_cost_one_search_more_for_all_of_them_together() {
    for unknown in [1, 40, 100] {
        let world = World::open().await;
        let mut computer = world.computer().await;
        known(&world, 100 - unknown);
        hundred_calls(&world);

        let before = world.requests();
        let pass = computer.sync().await;
        let after = world.requests();

        assert_eq!(pass.report.logged, 100);
        assert_eq!(world.office.dataverse.contacts().len(), 100);
        assert_eq!(after[2] - before[2], 3, "{unknown}");
    }
}

#[tokio::test]
async fn calls_that_a_rule_keeps_out_cost_dynamics_nothing() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.never_log", "0207946");
    hundred_calls(&world);

    let before = world.requests();
    let pass = computer.sync().await;

    assert_eq!(pass.report.left_out, 100);
    assert_eq!(world.requests()[1..], before[1..]);
}
