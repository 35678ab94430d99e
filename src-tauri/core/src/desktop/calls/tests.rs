use super::*;
use crate::desktop::samples::{locale, logged, now, unlogged};

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
            entry("logged", ""),
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
    let unlinked = CallView {
        contact_name: None,
        history: Some(vec![entry("logged", "")]),
        ..call
    };
    assert_eq!(lines(&unlinked, "de"), "In Dynamics eingetragen.");
}

#[test]
fn a_call_that_is_done_with_cannot_be_tried_again() {
    let actions = |call: &CallView| CallDetail::of(call, &locale("en"), None).actions;
    assert_eq!(actions(&logged(1, 5)), []);
    assert_eq!(actions(&unlogged(1, 5, State::LeftOut)), []);
    assert_eq!(
        actions(&unlogged(1, 5, State::NeedsYou)),
        [CallAction::Retry]
    );
    assert_eq!(actions(&unlogged(1, 5, State::Failed)), [CallAction::Retry]);
}
