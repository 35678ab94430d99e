//! What is done about each due call: Dynamics is asked what it knows, and core decides.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use ringlog_core::call::{ActivityId, Call, OrganizationId};
use ringlog_core::choice::{Choice, RememberedChoice, near_matches, wanted};
use ringlog_core::coexistence::{MARGIN_SECONDS, claim};
use ringlog_core::contact_match::{RecordRef, near_digits};
use ringlog_core::correction::{Correction, Refused, unsaid};
use ringlog_core::delivery::Delivery;
use ringlog_core::fault::Fault;
use ringlog_core::next_step::{NextStep, Situation, next_step};
use ringlog_core::phone_call::{NewContact, Words};
use ringlog_core::reason::Reason;

use super::delivering::{DeliverError, Destination, settle};
use super::rules::may_be_left_out;
use crate::dynamics::records::NearQuery;
use crate::dynamics::{Found, LookupRules, OwnRecord, Search};
use crate::engine::Engine;
use crate::ledger::{Capability, DueCall, LedgerError, Settled};

/// A call whose Phone Call is to be written.
pub(super) struct ToWrite<'a> {
    pub(super) due: &'a DueCall,
    pub(super) regarding: Option<RecordRef>,
    pub(super) new_contact: Option<NewContact>,
    pub(super) note: Option<Reason>,
    /// Its record in Dynamics.
    pub(super) own: Own,
    /// What the person said meanwhile and that record does not say.
    pub(super) corrections: Vec<Correction>,
}

/// Ringlog's own record of a call, before it is written.
pub(super) enum Own {
    /// An earlier attempt or another computer wrote it.
    There(OwnRecord),
    /// It is not there, or nobody had a reason to look.
    NotThere,
    /// Dynamics does not let it be read.
    Unknown,
}

/// What was decided over a batch.
#[derive(Default)]
pub(super) struct Decided<'a> {
    pub(super) writes: Vec<ToWrite<'a>>,
    pub(super) settled: Vec<Settled>,
    /// Why some could not be decided over.
    pub(super) fault: Option<Fault>,
}

impl Engine {
    pub(super) async fn look_up(
        &mut self,
        to: &Destination,
        due: &[DueCall],
        calls: &[Call],
    ) -> Result<Result<Found, Fault>, DeliverError> {
        let organization = to.account.organization;
        let is_refused =
            self.ledger
                .is_refused(organization, Capability::TolerantSearch, self.now())?;
        let rules = self.settings().rules.clone();
        let remembered = self.remembered_for(organization, calls)?;
        let own: Vec<ActivityId> = due
            .iter()
            .filter(|due| due.is_begun || has_said(due))
            .map(|due| due.call.key.activity_id(organization))
            .collect();
        let choices: Vec<Choice> = due.iter().filter_map(|due| due.choice.clone()).collect();
        let found = to
            .client
            .look_up(
                calls,
                &LookupRules {
                    rules: &rules,
                    plan: &to.plan,
                    organization,
                    owner: to.owner.id,
                    wanted: &wanted(&choices, &remembered),
                    own: &own,
                    search: if is_refused {
                        Search::ExactOnly
                    } else {
                        Search::Tolerant
                    },
                },
            )
            .await;
        if matches!(&found, Ok(found) if found.refuses_tolerant_search) {
            let now = self.now();
            self.ledger
                .set_refused(organization, Capability::TolerantSearch, now)?;
        }
        Ok(found)
    }

    /// Decides over each due call: those to write, and those that are settled without.
    pub(super) fn decide<'a>(
        &self,
        to: &Destination,
        due: &'a [DueCall],
        calls: &[Call],
        found: &Found,
    ) -> Result<Decided<'a>, DeliverError> {
        let taken = match calls.iter().map(|call| call.started_at).min() {
            Some(oldest) => {
                let margin = SignedDuration::from_secs(2 * MARGIN_SECONDS);
                self.ledger
                    .activities_since(oldest.saturating_sub(margin).unwrap_or(oldest))?
            }
            None => BTreeSet::new(),
        };
        let remembered = self.remembered_for(to.account.organization, calls)?;
        let claimed = claim(calls, &found.existing, &taken, &to.plan);
        let mut decided = Decided::default();
        let organization = to.account.organization;
        for (due, existing) in due.iter().zip(claimed) {
            let number = due.call.remote.number.as_ref();
            let candidates = match number.map_or(Ok(&[][..]), |number| found.candidates(number)) {
                Ok(candidates) => candidates,
                Err(fault) => {
                    decided.fault = Some(fault.clone());
                    let settled = self.settle_fault(due, fault.clone());
                    decided.settled.push(settled);
                    continue;
                }
            };
            let own = match &found.own {
                Some(own) => own
                    .get(&due.call.key.activity_id(organization))
                    .map_or(Own::NotThere, |own| Own::There(own.clone())),
                None => Own::Unknown,
            };
            let step = next_step(&Situation {
                call: &due.call,
                organization: to.account.organization,
                plan: &to.plan,
                rules: &self.settings().rules,
                candidates,
                chosen_records: &found.chosen,
                choice: due.choice.as_ref(),
                remembered: remembered
                    .iter()
                    .find(|remembered| Some(&remembered.number) == number),
                words: &due.words,
                existing,
                is_own_there: match own {
                    Own::There(_) => true,
                    Own::NotThere => false,
                    Own::Unknown => due.is_begun,
                },
                asked_until: due.asked_until,
                may_be_left_out: may_be_left_out(due, &Reason::NotKnown),
                now: self.now(),
            });
            if let Own::There(own) = own {
                decided.writes.push(to_settle(due, own, step));
                continue;
            }
            match step {
                NextStep::Write {
                    regarding,
                    new_contact,
                    note,
                } => {
                    decided.writes.push(ToWrite {
                        due,
                        regarding,
                        new_contact,
                        note,
                        own,
                        corrections: Vec::new(),
                    });
                }
                NextStep::Adopt {
                    activity,
                    subject,
                    by,
                    record,
                    is_unheard,
                } => {
                    let reason = Reason::AlreadyLogged { subject, by };
                    let unheard =
                        is_unheard.then(|| reason.phrase().then(Refused::NotOurs.phrase()));
                    let delivery = Delivery::Logged {
                        activity,
                        record,
                        reason: Some(reason),
                    };
                    decided.settled.push(settle(due, delivery, unheard));
                }
                NextStep::Ask { reason, until } => {
                    decided
                        .settled
                        .push(settle(due, Delivery::NeedsYou { reason, until }, None));
                }
                NextStep::LeaveOut { reason } => {
                    decided
                        .settled
                        .push(settle(due, Delivery::LeftOut { reason }, None));
                }
            }
        }
        Ok(decided)
    }

    /// Offers records that may be meant with each question about an unknown number that is asked for the first time.
    ///
    /// Where Dynamics does not tell, the question is asked without: it can be answered all the same.
    pub(super) async fn offer_near_matches(
        &self,
        to: &Destination,
        due: &[DueCall],
        decided: &mut Decided<'_>,
    ) -> Result<(), DeliverError> {
        let asked: Vec<(usize, &DueCall)> = decided
            .settled
            .iter()
            .enumerate()
            .filter(|(_, settled)| is_about_unknown_number(settled))
            .filter_map(|(place, settled)| {
                let due = due.iter().find(|due| due.id == settled.id)?;
                Some((place, due))
            })
            .collect();
        if asked.is_empty() {
            return Ok(());
        }
        let queries: Vec<NearQuery> = asked.iter().map(|(_, due)| near_query(&due.call)).collect();
        let near = match to.client.find_near(&queries).await {
            Ok(near) => near,
            Err(fault) => {
                tracing::info!(%fault, "near matches are not offered this time");
                return Ok(());
            }
        };
        let offers: Vec<(usize, Reason)> = asked
            .iter()
            .zip(queries)
            .zip(near)
            .filter_map(|(((place, due), query), candidates)| {
                let number = due.call.remote.number.as_ref()?;
                let name = due.call.remote.name.as_deref();
                let near = near_matches(number, name, &query.digits, &to.plan, &candidates);
                Some((*place, Reason::UnknownNumber { near }))
            })
            .collect();
        for (place, offer) in offers {
            if let Some(settled) = decided.settled.get_mut(place)
                && let Delivery::NeedsYou { reason, .. } = &mut settled.delivery
            {
                *reason = offer;
            }
        }
        Ok(())
    }

    /// What was chosen for the numbers of these calls.
    fn remembered_for(
        &self,
        organization: OrganizationId,
        calls: &[Call],
    ) -> Result<Vec<RememberedChoice>, LedgerError> {
        let mut remembered = self.ledger.remembered(organization)?;
        remembered.retain(|choice| {
            calls
                .iter()
                .any(|call| call.remote.number.as_ref() == Some(&choice.number))
        });
        Ok(remembered)
    }
}

/// A record that is there stays as it is; what the person said since is corrected in it.
fn to_settle(due: &DueCall, own: OwnRecord, step: NextStep) -> ToWrite<'_> {
    let (wanted, new_contact, note) = match step {
        NextStep::Write {
            regarding,
            new_contact,
            note,
        } => (Some(regarding), new_contact, note),
        NextStep::Adopt { .. } | NextStep::Ask { .. } | NextStep::LeaveOut { .. } => {
            (None, None, None)
        }
    };
    let chosen = wanted.filter(|_| due.choice.is_some());
    let note = note.unwrap_or(Reason::UnknownNumberUnlinked);
    ToWrite {
        due,
        corrections: unsaid(
            &due.words,
            chosen.as_ref().map(Option::as_ref),
            &own.content,
        ),
        new_contact: new_contact.filter(|_| due.choice.is_some()),
        note: own.regarding.is_none().then_some(note),
        regarding: own.regarding.clone(),
        own: Own::There(own),
    }
}

/// The person said something of the call that its record may not say.
pub(super) fn has_said(due: &DueCall) -> bool {
    due.choice.is_some() || due.words != Words::default()
}

fn is_about_unknown_number(settled: &Settled) -> bool {
    matches!(
        &settled.delivery,
        Delivery::NeedsYou {
            reason: Reason::UnknownNumber { .. },
            ..
        }
    )
}

fn near_query(call: &Call) -> NearQuery {
    NearQuery {
        digits: call
            .remote
            .number
            .as_ref()
            .map(near_digits)
            .unwrap_or_default(),
        name: call.remote.name.clone(),
    }
}
