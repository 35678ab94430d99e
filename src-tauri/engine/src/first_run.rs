//! The steps between installing and linking: each is verified against the real system before it is kept.

use ringlog_core::desktop::facts::SettingUp;
use ringlog_core::desktop::first_run::{Field, Known, OrganizationAnswers, PbxAnswers, Step};
use ringlog_core::organization::OrganizationUrl;
use ringlog_core::poller::Window;
use ringlog_core::settings::Settings;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::{Effective, Origin};
use ringlog_core::settings::raw::Raw;
use secrecy::SecretString;

use crate::config::ConfigError;
use crate::engine::Engine;
use crate::keychain::blocking;
use crate::ledger::{Ledger, LedgerError};
use crate::oauth::{Authority, SignInError};
use crate::problem::Problem;

impl Engine {
    /// Proves the PBX of the first step by a login that reads the call history, and keeps settings and password.
    ///
    /// # Errors
    /// When an answer is not allowed, the PBX refuses or cannot be asked, or something cannot be kept.
    pub(crate) async fn connect_pbx(
        &mut self,
        answers: &PbxAnswers,
        password: Option<SecretString>,
    ) -> Result<(), Problem> {
        self.reload_settings()?;
        let wanted = [
            (Key::PbxUrl, answers.url.trim()),
            (Key::PbxTenant, answers.tenant.trim()),
            (Key::Extension, answers.extension.trim()),
        ];
        let candidate = self.settings_with(&wanted)?;
        let is_kept = password.is_none();
        let password = match password {
            Some(password) => password,
            None => self.kept_pbx_password_of(&candidate).await?,
        };
        blocking(self.secrets(), |secrets| secrets.probe()).await?;
        let source = self.source_of(&candidate.pbx, password.clone())?;
        let identity = match source.identify().await {
            Ok(identity) => identity,
            Err(error) => {
                if is_kept {
                    self.note_pbx_error(&error)?;
                }
                return Err(error.into());
            }
        };
        if identity.told_to_wait.is_none() {
            let from = self.now();
            source.read(Window { from }).next().await?;
        }

        self.keep(&wanted)?;
        self.refresh_settings()?;
        self.keep_pbx_login(&*source, &identity, password).await
    }

    /// Has the organization of the second step tell where to sign in, and keeps the settings.
    ///
    /// # Errors
    /// When an answer is not allowed, the organization does not answer as one, or the settings cannot be kept.
    pub(crate) async fn connect_organization(
        &mut self,
        answers: &OrganizationAnswers,
    ) -> Result<(), Problem> {
        self.reload_settings()?;
        let wanted = [
            (Key::OrganizationUrl, answers.organization_url.trim()),
            (Key::ClientId, answers.client_id.trim()),
        ];
        let candidate = self.settings_with(&wanted)?;
        let organization = required_organization(&candidate)?;
        Authority::discover(
            &*self.microsoft_transport(),
            &organization,
            candidate.microsoft.tenant.as_deref(),
            candidate.microsoft.authority.as_ref(),
        )
        .await
        .map_err(SignInError::from)?;
        self.keep(&wanted)?;
        let now = self.now();
        self.ledger
            .set_verified(Step::Organization, &organization_subject(&candidate), now)?;
        self.refresh_settings()?;
        Ok(())
    }

    /// Keeps that consent was given for the organization and application of the settings.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub(crate) fn settle_consent(&mut self) -> Result<(), Problem> {
        let subject = organization_subject(self.settings());
        let now = self.now();
        Ok(self.ledger.set_verified(Step::Consent, &subject, now)?)
    }

    /// The kept password, if it belongs to exactly this login and was not refused: it goes to no other host, and not
    /// twice to one that does not take it.
    async fn kept_pbx_password_of(&self, wanted: &Settings) -> Result<SecretString, Problem> {
        let kept = &self.settings().pbx;
        let is_same = wanted.pbx.url == kept.url && wanted.pbx.account() == kept.account();
        if !is_same || self.is_pbx_refused()? {
            return Err(Problem::no_pbx_password());
        }
        self.kept_pbx_password().await
    }

    /// The settings as they would be with what the person typed.
    fn settings_with(&self, wanted: &[(Key, &str)]) -> Result<Settings, Problem> {
        let mut settings = self.settings().clone();
        for (key, text) in self.changeable(wanted) {
            if text.is_empty() && key == Key::PbxTenant {
                settings.pbx.tenant = None;
            } else {
                let raw = Raw::from_text(key, text).map_err(ConfigError::from)?;
                settings.set(key, &raw).map_err(ConfigError::from)?;
            }
        }
        Ok(settings)
    }

    fn keep(&mut self, wanted: &[(Key, &str)]) -> Result<(), Problem> {
        for (key, text) in self.changeable(wanted) {
            if text.is_empty() {
                self.config_mut().unset(key.name())?;
            } else {
                self.config_mut().set(key.name(), text)?;
            }
        }
        Ok(())
    }

    /// What the environment or the managed policy sets stays as it is.
    fn changeable<'a>(&self, wanted: &[(Key, &'a str)]) -> Vec<(Key, &'a str)> {
        let is_free = |(key, _): &&(Key, &str)| !is_fixed(self.effective(), *key);
        wanted.iter().filter(is_free).copied().collect()
    }
}

/// Where the first run stands; `None` once an account was ever linked.
///
/// # Errors
/// When the ledger cannot be read.
pub fn setting_up(
    ledger: Option<&Ledger>,
    effective: &Effective,
) -> Result<Option<SettingUp>, LedgerError> {
    let settings = &effective.settings;
    let field = |key| Field {
        value: effective
            .value(key)
            .map(|value| value.to_text())
            .unwrap_or_default(),
        is_fixed: is_fixed(effective, key),
    };
    let mut known = Known {
        pbx_url: field(Key::PbxUrl),
        pbx_tenant: Field {
            // The default follows the address while the person types.
            value: settings.pbx.tenant.clone().unwrap_or_default(),
            ..field(Key::PbxTenant)
        },
        extension: field(Key::Extension),
        has_pbx_password: false,
        organization_url: field(Key::OrganizationUrl),
        client_id: field(Key::ClientId),
        is_consent_granted: false,
    };
    let Some(ledger) = ledger else {
        return Ok(Some(SettingUp {
            known,
            ..SettingUp::default()
        }));
    };
    if ledger.was_ever_linked()? {
        return Ok(None);
    }
    let organization = organization_subject(settings);
    let is_pbx_verified = match (settings.pbx.source(), &settings.pbx.extension) {
        (Some(source), Some(extension)) => ledger.pbx_identity(&source, extension)?.is_some(),
        (_, Some(_) | None) => false,
    };
    let is_refused = match settings.pbx.account() {
        Some(account) => ledger.is_login_refused(&account)?,
        None => false,
    };
    known.has_pbx_password = is_pbx_verified && !is_refused;
    let is_consent_settled = ledger.is_verified(Step::Consent, &organization)?;
    known.is_consent_granted = is_consent_settled;
    Ok(Some(SettingUp {
        known,
        is_pbx_verified,
        is_organization_verified: ledger.is_verified(Step::Organization, &organization)?,
        is_consent_settled,
    }))
}

fn is_fixed(effective: &Effective, key: Key) -> bool {
    match effective.origin(key) {
        Origin::Environment | Origin::Policy => true,
        Origin::Default | Origin::File => false,
    }
}

fn required_organization(settings: &Settings) -> Result<OrganizationUrl, Problem> {
    if settings.microsoft.client_id.is_none() {
        return Err(Problem::not_set(
            Key::ClientId,
            "<the application id your administrator registered>",
        ));
    }
    settings
        .dynamics
        .organization_url
        .clone()
        .ok_or_else(|| Problem::not_set(Key::OrganizationUrl, "https://contoso.crm4.dynamics.com"))
}

/// What tells one organization and application from another.
fn organization_subject(settings: &Settings) -> String {
    let organization = settings.dynamics.organization_url.as_ref();
    format!(
        "{} {}",
        organization.map(ToString::to_string).unwrap_or_default(),
        settings.microsoft.client_id.as_deref().unwrap_or_default()
    )
}
