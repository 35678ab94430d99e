//! Notes on phone calls.

use super::batch::{batch, changeset, delete, send, write};
use super::*;

fn note(text: &str) -> Json {
    json!({
        "subject": "Ringlog",
        "notetext": text,
        "objectid_phonecall@odata.bind": format!("/phonecalls({CALL})"),
    })
}

/// An organization with one completed call.
fn world() -> World {
    let world = World::new();
    world.create_call();
    world.complete_call();
    world
}

fn texts(world: &World) -> Vec<String> {
    let notes = world.dataverse.annotations();
    notes.into_iter().map(|note| note.text).collect()
}

#[test]
fn a_note_is_written_on_a_completed_call_and_found_by_it() {
    let world = world();
    let before = world.get(&format!("phonecalls({CALL})")).json;
    world
        .dataverse
        .add_annotation(Uuid::nil(), "on another call");

    let answer = world.write("POST", "annotations", &note("Wants an offer."));

    assert_eq!(answer.status, 204, "{answer:?}");
    let found = querying::filtered(&world, "annotations", &format!("_objectid_value eq {CALL}"));
    assert_eq!(found.column("notetext"), ["Wants an offer."]);
    assert_eq!(found.column("objecttypecode"), ["phonecall"]);
    assert_eq!(found.column("_ownerid_value"), [world.me.to_string()]);
    assert_eq!(found.column("createdon"), ["2026-05-14T08:30:00Z"]);
    assert_eq!(world.get(&format!("phonecalls({CALL})")).json, before);
}

#[test]
fn a_note_of_a_colleague_is_there_for_clients_and_tests() {
    let world = world();
    let id = world
        .dataverse
        .add_annotation(CALL.parse().unwrap(), "Ask for Jon.");
    let [row] = world.dataverse.annotations().try_into().unwrap();
    assert_eq!((row.id, row.text.as_str()), (id, "Ask for Jon."));
    assert_eq!(row.phone_call, Some(CALL.parse().unwrap()));
    assert_eq!(
        (row.owner, row.created_by),
        (world.colleague, world.colleague)
    );
    let read = world.get(&format!("annotations({id})?$select=notetext"));
    assert_eq!(read.json["notetext"], "Ask for Jon.");
}

#[test]
fn a_note_is_as_strict_as_every_record() {
    let world = world();
    let check = |name: &str, value: Json, code: &str| {
        let mut body = note("x");
        body[name] = value;
        let answer = world.write("POST", "annotations", &body);
        assert_eq!(
            (answer.status, answer.code.as_str()),
            (400, code),
            "{answer:?}"
        );
    };
    check("subject", json!("x".repeat(501)), "0x80044331");
    check("notetext", json!("x".repeat(100_001)), "0x80044331");
    check("statecode", json!(0), "0x80048d19");
    check(
        "objectid@odata.bind",
        json!(format!("/phonecalls({CALL})")),
        "0x80048d19",
    );
    check("_objectid_value", json!(CALL), "0x80040203");
    assert_eq!(texts(&world), [""; 0]);
}

#[test]
fn notes_need_privileges_of_their_own() {
    for privilege in ["prvCreateNote", "prvAppendNote", "prvAppendToActivity"] {
        let world = world();
        world.dataverse.withhold(world.me, privilege);
        world
            .write("POST", "annotations", &note("x"))
            .is_refused(403, "0x80040220", privilege);
    }
    let world = world();
    world.dataverse.withhold(world.me, "prvReadNote");
    world
        .get("annotations")
        .is_refused(403, "0x80040220", "prvReadNote");
}

#[test]
fn the_notes_of_a_call_go_with_it_and_come_back_when_the_deletion_is_undone() {
    let world = world();
    world
        .dataverse
        .add_annotation(CALL.parse().unwrap(), "Ask for Jon.");
    world
        .dataverse
        .add_annotation(Uuid::nil(), "on another call");
    let target = format!("phonecalls({CALL})");
    let failing = [
        delete("1", &target),
        write("2", "POST phonecalls", json!({"colour": 1})),
    ];

    let answer = send(&world, batch(&[changeset(&failing)]));
    assert_eq!(answer.status, 400);
    assert_eq!(texts(&world), ["Ask for Jon.", "on another call"]);

    assert_eq!(world.write("DELETE", &target, &json!({})).status, 204);
    assert_eq!(texts(&world), ["on another call"]);
}
