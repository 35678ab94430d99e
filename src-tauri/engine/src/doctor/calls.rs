//! The checks of the calls and of the numbers they are matched with.

use ringlog_core::account::AccountState;
use ringlog_core::checkup::calls::{Standing, coexistence, history, rules, standing};
use ringlog_core::checkup::corrections::corrections;
use ringlog_core::checkup::numbers::{Sample, numbers};
use ringlog_core::checkup::{Check, Finding, Verdict};
use ringlog_core::phrase::Phrase;
use ringlog_core::poller::Progress;

use crate::engine::Engine;
use crate::ledger::{CallQuery, Capability};
use crate::problem::Problem;
use crate::status::{linked_elsewhere, pointed_out_since};

impl Engine {
    pub(super) fn examine_history(&self) -> Result<Finding, Problem> {
        let pbx = &self.settings().pbx;
        let extension = pbx.extension.clone().unwrap_or_default();
        let progress = match pbx.source() {
            Some(source) => self.ledger().progress(&source, &extension)?,
            None => Progress::default(),
        };
        let gaps = self.ledger().gaps(pointed_out_since(self.now()))?;
        let newest = self.ledger().calls(&CallQuery {
            limit: Some(1),
            ..CallQuery::default()
        })?;
        Ok(history(
            &extension,
            progress,
            gaps.last().map(|noticed| noticed.gap),
            newest.first().map(|call| call.started_at),
            self.now(),
        ))
    }

    /// Looks at the first page alone: the whole report is made when the person wants it.
    pub(super) async fn examine_numbers(&mut self) -> Result<Finding, Problem> {
        let account = self.account()?;
        let is_search_refused = match account.account() {
            Some(account) => self.ledger().is_refused(
                account.organization,
                Capability::TolerantSearch,
                self.now(),
            )?,
            None => false,
        };
        let sample = match self.number_reading() {
            Ok(reading) => reading.sample().await.ok().map(|report| Sample {
                total: report.numbers,
                faulty: report.faulty(),
            }),
            Err(_told_by_another_check) => None,
        };
        Ok(numbers(sample, is_search_refused))
    }

    /// What keeps changes from Dynamics is what the other checks found.
    pub(super) fn examine_corrections(&self, findings: &[Finding]) -> Result<Finding, Problem> {
        let hindrance = findings.iter().find(|finding| {
            matches!(
                (finding.check, finding.verdict),
                (Check::Pause, Verdict::Attention)
                    | (
                        Check::Organization | Check::SignIn | Check::WhoAmI,
                        Verdict::Failed
                    )
            )
        });
        let now = self.now();
        let waiting = self.ledger().waiting_corrections()?;
        let not_done = self.ledger().refused_corrections(pointed_out_since(now))?;
        Ok(corrections(
            waiting.as_ref(),
            not_done.as_ref(),
            hindrance.map(|finding| &finding.finding),
            now,
        ))
    }

    /// The PBX is not asked with a password it refused.
    async fn somebody_else(&mut self) -> Result<Option<Phrase>, Problem> {
        let AccountState::Linked { account } = self.account()? else {
            return Ok(None);
        };
        if linked_elsewhere(&account, self.settings()).is_some() || self.is_pbx_refused()? {
            return Ok(None);
        }
        match self.owner_of(&account).await {
            Ok(owner) => Ok(self.double_logging(&account, owner.id).await),
            Err(_told_by_another_check) => Ok(None),
        }
    }

    pub(super) async fn examine_calls(&mut self) -> Result<[Finding; 3], Problem> {
        let told = self.somebody_else().await?;
        let now = self.now();
        let since = pointed_out_since(now);
        let reasons = self.ledger().reasons_since(since)?;
        let calls = Standing {
            counts: self.ledger().counts()?,
            failed: self.ledger().failed_since(since)?,
            unreadable: self.ledger().unreadable_since(since)?,
            waiting_longest: self.ledger().waiting_longest()?,
        };
        Ok([
            rules(&reasons, &self.settings().rules),
            coexistence(&reasons, told),
            standing(&calls, &reasons, now),
        ])
    }
}
