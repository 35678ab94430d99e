//! The second half of a pass: look up what is due, decide, write, settle.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::SignedDuration;
use ringlog_core::account::{Account, AccountState, Attribution, Owner, attribution};
use ringlog_core::call::Call;
use ringlog_core::coexistence::{MARGIN_SECONDS, claim};
use ringlog_core::contact_match::RecordRef;
use ringlog_core::delivery::{Delivery, after_fault};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::next_step::{NextStep, Situation, next_step};
use ringlog_core::phone::DialPlan;
use ringlog_core::phone_call::{NewContact, PhoneCall};
use ringlog_core::reason::Reason;
use ringlog_core::view::SyncReport;

use super::PassError;
use crate::dynamics::{
    Client, Completion, Found, LookupRules, OwnerByEmail, PhoneCallToWrite, Search, Written,
};
use crate::engine::Engine;
use crate::ledger::{Capability, DueCall, Event, Settled};
use crate::problem::{Problem, ProblemCode};

/// Calls looked up in one request and written in one: a backlog of a thousand costs a few dozen requests, and one
/// request stays far below the thousand operations a `$batch` may have (`reference/dataverse.md`, section 5).
const CALLS_PER_BATCH: u32 = 100;
/// How long the answer is believed whose calls a service account writes.
const OWNER_AGE: SignedDuration = SignedDuration::from_hours(24);

/// What the second half of a pass did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivered {
    /// Dynamics was not asked.
    NothingDue,
    /// Dynamics answered for everything that was due.
    Everything,
}

/// Where the calls of a pass go.
struct Destination {
    client: Arc<Client>,
    account: Account,
    owner: Owner,
    plan: DialPlan,
}

/// A call whose Phone Call is to be written.
struct ToWrite<'a> {
    due: &'a DueCall,
    regarding: Option<RecordRef>,
    new_contact: Option<NewContact>,
    note: Option<Reason>,
}

impl Engine {
    /// Logs everything that is due, batch after batch, oldest calls first.
    pub(super) async fn deliver(
        &mut self,
        report: &mut SyncReport,
    ) -> Result<Delivered, PassError> {
        let account = match self.ledger.account()? {
            AccountState::Linked { account } | AccountState::NeedsSignIn { account, .. } => account,
            AccountState::Unlinked | AccountState::Linking { .. } => {
                self.ledger.hold_for_sign_in()?;
                return Err(Problem::not_linked().into());
            }
        };
        let mut handled = BTreeSet::new();
        let mut due = self.ledger.due(self.now(), CALLS_PER_BATCH, &handled)?;
        if due.is_empty() {
            return Ok(Delivered::NothingDue);
        }
        if let Err(error) = self.tokens.access_token().await {
            return Err(PassError::Token(error));
        }
        self.note_signed_in()?;
        let destination = Destination {
            client: self.client_of(&account),
            owner: self.owner_of(&account).await?,
            plan: self.dial_plan()?,
            account,
        };
        while !due.is_empty() {
            self.deliver_batch(&destination, &due, report).await?;
            // Each call has one turn in a pass, whatever a clock that jumps makes due again.
            handled.extend(due.iter().map(|due| due.id));
            due = self.ledger.due(self.now(), CALLS_PER_BATCH, &handled)?;
        }
        Ok(Delivered::Everything)
    }

    async fn deliver_batch(
        &mut self,
        to: &Destination,
        due: &[DueCall],
        report: &mut SyncReport,
    ) -> Result<(), PassError> {
        let calls: Vec<Call> = due.iter().map(|due| due.call.clone()).collect();
        let found = match self.look_up(to, &calls).await? {
            Ok(found) => found,
            Err(fault) => return self.hold(due, fault),
        };
        let (writes, mut settled) = self.decide(to, due, &calls, &found)?;
        let mut stopped_by = None;
        if !writes.is_empty() {
            let ids: Vec<i64> = writes.iter().map(|write| write.due.id).collect();
            self.ledger
                .begin_attempt(&ids, to.account.organization, self.now())?;
            let written = self.write(to, &writes).await?;
            for (write, written) in writes.into_iter().zip(written) {
                stopped_by = stopped_by.or_else(|| account_wide(&written));
                settled.push(self.settle_written(write, written));
            }
        }
        report.logged += settled
            .iter()
            .filter(|one| matches!(one.delivery, Delivery::Logged { .. }))
            .count() as u64;
        self.ledger.settle(&settled, self.now())?;
        stopped_by.map_or(Ok(()), |fault| Err(PassError::Dynamics(fault)))
    }

    async fn look_up(
        &mut self,
        to: &Destination,
        calls: &[Call],
    ) -> Result<Result<Found, Fault>, PassError> {
        let organization = to.account.organization;
        let is_refused =
            self.ledger
                .is_refused(organization, Capability::TolerantSearch, self.now())?;
        let rules = self.settings().rules.clone();
        let found = to
            .client
            .look_up(
                calls,
                &LookupRules {
                    rules: &rules,
                    plan: &to.plan,
                    organization,
                    owner: to.owner.id,
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
    fn decide<'a>(
        &self,
        to: &Destination,
        due: &'a [DueCall],
        calls: &[Call],
        found: &Found,
    ) -> Result<(Vec<ToWrite<'a>>, Vec<Settled>), PassError> {
        let taken = match calls.iter().map(|call| call.started_at).min() {
            Some(oldest) => {
                let margin = SignedDuration::from_secs(2 * MARGIN_SECONDS);
                self.ledger
                    .activities_since(oldest.saturating_sub(margin).unwrap_or(oldest))?
            }
            None => BTreeSet::new(),
        };
        let claimed = claim(calls, &found.existing, &taken, &to.plan);
        let mut writes = Vec::new();
        let mut settled = Vec::new();
        for (due, existing) in due.iter().zip(claimed) {
            let number = due.call.remote.number.as_ref();
            let candidates = match number.map_or(Ok(&[][..]), |number| found.candidates(number)) {
                Ok(candidates) => candidates,
                Err(fault) => {
                    settled.push(self.settle_fault(due, fault.clone()));
                    continue;
                }
            };
            let step = next_step(&Situation {
                call: &due.call,
                organization: to.account.organization,
                plan: &to.plan,
                rules: &self.settings().rules,
                candidates,
                existing,
                asked_until: match &due.delivery {
                    Delivery::NeedsYou { until, .. } => Some(*until),
                    Delivery::Waiting { .. }
                    | Delivery::Logged { .. }
                    | Delivery::LeftOut { .. }
                    | Delivery::Failed { .. } => None,
                },
                now: self.now(),
            });
            match step {
                NextStep::Write {
                    regarding,
                    new_contact,
                    note,
                } => {
                    writes.push(ToWrite {
                        due,
                        regarding,
                        new_contact,
                        note,
                    });
                }
                NextStep::Adopt {
                    activity,
                    subject,
                    record,
                } => {
                    let reason = Some(Reason::AlreadyLogged { subject });
                    settled.push(settle(
                        due,
                        Delivery::Logged {
                            activity,
                            record,
                            reason,
                        },
                        String::new(),
                    ));
                }
                NextStep::Ask { reason, until } => {
                    settled.push(settle(
                        due,
                        Delivery::NeedsYou { reason, until },
                        String::new(),
                    ));
                }
            }
        }
        Ok((writes, settled))
    }

    async fn write(
        &mut self,
        to: &Destination,
        writes: &[ToWrite<'_>],
    ) -> Result<Vec<Written>, PassError> {
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
                    to.owner.id,
                    organization,
                ),
                new_contact: write.new_contact.clone(),
            })
            .collect();
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
            Written::Logged { activity, created } => {
                let detail = logged_detail(&write, created);
                let delivery = Delivery::Logged {
                    activity,
                    record: write.regarding,
                    reason: write.note,
                };
                settle(write.due, delivery, detail)
            }
            Written::DeletedMeanwhile => {
                let delivery = Delivery::LeftOut {
                    reason: Reason::DeletedInDynamics,
                };
                settle(write.due, delivery, String::new())
            }
            Written::Fault(fault) => self.settle_fault(write.due, fault),
        }
    }

    fn settle_fault(&self, due: &DueCall, fault: Fault) -> Settled {
        let attempts = due.attempts.max(self.dynamics_failures).saturating_add(1);
        let delivery = after_fault(fault, attempts, self.now(), self.ports().chance.fraction());
        settle(due, delivery, String::new())
    }

    /// Lets a batch wait, because Dynamics answered for none of it.
    fn hold(&mut self, due: &[DueCall], fault: Fault) -> Result<(), PassError> {
        let settled: Vec<Settled> = due
            .iter()
            .map(|due| self.settle_fault(due, fault.clone()))
            .collect();
        self.ledger.settle(&settled, self.now())?;
        Err(PassError::Dynamics(fault))
    }

    /// Whose calls these are (spec F).
    pub(crate) async fn owner_of(&mut self, account: &Account) -> Result<Owner, PassError> {
        let setting = self.settings().dynamics.attribution_email.clone();
        let extension = self.extension_email()?;
        match attribution(account, setting.as_deref(), extension.as_deref()) {
            Attribution::SignedInUser => Ok(Owner {
                id: account.user,
                email: account.email.clone(),
                name: account.full_name.clone(),
            }),
            Attribution::Email { email } => self.owner_by_email(account, &email).await,
            Attribution::Unknown => Err(owner_unclear(
                "A service account is linked, and nothing tells whose calls these are.".to_owned(),
            )
            .into()),
        }
    }

    async fn owner_by_email(&mut self, account: &Account, email: &str) -> Result<Owner, PassError> {
        let now = self.now();
        if let Some(known) = self.ledger.owner(account.organization, email)?
            && now.duration_since(known.found_at) < OWNER_AGE
        {
            return Ok(known.value);
        }
        match self.client_of(account).find_owner_by_email(email).await {
            Ok(OwnerByEmail::One(owner)) => {
                self.ledger
                    .set_owner(account.organization, email, &owner, now)?;
                Ok(owner)
            }
            Ok(OwnerByEmail::None) => Err(owner_unclear(format!(
                "No enabled Dynamics user has the e-mail {email}."
            ))
            .into()),
            Ok(OwnerByEmail::Several) => Err(owner_unclear(format!(
                "Several enabled Dynamics users have the e-mail {email}."
            ))
            .into()),
            Err(fault) => Err(PassError::Dynamics(fault)),
        }
    }
}

fn owner_unclear(finding: String) -> Problem {
    Problem::new(
        ProblemCode::NeedsPerson,
        format!("{finding} The calls wait."),
    )
    .with_hint(
        "Set dynamics.attribution_email to the e-mail of the Dynamics user whose calls these are.",
    )
}

fn settle(due: &DueCall, delivery: Delivery, detail: String) -> Settled {
    Settled {
        id: due.id,
        event: Event::of(delivery.state()),
        delivery,
        detail,
    }
}

fn logged_detail(write: &ToWrite<'_>, created: bool) -> String {
    let on = match (&write.regarding, &write.new_contact, &write.note) {
        (Some(record), Some(_), _) => format!(
            "Logged on {}, a contact Ringlog created for this number.",
            record.name
        ),
        (Some(record), None, _) => format!("Logged on {}.", record.name),
        (None, _, Some(note)) => note.sentence(),
        (None, _, None) => "Logged without a contact.".to_owned(),
    };
    if created {
        on
    } else {
        format!("{on} It was there already, from an earlier attempt or another computer.")
    }
}

/// A refusal that is about the account and not about this call: nothing more is sent in this pass.
fn account_wide(written: &Written) -> Option<Fault> {
    match written {
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
