//! The keys people script against, in the order of `interfaces.md`, "Settings".

use std::fmt;

use serde::{Serialize, Serializer};

use crate::phrase::Phrase;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey(pub String);

impl UnknownKey {
    /// What to say of it.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        Phrase::new("setting-unknown").with("name", self.0.clone())
    }
}

/// In English, as its phrase is.
impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(f)
    }
}

impl std::error::Error for UnknownKey {}

macro_rules! keys {
    ($($variant:ident, $name:literal, $shape:expr;)*) => {
        /// One setting.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
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
        }
    };
}

keys! {
    OrganizationUrl, "dynamics.organization_url", Shape::Address;
    Scope, "dynamics.scope", Shape::Address;
    AttributionEmail, "dynamics.attribution_email", Shape::Text;
    ClientId, "microsoft.client_id", Shape::Text;
    MicrosoftTenant, "microsoft.tenant", Shape::Text;
    Authority, "microsoft.authority", Shape::Address;
    PbxKind, "pbx.kind", Shape::Text;
    PbxUrl, "pbx.url", Shape::Address;
    PbxTenant, "pbx.tenant", Shape::Text;
    Extension, "pbx.extension", Shape::Text;
    PbxEmail, "pbx.email", Shape::Text;
    PollSeconds, "pbx.poll_seconds", Shape::Integer { min: 5, max: 3_600 };
    LookBackHours, "pbx.look_back_hours", Shape::Integer { min: 0, max: 8_760 };
    Region, "numbers.region", Shape::Text;
    OwnNumbers, "numbers.own", Shape::Texts;
    MinimumSeconds, "rules.minimum_seconds", Shape::Integer { min: 0, max: 86_400 };
    AnsweredMinimumSeconds, "rules.answered_minimum_seconds", Shape::Integer { min: 0, max: 86_400 };
    LogQueueMissed, "rules.log_queue_missed", Shape::Bool;
    LogServiceNumbers, "rules.log_service_numbers", Shape::Bool;
    WorkingHours, "rules.working_hours", Shape::Texts;
    NeverLog, "rules.never_log", Shape::Texts;
    KnownNumbersOnly, "rules.known_numbers_only", Shape::Bool;
    UnknownNumber, "rules.unknown_number", Shape::Text;
    MatchEntities, "rules.match_entities", Shape::Texts;
    MatchColumns, "rules.match_columns", Shape::Texts;
    AmbiguousWaitHours, "rules.ambiguous_wait_hours", Shape::Integer { min: 0, max: 8_760 };
    LoggedNotifications, "notifications.logged", Shape::Text;
    QuietHours, "notifications.quiet_hours", Shape::Text;
    StartWithSession, "app.start_with_session", Shape::Bool;
    AppLanguage, "app.language", Shape::Text;
}

impl Key {
    /// What people call it.
    #[must_use]
    pub fn label(self) -> Phrase {
        Phrase::new(match self {
            Self::OrganizationUrl => "setting-organization-url",
            Self::Scope => "setting-scope",
            Self::AttributionEmail => "setting-attribution-email",
            Self::ClientId => "setting-client-id",
            Self::MicrosoftTenant => "setting-microsoft-tenant",
            Self::Authority => "setting-authority",
            Self::PbxKind => "setting-pbx-kind",
            Self::PbxUrl => "setting-pbx-url",
            Self::PbxTenant => "setting-pbx-tenant",
            Self::Extension => "setting-extension",
            Self::PbxEmail => "setting-pbx-email",
            Self::PollSeconds => "setting-poll-seconds",
            Self::LookBackHours => "setting-look-back-hours",
            Self::Region => "setting-region",
            Self::OwnNumbers => "setting-own-numbers",
            Self::MinimumSeconds => "setting-minimum-seconds",
            Self::AnsweredMinimumSeconds => "setting-answered-minimum-seconds",
            Self::LogQueueMissed => "setting-log-queue-missed",
            Self::LogServiceNumbers => "setting-log-service-numbers",
            Self::WorkingHours => "setting-working-hours",
            Self::NeverLog => "setting-never-log",
            Self::KnownNumbersOnly => "setting-known-numbers-only",
            Self::UnknownNumber => "setting-unknown-number",
            Self::MatchEntities => "setting-match-entities",
            Self::MatchColumns => "setting-match-columns",
            Self::AmbiguousWaitHours => "setting-ambiguous-wait-hours",
            Self::LoggedNotifications => "setting-logged-notifications",
            Self::QuietHours => "setting-quiet-hours",
            Self::StartWithSession => "setting-start-with-session",
            Self::AppLanguage => "setting-app-language",
        })
    }

    /// What it means, in a line.
    #[must_use]
    pub fn meaning(self) -> Phrase {
        self.label().attribute("meaning")
    }

    /// What is allowed, to follow "must be".
    #[must_use]
    pub fn allowed(self) -> Phrase {
        self.label().attribute("allowed")
    }

    /// What holds while nobody set it.
    #[must_use]
    pub fn default_words(self) -> Phrase {
        self.label().attribute("default")
    }

    /// All of it in one paragraph, for whoever sets it elsewhere than here.
    #[must_use]
    pub fn explanation(self) -> Phrase {
        Phrase::new("setting-explained")
            .with("meaning", self.meaning())
            .with("allowed", self.allowed())
            .with("default", self.default_words())
            .with("key", self.name())
    }

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
    use crate::contact_match::Entity;
    use crate::language::{Language, Locale};
    use jiff::tz::TimeZone;

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
                assert_eq!(
                    key.allowed().to_string(),
                    format!("a whole number from {min} to {max}")
                );
            }
        }
    }

    #[test]
    fn every_column_that_can_be_searched_stands_in_the_words_for_what_is_allowed() {
        for language in Language::ALL {
            let locale = Locale::of_system(language.tag(), TimeZone::UTC);
            let allowed = Key::MatchColumns.allowed().say(&locale);
            for entity in Entity::ALL {
                for column in entity.phone_columns() {
                    let is_named = allowed.contains(column) || column.starts_with("address");
                    assert!(is_named, "{column}: {allowed}");
                }
            }
        }
    }

    #[test]
    fn an_unknown_name_is_named() {
        let error = Key::named("pbx.password").unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"pbx.password\" is not a setting of Ringlog."
        );
    }
}
