//! What the body of a create or an update asks for (`reference/dataverse.md`, sections 2 and 4).

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::activity_parties::read_parties;
use super::references::References;
use super::refusal::Refusal;
use super::state::State;
use super::store::Party;
use super::tables::{Access, Kind, Schema, Table};
use super::value::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Create,
    Update,
}

/// What a body asks for.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub(super) values: Vec<(usize, Value)>,
    /// The parties, where the body has any.
    pub(super) parties: Option<Vec<Party>>,
    pub(super) state: Option<i64>,
    pub(super) status: Option<i64>,
    /// The records it refers to.
    pub(super) bound: Vec<(Table, Uuid)>,
    pub(super) owner: Option<Uuid>,
}

/// Reads a body; whatever the table does not have, or would not take, refuses it.
pub(super) fn read_change(
    state: &State,
    table: Table,
    purpose: Purpose,
    body: &Map<String, Json>,
    references: &References,
) -> Result<Change, Refusal> {
    let schema = table.schema();
    let mut change = Change::default();
    for (name, json) in body {
        if name.starts_with("@odata.") {
            continue;
        }
        if let Some(navigation) = name.strip_suffix("@odata.bind") {
            bind(state, schema, navigation, json, references, &mut change)?;
            continue;
        }
        if table == Table::PhoneCall && name == "phonecall_activity_parties" {
            if purpose == Purpose::Update && !state.switches.takes_parties_on_update {
                return Err(Refusal::deep_insert());
            }
            let parties = read_parties(state, json, references)?;
            let bound = parties.iter().map(|party| (party.table, party.id));
            change.bound.extend(bound);
            change.parties = Some(parties);
            continue;
        }
        read_column(schema, purpose, name, json, &mut change)?;
    }
    Ok(change)
}

fn read_column(
    schema: &Schema,
    purpose: Purpose,
    name: &str,
    json: &Json,
    change: &mut Change,
) -> Result<(), Refusal> {
    let found = schema
        .position(name)
        .and_then(|position| Some((position, schema.columns.get(position)?)));
    let Some((position, column)) = found else {
        return Err(Refusal::undeclared(schema.logical_name, name));
    };
    match (column.access, purpose) {
        (Access::Writable, _) | (Access::CreateOnly, Purpose::Create) => {}
        (Access::ReadOnly, _) | (Access::CreateOnly, Purpose::Update) => {
            return Err(Refusal::new(
                400,
                "0x80040203",
                format!(
                    "The property '{name}' of '{}' cannot be written by this request.",
                    schema.logical_name
                ),
            ));
        }
    }
    let value = Value::read(json, column, schema)?;
    match (column.kind, &value) {
        (Kind::State, Value::Whole(code)) => change.state = Some(*code),
        (Kind::Status, Value::Whole(code)) => change.status = Some(*code),
        _ => change.values.push((position, value)),
    }
    Ok(())
}

fn bind(
    state: &State,
    schema: &Schema,
    name: &str,
    json: &Json,
    references: &References,
    change: &mut Change,
) -> Result<(), Refusal> {
    let navigation = schema
        .navigation(name)
        .filter(|navigation| navigation.access == Access::Writable)
        .ok_or_else(|| Refusal::undeclared(schema.logical_name, name))?;
    let position = schema.position(navigation.column).unwrap_or_default();
    match json {
        Json::String(target) => {
            let (table, id) = references.resolve(state, target, navigation.target)?;
            if navigation.column == "_ownerid_value" {
                change.owner = Some(id);
                return Ok(());
            }
            if change.values.iter().any(|(known, _)| *known == position) {
                return Err(Refusal::payload(format_args!(
                    "The lookup of '{name}' is bound more than once."
                )));
            }
            change.bound.push((table, id));
            change.values.push((position, Value::Lookup(table, id)));
        }
        Json::Null if navigation.column != "_ownerid_value" => {
            change.values.push((position, Value::Null));
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => {
            return Err(Refusal::payload(format_args!(
                "The odata.bind annotation of '{name}' is a text that names a record."
            )));
        }
    }
    Ok(())
}
