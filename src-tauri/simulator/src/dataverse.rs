//! A Dataverse organization with its Web API v9.2, in memory and strict (`reference/dataverse.md`).
//!
//! It shares nothing with the engine. What the documentation says is refused is refused here, with its code; where it
//! is silent, the stricter reading is taken, or [`Switches`] offers both.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use jiff::Timestamp;
use uuid::Uuid;

use crate::misbehaviour::Misbehaviour;
use crate::server::System;

mod activity_parties;
mod address;
mod annotations;
mod batch;
mod by_hand;
mod change;
mod contacts;
mod filter;
mod like;
mod limits;
mod log;
mod operation;
mod phone_calls;
mod prefer;
mod privileges;
mod query;
mod record_page;
mod references;
mod refusal;
mod seed;
mod state;
mod store;
mod switches;
mod tables;
mod value;
mod write;

pub use annotations::AnnotationRow;
pub use by_hand::OtherCall;
pub use contacts::ContactRow;
pub use log::{Exchange, Performed};
pub use phone_calls::{Direction, PhoneCallRow};
pub(crate) use record_page::shown_time;
pub use refusal::Refusal;
pub use seed::{NewAccount, NewContact, NewLead, NewUser, UserAccess};
pub use state::Organization;
pub use store::Party;
pub use switches::{FailedChangeset, Switches};
pub use tables::Table;

use operation::{Answer, Operation};
use references::References;
use state::{Session, State};

/// The longest path and query of a request that is not inside a `$batch`.
const TARGET_BYTES_MAX: usize = 2_048;

/// The person a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The `oid` claim: the person's object id in the directory.
    pub object_id: Uuid,
}

/// Why a token is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unauthorized {
    /// The claims a new token must have, if that is why: base64 of JSON, as it stands in a claims challenge
    /// (`reference/entra.md`, section 4.5).
    pub claims: Option<String>,
}

/// Judges a bearer token at a time.
pub type Authorize = Arc<dyn Fn(&str, Timestamp) -> Result<Caller, Unauthorized> + Send + Sync>;

/// What time it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The organization; clones share it.
#[derive(Clone)]
pub struct Dataverse {
    state: Arc<Mutex<State>>,
    authorize: Authorize,
    clock: Clock,
    misbehaviour: Misbehaviour,
}

impl std::fmt::Debug for Dataverse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dataverse").finish_non_exhaustive()
    }
}

impl Dataverse {
    /// An organization without records.
    #[must_use]
    pub fn new(organization: Organization, authorize: Authorize, clock: Clock) -> Self {
        Self {
            state: Arc::new(Mutex::new(State::new(organization))),
            authorize,
            clock,
            misbehaviour: Misbehaviour::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: Request<Bytes>, target: &str, log: &mut Vec<Performed>) -> Reply {
        let (head, body) = request.into_parts();
        let now = (self.clock)();
        let object_id = match self.authenticate(&head.headers, now) {
            Ok(caller) => caller.object_id,
            Err(reply) => return *reply,
        };
        let mut state = self.lock();
        let user = match admit(&state, object_id) {
            Ok(user) => user,
            Err(refusal) => return Reply::from(Answer::refused(&refusal)),
        };
        let remaining = match throttle(&mut state, user, now) {
            Ok(remaining) => remaining,
            Err(reply) => return *reply,
        };
        let session = Session { user, now };
        let answer = perform(&mut state, session, &head, body, target, log)
            .unwrap_or_else(|refusal| Answer::refused(&refusal));
        Reply::from(answer).with(
            "x-ms-ratelimit-burst-remaining-xrm-requests",
            &remaining.to_string(),
        )
    }

    fn authenticate(&self, headers: &HeaderMap, now: Timestamp) -> Result<Caller, Box<Reply>> {
        let token = headers
            .get(http::header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        let (authorization_uri, resource) = {
            let state = self.lock();
            let organization = &state.organization;
            (
                format!(
                    "{}/{}/oauth2/authorize",
                    organization.authority, organization.tenant
                ),
                format!("{}/", organization.url),
            )
        };
        let Some(token) = token else {
            return Err(Box::new(Reply::unauthorized(&format!(
                "Bearer authorization_uri={authorization_uri}, resource_id={resource}"
            ))));
        };
        (self.authorize)(token, now).map_err(|refused| {
            let challenge = match refused.claims {
                Some(claims) => format!(
                    "Bearer realm=\"\", authorization_uri=\"{authorization_uri}\", error=\"insufficient_claims\", claims=\"{claims}\""
                ),
                None => format!(
                    "Bearer error=invalid_token, error_description=Error during token validation!, authorization_uri={authorization_uri}, resource_id={resource}"
                ),
            };
            Box::new(Reply::unauthorized(&challenge))
        })
    }
}

impl System for Dataverse {
    fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        if request.uri().path() == record_page::PATH {
            return self.record_page(&request);
        }
        let method = request.method().to_string();
        let target = request
            .uri()
            .path_and_query()
            .map_or_else(String::new, ToString::to_string);
        let mut operations = Vec::new();
        let reply = self.answer(request, &target, &mut operations);
        let mut state = self.lock();
        let id = state.new_id().to_string();
        state.log.push(Exchange {
            method,
            target,
            status: reply.0.status().as_u16(),
            operations,
        });
        drop(state);
        reply
            .with("REQ_ID", &id)
            .with("x-ms-service-request-id", &id)
            .0
    }

    fn now(&self) -> Option<Timestamp> {
        Some((self.clock)())
    }

    fn misbehaviour(&self) -> &Misbehaviour {
        &self.misbehaviour
    }
}

/// An answer on its way out.
#[derive(Debug)]
struct Reply(Response<Bytes>);

impl Reply {
    fn unauthorized(challenge: &str) -> Self {
        let mut response = Response::new(Bytes::from_static(
            b"HTTP Error 401 - Unauthorized: Access is denied",
        ));
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        Self(response)
            .with("Content-Type", "text/html")
            .with("WWW-Authenticate", challenge)
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            self.0.headers_mut().insert(name, value);
        }
        self
    }
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        let mut response = Response::new(Bytes::from(answer.body));
        *response.status_mut() =
            StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        answer
            .headers
            .iter()
            .fold(Self(response), |reply, (name, value)| {
                reply.with(name, value)
            })
    }
}

/// The user of this organization that a person is.
fn admit(state: &State, object_id: Uuid) -> Result<Uuid, Refusal> {
    let schema = Table::User.schema();
    let wanted = value::Value::Guid(object_id);
    let found = state
        .store
        .rows(Table::User)
        .iter()
        .find(|(_, row)| row.get(schema, "azureactivedirectoryobjectid") == &wanted);
    match found {
        Some((id, row)) if row.is_true(schema, "isdisabled") => Err(write::disabled(*id)),
        Some((id, _)) => Ok(*id),
        None => Err(Refusal::new(
            403,
            "0x80072560",
            "The user is not a member of the organization.",
        )),
    }
}

/// The service protection limits (`reference/dataverse.md`, section 6.1).
fn throttle(state: &mut State, user: Uuid, now: Timestamp) -> Result<usize, Box<Reply>> {
    let requests_max = state.switches.requests_per_window_max;
    let refused = |seconds: i64, code: &str, message: String| {
        let answer = Answer::refused(&Refusal::new(429, code, message));
        Box::new(Reply::from(answer).with("Retry-After", &seconds.to_string()))
    };
    let remaining = state
        .limits
        .count(user, now, requests_max)
        .map_err(|seconds| {
            refused(
                seconds,
                "0x80072322",
                format!(
                    "Number of requests exceeded the limit of {requests_max} over time window of 300 seconds."
                ),
            )
        })?;
    if state.switches.concurrency_refusals > 0 {
        state.switches.concurrency_refusals -= 1;
        return Err(refused(
            1,
            "0x80072326",
            "Number of concurrent requests exceeded the limit of 52.".to_owned(),
        ));
    }
    Ok(remaining)
}

fn perform(
    state: &mut State,
    session: Session,
    head: &http::request::Parts,
    body: Bytes,
    target: &str,
    log: &mut Vec<Performed>,
) -> Result<Answer, Refusal> {
    if target.len() > TARGET_BYTES_MAX {
        return Err(Refusal::new(
            414,
            "",
            "The request URL is too long: use $batch for a long query.",
        ));
    }
    check_headers(&head.headers)?;
    let impersonates = ["callerobjectid", "mscrmcallerid"]
        .iter()
        .any(|name| head.headers.contains_key(*name));
    if impersonates {
        state.require(session, "prvActOnBehalfOfAnotherUser")?;
    }
    let is_batch = head.uri.path() == format!("{}$batch", address::ROOT);
    if is_batch {
        if head.method != Method::POST {
            return Err(Refusal::method_not_allowed(&head.method));
        }
        let batch = batch::run(state, session, &head.headers, &body)?;
        *log = batch.operations;
        return Ok(batch.answer);
    }
    let operation = Operation {
        method: head.method.clone(),
        target: target.to_owned(),
        headers: head.headers.clone(),
        body,
    };
    Ok(operation::carry_out(
        state,
        session,
        &operation,
        &mut References::default(),
    ))
}

/// The headers every request must have (`reference/dataverse.md`, section 9).
fn check_headers(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
            .map(str::trim)
    };
    for name in ["odata-version", "odata-maxversion"] {
        if text(name) != Some("4.0") {
            return Err(Refusal::malformed(format!(
                "The header {name} is missing or not 4.0."
            )));
        }
    }
    let accepts_json =
        text("accept").is_some_and(|accepted| accepted.split(',').any(operation::is_json));
    if !accepts_json {
        return Err(Refusal::new(
            406,
            "0x80060888",
            "The header Accept is missing or has no application/json.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
