//! Facts and calls for tests.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::facts::{Doing, Facts, PartFact, SettingUp};
use crate::account::{Account, AccountState};
use crate::call::{ActivityId, Direction, NAMESPACE, OrganizationId, Outcome, RecordId, UserId};
use crate::delivery::State;
use crate::language::Locale;
use crate::organization::OrganizationUrl;
use crate::sign_in::SignInReason;
use crate::status::{Condition, Health, Part};
use crate::view::{CallView, Counts};

/// A Monday, 14:00 in UTC.
pub(crate) fn now() -> Timestamp {
    "2026-09-21T14:00:00Z".parse().unwrap()
}

pub(crate) fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// A locale in a time zone that is an hour, and in summer two, ahead of UTC.
pub(crate) fn locale(tag: &str) -> Locale {
    let zone = jiff::tz::TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    Locale::of_system(tag, zone)
}

pub(crate) fn account() -> Account {
    Account {
        tenant: Uuid::nil(),
        object_id: None,
        user_name: "mira@contoso.example".to_owned(),
        organization_url: OrganizationUrl::parse("https://contoso.crm4.dynamics.com").unwrap(),
        organization: OrganizationId(Uuid::nil()),
        user: UserId(Uuid::nil()),
        full_name: "Mira Holm".to_owned(),
        email: Some("mira@contoso.example".to_owned()),
        is_service_account: false,
        linked_at: "2026-09-01T08:00:00Z".parse().unwrap(),
        authority: "https://login.microsoftonline.com".parse().unwrap(),
        client_id: "client".to_owned(),
        scope: "scope".to_owned(),
    }
}

pub(crate) fn lost_sign_in() -> AccountState {
    AccountState::NeedsSignIn {
        account: account(),
        reason: SignInReason::Revoked,
    }
}

pub(crate) fn part(part: Part, condition: Condition) -> PartFact {
    PartFact {
        part,
        health: Health {
            condition,
            checked_at: Some(now() - minutes(1)),
        },
        is_insecure: false,
    }
}

/// All is well, nothing goes on, and there is no call.
pub(crate) fn facts() -> Facts {
    Facts {
        is_demo: false,
        parts: vec![
            part(Part::Pbx, Condition::Fine),
            part(Part::SignIn, Condition::Fine),
            part(Part::Dynamics, Condition::Fine),
        ],
        account: AccountState::Linked { account: account() },
        doing: Doing::Nothing,
        backfill: None,
        paused_until: None,
        setting_up: None,
        counts: Counts::default(),
        last_logged: None,
        today: Vec::new(),
        needs_you: Vec::new(),
        region: Some("GB".to_owned()),
        notes: Vec::new(),
        failure: None,
    }
}

/// The same with one part in this condition.
pub(crate) fn with(place: Part, condition: Condition) -> Facts {
    let mut facts = facts();
    for fact in &mut facts.parts {
        if fact.part == place {
            *fact = part(place, condition.clone());
        }
    }
    facts
}

/// The facts of a first run that has come so far.
pub(crate) fn first_run(verified: usize) -> Facts {
    let mut facts = with(Part::SignIn, Condition::Unlinked);
    facts.account = AccountState::Unlinked;
    facts.setting_up = Some(SettingUp {
        is_pbx_verified: verified > 0,
        is_organization_verified: verified > 1,
        is_consent_settled: verified > 2,
        ..SettingUp::default()
    });
    facts
}

/// A call of Mira Holm's, answered and logged, `minutes` before [`now`].
pub(crate) fn logged(id: i64, before: i64) -> CallView {
    let started_at = now() - minutes(before);
    CallView {
        id,
        source_id: format!("call-{id}"),
        direction: Direction::Inbound,
        remote_number: Some("+442079460018".to_owned()),
        remote_name: Some("M HOLM".to_owned()),
        extension: "504".to_owned(),
        started_at,
        answered_at: Some(started_at + SignedDuration::from_secs(5)),
        ended_at: started_at + SignedDuration::from_secs(257),
        talk_seconds: 252,
        outcome: Outcome::Connected,
        state: State::Logged,
        reason: None,
        activity_id: Some(ActivityId(NAMESPACE)),
        contact_id: Some(RecordId(NAMESPACE)),
        contact_name: Some("Mira Holm".to_owned()),
        company: Some("Fabrikam".to_owned()),
        logged_at: Some(started_at + SignedDuration::from_secs(270)),
        subject: None,
        notes: Vec::new(),
        candidates: Vec::new(),
        asked_until: None,
        remembered: None,
        pending: Vec::new(),
        history: None,
    }
}

/// The same call in another state, without record and contact.
pub(crate) fn unlogged(id: i64, before: i64, state: State) -> CallView {
    CallView {
        state,
        activity_id: None,
        contact_id: None,
        contact_name: None,
        company: None,
        logged_at: None,
        ..logged(id, before)
    }
}
