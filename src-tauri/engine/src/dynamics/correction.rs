//! Changing and removing phone calls that stand in Dynamics (spec E6).
//!
//! A completed phone call is opened, changed and completed again, in one changeset where the organization takes that,
//! and only as long as it is the version that was read: what somebody changes meanwhile is never overwritten
//! (`reference/dataverse.md`, sections 2.6 and 4).

use http::Method;
use ringlog_core::call::{ActivityId, RecordId, UserId};
use ringlog_core::contact_match::Entity;
use ringlog_core::correction::{Change, Closed, Content, Particulars, Party, Standing};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phone_call::PhoneCall;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::batch::{Item, Operation};
use super::client::{Client, Outcome, read_json};
use super::lookup::{ANNOTATIONS, read_rows};
use super::odata::query;
use super::wire;

/// What of a phone call is read before it is changed.
const COLUMNS: &str = "activityid,subject,description,statecode,statuscode,_regardingobjectid_value,\
     _ownerid_value,phonenumber,directioncode,actualstart,actualend,actualdurationminutes,leftvoicemail,prioritycode,\
     category,subcategory,_createdby_value,_modifiedby_value";
/// `prioritycode`: what the server gives a record nobody gave another (`reference/dataverse.md`, section 2.1).
const PRIORITY_NORMAL: i64 = 1;
/// Its sides (`reference/dataverse.md`, section 2.4).
const PARTIES: &str = "phonecall_activity_parties($select=_partyid_value,participationtypemask)";
/// From and To: what a client may write.
const MASKS: [i64; 2] = [1, 2];
/// What is deleted along with a contact, is cut off from it, or forbids its deletion: a contact that any of these name
/// stays (Dataverse and Dynamics 365 table references, one-to-many relationships of `contact`). Tables that an
/// organization made itself are not among them.
const DEPENDENTS: [(&str, &str, &str); 17] = [
    ("activityparties", "activitypartyid", "_partyid_value"),
    ("annotations", "annotationid", "_objectid_value"),
    ("accounts", "accountid", "_primarycontactid_value"),
    ("contacts", "contactid", "_parentcustomerid_value"),
    // From here on what not every organization has.
    ("connections", "connectionid", "_record1id_value"),
    ("connections", "connectionid", "_record2id_value"),
    ("leads", "leadid", "_parentcontactid_value"),
    ("leads", "leadid", "_customerid_value"),
    ("listmembers", "listmemberid", "_entityid_value"),
    ("opportunities", "opportunityid", "_customerid_value"),
    ("opportunities", "opportunityid", "_parentcontactid_value"),
    ("incidents", "incidentid", "_customerid_value"),
    ("incidents", "incidentid", "_primarycontactid_value"),
    ("incidents", "incidentid", "_responsiblecontactid_value"),
    ("quotes", "quoteid", "_customerid_value"),
    ("salesorders", "salesorderid", "_customerid_value"),
    ("invoices", "invoiceid", "_customerid_value"),
];
/// So many of [`DEPENDENTS`] every organization has.
const DEPENDENTS_EVERYWHERE: usize = 4;
/// A contact counts as untouched if it was last modified this soon after it was made, in seconds: the server itself
/// writes to a new record for a moment.
const SETTLING_SECONDS: i64 = 5;

/// How a change is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// In one changeset.
    Atomic,
    /// One after the other: the organization refuses the changeset.
    OneByOne,
}

/// What became of a change or a removal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is done.
    Done,
    /// The record is not the version that was read: it is to be planned anew.
    OtherVersion,
    /// The record is gone.
    Gone,
    /// The organization refuses this way, and the record is as it was.
    RefusedWay(Fault),
    /// It is refused, or Dynamics did not answer; whether it was done may be unknown.
    Fault(Fault),
}

impl Client {
    /// A phone call as it stands now; `None` if there is none with this id.
    ///
    /// One request.
    ///
    /// # Errors
    /// When Dynamics does not say.
    pub async fn standing(&self, activity: ActivityId) -> Result<Option<Standing>, Fault> {
        let path = format!(
            "phonecalls({activity}){}",
            query(&[("$select", COLUMNS), ("$expand", PARTIES)])
        );
        let attached = format!(
            "annotations{}",
            query(&[
                ("$select", "annotationid"),
                ("$filter", &format!("_objectid_value eq {activity}")),
                ("$top", "1"),
            ])
        );
        let items = [
            Item::Single(Operation::get(path).with(ANNOTATIONS.0, ANNOTATIONS.1)),
            Item::Single(Operation::get(attached)),
        ];
        let mut outcomes = self
            .batch("reading a phone call", &items)
            .await?
            .into_iter();
        let record = outcomes.next().unwrap_or_else(|| Ok(Vec::new()));
        let attached = outcomes.next().unwrap_or_else(|| Ok(Vec::new()));
        match record {
            Ok(answers) => {
                let body = answers.first().map(|answer| answer.body.as_slice());
                let row: Map<String, Value> = read_json(body.unwrap_or_default())?;
                let has_attachments = has_rows(attached)?;
                read_standing(&row, has_attachments)
                    .map(Some)
                    .ok_or_else(|| {
                        garbled("Dynamics answered with a phone call without a version.")
                    })
            }
            Err(fault) if fault.kind == FaultKind::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Changes a phone call in place.
    pub async fn change(&self, activity: ActivityId, change: &Change, steps: Steps) -> Changed {
        let operations = change_operations(activity, change);
        let closing = change
            .closes
            .map(|closed| closing(format!("phonecalls({activity})"), closed));
        match steps {
            Steps::Atomic if operations.len() > 1 => {
                let items = [Item::Changeset(operations)];
                match self.only_outcome("correcting a phone call", &items).await {
                    Err(fault) if is_refused_way(&fault) => Changed::RefusedWay(fault),
                    outcome => changed(outcome),
                }
            }
            Steps::Atomic | Steps::OneByOne => {
                // By this try or, where nothing is to be opened, by an earlier one.
                let is_open = |place: usize| place > 0 || !change.opens;
                for (place, operation) in operations.into_iter().enumerate() {
                    let outcome = self.one_step(operation).await;
                    match changed(outcome) {
                        Changed::Done => {}
                        Changed::Fault(fault) if is_open(place) && !fault.is_weather() => {
                            return self.close_again(closing, fault).await;
                        }
                        other @ (Changed::OtherVersion
                        | Changed::Gone
                        | Changed::RefusedWay(_)
                        | Changed::Fault(_)) => return other,
                    }
                }
                Changed::Done
            }
        }
    }

    async fn one_step(&self, operation: Operation) -> Outcome {
        let items = [Item::Single(operation)];
        self.only_outcome("correcting a phone call", &items).await
    }

    /// What was opened for a change that is refused is closed as it was; where that fails, it is tried again later.
    async fn close_again(&self, closing: Option<Operation>, fault: Fault) -> Changed {
        let Some(closing) = closing else {
            return Changed::Fault(fault);
        };
        match changed(self.one_step(closing).await) {
            Changed::Done if is_refused_way(&fault) => Changed::RefusedWay(fault),
            Changed::Done => Changed::Fault(fault),
            // A closing whose answer was lost is refused the second time: how the record stands is to be read.
            Changed::Fault(refused) if !refused.is_weather() => Changed::OtherVersion,
            other @ (Changed::OtherVersion
            | Changed::Gone
            | Changed::RefusedWay(_)
            | Changed::Fault(_)) => other,
        }
    }

    /// Writes a phone call anew under its id, in the place of the version that was read.
    pub async fn replace(&self, call: &PhoneCall, etag: &str, closed: Option<Closed>) -> Changed {
        let path = format!("phonecalls({})", call.id);
        let mut operations = vec![
            deletion(path.clone(), etag),
            Operation::send(
                Method::POST,
                "phonecalls".to_owned(),
                &wire::phone_call(call),
            ),
        ];
        operations.extend(closed.map(|closed| closing(path, closed)));
        let items = [Item::Changeset(operations)];
        changed(self.only_outcome("writing a phone call anew", &items).await)
    }

    /// Removes a phone call, if it is still the version that was read.
    pub async fn remove(&self, activity: ActivityId, etag: &str) -> Changed {
        let items = [Item::Single(deletion(
            format!("phonecalls({activity})"),
            etag,
        ))];
        match changed(self.only_outcome("removing a phone call", &items).await) {
            Changed::Gone => Changed::Done,
            other @ (Changed::Done
            | Changed::OtherVersion
            | Changed::RefusedWay(_)
            | Changed::Fault(_)) => other,
        }
    }

    /// Removes a contact that Ringlog made, if nobody ever touched it and nothing belongs to it; false if it stays.
    ///
    /// # Errors
    /// When Dynamics does not say what belongs to it.
    pub async fn remove_untouched_contact(&self, contact: RecordId) -> Result<bool, Fault> {
        let columns = "contactid,createdon,modifiedon,_createdby_value,_modifiedby_value,statecode";
        let own = format!("contacts({contact}){}", query(&[("$select", columns)]));
        let dependents = DEPENDENTS.iter().map(|(set, key, column)| {
            let filter = format!("{column} eq {contact}");
            Operation::get(format!(
                "{set}{}",
                query(&[("$select", *key), ("$filter", &filter), ("$top", "1")])
            ))
        });
        let items: Vec<Item> = std::iter::once(Operation::get(own))
            .chain(dependents)
            .map(Item::Single)
            .collect();
        let mut outcomes = self
            .batch("reading what belongs to a contact", &items)
            .await?
            .into_iter();
        let Some(etag) = untouched_etag(outcomes.next())? else {
            return Ok(false);
        };
        for (place, outcome) in outcomes.enumerate() {
            match outcome {
                Err(fault)
                    if fault.kind == FaultKind::NotFound && place >= DEPENDENTS_EVERYWHERE => {}
                outcome => {
                    if has_rows(outcome)? {
                        return Ok(false);
                    }
                }
            }
        }
        let items = [Item::Single(deletion(
            format!("contacts({contact})"),
            &etag,
        ))];
        match changed(self.only_outcome("removing a contact", &items).await) {
            Changed::Done | Changed::Gone => Ok(true),
            Changed::OtherVersion | Changed::RefusedWay(_) => Ok(false),
            Changed::Fault(fault)
                if fault.is_weather() || fault.kind == FaultKind::Unauthorized =>
            {
                Err(fault)
            }
            Changed::Fault(_) => Ok(false),
        }
    }

    async fn only_outcome(&self, purpose: &'static str, items: &[Item]) -> Outcome {
        let outcomes = self.batch(purpose, items).await?;
        outcomes
            .into_iter()
            .next()
            .unwrap_or_else(|| Err(garbled("Dynamics left a request unanswered.")))
    }
}

/// Opens, changes and closes again; the first of them asks for the version that was read.
fn change_operations(activity: ActivityId, change: &Change) -> Vec<Operation> {
    let path = || format!("phonecalls({activity})");
    let mut bodies = Vec::new();
    if change.opens {
        bodies.push(json!({"statecode": wire::STATE_OPEN, "statuscode": wire::STATUS_OPEN}));
    }
    let edits = edits(change);
    if edits.as_object().is_some_and(|edits| !edits.is_empty()) {
        bodies.push(edits);
    }
    if let Some(closed) = change.closes {
        bodies.push(json!({"statecode": closed.state, "statuscode": closed.status}));
    }
    bodies
        .iter()
        .enumerate()
        .map(|(place, body)| {
            let version = if place == 0 {
                change.etag.as_str()
            } else {
                "*"
            };
            Operation::send(Method::PATCH, path(), body).with("If-Match", version.to_owned())
        })
        .collect()
}

fn edits(change: &Change) -> Value {
    let mut edits = Map::new();
    if let Some(subject) = &change.subject {
        edits.insert("subject".to_owned(), subject.as_str().into());
    }
    if let Some(description) = &change.description {
        edits.insert("description".to_owned(), description.as_str().into());
    }
    if let Some(regarding) = &change.regarding {
        let (name, target) = match &regarding.record {
            Some(record) => wire::regarding_binding(record),
            // A lookup is emptied through any of its bindings.
            None => (wire::regarding_property(Entity::Contact), Value::Null),
        };
        edits.insert(name, target);
        // A side that cannot be written keeps the change from being planned (`Standing::has_unknown_sides`).
        let parties: Vec<Value> = regarding.parties.iter().filter_map(wire::party).collect();
        edits.insert("phonecall_activity_parties".to_owned(), parties.into());
    }
    edits.into()
}

fn closing(path: String, closed: Closed) -> Operation {
    let body = json!({"statecode": closed.state, "statuscode": closed.status});
    Operation::send(Method::PATCH, path, &body).with("If-Match", "*")
}

fn deletion(path: String, etag: &str) -> Operation {
    Operation {
        method: Method::DELETE,
        path,
        headers: vec![("If-Match", etag.to_owned().into())],
        body: None,
    }
}

fn changed(outcome: Outcome) -> Changed {
    match outcome {
        Ok(_) => Changed::Done,
        Err(fault) if fault.status == Some(412) => Changed::OtherVersion,
        Err(fault) if fault.kind == FaultKind::NotFound => Changed::Gone,
        Err(fault) => Changed::Fault(fault),
    }
}

/// A refusal that another way around may not meet: the record is as it was.
fn is_refused_way(fault: &Fault) -> bool {
    fault.kind == FaultKind::Invalid || fault.status == Some(500)
}

fn garbled(sentence: &str) -> Fault {
    Fault::new(FaultKind::Garbled, sentence)
}

/// Whether there is anything; what may not be read may be there.
fn has_rows(outcome: Outcome) -> Result<bool, Fault> {
    match outcome {
        Ok(answers) => Ok(!read_rows(&answers)?.value.is_empty()),
        Err(fault) if fault.is_weather() || fault.kind == FaultKind::Unauthorized => Err(fault),
        Err(_) => Ok(true),
    }
}

fn read_standing(row: &Map<String, Value>, has_attachments: bool) -> Option<Standing> {
    let whole = |column: &str| row.get(column).and_then(Value::as_i64);
    let text = |column: &str| wire::text(row, column).unwrap_or_default();
    let state = whole("statecode")?;
    let sides: Vec<Option<Party>> = row
        .get("phonecall_activity_parties")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .filter(|side| is_side(side))
        .map(read_party)
        .collect();
    let owner_table = wire::annotation(row, "_ownerid_value", wire::LOOKUP_TABLE);
    let is_unknown = |side: &Option<Party>| side.as_ref().and_then(wire::party).is_none();
    Some(Standing {
        etag: wire::text(row, "@odata.etag")?,
        content: Content {
            subject: text("subject"),
            description: text("description"),
            regarding: wire::id(row, "_regardingobjectid_value"),
        },
        particulars: read_particulars(row),
        is_others_version: wire::id(row, "_modifiedby_value")
            .is_some_and(|by| wire::id(row, "_createdby_value") != Some(by)),
        regarding: wire::regarding(row),
        regarding_name: wire::formatted(row, "_regardingobjectid_value"),
        owner: wire::id(row, "_ownerid_value")
            .filter(|_| owner_table.as_deref() == Some("systemuser"))
            .map(UserId),
        closed: (state != wire::STATE_OPEN).then_some(Closed {
            state,
            status: whole("statuscode")?,
        }),
        has_unknown_sides: sides.iter().any(is_unknown),
        parties: sides.into_iter().flatten().collect(),
        has_attachments,
    })
}

fn read_particulars(row: &Map<String, Value>) -> Particulars {
    let whole = |column: &str| row.get(column).and_then(Value::as_i64);
    let is_true = |column: &str| row.get(column).and_then(Value::as_bool) == Some(true);
    let has_text = |column: &str| wire::text(row, column).is_some_and(|text| !text.is_empty());
    let time = |column: &str| wire::text(row, column).and_then(|text| text.parse().ok());
    Particulars {
        phone_number: wire::text(row, "phonenumber").unwrap_or_default(),
        is_outgoing: is_true("directioncode"),
        started_at: time("actualstart"),
        ended_at: time("actualend"),
        duration_minutes: whole("actualdurationminutes"),
        is_marked: is_true("leftvoicemail")
            || whole("prioritycode").is_some_and(|priority| priority != PRIORITY_NORMAL)
            || has_text("category")
            || has_text("subcategory"),
    }
}

fn is_side(row: &Map<String, Value>) -> bool {
    let mask = row.get("participationtypemask").and_then(Value::as_i64);
    mask.is_some_and(|mask| MASKS.contains(&mask))
}

fn read_party(row: &Map<String, Value>) -> Option<Party> {
    Some(Party {
        mask: row.get("participationtypemask").and_then(Value::as_i64)?,
        table: wire::annotation(row, "_partyid_value", wire::LOOKUP_TABLE)?,
        id: wire::id(row, "_partyid_value")?,
    })
}

/// The version of a contact that nobody but its maker ever touched.
fn untouched_etag(outcome: Option<Outcome>) -> Result<Option<String>, Fault> {
    let answers = match outcome {
        Some(Ok(answers)) => answers,
        Some(Err(fault)) if fault.is_weather() || fault.kind == FaultKind::Unauthorized => {
            return Err(fault);
        }
        Some(Err(_)) | None => return Ok(None),
    };
    let body = answers.first().map(|answer| answer.body.as_slice());
    let row: Map<String, Value> = read_json(body.unwrap_or_default())?;
    let time = |column: &str| {
        wire::text(&row, column).and_then(|text| text.parse::<jiff::Timestamp>().ok())
    };
    let by = |column: &str| -> Option<Uuid> { wire::id(&row, column) };
    let is_settled = match (time("createdon"), time("modifiedon")) {
        (Some(created), Some(modified)) => {
            modified.duration_since(created).as_secs() <= SETTLING_SECONDS
        }
        (Some(_) | None, _) => false,
    };
    let is_untouched = is_settled
        && by("_createdby_value").is_some()
        && by("_createdby_value") == by("_modifiedby_value")
        && row.get("statecode").and_then(Value::as_i64) == Some(0);
    Ok(wire::text(&row, "@odata.etag").filter(|_| is_untouched))
}

#[cfg(test)]
mod tests;
