//! The light, from what each part last really said (spec G2).

use jiff::{SignedDuration, Timestamp};
use ringlog_core::account::{Account, AccountState};
use ringlog_core::desktop::facts::PartFact;
use ringlog_core::phrase::Phrase;
use ringlog_core::settings::Settings;
use ringlog_core::status::{Condition, Health, Part, PartState, light};
use ringlog_core::view::{PartView, PartsView, StatusView};

use crate::ledger::{Ledger, LedgerError};

/// A gap and a failed call are pointed out for a week; afterwards they stand in the list of calls and in the log.
const POINTED_OUT_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The status of a profile; `ledger` is `None` before the first command that writes.
///
/// # Errors
/// When the ledger cannot be read.
pub fn status(
    ledger: Option<&Ledger>,
    settings: &Settings,
    now: Timestamp,
) -> Result<StatusView, LedgerError> {
    let account = ledger.map_or(Ok(AccountState::Unlinked), Ledger::account)?;
    let counts = ledger.map_or_else(|| Ok(Default::default()), Ledger::counts)?;
    let last_logged_at = ledger.map_or(Ok(None), Ledger::last_logged_at)?;
    let parts = parts(ledger, settings, &account, now)?;
    let states =
        [&parts.pbx, &parts.sign_in, &parts.dynamics].map(|part| part.health.condition.state());
    let linked = linked(&account);
    Ok(StatusView {
        light: light(&states),
        parts: PartsView {
            pbx: view(&parts.pbx),
            sign_in: view(&parts.sign_in),
            dynamics: view(&parts.dynamics),
        },
        linked_as: linked.map(|account| account.user_name.clone()),
        linked_since: linked.map(|account| account.linked_at),
        counts,
        last_logged_at,
    })
}

/// What the parts of the light last really said.
pub(crate) struct Parts {
    pub(crate) pbx: PartFact,
    pub(crate) sign_in: PartFact,
    pub(crate) dynamics: PartFact,
}

/// What the parts of the light last really said, as far as it still holds for these settings.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn parts(
    ledger: Option<&Ledger>,
    settings: &Settings,
    account: &AccountState,
    now: Timestamp,
) -> Result<Parts, LedgerError> {
    let kept = |part| ledger.map_or(Ok(None), |ledger| ledger.health(part));
    let is_http = |url: Option<&url::Url>| url.is_some_and(|url| url.scheme() == "http");
    let is_insecure_login = is_http(settings.microsoft.authority.as_ref())
        || is_http(linked(account).map(|account| &account.authority));
    let organization = settings.dynamics.organization_url.as_ref();
    Ok(Parts {
        pbx: PartFact {
            part: Part::Pbx,
            health: pbx(kept(Part::Pbx)?, ledger, settings, now)?,
            is_insecure: is_http(settings.pbx.url.as_ref()),
        },
        sign_in: PartFact {
            part: Part::SignIn,
            health: sign_in(kept(Part::SignIn)?, account, settings),
            is_insecure: is_insecure_login,
        },
        dynamics: PartFact {
            part: Part::Dynamics,
            health: dynamics(kept(Part::Dynamics)?, account, ledger, now)?,
            is_insecure: organization.is_some_and(|url| url.is_insecure()),
        },
    })
}

fn linked(account: &AccountState) -> Option<&Account> {
    match account {
        AccountState::Linked { account } | AccountState::NeedsSignIn { account, .. } => {
            Some(account)
        }
        AccountState::Unlinked | AccountState::Linking { .. } => None,
    }
}

/// Whether a person should look at calls: some wait for an answer, or failed not long ago.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn needs_person(ledger: &Ledger, now: Timestamp) -> Result<bool, LedgerError> {
    Ok(ledger.counts()?.needs_you + ledger.failed_since(pointed_out_since(now))? > 0)
}

pub(crate) fn pointed_out_since(now: Timestamp) -> Timestamp {
    now.saturating_sub(POINTED_OUT_FOR)
        .unwrap_or(Timestamp::MIN)
}

fn view(part: &PartFact) -> PartView {
    let health = &part.health;
    let phrase = health.condition.phrase(part.part);
    PartView {
        state: health.condition.state(),
        message: if part.is_insecure {
            Phrase::new("insecure").with("sentence", phrase)
        } else {
            phrase
        },
        checked_at: health.checked_at,
    }
}

fn unchecked(condition: Condition) -> Health {
    Health {
        condition,
        checked_at: None,
    }
}

fn pbx(
    kept: Option<Health>,
    ledger: Option<&Ledger>,
    settings: &Settings,
    now: Timestamp,
) -> Result<Health, LedgerError> {
    if settings.pbx.url.is_none() || settings.pbx.extension.is_none() {
        return Ok(unchecked(Condition::NotSetUp));
    }
    let Some(health) = kept else {
        return Ok(unchecked(Condition::NotChecked));
    };
    if health.condition.state() != PartState::Ok {
        return Ok(health);
    }
    let since = pointed_out_since(now);
    let Some(ledger) = ledger else {
        return Ok(health);
    };
    let condition = match (ledger.gaps(since)?.last(), ledger.unreadable_since(since)?) {
        (Some(noticed), _) => Condition::PbxGap {
            from: noticed.gap.from,
            to: noticed.gap.until,
        },
        (None, 0) => health.condition,
        (None, count) => Condition::RecordsUnreadable { count },
    };
    Ok(Health {
        condition,
        ..health
    })
}

fn sign_in(kept: Option<Health>, account: &AccountState, settings: &Settings) -> Health {
    let is_set_up =
        settings.dynamics.organization_url.is_some() && settings.microsoft.client_id.is_some();
    match account {
        AccountState::NeedsSignIn { reason, .. } => Health {
            condition: Condition::SignInNeeded {
                reason: reason.clone(),
            },
            checked_at: kept.and_then(|health| health.checked_at),
        },
        AccountState::Linked { account } => match linked_elsewhere(account, settings) {
            Some(elsewhere) => unchecked(elsewhere),
            None => kept.unwrap_or_else(|| unchecked(Condition::NotChecked)),
        },
        AccountState::Unlinked | AccountState::Linking { .. } => match kept {
            Some(
                health @ Health {
                    condition: Condition::Keychain { .. },
                    ..
                },
            ) => health,
            _ if is_set_up => unchecked(Condition::Unlinked),
            _ => unchecked(Condition::NotSetUp),
        },
    }
}

/// Calls go where the person's settings say, or nowhere: the condition of an account that is linked elsewhere.
pub(crate) fn linked_elsewhere(account: &Account, settings: &Settings) -> Option<Condition> {
    let setting = settings.dynamics.organization_url.as_ref()?;
    (*setting != account.organization_url).then(|| Condition::LinkedElsewhere {
        linked: account.organization_url.to_string(),
        setting: setting.to_string(),
    })
}

fn dynamics(
    kept: Option<Health>,
    account: &AccountState,
    ledger: Option<&Ledger>,
    now: Timestamp,
) -> Result<Health, LedgerError> {
    if account.account().is_none() {
        return Ok(unchecked(Condition::NotSetUp));
    }
    let Some(health) = kept else {
        return Ok(unchecked(Condition::NotChecked));
    };
    let Some(ledger) = ledger.filter(|_| health.condition.state() == PartState::Ok) else {
        return Ok(health);
    };
    let since = pointed_out_since(now);
    let failed = ledger.failed_since(since)?;
    let needs_you = ledger.counts()?.needs_you;
    let condition = match (failed, needs_you) {
        (0, 0) => health.condition,
        (0, count) => Condition::CallsNeedYou { count },
        (count, _) => Condition::CallsFailed { count },
    };
    Ok(Health {
        condition,
        ..health
    })
}
