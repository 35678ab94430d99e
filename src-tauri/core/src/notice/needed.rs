//! What needs the person: a part of the light that does not come right by itself, and calls with a question.

use std::collections::BTreeSet;

use super::{Notice, NoticeAnswer, NoticeButton, Target};
use crate::contact_match::RecordRef;
use crate::delivery::State;
use crate::desktop::Cure;
use crate::desktop::calls::{CallAction, who};
use crate::desktop::facts::{Facts, PartFact};
use crate::desktop::light;
use crate::phrase::Phrase;
use crate::reason::Reason;
use crate::status::{Condition, Part};
use crate::view::CallView;

const CALL: &str = "needs_you:";
/// More buttons than these no desktop shows beside each other; a part of the candidates would be a wrong question.
const ANSWERS_MAX: usize = 3;

/// The notices of what needs the person and was not told; `told` has them afterwards.
///
/// Nothing needs the person before the first run is done: the window leads through it.
pub(super) fn announce(told: &mut BTreeSet<String>, facts: &Facts) -> Vec<Notice> {
    if facts.setting_up.is_some() {
        return Vec::new();
    }
    let mut notices = Vec::new();
    for fact in &facts.parts {
        if let Some(cause) = cause_of(fact)
            && told.insert(cause.clone())
        {
            notices.push(notice_of(fact, cause));
        }
    }
    let asked = facts.needs_you.iter();
    let new: Vec<&CallView> = asked
        .filter(|call| told.insert(cause_of_call(call)))
        .collect();
    notices.extend(notice_of_calls(&new, facts));
    notices
}

/// A cause that is over may come anew.
///
/// A part is over a cause only when it answers well: where it cannot be reached in between, the cause still stands.
pub(super) fn forget_what_is_over(told: &mut BTreeSet<String>, facts: &Facts) {
    for fact in facts.parts.iter().filter(|fact| is_well(fact)) {
        let current = cause_of(fact);
        let beginning = beginning(fact.part);
        told.retain(|cause| !cause.starts_with(beginning) || Some(cause) == current.as_ref());
    }
    let is_whole = u64::try_from(facts.needs_you.len()).is_ok_and(|n| n >= facts.counts.needs_you);
    if is_whole {
        let asked: BTreeSet<String> = facts.needs_you.iter().map(cause_of_call).collect();
        told.retain(|cause| !cause.starts_with(CALL) || asked.contains(cause));
    }
}

fn beginning(part: Part) -> &'static str {
    match part {
        Part::Pbx => "pbx:",
        Part::SignIn => "sign_in:",
        Part::Dynamics => "dynamics:",
    }
}

fn cause_of_call(call: &CallView) -> String {
    format!("{CALL}{}", call.id)
}

/// Whether the part works, whatever is to be said about calls.
fn is_well(fact: &PartFact) -> bool {
    match fact.health.condition {
        Condition::Fine
        | Condition::PbxGap { .. }
        | Condition::RecordsUnreadable { .. }
        | Condition::CallsFailed { .. }
        | Condition::CallsNeedYou { .. } => true,
        Condition::NotSetUp
        | Condition::NotChecked
        | Condition::PbxRefused
        | Condition::Misconfigured { .. }
        | Condition::PbxForbidden { .. }
        | Condition::Unreachable { .. }
        | Condition::NoPassword
        | Condition::Unlinked
        | Condition::SignInNeeded { .. }
        | Condition::Keychain { .. }
        | Condition::MissingPrivileges { .. }
        | Condition::OwnerUnclear { .. }
        | Condition::Throttled
        | Condition::LinkedElsewhere { .. }
        | Condition::Refused { .. } => false,
    }
}

/// The cause of a condition that the person should be told of; `None` where there is nothing to do, or where it passes
/// by itself, or where the calls speak for themselves.
fn cause_of(fact: &PartFact) -> Option<String> {
    let name = match &fact.health.condition {
        Condition::NotSetUp
        | Condition::NotChecked
        | Condition::Fine
        | Condition::Unreachable { .. }
        | Condition::RecordsUnreadable { .. }
        | Condition::Unlinked
        | Condition::Throttled
        | Condition::CallsNeedYou { .. } => return None,
        Condition::PbxRefused | Condition::NoPassword => "password",
        Condition::Misconfigured { .. } => "misconfigured",
        Condition::PbxForbidden { .. } => "forbidden",
        Condition::PbxGap { to, .. } => {
            return Some(format!("{}gap until {to}", beginning(fact.part)));
        }
        Condition::SignInNeeded { .. } => "needed",
        Condition::Keychain { .. } => "keychain",
        Condition::MissingPrivileges { .. } => "privileges",
        Condition::OwnerUnclear { .. } => "owner",
        Condition::CallsFailed { .. } => "failed",
        Condition::LinkedElsewhere { .. } => "elsewhere",
        Condition::Refused { .. } => "refused",
    };
    Some(format!("{}{name}", beginning(fact.part)))
}

fn notice_of(fact: &PartFact, cause: String) -> Notice {
    let (opens, button) = match Cure::of(fact.part, &fact.health.condition) {
        Some(Cure::Link) => (Target::Link, NoticeButton::SignIn),
        Some(Cure::GrantConsent) => (Target::Consent, NoticeButton::Show),
        Some(Cure::OpenFailed) => {
            let state = State::Failed;
            (Target::Calls { state }, NoticeButton::Show)
        }
        Some(
            Cure::LogInToPbx
            | Cure::OpenSettings
            | Cure::OpenNeedsYou
            | Cure::SyncNow
            | Cure::OpenWaiting
            | Cure::CheckNumbers,
        )
        | None => (Target::Home, NoticeButton::Show),
    };
    Notice {
        cause,
        title: light::words(fact),
        body: fact.health.condition.phrase(fact.part),
        opens,
        answers: Vec::new(),
        buttons: vec![button],
    }
}

fn notice_of_calls(calls: &[&CallView], facts: &Facts) -> Option<Notice> {
    let (first, rest) = calls.split_first()?;
    let count = calls.len();
    let (body, opens) = if rest.is_empty() {
        let who = who(first, facts.region.as_deref());
        let body = match &first.reason {
            Some(reason) => Phrase::new("notice-question")
                .with("who", who)
                .with("question", reason.phrase()),
            None => who,
        };
        (body, Target::Call { call: first.id })
    } else {
        let state = State::NeedsYou;
        (Phrase::new("notice-questions"), Target::Calls { state })
    };
    Some(Notice {
        cause: cause_of_call(first),
        title: Phrase::new("notice-needs-you").with("count", count),
        body,
        answers: if rest.is_empty() {
            answers(first)
        } else {
            Vec::new()
        },
        opens,
        buttons: vec![NoticeButton::Show],
    })
}

/// What can be answered without opening the window: the records that are asked about, else a new contact or none.
fn answers(call: &CallView) -> Vec<NoticeAnswer> {
    let answer = |words: Phrase, action: CallAction| NoticeAnswer {
        words,
        call: call.id,
        action,
    };
    let choose = |record: &RecordRef| {
        answer(
            Phrase::verbatim(record.name.clone()),
            CallAction::Choose {
                entity: record.entity,
                id: record.id,
            },
        )
    };
    if let Some(Reason::SeveralRecords { candidates }) = &call.reason {
        let all = candidates.len() <= ANSWERS_MAX;
        let offered = candidates.iter().filter(|_| all);
        offered.map(choose).collect()
    } else if let Some(Reason::UnknownNumber { near }) = &call.reason {
        let [only] = near.as_slice() else {
            return vec![
                answer(
                    Phrase::new("notice-new-contact"),
                    CallAction::ChooseNewContact,
                ),
                answer(Phrase::new("notice-no-contact"), CallAction::ChooseNobody),
            ];
        };
        vec![
            choose(&only.record),
            answer(
                Phrase::new("notice-new-contact"),
                CallAction::ChooseNewContact,
            ),
        ]
    } else {
        Vec::new()
    }
}
