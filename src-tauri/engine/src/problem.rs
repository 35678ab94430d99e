//! The one place where internal errors become what a person or a script is told.

use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::sign_in::SignInReason;
use serde::Serialize;

use crate::config::ConfigError;
use crate::ledger::{LedgerError, RetryError};
use crate::oauth::{SignInError, TokenError};
use crate::ports::{KeychainError, PbxError, TransportError};
use crate::profile::{LockError, ProfileError};

/// What a caller can act on; a code exists only while somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// A setting or argument is missing or wrong.
    Settings,
    /// No account is linked, or Microsoft wants the person.
    SignIn,
    /// The PBX refused the login.
    PbxRefused,
    /// The keychain does not open.
    Keychain,
    /// An outside system cannot be reached now.
    Unreachable,
    /// Something else a person must look at.
    NeedsPerson,
}

/// A failure, said once and plainly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// What a caller can act on.
    pub code: ProblemCode,
    /// What happened, in a sentence.
    pub message: String,
    /// What to do next, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// For support: correlation ids and codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// An administrator can solve it by consenting.
    #[serde(skip)]
    pub wants_admin_consent: bool,
}

impl Problem {
    /// A problem with a sentence that says all.
    #[must_use]
    pub fn new(code: ProblemCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            details: None,
            wants_admin_consent: false,
        }
    }

    /// Adds the next step.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A setting that is needed is missing.
    #[must_use]
    pub fn not_set(key: &str, example: &str) -> Self {
        Self::new(ProblemCode::Settings, format!("{key} is not set.")).with_hint(format!(
            "Set it, for example `ringlogctl config set {key} {example}`."
        ))
    }

    /// Nobody is linked.
    #[must_use]
    pub fn not_linked() -> Self {
        Self::new(ProblemCode::SignIn, "No Microsoft account is linked.")
            .with_hint("Link one with `ringlogctl link`.")
    }

    /// Microsoft wants the person.
    #[must_use]
    pub fn sign_in(reason: &SignInReason) -> Self {
        Self {
            wants_admin_consent: reason.wants_admin_consent(),
            ..Self::new(ProblemCode::SignIn, reason.sentence()).with_hint(reason.next_step())
        }
    }
}

impl From<KeychainError> for Problem {
    fn from(error: KeychainError) -> Self {
        Self::new(ProblemCode::Keychain, error.to_string())
    }
}

impl From<TransportError> for Problem {
    fn from(error: TransportError) -> Self {
        Fault::from(error).into()
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let code = match fault.kind {
            FaultKind::Unreachable | FaultKind::Throttled | FaultKind::Garbled => {
                ProblemCode::Unreachable
            }
            FaultKind::Unauthorized => ProblemCode::SignIn,
            FaultKind::Configuration => ProblemCode::Settings,
            FaultKind::Forbidden
            | FaultKind::Invalid
            | FaultKind::NotFound
            | FaultKind::AlreadyExists => ProblemCode::NeedsPerson,
        };
        let details: Vec<String> = [
            fault.status.map(|status| format!("HTTP status {status}")),
            fault
                .code
                .clone()
                .filter(|code| !code.is_empty())
                .map(|code| format!("code {code}")),
            fault.correlation.clone().map(|id| format!("request {id}")),
        ]
        .into_iter()
        .flatten()
        .collect();
        Self {
            details: (!details.is_empty()).then(|| details.join(", ")),
            ..Self::new(code, fault.message)
        }
    }
}

impl From<PbxError> for Problem {
    fn from(error: PbxError) -> Self {
        let message = error.to_string();
        match error {
            PbxError::Refused { .. } => Self::new(ProblemCode::PbxRefused, message)
                .with_hint("Give the right password with `ringlogctl pbx login`; until then Ringlog does not try again, so that the extension is not locked out."),
            PbxError::Forbidden { .. } => Self::new(ProblemCode::NeedsPerson, message)
                .with_hint("Ask the PBX administrator to allow API access for this extension."),
            PbxError::NotFound { .. } => Self::new(ProblemCode::Settings, message),
            PbxError::Unavailable(fault) => fault.into(),
            PbxError::Garbled(_) => Self::new(ProblemCode::Unreachable, message)
                .with_hint("Check that pbx.url is the address of the PBX itself."),
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        Self::new(ProblemCode::NeedsPerson, error.to_string())
    }
}

impl From<RetryError> for Problem {
    fn from(error: RetryError) -> Self {
        Self::new(ProblemCode::NeedsPerson, error.to_string())
    }
}

impl From<LockError> for Problem {
    fn from(error: LockError) -> Self {
        Self::new(ProblemCode::NeedsPerson, error.to_string())
    }
}

impl From<ProfileError> for Problem {
    fn from(error: ProfileError) -> Self {
        Self::new(ProblemCode::Settings, error.to_string())
    }
}

impl From<ConfigError> for Problem {
    fn from(error: ConfigError) -> Self {
        Self::new(ProblemCode::Settings, error.to_string())
    }
}

impl From<TokenError> for Problem {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::NotLinked => Self::not_linked(),
            TokenError::SignInNeeded(reason) => Self::sign_in(&reason),
            TokenError::Keychain(error) => error.into(),
            TokenError::Fault(fault) => fault.into(),
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Refused(refusal) => {
                let code = if refusal.is_weather {
                    ProblemCode::Unreachable
                } else {
                    ProblemCode::SignIn
                };
                let details: Vec<String> = [
                    refusal.number.map(|number| format!("AADSTS{number}")),
                    (!refusal.detail.is_empty()).then(|| refusal.detail.clone()),
                    refusal
                        .correlation
                        .as_ref()
                        .map(|id| format!("correlation id {id}")),
                    refusal.trace.as_ref().map(|id| format!("trace id {id}")),
                ]
                .into_iter()
                .flatten()
                .collect();
                Self {
                    code,
                    details: (!details.is_empty()).then(|| details.join(", ")),
                    ..Self::sign_in(&refusal.reason)
                }
            }
            SignInError::TimedOut => Self::sign_in(&SignInReason::TimedOut),
            SignInError::Cancelled => Self::sign_in(&SignInReason::Cancelled),
            SignInError::Network(fault) => fault.into(),
            SignInError::Configuration(message) => Self::new(ProblemCode::Settings, message),
        }
    }
}
