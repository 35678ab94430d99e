//! Which calls are logged: one promise for each rule.

use jiff::{SignedDuration, Timestamp};
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::CallAction;
use ringlog_simulator::dataverse::{Direction, NewContact, OtherCall};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::log::Log;
use ringlog_tests::{Computer, World, each_call_exactly_once};
use serde_json::json;

/// The reason of every call, oldest first; `None` for one that is logged.
fn left_out_by(computer: &Computer) -> Vec<Option<String>> {
    let mut calls = computer.calls();
    calls.reverse();
    calls
        .into_iter()
        .map(|call| match call.state {
            State::Logged => None,
            State::LeftOut => call.reason.map(|reason| reason.to_string()),
            State::Waiting | State::NeedsYou | State::Failed => panic!("{call:?}"),
        })
        .collect()
}

/// Each call is logged, or left out by a reason that names this setting or holds this word; and nothing else is in
/// Dynamics.
async fn check(settings: &[(&str, &str)], calls: Vec<(SimulatedCall, Option<&str>)>) {
    let world = World::open().await;
    let mut computer = world.computer().await;
    for (key, value) in settings {
        computer.set(key, value);
    }
    let mut logged = Vec::new();
    let mut expected = Vec::new();
    for (call, left_out_by) in calls {
        let id = world.had(call);
        if left_out_by.is_none() {
            logged.push(id);
        }
        expected.push(left_out_by);
    }
    let pass = computer.sync().await;

    let found = left_out_by(&computer);
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        let is_expected = match (found, expected) {
            (Some(reason), Some(word)) => reason.contains(word),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        assert!(is_expected, "{found:?} {expected:?}");
    }
    each_call_exactly_once(&world, &logged);
    let left_out = expected.iter().flatten().count() as u64;
    assert_eq!(pass.report.left_out, left_out);
    assert_eq!(pass.report.logged, logged.len() as u64);
}

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn number(last: u32) -> String {
    format!("02079460{last:03}")
}

#[tokio::test]
async fn a_queue_or_ring_group_call_somebody_else_answered_is_not_this_person_s_missed_call() {
    let missed = |number: u32, minute: &str| {
        SimulatedCall::inbound(
            &self::number(number),
            at(&format!("2026-05-14T08:{minute}:00Z")),
        )
        .unanswered()
        .ended_after_seconds(20)
    };
    let to = |call: SimulatedCall, number: &str| {
        call.with("to", json!(format!("<sip:{number}@pbx.contoso.example>")))
            .with("to-name", json!(number))
            .with("to-number", json!(number))
    };
    let calls = |missed_of_groups: Option<&'static str>| {
        vec![
            (missed(1, "01").queue(), missed_of_groups),
            (to(missed(2, "02"), "700"), missed_of_groups),
            (missed(3, "03"), None),
            (to(missed(4, "04"), "+442079460999"), None),
            (
                to(
                    SimulatedCall::inbound(&number(5), at("2026-05-14T08:05:00Z")),
                    "700",
                ),
                None,
            ),
        ]
    };
    check(&[], calls(Some("rules.log_queue_missed"))).await;
    check(&[("rules.log_queue_missed", "true")], calls(None)).await;
}

#[tokio::test]
async fn calls_with_emergency_numbers_are_never_logged_and_service_numbers_only_by_setting() {
    let calls = |service: Option<&'static str>| {
        let outbound = |number: &str, minute: i64| {
            SimulatedCall::outbound(
                number,
                at("2026-05-14T08:00:00Z") + SignedDuration::from_mins(minute),
            )
        };
        vec![
            (outbound("112", 1), Some("emergency")),
            (outbound("999", 2), Some("emergency")),
            (outbound("118500", 3), service),
            (outbound("*97", 4), service),
            (outbound("02079460018", 5), None),
        ]
    };
    check(&[], calls(Some("rules.log_service_numbers"))).await;
    check(&[("rules.log_service_numbers", "true")], calls(None)).await;
}

#[tokio::test]
async fn a_call_that_began_outside_working_hours_is_left_out() {
    // The world begins on a Thursday at nine, by the clock on the wall of a computer in UTC.
    let inbound = |last: u32, time: &str| SimulatedCall::inbound(&number(last), at(time));
    check(
        &[(
            "rules.working_hours",
            "Mon-Fri 08:00-18:00, Wed 22:00-02:00",
        )],
        vec![
            (
                inbound(1, "2026-05-13T17:59:00Z").ended_after_seconds(3_000),
                None,
            ),
            (
                inbound(2, "2026-05-13T18:00:00Z"),
                Some("rules.working_hours"),
            ),
            (inbound(3, "2026-05-14T01:59:00Z"), None),
            (
                inbound(4, "2026-05-14T07:59:00Z"),
                Some("rules.working_hours"),
            ),
            (inbound(5, "2026-05-14T08:00:00Z"), None),
        ],
    )
    .await;
}

#[tokio::test]
async fn own_and_never_logged_numbers_are_left_out_however_the_pbx_writes_them() {
    let inbound = |number: &str, minute: i64| {
        SimulatedCall::inbound(
            number,
            at("2026-05-14T08:00:00Z") + SignedDuration::from_mins(minute),
        )
    };
    check(
        &[
            ("rules.never_log", "0161496, +4930"),
            ("numbers.own", "0207946"),
        ],
        vec![
            (inbound("+441614960018", 1), Some("rules.never_log")),
            (inbound("01614960018", 2), Some("rules.never_log")),
            (inbound("004930123456", 3), Some("rules.never_log")),
            (inbound("442079460018", 4), Some("numbers.own")),
            (inbound("01184960018", 5), None),
        ],
    )
    .await;
}

#[tokio::test]
async fn calls_shorter_than_their_minimum_are_left_out() {
    let inbound = |last: u32| {
        let started_at = at("2026-05-14T08:00:00Z") + SignedDuration::from_mins(last.into());
        SimulatedCall::inbound(&number(last), started_at)
    };
    check(
        &[
            ("rules.minimum_seconds", "10"),
            ("rules.answered_minimum_seconds", "30"),
        ],
        vec![
            (
                inbound(1).unanswered().ended_after_seconds(9),
                Some("rules.minimum_seconds"),
            ),
            (inbound(2).unanswered().ended_after_seconds(10), None),
            (
                inbound(3)
                    .answered_after_seconds(40)
                    .ended_after_seconds(60),
                Some("rules.answered_minimum_seconds"),
            ),
            (
                inbound(4)
                    .answered_after_seconds(30)
                    .ended_after_seconds(60),
                None,
            ),
        ],
    )
    .await;
}

/// An office where one number is known, and a computer that logs known numbers only.
async fn with_known_numbers_only(unknown_number: &str) -> (World, Computer) {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.office.dataverse.add_contact(NewContact {
        last_name: "Aske".to_owned(),
        mobile_phone: "020 7946 0018".to_owned(),
        ..NewContact::default()
    });
    computer.set("rules.known_numbers_only", "true");
    computer.set("rules.unknown_number", unknown_number);
    (world, computer)
}

#[tokio::test]
async fn with_known_numbers_only_calls_of_strangers_are_left_out_and_no_contact_is_made() {
    for unknown_number in ["create", "ask", "unlinked"] {
        let (world, mut computer) = with_known_numbers_only(unknown_number).await;
        let known = world.had(SimulatedCall::inbound(
            "+442079460018",
            world.minutes_ago(30),
        ));
        world.had(SimulatedCall::inbound(
            "+442079460019",
            world.minutes_ago(20),
        ));
        world.had(SimulatedCall::inbound("anonymous", world.minutes_ago(10)));

        let pass = computer.sync().await;

        let reasons = left_out_by(&computer);
        assert_eq!(reasons[0], None);
        for reason in &reasons[1..] {
            let reason = reason.as_ref().unwrap();
            assert!(reason.contains("rules.known_numbers_only"), "{reason}");
        }
        assert_eq!((pass.report.logged, pass.report.left_out), (1, 2));
        each_call_exactly_once(&world, &[known]);
        assert_eq!(world.office.dataverse.contacts().len(), 1);
    }
}

#[tokio::test]
async fn with_known_numbers_only_another_writer_s_record_is_still_linked() {
    let (world, mut computer) = with_known_numbers_only("create").await;
    let started_at = world.minutes_ago(20);
    world.had(SimulatedCall::inbound("+442079460019", started_at));
    let theirs = world.office.dataverse.log_call_of_other_writer(OtherCall {
        subject: "Call of a stranger".to_owned(),
        description: "By the PBX".to_owned(),
        phone_number: "020 7946 0019".to_owned(),
        direction: Direction::Incoming,
        started_at,
        ended_at: started_at + SignedDuration::from_secs(60),
        contact: None,
        owner: world.office.user,
    });

    computer.sync().await;

    assert_eq!(computer.only_call().state, State::Logged);
    assert_eq!(
        computer.only_call().activity_id.map(|id| id.0),
        Some(theirs)
    );
    assert_eq!(world.office.dataverse.contacts().len(), 1);
}

#[tokio::test]
async fn a_number_put_on_the_never_log_list_while_its_call_waits_is_not_even_looked_up() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    computer.log_in().await;
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::Waiting);

    computer.set("rules.never_log", "0207946");
    computer.link().await;
    let before = world.requests();
    let pass = computer.sync().await;

    assert_eq!(pass.report.left_out, 1);
    assert!(
        left_out_by(&computer)[0]
            .as_ref()
            .unwrap()
            .contains("rules.never_log")
    );
    assert_eq!(world.requests()[2], before[2]);
    assert_eq!(world.office.dataverse.phone_calls(), []);
}

#[tokio::test]
async fn a_number_put_on_the_never_log_list_while_a_person_is_asked_about_it_is_not_logged() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "ask");
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::NeedsYou);

    computer.set("rules.never_log", "+442079460018");
    world.clock.advance(SignedDuration::from_hours(25));
    computer.sync().await;

    assert!(
        left_out_by(&computer)[0]
            .as_ref()
            .unwrap()
            .contains("rules.never_log")
    );
    assert_eq!(world.office.dataverse.phone_calls(), []);
    assert_eq!(world.office.dataverse.contacts(), []);
}

#[tokio::test]
async fn a_call_a_person_gave_to_somebody_is_logged_whatever_hours_were_set_meanwhile() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "ask");
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    computer.sync().await;
    let asked = computer.only_call().id;

    computer.set("rules.working_hours", "22:00-23:00");
    computer.act(asked, CallAction::ChooseNobody).await;
    computer.sync().await;

    assert_eq!(computer.only_call().state, State::Logged);
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_call_a_person_wants_logged_is_kept_back_once_its_number_is_on_the_never_log_list() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.working_hours", "22:00-23:00");
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    computer.sync().await;
    let left_out = computer.only_call().id;

    computer.act(left_out, CallAction::Log).await;
    computer.set("rules.never_log", "0207946");
    computer.sync().await;

    assert!(
        left_out_by(&computer)[0]
            .as_ref()
            .unwrap()
            .contains("rules.never_log")
    );
    assert_eq!(world.office.dataverse.phone_calls(), []);
}

#[tokio::test]
async fn a_call_that_may_stand_in_dynamics_already_is_not_left_out_by_a_new_rule() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    // Both searches are answered, the write is carried out, and every answer to it is lost.
    let dynamics = world.office.dataverse.misbehaviour();
    dynamics.plan("$batch", 2, 9, Fault::LoseReply);
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::Waiting);

    world.recover();
    computer.set("rules.never_log", "0207946");
    computer.go_on().await;

    assert_eq!(computer.only_call().state, State::Logged);
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn the_never_log_list_is_in_no_log_and_no_complaint() {
    let (log, listening) = Log::listen();
    let world = World::open().await;
    let computer = world.computer().await;
    let mistyped = "[rules]\nnever_log = [\"020 7946 0018\", \"0161x4960x\"]\n";
    let mut computer = computer
        .try_restart(|directory| {
            let file = directory.join("settings.toml");
            let settings = std::fs::read_to_string(&file).unwrap();
            std::fs::write(&file, format!("{settings}\n{mistyped}")).unwrap();
        })
        .await
        .unwrap();
    world.had(SimulatedCall::inbound(
        "+442079460018",
        world.minutes_ago(30),
    ));
    computer.sync().await;
    let examined = computer.engine.examine().await;
    drop(listening);

    assert_eq!(computer.only_call().state, State::LeftOut);
    let log = String::from_utf8(log.bytes()).unwrap();
    let complaint = format!("{examined:?}");
    assert!(log.contains("pass"), "the log is listened to");
    assert!(complaint.contains("rules.never_log"), "{complaint}");
    for entry in ["2079460018", "7946 0018", "0161x4960x"] {
        assert!(!log.contains(entry), "{entry}: {log}");
        assert!(!complaint.contains(entry), "{entry}: {complaint}");
    }
}
