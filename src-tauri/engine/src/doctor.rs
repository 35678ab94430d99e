//! The troubleshooting list as checks that run, each with its cure.
//!
//! Nothing is logged or changed by a check but the light; the PBX is asked with the kept password at most once.

use ringlog_core::account::{Account, AccountState};
use ringlog_core::checkup::{Check, Finding, surroundings};
use ringlog_core::phrase::Phrase;
use ringlog_core::privilege::PrivilegeCheck;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::Effective;
use ringlog_core::status::{Condition, Part};

use crate::engine::Engine;
use crate::keychain::blocking;
use crate::oauth::{Authority, SignInError, TokenError};
use crate::problem::{Problem, ProblemCode};
use crate::status::linked_elsewhere;

mod calls;
mod computer;

const SET_A_SETTING: &str = "ringlogctl config set KEY VALUE";
const LOG_IN_TO_PBX: &str = "ringlogctl pbx login";
const LINK: &str = "ringlogctl link";
const CONSENT: &str = "ringlogctl consent";
const SET_ATTRIBUTION: &str = "ringlogctl config set dynamics.attribution_email ADDRESS";
/// What is said of a login: a PBX does not tell a wrong extension or tenant from a wrong password.
const PBX_REFUSED: &str = "pbx-refused";
/// What is said of a certificate: no setting cures that.
const UNTRUSTED: &str = "host-certificate";
/// Cures that speak of settings among other things.
const PBX_PASSWORD: &str = "cure-pbx-password";
const CERTIFICATE: &str = "cure-certificate";

impl Engine {
    /// Runs every check, in the order a call travels; one that fails does not stop the others.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub async fn examine(&mut self) -> Result<Vec<Finding>, Problem> {
        let mut findings = vec![
            self.examine_profile(),
            self.examine_settings(),
            self.examine_region()?,
            self.examine_keychain().await,
            self.examine_ledger()?,
            self.examine_pause()?,
        ];
        findings.push(self.examine_pbx().await?);
        findings.push(self.examine_history()?);
        findings.push(self.examine_organization().await);
        findings.push(surroundings::clock(self.ahead_seconds()));
        findings.extend(self.examine_account().await?);
        findings.push(self.examine_numbers().await?);
        findings.extend(self.examine_calls().await?);
        findings.push(self.examine_corrections(&findings)?);
        findings.sort_by_key(|finding| finding.check);
        let curable = |finding| curable_under(self.effective(), finding);
        Ok(findings.into_iter().map(curable).collect())
    }

    async fn examine_keychain(&self) -> Finding {
        match blocking(self.secrets(), |secrets| secrets.probe()).await {
            Ok(()) => Finding::ok(Check::Keychain, Phrase::new("finding-keychain-fine")),
            Err(error) => Finding::failed(
                Check::Keychain,
                error.phrase(),
                Phrase::new("cure-keychain"),
            ),
        }
    }

    fn examine_ledger(&self) -> Result<Finding, Problem> {
        let counts = self.ledger().counts()?;
        let total =
            counts.logged + counts.waiting + counts.needs_you + counts.left_out + counts.failed;
        let finding = Phrase::new("finding-ledger-fine").with("count", total);
        let damaged = self.profile().damaged_ledgers();
        Ok(match damaged.as_slice() {
            [] => Finding::ok(Check::Ledger, finding),
            files => Finding::attention(
                Check::Ledger,
                finding
                    .then(Phrase::new("finding-ledger-set-aside").with("files", files.join(", "))),
                Phrase::new("cure-ledger-set-aside"),
            ),
        })
    }

    async fn examine_pbx(&mut self) -> Result<Finding, Problem> {
        if self.is_pbx_refused()? {
            return Ok(Finding::failed(
                Check::Pbx,
                Phrase::new("finding-pbx-refused"),
                Phrase::new("cure-pbx-password"),
            )
            .with_command(LOG_IN_TO_PBX));
        }
        let source = match self.call_source().await {
            Ok(source) => source,
            Err(problem) => return Ok(failed(Check::Pbx, problem)),
        };
        match source.identify().await {
            Ok(identity) => {
                self.note_health(Part::Pbx, Condition::Fine)?;
                let version = identity
                    .version
                    .map_or_else(|| Phrase::new("pbx-version-unnamed"), Phrase::verbatim);
                let finding = Phrase::new("finding-pbx-fine")
                    .with("version", version)
                    .with("extension", source.extension());
                Ok(Finding::ok(Check::Pbx, finding))
            }
            Err(error) => {
                self.note_pbx_error(&error)?;
                Ok(failed(Check::Pbx, error.into()))
            }
        }
    }

    async fn examine_organization(&self) -> Finding {
        let settings = self.settings();
        let Some(organization) = &settings.dynamics.organization_url else {
            return Finding::skipped(
                Check::Organization,
                Phrase::new("finding-organization-not-set"),
            );
        };
        let discovered = Authority::discover(
            &*self.microsoft_transport(),
            organization,
            settings.microsoft.tenant.as_deref(),
            settings.microsoft.authority.as_ref(),
        )
        .await;
        match discovered {
            Ok(authority) => Finding::ok(
                Check::Organization,
                Phrase::new("finding-organization-fine")
                    .with("organization", organization.to_string())
                    .with("authority", authority.origin().to_string())
                    .with("tenant", authority.tenant().to_owned()),
            ),
            Err(error) => failed(Check::Organization, SignInError::from(error).into()),
        }
    }

    async fn examine_account(&mut self) -> Result<Vec<Finding>, Problem> {
        let account = match self.account()? {
            AccountState::Linked { account } | AccountState::NeedsSignIn { account, .. } => account,
            AccountState::Unlinked | AccountState::Linking { .. } => {
                let mut findings = vec![failed(Check::SignIn, Problem::not_linked())];
                findings.extend(skipped_after(&Phrase::new("finding-after-not-linked")));
                return Ok(findings);
            }
        };
        if let Some(elsewhere) = linked_elsewhere(&account, self.settings()) {
            let cure = Phrase::new("cure-link-again");
            let finding = Finding::failed(Check::SignIn, elsewhere.phrase(Part::SignIn), cure);
            let mut findings = vec![finding.with_command(LINK)];
            findings.extend(skipped_after(&Phrase::new(
                "finding-after-linked-elsewhere",
            )));
            return Ok(findings);
        }
        if let Err(error) = self.tokens.access_token().await {
            self.note_token_error(&error)?;
            let is_for_administrator = matches!(
                &error,
                TokenError::SignInNeeded(reason) if reason.is_for_administrator()
            );
            let mut finding = failed(Check::SignIn, error.into());
            finding.command = finding.command.filter(|_| !is_for_administrator);
            let mut findings = vec![finding];
            findings.extend(skipped_after(&Phrase::new("finding-after-not-renewed")));
            return Ok(findings);
        }
        self.note_signed_in()?;
        let mut findings = vec![Finding::ok(
            Check::SignIn,
            Phrase::new("finding-sign-in-fine").with("user", account.user_name.clone()),
        )];
        findings.push(self.examine_user(&account).await);
        findings.extend(self.examine_permission(&account).await?);
        Ok(findings)
    }

    async fn examine_user(&mut self, account: &Account) -> Finding {
        let client = self.client_of(account);
        match client.who_am_i().await {
            Ok(who) if who.user == account.user && who.organization == account.organization => {
                Finding::ok(Check::WhoAmI, Phrase::new("finding-who-am-i-fine"))
            }
            Ok(_) => Finding::failed(
                Check::WhoAmI,
                Phrase::new("finding-who-am-i-other"),
                Phrase::new("cure-link-again"),
            )
            .with_command(LINK),
            Err(fault) => failed(Check::WhoAmI, fault.into()),
        }
    }

    async fn examine_permission(&mut self, account: &Account) -> Result<Vec<Finding>, Problem> {
        let permission = self.check_permission(account).await?;
        let Some(owner) = permission.owner else {
            let problem = permission.problem.unwrap_or_else(Problem::not_linked);
            return Ok(vec![
                Finding::skipped(
                    Check::Privileges,
                    Phrase::new("finding-after-owner-unclear"),
                ),
                failed(Check::Attribution, problem),
            ]);
        };
        let attribution = match self.pointed_out_email(account)? {
            Some(difference) => Finding::attention(
                Check::Attribution,
                difference,
                Phrase::new("cure-attribution"),
            )
            .with_command(SET_ATTRIBUTION)
            .with_setting(Key::AttributionEmail),
            None => Finding::ok(
                Check::Attribution,
                Phrase::new("finding-attribution-fine").with("name", owner.name),
            ),
        };
        let privileges = match permission.problem {
            Some(problem) => failed(Check::Privileges, problem),
            None => examine_privileges(&permission.privileges),
        };
        Ok(vec![privileges, attribution])
    }
}

fn examine_privileges(check: &PrivilegeCheck) -> Finding {
    let Some(finding) = Phrase::all(check.phrases()) else {
        return Finding::ok(Check::Privileges, Phrase::new("finding-privileges-fine"));
    };
    if check.missing.is_empty() {
        let cure = Phrase::new("cure-privileges-unchecked");
        Finding::attention(Check::Privileges, finding, cure)
    } else {
        Finding::failed(Check::Privileges, finding, Phrase::new("cure-privileges"))
    }
}

/// The same with a cure that asks a person for no change of what the managed policy sets.
fn curable_under(effective: &Effective, finding: Finding) -> Finding {
    let is_locked = |keys: &[Key]| keys.iter().any(|key| effective.is_locked(*key));
    let cure = match finding.cure.as_ref().map(Phrase::id) {
        Some(PBX_PASSWORD) if is_locked(&[Key::Extension, Key::PbxTenant]) => {
            Phrase::new("cure-pbx-password-managed")
        }
        Some(CERTIFICATE) if is_locked(&[Key::PbxUrl, Key::OrganizationUrl]) => {
            Phrase::new("cure-certificate-managed")
        }
        Some(_) | None => return finding.curable_under(effective),
    };
    Finding {
        cure: Some(cure),
        ..finding
    }
}

/// What is not checked without a usable account.
fn skipped_after(why: &Phrase) -> [Finding; 3] {
    [Check::WhoAmI, Check::Privileges, Check::Attribution]
        .map(|check| Finding::skipped(check, why.clone()))
}

/// A problem as a finding: its hint is the cure.
fn failed(check: Check, problem: Problem) -> Finding {
    let usual = usual_cure(problem.code);
    let setting = match (check, problem.code, &problem.hint) {
        (Check::Attribution, _, Some(_)) => Some(Key::AttributionEmail),
        (Check::Pbx, ProblemCode::Settings, None) => Some(Key::PbxUrl),
        (Check::Organization, ProblemCode::Settings, None) => Some(Key::OrganizationUrl),
        (_, _, _) => None,
    };
    let (cure, command) = match problem.hint {
        Some(hint) if check == Check::SignIn && problem.command.is_none() => {
            let consent = problem.wants_admin_consent.then(|| CONSENT.to_owned());
            (hint, consent.or(usual.1))
        }
        Some(_) if problem.message.id() == PBX_REFUSED => usual,
        Some(hint) if check == Check::Attribution => (hint, Some(SET_ATTRIBUTION.to_owned())),
        Some(hint) => (hint, problem.command),
        None if problem.message.id() == UNTRUSTED => (Phrase::new("cure-certificate"), None),
        None => usual,
    };
    let finding = match problem.details {
        Some(details) => Phrase::new("with-detail")
            .with("sentence", problem.message)
            .with("detail", details),
        None => problem.message,
    };
    Finding {
        command,
        setting,
        ..Finding::failed(check, finding, cure)
    }
}

fn usual_cure(code: ProblemCode) -> (Phrase, Option<String>) {
    let (cure, command) = match code {
        ProblemCode::Settings => (Phrase::new("cure-setting"), Some(SET_A_SETTING)),
        ProblemCode::SignIn => (Phrase::new("cure-link"), Some(LINK)),
        ProblemCode::PbxRefused => (Phrase::new("cure-pbx-password"), Some(LOG_IN_TO_PBX)),
        ProblemCode::Keychain => (Phrase::new("cure-keychain-session"), None),
        ProblemCode::Unreachable => (Phrase::new("cure-unreachable"), None),
        ProblemCode::NeedsPerson => (Phrase::new("cure-needs-administrator"), None),
    };
    (cure, command.map(str::to_owned))
}
