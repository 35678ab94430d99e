//! A Vodia PBX with one tenant, as its extensions' users see it (`reference/vodia.md`, sections 3 to 6).

pub mod call;
mod history;
mod session;
mod settings;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::misbehaviour::Misbehaviour;
use crate::server::System;

pub use call::SimulatedCall;

/// How this PBX differs from others: everything the documentation leaves open can be either way.
#[derive(Clone, Debug)]
pub struct Habits {
    /// Extensions may log in with HTTP Basic.
    pub basic: bool,
    /// Which methods of `/rest/system/session` take `name: auth`; none if it is switched off.
    pub session_methods: Vec<Method>,
    /// An extension may read its own history; otherwise 403.
    pub history_allowed: bool,
    /// How the history is wrapped.
    pub shape: Shape,
    /// The order of the history.
    pub order: Order,
    /// `page` and `size` are obeyed.
    pub paging: bool,
    /// How many calls a page has at most, whatever `size` says.
    pub page_size_max: usize,
    /// The wrapper holds `total`.
    pub total: bool,
    /// The history is refused with 400 if there is a query.
    pub refuses_query: bool,
    /// Who may read e-mail addresses, and where.
    pub user_settings: Access,
    /// Whether an extension may read the tenant's settings.
    pub tenant_settings: Access,
    /// What `/rest/user/{account}/integrations` tells an extension of what is configured (`reference/vodia.md`, section
    /// 10; its shape is not documented); 404 if there is none.
    pub integrations: Option<Value>,
    /// The `Server` header.
    pub server: Option<String>,
    /// The tenant's `country_code`.
    pub country_code: String,
}

/// What surrounds the calls of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `{"total", "missed", "missedspan", "categories", "data"}` (OAS 70.3).
    Wrapper,
    /// A bare array, always.
    Array,
    /// A bare array, and the wrapper with `api=2`.
    ArrayUnlessApi2,
    /// A bare number, and the wrapper with `api=2`.
    NumberUnlessApi2,
}

/// Which call comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The newest.
    NewestFirst,
    /// The oldest.
    OldestFirst,
    /// The one that ended last, so that starts are nearly but not wholly in order.
    LastEndedFirst,
}

/// Where a setting can be read by an extension's user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Under `/rest/domain/self/account/self` (2015).
    UnderSelf,
    /// Under the tenant's and the extension's own name (v70).
    UnderName,
    /// Nowhere: 403.
    Forbidden,
    /// Nowhere: 404.
    Missing,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            basic: true,
            session_methods: vec![Method::POST, Method::PUT],
            history_allowed: true,
            shape: Shape::Wrapper,
            order: Order::NewestFirst,
            paging: true,
            page_size_max: 800,
            total: true,
            refuses_query: false,
            user_settings: Access::UnderName,
            tenant_settings: Access::Forbidden,
            integrations: None,
            server: Some("PBX/70.3".to_owned()),
            country_code: "64".to_owned(),
        }
    }
}

/// One extension and its user.
#[derive(Clone, Debug)]
pub struct Extension {
    /// Its number.
    pub number: String,
    /// The web password.
    pub password: String,
    /// The user's e-mail address.
    pub email: String,
    /// The user's first name.
    pub first_name: String,
    /// The user's last name, which Vodia keeps in `display_name`.
    pub last_name: String,
}

/// The simulated PBX.
#[derive(Debug)]
pub struct Vodia {
    tenant: String,
    misbehaviour: Misbehaviour,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    habits: Habits,
    extensions: BTreeMap<String, Extension>,
    calls: BTreeMap<String, Vec<SimulatedCall>>,
    sessions: BTreeMap<String, String>,
    hidden: BTreeSet<String>,
    ids_given: u64,
    login_failures: u32,
    logins: u32,
}

impl Vodia {
    /// A PBX with the tenant `tenant` and no extension.
    #[must_use]
    pub fn new(tenant: &str) -> Self {
        Self {
            tenant: tenant.to_owned(),
            misbehaviour: Misbehaviour::default(),
            state: Mutex::default(),
        }
    }

    /// The tenant's name.
    #[must_use]
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// Adds an extension, or replaces the one of this number.
    pub fn add_extension(&self, number: &str, password: &str, email: &str) {
        let extension = Extension {
            number: number.to_owned(),
            password: password.to_owned(),
            email: email.to_owned(),
            first_name: "Tom".to_owned(),
            last_name: "Example".to_owned(),
        };
        self.lock().extensions.insert(number.to_owned(), extension);
    }

    /// Changes the web password, as the user does in the portal; sessions end.
    pub fn set_password(&self, extension: &str, password: &str) {
        let mut state = self.lock();
        if let Some(extension) = state.extensions.get_mut(extension) {
            password.clone_into(&mut extension.password);
        }
        state.sessions.retain(|_, owner| owner != extension);
    }

    /// Changes how the PBX behaves from now on.
    pub fn set_habits(&self, change: impl FnOnce(&mut Habits)) {
        change(&mut self.lock().habits);
    }

    /// Adds a call to an extension's history; its id, given if it has none yet, is returned.
    pub fn add_call(&self, extension: &str, mut call: SimulatedCall) -> String {
        let mut state = self.lock();
        state.ids_given += 1;
        if call.id.is_empty() {
            call.id = format!("call{:06}@pbx", state.ids_given);
        }
        let id = call.id.clone();
        state
            .calls
            .entry(extension.to_owned())
            .or_default()
            .push(call);
        id
    }

    /// Ends a running call.
    pub fn end_call(&self, extension: &str, id: &str, ended_at: Timestamp) {
        let mut state = self.lock();
        let calls = state.calls.entry(extension.to_owned()).or_default();
        for call in calls.iter_mut().filter(|call| call.id == id) {
            call.ended_at = Some(ended_at);
        }
    }

    /// Drops every call that started before `from`, as the PBX's retention does.
    pub fn forget_before(&self, from: Timestamp) {
        for calls in self.lock().calls.values_mut() {
            calls.retain(|call| call.started_at >= from);
        }
    }

    /// The user hides a call in the portal: it is no longer listed.
    pub fn hide_call(&self, id: &str) {
        self.lock().hidden.insert(id.to_owned());
    }

    /// What an extension's history holds, in the order of being added.
    #[must_use]
    pub fn calls(&self, extension: &str) -> Vec<SimulatedCall> {
        self.lock()
            .calls
            .get(extension)
            .cloned()
            .unwrap_or_default()
    }

    /// How many logins were refused: each would count towards a lock-out.
    #[must_use]
    pub fn login_failures(&self) -> u32 {
        self.lock().login_failures
    }

    /// How many session logins were granted.
    #[must_use]
    pub fn session_logins(&self) -> u32 {
        self.lock().logins
    }

    /// Ends every session, as a restart of the PBX does.
    pub fn end_sessions(&self) {
        self.lock().sessions.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn route(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let mut state = self.lock();
        let Some(segments) = segments(request.uri().path()) else {
            return refusal(StatusCode::BAD_REQUEST);
        };
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        if let ["rest", "system", "session"] = path[..] {
            return state.session(&self.tenant, request);
        }
        let Some(user) = state.authenticate(&self.tenant, request) else {
            return refusal(StatusCode::UNAUTHORIZED);
        };
        if *request.method() != Method::GET {
            return refusal(StatusCode::NOT_FOUND);
        }
        let query = query(request.uri().query().unwrap_or_default());
        match path[..] {
            ["rest", "user", account, endpoint] => match self.account(&state, account) {
                None => refusal(StatusCode::NOT_FOUND),
                Some(number) if number != user => refusal(StatusCode::FORBIDDEN),
                Some(number) => state.of_user(&self.tenant, &number, endpoint, &query),
            },
            [
                "rest",
                "domain",
                domain,
                "account",
                extension,
                "user_settings",
            ] => state.user_settings(&self.tenant, domain, extension, &user),
            ["rest", "domain", domain, "settings" | "config"] => {
                state.tenant_settings(&self.tenant, domain)
            }
            _ => refusal(StatusCode::NOT_FOUND),
        }
    }

    /// The extension an `ext@tenant` names, if both exist.
    fn account(&self, state: &State, account: &str) -> Option<String> {
        let (number, tenant) = account.split_once('@')?;
        (tenant == self.tenant && state.extensions.contains_key(number)).then(|| number.to_owned())
    }
}

impl State {
    /// `/rest/user/{account}/{endpoint}` of the extension that asks.
    fn of_user(
        &self,
        tenant: &str,
        extension: &str,
        endpoint: &str,
        query: &BTreeMap<String, String>,
    ) -> Response<Bytes> {
        match (endpoint, &self.habits.integrations) {
            ("history", _) if !self.habits.history_allowed => refusal(StatusCode::FORBIDDEN),
            ("history", _) => self.history(tenant, extension, query),
            ("integrations", Some(integrations)) => ok(integrations),
            _ => refusal(StatusCode::NOT_FOUND),
        }
    }
}

impl System for Vodia {
    fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let mut answer = self.route(&request);
        let server = self.lock().habits.server.clone();
        if let Some(server) = server.and_then(|name| name.parse().ok()) {
            answer.headers_mut().insert(header::SERVER, server);
        }
        answer
    }

    fn misbehaviour(&self) -> &Misbehaviour {
        &self.misbehaviour
    }
}

fn segments(path: &str) -> Option<Vec<String>> {
    path.strip_prefix('/')?
        .split('/')
        .map(|segment| {
            let decoded = percent_decode_str(segment).decode_utf8().ok()?;
            Some(decoded.into_owned())
        })
        .collect()
}

fn query(text: &str) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

fn answer(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("application/json"),
    );
    response
}

fn ok(body: &Value) -> Response<Bytes> {
    answer(StatusCode::OK, body)
}

/// The shape of an error body is not documented, so this one is only JSON.
fn refusal(status: StatusCode) -> Response<Bytes> {
    answer(status, &json!({ "error": status.as_u16() }))
}

#[cfg(test)]
mod tests;
