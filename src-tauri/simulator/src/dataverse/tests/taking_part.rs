//! The set `activityparties`: who took part in which phone call.

use super::batch::{batch, changeset, delete, send, write};
use super::*;

fn parties(world: &World, filter: &str) -> Answered {
    querying::filtered(world, "activityparties", filter)
}

fn masks(answer: &Answered) -> Vec<i64> {
    let rows = answer.json["value"].as_array().unwrap();
    let masks = rows
        .iter()
        .map(|row| row["participationtypemask"].as_i64().unwrap());
    let mut masks: Vec<_> = masks.collect();
    masks.sort_unstable();
    masks
}

/// Another call, which the contact has no part in.
fn other_call(world: &World) -> Uuid {
    world.dataverse.log_call_of_other_writer(OtherCall {
        subject: "Call".to_owned(),
        description: String::new(),
        phone_number: "1".to_owned(),
        direction: Direction::Incoming,
        started_at: "2026-05-14T08:12:05Z".parse().unwrap(),
        ended_at: "2026-05-14T08:14:05Z".parse().unwrap(),
        contact: None,
        owner: world.me,
    })
}

#[test]
fn parties_are_found_by_call_by_record_and_by_role() {
    let world = World::new();
    world.create_call();
    other_call(&world);

    assert_eq!(
        masks(&parties(&world, &format!("_activityid_value eq {CALL}"))),
        [1, 2, 8, 9]
    );
    let of_contact = parties(&world, &format!("_partyid_value eq {}", world.contact));
    assert_eq!(masks(&of_contact), [2, 8]);
    assert_eq!(of_contact.column("_activityid_value"), [CALL, CALL]);
    let as_user = format!(
        "_partyid_value eq {} and participationtypemask eq 2",
        world.me
    );
    assert_eq!(masks(&parties(&world, &as_user)), [2]);
    let query = "activityparties?$select=_partyid_value&$filter=participationtypemask%20eq%209";
    let answer = world.get(&format!("{query}&$top=1"));
    let row = answer.json["value"][0].as_object().unwrap();
    let keys: Vec<_> = row.keys().collect();
    assert_eq!(keys, ["@odata.etag", "_partyid_value", "activitypartyid"]);
    assert_eq!(answer.column("_partyid_value"), [world.me.to_string()]);
}

#[test]
fn parties_name_whom_and_what_they_stand_for_when_asked() {
    let world = World::new();
    world.create_call();
    let request = world
        .request("GET", "activityparties?$filter=participationtypemask%20eq%202&$expand=activityid_phonecall($select=subject)")
        .header("Prefer", "odata.include-annotations=\"*\"");
    let row = Answered::of(&world.send(request, "")).json["value"][0].clone();
    assert_eq!(
        row["_partyid_value@OData.Community.Display.V1.FormattedValue"],
        "Mira Holm"
    );
    assert_eq!(
        row["_partyid_value@Microsoft.Dynamics.CRM.lookuplogicalname"],
        "contact"
    );
    assert_eq!(row["activityid_phonecall"]["subject"], "Call to Mira Holm");
}

#[test]
fn the_parties_of_a_call_are_one_with_those_read_with_it() {
    let world = World::new();
    world.create_call();
    let ids = |rows: &Json| {
        let ids = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["activitypartyid"].to_string());
        ids.collect::<std::collections::BTreeSet<_>>()
    };
    let call = world.get(&format!(
        "phonecalls({CALL})?$expand=phonecall_activity_parties($select=participationtypemask)"
    ));
    let expanded = &call.json["phonecall_activity_parties"];
    assert!(expanded[0].get("_partyid_value").is_none(), "{expanded}");
    assert_eq!(
        ids(expanded),
        ids(&world.get("activityparties").json["value"])
    );
}

#[test]
fn parties_follow_every_change_of_their_call() {
    let world = World::new();
    world.create_call();
    let seats = || masks(&parties(&world, &format!("_activityid_value eq {CALL}")));
    let target = format!("phonecalls({CALL})");
    let deleting = [
        delete("1", &target),
        write("2", "POST contacts", json!({"colour": 1})),
    ];
    assert_eq!(send(&world, batch(&[changeset(&deleting)])).status, 400);
    assert_eq!(seats(), [1, 2, 8, 9], "the deletion was undone");

    world.dataverse.delete_contact(world.contact);
    assert_eq!(seats(), [1, 9]);

    world
        .dataverse
        .switch(|switches| switches.takes_parties_on_update = true);
    world.write("PATCH", &target, &json!({"phonecall_activity_parties": []}));
    assert_eq!(seats(), [9]);

    world.dataverse.delete_phone_call(CALL.parse().unwrap());
    assert_eq!(seats(), [0; 0]);
}

#[test]
fn parties_are_only_listed() {
    let world = World::new();
    world.create_call();
    let party = world.get("activityparties").column("activitypartyid")[0].to_owned();
    let record = format!("activityparties({party})");
    for (method, target) in [
        ("POST", "activityparties"),
        ("GET", &record),
        ("PATCH", &record),
        ("DELETE", &record),
    ] {
        let answer = world.write(method, target, &json!({"participationtypemask": 1}));
        answer.is_refused(405, "0x80060888", method);
    }
    world.dataverse.withhold(world.me, "prvReadActivity");
    world
        .get("activityparties")
        .is_refused(403, "0x80040220", "prvReadActivity");
}
