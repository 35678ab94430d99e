//! Whose number is it: the decision over what Dynamics found (spec D).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::call::{OrganizationId, RecordId};
use crate::phone::{DialPlan, PhoneNumber};

mod columns;
#[cfg(test)]
mod lines;
mod spelling;
#[cfg(test)]
mod table;

pub use spelling::{VARIANTS_MAX, near_digits, suffix_digits, variants};

/// How many contacts Ringlog may in time make for one number: after a person gave the first another number, the next
/// unknown call makes a second.
pub const GENERATIONS_MAX: u8 = 3;
/// A longer chain of merged records is a loop or somebody's mistake.
const MERGES_MAX: usize = 8;

/// The kinds of record a number can belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Entity {
    /// A person.
    Contact,
    /// A company.
    Account,
    /// A prospect.
    Lead,
}

impl Entity {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Contact, Self::Account, Self::Lead];
}

/// One record a call can regard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRef {
    /// Its table.
    pub entity: Entity,
    /// Its id.
    pub id: RecordId,
    /// Its name, for people.
    pub name: String,
    /// The name of the company it belongs to, if Dynamics told one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
}

/// A record whose phone columns may hold the number, as Dynamics returned it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The record.
    pub record: RecordRef,
    /// The text of its phone columns, as people typed it.
    pub numbers: Vec<String>,
    /// The account it belongs to: `_parentcustomerid_value` when that is an account.
    pub parent_account: Option<RecordRef>,
    /// `statecode` is Active.
    pub is_active: bool,
    /// The record it was merged into (`_masterid_value`), if it was.
    pub merged_into: Option<RecordId>,
}

/// The decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactMatch {
    /// Exactly this record.
    One(RecordRef),
    /// Several, and no rule chooses: a person is asked.
    Many(Vec<RecordRef>),
    /// Nobody.
    None,
}

/// Chooses the record of `number` among `candidates`, comparing whole normalised numbers (spec D2, D3).
///
/// Entities count in the order of `entities`: an account is used only if no contact has the number.
/// A merged record stands for the one it was merged into, which must be among the candidates ([`missing_masters`]);
/// other inactive records do not count. Several records of one account are that account, which must be among the
/// candidates as well ([`missing_account`]).
#[must_use]
pub fn choose(
    number: &PhoneNumber,
    plan: &DialPlan,
    entities: &[Entity],
    candidates: &[Candidate],
) -> ContactMatch {
    match having(number, plan, entities, candidates).as_slice() {
        [] => ContactMatch::None,
        [only] => ContactMatch::One(only.record.clone()),
        several => shared_account(several)
            .and_then(|account| standing(Entity::Account, account, candidates))
            .map_or_else(
                || ContactMatch::Many(several.iter().map(|one| one.record.clone()).collect()),
                |account| ContactMatch::One(account.clone()),
            ),
    }
}

/// The account that everybody with this number belongs to, if it is not among the candidates: it is still to be fetched,
/// for it may be deactivated or merged.
#[must_use]
pub fn missing_account(
    number: &PhoneNumber,
    plan: &DialPlan,
    entities: &[Entity],
    candidates: &[Candidate],
) -> Option<RecordId> {
    let found = having(number, plan, entities, candidates);
    let several = (found.len() > 1).then_some(found)?;
    shared_account(&several).filter(|account| {
        candidates.iter().all(|candidate| {
            (candidate.record.entity, candidate.record.id) != (Entity::Account, *account)
        })
    })
}

/// The active records with this number, of the first entity that has any.
fn having<'a>(
    number: &PhoneNumber,
    plan: &DialPlan,
    entities: &[Entity],
    candidates: &'a [Candidate],
) -> Vec<&'a Candidate> {
    entities
        .iter()
        .map(|entity| {
            let mut seen = BTreeSet::new();
            candidates
                .iter()
                .filter(|candidate| candidate.record.entity == *entity)
                .filter(|candidate| has_number(candidate, number, plan))
                .filter_map(|candidate| survivor(candidate, candidates))
                .filter(|candidate| seen.insert(candidate.record.id))
                .collect::<Vec<&Candidate>>()
        })
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The records that candidates were merged into and that are not among them: they are still to be fetched.
#[must_use]
pub fn missing_masters(candidates: &[Candidate]) -> BTreeSet<(Entity, RecordId)> {
    let known: BTreeSet<(Entity, RecordId)> = candidates
        .iter()
        .map(|candidate| (candidate.record.entity, candidate.record.id))
        .collect();
    candidates
        .iter()
        .filter(|candidate| !candidate.is_active)
        .filter_map(|candidate| Some((candidate.record.entity, candidate.merged_into?)))
        .filter(|master| !known.contains(master))
        .collect()
}

/// What to do for a number that [`choose`] found nobody for, where the setting is to create a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Make the contact with this id.
    Create {
        /// Derived from the number: two computers that meet it at once make one contact.
        id: RecordId,
        /// How many contacts Ringlog made for the number before.
        generation: u8,
    },
    /// The contact Ringlog made earlier, or the one it was merged into, is the one.
    Known(RecordRef),
    /// A person deactivated the contact Ringlog made: the call is logged without one.
    Deactivated(RecordRef),
    /// Every contact Ringlog made for the number has another number now: the call is logged without one.
    UsedUp,
}

/// Decides over the contacts that Ringlog may have made for `number` earlier ([`contact_id`]).
#[must_use]
pub fn unknown(
    organization: OrganizationId,
    number: &PhoneNumber,
    plan: &DialPlan,
    candidates: &[Candidate],
) -> Unknown {
    for generation in 0..GENERATIONS_MAX {
        let id = contact_id(organization, number, generation);
        let earlier = candidates.iter().find(|candidate| {
            candidate.record.entity == Entity::Contact && candidate.record.id == id
        });
        let Some(earlier) = earlier else {
            return Unknown::Create { id, generation };
        };
        match survivor(earlier, candidates) {
            None => return Unknown::Deactivated(earlier.record.clone()),
            Some(survivor) if survivor.record.id != id || has_number(survivor, number, plan) => {
                return Unknown::Known(survivor.record.clone());
            }
            Some(_changed) => {}
        }
    }
    Unknown::UsedUp
}

/// The id of the contact Ringlog makes for `number`, the same on every computer (spec D4).
#[must_use]
pub fn contact_id(organization: OrganizationId, number: &PhoneNumber, generation: u8) -> RecordId {
    let name = format!("contact:{}:{generation}", number.e164());
    RecordId(Uuid::new_v5(&organization.0, name.as_bytes()))
}

fn has_number(candidate: &Candidate, number: &PhoneNumber, plan: &DialPlan) -> bool {
    candidate
        .numbers
        .iter()
        .filter_map(|written| plan.number(written))
        .any(|theirs| theirs.is_same_line(number))
}

/// The active record that the record with this id stands for now, if there is one among the candidates.
#[must_use]
pub fn standing(entity: Entity, id: RecordId, candidates: &[Candidate]) -> Option<&RecordRef> {
    let candidate = candidates
        .iter()
        .find(|candidate| candidate.record.entity == entity && candidate.record.id == id)?;
    survivor(candidate, candidates).map(|survivor| &survivor.record)
}

/// The active record a candidate stands for: itself, or the one it was merged into.
fn survivor<'a>(candidate: &'a Candidate, candidates: &'a [Candidate]) -> Option<&'a Candidate> {
    let mut current = candidate;
    for _ in 0..MERGES_MAX {
        if current.is_active {
            return Some(current);
        }
        let master = current.merged_into?;
        current = candidates.iter().find(|other| {
            other.record.entity == candidate.record.entity && other.record.id == master
        })?;
    }
    None
}

fn shared_account(several: &[&Candidate]) -> Option<RecordId> {
    let mut accounts = several
        .iter()
        .map(|candidate| candidate.parent_account.as_ref());
    let first = accounts.next()??;
    accounts
        .all(|account| account.is_some_and(|account| account.id == first.id))
        .then_some(first.id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ORGANIZATION: OrganizationId = OrganizationId(Uuid::from_u128(7));

    fn plan() -> DialPlan {
        DialPlan::new("GB").unwrap()
    }

    fn number() -> PhoneNumber {
        plan().number("+442079460018").unwrap()
    }

    fn candidate(entity: Entity, id: u128, written: &str) -> Candidate {
        Candidate {
            record: RecordRef {
                entity,
                id: RecordId(Uuid::from_u128(id)),
                name: format!("Record {id}"),
                company: None,
            },
            numbers: vec![written.to_owned()],
            parent_account: None,
            is_active: true,
            merged_into: None,
        }
    }

    fn contact(id: u128, written: &str) -> Candidate {
        candidate(Entity::Contact, id, written)
    }

    fn inactive(id: u128, written: &str, merged_into: Option<u128>) -> Candidate {
        Candidate {
            is_active: false,
            merged_into: merged_into.map(|id| RecordId(Uuid::from_u128(id))),
            ..contact(id, written)
        }
    }

    fn made(generation: u8, written: &str) -> Candidate {
        contact(
            contact_id(ORGANIZATION, &number(), generation).0.as_u128(),
            written,
        )
    }

    fn of_account(mut candidate: Candidate, account: u128) -> Candidate {
        candidate.parent_account =
            Some(super::tests::candidate(Entity::Account, account, "").record);
        candidate
    }

    fn check(candidates: &[Candidate], expected: &[u128]) {
        let entities = [Entity::Contact, Entity::Account];
        let found = match choose(&number(), &plan(), &entities, candidates) {
            ContactMatch::One(record) => vec![record.id.0.as_u128()],
            ContactMatch::Many(records) => {
                assert!(records.len() > 1);
                records.iter().map(|record| record.id.0.as_u128()).collect()
            }
            ContactMatch::None => vec![],
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn formatting_never_defeats_a_match() {
        for written in [
            "+442079460018",
            "020 7946 0018",
            "(020) 7946-0018",
            "+44 (0)20 7946 0018",
            "0044 20 7946 0018",
            "442079460018",
            "tel:+44-20-7946-0018",
            "020.7946.0018 ext 12",
        ] {
            check(&[contact(1, written)], &[1]);
        }
    }

    #[test]
    fn numbers_that_only_share_their_last_digits_never_match() {
        check(
            &[contact(1, "+44 161 946 0018"), contact(2, "946 0018")],
            &[],
        );
        check(
            &[contact(1, "+1 207 946 0018"), contact(2, "not a number")],
            &[],
        );
    }

    #[test]
    fn an_account_counts_only_if_no_contact_has_the_number() {
        let account = candidate(Entity::Account, 2, "02079460018");
        check(&[account.clone(), contact(1, "02079460018")], &[1]);
        check(&[account, contact(1, "02079460019")], &[2]);
        check(&[candidate(Entity::Lead, 3, "02079460018")], &[]);
    }

    #[test]
    fn an_inactive_record_is_nobody_and_a_merged_one_is_its_master() {
        check(&[inactive(1, "02079460018", None)], &[]);
        check(
            &[inactive(1, "02079460018", Some(2)), contact(2, "other")],
            &[2],
        );
        check(
            &[
                inactive(1, "02079460018", Some(2)),
                inactive(2, "", Some(3)),
                contact(3, "02079460018"),
            ],
            &[3],
        );
        check(
            &[
                inactive(1, "02079460018", Some(2)),
                inactive(2, "02079460018", Some(1)),
            ],
            &[],
        );
    }

    #[test]
    fn a_master_that_is_not_there_is_asked_for() {
        let merged = [
            inactive(1, "02079460018", Some(2)),
            inactive(3, "", Some(1)),
        ];
        assert_eq!(
            missing_masters(&merged).into_iter().collect::<Vec<_>>(),
            [(Entity::Contact, RecordId(Uuid::from_u128(2)))]
        );
        check(&merged, &[]);
    }

    #[test]
    fn several_contacts_of_one_account_are_that_account() {
        let account = candidate(Entity::Account, 9, "");
        let first = of_account(contact(1, "02079460018"), 9);
        let second = of_account(contact(2, "02079460018"), 9);
        check(&[account.clone(), first.clone(), second], &[9]);
        let elsewhere = of_account(contact(2, "02079460018"), 8);
        check(&[account.clone(), first.clone(), elsewhere], &[1, 2]);
        check(
            &[account.clone(), first.clone(), contact(2, "02079460018")],
            &[1, 2],
        );
        check(&[account, first.clone(), first], &[1]);
    }

    #[test]
    fn a_shared_account_counts_as_it_stands_now() {
        let several = [1, 2].map(|id| of_account(contact(id, "02079460018"), 9));
        let with = |account: Candidate| [several.to_vec(), vec![account]].concat();
        let entities = [Entity::Contact];
        let missing =
            |candidates: &[Candidate]| missing_account(&number(), &plan(), &entities, candidates);
        assert_eq!(missing(&several), Some(RecordId(Uuid::from_u128(9))));
        check(&several, &[1, 2]);

        let mut account = candidate(Entity::Account, 9, "");
        account.is_active = false;
        assert_eq!(missing(&with(account.clone())), None);
        check(&with(account.clone()), &[1, 2]);

        account.merged_into = Some(RecordId(Uuid::from_u128(10)));
        let winner = candidate(Entity::Account, 10, "");
        check(&[with(account), vec![winner]].concat(), &[10]);
    }

    #[test]
    fn an_unknown_number_makes_one_contact_on_every_computer() {
        let id = contact_id(ORGANIZATION, &number(), 0);
        let decide =
            |candidates: &[Candidate]| unknown(ORGANIZATION, &number(), &plan(), candidates);
        assert_eq!(decide(&[]), Unknown::Create { id, generation: 0 });
        assert_ne!(id, contact_id(OrganizationId(Uuid::nil()), &number(), 0));
        // Pinned: a change would make a second contact for every number.
        assert_eq!(id.to_string(), "2b21c677-1d24-5503-b3a6-2b5bdea22ed9");
    }

    #[test]
    fn a_contact_made_earlier_decides_what_happens_to_its_number() {
        let decide =
            |candidates: &[Candidate]| unknown(ORGANIZATION, &number(), &plan(), candidates);
        let next = |generation| Unknown::Create {
            id: contact_id(ORGANIZATION, &number(), generation),
            generation,
        };
        let changed: Vec<Candidate> = (0..3)
            .map(|generation| made(generation, "0161 496 0000"))
            .collect();
        assert_eq!(decide(changed.get(..1).unwrap()), next(1));
        assert_eq!(decide(changed.get(..2).unwrap()), next(2));
        assert_eq!(decide(&changed), Unknown::UsedUp);

        let kept = made(0, "020 7946 0018");
        assert_eq!(
            decide(std::slice::from_ref(&kept)),
            Unknown::Known(kept.record.clone())
        );

        let deactivated = Candidate {
            is_active: false,
            ..kept.clone()
        };
        assert_eq!(
            decide(std::slice::from_ref(&deactivated)),
            Unknown::Deactivated(kept.record)
        );

        let merged = Candidate {
            merged_into: Some(RecordId(Uuid::from_u128(5))),
            ..deactivated
        };
        let master = contact(5, "another number");
        assert_eq!(
            decide(&[merged, master.clone()]),
            Unknown::Known(master.record)
        );
    }

    proptest! {
        #[test]
        fn hostile_candidates_are_no_match(written in "\\PC{0,200}") {
            let found = choose(&number(), &plan(), &[Entity::Contact], &[contact(1, &written)]);
            let is_same = plan().number(&written).is_some_and(|read| read.is_same_line(&number()));
            prop_assert_eq!(found != ContactMatch::None, is_same);
        }
    }
}
