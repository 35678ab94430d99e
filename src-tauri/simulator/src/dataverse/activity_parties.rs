//! The parties of phone calls: how clients write them, and the rows readers find (`reference/dataverse.md`,
//! section 2.4).

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::references::References;
use super::refusal::Refusal;
use super::state::State;
use super::store::{Party, Row};
use super::tables::Table;
use super::value::Value;

/// The roles a client may give a party of a phone call: From and To.
const MASKS: [i64; 2] = [1, 2];
const ADDRESS_USED_MAX: usize = 320;
const UNRESOLVED_NAME_MAX: usize = 200;

/// The parties a reader sees: the client's, and the rows of the regarded record and the owner.
pub(super) fn parties(row: &Row) -> Vec<Party> {
    let schema = Table::PhoneCall.schema();
    let added = [(8, "_regardingobjectid_value"), (9, "_ownerid_value")];
    let added = added.into_iter().filter_map(|(mask, column)| {
        row.lookup(schema, column)
            .map(|(table, id)| Party { mask, table, id })
    });
    row.parties.iter().cloned().chain(added).collect()
}

/// The rows of the table `activityparty` that follow from a phone call.
pub(super) fn rows(activity: Uuid, row: &Row) -> Vec<(Uuid, Row)> {
    let schema = Table::ActivityParty.schema();
    let about = Value::Lookup(Table::PhoneCall, activity);
    let seated = parties(row).into_iter().enumerate();
    seated
        .map(|(index, party)| {
            let id = id(activity, index);
            let mut seat = Row::new(Table::ActivityParty);
            seat.version = row.version;
            for (column, value) in [
                (schema.key, Value::Guid(id)),
                ("_activityid_value", about.clone()),
                ("_partyid_value", Value::Lookup(party.table, party.id)),
                ("participationtypemask", Value::Whole(party.mask)),
            ] {
                seat.set(schema, column, value);
            }
            (id, seat)
        })
        .collect()
}

/// The id of the party at a place of a phone call.
pub(super) fn id(activity: Uuid, index: usize) -> Uuid {
    Uuid::new_v5(&activity, &index.to_be_bytes())
}

/// Reads the parties of a deep insert.
pub(super) fn read_parties(
    state: &State,
    json: &Json,
    references: &References,
) -> Result<Vec<Party>, Refusal> {
    let Json::Array(items) = json else {
        return Err(Refusal::payload(
            "The property 'phonecall_activity_parties' is a collection of entries.",
        ));
    };
    items
        .iter()
        .map(|item| match item {
            Json::Object(item) => read_party(state, item, references),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Array(_) => {
                Err(Refusal::payload("An activity party is an object."))
            }
        })
        .collect()
}

fn read_party(
    state: &State,
    item: &Map<String, Json>,
    references: &References,
) -> Result<Party, Refusal> {
    let mut mask = None;
    let mut bound = None;
    for (name, value) in item {
        match (name.as_str(), value) {
            ("participationtypemask", Json::Number(number)) => mask = number.as_i64(),
            ("addressused", Json::String(text)) => check_length(name, text, ADDRESS_USED_MAX)?,
            ("unresolvedpartyname", Json::String(text)) => {
                check_length(name, text, UNRESOLVED_NAME_MAX)?;
            }
            ("@odata.type", Json::String(_)) => {}
            (name, Json::String(target)) => {
                let table =
                    party_table(name).ok_or_else(|| Refusal::undeclared("activityparty", name))?;
                if bound.is_some() {
                    return Err(invalid_party("An activity party has one partyid."));
                }
                bound = Some(references.resolve(state, target, table)?);
            }
            (name, _) => return Err(Refusal::undeclared("activityparty", name)),
        }
    }
    let Some(mask) = mask.filter(|mask| MASKS.contains(mask)) else {
        return Err(invalid_party(
            "The participation type of the party is missing or not allowed for an activity of the type phonecall.",
        ));
    };
    let (table, id) = bound
        .ok_or_else(|| invalid_party("An activity party without partyid cannot be resolved."))?;
    Ok(Party { mask, table, id })
}

fn party_table(bind: &str) -> Option<Table> {
    match bind.strip_suffix("@odata.bind")? {
        "partyid_contact" => Some(Table::Contact),
        "partyid_systemuser" => Some(Table::User),
        "partyid_account" => Some(Table::Account),
        "partyid_lead" => Some(Table::Lead),
        _ => None,
    }
}

fn invalid_party(message: &str) -> Refusal {
    Refusal::new(400, "0x80040203", message)
}

fn check_length(name: &str, text: &str, length_max: usize) -> Result<(), Refusal> {
    if text.encode_utf16().count() <= length_max {
        return Ok(());
    }
    Err(Refusal::new(
        400,
        "0x80044331",
        format!(
            "A validation error occurred. The length of the '{name}' attribute of the 'activityparty' entity exceeded the maximum allowed length of '{length_max}'."
        ),
    ))
}
