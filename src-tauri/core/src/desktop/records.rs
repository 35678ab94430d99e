//! Records of Dynamics as the window offers them: in a question, in a search, and as what was chosen for a number.

use jiff::Timestamp;
use serde::Serialize;

use crate::call::RecordId;
use crate::choice::Likeness;
use crate::contact_match::{Entity, RecordRef};
use crate::language::Locale;
use crate::phone;
use crate::phrase::Phrase;
use crate::reason::Reason;
use crate::view::{CallView, RememberedView};

/// A contact, an account or a lead a call can be given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RecordLine {
    /// Its table.
    pub entity: Entity,
    /// Its id.
    #[cfg_attr(test, ts(type = "string"))]
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// What tells it from others of the same name: its company, or what it is.
    pub about: String,
    /// Why it is offered, in a few words, where that is not the number itself.
    pub why: Option<String>,
}

impl RecordLine {
    /// A record, for a person who reads so.
    #[must_use]
    pub fn of(record: &RecordRef, locale: &Locale) -> Self {
        let kind = match record.entity {
            Entity::Contact => Phrase::new("record-contact"),
            Entity::Account => Phrase::new("record-account"),
            Entity::Lead => Phrase::new("record-lead"),
        };
        Self {
            entity: record.entity,
            id: record.id,
            name: record.name.clone(),
            about: record.company.clone().unwrap_or_else(|| kind.say(locale)),
            why: None,
        }
    }
}

/// What the person is asked about a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Question {
    /// Those it may have been.
    pub candidates: Vec<RecordLine>,
    /// A contact can be made for the number.
    pub may_create: bool,
    /// What happens if nobody answers, and when, in a sentence.
    pub limit: Option<String>,
}

impl Question {
    /// The question of a call that waits for its answer, for a person who reads so.
    #[must_use]
    pub fn of(call: &CallView, locale: &Locale) -> Option<Self> {
        let reason = call.reason.as_ref()?;
        let limit = call.asked_until.map(|at| {
            let limit = Phrase::new("question-limit").with("at", at);
            limit.say(locale)
        });
        if let Reason::SeveralRecords { candidates } = reason {
            Some(Self {
                candidates: candidates
                    .iter()
                    .map(|record| RecordLine::of(record, locale))
                    .collect(),
                may_create: call.remote_number.is_some(),
                limit,
            })
        } else if let Reason::UnknownNumber { near } = reason {
            Some(Self {
                candidates: near
                    .iter()
                    .map(|near| RecordLine {
                        why: Some(near.likeness.phrase().say(locale)),
                        ..RecordLine::of(&near.record, locale)
                    })
                    .collect(),
                may_create: true,
                limit,
            })
        } else {
            None
        }
    }
}

impl Likeness {
    /// In a few words.
    #[must_use]
    pub fn phrase(self) -> Phrase {
        Phrase::new(match self {
            Self::SameNumber => "near-same-number",
            Self::SameDigits => "near-same-digits",
            Self::SameName => "near-same-name",
        })
    }
}

/// What was chosen for a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChoiceLine {
    /// The number in E.164, by which it is forgotten.
    pub number: String,
    /// The number as the person would write it.
    pub shown_number: String,
    /// Whose calls they are.
    pub name: String,
    /// The company, if Dynamics told one.
    pub company: Option<String>,
    /// When it was chosen.
    #[cfg_attr(test, ts(type = "string"))]
    pub chosen_at: Timestamp,
}

impl ChoiceLine {
    /// What was chosen, for a person of this region.
    #[must_use]
    pub fn of(remembered: &RememberedView, region: Option<&str>) -> Self {
        Self {
            number: remembered.number.clone(),
            shown_number: phone::for_people(&remembered.number, region),
            name: remembered.record.name.clone(),
            company: remembered.record.company.clone(),
            chosen_at: remembered.chosen_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::choice::NearMatch;
    use crate::delivery::State;
    use crate::desktop::samples::unlogged;

    fn record(name: &str, company: Option<&str>) -> RecordRef {
        RecordRef {
            entity: Entity::Contact,
            id: RecordId(Uuid::nil()),
            name: name.to_owned(),
            company: company.map(str::to_owned),
        }
    }

    fn asked(reason: Reason) -> Option<Question> {
        let call = CallView {
            reason: Some(reason),
            ..unlogged(1, 5, State::NeedsYou)
        };
        Question::of(&call, &Locale::english_utc())
    }

    #[test]
    fn a_question_offers_each_record_with_what_tells_it_from_the_others() {
        let question = asked(Reason::SeveralRecords {
            candidates: vec![
                record("Mira Holm", Some("Contoso")),
                record("Mira Holm", None),
            ],
        })
        .unwrap();
        let shown: Vec<(&str, &str)> = question
            .candidates
            .iter()
            .map(|line| (line.name.as_str(), line.about.as_str()))
            .collect();
        assert_eq!(shown, [("Mira Holm", "Contoso"), ("Mira Holm", "Contact")]);
    }

    #[test]
    fn a_near_match_says_what_is_alike() {
        let question = asked(Reason::UnknownNumber {
            near: vec![NearMatch {
                record: record("Mira Holm", None),
                likeness: Likeness::SameName,
            }],
        })
        .unwrap();
        assert_eq!(
            question.candidates.first().unwrap().why.as_deref(),
            Some("Same name")
        );
        assert!(question.may_create);
    }

    #[test]
    fn a_call_that_asks_nothing_has_no_question() {
        assert_eq!(asked(Reason::Due), None);
    }
}
