//! The front desk of the office: where a person in a browser, or a test over HTTP, makes things happen and sees what
//! became of them.
//!
//! `GET /` is a page for people, `GET /state` what the simulated Dynamics holds, as JSON.
//! `POST /actions/NAME` carries out an [`Action`]; its particulars, if any, are JSON, and so is the answer.
//! A button of the page has no particulars and is led back to the page.

mod action;
mod others;
mod page;
mod telephone;
mod trouble;

use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub use action::Action;
use action::Deed;

use super::Systems;
use crate::dataverse::{ContactRow, PhoneCallRow, Table};
use crate::misbehaviour::Misbehaviour;
use crate::server::System;

/// More than a page for people needs.
const HAPPENINGS_MAX: usize = 20;

/// What time it is.
type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The front desk.
pub struct FrontDesk {
    systems: Arc<Systems>,
    now: Now,
    /// The PBX's own integration logs calls too.
    is_integration_on: AtomicBool,
    /// How many unknown callers there were; each has a number of their own.
    strangers: AtomicUsize,
    /// What was made to happen, oldest first.
    happenings: Mutex<Vec<(Timestamp, &'static Action)>>,
    misbehaviour: Misbehaviour,
}

impl FrontDesk {
    pub(super) fn new(systems: Arc<Systems>, now: Now) -> Self {
        Self {
            systems,
            now,
            is_integration_on: AtomicBool::new(false),
            strangers: AtomicUsize::new(0),
            happenings: Mutex::default(),
            misbehaviour: Misbehaviour::default(),
        }
    }

    /// Carries out an action; the ids of the calls it made, or why the particulars are wrong.
    fn act(&self, action: &'static Action, particulars: &[u8]) -> Result<Vec<String>, String> {
        let calls = match &action.deed {
            Deed::Call(occasion) => vec![self.telephone(*occasion, particulars)?],
            Deed::Calls(load) => self.spend(*load, particulars)?,
            Deed::Other(other) => {
                self.let_others(*other, particulars)?;
                Vec::new()
            }
            Deed::Trouble(trouble) => {
                self.cause(*trouble, particulars)?;
                Vec::new()
            }
        };
        let mut happenings = self.happenings();
        happenings.push(((self.now)(), action));
        let excess = happenings.len().saturating_sub(HAPPENINGS_MAX);
        happenings.drain(..excess);
        Ok(calls)
    }

    /// The phone calls in Dynamics, the latest first.
    fn phone_calls(&self) -> Vec<PhoneCallRow> {
        let mut rows = self.systems.dataverse.phone_calls();
        rows.sort_by_key(|row| std::cmp::Reverse((row.started_at, row.created_at, row.id)));
        rows
    }

    fn state(&self) -> Value {
        let phone_calls: Vec<Value> = self
            .phone_calls()
            .iter()
            .map(|row| self.phone_call(row))
            .collect();
        let contacts: Vec<Value> = self
            .systems
            .dataverse
            .contacts()
            .iter()
            .map(contact)
            .collect();
        json!({ "phone_calls": phone_calls, "contacts": contacts })
    }

    fn phone_call(&self, row: &PhoneCallRow) -> Value {
        let regarding = row.regarding.map(|(table, id)| {
            let name = self.systems.dataverse.name_of(table, id);
            json!({ "id": id, "name": name, "table": table.logical_name() })
        });
        json!({
            "id": row.id,
            "subject": row.subject,
            "description": row.description,
            "phone_number": row.phone_number,
            "direction": row.direction.to_string(),
            "is_completed": row.is_completed(),
            "regarding": regarding,
            "owner": row.owner,
            "created_by": self.systems.dataverse.name_of(Table::User, row.created_by),
            "modified_by": self.systems.dataverse.name_of(Table::User, row.modified_by),
            "started_at": row.started_at,
            "ended_at": row.ended_at,
            "duration_minutes": row.duration_minutes,
        })
    }

    fn happenings(&self) -> MutexGuard<'_, Vec<(Timestamp, &'static Action)>> {
        self.happenings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl System for FrontDesk {
    fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let path = request.uri().path();
        match (request.method(), path, path.strip_prefix("/actions/")) {
            (&Method::GET, "/", _) => self.page(),
            (&Method::GET, "/state", _) => answer(StatusCode::OK, &self.state()),
            (&Method::POST, _, Some(name)) => {
                let Some(action) = Action::named(name) else {
                    return refused(StatusCode::NOT_FOUND, "There is no such action.");
                };
                match self.act(action, request.body()) {
                    Ok(_) if is_button(&request) => back_to_page(),
                    Ok(calls) => answer(StatusCode::OK, &json!({ "calls": calls })),
                    Err(reason) => refused(StatusCode::BAD_REQUEST, &reason),
                }
            }
            (_, "/" | "/state", _) | (_, _, Some(_)) => {
                refused(StatusCode::METHOD_NOT_ALLOWED, "Wrong method.")
            }
            (_, _, None) => refused(StatusCode::NOT_FOUND, "There is nothing here."),
        }
    }

    fn misbehaviour(&self) -> &Misbehaviour {
        &self.misbehaviour
    }
}

/// The particulars of an action; none are the usual ones.
fn read<T: DeserializeOwned + Default>(particulars: &[u8]) -> Result<T, String> {
    if particulars.is_empty() {
        return Ok(T::default());
    }
    serde_json::from_slice(particulars)
        .map_err(|error| format!("These particulars are not understood: {error}."))
}

/// The particulars where there are none.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// A button sends an empty form; whoever sends particulars wants an answer.
fn is_button(request: &Request<Bytes>) -> bool {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
    is_form && request.body().is_empty()
}

fn contact(row: &ContactRow) -> Value {
    json!({
        "id": row.id,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "full_name": row.full_name,
        "mobile_phone": row.mobile_phone,
        "business_phone": row.business_phone,
        "home_phone": row.home_phone,
        "other_phone": row.other_phone,
        "description": row.description,
        "is_active": row.state == 0,
        "created_at": row.created_at,
    })
}

fn back_to_page() -> Response<Bytes> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    answer
        .headers_mut()
        .insert(header::LOCATION, HeaderValue::from_static("/"));
    answer
}

fn refused(status: StatusCode, reason: &str) -> Response<Bytes> {
    answer(status, &json!({ "error": reason }))
}

fn answer(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from(body.to_string()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    answer
}

#[cfg(test)]
mod tests;
