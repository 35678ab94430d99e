//! The troubleshooting list and the card of the program, as the window shows them.

use serde::{Deserialize, Serialize};

use super::Cure;
use crate::checkup::{Check, Finding, Verdict};
use crate::language::Locale;

/// One check with what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FindingLine {
    /// Which check.
    pub check: Check,
    /// Its name.
    pub name: String,
    /// How it came out.
    pub verdict: Verdict,
    /// What was found, in a sentence.
    pub finding: String,
    /// What cures it, in a sentence.
    pub cure: Option<String>,
    /// What the person can press for it.
    pub press: Option<Cure>,
}

/// The card of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct About {
    /// The version, for example `0.1.0`.
    pub version: String,
    /// Where settings, ledger and logs of this profile are.
    pub profile: String,
    /// The system it runs on, for support.
    pub system: String,
}

/// The addresses the page may ask for, by name; it never names one itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Link {
    /// The record of a call in Dynamics.
    Record {
        /// Which call.
        #[cfg_attr(test, ts(type = "number"))]
        call: i64,
    },
    /// The contact, account or lead of a call in Dynamics.
    Contact {
        /// Which call.
        #[cfg_attr(test, ts(type = "number"))]
        call: i64,
    },
    /// The page where Microsoft lists the applications a person allowed.
    MicrosoftApps,
    /// The folder with the logs.
    Logs,
    /// The front desk of the simulated office, in the demo.
    FrontDesk,
}

impl FindingLine {
    /// What a check found, for a person who reads so.
    #[must_use]
    pub fn of(finding: &Finding, _locale: &Locale) -> Self {
        Self {
            check: finding.check,
            name: finding.check.name().to_owned(),
            verdict: finding.verdict,
            finding: finding.finding.clone(),
            cure: finding.cure.clone(),
            press: match finding.verdict {
                Verdict::Attention | Verdict::Failed => press(finding.check),
                Verdict::Ok | Verdict::Skipped => None,
            },
        }
    }
}

/// What is pressed against a check that did not come out well.
fn press(check: Check) -> Option<Cure> {
    match check {
        Check::Settings | Check::Organization | Check::Attribution | Check::Pbx => {
            Some(Cure::OpenSettings)
        }
        Check::Keychain | Check::Ledger | Check::Privileges => None,
        Check::SignIn | Check::WhoAmI => Some(Cure::Link),
        Check::Calls => Some(Cure::OpenFailed),
    }
}
