//! From what the PBX says to what Ringlog means.

use crate::call::Call;
use crate::cdr::Cdr;
use crate::phone::DialPlan;

/// Where a record comes from and whose it is: what a record does not say itself.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    /// [`crate::call::CallKey::source`].
    pub source: &'a str,
    /// The person's extension.
    pub extension: &'a str,
    /// The PBX tenant's host names, to tell extensions from the outside world.
    pub tenant: &'a str,
    /// How numbers are written there.
    pub plan: DialPlan,
}

/// What a record is.
#[derive(Clone, Debug, PartialEq)]
pub enum Normalized {
    /// A finished call.
    Finished(Call),
    /// A call still going on: everything is known but the end; `ended_at` holds the start.
    Running(Call),
}

/// Why a record is not a call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Without a start there is no telling which call it is.
    #[error("The record has no start time.")]
    NoStart,
    /// It ended before it began.
    #[error("The record ends before it starts.")]
    EndsBeforeStart,
    /// Neither direction nor parties tell whose call it is.
    #[error("The record does not say who called whom.")]
    NoParties,
}

/// Reads one record.
///
/// # Errors
/// When the record cannot be a call; the caller keeps it with the reason.
pub fn normalize(cdr: &Cdr, origin: &Origin<'_>) -> Result<Normalized, Rejection> {
    let _ = (cdr, origin);
    Err(Rejection::NoStart)
}
