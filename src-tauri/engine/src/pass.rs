//! One pass: ask the PBX, record what it says, and log everything that is due.
//!
//! A pass may be dropped at any await, or the process killed: what was recorded stays, and the next pass goes on with
//! the same ids.

mod backfilling;
mod deciding;
mod delivering;
mod owner;
mod polling;
mod rules;

use jiff::{SignedDuration, Timestamp};
use ringlog_core::account::{Account, AccountEvent, AccountState};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::reason::Reason;
use ringlog_core::sign_in::SignInReason;
use ringlog_core::status::{Condition, Part, PartState};
use ringlog_core::view::{Requests, SyncReport};

use crate::engine::Engine;
use crate::ledger::LedgerError;
use crate::oauth::TokenError;
use crate::ports::PbxError;
use crate::problem::{Problem, ProblemCode};
use crate::status::needs_person;

use delivering::{DeliverError, Delivered};
pub(crate) use owner::OwnerError;

/// How long the light goes by a bad answer before it is asked for another, where no call is due.
const BAD_ANSWER_AGE: SignedDuration = SignedDuration::from_mins(15);

/// Whether a pass asks the PBX.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polling {
    /// Yes: a person asked, or this is the only pass.
    Now,
    /// Only if its turn has come, and not while the PBX wants a pause.
    WhenDue,
}

/// What a pass came to.
#[derive(Clone, Debug, Default)]
pub struct Pass {
    /// The figures.
    pub report: SyncReport,
    /// What kept it from doing all of its work, a sentence each.
    pub problems: Vec<Problem>,
    /// Calls wait for an answer of a person, or failed not long ago.
    pub needs_person: bool,
}

/// A pass whose first half is done.
#[derive(Debug)]
pub(crate) struct BegunPass {
    pass: Pass,
    began: Timestamp,
    /// Made before it began.
    requests: Requests,
}

/// Why the first half of a pass ended early.
#[derive(Debug)]
enum PollError {
    /// The PBX.
    Pbx(PbxError),
    /// The PBX refused this password earlier, and is not asked again with it.
    RefusedBefore,
    /// The ledger.
    Ledger(LedgerError),
    /// A setting or the password is missing.
    Problem(Problem),
}

impl From<PbxError> for PollError {
    fn from(error: PbxError) -> Self {
        Self::Pbx(error)
    }
}

impl From<LedgerError> for PollError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<Problem> for PollError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Engine {
    /// Does one pass. The two halves do not depend on each other: what waits goes out even if the PBX is away.
    ///
    /// # Errors
    /// When the settings cannot be read, or the ledger cannot be read or written: then nothing was sent that it does not
    /// know of.
    pub async fn pass(&mut self, polling: Polling) -> Result<Pass, Problem> {
        let begun = self.begin_pass(polling).await?;
        self.finish_pass(begun).await
    }

    /// Ends a pause the person made.
    ///
    /// # Errors
    /// When the ledger could not be written.
    pub fn end_pause(&mut self) -> Result<(), Problem> {
        Ok(self.ledger.set_pause(None)?)
    }

    /// The first half: asks the PBX if it is time, and records what it says.
    ///
    /// # Errors
    /// As with [`Self::pass`].
    pub(crate) async fn begin_pass(&mut self, polling: Polling) -> Result<BegunPass, Problem> {
        self.require_settings()?;
        let began = self.now();
        let requests = self.requests();
        let mut pass = Pass::default();
        self.ledger.expire_running(began)?;

        if polling == Polling::Now || self.poll_at() <= began {
            let polled = self.poll_source(&mut pass.report).await;
            self.after_poll(polled, &mut pass)?;
            self.plan_poll();
        }
        Ok(BegunPass {
            pass,
            began,
            requests,
        })
    }

    /// The second half: logs everything that is due.
    ///
    /// # Errors
    /// As with [`Self::pass`].
    pub(crate) async fn finish_pass(&mut self, begun: BegunPass) -> Result<Pass, Problem> {
        let BegunPass {
            mut pass,
            began,
            requests,
        } = begun;
        let delivered = self.deliver(&mut pass.report).await;
        if may_still_correct(&delivered) {
            self.carry_out_corrections().await?;
        }
        let delivered = self.explained(delivered).await;
        self.after_delivery(delivered, &mut pass).await?;

        let counts = self.ledger.counts()?;
        pass.report.waiting = counts.waiting;
        pass.report.needs_you = counts.needs_you;
        pass.report.failed = counts.failed;
        pass.needs_person = needs_person(&self.ledger, self.now())?;
        let made = self.requests();
        pass.report.requests.pbx = made.pbx - requests.pbx;
        pass.report.requests.dynamics = made.dynamics - requests.dynamics;
        pass.report.requests.microsoft = made.microsoft - requests.microsoft;
        pass.report.seconds = self.now().duration_since(began).as_secs_f64().max(0.0);
        log(&pass);
        Ok(pass)
    }

    /// Makes a call due now because a person asked for it.
    ///
    /// # Errors
    /// When the call is logged, left out, no finished call or not there.
    pub fn retry(&mut self, id: i64) -> Result<(), Problem> {
        Ok(self.ledger.retry(id, self.now())?)
    }

    /// Whether the PBX refused the password of this extension, and no new one was given since.
    pub(crate) fn is_pbx_refused(&self) -> Result<bool, LedgerError> {
        match self.settings().pbx.account() {
            Some(account) => self.ledger.is_login_refused(&account),
            None => Ok(false),
        }
    }

    /// Keeps what the PBX's failure says: a refused password for good, the rest for the light.
    pub(crate) fn note_pbx_error(&mut self, error: &PbxError) -> Result<(), LedgerError> {
        if matches!(error, PbxError::Refused { .. })
            && let Some(account) = self.settings().pbx.account()
        {
            let now = self.now();
            self.ledger.set_login_refused(&account, Some(now))?;
        }
        self.note_health(Part::Pbx, pbx_condition(error))
    }

    async fn poll_source(&mut self, report: &mut SyncReport) -> Result<(), PollError> {
        if self.is_pbx_refused()? {
            return Err(PollError::RefusedBefore);
        }
        let source = self.call_source().await?;
        self.poll(&*source, report).await?;
        self.record_backfills(&*source, report).await
    }

    fn after_poll(
        &mut self,
        polled: Result<(), PollError>,
        pass: &mut Pass,
    ) -> Result<(), Problem> {
        let (condition, problem) = match polled {
            Ok(()) => (Condition::Fine, None),
            Err(PollError::Ledger(error)) => return Err(error.into()),
            Err(PollError::RefusedBefore) => {
                self.poller.failed(None);
                pass.problems.push(self.pbx_refused());
                return Ok(self.note_health(Part::Pbx, Condition::PbxRefused)?);
            }
            Err(PollError::Pbx(error)) => {
                self.poller.failed(retry_after_seconds(&error));
                self.note_pbx_error(&error)?;
                pass.problems.push(error.into());
                return Ok(());
            }
            Err(PollError::Problem(problem)) => {
                self.poller.failed(None);
                let detail = problem.message.clone();
                let condition = match problem.code {
                    ProblemCode::PbxRefused => Condition::NoPassword,
                    ProblemCode::Keychain => Condition::Keychain { detail },
                    ProblemCode::Settings
                    | ProblemCode::SignIn
                    | ProblemCode::Unreachable
                    | ProblemCode::NeedsPerson => Condition::Misconfigured { detail },
                };
                (condition, Some(problem))
            }
        };
        pass.problems.extend(problem);
        Ok(self.note_health(Part::Pbx, condition)?)
    }

    pub(super) fn pbx_refused(&self) -> Problem {
        let extension = self.settings().pbx.extension.clone().unwrap_or_default();
        PbxError::Refused { extension }.into()
    }

    /// Why a token was refused in the middle of a pass, the sign-in knows better than Dynamics.
    async fn explained(
        &self,
        delivered: Result<Delivered, DeliverError>,
    ) -> Result<Delivered, DeliverError> {
        match delivered {
            Err(DeliverError::Dynamics(fault))
                if fault.status.is_none_or(|status| status == 401) =>
            {
                Err(match self.tokens.access_token().await {
                    Err(
                        error @ (TokenError::NotLinked
                        | TokenError::SignInNeeded(_)
                        | TokenError::Keychain(_)),
                    ) => DeliverError::Token(error),
                    Ok(_) | Err(TokenError::Fault(_)) => DeliverError::Dynamics(fault),
                })
            }
            other => other,
        }
    }

    async fn after_delivery(
        &mut self,
        delivered: Result<Delivered, DeliverError>,
        pass: &mut Pass,
    ) -> Result<(), Problem> {
        match delivered {
            Ok(Delivered::NothingDue(account)) => {
                self.renew_parts(&account).await?;
                if let AccountState::NeedsSignIn { reason, .. } = self.account()? {
                    pass.problems.push(Problem::sign_in(&reason));
                }
            }
            Ok(Delivered::Everything) => {
                self.dynamics_failures = 0;
                // That some calls went out does not prove that a privilege is there now.
                let kept = self
                    .ledger
                    .health(Part::Dynamics)?
                    .map(|health| health.condition);
                if !matches!(kept, Some(Condition::MissingPrivileges { .. })) {
                    self.note_health(Part::Dynamics, Condition::Fine)?;
                }
            }
            Ok(Delivered::Partly(fault)) => {
                self.note_health(Part::Dynamics, condition_of(&fault))?
            }
            Err(DeliverError::Ledger(error)) => return Err(error.into()),
            Err(DeliverError::NotLinked) => {
                self.ledger.hold(&Reason::SignInNeeded)?;
                pass.problems.push(Problem::not_linked());
            }
            Err(DeliverError::LinkedElsewhere(problem)) => pass.problems.push(problem),
            Err(DeliverError::Token(error)) => {
                self.note_token_error(&error)?;
                pass.problems.push(error.into());
            }
            Err(DeliverError::Dynamics(fault)) => {
                self.dynamics_failures = self.dynamics_failures.saturating_add(1);
                self.note_health(Part::Dynamics, condition_of(&fault))?;
                pass.problems.push(fault.into());
            }
            Err(DeliverError::OwnerUnclear(problem)) => {
                self.ledger.hold(&Reason::OwnerUnclear)?;
                let detail = problem.message.clone();
                self.note_health(Part::Dynamics, Condition::OwnerUnclear { detail })?;
                pass.problems.push(problem);
            }
            Err(DeliverError::Problem(problem)) => pass.problems.push(problem),
        }
        Ok(())
    }

    /// Asks anew about a part that did not answer well, so that the light clears without a call.
    async fn renew_parts(&mut self, account: &Account) -> Result<(), Problem> {
        let is_sign_in_stale = self.is_stale(Part::SignIn)?;
        let is_dynamics_stale = self.is_stale(Part::Dynamics)?;
        if !is_sign_in_stale && !is_dynamics_stale {
            return Ok(());
        }
        if let Err(error) = self.tokens.access_token().await {
            return Ok(self.note_token_error(&error)?);
        }
        self.note_signed_in()?;
        if is_dynamics_stale {
            self.check_permission(account).await?;
        }
        Ok(())
    }

    /// Whether a part did not answer well, and not just now.
    fn is_stale(&self, part: Part) -> Result<bool, LedgerError> {
        let Some(health) = self.ledger.health(part)? else {
            return Ok(false);
        };
        let now = self.now();
        let is_recent = health
            .checked_at
            .is_some_and(|at| at <= now && now.duration_since(at) < BAD_ANSWER_AGE);
        Ok(match health.condition.state() {
            PartState::Ok => false,
            PartState::Working => true,
            PartState::Attention | PartState::Error | PartState::Off => !is_recent,
        })
    }

    /// Keeps what a failed renewal says about the account and the light.
    pub(crate) fn note_token_error(&mut self, error: &TokenError) -> Result<(), LedgerError> {
        match error {
            // The ledger knows an account, or nobody would have asked: the keychain was emptied.
            TokenError::NotLinked => self.note_sign_in_needed(&SignInReason::TokenGone),
            TokenError::SignInNeeded(reason) => self.note_sign_in_needed(reason),
            TokenError::Keychain(error) => self.note_keychain(error),
            TokenError::Fault(fault) => {
                let detail = fault.message.clone();
                self.note_health(Part::SignIn, Condition::Unreachable { detail })
            }
        }
    }

    fn note_sign_in_needed(&mut self, reason: &SignInReason) -> Result<(), LedgerError> {
        self.ledger.hold(&Reason::SignInNeeded)?;
        self.account_event(AccountEvent::RenewalRefused(reason.clone()))?;
        let reason = reason.clone();
        self.note_health(Part::SignIn, Condition::SignInNeeded { reason })
    }

    /// Keeps that a token could be had.
    pub(crate) fn note_signed_in(&mut self) -> Result<(), LedgerError> {
        let before = self.account()?;
        let after = self.account_event(AccountEvent::Renewed)?;
        if after != before {
            self.ledger.wake_sign_in(self.now())?;
        }
        match after {
            AccountState::Linked { .. } => self.note_health(Part::SignIn, Condition::Fine),
            AccountState::Unlinked
            | AccountState::Linking { .. }
            | AccountState::NeedsSignIn { .. } => Ok(()),
        }
    }

    /// When something is to be done next: the PBX is asked again, or a waiting call is due.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn next_pass_at(&self) -> Result<Timestamp, LedgerError> {
        let now = self.now();
        // What is due already could not go out in the pass that just ended; it is tried again with the next poll.
        let due_at = self.ledger.next_due_at()?.filter(|due_at| *due_at > now);
        let correction_at = self.ledger.next_correction_at()?.filter(|at| *at > now);
        let others = [due_at, correction_at].into_iter().flatten();
        Ok(others.fold(self.poll_at(), Timestamp::min))
    }
}

/// A pass that did nothing is not worth a line at the usual level.
fn log(pass: &Pass) {
    let report = &pass.report;
    for problem in &pass.problems {
        tracing::warn!(code = ?problem.code, details = problem.details, "{}", problem.message);
    }
    if report.new + report.logged > 0 {
        tracing::info!(
            polled = report.polled,
            new = report.new,
            logged = report.logged,
            left_out = report.left_out,
            waiting = report.waiting,
            needs_you = report.needs_you,
            failed = report.failed,
            "pass"
        );
    } else {
        tracing::debug!(polled = report.polled, "pass with nothing new");
    }
}

fn pbx_condition(error: &PbxError) -> Condition {
    let detail = error.phrase();
    match error {
        PbxError::Refused { .. } => Condition::PbxRefused,
        PbxError::Forbidden { .. } => Condition::PbxForbidden { detail },
        PbxError::NotFound { .. } => Condition::Misconfigured { detail },
        PbxError::Unavailable(_) | PbxError::Garbled(_) => Condition::Unreachable { detail },
    }
}

fn retry_after_seconds(error: &PbxError) -> Option<u32> {
    match error {
        PbxError::Unavailable(fault) => fault.retry_after_seconds,
        PbxError::Refused { .. }
        | PbxError::Forbidden { .. }
        | PbxError::NotFound { .. }
        | PbxError::Garbled(_) => None,
    }
}

/// What a fault of the whole account means for its part of the light.
pub(crate) fn condition_of(fault: &Fault) -> Condition {
    let detail = fault.message.clone();
    match fault.kind {
        FaultKind::Throttled => Condition::Throttled,
        FaultKind::Unauthorized
        | FaultKind::Forbidden
        | FaultKind::Invalid
        | FaultKind::NotFound
        | FaultKind::AlreadyExists => Condition::Refused { detail },
        FaultKind::Unreachable | FaultKind::Configuration | FaultKind::Garbled => {
            Condition::Unreachable { detail }
        }
    }
}

/// Corrections need no owner and no call that can be logged; what keeps the account away from Dynamics keeps them too.
fn may_still_correct(delivered: &Result<Delivered, DeliverError>) -> bool {
    match delivered {
        Ok(_) | Err(DeliverError::OwnerUnclear(_)) => true,
        Err(
            DeliverError::Dynamics(_)
            | DeliverError::Token(_)
            | DeliverError::NotLinked
            | DeliverError::LinkedElsewhere(_)
            | DeliverError::Ledger(_)
            | DeliverError::Problem(_),
        ) => false,
    }
}
