//! What a person does with a call in a terminal: whose it was, what is corrected, what is kept out.

use ringlog_simulator::dataverse::{NewContact, Table};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::call::SimulatedCall;
use serde_json::Value;
use uuid::Uuid;

use super::desk::{Desk, minutes_ago};

const NUMBER: &str = "02079460018";

impl Desk {
    async fn only_call(&self) -> Value {
        let calls = self.told(&["calls"], 0).await;
        assert_eq!(calls.as_array().unwrap().len(), 1, "{calls:#}");
        self.told(&["call", "1"], 0).await
    }
}

/// Two contacts share the number of a call, which asks whose it was.
async fn asked_whose() -> (Desk, [Uuid; 2]) {
    let desk = Desk::linked().await;
    let both = ["Aske", "Bell"].map(|last_name| {
        desk.office.dataverse.add_contact(NewContact {
            last_name: last_name.to_owned(),
            mobile_phone: NUMBER.to_owned(),
            ..NewContact::default()
        })
    });
    desk.call(SimulatedCall::inbound(NUMBER, minutes_ago(30)));
    desk.told(&["sync"], 1).await;
    (desk, both)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_is_answered_remembered_and_forgotten() {
    let (desk, [_, bell]) = asked_whose().await;
    let asked = desk.only_call().await;
    let offered: Vec<&str> = asked["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["name"].as_str().unwrap())
        .collect();
    assert_eq!(offered, ["Aske", "Bell"]);

    let chosen = desk
        .told(&["call", "1", "choose", &bell.to_string()], 0)
        .await;
    assert_eq!(chosen["state"], "waiting");
    desk.told(&["sync"], 0).await;

    let logged = desk.only_call().await;
    assert_eq!(logged["contact_id"], bell.to_string());
    let choices = desk.told(&["choices"], 0).await;
    assert_eq!(choices[0]["record"]["name"], "Bell");
    assert_eq!(choices[0]["number"], "+442079460018");
    let words = desk.terminal.run(&["choices"]).await.with(0);
    assert!(words.stdout.contains("+442079460018"), "{words}");
    let left = desk.told(&["choices", "forget", "+442079460018"], 0).await;
    assert_eq!(left, serde_json::json!([]));
    desk.terminal
        .run(&["choices", "forget", "+442079460018"])
        .await
        .with(1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_be_meant_by_an_unknown_number_is_shown_with_what_is_alike() {
    let desk = Desk::linked().await;
    desk.write_settings("rules.unknown_number = \"ask\"\n");
    desk.office.dataverse.add_contact(NewContact {
        last_name: "Aske".to_owned(),
        mobile_phone: "0161 946 0018".to_owned(),
        ..NewContact::default()
    });
    desk.call(SimulatedCall::inbound("02079460018", minutes_ago(30)));
    desk.told(&["sync"], 1).await;

    let shown = desk.terminal.run(&["call", "1"]).await.with(0);
    let told = desk.told(&["call", "1"], 0).await;

    let words = "Aske, contact: Same last digits";
    assert!(shown.stdout.contains(words), "{shown}");
    assert_eq!(told["candidates"][0]["likeness"], "same_digits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_logged_call_is_corrected_taken_out_and_logged_again() {
    let (desk, [aske, bell]) = asked_whose().await;
    desk.told(&["call", "1", "choose", &aske.to_string()], 0)
        .await;
    desk.told(&["sync"], 0).await;

    desk.told(&["call", "1", "choose", &bell.to_string()], 0)
        .await;
    desk.told(&["call", "1", "note", "Wants a quote"], 0).await;
    let corrected = desk.told(&["call", "1", "subject", "Quote"], 0).await;

    assert_eq!(corrected["subject"], "Quote");
    assert_eq!(corrected["notes"], serde_json::json!(["Wants a quote"]));
    let [record] = desk.office.dataverse.phone_calls().try_into().unwrap();
    assert!(record.is_completed());
    assert_eq!(record.regarding, Some((Table::Contact, bell)));
    assert_eq!(record.subject, "Quote");
    assert!(record.description.starts_with("Note: Wants a quote\n"));

    let undone = desk.told(&["call", "1", "undo"], 0).await;
    assert_eq!(undone["state"], "left_out");
    assert_eq!(desk.office.dataverse.phone_calls(), []);

    desk.told(&["call", "1", "log"], 0).await;
    desk.told(&["sync"], 0).await;
    assert_eq!(desk.office.dataverse.phone_calls().len(), 1);

    let private = desk.told(&["call", "1", "private"], 0).await;
    assert_eq!(private["state"], "left_out");
    assert_eq!(desk.office.dataverse.phone_calls(), []);
    let again = desk.terminal.run(&["call", "1", "undo"]).await.with(1);
    assert!(again.stderr.contains("left out"), "{again}");
    let words = desk.terminal.run(&["call", "1"]).await.with(0);
    for raw in ["left_out", "correction_asked", "log_asked", "needs_you"] {
        let is_shown = words.stdout.contains(raw) || again.stderr.contains(raw);
        assert!(!is_shown, "{words}\n{again}");
    }
    assert!(words.stdout.contains("You asked for a change."), "{words}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_says_until_when_and_trying_again_does_not_put_it_off() {
    let (desk, _) = asked_whose().await;
    let limit = desk.only_call().await["asked_until"].clone();
    assert!(limit.is_string(), "{limit}");

    desk.told(&["call", "1", "retry"], 0).await;
    desk.told(&["sync"], 1).await;

    assert_eq!(desk.only_call().await["asked_until"], limit);
    let words = desk.terminal.run(&["call", "1"]).await.with(0);
    let said = "logged without a contact on ";
    assert!(words.stdout.contains(said), "{words}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_correction_that_waits_for_dynamics_is_kept_and_told_with_75() {
    let (desk, [aske, _]) = asked_whose().await;
    desk.told(&["call", "1", "choose", &aske.to_string()], 0)
        .await;
    desk.told(&["sync"], 0).await;
    desk.office
        .dataverse
        .misbehaviour()
        .plan("$batch", 0, 9, Fault::LoseRequest);

    let waiting = desk.told(&["call", "1", "subject", "Quote"], 75).await;

    assert_eq!(waiting["state"], "logged");
    assert_eq!(waiting["pending"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_made_in_dynamics_is_told_with_1_and_kept() {
    let (desk, [aske, _]) = asked_whose().await;
    desk.told(&["call", "1", "choose", &aske.to_string()], 0)
        .await;
    desk.told(&["sync"], 0).await;
    let [record] = desk.office.dataverse.phone_calls().try_into().unwrap();
    let edit = serde_json::json!({ "subject": "Complaint" });
    desk.office
        .dataverse
        .edit_phone_call(record.id, edit.as_object().unwrap())
        .unwrap();

    let refused = desk.terminal.run(&["call", "1", "undo"]).await.with(1);

    assert!(refused.stderr.contains("changed this record"), "{refused}");
    let [record] = desk.office.dataverse.phone_calls().try_into().unwrap();
    assert_eq!(record.subject, "Complaint");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_are_found_and_a_wrong_id_is_a_usage_error() {
    let (desk, [aske, _]) = asked_whose().await;

    let found = desk.told(&["records", "ask"], 0).await;
    assert_eq!(found[0]["id"], aske.to_string());
    assert_eq!(found[0]["entity"], "contact");
    let nobody = desk.terminal.run(&["records", "nobody"]).await.with(0);
    assert_eq!(nobody.stdout, "Nobody.\n");

    let wrong = desk
        .terminal
        .run(&["call", "1", "choose", "Aske"])
        .await
        .with(2);
    assert!(wrong.stderr.contains("ringlogctl records"), "{wrong}");
    let nobody = Uuid::from_u128(7).to_string();
    let unknown = desk
        .terminal
        .run(&["call", "1", "choose", &nobody])
        .await
        .with(1);
    assert!(unknown.stderr.contains(&nobody), "{unknown}");
}
