//! What is shown, with the names people script against (`interfaces.md`, "ringlogctl").

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::call::{ActivityId, Direction, Outcome, RecordId};
use crate::choice::{Likeness, RememberedChoice};
use crate::contact_match::RecordRef;
use crate::correction::Correction;
use crate::delivery::State;
use crate::phrase::{Phrase, in_english, in_english_if_any};
use crate::reason::Reason;
use crate::status::{Light, PartState};

/// A call in `calls --json` and `call ID --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallView {
    /// The ledger's own number for it, never used twice.
    pub id: i64,
    /// The PBX's call id.
    pub source_id: String,
    /// Which way it went.
    pub direction: Direction,
    /// The other side's number in E.164.
    pub remote_number: Option<String>,
    /// The other side's name by caller ID, else the number as the PBX wrote it.
    pub remote_name: Option<String>,
    /// The person's extension.
    pub extension: String,
    /// First ring.
    pub started_at: Timestamp,
    /// First answer.
    pub answered_at: Option<Timestamp>,
    /// The end.
    pub ended_at: Timestamp,
    /// Seconds between answer and end.
    pub talk_seconds: i64,
    /// How it ended.
    pub outcome: Outcome,
    /// Where it stands.
    pub state: State,
    /// Why; an English sentence in JSON.
    #[serde(serialize_with = "in_english_if_any")]
    pub reason: Option<Reason>,
    /// Its record in Dynamics.
    pub activity_id: Option<ActivityId>,
    /// Whom it regards.
    pub contact_id: Option<RecordId>,
    /// By name.
    pub contact_name: Option<String>,
    /// The company of whom it regards; for the window alone.
    #[serde(skip)]
    pub company: Option<String>,
    /// When it was logged.
    pub logged_at: Option<Timestamp>,
    /// What the record is called in Dynamics; only where one call is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What the person noted, the newest last; only where there is anything.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The records a person may choose from; only where one call is shown that asks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<CandidateView>,
    /// When it is logged without a contact unless somebody answers; only where one call is shown that asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_until: Option<Timestamp>,
    /// What was chosen for its number; only where one call is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remembered: Option<RememberedView>,
    /// What the person asked to be changed in Dynamics and is not done yet; only where one call is shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<Correction>,
    /// What happened to it, oldest first; only where one call is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<Vec<HistoryEntry>>,
}

/// A record a person may choose, as scripts read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CandidateView {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRef,
    /// What it has in common with the call, where that is not the number itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likeness: Option<Likeness>,
}

impl CandidateView {
    /// The records a question is about.
    #[must_use]
    pub fn of(question: &Reason) -> Vec<Self> {
        if let Reason::UnknownNumber { near } = question {
            let alike = near.iter().map(|near| Self {
                record: near.record.clone(),
                likeness: Some(near.likeness),
            });
            return alike.collect();
        }
        let same_number = question.candidates().into_iter().map(|record| Self {
            record,
            likeness: None,
        });
        same_number.collect()
    }
}

/// What was chosen for a number, as scripts read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RememberedView {
    /// The number in E.164, with its extension if it has one.
    pub number: String,
    /// The record.
    pub record: RecordRef,
    /// When it was chosen.
    pub chosen_at: Timestamp,
}

impl From<&RememberedChoice> for RememberedView {
    fn from(choice: &RememberedChoice) -> Self {
        Self {
            number: choice.number.to_string(),
            record: choice.record.clone(),
            chosen_at: choice.chosen_at,
        }
    }
}

/// One line of a call's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// What happened, in a word for scripts.
    pub event: String,
    /// More about it; an English sentence in JSON.
    #[serde(serialize_with = "in_english")]
    pub detail: Phrase,
}

impl HistoryEntry {
    /// What happened, in a sentence or two; what the detail tells by itself is not said twice.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        let has_detail = !self.detail.to_string().is_empty();
        let event = match self.event.as_str() {
            "recorded" => Phrase::new("line-recorded"),
            "finished" => Phrase::new("line-finished"),
            "changed" => Phrase::new("line-changed"),
            "retry_asked" => Phrase::new("line-retry-asked"),
            "linked_again" => Phrase::new("line-linked-again"),
            "chosen" => Phrase::new("line-chosen"),
            "correction_asked" => Phrase::new("line-correction-asked"),
            "corrected" => Phrase::new("line-corrected"),
            "not_corrected" => Phrase::new("line-not-corrected"),
            "log_asked" => Phrase::new("line-log-asked"),
            _ if has_detail => return self.detail.clone(),
            "attempted" => Phrase::new("line-attempted"),
            "logged" => Phrase::new("line-logged"),
            "waiting" => Phrase::new("line-waiting"),
            "needs_you" => Phrase::new("line-needs-you"),
            "left_out" => Phrase::new("line-left-out"),
            "failed" => Phrase::new("line-failed"),
            _ => Phrase::new("line-other"),
        };
        if has_detail {
            event.then(self.detail.clone())
        } else {
            event
        }
    }
}

/// `status --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// The light.
    pub light: Light,
    /// Its parts.
    pub parts: PartsView,
    /// Who is linked.
    pub linked_as: Option<String>,
    /// Since when.
    pub linked_since: Option<Timestamp>,
    /// How many calls stand where.
    pub counts: Counts,
    /// When the last call was logged.
    pub last_logged_at: Option<Timestamp>,
}

/// The three parts of the light.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartsView {
    /// The PBX.
    pub pbx: PartView,
    /// The Microsoft sign-in.
    pub sign_in: PartView,
    /// Dynamics.
    pub dynamics: PartView,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// How it is.
    pub state: PartState,
    /// More about it; an English sentence in JSON.
    #[serde(serialize_with = "in_english")]
    pub message: Phrase,
    /// When it last answered.
    pub checked_at: Option<Timestamp>,
}

/// How many calls stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// In Dynamics.
    pub logged: u64,
    /// Going out by themselves.
    pub waiting: u64,
    /// A person is asked.
    pub needs_you: u64,
    /// Kept out by a rule.
    pub left_out: u64,
    /// Refused or unreadable.
    pub failed: u64,
}

impl Counts {
    /// How many stand in one state.
    #[must_use]
    pub fn of(&self, state: State) -> u64 {
        match state {
            State::Logged => self.logged,
            State::Waiting => self.waiting,
            State::NeedsYou => self.needs_you,
            State::LeftOut => self.left_out,
            State::Failed => self.failed,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.logged + self.waiting + self.needs_you + self.left_out + self.failed
    }
}

/// `sync --json`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SyncReport {
    /// Records the PBX returned.
    pub polled: u64,
    /// Of them, seen for the first time.
    pub new: u64,
    /// Calls logged in this pass.
    pub logged: u64,
    /// Calls left out in this pass.
    pub left_out: u64,
    /// Calls waiting after this pass.
    pub waiting: u64,
    /// Calls that need a person after this pass.
    pub needs_you: u64,
    /// Calls failed after this pass.
    pub failed: u64,
    /// HTTP requests this pass made.
    pub requests: Requests,
    /// How long it took.
    pub seconds: f64,
}

/// HTTP requests by system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requests {
    /// To the PBX.
    pub pbx: u64,
    /// To Dynamics.
    pub dynamics: u64,
    /// To Microsoft's login.
    pub microsoft: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::NAMESPACE;

    fn names(view: &impl Serialize) -> Vec<String> {
        let json = serde_json::to_value(view).unwrap();
        json.as_object().unwrap().keys().cloned().collect()
    }

    fn sorted(names: &str) -> Vec<String> {
        let mut names: Vec<String> = names.split_whitespace().map(str::to_owned).collect();
        names.sort();
        names
    }

    fn call(history: Option<Vec<HistoryEntry>>) -> CallView {
        CallView {
            id: 1,
            source_id: "a".to_owned(),
            direction: Direction::Inbound,
            remote_number: None,
            remote_name: None,
            extension: "504".to_owned(),
            started_at: Timestamp::UNIX_EPOCH,
            answered_at: None,
            ended_at: Timestamp::UNIX_EPOCH,
            talk_seconds: 0,
            outcome: Outcome::Unknown,
            state: State::NeedsYou,
            reason: None,
            activity_id: Some(ActivityId(NAMESPACE)),
            contact_id: None,
            contact_name: None,
            company: None,
            logged_at: None,
            subject: None,
            notes: Vec::new(),
            candidates: Vec::new(),
            asked_until: None,
            remembered: None,
            pending: Vec::new(),
            history,
        }
    }

    #[test]
    fn a_call_has_the_names_people_script_against() {
        let listed = "id source_id direction remote_number remote_name extension started_at answered_at ended_at \
             talk_seconds outcome state reason activity_id contact_id contact_name logged_at";
        assert_eq!(names(&call(None)), sorted(listed));
        assert_eq!(
            names(&call(Some(Vec::new()))),
            sorted(&format!("{listed} history"))
        );
        let json = serde_json::to_value(call(None)).unwrap();
        assert_eq!(json["state"], "needs_you");
        assert_eq!(json["started_at"], "1970-01-01T00:00:00Z");
        assert_eq!(json["activity_id"], NAMESPACE.to_string());
    }

    #[test]
    fn the_status_has_the_names_people_script_against() {
        let part = PartView {
            state: PartState::Attention,
            message: Phrase::verbatim(""),
            checked_at: None,
        };
        let status = StatusView {
            light: Light::Grey,
            parts: PartsView {
                pbx: part.clone(),
                sign_in: part.clone(),
                dynamics: part.clone(),
            },
            linked_as: None,
            linked_since: None,
            counts: Counts::default(),
            last_logged_at: None,
        };
        let expected = "light parts linked_as linked_since counts last_logged_at";
        assert_eq!(names(&status), sorted(expected));
        assert_eq!(names(&status.parts), sorted("pbx sign_in dynamics"));
        assert_eq!(names(&part), sorted("state message checked_at"));
        let expected = "logged waiting needs_you left_out failed";
        assert_eq!(names(&status.counts), sorted(expected));
    }

    #[test]
    fn the_report_of_a_pass_has_the_names_people_script_against() {
        let report = SyncReport::default();
        let expected = "polled new logged left_out waiting needs_you failed requests seconds";
        assert_eq!(names(&report), sorted(expected));
        assert_eq!(names(&report.requests), sorted("pbx dynamics microsoft"));
    }
}
