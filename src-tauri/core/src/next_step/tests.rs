use uuid::Uuid;

use super::*;
use crate::call::{CallKey, Direction, Outcome, RemoteParty};
use crate::contact_match::contact_id;

const ORGANIZATION: OrganizationId = OrganizationId(Uuid::from_u128(7));
const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn plan() -> DialPlan {
    DialPlan::new("GB").unwrap()
}

fn call(number: Option<&str>) -> Call {
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
            number: number.and_then(|number| plan().number(number)),
            written: number.unwrap_or("anonymous").to_owned(),
            name: Some("Mira Holm".to_owned()),
        },
        started_at: NOW,
        answered_at: Some(NOW),
        ended_at: NOW,
        via_group: false,
    }
}

fn contact(id: u128, number: &str) -> Candidate {
    Candidate {
        record: RecordRef {
            entity: Entity::Contact,
            id: RecordId(Uuid::from_u128(id)),
            name: format!("Contact {id}"),
            company: None,
        },
        numbers: vec![number.to_owned()],
        parent_account: None,
        is_active: true,
        merged_into: None,
    }
}

struct Check {
    number: Option<&'static str>,
    candidates: Vec<Candidate>,
    chosen_records: Vec<Candidate>,
    choice: Option<Choice>,
    words: Words,
    existing: Option<ExistingPhoneCall>,
    is_own_there: bool,
    remembered: Option<RememberedChoice>,
    unknown_number: UnknownNumber,
    asked_until: Option<Timestamp>,
    known_numbers_only: bool,
    may_be_left_out: bool,
}

impl Default for Check {
    fn default() -> Self {
        Self {
            number: Some("020 7946 0018"),
            candidates: Vec::new(),
            chosen_records: Vec::new(),
            choice: None,
            words: Words::default(),
            existing: None,
            is_own_there: false,
            remembered: None,
            unknown_number: UnknownNumber::Create,
            asked_until: None,
            known_numbers_only: false,
            may_be_left_out: true,
        }
    }
}

impl Check {
    fn step(&self) -> NextStep {
        let rules = Rules {
            unknown_number: self.unknown_number,
            known_numbers_only: self.known_numbers_only,
            ..Rules::default()
        };
        next_step(&Situation {
            call: &call(self.number),
            organization: ORGANIZATION,
            plan: &plan(),
            rules: &rules,
            candidates: &self.candidates,
            chosen_records: &self.chosen_records,
            choice: self.choice.as_ref(),
            remembered: self.remembered.as_ref(),
            words: &self.words,
            existing: self.existing.as_ref(),
            is_own_there: self.is_own_there,
            asked_until: self.asked_until,
            may_be_left_out: self.may_be_left_out,
            now: NOW,
        })
    }
}

fn theirs(regarding: Option<RecordRef>) -> ExistingPhoneCall {
    ExistingPhoneCall {
        id: ActivityId(Uuid::from_u128(77)),
        subject: "PBX call".to_owned(),
        description: String::new(),
        phone_number: "020 7946 0018".to_owned(),
        direction: Direction::Inbound,
        started_at: Some(NOW),
        created_at: Some(NOW),
        created_by: Some("PBX Integration".to_owned()),
        regarding,
    }
}

#[test]
fn another_writer_s_record_stands_for_the_call_unless_ringlog_s_own_is_there() {
    let check = Check {
        candidates: vec![contact(1, "+44 20 7946 0018")],
        existing: Some(theirs(None)),
        ..Check::default()
    };
    assert_eq!(
        check.step(),
        NextStep::Adopt {
            activity: ActivityId(Uuid::from_u128(77)),
            subject: "PBX call".to_owned(),
            by: Some("PBX Integration".to_owned()),
            record: Some(contact(1, "").record),
            is_unheard: false,
        }
    );
    let own_is_there = Check {
        is_own_there: true,
        ..check
    };
    assert_eq!(own_is_there.step(), linked(contact(1, "").record));
}

#[test]
fn what_the_person_said_and_another_writer_s_record_does_not_say_is_not_passed_over() {
    let regarding = contact(1, "").record;
    let is_unheard = |choice: Option<Choice>, words: Words| {
        let check = Check {
            existing: Some(theirs(Some(regarding.clone()))),
            choice,
            words,
            ..Check::default()
        };
        let NextStep::Adopt { is_unheard, .. } = check.step() else {
            panic!("{:?}", check.step());
        };
        is_unheard
    };
    let silent = Words::default;
    assert!(!is_unheard(None, silent()));
    assert!(!is_unheard(Some(chosen(1)), silent()));
    assert!(is_unheard(Some(chosen(2)), silent()));
    assert!(is_unheard(Some(Choice::NewContact), silent()));
    assert!(is_unheard(Some(Choice::Nobody), silent()));
    let noted = Words {
        notes: vec!["Will call back".to_owned()],
        ..Words::default()
    };
    assert!(is_unheard(None, noted));
}

#[test]
fn one_match_is_used() {
    let step = Check {
        candidates: vec![contact(1, "+44 20 7946 0018")],
        ..Check::default()
    }
    .step();
    assert_eq!(step, linked(contact(1, "").record));
}

#[test]
fn several_matches_are_asked_once_and_then_logged_without_a_contact() {
    let two = || vec![contact(1, "02079460018"), contact(2, "+442079460018")];
    let asked = Check {
        candidates: two(),
        ..Check::default()
    }
    .step();
    let until = NOW + SignedDuration::from_hours(24);
    assert!(
        matches!(asked, NextStep::Ask { reason: Reason::SeveralRecords { .. }, until: limit } if limit == until)
    );

    let over = Check {
        candidates: two(),
        asked_until: Some(NOW),
        ..Check::default()
    }
    .step();
    assert_eq!(over, unlinked(Reason::NobodyChose));
}

#[test]
fn a_withheld_number_is_logged_on_nobody() {
    assert_eq!(
        Check {
            number: None,
            ..Check::default()
        }
        .step(),
        unlinked(Reason::NoNumber)
    );
}

#[test]
fn an_unknown_number_makes_the_contact_every_computer_would_make() {
    let NextStep::Write {
        regarding: Some(record),
        new_contact: Some(contact),
        note: None,
    } = Check::default().step()
    else {
        panic!("a contact is made");
    };
    let id = contact_id(ORGANIZATION, &plan().number("02079460018").unwrap(), 0);
    assert_eq!(
        (record.id, contact.id, record.name.as_str()),
        (id, id, "Mira Holm")
    );
}

#[test]
fn an_unknown_number_is_asked_or_logged_without_a_contact_by_setting() {
    let unlinked_step = Check {
        unknown_number: UnknownNumber::Unlinked,
        ..Check::default()
    }
    .step();
    assert_eq!(unlinked_step, unlinked(Reason::UnknownNumberUnlinked));
    let asked = Check {
        unknown_number: UnknownNumber::Ask,
        ..Check::default()
    }
    .step();
    assert!(matches!(
        asked,
        NextStep::Ask {
            reason: Reason::UnknownNumber { .. },
            ..
        }
    ));
}

fn with_known_numbers_only() -> Check {
    Check {
        known_numbers_only: true,
        ..Check::default()
    }
}

#[test]
fn with_known_numbers_only_a_number_nobody_has_is_left_out_and_nobody_asked_or_made() {
    let not_known = NextStep::LeaveOut {
        reason: Reason::NotKnown,
    };
    for unknown_number in [
        UnknownNumber::Create,
        UnknownNumber::Ask,
        UnknownNumber::Unlinked,
    ] {
        let check = |check: Check| Check {
            unknown_number,
            ..check
        };
        let step = check(with_known_numbers_only()).step();
        assert_eq!(step, not_known, "{unknown_number:?}");
        let withheld = Check {
            number: None,
            ..with_known_numbers_only()
        };
        assert_eq!(check(withheld).step(), not_known, "{unknown_number:?}");
    }
    let id = contact_id(ORGANIZATION, &plan().number("02079460018").unwrap(), 0);
    let put_away = Candidate {
        is_active: false,
        ..contact(id.0.as_u128(), "020 7946 0018")
    };
    let step = Check {
        candidates: vec![put_away],
        ..with_known_numbers_only()
    }
    .step();
    assert_eq!(step, not_known);
}

#[test]
fn with_known_numbers_only_a_known_number_is_logged_and_several_are_asked_about() {
    let one = Check {
        candidates: vec![contact(1, "02079460018")],
        ..with_known_numbers_only()
    };
    assert_eq!(one.step(), linked(contact(1, "").record));
    let two = Check {
        candidates: vec![contact(1, "02079460018"), contact(2, "+442079460018")],
        ..with_known_numbers_only()
    };
    assert!(matches!(two.step(), NextStep::Ask { .. }));
}

#[test]
fn a_call_that_may_have_been_written_is_not_left_out_and_still_makes_no_contact() {
    for unknown_number in [UnknownNumber::Create, UnknownNumber::Ask] {
        let begun = Check {
            unknown_number,
            may_be_left_out: false,
            ..with_known_numbers_only()
        };
        assert_eq!(begun.step(), unlinked(Reason::UnknownNumberUnlinked));
    }
    let withheld = Check {
        number: None,
        may_be_left_out: false,
        ..with_known_numbers_only()
    };
    assert_eq!(withheld.step(), unlinked(Reason::NoNumber));
}

fn chosen(id: u128) -> Choice {
    Choice::Record {
        record: contact(id, "").record,
    }
}

fn remembered(id: u128) -> RememberedChoice {
    RememberedChoice {
        number: plan().number("02079460018").unwrap(),
        record: contact(id, "").record,
        chosen_at: NOW,
    }
}

#[test]
fn what_was_chosen_once_is_used_for_the_number_from_then_on() {
    let step = Check {
        candidates: vec![contact(1, "02079460018"), contact(2, "02079460018")],
        chosen_records: vec![contact(2, "02079460018")],
        remembered: Some(remembered(2)),
        ..Check::default()
    }
    .step();
    assert_eq!(step, linked(contact(2, "").record));
}

#[test]
fn what_was_chosen_for_this_call_counts_before_what_is_remembered() {
    let step = Check {
        candidates: vec![contact(1, "02079460018")],
        chosen_records: vec![contact(2, ""), contact(3, "")],
        choice: Some(chosen(3)),
        remembered: Some(remembered(2)),
        ..Check::default()
    }
    .step();
    assert_eq!(step, linked(contact(3, "").record));
}

#[test]
fn a_chosen_record_that_was_merged_stands_for_the_one_it_became() {
    let merged = Candidate {
        is_active: false,
        merged_into: Some(RecordId(Uuid::from_u128(4))),
        ..contact(2, "")
    };
    let step = Check {
        chosen_records: vec![merged, contact(4, "")],
        remembered: Some(remembered(2)),
        ..Check::default()
    }
    .step();
    assert_eq!(step, linked(contact(4, "").record));
}

#[test]
fn a_chosen_record_that_is_gone_or_put_away_leaves_the_question_open() {
    let put_away = Candidate {
        is_active: false,
        ..contact(2, "")
    };
    for chosen_records in [vec![], vec![put_away]] {
        let step = Check {
            candidates: vec![contact(1, "02079460018"), contact(3, "02079460018")],
            chosen_records,
            remembered: Some(remembered(2)),
            ..Check::default()
        }
        .step();
        assert!(matches!(step, NextStep::Ask { .. }), "{step:?}");
    }
}

#[test]
fn a_new_contact_or_nobody_is_chosen_whatever_the_setting_says() {
    let made = Check {
        choice: Some(Choice::NewContact),
        candidates: vec![contact(1, "02079460018")],
        unknown_number: UnknownNumber::Unlinked,
        ..Check::default()
    }
    .step();
    assert!(
        matches!(
            &made,
            NextStep::Write {
                new_contact: Some(_),
                ..
            }
        ),
        "{made:?}"
    );
    let nobody = Check {
        choice: Some(Choice::Nobody),
        candidates: vec![contact(1, "02079460018")],
        ..Check::default()
    }
    .step();
    assert_eq!(nobody, unlinked(Reason::NobodyChosen));
}

#[test]
fn a_withheld_call_can_be_given_to_somebody() {
    let step = Check {
        number: None,
        chosen_records: vec![contact(2, "")],
        choice: Some(chosen(2)),
        ..Check::default()
    }
    .step();
    assert_eq!(step, linked(contact(2, "").record));
}
