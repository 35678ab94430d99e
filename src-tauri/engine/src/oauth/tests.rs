//! The whole way of a token, against the simulated Entra ID and through the real listener.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use ringlog_core::account::{Account, Owner};
use ringlog_core::call::{OrganizationId, UserId};
use ringlog_core::fault::FaultKind;
use ringlog_core::organization::OrganizationUrl;
use ringlog_core::sign_in::SignInReason;
use ringlog_simulator::entra::browser::{Choice, visit};
use ringlog_simulator::entra::{
    Application, ConsentRule, Entra, Place, RefreshRule, Refusal, Role, Tenant, TokenRegistry,
    User, WhyNot,
};
use ringlog_simulator::misbehaviour::{Fault, Misbehaviour};
use ringlog_simulator::server::{Server, System};
use tempfile::TempDir;
use tokio::sync::Notify;
use url::Url;
use uuid::Uuid;

use super::sign_in::Surroundings;
use super::*;
use crate::http::Network;
use crate::keychain::MemoryKeychain;
use crate::keychain::memory::KeychainFault;
use crate::ports::{Browser, Clock, KeychainError, SecretStore};

const CLIENT: &str = "11111111-1111-1111-1111-111111111111";
const TENANT: Uuid = Uuid::from_u128(0xa);
const ADA: Uuid = Uuid::from_u128(0xada);
const ADMIN: Uuid = Uuid::from_u128(0xad);
const STRANGER: Uuid = Uuid::from_u128(0xbad);

/// A clock that the test moves.
#[derive(Default)]
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_750_000_000 + self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// The organization, as far as a sign-in asks it.
struct Door {
    challenge: String,
    misbehaviour: Misbehaviour,
}

impl System for Door {
    fn handle(&self, _request: http::Request<Bytes>) -> http::Response<Bytes> {
        http::Response::builder()
            .status(401)
            .header("WWW-Authenticate", &self.challenge)
            .body(Bytes::new())
            .unwrap()
    }

    fn misbehaviour(&self) -> &Misbehaviour {
        &self.misbehaviour
    }
}

struct World {
    entra: Arc<Entra>,
    entra_server: Server,
    _door: Server,
    organization: OrganizationUrl,
    hand: Arc<Hand>,
    keychain: MemoryKeychain,
    profile: TempDir,
    /// The person has seen the last page there is.
    has_left: Arc<Notify>,
}

/// What a flow ended with, and what was said meanwhile.
struct Told<T> {
    outcome: Result<T, SignInError>,
    invitations: Vec<String>,
}

impl World {
    async fn new() -> Self {
        let hand = Arc::new(Hand::default());
        let clock = Arc::clone(&hand);
        let entra = Arc::new(Entra::new(Arc::new(move || clock.now())));
        for (id, domain) in [
            (TENANT, "contoso.example"),
            (Uuid::from_u128(0xb), "other.example"),
        ] {
            entra.add_tenant(Tenant {
                id,
                domain: domain.to_owned(),
            });
        }
        for (oid, tenant, name, role) in [
            (ADA, TENANT, "ada@contoso.example", Role::Member),
            (ADMIN, TENANT, "admin@contoso.example", Role::Administrator),
            (
                STRANGER,
                Uuid::from_u128(0xb),
                "eve@other.example",
                Role::Member,
            ),
        ] {
            entra.add_user(User {
                oid,
                tenant,
                user_name: name.to_owned(),
                name: name.to_owned(),
                email: Some(name.to_owned()),
                role,
            });
        }
        entra.add_application(Application {
            client_id: CLIENT.to_owned(),
            redirect_uris: vec!["http://localhost".to_owned()],
            home_tenant: None,
        });
        let entra_server = Server::start(Arc::clone(&entra) as _).await.unwrap();
        let door = Door {
            challenge: format!(
                "Bearer authorization_uri={}/{TENANT}/oauth2/authorize, resource_id=x",
                entra_server.origin()
            ),
            misbehaviour: Misbehaviour::default(),
        };
        let door = Server::start(Arc::new(door)).await.unwrap();
        entra.add_resource(&door.origin());
        Self {
            organization: OrganizationUrl::parse(&door.origin()).unwrap(),
            entra,
            entra_server,
            _door: door,
            hand,
            keychain: MemoryKeychain::new(),
            profile: TempDir::new().unwrap(),
            has_left: Arc::default(),
        }
    }

    fn request(&self) -> SignInRequest {
        SignInRequest {
            scope: self.organization.default_scope(),
            organization: self.organization.clone(),
            client_id: CLIENT.to_owned(),
            tenant: None,
            authority: None,
            claims: None,
            limit: Duration::from_secs(20),
        }
    }

    async fn link(&self, choice: Choice) -> Told<SignedIn> {
        self.link_with(self.request(), choice, std::future::pending())
            .await
    }

    async fn link_with(
        &self,
        request: SignInRequest,
        choice: Choice,
        cancelled: impl Future<Output = ()>,
    ) -> Told<SignedIn> {
        let invitations = Mutex::new(Vec::new());
        let invite = invite(&invitations);
        let outcome = sign_in(&request, &self.surroundings(choice, &invite), cancelled).await;
        drop(invite);
        Told {
            outcome,
            invitations: invitations.into_inner().unwrap(),
        }
    }

    async fn consent(
        &self,
        choice: Choice,
        cancelled: impl Future<Output = ()>,
    ) -> Result<AdminConsent, SignInError> {
        let invitations = Mutex::new(Vec::new());
        let invite = invite(&invitations);
        let surroundings = self.surroundings(choice, &invite);
        grant_admin_consent(&self.request(), &surroundings, cancelled).await
    }

    fn surroundings<'a>(
        &self,
        choice: Choice,
        invite: &'a (dyn Fn(Invitation<'_>) + Send + Sync),
    ) -> Surroundings<'a> {
        Surroundings {
            transport: Arc::new(Network::new().unwrap()),
            clock: Arc::clone(&self.hand) as _,
            browser: Some(Arc::new(Person {
                choice,
                runtime: tokio::runtime::Handle::current(),
                has_left: Arc::clone(&self.has_left),
            })),
            invite,
        }
    }

    fn secrets(&self) -> Arc<dyn SecretStore> {
        Arc::new(self.keychain.clone())
    }

    /// A process on this profile.
    fn source(&self) -> TokenSource {
        let network = Arc::new(Network::new().unwrap());
        TokenSource::new(
            network,
            Arc::clone(&self.hand) as _,
            self.secrets(),
            self.profile.path(),
        )
    }

    /// A linked account, as the caller of a sign-in stores it.
    async fn linked(&self) -> TokenSource {
        let signed_in = self.link(Choice::Approve(ADA)).await.outcome.unwrap();
        let account = Account {
            tenant: signed_in.identity.tenant,
            object_id: signed_in.identity.object_id,
            user_name: signed_in.identity.user_name.unwrap(),
            organization_url: self.organization.clone(),
            organization: OrganizationId(Uuid::from_u128(1)),
            user: UserId(Uuid::from_u128(2)),
            owner: Owner {
                id: UserId(Uuid::from_u128(2)),
                email: None,
                name: "Ada".to_owned(),
            },
            linked_at: self.hand.now(),
            authority: signed_in.authority.origin().clone(),
            client_id: signed_in.client_id,
            scope: signed_in.scope,
        };
        let stored = StoredAccount {
            account,
            refresh: signed_in.refresh,
        };
        stored.store(&self.secrets()).await.unwrap();
        let source = self.source();
        source.adopt(signed_in.access).await;
        source
    }

    async fn kept(&self) -> String {
        let stored = StoredAccount::load(&self.secrets()).await.unwrap().unwrap();
        stored.refresh.expose().to_owned()
    }

    fn pass(&self, seconds: i64) {
        self.hand.0.fetch_add(seconds, Ordering::SeqCst);
    }

    fn tokens(&self) -> Arc<TokenRegistry> {
        self.entra.tokens()
    }

    fn check(&self, access: &ringlog_core::token::AccessToken) -> Result<Uuid, WhyNot> {
        let audience = self.organization.origin();
        let facts = self
            .tokens()
            .check(access.expose(), &audience, self.hand.now());
        facts.map(|facts| facts.user)
    }

    fn renewals(&self) -> usize {
        let requests = self.entra_server.requests();
        requests
            .iter()
            .filter(|line| line.starts_with("POST") && line.ends_with("/token"))
            .count()
    }
}

fn invite(said: &Mutex<Vec<String>>) -> impl Fn(Invitation<'_>) + Send + Sync + '_ {
    |invitation| {
        let text = match invitation {
            Invitation::Address(url) => url.path().to_owned(),
            Invitation::BrowserNotOpened { reason, .. } => reason.sentence(),
        };
        said.lock().unwrap().push(text);
    }
}

/// A browser with a person before it.
struct Person {
    choice: Choice,
    runtime: tokio::runtime::Handle,
    has_left: Arc<Notify>,
}

impl Browser for Person {
    fn open(&self, url: &Url) -> Result<(), String> {
        let (url, choice, has_left) = (url.clone(), self.choice, Arc::clone(&self.has_left));
        self.runtime.spawn(async move {
            let _broken = visit(&url, choice).await;
            has_left.notify_waiters();
        });
        Ok(())
    }
}

struct NoBrowser;

impl Browser for NoBrowser {
    fn open(&self, _url: &Url) -> Result<(), String> {
        Err("no display".to_owned())
    }
}

#[tokio::test]
async fn a_person_links_an_account_through_the_browser() {
    let world = World::new().await;
    let told = world.link(Choice::Approve(ADA)).await;
    let signed_in = told.outcome.unwrap();
    assert_eq!(world.check(&signed_in.access), Ok(ADA));
    assert_eq!(signed_in.identity.object_id, Some(ADA));
    assert_eq!(signed_in.identity.tenant, TENANT);
    assert_eq!(
        signed_in.identity.user_name.as_deref(),
        Some("ada@contoso.example")
    );
    assert_eq!(signed_in.authority.tenant(), TENANT.to_string());
    assert_eq!(
        told.invitations,
        [format!("/{TENANT}/oauth2/v2.0/authorize")]
    );
}

#[tokio::test]
async fn no_secret_shows_in_what_a_sign_in_returns() {
    let world = World::new().await;
    let signed_in = world.link(Choice::Approve(ADA)).await.outcome.unwrap();
    let shown = format!("{signed_in:?}");
    assert!(
        !shown.contains(signed_in.access.expose()) && !shown.contains(signed_in.refresh.expose())
    );
}

#[tokio::test]
async fn every_end_of_a_sign_in_is_told_apart() {
    let world = World::new().await;
    let reason = async |choice| {
        world
            .link(choice)
            .await
            .outcome
            .unwrap_err()
            .reason()
            .unwrap()
    };
    assert_eq!(reason(Choice::Deny).await, SignInReason::ConsentDeclined);
    world.entra.refuse(
        Place::Authorize,
        1,
        Refusal::new("access_denied", 53003, "Blocked."),
    );
    assert_eq!(
        reason(Choice::Approve(ADA)).await,
        SignInReason::BlockedByPolicy
    );
    world.entra.set_consent_rule(ConsentRule::RefusedAtToken);
    assert_eq!(
        reason(Choice::Approve(ADA)).await,
        SignInReason::ConsentNeeded
    );
    world.entra.refuse(
        Place::Token,
        1,
        Refusal::new("invalid_client", 7_000_218, "Secret."),
    );
    assert_eq!(
        reason(Choice::Approve(ADA)).await,
        SignInReason::SecretDemanded
    );
    for choice in [Choice::Approve(STRANGER), Choice::WalkAway] {
        let left = world.has_left.notified();
        let ended = world.link_with(world.request(), choice, left).await;
        assert_eq!(ended.outcome.unwrap_err(), SignInError::Cancelled);
    }
}

#[tokio::test]
async fn the_address_is_handed_out_even_if_no_browser_opens_and_the_sign_in_goes_on() {
    let world = World::new().await;
    let (send, mut receive) = tokio::sync::mpsc::unbounded_channel();
    let is_told = AtomicBool::new(false);
    let invite = |invitation: Invitation<'_>| match invitation {
        Invitation::Address(_) => {}
        Invitation::BrowserNotOpened { address, .. } => {
            is_told.store(true, Ordering::SeqCst);
            send.send(address.clone()).unwrap();
        }
    };
    let surroundings = Surroundings {
        browser: Some(Arc::new(NoBrowser)),
        ..world.surroundings(Choice::Deny, &invite)
    };
    let request = world.request();
    let (outcome, page) = tokio::join!(
        sign_in(&request, &surroundings, std::future::pending()),
        async { visit(&receive.recv().await.unwrap(), Choice::Approve(ADA)).await }
    );
    assert!(outcome.is_ok() && page.unwrap().status == 200 && is_told.load(Ordering::SeqCst));
}

#[tokio::test]
async fn admin_consent_is_granted_refused_or_left_open() {
    let world = World::new().await;
    let denied = world.consent(Choice::Deny, std::future::pending()).await;
    assert_eq!(
        denied.unwrap_err().reason(),
        Some(SignInReason::AdminConsentRefused)
    );
    let left = world.has_left.notified();
    let wrong_person = world.consent(Choice::Approve(ADA), left).await;
    assert_eq!(wrong_person.unwrap_err(), SignInError::Cancelled);
    assert!(!world.entra.has_consent(CLIENT, TENANT));
    let granted = world
        .consent(Choice::Approve(ADMIN), std::future::pending())
        .await
        .unwrap();
    assert_eq!(granted.tenant, Some(TENANT.to_string()));
    assert!(world.entra.has_consent(CLIENT, TENANT));
}

#[tokio::test]
async fn an_organization_that_leads_astray_is_a_matter_of_configuration() {
    let world = World::new().await;
    let entra_itself = OrganizationUrl::parse(&world.entra_server.origin()).unwrap();
    let wrong = SignInRequest {
        organization: entra_itself,
        ..world.request()
    };
    let told = world
        .link_with(wrong, Choice::Deny, std::future::pending())
        .await;
    assert!(matches!(told.outcome, Err(SignInError::Configuration(_))));
    assert!(told.invitations.is_empty());
    let nowhere = OrganizationUrl::parse("http://127.0.0.1:1").unwrap();
    let closed = SignInRequest {
        organization: nowhere,
        ..world.request()
    };
    let told = world
        .link_with(closed, Choice::Deny, std::future::pending())
        .await;
    assert!(matches!(told.outcome, Err(SignInError::Network(_))));
}

#[tokio::test]
async fn a_token_is_lent_until_it_nears_its_end_and_then_renewed() {
    let world = World::new().await;
    let source = world.linked().await;
    let first = source.access_token().await.unwrap();
    assert_eq!(world.renewals(), 1);
    world.pass(4_300);
    let second = source.access_token().await.unwrap();
    assert_ne!(first.expose(), second.expose());
    assert_eq!(world.check(&second), Ok(ADA));
    assert_eq!(world.renewals(), 2);
}

#[tokio::test]
async fn the_rotated_token_is_stored_before_the_access_token_is_lent() {
    let world = World::new().await;
    let source = world.linked().await;
    let before = world.kept().await;
    world.pass(10_000);
    world.keychain.suffer(Some(KeychainFault::Full));
    let refused = source.access_token().await;
    assert!(matches!(
        refused,
        Err(TokenError::Keychain(KeychainError::TooLarge { .. }))
    ));
    world.keychain.suffer(None);
    assert_eq!(world.kept().await, before);
    source.access_token().await.unwrap();
    assert_ne!(world.kept().await, before);
}

#[tokio::test]
async fn many_who_ask_at_once_renew_once() {
    let world = World::new().await;
    let source = world.linked().await;
    world.entra.set_refresh_rule(RefreshRule::OnceOnly);
    world.pass(10_000);
    let all = (0..20).map(|_| source.access_token());
    let lent = futures_util::future::join_all(all).await;
    assert!(lent.iter().all(Result::is_ok));
    assert_eq!(world.renewals(), 2);
}

#[tokio::test]
async fn two_processes_never_use_one_refresh_token_twice() {
    let world = World::new().await;
    let one = world.linked().await;
    let two = world.source();
    world.entra.set_refresh_rule(RefreshRule::OnceOnly);
    for _ in 0..5 {
        world.pass(10_000);
        let (one, two) = tokio::join!(one.access_token(), two.access_token());
        assert!(one.is_ok() && two.is_ok());
    }
}

#[tokio::test]
async fn a_caller_that_gives_up_does_not_lose_the_rotated_token() {
    let world = World::new().await;
    let source = world.linked().await;
    world.entra.set_refresh_rule(RefreshRule::OnceOnly);
    world.pass(10_000);
    let asked = source.clone();
    let caller = tokio::spawn(async move { asked.access_token().await });
    while world.renewals() < 2 {
        tokio::task::yield_now().await;
    }
    caller.abort();
    assert!(source.access_token().await.is_ok());
    assert_eq!(world.renewals(), 2);
}

#[tokio::test]
async fn an_answer_without_a_refresh_token_keeps_the_old_one() {
    let world = World::new().await;
    let source = world.linked().await;
    let before = world.kept().await;
    world.entra.set_refresh_rule(RefreshRule::Keep);
    world.pass(10_000);
    source.access_token().await.unwrap();
    assert_eq!(world.kept().await, before);
}

#[tokio::test]
async fn a_revoked_sign_in_asks_the_person_keeps_the_token_and_is_not_tried_again_at_once() {
    let world = World::new().await;
    let source = world.linked().await;
    world.tokens().revoke_all();
    source.invalidate(None).await;
    for _ in 0..3 {
        let outcome = source.access_token().await;
        assert_eq!(
            outcome.unwrap_err(),
            TokenError::SignInNeeded(SignInReason::Revoked)
        );
    }
    assert_eq!(world.renewals(), 2);
    world.kept().await;
    world.pass(61);
    assert!(source.access_token().await.is_err());
    assert_eq!(world.renewals(), 3);
    let source = world.linked().await;
    assert!(source.access_token().await.is_ok());
}

#[tokio::test]
async fn bad_weather_at_microsoft_does_not_take_a_living_token_away() {
    let world = World::new().await;
    let source = world.linked().await;
    let busy = Fault::Status {
        status: 503,
        retry_after: Some("7".to_owned()),
        body: "<html>".to_owned(),
    };
    world.entra.misbehaviour().plan("/token", 0, 2, busy);
    world.pass(4_300);
    assert!(source.access_token().await.is_ok());
    world.pass(300);
    let Err(TokenError::Fault(fault)) = source.access_token().await else {
        panic!("a dead token was lent");
    };
    assert_eq!(
        (fault.kind, fault.retry_after_seconds),
        (FaultKind::Unreachable, Some(7))
    );
    world.entra.refuse(
        Place::Token,
        1,
        Refusal::new("temporarily_unavailable", 90033, "Busy."),
    );
    assert!(
        matches!(source.access_token().await, Err(TokenError::Fault(fault)) if fault.is_weather())
    );
    assert!(source.access_token().await.is_ok());
}

#[tokio::test]
async fn no_answer_of_the_token_endpoint_shows_a_token() {
    let world = World::new().await;
    let source = world.linked().await;
    world.pass(10_000);
    let garbled = b"{\"access_token\":\"hunter2\",\"refresh_token\":5}".to_vec();
    world
        .entra
        .misbehaviour()
        .plan("/token", 0, 1, Fault::Garbage(garbled));
    let error = source.access_token().await.unwrap_err();
    assert!(!format!("{error:?} {error}").contains("hunter2"));
    assert!(matches!(error, TokenError::Fault(fault) if fault.kind == FaultKind::Garbled));
}

#[tokio::test]
async fn a_claims_challenge_is_answered_by_the_next_renewal() {
    let world = World::new().await;
    let source = world.linked().await;
    let wanted = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}";
    world.tokens().challenge_with_claims(Some(wanted)).unwrap();
    let lent = source.access_token().await.unwrap();
    assert!(matches!(
        world.check(&lent),
        Err(WhyNot::InsufficientClaims(_))
    ));
    source.invalidate(Some(wanted.to_owned())).await;
    let lent = source.access_token().await.unwrap();
    assert_eq!(world.check(&lent), Ok(ADA));
}

#[tokio::test]
async fn claims_that_renewal_cannot_satisfy_are_kept_for_the_next_sign_in() {
    let world = World::new().await;
    let source = world.linked().await;
    let mut refusal = Refusal::new("interaction_required", 50076, "Second factor.");
    refusal.claims = Some("{\"access_token\":{\"acrs\":1}}".to_owned());
    world.entra.refuse(Place::Token, 1, refusal.clone());
    source.invalidate(None).await;
    let error = source.access_token().await.unwrap_err();
    assert_eq!(
        error,
        TokenError::SignInNeeded(SignInReason::SecondFactorNeeded)
    );
    assert_eq!(source.wanted_claims().await, refusal.claims);
}

#[tokio::test]
async fn not_linked_and_a_closed_keychain_are_told_apart() {
    let world = World::new().await;
    let source = world.source();
    assert_eq!(
        source.access_token().await.unwrap_err(),
        TokenError::NotLinked
    );
    world.keychain.suffer(Some(KeychainFault::Locked));
    assert!(matches!(
        source.access_token().await,
        Err(TokenError::Keychain(KeychainError::Locked(_)))
    ));
}

#[tokio::test]
async fn a_damaged_or_newer_account_in_the_keychain_is_not_shown_and_not_touched() {
    let world = World::new().await;
    let name = crate::ports::SecretName::Account;
    world.keychain.set(name, &"{\"hunter2\"".into()).unwrap();
    let error = StoredAccount::load(&world.secrets()).await.unwrap_err();
    assert!(matches!(&error, KeychainError::Damaged(_)) && !error.to_string().contains("hunter2"));
}
