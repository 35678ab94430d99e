//! The light with its words: the worst part first (spec G2).

use jiff::Timestamp;

use super::facts::{Doing, Facts, PartFact};
use super::first_run::Step;
use super::when::{is_tomorrow, when};
use super::{Icon, LightView};
use crate::language::Locale;
use crate::phrase::Phrase;
use crate::status::{Condition, Light, Part, PartState, light};

impl LightView {
    pub(super) fn of(facts: &Facts, locale: &Locale, now: Timestamp) -> Self {
        let (light, icon, words) = judge(facts, locale, now);
        Self {
            light,
            icon,
            words: words.say(locale),
        }
    }
}

/// What does not work comes first, then the pause, what is under way and what a person should look at.
fn judge(facts: &Facts, locale: &Locale, now: Timestamp) -> (Light, Icon, Phrase) {
    if facts.failure.is_some() {
        return (Light::Red, Icon::Error, Phrase::new("light-stopped"));
    }
    if let Some(setting_up) = &facts.setting_up {
        let words = match setting_up.step() {
            Step::Pbx | Step::Organization | Step::Consent => Phrase::new("light-setting-up"),
            Step::Link => Phrase::new("light-not-linked-yet"),
        };
        return (Light::Grey, Icon::Unlinked, words);
    }
    let states: Vec<PartState> = facts
        .parts
        .iter()
        .map(|part| part.health.condition.state())
        .collect();
    let light = light(&states);
    let worst = worst(&facts.parts).map_or_else(|| Phrase::new("light-setting-up"), words);
    match light {
        Light::Red => (light, Icon::Error, worst),
        Light::Grey => (light, Icon::Unlinked, worst),
        Light::Amber | Light::Green => {
            if let Some(until) = facts.paused_until(now) {
                return (Light::Amber, Icon::Attention, paused(until, locale, now));
            }
            match &facts.doing {
                Doing::CatchingUp { done, total } => {
                    let words = Phrase::new("light-catching-up")
                        .with("done", *done)
                        .with("total", *total);
                    (Light::Amber, Icon::Working, words)
                }
                Doing::Syncing if !states.contains(&PartState::Attention) => {
                    (Light::Amber, Icon::Working, Phrase::new("light-syncing"))
                }
                Doing::LookingBack { .. } if !states.contains(&PartState::Attention) => (
                    Light::Amber,
                    Icon::Working,
                    Phrase::new("light-looking-back"),
                ),
                Doing::Nothing
                | Doing::Syncing
                | Doing::LookingBack { .. }
                | Doing::InBrowser { .. } => (light, calm_icon(&states), worst),
            }
        }
    }
}

fn calm_icon(states: &[PartState]) -> Icon {
    if states.contains(&PartState::Attention) {
        Icon::Attention
    } else if states.contains(&PartState::Working) {
        Icon::Working
    } else {
        Icon::Linked
    }
}

/// The first of the parts that are worst.
fn worst(parts: &[PartFact]) -> Option<&PartFact> {
    parts
        .iter()
        .min_by_key(|part| match part.health.condition.state() {
            PartState::Error => 0_u8,
            PartState::Off => 1,
            PartState::Attention => 2,
            PartState::Working => 3,
            PartState::Ok => 4,
        })
}

/// The condition of a part in a few words.
pub(crate) fn words(fact: &PartFact) -> Phrase {
    match &fact.health.condition {
        Condition::NotSetUp => match fact.part {
            Part::Pbx => Phrase::new("light-no-pbx"),
            Part::SignIn | Part::Dynamics => Phrase::new("light-no-organization"),
        },
        Condition::NotChecked => Phrase::new("light-not-checked"),
        Condition::Fine => Phrase::new("light-fine"),
        Condition::PbxRefused => Phrase::new("light-pbx-refused"),
        Condition::Misconfigured { .. } => Phrase::new("light-misconfigured"),
        Condition::PbxForbidden { .. } => Phrase::new("light-pbx-forbidden"),
        Condition::Unreachable { .. } => Phrase::new(match fact.part {
            Part::Pbx => "light-pbx-unreachable",
            Part::SignIn => "light-microsoft-unreachable",
            Part::Dynamics => "light-dynamics-unreachable",
        }),
        Condition::PbxGap { .. } => Phrase::new("light-gap"),
        Condition::RecordsUnreadable { count } => {
            Phrase::new("light-unreadable").with("count", *count)
        }
        Condition::NoPassword => Phrase::new("light-no-password"),
        Condition::Unlinked => Phrase::new("light-unlinked"),
        Condition::SignInNeeded { reason } if reason.wants_admin_consent() => {
            Phrase::new("light-consent")
        }
        Condition::SignInNeeded { .. } => Phrase::new("light-sign-in"),
        Condition::Keychain { .. } => Phrase::new("light-keychain"),
        Condition::MissingPrivileges { .. } => Phrase::new("light-privileges"),
        Condition::OwnerUnclear { .. } => Phrase::new("light-owner-unclear"),
        Condition::Throttled => Phrase::new("light-throttled"),
        Condition::CallsFailed { count } => Phrase::new("light-failed").with("count", *count),
        Condition::CallsNeedYou { count } => Phrase::new("light-needs-you").with("count", *count),
        Condition::LinkedElsewhere { .. } => Phrase::new("light-elsewhere"),
        Condition::Refused { .. } => Phrase::new("light-refused"),
    }
}

fn paused(until: Timestamp, locale: &Locale, now: Timestamp) -> Phrase {
    if is_tomorrow(until, locale, now) {
        Phrase::new("light-paused-until-tomorrow").with("time", locale.time(until))
    } else {
        Phrase::new("light-paused").with("time", when(until, locale, now))
    }
}
