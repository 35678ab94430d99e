//! The tables the service has, with their columns and limits (`reference/dataverse.md`, sections 2, 3.1 and 7).

use std::sync::LazyLock;

mod definitions;

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// `phonecall`
    PhoneCall,
    /// `activityparty`: only read, and written through its phone call
    ActivityParty,
    /// `annotation`: a note
    Annotation,
    /// `contact`
    Contact,
    /// `account`
    Account,
    /// `lead`
    Lead,
    /// `systemuser`
    User,
}

/// Every table.
pub(super) const TABLES: [Table; 7] = [
    Table::PhoneCall,
    Table::ActivityParty,
    Table::Annotation,
    Table::Contact,
    Table::Account,
    Table::Lead,
    Table::User,
];

impl Table {
    /// What it holds and allows.
    pub(super) fn schema(self) -> &'static Schema {
        match self {
            Self::PhoneCall => &SCHEMAS.phone_call,
            Self::ActivityParty => &SCHEMAS.activity_party,
            Self::Annotation => &SCHEMAS.annotation,
            Self::Contact => &SCHEMAS.contact,
            Self::Account => &SCHEMAS.account,
            Self::Lead => &SCHEMAS.lead,
            Self::User => &SCHEMAS.user,
        }
    }

    /// What it is called in addresses for people, for example `phonecall`.
    #[must_use]
    pub fn logical_name(self) -> &'static str {
        self.schema().logical_name
    }

    /// The table of an entity set, for example `contacts`; names are case-sensitive.
    pub(super) fn of_set(set: &str) -> Option<Self> {
        TABLES.into_iter().find(|table| table.schema().set == set)
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text of at most this many UTF-16 units.
    Text(usize),
    /// A whole number within these bounds.
    Whole(i64, i64),
    /// True or false.
    Flag,
    /// A point in time.
    Moment,
    /// A GUID.
    Guid,
    /// A reference to a record, read as `_name_value` and written through a navigation property.
    Lookup,
    /// `statecode`
    State,
    /// `statuscode`
    Status,
}

/// When a column may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Never by a client.
    ReadOnly,
    /// Only when the record is created.
    CreateOnly,
    /// Always.
    Writable,
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) access: Access,
    /// What false and true are called, where they have names of their own.
    pub(super) flag_labels: [&'static str; 2],
}

/// A single-valued navigation property; its name is case-sensitive.
#[derive(Debug)]
pub(super) struct Navigation {
    pub(super) name: &'static str,
    /// The lookup column behind it.
    pub(super) column: &'static str,
    pub(super) target: Table,
    pub(super) access: Access,
}

/// A `statecode` with its `statuscode`s; the first is the default.
#[derive(Debug)]
pub(super) struct State {
    pub(super) code: i64,
    pub(super) label: &'static str,
    pub(super) statuses: &'static [(i64, &'static str)],
}

#[derive(Debug)]
pub(super) struct Schema {
    pub(super) set: &'static str,
    pub(super) logical_name: &'static str,
    pub(super) display_name: &'static str,
    /// What the privileges of the table are called, for example `Activity` in `prvReadActivity`.
    pub(super) privilege_name: &'static str,
    pub(super) key: &'static str,
    pub(super) name_column: &'static str,
    pub(super) columns: Vec<Column>,
    pub(super) navigations: Vec<Navigation>,
    pub(super) states: &'static [State],
}

impl Schema {
    /// The position of a column; names are case-sensitive.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    pub(super) fn navigation(&self, name: &str) -> Option<&Navigation> {
        self.navigations
            .iter()
            .find(|navigation| navigation.name == name)
    }

    pub(super) fn state(&self, code: i64) -> Option<&'static State> {
        self.states.iter().find(|state| state.code == code)
    }
}

#[derive(Debug)]
struct Schemas {
    phone_call: Schema,
    activity_party: Schema,
    annotation: Schema,
    contact: Schema,
    account: Schema,
    lead: Schema,
    user: Schema,
}

static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| Schemas {
    phone_call: definitions::phone_call(),
    activity_party: definitions::activity_party(),
    annotation: definitions::annotation(),
    contact: definitions::contact(),
    account: definitions::account(),
    lead: definitions::lead(),
    user: definitions::user(),
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_navigation_property_and_key_names_a_column_of_its_table() {
        for table in TABLES {
            let schema = table.schema();
            assert!(schema.position(schema.key).is_some(), "{table:?}");
            assert!(schema.position(schema.name_column).is_some(), "{table:?}");
            for navigation in &schema.navigations {
                assert!(
                    schema.position(navigation.column).is_some(),
                    "{navigation:?}"
                );
            }
        }
    }
}
