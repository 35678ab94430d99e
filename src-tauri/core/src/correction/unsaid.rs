//! What a person said of a call while its record stood in Dynamics already and nobody knew.
//!
//! The answer to an earlier attempt was lost, or another computer wrote the record: what was said since is not in it.

use super::{Content, Correction, NOTE, is_same_text, plain};
use crate::contact_match::RecordRef;
use crate::phone_call::Words;

/// What the person said and `found` does not say: it is corrected, in this order.
///
/// `chosen` is whose call it was, where the person said so; `Some(None)` is nobody.
#[must_use]
pub fn unsaid(
    words: &Words,
    chosen: Option<Option<&RecordRef>>,
    found: &Content,
) -> Vec<Correction> {
    let regarding = chosen
        .filter(|chosen| chosen.map(|record| record.id.0) != found.regarding)
        .map(|chosen| Correction::Regarding {
            record: chosen.cloned(),
        });
    let subject = words
        .subject
        .iter()
        .filter(|subject| !is_same_text(subject, &found.subject))
        .map(|subject| Correction::Subject {
            text: subject.clone(),
        });
    let said = plain(&found.description);
    let notes = words
        .notes
        .iter()
        .filter(|note| !said.contains(&plain(&format!("{NOTE}{note}"))))
        .map(|note| Correction::Note { text: note.clone() });
    regarding.into_iter().chain(subject).chain(notes).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::call::RecordId;
    use crate::contact_match::Entity;
    use crate::correction::with_note;

    fn record(id: u128) -> RecordRef {
        RecordRef {
            entity: Entity::Contact,
            id: RecordId(Uuid::from_u128(id)),
            name: format!("Contact {id}"),
            company: None,
        }
    }

    fn found() -> Content {
        Content {
            subject: "Call from Contact 1".to_owned(),
            description: "Inbound call.".to_owned(),
            regarding: Some(Uuid::from_u128(1)),
        }
    }

    fn words() -> Words {
        Words {
            subject: Some("Order 4711".to_owned()),
            notes: vec!["Wants a quote".to_owned(), "Call back".to_owned()],
        }
    }

    #[test]
    fn whatever_the_record_does_not_say_is_corrected() {
        let other = record(2);
        let note = |text: &str| Correction::Note {
            text: text.to_owned(),
        };
        assert_eq!(
            unsaid(&words(), Some(Some(&other)), &found()),
            [
                Correction::Regarding {
                    record: Some(other.clone())
                },
                Correction::Subject {
                    text: "Order 4711".to_owned()
                },
                note("Wants a quote"),
                note("Call back"),
            ]
        );
        assert_eq!(
            unsaid(&Words::default(), Some(None), &found()),
            [Correction::Regarding { record: None }]
        );
    }

    #[test]
    fn what_it_says_already_is_not_said_again() {
        let mut found = found();
        found.subject = "Order 4711".to_owned();
        for note in words().notes {
            found.description = with_note(&found.description, &note).unwrap();
        }
        assert_eq!(unsaid(&words(), Some(Some(&record(1))), &found), []);
        assert_eq!(unsaid(&Words::default(), None, &found), []);
    }
}
