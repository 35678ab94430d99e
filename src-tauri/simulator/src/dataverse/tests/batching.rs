use super::batch::*;
use super::*;

fn logging(world: &World) -> String {
    changeset(&[
        write("1", "POST /api/data/v9.2/phonecalls", world.call()),
        write("2", "PATCH $1", json!({"statecode": 1, "statuscode": 2})),
    ])
}

#[test]
fn a_changeset_creates_and_completes_a_call_at_once() {
    let world = World::new();

    let answer = send(&world, batch(&[logging(&world)]));

    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(
        answer
            .kind
            .starts_with("multipart/mixed; boundary=batchresponse_")
    );
    assert!(answer.text.contains("boundary=changesetresponse_"));
    assert!(answer.text.contains("Content-ID: 1\r\n"));
    assert!(answer.text.contains("Content-ID: 2\r\n"));
    assert!(answer.text.contains(&format!(
        "OData-EntityId: {URL}/api/data/v9.2/phonecalls({CALL})\r\n"
    )));
    assert_eq!(answer.statuses(), ["204", "204"]);
    assert!(world.the_call().is_completed());
    assert_eq!(world.dataverse.request_count(), 1);
    assert_eq!(world.dataverse.operation_count(), 2);
}

#[test]
fn line_feeds_alone_and_real_addresses_are_accepted() {
    let world = World::new();
    let body = batch(&[changeset(&[
        write("1", "POST phonecalls", world.call()),
        write(
            "2",
            &format!("PATCH {URL}/api/data/v9.2/phonecalls({CALL})"),
            json!({"statecode": 1, "statuscode": 2}),
        ),
    ])]);
    let answer = send(&world, body.replace("\r\n", "\n"));
    assert_eq!(answer.statuses(), ["204", "204"], "{}", answer.text);
    assert!(world.the_call().is_completed());
}

#[test]
fn a_changeset_that_fails_leaves_nothing_and_answers_once() {
    let world = World::new();
    let body = || {
        batch(&[changeset(&[
            write("1", "POST contacts", json!({"lastname": "Aske"})),
            write("2", "POST phonecalls", world.call()),
            write("3", "PATCH $2", json!({"statecode": 1, "statuscode": 3})),
        ])])
    };

    let bare = send(&world, body());
    world
        .dataverse
        .switch(|switches| switches.failed_changeset = FailedChangeset::Nested);
    let nested = send(&world, body());

    for answer in [&bare, &nested] {
        assert_eq!(answer.status, 400);
        assert_eq!(answer.statuses(), ["400"], "{}", answer.text);
        assert!(answer.text.contains("0x80048408"));
        assert!(answer.text.contains("REQ_ID: "));
    }
    assert!(!bare.text.contains("changesetresponse_"));
    assert!(nested.text.contains("changesetresponse_"));
    assert!(world.dataverse.phone_calls().is_empty());
    assert_eq!(world.dataverse.contacts().len(), 1);
}

#[test]
fn a_changeset_sent_again_fails_as_a_whole() {
    let world = World::new();
    send(&world, batch(&[logging(&world)]));
    let again = send(&world, batch(&[logging(&world)]));
    assert_eq!((again.status, again.statuses()), (412, vec!["412"]));
    assert!(again.text.contains("0x80040237"));
    assert!(world.the_call().is_completed());
}

#[test]
fn an_organization_may_refuse_to_complete_what_the_changeset_creates() {
    let world = World::new();
    world
        .dataverse
        .switch(|switches| switches.refuses_completion_with_creation = true);

    let answer = send(&world, batch(&[logging(&world)]));

    assert_eq!((answer.status, answer.statuses()), (400, vec!["400"]));
    assert!(world.dataverse.phone_calls().is_empty());
    world.create_call();
    world.complete_call();
}

#[test]
fn a_batch_stops_at_its_first_error_unless_told_to_go_on() {
    let world = World::new();
    let body = batch(&[
        part_text(&get("WhoAmI")),
        part_text(&get("nothings")),
        part_text(&get("contacts?$top=1")),
    ]);

    let stopped = send(&world, body.clone());
    let continued = send_with(&world, body, Some("odata.continue-on-error"));

    assert_eq!(
        (stopped.status, stopped.statuses()),
        (404, vec!["200", "404"])
    );
    assert_eq!(
        (continued.status, continued.statuses()),
        (200, vec!["200", "404", "200"])
    );
    assert_eq!(world.dataverse.operation_count(), 5);
}

#[test]
fn a_failed_changeset_does_not_undo_the_ones_before_it() {
    let world = World::new();
    let again = logging(&world);
    let answer = send_with(
        &world,
        batch(&[logging(&world), again, part_text(&get("contacts"))]),
        Some("odata.continue-on-error"),
    );
    assert_eq!(answer.statuses(), ["204", "204", "412", "200"]);
    assert!(world.the_call().is_completed());
}

#[test]
fn a_reference_is_bound_within_its_changeset_only() {
    let world = World::new();
    let other = "36f5f4d7-14b2-5c73-97f7-f5e59e22fedd";
    let create = write("1", "POST contacts", json!({"lastname": "Aske"}));
    let bind = || {
        write(
            "2",
            "POST phonecalls",
            json!({"activityid": other, "regardingobjectid_contact_phonecall@odata.bind": "$1"}),
        )
    };

    let outside = send(&world, batch(&[changeset(&[bind()])]));
    let inside = send(&world, batch(&[changeset(&[create, bind()])]));

    assert_eq!(outside.status, 400);
    assert!(
        outside
            .text
            .contains("Content-ID Reference: '$1' does not exist in the batch context.")
    );
    assert_eq!(inside.status, 200, "{}", inside.text);
    let regarded = world
        .dataverse
        .phone_call(other.parse().unwrap())
        .unwrap()
        .regarding;
    assert!(matches!(regarded, Some((Table::Contact, id)) if id != world.contact));
}

#[test]
fn a_batch_that_breaks_the_rules_is_refused_whole() {
    let world = World::new();
    let post = || write("1", "POST contacts", json!({"lastname": "Aske"}));
    let unnamed = Part {
        content_id: None,
        ..post()
    };
    let check = |body: String, message: &str| {
        send(&world, body).is_refused_whole(message);
        assert_eq!(world.dataverse.contacts().len(), 1);
    };
    let first = || part_text(&post());
    check(batch(&[first(), changeset(&[get("WhoAmI")])]), "GET");
    check(batch(&[first(), changeset(&[unnamed])]), "no Content-ID");
    check(batch(&[first(), changeset(&[post(), post()])]), "twice");
    check(batch(&[first(), changeset(&[])]), "no request");
    check(
        batch(&[
            first(),
            changeset(&[post()]).replace(
                "Content-Type: application/http",
                "Content-Type: multipart/mixed; boundary=x",
            ),
        ]),
        "cannot contain a changeset",
    );
    check(batch(&[]), "no request");
    check(
        batch(&[first()]).replace("--batch_1--\r\n", ""),
        "closing boundary",
    );
    check(
        batch(&[first().replace("Content-Transfer-Encoding: binary\r\n", "")]),
        "Content-Transfer-Encoding",
    );
    check(batch(&[first().replace(" HTTP/1.1", "")]), "request line");
    check(
        batch(&[part_text(&get("contacts?$filter=fax eq '1'"))]),
        "request line",
    );
    check(batch(&vec![first(); 1_001]), "1000 are allowed");
    check(
        batch(&[part_text(&get(&format!(
            "contacts?$filter={}",
            "a".repeat(65_536)
        )))]),
        "65536 are allowed",
    );
}

#[test]
fn a_thousand_requests_are_allowed() {
    let world = World::new();
    let answer = send(&world, batch(&vec![part_text(&get("WhoAmI")); 1_000]));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.statuses().len(), 1_000);
}

#[test]
fn a_batch_inside_a_batch_is_refused() {
    let world = World::new();
    let nested = write("1", "POST $batch", json!({}));
    let answer = send(&world, batch(&[part_text(&nested)]));
    assert_eq!(answer.statuses(), ["400"]);
    assert!(answer.text.contains("cannot contain a batch"));
}

#[test]
fn a_batch_needs_a_multipart_type_and_post() {
    let world = World::new();
    let request = world
        .request("POST", "$batch")
        .header("Content-Type", "application/json");
    Answered::of(&world.send(request, "{}")).is_refused(400, "0x80060888", "multipart/mixed");
    Answered::of(&world.send(world.request("GET", "$batch"), "")).is_refused(
        405,
        "0x80060888",
        "GET",
    );
}

#[test]
fn an_unescaped_plus_is_refused_in_a_batch_too() {
    let world = World::new();
    let text = get_in_batch(&world, "contacts?$filter=mobilephone%20eq%20'+44'");
    assert!(
        text.contains("HTTP/1.1 400") && text.contains("%2B"),
        "{text}"
    );
    assert_eq!(world.dataverse.unescaped_plus_count(), 1);
}

#[test]
fn a_changeset_may_refer_to_a_record_it_changed() {
    let world = World::new();
    let body = batch(&[changeset(&[
        write(
            "1",
            &format!("PATCH contacts({})", world.contact),
            json!({"lastname": "Aske"}),
        ),
        write("2", "PATCH $1", json!({"firstname": "Jon"})),
    ])]);
    let answer = send(&world, body);
    assert_eq!(answer.statuses(), ["204", "204"], "{}", answer.text);
    let contact = world.dataverse.contact(world.contact).unwrap();
    assert_eq!(contact.full_name, "Jon Aske");
}

#[test]
fn damaged_batches_are_answered_and_never_half_done() {
    let world = World::new();
    let whole = batch(&[
        logging(&world),
        part_text(&get("contacts?$filter=contains(fullname,'%[a-c_')&$top=3")),
    ])
    .into_bytes();
    let mut chance = fastrand::Rng::with_seed(7);
    for round in 0..3_000 {
        let mut damaged = whole.clone();
        for _ in 0..chance.usize(1..4) {
            let at = chance.usize(0..damaged.len());
            match chance.u8(0..3) {
                0 => damaged[at] = chance.u8(..),
                1 => drop(damaged.remove(at)),
                _ => damaged.insert(at, chance.u8(b' '..b'~')),
            }
        }
        let request = world
            .request("POST", "$batch")
            .header("Content-Type", "multipart/mixed; boundary=batch_1");
        world.later(1);

        let status = world.send(request, damaged).status().as_u16();

        assert!(
            matches!(status, 200 | 400 | 404 | 405 | 412),
            "{round}: {status}"
        );
        for call in world.dataverse.phone_calls() {
            assert!(call.is_completed(), "{round}: {call:?}");
            world.dataverse.delete_phone_call(call.id);
        }
    }
}

#[test]
fn a_truncated_batch_does_nothing() {
    let world = World::new();
    let whole = batch(&[logging(&world)]);
    for length in 0..whole.trim_end().len() {
        let answer = send(&world, whole[..length].to_owned());
        assert_eq!(answer.status, 400, "{length}");
        assert!(world.dataverse.phone_calls().is_empty());
    }
}
