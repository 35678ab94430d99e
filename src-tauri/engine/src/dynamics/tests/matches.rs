//! Whose number it is, in a real organization's disorder.

use super::*;

async fn regarding(world: &World, memory: &mut Memory, index: i64) -> Option<(Table, Uuid)> {
    let call = call(index, Direction::Inbound, NUMBER);
    let id = call.key.activity_id(ORGANIZATION).0;
    world.pass(&[call], memory).await.unwrap();
    world.dataverse.phone_call(id).unwrap().regarding
}

#[tokio::test]
async fn any_spelling_is_found_and_shared_last_digits_are_not() {
    for spelling in [
        "+44 (0)20 7946 0018",
        "0044-20-7946-0018",
        "020 / 79 46 00 18",
        "tel:+442079460018",
    ] {
        let world = World::new();
        world.contact("+1 207 946 0018");
        let contact = world.contact(spelling);
        let found = regarding(&world, &mut Memory::default(), 0).await;
        assert_eq!(found, Some((Table::Contact, contact)), "{spelling}");
    }
}

#[tokio::test]
async fn a_large_organization_that_refuses_the_tolerant_search_still_logs() {
    let world = World::new();
    world
        .dataverse
        .switch(|switches| switches.refuses_leading_wildcards = true);
    assert!(regarding(&world, &mut Memory::default(), 0).await.is_some());
    assert_eq!(world.dataverse.contacts().len(), 1);
}

#[tokio::test]
async fn a_merged_contact_leads_to_the_one_that_is_left() {
    let world = World::new();
    let loser = world.contact(NUMBER);
    let middle = world.contact("");
    let winner = world.contact("0161 496 0000");
    assert!(world.dataverse.merge_contacts(loser, middle));
    assert!(world.dataverse.merge_contacts(middle, winner));
    let found = regarding(&world, &mut Memory::default(), 0).await;
    assert_eq!(found, Some((Table::Contact, winner)));
}

#[tokio::test]
async fn several_contacts_of_one_account_are_that_account() {
    let world = World::new();
    let account = world.dataverse.add_account(NewAccount {
        name: "Fabrikam".to_owned(),
        ..NewAccount::default()
    });
    for name in ["Mira", "Jon"] {
        world
            .dataverse
            .add_contact(ringlog_simulator::dataverse::NewContact {
                last_name: name.to_owned(),
                mobile_phone: "020 7946 0018".to_owned(),
                parent_account: Some(account),
                ..Default::default()
            });
    }
    let mut memory = Memory::default();
    let found = regarding(&world, &mut memory, 0).await;
    assert_eq!(found, Some((Table::Account, account)));
    assert_eq!(world.only_call().subject, "Call from Fabrikam");
    assert!(world.dataverse.deactivate_account(account));
    assert_eq!(regarding(&world, &mut memory, 1).await, None);
}

#[tokio::test]
async fn the_contact_ringlog_made_is_found_again_and_what_a_person_does_to_it_counts() {
    let world = World::new();
    let mut memory = Memory::default();
    let (_, made) = regarding(&world, &mut memory, 0).await.unwrap();
    let row = world.dataverse.contact(made).unwrap();
    assert_eq!(
        (row.first_name.as_str(), row.last_name.as_str()),
        ("Jon", "Aske")
    );
    assert_eq!(row.mobile_phone, NUMBER);
    assert!(row.description.contains("Created by Ringlog"));
    assert_eq!(
        regarding(&world, &mut memory, 1).await,
        Some((Table::Contact, made))
    );

    let other = json!({"mobilephone": "0161 496 0000"});
    world
        .dataverse
        .edit_contact(made, other.as_object().unwrap())
        .unwrap();
    let (_, second) = regarding(&world, &mut memory, 2).await.unwrap();
    assert_ne!(second, made);

    assert!(world.dataverse.deactivate_contact(second));
    assert_eq!(regarding(&world, &mut memory, 3).await, None);
    assert_eq!(world.dataverse.contacts().len(), 2);
}

#[tokio::test]
async fn accounts_and_leads_match_by_setting() {
    let world = World::new();
    let account = world.dataverse.add_account(NewAccount {
        name: "Fabrikam".to_owned(),
        other_phone: "020 7946 0018".to_owned(),
        ..NewAccount::default()
    });
    let mut memory = Memory::default();
    memory.rules.match_entities = vec![Entity::Contact, Entity::Account, Entity::Lead];
    let found = regarding(&world, &mut memory, 0).await;
    assert_eq!(found, Some((Table::Account, account)));

    let contact = world.contact("020 / 79 46 00 18");
    let found = regarding(&world, &mut memory, 1).await;
    assert_eq!(found, Some((Table::Contact, contact)));

    let world = World::new();
    let lead = world
        .dataverse
        .add_lead(ringlog_simulator::dataverse::NewLead {
            last_name: "Aske".to_owned(),
            mobile_phone: NUMBER.to_owned(),
            ..Default::default()
        });
    let found = regarding(&world, &mut memory, 0).await;
    assert_eq!(found, Some((Table::Lead, lead)));
}

#[tokio::test]
async fn a_call_another_writer_logged_is_recognised_and_ringlogs_own_are_not() {
    let world = World::new();
    let contact = world.contact(NUMBER);
    let mut memory = Memory::default();
    let earlier = call(0, Direction::Inbound, NUMBER);
    world
        .pass(std::slice::from_ref(&earlier), &mut memory)
        .await
        .unwrap();
    let theirs = call(1, Direction::Inbound, NUMBER);
    let record = world.dataverse.log_call_of_other_writer(OtherCall {
        subject: "PBX call".to_owned(),
        description: String::new(),
        phone_number: "020 7946 0018".to_owned(),
        direction: ringlog_simulator::dataverse::Direction::Incoming,
        started_at: theirs.started_at + jiff::SignedDuration::from_secs(2),
        ended_at: theirs.ended_at,
        contact: Some(contact),
        owner: world.me,
    });
    let mut again = earlier.clone();
    again.key.source_id = "call of another source".to_owned();
    let calls = [again, theirs];
    let plan = plan();
    let about = LookupRules {
        rules: &memory.rules,
        plan: &plan,
        organization: ORGANIZATION,
        owner: UserId(world.me),
        wanted: &[],
        own: &[],
        search: Search::Tolerant,
    };
    let found = world.client.look_up(&calls, &about).await.unwrap();
    let claimed = claim(&calls, &found.existing, &BTreeSet::new(), &plan);
    assert_eq!(claimed[0], None);
    assert_eq!(claimed[1].map(|claimed| claimed.id.0), Some(record));
}
