//! The troubleshooting list and the card of the program, as the window shows them.

use serde::{Deserialize, Serialize};

use super::Cure;
use crate::checkup::{Check, Verdict};

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
