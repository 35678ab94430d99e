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
        CallDetail::of(&call, &locale("en"), None).actions == [CallAction::Retry]
    };
    let detail = || Phrase::verbatim("No answer.");
    let fault = || Fault::new(FaultKind::Invalid, "The text is too long.");
    assert!(can(State::NeedsYou, Some(Reason::UnknownNumber)));
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
