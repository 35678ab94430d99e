//! The troubleshooting list as findings: what was checked, what was found, what cures it (spec G3, `doctor`).

use serde::{Deserialize, Serialize};

/// One check, in the order a call travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Check {
    /// The settings are complete and allowed.
    Settings,
    /// The keychain keeps a secret.
    Keychain,
    /// The ledger opens.
    Ledger,
    /// The PBX answers, takes the password and shows the history.
    Pbx,
    /// The Dynamics address is one, and names its login.
    Organization,
    /// The linked account's token renews.
    SignIn,
    /// Dynamics knows the user.
    WhoAmI,
    /// The user's role allows what Ringlog writes.
    Privileges,
    /// It is clear whose calls these are.
    Attribution,
    /// No call waits for a person or failed.
    Calls,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// It works, but a person should look.
    Attention,
    /// It does not work.
    Failed,
    /// Not checked, because something before it does not work.
    Skipped,
}

/// One check with what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// How it came out.
    pub verdict: Verdict,
    /// What was found, in a sentence.
    pub finding: String,
    /// What cures it, in a sentence.
    pub cure: Option<String>,
}

impl Finding {
    /// As it should be.
    #[must_use]
    pub fn ok(check: Check, finding: impl Into<String>) -> Self {
        Self {
            check,
            verdict: Verdict::Ok,
            finding: finding.into(),
            cure: None,
        }
    }

    /// It works, but a person should look.
    #[must_use]
    pub fn attention(check: Check, finding: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            check,
            verdict: Verdict::Attention,
            finding: finding.into(),
            cure: Some(cure.into()),
        }
    }

    /// It does not work.
    #[must_use]
    pub fn failed(check: Check, finding: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            check,
            verdict: Verdict::Failed,
            finding: finding.into(),
            cure: Some(cure.into()),
        }
    }

    /// Not checked, because `missing` does not work.
    #[must_use]
    pub fn skipped(check: Check, missing: &str) -> Self {
        Self {
            check,
            verdict: Verdict::Skipped,
            finding: format!("Not checked: {missing}."),
            cure: None,
        }
    }
}

impl Check {
    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "Settings",
            Self::Keychain => "Keychain",
            Self::Ledger => "Ledger",
            Self::Pbx => "PBX",
            Self::Organization => "Dynamics address",
            Self::SignIn => "Microsoft sign-in",
            Self::WhoAmI => "Dynamics user",
            Self::Privileges => "Privileges",
            Self::Attribution => "Whose calls",
            Self::Calls => "Calls",
        }
    }
}
