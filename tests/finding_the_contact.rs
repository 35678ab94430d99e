//! On whom a call is logged.

use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_simulator::dataverse::{NewAccount, NewContact, NewLead, Table};
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{World, each_call_exactly_once, one_contact_per_unknown_number};
use uuid::Uuid;

#[tokio::test]
async fn a_known_contact_is_found_in_whatever_way_the_number_was_typed() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let spellings = [
        "+44 20 7946 0018",
        "020 7946 0019",
        "(020) 7946-0020",
        "00442079460021",
        "+44 (0)20 79460022",
        "020.7946.0023",
        "2079460024",
        "+442079460025",
    ];
    let mut expected = Vec::new();
    for (index, spelling) in spellings.iter().enumerate() {
        let phone = (*spelling).to_owned();
        let mut contact = NewContact {
            last_name: format!("Person {index}"),
            ..NewContact::default()
        };
        match index % 4 {
            0 => contact.mobile_phone = phone,
            1 => contact.business_phone = phone,
            2 => contact.home_phone = phone,
            _ => contact.other_phone = phone,
        }
        let contact = world.office.dataverse.add_contact(contact);
        let number = format!("442079460{:03}", 18 + index);
        let id = world.had(SimulatedCall::inbound(&number, world.minutes_ago(30)));
        expected.push((spelling, id, contact));
    }

    computer.sync().await;

    for (spelling, id, contact) in expected {
        let logged = &world.phone_calls_of(&id)[0];
        assert_eq!(
            logged.regarding,
            Some((Table::Contact, contact)),
            "{spelling}"
        );
    }
    assert_eq!(world.office.dataverse.contacts().len(), spellings.len());
}

#[tokio::test]
async fn an_unknown_number_makes_one_contact_for_all_its_calls() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let calls = [
        SimulatedCall::inbound("02079460018", world.minutes_ago(30)).name("Ann Bell"),
        SimulatedCall::outbound("+442079460018", world.minutes_ago(20)),
    ];
    let mut ids: Vec<String> = calls.map(|call| world.had(call)).into();
    computer.sync().await;
    ids.push(world.had(SimulatedCall::inbound(
        "00442079460018",
        world.minutes_ago(5),
    )));
    computer.sync().await;

    each_call_exactly_once(&world, &ids);
    one_contact_per_unknown_number(&world, &["+442079460018"]);
    let contact = world.only_contact();
    assert_eq!(contact.full_name, "Ann Bell");
    assert_eq!(contact.owner, world.office.user);
    assert!(
        contact
            .description
            .starts_with("Created by Ringlog at 2026-05-14T08:31:00Z")
    );
    assert!(contact.description.contains(&ids[0]));
    let regarding = Some((Table::Contact, contact.id));
    assert!(
        world
            .office
            .dataverse
            .phone_calls()
            .iter()
            .all(|call| call.regarding == regarding)
    );
}

#[tokio::test]
async fn without_a_contact_by_setting_makes_nobody() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "unlinked");
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));

    computer.sync().await;

    each_call_exactly_once(&world, &[id]);
    assert_eq!(world.office.dataverse.contacts(), []);
}

async fn asked_then_unlinked(world: World, settings: &[(&str, &str)]) {
    let mut computer = world.computer().await;
    for (key, value) in settings {
        computer.set(key, value);
    }
    let contacts = world.office.dataverse.contacts().len();
    let id = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));

    computer.sync().await;
    let asked = computer.only_call();
    let before = world.requests();
    world.clock.advance(SignedDuration::from_hours(2));
    computer.sync().await;
    assert_eq!(asked.state, State::NeedsYou);
    assert!(asked.reason.is_some());
    assert_eq!(computer.only_call().state, State::NeedsYou);
    assert_eq!(world.requests()[2], before[2], "it is not looked up again");
    assert_eq!(world.office.dataverse.phone_calls(), []);

    world.clock.advance(SignedDuration::from_hours(23));
    computer.sync().await;
    assert_eq!(computer.only_call().state, State::Logged);
    assert!(computer.only_call().reason.is_some());
    each_call_exactly_once(&world, &[id]);
    assert_eq!(world.only_phone_call().regarding, None);
    assert_eq!(world.office.dataverse.contacts().len(), contacts);
}

#[tokio::test]
async fn several_contacts_with_the_number_are_asked_about_once_and_logged_unlinked_in_the_end() {
    let world = World::open().await;
    for last_name in ["Aske", "Bell"] {
        world.office.dataverse.add_contact(NewContact {
            last_name: last_name.to_owned(),
            mobile_phone: "+44 20 7946 0018".to_owned(),
            ..NewContact::default()
        });
    }
    asked_then_unlinked(world, &[]).await;
}

#[tokio::test]
async fn an_unknown_number_is_asked_about_by_setting_and_logged_unlinked_in_the_end() {
    let world = World::open().await;
    asked_then_unlinked(world, &[("rules.unknown_number", "ask")]).await;
}

#[tokio::test]
async fn accounts_and_leads_are_found_where_the_setting_says_so() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.match_entities", "contact,account,lead");
    let account = world.office.dataverse.add_account(NewAccount {
        name: "Aske Ltd".to_owned(),
        main_phone: "020 7946 0018".to_owned(),
        ..NewAccount::default()
    });
    let lead = world.office.dataverse.add_lead(NewLead {
        first_name: "Lea".to_owned(),
        last_name: "Dee".to_owned(),
        mobile_phone: "020 7946 0019".to_owned(),
        ..NewLead::default()
    });
    let first = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    let second = world.had(SimulatedCall::inbound("02079460019", world.minutes_ago(20)));

    computer.sync().await;

    let regarding = |id: &str| world.phone_calls_of(id)[0].regarding;
    assert_eq!(regarding(&first), Some((Table::Account, account)));
    assert_eq!(regarding(&second), Some((Table::Lead, lead)));
    assert_eq!(world.office.dataverse.contacts(), []);
}

/// Whom a call of this number regards, with these settings and what is in Dynamics.
async fn regarding(
    settings: &[(&str, &str)],
    prepare: impl FnOnce(&World),
) -> Option<(Table, Uuid)> {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "unlinked");
    for (key, value) in settings {
        computer.set(key, value);
    }
    prepare(&world);
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    computer.sync().await;
    world.only_phone_call().regarding
}

#[tokio::test]
async fn a_number_in_a_further_column_is_found_once_the_setting_names_it() {
    for column in ["address1_telephone1", "business2", "assistantphone"] {
        for typed in ["+442079460018", "020/79-46.00 18"] {
            let prepare = |world: &World| {
                let id = world.office.dataverse.add_contact(NewContact {
                    last_name: "Aske".to_owned(),
                    ..NewContact::default()
                });
                let columns = serde_json::json!({ column: typed });
                let columns = columns.as_object().unwrap();
                world.office.dataverse.edit_contact(id, columns).unwrap();
            };
            let by_default = regarding(&[], prepare).await;
            assert_eq!(by_default, None, "{column}");
            let columns = format!("mobilephone, {column}");
            let found = regarding(&[("rules.match_columns", &columns)], prepare).await;
            assert!(found.is_some(), "{column}");
        }
    }
}

#[tokio::test]
async fn the_first_table_of_the_setting_that_has_the_number_counts() {
    let all_three = |world: &World| {
        let phone = "020 7946 0018".to_owned();
        world.office.dataverse.add_contact(NewContact {
            last_name: "Aske".to_owned(),
            mobile_phone: phone.clone(),
            ..NewContact::default()
        });
        world.office.dataverse.add_account(NewAccount {
            name: "Aske Ltd".to_owned(),
            main_phone: phone.clone(),
            ..NewAccount::default()
        });
        world.office.dataverse.add_lead(NewLead {
            last_name: "Dee".to_owned(),
            mobile_phone: phone,
            ..NewLead::default()
        });
    };
    for (setting, expected) in [
        ("contact,account,lead", Table::Contact),
        ("account,contact", Table::Account),
        ("lead,account,contact", Table::Lead),
        ("lead", Table::Lead),
    ] {
        let found = regarding(&[("rules.match_entities", setting)], all_three).await;
        assert_eq!(found.map(|(table, _)| table), Some(expected), "{setting}");
    }
}

#[tokio::test]
async fn a_number_with_an_extension_in_dynamics_is_found() {
    for typed in [
        "020 7946 0018 x12",
        "+44 20 7946 0018 ext. 12",
        "(020) 7946-0018;ext=12",
    ] {
        let found = regarding(&[], |world| {
            world.office.dataverse.add_contact(NewContact {
                last_name: "Aske".to_owned(),
                mobile_phone: typed.to_owned(),
                ..NewContact::default()
            });
        })
        .await;
        assert!(found.is_some(), "{typed}");
    }
}

/// A first call made a contact; something happens to it, and a second call comes: whom it regards.
async fn second_call_after(meanwhile: impl FnOnce(&World, Uuid)) -> (World, Option<(Table, Uuid)>) {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(30)));
    computer.sync().await;
    meanwhile(&world, world.only_contact().id);
    let second = world.had(SimulatedCall::inbound("02079460018", world.minutes_ago(5)));
    computer.sync().await;
    computer.go_on().await;
    let regarding = world.phone_calls_of(&second)[0].regarding;
    (world, regarding)
}

#[tokio::test]
async fn a_contact_a_person_merged_away_passes_its_calls_to_the_one_it_became() {
    let mut winner = None;
    let (_world, regarding) = second_call_after(|world, made| {
        let known = world.office.dataverse.add_contact(NewContact {
            last_name: "Aske".to_owned(),
            ..NewContact::default()
        });
        assert!(world.office.dataverse.merge_contacts(made, known));
        winner = Some((Table::Contact, known));
    })
    .await;
    assert_eq!(regarding, winner);
}

#[tokio::test]
async fn a_contact_a_person_put_away_is_not_made_again() {
    let (world, regarding) = second_call_after(|world, made| {
        assert!(world.office.dataverse.deactivate_contact(made));
    })
    .await;
    assert_eq!(regarding, None);
    assert_eq!(world.office.dataverse.contacts().len(), 1);
}

#[tokio::test]
async fn a_contact_a_person_deleted_does_not_stop_the_next_call() {
    let (world, regarding) = second_call_after(|world, made| {
        assert!(world.office.dataverse.delete_contact(made));
    })
    .await;
    let contact = world.only_contact();
    assert_eq!(regarding, Some((Table::Contact, contact.id)));
}

#[tokio::test]
async fn a_contact_a_person_renamed_keeps_its_name() {
    let (world, regarding) = second_call_after(|world, made| {
        let name = serde_json::json!({ "firstname": "Jon", "lastname": "Aske" });
        let columns = name.as_object().cloned().unwrap();
        world.office.dataverse.edit_contact(made, &columns).unwrap();
    })
    .await;
    assert_eq!(world.only_contact().full_name, "Jon Aske");
    assert_eq!(regarding, Some((Table::Contact, world.only_contact().id)));
}
