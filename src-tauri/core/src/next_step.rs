//! What is done about a due call, once Dynamics said what it knows (spec D3 to D5, E4).

use jiff::{SignedDuration, Timestamp};

use crate::call::{ActivityId, Call, OrganizationId};
use crate::coexistence::ExistingPhoneCall;
use crate::contact_match::{Candidate, ContactMatch, Entity, RecordRef, Unknown, choose, unknown};
use crate::phone::{DialPlan, PhoneNumber};
use crate::phone_call::NewContact;
use crate::reason::Reason;
use crate::settings::{Rules, UnknownNumber};

/// What is done about a due call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Its Phone Call is written.
    Write {
        /// On this record.
        regarding: Option<RecordRef>,
        /// Which is made first.
        new_contact: Option<NewContact>,
        /// What is worth saying about it.
        note: Option<Reason>,
    },
    /// Another writer's record stands for it.
    Adopt {
        /// That record.
        activity: ActivityId,
        /// Its subject.
        subject: String,
        /// Whom it regards, as far as Ringlog can tell.
        record: Option<RecordRef>,
    },
    /// A person is asked.
    Ask {
        /// The question.
        reason: Reason,
        /// When it is logged without a contact.
        until: Timestamp,
    },
    /// A rule keeps it out (`rules.known_numbers_only`).
    LeaveOut {
        /// Which.
        reason: Reason,
    },
}

/// Everything the decision over one due call depends on.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The call.
    pub call: &'a Call,
    /// The organization it is logged in.
    pub organization: OrganizationId,
    /// How numbers are written there.
    pub plan: &'a DialPlan,
    /// The settings.
    pub rules: &'a Rules,
    /// The records that may have its number.
    pub candidates: &'a [Candidate],
    /// What another writer made of it.
    pub existing: Option<&'a ExistingPhoneCall>,
    /// The time limit of a question that was asked before.
    pub asked_until: Option<Timestamp>,
    /// Rules may still leave it out: no attempt was begun that may have reached Dynamics.
    pub may_be_left_out: bool,
    /// Now.
    pub now: Timestamp,
}

/// Decides over one due call.
#[must_use]
pub fn next_step(situation: &Situation<'_>) -> NextStep {
    let matched = situation.call.remote.number.as_ref().map(|number| {
        let rules = situation.rules;
        (
            number,
            choose(
                number,
                situation.plan,
                &rules.match_entities,
                situation.candidates,
            ),
        )
    });
    if let Some(existing) = situation.existing {
        let record = match matched {
            Some((_, ContactMatch::One(record))) => Some(record),
            Some((_, ContactMatch::Many(_) | ContactMatch::None)) | None => None,
        };
        return NextStep::Adopt {
            activity: existing.id,
            subject: existing.subject.clone(),
            record,
        };
    }
    match matched {
        None if situation.rules.known_numbers_only => left_out(situation, Reason::NoNumber),
        None => unlinked(Reason::NoNumber),
        Some((_, ContactMatch::One(record))) => linked(record),
        Some((_, ContactMatch::Many(candidates))) => {
            ask(situation, Reason::SeveralRecords { candidates })
        }
        Some((number, ContactMatch::None)) => nobody(situation, number),
    }
}

fn nobody(situation: &Situation<'_>, number: &PhoneNumber) -> NextStep {
    let earlier = unknown(
        situation.organization,
        number,
        situation.plan,
        situation.candidates,
    );
    match (earlier, situation.rules.unknown_number) {
        (Unknown::Known(record), _) => linked(record),
        (Unknown::Create { .. } | Unknown::Deactivated(_) | Unknown::UsedUp, _)
            if situation.rules.known_numbers_only =>
        {
            left_out(situation, Reason::UnknownNumberUnlinked)
        }
        (Unknown::Deactivated(_), _) => unlinked(Reason::ContactDeactivated),
        (Unknown::UsedUp, UnknownNumber::Create) | (_, UnknownNumber::Unlinked) => {
            unlinked(Reason::UnknownNumberUnlinked)
        }
        (Unknown::Create { .. } | Unknown::UsedUp, UnknownNumber::Ask) => {
            ask(situation, Reason::UnknownNumber)
        }
        (Unknown::Create { id, .. }, UnknownNumber::Create) => {
            let contact = NewContact::compose(situation.call, number, id);
            let regarding = RecordRef {
                entity: Entity::Contact,
                id,
                name: contact.full_name(),
                company: None,
            };
            NextStep::Write {
                regarding: Some(regarding),
                new_contact: Some(contact),
                note: None,
            }
        }
    }
}

/// Only known numbers are logged, and this one is not; where it is too late for that, no contact is made and nobody asked.
fn left_out(situation: &Situation<'_>, note: Reason) -> NextStep {
    if situation.may_be_left_out {
        NextStep::LeaveOut {
            reason: Reason::NotKnown,
        }
    } else {
        unlinked(note)
    }
}

/// Asks once: the limit of an earlier question stays, and when it is over the call is logged without a contact.
fn ask(situation: &Situation<'_>, reason: Reason) -> NextStep {
    let limit = SignedDuration::from_hours(i64::from(situation.rules.ambiguous_wait_hours));
    let until = situation.asked_until.unwrap_or_else(|| {
        situation
            .now
            .saturating_add(limit)
            .unwrap_or(Timestamp::MAX)
    });
    if until <= situation.now {
        unlinked(Reason::NobodyChose)
    } else {
        NextStep::Ask { reason, until }
    }
}

fn linked(record: RecordRef) -> NextStep {
    NextStep::Write {
        regarding: Some(record),
        new_contact: None,
        note: None,
    }
}

fn unlinked(note: Reason) -> NextStep {
    NextStep::Write {
        regarding: None,
        new_contact: None,
        note: Some(note),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::call::{CallKey, Direction, Outcome, RecordId, RemoteParty};
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
                existing: None,
                asked_until: self.asked_until,
                may_be_left_out: self.may_be_left_out,
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
                reason: Reason::UnknownNumber,
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
        };
        let step = next_step(&Situation {
            call: &call(Some("02079460018")),
            organization: ORGANIZATION,
            plan: &plan(),
            rules: &Rules::default(),
            candidates: &[contact(1, "02079460018")],
            existing: Some(&existing),
            asked_until: None,
            may_be_left_out: true,
            now: NOW,
        });
        let record = Some(contact(1, "").record);
        assert_eq!(
            step,
            NextStep::Adopt {
                activity: existing.id,
                subject: existing.subject,
                record
            }
        );
    }
}
