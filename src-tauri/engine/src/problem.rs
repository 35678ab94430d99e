//! The one place where internal errors become what a person or a script is told.

use ringlog_core::desktop::Trouble;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::language::Locale;
use ringlog_core::phrase::{Phrase, in_english, in_english_if_any};
use ringlog_core::settings::key::Key;
use ringlog_core::sign_in::SignInReason;
use serde::Serialize;
use url::Url;

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
    /// What happened; an English sentence in JSON.
    #[serde(serialize_with = "in_english")]
    pub message: Phrase,
    /// What to do next; an English sentence in JSON.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "in_english_if_any"
    )]
    pub hint: Option<Phrase>,
    /// The command of `ringlogctl` that does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
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
    pub fn new(code: ProblemCode, message: impl Into<Phrase>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            command: None,
            details: None,
            wants_admin_consent: false,
        }
    }

    /// Adds the next step.
    #[must_use]
    pub fn with_hint(mut self, hint: Phrase) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Adds the command of `ringlogctl` that takes the next step.
    #[must_use]
    pub fn with_command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// A setting that is needed is missing.
    #[must_use]
    pub fn not_set(key: Key, example: &str) -> Self {
        let missing = Phrase::new("setting-missing")
            .with("label", key.label())
            .with("key", key.name());
        Self::new(ProblemCode::Settings, missing.clone())
            .with_hint(missing.attribute("next"))
            .with_command(format!("ringlogctl config set {key} {example}"))
    }

    /// The person did not want it any more.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::new(ProblemCode::NeedsPerson, Phrase::new("look-back-cancelled"))
    }

    /// Nobody is linked.
    #[must_use]
    pub fn not_linked() -> Self {
        let not_linked = Phrase::new("not-linked");
        Self::new(ProblemCode::SignIn, not_linked.clone())
            .with_hint(not_linked.attribute("next"))
            .with_command("ringlogctl link")
    }

    /// It is not known where numbers without a country code belong.
    #[must_use]
    pub fn region_unknown() -> Self {
        let unknown = Phrase::new("region-unknown");
        Self::new(ProblemCode::Settings, unknown.clone())
            .with_hint(unknown.attribute("next"))
            .with_command("ringlogctl config set numbers.region GB")
    }

    /// No password of the PBX is kept.
    #[must_use]
    pub fn no_pbx_password() -> Self {
        let no_password = Phrase::new("no-pbx-password");
        Self::new(ProblemCode::PbxRefused, no_password.clone())
            .with_hint(no_password.attribute("next"))
            .with_command("ringlogctl pbx login")
    }

    /// Microsoft wants the person.
    #[must_use]
    pub fn sign_in(reason: &SignInReason) -> Self {
        Self {
            wants_admin_consent: reason.wants_admin_consent(),
            ..Self::new(ProblemCode::SignIn, reason.phrase()).with_hint(reason.next_step())
        }
    }

    /// Nobody works: the engine has ended, or never began.
    #[must_use]
    pub fn not_running() -> Self {
        Self::new(ProblemCode::NeedsPerson, Phrase::new("not-running"))
    }

    /// What was asked for has no address: the call is not logged, or not in the organization that is linked.
    #[must_use]
    pub fn nothing_to_open() -> Self {
        Self::new(ProblemCode::NeedsPerson, Phrase::new("nothing-to-open"))
    }

    /// What was to be saved was never shown.
    #[must_use]
    pub fn nothing_to_save() -> Self {
        Self::new(ProblemCode::NeedsPerson, Phrase::new("nothing-to-save"))
    }

    /// No browser opened an address.
    #[must_use]
    pub fn not_opened(address: &Url, detail: &str) -> Self {
        let not_opened = Phrase::new("not-opened")
            .with("address", address.as_str())
            .with("detail", detail);
        Self::new(ProblemCode::NeedsPerson, not_opened)
    }

    /// The same for the page, in the language of the person.
    #[must_use]
    pub fn trouble(&self, locale: &Locale) -> Trouble {
        Trouble {
            message: self.message.say(locale),
            hint: self.hint.as_ref().map(|hint| hint.say(locale)),
            details: self.details.clone(),
            wants_admin_consent: self.wants_admin_consent,
        }
    }
}

impl From<KeychainError> for Problem {
    fn from(error: KeychainError) -> Self {
        Self::new(ProblemCode::Keychain, error.phrase())
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
        let message = error.phrase();
        let next = message.clone().attribute("next");
        match error {
            PbxError::Refused { .. } => Self::new(ProblemCode::PbxRefused, message)
                .with_hint(next)
                .with_command("ringlogctl pbx login"),
            PbxError::Forbidden { .. } => {
                Self::new(ProblemCode::NeedsPerson, message).with_hint(next)
            }
            PbxError::NotFound { .. } => Self::new(ProblemCode::Settings, message),
            PbxError::Unavailable(fault) => fault.into(),
            PbxError::Garbled(_) => Self::new(ProblemCode::Unreachable, message).with_hint(next),
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        let problem = Self::new(ProblemCode::NeedsPerson, error.phrase());
        match error.command() {
            Some(command) => problem.with_command(command),
            None => problem,
        }
    }
}

impl From<RetryError> for Problem {
    fn from(error: RetryError) -> Self {
        match error {
            RetryError::Ledger(error) => error.into(),
            RetryError::Logged(_) => Self::new(ProblemCode::NeedsPerson, error.phrase()),
            RetryError::LeftOut(call) => Self::new(ProblemCode::NeedsPerson, error.phrase())
                .with_command(format!("ringlogctl call {call}")),
        }
    }
}

impl From<LockError> for Problem {
    fn from(error: LockError) -> Self {
        Self::new(ProblemCode::NeedsPerson, error.phrase())
    }
}

impl From<ProfileError> for Problem {
    fn from(error: ProfileError) -> Self {
        Self::new(ProblemCode::Settings, error.phrase())
    }
}

impl From<ConfigError> for Problem {
    fn from(error: ConfigError) -> Self {
        let problem = Self::new(ProblemCode::Settings, error.phrase());
        match error {
            ConfigError::UnknownKey(_) => problem.with_command("ringlogctl config show"),
            ConfigError::Invalid(_)
            | ConfigError::Locked(_)
            | ConfigError::File(_)
            | ConfigError::InTheWay { .. }
            | ConfigError::NotWritten { .. } => problem,
        }
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
