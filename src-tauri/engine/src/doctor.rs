//! The troubleshooting list as checks that run, each with its cure.
//!
//! Nothing is logged or changed by a check but the light; the PBX is asked with the kept password at most once.

use ringlog_core::account::{Account, AccountState};
use ringlog_core::checkup::{Check, Finding};
use ringlog_core::privilege::PrivilegeCheck;
use ringlog_core::status::{Condition, Part};

use crate::engine::Engine;
use crate::keychain::blocking;
use crate::oauth::{Authority, SignInError};
use crate::problem::{Problem, ProblemCode};
use crate::status::{linked_elsewhere, pointed_out_since};

impl Engine {
    /// Runs every check, in the order a call travels; one that fails does not stop the others.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub async fn examine(&mut self) -> Result<Vec<Finding>, Problem> {
        let mut findings = vec![
            self.examine_settings(),
            self.examine_keychain().await,
            self.examine_ledger()?,
        ];
        findings.push(self.examine_pbx().await?);
        findings.push(self.examine_organization().await);
        findings.extend(self.examine_account().await?);
        findings.push(self.examine_calls()?);
        Ok(findings)
    }

    fn examine_settings(&self) -> Finding {
        let settings = self.settings();
        let missing: Vec<&str> = [
            ("pbx.url", settings.pbx.url.is_none()),
            ("pbx.extension", settings.pbx.extension.is_none()),
            (
                "dynamics.organization_url",
                settings.dynamics.organization_url.is_none(),
            ),
            (
                "microsoft.client_id",
                settings.microsoft.client_id.is_none(),
            ),
            ("numbers.region", settings.region.is_none()),
        ]
        .into_iter()
        .filter_map(|(key, is_missing)| is_missing.then_some(key))
        .collect();
        let wrong: Vec<String> = self
            .effective()
            .problems
            .iter()
            .map(ToString::to_string)
            .collect();
        if !missing.is_empty() {
            return Finding::failed(
                Check::Settings,
                format!("Not set: {}.", missing.join(", ")),
                "Set them with `ringlogctl config set KEY VALUE`.",
            );
        }
        if !wrong.is_empty() {
            return Finding::attention(
                Check::Settings,
                wrong.join(" "),
                "Correct them with `ringlogctl config set KEY VALUE`.",
            );
        }
        Finding::ok(Check::Settings, "Everything needed is set.")
    }

    async fn examine_keychain(&self) -> Finding {
        match blocking(self.secrets(), |secrets| secrets.probe()).await {
            Ok(()) => Finding::ok(
                Check::Keychain,
                "A secret can be written, read and deleted.",
            ),
            Err(error) => Finding::failed(
                Check::Keychain,
                error.to_string(),
                "Unlock or start the keychain of this session; without it nobody can be linked.",
            ),
        }
    }

    fn examine_ledger(&self) -> Result<Finding, Problem> {
        let counts = self.ledger().counts()?;
        let total =
            counts.logged + counts.waiting + counts.needs_you + counts.left_out + counts.failed;
        let finding = format!("It opens and holds {total} calls.");
        let damaged = self.profile().damaged_ledgers();
        Ok(match damaged.as_slice() {
            [] => Finding::ok(Check::Ledger, finding),
            files => Finding::attention(
                Check::Ledger,
                format!(
                    "{finding} A damaged one was set aside: {}.",
                    files.join(", ")
                ),
                "Calls that waited in it and are older than pbx.look_back_hours were not logged; keep the file for support, or move it away.",
            ),
        })
    }

    async fn examine_pbx(&mut self) -> Result<Finding, Problem> {
        if self.is_pbx_refused()? {
            return Ok(Finding::failed(
                Check::Pbx,
                "The PBX refused the kept password; it is not tried again.",
                "Give the right one with `ringlogctl pbx login`.",
            ));
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
                    .unwrap_or_else(|| "a version it does not name".to_owned());
                let finding = format!(
                    "It answers ({version}), takes the password and shows the history of extension {}.",
                    source.extension()
                );
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
            return Finding::skipped(Check::Organization, "dynamics.organization_url is not set");
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
                format!(
                    "{organization} signs in at {} with the tenant {}.",
                    authority.origin(),
                    authority.tenant()
                ),
            ),
            Err(error) => failed(Check::Organization, SignInError::from(error).into()),
        }
    }

    async fn examine_account(&mut self) -> Result<Vec<Finding>, Problem> {
        let account = match self.account()? {
            AccountState::Linked { account } | AccountState::NeedsSignIn { account, .. } => account,
            AccountState::Unlinked | AccountState::Linking { .. } => {
                let mut findings = vec![failed(Check::SignIn, Problem::not_linked())];
                let after = [Check::WhoAmI, Check::Privileges, Check::Attribution];
                findings.extend(after.map(|check| Finding::skipped(check, "no account is linked")));
                return Ok(findings);
            }
        };
        if let Some(elsewhere) = linked_elsewhere(&account, self.settings()) {
            let cure = "Link again with `ringlogctl link`.";
            let sentence = elsewhere.sentence(Part::SignIn);
            let mut findings = vec![Finding::failed(Check::SignIn, sentence, cure)];
            let after = [Check::WhoAmI, Check::Privileges, Check::Attribution];
            findings.extend(
                after.map(|check| Finding::skipped(check, "another organization is linked")),
            );
            return Ok(findings);
        }
        if let Err(error) = self.tokens.access_token().await {
            self.note_token_error(&error)?;
            let mut findings = vec![failed(Check::SignIn, error.into())];
            let after = [Check::WhoAmI, Check::Privileges, Check::Attribution];
            findings
                .extend(after.map(|check| Finding::skipped(check, "the sign-in does not renew")));
            return Ok(findings);
        }
        self.note_signed_in()?;
        let mut findings = vec![Finding::ok(
            Check::SignIn,
            format!("The sign-in of {} renews.", account.user_name),
        )];
        findings.push(self.examine_user(&account).await);
        findings.extend(self.examine_permission(&account).await?);
        Ok(findings)
    }

    async fn examine_user(&mut self, account: &Account) -> Finding {
        let client = self.client_of(account);
        match client.who_am_i().await {
            Ok(who) if who.user == account.user && who.organization == account.organization => {
                Finding::ok(Check::WhoAmI, "Dynamics knows the linked user.")
            }
            Ok(_) => Finding::failed(
                Check::WhoAmI,
                "Dynamics answers with another user or organization than the one that was linked.",
                "Link the account again.",
            ),
            Err(fault) => failed(Check::WhoAmI, fault.into()),
        }
    }

    async fn examine_permission(&mut self, account: &Account) -> Result<Vec<Finding>, Problem> {
        let permission = self.check_permission(account).await?;
        let Some(owner) = permission.owner else {
            let problem = permission.problem.unwrap_or_else(Problem::not_linked);
            return Ok(vec![
                Finding::skipped(Check::Privileges, "it is not known whose calls these are"),
                failed(Check::Attribution, problem),
            ]);
        };
        let attribution = match self.pointed_out_email(account)? {
            Some(difference) => Finding::attention(
                Check::Attribution,
                difference,
                "Set dynamics.attribution_email to the right address; to the linked user's own, if that is right.",
            ),
            None => Finding::ok(
                Check::Attribution,
                format!("Calls are written for {}.", owner.name),
            ),
        };
        let privileges = match permission.problem {
            Some(problem) => failed(Check::Privileges, problem),
            None => examine_privileges(&permission.privileges),
        };
        Ok(vec![privileges, attribution])
    }

    fn examine_calls(&self) -> Result<Finding, Problem> {
        let counts = self.ledger().counts()?;
        let since = pointed_out_since(self.now());
        let failed = self.ledger().failed_since(since)?;
        let unreadable = self.ledger().unreadable_since(since)?;
        Ok(match (failed + counts.needs_you, unreadable) {
            (0, 0) => Finding::ok(
                Check::Calls,
                format!("Logged {}, waiting {}.", counts.logged, counts.waiting),
            ),
            (0, unreadable) => Finding::attention(
                Check::Calls,
                format!("Of the PBX's records {unreadable} could not be read, or never ended."),
                "Show them to support: `ringlogctl calls --state failed`; nothing else is to be done.",
            ),
            (_, _) => Finding::attention(
                Check::Calls,
                format!("Failed {failed}, needs you {}.", counts.needs_you),
                "See why with `ringlogctl calls --state failed` and `--state needs_you`; try again with `ringlogctl call ID retry`.",
            ),
        })
    }
}

fn examine_privileges(check: &PrivilegeCheck) -> Finding {
    let sentences = check.sentences().join(" ");
    if !check.missing.is_empty() {
        let cure = "Ask the Dynamics administrator to add them to your security role.";
        Finding::failed(Check::Privileges, sentences, cure)
    } else if !check.unchecked.is_empty() {
        let cure = "Nothing is to be done unless calls fail.";
        Finding::attention(Check::Privileges, sentences, cure)
    } else {
        let finding = "The role allows everything Ringlog writes.";
        Finding::ok(Check::Privileges, finding)
    }
}

/// A problem as a finding: its hint is the cure.
fn failed(check: Check, problem: Problem) -> Finding {
    let cure = problem.hint.unwrap_or_else(|| {
        match problem.code {
            ProblemCode::Settings => "Correct the setting with `ringlogctl config set KEY VALUE`.",
            ProblemCode::SignIn => "Link the account with `ringlogctl link`.",
            ProblemCode::PbxRefused => "Give the right password with `ringlogctl pbx login`.",
            ProblemCode::Keychain => "Unlock or start the keychain of this session.",
            ProblemCode::Unreachable => "Check the network, the proxy and the address; Ringlog goes on by itself once it answers.",
            ProblemCode::NeedsPerson => "Show this to your administrator.",
        }
        .to_owned()
    });
    let finding = match problem.details {
        Some(details) => format!("{} ({details})", problem.message),
        None => problem.message,
    };
    Finding::failed(check, finding, cure)
}
