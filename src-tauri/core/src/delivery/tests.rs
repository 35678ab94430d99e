use proptest::prelude::*;

use super::*;
use crate::call::{CallKey, NAMESPACE, RecordId, RemoteParty};
use crate::contact_match::Entity;
use crate::settings::NumberPattern;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

fn plan() -> DialPlan {
    DialPlan::new("GB").unwrap()
}

/// An inbound call that rang 5 seconds, was answered and lasted a minute.
fn answered() -> Call {
    Call {
        key: CallKey {
            source: "vodia:pbx.example.com".to_owned(),
            extension: "504".to_owned(),
            source_id: "a".to_owned(),
            leg: "1".to_owned(),
        },
        direction: Direction::Inbound,
        outcome: Outcome::Connected,
        remote: RemoteParty {
            number: plan().number("020 7946 0018"),
            written: "02079460018".to_owned(),
            name: None,
        },
        started_at: at(0),
        answered_at: Some(at(5)),
        ended_at: at(65),
        via_queue: false,
    }
}

/// The same call, given up by the caller after `seconds`.
fn missed(seconds: i64) -> Call {
    Call {
        outcome: Outcome::NoAnswer,
        answered_at: None,
        ended_at: at(seconds),
        ..answered()
    }
}

fn queued(call: Call) -> Call {
    Call {
        via_queue: true,
        ..call
    }
}

fn outbound(call: Call) -> Call {
    Call {
        direction: Direction::Outbound,
        ..call
    }
}

fn internal(call: Call) -> Call {
    Call {
        direction: Direction::Internal,
        ..call
    }
}

fn patterns(text: &str) -> Vec<NumberPattern> {
    vec![NumberPattern(text.to_owned())]
}

fn due() -> Delivery {
    Delivery::Waiting {
        reason: Reason::Due,
        until: at(100),
    }
}

fn left_out_by(reason: Reason) -> Delivery {
    Delivery::LeftOut { reason }
}

fn too_short(seconds: i64, minimum_seconds: u32) -> Delivery {
    left_out_by(Reason::TooShort {
        seconds,
        minimum_seconds,
    })
}

#[track_caller]
fn check(call: Call, rules: &Rules, expected: Delivery) {
    assert_eq!(first(&call, rules, &plan(), at(100)), expected);
}

#[test]
fn external_calls_are_due_at_once_and_internal_ones_left_out() {
    let rules = Rules::default();
    check(answered(), &rules, due());
    check(outbound(answered()), &rules, due());
    check(missed(20), &rules, due());
    check(internal(answered()), &rules, left_out_by(Reason::Internal));
    // The first rule that applies is the one that is named.
    check(internal(missed(0)), &rules, left_out_by(Reason::Internal));
}

#[test]
fn each_minimum_counts_its_own_kind_of_call_to_the_second() {
    let rules = Rules::default();
    check(missed(2), &rules, too_short(2, 3));
    check(missed(3), &rules, due());
    check(missed(-5), &rules, too_short(0, 3));
    let brief = Call {
        ended_at: at(5),
        ..answered()
    };
    check(brief.clone(), &rules, due());
    for outcome in [
        Outcome::NoAnswer,
        Outcome::Busy,
        Outcome::Failed,
        Outcome::Unknown,
    ] {
        check(
            Call {
                outcome,
                ..missed(2)
            },
            &rules,
            too_short(2, 3),
        );
    }
    let rules = Rules {
        minimum_seconds: 0,
        answered_minimum_seconds: 61,
        ..Rules::default()
    };
    check(answered(), &rules, too_short(60, 61));
    check(missed(0), &rules, due());
}

#[test]
fn a_missed_queue_call_is_left_out_unless_the_setting_wants_it() {
    let rules = Rules::default();
    check(queued(missed(20)), &rules, left_out_by(Reason::QueueMissed));
    check(queued(answered()), &rules, due());
    check(outbound(queued(missed(20))), &rules, due());
    let rules = Rules {
        log_queue_missed: true,
        ..Rules::default()
    };
    check(queued(missed(20)), &rules, due());
}

#[test]
fn own_and_never_logged_numbers_are_left_out_however_they_are_written() {
    for written in ["+442079460018", "+44207946", "020 7946 0018", "0207946"] {
        let own = Rules {
            own_numbers: patterns(written),
            ..Rules::default()
        };
        check(answered(), &own, left_out_by(Reason::OwnNumber));
        let never = Rules {
            never_log: patterns(written),
            ..Rules::default()
        };
        check(answered(), &never, left_out_by(Reason::NeverLog));
    }
    let other = Rules {
        own_numbers: patterns("+44207947"),
        never_log: patterns("7946"),
        ..Rules::default()
    };
    check(answered(), &other, due());
}

#[test]
fn a_running_call_waits_for_its_end_for_a_day() {
    let call = answered();
    let limit = RUNNING_HOURS_MAX * 3_600;
    assert_eq!(
        running(&call, at(limit - 1)),
        Delivery::Waiting {
            reason: Reason::StillRunning,
            until: at(limit),
        }
    );
    assert_eq!(
        running(&call, at(limit)),
        Delivery::Failed {
            reason: Reason::NeverEnded,
            retry_at: None,
        }
    );
}

#[track_caller]
fn check_fault(kind: FaultKind, attempts: u32, expected: &Delivery) {
    let fault = Fault::new(
        kind,
        "Principal user is missing prvCreateActivity privilege.",
    );
    assert_eq!(
        &after_fault(fault, attempts, at(0), 1.0),
        expected,
        "{kind:?}, attempt {attempts}"
    );
}

#[test]
fn weather_waits_and_the_pause_doubles_up_to_an_hour() {
    for (attempts, pause) in [
        (0, 15),
        (1, 15),
        (2, 30),
        (3, 60),
        (8, 1_920),
        (9, 3_600),
        (u32::MAX, 3_600),
    ] {
        let waiting = |reason| Delivery::Waiting {
            reason,
            until: at(pause),
        };
        let detail = "Principal user is missing prvCreateActivity privilege.".into();
        let unreachable = waiting(Reason::Unreachable { detail });
        check_fault(FaultKind::Unreachable, attempts, &unreachable);
        check_fault(FaultKind::Garbled, attempts, &unreachable);
        check_fault(FaultKind::Configuration, attempts, &unreachable);
        check_fault(FaultKind::Throttled, attempts, &waiting(Reason::Throttled));
    }
}

#[test]
fn a_refused_token_blames_no_call_and_costs_it_no_time() {
    let waiting = Delivery::Waiting {
        reason: Reason::SignInNeeded,
        until: at(0),
    };
    check_fault(FaultKind::Unauthorized, 1, &waiting);
    check_fault(FaultKind::Unauthorized, 99, &waiting);
}

#[test]
fn a_missing_privilege_fails_by_name_and_is_tried_again_in_some_hours() {
    let fault = Fault::new(
        FaultKind::Forbidden,
        "Principal user is missing prvCreateActivity privilege.",
    );
    let failed = Delivery::Failed {
        reason: Reason::MissingPrivilege {
            privilege: Some("prvCreateActivity".to_owned()),
            fault,
        },
        retry_at: Some(at(PRIVILEGE_RETRY_SECONDS)),
    };
    check_fault(FaultKind::Forbidden, 1, &failed);
}

#[test]
fn what_is_refused_for_itself_fails_until_a_person_asks_again() {
    let refused = |kind| Delivery::Failed {
        reason: Reason::Refused {
            fault: Fault::new(
                kind,
                "Principal user is missing prvCreateActivity privilege.",
            ),
        },
        retry_at: None,
    };
    for kind in [FaultKind::Invalid, FaultKind::AlreadyExists] {
        check_fault(kind, 1, &refused(kind));
    }
    let gone = FaultKind::NotFound;
    let last = RECORD_GONE_ATTEMPTS_MAX;
    check_fault(
        gone,
        last - 1,
        &Delivery::Waiting {
            reason: Reason::RecordGone,
            until: at(120),
        },
    );
    check_fault(gone, last, &refused(gone));
}

#[test]
fn only_a_whole_privilege_name_is_taken_from_a_refusal() {
    for (message, expected) in [
        (
            "Principal user (Id=00000000-0000-0000-0000-000000000001) is missing prvAppendToContact privilege (Id=2)",
            Some("prvAppendToContact"),
        ),
        ("missing 'prvReadContact'.", Some("prvReadContact")),
        ("prv is nothing", None),
        ("the approver said no", None),
        ("", None),
    ] {
        assert_eq!(
            privilege_named_in(message).as_deref(),
            expected,
            "{message}"
        );
    }
}

#[test]
fn each_state_says_its_word_its_reason_and_when_it_is_due() {
    let record = crate::contact_match::RecordRef {
        entity: Entity::Contact,
        id: RecordId(NAMESPACE),
        name: "Jon".to_owned(),
        company: None,
    };
    let due_at = Some(at(100));
    for (delivery, state, reason, expected) in [
        (due(), State::Waiting, Some(Reason::Due), due_at),
        (
            Delivery::NeedsYou {
                reason: Reason::UnknownNumber { near: Vec::new() },
                until: at(100),
            },
            State::NeedsYou,
            Some(Reason::UnknownNumber { near: Vec::new() }),
            due_at,
        ),
        (
            Delivery::Logged {
                activity: ActivityId(NAMESPACE),
                record: Some(record),
                reason: None,
            },
            State::Logged,
            None,
            None,
        ),
        (
            left_out_by(Reason::NeverLog),
            State::LeftOut,
            Some(Reason::NeverLog),
            None,
        ),
        (
            Delivery::Failed {
                reason: Reason::NeverEnded,
                retry_at: due_at,
            },
            State::Failed,
            Some(Reason::NeverEnded),
            due_at,
        ),
    ] {
        assert_eq!(delivery.state(), state);
        assert_eq!(delivery.reason(), reason.as_ref());
        assert_eq!(delivery.due_at(), expected);
    }
}

fn asked() -> impl Strategy<Value = Option<u32>> {
    prop::option::of(prop_oneof![0..100_000_u32, any::<u32>()])
}

proptest! {
    #[test]
    fn a_pause_is_never_absent_and_never_endless(
        attempts in any::<u32>(),
        asked in asked(),
        jitter in prop::num::f64::ANY,
    ) {
        let pause = backoff_seconds(attempts, asked, jitter);
        prop_assert!(pause >= i64::from(BACKOFF_SECONDS_MIN) / 2);
        let longest = BACKOFF_SECONDS_MAX.max(asked.unwrap_or(0).min(RETRY_AFTER_SECONDS_MAX) + 4);
        prop_assert!(pause <= i64::from(longest));
    }

    #[test]
    fn a_server_never_waits_for_less_than_it_asked(
        attempts in any::<u32>(),
        asked in 0..=RETRY_AFTER_SECONDS_MAX,
        jitter in 0.0..=1.0,
    ) {
        prop_assert!(backoff_seconds(attempts, Some(asked), jitter) >= i64::from(asked));
    }

    #[test]
    fn more_attempts_never_make_the_pause_shorter(
        attempts in 0..u32::MAX,
        jitter in 0.0..=1.0,
    ) {
        prop_assert!(
            backoff_seconds(attempts, None, jitter) <= backoff_seconds(attempts + 1, None, jitter)
        );
    }

    #[test]
    fn every_fault_ends_in_a_state_that_goes_on_or_says_why_not(
        kind in prop::sample::select(vec![
            FaultKind::Unreachable,
            FaultKind::Throttled,
            FaultKind::Unauthorized,
            FaultKind::Forbidden,
            FaultKind::Invalid,
            FaultKind::NotFound,
            FaultKind::AlreadyExists,
            FaultKind::Configuration,
            FaultKind::Garbled,
        ]),
        attempts in any::<u32>(),
        asked in asked(),
        seconds in -377_705_023_201_i64..=253_402_207_200,
    ) {
        let now = Timestamp::from_second(seconds).unwrap();
        let fault = Fault { retry_after_seconds: asked, ..Fault::new(kind, "no") };
        let is_weather = fault.is_weather();
        let delivery = after_fault(fault, attempts, now, 0.5);
        prop_assert!(delivery.reason().is_some());
        prop_assert!(delivery.due_at().is_none_or(|due| due >= now));
        if is_weather {
            prop_assert_eq!(delivery.state(), State::Waiting);
        }
    }
}
