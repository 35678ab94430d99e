//! What a person sees of a record in the browser.

use super::*;

fn look(world: &World, target: &str) -> (u16, String) {
    let request = Request::builder().uri(target).body(Bytes::new()).unwrap();
    let answer = world.dataverse.handle(request);
    let body = String::from_utf8(answer.body().to_vec()).unwrap();
    (answer.status().as_u16(), body)
}

#[test]
fn a_phone_call_is_shown_with_links_to_whom_it_regards() {
    let world = World::new();
    let id = world.dataverse.log_call_of_other_writer(OtherCall {
        subject: "Call from <Mira>".to_owned(),
        description: "first\nsecond".to_owned(),
        phone_number: "+442079460018".to_owned(),
        direction: Direction::Incoming,
        started_at: "2026-05-14T08:00:00Z".parse().unwrap(),
        ended_at: "2026-05-14T08:05:00Z".parse().unwrap(),
        contact: Some(world.contact),
        owner: world.me,
    });
    world.dataverse.add_annotation(id, "Ask for <Jon>.");
    let address = world.dataverse.record_address(Table::PhoneCall, id);
    assert_eq!(
        address,
        format!("{URL}/main.aspx?etn=phonecall&id={id}&pagetype=entityrecord")
    );
    let (status, page) = look(&world, address.strip_prefix(URL).unwrap());
    assert_eq!(status, 200);
    for words in [
        "<h1>Call from &lt;Mira&gt;</h1>",
        "incoming",
        "+442079460018",
        "2026-05-14 08:00:00 UTC",
        "2026-05-14 08:05:00 UTC",
        "first<br>second",
        "Completed (Received)",
        ">Mira Holm</a>",
        ">Alice Ames</a>",
        "Ask for &lt;Jon&gt;.",
        &format!("etn=contact&amp;id={}&amp;pagetype", world.contact),
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn a_contact_is_shown_and_looking_is_no_request_of_a_program() {
    let world = World::new();
    let target = format!(
        "/main.aspx?appid=1&pagetype=entityrecord&etn=contact&id=%7B{}%7D",
        world.contact
    );
    let (status, page) = look(&world, &target);
    assert_eq!(status, 200);
    assert!(page.contains("<h1>Mira Holm</h1>"), "{page}");
    assert_eq!(world.dataverse.request_count(), 0);
}

#[test]
fn an_address_that_names_no_record_shows_none() {
    let world = World::new();
    let contact = world.contact;
    for (query, expected) in [
        (format!("etn=contact&id={contact}"), 400),
        (format!("etn=contact&id={contact}&pagetype=entitylist"), 400),
        (format!("etn=cat&id={contact}&pagetype=entityrecord"), 400),
        ("etn=contact&id=1&pagetype=entityrecord".to_owned(), 400),
        (format!("id={contact}&pagetype=entityrecord"), 400),
        (
            format!("etn=phonecall&id={contact}&pagetype=entityrecord"),
            404,
        ),
    ] {
        let (status, _) = look(&world, &format!("/main.aspx?{query}"));
        assert_eq!(status, expected, "{query}");
    }
}
