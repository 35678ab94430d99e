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
    /// The record of a number in the report that was shown, in Dynamics.
    FaultyNumber {
        /// Its place in the report.
        row: usize,
    },
    /// The folder where reports are saved.
    Downloads,
}

impl FindingLine {
    /// What a check found, for a person who reads so.
    #[must_use]
    pub fn of(finding: &Finding, locale: &Locale) -> Self {
        Self {
            check: finding.check,
            name: finding.check.name().say(locale),
            verdict: finding.verdict,
            finding: finding.finding.say(locale),
            cure: finding.cure.as_ref().map(|cure| cure.say(locale)),
            press: match finding.verdict {
                Verdict::Attention | Verdict::Failed => press(finding),
                Verdict::Ok | Verdict::Skipped => None,
            },
        }
    }
}

/// What is pressed in the window where the terminal has a command for it.
fn press(finding: &Finding) -> Option<Cure> {
    let command = finding.command.as_deref()?;
    let of = [
        ("ringlogctl config ", Cure::OpenSettings),
        ("ringlogctl pbx login", Cure::LogInToPbx),
        ("ringlogctl consent", Cure::GrantConsent),
        ("ringlogctl link", Cure::Link),
        ("ringlogctl calls --state failed", Cure::OpenFailed),
        ("ringlogctl call ID choose", Cure::OpenNeedsYou),
        ("ringlogctl calls --state waiting", Cure::OpenWaiting),
        ("ringlogctl numbers", Cure::CheckNumbers),
        ("ringlogctl sync", Cure::SyncNow),
    ];
    of.into_iter()
        .find(|(beginning, _)| command.starts_with(beginning))
        .map(|(_, cure)| cure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrase::Phrase;

    fn line(finding: &Finding) -> FindingLine {
        FindingLine::of(finding, &Locale::english_utc())
    }

    fn failed(command: &str) -> Finding {
        Finding::failed(Check::Pbx, "It is broken.".into(), "Mend it.".into()).with_command(command)
    }

    #[test]
    fn a_finding_offers_in_the_window_what_a_command_cures_in_the_terminal() {
        let press = |command: &str| line(&failed(command)).press;
        assert_eq!(
            press("ringlogctl config set pbx.url https://pbx.example.com"),
            Some(Cure::OpenSettings)
        );
        assert_eq!(press("ringlogctl pbx login"), Some(Cure::LogInToPbx));
        assert_eq!(press("ringlogctl consent"), Some(Cure::GrantConsent));
        assert_eq!(press("ringlogctl link"), Some(Cure::Link));
        assert_eq!(
            press("ringlogctl calls --state failed"),
            Some(Cure::OpenFailed)
        );
        assert_eq!(
            press("ringlogctl call ID choose CONTACT_ID"),
            Some(Cure::OpenNeedsYou)
        );
        assert_eq!(press("ringlogctl config show"), Some(Cure::OpenSettings));
        assert_eq!(
            press("ringlogctl calls --state waiting"),
            Some(Cure::OpenWaiting)
        );
        assert_eq!(press("ringlogctl numbers"), Some(Cure::CheckNumbers));
        assert_eq!(press("ringlogctl sync"), Some(Cure::SyncNow));
        assert_eq!(press("ringlogctl status"), None);
    }

    #[test]
    fn nothing_is_pressed_where_all_is_well_or_nothing_helps() {
        let ok = Finding::ok(Check::Pbx, "It answers.".into());
        assert_eq!(line(&ok).press, None);
        let helpless = Finding::failed(Check::Keychain, "Locked.".into(), "Unlock it.".into());
        let line = line(&helpless);
        assert_eq!(line.press, None);
        assert_eq!(line.cure.as_deref(), Some("Unlock it."));
    }

    #[test]
    fn a_finding_is_said_in_the_person_s_language() {
        let finding = Finding::ok(Check::SignIn, Phrase::new("condition-sign-in-fine"));
        let german = FindingLine::of(&finding, &Locale::of_system("de", jiff::tz::TimeZone::UTC));
        assert_eq!(german.finding, "Verknüpft.");
    }
}
