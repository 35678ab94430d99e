//! One operation, alone or as a part of a `$batch`: from its request to its answer.

use http::{HeaderMap, Method};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::address::{self, Address, ROOT, Resource};
use super::prefer::Preferences;
use super::privileges::privilege;
use super::query::{self, Options, Taken};
use super::references::References;
use super::refusal::Refusal;
use super::state::{Session, State};
use super::switches::take_planned;
use super::tables::Table;
use super::write;

#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub(super) method: Method,
    /// The address as it was sent.
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: bytes::Bytes,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    fn new(status: u16) -> Self {
        Self {
            status,
            headers: vec![("OData-Version", "4.0".to_owned())],
            body: Vec::new(),
        }
    }

    fn json(status: u16, body: &Json) -> Self {
        let mut answer = Self::new(status);
        answer.headers.push((
            "Content-Type",
            "application/json; odata.metadata=minimal".to_owned(),
        ));
        answer.body = body.to_string().into_bytes();
        answer
    }

    pub(super) fn refused(refusal: &Refusal) -> Self {
        let mut answer = Self::json(refusal.status, &Json::Null);
        answer.body = refusal.body();
        answer
    }

    pub(super) fn is_success(&self) -> bool {
        self.status < 400
    }

    fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// Carries out one operation; a refused one changes nothing.
pub(super) fn carry_out(
    state: &mut State,
    session: Session,
    operation: &Operation,
    references: &mut References,
) -> Answer {
    attempt(state, session, operation, references)
        .unwrap_or_else(|refusal| Answer::refused(&refusal))
}

fn attempt(
    state: &mut State,
    session: Session,
    operation: &Operation,
    references: &mut References,
) -> Result<Answer, Refusal> {
    let line = format!("{} {}", operation.method, operation.target);
    if let Some(refusal) = take_planned(&mut state.planned, &line) {
        return Err(refusal);
    }
    let address = address::read(&operation.target)?;
    let preferences = Preferences::read(&operation.headers);
    match &address.resource {
        Resource::Batch => Err(Refusal::malformed("A batch cannot contain a batch.")),
        Resource::WhoAmI => {
            only_get(operation)?;
            Ok(Answer::json(200, &who_am_i(state, session)))
        }
        Resource::Organization => {
            only_get(operation)?;
            Ok(Answer::json(200, &organization(state)))
        }
        Resource::UserPrivilege { user, privilege } => {
            only_get(operation)?;
            Ok(Answer::json(200, &state.user_privilege(*user, privilege)?))
        }
        // `reference/dataverse.md`, section 2.4: RetrieveMultiple is all there is.
        Resource::Set(Table::ActivityParty) if operation.method != Method::GET => {
            Err(Refusal::method_not_allowed(&operation.method))
        }
        Resource::Record(Table::ActivityParty, _) => {
            Err(Refusal::method_not_allowed(&operation.method))
        }
        Resource::Set(table) => on_set(
            state,
            session,
            operation,
            *table,
            &address,
            &preferences,
            references,
        ),
        Resource::Record(table, id) => on_record(
            state,
            session,
            operation,
            (*table, *id),
            &address,
            &preferences,
            references,
        ),
    }
}

fn on_set(
    state: &mut State,
    session: Session,
    operation: &Operation,
    table: Table,
    address: &Address,
    preferences: &Preferences,
    references: &mut References,
) -> Result<Answer, Refusal> {
    match operation.method {
        Method::GET => {
            state.require(session, &privilege("Read", table))?;
            let body = query::list(
                state,
                table,
                address,
                preferences.annotations,
                preferences.page_rows,
            )?;
            Ok(applied(Answer::json(200, &body), preferences))
        }
        Method::POST => {
            Options::read(address, table, Taken::SelectAndExpand, state)?;
            let body = json_body(operation)?;
            let id = write::create(state, session, table, None, &body, references)?;
            written(state, session, (table, id), address, preferences, 201)
        }
        _ => Err(Refusal::method_not_allowed(&operation.method)),
    }
}

fn on_record(
    state: &mut State,
    session: Session,
    operation: &Operation,
    (table, id): (Table, Uuid),
    address: &Address,
    preferences: &Preferences,
    references: &mut References,
) -> Result<Answer, Refusal> {
    match operation.method {
        Method::GET => {
            state.require(session, &privilege("Read", table))?;
            let body = query::record(state, table, id, address, preferences.annotations)?;
            Ok(applied(Answer::json(200, &body), preferences))
        }
        Method::PATCH => {
            Options::read(address, table, Taken::SelectAndExpand, state)?;
            let body = json_body(operation)?;
            let exists = state.store.row(table, id).is_some();
            check_conditions(state, operation, (table, id))?;
            if exists {
                write::update(state, session, table, id, &body, references)?;
            } else {
                write::create(state, session, table, Some(id), &body, references)?;
            }
            let status = if exists { 200 } else { 201 };
            written(state, session, (table, id), address, preferences, status)
        }
        Method::DELETE => {
            check_conditions(state, operation, (table, id))?;
            write::delete(state, session, table, id)?;
            Ok(Answer::new(204))
        }
        _ => Err(Refusal::method_not_allowed(&operation.method)),
    }
}

/// `If-Match` and `If-None-Match` (`reference/dataverse.md`, section 4).
fn check_conditions(
    state: &State,
    operation: &Operation,
    (table, id): (Table, Uuid),
) -> Result<(), Refusal> {
    let header = |name| {
        operation
            .headers
            .get(name)
            .and_then(|value: &http::HeaderValue| value.to_str().ok())
            .map(str::trim)
    };
    let row = state.store.row(table, id);
    match (header("if-match"), row) {
        (None, _) | (Some("*"), Some(_)) => {}
        (Some(_), None) => return Err(Refusal::does_not_exist(table, id)),
        (Some(tag), Some(row)) if tag == format!("W/\"{}\"", row.version) => {}
        (Some(_), Some(_)) => {
            return Err(Refusal::new(
                412,
                "0x80060882",
                "The version of the existing record doesn't match the RowVersion property provided.",
            ));
        }
    }
    match (header("if-none-match"), row) {
        (Some("*"), Some(_)) => Err(Refusal::duplicate()),
        (None | Some("*" | "null"), None | Some(_)) => Ok(()),
        (Some(other), _) => Err(Refusal::malformed(format!(
            "The header If-None-Match has the unsupported value '{other}'."
        ))),
    }
}

/// The answer to a write: nothing but the address, or the record where the client prefers it.
fn written(
    state: &State,
    session: Session,
    (table, id): (Table, Uuid),
    address: &Address,
    preferences: &Preferences,
    status_with_body: u16,
) -> Result<Answer, Refusal> {
    if preferences.returns_representation {
        state.require(session, &privilege("Read", table))?;
        let body = query::record(state, table, id, address, preferences.annotations)?;
        return Ok(applied(Answer::json(status_with_body, &body), preferences));
    }
    let entity = format!(
        "{}{ROOT}{}({id})",
        state.organization.url,
        table.schema().set
    );
    Ok(Answer::new(204)
        .with("Location", entity.clone())
        .with("OData-EntityId", entity))
}

fn applied(answer: Answer, preferences: &Preferences) -> Answer {
    if preferences.applied.is_empty() {
        return answer;
    }
    answer.with("Preference-Applied", preferences.applied.join(","))
}

fn only_get(operation: &Operation) -> Result<(), Refusal> {
    if operation.method == Method::GET {
        Ok(())
    } else {
        Err(Refusal::method_not_allowed(&operation.method))
    }
}

fn json_body(operation: &Operation) -> Result<Map<String, Json>, Refusal> {
    let is_json = operation
        .headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(is_json);
    if !is_json {
        return Err(Refusal::malformed(
            "A supported MIME type could not be found that matches the content type of the request: it must be application/json.",
        ));
    }
    match serde_json::from_slice(&operation.body) {
        Ok(Json::Object(body)) => Ok(body),
        Ok(_) => Err(Refusal::payload("The body is not a JSON object.")),
        Err(error) => Err(Refusal::payload(error)),
    }
}

/// Whether a media type is JSON, whatever its parameters.
pub(super) fn is_json(media_type: &str) -> bool {
    media_type
        .split(';')
        .next()
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn who_am_i(state: &State, session: Session) -> Json {
    json!({
        "@odata.context": query::context(state, "Microsoft.Dynamics.CRM.WhoAmIResponse"),
        "BusinessUnitId": state.organization.business_unit_id.to_string(),
        "UserId": session.user.to_string(),
        "OrganizationId": state.organization.id.to_string(),
    })
}

fn organization(state: &State) -> Json {
    let organization = &state.organization;
    let unique_name: String = organization
        .name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    json!({
        "@odata.context": query::context(state, "Microsoft.Dynamics.CRM.RetrieveCurrentOrganizationResponse"),
        "Detail": {
            "OrganizationId": organization.id.to_string(),
            "FriendlyName": organization.name,
            "OrganizationVersion": "9.2.26041.00145",
            "EnvironmentId": organization.id.to_string(),
            "TenantId": organization.tenant,
            "Geo": "EMEA",
            "OrganizationType": "Customer",
            "UrlName": unique_name,
            "UniqueName": unique_name,
            "State": "Enabled",
            "Endpoints": {"Count": 1, "IsReadOnly": false, "Keys": ["WebApplication"], "Values": [format!("{}/", organization.url)]},
        }
    })
}
