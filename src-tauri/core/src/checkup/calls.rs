//! Findings about the calls: whether they come, whether rules take them away, and whether they go on.

use jiff::{SignedDuration, Timestamp};

use super::{Check, Finding};
use crate::delivery::State;
use crate::diagnostics::ReasonCount;
use crate::phrase::Phrase;
use crate::poller::{Gap, Progress};
use crate::reason::Reason;
use crate::settings::Rules;
use crate::settings::key::{Key, Shape};
use crate::view::Counts;

/// Who phones at all has phoned in two weeks.
const SILENT_FOR: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A call that waits for longer does not wait for weather.
const WAITING_FOR: SignedDuration = SignedDuration::from_hours(24);
/// As many calls say that a rule takes everything, and that a failure is no accident.
const CALLS_MIN: u64 = 3;
const SHOW_FAILED: &str = "ringlogctl calls --state failed";
const ANSWER: &str = "ringlogctl call ID choose CONTACT_ID";
const SHOW_SETTINGS: &str = "ringlogctl config show";
const SHOW_WAITING: &str = "ringlogctl calls --state waiting";

/// Whether nothing is asked and sent because the person said so.
#[must_use]
pub fn pause(until: Option<Timestamp>) -> Finding {
    match until {
        Some(until) => Finding::attention(
            Check::Pause,
            Phrase::new("finding-paused").with("until", until),
            Phrase::new("cure-paused"),
        )
        .with_command("ringlogctl sync"),
        None => Finding::ok(Check::Pause, Phrase::new("finding-not-paused")),
    }
}

/// Whether the history of the extension is whole and has calls in it.
#[must_use]
pub fn history(
    extension: &str,
    progress: Progress,
    gap: Option<Gap>,
    newest: Option<Timestamp>,
    now: Timestamp,
) -> Finding {
    if let Some(gap) = gap {
        return Finding::attention(
            Check::History,
            Phrase::new("finding-history-gap")
                .with("from", gap.from)
                .with("until", gap.until),
            Phrase::new("cure-history-gap"),
        );
    }
    let Some(horizon) = progress.succeeded_at.and(progress.horizon) else {
        return Finding::skipped(Check::History, Phrase::new("finding-history-not-read"));
    };
    let silent_since = newest.unwrap_or(horizon);
    if now.duration_since(silent_since) > SILENT_FOR {
        return Finding::attention(
            Check::History,
            Phrase::new("finding-history-silent")
                .with("extension", extension)
                .with("since", silent_since),
            Phrase::new("cure-history-silent"),
        )
        .with_command(format!(
            "ringlogctl config set {} EXTENSION",
            Key::Extension
        ))
        .with_setting(Key::Extension);
    }
    Finding::ok(Check::History, Phrase::new("finding-history-fine"))
}

/// Whether one rule left out every call of the last days; calls between extensions are nobody's to log.
#[must_use]
pub fn rules(reasons: &[ReasonCount], rules: &Rules) -> Finding {
    let external = reasons.iter().filter(|one| {
        !matches!(
            one.reason,
            Some(Reason::Internal | Reason::Unreadable { .. })
        )
    });
    let total: u64 = external.clone().map(|one| one.count).sum();
    let by_rule = external
        .filter(|one| one.state == State::LeftOut)
        .filter_map(|one| Some((one, setting_of(one.reason.as_ref()?, rules)?)))
        .max_by_key(|(one, _)| one.count);
    match by_rule {
        Some((one, key)) if one.count >= CALLS_MIN && one.count == total => {
            let named = |phrase: Phrase| phrase.with("label", key.label()).with("key", key.name());
            let finding = Phrase::new("finding-rules-everything").with("count", one.count);
            let (cure, command) = loosened(key);
            Finding::attention(Check::Rules, named(finding), named(cure))
                .with_command(command)
                .with_setting(key)
        }
        Some(_) | None => Finding::ok(Check::Rules, Phrase::new("finding-rules-fine")),
    }
}

/// How such calls are let in, and the command for it: of a list the person made, only the entry goes, and no command
/// takes one out.
fn loosened(key: Key) -> (Phrase, String) {
    let set = |value: &str| format!("ringlogctl config set {key} {value}");
    match key.shape() {
        Shape::Texts if key == Key::WorkingHours => {
            (Phrase::new("cure-rules-hours"), SHOW_SETTINGS.to_owned())
        }
        Shape::Texts => (Phrase::new("cure-rules-entry"), SHOW_SETTINGS.to_owned()),
        Shape::Bool if key == Key::KnownNumbersOnly => (Phrase::new("cure-rules"), set("false")),
        Shape::Bool => (Phrase::new("cure-rules"), set("true")),
        Shape::Integer { .. } | Shape::Address | Shape::Text => {
            (Phrase::new("cure-rules"), set("SECONDS"))
        }
    }
}

/// Whether somebody else logs the same calls (spec E4): some were met, or `told` says that there will be.
#[must_use]
pub fn coexistence(reasons: &[ReasonCount], told: Option<Phrase>) -> Finding {
    let count: u64 = reasons
        .iter()
        .filter(|one| matches!(one.reason, Some(Reason::AlreadyLogged { .. })))
        .map(|one| one.count)
        .sum();
    let met = (count > 0).then(|| Phrase::new("finding-somebody-else").with("count", count));
    match met.or(told) {
        Some(finding) => Finding::attention(
            Check::Coexistence,
            finding,
            Phrase::new("cure-somebody-else"),
        ),
        None => Finding::ok(Check::Coexistence, Phrase::new("finding-nobody-else")),
    }
}

/// What stands of the calls.
#[derive(Clone, Debug)]
pub struct Standing {
    /// How many stand where.
    pub counts: Counts,
    /// How many failed in the last days, unreadable records aside.
    pub failed: u64,
    /// How many records of the last days could not be read.
    pub unreadable: u64,
    /// Since when the call waits that has waited longest, and what for.
    pub waiting_longest: Option<(Timestamp, Reason)>,
}

/// Whether calls wait for a person, failed, or wait for too long.
#[must_use]
pub fn standing(standing: &Standing, reasons: &[ReasonCount], now: Timestamp) -> Finding {
    let Standing {
        counts,
        failed,
        unreadable,
        waiting_longest,
    } = standing;
    if failed + counts.needs_you > 0 {
        let finding = Phrase::new("finding-calls-wait-for-person")
            .with("failed", *failed)
            .with("needs-you", counts.needs_you);
        let finding = match one_failure(reasons) {
            Some(reason) => {
                finding.then(Phrase::new("finding-one-failure").with("reason", reason.phrase()))
            }
            None => finding,
        };
        let answer = Phrase::new("cure-calls-ask");
        let (cure, command) = match (*failed, counts.needs_you) {
            (0, _) => (answer, ANSWER),
            (_, 0) => (Phrase::new("cure-calls-failed"), SHOW_FAILED),
            (_, _) => (answer.then(Phrase::new("cure-calls-failed")), SHOW_FAILED),
        };
        return Finding::attention(Check::Calls, finding, cure).with_command(command);
    }
    if *unreadable > 0 {
        return Finding::attention(
            Check::Calls,
            Phrase::new("finding-records-unreadable").with("count", *unreadable),
            Phrase::new("cure-records-unreadable"),
        )
        .with_command(SHOW_FAILED);
    }
    match waiting_longest {
        Some((since, reason)) if now.duration_since(*since) > WAITING_FOR => Finding::attention(
            Check::Calls,
            Phrase::new("finding-calls-waiting")
                .with("count", counts.waiting)
                .with("since", *since)
                .with("reason", reason.phrase()),
            Phrase::new("cure-calls-waiting"),
        )
        .with_command(SHOW_WAITING),
        Some(_) | None => Finding::ok(
            Check::Calls,
            Phrase::new("finding-calls-fine")
                .with("logged", counts.logged)
                .with("waiting", counts.waiting),
        ),
    }
}

/// The reason of all failed calls, if there are several and it is one.
fn one_failure(reasons: &[ReasonCount]) -> Option<&Reason> {
    let mut failures = reasons.iter().filter(|one| one.state == State::Failed);
    match (failures.next(), failures.next()) {
        (Some(only), None) if only.count >= CALLS_MIN => only.reason.as_ref(),
        (Some(_) | None, _) => None,
    }
}

/// The setting that has such calls left out.
fn setting_of(reason: &Reason, rules: &Rules) -> Option<Key> {
    match reason {
        Reason::TooShort {
            minimum_seconds, ..
        } if *minimum_seconds != rules.minimum_seconds => Some(Key::AnsweredMinimumSeconds),
        Reason::TooShort { .. } => Some(Key::MinimumSeconds),
        Reason::GroupMissed => Some(Key::LogQueueMissed),
        Reason::ServiceNumber => Some(Key::LogServiceNumbers),
        Reason::OutsideWorkingHours => Some(Key::WorkingHours),
        Reason::NotKnown => Some(Key::KnownNumbersOnly),
        Reason::OwnNumber => Some(Key::OwnNumbers),
        Reason::NeverLog => Some(Key::NeverLog),
        Reason::Due
        | Reason::StillRunning
        | Reason::SignInNeeded
        | Reason::OwnerUnclear
        | Reason::Unreachable { .. }
        | Reason::Throttled
        | Reason::RecordGone
        | Reason::SeveralRecords { .. }
        | Reason::UnknownNumber { .. }
        | Reason::Internal
        | Reason::DeletedInDynamics
        | Reason::Private
        | Reason::Emergency
        | Reason::Undone
        | Reason::BackfillCancelled
        | Reason::MissingPrivilege { .. }
        | Reason::Refused { .. }
        | Reason::Unreadable { .. }
        | Reason::NeverEnded
        | Reason::AlreadyLogged { .. }
        | Reason::NoNumber
        | Reason::UnknownNumberUnlinked
        | Reason::NobodyChose
        | Reason::NobodyChosen
        | Reason::ContactDeactivated => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;
    use crate::settings::Settings;

    fn at(days: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * days)
    }

    fn read(horizon: i64) -> Progress {
        Progress {
            horizon: Some(at(horizon)),
            watermark: None,
            succeeded_at: Some(at(100)),
        }
    }

    fn many(state: State, reason: Option<Reason>, count: u64) -> ReasonCount {
        ReasonCount {
            state,
            reason,
            count,
        }
    }

    fn check(finding: &Finding, verdict: Verdict, words: &str) {
        assert_eq!(finding.verdict, verdict, "{finding:?}");
        let said = finding.finding.to_string();
        assert!(said.contains(words), "{said}");
    }

    #[test]
    fn a_history_is_silent_when_nobody_phoned_for_two_weeks() {
        let check = |progress, newest: Option<i64>, verdict, words| {
            let finding = history("504", progress, None, newest.map(at), at(100));
            check(&finding, verdict, words);
        };
        check(Progress::default(), None, Verdict::Skipped, "");
        check(read(90), None, Verdict::Ok, "");
        check(read(50), None, Verdict::Attention, "504");
        check(read(50), Some(99), Verdict::Ok, "");
        check(read(50), Some(80), Verdict::Attention, "504");
    }

    #[test]
    fn a_gap_is_said_before_silence() {
        let gap = Gap {
            from: at(60),
            until: at(61),
        };
        let finding = history("504", read(50), Some(gap), None, at(100));
        check(&finding, Verdict::Attention, "1970-03-02");
    }

    #[test]
    fn a_rule_is_named_only_if_it_left_out_everything() {
        let short = || Reason::TooShort {
            seconds: 2,
            minimum_seconds: 60,
        };
        let settings = Rules {
            minimum_seconds: 60,
            answered_minimum_seconds: 20,
            ..Settings::default().rules
        };
        let named = |reasons: &[ReasonCount]| rules(reasons, &settings);
        let left_out = |reason, count| many(State::LeftOut, Some(reason), count);
        check(&named(&[]), Verdict::Ok, "");
        check(&named(&[left_out(short(), 2)]), Verdict::Ok, "");
        check(&named(&[left_out(Reason::Internal, 9)]), Verdict::Ok, "");
        check(
            &named(&[left_out(short(), 9), many(State::Logged, None, 1)]),
            Verdict::Ok,
            "",
        );
        let everything = named(&[left_out(short(), 9), left_out(Reason::Internal, 4)]);
        check(&everything, Verdict::Attention, "rules.minimum_seconds");
        assert_eq!(
            everything.command.as_deref(),
            Some("ringlogctl config set rules.minimum_seconds SECONDS")
        );
        let answered = Reason::TooShort {
            seconds: 9,
            minimum_seconds: 20,
        };
        let everything = named(&[left_out(answered, 9)]);
        check(
            &everything,
            Verdict::Attention,
            "rules.answered_minimum_seconds",
        );
    }

    #[test]
    fn a_list_the_person_made_is_never_taken_away_to_let_one_call_in() {
        let lists = [
            (Reason::NeverLog, "rules.never_log", "that entry alone"),
            (Reason::OwnNumber, "numbers.own", "that entry alone"),
            (
                Reason::OutsideWorkingHours,
                "rules.working_hours",
                "Widen the hours",
            ),
        ];
        for (reason, key, cure) in lists {
            let reasons = [many(State::LeftOut, Some(reason), 9)];
            let finding = rules(&reasons, &Settings::default().rules);
            check(&finding, Verdict::Attention, key);
            let said = finding.cure.as_ref().unwrap().to_string();
            assert!(said.contains(key) && said.contains(cure), "{said}");
            assert_eq!(finding.command.as_deref(), Some("ringlogctl config show"));
        }
        for (reason, command) in [
            (Reason::GroupMissed, "rules.log_queue_missed true"),
            (Reason::ServiceNumber, "rules.log_service_numbers true"),
            (Reason::NotKnown, "rules.known_numbers_only false"),
        ] {
            let reasons = [many(State::LeftOut, Some(reason), 9)];
            let finding = rules(&reasons, &Settings::default().rules);
            let command = format!("ringlogctl config set {command}");
            assert_eq!(finding.command, Some(command));
        }
    }

    #[test]
    fn a_question_is_cured_by_an_answer_and_a_failure_by_another_try() {
        let standing_of = |failed, needs_you| {
            let counts = Counts {
                needs_you,
                ..Counts::default()
            };
            let calls = Standing {
                counts,
                failed,
                unreadable: 0,
                waiting_longest: None,
            };
            standing(&calls, &[], at(100))
        };
        let cure = |finding: &Finding| finding.cure.as_ref().unwrap().to_string();
        let asks = standing_of(0, 1);
        assert!(cure(&asks).contains("whose call it was"), "{asks:?}");
        assert!(!cure(&asks).contains("try again"), "{asks:?}");
        assert_eq!(asks.command.as_deref(), Some(ANSWER));
        let fails = standing_of(1, 0);
        assert!(cure(&fails).contains("try again"), "{fails:?}");
        assert_eq!(fails.command.as_deref(), Some(SHOW_FAILED));
        let both = standing_of(1, 1);
        assert!(cure(&both).contains("whose call it was"), "{both:?}");
        assert!(cure(&both).contains("try again"), "{both:?}");
    }

    #[test]
    fn another_writer_is_pointed_out() {
        let already = Reason::AlreadyLogged {
            subject: "Call".to_owned(),
            by: None,
        };
        check(
            &coexistence(&[many(State::Logged, None, 4)], None),
            Verdict::Ok,
            "",
        );
        let met = [many(State::Logged, Some(already), 4)];
        let told = || Some(Phrase::new("coexistence-pbx"));
        check(&coexistence(&met, told()), Verdict::Attention, "4 calls");
        check(&coexistence(&[], told()), Verdict::Attention, "by itself");
    }

    #[test]
    fn calls_that_fail_for_one_reason_name_it_and_those_that_wait_for_a_day_what_for() {
        let calm = Standing {
            counts: Counts::default(),
            failed: 0,
            unreadable: 0,
            waiting_longest: None,
        };
        check(&standing(&calm, &[], at(100)), Verdict::Ok, "");
        let waiting = |days| Standing {
            waiting_longest: Some((at(days), Reason::OwnerUnclear)),
            ..calm.clone()
        };
        check(&standing(&waiting(100), &[], at(100)), Verdict::Ok, "");
        check(
            &standing(&waiting(98), &[], at(100)),
            Verdict::Attention,
            "not clear whose",
        );
        let failing = Standing {
            failed: 3,
            ..calm.clone()
        };
        let same = [many(State::Failed, Some(Reason::NeverEnded), 3)];
        check(
            &standing(&failing, &same, at(100)),
            Verdict::Attention,
            "never said when",
        );
        let different = [
            many(State::Failed, Some(Reason::NeverEnded), 2),
            many(State::Failed, Some(Reason::NoNumber), 1),
        ];
        check(
            &standing(&failing, &different, at(100)),
            Verdict::Attention,
            "Failed 3",
        );
        let unreadable = Standing {
            unreadable: 1,
            ..calm
        };
        check(
            &standing(&unreadable, &[], at(100)),
            Verdict::Attention,
            "1",
        );
    }
}
