//! The keys people script against, in the order of `interfaces.md`, "Settings".

use std::fmt;

use serde::{Serialize, Serializer};

/// The kind of value a key has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One text.
    Text,
    /// An address, which may be shown only without what follows its path.
    Address,
    /// A whole number within bounds.
    Integer {
        /// The least allowed.
        min: u32,
        /// The most allowed.
        max: u32,
    },
    /// `true` or `false`.
    Bool,
    /// A list of texts.
    Texts,
}

/// No setting has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a setting of Ringlog: `ringlogctl config show` lists them all.")]
pub struct UnknownKey(pub String);

macro_rules! keys {
    ($($variant:ident, $name:literal, $shape:expr, $default:literal, $meaning:literal, $allowed:literal;)*) => {
        /// One setting.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key {
            $(#[doc = concat!("`", $name, "`: ", $meaning)] $variant,)*
        }

        impl Key {
            /// Every setting, in the order they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The dotted name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The kind of value it has.
            #[must_use]
            pub fn shape(self) -> Shape {
                match self { $(Self::$variant => $shape,)* }
            }

            /// What holds while nobody set it, for people.
            #[must_use]
            pub fn default_words(self) -> &'static str {
                match self { $(Self::$variant => $default,)* }
            }

            /// What it means, in a line.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// What is allowed, to follow "must be".
            #[must_use]
            pub fn allowed(self) -> &'static str {
                match self { $(Self::$variant => $allowed,)* }
            }
        }
    };
}

keys! {
    OrganizationUrl, "dynamics.organization_url", Shape::Address, "none",
        "The address of the Dynamics 365 organization.",
        "the https address of a Dynamics 365 organization, for example https://contoso.crm4.dynamics.com";
    Scope, "dynamics.scope", Shape::Address, "<organization_url>/user_impersonation",
        "The permission Microsoft is asked for.",
        "the organization's address followed by /user_impersonation, for example https://contoso.crm4.dynamics.com/user_impersonation";
    AttributionEmail, "dynamics.attribution_email", Shape::Text, "the logged-in user's",
        "The Dynamics user calls are written for when a service account is linked.",
        "an e-mail address";
    ClientId, "microsoft.client_id", Shape::Text, "none",
        "The application (client) id of the Entra application, a public client.",
        "an application (client) id of 32 hexadecimal digits like 00001111-aaaa-2222-bbbb-3333cccc4444";
    MicrosoftTenant, "microsoft.tenant", Shape::Text, "discovered",
        "The Entra tenant, by id or domain.",
        "a tenant id or a domain, for example contoso.onmicrosoft.com";
    Authority, "microsoft.authority", Shape::Address, "discovered",
        "The login host of Microsoft's cloud.",
        "the https address of a Microsoft login host without a path, for example https://login.microsoftonline.com";
    PbxKind, "pbx.kind", Shape::Text, "vodia",
        "The kind of PBX.",
        "vodia";
    PbxUrl, "pbx.url", Shape::Address, "none",
        "The address of the PBX.",
        "the https address of the PBX without user name and password, for example https://pbx.example.com";
    PbxTenant, "pbx.tenant", Shape::Text, "the host of pbx.url",
        "The PBX's tenant (domain) of the extension.",
        "a host name, for example pbx.example.com";
    Extension, "pbx.extension", Shape::Text, "none",
        "The extension whose calls are logged.",
        "an extension: 1 to 64 letters, digits, or any of _ . -";
    PbxEmail, "pbx.email", Shape::Text, "read from the PBX",
        "The extension's e-mail address, where the PBX does not let the user read it.",
        "an e-mail address";
    PollSeconds, "pbx.poll_seconds", Shape::Integer { min: 5, max: 3_600 }, "30",
        "Seconds between two looks at the call history.",
        "a whole number from 5 to 3600";
    LookBackHours, "pbx.look_back_hours", Shape::Integer { min: 0, max: 8_760 }, "24",
        "How many hours a new ledger looks back.",
        "a whole number from 0 to 8760";
    Region, "numbers.region", Shape::Text, "from the PBX, else the locale",
        "The country whose national numbers these are.",
        "the two letters of an ISO 3166 country, for example GB";
    OwnNumbers, "numbers.own", Shape::Texts, "[]",
        "The company's own numbers or their beginnings, in E.164.",
        "a list of numbers or beginnings of numbers in digits, with or without a plus before them, for example +442079460";
    MinimumSeconds, "rules.minimum_seconds", Shape::Integer { min: 0, max: 86_400 }, "3",
        "Unanswered calls shorter than this are left out.",
        "a whole number from 0 to 86400";
    AnsweredMinimumSeconds, "rules.answered_minimum_seconds", Shape::Integer { min: 0, max: 86_400 }, "0",
        "Answered calls shorter than this are left out.",
        "a whole number from 0 to 86400";
    LogQueueMissed, "rules.log_queue_missed", Shape::Bool, "false",
        "Whether a queue call this extension did not answer is logged.",
        "true or false";
    NeverLog, "rules.never_log", Shape::Texts, "[]",
        "Numbers or beginnings of numbers that are never logged.",
        "a list of numbers or beginnings of numbers in digits, with or without a plus before them, for example +442079460";
    UnknownNumber, "rules.unknown_number", Shape::Text, "create",
        "What happens to a number nobody in Dynamics has.",
        "create, ask or unlinked";
    MatchEntities, "rules.match_entities", Shape::Texts, "[\"contact\"]",
        "The tables a number is looked for in, first match first.",
        "a list of contact, account or lead, with at least one of them";
    MatchColumns, "rules.match_columns", Shape::Texts, "the four phone columns of a contact",
        "The columns a number is looked for in.",
        "a list of 1 to 20 logical column names in letters, digits and underscores, for example mobilephone";
    AmbiguousWaitHours, "rules.ambiguous_wait_hours", Shape::Integer { min: 0, max: 8_760 }, "24",
        "Hours a call waits for a person to choose among several contacts, then it is logged without one.",
        "a whole number from 0 to 8760";
    LoggedNotifications, "notifications.logged", Shape::Text, "each",
        "How logged calls are announced.",
        "each, digest or off";
    QuietHours, "notifications.quiet_hours", Shape::Text, "none",
        "When nothing is announced, in local time.",
        "two different times of day as HH:MM-HH:MM, for example 18:00-08:00";
}

impl Key {
    /// The setting of this dotted name.
    ///
    /// # Errors
    /// When there is none.
    pub fn named(name: &str) -> Result<Self, UnknownKey> {
        let name = name.trim();
        Self::ALL
            .iter()
            .copied()
            .find(|key| key.name() == name)
            .ok_or_else(|| UnknownKey(super::raw::shown(name)))
    }

    /// The environment variable it can come from, for example `RINGLOG_PBX__POLL_SECONDS`.
    #[must_use]
    pub fn environment_name(self) -> String {
        format!(
            "RINGLOG_{}",
            self.name().replace('.', "__").to_ascii_uppercase()
        )
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_name_and_named_once_in_the_environment() {
        let mut names = std::collections::BTreeSet::new();
        for key in Key::ALL {
            assert_eq!(Key::named(key.name()), Ok(*key));
            assert!(names.insert(key.environment_name()), "{key} twice");
        }
        assert_eq!(
            Key::OrganizationUrl.environment_name(),
            "RINGLOG_DYNAMICS__ORGANIZATION_URL"
        );
    }

    #[test]
    fn a_number_s_bounds_and_its_words_agree() {
        for key in Key::ALL {
            if let Shape::Integer { min, max } = key.shape() {
                assert_eq!(key.allowed(), format!("a whole number from {min} to {max}"));
            }
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_where_to_look() {
        let error = Key::named("pbx.password").unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"pbx.password\" is not a setting of Ringlog: `ringlogctl config show` lists them all."
        );
    }
}
