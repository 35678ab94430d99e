//! Phone calls: their parties, their states and how they are read back (`reference/dataverse.md`, section 2).

use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::prefer::Annotations;
use super::references::References;
use super::refusal::Refusal;
use super::state::State;
use super::store::{Party, Row};
use super::tables::Table;

/// The roles a client may give a party of a phone call: From and To.
const MASKS: [i64; 2] = [1, 2];
const ADDRESS_USED_MAX: usize = 320;
const UNRESOLVED_NAME_MAX: usize = 200;

/// `directioncode`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// False.
    Incoming,
    /// True.
    Outgoing,
}

/// A phone call as the service holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneCallRow {
    /// `activityid`
    pub id: Uuid,
    /// `subject`
    pub subject: String,
    /// `description`
    pub description: String,
    /// `phonenumber`
    pub phone_number: String,
    /// `directioncode`
    pub direction: Direction,
    /// `statecode`: 0 Open, 1 Completed, 2 Canceled.
    pub state: i64,
    /// `statuscode`: 1 Open, 2 Made, 3 Canceled, 4 Received.
    pub status: i64,
    /// Its parties, with those the server adds (masks 8 and 9).
    pub parties: Vec<Party>,
    /// `regardingobjectid`
    pub regarding: Option<(Table, Uuid)>,
    /// `ownerid`
    pub owner: Uuid,
    /// `createdby`
    pub created_by: Uuid,
    /// `actualstart`
    pub started_at: Option<Timestamp>,
    /// `actualend`
    pub ended_at: Option<Timestamp>,
    /// `actualdurationminutes`
    pub duration_minutes: Option<i64>,
    /// `createdon`
    pub created_at: Timestamp,
    /// `modifiedby`
    pub modified_by: Uuid,
    /// `modifiedon`
    pub modified_at: Timestamp,
}

impl PhoneCallRow {
    pub(super) fn of(id: Uuid, row: &Row) -> Self {
        let schema = Table::PhoneCall.schema();
        let text = |column| row.text(schema, column).unwrap_or_default().to_owned();
        let user = |column| {
            row.lookup(schema, column)
                .map(|(_, id)| id)
                .unwrap_or_default()
        };
        Self {
            id,
            subject: text("subject"),
            description: text("description"),
            phone_number: text("phonenumber"),
            direction: if row.is_true(schema, "directioncode") {
                Direction::Outgoing
            } else {
                Direction::Incoming
            },
            state: row.whole(schema, "statecode").unwrap_or_default(),
            status: row.whole(schema, "statuscode").unwrap_or_default(),
            parties: parties(row),
            regarding: row.lookup(schema, "_regardingobjectid_value"),
            owner: user("_ownerid_value"),
            created_by: user("_createdby_value"),
            started_at: row.moment(schema, "actualstart"),
            ended_at: row.moment(schema, "actualend"),
            duration_minutes: row.whole(schema, "actualdurationminutes"),
            created_at: row.moment(schema, "createdon").unwrap_or_default(),
            modified_by: user("_modifiedby_value"),
            modified_at: row.moment(schema, "modifiedon").unwrap_or_default(),
        }
    }

    /// Whether it stands in the timeline as done.
    #[must_use]
    pub fn is_completed(&self) -> bool {
        self.state == 1
    }

    /// The parties of one role.
    #[must_use]
    pub fn parties_of(&self, mask: i64) -> Vec<(Table, Uuid)> {
        self.parties
            .iter()
            .filter(|party| party.mask == mask)
            .map(|party| (party.table, party.id))
            .collect()
    }
}

/// The parties a reader sees: the client's, and the rows of the regarded record and the owner.
fn parties(row: &Row) -> Vec<Party> {
    let schema = Table::PhoneCall.schema();
    let added = [(8, "_regardingobjectid_value"), (9, "_ownerid_value")];
    let added = added.into_iter().filter_map(|(mask, column)| {
        row.lookup(schema, column)
            .map(|(table, id)| Party { mask, table, id })
    });
    row.parties.iter().cloned().chain(added).collect()
}

/// The parties as `$expand=phonecall_activity_parties` shows them.
pub(super) fn parties_json(
    state: &State,
    activity: Uuid,
    row: &Row,
    annotations: Annotations,
) -> Json {
    let party = |(index, party): (usize, Party)| {
        let mut body = Map::new();
        let id = Uuid::new_v5(&activity, &index.to_be_bytes());
        body.insert("activitypartyid".to_owned(), json!(id.to_string()));
        body.insert("participationtypemask".to_owned(), json!(party.mask));
        body.insert("_activityid_value".to_owned(), json!(activity.to_string()));
        annotations.annotate_lookup(&mut body, state, "_partyid_value", (party.table, party.id));
        body.insert("_partyid_value".to_owned(), json!(party.id.to_string()));
        Json::Object(body)
    };
    Json::Array(parties(row).into_iter().enumerate().map(party).collect())
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
