//! The tables the service has, with their columns and limits (`reference/dataverse.md`, sections 2, 3.1 and 7).

use std::sync::LazyLock;

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// `phonecall`
    PhoneCall,
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
pub(super) const TABLES: [Table; 5] = [
    Table::PhoneCall,
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
            Self::Contact => &SCHEMAS.contact,
            Self::Account => &SCHEMAS.account,
            Self::Lead => &SCHEMAS.lead,
            Self::User => &SCHEMAS.user,
        }
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
    contact: Schema,
    account: Schema,
    lead: Schema,
    user: Schema,
}

static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| Schemas {
    phone_call: phone_call(),
    contact: contact(),
    account: account(),
    lead: lead(),
    user: user(),
});

const PHONE_CALL_STATES: &[State] = &[
    State {
        code: 0,
        label: "Open",
        statuses: &[(1, "Open")],
    },
    State {
        code: 1,
        label: "Completed",
        statuses: &[(2, "Made"), (4, "Received")],
    },
    State {
        code: 2,
        label: "Canceled",
        statuses: &[(3, "Canceled")],
    },
];

const RECORD_STATES: &[State] = &[
    State {
        code: 0,
        label: "Active",
        statuses: &[(1, "Active")],
    },
    State {
        code: 1,
        label: "Inactive",
        statuses: &[(2, "Inactive")],
    },
];

const LEAD_STATES: &[State] = &[
    State {
        code: 0,
        label: "Open",
        statuses: &[(1, "New"), (2, "Contacted")],
    },
    State {
        code: 1,
        label: "Qualified",
        statuses: &[(3, "Qualified")],
    },
    State {
        code: 2,
        label: "Disqualified",
        statuses: &[
            (4, "Lost"),
            (5, "Cannot Contact"),
            (6, "No Longer Interested"),
            (7, "Canceled"),
        ],
    },
];

fn phone_call() -> Schema {
    let mut columns = vec![
        create_only(column("activityid", Kind::Guid)),
        text("subject", 200),
        text("description", 2_000),
        text("phonenumber", 200),
        Column {
            flag_labels: ["Incoming", "Outgoing"],
            ..column("directioncode", Kind::Flag)
        },
        column("leftvoicemail", Kind::Flag),
        column("actualdurationminutes", Kind::Whole(0, 2_147_483_647)),
        read_only(column(
            "scheduleddurationminutes",
            Kind::Whole(0, 2_147_483_647),
        )),
        column("actualstart", Kind::Moment),
        column("actualend", Kind::Moment),
        column("scheduledstart", Kind::Moment),
        column("scheduledend", Kind::Moment),
        column("sortdate", Kind::Moment),
        column("lastonholdtime", Kind::Moment),
        column("prioritycode", Kind::Whole(0, 2)),
        text("category", 250),
        text("subcategory", 250),
        column("isbilled", Kind::Flag),
        column("isworkflowcreated", Kind::Flag),
        text("activityadditionalparams", 8_192),
        read_only(text("activitytypecode", 100)),
        read_only(column("_regardingobjectid_value", Kind::Lookup)),
    ];
    columns.extend(owned());
    let regarding = |name, target| navigation(name, "_regardingobjectid_value", target);
    Schema {
        set: "phonecalls",
        logical_name: "phonecall",
        display_name: "PhoneCall",
        privilege_name: "Activity",
        key: "activityid",
        name_column: "subject",
        columns,
        navigations: vec![
            navigation("ownerid", "_ownerid_value", Table::User),
            navigation("ownerid_phonecall", "_ownerid_value", Table::User),
            regarding("regardingobjectid_contact_phonecall", Table::Contact),
            regarding("regardingobjectid_account_phonecall", Table::Account),
            regarding("regardingobjectid_lead_phonecall", Table::Lead),
            regarding("regardingobjectid_contact", Table::Contact),
            regarding("regardingobjectid_account", Table::Account),
            regarding("regardingobjectid_lead", Table::Lead),
        ],
        states: PHONE_CALL_STATES,
    }
}

fn contact() -> Schema {
    let mut columns = vec![
        create_only(column("contactid", Kind::Guid)),
        text("firstname", 50),
        text("middlename", 50),
        text("lastname", 50),
        read_only(text("fullname", 160)),
        text("jobtitle", 100),
        text("emailaddress1", 100),
        text("description", 2_000),
        read_only(column("merged", Kind::Flag)),
        read_only(column("_masterid_value", Kind::Lookup)),
        read_only(column("_parentcustomerid_value", Kind::Lookup)),
    ];
    columns.extend(
        [
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
        ]
        .map(|name| text(name, 50)),
    );
    columns.extend(owned());
    Schema {
        set: "contacts",
        logical_name: "contact",
        display_name: "Contact",
        privilege_name: "Contact",
        key: "contactid",
        name_column: "fullname",
        columns,
        navigations: vec![
            navigation("ownerid", "_ownerid_value", Table::User),
            navigation(
                "parentcustomerid_account",
                "_parentcustomerid_value",
                Table::Account,
            ),
            navigation(
                "parentcustomerid_contact",
                "_parentcustomerid_value",
                Table::Contact,
            ),
            Navigation {
                access: Access::ReadOnly,
                ..navigation("masterid", "_masterid_value", Table::Contact)
            },
        ],
        states: RECORD_STATES,
    }
}

fn account() -> Schema {
    let mut columns = vec![
        create_only(column("accountid", Kind::Guid)),
        text("name", 160),
        text("accountnumber", 20),
        text("emailaddress1", 100),
        text("description", 2_000),
        text("telephone1", 50),
        text("telephone2", 50),
        text("telephone3", 50),
        text("address1_telephone1", 50),
        text("fax", 50),
        read_only(column("merged", Kind::Flag)),
        read_only(column("_masterid_value", Kind::Lookup)),
        read_only(column("_primarycontactid_value", Kind::Lookup)),
    ];
    columns.extend(owned());
    Schema {
        set: "accounts",
        logical_name: "account",
        display_name: "Account",
        privilege_name: "Account",
        key: "accountid",
        name_column: "name",
        columns,
        navigations: vec![
            navigation("ownerid", "_ownerid_value", Table::User),
            navigation(
                "primarycontactid",
                "_primarycontactid_value",
                Table::Contact,
            ),
        ],
        states: RECORD_STATES,
    }
}

fn lead() -> Schema {
    let mut columns = vec![
        create_only(column("leadid", Kind::Guid)),
        text("subject", 300),
        text("firstname", 50),
        text("lastname", 50),
        read_only(text("fullname", 160)),
        text("companyname", 100),
        text("emailaddress1", 100),
        text("description", 2_000),
        text("mobilephone", 20),
        text("telephone1", 50),
        text("telephone2", 50),
        text("telephone3", 50),
        text("address1_telephone1", 50),
        text("fax", 50),
        read_only(column("merged", Kind::Flag)),
        read_only(column("_masterid_value", Kind::Lookup)),
    ];
    columns.extend(owned());
    Schema {
        set: "leads",
        logical_name: "lead",
        display_name: "Lead",
        privilege_name: "Lead",
        key: "leadid",
        name_column: "fullname",
        columns,
        navigations: vec![navigation("ownerid", "_ownerid_value", Table::User)],
        states: LEAD_STATES,
    }
}

fn user() -> Schema {
    let columns = vec![
        column("systemuserid", Kind::Guid),
        text("firstname", 256),
        text("lastname", 256),
        text("fullname", 200),
        text("internalemailaddress", 100),
        text("domainname", 1_024),
        column("azureactivedirectoryobjectid", Kind::Guid),
        column("applicationid", Kind::Guid),
        column("isdisabled", Kind::Flag),
        column("createdon", Kind::Moment),
        column("modifiedon", Kind::Moment),
    ]
    .into_iter()
    .map(read_only)
    .collect();
    Schema {
        set: "systemusers",
        logical_name: "systemuser",
        display_name: "SystemUser",
        privilege_name: "User",
        key: "systemuserid",
        name_column: "fullname",
        columns,
        navigations: Vec::new(),
        states: &[],
    }
}

/// The columns every table has whose records belong to a user.
fn owned() -> [Column; 9] {
    [
        column("statecode", Kind::State),
        column("statuscode", Kind::Status),
        read_only(column("_ownerid_value", Kind::Lookup)),
        read_only(column("_createdby_value", Kind::Lookup)),
        read_only(column("_modifiedby_value", Kind::Lookup)),
        read_only(column("createdon", Kind::Moment)),
        read_only(column("modifiedon", Kind::Moment)),
        create_only(column("overriddencreatedon", Kind::Moment)),
        create_only(column(
            "importsequencenumber",
            Kind::Whole(-2_147_483_648, 2_147_483_647),
        )),
    ]
}

fn column(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        access: Access::Writable,
        flag_labels: ["No", "Yes"],
    }
}

fn text(name: &'static str, length_max: usize) -> Column {
    column(name, Kind::Text(length_max))
}

fn read_only(column: Column) -> Column {
    Column {
        access: Access::ReadOnly,
        ..column
    }
}

fn create_only(column: Column) -> Column {
    Column {
        access: Access::CreateOnly,
        ..column
    }
}

fn navigation(name: &'static str, column: &'static str, target: Table) -> Navigation {
    Navigation {
        name,
        column,
        target,
        access: Access::Writable,
    }
}

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
