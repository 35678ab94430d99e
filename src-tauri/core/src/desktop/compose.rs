//! How a [`View`] is made of the [`Facts`].

use jiff::Timestamp;

use super::calls::CallRow;
use super::facts::{Doing, Facts, SettingUp};
use super::first_run::{FirstRun, Step};
use super::tray::menu;
use super::{AccountView, Activity, LightView, PartLine, View};
use crate::account::AccountState;
use crate::language::Locale;
use crate::sign_in::SignInReason;
use crate::view::CallView;

impl View {
    /// What is shown of the facts at `now` to a person who reads so.
    #[must_use]
    pub fn of(facts: &Facts, locale: &Locale, now: Timestamp) -> Self {
        let row = |call: &CallView| CallRow::of(call, locale, facts.region.as_deref());
        let rows = |calls: &[CallView]| calls.iter().map(row).collect();
        let view = Self {
            locale: locale.tag(),
            language: locale.language,
            is_demo: facts.is_demo,
            light: LightView::of(facts, locale, now),
            parts: facts
                .parts
                .iter()
                .map(|part| PartLine::of(part, locale))
                .collect(),
            account: AccountView::of(&facts.account, locale),
            activity: Activity::of(&facts.doing, locale),
            backfill: facts.backfill,
            paused_until: facts.paused_until(now),
            first_run: facts.setting_up.as_ref().map(FirstRun::of),
            counts: facts.counts,
            last_logged: facts.last_logged.as_ref().map(row),
            today: rows(&facts.today),
            needs_you: rows(&facts.needs_you),
            failure: facts.failure.as_ref().map(|failure| failure.say(locale)),
            notes: facts.notes.clone(),
            menu: Vec::new(),
        };
        Self {
            menu: menu(&view, facts, locale, now),
            ..view
        }
    }
}

impl Facts {
    /// The end of the pause that the person is in.
    #[must_use]
    pub fn paused_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.paused_until.filter(|until| *until > now)
    }
}

impl AccountView {
    fn of(state: &AccountState, locale: &Locale) -> Option<Self> {
        let account = state.account()?;
        Some(Self {
            user_name: account.user_name.clone(),
            full_name: account.full_name.clone(),
            organization_url: account.organization_url.to_string(),
            linked_at: account.linked_at,
            sign_in_needed: sign_in_needed(state).map(|reason| why(reason, locale)),
            is_insecure: account.organization_url.is_insecure()
                || account.authority.scheme() == "http",
        })
    }
}

fn sign_in_needed(state: &AccountState) -> Option<&SignInReason> {
    match state {
        AccountState::NeedsSignIn { reason, .. } => Some(reason),
        AccountState::Linking { from } => sign_in_needed(from),
        AccountState::Unlinked | AccountState::Linked { .. } => None,
    }
}

/// What happened and what to do, one sentence after the other.
fn why(reason: &SignInReason, locale: &Locale) -> String {
    reason.phrase().then(reason.next_step()).say(locale)
}

impl Activity {
    fn of(doing: &Doing, locale: &Locale) -> Self {
        match doing {
            Doing::Nothing => Self::Idle,
            Doing::Syncing => Self::Syncing,
            Doing::CatchingUp { done, total } => Self::CatchingUp {
                done: *done,
                total: *total,
            },
            Doing::LookingBack { records } => Self::LookingBack { records: *records },
            Doing::InBrowser {
                purpose, trouble, ..
            } => Self::InBrowser {
                purpose: *purpose,
                trouble: trouble.as_ref().map(|reason| why(reason, locale)),
            },
        }
    }
}

impl FirstRun {
    fn of(setting_up: &SettingUp) -> Self {
        Self {
            step: setting_up.step(),
            known: setting_up.known.clone(),
        }
    }
}

impl SettingUp {
    /// The first step that is not verified yet.
    #[must_use]
    pub fn step(&self) -> Step {
        if !self.is_pbx_verified {
            Step::Pbx
        } else if !self.is_organization_verified {
            Step::Organization
        } else if !self.is_consent_settled {
            Step::Consent
        } else {
            Step::Link
        }
    }
}

#[cfg(test)]
mod tests;
