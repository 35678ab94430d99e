//! Lists that are longer than a page.

use super::*;

fn add_contact(world: &World, name: &str) -> Uuid {
    world.dataverse.add_contact(NewContact {
        first_name: name.to_owned(),
        ..NewContact::default()
    })
}

/// One page: its rows' names, and where the next one is, if any.
fn page(world: &World, target: &str, rows: Option<usize>) -> (Vec<String>, Option<String>) {
    let mut request = world.request("GET", target);
    if let Some(rows) = rows {
        request = request.header("Prefer", format!("odata.maxpagesize={rows}"));
    }
    let page = Answered::of(&world.send(request, ""));
    assert_eq!(page.status, 200, "{page:?}");
    let names = page.column("fullname").into_iter().map(str::to_owned);
    let next = page.json.get("@odata.nextLink").map(|link| {
        let link = link.as_str().unwrap();
        link.strip_prefix(&format!("{URL}/api/data/v9.2/"))
            .unwrap()
            .to_owned()
    });
    (names.collect(), next)
}

/// Every page from here on.
fn pages(world: &World, first: &str, rows: Option<usize>) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut target = Some(first.to_owned());
    while let Some(address) = target {
        let (names, next) = page(world, &address, rows);
        pages.push(names);
        target = next;
    }
    pages
}

fn four() -> World {
    let world = World::new();
    for name in ["Ada", "Cleo", "Bert"] {
        add_contact(&world, name);
    }
    world
}

fn delete(world: &World, name: &str) {
    let contacts = world.dataverse.contacts();
    let gone = contacts.iter().find(|row| row.full_name == name).unwrap();
    assert!(world.dataverse.delete_contact(gone.id));
}

const IN_ORDER: &str = "contacts?$select=fullname&$orderby=fullname";

#[test]
fn pages_have_as_many_rows_as_asked_and_lead_to_the_next() {
    let world = four();
    let read = |rows| pages(&world, IN_ORDER, rows);
    assert_eq!(
        read(Some(3)),
        [vec!["Ada", "Bert", "Cleo"], vec!["Mira Holm"]]
    );
    assert_eq!(read(Some(2)), [["Ada", "Bert"], ["Cleo", "Mira Holm"]]);
    assert_eq!(read(None).len(), 1);
    let (names, _) = page(&world, &format!("{IN_ORDER}&$count=true"), Some(1));
    assert_eq!(names, ["Ada"]);
}

#[test]
fn a_page_is_the_same_when_it_is_read_again() {
    let world = four();
    let (_, next) = page(&world, IN_ORDER, Some(2));
    let next = next.unwrap();
    assert_eq!(page(&world, &next, Some(1)), page(&world, &next, Some(1)));
    assert_eq!(page(&world, &next, Some(2)).0, ["Cleo", "Mira Holm"]);
}

#[test]
fn nobody_is_left_out_or_read_twice_because_others_came_or_went() {
    let second_page = |meanwhile: fn(&World)| {
        let world = four();
        let (_, next) = page(&world, IN_ORDER, Some(2));
        meanwhile(&world);
        page(&world, &next.unwrap(), None).0
    };
    let rest = ["Cleo", "Mira Holm"];
    assert_eq!(second_page(|_| {}), rest);
    let came = second_page(|world| {
        add_contact(world, "Abel");
    });
    assert_eq!(came, rest);
    assert_eq!(second_page(|world| delete(world, "Ada")), rest);
    assert_eq!(second_page(|world| delete(world, "Bert")), rest);
    assert_eq!(second_page(|world| delete(world, "Cleo")), ["Mira Holm"]);
}

#[test]
fn a_token_of_another_service_is_refused() {
    let world = World::new();
    for token in ["2", "%3Ccookie%20rows%3D%222%22%20%2F%3E"] {
        world
            .get(&format!("contacts?$skiptoken={token}"))
            .is_refused(400, "0x80060888", "$skiptoken");
    }
}

#[test]
fn twenty_thousand_contacts_are_read_in_four_pages() {
    let world = World::new();
    for number in 1..20_000 {
        add_contact(&world, &format!("{number}"));
    }
    let pages = pages(
        &world,
        "contacts?$select=fullname&$filter=statecode%20eq%200",
        None,
    );
    let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [5_000; 4]);
    let names: std::collections::BTreeSet<_> = pages.into_iter().flatten().collect();
    assert_eq!(names.len(), 20_000);
}
