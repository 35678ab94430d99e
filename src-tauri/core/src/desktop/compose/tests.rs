use super::*;
use crate::delivery::State;
use crate::desktop::Purpose;
use crate::desktop::samples::{
    account, facts, first_run, locale, logged, lost_sign_in, minutes, now, unlogged, with,
};
use crate::desktop::tray::MenuItem;
use crate::sign_in::SignInReason;
use crate::status::{Condition, Light, Part};

/// Every state the light has words for, by a name.
fn states() -> Vec<(&'static str, Facts)> {
    let detail = || "No answer within 30 seconds.".into();
    let condition = |name, part, condition| (name, with(part, condition));
    let doing = |name, doing| (name, Facts { doing, ..facts() });
    let paused = |name, paused_until| {
        let paused_until = Some(paused_until);
        let facts = facts();
        (
            name,
            Facts {
                paused_until,
                ..facts
            },
        )
    };
    let time = |text: &str| text.parse().unwrap();
    let mut states = vec![
        ("fine", facts()),
        ("stopped", stopped()),
        ("first run, nothing yet", first_run(0)),
        ("first run, PBX verified", first_run(1)),
        ("first run, organization verified", first_run(2)),
        ("first run, consent settled", first_run(3)),
        paused("paused for an hour", now() + minutes(60)),
        paused("paused until tomorrow", time("2026-09-22T04:00:00Z")),
        paused("paused for long", time("2026-09-24T04:00:00Z")),
        doing(
            "catching up",
            Doing::CatchingUp {
                done: 120,
                total: 4_000,
            },
        ),
        doing("syncing", Doing::Syncing),
    ];
    states.extend([
        condition("not set up", Part::Pbx, Condition::NotSetUp),
        condition("not set up", Part::SignIn, Condition::NotSetUp),
        condition("not checked", Part::Pbx, Condition::NotChecked),
        condition("refused", Part::Pbx, Condition::PbxRefused),
        condition(
            "wrong setting",
            Part::Pbx,
            Condition::Misconfigured { detail: detail() },
        ),
        condition(
            "forbidden",
            Part::Pbx,
            Condition::PbxForbidden { detail: detail() },
        ),
        condition(
            "unreachable",
            Part::Pbx,
            Condition::Unreachable { detail: detail() },
        ),
        condition(
            "unreachable",
            Part::SignIn,
            Condition::Unreachable { detail: detail() },
        ),
        condition(
            "unreachable",
            Part::Dynamics,
            Condition::Unreachable { detail: detail() },
        ),
        condition(
            "gap",
            Part::Pbx,
            Condition::PbxGap {
                from: now() - minutes(90),
                to: now() - minutes(60),
            },
        ),
        condition(
            "unreadable",
            Part::Pbx,
            Condition::RecordsUnreadable { count: 2 },
        ),
        condition("no password", Part::Pbx, Condition::NoPassword),
        condition("unlinked", Part::SignIn, Condition::Unlinked),
        condition(
            "sign in",
            Part::SignIn,
            Condition::SignInNeeded {
                reason: SignInReason::Revoked,
            },
        ),
        condition(
            "consent",
            Part::SignIn,
            Condition::SignInNeeded {
                reason: SignInReason::AdminConsentNeeded,
            },
        ),
        condition(
            "keychain",
            Part::SignIn,
            Condition::Keychain { detail: detail() },
        ),
        condition(
            "elsewhere",
            Part::SignIn,
            Condition::LinkedElsewhere {
                linked: "https://a.crm4.dynamics.com".to_owned(),
                setting: "https://b.crm4.dynamics.com".to_owned(),
            },
        ),
        condition(
            "privileges",
            Part::Dynamics,
            Condition::MissingPrivileges {
                sentences: vec!["One is missing.".into()],
            },
        ),
        condition(
            "owner",
            Part::Dynamics,
            Condition::OwnerUnclear { detail: detail() },
        ),
        condition("throttled", Part::Dynamics, Condition::Throttled),
        condition(
            "refused",
            Part::Dynamics,
            Condition::Refused { detail: detail() },
        ),
        condition(
            "failed",
            Part::Dynamics,
            Condition::CallsFailed { count: 1 },
        ),
        condition(
            "needs you",
            Part::Dynamics,
            Condition::CallsNeedYou { count: 3 },
        ),
    ]);
    states
}

fn lines(tag: &str) -> String {
    let line = |(name, facts): (&str, Facts)| {
        let view = View::of(&facts, &locale(tag), now());
        format!(
            "{name}: {:?} {:?}: {}",
            view.light.light, view.light.icon, view.light.words
        )
        .replace('\u{202f}', " ")
    };
    states()
        .into_iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_state_has_its_light_in_english() {
    insta::assert_snapshot!(lines("en-GB"));
}

#[test]
fn every_state_has_its_light_in_german() {
    insta::assert_snapshot!(lines("de-DE"));
}

#[test]
fn every_state_has_its_light_in_french() {
    insta::assert_snapshot!(lines("fr-FR"));
}

#[test]
fn every_state_has_its_light_in_spanish() {
    insta::assert_snapshot!(lines("es-ES"));
}

#[test]
fn every_part_that_is_not_well_says_why_and_what_to_press() {
    let lines: Vec<String> = states()
        .into_iter()
        .flat_map(|(_, facts)| View::of(&facts, &locale("en-GB"), now()).parts)
        .filter(|part| part.state != crate::status::PartState::Ok)
        .map(|part| {
            format!(
                "{} {:?}, {:?}: {}",
                part.name, part.state, part.cure, part.message
            )
            .replace('\u{202f}', " ")
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_worst_part_is_named_first_and_of_equals_the_first() {
    let words = |facts: &Facts| View::of(facts, &locale("en"), now()).light.words;
    let mut facts = with(Part::Dynamics, Condition::CallsFailed { count: 2 });
    facts.parts[0].health.condition = Condition::RecordsUnreadable { count: 1 };
    assert_eq!(words(&facts), "One record of the PBX cannot be read");
    facts.parts[1].health.condition = Condition::Unlinked;
    assert_eq!(words(&facts), "Unlinked");
    facts.parts[2].health.condition = Condition::Unreachable {
        detail: "Gone.".into(),
    };
    assert_eq!(words(&facts), "Dynamics does not answer");
    facts.parts[0].health.condition = Condition::PbxRefused;
    assert_eq!(words(&facts), "The PBX refused the password");
}

#[test]
fn a_pause_hides_nothing_that_does_not_work() {
    let light = |condition| {
        let facts = Facts {
            paused_until: Some(now() + minutes(5)),
            ..with(Part::SignIn, condition)
        };
        View::of(&facts, &locale("en"), now()).light
    };
    assert_eq!(light(Condition::Fine).light, Light::Amber);
    assert_eq!(light(Condition::Unlinked).words, "Unlinked");
    let broken = light(Condition::Unreachable {
        detail: "Gone.".into(),
    });
    assert_eq!(broken.words, "Microsoft does not answer");
}

#[test]
fn a_pause_that_is_over_is_none() {
    let facts = Facts {
        paused_until: Some(now()),
        ..facts()
    };
    let view = View::of(&facts, &locale("en"), now());
    assert_eq!(view.paused_until, None);
    assert_eq!(view.light.light, Light::Green);
}

#[test]
fn a_part_over_plain_http_is_called_insecure() {
    let mut facts = facts();
    facts.parts[0].is_insecure = true;
    let view = View::of(&facts, &locale("en"), now());
    assert_eq!(
        view.parts[0].message,
        "The PBX answers. (insecure: http on this computer)"
    );
    assert_eq!(view.parts[1].message, "Linked.");
}

#[test]
fn the_account_stays_shown_while_it_is_linked_anew() {
    let linking = |from| AccountState::Linking {
        from: Box::new(from),
    };
    let shown = |account| {
        let facts = Facts { account, ..facts() };
        View::of(&facts, &locale("en"), now()).account
    };
    assert_eq!(shown(AccountState::Unlinked), None);
    assert_eq!(shown(linking(AccountState::Unlinked)), None);
    let linked = shown(AccountState::Linked { account: account() }).unwrap();
    assert_eq!(linked.user_name, "mira@contoso.example");
    assert_eq!(linked.sign_in_needed, None);
    let lost = shown(lost_sign_in()).unwrap();
    assert_eq!(
        lost.sign_in_needed.as_deref(),
        Some(
            "The sign-in was revoked, by you or by an administrator. Link again if that was not meant for Ringlog."
        )
    );
    assert_eq!(shown(linking(lost_sign_in())), Some(lost));
}

#[test]
fn an_account_over_plain_http_is_insecure() {
    let shown = |authority: &str| {
        let account = crate::account::Account {
            authority: authority.parse().unwrap(),
            ..account()
        };
        let facts = Facts {
            account: AccountState::Linked { account },
            ..facts()
        };
        let view = View::of(&facts, &locale("en"), now());
        view.account.unwrap().is_insecure
    };
    assert!(!shown("https://login.microsoftonline.com"));
    assert!(shown("http://127.0.0.1:8082"));
}

#[test]
fn the_first_run_asks_for_what_is_not_verified_yet() {
    let step = |verified| {
        let view = View::of(&first_run(verified), &locale("en"), now());
        view.first_run.unwrap().step
    };
    assert_eq!(
        [step(0), step(1), step(2), step(3)],
        [Step::Pbx, Step::Organization, Step::Consent, Step::Link]
    );
}

#[test]
fn what_goes_on_in_the_browser_says_why_none_opened() {
    let doing = Doing::InBrowser {
        purpose: Purpose::Consent,
        address: None,
        trouble: Some(SignInReason::Cancelled),
    };
    let view = View::of(&Facts { doing, ..facts() }, &locale("en"), now());
    let Activity::InBrowser { purpose, trouble } = view.activity else {
        panic!("{:?}", view.activity);
    };
    assert_eq!(purpose, Purpose::Consent);
    assert!(trouble.is_some_and(|words| words.contains("ancelled")));
}

#[test]
fn the_page_does_not_see_the_menu() {
    let view = View::of(&facts(), &locale("en"), now());
    let json = serde_json::to_value(&view).unwrap();
    assert_eq!(json.get("menu"), None);
    assert!(!view.menu.is_empty());
}

fn menu(facts: &Facts, tag: &str) -> String {
    let view = View::of(facts, &locale(tag), now());
    let line = |item: &MenuItem| match item {
        MenuItem::Words(words) => format!("({words})"),
        MenuItem::Choice { choice, words } => format!("{words} [{}]", choice.id()),
        MenuItem::Separator => "-".to_owned(),
    };
    let lines: Vec<String> = view.menu.iter().map(line).collect();
    lines.join("\n").replace('\u{202f}', " ")
}

/// The engine cannot work.
fn stopped() -> Facts {
    Facts {
        failure: Some("The ledger does not open.".into()),
        ..with(Part::SignIn, Condition::Unlinked)
    }
}

/// A busy day.
fn busy() -> Facts {
    let mut facts = facts();
    facts.counts.waiting = 3;
    facts.counts.needs_you = 2;
    facts.last_logged = Some(logged(7, 6));
    facts.needs_you = vec![
        unlogged(9, 10, State::NeedsYou),
        unlogged(8, 20, State::NeedsYou),
    ];
    facts
}

#[test]
fn the_menu_offers_what_can_be_done_and_nothing_else() {
    let lost = Facts {
        account: lost_sign_in(),
        ..with(
            Part::SignIn,
            Condition::SignInNeeded {
                reason: SignInReason::Revoked,
            },
        )
    };
    let in_browser = Facts {
        doing: Doing::InBrowser {
            purpose: Purpose::Link,
            address: None,
            trouble: None,
        },
        ..lost.clone()
    };
    let paused = Facts {
        paused_until: Some(now() + minutes(60)),
        ..facts()
    };
    let menus = [
        ("fine", facts()),
        ("busy", busy()),
        ("stopped", stopped()),
        ("paused", paused),
        ("sign-in lost", lost),
        ("in the browser", in_browser),
        ("unlinked", with(Part::SignIn, Condition::Unlinked)),
        ("first run", first_run(0)),
        ("first run, last step", first_run(3)),
    ];
    let menus: Vec<String> = menus
        .iter()
        .map(|(name, facts)| format!("== {name}\n{}", menu(facts, "en-GB")))
        .collect();
    insta::assert_snapshot!(menus.join("\n\n"));
}

#[test]
fn the_menu_is_said_in_every_language() {
    let menus: Vec<String> = ["de-DE", "fr-FR", "es-ES"]
        .iter()
        .map(|tag| format!("== {tag}\n{}", menu(&busy(), tag)))
        .collect();
    insta::assert_snapshot!(menus.join("\n\n"));
}

#[test]
fn a_call_logged_on_another_day_is_told_with_its_date() {
    let facts = Facts {
        last_logged: Some(logged(7, 24 * 60)),
        ..facts()
    };
    assert!(menu(&facts, "de-DE").contains("(Zuletzt eingetragen: Mira Holm, 20.09.2026, 16:04)"));
}
