//! Who the person talks with, and how well Dynamics knows them.

use jiff::{SignedDuration, Timestamp};
use ringlog_simulator::dataverse::NewContact;
use ringlog_simulator::office::Systems;
use ringlog_simulator::vodia::SimulatedCall;
use uuid::Uuid;

use super::happening::{End, Talk};

/// Who the person talks with: the number as the PBX writes it, in E.164, and how well Dynamics knows it.
pub const PEOPLE: [Person; 7] = [
    person(
        "02079460018",
        "+442079460018",
        Known::Once("(020) 7946-0018"),
    ),
    person(
        "01614960110",
        "+441614960110",
        Known::Once("+44 161 496 0110"),
    ),
    person("07700900501", "+447700900501", Known::Once("07700 900501")),
    person(
        "02920180333",
        "+442920180333",
        Known::Twice("029 2018 0333"),
    ),
    person("01174960200", "+441174960200", Known::Never),
    person("01134960300", "+441134960300", Known::Never),
    person("511", "511", Known::Colleague),
];

/// Somebody on the other side.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// As the PBX writes it.
    pub dialled: &'static str,
    /// In E.164.
    pub number: &'static str,
    /// To Dynamics.
    pub known: Known,
}

const fn person(dialled: &'static str, number: &'static str, known: Known) -> Person {
    Person {
        dialled,
        number,
        known,
    }
}

/// How well Dynamics knows a number, and how it is written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// One contact has it.
    Once(&'static str),
    /// Two contacts have it.
    Twice(&'static str),
    /// Nobody has it.
    Never,
    /// It is an extension of the same PBX.
    Colleague,
}

/// What the PBX writes of a call that ended just before `now`.
pub fn of(talk: Talk, now: Timestamp) -> SimulatedCall {
    let person = PEOPLE[talk.with];
    let began = now - SignedDuration::from_secs(130);
    let call = match (person.known, talk.is_inbound) {
        (Known::Colleague, _) => SimulatedCall::internal(person.dialled, began),
        (Known::Once(_) | Known::Twice(_) | Known::Never, true) => {
            SimulatedCall::inbound(person.dialled, began)
        }
        (Known::Once(_) | Known::Twice(_) | Known::Never, false) => {
            SimulatedCall::outbound(person.dialled, began)
        }
    };
    match talk.end {
        End::Talked => call.answered_after_seconds(6).ended_after_seconds(125),
        End::Unanswered => call.unanswered().ended_after_seconds(20),
        End::RangOff => call.unanswered().ended_after_seconds(1),
    }
}

/// Puts the contacts of a person into Dynamics.
pub fn introduce(systems: &Systems, person: &Person) -> Vec<Uuid> {
    let contact = |first_name: &str, written: &str| {
        systems.dataverse.add_contact(NewContact {
            first_name: first_name.to_owned(),
            last_name: person.dialled.to_owned(),
            business_phone: written.to_owned(),
            ..NewContact::default()
        })
    };
    match person.known {
        Known::Once(written) => vec![contact("Only", written)],
        Known::Twice(written) => vec![contact("One", written), contact("Other", written)],
        Known::Never | Known::Colleague => Vec::new(),
    }
}
