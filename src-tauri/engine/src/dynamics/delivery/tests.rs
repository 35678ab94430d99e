//! Every answer a write can meet.

use ringlog_core::call::{Direction, UserId};
use uuid::Uuid;

use super::super::scripted::{Part, Script};
use super::*;

const DUPLICATE: &str = r#"{"error":{"code":"0x80040237","message":"A record with matching key values already exists."}}"#;
const INVALID: &str = r#"{"error":{"code":"0x80048408","message":"State code is invalid."}}"#;
const FORBIDDEN: &str = r#"{"error":{"code":"0x80040220","message":"Principal user is missing prvCreateContact privilege."}}"#;
const GONE: &str = r#"{"error":{"code":"0x80040217","message":"phonecall Does Not Exist"}}"#;
const CLOSED: &str =
    r#"{"error":{"code":"0x80040203","message":"Cannot update Closed or Cancelled Activity"}}"#;
const OPEN: Part<'_> = Part::One(200, r#"{"statecode":0}"#);
const COMPLETED: Part<'_> = Part::One(200, r#"{"statecode":1}"#);
const EXISTS: Part<'_> = Part::One(412, DUPLICATE);
const DONE: Part<'_> = Part::One(204, "");

fn call(id: u128) -> PhoneCallToWrite {
    PhoneCallToWrite {
        phone_call: PhoneCall {
            id: ActivityId(Uuid::from_u128(id)),
            subject: format!("Call {id}"),
            description: String::new(),
            phone_number: "+442079460018".to_owned(),
            direction: Direction::Inbound,
            started_at: jiff::Timestamp::UNIX_EPOCH,
            ended_at: jiff::Timestamp::UNIX_EPOCH,
            duration_minutes: 0,
            regarding: None,
            owner: UserId(Uuid::from_u128(9)),
        },
        new_contact: None,
    }
}

fn with_contact(id: u128, contact: u128) -> PhoneCallToWrite {
    PhoneCallToWrite {
        new_contact: Some(NewContact {
            id: RecordId(Uuid::from_u128(contact)),
            first_name: None,
            last_name: "Holm".to_owned(),
            mobile_phone: "+442079460018".to_owned(),
            description: String::new(),
        }),
        ..call(id)
    }
}

fn logged(id: u128, created: bool) -> Written {
    Written::Logged {
        activity: ActivityId(Uuid::from_u128(id)),
        created,
    }
}

fn kind(written: &Written) -> Option<FaultKind> {
    match written {
        Written::Fault(fault) => Some(fault.kind),
        Written::Logged { .. } | Written::DeletedMeanwhile => None,
    }
}

/// What becomes of one call when these are the answers, request by request, and whether two steps are remembered.
async fn check(completion: Completion, answers: &[&[Part<'_>]], expected: Written, refuses: bool) {
    let script = Script::new();
    for parts in answers {
        script.answer_batch(parts);
    }
    let report = script.client.write(&[call(1)], completion).await;
    assert_eq!(report.written, [expected]);
    assert_eq!(report.refuses_atomic, refuses);
    assert_eq!(script.requests().len(), answers.len());
}

#[tokio::test]
async fn a_call_is_created_and_completed_in_one_request() {
    let script = Script::new();
    script.answer_batch(&[Part::Done(2), Part::Done(2)]);
    let report = script
        .client
        .write(&[call(1), call(2)], Completion::Atomic)
        .await;
    assert_eq!(report.written, [logged(1, true), logged(2, true)]);
    let requests = script.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(
        requests[0]
            .matches("POST /api/data/v9.2/phonecalls ")
            .count(),
        2
    );
    assert_eq!(requests[0].matches("If-Match: *").count(), 2);
    assert_eq!(
        script.header(0, "prefer").as_deref(),
        Some("odata.continue-on-error")
    );
}

#[tokio::test]
async fn a_call_that_is_there_already_is_success() {
    let atomic = Completion::Atomic;
    check(atomic, &[&[EXISTS], &[COMPLETED]], logged(1, false), false).await;
    check(
        atomic,
        &[&[EXISTS], &[OPEN], &[DONE]],
        logged(1, false),
        false,
    )
    .await;
    check(
        atomic,
        &[&[EXISTS], &[OPEN], &[Part::One(400, CLOSED)]],
        logged(1, false),
        false,
    )
    .await;
    check(
        atomic,
        &[
            &[Part::One(412, "")],
            &[Part::One(200, r#"{"statecode":2}"#)],
        ],
        logged(1, false),
        false,
    )
    .await;
}

#[tokio::test]
async fn a_call_that_somebody_deleted_is_not_made_again() {
    let gone = Part::One(404, GONE);
    let deleted = Written::DeletedMeanwhile;
    check(
        Completion::Atomic,
        &[&[EXISTS], &[gone]],
        deleted.clone(),
        false,
    )
    .await;
    check(
        Completion::Atomic,
        &[&[EXISTS], &[OPEN], &[gone]],
        deleted.clone(),
        false,
    )
    .await;
    check(Completion::TwoSteps, &[&[DONE, gone]], deleted, false).await;
}

#[tokio::test]
async fn where_a_changeset_is_refused_two_steps_are_taken_and_remembered() {
    let refused = Part::One(400, INVALID);
    check(
        Completion::Atomic,
        &[&[refused], &[DONE, DONE]],
        logged(1, true),
        true,
    )
    .await;
    check(
        Completion::Atomic,
        &[&[refused], &[EXISTS, Part::One(400, CLOSED)], &[COMPLETED]],
        logged(1, false),
        false,
    )
    .await;
}

#[tokio::test]
async fn a_deadlock_that_passes_is_not_remembered_as_a_refusal_of_changesets() {
    let deadlock = r#"{"error":{"code":"0x80044150","message":"Generic SQL error."}}"#;
    check(
        Completion::Atomic,
        &[&[Part::One(500, deadlock)], &[DONE, DONE]],
        logged(1, true),
        false,
    )
    .await;
}

#[tokio::test]
async fn one_deadlock_among_refusals_does_not_hide_them() {
    let script = Script::new();
    script.answer_batch(&[Part::One(500, ""), Part::One(400, INVALID)]);
    script.answer_batch(&[DONE, DONE, DONE, DONE]);
    let report = script
        .client
        .write(&[call(1), call(2)], Completion::Atomic)
        .await;
    assert_eq!(report.written, [logged(1, true), logged(2, true)]);
    assert!(report.refuses_atomic);
}

#[tokio::test]
async fn a_call_that_is_refused_either_way_is_refused_for_its_own_reason() {
    let script = Script::new();
    script.answer_batch(&[Part::One(400, INVALID)]);
    script.answer_batch(&[Part::One(400, INVALID), Part::One(404, GONE)]);
    let report = script.client.write(&[call(1)], Completion::Atomic).await;
    assert_eq!(
        report.written.iter().map(kind).collect::<Vec<_>>(),
        [Some(FaultKind::Invalid)]
    );
    assert!(!report.refuses_atomic);
}

#[tokio::test]
async fn two_steps_resume_where_they_were_interrupted() {
    let steps = Completion::TwoSteps;
    check(steps, &[&[DONE, DONE]], logged(1, true), false).await;
    check(steps, &[&[EXISTS, DONE]], logged(1, false), false).await;
    check(
        steps,
        &[&[EXISTS, Part::One(400, CLOSED)], &[COMPLETED]],
        logged(1, false),
        false,
    )
    .await;
}

#[tokio::test]
async fn one_contact_is_made_for_all_calls_of_a_number() {
    let script = Script::new();
    script.answer_batch(&[EXISTS, Part::Done(2), Part::Done(2)]);
    let calls = [with_contact(1, 5), with_contact(2, 5)];
    let report = script.client.write(&calls, Completion::Atomic).await;
    assert_eq!(report.written, [logged(1, true), logged(2, true)]);
    let request = &script.requests()[0];
    assert_eq!(request.matches("PATCH /api/data/v9.2/contacts(").count(), 1);
    assert_eq!(request.matches("If-None-Match: *").count(), 1);
}

#[tokio::test]
async fn a_contact_that_cannot_be_made_is_named_as_the_reason() {
    let script = Script::new();
    script.answer_batch(&[
        Part::One(403, FORBIDDEN),
        Part::One(404, GONE),
        Part::Done(2),
    ]);
    let report = script
        .client
        .write(&[with_contact(1, 5), call(2)], Completion::Atomic)
        .await;
    assert_eq!(kind(&report.written[0]), Some(FaultKind::Forbidden));
    assert_eq!(report.written[1], logged(2, true));
}

#[tokio::test]
async fn one_call_that_spoils_the_request_does_not_hold_up_the_others() {
    let script = Script::new();
    let json = [("content-type", "application/json")];
    script.answer(400, &json, INVALID);
    script.answer_batch(&[Part::Done(2)]);
    script.answer(400, &json, INVALID);
    script.answer(400, &json, INVALID);
    script.answer_batch(&[Part::Done(2)]);
    let report = script
        .client
        .write(&[call(1), call(2), call(3)], Completion::Atomic)
        .await;
    assert_eq!(report.written[0], logged(1, true));
    assert_eq!(kind(&report.written[1]), Some(FaultKind::Invalid));
    assert_eq!(report.written[2], logged(3, true));
}

#[tokio::test(start_paused = true)]
async fn a_lost_reply_leaves_every_call_to_be_sent_again() {
    let script = Script::new();
    for _ in 0..3 {
        script.lose();
    }
    let report = script
        .client
        .write(&[call(1), call(2)], Completion::Atomic)
        .await;
    let kinds: Vec<_> = report.written.iter().map(kind).collect();
    assert_eq!(kinds, [Some(FaultKind::Unreachable); 2]);
}

#[tokio::test]
async fn a_long_list_goes_out_in_several_requests() {
    let script = Script::new();
    script.answer_batch(&[Part::Done(2); CALLS_MAX]);
    script.answer_batch(&[Part::Done(2)]);
    let calls: Vec<_> = (0..=CALLS_MAX as u128).map(call).collect();
    let report = script.client.write(&calls, Completion::Atomic).await;
    assert_eq!(report.written.len(), CALLS_MAX + 1);
    assert!(report.written.iter().all(|written| kind(written).is_none()));
}
