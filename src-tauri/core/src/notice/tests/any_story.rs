//! What holds whatever happens.

use proptest::prelude::*;

use super::*;
use crate::clock_span::ClockSpan;

/// One look of a random story: how long after the one before, what was logged, what stands, the settings.
#[derive(Clone, Debug)]
struct Look {
    after_minutes: i64,
    calls: Vec<i64>,
    facts: Facts,
}

fn look() -> impl Strategy<Value = Look> {
    let condition = prop_oneof![
        3 => Just((Part::Pbx, Condition::Fine)),
        1 => Just((Part::Pbx, Condition::PbxRefused)),
        1 => Just((Part::Pbx, Condition::Unreachable { detail: "Gone.".into() })),
        1 => Just((Part::SignIn, Condition::SignInNeeded { reason: SignInReason::Revoked })),
        1 => Just((Part::Dynamics, Condition::CallsFailed { count: 1 })),
    ];
    (
        0..400_i64,
        proptest::collection::vec(0..60_i64, 0..6),
        condition,
        proptest::collection::btree_set(100..104_i64, 0..3),
        proptest::option::weighted(0.2, 1..120_i64),
        proptest::bool::weighted(0.2),
    )
        .prop_map(
            |(after_minutes, calls, (part, condition), asked, paused, is_catching_up)| {
                let asked: Vec<i64> = asked.into_iter().collect();
                let asked = needs_you(&asked);
                let facts = Facts {
                    needs_you: asked.needs_you,
                    counts: asked.counts,
                    paused_until: paused.map(|minute| now() + minutes(minute)),
                    doing: if is_catching_up {
                        Doing::CatchingUp { done: 0, total: 9 }
                    } else {
                        Doing::Nothing
                    },
                    ..with(part, condition)
                };
                Look {
                    after_minutes,
                    calls,
                    facts,
                }
            },
        )
}

fn manner() -> impl Strategy<Value = LoggedNotifications> {
    prop_oneof![
        Just(LoggedNotifications::Each),
        Just(LoggedNotifications::Digest),
    ]
}

/// How many logged calls a notice is about.
fn calls_of(notice: &Notice) -> u64 {
    match notice.cause.split_once(':') {
        Some(("logged", _)) => 1,
        Some(("digest", rest)) => rest.split_once('+').unwrap().1.parse().unwrap(),
        _ => 0,
    }
}

fn standing(facts: &Facts) -> BTreeSet<String> {
    let announced = ask(&mut Announcer::default(), &[], facts, &each(), now());
    let asked = facts
        .needs_you
        .iter()
        .map(|call| format!("needs_you:{}", call.id));
    let parts = announced.into_iter().map(|notice| notice.cause);
    parts
        .filter(|cause| !cause.starts_with("needs"))
        .chain(asked)
        .collect()
}

proptest! {
    #[test]
    fn whatever_happens_nothing_is_told_twice_at_night_or_never(
        looks in proptest::collection::vec(look(), 1..30),
        manner in manner(),
        quiet_hours in prop_oneof![Just(None), Just(Some("18:00-08:00")), Just(Some("12:00-13:30"))],
    ) {
        let settings = settings(manner, quiet_hours);
        let hours = quiet_hours.map(|text| ClockSpan::read(text).unwrap());
        let zone = locale("en").time_zone;
        let mut announcer = Announcer::default();
        let mut at = now();
        let mut logged_calls = BTreeSet::new();
        let mut announced = 0;
        let mut told_of_calls = BTreeSet::new();
        let mut stood = BTreeSet::new();
        for look in &looks {
            at += minutes(look.after_minutes);
            let calls: Vec<CallView> = look
                .calls
                .iter()
                .filter(|id| !logged_calls.contains(*id))
                .map(|id| CallView { logged_at: Some(at), ..logged(*id, 0) })
                .collect();
            // Some are told twice by the caller.
            let twice: Vec<CallView> = calls.iter().chain(calls.first()).cloned().collect();
            logged_calls.extend(calls.iter().map(|call| call.id));
            let notices = ask(&mut announcer, &twice, &look.facts, &settings, at);

            let is_quiet = hours.is_some_and(|hours| hours.contains(at, &zone));
            prop_assert!(!is_quiet || notices.is_empty(), "at night: {notices:?}");
            for notice in &notices {
                let count = calls_of(notice);
                announced += count;
                if count > 0 {
                    prop_assert!(told_of_calls.insert(notice.cause.clone()), "{notice:?} twice");
                }
            }
            let stands = standing(&look.facts);
            let told: BTreeSet<String> = notices
                .iter()
                .filter(|notice| calls_of(notice) == 0)
                .map(|notice| notice.cause.clone())
                .collect();
            prop_assert!(told.is_subset(&stands), "{told:?} {stands:?}");
            let told_before: BTreeSet<&String> = told.intersection(&stood).collect();
            prop_assert!(told_before.is_empty(), "{told_before:?} again");
            stood = if is_quiet {
                stood.intersection(&stands).cloned().collect()
            } else {
                stands
            };
        }
        // Calm and awake, on another day.
        let days = at.duration_since(now()).as_hours() / 24 + 2;
        let calm = now() + SignedDuration::from_hours(24 * days);
        for notice in ask(&mut announcer, &[], &facts(), &settings, calm) {
            announced += calls_of(&notice);
        }
        prop_assert_eq!(announced, logged_calls.len() as u64);
    }

    #[test]
    fn what_needs_the_person_is_told_once_the_quiet_hours_are_over(
        looks in proptest::collection::vec(look(), 1..10),
    ) {
        let quiet = settings(LoggedNotifications::Each, Some("00:00-23:59"));
        let mut announcer = Announcer::default();
        for look in &looks {
            prop_assert_eq!(ask(&mut announcer, &[], &look.facts, &quiet, now()), []);
        }
        let last = &looks.last().unwrap().facts;
        let told = ask(&mut announcer, &[], last, &each(), now());
        let expected = ask(&mut Announcer::default(), &[], last, &each(), now());
        prop_assert_eq!(told, expected);
    }
}
