//! Every setting of `interfaces.md`: its type, its default, what is allowed, and whether it is locked.

mod access;
mod check;
pub mod key;
pub mod layers;
mod number_pattern;
pub mod policy;
pub mod raw;
pub mod show;
mod working_hours;

use serde::{Deserialize, Serialize};
use url::Url;

use self::key::Key;
use crate::contact_match::Entity;
use crate::language::Language;
use crate::organization::OrganizationUrl;

pub use number_pattern::NumberPattern;
pub use working_hours::WorkingHours;

/// The settings in force, after all their origins were merged.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// `dynamics.*`
    pub dynamics: DynamicsSettings,
    /// `microsoft.*`
    pub microsoft: MicrosoftSettings,
    /// `pbx.*`
    pub pbx: PbxSettings,
    /// `numbers.region`; `None` until the PBX or the locale tells.
    pub region: Option<String>,
    /// `rules.*` and `numbers.own`
    pub rules: Rules,
    /// `notifications.*`
    pub notifications: NotificationSettings,
    /// `app.*`
    pub app: AppSettings,
}

/// `dynamics.*`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DynamicsSettings {
    /// `dynamics.organization_url`
    pub organization_url: Option<OrganizationUrl>,
    /// `dynamics.scope`; by default `<organization_url>/user_impersonation`.
    pub scope: Option<String>,
    /// `dynamics.attribution_email`; by default the logged-in user's own.
    pub attribution_email: Option<String>,
}

/// `microsoft.*`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MicrosoftSettings {
    /// `microsoft.client_id`
    pub client_id: Option<String>,
    /// `microsoft.tenant`; discovered from the organization by default.
    pub tenant: Option<String>,
    /// `microsoft.authority`; discovered from the organization by default.
    pub authority: Option<Url>,
}

/// `pbx.*`
#[derive(Clone, Debug, PartialEq)]
pub struct PbxSettings {
    /// `pbx.kind`
    pub kind: PbxKind,
    /// `pbx.url`
    pub url: Option<Url>,
    /// `pbx.tenant`; the host of `pbx.url` by default.
    pub tenant: Option<String>,
    /// `pbx.extension`
    pub extension: Option<String>,
    /// `pbx.email`: the extension's e-mail address, where the PBX does not let the user read it.
    pub email: Option<String>,
    /// `pbx.poll_seconds`, 5 to 3600.
    pub poll_seconds: u32,
    /// `pbx.look_back_hours`: how far back a new ledger looks.
    pub look_back_hours: u32,
}

/// The call sources there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PbxKind {
    /// Vodia PBX.
    Vodia,
}

/// Which calls are logged and on whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// `rules.minimum_seconds`, for unanswered calls.
    pub minimum_seconds: u32,
    /// `rules.answered_minimum_seconds`
    pub answered_minimum_seconds: u32,
    /// `rules.log_queue_missed`, for queues and ring groups.
    pub log_queue_missed: bool,
    /// `rules.log_service_numbers`; emergency numbers are never logged.
    pub log_service_numbers: bool,
    /// `rules.working_hours`; none means always.
    pub working_hours: Vec<WorkingHours>,
    /// `rules.known_numbers_only`: a call is logged only where Dynamics has its number.
    pub known_numbers_only: bool,
    /// `rules.never_log`
    pub never_log: Vec<NumberPattern>,
    /// `numbers.own`
    pub own_numbers: Vec<NumberPattern>,
    /// `rules.unknown_number`
    pub unknown_number: UnknownNumber,
    /// `rules.match_entities`
    pub match_entities: Vec<Entity>,
    /// `rules.match_columns`: logical names of phone columns; each table is asked for those it has.
    pub match_columns: Vec<String>,
    /// `rules.ambiguous_wait_hours`
    pub ambiguous_wait_hours: u32,
}

/// What happens to a number nobody in Dynamics has (spec D4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownNumber {
    /// A contact is created.
    Create,
    /// The person is asked.
    Ask,
    /// The call is logged without a contact.
    Unlinked,
}

/// `notifications.*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationSettings {
    /// `notifications.logged`
    pub logged: LoggedNotifications,
    /// `notifications.quiet_hours` as `HH:MM-HH:MM`.
    pub quiet_hours: Option<String>,
}

/// `app.*`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppSettings {
    /// `app.start_with_session`: Ringlog starts when the person signs in to the computer.
    pub start_with_session: bool,
    /// `app.language`; that of the locale by default.
    pub language: Option<Language>,
}

/// How logged calls are announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoggedNotifications {
    /// One for each call.
    Each,
    /// One for several.
    Digest,
    /// None.
    Off,
}

impl DynamicsSettings {
    /// The scope in force: the setting, else the organization's own.
    #[must_use]
    pub fn scope(&self) -> Option<String> {
        let default = self.organization_url.as_ref();
        self.scope
            .clone()
            .or_else(|| default.map(OrganizationUrl::default_scope))
    }
}

impl PbxSettings {
    /// [`crate::call::CallKey::source`]: the kind and the tenant, once a tenant is known.
    #[must_use]
    pub fn source(&self) -> Option<String> {
        let kind = match self.kind {
            PbxKind::Vodia => "vodia",
        };
        Some(format!("{kind}:{}", self.tenant()?.to_ascii_lowercase()))
    }

    /// `extension@tenant`, once both are known.
    #[must_use]
    pub fn account(&self) -> Option<String> {
        Some(format!("{}@{}", self.extension.as_ref()?, self.tenant()?))
    }

    /// The tenant in force: the setting, else the host of `pbx.url`.
    #[must_use]
    pub fn tenant(&self) -> Option<String> {
        let host = || self.url.as_ref()?.host_str().map(str::to_owned);
        self.tenant.clone().or_else(host)
    }
}

impl Settings {
    /// The addresses that are plain http, on loopback: status, window and log call them *insecure*.
    #[must_use]
    pub fn insecure(&self) -> Vec<Key> {
        let is_http = |url: Option<&Url>| url.is_some_and(|url| url.scheme() == "http");
        let organization = self.dynamics.organization_url.as_ref();
        [
            (Key::OrganizationUrl, organization.map(OrganizationUrl::url)),
            (Key::Authority, self.microsoft.authority.as_ref()),
            (Key::PbxUrl, self.pbx.url.as_ref()),
        ]
        .into_iter()
        .filter(|(_, url)| is_http(*url))
        .map(|(key, _)| key)
        .collect()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            dynamics: DynamicsSettings::default(),
            microsoft: MicrosoftSettings::default(),
            pbx: PbxSettings {
                kind: PbxKind::Vodia,
                url: None,
                tenant: None,
                extension: None,
                email: None,
                poll_seconds: 30,
                look_back_hours: 24,
            },
            region: None,
            rules: Rules::default(),
            notifications: NotificationSettings {
                logged: LoggedNotifications::Each,
                quiet_hours: None,
            },
            app: AppSettings {
                start_with_session: true,
                language: None,
            },
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            minimum_seconds: 3,
            answered_minimum_seconds: 0,
            log_queue_missed: false,
            log_service_numbers: false,
            working_hours: Vec::new(),
            known_numbers_only: false,
            never_log: Vec::new(),
            own_numbers: Vec::new(),
            unknown_number: UnknownNumber::Create,
            match_entities: vec![Entity::Contact],
            match_columns: ["mobilephone", "telephone1", "telephone2", "telephone3"]
                .map(str::to_owned)
                .to_vec(),
            ambiguous_wait_hours: 24,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_addresses_are_insecure() {
        let mut settings = Settings::default();
        settings.pbx.url = Some("http://localhost:8088".parse().unwrap());
        settings.microsoft.authority = Some("https://localhost".parse().unwrap());
        assert_eq!(settings.insecure(), [Key::PbxUrl]);
        let organization = OrganizationUrl::parse("http://127.0.0.1:8081").unwrap();
        settings.dynamics.organization_url = Some(organization);
        assert_eq!(settings.insecure(), [Key::OrganizationUrl, Key::PbxUrl]);
    }

    #[test]
    fn the_scope_is_the_organization_s_until_it_is_set() {
        let mut dynamics = DynamicsSettings::default();
        assert_eq!(dynamics.scope(), None);
        let organization = OrganizationUrl::parse("https://contoso.crm4.dynamics.com").unwrap();
        dynamics.organization_url = Some(organization);
        let default = "https://contoso.crm4.dynamics.com/user_impersonation";
        assert_eq!(dynamics.scope().as_deref(), Some(default));
        dynamics.scope = Some("https://x.crm.dynamics.com/user_impersonation".to_owned());
        assert_eq!(dynamics.scope(), dynamics.scope.clone());
    }

    #[test]
    fn the_tenant_is_the_pbx_s_host_until_it_is_set() {
        let mut pbx = Settings::default().pbx;
        pbx.url = Some("https://pbx.example.com".parse().unwrap());
        assert_eq!(pbx.tenant().as_deref(), Some("pbx.example.com"));
        pbx.tenant = Some("sales.example.com".to_owned());
        assert_eq!(pbx.tenant().as_deref(), Some("sales.example.com"));
    }
}
