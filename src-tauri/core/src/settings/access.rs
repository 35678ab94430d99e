//! Reading and writing one setting by its key.

use super::check;
use super::key::{Key, Shape};
use super::raw::{Raw, SettingProblem};
use super::{LoggedNotifications, NumberPattern, PbxKind, Settings, UnknownNumber};
use crate::authority::authority_from_setting;
use crate::contact_match::Entity;
use crate::organization::OrganizationUrl;

impl Settings {
    /// Puts an allowed value in its place; anything else changes nothing.
    ///
    /// # Errors
    /// When the value is not allowed.
    pub fn set(&mut self, key: Key, raw: &Raw) -> Result<(), SettingProblem> {
        self.place(key, raw)
            .ok_or_else(|| SettingProblem::new(key, raw))
    }

    /// The value of a setting in its one form; `None` while it has none.
    #[must_use]
    pub fn get(&self, key: Key) -> Option<Raw> {
        let text = |value: &Option<String>| value.clone().map(Raw::Text);
        let word = |value: &str| Some(Raw::Text(value.to_owned()));
        let integer = |value: u32| Some(Raw::Integer(i64::from(value)));
        let address = |value: &Option<url::Url>| {
            let origin = |url: &url::Url| url.as_str().trim_end_matches('/').to_owned();
            value.as_ref().map(origin).map(Raw::Text)
        };
        match key {
            Key::OrganizationUrl => {
                let url = self.dynamics.organization_url.as_ref();
                url.map(|url| Raw::Text(url.origin()))
            }
            Key::Scope => text(&self.dynamics.scope),
            Key::AttributionEmail => text(&self.dynamics.attribution_email),
            Key::ClientId => text(&self.microsoft.client_id),
            Key::MicrosoftTenant => text(&self.microsoft.tenant),
            Key::Authority => address(&self.microsoft.authority),
            Key::PbxKind => match self.pbx.kind {
                PbxKind::Vodia => word("vodia"),
            },
            Key::PbxUrl => address(&self.pbx.url),
            Key::PbxTenant => text(&self.pbx.tenant),
            Key::Extension => text(&self.pbx.extension),
            Key::PbxEmail => text(&self.pbx.email),
            Key::PollSeconds => integer(self.pbx.poll_seconds),
            Key::LookBackHours => integer(self.pbx.look_back_hours),
            Key::Region => text(&self.region),
            Key::OwnNumbers => numbers(&self.rules.own_numbers),
            Key::MinimumSeconds => integer(self.rules.minimum_seconds),
            Key::AnsweredMinimumSeconds => integer(self.rules.answered_minimum_seconds),
            Key::LogQueueMissed => Some(Raw::Bool(self.rules.log_queue_missed)),
            Key::LogServiceNumbers => Some(Raw::Bool(self.rules.log_service_numbers)),
            Key::WorkingHours => {
                let lines = self.rules.working_hours.iter().map(ToString::to_string);
                Some(Raw::Texts(lines.collect()))
            }
            Key::NeverLog => numbers(&self.rules.never_log),
            Key::KnownNumbersOnly => Some(Raw::Bool(self.rules.known_numbers_only)),
            Key::UnknownNumber => word(match self.rules.unknown_number {
                UnknownNumber::Create => "create",
                UnknownNumber::Ask => "ask",
                UnknownNumber::Unlinked => "unlinked",
            }),
            Key::MatchEntities => {
                let names = self.rules.match_entities.iter().map(|entity| match entity {
                    Entity::Contact => "contact".to_owned(),
                    Entity::Account => "account".to_owned(),
                    Entity::Lead => "lead".to_owned(),
                });
                Some(Raw::Texts(names.collect()))
            }
            Key::MatchColumns => Some(Raw::Texts(self.rules.match_columns.clone())),
            Key::AmbiguousWaitHours => integer(self.rules.ambiguous_wait_hours),
            Key::LoggedNotifications => word(match self.notifications.logged {
                LoggedNotifications::Each => "each",
                LoggedNotifications::Digest => "digest",
                LoggedNotifications::Off => "off",
            }),
            Key::QuietHours => text(&self.notifications.quiet_hours),
            Key::StartWithSession => Some(Raw::Bool(self.app.start_with_session)),
            Key::AppLanguage => self.app.language.and_then(|language| word(language.tag())),
        }
    }

    fn place(&mut self, key: Key, raw: &Raw) -> Option<()> {
        match key {
            Key::OrganizationUrl => {
                self.dynamics.organization_url = Some(OrganizationUrl::parse(text(raw)?).ok()?);
            }
            Key::Scope => self.dynamics.scope = Some(check::scope(text(raw)?)?),
            Key::AttributionEmail => {
                self.dynamics.attribution_email = Some(check::email(text(raw)?)?);
            }
            Key::ClientId => self.microsoft.client_id = Some(check::guid(text(raw)?)?),
            Key::MicrosoftTenant => {
                self.microsoft.tenant = Some(check::entra_tenant(text(raw)?)?);
            }
            Key::Authority => {
                self.microsoft.authority = Some(authority_from_setting(text(raw)?).ok()?);
            }
            Key::PbxKind => {
                self.pbx.kind = match text(raw)? {
                    "vodia" => PbxKind::Vodia,
                    _ => return None,
                };
            }
            Key::PbxUrl => self.pbx.url = Some(check::pbx_url(text(raw)?)?),
            Key::PbxTenant => self.pbx.tenant = Some(check::host(text(raw)?)?),
            Key::Extension => self.pbx.extension = Some(check::extension(&extension(raw)?)?),
            Key::PbxEmail => self.pbx.email = Some(check::email(text(raw)?)?),
            Key::PollSeconds => self.pbx.poll_seconds = integer(key, raw)?,
            Key::LookBackHours => self.pbx.look_back_hours = integer(key, raw)?,
            Key::Region => self.region = Some(check::region(text(raw)?)?),
            Key::OwnNumbers => self.rules.own_numbers = check::number_patterns(texts(raw)?)?,
            Key::MinimumSeconds => self.rules.minimum_seconds = integer(key, raw)?,
            Key::AnsweredMinimumSeconds => {
                self.rules.answered_minimum_seconds = integer(key, raw)?;
            }
            Key::LogQueueMissed => self.rules.log_queue_missed = boolean(raw)?,
            Key::LogServiceNumbers => self.rules.log_service_numbers = boolean(raw)?,
            Key::WorkingHours => self.rules.working_hours = check::working_hours(texts(raw)?)?,
            Key::NeverLog => self.rules.never_log = check::number_patterns(texts(raw)?)?,
            Key::KnownNumbersOnly => self.rules.known_numbers_only = boolean(raw)?,
            Key::UnknownNumber => {
                self.rules.unknown_number = match text(raw)? {
                    "create" => UnknownNumber::Create,
                    "ask" => UnknownNumber::Ask,
                    "unlinked" => UnknownNumber::Unlinked,
                    _ => return None,
                };
            }
            Key::MatchEntities => self.rules.match_entities = check::entities(texts(raw)?)?,
            Key::MatchColumns => self.rules.match_columns = check::columns(texts(raw)?)?,
            Key::AmbiguousWaitHours => self.rules.ambiguous_wait_hours = integer(key, raw)?,
            Key::LoggedNotifications => {
                self.notifications.logged = match text(raw)? {
                    "each" => LoggedNotifications::Each,
                    "digest" => LoggedNotifications::Digest,
                    "off" => LoggedNotifications::Off,
                    _ => return None,
                };
            }
            Key::QuietHours => {
                self.notifications.quiet_hours = Some(check::quiet_hours(text(raw)?)?);
            }
            Key::StartWithSession => self.app.start_with_session = boolean(raw)?,
            Key::AppLanguage => self.app.language = Some(check::language(text(raw)?)?),
        }
        Some(())
    }
}

fn text(raw: &Raw) -> Option<&str> {
    match raw {
        Raw::Text(written) => check::text(written),
        Raw::Integer(_) | Raw::Bool(_) | Raw::Texts(_) | Raw::Other(_) => None,
    }
}

/// People leave the quotes out in the file, and no digit is lost by it: TOML has no numbers that begin with 0.
fn extension(raw: &Raw) -> Option<String> {
    match raw {
        Raw::Integer(number) => Some(number.to_string()).filter(|_| *number > 0),
        Raw::Text(_) | Raw::Bool(_) | Raw::Texts(_) | Raw::Other(_) => text(raw).map(str::to_owned),
    }
}

fn integer(key: Key, raw: &Raw) -> Option<u32> {
    match (key.shape(), raw) {
        (Shape::Integer { min, max }, Raw::Integer(number)) => u32::try_from(*number)
            .ok()
            .filter(|number| (min..=max).contains(number)),
        (
            Shape::Integer { .. } | Shape::Text | Shape::Address | Shape::Bool | Shape::Texts,
            Raw::Integer(_) | Raw::Text(_) | Raw::Bool(_) | Raw::Texts(_) | Raw::Other(_),
        ) => None,
    }
}

fn boolean(raw: &Raw) -> Option<bool> {
    match raw {
        Raw::Bool(value) => Some(*value),
        Raw::Text(_) | Raw::Integer(_) | Raw::Texts(_) | Raw::Other(_) => None,
    }
}

fn texts(raw: &Raw) -> Option<&[String]> {
    match raw {
        Raw::Texts(texts) => Some(texts),
        Raw::Text(_) | Raw::Integer(_) | Raw::Bool(_) | Raw::Other(_) => None,
    }
}

fn numbers(patterns: &[NumberPattern]) -> Option<Raw> {
    let written = patterns.iter().map(|pattern| pattern.0.clone());
    Some(Raw::Texts(written.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "00001111-aaaa-2222-bbbb-3333cccc4444";

    fn check(key: Key, text: &str, kept: &str) {
        let mut settings = Settings::default();
        let raw = Raw::from_text(key, text).unwrap();
        settings.set(key, &raw).unwrap();
        assert_eq!(settings.get(key).unwrap().to_text(), kept, "{key} {text}");
    }

    fn refuse(key: Key, text: &str) {
        let mut settings = Settings::default();
        let raw = Raw::from_text(key, text);
        let refused = raw.and_then(|raw| settings.set(key, &raw)).unwrap_err();
        assert_eq!(refused.key, key);
        assert_eq!(settings, Settings::default(), "{key} {text}");
    }

    #[test]
    fn what_is_allowed_is_kept_in_one_form() {
        check(
            Key::OrganizationUrl,
            "contoso.crm4.dynamics.com/main.aspx?appid=1",
            "https://contoso.crm4.dynamics.com",
        );
        check(
            Key::OrganizationUrl,
            "http://127.0.0.1:8081/",
            "http://127.0.0.1:8081",
        );
        check(Key::ClientId, &ID.to_uppercase(), ID);
        check(Key::ClientId, &format!("{{{ID}}}"), ID);
        check(
            Key::MicrosoftTenant,
            "Contoso.OnMicrosoft.com",
            "contoso.onmicrosoft.com",
        );
        check(Key::MicrosoftTenant, ID, ID);
        check(
            Key::Authority,
            "https://login.microsoftonline.us/",
            "https://login.microsoftonline.us",
        );
        check(
            Key::PbxUrl,
            "https://PBX.example.com/portal/?x#calls",
            "https://pbx.example.com",
        );
        check(
            Key::PbxUrl,
            "http://127.0.0.1:8088/",
            "http://127.0.0.1:8088",
        );
        check(Key::PbxTenant, "Pbx.Example.com", "pbx.example.com");
        check(Key::Extension, "40", "40");
        check(Key::Extension, "front_desk-2.a", "front_desk-2.a");
        check(Key::PbxEmail, "jane@example.com", "jane@example.com");
        check(
            Key::AttributionEmail,
            "o'neil+x@mail.example.com",
            "o'neil+x@mail.example.com",
        );
        check(Key::PollSeconds, "5", "5");
        check(Key::PollSeconds, "3600", "3600");
        check(Key::Region, "gb", "GB");
        check(Key::OwnNumbers, "+44 20 7946, 0900", "+44207946, 0900");
        check(Key::NeverLog, "[]", "");
        check(Key::LogServiceNumbers, "true", "true");
        check(
            Key::WorkingHours,
            "mon-FRI 08:00 - 18:00, sat 09:00-12:00,22:00-06:00",
            "Mon-Fri 08:00-18:00, Sat 09:00-12:00, 22:00-06:00",
        );
        check(Key::WorkingHours, "[]", "");
        check(Key::KnownNumbersOnly, "true", "true");
        check(Key::UnknownNumber, "ask", "ask");
        check(
            Key::MatchEntities,
            "account, contact, account",
            "account, contact",
        );
        check(
            Key::MatchColumns,
            "MobilePhone,address1_telephone1,mobilephone",
            "mobilephone, address1_telephone1",
        );
        check(Key::LoggedNotifications, "digest", "digest");
        check(Key::QuietHours, "18:00 - 08:00", "18:00-08:00");
        check(Key::StartWithSession, "false", "false");
        check(Key::AppLanguage, "FR", "fr");
        check(
            Key::Scope,
            "https://contoso.crm4.dynamics.com/user_impersonation",
            "https://contoso.crm4.dynamics.com/user_impersonation",
        );
        check(
            Key::Scope,
            "https://contoso.crm4.dynamics.com//user_impersonation",
            "https://contoso.crm4.dynamics.com//user_impersonation",
        );
    }

    #[test]
    fn what_is_not_allowed_changes_nothing() {
        for key in Key::ALL {
            refuse(*key, "\u{0}");
        }
        refuse(Key::OrganizationUrl, "http://contoso.crm4.dynamics.com");
        refuse(Key::OrganizationUrl, "https://dynamics.example.com");
        refuse(Key::Scope, "https://graph.microsoft.com/user_impersonation");
        refuse(Key::ClientId, "00001111aaaa2222bbbb3333cccc4444");
        refuse(Key::ClientId, "00000000-0000-0000-0000-000000000000");
        refuse(Key::MicrosoftTenant, "contoso");
        refuse(Key::MicrosoftTenant, "contoso.com/common");
        refuse(Key::Authority, "https://login.example.com");
        refuse(Key::PbxKind, "asterisk");
        refuse(Key::PbxUrl, "http://pbx.example.com");
        refuse(Key::PbxUrl, "http://localhost.example.com");
        refuse(Key::PbxUrl, "https://40:hunter2@pbx.example.com");
        refuse(Key::PbxUrl, "pbx.example.com");
        refuse(Key::PbxUrl, "file:///etc/passwd");
        refuse(Key::PbxTenant, "pbx.example.com/x");
        refuse(Key::PbxTenant, "-pbx.example.com");
        refuse(Key::PbxTenant, "");
        refuse(Key::Extension, "40@pbx.example.com");
        refuse(Key::Extension, "4/0");
        refuse(Key::Extension, "..");
        refuse(Key::PbxEmail, "jane");
        refuse(Key::PbxEmail, "jane@@example.com");
        refuse(Key::PbxEmail, "Jane <jane@example.com>");
        refuse(Key::PollSeconds, "4");
        refuse(Key::PollSeconds, "3601");
        refuse(Key::PollSeconds, "-30");
        refuse(Key::LogQueueMissed, "1");
        refuse(Key::Region, "Britain");
        refuse(Key::OwnNumbers, "+");
        refuse(Key::OwnNumbers, "+44x");
        refuse(Key::NeverLog, "4");
        refuse(Key::NeverLog, "4+4");
        refuse(Key::LogServiceNumbers, "yes");
        refuse(Key::WorkingHours, "Mon-Fri");
        refuse(Key::WorkingHours, "Mon-Fri 08:00-18:00, Sat");
        refuse(Key::WorkingHours, "Mon-Fri 8-18");
        refuse(Key::WorkingHours, "Mon-Fri 08:00-08:00");
        refuse(Key::WorkingHours, "Montag 08:00-18:00");
        refuse(Key::KnownNumbersOnly, "1");
        refuse(Key::UnknownNumber, "Create");
        refuse(Key::MatchEntities, "[]");
        refuse(Key::MatchEntities, "contact, user");
        refuse(Key::MatchColumns, "mobilephone eq null");
        refuse(Key::MatchColumns, "mobilephone, new_phone2");
        refuse(Key::MatchColumns, "mobile");
        refuse(Key::MatchColumns, "[]");
        refuse(Key::LoggedNotifications, "never");
        refuse(Key::QuietHours, "18:00");
        refuse(Key::QuietHours, "24:00-08:00");
        refuse(Key::QuietHours, "+8:00-09:00");
        refuse(Key::QuietHours, "08:00-08:00");
        refuse(Key::StartWithSession, "no");
        refuse(Key::AppLanguage, "de-AT");
        refuse(Key::AppLanguage, "it");
        refuse(Key::Scope, "https://contoso.crm4.dynamics.com");
        refuse(
            Key::Scope,
            "http://contoso.crm4.dynamics.com/user_impersonation",
        );
        refuse(
            Key::Scope,
            "https://contoso.crm4.dynamics.com/x/user_impersonation",
        );
        refuse(
            Key::Scope,
            "openid https://contoso.crm4.dynamics.com/user_impersonation",
        );
    }

    #[test]
    fn an_extension_may_stand_without_quotes() {
        let mut settings = Settings::default();
        settings.set(Key::Extension, &Raw::Integer(40)).unwrap();
        assert_eq!(settings.pbx.extension.as_deref(), Some("40"));
        settings.set(Key::Extension, &Raw::Integer(-4)).unwrap_err();
    }

    #[test]
    fn a_refusal_names_the_key_what_is_allowed_and_what_was_found() {
        let refused = Settings::default().set(Key::PollSeconds, &Raw::Integer(2));
        assert_eq!(
            refused.unwrap_err().to_string(),
            "pbx.poll_seconds must be a whole number from 5 to 3600, not 2."
        );
    }

    #[test]
    fn the_default_of_every_list_number_and_word_is_the_one_people_are_shown() {
        for key in Key::ALL {
            let Some(value) = Settings::default().get(*key) else {
                continue;
            };
            let shown = match &value {
                Raw::Texts(_) => value.to_string(),
                Raw::Text(_) | Raw::Integer(_) | Raw::Bool(_) | Raw::Other(_) => value.to_text(),
            };
            if *key != Key::MatchColumns {
                assert_eq!(shown, key.default_words().to_string(), "{key}");
            }
        }
    }

    fn any_key() -> impl Strategy<Value = Key> {
        proptest::sample::select(Key::ALL)
    }

    fn any_raw() -> impl Strategy<Value = Raw> {
        let likely = "[+0-9a-z@:/._, -]{0,40}";
        prop_oneof![
            any::<String>().prop_map(Raw::Text),
            likely.prop_map(Raw::Text),
            any::<i64>().prop_map(Raw::Integer),
            (0_i64..10_000).prop_map(Raw::Integer),
            any::<bool>().prop_map(Raw::Bool),
            proptest::collection::vec("[+]?[0-9]{0,8}", 0..4).prop_map(Raw::Texts),
            proptest::collection::vec("((mon|Sat-Sun) )?0[0-9]:[0-5]0-[12][0-9]:[0-5]0", 0..4)
                .prop_map(Raw::Texts),
            proptest::collection::vec(any::<String>(), 0..4).prop_map(Raw::Texts),
            Just(Raw::Other("a table")),
        ]
    }

    proptest! {
        #[test]
        fn no_text_for_any_key_panics_or_leaves_half_a_value(key in any_key(), text in any::<String>()) {
            let mut settings = Settings::default();
            let set = Raw::from_text(key, &text).and_then(|raw| settings.set(key, &raw));
            if let Err(problem) = set {
                prop_assert_eq!(&settings, &Settings::default());
                prop_assert!(problem.to_string().starts_with(key.name()));
            }
        }

        #[test]
        fn a_value_that_was_set_reads_back_as_itself(key in any_key(), raw in any_raw()) {
            let mut settings = Settings::default();
            if settings.set(key, &raw).is_ok() {
                let kept = settings.get(key).unwrap();
                let mut again = Settings::default();
                again.set(key, &Raw::from_text(key, &kept.to_text()).unwrap()).unwrap();
                prop_assert_eq!(again, settings);
            }
        }
    }
}
