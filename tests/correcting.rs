//! Corrections of logged calls: the wrong person, a note, another subject, undo and private, and never over an edit that
//! a person made in Dynamics.

use ringlog_core::call::RecordId;
use ringlog_core::contact_match::Entity;
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::{ActOutcome, Acted, CallAction};
use ringlog_core::reason::Reason;
use ringlog_simulator::dataverse::{NewContact, PhoneCallRow, Switches, Table};
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::server::System;
use ringlog_simulator::vodia::SimulatedCall;
use ringlog_tests::{Computer, World};
use serde_json::json;
use uuid::Uuid;

use super::already_logged::their_record;

const NUMBER: &str = "02079460018";

fn note(text: &str) -> CallAction {
    CallAction::Note {
        text: text.to_owned(),
    }
}

fn rename(subject: &str) -> CallAction {
    CallAction::Rename {
        subject: subject.to_owned(),
    }
}

fn it_was(contact: Uuid) -> CallAction {
    CallAction::Choose {
        entity: Entity::Contact,
        id: RecordId(contact),
    }
}

fn add_contact(world: &World, last_name: &str) -> Uuid {
    world.office.dataverse.add_contact(NewContact {
        last_name: last_name.to_owned(),
        ..NewContact::default()
    })
}

/// A call from Aske, whom Dynamics knows, is logged.
pub(super) struct Logged {
    pub(super) world: World,
    pub(super) computer: Computer,
    /// Its number in the ledger.
    pub(super) call: i64,
    /// The PBX's id.
    pub(super) id: String,
    pub(super) aske: Uuid,
}

pub(super) async fn logged() -> Logged {
    logged_in(|_| {}).await
}

async fn logged_in(switch: impl FnOnce(&mut Switches)) -> Logged {
    let world = World::open().await;
    world.office.dataverse.switch(switch);
    let aske = world.office.dataverse.add_contact(NewContact {
        last_name: "Aske".to_owned(),
        mobile_phone: "+442079460018".to_owned(),
        ..NewContact::default()
    });
    let mut computer = world.computer().await;
    let id = world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    computer.sync().await;
    let call = computer.only_call();
    assert_eq!(call.state, State::Logged);
    Logged {
        world,
        computer,
        call: call.id,
        id,
        aske,
    }
}

impl Logged {
    pub(super) async fn act(&mut self, action: CallAction) -> Acted {
        self.computer.act(self.call, action).await
    }

    /// The sentence why it was not done.
    pub(super) async fn refused(&mut self, action: CallAction) -> String {
        let acted = self.computer.try_act(self.call, action).await.unwrap();
        assert_eq!(acted.outcome, ActOutcome::Refused, "{}", acted.words);
        acted.words.to_string()
    }

    pub(super) fn record(&self) -> PhoneCallRow {
        self.world.only_phone_call()
    }

    /// A person changes the record in Dynamics.
    pub(super) fn edit(&self, columns: &serde_json::Value) {
        let columns = columns.as_object().unwrap();
        let id = self.record().id;
        self.world
            .office
            .dataverse
            .edit_phone_call(id, columns)
            .unwrap();
    }

    /// Whatever went wrong is over, and time passes.
    pub(super) async fn go_on(&mut self) {
        self.world.recover();
        self.computer.go_on().await;
    }
}

#[tokio::test]
async fn the_record_goes_to_the_right_person_and_stays_one_completed_record() {
    for takes_sides in [false, true] {
        let mut logged = logged_in(|switches| switches.takes_parties_on_update = takes_sides).await;
        let bell = add_contact(&logged.world, "Bell");
        let before = logged.record();

        logged.act(it_was(bell)).await;

        let after = logged.record();
        assert_eq!(after.id, before.id);
        assert!(after.is_completed());
        assert_eq!(after.status, before.status);
        assert_eq!(after.regarding, Some((Table::Contact, bell)));
        assert_eq!(after.parties_of(1), [(Table::Contact, bell)]);
        assert_eq!(after.parties_of(2), before.parties_of(2));
        assert_eq!(after.subject, "Call from Bell");
        assert_eq!(after.description, before.description);
        assert_eq!(after.started_at, before.started_at);
        assert_eq!(after.owner, before.owner);
        let shown = logged.computer.call(logged.call);
        assert_eq!(shown.contact_id, Some(RecordId(bell)));
        assert_eq!(shown.state, State::Logged);
    }
}

#[tokio::test]
async fn the_next_call_of_the_number_goes_to_the_right_person_by_itself() {
    let mut logged = logged().await;
    let bell = add_contact(&logged.world, "Bell");
    logged.act(it_was(bell)).await;

    let second = logged
        .world
        .had(SimulatedCall::inbound(NUMBER, logged.world.minutes_ago(5)));
    logged.computer.sync().await;

    let record = &logged.world.phone_calls_of(&second)[0];
    assert_eq!(record.regarding, Some((Table::Contact, bell)));
}

#[tokio::test]
async fn a_call_is_taken_off_its_contact_or_given_to_a_new_one() {
    let mut logged_call = logged().await;
    logged_call.act(CallAction::ChooseNobody).await;
    assert_eq!(logged_call.record().regarding, None);
    assert_eq!(logged_call.record().parties_of(1), []);
    let shown = logged_call.computer.call(logged_call.call);
    assert_eq!(
        (shown.contact_id, shown.reason),
        (None, Some(Reason::NobodyChosen))
    );

    logged_call.act(CallAction::ChooseNewContact).await;
    let (table, made) = logged_call.record().regarding.unwrap();
    assert_eq!(table, Table::Contact);
    assert_ne!(made, logged_call.aske);
    assert_eq!(
        logged_call
            .world
            .office
            .dataverse
            .contact(made)
            .unwrap()
            .mobile_phone,
        "+442079460018"
    );
    assert_eq!(logged_call.computer.call(logged_call.call).reason, None);
}

#[tokio::test]
async fn no_contact_is_made_for_a_correction_that_is_refused() {
    for takes_sides in [true, false] {
        let mut logged = logged_in(|switches| switches.takes_parties_on_update = takes_sides).await;
        let theirs = add_contact(&logged.world, "Theirs");
        let bound = format!("/contacts({theirs})");
        logged.edit(&json!({"regardingobjectid_contact_phonecall@odata.bind": bound}));
        let contacts = |logged: &Logged| logged.world.office.dataverse.contacts().len();
        let before = contacts(&logged);

        let sentence = logged.refused(CallAction::ChooseNewContact).await;

        assert!(sentence.contains("Theirs"), "{sentence}");
        assert_eq!(contacts(&logged), before);
        // The person insists, and now knows what is replaced.
        let call = logged.call;
        let insisted = logged
            .computer
            .try_act(call, CallAction::ChooseNewContact)
            .await;
        assert_eq!(
            insisted.unwrap().outcome == ActOutcome::Refused,
            !takes_sides
        );
        assert_eq!(contacts(&logged), before + usize::from(takes_sides));
    }
}

/// A caller nobody knew, for whom a contact was made.
async fn logged_on_a_new_contact() -> (World, Computer, i64) {
    let world = World::open().await;
    let mut computer = world.computer().await;
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)).name("Mira Holm"));
    computer.sync().await;
    let call = computer.only_call().id;
    (world, computer, call)
}

#[tokio::test]
async fn a_contact_ringlog_made_goes_when_its_only_call_was_somebody_else_s() {
    let (world, mut computer, call) = logged_on_a_new_contact().await;
    let aske = add_contact(&world, "Aske");

    computer.act(call, it_was(aske)).await;

    let left: Vec<Uuid> = world
        .office
        .dataverse
        .contacts()
        .iter()
        .map(|one| one.id)
        .collect();
    assert_eq!(left, [aske]);
    let history = computer.call(call).history.unwrap();
    let last = history.last().unwrap().detail.to_string();
    assert!(last.contains("The contact Ringlog had made"), "{last}");
}

#[tokio::test]
async fn a_contact_ringlog_made_stays_for_whatever_else_belongs_to_it() {
    let (world, mut computer, call) = logged_on_a_new_contact().await;
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(5)));
    computer.sync().await;
    let made = world.only_contact().id;
    let aske = add_contact(&world, "Aske");

    computer.act(call, it_was(aske)).await;

    assert!(world.office.dataverse.contact(made).is_some());
}

#[tokio::test]
async fn a_note_stands_above_the_description_and_is_found_by_its_words() {
    let mut logged = logged().await;
    let before = logged.record();

    logged.act(note("Wants a quote,\nuntil Monday")).await;
    logged.act(note("Called back")).await;

    let after = logged.record();
    assert!(after.is_completed());
    assert_eq!(
        after.description,
        format!(
            "Note: Called back\nNote: Wants a quote,\nuntil Monday\n{}",
            before.description
        )
    );
    let shown = logged.computer.call(logged.call);
    assert_eq!(shown.notes, ["Wants a quote,\nuntil Monday", "Called back"]);
    for words in ["quote", "called b", "Mo"] {
        let query = ringlog_engine::ledger::CallQuery {
            search: Some(words.to_owned()),
            ..Default::default()
        };
        assert_eq!(
            logged.computer.engine.ledger().calls(&query).unwrap().len(),
            1,
            "{words}"
        );
    }
}

#[tokio::test]
async fn a_note_and_a_subject_given_before_the_call_is_logged_go_out_with_it() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    computer.set("rules.unknown_number", "ask");
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    computer.sync().await;
    let call = computer.only_call().id;

    computer.act(call, note("Wants a quote")).await;
    computer.act(call, rename("Quote")).await;
    computer.act(call, CallAction::ChooseNobody).await;
    computer.sync().await;

    let record = world.only_phone_call();
    assert_eq!(record.subject, "Quote");
    assert!(record.description.starts_with("Note: Wants a quote\n"));
    assert!(record.description.ends_with("Written by Ringlog."));
}

#[tokio::test]
async fn a_subject_somebody_changed_in_dynamics_is_shown_before_it_is_replaced() {
    let mut logged = logged().await;
    logged.edit(&json!({"subject": "Complaint"}));

    let sentence = logged.refused(rename("Order 4711")).await;

    assert!(sentence.contains("Complaint"), "{sentence}");
    assert_eq!(logged.record().subject, "Complaint");
    let shown = logged.computer.call(logged.call);
    assert_eq!(shown.subject.as_deref(), Some("Complaint"));

    logged.act(rename("Order 4711")).await;
    assert_eq!(logged.record().subject, "Order 4711");
}

#[tokio::test]
async fn what_a_person_wrote_in_dynamics_survives_every_correction() {
    let mut logged = logged().await;
    let bell = add_contact(&logged.world, "Bell");
    logged.edit(&json!({"description": "Rang about the invoice."}));

    logged.act(note("Call back")).await;
    logged.act(rename("Invoice")).await;
    let sentence = logged.refused(it_was(bell)).await;

    assert!(!sentence.is_empty());
    let record = logged.record();
    assert_eq!(
        record.description,
        "Note: Call back\nRang about the invoice."
    );
    assert_eq!(record.subject, "Invoice");
    assert_eq!(record.regarding, Some((Table::Contact, logged.aske)));
    assert!(record.is_completed());
}

#[tokio::test]
async fn a_correction_whose_answer_is_lost_is_done_once() {
    for skipped in 0..3 {
        let mut logged = logged().await;
        logged
            .world
            .office
            .dataverse
            .misbehaviour()
            .plan("$batch", skipped, 3, Fault::LoseReply);

        logged.act(note("Call back")).await;
        logged.go_on().await;

        let record = logged.record();
        assert!(record.is_completed(), "{skipped}");
        assert_eq!(
            record.description.matches("Note: Call back").count(),
            1,
            "{skipped}"
        );
        let shown = logged.computer.call(logged.call);
        assert_eq!(shown.notes, ["Call back"]);
        assert_eq!(shown.pending, []);
    }
}

#[tokio::test]
async fn a_call_goes_to_the_right_person_whichever_answer_is_lost() {
    for takes_sides in [false, true] {
        for skipped in 0..8 {
            let mut logged =
                logged_in(|switches| switches.takes_parties_on_update = takes_sides).await;
            let right = add_contact(&logged.world, "Right");
            let dynamics = logged.world.office.dataverse.clone();
            dynamics
                .misbehaviour()
                .plan("$batch", skipped, 1, Fault::LoseReply);

            logged.act(it_was(right)).await;
            logged.go_on().await;

            let record = logged.record();
            assert!(record.is_completed(), "{takes_sides} {skipped}: {record:?}");
            assert_eq!(record.regarding, Some((Table::Contact, right)));
            assert_eq!(logged.computer.call(logged.call).pending, []);
        }
    }
}

#[tokio::test]
async fn a_correction_waits_for_dynamics_and_says_so() {
    let mut logged = logged().await;
    logged
        .world
        .office
        .dataverse
        .misbehaviour()
        .plan("$batch", 0, 9, Fault::LoseRequest);

    let acted = logged.act(rename("Order 4711")).await;

    assert!(
        acted.words.to_string().contains("as soon as"),
        "{}",
        acted.words
    );
    assert_eq!(acted.outcome, ActOutcome::Waiting);
    assert_eq!(logged.computer.call(logged.call).pending.len(), 1);

    logged.world.recover();
    let computer = logged.computer.restart().await;
    logged.computer = computer;
    logged.computer.go_on().await;
    assert_eq!(logged.record().subject, "Order 4711");
    assert_eq!(logged.computer.call(logged.call).pending, []);
}

#[tokio::test]
async fn an_organization_that_takes_no_changeset_is_corrected_step_by_step() {
    let mut logged = logged_in(|switches| switches.refuses_reopening_with_edits = true).await;

    logged.act(rename("Order 4711")).await;
    let before = logged.world.office.dataverse.request_count();
    logged.act(note("Call back")).await;
    let asked_again = logged.world.office.dataverse.request_count() - before;

    let record = logged.record();
    assert!(record.is_completed());
    assert_eq!(record.subject, "Order 4711");
    assert!(record.description.starts_with("Note: Call back"));
    // Read, open, change, close: what is refused once is not tried again.
    assert_eq!(asked_again, 4);
}

#[tokio::test]
async fn a_record_that_was_left_open_half_way_is_completed_again() {
    let mut logged = logged_in(|switches| switches.refuses_reopening_with_edits = true).await;
    logged.act(rename("First")).await;
    // It is opened, and then Dynamics is gone.
    logged
        .world
        .office
        .dataverse
        .misbehaviour()
        .plan("$batch", 2, 9, Fault::LoseRequest);

    logged.act(note("Call back")).await;
    assert!(!logged.record().is_completed());
    logged.world.recover();
    logged.computer = logged.computer.restart().await;
    logged.computer.go_on().await;

    let record = logged.record();
    assert!(record.is_completed());
    assert!(record.description.starts_with("Note: Call back"));
}

#[tokio::test]
async fn another_writers_record_is_left_as_it_is() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let dynamics = &world.office.dataverse;
    let theirs = dynamics.log_call_of_other_writer(their_record(&world, 30));
    world.had(SimulatedCall::inbound(NUMBER, world.minutes_ago(30)));
    computer.sync().await;
    let call = computer.only_call().id;
    let before = world.only_phone_call();

    for action in [
        note("x"),
        rename("x"),
        CallAction::Undo,
        CallAction::MakePrivate,
        CallAction::ChooseNewContact,
    ] {
        let acted = computer.try_act(call, action).await.unwrap();
        assert_eq!(acted.outcome, ActOutcome::Refused);
    }
    computer.go_on().await;
    assert_eq!(world.office.dataverse.contacts(), []);

    assert_eq!(world.only_phone_call(), before);
    assert_eq!(before.id, theirs);
}

#[tokio::test]
async fn a_record_somebody_deleted_cannot_be_changed_and_is_taken_out_already() {
    let mut logged_call = logged().await;
    let record = logged_call.record().id;
    assert!(logged_call.world.office.dataverse.delete_phone_call(record));

    let sentence = logged_call.refused(note("Call back")).await;
    assert!(sentence.contains("deleted"), "{sentence}");
    logged_call.act(CallAction::Undo).await;

    logged_call.go_on().await;
    assert_eq!(logged_call.world.office.dataverse.phone_calls(), []);
    assert_eq!(
        logged_call.computer.call(logged_call.call).reason,
        Some(Reason::Undone)
    );
}
