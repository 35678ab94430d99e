//! What the requests of a changeset know of each other, and what an `@odata.bind` names (`reference/dataverse.md`,
//! sections 2.3 and 5).

use std::collections::BTreeMap;

use uuid::Uuid;

use super::address::{self, Resource};
use super::refusal::Refusal;
use super::state::State;
use super::tables::Table;

/// What the requests of a changeset have to know of each other.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The records behind `$1`, `$2`, ...
    pub(super) records: BTreeMap<String, (Table, Uuid)>,
    /// The records this changeset created.
    pub(super) created: Vec<(Table, Uuid)>,
    /// The phone calls this changeset opened again.
    pub(super) reopened: Vec<Uuid>,
}

impl References {
    /// The record behind a `$1`.
    pub(super) fn record(&self, reference: &str) -> Result<(Table, Uuid), Refusal> {
        self.records.get(reference).copied().ok_or_else(|| {
            Refusal::malformed(format!(
                "Content-ID Reference: '{reference}' does not exist in the batch context."
            ))
        })
    }

    /// The record an `@odata.bind` names; it must exist and be of the right table.
    pub(super) fn resolve(
        &self,
        state: &State,
        target: &str,
        expected: Table,
    ) -> Result<(Table, Uuid), Refusal> {
        let (table, id) = if target.starts_with('$') {
            self.record(target)?
        } else {
            let set_relative = target
                .strip_prefix('/')
                .filter(|rest| !rest.starts_with("api/"));
            match address::read(set_relative.unwrap_or(target))?.resource {
                Resource::Record(table, id) => (table, id),
                Resource::Set(_)
                | Resource::WhoAmI
                | Resource::Organization
                | Resource::UserPrivilege { .. }
                | Resource::Batch => {
                    return Err(Refusal::payload(format_args!(
                        "The value '{target}' of an odata.bind annotation names no record."
                    )));
                }
            }
        };
        if table != expected {
            return Err(Refusal::payload(format_args!(
                "The value '{target}' of an odata.bind annotation is not of type 'Microsoft.Dynamics.CRM.{}'.",
                expected.schema().logical_name
            )));
        }
        if state.store.row(table, id).is_none() {
            return Err(Refusal::does_not_exist(table, id));
        }
        Ok((table, id))
    }
}
