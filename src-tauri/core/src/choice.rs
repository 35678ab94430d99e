//! Whose call it is where the person said so: for one call, and remembered for its number (spec D3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::call::RecordId;
use crate::contact_match::{Candidate, Entity, RecordRef};
use crate::phone::PhoneNumber;

/// What a person chose for one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Choice {
    /// This record; it is remembered for the number.
    Record {
        /// Which.
        record: RecordRef,
    },
    /// A contact that is made for the number.
    NewContact,
    /// Nobody: the call is logged without a contact.
    Nobody,
}

/// Which record was chosen for a number, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RememberedChoice {
    /// The number it is remembered for.
    pub number: PhoneNumber,
    /// The record, named as it was when it was chosen.
    pub record: RecordRef,
    /// When the person chose.
    pub chosen_at: Timestamp,
}

/// A record that may be meant by a number nobody has (spec D4): offered, never used unasked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearMatch {
    /// The record.
    pub record: RecordRef,
    /// What is alike.
    pub likeness: Likeness,
}

/// What a record near an unknown number has in common with the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same number, in a column or a table the settings do not match.
    SameNumber,
    /// The same last digits, with another or no area code.
    SameDigits,
    /// The name that caller ID told.
    SameName,
}

/// Near matches offered with one question; more would not be read.
pub const NEAR_MATCHES_MAX: usize = 6;

/// What the records found near `number` and `caller` have in common with the call, most alike first.
///
/// `digits` are the last digits the search went by ([`crate::contact_match::near_digits`]); records that are inactive
/// or have nothing in common are left out.
#[must_use]
pub fn near_matches(
    number: &PhoneNumber,
    caller: Option<&str>,
    digits: &str,
    plan: &crate::phone::DialPlan,
    candidates: &[Candidate],
) -> Vec<NearMatch> {
    let caller = caller.map(folded).filter(|name| !name.is_empty());
    let mut near: Vec<NearMatch> = Vec::new();
    for candidate in candidates.iter().filter(|candidate| candidate.is_active) {
        let is_known = near.iter().any(|known| {
            (known.record.entity, known.record.id) == (candidate.record.entity, candidate.record.id)
        });
        let likeness = likeness(number, caller.as_deref(), digits, plan, candidate);
        if let Some(likeness) = likeness.filter(|_| !is_known) {
            near.push(NearMatch {
                record: candidate.record.clone(),
                likeness,
            });
        }
    }
    near.sort_by_key(|near| near.likeness);
    near.truncate(NEAR_MATCHES_MAX);
    near
}

fn likeness(
    number: &PhoneNumber,
    caller: Option<&str>,
    digits: &str,
    plan: &crate::phone::DialPlan,
    candidate: &Candidate,
) -> Option<Likeness> {
    let is_same = |written: &String| {
        plan.number(written)
            .is_some_and(|theirs| theirs.is_same_line(number))
    };
    let ends_alike = |written: &String| {
        let theirs: String = written.chars().filter(char::is_ascii_digit).collect();
        !digits.is_empty() && theirs.ends_with(digits)
    };
    if candidate.numbers.iter().any(is_same) {
        Some(Likeness::SameNumber)
    } else if candidate.numbers.iter().any(ends_alike) {
        Some(Likeness::SameDigits)
    } else {
        let name = folded(&candidate.record.name);
        (caller == Some(name.as_str())).then_some(Likeness::SameName)
    }
}

/// A name without regard to case and spacing.
fn folded(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// The records that a look-up has to fetch for these choices, whatever numbers they have.
#[must_use]
pub fn wanted(choices: &[Choice], remembered: &[RememberedChoice]) -> Vec<(Entity, RecordId)> {
    let chosen = choices.iter().filter_map(|choice| match choice {
        Choice::Record { record } => Some((record.entity, record.id)),
        Choice::NewContact | Choice::Nobody => None,
    });
    let remembered = remembered
        .iter()
        .map(|remembered| (remembered.record.entity, remembered.record.id));
    let mut wanted: Vec<(Entity, RecordId)> = chosen.chain(remembered).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::phone::DialPlan;

    fn plan() -> DialPlan {
        DialPlan::new("GB").unwrap()
    }

    fn candidate(id: u128, name: &str, written: &str) -> Candidate {
        Candidate {
            record: RecordRef {
                entity: Entity::Contact,
                id: RecordId(Uuid::from_u128(id)),
                name: name.to_owned(),
                company: None,
            },
            numbers: vec![written.to_owned()],
            parent_account: None,
            is_active: true,
            merged_into: None,
        }
    }

    fn near(candidates: &[Candidate]) -> Vec<(u128, Likeness)> {
        let number = plan().number("020 7946 0018").unwrap();
        near_matches(&number, Some("Mira  HOLM"), "9460018", &plan(), candidates)
            .into_iter()
            .map(|near| (near.record.id.0.as_u128(), near.likeness))
            .collect()
    }

    #[test]
    fn what_is_near_is_offered_most_alike_first() {
        let found = near(&[
            candidate(1, "Mira Holm", "0161 496 0000"),
            candidate(2, "Jon Aske", "0161 946 0018"),
            candidate(3, "Ann Bell", "+44 20 7946 0018"),
            candidate(4, "Somebody else", "0161 496 0001"),
        ]);
        assert_eq!(
            found,
            [
                (3, Likeness::SameNumber),
                (2, Likeness::SameDigits),
                (1, Likeness::SameName)
            ]
        );
    }

    #[test]
    fn a_record_is_offered_once_and_one_that_was_put_away_never() {
        let mut inactive = candidate(2, "Mira Holm", "");
        inactive.is_active = false;
        let mira = candidate(1, "Mira Holm", "946 0018");
        assert_eq!(
            near(&[mira.clone(), mira, inactive]),
            [(1, Likeness::SameDigits)]
        );
    }

    #[test]
    fn no_more_is_offered_than_is_read() {
        let many: Vec<Candidate> = (1..20).map(|id| candidate(id, "Mira Holm", "")).collect();
        assert_eq!(near(&many).len(), NEAR_MATCHES_MAX);
    }

    #[test]
    fn each_chosen_record_is_fetched_once() {
        let record = candidate(1, "Mira Holm", "").record;
        let choice = Choice::Record {
            record: record.clone(),
        };
        let remembered = RememberedChoice {
            number: plan().number("020 7946 0018").unwrap(),
            record,
            chosen_at: Timestamp::UNIX_EPOCH,
        };
        assert_eq!(
            wanted(&[choice, Choice::NewContact, Choice::Nobody], &[remembered]),
            [(Entity::Contact, RecordId(Uuid::from_u128(1)))]
        );
    }
}
