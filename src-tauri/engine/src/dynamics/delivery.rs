//! Writing phone calls, so that each stands in Dynamics once, completed, whatever happens on the way (spec E2, E3).

use std::collections::BTreeMap;

use http::Method;
use ringlog_core::call::{ActivityId, RecordId};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phone_call::{NewContact, PhoneCall};
use serde::Deserialize;

use super::batch::{Item, Operation};
use super::client::{Client, Outcome, read_json};
use super::refusal::{DUPLICATE_RECORD, is_closed_activity};
use super::wire;

/// So many calls, with a contact each, stay below the operations of one `$batch`.
pub const CALLS_MAX: usize = 300;

/// A phone call to write, and the contact to make for it if nobody has its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneCallToWrite {
    /// The activity.
    pub phone_call: PhoneCall,
    /// The contact it regards, where that is to be made; several calls may share one.
    pub new_contact: Option<NewContact>,
}

/// How a phone call is created and completed (spec E2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Completion {
    /// In one changeset.
    #[default]
    Atomic,
    /// One after the other: the organization refuses the changeset ([`WriteReport::refuses_atomic`]).
    TwoSteps,
}

/// What became of one phone call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It stands in Dynamics, completed or, by somebody's hand, cancelled.
    Logged {
        /// Its id.
        activity: ActivityId,
        /// This request created it; otherwise it was there, from an earlier one or another computer.
        created: bool,
    },
    /// It was created, and somebody deleted it before it was completed.
    DeletedMeanwhile,
    /// It does not stand there as it should; sent again with the same id, it cannot be doubled.
    Fault(Fault),
}

/// What became of a batch of phone calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// One for each phone call, in order.
    pub written: Vec<Written>,
    /// The organization refused a changeset and took the same call in two steps; the caller remembers it.
    pub refuses_atomic: bool,
}

/// What is known of one phone call in between.
enum Progress {
    /// Nothing more to do.
    Settled(Written),
    /// A record with its id is there, in a state that is not known.
    Exists(Fault),
    /// The changeset was refused as such.
    Refused(Fault),
}

#[derive(Deserialize)]
struct State {
    statecode: i64,
}

impl Client {
    /// Writes phone calls: one request if nothing is in the way.
    ///
    /// A request that is refused as a whole is divided until the call that caused it stands alone.
    pub async fn write(&self, calls: &[PhoneCallToWrite], completion: Completion) -> WriteReport {
        let mut report = WriteReport::default();
        let mut pending: Vec<&[PhoneCallToWrite]> = calls.chunks(CALLS_MAX).rev().collect();
        while let Some(calls) = pending.pop() {
            let completion = if report.refuses_atomic {
                Completion::TwoSteps
            } else {
                completion
            };
            match self.write_together(calls, completion).await {
                Ok(part) => {
                    report.written.extend(part.written);
                    report.refuses_atomic |= part.refuses_atomic;
                }
                Err(fault) if fault.kind == FaultKind::Invalid && calls.len() > 1 => {
                    let (first, second) = calls.split_at(calls.len() / 2);
                    pending.extend([second, first]);
                }
                Err(mut fault) => {
                    // An address that is not there says nothing of a record that is not there.
                    if fault.kind == FaultKind::NotFound {
                        fault.kind = FaultKind::Garbled;
                    }
                    let faults = calls.iter().map(|_| Written::Fault(fault.clone()));
                    report.written.extend(faults);
                }
            }
        }
        report
    }

    /// Makes a contact, unless it is there.
    ///
    /// # Errors
    /// When Dynamics refuses it or does not answer.
    pub async fn make_contact(&self, contact: &NewContact) -> Result<(), Fault> {
        let items = [Item::Single(create_contact(contact))];
        let mut outcomes = self.batch("making a contact", &items).await?.into_iter();
        match next(&mut outcomes) {
            Err(fault) if fault.kind != FaultKind::AlreadyExists => Err(fault),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    async fn write_together(
        &self,
        calls: &[PhoneCallToWrite],
        completion: Completion,
    ) -> Result<WriteReport, Fault> {
        let contacts = new_contacts(calls);
        let mut items: Vec<Item> = contacts
            .values()
            .map(|contact| Item::Single(create_contact(contact)))
            .collect();
        for call in calls {
            items.extend(write_items(&call.phone_call, completion));
        }
        let mut outcomes = self.batch("writing phone calls", &items).await?.into_iter();
        let contact_faults = contact_faults(contacts.keys(), &mut outcomes);
        let mut progress: Vec<Progress> = calls
            .iter()
            .map(|call| {
                let progress = match completion {
                    Completion::Atomic => after_changeset(&call.phone_call, next(&mut outcomes)),
                    Completion::TwoSteps => {
                        let created = next(&mut outcomes);
                        after_two_steps(&call.phone_call, created, next(&mut outcomes))
                    }
                };
                let contact = call.new_contact.as_ref().map(|contact| contact.id);
                blame_contact(progress, contact.and_then(|id| contact_faults.get(&id)))
            })
            .collect();
        let refuses_atomic = self.try_two_steps(calls, &mut progress).await;
        self.resume_existing(calls, &mut progress).await;
        let written = progress.into_iter().map(settled).collect();
        Ok(WriteReport {
            written,
            refuses_atomic,
        })
    }

    /// Sends in two steps what was refused in one; whether that helped where the changeset itself was refused.
    async fn try_two_steps(&self, calls: &[PhoneCallToWrite], progress: &mut [Progress]) -> bool {
        let mut refused: Vec<(&PhoneCall, &mut Progress)> = calls
            .iter()
            .map(|call| &call.phone_call)
            .zip(progress)
            .filter(|(_, progress)| matches!(progress, Progress::Refused(_)))
            .collect();
        if refused.is_empty() {
            return false;
        }
        let items: Vec<Item> = refused
            .iter()
            .flat_map(|(call, _)| write_items(call, Completion::TwoSteps))
            .collect();
        let mut outcomes = match self.batch("writing phone calls in two steps", &items).await {
            Ok(outcomes) => outcomes.into_iter(),
            Err(failure) => {
                for (_, progress) in refused {
                    *progress = Progress::Settled(Written::Fault(failure.fault.clone()));
                }
                return false;
            }
        };
        let mut has_helped = false;
        for (call, progress) in &mut refused {
            // A server error may have passed by itself meanwhile: it says nothing about changesets.
            let is_refusal_for_good =
                matches!(progress, Progress::Refused(fault) if fault.kind == FaultKind::Invalid);
            let created = next(&mut outcomes);
            **progress = after_two_steps(call, created, next(&mut outcomes));
            has_helped |= is_refusal_for_good
                && matches!(
                    progress,
                    Progress::Settled(Written::Logged { created: true, .. })
                );
        }
        has_helped
    }

    /// Asks for the state of what was there already, and completes what is still open.
    async fn resume_existing(&self, calls: &[PhoneCallToWrite], progress: &mut [Progress]) {
        let existing: Vec<(&PhoneCall, &mut Progress)> = calls
            .iter()
            .map(|call| &call.phone_call)
            .zip(progress)
            .filter(|(_, progress)| matches!(progress, Progress::Exists(_)))
            .collect();
        if existing.is_empty() {
            return;
        }
        let items: Vec<Item> = existing
            .iter()
            .map(|(call, _)| {
                let path = format!("phonecalls({})?$select=statecode", call.id);
                Item::Single(Operation::get(path))
            })
            .collect();
        let outcomes = self.batch("reading the state of phone calls", &items).await;
        let mut outcomes = spread(outcomes.map_err(Fault::from), items.len());
        let mut open = Vec::new();
        for (call, progress) in existing {
            match after_state(call, progress, next(&mut outcomes)) {
                Some(settled) => *progress = Progress::Settled(settled),
                None => open.push((call, progress)),
            }
        }
        if open.is_empty() {
            return;
        }
        let items: Vec<Item> = open
            .iter()
            .map(|(call, _)| Item::Single(complete(call)))
            .collect();
        let outcomes = self.batch("completing phone calls", &items).await;
        let mut outcomes = spread(outcomes.map_err(Fault::from), items.len());
        for (call, progress) in open {
            *progress = Progress::Settled(after_completion(call, next(&mut outcomes), false));
        }
    }
}

/// One contact for each number: the one of the first call, or of the first that told a name.
fn new_contacts(calls: &[PhoneCallToWrite]) -> BTreeMap<RecordId, &NewContact> {
    let is_named = |contact: &NewContact| contact.last_name != contact.mobile_phone;
    let mut contacts = BTreeMap::new();
    for contact in calls.iter().filter_map(|call| call.new_contact.as_ref()) {
        let chosen = contacts.entry(contact.id).or_insert(contact);
        if !is_named(chosen) && is_named(contact) {
            *chosen = contact;
        }
    }
    contacts
}

/// Makes the contact unless it is there (`reference/dataverse.md`, section 4).
fn create_contact(contact: &NewContact) -> Operation {
    let path = format!("contacts({})", contact.id);
    Operation::send(Method::PATCH, path, &wire::contact(contact)).with("If-None-Match", "*")
}

fn write_items(call: &PhoneCall, completion: Completion) -> Vec<Item> {
    let create = Operation::send(
        Method::POST,
        "phonecalls".to_owned(),
        &wire::phone_call(call),
    );
    match completion {
        Completion::Atomic => vec![Item::Changeset(vec![create, complete(call)])],
        Completion::TwoSteps => vec![Item::Single(create), Item::Single(complete(call))],
    }
}

/// `If-Match` keeps it from creating a record (`reference/dataverse.md`, section 2.5).
fn complete(call: &PhoneCall) -> Operation {
    let path = format!("phonecalls({})", call.id);
    Operation::send(Method::PATCH, path, &wire::completion(call)).with("If-Match", "*")
}

/// The contacts that were neither made nor there already.
fn contact_faults<'a>(
    contacts: impl Iterator<Item = &'a RecordId>,
    outcomes: &mut impl Iterator<Item = Outcome>,
) -> BTreeMap<RecordId, Fault> {
    contacts
        .filter_map(|contact| match next(outcomes) {
            Ok(_) => None,
            Err(fault) if fault.kind == FaultKind::AlreadyExists => None,
            Err(fault) => Some((*contact, fault)),
        })
        .collect()
}

/// A call whose contact could not be made is refused because of the contact.
fn blame_contact(progress: Progress, contact_fault: Option<&Fault>) -> Progress {
    match (progress, contact_fault) {
        (Progress::Settled(Written::Fault(_)) | Progress::Refused(_), Some(fault)) => {
            Progress::Settled(Written::Fault(fault.clone()))
        }
        (progress, _) => progress,
    }
}

fn after_changeset(call: &PhoneCall, outcome: Outcome) -> Progress {
    match outcome {
        Ok(_) => logged(call, true),
        Err(fault) if fault.kind == FaultKind::AlreadyExists => Progress::Exists(fault),
        Err(fault) if may_go_in_two_steps(&fault) => Progress::Refused(fault),
        Err(fault) => Progress::Settled(Written::Fault(fault)),
    }
}

/// Two steps may go where a changeset does not; a server error may be one of the ways to refuse it.
fn may_go_in_two_steps(fault: &Fault) -> bool {
    fault.kind == FaultKind::Invalid || fault.status == Some(500)
}

fn after_two_steps(call: &PhoneCall, created: Outcome, completed: Outcome) -> Progress {
    match (created, completed) {
        (Ok(_), completed) => Progress::Settled(after_completion(call, completed, true)),
        (Err(fault), Ok(_)) if fault.kind == FaultKind::AlreadyExists => logged(call, false),
        (Err(fault), Err(_)) if fault.kind == FaultKind::AlreadyExists => Progress::Exists(fault),
        (Err(fault), _) => Progress::Settled(Written::Fault(fault)),
    }
}

fn after_completion(call: &PhoneCall, outcome: Outcome, created: bool) -> Written {
    match outcome {
        Ok(_) => Written::Logged {
            activity: call.id,
            created,
        },
        Err(fault) if fault.kind == FaultKind::NotFound => Written::DeletedMeanwhile,
        Err(fault) if is_closed_activity(&fault) => Written::Logged {
            activity: call.id,
            created,
        },
        Err(fault) => Written::Fault(fault),
    }
}

/// What the state of an existing record settles; `None` if it is still open.
fn after_state(call: &PhoneCall, progress: &Progress, outcome: Outcome) -> Option<Written> {
    let answers = match outcome {
        Ok(answers) => answers,
        Err(fault) if fault.kind == FaultKind::NotFound => return Some(gone(progress, fault)),
        Err(fault) => return Some(Written::Fault(fault)),
    };
    let body = answers.first().map(|answer| answer.body.as_slice());
    match read_json::<State>(body.unwrap_or_default()) {
        Ok(state) if state.statecode == wire::STATE_OPEN => None,
        Ok(_) => Some(Written::Logged {
            activity: call.id,
            created: false,
        }),
        Err(fault) => Some(Written::Fault(fault)),
    }
}

/// A record that was there and is not: deleted, if it was this record that was there.
fn gone(progress: &Progress, fault: Fault) -> Written {
    match progress {
        Progress::Exists(exists) if exists.code.as_deref() == Some(DUPLICATE_RECORD) => {
            Written::DeletedMeanwhile
        }
        Progress::Exists(_) | Progress::Refused(_) | Progress::Settled(_) => Written::Fault(fault),
    }
}

fn settled(progress: Progress) -> Written {
    match progress {
        Progress::Settled(written) => written,
        Progress::Exists(fault) | Progress::Refused(fault) => Written::Fault(fault),
    }
}

fn logged(call: &PhoneCall, created: bool) -> Progress {
    Progress::Settled(Written::Logged {
        activity: call.id,
        created,
    })
}

/// The answers to a request, or its fault for each.
fn spread(outcomes: Result<Vec<Outcome>, Fault>, count: usize) -> impl Iterator<Item = Outcome> {
    outcomes
        .unwrap_or_else(|fault| vec![Err(fault); count])
        .into_iter()
}

fn next(outcomes: &mut impl Iterator<Item = Outcome>) -> Outcome {
    outcomes.next().unwrap_or_else(|| {
        let fault = "Dynamics left a part of the request unanswered.";
        Err(Fault::new(FaultKind::Garbled, fault))
    })
}

#[cfg(test)]
mod tests;
