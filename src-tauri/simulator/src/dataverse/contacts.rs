//! Contacts as they are read back, and merging (`reference/dataverse.md`, section 3.1).

use jiff::Timestamp;
use uuid::Uuid;

use super::state::State;
use super::store::Row;
use super::tables::Table;
use super::value::Value;

/// A contact as the service holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRow {
    /// `contactid`
    pub id: Uuid,
    /// `firstname`
    pub first_name: String,
    /// `lastname`
    pub last_name: String,
    /// `fullname`
    pub full_name: String,
    /// `mobilephone`
    pub mobile_phone: String,
    /// `telephone1`
    pub business_phone: String,
    /// `telephone2`
    pub home_phone: String,
    /// `telephone3`
    pub other_phone: String,
    /// `description`
    pub description: String,
    /// `statecode`: 0 Active, 1 Inactive.
    pub state: i64,
    /// `masterid`
    pub merged_into: Option<Uuid>,
    /// `ownerid`
    pub owner: Uuid,
    /// `createdon`
    pub created_at: Timestamp,
}

impl ContactRow {
    pub(super) fn of(id: Uuid, row: &Row) -> Self {
        let schema = Table::Contact.schema();
        let text = |column| row.text(schema, column).unwrap_or_default().to_owned();
        let lookup = |column| row.lookup(schema, column).map(|(_, id)| id);
        Self {
            id,
            first_name: text("firstname"),
            last_name: text("lastname"),
            full_name: text("fullname"),
            mobile_phone: text("mobilephone"),
            business_phone: text("telephone1"),
            home_phone: text("telephone2"),
            other_phone: text("telephone3"),
            description: text("description"),
            state: row.whole(schema, "statecode").unwrap_or_default(),
            merged_into: lookup("_masterid_value"),
            owner: lookup("_ownerid_value").unwrap_or_default(),
            created_at: row.moment(schema, "createdon").unwrap_or_default(),
        }
    }
}

/// Merges one contact into another: it becomes inactive, and its phone calls regard the other. False if one is missing.
pub(super) fn merge(state: &mut State, loser: Uuid, winner: Uuid) -> bool {
    let schema = Table::Contact.schema();
    if state.store.row(Table::Contact, winner).is_none()
        || !deactivate(state, Table::Contact, loser)
    {
        return false;
    }
    if let Some(mut row) = state.store.row(Table::Contact, loser).cloned() {
        row.set(schema, "merged", Value::Flag(true));
        row.set(
            schema,
            "_masterid_value",
            Value::Lookup(Table::Contact, winner),
        );
        state.store.write(Table::Contact, loser, row);
    }
    state.store.repoint(
        Table::PhoneCall,
        "_regardingobjectid_value",
        (Table::Contact, loser),
        Some((Table::Contact, winner)),
    );
    true
}

/// Makes a contact or an account inactive; false if there is none.
pub(super) fn deactivate(state: &mut State, table: Table, id: Uuid) -> bool {
    let schema = table.schema();
    let Some(mut row) = state.store.row(table, id).cloned() else {
        return false;
    };
    row.set(schema, "statecode", Value::Whole(1));
    row.set(schema, "statuscode", Value::Whole(2));
    state.store.write(table, id, row);
    true
}
