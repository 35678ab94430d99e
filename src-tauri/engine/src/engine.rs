//! The engine of one profile: everything it owns, in one hand, and never used by two at once.
//!
//! [`crate::pass`] is what it does over and over; [`crate::linking`] and [`crate::doctor`] are what it does when asked;
//! [`crate::event_loop`] decides when.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use ringlog_core::account::{Account, AccountEvent, AccountState, transition};
use ringlog_core::desktop::facts::Doing;
use ringlog_core::phone::DialPlan;
use ringlog_core::phrase::Phrase;
use ringlog_core::poller::Poller;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::Effective;
use ringlog_core::settings::{PbxKind, PbxSettings, Settings};
use ringlog_core::sign_in::SignInReason;
use ringlog_core::status::{Condition, Health, Part};
use ringlog_core::view::Requests;
use secrecy::SecretString;
use tokio::sync::mpsc::UnboundedSender;

use crate::config::{Config, fallbacks};
use crate::dynamics;
use crate::event_loop::Update;
use crate::http::{Counted, Dated};
use crate::keychain::blocking;
use crate::ledger::{Ledger, LedgerError};
use crate::oauth::{StoredAccount, TokenSource};
use crate::pbx::vodia::Vodia;
use crate::ports::{CallSource, Clock, KeychainError, Ports, SecretName, SecretStore};
use crate::problem::{Problem, ProblemCode};
use crate::profile::Profile;

/// The engine of one profile.
pub struct Engine {
    ports: Ports,
    profile: Profile,
    config: Config,
    effective: Effective,
    pub(crate) ledger: Ledger,
    pub(crate) poller: Poller,
    pub(crate) tokens: TokenSource,
    source: Option<(PbxSettings, Arc<dyn CallSource>)>,
    client: Option<Arc<dynamics::Client>>,
    requests: Counters,
    /// Microsoft's servers, whose clocks are right.
    microsoft: Dated,
    notes: Vec<Phrase>,
    reporter: Reporter,
    /// Not before this time the PBX is asked again by itself.
    poll_at: Timestamp,
    /// How many passes in a row Dynamics could not be reached.
    pub(crate) dynamics_failures: u32,
}

/// Requests by system, since the engine was opened.
struct Counters {
    pbx: Counted,
    dynamics: Counted,
    microsoft: Counted,
}

/// Tells what is going on to whoever shows it, if anybody does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reporter(Option<UnboundedSender<Update>>);

impl Reporter {
    pub(crate) fn doing(&self, doing: Doing) {
        if let Some(updates) = &self.0 {
            let _unheard = updates.send(Update::Doing(doing));
        }
    }
}

impl Engine {
    /// Opens the ledger of a profile and finds out who is linked.
    ///
    /// The caller holds the profile's lock. A damaged ledger is set aside and a new one begun ([`Self::take_notes`]).
    ///
    /// # Errors
    /// When the ledger does not open, or the keychain cannot tell who is linked.
    pub async fn open(profile: Profile, config: Config, ports: Ports) -> Result<Self, Problem> {
        let opened = Ledger::open(&profile.ledger_file(), ports.clock.now())?;
        let microsoft = Dated::new(Arc::clone(&ports.transport), Arc::clone(&ports.clock));
        let requests = Counters {
            pbx: Counted::new(Arc::clone(&ports.transport)),
            dynamics: Counted::new(Arc::new(microsoft.clone())),
            microsoft: Counted::new(Arc::new(microsoft.clone())),
        };
        let tokens = TokenSource::new(
            Arc::new(requests.microsoft.clone()),
            Arc::clone(&ports.clock),
            Arc::clone(&ports.secrets),
            &profile.token_lock_file(),
        );
        let effective = config.effective(&fallbacks(None));
        let mut engine = Self {
            poller: Poller::new(effective.settings.pbx.poll_seconds),
            ports,
            profile,
            config,
            effective,
            ledger: opened.ledger,
            tokens,
            source: None,
            client: None,
            requests,
            microsoft,
            notes: Vec::new(),
            reporter: Reporter::default(),
            poll_at: Timestamp::MIN,
            dynamics_failures: 0,
        };
        if let Some(path) = opened.set_aside {
            engine
                .notes
                .push(Phrase::new("ledger-set-aside").with("path", path.display().to_string()));
        }
        engine.refresh_settings()?;
        for key in engine.settings().insecure() {
            tracing::warn!("insecure: {key} is plain http, which is allowed on this computer only");
        }
        engine.reconcile_account().await?;
        Ok(engine)
    }

    /// From now on tells `updates` what is going on.
    pub fn report_to(&mut self, updates: UnboundedSender<Update>) {
        self.reporter = Reporter(Some(updates));
    }

    /// Where to tell what is going on.
    pub(crate) fn reporter(&self) -> Reporter {
        self.reporter.clone()
    }

    /// By how many seconds Microsoft's clocks were ahead of this computer's in their last answer.
    pub(crate) fn ahead_seconds(&self) -> Option<i64> {
        self.microsoft.ahead_seconds()
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn config_mut(&mut self) -> &mut Config {
        &mut self.config
    }

    /// When the PBX is to be asked again.
    pub(crate) fn poll_at(&self) -> Timestamp {
        self.poll_at
    }

    /// Has the next pass ask the PBX, whatever was planned.
    pub(crate) fn poll_at_once(&mut self) {
        self.poller.woken();
        self.poll_at = Timestamp::MIN;
    }

    /// Plans the next look at the PBX by what the last one came to.
    pub(crate) fn plan_poll(&mut self) {
        let seconds = self.poller.wait_seconds(self.ports.chance.fraction());
        let wait = SignedDuration::from_secs(i64::from(seconds));
        self.poll_at = self.now().saturating_add(wait).unwrap_or(Timestamp::MAX);
    }

    /// Nothing is polled or sent by settings that are not the person's.
    pub(crate) fn require_settings(&self) -> Result<(), Problem> {
        self.config.require_readable()
    }

    /// What a person should be told once.
    pub fn take_notes(&mut self) -> Vec<Phrase> {
        std::mem::take(&mut self.notes)
    }

    /// The profile.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.effective.settings
    }

    /// The settings with their origins and problems.
    #[must_use]
    pub fn effective(&self) -> &Effective {
        &self.effective
    }

    /// The ledger, to be read.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What the engine asks of its surroundings.
    #[must_use]
    pub fn ports(&self) -> &Ports {
        &self.ports
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.ports.clock)
    }

    pub(crate) fn secrets(&self) -> &Arc<dyn SecretStore> {
        &self.ports.secrets
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    pub(crate) fn requests(&self) -> Requests {
        Requests {
            pbx: self.requests.pbx.count(),
            dynamics: self.requests.dynamics.count(),
            microsoft: self.requests.microsoft.count(),
        }
    }

    pub(crate) fn microsoft_transport(&self) -> Arc<dyn crate::ports::Transport> {
        Arc::new(self.requests.microsoft.clone())
    }

    /// Reads `settings.toml` and the managed policy again.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn reload_settings(&mut self) -> Result<(), LedgerError> {
        self.config.reload();
        self.refresh_settings()
    }

    /// Merges the settings anew, with the country code the PBX told.
    pub(crate) fn refresh_settings(&mut self) -> Result<(), LedgerError> {
        let before = self.effective.settings.pbx.clone();
        let country_code = match self.source_names() {
            Some((source, extension)) => self
                .ledger
                .pbx_identity(&source, &extension)?
                .and_then(|found| found.value.country_code),
            None => None,
        };
        self.effective = self.config.effective(&fallbacks(country_code));
        if self.effective.settings.pbx != before {
            self.source = None;
            self.poll_at = Timestamp::MIN;
            self.poller = Poller::new(self.effective.settings.pbx.poll_seconds);
        }
        Ok(())
    }

    /// [`CallSource::source`] and the extension, as far as the settings tell.
    fn source_names(&self) -> Option<(String, String)> {
        let pbx = &self.effective.settings.pbx;
        Some((pbx.source()?, pbx.extension.clone()?))
    }

    /// The extension's e-mail address: the setting, else what the PBX told.
    pub(crate) fn extension_email(&self) -> Result<Option<String>, LedgerError> {
        if let Some(email) = &self.effective.settings.pbx.email {
            return Ok(Some(email.clone()));
        }
        let Some((source, extension)) = self.source_names() else {
            return Ok(None);
        };
        let found = self.ledger.pbx_identity(&source, &extension)?;
        Ok(found.and_then(|found| found.value.email))
    }

    /// How numbers are written where the PBX stands.
    pub(crate) fn dial_plan(&self) -> Result<DialPlan, Problem> {
        let region = self.settings().region.as_deref();
        let region = region.ok_or_else(Problem::region_unknown)?;
        DialPlan::new(region)
            .map_err(|error| Problem::new(ProblemCode::Settings, error.to_string()))
    }

    /// The call source of the settings, with the password of the keychain.
    pub(crate) async fn call_source(&mut self) -> Result<Arc<dyn CallSource>, Problem> {
        let settings = self.settings().pbx.clone();
        if let Some((of, source)) = &self.source
            && *of == settings
        {
            return Ok(Arc::clone(source));
        }
        // Whatever is missing from the settings is said before the missing password.
        self.call_source_with(SecretString::from(""))?;
        let password = self.kept_pbx_password().await?;
        let source = self.call_source_with(password)?;
        self.source = Some((settings, Arc::clone(&source)));
        Ok(source)
    }

    /// The PBX password of the keychain.
    pub(crate) async fn kept_pbx_password(&self) -> Result<SecretString, Problem> {
        blocking(self.secrets(), |secrets| {
            secrets.get(SecretName::PbxPassword)
        })
        .await?
        .ok_or_else(Problem::no_pbx_password)
    }

    /// The call source of the settings, with a password that is not proven yet.
    pub(crate) fn call_source_with(
        &self,
        password: SecretString,
    ) -> Result<Arc<dyn CallSource>, Problem> {
        self.source_of(&self.settings().pbx, password)
    }

    /// The call source of these settings, with a password that is not proven yet.
    pub(crate) fn source_of(
        &self,
        pbx: &PbxSettings,
        password: SecretString,
    ) -> Result<Arc<dyn CallSource>, Problem> {
        let url = pbx
            .url
            .as_ref()
            .ok_or_else(|| Problem::not_set(Key::PbxUrl, "https://pbx.example.com"))?;
        let tenant = pbx
            .tenant()
            .ok_or_else(|| Problem::not_set(Key::PbxTenant, "pbx.example.com"))?;
        let extension = pbx
            .extension
            .as_ref()
            .ok_or_else(|| Problem::not_set(Key::Extension, "504"))?;
        match pbx.kind {
            PbxKind::Vodia => Vodia::new(
                url,
                &tenant,
                extension,
                password,
                Arc::new(self.requests.pbx.clone()),
                self.clock(),
            )
            .map(|vodia| Arc::new(vodia) as Arc<dyn CallSource>)
            .map_err(|error| Problem::new(ProblemCode::Settings, error.to_string())),
        }
    }

    /// Forgets the call source, because its password changed.
    pub(crate) fn forget_call_source(&mut self) {
        self.source = None;
    }

    /// The client of the linked organization.
    pub(crate) fn client_of(&mut self, account: &Account) -> Arc<dynamics::Client> {
        if let Some(client) = &self.client
            && *client.organization() == account.organization_url
        {
            return Arc::clone(client);
        }
        let client = Arc::new(self.new_client(account, Arc::new(self.tokens.clone())));
        self.client = Some(Arc::clone(&client));
        client
    }

    pub(crate) fn new_client(
        &self,
        account: &Account,
        credentials: Arc<dyn dynamics::Credentials>,
    ) -> dynamics::Client {
        self.client_for(account.organization_url.clone(), credentials)
    }

    pub(crate) fn client_for(
        &self,
        organization: ringlog_core::organization::OrganizationUrl,
        credentials: Arc<dyn dynamics::Credentials>,
    ) -> dynamics::Client {
        dynamics::Client::new(
            Arc::new(self.requests.dynamics.clone()),
            self.clock(),
            Arc::clone(&self.ports.chance),
            credentials,
            organization,
        )
    }

    /// Where the account stands.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn account(&self) -> Result<AccountState, LedgerError> {
        self.ledger.account()
    }

    /// Moves the account to its next state and keeps it.
    pub(crate) fn account_event(
        &mut self,
        event: AccountEvent,
    ) -> Result<AccountState, LedgerError> {
        let before = self.ledger.account()?;
        let after = transition(before.clone(), event);
        if after != before {
            self.ledger.set_account(&after, self.now())?;
            tracing::info!(state = after.word(), "account");
        }
        Ok(after)
    }

    /// Keeps what a part of the light said just now.
    pub(crate) fn note_health(
        &mut self,
        part: Part,
        condition: Condition,
    ) -> Result<(), LedgerError> {
        let health = Health {
            condition,
            checked_at: Some(self.now()),
        };
        self.ledger.set_health(part, &health)
    }

    /// The keychain is the truth about who is linked; the ledger holds a copy that needs no keychain to be shown.
    async fn reconcile_account(&mut self) -> Result<(), Problem> {
        let shown = self.ledger.account()?;
        let kept = match StoredAccount::load(self.secrets()).await {
            Ok(kept) => kept,
            Err(error) => {
                self.note_keychain(&error)?;
                return Ok(());
            }
        };
        match (kept, shown.account()) {
            (Some(kept), Some(account)) if kept.account == *account => {
                self.forget_keychain_fault(Condition::NotChecked)?;
            }
            (Some(kept), _) => {
                self.account_event(AccountEvent::LinkCompleted(Box::new(kept.account)))?;
                self.ledger.wake_sign_in(self.now())?;
            }
            (None, Some(_)) => self.missing_from_keychain().await?,
            (None, None) => self.forget_keychain_fault(Condition::Unlinked)?,
        }
        Ok(())
    }

    /// The keychain opened: an earlier fault of it is no longer what the sign-in part says.
    fn forget_keychain_fault(&mut self, condition: Condition) -> Result<(), LedgerError> {
        match self.ledger.health(Part::SignIn)? {
            Some(Health {
                condition: Condition::Keychain { .. },
                ..
            }) => self.note_health(Part::SignIn, condition),
            Some(_) | None => Ok(()),
        }
    }

    /// A keychain that holds nothing of a linked account is closed or was emptied: only its answer to a write tells.
    async fn missing_from_keychain(&mut self) -> Result<(), Problem> {
        match blocking(self.secrets(), |secrets| secrets.probe()).await {
            Ok(()) => {
                self.account_event(AccountEvent::RenewalRefused(SignInReason::TokenGone))?;
            }
            Err(error) => self.note_keychain(&error)?,
        }
        Ok(())
    }

    pub(crate) fn note_keychain(&mut self, error: &KeychainError) -> Result<(), LedgerError> {
        self.note_health(
            Part::SignIn,
            Condition::Keychain {
                detail: error.phrase(),
            },
        )
    }
}
