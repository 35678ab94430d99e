//! The columns, states and navigation properties of each table (`reference/dataverse.md`, sections 2.1, 2.2 and 3.1).

use super::{Access, Column, Kind, Navigation, Schema, State, Table};

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

pub(super) fn phone_call() -> Schema {
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

pub(super) fn activity_party() -> Schema {
    let columns = vec![
        column("activitypartyid", Kind::Guid),
        column("_activityid_value", Kind::Lookup),
        column("_partyid_value", Kind::Lookup),
        column("participationtypemask", Kind::Whole(1, 13)),
        text("addressused", 320),
        text("unresolvedpartyname", 200),
    ]
    .into_iter()
    .map(read_only)
    .collect();
    let party = |name, target| navigation(name, "_partyid_value", target);
    Schema {
        set: "activityparties",
        logical_name: "activityparty",
        display_name: "ActivityParty",
        privilege_name: "Activity",
        key: "activitypartyid",
        name_column: "unresolvedpartyname",
        columns,
        navigations: vec![
            navigation(
                "activityid_phonecall",
                "_activityid_value",
                Table::PhoneCall,
            ),
            party("partyid_contact", Table::Contact),
            party("partyid_account", Table::Account),
            party("partyid_lead", Table::Lead),
            party("partyid_systemuser", Table::User),
        ],
        states: &[],
    }
}

/// A note (Microsoft Learn, Dataverse table reference, "Note (Annotation)").
pub(super) fn annotation() -> Schema {
    let mut columns = vec![
        create_only(column("annotationid", Kind::Guid)),
        text("subject", 500),
        text("notetext", 100_000),
        column("isdocument", Kind::Flag),
        read_only(text("objecttypecode", 64)),
        read_only(column("_objectid_value", Kind::Lookup)),
    ];
    columns.extend(kept());
    Schema {
        set: "annotations",
        logical_name: "annotation",
        display_name: "Annotation",
        privilege_name: "Note",
        key: "annotationid",
        name_column: "subject",
        columns,
        navigations: vec![
            navigation("ownerid", "_ownerid_value", Table::User),
            navigation("objectid_phonecall", "_objectid_value", Table::PhoneCall),
        ],
        states: &[],
    }
}

pub(super) fn contact() -> Schema {
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
            "address3_telephone1",
            "address3_telephone2",
            "address3_telephone3",
        ]
        .map(|name| text(name, 50)),
    );
    columns.extend(address_phones());
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

pub(super) fn account() -> Schema {
    let mut columns = vec![
        create_only(column("accountid", Kind::Guid)),
        text("name", 160),
        text("accountnumber", 20),
        text("emailaddress1", 100),
        text("description", 2_000),
        text("telephone1", 50),
        text("telephone2", 50),
        text("telephone3", 50),
        text("fax", 50),
        read_only(column("merged", Kind::Flag)),
        read_only(column("_masterid_value", Kind::Lookup)),
        read_only(column("_primarycontactid_value", Kind::Lookup)),
    ];
    columns.extend(address_phones());
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

pub(super) fn lead() -> Schema {
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
        text("fax", 50),
        text("pager", 50),
        read_only(column("merged", Kind::Flag)),
        read_only(column("_masterid_value", Kind::Lookup)),
        read_only(column("_parentcontactid_value", Kind::Lookup)),
        read_only(column("_customerid_value", Kind::Lookup)),
    ];
    columns.extend(address_phones());
    columns.extend(owned());
    Schema {
        set: "leads",
        logical_name: "lead",
        display_name: "Lead",
        privilege_name: "Lead",
        key: "leadid",
        name_column: "fullname",
        columns,
        navigations: vec![
            navigation("ownerid", "_ownerid_value", Table::User),
            navigation("parentcontactid", "_parentcontactid_value", Table::Contact),
            navigation("customerid_contact", "_customerid_value", Table::Contact),
            navigation("customerid_account", "_customerid_value", Table::Account),
        ],
        states: LEAD_STATES,
    }
}

pub(super) fn user() -> Schema {
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
        column("accessmode", Kind::Whole(0, 5)),
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

/// The phones of a record's first two addresses.
fn address_phones() -> [Column; 6] {
    [
        "address1_telephone1",
        "address1_telephone2",
        "address1_telephone3",
        "address2_telephone1",
        "address2_telephone2",
        "address2_telephone3",
    ]
    .map(|name| text(name, 50))
}

/// The columns every table has whose records belong to a user and have a state.
fn owned() -> impl Iterator<Item = Column> {
    let state = [
        column("statecode", Kind::State),
        column("statuscode", Kind::Status),
    ];
    state.into_iter().chain(kept())
}

/// The columns the server keeps of whose a record is, and who wrote it when.
fn kept() -> [Column; 7] {
    [
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
