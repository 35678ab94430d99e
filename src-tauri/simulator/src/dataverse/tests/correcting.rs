//! What changes a phone call that was completed: reopening, editing and completing, or deleting and writing anew.

use super::batch::{Batched, batch, changeset, delete, send, write};
use super::*;

/// An organization with one completed call.
fn world() -> World {
    let world = World::new();
    world.create_call();
    world.complete_call();
    world
}

fn target() -> String {
    format!("phonecalls({CALL})")
}

fn tag(world: &World) -> String {
    let record = world.get(&format!("{}?$select=subject", target()));
    record.json["@odata.etag"].as_str().unwrap().to_owned()
}

fn reopen() -> Json {
    json!({"statecode": 0, "statuscode": 1})
}

fn complete() -> Json {
    json!({"statecode": 1, "statuscode": 2})
}

/// Opens the call again if it still has this version, changes it and completes it.
fn change(world: &World, tag: &str, body: Json) -> Batched {
    let patch = format!("PATCH {}", target());
    let parts = [
        write("1", &patch, reopen()).if_match(tag),
        write("2", &patch, body),
        write("3", &patch, complete()),
    ];
    send(world, batch(&[changeset(&parts)]))
}

/// Deletes the call if it still has this version, and writes another one under its id.
fn replace(world: &World, tag: &str, call: Json, last: Json) -> Batched {
    let parts = [
        delete("1", &target()).if_match(tag),
        write("2", "POST phonecalls", call),
        write("3", &format!("PATCH {}", target()), last),
    ];
    send(world, batch(&[changeset(&parts)]))
}

#[test]
fn every_answer_names_the_version_of_a_record_and_every_write_changes_it() {
    let world = world();
    let shown = |world: &World| {
        let list = world.get("phonecalls?$select=subject");
        let listed = list.json["value"][0]["@odata.etag"].clone();
        assert_eq!(listed, tag(world));
        tag(world)
    };
    let id = CALL.parse().unwrap();
    let mut seen = vec![shown(&world)];
    assert!(seen[0].starts_with("W/\"") && seen[0].ends_with('"'));
    assert_eq!(shown(&world), seen[0], "reading changes nothing");

    let patch = |body: Json| assert_eq!(world.write("PATCH", &target(), &body).status, 204);
    patch(reopen());
    seen.push(shown(&world));
    patch(json!({"subject": "New"}));
    seen.push(shown(&world));
    patch(json!({"subject": "New"}));
    seen.push(shown(&world));
    patch(complete());
    seen.push(shown(&world));
    let columns = json!({"subject": "By hand"});
    world
        .dataverse
        .edit_phone_call(id, columns.as_object().unwrap())
        .unwrap();
    seen.push(shown(&world));
    world.write("DELETE", &target(), &json!({}));
    world.create_call();
    seen.push(shown(&world));

    let different: std::collections::BTreeSet<_> = seen.iter().collect();
    assert_eq!(different.len(), seen.len(), "{seen:?}");
}

#[test]
fn a_completed_call_is_reopened_changed_and_completed_at_once() {
    let world = world();
    let answer = change(&world, &tag(&world), json!({"subject": "New"}));
    assert_eq!(answer.statuses(), ["204", "204", "204"], "{}", answer.text);
    let call = world.the_call();
    assert_eq!((call.subject.as_str(), call.status), ("New", 2));
    assert!(call.is_completed());
}

#[test]
fn a_correction_of_an_older_version_changes_nothing() {
    let world = world();
    let old = tag(&world);
    let edited = json!({"subject": "By hand"});
    world
        .dataverse
        .edit_phone_call(CALL.parse().unwrap(), edited.as_object().unwrap())
        .unwrap();
    let before = (world.the_call(), tag(&world));

    let changed = change(&world, &old, json!({"subject": "New"}));
    let replaced = replace(&world, &old, world.call(), complete());

    for answer in [changed, replaced] {
        assert_eq!(answer.status, 412);
        assert!(answer.text.contains("0x80060882"), "{}", answer.text);
    }
    assert_eq!((world.the_call(), tag(&world)), before);
}

#[test]
fn a_version_holds_until_the_first_change_of_its_changeset() {
    let world = world();
    let tag = tag(&world);
    let patch = format!("PATCH {}", target());
    let parts = [
        write("1", &patch, reopen()).if_match(&tag),
        write("2", &patch, complete()).if_match(&tag),
    ];
    let answer = send(&world, batch(&[changeset(&parts)]));
    assert_eq!(answer.statuses(), ["412"], "{}", answer.text);
    assert!(world.the_call().is_completed());
}

#[test]
fn a_correction_is_wholly_undone_when_any_step_of_it_fails() {
    let world = world();
    let before = (world.the_call(), tag(&world));
    let gone = json!({
        "regardingobjectid_contact_phonecall@odata.bind": format!("/contacts({})", Uuid::nil()),
    });
    let steps = [
        change(&world, &tag(&world), gone),
        change(&world, &tag(&world), json!({"subject": "x".repeat(201)})),
        change(&world, &tag(&world), complete()),
        replace(
            &world,
            &tag(&world),
            json!({"activityid": CALL, "colour": 1}),
            complete(),
        ),
        replace(
            &world,
            &tag(&world),
            world.call(),
            json!({"statecode": 1, "statuscode": 1}),
        ),
        replace(
            &world,
            &tag(&world),
            json!({"subject": "under another id"}),
            complete(),
        ),
    ];
    for (step, answer) in steps.iter().enumerate() {
        assert!(answer.status >= 400, "{step}: {}", answer.text);
        assert_eq!(answer.statuses().len(), 1, "{step}: {}", answer.text);
    }
    assert_eq!((world.the_call(), tag(&world)), before);
    assert_eq!(world.dataverse.phone_calls().len(), 1);
}

#[test]
fn a_call_is_deleted_and_written_anew_under_its_id_at_once() {
    let world = world();
    let other = world.dataverse.add_contact(NewContact {
        last_name: "Aske".to_owned(),
        ..NewContact::default()
    });
    let mut call = world.call();
    let bind = json!(format!("/contacts({other})"));
    call["regardingobjectid_contact_phonecall@odata.bind"] = bind.clone();
    call["phonecall_activity_parties"][1]["partyid_contact@odata.bind"] = bind;
    world.later(60);

    let answer = replace(&world, &tag(&world), call, complete());

    assert_eq!(answer.statuses(), ["204", "204", "204"], "{}", answer.text);
    let call = world.the_call();
    assert!(call.is_completed());
    assert_eq!(call.regarding, Some((Table::Contact, other)));
    assert_eq!(call.parties_of(2), [(Table::Contact, other)]);
    assert_eq!(call.created_at, "2026-05-14T08:31:00Z".parse().unwrap());
}

#[test]
fn an_organization_may_refuse_to_change_what_the_changeset_reopens() {
    let world = world();
    world
        .dataverse
        .switch(|switches| switches.refuses_reopening_with_edits = true);
    let before = (world.the_call(), tag(&world));

    for body in [json!({"subject": "New"}), complete()] {
        let answer = change(&world, &before.1, body);
        assert_eq!((answer.status, answer.statuses()), (400, vec!["400"]));
        assert!(answer.text.contains("0x80048408"), "{}", answer.text);
    }
    assert_eq!((world.the_call(), tag(&world)), before);
    for body in [reopen(), json!({"subject": "New"}), complete()] {
        assert_eq!(world.write("PATCH", &target(), &body).status, 204);
    }
    assert_eq!(world.the_call().subject, "New");
}

#[test]
fn an_organization_may_take_other_parties_for_an_open_call() {
    let world = world();
    world
        .dataverse
        .switch(|switches| switches.takes_parties_on_update = true);
    let parties = json!({"phonecall_activity_parties": [{
        "partyid_systemuser@odata.bind": format!("/systemusers({})", world.colleague),
        "participationtypemask": 1,
    }]});
    let patch = |body: &Json| world.write("PATCH", &target(), body);

    patch(&parties).is_refused(400, "0x80040203", "Closed");
    let mut reopened = reopen();
    reopened["phonecall_activity_parties"] = parties["phonecall_activity_parties"].clone();
    patch(&reopened).is_refused(400, "0x80040203", "Closed");
    assert_eq!(patch(&reopen()).status, 204);
    patch(&json!({"phonecall_activity_parties": [{"participationtypemask": 1}]})).is_refused(
        400,
        "0x80040203",
        "partyid",
    );
    assert_eq!(
        world.the_call().parties_of(2),
        [(Table::Contact, world.contact)]
    );
    assert_eq!(patch(&parties).status, 204);

    let call = world.the_call();
    let masks: Vec<_> = call.parties.iter().map(|party| party.mask).collect();
    assert_eq!(masks, [1, 8, 9], "{call:?}");
    assert_eq!(call.parties_of(1), [(Table::User, world.colleague)]);
}
