//! Findings about what a person asked to be changed in Dynamics: what is not there yet, and what was not done.
//!
//! A change may be of a call that is kept private: its call is named by its number in the ledger, and nothing of what
//! was asked is said.

use jiff::Timestamp;

use super::{Check, Finding};
use crate::correction::Refused;
use crate::phrase::Phrase;

/// Changes that Dynamics does not have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// How many.
    pub count: u64,
    /// The call of the first.
    pub call: i64,
    /// When the first was asked.
    pub asked_at: Timestamp,
    /// When the first is tried next.
    pub due_at: Timestamp,
    /// It was tried already.
    pub is_tried: bool,
}

/// Changes that were not done, and that nothing asked later takes the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotDone {
    /// How many.
    pub count: u64,
    /// The call of the last.
    pub call: i64,
    /// Why the last was not done.
    pub why: Refused,
    /// It was to take a call out because it is private.
    pub is_private: bool,
}

/// Whether Dynamics has every change a person asked for; `hindrance` says what keeps Ringlog from it now, if anything
/// does.
#[must_use]
pub fn corrections(
    waiting: Option<&Waiting>,
    not_done: Option<&NotDone>,
    hindrance: Option<&Phrase>,
    now: Timestamp,
) -> Finding {
    let waits = waiting.map(|waiting| waits(waiting, hindrance, now));
    let fails = not_done.map(fails);
    let call = waiting
        .map(|waiting| waiting.call)
        .or(not_done.map(|not_done| not_done.call));
    let cures = [
        waiting.map(|_| Phrase::new("cure-corrections-waiting")),
        not_done.map(|_| Phrase::new("cure-corrections-refused")),
    ];
    let findings = Phrase::all(waits.into_iter().chain(fails));
    match (findings, Phrase::all(cures.into_iter().flatten()), call) {
        (Some(finding), Some(cure), Some(call)) => {
            Finding::attention(Check::Corrections, finding, cure)
                .with_command(format!("ringlogctl call {call}"))
        }
        (_, _, _) => Finding::ok(Check::Corrections, Phrase::new("finding-corrections-fine")),
    }
}

fn waits(waiting: &Waiting, hindrance: Option<&Phrase>, now: Timestamp) -> Phrase {
    let when = if waiting.due_at > now {
        Phrase::new("tried-again-at").with("at", waiting.due_at)
    } else {
        Phrase::new("tried-next-pass")
    };
    let reason = match hindrance {
        Some(hindrance) => hindrance.clone(),
        None if waiting.is_tried => Phrase::new("finding-correction-not-taken"),
        None => Phrase::new("finding-correction-untried"),
    };
    Phrase::new("finding-corrections-waiting")
        .with("count", waiting.count)
        .with("call", waiting.call.to_string())
        .with("since", waiting.asked_at)
        .with("when", when)
        .then(reason)
}

fn fails(not_done: &NotDone) -> Phrase {
    // What Dynamics says of a record may name whose it is.
    let tells_whose = matches!(not_done.why, Refused::ByDynamics { .. });
    let reason = if not_done.is_private && tells_whose {
        Phrase::new("finding-private-not-removed")
    } else {
        not_done.why.phrase()
    };
    Phrase::new("finding-corrections-refused")
        .with("count", not_done.count)
        .with("call", not_done.call.to_string())
        .with("reason", reason)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn waiting() -> Waiting {
        Waiting {
            count: 1,
            call: 17,
            asked_at: at(0),
            due_at: at(600),
            is_tried: true,
        }
    }

    fn refused(why: Refused, is_private: bool) -> NotDone {
        NotDone {
            count: 1,
            call: 18,
            why,
            is_private,
        }
    }

    fn said(finding: &Finding) -> String {
        assert_eq!(finding.verdict, Verdict::Attention, "{finding:?}");
        finding.finding.to_string()
    }

    #[test]
    fn a_change_that_waits_is_found_with_its_reason_and_its_next_time() {
        let offline = Phrase::verbatim("Dynamics does not answer.");
        let finding = corrections(Some(&waiting()), None, Some(&offline), at(60));
        let words = said(&finding);
        for part in [
            "call 17",
            "1970-01-01T00:00:00Z",
            "1970-01-01T00:10:00Z",
            "does not answer",
        ] {
            assert!(words.contains(part), "{part} in {words}");
        }
        assert_eq!(finding.command.as_deref(), Some("ringlogctl call 17"));
        let words = said(&corrections(Some(&waiting()), None, None, at(600)));
        assert!(words.contains("next pass"), "{words}");
        assert!(words.contains("did not take it"), "{words}");
    }

    #[test]
    fn a_change_that_was_not_done_says_why() {
        let changed = refused(Refused::ChangedSince, false);
        let finding = corrections(None, Some(&changed), None, at(0));
        assert!(said(&finding).contains("Somebody changed this record"));
        assert_eq!(finding.command.as_deref(), Some("ringlogctl call 18"));
        let both = corrections(Some(&waiting()), Some(&changed), None, at(0));
        assert!(said(&both).contains("call 17") && said(&both).contains("call 18"));
    }

    #[test]
    fn nothing_dynamics_says_of_a_private_call_is_repeated() {
        let by_dynamics = || Refused::ByDynamics {
            detail: Phrase::verbatim("Call with Dr. Quiet is locked."),
        };
        let open = refused(by_dynamics(), false);
        let finding = corrections(None, Some(&open), None, at(0));
        assert!(said(&finding).contains("Dr. Quiet"));
        let private = refused(by_dynamics(), true);
        let finding = corrections(None, Some(&private), None, at(0));
        assert!(!said(&finding).contains("Dr. Quiet"), "{finding:?}");
    }

    #[test]
    fn where_dynamics_has_everything_nothing_is_found() {
        assert_eq!(corrections(None, None, None, at(0)).verdict, Verdict::Ok);
    }
}
