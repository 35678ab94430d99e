//! What is done about a due call, once Dynamics said what it knows (spec D3 to D5, E4).

use jiff::{SignedDuration, Timestamp};

use crate::call::{ActivityId, Call, OrganizationId, RecordId};
use crate::choice::{Choice, RememberedChoice};
use crate::coexistence::ExistingPhoneCall;
use crate::contact_match::{
    Candidate, ContactMatch, Entity, RecordRef, Unknown, choose, standing, unknown,
};
use crate::phone::{DialPlan, PhoneNumber};
use crate::phone_call::{NewContact, Words};
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
        /// Who wrote it, if Dynamics told.
        by: Option<String>,
        /// Whom it regards, as far as Ringlog can tell.
        record: Option<RecordRef>,
        /// The person said something about the call that this record, which is not Ringlog's to change, does not say.
        is_unheard: bool,
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
    /// The records that were chosen, whatever their numbers, and those they were merged into.
    pub chosen_records: &'a [Candidate],
    /// What the person chose for this call.
    pub choice: Option<&'a Choice>,
    /// What the person chose for its number earlier.
    pub remembered: Option<&'a RememberedChoice>,
    /// What the person said about it.
    pub words: &'a Words,
    /// What another writer made of it.
    pub existing: Option<&'a ExistingPhoneCall>,
    /// An earlier attempt reached Dynamics: Ringlog's own record of it is there.
    pub is_own_there: bool,
    /// The time limit of a question that was asked before.
    pub asked_until: Option<Timestamp>,
    /// Rules may leave it out: the person did not ask for it, and no attempt was begun that may have reached Dynamics.
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
    if let Some(existing) = situation.existing.filter(|_| !situation.is_own_there) {
        let record = match (&existing.regarding, matched) {
            (Some(record), _) => Some(record.clone()),
            (None, Some((_, ContactMatch::One(record)))) => Some(record),
            (None, Some((_, ContactMatch::Many(_) | ContactMatch::None)) | None) => None,
        };
        return NextStep::Adopt {
            activity: existing.id,
            subject: existing.subject.clone(),
            by: existing.created_by.clone(),
            is_unheard: is_unheard(situation, record.as_ref()),
            record,
        };
    }
    if let Some(step) = chosen(situation) {
        return step;
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

/// Whether the person said something about the call that a record on `record` does not say.
fn is_unheard(situation: &Situation<'_>, record: Option<&RecordRef>) -> bool {
    let is_elsewhere = match situation.choice {
        Some(Choice::Record { record: chosen }) => {
            Some(chosen.id) != record.map(|record| record.id)
        }
        Some(Choice::NewContact) => true,
        Some(Choice::Nobody) => record.is_some(),
        None => false,
    };
    is_elsewhere || *situation.words != Words::default()
}

/// What the person said counts before any match, as long as the record is still there to be logged on.
fn chosen(situation: &Situation<'_>) -> Option<NextStep> {
    let still_there =
        |record: &RecordRef| standing(record.entity, record.id, situation.chosen_records).cloned();
    match situation.choice {
        Some(Choice::Record { record }) => return still_there(record).map(linked),
        Some(Choice::Nobody) => return Some(unlinked(Reason::NobodyChosen)),
        Some(Choice::NewContact) => {
            let number = situation.call.remote.number.as_ref()?;
            return Some(made_for(situation, number));
        }
        None => {}
    }
    still_there(&situation.remembered?.record).map(linked)
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
            ask(situation, Reason::UnknownNumber { near: Vec::new() })
        }
        (Unknown::Create { id, .. }, UnknownNumber::Create) => {
            on_new_contact(situation, number, id)
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

/// The contact Ringlog makes for a number because the person asked for one, or the one it made already.
fn made_for(situation: &Situation<'_>, number: &PhoneNumber) -> NextStep {
    match unknown(
        situation.organization,
        number,
        situation.plan,
        situation.candidates,
    ) {
        Unknown::Known(record) => linked(record),
        Unknown::Create { id, .. } => on_new_contact(situation, number, id),
        Unknown::Deactivated(_) => unlinked(Reason::ContactDeactivated),
        Unknown::UsedUp => unlinked(Reason::UnknownNumberUnlinked),
    }
}

fn on_new_contact(situation: &Situation<'_>, number: &PhoneNumber, id: RecordId) -> NextStep {
    let contact = NewContact::compose(situation.call, number, id);
    NextStep::Write {
        regarding: Some(RecordRef {
            entity: Entity::Contact,
            id,
            name: contact.full_name(),
            company: None,
        }),
        new_contact: Some(contact),
        note: None,
    }
}

/// Asks once: the limit of an earlier question stays, and when it is over the call is logged without a contact.
///
/// A limit farther away than a new one is from a clock that was ahead, or from settings that were changed.
fn ask(situation: &Situation<'_>, reason: Reason) -> NextStep {
    let limit = SignedDuration::from_hours(i64::from(situation.rules.ambiguous_wait_hours));
    let from_now = situation
        .now
        .saturating_add(limit)
        .unwrap_or(Timestamp::MAX);
    let until = situation
        .asked_until
        .map_or(from_now, |until| until.min(from_now));
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
mod tests;
