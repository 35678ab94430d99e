use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::*;

pub(super) fn filtered(world: &World, set: &str, filter: &str) -> Answered {
    let filter = utf8_percent_encode(filter, NON_ALPHANUMERIC);
    world.get(&format!("{set}?$filter={filter}"))
}

fn named(name: &str) -> NewContact {
    NewContact {
        first_name: name.to_owned(),
        ..NewContact::default()
    }
}

#[test]
fn a_filter_chooses_the_rows_it_says() {
    let world = World::new();
    world.dataverse.add_contact(NewContact {
        first_name: "Brian".to_owned(),
        last_name: "O'Bryan".to_owned(),
        ..NewContact::default()
    });
    let check = |filter: &str, expected: &[&str]| {
        let answer = filtered(&world, "contacts", filter);
        assert_eq!(answer.status, 200, "{filter}: {answer:?}");
        assert_eq!(answer.column("fullname"), expected, "{filter}");
    };
    let (mira, brian) = ("Mira Holm", "Brian O'Bryan");
    check("mobilephone eq '+442079460018'", &[mira]);
    check("mobilephone eq '442079460018'", &[]);
    check(
        "statecode eq 0 and (telephone2 eq 'x' or mobilephone eq '+442079460018')",
        &[mira],
    );
    check("lastname eq 'o''bryan'", &[brian]);
    check("lastname eq 'HOLM'", &[mira]);
    check("mobilephone eq null", &[brian]);
    check("mobilephone ne null", &[mira]);
    check("not contains(lastname,'olm')", &[brian]);
    check("startswith(firstname,'mi')", &[mira]);
    check("endswith(telephone1,'7%9%4%6%0%0%1%8')", &[mira]);
    check("endswith(telephone1,'7%9%4%6%0%0%1%9')", &[]);
    check("createdon ge 2026-05-14T08:30:00Z", &[mira, brian]);
    check("createdon gt 2026-05-14T08:30:00Z", &[]);
    check("merged eq false and lastname lt 'I'", &[mira]);
    check(&format!("contactid eq {}", world.contact), &[mira]);
    check(
        &format!("_ownerid_value eq {} and statuscode ne 2", world.me),
        &[mira, brian],
    );
}

#[test]
fn the_function_in_compares_with_a_list() {
    let world = World::new();
    let answer = world.get(
        "contacts?$select=fullname&$filter=Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)&@p1='mobilephone'&@p2=[%22%2B442079460018%22,%2202079460018%22]",
    );
    assert_eq!(answer.column("fullname"), ["Mira Holm"]);
}

#[test]
fn a_filter_that_is_not_understood_is_refused() {
    let world = World::new();
    let check = |filter: &str, message: &str| {
        filtered(&world, "contacts", filter).is_refused(400, "0x80060888", message);
    };
    check("mobilephone in ('1','2')", "'in' is not supported");
    check("mobile eq '1'", "Could not find a property named 'mobile'");
    check(
        "MobilePhone eq '1'",
        "Could not find a property named 'MobilePhone'",
    );
    check("mobilephone eq 1", "incompatible types");
    check("mobilephone eq \"1\"", "not a value");
    check(
        "contactid eq '26f5f4d7-14b2-5c73-97f7-f5e59e22fedd'",
        "incompatible types",
    );
    check("statecode eq '0'", "incompatible types");
    check("mobilephone gt null", "incompatible types");
    check("mobilephone eq '1", "unterminated");
    check("(mobilephone eq '1'", "ends too early");
    check("mobilephone eq '1')", "not expected");
    check("mobilephone eq", "a value is missing");
    check("mobilephone eq '1' or", "an expression is missing");
    check("", "an expression is missing");
    check("contains(statecode,'1')", "No function signature");
    check("startswith(mobilephone,'%1')", "leading wildcard");
    check("endswith(mobilephone,'1%')", "trailing wildcard");
    check(
        &format!("{}mobilephone eq '1'", "not ".repeat(150)),
        "recursion",
    );
    check(&"(".repeat(500), "recursion");
}

#[test]
fn five_hundred_conditions_are_the_most() {
    let world = World::new();
    let conditions = |count: usize| vec!["fax eq '1'"; count].join(" or ");
    let status = |count: usize| {
        let query = utf8_percent_encode(&conditions(count), NON_ALPHANUMERIC).to_string();
        let answer = batch::get_in_batch(&world, &format!("contacts?$filter={query}"));
        (
            answer.contains("HTTP/1.1 200 OK"),
            answer.contains("0x8004430C"),
        )
    };
    assert_eq!(status(500), (true, false));
    assert_eq!(status(501), (false, true));
}

#[test]
fn a_large_organization_refuses_leading_wildcards() {
    let world = World::new();
    world
        .dataverse
        .switch(|switches| switches.refuses_leading_wildcards = true);
    for filter in ["contains(fullname,'o')", "endswith(mobilephone,'18')"] {
        filtered(&world, "contacts", filter).is_refused(400, "0x80048644", "leading wildcard");
    }
    assert_eq!(
        filtered(&world, "contacts", "startswith(mobilephone,'1')").status,
        200
    );
}

#[test]
fn an_unescaped_plus_is_refused() {
    let world = World::new();
    world
        .get("contacts?$filter=mobilephone%20eq%20'+442079460018'")
        .is_refused(400, "0x80060888", "%2B");
    assert_eq!(world.dataverse.unescaped_plus_count(), 1);
}

#[test]
fn only_known_columns_and_options_are_selected() {
    let world = World::new();
    let check = |query: &str, message: &str| {
        world
            .get(&format!("contacts?{query}"))
            .is_refused(400, "0x80060888", message);
    };
    check("$select=fullname,phone", "'phone'");
    check("$select=Fullname", "'Fullname'");
    check("$select=masterid", "'masterid'");
    check("$orderby=phone", "'phone'");
    check("$orderby=fullname%20up", "$orderby");
    check("$top=0", "$top");
    check("$skip=5", "Skip Clause");
    check("$search=x", "$search");
    check("select=fullname", "'select'");
    let answer = world.get("contacts?$select=fullname");
    let row = answer.json["value"][0].as_object().unwrap();
    assert_eq!(
        row.keys().collect::<Vec<_>>(),
        ["@odata.etag", "contactid", "fullname"]
    );
}

#[test]
fn rows_come_in_order() {
    let world = World::new();
    for name in ["Ada", "Cleo", "Bert"] {
        world.dataverse.add_contact(named(name));
    }
    let top = world.get("contacts?$orderby=fullname%20desc&$top=2&$count=true");
    assert_eq!(top.column("fullname"), ["Mira Holm", "Cleo"]);
    assert_eq!(top.json["@odata.count"], 4);
    assert!(top.json.get("@odata.nextLink").is_none());
}

#[test]
fn annotations_come_only_when_asked_for() {
    let world = World::new();
    world.create_call();
    let target =
        format!("phonecalls({CALL})?$select=_regardingobjectid_value,statecode,directioncode");
    let plain = world.get(&target);
    assert!(!plain.json.to_string().contains("FormattedValue"));

    let request = world
        .request("GET", &target)
        .header("Prefer", "odata.include-annotations=\"*\"");
    let row = Answered::of(&world.send(request, "")).json;
    let lookup = |annotation: &str| row[format!("_regardingobjectid_value@{annotation}")].clone();
    assert_eq!(
        lookup("OData.Community.Display.V1.FormattedValue"),
        "Mira Holm"
    );
    assert_eq!(
        lookup("Microsoft.Dynamics.CRM.lookuplogicalname"),
        "contact"
    );
    assert_eq!(
        row["statecode@OData.Community.Display.V1.FormattedValue"],
        "Open"
    );
    assert_eq!(
        row["directioncode@OData.Community.Display.V1.FormattedValue"],
        "Outgoing"
    );
}

#[test]
fn whose_a_record_is_and_who_wrote_it_come_with_every_table() {
    let world = World::new();
    world.create_call();
    world.dataverse.add_account(NewAccount::default());
    world.dataverse.add_lead(NewLead::default());
    for set in ["phonecalls", "contacts", "accounts", "leads"] {
        let request = world
            .request("GET", &format!("{set}?$select=_ownerid_value,_createdby_value,_modifiedby_value,modifiedon"))
            .header("Prefer", "odata.include-annotations=\"OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.lookuplogicalname\"");
        let row = Answered::of(&world.send(request, "")).json["value"][0].clone();
        for column in ["_ownerid_value", "_createdby_value", "_modifiedby_value"] {
            let annotation = |name: &str| row[format!("{column}@{name}")].clone();
            assert_eq!(row[column], world.me.to_string(), "{set} {column}");
            assert_eq!(
                annotation("OData.Community.Display.V1.FormattedValue"),
                "Alice Ames",
                "{set} {column}"
            );
            assert_eq!(
                annotation("Microsoft.Dynamics.CRM.lookuplogicalname"),
                "systemuser",
                "{set} {column}"
            );
        }
        assert_eq!(row["modifiedon"], "2026-05-14T08:30:00Z", "{set}");
    }
}

#[test]
fn records_are_found_by_their_names() {
    let world = World::new();
    world.dataverse.add_account(NewAccount {
        name: "Harbour & Sons".to_owned(),
        ..NewAccount::default()
    });
    world.dataverse.add_lead(NewLead {
        first_name: "Jon".to_owned(),
        last_name: "Aske".to_owned(),
        ..NewLead::default()
    });
    for (set, column, name) in [
        ("contacts", "fullname", "Mira Holm"),
        ("accounts", "name", "Harbour & Sons"),
        ("leads", "fullname", "Jon Aske"),
    ] {
        let (begin, end) = (&name[..3], &name[4..]);
        for (filter, count) in [
            (format!("{column} eq '{}'", name.to_uppercase()), 1),
            (format!("{column} eq '{begin}'"), 0),
            (format!("startswith({column},'{begin}')"), 1),
            (format!("startswith({column},'{end}')"), 0),
            (format!("contains({column},'{end}')"), 1),
            (format!("contains({column},'Zoe')"), 0),
        ] {
            let found = filtered(&world, set, &filter);
            assert_eq!(found.column(column).len(), count, "{set}: {filter}");
        }
    }
}

#[test]
fn related_records_are_read_with_their_record() {
    let world = World::new();
    world.create_call();
    let call = world.get(&format!(
        "phonecalls({CALL})?$select=subject&$expand=phonecall_activity_parties,regardingobjectid_contact_phonecall($select=fullname)"
    ));
    assert_eq!(
        call.json["regardingobjectid_contact_phonecall"]["fullname"],
        "Mira Holm"
    );
    let masks: Vec<_> = call.json["phonecall_activity_parties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|party| party["participationtypemask"].as_i64().unwrap())
        .collect();
    assert_eq!(masks, [1, 2, 8, 9]);
}

#[test]
fn reading_needs_its_privilege() {
    let world = World::new();
    world.dataverse.withhold(world.me, "prvReadContact");
    world
        .get("contacts")
        .is_refused(403, "0x80040220", "prvReadContact");
}

#[test]
fn what_is_not_simulated_does_not_exist() {
    let world = World::new();
    for target in ["tasks", "Contacts", "activityparty", "phonecalls/$count"] {
        let answer = world.get(target);
        assert_eq!(
            (answer.status, answer.code.as_str()),
            (404, "0x80060888"),
            "{target}"
        );
    }
}
