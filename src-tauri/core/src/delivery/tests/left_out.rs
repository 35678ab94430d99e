//! Which rule leaves a call out.

use super::*;
use crate::settings::{NumberPattern, WorkingHours};

fn patterns(text: &str) -> Vec<NumberPattern> {
    vec![NumberPattern(text.to_owned())]
}

fn of_group(call: Call) -> Call {
    Call {
        via_group: true,
        ..call
    }
}

#[test]
fn a_missed_group_call_is_left_out_unless_the_setting_wants_it() {
    let rules = Rules::default();
    check(
        of_group(missed(20)),
        &rules,
        left_out_by(Reason::GroupMissed),
    );
    check(of_group(answered()), &rules, due());
    check(outbound(of_group(missed(20))), &rules, due());
    let rules = Rules {
        log_queue_missed: true,
        ..Rules::default()
    };
    check(of_group(missed(20)), &rules, due());
}

fn to(written: &str) -> Call {
    Call {
        remote: RemoteParty {
            number: plan().number(written),
            written: written.to_owned(),
            name: None,
        },
        ..outbound(answered())
    }
}

#[test]
fn a_call_with_an_emergency_number_is_never_logged() {
    let everything = Rules {
        log_service_numbers: true,
        minimum_seconds: 0,
        ..Rules::default()
    };
    for rules in [Rules::default(), everything] {
        for call in [to("112"), to("999"), to("9 999")] {
            check(call.clone(), &rules, left_out_by(Reason::Emergency));
            let back = Call {
                direction: Direction::Inbound,
                ..call
            };
            check(back, &rules, left_out_by(Reason::Emergency));
        }
    }
}

#[test]
fn a_call_to_a_service_number_is_left_out_unless_the_setting_wants_it() {
    let wanted = Rules {
        log_service_numbers: true,
        ..Rules::default()
    };
    for written in ["118500", "100", "1571", "*97", "#21#"] {
        check(
            to(written),
            &Rules::default(),
            left_out_by(Reason::ServiceNumber),
        );
        check(to(written), &wanted, due());
        // Whoever calls with such a number is behind another PBX, or hides it.
        let from = Call {
            direction: Direction::Inbound,
            ..to(written)
        };
        check(from, &Rules::default(), due());
        // Between extensions it is an extension, whatever it looks like.
        check(
            internal(to(written)),
            &Rules::default(),
            left_out_by(Reason::Internal),
        );
    }
    check(to("020 7946 0018"), &Rules::default(), due());
    check(to("*67 020 7946 0018"), &Rules::default(), due());
    check(to("anonymous"), &Rules::default(), due());
}

#[test]
fn a_call_that_begins_outside_working_hours_is_left_out() {
    let rules = |lines: &[&str]| Rules {
        working_hours: lines
            .iter()
            .map(|line| WorkingHours::read(line).unwrap())
            .collect(),
        ..Rules::default()
    };
    // The call begins on Monday, 2026-09-21, at 14:13:20.
    check(answered(), &rules(&[]), due());
    check(answered(), &rules(&["14:00-14:14"]), due());
    check(
        answered(),
        &rules(&["Sat 09:00-12:00", "Mon-Fri 08:00-18:00"]),
        due(),
    );
    let outside = left_out_by(Reason::OutsideWorkingHours);
    check(answered(), &rules(&["14:14-18:00"]), outside.clone());
    check(
        answered(),
        &rules(&["Tue-Sun 08:00-18:00"]),
        outside.clone(),
    );
    // It began in time, and ended later.
    let long = Call {
        ended_at: at(36_000),
        ..answered()
    };
    check(long, &rules(&["08:00-18:00"]), due());
    // In New Zealand it is Tuesday already.
    let there = TimeZone::posix("NZST-12NZDT,M9.5.0,M4.1.0/3").unwrap();
    let delivery = first(
        &answered(),
        &rules(&["Mon 08:00-18:00"]),
        &plan(),
        &there,
        at(100),
    );
    assert_eq!(delivery, outside);
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
