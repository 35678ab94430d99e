//! The report of numbers in Dynamics that no call can match: whole, read only, and beside everything else.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ringlog_core::number_health::{NumberFault, NumberReport};
use ringlog_engine::event_loop::Event;
use ringlog_engine::problem::{Problem, ProblemCode};
use ringlog_engine::request::Request;
use ringlog_simulator::dataverse::{NewAccount, NewContact, NewLead};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_tests::{Computer, World, each_call_exactly_once};
use tokio::sync::oneshot;

use super::event_loop::{had_call, where_time_flies, while_running};

fn contact(world: &World, name: &str, mobile_phone: &str, other_phone: &str) {
    world.office.dataverse.add_contact(NewContact {
        last_name: name.to_owned(),
        mobile_phone: mobile_phone.to_owned(),
        other_phone: other_phone.to_owned(),
        ..NewContact::default()
    });
}

async fn report(computer: &mut Computer) -> Result<NumberReport, Problem> {
    let reading = computer.engine.number_reading()?;
    reading.run(&|_| {}).await
}

fn faults(report: &NumberReport) -> Vec<(&str, &str, NumberFault)> {
    let mut faults: Vec<_> = report
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.written.as_str(), row.fault))
        .collect();
    faults.sort_unstable();
    faults
}

#[tokio::test]
async fn every_page_is_read_and_nothing_is_written() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    for number in 0..2_300 {
        contact(
            &world,
            &format!("Fine {number}"),
            &format!("+44 20 7946 {number:04}"),
            "",
        );
    }
    contact(&world, "A", "504", "020 7946 0018 / 0171 946 0018");
    contact(&world, "B", "", "O2O 7946 9999");
    contact(&world, "C", "020 7946 0001", "");
    let asked = world.office.dataverse_server().requests().len();

    let report = report(&mut computer).await.unwrap();

    assert_eq!((report.records, report.numbers), (2_303, 2_304));
    assert_eq!(
        faults(&report),
        [
            ("A", "020 7946 0018 / 0171 946 0018", NumberFault::Several),
            ("A", "504", NumberFault::TooShort),
            ("B", "O2O 7946 9999", NumberFault::WithWords),
            ("C", "020 7946 0001", NumberFault::Shared),
            ("Fine 1", "+44 20 7946 0001", NumberFault::Shared),
        ]
    );
    let requests = world.office.dataverse_server().requests();
    assert_eq!(requests.len() - asked, 3, "{requests:#?}");
    assert!(
        requests[asked..]
            .iter()
            .all(|request| request.starts_with("GET "))
    );
}

#[tokio::test]
async fn accounts_and_leads_are_read_where_the_settings_match_them() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.office.dataverse.add_account(NewAccount {
        name: "Fabrikam".to_owned(),
        main_phone: "reception".to_owned(),
        ..NewAccount::default()
    });
    world.office.dataverse.add_lead(NewLead {
        last_name: "Lee".to_owned(),
        mobile_phone: "12".to_owned(),
        ..NewLead::default()
    });
    assert_eq!(report(&mut computer).await.unwrap().numbers, 0);

    computer.set("rules.match_entities", "contact, account, lead");

    let report = report(&mut computer).await.unwrap();
    assert_eq!(
        faults(&report),
        [
            ("Fabrikam", "reception", NumberFault::Words),
            ("Lee", "12", NumberFault::TooShort),
        ]
    );
    let address = report.rows[0].address.as_str();
    assert!(
        address.contains("/main.aspx?etn=account&pagetype=entityrecord&id="),
        "{address}"
    );
}

#[tokio::test]
async fn a_pause_dynamics_asks_for_and_a_lost_sign_in_are_said_as_everywhere() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let throttled = Fault::Status {
        status: 429,
        retry_after: Some("60".to_owned()),
        body: String::new(),
    };
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("/contacts", 0, 1, throttled);
    let problem = report(&mut computer).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Unreachable);

    let mut computer = computer.restart().await;
    computer.engine.unlink().await.unwrap();
    let problem = report(&mut computer).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::SignIn);
}

#[tokio::test]
async fn calls_are_logged_while_the_numbers_are_read() {
    let (world, mut computer) = where_time_flies().await;
    contact(&world, "A", "504", "");
    let id = had_call(&world);
    let seen = Arc::new(AtomicU64::new(0));

    while_running(&mut computer, async |outside| {
        let told = Arc::clone(&seen);
        let (reply, report) = oneshot::channel();
        outside.tell(Event::Requested(Request::ReadNumbers {
            progress: Arc::new(move |records| told.store(records, Ordering::Relaxed)),
            reply,
        }));
        outside.logged().await;
        assert_eq!(report.await.unwrap().unwrap().faulty(), 1);
    })
    .await;

    assert!(seen.load(Ordering::Relaxed) >= 1);
    each_call_exactly_once(&world, &[id]);
}
