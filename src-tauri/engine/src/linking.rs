//! What a person does once: log in to the PBX, grant consent, link and unlink the Microsoft account (spec A, B2).

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use ringlog_core::account::{
    Account, AccountEvent, Attribution, Owner, attribution, email_difference,
};
use ringlog_core::call::UserId;
use ringlog_core::coexistence::other_writer;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::organization::OrganizationUrl;
use ringlog_core::phrase::Phrase;
use ringlog_core::privilege::PrivilegeCheck;
use ringlog_core::settings::key::Key;
use ringlog_core::sign_in::admin_message::admin_message;
use ringlog_core::status::{Condition, Part};
use ringlog_core::token::AccessToken;
use secrecy::SecretString;

use crate::dynamics::{Client, Credentials, SystemUser};
use crate::engine::Engine;
use crate::keychain::blocking;
use crate::oauth::sign_in::Surroundings;
use crate::oauth::{
    AdminConsent, Authority, Invitation, SignInRequest, SignedIn, StoredAccount, TokenSource,
    grant_admin_consent, sign_in,
};
use crate::pass::{OwnerError, condition_of};
use crate::ports::{Browser, CallSource, PbxIdentity, SecretName};
use crate::problem::{Problem, ProblemCode};

/// Where Microsoft lists the applications a person allowed.
pub const MY_APPS: &str = "https://myapps.microsoft.com";

/// How far back it is asked who writes the person's phone calls.
const AUTHORSHIP_AGE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How a person is led through the browser.
#[derive(Clone)]
pub struct Guidance<'a> {
    /// The system browser; without one the address is only handed out.
    pub browser: Option<Arc<dyn Browser>>,
    /// Is told where the person should go.
    pub invite: &'a (dyn Fn(Invitation<'_>) + Send + Sync),
    /// How long the person has.
    pub limit: Duration,
}

/// An account that was just linked.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The account.
    pub account: Account,
    /// Whose calls are written; `None` while that is unclear.
    pub owner: Option<Owner>,
    /// What a person should know: missing privileges, a different e-mail on the PBX.
    pub notes: Vec<Phrase>,
}

impl Engine {
    /// Proves the extension's password with one login, and keeps it.
    ///
    /// # Errors
    /// When the PBX refuses it or cannot be asked, or the keychain does not keep it; the one before is then still kept.
    pub async fn log_in_to_pbx(&mut self, password: SecretString) -> Result<PbxIdentity, Problem> {
        let source = self.call_source_with(password.clone())?;
        blocking(self.secrets(), |secrets| secrets.probe()).await?;
        let identity = source.identify().await?;
        self.keep_pbx_login(&*source, &identity, password).await?;
        Ok(identity)
    }

    /// Keeps a password that the PBX of the settings just took, and what the PBX told.
    ///
    /// # Errors
    /// When it cannot be kept; the one before is then still kept.
    pub(crate) async fn keep_pbx_login(
        &mut self,
        source: &dyn CallSource,
        identity: &PbxIdentity,
        password: SecretString,
    ) -> Result<(), Problem> {
        blocking(self.secrets(), move |secrets| {
            secrets.set(SecretName::PbxPassword, &password)
        })
        .await?;
        self.keep_pbx_identity(source, identity)?;
        if let Some(account) = self.settings().pbx.account() {
            self.ledger.set_login_refused(&account, None)?;
        }
        self.note_health(Part::Pbx, Condition::Fine)?;
        self.forget_call_source();
        self.refresh_settings()?;
        self.poll_at_once();
        Ok(())
    }

    /// Sends an administrator to Microsoft's consent page.
    ///
    /// # Errors
    /// When consent was not granted.
    pub async fn grant_consent(
        &mut self,
        guidance: &Guidance<'_>,
        cancelled: impl Future<Output = ()>,
    ) -> Result<AdminConsent, Problem> {
        let request = self.sign_in_request(guidance.limit).await?;
        let granted = grant_admin_consent(&request, &self.surroundings(guidance), cancelled).await;
        granted.map_err(Problem::from)
    }

    /// The message for an administrator: what to allow, where, and why (spec A7).
    ///
    /// # Errors
    /// When the organization and the application are not set, or the organization does not name its tenant.
    pub async fn message_for_administrator(&mut self) -> Result<Phrase, Problem> {
        let request = self.sign_in_request(Duration::ZERO).await?;
        let authority = Authority::discover(
            &*self.microsoft_transport(),
            &request.organization,
            request.tenant.as_deref(),
            request.authority.as_ref(),
        )
        .await
        .map_err(crate::oauth::SignInError::from)?;
        Ok(admin_message(
            &authority.admin_consent_url(),
            &request.client_id,
            &request.scope,
        ))
    }

    /// Links an account: sign-in, proof by `WhoAmI`, and only then the one before is replaced (spec A3, A8).
    ///
    /// # Errors
    /// When it was not linked; whatever was linked before still is.
    pub async fn link(
        &mut self,
        guidance: &Guidance<'_>,
        cancelled: impl Future<Output = ()>,
    ) -> Result<Linked, Problem> {
        let request = self.sign_in_request(guidance.limit).await?;
        blocking(self.secrets(), |secrets| secrets.probe()).await?;
        let signed_in = sign_in(&request, &self.surroundings(guidance), cancelled).await?;
        self.adopt(request.organization, signed_in).await
    }

    /// Links what a sign-in to `organization` granted, once `WhoAmI` proves it; only then the one before is replaced.
    ///
    /// # Errors
    /// As with [`Self::link`].
    pub async fn adopt(
        &mut self,
        organization: OrganizationUrl,
        signed_in: SignedIn,
    ) -> Result<Linked, Problem> {
        let account = self.prove(organization, &signed_in).await?;
        StoredAccount {
            account: account.clone(),
            refresh: signed_in.refresh,
        }
        .store(self.secrets())
        .await?;
        self.tokens.adopt(signed_in.access).await;
        self.account_event(AccountEvent::LinkCompleted(Box::new(account.clone())))?;
        self.note_health(Part::SignIn, Condition::Fine)?;
        self.note_health(Part::Dynamics, Condition::NotChecked)?;
        let now = self.now();
        self.ledger.wake_sign_in(now)?;
        let permission = self.check_permission(&account).await?;
        let mut notes = permission.notes();
        notes.extend(self.pointed_out_email(&account)?);
        if let Some(owner) = &permission.owner {
            notes.extend(self.double_logging(&account, owner.id).await);
        }
        Ok(Linked {
            account,
            owner: permission.owner,
            notes,
        })
    }

    /// Asks Dynamics whose calls are written and whether the account may write them, and keeps the answer for the light.
    ///
    /// # Errors
    /// When the ledger cannot be written; what Dynamics does not answer is part of the permission.
    pub(crate) async fn check_permission(
        &mut self,
        account: &Account,
    ) -> Result<Permission, Problem> {
        let mut permission = Permission::default();
        let condition = match self.owner_of(account).await {
            Ok(owner) => {
                let client = self.client_of(account);
                let checked = client.check_privileges(account.user, owner.id).await;
                permission.owner = Some(owner);
                match checked {
                    Ok(check) => {
                        permission.privileges = check;
                        privileges_condition(&permission.privileges)
                    }
                    Err(fault) => permission.unknown(fault),
                }
            }
            Err(OwnerError::Ledger(error)) => return Err(error.into()),
            Err(OwnerError::Dynamics(fault)) => permission.unknown(fault),
            Err(OwnerError::Unclear(problem)) => {
                let detail = problem.message.clone();
                permission.problem = Some(problem);
                Condition::OwnerUnclear { detail }
            }
        };
        self.note_health(Part::Dynamics, condition)?;
        Ok(permission)
    }

    /// The sentence for an e-mail address on the PBX that is not the linked user's, while calls go by the latter.
    pub(crate) fn pointed_out_email(&self, account: &Account) -> Result<Option<Phrase>, Problem> {
        let setting = self.settings().dynamics.attribution_email.as_deref();
        let extension = self.extension_email()?;
        let is_by_sign_in =
            attribution(account, setting, extension.as_deref()) == Attribution::SignedInUser;
        if setting.is_some() || !is_by_sign_in {
            return Ok(None);
        }
        Ok(email_difference(account, extension.as_deref()))
    }

    /// The sentence for a PBX, or somebody else, that seems to write the same calls into Dynamics (spec E4).
    ///
    /// Neither the PBX nor Dynamics has to tell: nobody is told then.
    pub(crate) async fn double_logging(
        &mut self,
        account: &Account,
        owner: UserId,
    ) -> Option<Phrase> {
        let since = self.now().saturating_sub(AUTHORSHIP_AGE).ok()?;
        let client = self.client_of(account);
        let records = client.authorship(owner, since).await.unwrap_or_default();
        if let Some(writer) = other_writer(owner, &records) {
            return Some(
                Phrase::new("coexistence-other-writer")
                    .with("name", writer.name)
                    .with("count", writer.calls),
            );
        }
        let source = self.call_source().await.ok()?;
        let is_on = source.writes_to_dynamics().await?;
        is_on.then(|| Phrase::new("coexistence-pbx"))
    }

    /// Unlinks: every token is deleted; what was logged stays. Works offline and any number of times (spec A5).
    ///
    /// # Errors
    /// When the keychain may still hold a token; the account then still counts as linked.
    pub async fn unlink(&mut self) -> Result<(), Problem> {
        self.tokens.forget().await;
        StoredAccount::delete(self.secrets()).await?;
        self.account_event(AccountEvent::UnlinkRequested)?;
        self.note_health(Part::SignIn, Condition::Unlinked)?;
        self.note_health(Part::Dynamics, Condition::NotSetUp)?;
        Ok(())
    }

    async fn sign_in_request(&self, limit: Duration) -> Result<SignInRequest, Problem> {
        let settings = self.settings();
        let organization = settings.dynamics.organization_url.clone().ok_or_else(|| {
            Problem::not_set(Key::OrganizationUrl, "https://contoso.crm4.dynamics.com")
        })?;
        let client_id = settings.microsoft.client_id.clone().ok_or_else(|| {
            Problem::not_set(
                Key::ClientId,
                "<the application id your administrator registered>",
            )
        })?;
        Ok(SignInRequest {
            scope: settings
                .dynamics
                .scope
                .clone()
                .unwrap_or_else(|| organization.default_scope()),
            organization,
            client_id,
            tenant: settings.microsoft.tenant.clone(),
            authority: settings.microsoft.authority.clone(),
            claims: self.tokens.wanted_claims().await,
            limit,
        })
    }

    fn surroundings<'a>(&self, guidance: &Guidance<'a>) -> Surroundings<'a> {
        Surroundings {
            transport: self.microsoft_transport(),
            clock: self.clock(),
            browser: guidance.browser.clone(),
            invite: guidance.invite,
        }
    }

    /// Who signed in, as Dynamics itself says.
    async fn prove(
        &self,
        organization: OrganizationUrl,
        signed_in: &SignedIn,
    ) -> Result<Account, Problem> {
        let credentials = Arc::new(Unproven(signed_in.access.clone()));
        let client: Client = self.client_for(organization.clone(), credentials);
        let who = client.who_am_i().await.map_err(not_proven)?;
        let user = client.system_user(who.user).await.map_err(not_proven)?;
        if user.is_disabled {
            let disabled = Phrase::new("dynamics-user-disabled").with("name", user.name);
            return Err(Problem::new(ProblemCode::NeedsPerson, disabled.clone())
                .with_hint(disabled.attribute("next")));
        }
        Ok(Account {
            tenant: signed_in.identity.tenant,
            object_id: signed_in.identity.object_id,
            user_name: shown_name(signed_in, &user),
            organization_url: organization,
            organization: who.organization,
            user: who.user,
            is_service_account: user.is_service_account,
            full_name: user.name,
            email: user.email,
            linked_at: self.now(),
            authority: signed_in.authority.origin().clone(),
            client_id: signed_in.client_id.clone(),
            scope: signed_in.scope.clone(),
        })
    }
}

/// Whose calls an account writes, and what it lacks to do so.
#[derive(Debug, Default)]
pub(crate) struct Permission {
    /// Whose, once that is clear.
    pub(crate) owner: Option<Owner>,
    /// What Dynamics said of the privileges.
    pub(crate) privileges: PrivilegeCheck,
    /// Why something of it is not known.
    pub(crate) problem: Option<Problem>,
}

impl Permission {
    /// What a person should know of it.
    fn notes(&self) -> Vec<Phrase> {
        let mut notes = self.privileges.phrases();
        if let Some(problem) = &self.problem {
            notes.push(problem.message.clone());
            notes.extend(problem.hint.clone());
        }
        notes
    }

    fn unknown(&mut self, fault: Fault) -> Condition {
        let condition = condition_of(&fault);
        self.problem = Some(fault.into());
        condition
    }
}

fn privileges_condition(check: &PrivilegeCheck) -> Condition {
    if check.missing.is_empty() {
        Condition::Fine
    } else {
        Condition::MissingPrivileges {
            sentences: check.phrases(),
        }
    }
}

fn shown_name(signed_in: &SignedIn, user: &SystemUser) -> String {
    let identity = &signed_in.identity;
    identity
        .user_name
        .clone()
        .or_else(|| user.email.clone())
        .or_else(|| identity.email.clone())
        .unwrap_or_else(|| user.name.clone())
}

fn not_proven(fault: Fault) -> Problem {
    let is_unauthorized = matches!(fault.kind, FaultKind::Unauthorized | FaultKind::Forbidden);
    let problem = Problem::from(fault);
    if is_unauthorized {
        problem.with_hint(Phrase::new("dynamics-user-unknown"))
    } else {
        problem
    }
}

/// The token of a sign-in that is not proven yet.
struct Unproven(AccessToken);

impl Credentials for Unproven {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, Fault>> {
        async { Ok(self.0.clone()) }.boxed()
    }

    fn invalidate(&self, _claims: Option<String>) -> BoxFuture<'_, ()> {
        async {}.boxed()
    }
}

impl Credentials for TokenSource {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, Fault>> {
        async { Self::access_token(self).await.map_err(Fault::from) }.boxed()
    }

    fn invalidate(&self, claims: Option<String>) -> BoxFuture<'_, ()> {
        Self::invalidate(self, claims).boxed()
    }
}
