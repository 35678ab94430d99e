//! The second half of a pass: look up what is due, decide, write, settle.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::SignedDuration;
use ringlog_core::account::{Account, AccountState, Owner};
use ringlog_core::call::Call;
use ringlog_core::correction::Correction;
use ringlog_core::delivery::{Delivery, State, after_fault};
use ringlog_core::desktop::facts::Doing;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phone::DialPlan;
use ringlog_core::phone_call::PhoneCall;
use ringlog_core::phrase::Phrase;
use ringlog_core::reason::Reason;
use ringlog_core::status::Part;
use ringlog_core::view::SyncReport;

use super::deciding::{Own, ToWrite, has_said};
use super::owner::OwnerError;
use crate::dynamics::{Client, Completion, PhoneCallToWrite, Written};
use crate::engine::Engine;
use crate::ledger::{Capability, DueCall, Event, KeptContent, LedgerError, Settled};
use crate::oauth::TokenError;
use crate::problem::{Problem, ProblemCode};
use crate::status::linked_elsewhere;

/// Calls looked up in one request and written in one: a backlog of a thousand costs a few dozen requests, and one
/// request stays far below the thousand operations a `$batch` may have (`reference/dataverse.md`, section 5).
pub(super) const CALLS_PER_BATCH: u32 = 100;

/// How often a call that Dynamics fails at by itself (HTTP 500) is tried before it counts as refused: a deadlock passes,
/// a faulty plug-in does not (`reference/dataverse.md`, section 6.3).
const OWN_FAILURES_MAX: u32 = 10;

/// A call given up like that is tried again by itself now and then: its failures may have been everybody's after all.
const OWN_FAILURE_PAUSE: SignedDuration = SignedDuration::from_hours(6);

/// How often a record that is there, and that a look-up does not show, is looked for.
const READINGS_MAX: u32 = 3;

/// What the second half of a pass did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Delivered {
    /// Nothing was to be asked about the calls of this account.
    NothingDue(Box<Account>),
    /// Dynamics answered for everything that was due.
    Everything,
    /// Dynamics answered, but for some calls with this.
    Partly(Fault),
}

/// Why the second half of a pass ended early.
#[derive(Debug)]
pub(crate) enum DeliverError {
    /// Dynamics, for all calls alike.
    Dynamics(Fault),
    /// Microsoft's sign-in or the keychain.
    Token(TokenError),
    /// Nobody is linked.
    NotLinked,
    /// The settings name another organization than the one that is linked.
    LinkedElsewhere(Problem),
    /// It is not clear whose calls these are.
    OwnerUnclear(Problem),
    /// The ledger: nothing may be sent any more.
    Ledger(LedgerError),
    /// Anything that is told as it is.
    Problem(Problem),
}

impl From<LedgerError> for DeliverError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<OwnerError> for DeliverError {
    fn from(error: OwnerError) -> Self {
        match error {
            OwnerError::Dynamics(fault) => Self::Dynamics(fault),
            OwnerError::Unclear(problem) => Self::OwnerUnclear(problem),
            OwnerError::Ledger(error) => Self::Ledger(error),
        }
    }
}

impl From<Problem> for DeliverError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Where the calls of a pass go.
pub(super) struct Destination {
    pub(super) client: Arc<Client>,
    pub(super) account: Account,
    pub(super) owner: Owner,
    pub(super) plan: DialPlan,
}

impl Engine {
    /// Logs everything that is due, batch after batch, oldest calls first.
    pub(super) async fn deliver(
        &mut self,
        report: &mut SyncReport,
    ) -> Result<Delivered, DeliverError> {
        let account = self.account_to_write()?;
        // Each call has one turn in a pass, whatever a clock that jumps makes due again.
        let mut handled = BTreeSet::new();
        let mut due = self.due(&handled)?;
        if due.is_empty() {
            return Ok(Delivered::NothingDue(Box::new(account)));
        }
        let destination = self.destination_of(account).await?;
        let mut fault = None;
        let total = self.ledger.due_count(self.now())?;
        while !due.is_empty() {
            self.tell_progress(handled.len() as u64, total);
            handled.extend(due.iter().map(|due| due.id));
            let due_by_the_rules = self.apply_rules(due, &destination.plan, report)?;
            fault = self
                .deliver_batch(&destination, &due_by_the_rules, report)
                .await?
                .or(fault);
            due = self.due(&handled)?;
        }
        Ok(fault.map_or(Delivered::Everything, Delivered::Partly))
    }

    /// The account whose organization calls are written to.
    pub(super) fn account_to_write(&self) -> Result<Account, DeliverError> {
        let account = match self.ledger.account()? {
            AccountState::Linked { account } | AccountState::NeedsSignIn { account, .. } => account,
            AccountState::Unlinked | AccountState::Linking { .. } => {
                return Err(DeliverError::NotLinked);
            }
        };
        match linked_elsewhere(&account, self.settings()) {
            Some(elsewhere) => {
                let problem = Problem::new(ProblemCode::SignIn, elsewhere.phrase(Part::SignIn));
                Err(DeliverError::LinkedElsewhere(problem))
            }
            None => Ok(account),
        }
    }

    /// Where the calls of an account go, once Microsoft lends a token for it.
    pub(super) async fn destination_of(
        &mut self,
        account: Account,
    ) -> Result<Destination, DeliverError> {
        if let Err(error) = self.tokens.access_token().await {
            return Err(DeliverError::Token(error));
        }
        self.note_signed_in()?;
        Ok(Destination {
            client: self.client_of(&account),
            owner: self.owner_of(&account).await?,
            plan: self.dial_plan()?,
            account,
        })
    }

    /// A pass over more calls than one request takes is worth a word.
    fn tell_progress(&self, done: u64, total: u64) {
        if total > u64::from(CALLS_PER_BATCH) {
            let total = total.max(done);
            self.reporter().doing(Doing::CatchingUp { done, total });
        }
    }

    fn due(&self, handled: &BTreeSet<i64>) -> Result<Vec<DueCall>, LedgerError> {
        self.ledger.due(self.now(), CALLS_PER_BATCH, handled)
    }

    /// The weather over single calls, if there was any.
    async fn deliver_batch(
        &mut self,
        to: &Destination,
        due: &[DueCall],
        report: &mut SyncReport,
    ) -> Result<Option<Fault>, DeliverError> {
        let calls: Vec<Call> = due.iter().map(|due| due.call.clone()).collect();
        let found = match self.look_up(to, due, &calls).await? {
            Ok(found) => found,
            Err(fault) => return Err(self.hold(due, fault)?),
        };
        let mut decided = self.decide(to, due, &calls, &found)?;
        self.offer_near_matches(to, due, &mut decided).await?;
        let writes = std::mem::take(&mut decided.writes);
        let mut stopped_by = None;
        if !writes.is_empty() {
            let ids: Vec<i64> = writes.iter().map(|write| write.due.id).collect();
            self.ledger
                .begin_attempt(&ids, to.account.organization, self.now())?;
            let written = self.write(to, &writes).await?;
            for (write, written) in writes.into_iter().zip(written) {
                stopped_by = stopped_by.or_else(|| account_wide(&written));
                if let Written::Fault(fault) = &written
                    && is_about_the_call(fault)
                {
                    decided.fault.get_or_insert_with(|| fault.clone());
                }
                decided.settled.push(self.settle_written(write, written));
            }
        }
        let count = |state: State| {
            let is_so = |one: &&Settled| one.delivery.state() == state;
            decided.settled.iter().filter(is_so).count() as u64
        };
        report.logged += count(State::Logged);
        report.left_out += count(State::LeftOut);
        self.ledger.settle(&decided.settled, self.now())?;
        match stopped_by {
            Some(fault) => Err(DeliverError::Dynamics(fault)),
            None => Ok(decided.fault),
        }
    }

    async fn write(
        &mut self,
        to: &Destination,
        writes: &[ToWrite<'_>],
    ) -> Result<Vec<Written>, DeliverError> {
        let organization = to.account.organization;
        let completion =
            if self
                .ledger
                .is_refused(organization, Capability::AtomicCompletion, self.now())?
            {
                Completion::TwoSteps
            } else {
                Completion::Atomic
            };
        let calls: Vec<PhoneCallToWrite> = writes
            .iter()
            .map(|write| PhoneCallToWrite {
                phone_call: PhoneCall::compose(
                    &write.due.call,
                    write.regarding.as_ref(),
                    &write.due.words,
                    to.owner.id,
                    organization,
                ),
                new_contact: write.new_contact.clone(),
            })
            .collect();
        let contents: Vec<(i64, KeptContent)> = writes
            .iter()
            .zip(&calls)
            .map(|(write, call)| {
                let kept = match &write.own {
                    Own::There(own) => KeptContent::Found(own.content.clone()),
                    Own::NotThere | Own::Unknown => KeptContent::Sent(call.phone_call.content()),
                };
                (write.due.id, kept)
            })
            .collect();
        self.ledger.keep_written(&contents)?;
        let report = to.client.write(&calls, completion).await;
        if report.refuses_atomic {
            let now = self.now();
            self.ledger
                .set_refused(organization, Capability::AtomicCompletion, now)?;
        }
        Ok(report.written)
    }

    fn settle_written(&self, write: ToWrite<'_>, written: Written) -> Settled {
        match written {
            Written::Logged { created: false, .. } if is_to_be_read(&write) => {
                let met = Phrase::new("dynamics-record-met");
                self.settle_unblamed(write.due, Fault::new(FaultKind::Unreachable, met))
            }
            Written::Logged { activity, created } => {
                let detail = logged_detail(&write, created);
                let delivery = Delivery::Logged {
                    activity,
                    record: write.regarding,
                    reason: write.note,
                };
                let mut corrections = write.corrections;
                // What was written just now says everything.
                corrections.retain(|one| !created || matches!(one, Correction::Regarding { .. }));
                Settled {
                    corrections,
                    ..settle(write.due, delivery, Some(detail))
                }
            }
            Written::DeletedMeanwhile => {
                let delivery = Delivery::LeftOut {
                    reason: Reason::DeletedInDynamics,
                };
                settle(write.due, delivery, None)
            }
            Written::Fault(fault) => self.settle_fault(write.due, fault),
        }
    }

    pub(super) fn settle_fault(&self, due: &DueCall, fault: Fault) -> Settled {
        if is_about_the_call(&fault) && due.attempts.saturating_add(1) >= OWN_FAILURES_MAX {
            let delivery = Delivery::Failed {
                reason: Reason::Refused { fault },
                retry_at: self.now().saturating_add(OWN_FAILURE_PAUSE).ok(),
            };
            return settle(due, delivery, None);
        }
        self.settle_unblamed(due, fault)
    }

    fn settle_unblamed(&self, due: &DueCall, fault: Fault) -> Settled {
        let attempts = due.attempts.saturating_add(1);
        let jitter = self.ports().chance.fraction();
        let delivery = after_fault(fault, attempts, self.now(), jitter);
        settle(due, still_asked(due, delivery), None)
    }

    /// Lets a batch wait, because Dynamics answered for none of it; no call is blamed, however long that lasts.
    fn hold(&mut self, due: &[DueCall], mut fault: Fault) -> Result<DeliverError, LedgerError> {
        // A refusal of everything at once says nothing of a single call.
        if matches!(
            fault.kind,
            FaultKind::Invalid | FaultKind::NotFound | FaultKind::AlreadyExists
        ) {
            fault.kind = FaultKind::Garbled;
        }
        let settled: Vec<Settled> = due
            .iter()
            .map(|due| self.settle_unblamed(due, fault.clone()))
            .collect();
        self.ledger.settle(&settled, self.now())?;
        Ok(DeliverError::Dynamics(fault))
    }
}

pub(super) fn settle(due: &DueCall, delivery: Delivery, detail: Option<Phrase>) -> Settled {
    Settled {
        id: due.id,
        event: Event::of(delivery.state()),
        delivery,
        detail,
        corrections: Vec::new(),
    }
}

/// The record was there and nobody read it: what the person said may not be in it. A record that is never shown is not
/// waited for.
fn is_to_be_read(write: &ToWrite<'_>) -> bool {
    let may_differ = write.due.is_begun || has_said(write.due);
    matches!(write.own, Own::NotThere) && may_differ && write.due.attempts < READINGS_MAX
}

fn logged_detail(write: &ToWrite<'_>, created: bool) -> Phrase {
    let on = match (&write.regarding, &write.new_contact, &write.note) {
        (Some(record), Some(_), _) => {
            Phrase::new("history-logged-on-new-contact").with("name", record.name.clone())
        }
        (Some(record), None, _) => {
            Phrase::new("history-logged-on").with("name", record.name.clone())
        }
        (None, _, Some(note)) => note.phrase(),
        (None, _, None) => Phrase::new("history-logged-without-contact"),
    };
    if created {
        on
    } else {
        on.then(Phrase::new("history-was-there-already"))
    }
}

/// A question that nobody answered stays one while Dynamics is away: its time limit has passed, and is not given again.
fn still_asked(due: &DueCall, delivery: Delivery) -> Delivery {
    match (&due.delivery, delivery) {
        (Delivery::NeedsYou { reason, .. }, Delivery::Waiting { until, .. }) => {
            Delivery::NeedsYou {
                reason: reason.clone(),
                until,
            }
        }
        (_, delivery) => delivery,
    }
}

/// HTTP 500 is the server's own failure at this call (`reference/dataverse.md`, section 6.3).
fn is_about_the_call(fault: &Fault) -> bool {
    fault.kind == FaultKind::Unreachable && fault.status == Some(500)
}

/// A refusal that is about the account and not about this call: nothing more is sent in this pass.
fn account_wide(written: &Written) -> Option<Fault> {
    match written {
        Written::Fault(fault) if is_about_the_call(fault) => None,
        Written::Fault(fault) => match fault.kind {
            FaultKind::Unreachable
            | FaultKind::Throttled
            | FaultKind::Unauthorized
            | FaultKind::Configuration
            | FaultKind::Garbled => Some(fault.clone()),
            FaultKind::Forbidden
            | FaultKind::Invalid
            | FaultKind::NotFound
            | FaultKind::AlreadyExists => None,
        },
        Written::Logged { .. } | Written::DeletedMeanwhile => None,
    }
}
