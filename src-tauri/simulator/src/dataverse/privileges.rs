//! Who may do what: everyone may do everything a salesperson may, until a privilege is taken away
//! (`reference/dataverse.md`, section 2.7).

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::query::context;
use super::refusal::Refusal;
use super::state::State;
use super::tables::Table;

const ACTIONS: [&str; 7] = [
    "Create", "Read", "Write", "Delete", "Append", "AppendTo", "Assign",
];
const TABLES: [&str; 5] = ["Activity", "Note", "Contact", "Account", "Lead"];
const OTHERS: [&str; 2] = ["prvReadUser", "prvAppendToUser"];
/// Privileges that exist and that no ordinary user has.
const ELEVATED: [&str; 4] = [
    "prvOverrideCreatedOnCreatedBy",
    "prvActOnBehalfOfAnotherUser",
    "prvCreateUser",
    "prvWriteUser",
];

/// The privilege to do `action` to records of a table, for example `prvCreateActivity`.
pub(super) fn privilege(action: &str, table: Table) -> String {
    format!("prv{action}{}", table.schema().privilege_name)
}

impl State {
    /// Whether a user has a privilege now.
    pub(super) fn holds(&self, user: Uuid, privilege: &str) -> bool {
        is_ordinary(privilege)
            && !self
                .withheld
                .get(&user)
                .is_some_and(|withheld| withheld.contains(privilege))
    }

    /// The answer of `RetrieveUserPrivilegeByPrivilegeName`.
    pub(super) fn user_privilege(&self, user: Uuid, privilege: &str) -> Result<Json, Refusal> {
        if !self.switches.has_privilege_function {
            return Err(Refusal::unknown_resource(
                "Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName",
            ));
        }
        if self.store.row(Table::User, user).is_none() {
            return Err(Refusal::does_not_exist(Table::User, user));
        }
        if !is_ordinary(privilege) && !ELEVATED.contains(&privilege) {
            return Err(Refusal::new(
                404,
                "0x80040217",
                format!("privilege With Name = {privilege} Does Not Exist"),
            ));
        }
        let held = if self.holds(user, privilege) {
            vec![json!({
                "Depth": "Global",
                "PrivilegeId": Uuid::new_v5(&self.organization.id, privilege.as_bytes()).to_string(),
                "BusinessUnitId": self.organization.business_unit_id.to_string(),
                "PrivilegeName": privilege,
                "RecordFilterId": Uuid::nil().to_string(),
                "RecordFilterUniqueName": "",
            })]
        } else {
            Vec::new()
        };
        Ok(json!({
            "@odata.context": context(self, "Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeNameResponse"),
            "RolePrivileges": held,
        }))
    }
}

fn is_ordinary(privilege: &str) -> bool {
    OTHERS.contains(&privilege)
        || privilege.strip_prefix("prv").is_some_and(|rest| {
            ACTIONS.iter().any(|action| {
                rest.strip_prefix(action)
                    .is_some_and(|table| TABLES.contains(&table))
            })
        })
}
