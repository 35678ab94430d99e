//! The whole way of a token, against the simulated Entra ID and through the real listener.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use ringlog_core::account::Account;
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

mod lending;
mod linking;

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
            name: "Ringlog".to_owned(),
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
            &self.profile.path().join("token.lock"),
        )
    }

    /// A linked account, as the caller of a sign-in stores it.
    async fn linked(&self) -> TokenSource {
        self.linked_as(ADA).await
    }

    async fn linked_as(&self, user: Uuid) -> TokenSource {
        let signed_in = self.link(Choice::Approve(user)).await.outcome.unwrap();
        let account = Account {
            tenant: signed_in.identity.tenant,
            object_id: signed_in.identity.object_id,
            user_name: signed_in.identity.user_name.unwrap(),
            organization_url: self.organization.clone(),
            organization: OrganizationId(Uuid::from_u128(1)),
            user: UserId(Uuid::from_u128(2)),
            full_name: "Jon Aske".to_owned(),
            email: None,
            is_service_account: false,
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
            Invitation::BrowserNotOpened { reason, .. } => reason.phrase().to_string(),
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

/// Why Microsoft, or what it said, stood against it.
fn reason_of(error: SignInError) -> SignInReason {
    match error {
        SignInError::Refused(refusal) => refusal.reason,
        other @ (SignInError::TimedOut
        | SignInError::Cancelled
        | SignInError::Network(_)
        | SignInError::Configuration(_)) => panic!("this is no refusal: {other}"),
    }
}

/// A browser in the terminal, which is there until it is closed.
struct EndlessBrowser(Arc<Notify>);

impl Browser for EndlessBrowser {
    fn open(&self, _url: &Url) -> Result<(), String> {
        self.0.notify_one();
        loop {
            std::thread::park();
        }
    }
}

struct PanickingBrowser;

impl Browser for PanickingBrowser {
    fn open(&self, _url: &Url) -> Result<(), String> {
        panic!("a foreign library broke");
    }
}

struct NoBrowser;

impl Browser for NoBrowser {
    fn open(&self, _url: &Url) -> Result<(), String> {
        Err("no display".to_owned())
    }
}
