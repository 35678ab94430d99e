//! What a test puts into the organization, reads back and arranges, past the Web API.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::log::Exchange;
use super::phone_calls::PhoneCallRow;
use super::refusal::Refusal;
use super::state::{Session, State};
use super::store::{Party, Row};
use super::switches::{PlannedRefusal, Switches};
use super::tables::Table;
use super::value::Value;
use super::write;
use super::{ContactRow, Dataverse};

/// A user to be.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// `fullname`
    pub full_name: String,
    /// `internalemailaddress` and `domainname`
    pub email: String,
    /// `azureactivedirectoryobjectid`, for users who sign in.
    pub object_id: Option<Uuid>,
    /// `isdisabled`
    pub is_disabled: bool,
    /// `accessmode` is Non-interactive (4) instead of Read-Write (0).
    pub is_service_account: bool,
}

/// A contact to be.
#[derive(Clone, Debug, Default)]
pub struct NewContact {
    /// `firstname`
    pub first_name: String,
    /// `lastname`
    pub last_name: String,
    /// `emailaddress1`
    pub email: String,
    /// `mobilephone`
    pub mobile_phone: String,
    /// `telephone1`
    pub business_phone: String,
    /// `telephone2`
    pub home_phone: String,
    /// `telephone3`
    pub other_phone: String,
    /// `description`
    pub description: String,
    /// `parentcustomerid`
    pub parent_account: Option<Uuid>,
}

/// An account to be.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// `name`
    pub name: String,
    /// `telephone1`
    pub main_phone: String,
    /// `telephone2`
    pub other_phone: String,
    /// `primarycontactid`
    pub primary_contact: Option<Uuid>,
}

/// A lead to be.
#[derive(Clone, Debug, Default)]
pub struct NewLead {
    /// `firstname`
    pub first_name: String,
    /// `lastname`
    pub last_name: String,
    /// `mobilephone`
    pub mobile_phone: String,
    /// `telephone1`
    pub business_phone: String,
    /// `parentcontactid`
    pub parent_contact: Option<Uuid>,
}

impl Dataverse {
    /// Adds a user.
    pub fn add_user(&self, user: NewUser) -> Uuid {
        let guid = |id: Option<Uuid>| id.map_or(Value::Null, Value::Guid);
        self.seed(
            None,
            Table::User,
            vec![
                ("fullname", text(user.full_name)),
                ("internalemailaddress", text(user.email.clone())),
                ("domainname", text(user.email)),
                ("azureactivedirectoryobjectid", guid(user.object_id)),
                ("isdisabled", Value::Flag(user.is_disabled)),
                (
                    "accessmode",
                    Value::Whole(if user.is_service_account { 4 } else { 0 }),
                ),
            ],
            Vec::new(),
        )
    }

    /// Adds a contact.
    pub fn add_contact(&self, contact: NewContact) -> Uuid {
        let parent = contact
            .parent_account
            .map_or(Value::Null, |id| Value::Lookup(Table::Account, id));
        self.seed(
            None,
            Table::Contact,
            vec![
                ("firstname", text(contact.first_name)),
                ("lastname", text(contact.last_name)),
                ("emailaddress1", text(contact.email)),
                ("mobilephone", text(contact.mobile_phone)),
                ("telephone1", text(contact.business_phone)),
                ("telephone2", text(contact.home_phone)),
                ("telephone3", text(contact.other_phone)),
                ("description", text(contact.description)),
                ("_parentcustomerid_value", parent),
                ("merged", Value::Flag(false)),
            ],
            Vec::new(),
        )
    }

    /// Adds an account.
    pub fn add_account(&self, account: NewAccount) -> Uuid {
        let primary = account
            .primary_contact
            .map_or(Value::Null, |id| Value::Lookup(Table::Contact, id));
        self.seed(
            None,
            Table::Account,
            vec![
                ("name", text(account.name)),
                ("telephone1", text(account.main_phone)),
                ("telephone2", text(account.other_phone)),
                ("_primarycontactid_value", primary),
                ("merged", Value::Flag(false)),
            ],
            Vec::new(),
        )
    }

    /// Adds a lead.
    pub fn add_lead(&self, lead: NewLead) -> Uuid {
        let parent = lead
            .parent_contact
            .map_or(Value::Null, |id| Value::Lookup(Table::Contact, id));
        self.seed(
            None,
            Table::Lead,
            vec![
                ("firstname", text(lead.first_name)),
                ("lastname", text(lead.last_name)),
                ("mobilephone", text(lead.mobile_phone)),
                ("telephone1", text(lead.business_phone)),
                ("_parentcontactid_value", parent),
                ("merged", Value::Flag(false)),
            ],
            Vec::new(),
        )
    }

    /// Every phone call, by id.
    #[must_use]
    pub fn phone_calls(&self) -> Vec<PhoneCallRow> {
        self.lock()
            .store
            .rows(Table::PhoneCall)
            .iter()
            .map(|(id, row)| PhoneCallRow::of(*id, row))
            .collect()
    }

    /// One phone call.
    #[must_use]
    pub fn phone_call(&self, id: Uuid) -> Option<PhoneCallRow> {
        let state = self.lock();
        let row = state.store.row(Table::PhoneCall, id)?;
        Some(PhoneCallRow::of(id, row))
    }

    /// The completed phone calls, by id.
    #[must_use]
    pub fn completed_calls_by_id(&self) -> BTreeMap<Uuid, PhoneCallRow> {
        self.phone_calls()
            .into_iter()
            .filter(PhoneCallRow::is_completed)
            .map(|call| (call.id, call))
            .collect()
    }

    /// Every contact, by id.
    #[must_use]
    pub fn contacts(&self) -> Vec<ContactRow> {
        self.lock()
            .store
            .rows(Table::Contact)
            .iter()
            .map(|(id, row)| ContactRow::of(*id, row))
            .collect()
    }

    /// The names of the accounts by id.
    #[must_use]
    pub fn account_names(&self) -> BTreeMap<Uuid, String> {
        let schema = Table::Account.schema();
        self.lock()
            .store
            .rows(Table::Account)
            .iter()
            .map(|(id, row)| (*id, row.text(schema, "name").unwrap_or_default().to_owned()))
            .collect()
    }

    /// One contact.
    #[must_use]
    pub fn contact(&self, id: Uuid) -> Option<ContactRow> {
        let state = self.lock();
        let row = state.store.row(Table::Contact, id)?;
        Some(ContactRow::of(id, row))
    }

    /// The organization is copied, and the copy stands at its address from now on.
    pub fn copy_to(&self, organization: Uuid) {
        self.lock().organization.id = organization;
    }

    /// An administrator disables a user or enables them again.
    pub fn set_user_access(&self, user: Uuid, access: UserAccess) {
        let schema = Table::User.schema();
        let mut state = self.lock();
        if let Some(mut row) = state.store.row(Table::User, user).cloned() {
            row.set(
                schema,
                "isdisabled",
                Value::Flag(access == UserAccess::Disabled),
            );
            state.store.write(Table::User, user, row);
        }
    }

    /// Takes a privilege away from a user, for example `prvCreateActivity`.
    pub fn withhold(&self, user: Uuid, privilege: &str) {
        self.lock()
            .withheld
            .entry(user)
            .or_default()
            .insert(privilege.to_owned());
    }

    /// Gives a privilege back.
    pub fn grant(&self, user: Uuid, privilege: &str) {
        if let Some(withheld) = self.lock().withheld.get_mut(&user) {
            withheld.remove(privilege);
        }
    }

    /// Changes how the organization behaves.
    pub fn switch(&self, change: impl FnOnce(&mut Switches)) {
        change(&mut self.lock().switches);
    }

    /// The next `times` operations whose `METHOD address` contains `target_contains` are refused, after `skip` that
    /// are not; inside a `$batch` as well.
    pub fn refuse(&self, target_contains: &str, skip: u32, times: u32, refusal: Refusal) {
        self.lock().planned.push(PlannedRefusal {
            target_contains: target_contains.to_owned(),
            skip,
            times,
            refusal,
        });
    }

    /// Every request so far.
    #[must_use]
    pub fn log(&self) -> Vec<Exchange> {
        self.lock().log.clone()
    }

    /// How many HTTP requests there were so far.
    #[must_use]
    pub fn request_count(&self) -> usize {
        self.lock().log.len()
    }

    /// How many operations there were so far; those of a `$batch` count one by one.
    #[must_use]
    pub fn operation_count(&self) -> usize {
        self.lock().log.iter().map(Exchange::operation_count).sum()
    }

    /// How many operations had an unescaped `+` in their query; each was refused.
    #[must_use]
    pub fn unescaped_plus_count(&self) -> usize {
        let has_plus = |target: &str| {
            target
                .split_once('?')
                .is_some_and(|(_, query)| query.contains('+'))
        };
        self.lock()
            .log
            .iter()
            .map(|exchange| {
                let inside = exchange.operations.iter();
                usize::from(has_plus(&exchange.target))
                    + inside.filter(|one| has_plus(&one.target)).count()
            })
            .sum()
    }

    /// Puts a record of `writer` into a table; without one, of the first user.
    pub(super) fn seed(
        &self,
        writer: Option<Uuid>,
        table: Table,
        columns: Vec<(&str, Value)>,
        parties: Vec<Party>,
    ) -> Uuid {
        let now = (self.clock)();
        let schema = table.schema();
        let mut state = self.lock();
        let id = state.new_id();
        let user = writer.unwrap_or_else(|| first_user(&state));
        let mut row = Row::new(table);
        let created = Value::Moment(write::whole_second(now));
        row.set(schema, "createdon", created);
        row.set(schema, "statecode", Value::Whole(0));
        row.set(schema, "statuscode", Value::Whole(1));
        for column in ["_ownerid_value", "_createdby_value"] {
            row.set(schema, column, Value::Lookup(Table::User, user));
        }
        for (column, value) in columns {
            row.set(schema, column, value);
        }
        row.set(schema, schema.key, Value::Guid(id));
        row.parties = parties;
        write::finish(table, &mut row, Session { user, now });
        state.store.write(table, id, row);
        id
    }
}

/// Whether a user may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserAccess {
    /// `isdisabled` false.
    Enabled,
    /// `isdisabled` true.
    Disabled,
}

fn first_user(state: &State) -> Uuid {
    state
        .store
        .rows(Table::User)
        .keys()
        .next()
        .copied()
        .unwrap_or_default()
}

/// A text as it is stored: an empty one is nothing.
pub(super) fn text(text: String) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        Value::Text(text)
    }
}
