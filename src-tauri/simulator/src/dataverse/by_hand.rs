//! What people and other programs do with records, past the Web API and its privileges.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::phone_calls::Direction;
use super::references::References;
use super::refusal::Refusal;
use super::seed::text;
use super::state::{Session, State};
use super::store::{Party, Row};
use super::tables::Table;
use super::value::Value;
use super::{Dataverse, contacts, write};

/// A completed phone call that another program, such as the PBX's own integration, has logged.
#[derive(Clone, Debug)]
pub struct OtherCall {
    /// `subject`
    pub subject: String,
    /// `description`
    pub description: String,
    /// `phonenumber`
    pub phone_number: String,
    /// `directioncode`
    pub direction: Direction,
    /// `actualstart`
    pub started_at: Timestamp,
    /// `actualend`
    pub ended_at: Timestamp,
    /// The party on the other side, and the regarded record.
    pub contact: Option<Uuid>,
    /// The party on this side, and the owner; also the writer, unless that is somebody else.
    pub owner: Uuid,
}

impl Dataverse {
    /// Another program logs a call in its owner's name, under an id of its own.
    pub fn log_call_of_other_writer(&self, call: OtherCall) -> Uuid {
        self.log_call_written_by(call.owner, call)
    }

    /// Another program logs a call in the name of `writer`, such as the service user of the PBX's own integration, under
    /// an id of its own.
    pub fn log_call_written_by(&self, writer: Uuid, call: OtherCall) -> Uuid {
        let minutes = call.ended_at.duration_since(call.started_at).as_secs() / 60;
        let (is_outgoing, status, user_mask, contact_mask) = match call.direction {
            Direction::Outgoing => (true, 2, 1, 2),
            Direction::Incoming => (false, 4, 2, 1),
        };
        let mut parties = vec![Party {
            mask: user_mask,
            table: Table::User,
            id: call.owner,
        }];
        parties.extend(call.contact.map(|id| Party {
            mask: contact_mask,
            table: Table::Contact,
            id,
        }));
        let regarding = call
            .contact
            .map_or(Value::Null, |id| Value::Lookup(Table::Contact, id));
        self.seed(
            Some(writer),
            Table::PhoneCall,
            vec![
                ("subject", text(call.subject)),
                ("description", text(call.description)),
                ("phonenumber", text(call.phone_number)),
                ("directioncode", Value::Flag(is_outgoing)),
                ("leftvoicemail", Value::Flag(false)),
                ("activitytypecode", text("phonecall".to_owned())),
                (
                    "actualstart",
                    Value::Moment(write::whole_second(call.started_at)),
                ),
                (
                    "actualend",
                    Value::Moment(write::whole_second(call.ended_at)),
                ),
                ("actualdurationminutes", Value::Whole(minutes)),
                ("_regardingobjectid_value", regarding),
                ("_ownerid_value", Value::Lookup(Table::User, call.owner)),
                ("statecode", Value::Whole(1)),
                ("statuscode", Value::Whole(status)),
            ],
            parties,
        )
    }

    /// A person deletes a phone call; false if there is none.
    pub fn delete_phone_call(&self, id: Uuid) -> bool {
        write::remove(&mut self.lock(), Table::PhoneCall, id)
    }

    /// A person deletes a contact; false if there is none.
    pub fn delete_contact(&self, id: Uuid) -> bool {
        write::remove(&mut self.lock(), Table::Contact, id)
    }

    /// A person deactivates a contact; false if there is none.
    pub fn deactivate_contact(&self, id: Uuid) -> bool {
        contacts::deactivate(&mut self.lock(), Table::Contact, id)
    }

    /// A person deactivates an account; false if there is none.
    pub fn deactivate_account(&self, id: Uuid) -> bool {
        contacts::deactivate(&mut self.lock(), Table::Account, id)
    }

    /// A person merges one contact into another; false if one of them is missing.
    pub fn merge_contacts(&self, loser: Uuid, winner: Uuid) -> bool {
        contacts::merge(&mut self.lock(), loser, winner)
    }

    /// A colleague of its owner changes columns of a phone call, completed or not.
    ///
    /// # Errors
    /// When the service would not take the values.
    pub fn edit_phone_call(&self, id: Uuid, columns: &Map<String, Json>) -> Result<(), Refusal> {
        self.edit(None, (Table::PhoneCall, id), columns)
    }

    /// A certain person, such as the owner, changes columns of a phone call, completed or not.
    ///
    /// # Errors
    /// When the service would not take the values.
    pub fn edit_phone_call_as(
        &self,
        editor: Uuid,
        id: Uuid,
        columns: &Map<String, Json>,
    ) -> Result<(), Refusal> {
        self.edit(Some(editor), (Table::PhoneCall, id), columns)
    }

    /// A colleague of its owner opens a phone call again and leaves it open; false if there is none.
    pub fn reopen_phone_call(&self, id: Uuid) -> bool {
        let columns = [("statecode", 0), ("statuscode", 1)]
            .map(|(column, code)| (column.to_owned(), Json::from(code)));
        self.edit_phone_call(id, &Map::from_iter(columns)).is_ok()
    }

    /// A colleague of its owner changes columns of a contact.
    ///
    /// # Errors
    /// When the service would not take the values.
    pub fn edit_contact(&self, id: Uuid, columns: &Map<String, Json>) -> Result<(), Refusal> {
        self.edit(None, (Table::Contact, id), columns)
    }

    /// Wholly or not at all.
    fn edit(
        &self,
        editor: Option<Uuid>,
        (table, id): (Table, Uuid),
        columns: &Map<String, Json>,
    ) -> Result<(), Refusal> {
        let now = (self.clock)();
        let mut state = self.lock();
        let before = state
            .store
            .row(table, id)
            .cloned()
            .ok_or_else(|| Refusal::does_not_exist(table, id))?;
        let user = editor.unwrap_or_else(|| colleague(&state, table, &before));
        state.store.begin();
        let session = Session { user, now };
        let outcome = change(&mut state, session, (table, id), before, columns);
        match outcome {
            Ok(()) => state.store.commit(),
            Err(_) => state.store.roll_back(),
        }
        outcome
    }
}

/// Through the rules of an update, but past privileges, closed states and what clients may not do.
fn change(
    state: &mut State,
    session: Session,
    (table, id): (Table, Uuid),
    before: Row,
    columns: &Map<String, Json>,
) -> Result<(), Refusal> {
    let schema = table.schema();
    let mut open = before.clone();
    open.set(schema, "statecode", Value::Whole(0));
    open.set(schema, "statuscode", Value::Whole(1));
    state.store.write(table, id, open);

    let withheld = std::mem::take(&mut state.withheld);
    let takes_parties = std::mem::replace(&mut state.switches.takes_parties_on_update, true);
    let updated = write::update(
        state,
        session,
        table,
        id,
        columns,
        &mut References::default(),
    );
    state.switches.takes_parties_on_update = takes_parties;
    state.withheld = withheld;
    updated?;

    if !columns.contains_key("statecode")
        && let Some(mut after) = state.store.row(table, id).cloned()
    {
        for column in ["statecode", "statuscode"] {
            after.set(schema, column, before.get(schema, column).clone());
        }
        state.store.write(table, id, after);
    }
    Ok(())
}

/// The first user whose record this is not; where there is none, the owner.
pub(super) fn colleague(state: &State, table: Table, row: &Row) -> Uuid {
    let owner = row
        .lookup(table.schema(), "_ownerid_value")
        .map(|(_, id)| id)
        .unwrap_or_default();
    let mut users = state.store.rows(Table::User).keys().copied();
    users.find(|user| *user != owner).unwrap_or(owner)
}
