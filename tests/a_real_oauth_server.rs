//! Signing in, renewing and losing a sign-in at a certified OAuth server, which forgives nothing.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use http::{Request, Response, StatusCode};
use jiff::SignedDuration;
use ringlog_core::account::AccountState;
use ringlog_core::delivery::State;
use ringlog_core::status::Light;
use ringlog_engine::linking::Guidance;
use ringlog_engine::oauth::{StoredAccount, TokenSource};
use ringlog_engine::ports::{Browser, SecretStore, Transport, TransportError};
use ringlog_engine::problem::{Problem, ProblemCode};
use ringlog_simulator::entra::browser::{Choice, Page, visit};
use ringlog_simulator::office::{EMAIL, PERSON, TENANT};
use ringlog_tests::oauth_server::OauthServer;
use ringlog_tests::{Computer, World, each_call_exactly_once, guidance};
use tokio::runtime::Handle;
use tokio::sync::Notify;
use url::{Url, form_urlencoded};

use crate::a_lost_sign_in::{had_call, makes_up_after_linking_again};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What a refused sign-in is told where the server says no more than `invalid_grant`.
const NO_LONGER_VALID: &str = "The sign-in is no longer valid.";

/// What happens to a question on its way to the token endpoint, or to its answer.
#[derive(Clone, Copy, Debug)]
enum Trick {
    /// A parameter has another value.
    Changed(&'static str, &'static str),
    /// A parameter is missing.
    LeftOut(&'static str),
    /// It arrives twice, and only the second answer comes back.
    Twice,
    /// Its answer is lost.
    AnswerLost,
}

/// The network, on which one question to the token endpoint can meet a trick.
#[derive(Clone)]
struct Line {
    network: Arc<dyn Transport>,
    next: Arc<Mutex<Option<Trick>>>,
}

impl Line {
    fn play(&self, trick: Trick) {
        *self.next.lock().unwrap() = Some(trick);
    }

    fn trick_for(&self, request: &Request<Bytes>) -> Option<Trick> {
        let is_token = request.uri().path().ends_with("/oauth2/v2.0/token");
        is_token.then(|| self.next.lock().unwrap().take())?
    }
}

impl Transport for Line {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        async move {
            match self.trick_for(&request) {
                None => self.network.send(request).await,
                Some(Trick::Changed(name, value)) => {
                    let request = request.map(|form| changed(&form, name, Some(value)));
                    self.network.send(request).await
                }
                Some(Trick::LeftOut(name)) => {
                    let request = request.map(|form| changed(&form, name, None));
                    self.network.send(request).await
                }
                Some(Trick::Twice) => {
                    let first = self.network.send(request.clone()).await?;
                    assert_eq!(first.status(), StatusCode::OK);
                    self.network.send(request).await
                }
                Some(Trick::AnswerLost) => {
                    let answer = self.network.send(request).await?;
                    assert_eq!(answer.status(), StatusCode::OK);
                    Err(TransportError::Unreachable {
                        host: "the OAuth server".to_owned(),
                        detail: "the connection broke".to_owned(),
                    })
                }
            }
        }
        .boxed()
    }
}

/// A form in which `name`, which stands in it, has another value or none.
fn changed(form: &[u8], name: &str, value: Option<&str>) -> Bytes {
    let pairs: Vec<_> = form_urlencoded::parse(form).into_owned().collect();
    let kept = pairs.iter().filter(|(one, _)| one != name);
    assert_eq!(kept.clone().count() + 1, pairs.len(), "{name}: {pairs:?}");
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(kept);
    if let Some(value) = value {
        form.append_pair(name, value);
    }
    form.finish().into()
}

/// A person whose browser goes to other addresses than the one it was given, one after the other.
struct Wanderer {
    ways: Vec<fn(&mut Url)>,
    pages: Arc<Mutex<Vec<Page>>>,
    is_home: Arc<Notify>,
    runtime: Handle,
}

impl Browser for Wanderer {
    fn open(&self, url: &Url) -> Result<(), String> {
        let addresses: Vec<Url> = self
            .ways
            .iter()
            .map(|way| {
                let mut url = url.clone();
                way(&mut url);
                url
            })
            .collect();
        let (pages, is_home) = (Arc::clone(&self.pages), Arc::clone(&self.is_home));
        self.runtime.spawn(async move {
            let mut is_answered = false;
            for address in addresses {
                let page = visit(&address, Choice::Approve(PERSON)).await.unwrap();
                is_answered |= page.url.host_str() == Some("localhost") && page.status.is_success();
                pages.lock().unwrap().push(page);
            }
            if !is_answered {
                is_home.notify_one();
            }
        });
        Ok(())
    }
}

fn with_parameter(url: &mut Url, name: &str, value: Option<&str>) {
    let query = changed(url.query().unwrap().as_bytes(), name, value);
    url.set_query(Some(std::str::from_utf8(&query).unwrap()));
}

fn parameter(url: &Url, name: &str) -> String {
    let found = url.query_pairs().find(|(one, _)| one == name);
    found.unwrap().1.into_owned()
}

/// Tries to link while the browser goes these ways, and cancels when none brought an answer; gives the pages they ended
/// on.
async fn wander(
    computer: &mut Computer,
    ways: &[fn(&mut Url)],
) -> (Result<(), Problem>, Vec<Page>) {
    let (pages, is_home) = (Arc::default(), Arc::new(Notify::new()));
    let guidance = Guidance {
        browser: Some(Arc::new(Wanderer {
            ways: ways.to_vec(),
            pages: Arc::clone(&pages),
            is_home: Arc::clone(&is_home),
            runtime: Handle::current(),
        })),
        ..guidance(Choice::WalkAway)
    };
    let outcome = computer.engine.link(&guidance, is_home.notified()).await;
    let pages = std::mem::take(&mut *pages.lock().unwrap());
    (outcome.map(drop), pages)
}

async fn open() -> (World, OauthServer, Line) {
    let mut line = None;
    let wire = |network| -> Arc<dyn Transport> {
        let made = Line {
            network,
            next: Arc::default(),
        };
        Arc::new(line.insert(made).clone())
    };
    let (world, server) = World::open_with_oauth_server(wire).await;
    (world, server, line.unwrap())
}

async fn pass(world: &World, server: &OauthServer, time: SignedDuration) {
    world.clock.advance(time);
    server.set_clock().await;
}

/// The refresh token in the keychain.
async fn kept(computer: &Computer) -> Option<String> {
    let secrets: Arc<dyn SecretStore> = Arc::new(computer.keychain.clone());
    let stored = StoredAccount::load(&secrets).await.unwrap();
    stored.map(|stored| stored.refresh.expose().to_owned())
}

/// The keychain holds the one refresh token that the server would still take; it is given.
async fn only_the_newest_is_kept(computer: &Computer, server: &OauthServer) -> String {
    let [living] = server.living().await.try_into().unwrap();
    assert_eq!(kept(computer).await.as_deref(), Some(living.as_str()));
    living
}

/// A link attempt that ended without success, in these words: nothing is kept, and trying again plainly succeeds.
async fn ended_in(words: &str, problem: Problem, mut computer: Computer, server: &OauthServer) {
    assert_eq!(problem.code, ProblemCode::SignIn, "{problem:?}");
    assert!(problem.message.to_string().contains(words), "{problem:?}");
    assert!(problem.hint.is_some(), "{problem:?}");
    assert_eq!(computer.engine.account().unwrap(), AccountState::Unlinked);
    assert_eq!(computer.status().light, Light::Grey);
    assert_eq!(kept(&computer).await, None);

    computer.link().await;
    only_the_newest_is_kept(&computer, server).await;
}

#[tokio::test]
async fn a_sign_in_is_proven_its_refresh_token_kept_and_a_call_logged() {
    let (world, server, _) = open().await;
    let mut computer = world.computer().await;
    let id = had_call(&world);
    let pass = computer.sync().await;

    assert!(pass.problems.is_empty(), "{pass:?}");
    each_call_exactly_once(&world, &[id]);
    let account = computer.engine.account().unwrap().account().cloned();
    let account = account.unwrap();
    assert_eq!(account.user_name, EMAIL);
    assert_eq!(account.tenant, TENANT);
    assert_eq!(account.object_id, Some(PERSON));
    assert_eq!(computer.status().light, Light::Green);
    only_the_newest_is_kept(&computer, &server).await;
    assert_eq!(world.requests()[1], 0, "our own Microsoft was asked");
}

#[tokio::test]
async fn pressing_cancel_is_told() {
    let (world, server, _) = open().await;
    let mut computer = world.new_computer().await;
    let problem = computer.try_link(Choice::Deny).await.unwrap_err();
    let words = "cancelled on Microsoft's page";
    ended_in(words, problem, computer, &server).await;
}

#[tokio::test]
async fn a_question_without_a_challenge_is_refused() {
    let (world, server, _) = open().await;
    let mut computer = world.new_computer().await;
    let (outcome, _) = wander(
        &mut computer,
        &[|url| {
            with_parameter(url, "code_challenge", None);
            with_parameter(url, "code_challenge_method", None);
        }],
    )
    .await;
    let words = "Microsoft refused the question itself";
    ended_in(words, outcome.unwrap_err(), computer, &server).await;
}

#[tokio::test]
async fn a_code_is_worth_nothing_with_a_wrong_verifier_or_without_one() {
    let other = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
    for trick in [
        Trick::Changed("code_verifier", other),
        Trick::LeftOut("code_verifier"),
    ] {
        let (world, server, line) = open().await;
        let mut computer = world.new_computer().await;
        line.play(trick);
        let problem = computer.try_link(Choice::Approve(PERSON)).await;
        ended_in(NO_LONGER_VALID, problem.unwrap_err(), computer, &server).await;
    }
}

#[tokio::test]
async fn a_code_is_worth_nothing_with_another_redirect_address() {
    let (world, server, line) = open().await;
    let mut computer = world.new_computer().await;
    line.play(Trick::Changed("redirect_uri", "http://localhost:1"));
    let problem = computer.try_link(Choice::Approve(PERSON)).await;
    ended_in(NO_LONGER_VALID, problem.unwrap_err(), computer, &server).await;
}

#[tokio::test]
async fn no_code_goes_to_an_address_that_is_not_registered() {
    let elsewhere: [fn(&mut Url); 2] = [
        |url| {
            let redirect = format!("{}/other", parameter(url, "redirect_uri"));
            with_parameter(url, "redirect_uri", Some(&redirect));
        },
        |url| {
            let redirect = parameter(url, "redirect_uri").replace("localhost", "127.0.0.1");
            with_parameter(url, "redirect_uri", Some(&redirect));
        },
    ];
    let (world, server, _) = open().await;
    let mut computer = world.new_computer().await;

    let (outcome, pages) = wander(&mut computer, &elsewhere).await;

    assert_eq!(pages.len(), elsewhere.len());
    for page in pages {
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(page.body.contains("redirect_uri"), "{}", page.body);
    }
    let problem = outcome.unwrap_err();
    ended_in("The sign-in was cancelled.", problem, computer, &server).await;
}

#[tokio::test]
async fn a_code_that_is_redeemed_twice_ends_what_it_began() {
    let (world, server, line) = open().await;
    let mut computer = world.new_computer().await;
    line.play(Trick::Twice);
    let problem = computer.try_link(Choice::Approve(PERSON)).await;
    assert_eq!(server.requests().await, 2);
    assert_eq!(server.living().await, [""; 0]);
    ended_in(NO_LONGER_VALID, problem.unwrap_err(), computer, &server).await;
}

#[tokio::test]
async fn an_answer_with_another_state_is_turned_away_and_the_right_one_still_links() {
    let (world, server, _) = open().await;
    let mut computer = world.new_computer().await;

    let (outcome, pages) = wander(
        &mut computer,
        &[
            |url| with_parameter(url, "state", Some("of-another-sign-in")),
            |_| {},
        ],
    )
    .await;

    outcome.unwrap();
    assert_eq!(pages[0].url.host_str(), Some("localhost"));
    assert_eq!(pages[0].status, StatusCode::BAD_REQUEST);
    assert_eq!(server.requests().await, 1, "one code was redeemed");
    only_the_newest_is_kept(&computer, &server).await;
}

#[tokio::test]
async fn a_statement_of_identity_that_answers_another_question_is_not_believed() {
    let (world, server, _) = open().await;
    let mut computer = world.new_computer().await;
    let (outcome, _) = wander(
        &mut computer,
        &[|url| with_parameter(url, "nonce", Some("of-another-sign-in"))],
    )
    .await;
    let problem = outcome.unwrap_err();
    assert!(
        problem.message.to_string().contains("who signed in"),
        "{problem:?}"
    );
    assert_eq!(kept(&computer).await, None);
    assert_eq!(server.living().await.len(), 1, "the server did its part");
}

#[tokio::test]
async fn each_renewal_keeps_the_newest_refresh_token_and_no_other() {
    let (world, server, _) = open().await;
    let mut computer = world.computer().await;
    let mut seen = vec![only_the_newest_is_kept(&computer, &server).await];
    let mut ids = Vec::new();
    for _ in 0..3 {
        for _ in 0..2 {
            pass(&world, &server, HOUR * 3).await;
            ids.push(had_call(&world));
            let pass = computer.sync().await;
            assert!(pass.problems.is_empty(), "{pass:?}");
            let newest = only_the_newest_is_kept(&computer, &server).await;
            assert!(!seen.contains(&newest), "it was renewed");
            seen.push(newest);
        }
        computer = computer.restart().await;
    }
    each_call_exactly_once(&world, &ids);
    assert_eq!(computer.status().light, Light::Green);
}

#[tokio::test]
async fn two_processes_that_renew_at_once_use_each_refresh_token_once() {
    let (world, server, line) = open().await;
    let computer = world.computer().await;
    let lock_file = computer.directory().join("lock-of-this-test");
    let process = || {
        TokenSource::new(
            Arc::new(line.clone()),
            Arc::new(world.clock.clone()),
            Arc::new(computer.keychain.clone()),
            &lock_file,
        )
    };
    let (one, two) = (process(), process());
    for _ in 0..3 {
        pass(&world, &server, HOUR * 3).await;
        let before = server.requests().await;
        let many = [&one, &two, &one, &two, &one, &two].map(TokenSource::access_token);
        let lent = join_all(many).await;
        assert!(lent.iter().all(Result::is_ok), "{lent:?}");
        assert_eq!(server.requests().await, before + 2, "once for each process");
        only_the_newest_is_kept(&computer, &server).await;
    }
}

/// The sign-in of a computer is lost, and what calls it knows wait: the person is asked once, and no call is lost.
async fn asks_the_person_once(
    world: &World,
    server: &OauthServer,
    computer: Computer,
    waiting: Vec<String>,
) {
    let asked = async || server.requests().await;
    makes_up_after_linking_again(world, computer, waiting, NO_LONGER_VALID, asked).await;
    assert_eq!(world.requests()[1], 0, "our own Microsoft was asked");
}

#[tokio::test]
async fn a_lost_answer_to_a_renewal_ends_the_sign_in_and_asks_the_person_once() {
    let (world, server, line) = open().await;
    let mut computer = world.computer().await;
    pass(&world, &server, HOUR * 2).await;
    let id = had_call(&world);
    line.play(Trick::AnswerLost);

    let pass = computer.sync().await;

    // As far as this computer knows it is weather; the next renewal will tell.
    assert_eq!(pass.problems.len(), 1, "{pass:?}");
    assert_eq!(pass.problems[0].code, ProblemCode::Unreachable);
    let [newest] = server.living().await.try_into().unwrap();
    assert_ne!(kept(&computer).await, Some(newest));
    asks_the_person_once(&world, &server, computer, vec![id]).await;
}

#[tokio::test]
async fn a_refresh_token_used_twice_takes_the_newest_with_it() {
    let (world, server, _) = open().await;
    let mut computer = world.computer().await;
    let secrets: Arc<dyn SecretStore> = Arc::new(computer.keychain.clone());
    let old = StoredAccount::load(&secrets).await.unwrap().unwrap();
    pass(&world, &server, HOUR * 2).await;
    had_call(&world);
    computer.sync().await;
    only_the_newest_is_kept(&computer, &server).await;

    old.store(&secrets).await.unwrap();
    pass(&world, &server, HOUR * 2).await;
    had_call(&world);
    let mut computer = computer.restart().await;
    let pass = computer.sync().await;

    assert_eq!(pass.problems[0].code, ProblemCode::SignIn, "{pass:?}");
    assert_eq!(server.living().await, [""; 0]);
    assert!(matches!(
        computer.engine.account().unwrap(),
        AccountState::NeedsSignIn { .. }
    ));
    let states: Vec<State> = computer.calls().iter().map(|call| call.state).collect();
    assert_eq!(states, [State::Waiting, State::Logged]);
}

#[tokio::test]
async fn a_revoked_refresh_token_asks_the_person_once() {
    let (world, server, _) = open().await;
    let computer = world.computer().await;
    server.revoke().await;
    pass(&world, &server, HOUR * 2).await;
    asks_the_person_once(&world, &server, computer, Vec::new()).await;
}

#[tokio::test]
async fn an_expired_refresh_token_asks_the_person_once() {
    let (world, server, _) = open().await;
    let computer = world.computer().await;
    pass(&world, &server, HOUR * 24 * 91).await;
    assert_eq!(server.living().await, [""; 0]);
    asks_the_person_once(&world, &server, computer, Vec::new()).await;
}
