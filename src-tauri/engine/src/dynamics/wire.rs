//! The JSON of Dynamics records: strict in what is written, lenient in what is read.

use jiff::Timestamp;
use ringlog_core::call::{ActivityId, Direction, RecordId};
use ringlog_core::coexistence::ExistingPhoneCall;
use ringlog_core::contact_match::{Candidate, Entity, RecordRef};
use ringlog_core::correction::Party;
use ringlog_core::phone_call::{NewContact, PhoneCall};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// From (`reference/dataverse.md`, section 2.4).
const SENDER: u8 = 1;
/// To.
const RECIPIENT: u8 = 2;
/// `statecode` of an activity that can still be changed (`reference/dataverse.md`, section 2.2).
pub const STATE_OPEN: i64 = 0;
/// `statuscode` of such an activity.
pub const STATUS_OPEN: i64 = 1;

/// Which table a lookup points to (`reference/dataverse.md`, section 2.3).
pub const LOOKUP_TABLE: &str = "Microsoft.Dynamics.CRM.lookuplogicalname";
/// What a value is called.
const FORMATTED: &str = "OData.Community.Display.V1.FormattedValue";

/// The phone columns of contact (`reference/dataverse.md`, section 3.1).
const CONTACT_COLUMNS: [&str; 21] = [
    "mobilephone",
    "telephone1",
    "telephone2",
    "telephone3",
    "business2",
    "home2",
    "company",
    "callback",
    "assistantphone",
    "managerphone",
    "fax",
    "pager",
    "address1_telephone1",
    "address1_telephone2",
    "address1_telephone3",
    "address2_telephone1",
    "address2_telephone2",
    "address2_telephone3",
    "address3_telephone1",
    "address3_telephone2",
    "address3_telephone3",
];
const ACCOUNT_COLUMNS: [&str; 10] = [
    "telephone1",
    "telephone2",
    "telephone3",
    "fax",
    "address1_telephone1",
    "address1_telephone2",
    "address1_telephone3",
    "address2_telephone1",
    "address2_telephone2",
    "address2_telephone3",
];
const LEAD_COLUMNS: [&str; 12] = [
    "mobilephone",
    "telephone1",
    "telephone2",
    "telephone3",
    "fax",
    "pager",
    "address1_telephone1",
    "address1_telephone2",
    "address1_telephone3",
    "address2_telephone1",
    "address2_telephone2",
    "address2_telephone3",
];

/// An answer with several records.
#[derive(Debug, Deserialize)]
pub struct Rows {
    /// The records.
    pub value: Vec<Map<String, Value>>,
}

/// The table's name in addresses.
#[must_use]
pub fn entity_set(entity: Entity) -> &'static str {
    match entity {
        Entity::Contact => "contacts",
        Entity::Account => "accounts",
        Entity::Lead => "leads",
    }
}

/// The table's logical name.
#[must_use]
pub fn logical_name(entity: Entity) -> &'static str {
    match entity {
        Entity::Contact => "contact",
        Entity::Account => "account",
        Entity::Lead => "lead",
    }
}

/// The column of the table's id.
#[must_use]
pub fn id_column(entity: Entity) -> &'static str {
    match entity {
        Entity::Contact => "contactid",
        Entity::Account => "accountid",
        Entity::Lead => "leadid",
    }
}

/// The column of the table's name.
#[must_use]
pub fn name_column(entity: Entity) -> &'static str {
    match entity {
        Entity::Contact | Entity::Lead => "fullname",
        Entity::Account => "name",
    }
}

/// Every phone column the table has.
#[must_use]
pub fn all_phone_columns(entity: Entity) -> &'static [&'static str] {
    match entity {
        Entity::Contact => &CONTACT_COLUMNS,
        Entity::Account => &ACCOUNT_COLUMNS,
        Entity::Lead => &LEAD_COLUMNS,
    }
}

/// Those of `wanted` that the table has; a column it does not have would refuse the whole query.
#[must_use]
pub fn phone_columns(entity: Entity, wanted: &[String]) -> Vec<&'static str> {
    all_phone_columns(entity)
        .iter()
        .copied()
        .filter(|column| wanted.iter().any(|name| name.trim() == *column))
        .collect()
}

/// `$select` of a candidate with these phone columns.
#[must_use]
pub fn candidate_columns(entity: Entity, phone_columns: &[&str]) -> String {
    let mut columns = vec![
        id_column(entity),
        name_column(entity),
        "statecode",
        "merged",
        "_masterid_value",
    ];
    match entity {
        Entity::Contact => columns.push("_parentcustomerid_value"),
        // Several people of one account are that account; several accounts or leads are not.
        Entity::Account | Entity::Lead => {}
    }
    columns.extend(phone_columns);
    columns.join(",")
}

/// Reads a candidate; `None` if the record has no id.
#[must_use]
pub fn candidate(entity: Entity, row: &Map<String, Value>) -> Option<Candidate> {
    let id = id(row, id_column(entity))?;
    Some(Candidate {
        record: RecordRef {
            entity,
            id: RecordId(id),
            name: text(row, name_column(entity)).unwrap_or_default(),
            company: parent_account(row)
                .map(|account| account.name)
                .filter(|name| !name.is_empty()),
        },
        numbers: all_phone_columns(entity)
            .iter()
            .filter_map(|column| text(row, column))
            .collect(),
        parent_account: parent_account(row),
        is_active: row.get("statecode").and_then(Value::as_i64) == Some(0),
        merged_into: self::id(row, "_masterid_value").map(RecordId),
    })
}

fn parent_account(row: &Map<String, Value>) -> Option<RecordRef> {
    const COLUMN: &str = "_parentcustomerid_value";
    let id = id(row, COLUMN)?;
    (annotation(row, COLUMN, LOOKUP_TABLE)? == "account").then(|| RecordRef {
        entity: Entity::Account,
        id: RecordId(id),
        name: formatted(row, COLUMN).unwrap_or_default(),
        company: None,
    })
}

/// Reads a phone call somebody wrote; `None` if the record has no id.
#[must_use]
pub fn existing_phone_call(row: &Map<String, Value>) -> Option<ExistingPhoneCall> {
    let time = |column: &str| text(row, column)?.parse::<Timestamp>().ok();
    let is_outgoing = row.get("directioncode").and_then(Value::as_bool)?;
    Some(ExistingPhoneCall {
        id: ActivityId(id(row, "activityid")?),
        subject: text(row, "subject").unwrap_or_default(),
        description: text(row, "description").unwrap_or_default(),
        phone_number: text(row, "phonenumber").unwrap_or_default(),
        direction: if is_outgoing {
            Direction::Outbound
        } else {
            Direction::Inbound
        },
        started_at: time("actualstart"),
        created_at: time("createdon"),
        created_by: formatted(row, "_createdby_value"),
        regarding: regarding(row),
    })
}

/// Whom an activity regards, where that is a contact, an account or a lead.
#[must_use]
pub fn regarding(row: &Map<String, Value>) -> Option<RecordRef> {
    const COLUMN: &str = "_regardingobjectid_value";
    let table = annotation(row, COLUMN, LOOKUP_TABLE)?;
    Some(RecordRef {
        entity: entity_named(&table)?,
        id: RecordId(id(row, COLUMN)?),
        name: formatted(row, COLUMN).unwrap_or_default(),
        company: None,
    })
}

/// The entity with this logical name, if calls can regard it.
#[must_use]
pub fn entity_named(table: &str) -> Option<Entity> {
    [Entity::Contact, Entity::Account, Entity::Lead]
        .into_iter()
        .find(|entity| logical_name(*entity) == table)
}

/// A value as Dynamics shows it to people: of a lookup, the name of its record.
#[must_use]
pub fn formatted(row: &Map<String, Value>, column: &str) -> Option<String> {
    annotation(row, column, FORMATTED)
}

/// An annotation of a value.
#[must_use]
pub fn annotation(row: &Map<String, Value>, column: &str, name: &str) -> Option<String> {
    text(row, &format!("{column}@{name}"))
}

/// The phone call to create, with its parties (`reference/dataverse.md`, section 2.5).
#[must_use]
pub fn phone_call(call: &PhoneCall) -> Value {
    let owner = format!("/systemusers({})", call.owner);
    let (mine, theirs) = if call.is_outgoing() {
        (SENDER, RECIPIENT)
    } else {
        (RECIPIENT, SENDER)
    };
    let mut parties =
        vec![json!({"partyid_systemuser@odata.bind": owner, "participationtypemask": mine})];
    let mut body = json!({
        "activityid": call.id,
        "subject": call.subject,
        "description": call.description,
        "phonenumber": call.phone_number,
        "directioncode": call.is_outgoing(),
        "leftvoicemail": false,
        "actualstart": call.started_at.to_string(),
        "actualend": call.ended_at.to_string(),
        "actualdurationminutes": call.duration_minutes,
        "ownerid@odata.bind": owner,
    });
    let regarding = call.regarding.as_ref().map(|record| {
        let name = logical_name(record.entity);
        let (property, address) = regarding_binding(record);
        parties.push(json!({
            format!("partyid_{name}@odata.bind"): address,
            "participationtypemask": theirs,
        }));
        (property, address)
    });
    if let Some(fields) = body.as_object_mut() {
        fields.extend(regarding);
        fields.insert("phonecall_activity_parties".to_owned(), parties.into());
    }
    body
}

/// What binds a phone call to whom it regards.
#[must_use]
pub fn regarding_binding(record: &RecordRef) -> (String, Value) {
    let address = format!("/{}({})", entity_set(record.entity), record.id);
    (regarding_property(record.entity), Value::String(address))
}

/// Through which property a phone call regards a record of this table (`reference/dataverse.md`, section 2.3).
#[must_use]
pub fn regarding_property(entity: Entity) -> String {
    let name = logical_name(entity);
    format!("regardingobjectid_{name}_phonecall@odata.bind")
}

/// A side of a phone call as it is written; `None` for a table whose address is not known here.
#[must_use]
pub fn party(party: &Party) -> Option<Value> {
    let set = match party.table.as_str() {
        "systemuser" => "systemusers",
        "queue" => "queues",
        "knowledgearticle" => "knowledgearticles",
        table => entity_set(entity_named(table)?),
    };
    Some(json!({
        format!("partyid_{}@odata.bind", party.table): format!("/{set}({})", party.id),
        "participationtypemask": party.mask,
    }))
}

/// What completes the phone call: state and status always go together (`reference/dataverse.md`, section 2.2).
#[must_use]
pub fn completion(call: &PhoneCall) -> Value {
    json!({"statecode": 1, "statuscode": call.status_code()})
}

/// The contact to create; its id stands in the address.
#[must_use]
pub fn contact(contact: &NewContact) -> Value {
    let mut body = json!({
        "lastname": contact.last_name,
        "mobilephone": contact.mobile_phone,
        "description": contact.description,
    });
    if let (Some(fields), Some(first_name)) = (body.as_object_mut(), &contact.first_name) {
        fields.insert("firstname".to_owned(), first_name.as_str().into());
    }
    body
}

/// A text that is there and not empty.
#[must_use]
pub fn text(row: &Map<String, Value>, column: &str) -> Option<String> {
    row.get(column)?
        .as_str()
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
}

/// An id that is there.
#[must_use]
pub fn id(row: &Map<String, Value>, column: &str) -> Option<Uuid> {
    row.get(column)?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use ringlog_core::call::UserId;

    use super::*;

    fn call(direction: Direction, entity: Option<Entity>) -> PhoneCall {
        PhoneCall {
            id: ActivityId(Uuid::from_u128(1)),
            subject: "Call to Mira Holm".to_owned(),
            description: "Line\nline".to_owned(),
            phone_number: "+442079460018".to_owned(),
            direction,
            started_at: "2026-05-14T08:12:05Z".parse().unwrap(),
            ended_at: "2026-05-14T08:16:46Z".parse().unwrap(),
            duration_minutes: 4,
            regarding: entity.map(|entity| RecordRef {
                entity,
                id: RecordId(Uuid::from_u128(2)),
                name: "Mira Holm".to_owned(),
                company: None,
            }),
            owner: UserId(Uuid::from_u128(3)),
        }
    }

    #[test]
    fn an_outgoing_call_goes_from_the_person_to_the_contact() {
        insta::assert_json_snapshot!(phone_call(&call(Direction::Outbound, Some(Entity::Contact))), @r#"
        {
          "activityid": "00000000-0000-0000-0000-000000000001",
          "actualdurationminutes": 4,
          "actualend": "2026-05-14T08:16:46Z",
          "actualstart": "2026-05-14T08:12:05Z",
          "description": "Line\nline",
          "directioncode": true,
          "leftvoicemail": false,
          "ownerid@odata.bind": "/systemusers(00000000-0000-0000-0000-000000000003)",
          "phonecall_activity_parties": [
            {
              "participationtypemask": 1,
              "partyid_systemuser@odata.bind": "/systemusers(00000000-0000-0000-0000-000000000003)"
            },
            {
              "participationtypemask": 2,
              "partyid_contact@odata.bind": "/contacts(00000000-0000-0000-0000-000000000002)"
            }
          ],
          "phonenumber": "+442079460018",
          "regardingobjectid_contact_phonecall@odata.bind": "/contacts(00000000-0000-0000-0000-000000000002)",
          "subject": "Call to Mira Holm"
        }
        "#);
    }

    #[test]
    fn an_incoming_call_goes_from_the_other_side_to_the_person() {
        let body = phone_call(&call(Direction::Inbound, Some(Entity::Account)));
        assert_eq!(body["directioncode"], false);
        assert_eq!(
            body["phonecall_activity_parties"][1],
            json!({
                "partyid_account@odata.bind": "/accounts(00000000-0000-0000-0000-000000000002)",
                "participationtypemask": 1,
            })
        );
        assert_eq!(
            completion(&call(Direction::Inbound, None)),
            json!({"statecode": 1, "statuscode": 4})
        );
    }

    #[test]
    fn a_call_without_a_record_leaves_the_other_side_out() {
        let body = phone_call(&call(Direction::Inbound, None));
        let parties = body["phonecall_activity_parties"].as_array().unwrap();
        assert_eq!(parties.len(), 1);
        assert!(!body.to_string().contains("regarding"));
    }

    #[test]
    fn only_columns_the_table_has_are_asked_for() {
        let wanted = ["telephone1", "mobilephone", "nonsense"].map(str::to_owned);
        let check = |entity, expected: &[&str]| {
            assert_eq!(phone_columns(entity, &wanted), expected);
        };
        check(Entity::Contact, &["mobilephone", "telephone1"]);
        check(Entity::Account, &["telephone1"]);
        check(Entity::Lead, &["mobilephone", "telephone1"]);
    }

    #[test]
    fn a_candidate_knows_its_account_but_no_other_parent() {
        let row = |parent: &str| {
            let row = json!({
                "contactid": Uuid::from_u128(1),
                "fullname": "Mira Holm",
                "statecode": 1,
                "telephone1": "020 7946 0018",
                "telephone2": null,
                "_masterid_value": Uuid::from_u128(2),
                "_parentcustomerid_value": Uuid::from_u128(3),
                "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": parent,
                "_parentcustomerid_value@OData.Community.Display.V1.FormattedValue": "Fabrikam",
            });
            candidate(Entity::Contact, row.as_object().unwrap()).unwrap()
        };
        let found = row("account");
        assert_eq!(found.numbers, ["020 7946 0018"]);
        assert!(!found.is_active);
        assert_eq!(found.merged_into, Some(RecordId(Uuid::from_u128(2))));
        assert_eq!(found.parent_account.unwrap().name, "Fabrikam");
        assert_eq!(row("contact").parent_account, None);
        assert_eq!(candidate(Entity::Contact, &Map::new()), None);
    }
}
