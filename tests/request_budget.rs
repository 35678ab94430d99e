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
