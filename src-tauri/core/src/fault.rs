//! What an outside system's refusal means for what happens next.

use serde::{Deserialize, Serialize};

use crate::phrase::Phrase;

/// What kind of refusal it was; each variant says what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// Weather: no connection, a time-out, 5xx. Try again later with the same ids.
    Unreachable,
    /// Throttled: the whole account pauses for `retry_after_seconds`.
    Throttled,
    /// The token was refused: renew once, then ask the person to sign in; no call is blamed.
    Unauthorized,
    /// A privilege is missing: the call fails with the privilege's name.
    Forbidden,
    /// The thing itself was refused: the call fails with the message.
    Invalid,
    /// Something referred to is not there.
    NotFound,
    /// It is there already.
    AlreadyExists,
    /// The certificate, the address or the proxy is wrong: a person must look.
    Configuration,
    /// The answer made no sense.
    Garbled,
}

/// One refusal, for decisions and for the log; it never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// What follows from it.
    pub kind: FaultKind,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The system's own code, for example `0x80040220`.
    pub code: Option<String>,
    /// One sentence, from the other side where it gave one.
    pub message: Phrase,
    /// The id under which the other side's support finds the request.
    pub correlation: Option<String>,
    /// How long the other side asked to wait, in seconds.
    pub retry_after_seconds: Option<u32>,
    /// The claims challenge of a 401, as JSON text (`reference/entra.md`, section 4.5).
    pub claims: Option<String>,
}

impl Fault {
    /// A fault of `kind` with nothing but a sentence.
    #[must_use]
    pub fn new(kind: FaultKind, message: impl Into<Phrase>) -> Self {
        Self {
            kind,
            status: None,
            code: None,
            message: message.into(),
            correlation: None,
            retry_after_seconds: None,
            claims: None,
        }
    }

    /// Whether trying again later, unchanged, can help.
    #[must_use]
    pub fn is_weather(&self) -> bool {
        matches!(
            self.kind,
            FaultKind::Unreachable | FaultKind::Throttled | FaultKind::Garbled
        )
    }
}
