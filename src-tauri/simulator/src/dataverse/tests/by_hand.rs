//! What people and other programs do beside the client.

use super::*;

fn columns(json: &Json) -> serde_json::Map<String, Json> {
    json.as_object().unwrap().clone()
}

#[test]
fn a_person_may_edit_a_completed_call_within_the_limits() {
    let world = World::new();
    world.create_call();
    world.complete_call();
    let id = CALL.parse().unwrap();

    let edited = world
        .dataverse
        .edit_phone_call(id, &columns(&json!({"subject": "By hand"})));
    let refused = world
        .dataverse
        .edit_phone_call(id, &columns(&json!({"subject": "x".repeat(201)})));

    assert_eq!(edited, Ok(()));
    assert_eq!(refused.unwrap_err().code, "0x80044331");
    let call = world.the_call();
    assert_eq!(
        (call.subject.as_str(), call.state, call.status),
        ("By hand", 1, 2)
    );
}

#[test]
fn the_call_of_another_writer_is_completed_and_found_by_its_number() {
    let world = World::new();
    let id = world.dataverse.log_call_of_other_writer(OtherCall {
        subject: "Call".to_owned(),
        description: String::new(),
        phone_number: "442079460018".to_owned(),
        direction: Direction::Incoming,
        started_at: "2026-05-14T08:12:05.7Z".parse().unwrap(),
        ended_at: "2026-05-14T08:14:05Z".parse().unwrap(),
        contact: Some(world.contact),
        owner: world.me,
    });

    let found = querying::filtered(
        &world,
        "phonecalls",
        "phonenumber eq '442079460018' and actualstart ge 2026-05-14T08:12:00Z and statecode eq 1",
    );

    assert_eq!(found.column("activityid"), [id.to_string()]);
    let call = world.dataverse.phone_call(id).unwrap();
    assert_eq!((call.status, call.duration_minutes), (4, Some(1)));
    assert_eq!(call.parties_of(1), [(Table::Contact, world.contact)]);
}

#[test]
fn who_changed_a_call_by_hand_is_told_and_when() {
    let world = World::new();
    world.create_call();
    world.complete_call();
    let id = CALL.parse().unwrap();
    let told = |world: &World| {
        let call = world.the_call();
        let at = call.modified_at.to_string();
        (call.created_by, call.modified_by, at[11..16].to_owned())
    };
    let at = |time: &str| time.to_owned();
    assert_eq!(told(&world), (world.me, world.me, at("08:30")));

    world.later(60);
    let subject = columns(&json!({"subject": "By a colleague"}));
    world.dataverse.edit_phone_call(id, &subject).unwrap();
    assert_eq!(told(&world), (world.me, world.colleague, at("08:31")));

    world.later(60);
    let subject = columns(&json!({"subject": "By its owner"}));
    world
        .dataverse
        .edit_phone_call_as(world.me, id, &subject)
        .unwrap();
    assert_eq!(told(&world), (world.me, world.me, at("08:32")));

    world.later(60);
    assert!(world.dataverse.reopen_phone_call(id));
    assert_eq!(told(&world), (world.me, world.colleague, at("08:33")));
    let call = world.the_call();
    assert_eq!((call.state, call.status), (0, 1));
    assert!(!world.dataverse.reopen_phone_call(Uuid::nil()));
}

#[test]
fn a_person_may_change_whom_a_completed_call_regards_and_who_took_part() {
    let world = World::new();
    world.create_call();
    world.complete_call();
    let other = world.dataverse.add_contact(NewContact::default());
    let contact = format!("/contacts({other})");
    let change = columns(&json!({
        "description": "Called back.",
        "regardingobjectid_contact_phonecall@odata.bind": contact,
        "phonecall_activity_parties": [
            {"partyid_contact@odata.bind": contact, "participationtypemask": 2},
        ],
    }));

    world
        .dataverse
        .edit_phone_call(CALL.parse().unwrap(), &change)
        .unwrap();

    let call = world.the_call();
    assert!(call.is_completed());
    assert_eq!(call.description, "Called back.");
    assert_eq!(call.regarding, Some((Table::Contact, other)));
    assert_eq!(call.parties_of(2), [(Table::Contact, other)]);
    let patch = world.write(
        "PATCH",
        &format!("phonecalls({CALL})"),
        &json!({"subject": "x"}),
    );
    patch.is_refused(400, "0x80040203", "Closed");
}

#[test]
fn a_call_of_another_writer_names_its_owner_and_its_writer() {
    let world = World::new();
    let integration = world.dataverse.add_user(NewUser {
        full_name: "PBX Integration".to_owned(),
        is_service_account: true,
        ..NewUser::default()
    });
    let id = world.dataverse.log_call_written_by(
        integration,
        OtherCall {
            subject: "Call".to_owned(),
            description: String::new(),
            phone_number: "442079460018".to_owned(),
            direction: Direction::Incoming,
            started_at: "2026-05-14T08:12:05Z".parse().unwrap(),
            ended_at: "2026-05-14T08:14:05Z".parse().unwrap(),
            contact: Some(world.contact),
            owner: world.me,
        },
    );

    let call = world.dataverse.phone_call(id).unwrap();
    assert_eq!(
        (call.owner, call.created_by, call.modified_by),
        (world.me, integration, integration)
    );
    let request = world
        .request("GET", &format!("phonecalls({id})?$select=_createdby_value"))
        .header("Prefer", "odata.include-annotations=\"*\"");
    let shown = Answered::of(&world.send(request, "")).json;
    let name = &shown["_createdby_value@OData.Community.Display.V1.FormattedValue"];
    assert_eq!(name, "PBX Integration");
}
