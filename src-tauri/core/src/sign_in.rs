//! Everything Microsoft's sign-in can refuse, as one typed reason with a sentence and a next step (spec A10).

use serde::{Deserialize, Serialize};

/// Why a sign-in, a consent or a renewal did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SignInReason {
    /// Anything not in the table.
    Other,
}

impl SignInReason {
    /// What happened, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        String::new()
    }

    /// What to do about it, in a sentence.
    #[must_use]
    pub fn next_step(&self) -> String {
        String::new()
    }
}
