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
        via_queue: false,
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
    remembered: Option<RememberedChoice>,
    unknown_number: UnknownNumber,
    asked_until: Option<Timestamp>,
}

impl Default for Check {
    fn default() -> Self {
        Self {
            number: Some("020 7946 0018"),
            candidates: Vec::new(),
            chosen_records: Vec::new(),
            choice: None,
            remembered: None,
            unknown_number: UnknownNumber::Create,
            asked_until: None,
        }
    }
}

impl Check {
    fn step(&self) -> NextStep {
        let rules = Rules {
            unknown_number: self.unknown_number,
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
            existing: None,
            asked_until: self.asked_until,
            now: NOW,
        })
    }
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

#[test]
fn another_writers_record_is_adopted_with_the_contact_ringlog_sees() {
    let existing = ExistingPhoneCall {
        id: ActivityId(Uuid::from_u128(9)),
        subject: "Incoming".to_owned(),
        description: String::new(),
        phone_number: "02079460018".to_owned(),
        direction: Direction::Inbound,
        started_at: Some(NOW),
        created_at: Some(NOW),
        created_by: Some("PBX Integration".to_owned()),
        regarding: None,
    };
    let step = next_step(&Situation {
        call: &call(Some("02079460018")),
        organization: ORGANIZATION,
        plan: &plan(),
        rules: &Rules::default(),
        candidates: &[contact(1, "02079460018")],
        chosen_records: &[],
        choice: None,
        remembered: None,
        existing: Some(&existing),
        asked_until: None,
        now: NOW,
    });
    let record = Some(contact(1, "").record);
    assert_eq!(
        step,
        NextStep::Adopt {
            activity: existing.id,
            subject: existing.subject,
            by: existing.created_by,
            record
        }
    );
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
