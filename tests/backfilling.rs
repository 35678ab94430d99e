//! Earlier calls: shown before anything is written, taken on once, whatever happens on the way.

use jiff::SignedDuration;
use jiff::civil::{Date, date};
use ringlog_core::backfill::{Days, Plan, Prospect, Totals, Written};
use ringlog_core::delivery::State;
use ringlog_core::desktop::backfill::DaysAsked;
use ringlog_core::desktop::calls::CallAction;
use ringlog_core::reason::Reason;
use ringlog_core::status::Light;
use ringlog_engine::problem::ProblemCode;
use ringlog_simulator::dataverse::{Direction, NewContact, OtherCall};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World, each_call_exactly_once, one_contact_per_unknown_number};

const HOURS_A_DAY: i64 = 24;

/// The clock stands at 9:00 on this day.
fn today() -> Date {
    date(2026, 5, 14)
}

fn days(from: Date, to: Date) -> Days {
    Days::new(from, to, today()).unwrap()
}

/// The week before today.
fn last_week() -> Days {
    days(date(2026, 5, 7), date(2026, 5, 13))
}

/// A call so many days ago, at nine o'clock.
fn called(world: &World, days_ago: i64, number: &str) -> String {
    let at = world.minutes_ago(days_ago * HOURS_A_DAY * 60);
    world.had(SimulatedCall::inbound(number, at))
}

fn known_contact(world: &World, number: &str) {
    world.office.dataverse.add_contact(NewContact {
        last_name: "Aske".to_owned(),
        mobile_phone: number.to_owned(),
        ..NewContact::default()
    });
}

async fn looked(computer: &mut Computer) -> Plan {
    computer.engine.look_back(last_week()).await.unwrap()
}

/// Approves the week before today and takes its calls on; nothing is logged yet.
async fn taken_on(computer: &mut Computer) {
    computer.engine.approve_backfill(last_week()).await.unwrap();
    computer.engine.read_backfills().await.unwrap();
}

async fn approved(computer: &mut Computer) {
    taken_on(computer).await;
    computer.sync().await;
}

/// A week of which the PBX cannot say all that it should.
async fn a_week_with_unreadable_records() -> (World, Computer, Vec<String>) {
    let (world, computer, ids) = a_week().await;
    let at = world.minutes_ago(5 * HOURS_A_DAY * 60);
    let unreadable = || SimulatedCall::inbound("02079460018", at);
    world.had(unreadable().with("start", serde_json::json!("yesterday")));
    world.had(unreadable().with("start", serde_json::json!(["?"])));
    (world, computer, ids)
}

fn prospects(plan: &Plan) -> Vec<(Option<&str>, Prospect)> {
    plan.calls
        .iter()
        .map(|call| (call.remote_number.as_deref(), call.prospect))
        .collect()
}

/// An office with a week of calls, and a computer that looks back a day.
async fn a_week() -> (World, Computer, Vec<String>) {
    let world = World::open().await;
    known_contact(&world, "020 7946 0018");
    let ids = vec![
        called(&world, 2, "02079460018"),
        called(&world, 3, "02079460019"),
        called(&world, 4, "02079460019"),
    ];
    let mut computer = world.computer().await;
    computer.sync().await;
    assert_eq!(computer.calls(), []);
    (world, computer, ids)
}

#[tokio::test]
async fn what_would_become_of_each_call_is_shown_and_nothing_is_written() {
    let (world, mut computer, _) = a_week().await;
    let at = |days: i64| world.minutes_ago(days * HOURS_A_DAY * 60);
    world.had(SimulatedCall::internal("77", at(5)));
    let shared = "+44 20 7946 0020";
    known_contact(&world, shared);
    known_contact(&world, shared);
    called(&world, 6, shared);
    called(&world, 9, "02079460018");
    world.office.dataverse.log_call_of_other_writer(OtherCall {
        subject: "Incoming".to_owned(),
        description: "By the PBX".to_owned(),
        phone_number: "02079460019".to_owned(),
        direction: Direction::Incoming,
        started_at: at(4),
        ended_at: at(4) + SignedDuration::from_secs(60),
        contact: None,
        owner: world.office.user,
    });
    let records = world.office.dataverse.phone_calls();
    let contacts = world.office.dataverse.contacts();

    let plan = looked(&mut computer).await;

    assert_eq!(
        prospects(&plan),
        [
            (Some("+442079460018"), Prospect::Log),
            (Some("+442079460019"), Prospect::Log),
            (Some("+442079460019"), Prospect::AlreadyLogged),
            (None, Prospect::LeaveOut),
            (Some("+442079460020"), Prospect::Ask),
        ]
    );
    assert_eq!(
        plan.totals,
        Totals {
            log: 2,
            on_new_contacts: 1,
            new_contacts: 1,
            already_logged: 1,
            left_out: 1,
            ask: 1,
            ..Totals::default()
        }
    );
    assert_eq!(plan.calls[0].contact_name.as_deref(), Some("Aske"));
    assert_eq!(plan.history_begins_at, None);
    assert_eq!(computer.calls(), []);
    assert_eq!(world.office.dataverse.phone_calls(), records);
    assert_eq!(world.office.dataverse.contacts(), contacts);
}

#[tokio::test]
async fn what_was_approved_is_logged_once_however_often_it_is_approved() {
    let (world, mut computer, ids) = a_week().await;
    let old = called(&world, 9, "02079460018");

    approved(&mut computer).await;
    approved(&mut computer).await;

    each_call_exactly_once(&world, &ids);
    assert_eq!(world.phone_calls_of(&old), []);
    let plan = looked(&mut computer).await;
    assert_eq!(plan.totals.known, 3);
    assert_eq!(plan.to_approve(), 0);
}

#[tokio::test]
async fn polls_go_on_from_where_they_were() {
    let (world, mut computer, mut ids) = a_week().await;
    approved(&mut computer).await;

    ids.push(called(&world, 0, "02079460018"));
    world.clock.advance(SignedDuration::from_hours(1));
    computer.sync().await;

    each_call_exactly_once(&world, &ids);
    assert_eq!(computer.status().counts.failed, 0);
}

#[tokio::test]
async fn a_pbx_that_fails_on_the_way_is_read_to_the_end_later() {
    let (world, mut computer, ids) = a_week().await;
    let gone = Fault::Status {
        status: 503,
        retry_after: None,
        body: String::new(),
    };
    world
        .office
        .vodia
        .misbehaviour()
        .plan("history", 0, 50, gone);

    computer.engine.approve_backfill(last_week()).await.unwrap();
    let problem = computer.engine.read_backfills().await.unwrap_err();

    assert_eq!(problem.code, ProblemCode::Unreachable);
    let told = problem.message.to_string();
    assert!(told.contains("cannot answer now (HTTP 503)"), "{told}");
    assert!(told.contains("is read and logged by itself"), "{told}");
    assert_eq!(computer.calls(), []);
    assert_ne!(computer.status().light, Light::Green);
    world.recover();
    let mut computer = computer.restart().await;
    world.clock.advance(SignedDuration::from_hours(1));
    computer.sync().await;
    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn a_program_that_ends_after_the_approval_goes_on_where_it_was() {
    let (world, mut computer, ids) = a_week().await;
    taken_on(&mut computer).await;

    let mut computer = computer.restart().await;
    computer.sync().await;

    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn two_computers_that_approve_the_same_days_log_each_call_once() {
    let (world, mut first, ids) = a_week().await;
    let mut second = world.computer().await;

    taken_on(&mut first).await;
    taken_on(&mut second).await;
    first.sync().await;
    second.sync().await;

    each_call_exactly_once(&world, &ids);
    one_contact_per_unknown_number(&world, &["+442079460019", "020 7946 0018"]);
}

#[tokio::test]
async fn what_was_ended_is_left_out_and_can_be_approved_again() {
    let (world, mut computer, ids) = a_week().await;
    taken_on(&mut computer).await;
    assert_eq!(computer.calls().len(), 3);

    assert_eq!(computer.engine.end_backfills().unwrap(), 3);
    computer.sync().await;
    assert_eq!(world.office.dataverse.phone_calls(), []);
    assert!(
        computer
            .calls()
            .iter()
            .all(|call| call.reason == Some(Reason::BackfillCancelled))
    );
    let plan = looked(&mut computer).await;
    assert_eq!((plan.totals.log, plan.totals.known), (3, 0));

    approved(&mut computer).await;
    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn a_question_that_was_ended_is_asked_again_with_its_whole_time() {
    let (world, mut computer, _) = a_week().await;
    computer.set("rules.unknown_number", "ask");
    // The look-ups are answered, the writing of the known caller's call is not.
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("$batch", 2, 99, Fault::LoseRequest);
    approved(&mut computer).await;
    assert_eq!(computer.status().counts.needs_you, 2);
    computer.engine.end_backfills().unwrap();
    assert_eq!(computer.status().counts.needs_you, 0);
    world.recover();
    world.clock.advance(SignedDuration::from_hours(30));

    approved(&mut computer).await;

    assert_eq!(computer.status().counts.needs_you, 2);
}

#[tokio::test]
async fn one_call_that_was_ended_can_be_logged_by_itself() {
    let (world, mut computer, ids) = a_week().await;
    taken_on(&mut computer).await;
    computer.engine.end_backfills().unwrap();

    let newest = computer.calls()[0].id;
    computer.act(newest, CallAction::Log).await;
    computer.sync().await;

    each_call_exactly_once(&world, &ids[..1]);
}

#[tokio::test]
async fn one_new_contact_is_counted_once_for_all_its_calls() {
    let (_world, mut computer, _) = a_week().await;

    let totals = looked(&mut computer).await.totals;

    assert_eq!(totals.on_new_contacts, 2);
    assert_eq!(totals.new_contacts, 1);
}

#[tokio::test]
async fn what_cannot_be_read_is_counted_before_and_kept_with_its_reason_after() {
    let (_world, mut computer, _) = a_week_with_unreadable_records().await;

    assert_eq!(looked(&mut computer).await.totals.unreadable, 2);
    approved(&mut computer).await;

    let unreadable = computer.calls();
    let unreadable = unreadable.iter().filter(|call| call.state == State::Failed);
    let reasons: Vec<_> = unreadable.map(|call| call.reason.clone()).collect();
    assert_eq!(reasons.len(), 2);
    for reason in reasons {
        assert!(
            matches!(reason, Some(Reason::Unreadable { .. })),
            "{reason:?}"
        );
    }
}

#[tokio::test]
async fn what_was_written_is_counted_by_what_became_of_it() {
    let (world, mut computer, _) = a_week_with_unreadable_records().await;
    world.had(SimulatedCall::internal(
        "77",
        world.minutes_ago(5 * HOURS_A_DAY * 60),
    ));

    let id = computer.engine.approve_backfill(last_week()).await.unwrap();
    computer.engine.read_backfills().await.unwrap();
    computer.sync().await;

    let written = computer.engine.ledger().written_by_backfill(id).unwrap();
    assert_eq!(
        written,
        Written {
            logged: 3,
            left_out: 1,
            unreadable: 2,
            ..Written::default()
        }
    );
}

#[tokio::test]
async fn a_pass_that_takes_earlier_calls_on_counts_them() {
    let (world, mut computer, _) = a_week().await;
    world.had(SimulatedCall::internal(
        "77",
        world.minutes_ago(5 * HOURS_A_DAY * 60),
    ));
    computer.engine.approve_backfill(last_week()).await.unwrap();

    let report = computer.sync().await.report;

    assert_eq!((report.new, report.left_out, report.logged), (4, 1, 3));
}

#[tokio::test]
async fn a_history_that_begins_later_is_said() {
    let (world, mut computer, _) = a_week().await;
    world
        .office
        .vodia
        .forget_before(world.minutes_ago(3 * HOURS_A_DAY * 60 + 1));

    let plan = looked(&mut computer).await;

    assert_eq!(plan.totals.log, 2);
    assert_eq!(
        plan.history_begins_at,
        Some(world.minutes_ago(3 * HOURS_A_DAY * 60))
    );
}

#[tokio::test]
async fn rules_that_change_after_the_look_count_when_the_calls_are_taken_on() {
    let (world, mut computer, _) = a_week().await;
    looked(&mut computer).await;
    computer.set("rules.never_log", "+442079460019");

    approved(&mut computer).await;

    assert_eq!(world.office.dataverse.phone_calls().len(), 1);
    let never = computer.calls();
    let never = never.iter().filter(|call| call.state == State::LeftOut);
    assert_eq!(never.count(), 2);
}

#[tokio::test]
async fn without_dynamics_or_the_pbx_nothing_is_shown_and_nothing_is_lost() {
    let (world, mut computer, _) = a_week().await;
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("$batch", 0, 50, Fault::LoseRequest);
    assert!(computer.engine.look_back(last_week()).await.is_err());
    world.recover();
    world
        .office
        .vodia
        .misbehaviour()
        .plan("history", 0, 50, Fault::LoseRequest);
    assert!(computer.engine.look_back(last_week()).await.is_err());
    world.recover();

    assert_eq!(looked(&mut computer).await.totals.log, 3);
    assert_eq!(computer.calls(), []);
}

#[tokio::test]
async fn days_that_are_none_are_refused_with_why() {
    let world = World::open().await;
    let computer = world.computer().await;
    let refuse = |from, to| {
        let problem = computer.engine.days(&DaysAsked { from, to }).unwrap_err();
        problem.message.to_string()
    };
    assert_eq!(
        refuse(today(), date(2026, 5, 13)),
        "The last day lies before the first."
    );
    let tomorrow = date(2026, 5, 15);
    assert!(refuse(tomorrow, tomorrow).contains("still to come"));
    assert!(refuse(date(2020, 1, 1), today()).contains("366"));
}

#[tokio::test]
async fn a_backlog_of_earlier_calls_is_looked_up_in_batches() {
    let world = World::open().await;
    for number in 0..150 {
        let number = format!("02079460{number:03}");
        known_contact(&world, &number);
        called(&world, 2, &number);
    }
    let mut computer = world.computer().await;
    computer.sync().await;
    let before = world.requests();

    let plan = looked(&mut computer).await;

    assert_eq!(plan.totals.log, 150);
    assert_eq!(world.requests()[2] - before[2], 2);
}
