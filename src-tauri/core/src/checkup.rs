//! The troubleshooting list as findings: what was checked, what was found, what cures it (spec G3, `doctor`).

use serde::{Deserialize, Serialize};

use crate::phrase::{Phrase, in_english, in_english_if_any};
use crate::settings::key::Key;
use crate::settings::layers::{Effective, Origin};

pub mod calls;
pub mod corrections;
pub mod numbers;
pub mod surroundings;

/// One check, in the order a call travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Check {
    /// The profile can be written, and nobody else has it.
    Profile,
    /// The settings are complete and allowed.
    Settings,
    /// Numbers are read as in the country of the PBX.
    Region,
    /// The clock goes with those of the servers.
    Clock,
    /// The keychain keeps a secret.
    Keychain,
    /// The ledger opens.
    Ledger,
    /// The person has not paused Ringlog.
    Pause,
    /// The PBX answers, takes the password and shows the history.
    Pbx,
    /// The history is whole, and has calls in it.
    History,
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
    /// The numbers of Dynamics can match.
    Numbers,
    /// No rule leaves out everything.
    Rules,
    /// Nobody else logs the same calls.
    Coexistence,
    /// No call waits for a person or for long, or failed.
    Calls,
    /// Every change a person asked for is in Dynamics.
    Corrections,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// How it came out.
    pub verdict: Verdict,
    /// What was found.
    #[serde(serialize_with = "in_english")]
    pub finding: Phrase,
    /// What cures it.
    #[serde(serialize_with = "in_english_if_any")]
    pub cure: Option<Phrase>,
    /// The command of `ringlogctl` that cures it or shows more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The setting the cure changes.
    #[serde(skip)]
    pub setting: Option<Key>,
}

impl Finding {
    /// As it should be.
    #[must_use]
    pub fn ok(check: Check, finding: Phrase) -> Self {
        Self {
            check,
            verdict: Verdict::Ok,
            finding,
            cure: None,
            command: None,
            setting: None,
        }
    }

    /// It works, but a person should look.
    #[must_use]
    pub fn attention(check: Check, finding: Phrase, cure: Phrase) -> Self {
        Self {
            check,
            verdict: Verdict::Attention,
            finding,
            cure: Some(cure),
            command: None,
            setting: None,
        }
    }

    /// It does not work.
    #[must_use]
    pub fn failed(check: Check, finding: Phrase, cure: Phrase) -> Self {
        Self {
            check,
            verdict: Verdict::Failed,
            finding,
            cure: Some(cure),
            command: None,
            setting: None,
        }
    }

    /// Not checked, and why.
    #[must_use]
    pub fn skipped(check: Check, why: Phrase) -> Self {
        Self {
            check,
            verdict: Verdict::Skipped,
            finding: why,
            cure: None,
            command: None,
            setting: None,
        }
    }

    /// Adds the command of `ringlogctl` that cures it or shows more.
    #[must_use]
    pub fn with_command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// Adds the setting the cure changes.
    #[must_use]
    pub fn with_setting(mut self, key: Key) -> Self {
        self.setting = Some(key);
        self
    }

    /// The same with a cure that names where its setting is set, if that is no place a person changes it from Ringlog.
    #[must_use]
    pub fn curable_under(self, effective: &Effective) -> Self {
        let Some(key) = self.setting else {
            return self;
        };
        let cure = match effective.origin(key) {
            Origin::Policy => Phrase::new("cure-managed"),
            Origin::Environment => {
                Phrase::new("cure-environment").with("name", key.environment_name())
            }
            Origin::Default | Origin::File => return self,
        };
        let cure = cure.with("label", key.label()).with("key", key.name());
        Self {
            cure: Some(cure),
            command: None,
            ..self
        }
    }
}

impl Check {
    /// Its name for people.
    #[must_use]
    pub fn name(self) -> Phrase {
        Phrase::new(match self {
            Self::Profile => "check-profile",
            Self::Settings => "check-settings",
            Self::Region => "check-region",
            Self::Clock => "check-clock",
            Self::Keychain => "check-keychain",
            Self::Ledger => "check-ledger",
            Self::Pause => "check-pause",
            Self::Pbx => "check-pbx",
            Self::History => "check-history",
            Self::Organization => "check-organization",
            Self::SignIn => "check-sign-in",
            Self::WhoAmI => "check-who-am-i",
            Self::Privileges => "check-privileges",
            Self::Attribution => "check-attribution",
            Self::Numbers => "check-numbers",
            Self::Rules => "check-rules",
            Self::Coexistence => "check-coexistence",
            Self::Calls => "check-calls",
            Self::Corrections => "check-corrections",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::layers::{Fallbacks, Layer, Layers, Written};
    use crate::settings::raw::Raw;

    #[test]
    fn what_is_set_elsewhere_is_not_offered_as_something_the_person_changes() {
        let layer = || {
            let place = Phrase::verbatim("here");
            let raw = Raw::Text("GB".to_owned());
            Layer::from([(Key::Region, Written { raw, place })])
        };
        let under = |layers: Layers| {
            let finding = Finding::attention(Check::Region, "It differs.".into(), "Set it.".into())
                .with_command("ringlogctl config set numbers.region DE")
                .with_setting(Key::Region);
            let finding = finding.curable_under(&layers.merge(&Fallbacks::default()));
            (finding.cure.unwrap().to_string(), finding.command)
        };
        let (cure, command) = under(Layers {
            file: layer(),
            ..Layers::default()
        });
        assert_eq!(cure, "Set it.");
        assert!(command.is_some());
        let (cure, command) = under(Layers {
            environment: layer(),
            ..Layers::default()
        });
        assert!(cure.contains("RINGLOG_NUMBERS__REGION"), "{cure}");
        assert_eq!(command, None);
        let (cure, command) = under(Layers {
            policy: layer(),
            ..Layers::default()
        });
        assert!(cure.contains("ask your administrator"), "{cure}");
        assert_eq!(command, None);
    }
}
