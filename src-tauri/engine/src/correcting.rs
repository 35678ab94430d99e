//! Carries out what a person asked to be changed in Dynamics (spec E6).
//!
//! What is asked is kept in the ledger first. Each try reads the record as it stands, plans over that
//! ([`ringlog_core::correction`]) and sends the change for exactly that version; a lost answer or a crash leads back to
//! reading, which finds what was done.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use ringlog_core::account::{Account, AccountState};
use ringlog_core::call::{ActivityId, RecordId};
use ringlog_core::contact_match::{GENERATIONS_MAX, contact_id};
use ringlog_core::correction::{
    Begun, Change, Correction, Known, Plan, Refused, Removed, Standing, after, plan,
};
use ringlog_core::delivery::backoff_seconds;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phone_call::PhoneCall;
use ringlog_core::phrase::Phrase;
use uuid::Uuid;

use crate::dynamics::Client;
use crate::dynamics::correction::{Changed, Steps};
use crate::engine::Engine;
use crate::ledger::{Capability, CorrectionOutcome, LedgerError, LoggedCall, PendingCorrection};
use crate::problem::Problem;
use crate::status::linked_elsewhere;

/// How often a correction is planned anew within one try because somebody was faster.
const PLANS_MAX: u32 = 3;

/// Where corrections of one account go.
struct Place {
    client: Arc<Client>,
    account: Account,
}

/// A correction with everything its plan depends on.
struct Attempt<'a> {
    place: &'a Place,
    pending: &'a PendingCorrection,
    logged: &'a LoggedCall,
    activity: ActivityId,
    known: Known,
}

/// What became of a change that was sent the best way there is.
enum Sent {
    As(Changed),
    /// The sides of the record cannot be changed, and it may not be written anew.
    SidesFixed,
}

/// What a try came to.
enum Tried {
    Outcome(CorrectionOutcome),
    /// Somebody was faster.
    Again,
    Fault(Fault),
}

impl Engine {
    /// Carries out every correction that is due.
    ///
    /// # Errors
    /// When the ledger cannot be read or written; what was sent is found again by the next try.
    pub(crate) async fn carry_out_corrections(&mut self) -> Result<(), LedgerError> {
        let Some(place) = self.place_of_corrections()? else {
            return Ok(());
        };
        for pending in self.ledger.due_corrections(self.now())? {
            if self.carry_out(&place, &pending).await?.is_some() {
                break;
            }
        }
        Ok(())
    }

    /// The linked account, if corrections can go there at all.
    fn place_of_corrections(&mut self) -> Result<Option<Place>, LedgerError> {
        let account = match self.ledger.account()? {
            AccountState::Linked { account } | AccountState::NeedsSignIn { account, .. } => account,
            AccountState::Unlinked | AccountState::Linking { .. } => return Ok(None),
        };
        if linked_elsewhere(&account, self.settings()).is_some() {
            return Ok(None);
        }
        let client = self.client_of(&account);
        Ok(Some(Place { client, account }))
    }

    /// Tries one correction; gives the fault that keeps the others waiting as well.
    async fn carry_out(
        &mut self,
        place: &Place,
        pending: &PendingCorrection,
    ) -> Result<Option<Fault>, LedgerError> {
        let outcome = match self.try_correction(place, pending).await? {
            Ok(outcome) => outcome,
            Err(fault) if is_for_later(&fault) => {
                let until = self.later(pending.attempts.saturating_add(1), &fault);
                let outcome = CorrectionOutcome::Later { until };
                let now = self.now();
                self.ledger.settle_correction(pending, &outcome, now)?;
                return Ok(Some(fault));
            }
            Err(fault) => refused(Refused::ByDynamics {
                detail: fault.message,
            }),
        };
        let now = self.now();
        self.ledger.settle_correction(pending, &outcome, now)?;
        Ok(None)
    }

    /// Whether a correction that is to be asked for would be carried out, as the record stands.
    pub(crate) async fn would_carry_out(
        &mut self,
        logged: &LoggedCall,
        correction: &Correction,
    ) -> Result<bool, Problem> {
        let (Some(place), Some(activity)) = (self.place_of_corrections()?, logged.activity) else {
            return Ok(false);
        };
        let standing = place.client.standing(activity).await?;
        let known = known(&place, logged, None);
        Ok(
            match plan(correction, &logged.call, &known, standing.as_ref()) {
                Plan::Done | Plan::Change(_) => true,
                Plan::Remove { .. } | Plan::Refused(_) | Plan::Gone => false,
            },
        )
    }

    async fn try_correction(
        &mut self,
        place: &Place,
        pending: &PendingCorrection,
    ) -> Result<Result<CorrectionOutcome, Fault>, LedgerError> {
        let Some(logged) = self.ledger.logged_call(pending.call)? else {
            return Ok(Ok(refused(Refused::Gone)));
        };
        let organization = place.account.organization;
        let Some(activity) = logged
            .activity
            .filter(|_| logged.organization == Some(organization))
        else {
            let is_elsewhere = logged.organization.is_some_and(|of| of != organization);
            return Ok(Ok(refused(if is_elsewhere {
                Refused::OtherOrganization
            } else {
                Refused::NotOurs
            })));
        };
        let mut begun = pending.begun;
        for _ in 0..PLANS_MAX {
            let standing = match place.client.standing(activity).await {
                Ok(standing) => standing,
                Err(fault) => return Ok(Err(fault)),
            };
            let attempt = Attempt {
                place,
                pending,
                logged: &logged,
                activity,
                known: known(place, &logged, begun),
            };
            match self.follow_plan(&attempt, standing.as_ref()).await? {
                Tried::Outcome(outcome) => {
                    return Ok(without_unused_contact(&attempt, outcome).await);
                }
                Tried::Fault(fault) => return Ok(Err(fault)),
                Tried::Again => {
                    begun = begun.or_else(|| Some(Begun::at(standing?.closed)));
                }
            }
        }
        let busy = Phrase::new("correction-busy");
        Ok(Err(Fault::new(FaultKind::Unreachable, busy)))
    }

    async fn follow_plan(
        &mut self,
        attempt: &Attempt<'_>,
        standing: Option<&Standing>,
    ) -> Result<Tried, LedgerError> {
        let correction = &attempt.pending.correction;
        let planned = plan(correction, &attempt.logged.call, &attempt.known, standing);
        match (planned, standing) {
            (Plan::Gone, _) => Ok(Tried::Outcome(refused(Refused::Gone))),
            (Plan::Refused(why), standing) => Ok(Tried::Outcome(CorrectionOutcome::Refused {
                shown: standing.map(|standing| standing.content.clone()),
                record: standing.and_then(|standing| standing.regarding.clone()),
                refused: why,
            })),
            (Plan::Remove { etag }, _) => {
                self.begin(attempt, standing)?;
                match attempt.place.client.remove(attempt.activity, &etag).await {
                    Changed::Done | Changed::Gone => self.removed(attempt).await,
                    Changed::OtherVersion => Ok(Tried::Again),
                    Changed::RefusedWay(fault) | Changed::Fault(fault) => Ok(Tried::Fault(fault)),
                }
            }
            (Plan::Done, None) => self.removed(attempt).await,
            (Plan::Done, Some(standing)) => {
                let nothing = Change {
                    etag: standing.etag.clone(),
                    opens: false,
                    closes: None,
                    subject: None,
                    description: None,
                    regarding: None,
                };
                Ok(corrected(attempt, standing, &nothing).await)
            }
            (Plan::Change(change), Some(standing)) => {
                self.begin(attempt, Some(standing))?;
                let changed = match self.send(attempt, standing, &change).await? {
                    Sent::As(changed) => changed,
                    Sent::SidesFixed => return Ok(Tried::Outcome(refused(Refused::SidesFixed))),
                };
                Ok(match changed {
                    Changed::Done => corrected(attempt, standing, &change).await,
                    Changed::OtherVersion => Tried::Again,
                    Changed::Gone => Tried::Outcome(refused(Refused::Gone)),
                    Changed::RefusedWay(fault) | Changed::Fault(fault) => Tried::Fault(fault),
                })
            }
            (Plan::Change(_), None) => Ok(Tried::Outcome(refused(Refused::Gone))),
        }
    }

    /// Before the first byte that changes anything leaves.
    fn begin(
        &mut self,
        attempt: &Attempt<'_>,
        standing: Option<&Standing>,
    ) -> Result<(), LedgerError> {
        let begun = Begun::at(standing.and_then(|standing| standing.closed));
        self.ledger.begin_correction(attempt.pending.id, begun)
    }

    /// Sends a change the best way this organization takes: in one step, in several, or written anew.
    async fn send(
        &mut self,
        attempt: &Attempt<'_>,
        standing: &Standing,
        change: &Change,
    ) -> Result<Sent, LedgerError> {
        let changes_sides = change.regarding.is_some();
        if changes_sides && self.refuses(attempt, Capability::ChangingSides)? {
            return Ok(write_anew(attempt, standing, change).await);
        }
        let client = &attempt.place.client;
        if !self.refuses(attempt, Capability::AtomicCorrection)? {
            match client.change(attempt.activity, change, Steps::Atomic).await {
                Changed::RefusedWay(_) => {}
                other @ (Changed::Done
                | Changed::OtherVersion
                | Changed::Gone
                | Changed::Fault(_)) => return Ok(Sent::As(other)),
            }
        }
        match client
            .change(attempt.activity, change, Steps::OneByOne)
            .await
        {
            Changed::Done => {
                self.note_refused(attempt, Capability::AtomicCorrection)?;
                Ok(Sent::As(Changed::Done))
            }
            Changed::RefusedWay(_) if changes_sides => self.after_refused_sides(attempt).await,
            other @ (Changed::OtherVersion
            | Changed::Gone
            | Changed::RefusedWay(_)
            | Changed::Fault(_)) => Ok(Sent::As(other)),
        }
    }

    /// Opened, refused and closed again, the record is another version: what is done is planned over that one.
    async fn after_refused_sides(&mut self, attempt: &Attempt<'_>) -> Result<Sent, LedgerError> {
        let standing = match attempt.place.client.standing(attempt.activity).await {
            Ok(Some(standing)) => standing,
            Ok(None) => return Ok(Sent::As(Changed::Gone)),
            Err(fault) => return Ok(Sent::As(Changed::Fault(fault))),
        };
        let correction = &attempt.pending.correction;
        let call = &attempt.logged.call;
        let Plan::Change(change) = plan(correction, call, &attempt.known, Some(&standing)) else {
            return Ok(Sent::As(Changed::OtherVersion));
        };
        let sent = write_anew(attempt, &standing, &change).await;
        if matches!(sent, Sent::As(Changed::Done)) {
            self.note_refused(attempt, Capability::ChangingSides)?;
        }
        Ok(sent)
    }

    fn refuses(&self, attempt: &Attempt<'_>, capability: Capability) -> Result<bool, LedgerError> {
        let organization = attempt.place.account.organization;
        self.ledger.is_refused(organization, capability, self.now())
    }

    fn note_refused(
        &mut self,
        attempt: &Attempt<'_>,
        capability: Capability,
    ) -> Result<(), LedgerError> {
        let now = self.now();
        self.ledger
            .set_refused(attempt.place.account.organization, capability, now)
    }

    /// The record is gone; a contact Ringlog made for the call goes with it, if it is nobody else's.
    async fn removed(&mut self, attempt: &Attempt<'_>) -> Result<Tried, LedgerError> {
        let Correction::Removal { why } = attempt.pending.correction else {
            return Ok(Tried::Outcome(refused(Refused::Gone)));
        };
        let detail = match own_contact(attempt) {
            None => Phrase::new("correction-removed"),
            Some(contact) => {
                let client = &attempt.place.client;
                match client.remove_untouched_contact(contact).await {
                    Ok(true) => Phrase::new("correction-removed-with-contact"),
                    Ok(false) => Phrase::new("correction-removed-contact-stays"),
                    Err(fault) => return Ok(Tried::Fault(fault)),
                }
            }
        };
        Ok(Tried::Outcome(CorrectionOutcome::Removed {
            reason: Removed::reason(why),
            detail,
        }))
    }

    fn later(&self, attempts: u32, fault: &Fault) -> Timestamp {
        let jitter = self.ports().chance.fraction();
        let seconds = backoff_seconds(attempts, fault.retry_after_seconds, jitter);
        self.now()
            .saturating_add(SignedDuration::from_secs(seconds))
            .unwrap_or(Timestamp::MAX)
    }
}

/// A phone call whose sides cannot be changed is written anew under its id, if nobody but Ringlog ever touched it.
async fn write_anew(attempt: &Attempt<'_>, standing: &Standing, change: &Change) -> Sent {
    let regarding = change.regarding.as_ref().filter(|one| one.may_replace);
    let (Some(regarding), Some(owner)) = (regarding, standing.owner) else {
        return Sent::SidesFixed;
    };
    let composed = PhoneCall::compose(
        &attempt.logged.call,
        regarding.record.as_ref(),
        &attempt.logged.words,
        owner,
        attempt.place.account.organization,
    );
    let anew = PhoneCall {
        subject: change
            .subject
            .clone()
            .unwrap_or_else(|| standing.content.subject.clone()),
        description: standing.content.description.clone(),
        ..composed
    };
    let closed = standing.closed.or(change.closes);
    let client = &attempt.place.client;
    Sent::As(client.replace(&anew, &standing.etag, closed).await)
}

fn known(place: &Place, logged: &LoggedCall, begun: Option<Begun>) -> Known {
    let account = &place.account;
    let composed = PhoneCall::compose(
        &logged.call,
        logged.record.as_ref(),
        &logged.words,
        account.user,
        account.organization,
    );
    let written = logged.written.clone().unwrap_or_else(|| composed.content());
    Known {
        shown: logged.shown.clone().unwrap_or_else(|| written.clone()),
        written,
        particulars: composed.particulars(),
        record: logged.record.clone(),
        begun,
    }
}

/// The contact of a call, if it is one that Ringlog makes for its number.
fn own_contact(attempt: &Attempt<'_>) -> Option<RecordId> {
    made_by_ringlog(attempt, attempt.known.written.regarding?)
}

/// The contact with this id, if it is one that Ringlog makes for the number of the call.
fn made_by_ringlog(attempt: &Attempt<'_>, id: Uuid) -> Option<RecordId> {
    let number = attempt.logged.call.remote.number.as_ref()?;
    let organization = attempt.place.account.organization;
    (0..GENERATIONS_MAX)
        .map(|generation| contact_id(organization, number, generation))
        .find(|made| made.0 == id)
}

/// A contact that was made for a correction goes again where that is refused, if it is nobody else's.
async fn without_unused_contact(
    attempt: &Attempt<'_>,
    outcome: CorrectionOutcome,
) -> Result<CorrectionOutcome, Fault> {
    let Correction::Regarding {
        record: Some(record),
    } = &attempt.pending.correction
    else {
        return Ok(outcome);
    };
    let made = made_by_ringlog(attempt, record.id.0)
        .filter(|made| attempt.known.written.regarding != Some(made.0));
    if let (CorrectionOutcome::Refused { .. }, Some(made)) = (&outcome, made) {
        match attempt.place.client.remove_untouched_contact(made).await {
            Ok(_) => {}
            Err(fault) if is_for_later(&fault) => return Err(fault),
            Err(fault) => tracing::warn!(%fault, "a contact nobody needs stays"),
        }
    }
    Ok(outcome)
}

/// The correction is done; a contact Ringlog made for the call, and which the call is given away from, goes if it is
/// nobody else's.
async fn corrected(attempt: &Attempt<'_>, standing: &Standing, change: &Change) -> Tried {
    let correction = &attempt.pending.correction;
    let mut detail = correction.phrase();
    let regarding = match correction {
        Correction::Regarding { record } => {
            let given_to = record.as_ref().map(|record| record.id);
            if let Some(contact) = own_contact(attempt).filter(|own| Some(*own) != given_to) {
                match attempt.place.client.remove_untouched_contact(contact).await {
                    Ok(true) => detail = detail.then(Phrase::new("correction-contact-removed")),
                    Ok(false) => {}
                    Err(fault) if is_for_later(&fault) => return Tried::Fault(fault),
                    Err(fault) => tracing::warn!(%fault, "a contact nobody needs stays"),
                }
            }
            Some(record.clone())
        }
        Correction::Note { .. } | Correction::Subject { .. } | Correction::Removal { .. } => None,
    };
    Tried::Outcome(CorrectionOutcome::Corrected {
        content: Some(after(&attempt.known, standing, change)),
        regarding,
        detail,
    })
}

fn refused(why: Refused) -> CorrectionOutcome {
    CorrectionOutcome::Refused {
        refused: why,
        shown: None,
        record: None,
    }
}

/// Weather, a pause, a sign-in that is needed: it is tried again, whatever it takes.
fn is_for_later(fault: &Fault) -> bool {
    fault.is_weather()
        || matches!(
            fault.kind,
            FaultKind::Unauthorized | FaultKind::Configuration
        )
}
