use super::*;
use crate::desktop::samples::{locale, logged, now, unlogged};
use crate::fault::{Fault, FaultKind};

fn row(call: &CallView, region: Option<&str>) -> CallRow {
    CallRow::of(call, &locale("en-GB"), region)
}

#[test]
fn a_call_is_named_by_what_the_person_knows_best() {
    let mut call = logged(1, 5);
    let who = |call: &CallView| row(call, Some("GB")).who;
    assert_eq!(who(&call), "Mira Holm");
    call.contact_name = None;
    assert_eq!(who(&call), "M HOLM");
    call.remote_name = Some("02079460018".to_owned());
    assert_eq!(who(&call), "020 7946 0018");
    call.remote_name = Some("anonymous".to_owned());
    assert_eq!(who(&call), "020 7946 0018");
    call.remote_number = None;
    assert_eq!(who(&call), "Withheld number");
    call.remote_name = Some("505".to_owned());
    assert_eq!(who(&call), "505");
    call.remote_name = None;
    assert_eq!(who(&call), "Withheld number");
    call.contact_name = Some("  ".to_owned());
    assert_eq!(who(&call), "Withheld number");
}

#[test]
fn a_number_is_written_as_in_the_person_s_own_country() {
    let number = |region| row(&logged(1, 5), region).number;
    assert_eq!(number(Some("GB")).as_deref(), Some("020 7946 0018"));
    assert_eq!(number(Some("DE")).as_deref(), Some("+44 20 7946 0018"));
    assert_eq!(number(None).as_deref(), Some("+44 20 7946 0018"));
    assert_eq!(number(Some("nowhere")).as_deref(), Some("+44 20 7946 0018"));
}

#[test]
fn a_call_without_a_record_has_none_to_open() {
    assert!(row(&logged(1, 5), None).has_record);
    assert!(!row(&unlogged(1, 5, State::Waiting), None).has_record);
}

#[test]
fn a_call_in_detail_says_what_happened_to_it() {
    let entry = |event: &str, detail: &str| HistoryEntry {
        at: now(),
        event: event.to_owned(),
        detail: detail.into(),
    };
    let call = CallView {
        history: Some(vec![
            entry("recorded", "The call is still going on."),
            entry("finished", "It is sent to Dynamics with the next pass."),
            entry("changed", ""),
            entry("attempted", "Attempt 1 to send it to Dynamics."),
            entry("waiting", "Dynamics asked for a pause."),
            entry("retry_asked", ""),
            entry("linked_again", ""),
            entry("attempted", "Attempt 2 to send it to Dynamics."),
            entry("logged", "Logged on Mira Holm."),
            entry("of_a_later_version", ""),
        ]),
        ..logged(1, 5)
    };
    let lines = |call: &CallView, tag| {
        CallDetail::of(call, &locale(tag), None)
            .history
            .into_iter()
            .map(|line| line.words)
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(lines(&call, "en"));
}

#[test]
fn only_what_a_new_attempt_may_help_can_be_tried_again() {
    let can = |state, reason: Option<Reason>| {
        let call = CallView {
            reason,
            ..unlogged(1, 5, state)
        };
        CallDetail::of(&call, &locale("en"), None)
            .actions
            .contains(&CallAct::Retry)
    };
    let detail = || Phrase::verbatim("No answer.");
    let fault = || Fault::new(FaultKind::Invalid, "The text is too long.");
    let unknown = Reason::UnknownNumber { near: Vec::new() };
    assert!(can(State::NeedsYou, Some(unknown)));
    assert!(can(State::Failed, Some(Reason::Refused { fault: fault() })));
    assert!(!can(
        State::Failed,
        Some(Reason::Unreadable {
            detail: "No start time.".into()
        })
    ));
    assert!(!can(State::Failed, Some(Reason::NeverEnded)));
    assert!(can(
        State::Waiting,
        Some(Reason::Unreachable { detail: detail() })
    ));
    assert!(can(State::Waiting, Some(Reason::Throttled)));
    assert!(can(State::Waiting, Some(Reason::RecordGone)));
    assert!(!can(State::Waiting, Some(Reason::Due)));
    assert!(!can(State::Waiting, Some(Reason::StillRunning)));
    assert!(!can(State::Waiting, Some(Reason::SignInNeeded)));
    assert!(!can(State::Logged, None));
    assert!(!can(State::LeftOut, Some(Reason::Internal)));
}

#[test]
fn a_reason_is_said_in_the_person_s_language() {
    let call = CallView {
        reason: Some(Reason::NeverEnded),
        ..unlogged(1, 5, State::Failed)
    };
    let reason = |tag| CallRow::of(&call, &locale(tag), None).reason.unwrap();
    assert_ne!(reason("en"), reason("de"));
    assert_eq!(reason("en"), Reason::NeverEnded.to_string());
}

fn what_can_be_done(state: State, reason: Option<Reason>) -> Vec<CallAct> {
    acts(&CallView {
        reason,
        ..unlogged(1, 5, state)
    })
}

#[test]
fn a_logged_call_can_be_corrected_and_one_that_asks_can_be_answered() {
    let logged = what_can_be_done(State::Logged, None);
    for act in [CallAct::Correct, CallAct::Undo, CallAct::MakePrivate] {
        assert!(logged.contains(&act), "{act:?}");
    }
    let unknown = Reason::UnknownNumber { near: Vec::new() };
    let asked = what_can_be_done(State::NeedsYou, Some(unknown));
    assert_eq!(asked.first(), Some(&CallAct::Choose));
    assert!(!asked.contains(&CallAct::Undo));
}

#[test]
fn another_writers_record_is_theirs() {
    let adopted = Reason::AlreadyLogged {
        subject: "Incoming".to_owned(),
        by: None,
    };
    assert_eq!(what_can_be_done(State::Logged, Some(adopted)), []);
}

#[test]
fn a_call_can_be_logged_all_the_same_unless_it_is_left_out_for_good() {
    let can = |reason| what_can_be_done(State::LeftOut, Some(reason)).contains(&CallAct::Log);
    let too_short = Reason::TooShort {
        seconds: 2,
        minimum_seconds: 3,
    };
    for reason in [
        too_short,
        Reason::QueueMissed,
        Reason::Private,
        Reason::Undone,
        Reason::DeletedInDynamics,
    ] {
        assert!(can(reason.clone()), "{reason}");
    }
    for reason in [Reason::Internal, Reason::OwnNumber, Reason::NeverLog] {
        assert!(!can(reason.clone()), "{reason}");
    }
}

#[test]
fn what_is_no_finished_call_can_only_be_looked_at() {
    let unreadable = Reason::Unreadable {
        detail: "No start time.".to_owned(),
    };
    for reason in [unreadable, Reason::NeverEnded] {
        assert_eq!(what_can_be_done(State::Failed, Some(reason)), []);
    }
    assert_eq!(
        what_can_be_done(State::Waiting, Some(Reason::StillRunning)),
        []
    );
}
