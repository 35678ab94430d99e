//! Entra ID for public clients: authorize, token and admin consent, as strict as `reference/entra.md` lets it be.
//!
//! A page that Microsoft shows a person is a small form here; [`browser`] plays the person.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use jiff::Timestamp;
use url::form_urlencoded;
use uuid::Uuid;

use crate::misbehaviour::Misbehaviour;
use crate::server::System;

pub mod browser;
pub mod directory;
pub mod token_registry;

mod answers;
mod authorize;
mod token;

#[cfg(test)]
mod tests;

pub use directory::{Application, ConsentRule, Place, RefreshRule, Refusal, Role, Tenant, User};
pub use token_registry::{TokenFacts, TokenRegistry, WhyNot};

/// The simulator's wall clock.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Name and value pairs of a query or a form.
type Pairs = BTreeMap<String, String>;

/// The simulated Entra ID.
pub struct Entra {
    state: Mutex<State>,
    tokens: Arc<TokenRegistry>,
    now: Now,
    misbehaviour: Misbehaviour,
}

/// What a sign-in past the pages brought.
#[derive(Clone, Debug)]
pub struct Granted {
    /// For Dynamics.
    pub access_token: String,
    /// How long the access token is good.
    pub access_seconds: i64,
}

#[derive(Default)]
struct State {
    tenants: Vec<Tenant>,
    users: Vec<User>,
    applications: Vec<Application>,
    resources: BTreeSet<String>,
    consents: BTreeSet<(String, Uuid)>,
    consent_rule: ConsentRule,
    refresh_rule: RefreshRule,
    access_seconds: i64,
    refusals: Vec<(Place, Refusal, u32)>,
    flows: BTreeMap<String, authorize::Flow>,
    codes: BTreeMap<String, token::Code>,
    refresh_tokens: BTreeMap<String, token::Grant>,
    secrets: BTreeSet<String>,
}

impl Entra {
    /// An Entra without tenants.
    #[must_use]
    pub fn new(now: Now) -> Self {
        Self {
            state: Mutex::new(State {
                access_seconds: 4_500,
                ..State::default()
            }),
            tokens: Arc::default(),
            now,
            misbehaviour: Misbehaviour::default(),
        }
    }

    /// The tokens it issued, for the Dataverse simulator to check.
    #[must_use]
    pub fn tokens(&self) -> Arc<TokenRegistry> {
        Arc::clone(&self.tokens)
    }

    /// Adds a tenant.
    pub fn add_tenant(&self, tenant: Tenant) {
        self.lock().tenants.push(tenant);
    }

    /// Adds a user to a tenant.
    pub fn add_user(&self, user: User) {
        self.lock().users.push(user);
    }

    /// Registers a public client.
    pub fn add_application(&self, application: Application) {
        self.lock().applications.push(application);
    }

    /// Makes a Dynamics organization known, by its origin without a slash at the end.
    pub fn add_resource(&self, origin: &str) {
        self.lock().resources.insert(origin.to_owned());
    }

    /// Signs a user in past the pages, for tests without a browser; `None` where that is refused.
    ///
    /// The refresh token is `refresh_token`, so that several worlds can begin with the same one.
    #[must_use]
    pub fn sign_in(&self, client_id: &str, user: Uuid, refresh_token: String) -> Option<Granted> {
        let now = (self.now)();
        let mut state = self.lock();
        let user = state.users.iter().find(|known| known.oid == user)?.clone();
        let access_token = token::grant(
            &mut state,
            &self.tokens,
            client_id,
            user,
            refresh_token,
            now,
        )
        .ok()?;
        Some(Granted {
            access_token,
            access_seconds: state.access_seconds,
        })
    }

    /// Who may consent while no administrator has.
    pub fn set_consent_rule(&self, rule: ConsentRule) {
        self.lock().consent_rule = rule;
    }

    /// What becomes of refresh tokens.
    pub fn set_refresh_rule(&self, rule: RefreshRule) {
        self.lock().refresh_rule = rule;
    }

    /// How long access tokens issued from now on live; 75 minutes at first (`reference/entra.md`, section 4.1).
    pub fn set_access_seconds(&self, seconds: i64) {
        self.lock().access_seconds = seconds;
    }

    /// Consents for a whole tenant.
    pub fn grant_consent(&self, client_id: &str, tenant: Uuid) {
        self.lock().consents.insert((client_id.to_owned(), tenant));
    }

    /// Withdraws the consent of a whole tenant.
    pub fn withdraw_consent(&self, client_id: &str, tenant: Uuid) {
        self.lock().consents.remove(&(client_id.to_owned(), tenant));
    }

    /// Whether a tenant has consented.
    #[must_use]
    pub fn has_consent(&self, client_id: &str, tenant: Uuid) -> bool {
        self.lock().has_consent(client_id, tenant)
    }

    /// The next `times` requests at `place` are refused.
    pub fn refuse(&self, place: Place, times: u32, refusal: Refusal) {
        self.lock().refusals.push((place, refusal, times));
    }

    /// Every code, verifier and token that went through the token endpoint: what nobody else may ever see.
    #[must_use]
    pub fn secrets(&self) -> BTreeSet<String> {
        self.lock().secrets.clone()
    }

    /// Nothing is refused any more but what breaks the rules.
    pub fn refuse_nothing(&self) {
        self.lock().refusals.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn has_consent(&self, client_id: &str, tenant: Uuid) -> bool {
        self.consents.contains(&(client_id.to_owned(), tenant))
    }

    fn application(&self, client_id: &str) -> Option<&Application> {
        self.applications
            .iter()
            .find(|application| application.client_id == client_id)
    }

    /// The tenant of a path segment; `Ok(None)` where any will do.
    fn tenant(&self, segment: &str) -> Result<Option<Uuid>, Refusal> {
        if segment == "organizations" || segment == "common" {
            return Ok(None);
        }
        self.tenants
            .iter()
            .find(|tenant| tenant.domain == segment || tenant.id.to_string() == segment)
            .map(|tenant| Some(tenant.id))
            .ok_or_else(|| {
                Refusal::new(
                    "invalid_request",
                    90002,
                    "Tenant not found. Check the name.",
                )
            })
    }

    fn take_refusal(&mut self, place: Place) -> Option<Refusal> {
        let index = self.refusals.iter().position(|(at, ..)| *at == place)?;
        let (_, refusal, times) = self.refusals.get_mut(index)?;
        let refusal = refusal.clone();
        *times = times.saturating_sub(1);
        if *times == 0 {
            self.refusals.remove(index);
        }
        Some(refusal)
    }
}

impl System for Entra {
    fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let now = (self.now)();
        let path = request.uri().path().to_owned();
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let query = pairs(request.uri().query().unwrap_or_default().as_bytes());
        let is_form = request
            .headers()
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
        let mut state = self.lock();
        match (request.method(), segments.as_slice()) {
            (&Method::GET, [tenant, "oauth2", "v2.0", "authorize"]) => {
                authorize::ask(&mut state, tenant, query)
            }
            (&Method::GET, [tenant, "v2.0", "adminconsent"]) => {
                authorize::ask_administrator(&mut state, tenant, query)
            }
            (&Method::POST, [_, "decision"]) if is_form => {
                authorize::decide(&mut state, pairs(request.body()), now)
            }
            (&Method::POST, [tenant, "oauth2", "v2.0", "token"]) if is_form => {
                token::issue(&mut state, &self.tokens, tenant, pairs(request.body()), now)
            }
            (_, [_, "oauth2", "v2.0", "authorize" | "token"] | [_, "v2.0", "adminconsent"]) => {
                answers::plain(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "Wrong method or media type.",
                )
            }
            _ => answers::plain(StatusCode::NOT_FOUND, "There is nothing here."),
        }
    }

    fn now(&self) -> Option<Timestamp> {
        Some((self.now)())
    }

    fn misbehaviour(&self) -> &Misbehaviour {
        &self.misbehaviour
    }
}

/// A name given twice counts as missing, as Microsoft refuses it.
fn pairs(text: &[u8]) -> Pairs {
    let mut seen = BTreeSet::new();
    let mut pairs = Pairs::new();
    for (name, value) in form_urlencoded::parse(text) {
        if seen.insert(name.to_string()) {
            pairs.insert(name.into_owned(), value.into_owned());
        } else {
            pairs.remove(name.as_ref());
        }
    }
    pairs
}

fn given<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.get(name).map_or("", String::as_str)
}

/// A text nobody guesses, of at least `characters` characters.
fn unguessable(prefix: &str, characters: usize) -> String {
    let mut text = prefix.to_owned();
    while text.len() < characters {
        text.push(fastrand::alphanumeric());
    }
    text
}
