//! Creating, updating and deleting (`reference/dataverse.md`, sections 2 and 4).

use jiff::Timestamp;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::annotations;
use super::change::{Change, Purpose, read_change};
use super::privileges::privilege;
use super::references::References;
use super::refusal::Refusal;
use super::state::{Session, State};
use super::store::Row;
use super::tables::{Schema, Table};
use super::value::Value;

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
    if id.is_some() && change.parties.is_some() {
        return Err(Refusal::deep_insert());
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
    row.parties = change.parties.unwrap_or_default();
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
    references: &mut References,
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
            && change.parties.is_none()
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
    if table == Table::PhoneCall {
        check_steps(state, id, after, references)?;
        if before != 0 {
            references.reopened.push(id);
        }
    }
    for (position, value) in change.values {
        row.put(position, value);
    }
    if let Some(parties) = change.parties {
        row.parties = parties;
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

/// What an organization may refuse to do to one phone call within one changeset.
fn check_steps(
    state: &State,
    id: Uuid,
    state_after: i64,
    references: &References,
) -> Result<(), Refusal> {
    let refused = |message| Err(Refusal::new(400, "0x80048408", message));
    let switches = &state.switches;
    let is_new = references.created.contains(&(Table::PhoneCall, id));
    if switches.refuses_completion_with_creation && is_new && state_after != 0 {
        return refused(
            "The state of a record cannot be changed in the change set that creates it.",
        );
    }
    if switches.refuses_reopening_with_edits && references.reopened.contains(&id) {
        return refused(
            "A record cannot be changed in the change set that changes its state to open.",
        );
    }
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
    if was_there && table == Table::PhoneCall {
        annotations::remove_of(&mut state.store, id);
    } else if was_there {
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
        Table::Annotation => default("isdocument", Value::Flag(false)),
        Table::Contact | Table::Account | Table::Lead => default("merged", Value::Flag(false)),
        Table::ActivityParty | Table::User => {}
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
    if table == Table::Annotation {
        let about = row.lookup(schema, "_objectid_value");
        let about = about.map_or(Value::Null, |(table, _)| {
            Value::Text(table.logical_name().to_owned())
        });
        row.set(schema, "objecttypecode", about);
    }
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
