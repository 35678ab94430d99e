//! A call ends in one completed activity, whatever happens on the way.

use super::*;

fn is_logged(written: &Written) -> bool {
    matches!(written, Written::Logged { .. })
}

#[tokio::test]
async fn a_call_of_a_known_contact_costs_two_requests() {
    let world = World::new();
    let contact = world.contact("(020) 7946 0018");
    let written = world.log(&call(0, Direction::Outbound, NUMBER)).await;
    assert!(matches!(written, Written::Logged { created: true, .. }));
    assert_eq!(world.dataverse.request_count(), 2);

    let row = world.only_call();
    assert_eq!(row.subject, "Call to Mira Holm");
    assert_eq!((row.state, row.status), (1, 2));
    assert_eq!(row.owner, world.me);
    assert_eq!(row.regarding, Some((Table::Contact, contact)));
    assert_eq!(row.parties_of(1), [(Table::User, world.me)]);
    assert_eq!(row.parties_of(2), [(Table::Contact, contact)]);
    assert_eq!(
        row.started_at,
        Some("2026-05-14T08:00:00Z".parse().unwrap())
    );
    assert_eq!(row.duration_minutes, Some(1));
    assert!(row.description.contains("85 s of conversation"));
}

#[tokio::test]
async fn an_incoming_call_is_received_from_the_contact() {
    let world = World::new();
    let contact = world.contact(NUMBER);
    assert!(is_logged(&world.log(&inbound()).await));
    let row = world.only_call();
    assert_eq!((row.state, row.status), (1, 4));
    assert_eq!(row.parties_of(1), [(Table::Contact, contact)]);
    assert_eq!(row.parties_of(2), [(Table::User, world.me)]);
}

#[tokio::test]
async fn a_hundred_calls_are_looked_up_in_one_request_and_written_in_one() {
    let world = World::new();
    world.contact(NUMBER);
    let calls: Vec<Call> = (0..100)
        .map(|index| call(index, Direction::Inbound, NUMBER))
        .collect();
    let written = world.pass(&calls, &mut Memory::default()).await.unwrap();
    assert!(written.iter().all(is_logged));
    assert_eq!(world.dataverse.completed_calls_by_id().len(), 100);
    assert_eq!(world.dataverse.request_count(), 2);
}

#[tokio::test]
async fn two_computers_that_meet_an_unknown_number_at_once_make_one_contact_and_one_call() {
    let world = World::new();
    let plan = plan();
    let rules = Rules::default();
    let about = LookupRules {
        rules: &rules,
        plan: &plan,
        organization: ORGANIZATION,
        owner: UserId(world.me),
        wanted: &[],
        own: &[],
        search: Search::Tolerant,
    };
    let other = computer(&world.surroundings);
    let calls = [inbound()];
    let here = world.client.look_up(&calls, &about).await.unwrap();
    let there = other.look_up(&calls, &about).await.unwrap();
    let write = |found: &Found| [to_write(&inbound(), found, &rules, UserId(world.me))];
    let first = world.client.write(&write(&here), Completion::Atomic).await;
    let second = other.write(&write(&there), Completion::Atomic).await;
    assert!(matches!(
        first.written[..],
        [Written::Logged { created: true, .. }]
    ));
    assert!(matches!(
        second.written[..],
        [Written::Logged { created: false, .. }]
    ));
    assert_eq!(world.dataverse.contacts().len(), 1);
    assert!(world.only_call().is_completed());
}

/// Passes until the trouble is over; then both calls stand there once, on one contact.
async fn check_recovery(world: &World, completion: Completion, what: &str) {
    let mut memory = Memory {
        completion,
        ..Memory::default()
    };
    let calls = [inbound(), call(1, Direction::Outbound, NUMBER)];
    for _ in 0..8 {
        let _may_fail = world.pass(&calls, &mut memory).await;
        world.let_pass(60);
    }
    let written = world.pass(&calls, &mut memory).await.unwrap();
    assert!(written.iter().all(is_logged), "{what}: {written:?}");
    let completed = world.dataverse.completed_calls_by_id().len();
    assert_eq!(completed, 2, "{what}");
    assert_eq!(world.dataverse.phone_calls().len(), 2, "{what}");
    assert_eq!(world.dataverse.contacts().len(), 1, "{what}");
}

#[tokio::test(start_paused = true)]
async fn no_trouble_at_any_request_loses_a_call_or_logs_it_twice() {
    let status = |status, retry_after: Option<&str>| Trouble::Status {
        status,
        retry_after: retry_after.map(str::to_owned),
        body: String::new(),
    };
    let troubles = [
        Trouble::LoseReply,
        Trouble::LoseRequest,
        status(429, Some("20")),
        status(401, None),
        status(500, None),
        status(502, None),
        Trouble::Garbage(b"<html>".to_vec()),
        Trouble::Garbage(b"--batchresponse_".to_vec()),
    ];
    for completion in [Completion::Atomic, Completion::TwoSteps] {
        for trouble in &troubles {
            for skip in 0..4 {
                for times in [1, 4] {
                    let world = World::new();
                    let misbehaviour = world.dataverse.misbehaviour();
                    misbehaviour.plan("", skip, times, trouble.clone());
                    let what = format!("{completion:?} {trouble:?} {skip} {times}");
                    check_recovery(&world, completion, &what).await;
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_trouble_inside_a_batch_loses_a_call_or_logs_it_twice() {
    let refusals = [
        (401, "0x8004a101"),
        (403, "0x80040220"),
        (429, "0x80072322"),
        (500, "0x80044150"),
        (503, ""),
    ];
    let targets = [
        "GET /api/data/v9.2/contacts",
        "GET /api/data/v9.2/phonecalls",
        "PATCH /api/data/v9.2/contacts",
        "POST /api/data/v9.2/phonecalls",
        "PATCH /api/data/v9.2/phonecalls",
    ];
    for completion in [Completion::Atomic, Completion::TwoSteps] {
        for (status, code) in refusals {
            for target in targets {
                for skip in 0..3 {
                    let world = World::new();
                    let refusal = Refusal {
                        status,
                        code: code.to_owned(),
                        message: "Not now.".to_owned(),
                    };
                    world.dataverse.refuse(target, skip, 2, refusal);
                    let what = format!("{completion:?} {status} {target} {skip}");
                    check_recovery(&world, completion, &what).await;
                }
            }
        }
    }
}

#[tokio::test]
async fn an_organization_that_refuses_the_changeset_gets_two_steps_from_then_on() {
    for failed_changeset in [FailedChangeset::Bare, FailedChangeset::Nested] {
        let world = World::new();
        world.dataverse.switch(|switches| {
            switches.refuses_completion_with_creation = true;
            switches.failed_changeset = failed_changeset;
        });
        world.contact(NUMBER);
        let mut memory = Memory::default();
        let written = world.pass(&[inbound()], &mut memory).await.unwrap();
        assert!(
            matches!(written[..], [Written::Logged { created: true, .. }]),
            "{written:?}"
        );
        assert_eq!(memory.completion, Completion::TwoSteps);
        assert!(world.only_call().is_completed());

        let before = world.dataverse.request_count();
        let next = [call(1, Direction::Inbound, NUMBER)];
        assert!(is_logged(&world.pass(&next, &mut memory).await.unwrap()[0]));
        assert_eq!(world.dataverse.request_count() - before, 2);
    }
}

#[tokio::test]
async fn a_call_left_open_is_completed_when_it_is_sent_again() {
    let world = World::new();
    world.contact(NUMBER);
    let refusal = Refusal {
        status: 403,
        code: "0x80040220".to_owned(),
        message: "Principal user is missing prvWriteActivity privilege".to_owned(),
    };
    world
        .dataverse
        .refuse("PATCH /api/data/v9.2/phonecalls", 0, 1, refusal);
    let mut memory = Memory {
        completion: Completion::TwoSteps,
        ..Memory::default()
    };
    let written = world.pass(&[inbound()], &mut memory).await.unwrap();
    assert!(matches!(&written[..], [Written::Fault(fault)] if fault.kind == FaultKind::Forbidden));
    assert!(!world.only_call().is_completed());

    memory.completion = Completion::Atomic;
    assert!(is_logged(
        &world.pass(&[inbound()], &mut memory).await.unwrap()[0]
    ));
    assert!(world.only_call().is_completed());
}

#[tokio::test]
async fn a_call_that_dynamics_refuses_does_not_hold_up_the_others() {
    let world = World::new();
    let contact = world.contact(NUMBER);
    let good = call(1, Direction::Inbound, NUMBER);
    let plan = plan();
    let compose = |call: &Call, name: &str| {
        let record = RecordRef {
            entity: Entity::Contact,
            id: ringlog_core::call::RecordId(contact),
            name: name.to_owned(),
            company: None,
        };
        PhoneCallToWrite {
            phone_call: PhoneCall::compose(
                call,
                Some(&record),
                &Words::default(),
                UserId(world.me),
                ORGANIZATION,
            ),
            new_contact: None,
        }
    };
    let mut bad = compose(&inbound(), "Mira");
    bad.phone_call.subject = "x".repeat(201);
    let report = world
        .client
        .write(&[bad, compose(&good, "Mira")], Completion::Atomic)
        .await;
    assert!(
        matches!(&report.written[0], Written::Fault(fault) if fault.kind == FaultKind::Invalid)
    );
    assert!(is_logged(&report.written[1]));
    assert!(!report.refuses_atomic);
    assert_eq!(world.only_call().id, good.key.activity_id(ORGANIZATION).0);
    assert_eq!(plan.region(), "GB");
}

#[tokio::test]
async fn whatever_a_caller_calls_itself_arrives_as_text() {
    let world = World::new();
    let mut call = inbound();
    call.remote.name =
        Some("O'Neil \"x\" \\ --batch_1\r\n\r\nDELETE /contacts HTTP/1.1 😀".repeat(9));
    assert!(is_logged(&world.log(&call).await));
    let row = world.only_call();
    assert!(
        row.subject
            .starts_with("Call from O'Neil \"x\" \\ --batch_1 DELETE /contacts")
    );
    assert_eq!(world.dataverse.contacts().len(), 1);
}

#[tokio::test]
async fn a_refused_token_is_renewed_on_the_way() {
    let world = World::new();
    *world.surroundings.token.lock().unwrap() = "stale";
    let who = world.client.who_am_i().await.unwrap();
    assert_eq!((who.user.0, who.organization), (world.me, ORGANIZATION));
    let claims = world.surroundings.claims.lock().unwrap().clone();
    assert_eq!(claims, [Some(r#"{"access_token":{}}"#.to_owned())]);
    let user = world.client.system_user(who.user).await.unwrap();
    assert_eq!(user.email.as_deref(), Some("alice@contoso.example"));
}

#[tokio::test]
async fn the_owner_is_found_by_email_and_missing_privileges_are_named() {
    let world = World::new();
    let owner = world
        .client
        .find_owner_by_email("ALICE@contoso.example")
        .await
        .unwrap();
    assert!(matches!(owner, OwnerByEmail::One(owner) if owner.id.0 == world.me));
    let nobody = world
        .client
        .find_owner_by_email("bob@contoso.example")
        .await
        .unwrap();
    assert_eq!(nobody, OwnerByEmail::None);

    let me = UserId(world.me);
    world.dataverse.withhold(world.me, "prvCreateContact");
    let check = world.client.check_privileges(me, me).await.unwrap();
    assert_eq!(check.missing, [Privilege::CreateContact]);
    assert!(check.unchecked.is_empty());

    world
        .dataverse
        .switch(|switches| switches.has_privilege_function = false);
    let check = world.client.check_privileges(me, me).await.unwrap();
    assert!(check.missing.is_empty());
    assert_eq!(check.unchecked, Privilege::NEEDED);
}

#[tokio::test]
async fn calls_are_written_for_the_owner_a_service_account_found() {
    let world = World::new();
    let bob = world.dataverse.add_user(NewUser {
        full_name: "Bob Berg".to_owned(),
        email: "bob@contoso.example".to_owned(),
        ..NewUser::default()
    });
    world.contact(NUMBER);
    let mut memory = Memory::default();
    let written = pass(&world.client, UserId(bob), &[inbound()], &mut memory)
        .await
        .unwrap();
    assert!(is_logged(&written[0]), "{written:?}");
    let row = world.only_call();
    assert_eq!((row.owner, row.created_by), (bob, world.me));
    assert_eq!(row.parties_of(2), [(Table::User, bob)]);
}
