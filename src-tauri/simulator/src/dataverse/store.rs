//! The records, in memory, with a journal that takes back what a failed changeset did.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::activity_parties;
use super::tables::{Schema, Table};
use super::value::Value;

/// A record that an activity party stands for, and in which role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// `participationtypemask`: 1 From, 2 To, 8 Regarding, 9 Owner.
    pub mask: i64,
    /// Its table.
    pub table: Table,
    /// Its id.
    pub id: Uuid,
}

#[derive(Clone, Debug)]
pub(super) struct Row {
    values: Vec<Value>,
    pub(super) version: u64,
    /// The parties a client wrote; those of the owner and the regarded record follow from the columns.
    pub(super) parties: Vec<Party>,
}

impl Row {
    pub(super) fn new(table: Table) -> Self {
        Self {
            values: vec![Value::Null; table.schema().columns.len()],
            version: 0,
            parties: Vec::new(),
        }
    }

    pub(super) fn at(&self, position: usize) -> &Value {
        self.values.get(position).unwrap_or(&Value::Null)
    }

    pub(super) fn put(&mut self, position: usize, value: Value) {
        if let Some(cell) = self.values.get_mut(position) {
            *cell = value;
        }
    }

    pub(super) fn get(&self, schema: &Schema, column: &str) -> &Value {
        schema
            .position(column)
            .map_or(&Value::Null, |position| self.at(position))
    }

    pub(super) fn set(&mut self, schema: &Schema, column: &str, value: Value) {
        if let Some(position) = schema.position(column) {
            self.put(position, value);
        }
    }

    pub(super) fn text(&self, schema: &Schema, column: &str) -> Option<&str> {
        match self.get(schema, column) {
            Value::Text(text) => Some(text),
            Value::Null
            | Value::Whole(_)
            | Value::Flag(_)
            | Value::Moment(_)
            | Value::Guid(_)
            | Value::Lookup(..) => None,
        }
    }

    pub(super) fn whole(&self, schema: &Schema, column: &str) -> Option<i64> {
        match self.get(schema, column) {
            Value::Whole(number) => Some(*number),
            Value::Null
            | Value::Text(_)
            | Value::Flag(_)
            | Value::Moment(_)
            | Value::Guid(_)
            | Value::Lookup(..) => None,
        }
    }

    pub(super) fn moment(&self, schema: &Schema, column: &str) -> Option<Timestamp> {
        match self.get(schema, column) {
            Value::Moment(at) => Some(*at),
            Value::Null
            | Value::Text(_)
            | Value::Whole(_)
            | Value::Flag(_)
            | Value::Guid(_)
            | Value::Lookup(..) => None,
        }
    }

    pub(super) fn lookup(&self, schema: &Schema, column: &str) -> Option<(Table, Uuid)> {
        match self.get(schema, column) {
            Value::Lookup(table, id) => Some((*table, *id)),
            Value::Null
            | Value::Text(_)
            | Value::Whole(_)
            | Value::Flag(_)
            | Value::Moment(_)
            | Value::Guid(_) => None,
        }
    }

    pub(super) fn is_true(&self, schema: &Schema, column: &str) -> bool {
        self.get(schema, column) == &Value::Flag(true)
    }
}

/// What a changeset would have to put back.
type Undone = (Table, Uuid, Option<Row>);

#[derive(Debug, Default)]
pub(super) struct Store {
    phone_calls: BTreeMap<Uuid, Row>,
    /// They follow from the phone calls, and are never written by themselves.
    activity_parties: BTreeMap<Uuid, Row>,
    annotations: BTreeMap<Uuid, Row>,
    contacts: BTreeMap<Uuid, Row>,
    accounts: BTreeMap<Uuid, Row>,
    leads: BTreeMap<Uuid, Row>,
    users: BTreeMap<Uuid, Row>,
    version: u64,
    journal: Option<Vec<Undone>>,
}

impl Store {
    pub(super) fn rows(&self, table: Table) -> &BTreeMap<Uuid, Row> {
        match table {
            Table::PhoneCall => &self.phone_calls,
            Table::ActivityParty => &self.activity_parties,
            Table::Annotation => &self.annotations,
            Table::Contact => &self.contacts,
            Table::Account => &self.accounts,
            Table::Lead => &self.leads,
            Table::User => &self.users,
        }
    }

    pub(super) fn row(&self, table: Table, id: Uuid) -> Option<&Row> {
        self.rows(table).get(&id)
    }

    /// Writes a row, new or changed, and gives it the next version.
    pub(super) fn write(&mut self, table: Table, id: Uuid, mut row: Row) {
        self.version += 1;
        row.version = self.version;
        let before = self.put(table, id, Some(row));
        self.remember(table, id, before);
    }

    /// Removes a row; false if there was none.
    pub(super) fn remove(&mut self, table: Table, id: Uuid) -> bool {
        let before = self.put(table, id, None);
        let was_there = before.is_some();
        if was_there {
            self.remember(table, id, before);
        }
        was_there
    }

    /// From here on everything can be taken back.
    pub(super) fn begin(&mut self) {
        self.journal = Some(Vec::new());
    }

    pub(super) fn commit(&mut self) {
        self.journal = None;
    }

    pub(super) fn roll_back(&mut self) {
        for (table, id, before) in self.journal.take().unwrap_or_default().into_iter().rev() {
            self.put(table, id, before);
        }
    }

    /// The parties of a phone call, in their order.
    pub(super) fn parties_of(&self, activity: Uuid) -> impl Iterator<Item = &Row> {
        (0..).map_while(move |index| {
            self.activity_parties
                .get(&activity_parties::id(activity, index))
        })
    }

    /// The name of a record, as people see it.
    pub(super) fn name(&self, table: Table, id: Uuid) -> Option<&str> {
        let schema = table.schema();
        self.row(table, id)?.text(schema, schema.name_column)
    }

    /// A column of many rows is cleared or pointed elsewhere.
    pub(super) fn repoint(
        &mut self,
        table: Table,
        column: &str,
        from: (Table, Uuid),
        to: Option<(Table, Uuid)>,
    ) {
        let schema = table.schema();
        let concerned: Vec<Uuid> = self
            .rows(table)
            .iter()
            .filter(|(_, row)| {
                row.lookup(schema, column) == Some(from)
                    || row
                        .parties
                        .iter()
                        .any(|party| (party.table, party.id) == from)
            })
            .map(|(id, _)| *id)
            .collect();
        for id in concerned {
            let Some(mut row) = self.row(table, id).cloned() else {
                continue;
            };
            if row.lookup(schema, column) == Some(from) {
                let value = to.map_or(Value::Null, |(table, id)| Value::Lookup(table, id));
                row.set(schema, column, value);
            }
            match to {
                Some((table, id)) => {
                    for party in &mut row.parties {
                        if (party.table, party.id) == from {
                            (party.table, party.id) = (table, id);
                        }
                    }
                }
                None => row.parties.retain(|party| (party.table, party.id) != from),
            }
            self.write(table, id, row);
        }
    }

    /// Puts a row where another or none was, or takes it away; what was there before.
    fn put(&mut self, table: Table, id: Uuid, row: Option<Row>) -> Option<Row> {
        let before = match row {
            Some(row) => self.rows_mut(table).insert(id, row),
            None => self.rows_mut(table).remove(&id),
        };
        if table == Table::PhoneCall {
            self.seat_parties(id, before.as_ref());
        }
        before
    }

    fn seat_parties(&mut self, activity: Uuid, before: Option<&Row>) {
        let gone = before.map(|row| activity_parties::rows(activity, row));
        for (id, _) in gone.unwrap_or_default() {
            self.activity_parties.remove(&id);
        }
        let row = self.phone_calls.get(&activity);
        let seats = row.map(|row| activity_parties::rows(activity, row));
        self.activity_parties.extend(seats.unwrap_or_default());
    }

    fn rows_mut(&mut self, table: Table) -> &mut BTreeMap<Uuid, Row> {
        match table {
            Table::PhoneCall => &mut self.phone_calls,
            Table::ActivityParty => &mut self.activity_parties,
            Table::Annotation => &mut self.annotations,
            Table::Contact => &mut self.contacts,
            Table::Account => &mut self.accounts,
            Table::Lead => &mut self.leads,
            Table::User => &mut self.users,
        }
    }

    fn remember(&mut self, table: Table, id: Uuid, before: Option<Row>) {
        if let Some(journal) = &mut self.journal {
            journal.push((table, id, before));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roll_back_restores_what_was_changed_created_and_removed() {
        let schema = Table::Contact.schema();
        let named = |name: &str| {
            let mut row = Row::new(Table::Contact);
            row.set(schema, "firstname", Value::Text(name.to_owned()));
            row
        };
        let [changed, created, removed] = [1, 2, 3].map(|n| Uuid::from_u64_pair(0, n));
        let mut store = Store::default();
        store.write(Table::Contact, changed, named("Mira"));
        store.write(Table::Contact, removed, named("Jon"));

        store.begin();
        store.write(Table::Contact, changed, named("Maria"));
        store.write(Table::Contact, changed, named("Marta"));
        store.write(Table::Contact, created, named("Ada"));
        store.remove(Table::Contact, removed);
        store.roll_back();

        let names: Vec<_> = store
            .rows(Table::Contact)
            .values()
            .map(|row| row.text(schema, "firstname"))
            .collect();
        assert_eq!(names, [Some("Mira"), Some("Jon")]);
    }
}
