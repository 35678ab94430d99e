use super::*;
use proptest::prelude::*;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_600_000_000 + minutes * 60).unwrap()
}

fn hours(hours: i64) -> i64 {
    hours * 60
}

fn progress(horizon: i64, watermark: Option<i64>, succeeded_at: Option<i64>) -> Progress {
    Progress {
        horizon: Some(at(horizon)),
        watermark: watermark.map(at),
        succeeded_at: succeeded_at.map(at),
    }
}

#[test]
fn a_new_ledger_looks_back_as_far_as_the_setting_and_no_further_ever_after() {
    let begun = Progress::default().begun(24, at(0));
    let poller = Poller::new(30);
    assert_eq!(poller.window(&begun, at(0)).from, at(-hours(24)));

    let later = begun.after([Seen::Recorded(at(-10))], at(1));
    let restarted = Poller::new(30).window(&later, at(2));
    assert_eq!(restarted.from, at(-hours(24)));
    assert_eq!(later.begun(9_000, at(2)), later);
}

#[test]
fn a_clock_that_was_ahead_at_the_first_poll_hides_no_call_once_it_is_right() {
    let ahead = Progress::default().begun(24, at(hours(900)));
    let right = ahead.begun(24, at(0));
    assert_eq!(right.horizon, Some(at(-hours(24))));
    assert_eq!(Poller::new(30).window(&right, at(0)).from, at(-hours(24)));
}

#[test]
fn polls_overlap_a_little_and_once_an_hour_a_lot() {
    let mut poller = Poller::new(30);
    let progress = progress(-hours(900), Some(0), Some(0));
    let from = |poller: &Poller, now| poller.window(&progress, at(now)).from;
    assert_eq!(from(&poller, 1), at(-hours(48)));

    poller.succeeded(0, at(1));
    assert_eq!(from(&poller, 2), at(-hours(4)));
    poller.succeeded(0, at(2));
    assert_eq!(from(&poller, 60), at(-hours(4)));
    assert_eq!(from(&poller, 61), at(-hours(48)));

    poller.succeeded(0, at(61));
    assert_eq!(from(&poller, 62), at(-hours(4)));
    assert_eq!(from(&poller, 30), at(-hours(48)), "the clock was set back");
    poller.woken();
    assert_eq!(from(&poller, 62), at(-hours(48)));
}

#[test]
fn a_failed_deep_reading_is_still_due() {
    let mut poller = Poller::new(30);
    let progress = progress(-hours(900), Some(0), Some(0));
    poller.failed(None);
    assert_eq!(poller.window(&progress, at(1)).from, at(-hours(48)));
}

#[test]
fn the_watermark_stops_before_a_call_that_is_not_settled() {
    let check = |seen: &[Seen], expected: Option<i64>| {
        let next = advance(Some(at(0)), seen.iter().copied(), at(hours(30)));
        assert_eq!(next, expected.map(at), "{seen:?}");
    };
    use Seen::{Recorded, Running};
    check(&[], Some(0));
    check(&[Recorded(at(5)), Recorded(at(3))], Some(5));
    check(&[Recorded(at(-5))], Some(0));
    check(&[Recorded(at(900)), Running(at(700))], Some(700));
    check(&[Running(at(900))], Some(0));
    check(&[Recorded(at(hours(31)))], Some(hours(30)));
    // The PBX never ended this one: more than a day is no call.
    check(&[Recorded(at(900)), Running(at(7))], Some(900));
}

#[test]
fn calls_that_left_the_retention_are_a_gap_and_nothing_else_is() {
    let now = hours(200);
    let off_since = hours(20);
    let progress = progress(0, Some(hours(19)), Some(off_since));
    let window = Window {
        from: at(hours(19) - hours(48)),
    };
    let lost = Reading {
        window,
        is_end_of_history: true,
        oldest_started_at: Some(at(hours(32))),
        met_known_call: false,
    };
    let check = |reading: Reading, expected: Option<i64>| {
        let found = gap(&progress, &reading, at(now)).map(|gap| (gap.from, gap.until));
        assert_eq!(
            found,
            expected.map(|until| (at(off_since), at(until))),
            "{reading:?}"
        );
    };
    check(lost, Some(hours(32)));
    check(
        Reading {
            oldest_started_at: None,
            ..lost
        },
        Some(now),
    );
    check(
        Reading {
            is_end_of_history: false,
            ..lost
        },
        None,
    );
    check(
        Reading {
            met_known_call: true,
            ..lost
        },
        None,
    );
    check(
        Reading {
            oldest_started_at: Some(at(hours(19))),
            ..lost
        },
        None,
    );
}

#[test]
fn a_short_silence_or_a_new_ledger_is_no_gap() {
    let lost = Reading {
        window: Window { from: at(-900) },
        is_end_of_history: true,
        oldest_started_at: None,
        met_known_call: false,
    };
    assert_eq!(
        gap(&progress(0, Some(0), Some(0)), &lost, at(hours(12))),
        None
    );
    assert_eq!(gap(&Progress::default(), &lost, at(hours(99))), None);
}

#[test]
fn polls_come_faster_after_a_call_and_slower_in_silence() {
    let mut poller = Poller::new(30);
    assert_eq!(poller.wait_seconds(0.5), 0);
    poller.succeeded(0, at(0));
    assert_eq!(poller.wait_seconds(0.5), 30);
    poller.succeeded(2, at(1));
    assert_eq!(poller.wait_seconds(0.5), 15);
    poller.succeeded(0, at(5));
    assert_eq!(poller.wait_seconds(0.5), 15);
    poller.succeeded(0, at(7));
    assert_eq!(poller.wait_seconds(0.5), 30);
    poller.succeeded(0, at(32));
    assert_eq!(poller.wait_seconds(0.5), 60);
    poller.succeeded(0, at(hours(2)));
    assert_eq!(poller.wait_seconds(0.5), 240);
    poller.succeeded(0, at(hours(60)));
    assert_eq!(poller.wait_seconds(0.5), 300);
}

#[test]
fn a_failing_pbx_is_asked_ever_less_and_its_pause_is_obeyed() {
    let mut poller = Poller::new(30);
    let mut waits = Vec::new();
    for _ in 0..7 {
        poller.failed(None);
        waits.push(poller.wait_seconds(0.5));
    }
    assert_eq!(waits, [60, 120, 240, 480, 900, 900, 900]);

    poller.failed(Some(1_200));
    assert_eq!(poller.wait_seconds(0.0), 1_200);
    poller.woken();
    assert_eq!(poller.wait_seconds(0.0), 1_200);

    poller.succeeded(0, at(0));
    assert_eq!(poller.wait_seconds(0.5), 30);
    poller.failed(None);
    poller.woken();
    assert_eq!(poller.wait_seconds(0.5), 0);
}

fn any_seen() -> impl Strategy<Value = Seen> {
    (any::<bool>(), -3_000_i64..3_000).prop_map(|(is_running, minute)| {
        if is_running {
            Seen::Running(at(minute))
        } else {
            Seen::Recorded(at(minute))
        }
    })
}

proptest! {
    #[test]
    fn the_watermark_only_moves_forward_and_never_past_an_open_call(
        before in proptest::option::of(-3_000_i64..3_000),
        seen in proptest::collection::vec(any_seen(), 0..12),
    ) {
        let now = at(1_000);
        let before = before.map(at);
        let next = advance(before, seen.iter().copied(), now);
        prop_assert!(next >= before);
        if next > before {
            for record in &seen {
                match record {
                    Seen::Running(start) => {
                        prop_assert!(next <= Some(*start) || *start < back(now, RUNNING_MAX));
                    }
                    Seen::Recorded(_) => {}
                }
            }
            prop_assert!(next <= Some(now));
        }
    }

    #[test]
    fn every_wait_is_bounded(
        poll_seconds in 5_u32..=3_600,
        steps in proptest::collection::vec((0..4_u8, 0_u32..4_000, 0_i64..200), 0..40),
        chance in 0.0..1.0_f64,
    ) {
        let mut poller = Poller::new(poll_seconds);
        let mut minute = 0;
        for (step, pause, pass) in steps {
            minute += pass;
            match step {
                0 => poller.succeeded(0, at(minute)),
                1 => poller.succeeded(1, at(minute)),
                2 => poller.failed(Some(pause)),
                _ => poller.failed(None),
            }
            let wait = poller.wait_seconds(chance);
            prop_assert!(wait >= WAIT_SECONDS_MIN);
            if step == 2 {
                prop_assert!(wait >= pause);
            } else {
                prop_assert!(f64::from(wait) <= f64::from(poll_seconds.max(900)) * 1.16);
            }
        }
    }

    #[test]
    fn the_window_never_begins_after_the_watermark_or_before_the_horizon(
        horizon in -9_000_i64..0, watermark in 0_i64..9_000, now in 0_i64..20_000,
    ) {
        let window = Poller::new(30).window(&progress(horizon, Some(watermark), None), at(now));
        prop_assert!(window.from <= at(watermark));
        prop_assert!(window.from >= at(horizon));
    }
}
