//! What a person asks of the running engine from the window: the first run, linking, pausing, giving up.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use ringlog_core::delivery::State;
use ringlog_core::desktop::Purpose;
use ringlog_core::desktop::calls::CallAction;
use ringlog_core::desktop::facts::Doing;
use ringlog_core::desktop::first_run::{OrganizationAnswers, PbxAnswers};
use ringlog_engine::Secret;
use ringlog_engine::event_loop::Event;
use ringlog_engine::first_run::setting_up;
use ringlog_engine::ports::Browser;
use ringlog_engine::problem::{Problem, ProblemCode};
use ringlog_engine::request::{Reply, Request};
use ringlog_simulator::entra::browser::Choice;
use ringlog_simulator::misbehaviour::Fault;
use ringlog_simulator::office::{
    ADMINISTRATOR, CLIENT_ID, EXTENSION, PASSWORD, PBX_TENANT, PERSON,
};
use ringlog_simulator::server::System;
use ringlog_tests::{Computer, World, each_call_exactly_once, guidance};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::event_loop::{Outside, had_call, where_time_flies, while_running};

pub(super) async fn asked<T>(
    outside: &Outside,
    request: impl FnOnce(Reply<T>) -> Request,
) -> Result<T, Problem> {
    let (reply, answer) = oneshot::channel();
    outside.tell(Event::Requested(request(reply)));
    answer.await.unwrap()
}

fn browser_of(choice: Choice) -> Arc<dyn Browser> {
    guidance(choice).browser.unwrap()
}

pub(super) fn pbx_answers(world: &World) -> PbxAnswers {
    PbxAnswers {
        url: world.office.vodia_server().origin(),
        tenant: PBX_TENANT.to_owned(),
        extension: EXTENSION.to_owned(),
    }
}

fn organization_answers(world: &World) -> OrganizationAnswers {
    OrganizationAnswers {
        organization_url: format!(" {}/main.aspx ", world.office.dataverse_server().origin()),
        client_id: CLIENT_ID.to_owned(),
    }
}

/// What `settings.toml` says of a key.
fn kept(computer: &Computer, key: &str) -> Option<String> {
    let text = std::fs::read_to_string(computer.directory().join("settings.toml")).ok()?;
    let name = key.rsplit('.').next()?;
    text.lines()
        .find(|line| line.starts_with(name))
        .map(str::to_owned)
}

fn steps_done(computer: &Computer) -> Option<[bool; 3]> {
    let at = setting_up(Some(computer.engine.ledger()), computer.engine.effective()).unwrap()?;
    Some([
        at.is_pbx_verified,
        at.is_organization_verified,
        at.is_consent_settled,
    ])
}

#[tokio::test]
async fn the_first_run_leads_from_nothing_to_the_first_logged_call() {
    let world = World::open().await;
    let mut computer = world.blank_computer().await;
    let id = had_call(&world);
    assert_eq!(steps_done(&computer), Some([false; 3]));

    while_running(&mut computer, async |outside| {
        let answers = pbx_answers(&world);
        asked(outside, |reply| Request::ConnectPbx {
            answers,
            password: Some(Secret::from(PASSWORD)),
            reply,
        })
        .await
        .unwrap();
        let answers = organization_answers(&world);
        asked(outside, |reply| Request::ConnectOrganization {
            answers,
            reply,
        })
        .await
        .unwrap();
        let browser = browser_of(Choice::Approve(ADMINISTRATOR));
        asked(outside, |reply| Request::GrantConsent { browser, reply })
            .await
            .unwrap();
        let browser = browser_of(Choice::Approve(PERSON));
        let linked = asked(outside, |reply| Request::Link { browser, reply })
            .await
            .unwrap();
        assert_eq!(linked.account.full_name, "Mira Holm");
        outside.logged().await;
    })
    .await;

    assert_eq!(
        steps_done(&computer),
        None,
        "the first run is over for good"
    );
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_step_that_was_verified_stays_so_over_a_restart() {
    let world = World::open().await;
    let mut computer = world.blank_computer().await;
    while_running(&mut computer, async |outside| {
        let answers = organization_answers(&world);
        asked(outside, |reply| Request::ConnectOrganization {
            answers,
            reply,
        })
        .await
        .unwrap();
        asked(outside, |reply| Request::SkipConsent { reply })
            .await
            .unwrap();
    })
    .await;
    let mut computer = computer.restart().await;
    assert_eq!(steps_done(&computer), Some([false, true, true]));

    computer.set(
        "microsoft.client_id",
        "00001111-aaaa-2222-bbbb-3333cccc4444",
    );

    assert_eq!(
        steps_done(&computer),
        Some([false; 3]),
        "another application was never verified"
    );
}

#[tokio::test]
async fn a_refused_password_of_the_first_step_keeps_nothing() {
    let world = World::open().await;
    let mut computer = world.blank_computer().await;
    while_running(&mut computer, async |outside| {
        let answers = pbx_answers(&world);
        let refused = asked(outside, |reply| Request::ConnectPbx {
            answers,
            password: Some(Secret::from("wrong")),
            reply,
        })
        .await
        .unwrap_err();
        assert_eq!(refused.code, ProblemCode::PbxRefused);
    })
    .await;
    assert_eq!(kept(&computer, "pbx.extension"), None);
    assert_eq!(steps_done(&computer), Some([false; 3]));
    // Basic, then the session login; never a third.
    assert_eq!(world.office.vodia.login_failures(), 2);
}

#[tokio::test]
async fn an_address_that_is_no_organization_keeps_nothing() {
    let world = World::open().await;
    let mut computer = world.blank_computer().await;
    while_running(&mut computer, async |outside| {
        let answers = OrganizationAnswers {
            organization_url: world.office.vodia_server().origin(),
            client_id: CLIENT_ID.to_owned(),
        };
        asked(outside, |reply| Request::ConnectOrganization {
            answers,
            reply,
        })
        .await
        .unwrap_err();
    })
    .await;
    assert_eq!(kept(&computer, "dynamics.organization_url"), None);
    assert_eq!(steps_done(&computer), Some([false; 3]));
}

#[tokio::test]
async fn giving_up_the_sign_in_costs_nothing_and_what_was_asked_meanwhile_is_done() {
    let world = World::open().await;
    let mut computer = world.computer().await;
    let before = computer.engine.account().unwrap();
    let id = had_call(&world);
    while_running(&mut computer, async |outside| {
        outside.logged().await;
        let browser = browser_of(Choice::WalkAway);
        let (reply, answer) = oneshot::channel();
        outside.tell(Event::Requested(Request::Link { browser, reply }));
        outside
            .until_doing(|doing| {
                matches!(
                    doing,
                    Doing::InBrowser {
                        purpose: Purpose::Link,
                        address: Some(_),
                        ..
                    }
                )
            })
            .await;
        outside.tell(Event::SyncRequested);
        outside.tell(Event::SignInCancelled);

        let given_up = answer.await.unwrap().unwrap_err();

        assert_eq!(given_up.code, ProblemCode::SignIn);
        outside.until_doing(|doing| *doing == Doing::Syncing).await;
    })
    .await;
    assert_eq!(computer.engine.account().unwrap(), before);
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn in_a_pause_nothing_is_asked_or_sent_and_after_it_everything_is() {
    let (world, mut computer) = where_time_flies().await;
    let mut ids = vec![had_call(&world)];
    while_running(&mut computer, async |outside| {
        outside.logged().await;
        let until = world.minutes_ago(-60);
        outside.tell(Event::PauseRequested { until });
        outside.changed().await;
        ids.push(had_call(&world));
        let began = Instant::now();

        outside.logged().await;

        let waited = began.elapsed();
        let hour = Duration::from_secs(3_600);
        assert!(
            waited >= hour && waited < hour + Duration::from_secs(90),
            "{waited:?}"
        );
    })
    .await;
    each_call_exactly_once(&world, &ids);
}

#[tokio::test]
async fn a_pause_outlives_a_restart_and_ends_when_the_person_asks() {
    let (world, mut computer) = where_time_flies().await;
    while_running(&mut computer, async |outside| {
        let until = world.minutes_ago(-600);
        outside.tell(Event::PauseRequested { until });
        outside.changed().await;
    })
    .await;
    let id = had_call(&world);
    let mut computer = computer.restart().await;
    while_running(&mut computer, async |outside| {
        outside.changed().await;
        let began = Instant::now();
        outside.tell(Event::SyncRequested);
        outside.logged().await;
        assert!(began.elapsed() < Duration::from_secs(60));
    })
    .await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn what_waits_is_sent_as_soon_as_an_account_is_linked() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    computer.log_in().await;
    let id = had_call(&world);
    while_running(&mut computer, async |outside| {
        outside.found().await;
        let browser = browser_of(Choice::Approve(PERSON));
        asked(outside, |reply| Request::SkipConsent { reply })
            .await
            .unwrap();
        asked(outside, |reply| Request::Link { browser, reply })
            .await
            .unwrap();
        outside.logged().await;
    })
    .await;
    each_call_exactly_once(&world, &[id]);
}

#[tokio::test]
async fn a_call_that_is_retried_in_the_window_goes_out_at_once() {
    let (world, mut computer) = where_time_flies().await;
    let id = had_call(&world);
    let down = Fault::Status {
        status: 500,
        retry_after: None,
        body: String::new(),
    };
    world
        .office
        .dataverse
        .misbehaviour()
        .plan("", 0, 10_000, down);
    while_running(&mut computer, async |outside| {
        outside.found().await;
        // Until its pauses are an hour long.
        tokio::time::sleep(Duration::from_secs(4 * 3_600)).await;
        world.recover();
        let began = Instant::now();
        asked(outside, |reply| Request::Act {
            call: 1,
            action: CallAction::Retry,
            reply,
        })
        .await
        .unwrap();
        outside.logged().await;
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "{:?}",
            began.elapsed()
        );
    })
    .await;
    each_call_exactly_once(&world, &[id]);
    assert_eq!(computer.only_call().state, State::Logged);
}

#[tokio::test]
async fn a_logged_call_is_announced_once_also_over_a_restart() {
    let (world, mut computer) = where_time_flies().await;
    had_call(&world);
    let mut announced = Vec::new();
    while_running(&mut computer, async |outside| {
        outside.logged().await;
        announced.extend(outside.announced().await);
    })
    .await;
    let mut computer = computer.restart().await;
    while_running(&mut computer, async |outside| {
        outside.pass().await;
        outside.tell(Event::SyncRequested);
        outside.pass().await;
        announced.extend(outside.announced_so_far());
    })
    .await;
    assert_eq!(announced.len(), 1, "{announced:#?}");
}

#[tokio::test]
async fn a_lost_sign_in_is_announced_once_however_many_passes_meet_it() {
    let (world, mut computer) = where_time_flies().await;
    while_running(&mut computer, async |outside| {
        outside.pass().await;
        world.office.entra.tokens().revoke_all();
        world.clock.advance(SignedDuration::from_hours(2));
        had_call(&world);
        outside.tell(Event::SyncRequested);
        outside.found().await;
        let announced = outside.announced().await;
        assert_eq!(announced.len(), 1, "{announced:#?}");
        for _ in 0..20 {
            outside.pass().await;
        }
        assert_eq!(outside.announced_so_far(), []);
    })
    .await;
    // Nor after a restart.
    let mut computer = computer.restart().await;
    while_running(&mut computer, async |outside| {
        outside.pass().await;
        outside.tell(Event::SyncRequested);
        outside.pass().await;
        assert_eq!(outside.announced_so_far(), []);
    })
    .await;
}

#[tokio::test]
async fn a_kept_password_goes_to_no_other_pbx_and_not_twice_to_one_that_refused_it() {
    let world = World::open().await;
    let mut computer = world.new_computer().await;
    computer.log_in().await;
    while_running(&mut computer, async |outside| {
        let elsewhere = PbxAnswers {
            url: world.office.dataverse_server().origin(),
            ..pbx_answers(&world)
        };
        let before = world.requests();
        asked(outside, |reply| Request::ConnectPbx {
            answers: elsewhere,
            password: None,
            reply,
        })
        .await
        .unwrap_err();
        assert_eq!(world.requests()[2], before[2], "nothing was sent there");

        world.office.vodia.set_password(EXTENSION, "changed");
        let answers = || pbx_answers(&world);
        for _ in 0..2 {
            asked(outside, |reply| Request::ConnectPbx {
                answers: answers(),
                password: None,
                reply,
            })
            .await
            .unwrap_err();
        }
    })
    .await;
    // Basic, then the session login, once.
    assert_eq!(world.office.vodia.login_failures(), 2);
}
