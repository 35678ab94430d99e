use super::*;

fn patch(world: &World, body: &Json) -> Answered {
    world.write("PATCH", &format!("phonecalls({CALL})"), body)
}

#[test]
fn a_call_is_completed_by_a_state_and_a_status_that_belong_together() {
    for (body, expected) in [
        (json!({"statecode": 1, "statuscode": 2}), Some((1, 2))),
        (json!({"statecode": 1, "statuscode": 4}), Some((1, 4))),
        (json!({"statecode": 1}), Some((1, 2))),
        (json!({"statecode": 2, "statuscode": 3}), Some((2, 3))),
        (json!({"statecode": 1, "statuscode": 1}), None),
        (json!({"statecode": 1, "statuscode": 3}), None),
        (json!({"statecode": 0, "statuscode": 4}), None),
        (json!({"statecode": 7}), None),
        (json!({"statuscode": 2}), None),
    ] {
        let world = World::new();
        world.create_call();
        let answer = patch(&world, &body);
        let call = world.the_call();
        match expected {
            Some(pair) => assert_eq!((call.state, call.status), pair, "{body}"),
            None => {
                answer.is_refused(400, "0x80048408", "State code is invalid");
                assert_eq!((call.state, call.status), (0, 1), "{body}");
            }
        }
    }
}

#[test]
fn a_completed_call_is_not_changed_until_it_is_reopened() {
    let world = World::new();
    world.create_call();
    world.complete_call();

    for body in [
        json!({"subject": "New"}),
        json!({"statecode": 1, "statuscode": 2}),
        json!({"statecode": 0, "statuscode": 1, "subject": "New"}),
    ] {
        let answer = patch(&world, &body);
        assert_eq!(answer.status, 400);
        assert!(
            answer
                .message
                .contains("Cannot update Closed or Cancelled Activity")
        );
    }
    assert_eq!(
        patch(&world, &json!({"statecode": 0, "statuscode": 1})).status,
        204
    );
    assert_eq!(patch(&world, &json!({"subject": "New"})).status, 204);
    world.complete_call();
    assert_eq!(world.the_call().subject, "New");
    assert!(
        world
            .dataverse
            .completed_calls_by_id()
            .contains_key(&CALL.parse().unwrap())
    );
}

#[test]
fn completing_fills_in_the_times_nobody_gave() {
    let world = World::new();
    world.write("POST", "phonecalls", &json!({"activityid": CALL}));
    world.later(60);

    world.complete_call();

    let call = world.the_call();
    assert_eq!(call.started_at, Some(call.created_at));
    assert_eq!(call.ended_at, Some("2026-05-14T08:31:00Z".parse().unwrap()));
}

#[test]
fn the_id_and_the_parties_cannot_be_updated() {
    let world = World::new();
    world.create_call();
    patch(&world, &json!({"activityid": CALL})).is_refused(400, "0x80040203", "activityid");
    let parties = world.call()["phonecall_activity_parties"].clone();
    patch(&world, &json!({"phonecall_activity_parties": parties})).is_refused(
        400,
        "0x80048d19",
        "Deep insert",
    );
}

#[test]
fn an_upsert_takes_no_parties_either() {
    let world = World::new();
    let mut call = world.call();
    call.as_object_mut().unwrap().remove("activityid");
    patch(&world, &call).is_refused(400, "0x80048d19", "Deep insert");
    assert!(world.dataverse.phone_calls().is_empty());
}

#[test]
fn conditions_decide_between_creating_and_updating() {
    let world = World::new();
    let id = Uuid::from_u128(0xc0ffee);
    let target = format!("contacts({id})");
    let body = json!({"lastname": "Aske"});
    let send = |headers: &[(&str, &str)]| world.write_with("PATCH", &target, &body, headers);

    send(&[("If-Match", "*")]).is_refused(404, "0x80040217", "Does Not Exist");
    assert_eq!(send(&[("If-None-Match", "*")]).status, 204);
    send(&[("If-None-Match", "*")]).is_refused(412, "0x80040237", "matching key values");
    assert_eq!(send(&[("If-Match", "*")]).status, 204);
    assert_eq!(send(&[]).status, 204);
    send(&[("If-Match", "W/\"0\"")]).is_refused(412, "0x80060882", "version");
    let tag = world.get(&target).json["@odata.etag"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(send(&[("If-Match", &tag)]).status, 204);
    assert_eq!(send(&[("Prefer", "return=representation")]).status, 200);
    assert_eq!(world.dataverse.contact(id).unwrap().full_name, "Aske");
}

#[test]
fn changing_and_deleting_need_their_privileges() {
    let world = World::new();
    world.create_call();
    world.dataverse.withhold(world.me, "prvWriteActivity");
    world.dataverse.withhold(world.me, "prvDeleteActivity");
    patch(&world, &json!({"subject": "New"})).is_refused(403, "0x80040220", "prvWriteActivity");
    world
        .write("DELETE", &format!("phonecalls({CALL})"), &json!({}))
        .is_refused(403, "0x80040220", "prvDeleteActivity");
    assert_eq!(world.dataverse.phone_calls().len(), 1);
}

#[test]
fn a_deleted_call_is_gone_and_its_id_is_free_again() {
    let world = World::new();
    world.create_call();
    world.complete_call();
    let target = format!("phonecalls({CALL})");

    assert_eq!(world.write("DELETE", &target, &json!({})).status, 204);
    world.write("DELETE", &target, &json!({})).is_refused(
        404,
        "0x80040217",
        "Entity 'PhoneCall' With Id = ",
    );
    world
        .get(&target)
        .is_refused(404, "0x80040217", "Does Not Exist");
    world.create_call();
}

#[test]
fn users_are_not_for_clients_to_write() {
    let world = World::new();
    let target = format!("systemusers({})", world.me);
    world
        .write("PATCH", &target, &json!({}))
        .is_refused(403, "0x80040220", "prvWriteUser");
    world
        .write("POST", "systemusers", &json!({}))
        .is_refused(403, "0x80040220", "prvCreateUser");
}

#[test]
fn a_merged_contact_is_inactive_and_names_the_one_that_stays() {
    let world = World::new();
    world.create_call();
    let winner = world.dataverse.add_contact(NewContact {
        last_name: "Holm".to_owned(),
        ..NewContact::default()
    });

    assert!(world.dataverse.merge_contacts(world.contact, winner));

    let row = world.get(&format!(
        "contacts({})?$select=statecode,_masterid_value,merged",
        world.contact
    ));
    assert_eq!(row.json["statecode"], 1);
    assert_eq!(row.json["merged"], true);
    assert_eq!(row.json["_masterid_value"], winner.to_string());
    assert_eq!(world.the_call().regarding, Some((Table::Contact, winner)));
    assert_eq!(world.the_call().parties_of(2), [(Table::Contact, winner)]);
}
