//! Creating, updating and deleting (`reference/dataverse.md`, sections 2 and 4).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::address::{self, Resource};
use super::phone_calls::read_parties;
use super::privileges::privilege;
use super::refusal::Refusal;
use super::state::{Session, State};
use super::store::{Party, Row};
use super::tables::{Access, Kind, Schema, Table};
use super::value::Value;

/// What the requests of a changeset have to know of each other.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The records behind `$1`, `$2`, ...
    pub(super) records: BTreeMap<String, (Table, Uuid)>,
    /// The records this changeset created.
    pub(super) created: Vec<(Table, Uuid)>,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Create,
    Update,
}

/// What a body asks for.
#[derive(Debug, Default)]
struct Change {
    values: Vec<(usize, Value)>,
    parties: Vec<Party>,
    state: Option<i64>,
    status: Option<i64>,
    bound: Vec<(Table, Uuid)>,
    owner: Option<Uuid>,
}

/// Creates a record; `id` is the key of an upsert's address.
pub(super) fn create(
    state: &mut State,
    session: Session,
    table: Table,
    id: Option<Uuid>,
    body: &Map<String, Json>,
    references: &mut References,
) -> Result<Uuid, Refusal> {
    let schema = table.schema();
    let change = read_change(state, table, Purpose::Create, body, references)?;
    if id.is_some() && body.contains_key("phonecall_activity_parties") {
        return Err(Refusal::payload(
            "Deep insert is not supported in an update or upsert.",
        ));
    }
    state.require(session, &privilege("Create", table))?;
    check_bound(state, session, table, &change)?;
    let status = match (change.state, change.status) {
        (None, None) => first_status(schema, 0),
        (None, Some(status)) if is_status_of(schema, 0, status) => status,
        (Some(_), _) | (None, Some(_)) => return Err(Refusal::invalid_state()),
    };
    let mut row = Row::new(table);
    let is_backdated = body.contains_key("overriddencreatedon");
    if is_backdated {
        state.require(session, "prvOverrideCreatedOnCreatedBy")?;
    }
    for (position, value) in change.values {
        row.put(position, value);
    }
    let given = match row.get(schema, schema.key) {
        Value::Guid(given) => Some(*given),
        Value::Null
        | Value::Text(_)
        | Value::Whole(_)
        | Value::Flag(_)
        | Value::Moment(_)
        | Value::Lookup(..) => None,
    };
    if id.is_some() && given.is_some() && id != given {
        return Err(Refusal::payload(format_args!(
            "The key property '{}' in the body is not that of the address.",
            schema.key
        )));
    }
    let id = match id.or(given) {
        Some(id) => id,
        None => state.new_id(),
    };
    if state.store.row(table, id).is_some() {
        return Err(Refusal::duplicate());
    }
    row.set(schema, schema.key, Value::Guid(id));
    row.set(schema, "statecode", Value::Whole(0));
    row.set(schema, "statuscode", Value::Whole(status));
    row.parties = change.parties;
    let owner = change.owner.unwrap_or(session.user);
    row.set(schema, "_ownerid_value", Value::Lookup(Table::User, owner));
    row.set(
        schema,
        "_createdby_value",
        Value::Lookup(Table::User, session.user),
    );
    row.set(
        schema,
        "createdon",
        Value::Moment(whole_second(session.now)),
    );
    set_defaults(table, &mut row);
    finish(table, &mut row, session);
    state.store.write(table, id, row);
    references.created.push((table, id));
    Ok(id)
}

/// Changes a record that exists.
pub(super) fn update(
    state: &mut State,
    session: Session,
    table: Table,
    id: Uuid,
    body: &Map<String, Json>,
    references: &References,
) -> Result<(), Refusal> {
    let schema = table.schema();
    let change = read_change(state, table, Purpose::Update, body, references)?;
    state.require(session, &privilege("Write", table))?;
    check_bound(state, session, table, &change)?;
    let mut row = state
        .store
        .row(table, id)
        .cloned()
        .ok_or_else(|| Refusal::does_not_exist(table, id))?;
    let before = row.whole(schema, "statecode").unwrap_or_default();
    let after = change.state.unwrap_or(before);
    if table == Table::PhoneCall && before != 0 {
        let only_reopens = after == 0
            && change.values.is_empty()
            && change.owner.is_none()
            && change.bound.is_empty();
        if !only_reopens {
            return Err(Refusal::closed_activity());
        }
    }
    let status = match (change.state, change.status) {
        (None, None) => row.whole(schema, "statuscode").unwrap_or_default(),
        (Some(state), None) => first_status(schema, state),
        (_, Some(status)) => status,
    };
    if !schema.states.is_empty() && !is_status_of(schema, after, status) {
        return Err(Refusal::invalid_state());
    }
    let is_new = references.created.contains(&(table, id));
    if table == Table::PhoneCall
        && after != 0
        && is_new
        && state.switches.refuses_completion_with_creation
    {
        return Err(Refusal::new(
            400,
            "0x80048408",
            "The state of a record cannot be changed in the change set that creates it.",
        ));
    }
    for (position, value) in change.values {
        row.put(position, value);
    }
    if let Some(owner) = change.owner {
        row.set(schema, "_ownerid_value", Value::Lookup(Table::User, owner));
    }
    row.set(schema, "statecode", Value::Whole(after));
    row.set(schema, "statuscode", Value::Whole(status));
    if table == Table::PhoneCall && before == 0 && after == 1 {
        complete(&mut row, session);
    }
    finish(table, &mut row, session);
    state.store.write(table, id, row);
    Ok(())
}

/// Deletes a record; what regarded it regards nothing.
pub(super) fn delete(
    state: &mut State,
    session: Session,
    table: Table,
    id: Uuid,
) -> Result<(), Refusal> {
    state.require(session, &privilege("Delete", table))?;
    if !remove(state, table, id) {
        return Err(Refusal::does_not_exist(table, id));
    }
    Ok(())
}

/// Removes a record and every reference to it; false if there was none.
pub(super) fn remove(state: &mut State, table: Table, id: Uuid) -> bool {
    let was_there = state.store.remove(table, id);
    if was_there && table != Table::PhoneCall {
        state.store.repoint(
            Table::PhoneCall,
            "_regardingobjectid_value",
            (table, id),
            None,
        );
        state
            .store
            .repoint(Table::Contact, "_parentcustomerid_value", (table, id), None);
    }
    was_there
}

fn read_change(
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
            if purpose == Purpose::Update {
                return Err(Refusal::payload(
                    "Deep insert is not supported in an update or upsert.",
                ));
            }
            change.parties = read_parties(state, json, references)?;
            change
                .bound
                .extend(change.parties.iter().map(|party| (party.table, party.id)));
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

/// The privileges that binding other records and giving the record away need.
fn check_bound(
    state: &State,
    session: Session,
    table: Table,
    change: &Change,
) -> Result<(), Refusal> {
    for (target, _) in &change.bound {
        if *target != Table::User {
            state.require(session, &privilege("Append", table))?;
        }
        state.require(session, &privilege("AppendTo", *target))?;
    }
    let Some(owner) = change.owner.filter(|owner| *owner != session.user) else {
        return Ok(());
    };
    state.require(session, &privilege("Assign", table))?;
    let user = Table::User.schema();
    let is_disabled = state
        .store
        .row(Table::User, owner)
        .is_some_and(|row| row.is_true(user, "isdisabled"));
    if is_disabled {
        return Err(disabled(owner));
    }
    Ok(())
}

pub(super) fn disabled(user: Uuid) -> Refusal {
    Refusal::new(
        403,
        "0x80040225",
        format!("The specified user(Id = {user}) is disabled. Consider enabling this user."),
    )
}

fn is_status_of(schema: &Schema, state: i64, status: i64) -> bool {
    schema
        .state(state)
        .is_some_and(|state| state.statuses.iter().any(|(code, _)| *code == status))
}

fn first_status(schema: &Schema, state: i64) -> i64 {
    schema
        .state(state)
        .and_then(|state| state.statuses.first())
        .map_or(-1, |(code, _)| *code)
}

fn set_defaults(table: Table, row: &mut Row) {
    let schema = table.schema();
    let mut default = |column, value| {
        if row.get(schema, column) == &Value::Null {
            row.set(schema, column, value);
        }
    };
    match table {
        Table::PhoneCall => {
            default("directioncode", Value::Flag(true));
            default("leftvoicemail", Value::Flag(false));
            default("prioritycode", Value::Whole(1));
            default("isbilled", Value::Flag(false));
            default("isworkflowcreated", Value::Flag(false));
            default("activitytypecode", Value::Text("phonecall".to_owned()));
        }
        Table::Contact | Table::Account | Table::Lead => default("merged", Value::Flag(false)),
        Table::User => {}
    }
}

/// The times a completed call has even when nobody gave them (`reference/dataverse.md`, section 2.1).
fn complete(row: &mut Row, session: Session) {
    let schema = Table::PhoneCall.schema();
    if row.get(schema, "actualstart") == &Value::Null {
        let created = row.get(schema, "createdon").clone();
        row.set(schema, "actualstart", created);
    }
    if row.get(schema, "actualend") == &Value::Null {
        row.set(
            schema,
            "actualend",
            Value::Moment(whole_second(session.now)),
        );
    }
}

/// What follows from the other columns, and who changed it when.
pub(super) fn finish(table: Table, row: &mut Row, session: Session) {
    let schema = table.schema();
    row.set(
        schema,
        "modifiedon",
        Value::Moment(whole_second(session.now)),
    );
    row.set(
        schema,
        "_modifiedby_value",
        Value::Lookup(Table::User, session.user),
    );
    if matches!(table, Table::Contact | Table::Lead) {
        let parts = ["firstname", "middlename", "lastname"]
            .into_iter()
            .filter_map(|column| row.text(schema, column))
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let full_name = if parts.is_empty() {
            Value::Null
        } else {
            Value::Text(parts)
        };
        row.set(schema, "fullname", full_name);
    }
}

pub(super) fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
