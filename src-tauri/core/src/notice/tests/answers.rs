//! Questions that are answered in their notification.

use uuid::Uuid;

use super::*;
use crate::call::RecordId;
use crate::contact_match::{Entity, RecordRef};
use crate::desktop::calls::CallAction;

/// The answers that the notice of one question offers, and what each of them does.
fn offered(reason: Reason) -> Vec<(String, CallAction)> {
    let mut facts = needs_you(&[7]);
    facts.needs_you[0].reason = Some(reason);
    let notices = ask(&mut Announcer::default(), &[], &facts, &each(), now());
    let [notice] = notices.try_into().unwrap();
    notice
        .named_answers()
        .map(|(name, answer)| {
            assert_eq!(notice.answer(&name), Some(answer));
            assert_eq!(answer.call, 7);
            (answer.words.to_string(), answer.action.clone())
        })
        .collect()
}

fn records(count: u128) -> Vec<RecordRef> {
    (1..=count)
        .map(|id| RecordRef {
            entity: Entity::Contact,
            id: RecordId(Uuid::from_u128(id)),
            name: format!("Contact {id}"),
            company: None,
        })
        .collect()
}

#[test]
fn a_question_between_few_can_be_answered_in_its_notification() {
    let candidates = records(2);
    let answers = offered(Reason::SeveralRecords {
        candidates: candidates.clone(),
    });
    let names: Vec<&str> = answers.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(names, ["Contact 1", "Contact 2"]);
    assert_eq!(
        answers[1].1,
        CallAction::Choose {
            entity: Entity::Contact,
            id: candidates[1].id
        }
    );
}

#[test]
fn a_question_between_many_is_answered_in_the_window_alone() {
    let candidates = records(4);
    assert_eq!(offered(Reason::SeveralRecords { candidates }), []);
}

#[test]
fn an_unknown_number_is_made_a_contact_or_logged_without_one_from_its_notification() {
    let answers = offered(Reason::UnknownNumber { near: Vec::new() });
    let actions: Vec<&CallAction> = answers.iter().map(|(_, action)| action).collect();
    assert_eq!(
        actions,
        [&CallAction::ChooseNewContact, &CallAction::ChooseNobody]
    );
}
