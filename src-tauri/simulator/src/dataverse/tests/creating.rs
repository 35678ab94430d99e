use super::*;

#[test]
fn a_phone_call_stands_as_it_was_written_with_the_parties_the_server_adds() {
    let world = World::new();

    let response = world.send(
        world
            .request("POST", "phonecalls")
            .header("Content-Type", "application/json"),
        world.call().to_string(),
    );

    assert_eq!(response.status(), 204);
    assert_eq!(
        response.headers()["OData-EntityId"],
        format!("{URL}/api/data/v9.2/phonecalls({CALL})")
    );
    let call = world.the_call();
    assert_eq!((call.state, call.status), (0, 1));
    assert_eq!(call.direction, Direction::Outgoing);
    assert_eq!((call.owner, call.created_by), (world.me, world.me));
    assert_eq!(call.regarding, Some((Table::Contact, world.contact)));
    let masks: Vec<_> = call
        .parties
        .iter()
        .map(|party| (party.mask, party.id))
        .collect();
    assert_eq!(
        masks,
        [
            (1, world.me),
            (2, world.contact),
            (8, world.contact),
            (9, world.me)
        ]
    );
    assert_eq!(
        call.started_at,
        Some("2026-05-14T08:12:05Z".parse().unwrap())
    );
    assert_eq!(call.created_at, "2026-05-14T08:30:00Z".parse().unwrap());
}

#[test]
fn a_phone_call_is_outgoing_when_nobody_says_otherwise() {
    let world = World::new();

    world.write("POST", "phonecalls", &json!({"activityid": CALL}));

    assert_eq!(world.the_call().direction, Direction::Outgoing);
}

#[test]
fn a_property_that_does_not_exist_is_refused() {
    let world = World::new();
    let check = |name: &str, value: Json| {
        let answer = world.write("POST", "phonecalls", &world.call_with(name, value));
        answer.is_refused(
            400,
            "0x80048d19",
            &format!("'{}'", name.replace("@odata.bind", "")),
        );
        assert!(world.dataverse.phone_calls().is_empty());
    };
    let contact = json!(format!("/contacts({})", world.contact));
    check("Subject", json!("x"));
    check("phoneNumber", json!("x"));
    check("outcome", json!("x"));
    check("regardingobjectid", contact.clone());
    check(
        "RegardingObjectId_contact_phonecall@odata.bind",
        contact.clone(),
    );
    check("regardingobjectid_Contact_phonecall@odata.bind", contact);
}

#[test]
fn a_value_of_the_wrong_type_is_refused() {
    let world = World::new();
    let check = |name: &str, value: Json| {
        let answer = world.write("POST", "phonecalls", &world.call_with(name, value));
        answer.is_refused(400, "0x80048d19", name);
    };
    check("subject", json!(5));
    check("directioncode", json!("true"));
    check("directioncode", json!(1));
    check("actualdurationminutes", json!("4"));
    check("actualdurationminutes", json!(4.5));
    check("actualstart", json!("2026-05-14T08:12:05"));
    check("actualstart", json!(1_778_746_325));
    check(
        "activityid",
        json!("{26f5f4d7-14b2-5c73-97f7-f5e59e22fedd}"),
    );
    check("phonecall_activity_parties", json!({}));
}

#[test]
fn a_text_longer_than_its_column_is_refused_and_one_as_long_is_not() {
    let world = World::new();
    for (name, length_max) in [
        ("subject", 200),
        ("description", 2_000),
        ("phonenumber", 200),
        ("category", 250),
    ] {
        let answer = world.write(
            "POST",
            "phonecalls",
            &world.call_with(name, json!("x".repeat(length_max + 1))),
        );
        answer.is_refused(400, "0x80044331", name);
        let answer = world.write("POST", "phonecalls", &json!({name: "é".repeat(length_max)}));
        assert_eq!(answer.status, 204, "{answer:?}");
    }
    let answer = world.write("POST", "contacts", &json!({"mobilephone": "5".repeat(51)}));
    answer.is_refused(400, "0x80044331", "mobilephone");
    let answer = world.write("POST", "leads", &json!({"mobilephone": "5".repeat(21)}));
    answer.is_refused(400, "0x80044331", "mobilephone");
}

#[test]
fn a_number_out_of_range_is_refused() {
    let world = World::new();
    let answer = world.write(
        "POST",
        "phonecalls",
        &world.call_with("actualdurationminutes", json!(-1)),
    );
    answer.is_refused(400, "0x80044331", "actualdurationminutes");
}

#[test]
fn a_state_cannot_be_given_on_create() {
    let world = World::new();
    for (name, value) in [
        ("statecode", 1),
        ("statecode", 0),
        ("statuscode", 2),
        ("statuscode", 4),
    ] {
        let answer = world.write("POST", "phonecalls", &world.call_with(name, json!(value)));
        answer.is_refused(400, "0x80048408", "State code is invalid");
    }
    let answer = world.write("POST", "contacts", &json!({"statecode": 0}));
    answer.is_refused(400, "0x80048408", "State code is invalid");
    assert!(world.dataverse.phone_calls().is_empty());
    let open = world.call_with("statuscode", json!(1));
    assert_eq!(world.write("POST", "phonecalls", &open).status, 204);
}

#[test]
fn a_column_the_server_keeps_cannot_be_written() {
    let world = World::new();
    let check = |set: &str, body: Json| {
        let answer = world.write("POST", set, &body);
        answer.is_refused(400, "0x80040203", "cannot be written");
    };
    check("phonecalls", json!({"createdon": "2026-05-14T08:12:05Z"}));
    check("phonecalls", json!({"scheduleddurationminutes": 4}));
    check(
        "phonecalls",
        json!({"_regardingobjectid_value": world.contact.to_string()}),
    );
    check("contacts", json!({"fullname": "Mira Holm"}));
}

#[test]
fn only_from_and_to_are_parties_of_a_phone_call() {
    let world = World::new();
    let contact = format!("/contacts({})", world.contact);
    let check = |party: Json, code: &str| {
        let body = world.call_with("phonecall_activity_parties", json!([party]));
        let answer = world.write("POST", "phonecalls", &body);
        assert_eq!(
            (answer.status, answer.code.as_str()),
            (400, code),
            "{answer:?}"
        );
    };
    for mask in [0, 3, 5, 8, 9, 11] {
        check(
            json!({"partyid_contact@odata.bind": contact, "participationtypemask": mask}),
            "0x80040203",
        );
    }
    check(json!({"partyid_contact@odata.bind": contact}), "0x80040203");
    check(
        json!({"addressused": "+442079460018", "participationtypemask": 2}),
        "0x80040203",
    );
    check(
        json!({"partyid@odata.bind": contact, "participationtypemask": 2}),
        "0x80048d19",
    );
    check(
        json!({"partyid_systemuser@odata.bind": contact, "participationtypemask": 2}),
        "0x80048d19",
    );
}

#[test]
fn a_bound_record_must_exist_and_be_of_its_table() {
    let world = World::new();
    let gone = Uuid::from_u128(0xdead);
    let bind = "regardingobjectid_contact_phonecall@odata.bind";
    let check = |target: String, status: u16, code: &str, message: &str| {
        let answer = world.write("POST", "phonecalls", &world.call_with(bind, json!(target)));
        answer.is_refused(status, code, message);
    };
    check(
        format!("/contacts({gone})"),
        404,
        "0x80040217",
        "Does Not Exist",
    );
    check(
        format!("/systemusers({})", world.me),
        400,
        "0x80048d19",
        "not of type",
    );
    check(
        format!("/contacts('{}')", world.contact),
        400,
        "0x80060888",
        "GUID",
    );
    check(
        format!("/contact({})", world.contact),
        404,
        "0x80060888",
        "contact",
    );
    check(world.contact.to_string(), 404, "0x80060888", "segment");
}

#[test]
fn a_second_create_with_the_same_id_is_refused_and_changes_nothing() {
    let world = World::new();
    world.create_call();

    let answer = world.write(
        "POST",
        "phonecalls",
        &world.call_with("subject", json!("Again")),
    );

    answer.is_refused(412, "0x80040237", "matching key values");
    assert_eq!(world.dataverse.phone_calls().len(), 1);
    assert_eq!(world.the_call().subject, "Call to Mira Holm");
}

#[test]
fn a_call_for_someone_else_needs_the_privilege_to_assign() {
    let world = World::new();
    let call = world.call_with(
        "ownerid@odata.bind",
        json!(format!("/systemusers({})", world.colleague)),
    );
    world.dataverse.withhold(world.me, "prvAssignActivity");
    world
        .write("POST", "phonecalls", &call)
        .is_refused(403, "0x80040220", "prvAssignActivity");

    world.dataverse.grant(world.me, "prvAssignActivity");
    assert_eq!(world.write("POST", "phonecalls", &call).status, 204);
    assert_eq!(world.the_call().owner, world.colleague);
}

#[test]
fn a_call_cannot_be_given_to_a_disabled_user() {
    let world = World::new();
    world
        .dataverse
        .set_user_access(world.colleague, UserAccess::Disabled);
    let call = world.call_with(
        "ownerid@odata.bind",
        json!(format!("/systemusers({})", world.colleague)),
    );
    world
        .write("POST", "phonecalls", &call)
        .is_refused(403, "0x80040225", "disabled");
}

#[test]
fn each_missing_privilege_is_named() {
    for privilege in [
        "prvCreateActivity",
        "prvAppendActivity",
        "prvAppendToContact",
    ] {
        let world = World::new();
        world.dataverse.withhold(world.me, privilege);

        let answer = world.write("POST", "phonecalls", &world.call());

        answer.is_refused(403, "0x80040220", privilege);
        assert!(
            answer
                .message
                .contains(&format!("(Id={}, type=8)", world.me))
        );
    }
    let world = World::new();
    world.dataverse.withhold(world.me, "prvCreateContact");
    world
        .write("POST", "contacts", &json!({"lastname": "Aske"}))
        .is_refused(403, "0x80040220", "prvCreateContact");
}

#[test]
fn a_creation_date_of_ones_own_needs_a_privilege_no_user_has() {
    let world = World::new();
    let call = world.call_with("overriddencreatedon", json!("2026-01-01T00:00:00Z"));
    world.write("POST", "phonecalls", &call).is_refused(
        403,
        "0x80040220",
        "prvOverrideCreatedOnCreatedBy",
    );
}

#[test]
fn a_body_that_is_not_json_is_refused() {
    let world = World::new();
    let builder = world.request("POST", "phonecalls");
    let answer = Answered::of(&world.send(builder, world.call().to_string()));
    answer.is_refused(400, "0x80060888", "MIME");
    for body in ["", "[]", "{\"subject\":"] {
        let builder = world
            .request("POST", "phonecalls")
            .header("Content-Type", "application/json");
        let answer = Answered::of(&world.send(builder, body));
        answer.is_refused(400, "0x80048d19", "Error identified in Payload");
    }
}

#[test]
fn the_record_comes_back_where_the_client_prefers_it() {
    let world = World::new();
    let answer = world.write_with(
        "POST",
        "contacts?$select=fullname",
        &json!({"firstname": "Jon", "lastname": "Aske"}),
        &[("Prefer", "return=representation")],
    );
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json["fullname"], "Jon Aske");
}
