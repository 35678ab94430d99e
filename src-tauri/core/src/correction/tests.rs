use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::call::{CallKey, Outcome, RecordId, RemoteParty};
use crate::phone::DialPlan;

const ETAG: &str = "W/\"7\"";
const COMPLETED: Closed = Closed {
    state: 1,
    status: 4,
};

fn call() -> Call {
    Call {
        key: CallKey {
            source: "vodia:pbx.example.com".to_owned(),
            extension: "504".to_owned(),
            source_id: "a@pbx".to_owned(),
            leg: "0".to_owned(),
        },
        direction: Direction::Inbound,
        outcome: Outcome::Connected,
        remote: RemoteParty {
            number: DialPlan::new("GB").unwrap().number("020 7946 0018"),
            written: "02079460018".to_owned(),
            name: None,
        },
        started_at: Timestamp::UNIX_EPOCH,
        answered_at: Some(Timestamp::UNIX_EPOCH),
        ended_at: Timestamp::UNIX_EPOCH,
        via_group: false,
    }
}

fn record(id: u128, name: &str) -> RecordRef {
    RecordRef {
        entity: Entity::Contact,
        id: RecordId(Uuid::from_u128(id)),
        name: name.to_owned(),
        company: None,
    }
}

fn mira() -> RecordRef {
    record(1, "Mira Holm")
}

fn party(mask: i64, table: &str, id: u128) -> Party {
    Party {
        mask,
        table: table.to_owned(),
        id: Uuid::from_u128(id),
    }
}

/// A call from Mira, as Ringlog wrote it.
fn written() -> Content {
    Content {
        subject: "Call from Mira Holm".to_owned(),
        description: "Inbound call.\nWritten by Ringlog.".to_owned(),
        regarding: Some(Uuid::from_u128(1)),
    }
}

fn known() -> Known {
    Known {
        written: written(),
        shown: written(),
        particulars: particulars(),
        record: Some(mira()),
        begun: None,
    }
}

fn particulars() -> Particulars {
    Particulars {
        phone_number: "+442079460018".to_owned(),
        is_outgoing: false,
        started_at: Some("2026-05-14T08:12:05Z".parse().unwrap()),
        ended_at: Some("2026-05-14T08:16:46Z".parse().unwrap()),
        duration_minutes: Some(4),
        is_marked: false,
    }
}

fn standing() -> Standing {
    Standing {
        etag: ETAG.to_owned(),
        content: Content {
            // As a service may give it back.
            description: "Inbound call.\r\nWritten by Ringlog.\r\n".to_owned(),
            ..written()
        },
        particulars: particulars(),
        is_others_version: false,
        regarding: Some(mira()),
        regarding_name: Some("Mira Holm".to_owned()),
        owner: Some(UserId(Uuid::from_u128(9))),
        closed: Some(COMPLETED),
        parties: vec![party(1, "contact", 1), party(2, "systemuser", 9)],
        has_unknown_sides: false,
        has_attachments: false,
    }
}

fn changed(plan: Plan) -> Change {
    let Plan::Change(change) = plan else {
        panic!("{plan:?} is no change");
    };
    *change
}

fn subject(text: &str) -> Correction {
    Correction::Subject {
        text: text.to_owned(),
    }
}

fn note(text: &str) -> Correction {
    Correction::Note {
        text: text.to_owned(),
    }
}

fn it_was(record: RecordRef) -> Correction {
    Correction::Regarding {
        record: Some(record),
    }
}

const REMOVAL: Correction = Correction::Removal {
    why: Removed::Undone,
};

fn plan_over(correction: &Correction, standing: &Standing) -> Plan {
    plan(correction, &call(), &known(), Some(standing))
}

#[test]
fn a_completed_record_is_opened_changed_and_completed_as_it_was() {
    let change = changed(plan_over(&subject("Order 4711"), &standing()));
    assert_eq!(
        change,
        Change {
            etag: ETAG.to_owned(),
            opens: true,
            closes: Some(COMPLETED),
            subject: Some("Order 4711".to_owned()),
            description: None,
            regarding: None,
        }
    );
}

#[test]
fn a_subject_somebody_changed_in_dynamics_is_not_overwritten_until_it_was_seen() {
    let mut theirs = standing();
    theirs.content.subject = "Complaint".to_owned();
    assert_eq!(
        plan_over(&subject("Order 4711"), &theirs),
        Plan::Refused(Refused::SubjectChanged {
            theirs: "Complaint".to_owned()
        })
    );

    let mut seen = known();
    seen.shown = theirs.content.clone();
    let change = changed(plan(&subject("Order 4711"), &call(), &seen, Some(&theirs)));
    assert_eq!(change.subject.as_deref(), Some("Order 4711"));
}

#[test]
fn a_note_stands_above_whatever_a_person_made_of_the_description() {
    let mut theirs = standing();
    theirs.content.description = "Rang about the invoice.".to_owned();
    let change = changed(plan_over(&note("Call back on Monday"), &theirs));
    assert_eq!(
        change.description.as_deref(),
        Some("Note: Call back on Monday\nRang about the invoice.")
    );
}

#[test]
fn a_note_that_does_not_fit_takes_nothing_away() {
    let mut full = standing();
    full.content.description = "x".repeat(DESCRIPTION_UNITS_MAX - 5);
    assert_eq!(
        plan_over(&note("Call back"), &full),
        Plan::Refused(Refused::NoRoom)
    );
}

#[test]
fn the_right_person_takes_the_place_of_the_wrong_one_and_nobody_else_s() {
    let mut with_colleague = standing();
    with_colleague.parties.push(party(1, "contact", 5));
    let change = changed(plan_over(&it_was(record(2, "Jon Aske")), &with_colleague));
    let regarding = change.regarding.unwrap();
    assert_eq!(
        regarding.parties,
        [
            party(2, "systemuser", 9),
            party(1, "contact", 5),
            party(1, "contact", 2)
        ]
    );
    assert_eq!(regarding.record, Some(record(2, "Jon Aske")));
    assert_eq!(change.subject.as_deref(), Some("Call from Jon Aske"));
}

#[test]
fn a_subject_of_a_person_s_own_stays_when_the_person_on_the_call_changes() {
    let mut theirs = standing();
    theirs.content.subject = "Complaint".to_owned();
    let change = changed(plan_over(&it_was(record(2, "Jon Aske")), &theirs));
    assert_eq!(change.subject, None);
    assert!(!change.regarding.unwrap().may_replace);
}

#[test]
fn a_record_somebody_gave_to_another_person_is_not_taken_back() {
    let mut theirs = standing();
    theirs.content.regarding = Some(Uuid::from_u128(3));
    theirs.regarding_name = Some("Ann Bell".to_owned());
    let jon = it_was(record(2, "Jon Aske"));
    assert_eq!(
        plan_over(&jon, &theirs),
        Plan::Refused(Refused::RegardingChanged {
            theirs: Some("Ann Bell".to_owned())
        })
    );
    assert_eq!(
        plan_over(&it_was(record(3, "Ann Bell")), &theirs),
        Plan::Done
    );
}

#[test]
fn a_side_that_could_not_be_written_again_is_not_taken_away() {
    let mut theirs = standing();
    theirs.has_unknown_sides = true;
    assert_eq!(
        plan_over(&it_was(record(2, "Jon Aske")), &theirs),
        Plan::Refused(Refused::SidesFixed)
    );
    changed(plan_over(&note("Call back"), &theirs));
}

#[test]
fn only_what_ringlog_wrote_and_nobody_touched_is_taken_out() {
    let removed = Plan::Remove {
        etag: ETAG.to_owned(),
    };
    assert_eq!(plan_over(&REMOVAL, &standing()), removed);

    let mut edited = standing();
    edited.content.description.push_str("\nRang again.");
    let mut renamed = standing();
    renamed.content.subject = "Complaint".to_owned();
    let mut moved = standing();
    moved.content.regarding = None;
    let mut opened = standing();
    opened.closed = None;
    for touched in [edited, renamed, moved, opened] {
        assert_eq!(
            plan_over(&REMOVAL, &touched),
            Plan::Refused(Refused::ChangedSince)
        );
    }
    let mut with_file = standing();
    with_file.has_attachments = true;
    assert_eq!(
        plan_over(&REMOVAL, &with_file),
        Plan::Refused(Refused::HasAttachments)
    );
}

#[test]
fn an_edit_that_was_seen_is_still_nobody_s_to_take_out() {
    let mut theirs = standing();
    theirs.content.subject = "Complaint".to_owned();
    let mut seen = known();
    seen.shown = theirs.content.clone();
    assert_eq!(
        plan(&REMOVAL, &call(), &seen, Some(&theirs)),
        Plan::Refused(Refused::ChangedSince)
    );
}

#[test]
fn a_record_that_is_gone_is_taken_out_already_and_cannot_be_changed() {
    assert_eq!(plan(&REMOVAL, &call(), &known(), None), Plan::Done);
    for correction in [subject("x"), note("x"), it_was(mira())] {
        assert_eq!(plan(&correction, &call(), &known(), None), Plan::Gone);
    }
}

#[test]
fn a_correction_that_was_cut_off_while_the_record_was_open_is_finished() {
    let mut begun = known();
    begun.begun = Some(Begun::Closed(COMPLETED));
    let mut open = standing();
    open.closed = None;
    let change = changed(plan(&subject("Order 4711"), &call(), &begun, Some(&open)));
    assert_eq!((change.opens, change.closes), (false, Some(COMPLETED)));
    assert_eq!(change.subject.as_deref(), Some("Order 4711"));

    open.content.subject = "Order 4711".to_owned();
    let change = changed(plan(&subject("Order 4711"), &call(), &begun, Some(&open)));
    assert_eq!((change.subject, change.closes), (None, Some(COMPLETED)));

    open.closed = Some(COMPLETED);
    assert_eq!(
        plan(&subject("Order 4711"), &call(), &begun, Some(&open)),
        Plan::Done
    );
}

#[test]
fn a_note_whose_answer_was_lost_is_not_written_twice() {
    let mut noted = standing();
    noted.content.description = with_note(&noted.content.description, "Call back").unwrap();
    for closed in [Some(COMPLETED), None] {
        let mut begun = known();
        begun.begun = Some(Begun::at(closed));
        noted.closed = closed;
        let planned = plan(&note("Call back"), &call(), &begun, Some(&noted));
        assert_eq!(planned, Plan::Done, "{closed:?}");
    }
    // Asked for a second time, it is a second note.
    changed(plan(&note("Call back"), &call(), &known(), Some(&noted)));
}

#[test]
fn a_record_a_person_has_open_stays_open() {
    let mut open = standing();
    open.closed = None;
    let change = changed(plan_over(&note("Call back"), &open));
    assert_eq!((change.opens, change.closes), (false, None));
}

#[test]
fn what_is_changed_over_an_edit_does_not_become_ringlog_s_own() {
    let mut theirs = standing();
    theirs.content.description = "Rang about the invoice.".to_owned();
    let change = changed(plan_over(&note("Call back"), &theirs));
    let (written, shown) = after(&known(), &theirs, &change);
    assert_eq!(written.description, super::tests::written().description);
    assert_eq!(
        shown.description,
        "Note: Call back\nRang about the invoice."
    );

    let change = changed(plan_over(&note("Call back"), &standing()));
    let (written, shown) = after(&known(), &standing(), &change);
    assert_eq!(written, shown);
}

#[test]
fn what_a_person_types_becomes_one_subject_or_one_note() {
    assert_eq!(
        subject_of("  Order \n 4711 ").as_deref(),
        Some("Order 4711")
    );
    assert_eq!(subject_of(" \n "), None);
    assert_eq!(subject_of(&"x".repeat(201)), None);
    assert_eq!(
        note_of(" First.\r\nSecond.\u{7} ").as_deref(),
        Some("First.\nSecond.")
    );
    assert_eq!(note_of("\u{7}"), None);
    assert_eq!(note_of(&"x".repeat(NOTE_UNITS_MAX + 1)), None);
}

#[test]
fn every_refusal_has_its_sentence() {
    let all = [
        Refused::SubjectChanged {
            theirs: "Complaint".to_owned(),
        },
        Refused::RegardingChanged {
            theirs: Some("Ann Bell".to_owned()),
        },
        Refused::RegardingChanged { theirs: None },
        Refused::ChangedSince,
        Refused::HasAttachments,
        Refused::NoRoom,
        Refused::SidesFixed,
        Refused::NotOurs,
        Refused::OtherOrganization,
        Refused::ByDynamics {
            detail: "The text is too long.".into(),
        },
        Refused::Gone,
    ];
    let lines: Vec<String> = all.iter().map(|one| one.phrase().to_string()).collect();
    insta::assert_snapshot!(lines.join("\n"));
    for refused in all {
        let kept = serde_json::to_string(&refused).unwrap();
        assert_eq!(serde_json::from_str::<Refused>(&kept).unwrap(), refused);
    }
}

fn any_content() -> impl Strategy<Value = Content> {
    (
        prop_oneof![Just("Call from Mira Holm".to_owned()), "[a-c ]{0,4}"],
        prop_oneof![Just(written().description), "[a-c\n]{0,6}"],
        prop_oneof![
            Just(None),
            (1_u128..4).prop_map(|id| Some(Uuid::from_u128(id)))
        ],
    )
        .prop_map(|(subject, description, regarding)| Content {
            subject,
            description,
            regarding,
        })
}

fn any_correction() -> impl Strategy<Value = Correction> {
    prop_oneof![
        "[a-c]{1,3}".prop_map(|text| subject(&text)),
        "[a-c]{1,3}".prop_map(|text| note(&text)),
        (1_u128..4).prop_map(|id| it_was(record(id, "Somebody"))),
        Just(Correction::Regarding { record: None }),
        Just(REMOVAL),
    ]
}

proptest! {
    /// Whatever a person made of the record meanwhile, a correction takes away nothing they wrote there, and asking for
    /// the same again once it is done changes nothing.
    #[test]
    fn no_correction_takes_away_what_a_person_wrote(
        correction in any_correction(),
        theirs in any_content(),
    ) {
        let mut now = standing();
        now.content = theirs.clone();
        match plan_over(&correction, &now) {
            Plan::Change(change) => {
                prop_assert_eq!(&change.etag, ETAG);
                if let Some(subject) = &change.subject {
                    let was_ours = theirs.subject == written().subject;
                    prop_assert!(was_ours, "{} over {}", subject, theirs.subject);
                }
                if let Some(description) = &change.description {
                    prop_assert!(description.ends_with(&theirs.description));
                }
                if change.regarding.is_some() {
                    prop_assert_eq!(theirs.regarding, written().regarding);
                }
                let (_, after) = after(&known(), &now, &change);
                let done = Standing { content: after, ..now };
                let begun = Known { begun: Some(Begun::Closed(COMPLETED)), ..known() };
                prop_assert_eq!(plan(&correction, &call(), &begun, Some(&done)), Plan::Done);
            }
            Plan::Remove { .. } => prop_assert_eq!(theirs, written()),
            Plan::Done | Plan::Refused(_) => {}
            Plan::Gone => prop_assert!(false, "it is there"),
        }
    }
}

#[test]
fn a_record_is_a_persons_as_soon_as_they_changed_anything_of_it() {
    let ours = standing();
    let removal = Correction::Removal {
        why: Removed::Undone,
    };
    let is_removed = |standing: &Standing| {
        let planned = plan(&removal, &call(), &known(), Some(standing));
        match planned {
            Plan::Remove { .. } => true,
            Plan::Refused(Refused::ChangedSince) => false,
            other @ (Plan::Done | Plan::Change(_) | Plan::Refused(_) | Plan::Gone) => {
                panic!("{other:?}")
            }
        }
    };
    let with = |change: &dyn Fn(&mut Standing)| {
        let mut standing = standing();
        change(&mut standing);
        standing
    };
    assert!(is_removed(&ours));
    // The server may set the end to when it was completed, and count anew.
    assert!(is_removed(&with(&|standing| {
        standing.particulars.ended_at = Some("2026-05-14T09:12:10Z".parse().unwrap());
        standing.particulars.duration_minutes = Some(60);
    })));
    // It may keep the day alone, which begins at another hour of UTC in each zone.
    for midnight in ["2026-05-14T00:00:00Z", "2026-05-13T18:30:00Z"] {
        assert!(is_removed(&with(&|standing| {
            standing.particulars.started_at = Some(midnight.parse().unwrap());
        })));
    }
    let moved = |to: &'static str| {
        move |standing: &mut Standing| {
            standing.particulars.started_at = Some(to.parse().unwrap());
        }
    };
    let theirs: [&dyn Fn(&mut Standing); 10] = [
        &moved("2026-05-14T08:13:05Z"),
        &moved("2026-05-20T00:00:00Z"),
        &|standing| standing.is_others_version = true,
        &|standing| standing.particulars.is_marked = true,
        &|standing| standing.particulars.duration_minutes = Some(45),
        &|standing| standing.particulars.phone_number = "+44 20 7946 0000".to_owned(),
        &|standing| standing.particulars.is_outgoing = true,
        &|standing| standing.particulars.started_at = None,
        &|standing| standing.owner = Some(UserId(Uuid::from_u128(10))),
        &|standing| standing.parties.push(party(2, "contact", 77)),
    ];
    for change in theirs {
        let standing = with(change);
        assert!(!is_removed(&standing), "{standing:?}");
    }
}
