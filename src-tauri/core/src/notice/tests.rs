use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::call::{Direction, Outcome};
use crate::desktop::facts::{Doing, Facts};
use crate::desktop::samples::{
    facts, first_run, locale, logged, lost_sign_in, minutes, now, unlogged, with,
};
use crate::reason::Reason;
use crate::settings::{LoggedNotifications, NotificationSettings};
use crate::sign_in::SignInReason;
use crate::status::{Condition, Part};
use crate::view::CallView;

mod answers;
mod any_story;

fn settings(logged: LoggedNotifications, quiet_hours: Option<&str>) -> NotificationSettings {
    NotificationSettings {
        logged,
        quiet_hours: quiet_hours.map(str::to_owned),
    }
}

fn each() -> NotificationSettings {
    settings(LoggedNotifications::Each, None)
}

fn ask(
    announcer: &mut Announcer,
    logged: &[CallView],
    facts: &Facts,
    settings: &NotificationSettings,
    now: Timestamp,
) -> Vec<Notice> {
    let happened = Happened { logged, facts };
    announcer.announce(&happened, settings, now, &locale("en-GB"))
}

fn say(notices: &[Notice], tag: &str) -> String {
    let line = |notice: &Notice| {
        let words = |phrase: &Phrase| phrase.say(&locale(tag)).replace('\u{202f}', " ");
        let answers = notice.answers.iter().map(|it| words(&it.words));
        let others = notice.buttons.iter().map(|it| words(&it.words()));
        let buttons: Vec<String> = answers.chain(others).collect();
        format!(
            "{} | {} | {:?} | {}",
            words(&notice.title),
            words(&notice.body),
            notice.opens,
            buttons.join(", ")
        )
    };
    notices.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn needs_you(ids: &[i64]) -> Facts {
    let mut facts = facts();
    facts.needs_you = ids
        .iter()
        .map(|id| CallView {
            reason: Some(Reason::UnknownNumber { near: Vec::new() }),
            ..unlogged(*id, 5, State::NeedsYou)
        })
        .collect();
    facts.counts.needs_you = ids.len() as u64;
    facts
}

fn lost() -> Facts {
    let condition = Condition::SignInNeeded {
        reason: SignInReason::Revoked,
    };
    Facts {
        account: lost_sign_in(),
        ..with(Part::SignIn, condition)
    }
}

/// One of each kind of notice.
fn all_kinds() -> Vec<Notice> {
    let mut notices = Vec::new();
    let calls = [
        logged(1, 30),
        CallView {
            direction: Direction::Outbound,
            contact_id: None,
            contact_name: None,
            company: None,
            remote_name: None,
            talk_seconds: 42,
            ..logged(2, 20)
        },
        CallView {
            outcome: Outcome::NoAnswer,
            talk_seconds: 0,
            ..logged(3, 10)
        },
    ];
    notices.extend(ask(
        &mut Announcer::default(),
        &calls,
        &facts(),
        &each(),
        now(),
    ));
    let long = CallView {
        talk_seconds: 3_725,
        activity_id: None,
        ..logged(4, 90)
    };
    notices.extend(ask(
        &mut Announcer::default(),
        &[long],
        &facts(),
        &each(),
        now(),
    ));
    let mut many: Vec<CallView> = (1..=12).map(|id| logged(id, id * 60)).collect();
    many[0].contact_id = None;
    notices.extend(ask(
        &mut Announcer::default(),
        &many,
        &facts(),
        &each(),
        now(),
    ));
    let mut announcer = Announcer::default();
    let catching_up = Facts {
        doing: Doing::CatchingUp { done: 1, total: 12 },
        ..facts()
    };
    let none = ask(&mut announcer, &many, &catching_up, &each(), now());
    assert_eq!(none, []);
    notices.extend(ask(&mut announcer, &[], &facts(), &each(), now()));
    let conditions = [
        (Part::Pbx, Condition::PbxRefused),
        (
            Part::Pbx,
            Condition::PbxGap {
                from: now() - minutes(90),
                to: now() - minutes(60),
            },
        ),
        (
            Part::SignIn,
            Condition::SignInNeeded {
                reason: SignInReason::AdminConsentNeeded,
            },
        ),
        (Part::Dynamics, Condition::CallsFailed { count: 2 }),
        (
            Part::Dynamics,
            Condition::Refused {
                detail: "The user is disabled.".into(),
            },
        ),
    ];
    let mut standing: Vec<Facts> = conditions
        .into_iter()
        .map(|(part, condition)| with(part, condition))
        .collect();
    standing.extend([lost(), needs_you(&[7]), needs_you(&[8, 9])]);
    for facts in standing {
        notices.extend(ask(&mut Announcer::default(), &[], &facts, &each(), now()));
    }
    notices
}

#[test]
fn every_notice_says_what_it_is_about_in_english() {
    insta::assert_snapshot!(say(&all_kinds(), "en-GB"));
}

#[test]
fn every_notice_says_what_it_is_about_in_german() {
    insta::assert_snapshot!(say(&all_kinds(), "de-DE"));
}

#[test]
fn every_notice_says_what_it_is_about_in_french() {
    insta::assert_snapshot!(say(&all_kinds(), "fr-FR"));
}

#[test]
fn every_notice_says_what_it_is_about_in_spanish() {
    insta::assert_snapshot!(say(&all_kinds(), "es-ES"));
}

#[test]
fn three_calls_in_one_pass_are_announced_each_and_four_in_one_digest() {
    let count = |calls: i64| {
        let calls: Vec<CallView> = (1..=calls).map(|id| logged(id, id)).collect();
        ask(&mut Announcer::default(), &calls, &facts(), &each(), now()).len()
    };
    assert_eq!([count(1), count(3), count(4), count(40)], [1, 3, 1, 1]);
}

#[test]
fn a_digest_of_one_call_says_who() {
    let digest = settings(LoggedNotifications::Digest, None);
    let mut announcer = Announcer::default();
    let notices = ask(&mut announcer, &[logged(1, 5)], &facts(), &digest, now());
    assert_eq!(
        say(&notices, "en-GB"),
        "One call logged | Mira Holm, 15:55 | Call { call: 1 } | Show"
    );
}

#[test]
fn what_was_logged_long_ago_is_no_news() {
    let old = CallView {
        logged_at: Some(now() - SignedDuration::from_hours(24)),
        ..logged(1, 5)
    };
    let never = CallView {
        logged_at: None,
        ..logged(2, 5)
    };
    assert_eq!(
        ask(
            &mut Announcer::default(),
            &[old, never],
            &facts(),
            &each(),
            now()
        ),
        []
    );
}

#[test]
fn digests_come_at_most_once_an_hour() {
    let mut announcer = Announcer::default();
    let digest = settings(LoggedNotifications::Digest, None);
    let mut pass = |minute: i64, calls: &[CallView]| {
        let at = now() + minutes(minute);
        say(&ask(&mut announcer, calls, &facts(), &digest, at), "en-GB")
    };
    assert!(pass(0, &[logged(1, 0)]).starts_with("One call logged"));
    assert_eq!(pass(10, &[logged(2, -9)]), "");
    assert_eq!(pass(59, &[logged(3, -55)]), "");
    assert!(pass(60, &[]).starts_with("2 calls logged"));
    assert_eq!(pass(180, &[]), "");
}

#[test]
fn a_clock_that_was_set_back_holds_no_digest_back() {
    let mut announcer = Announcer::default();
    let digest = settings(LoggedNotifications::Digest, None);
    let ahead = now() + minutes(60 * 24 * 365);
    let future = CallView {
        logged_at: Some(ahead),
        ..logged(1, 0)
    };
    assert_eq!(
        ask(&mut announcer, &[future], &facts(), &digest, ahead).len(),
        1
    );
    let calls = [logged(2, 5)];
    assert_eq!(
        ask(&mut announcer, &calls, &facts(), &digest, now()).len(),
        1
    );
}

#[test]
fn with_logged_calls_off_only_the_person_s_matters_are_announced() {
    let off = settings(LoggedNotifications::Off, None);
    let mut announcer = Announcer::default();
    let notices = ask(
        &mut announcer,
        &[logged(1, 5)],
        &needs_you(&[7]),
        &off,
        now(),
    );
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].opens, Target::Call { call: 7 });
    let later = ask(&mut announcer, &[], &needs_you(&[7]), &each(), now());
    assert_eq!(later, []);
}

#[test]
fn after_the_quiet_hours_calls_are_one_digest_and_what_still_stands_is_told() {
    let quiet = settings(LoggedNotifications::Each, Some("18:00-08:00"));
    let mut announcer = Announcer::default();
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let evening = at("2026-09-21T17:00:00Z");
    let calls = [logged(1, -100), logged(2, -170)];
    assert_eq!(ask(&mut announcer, &calls, &lost(), &quiet, evening), []);
    let with_question = needs_you(&[7]);
    assert_eq!(
        ask(&mut announcer, &[], &with_question, &quiet, evening),
        []
    );
    let morning = at("2026-09-22T06:00:00Z");
    let told = ask(&mut announcer, &[], &lost(), &quiet, morning);
    let causes: Vec<&str> = told.iter().map(|notice| notice.cause.as_str()).collect();
    assert_eq!(causes, ["sign_in:needed", "digest:1+2"]);
}

#[test]
fn during_a_pause_only_what_needs_the_person_is_announced() {
    let mut announcer = Announcer::default();
    let paused = Facts {
        paused_until: Some(now() + minutes(30)),
        ..needs_you(&[7])
    };
    let notices = ask(&mut announcer, &[logged(1, 5)], &paused, &each(), now());
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].cause, "needs_you:7");
    let later = now() + minutes(30);
    let notices = ask(&mut announcer, &[], &paused, &each(), later);
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].cause, "digest:1+1");
}

#[test]
fn a_cause_is_announced_again_only_when_it_was_over_in_between() {
    let mut announcer = Announcer::default();
    let mut count = |facts: &Facts| ask(&mut announcer, &[], facts, &each(), now()).len();
    let unreachable = with(
        Part::SignIn,
        Condition::Unreachable {
            detail: "No answer.".into(),
        },
    );
    let linking = with(Part::SignIn, Condition::Unlinked);
    assert_eq!(count(&lost()), 1);
    assert_eq!(count(&lost()), 0);
    assert_eq!(count(&unreachable), 0);
    assert_eq!(count(&lost()), 0);
    assert_eq!(count(&linking), 0);
    assert_eq!(count(&lost()), 0);
    assert_eq!(count(&facts()), 0);
    assert_eq!(count(&lost()), 1);
}

#[test]
fn a_new_gap_is_announced_and_an_old_one_is_not() {
    let gap = |until: i64| {
        with(
            Part::Pbx,
            Condition::PbxGap {
                from: now() - minutes(600),
                to: now() - minutes(until),
            },
        )
    };
    let mut announcer = Announcer::default();
    let mut count = |facts: &Facts| ask(&mut announcer, &[], facts, &each(), now()).len();
    assert_eq!(count(&gap(300)), 1);
    assert_eq!(count(&gap(300)), 0);
    assert_eq!(count(&gap(100)), 1);
}

#[test]
fn a_list_that_is_cut_short_forgets_no_call() {
    let mut announcer = Announcer::default();
    let mut count = |facts: &Facts| ask(&mut announcer, &[], facts, &each(), now()).len();
    assert_eq!(count(&needs_you(&[1, 2])), 1);
    let mut cut = needs_you(&[2]);
    cut.counts.needs_you = 2;
    assert_eq!(count(&cut), 0);
    assert_eq!(count(&needs_you(&[1, 2])), 0);
    assert_eq!(count(&needs_you(&[2])), 0);
    assert_eq!(count(&needs_you(&[1, 2])), 1);
}

#[test]
fn the_first_run_is_disturbed_by_nothing() {
    let facts = Facts {
        setting_up: first_run(0).setting_up,
        ..with(Part::Pbx, Condition::PbxRefused)
    };
    assert_eq!(
        ask(&mut Announcer::default(), &[], &facts, &each(), now()),
        []
    );
}

#[test]
fn what_was_told_outlives_a_restart() {
    let mut announcer = Announcer::default();
    assert_eq!(
        ask(&mut announcer, &[logged(1, 5)], &lost(), &each(), now()).len(),
        2
    );
    let kept = serde_json::to_string(&announcer).unwrap();
    let mut restarted: Announcer = serde_json::from_str(&kept).unwrap();
    assert_eq!(restarted, announcer);
    assert_eq!(
        ask(&mut restarted, &[logged(1, 5)], &lost(), &each(), now()),
        []
    );
    assert_eq!(
        serde_json::from_str::<Announcer>("{}").unwrap(),
        Announcer::default()
    );
}

#[test]
fn every_button_is_found_by_its_own_id() {
    let ids: BTreeSet<&str> = NoticeButton::ALL
        .into_iter()
        .map(NoticeButton::id)
        .collect();
    assert_eq!(ids.len(), NoticeButton::ALL.len());
    for button in NoticeButton::ALL {
        assert_eq!(NoticeButton::from_id(button.id()), Some(button));
    }
    assert_eq!(NoticeButton::from_id("of_a_later_version"), None);
}

#[test]
fn a_button_opens_what_it_says() {
    let notices = all_kinds();
    let behind = |notice: &Notice| notice.buttons.iter().map(|it| notice.behind(*it)).collect();
    let targets: Vec<Vec<Target>> = notices.iter().map(behind).collect();
    assert_eq!(
        targets[0],
        [Target::Record { call: 1 }, Target::Call { call: 1 }]
    );
    assert_eq!(targets[3], [Target::Call { call: 4 }]);
    assert!(targets.contains(&vec![Target::Link]));
}
