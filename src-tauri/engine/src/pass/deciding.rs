//! What is done about each due call: Dynamics is asked what it knows, and core decides.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use ringlog_core::call::{ActivityId, Call, OrganizationId};
use ringlog_core::choice::{Choice, RememberedChoice, near_matches, wanted};
use ringlog_core::coexistence::{MARGIN_SECONDS, claim};
use ringlog_core::contact_match::{RecordRef, near_digits};
use ringlog_core::correction::Refused;
use ringlog_core::delivery::Delivery;
use ringlog_core::fault::Fault;
use ringlog_core::next_step::{NextStep, Situation, next_step};
use ringlog_core::phone_call::NewContact;
use ringlog_core::reason::Reason;

use super::delivering::{DeliverError, Destination, settle};
use super::rules::may_be_left_out;
use crate::dynamics::records::NearQuery;
use crate::dynamics::{Found, LookupRules, Search};
use crate::engine::Engine;
use crate::ledger::{Capability, DueCall, LedgerError, Settled};

/// A call whose Phone Call is to be written.
pub(super) struct ToWrite<'a> {
    pub(super) due: &'a DueCall,
    pub(super) regarding: Option<RecordRef>,
    pub(super) new_contact: Option<NewContact>,
    pub(super) note: Option<Reason>,
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
        let begun: Vec<ActivityId> = due
            .iter()
            .filter(|due| due.is_begun)
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
                    begun: &begun,
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
                is_own_there: found
                    .own
                    .contains(&due.call.key.activity_id(to.account.organization)),
                asked_until: due.asked_until,
                may_be_left_out: may_be_left_out(due, &Reason::NotKnown),
                now: self.now(),
            });
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
