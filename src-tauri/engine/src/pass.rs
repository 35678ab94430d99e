//! One pass: ask the PBX, record what it says, and log everything that is due.
//!
//! A pass may be dropped at any await, or the process killed: what was recorded stays, and the next pass goes on with
//! the same ids.

mod delivering;
mod polling;

use jiff::SignedDuration;
use ringlog_core::account::{AccountEvent, AccountState};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::sign_in::SignInReason;
use ringlog_core::status::{Condition, Part};
use ringlog_core::view::SyncReport;

use crate::engine::Engine;
use crate::ledger::LedgerError;
use crate::oauth::TokenError;
use crate::ports::PbxError;
use crate::problem::{Problem, ProblemCode};

/// A pause that ends further ahead was begun while the clock was wrong ([`crate::http::retry_after_seconds`]).
const PBX_PAUSE_SECONDS_MAX: u32 = 3_600;

/// What a pass came to.
#[derive(Clone, Debug, Default)]
pub struct Pass {
    /// The figures.
    pub report: SyncReport,
    /// What kept it from doing all of its work, a sentence each.
    pub problems: Vec<Problem>,
}

/// Why one half of a pass ended early.
#[derive(Debug)]
pub(crate) enum PassError {
    /// The PBX.
    Pbx(PbxError),
    /// Dynamics, for all calls alike.
    Dynamics(Fault),
    /// Microsoft's sign-in or the keychain.
    Token(TokenError),
    /// The ledger: nothing may be sent any more.
    Ledger(LedgerError),
    /// Anything that is told as it is.
    Problem(Problem),
}

impl From<PbxError> for PassError {
    fn from(error: PbxError) -> Self {
        Self::Pbx(error)
    }
}

impl From<LedgerError> for PassError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<Problem> for PassError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Engine {
    /// Does one pass. The two halves do not depend on each other: what waits goes out even if the PBX is away.
    ///
    /// # Errors
    /// Only when the ledger cannot be read or written: then nothing was sent that it does not know of.
    pub async fn pass(&mut self) -> Result<Pass, Problem> {
        let began = self.now();
        let requests = self.requests();
        let mut pass = Pass::default();
        self.ledger.expire_running(began)?;

        let polled = self.poll_source(&mut pass.report).await;
        self.after_poll(polled, &mut pass)?;
        let delivered = self.deliver(&mut pass.report).await;
        let delivered = self.explained(delivered).await;
        self.after_delivery(delivered, &mut pass)?;

        let counts = self.ledger.counts()?;
        pass.report.waiting = counts.waiting;
        pass.report.needs_you = counts.needs_you;
        pass.report.failed = counts.failed;
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

    async fn poll_source(&mut self, report: &mut SyncReport) -> Result<(), PassError> {
        let refused = self.ledger.health(Part::Pbx)?;
        if refused.is_some_and(|health| health.condition == Condition::PbxRefused) {
            let extension = self.settings().pbx.extension.clone().unwrap_or_default();
            return Err(PbxError::Refused { extension }.into());
        }
        if let Some(fault) = self.pbx_pause() {
            return Err(PbxError::Unavailable(fault).into());
        }
        let source = self.call_source().await?;
        self.poll(&*source, report).await
    }

    /// What is left of a pause the PBX asked for: calls that fall due meanwhile do not cut it short.
    fn pbx_pause(&self) -> Option<Fault> {
        let left = self.pbx_paused_until?.duration_since(self.now()).as_secs();
        let seconds = u32::try_from(left)
            .ok()
            .filter(|seconds| (1..=PBX_PAUSE_SECONDS_MAX).contains(seconds))?;
        let message = format!("The PBX asked for a pause of {seconds} more seconds.");
        Some(Fault {
            retry_after_seconds: Some(seconds),
            ..Fault::new(FaultKind::Throttled, message)
        })
    }

    fn after_poll(
        &mut self,
        polled: Result<(), PassError>,
        pass: &mut Pass,
    ) -> Result<(), Problem> {
        let (condition, problem) = match polled {
            Ok(()) => (Condition::Fine, None),
            Err(PassError::Ledger(error)) => return Err(error.into()),
            Err(PassError::Pbx(error)) => {
                let retry_after_seconds = match &error {
                    PbxError::Unavailable(fault) => fault.retry_after_seconds,
                    PbxError::Refused { .. }
                    | PbxError::Forbidden { .. }
                    | PbxError::NotFound { .. }
                    | PbxError::Garbled(_) => None,
                };
                self.poller.failed(retry_after_seconds);
                self.pbx_paused_until = retry_after_seconds.and_then(|seconds| {
                    let pause = SignedDuration::from_secs(i64::from(seconds));
                    self.now().checked_add(pause).ok()
                });
                (pbx_condition(&error), Some(Problem::from(error)))
            }
            Err(PassError::Problem(problem)) => {
                self.poller.failed(None);
                let condition = match problem.code {
                    ProblemCode::PbxRefused => Condition::NoPassword,
                    ProblemCode::Keychain => Condition::Keychain {
                        detail: problem.message.clone(),
                    },
                    ProblemCode::Settings
                    | ProblemCode::SignIn
                    | ProblemCode::Unreachable
                    | ProblemCode::NeedsPerson => Condition::NotSetUp,
                };
                (condition, Some(problem))
            }
            Err(PassError::Dynamics(fault)) => (unreachable(&fault), Some(fault.into())),
            Err(PassError::Token(error)) => (Condition::NotChecked, Some(error.into())),
        };
        pass.problems.extend(problem);
        Ok(self.note_health(Part::Pbx, condition)?)
    }

    /// Why a token was refused in the middle of a pass, the sign-in knows better than Dynamics.
    async fn explained(
        &self,
        delivered: Result<delivering::Delivered, PassError>,
    ) -> Result<delivering::Delivered, PassError> {
        match delivered {
            Err(PassError::Dynamics(fault)) if fault.kind == FaultKind::Unauthorized => {
                Err(match self.tokens.access_token().await {
                    Err(error @ (TokenError::NotLinked | TokenError::SignInNeeded(_))) => {
                        PassError::Token(error)
                    }
                    Ok(_) | Err(TokenError::Keychain(_) | TokenError::Fault(_)) => {
                        PassError::Dynamics(fault)
                    }
                })
            }
            other => other,
        }
    }

    fn after_delivery(
        &mut self,
        delivered: Result<delivering::Delivered, PassError>,
        pass: &mut Pass,
    ) -> Result<(), Problem> {
        match delivered {
            Ok(delivering::Delivered::NothingDue) => {}
            Ok(delivering::Delivered::Everything) => {
                self.dynamics_failures = 0;
                self.note_health(Part::Dynamics, Condition::Fine)?;
            }
            Err(PassError::Ledger(error)) => return Err(error.into()),
            Err(PassError::Token(error)) => {
                self.note_token_error(&error)?;
                pass.problems.push(error.into());
            }
            Err(PassError::Dynamics(fault)) => {
                self.dynamics_failures = self.dynamics_failures.saturating_add(1);
                self.note_health(Part::Dynamics, unreachable(&fault))?;
                pass.problems.push(fault.into());
            }
            Err(PassError::Problem(problem)) => {
                if problem.code == ProblemCode::NeedsPerson {
                    let detail = problem.message.clone();
                    self.note_health(Part::Dynamics, Condition::OwnerUnclear { detail })?;
                }
                pass.problems.push(problem);
            }
            Err(PassError::Pbx(error)) => pass.problems.push(error.into()),
        }
        Ok(())
    }

    /// Keeps what a failed renewal says about the account and the light.
    pub(crate) fn note_token_error(&mut self, error: &TokenError) -> Result<(), LedgerError> {
        self.ledger.hold_for_sign_in()?;
        match error {
            TokenError::NotLinked => self.note_health(Part::SignIn, Condition::Unlinked),
            TokenError::SignInNeeded(reason) => self.note_sign_in_needed(reason),
            TokenError::Keychain(error) => self.note_keychain(error),
            TokenError::Fault(fault) => self.note_health(Part::SignIn, unreachable(fault)),
        }
    }

    fn note_sign_in_needed(&mut self, reason: &SignInReason) -> Result<(), LedgerError> {
        self.account_event(AccountEvent::RenewalRefused(reason.clone()))?;
        self.note_health(
            Part::SignIn,
            Condition::SignInNeeded {
                reason: reason.clone(),
            },
        )
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
    let detail = error.to_string();
    match error {
        PbxError::Refused { .. } => Condition::PbxRefused,
        PbxError::Forbidden { .. } | PbxError::NotFound { .. } => {
            Condition::PbxForbidden { detail }
        }
        PbxError::Unavailable(_) | PbxError::Garbled(_) => Condition::Unreachable { detail },
    }
}

pub(crate) fn unreachable(fault: &Fault) -> Condition {
    match fault.kind {
        FaultKind::Throttled => Condition::Throttled,
        FaultKind::Unreachable
        | FaultKind::Unauthorized
        | FaultKind::Forbidden
        | FaultKind::Invalid
        | FaultKind::NotFound
        | FaultKind::AlreadyExists
        | FaultKind::Configuration
        | FaultKind::Garbled => Condition::Unreachable {
            detail: fault.message.clone(),
        },
    }
}
