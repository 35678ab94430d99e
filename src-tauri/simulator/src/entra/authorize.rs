//! The pages: sign-in and admin consent (`reference/entra.md`, sections 2 and 3).

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use url::Url;
use uuid::Uuid;

use super::directory::Role;
use super::token::Code;
use super::{ConsentRule, Pairs, Place, Refusal, State, User, answers, given, unguessable};
use crate::page::escaped;

/// A page somebody is looking at.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    pub(super) client_id: String,
    pub(super) tenant: Option<Uuid>,
    pub(super) redirect_uri: String,
    pub(super) scope: Scope,
    pub(super) nonce: Option<String>,
    pub(super) challenge: String,
    pub(super) claims: String,
    state: String,
    is_form_post: bool,
    is_admin_consent: bool,
}

/// A scope parameter, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) text: String,
    pub(super) resources: Vec<String>,
    pub(super) names: Vec<String>,
}

impl Scope {
    pub(super) fn parse(state: &State, text: &str) -> Result<Self, Refusal> {
        let mut scope = Self {
            text: text.to_owned(),
            ..Self::default()
        };
        for word in text.split_whitespace() {
            if ["openid", "profile", "email", "offline_access"].contains(&word) {
                scope.names.push(word.to_owned());
                continue;
            }
            let resource = word
                .strip_suffix("/user_impersonation")
                .or_else(|| word.strip_suffix("/.default"))
                .ok_or_else(|| {
                    Refusal::new(
                        "invalid_scope",
                        70011,
                        &format!("The scope {word} is not valid."),
                    )
                })?
                .trim_end_matches('/')
                .to_owned();
            if !state.resources.contains(&resource) {
                return Err(Refusal::new(
                    "invalid_resource",
                    500_011,
                    &format!(
                        "The resource principal named {resource} was not found in the tenant."
                    ),
                ));
            }
            if !scope.resources.contains(&resource) {
                scope.resources.push(resource);
            }
        }
        Ok(scope)
    }
}

/// `GET /{tenant}/oauth2/v2.0/authorize`
pub(super) fn ask(state: &mut State, tenant: &str, query: Pairs) -> Response<Bytes> {
    let flow = match known(state, tenant, &query, Vec::new()) {
        Ok(flow) => flow,
        Err(refusal) => return answers::refused_page(&refusal),
    };
    if let Some(refusal) = state.take_refusal(Place::Page) {
        return answers::refused_page(&refusal);
    }
    let refusal = improper(&query).or_else(|| state.take_refusal(Place::Authorize));
    match refusal {
        Some(refusal) => refused_to_app(&flow, &refusal),
        None => page(state, flow),
    }
}

/// `GET /{tenant}/v2.0/adminconsent`
pub(super) fn ask_administrator(state: &mut State, tenant: &str, query: Pairs) -> Response<Bytes> {
    let foreign: Vec<&str> = query
        .keys()
        .map(String::as_str)
        .filter(|name| !["client_id", "scope", "redirect_uri", "state"].contains(name))
        .collect();
    let foreign = if tenant == "common" {
        vec!["common"]
    } else {
        foreign
    };
    match known(state, tenant, &query, foreign) {
        Ok(flow) => {
            if let Some(refusal) = state.take_refusal(Place::Page) {
                return answers::refused_page(&refusal);
            }
            let flow = Flow {
                is_admin_consent: true,
                ..flow
            };
            match state.take_refusal(Place::Authorize) {
                Some(refusal) => refused_to_app(&flow, &refusal),
                None => page(state, flow),
            }
        }
        Err(refusal) => answers::refused_page(&refusal),
    }
}

/// What the person chose on the page.
pub(super) fn decide(state: &mut State, form: Pairs, now: Timestamp) -> Response<Bytes> {
    let Some(flow) = state.flows.remove(given(&form, "flow")) else {
        return answers::plain(StatusCode::BAD_REQUEST, "This page was answered before.");
    };
    let chosen = given(&form, "user");
    if chosen == "deny" {
        let error = if flow.is_admin_consent {
            "consent_required"
        } else {
            "access_denied"
        };
        let text = "The resource owner or authorization server denied the request.";
        return refused_to_app(&flow, &Refusal::new(error, 65004, text));
    }
    let Some(user) = state
        .users
        .iter()
        .find(|user| user.oid.to_string() == chosen)
        .cloned()
    else {
        return answers::refused_page(&Refusal::new(
            "invalid_request",
            50034,
            "The user account does not exist in the directory.",
        ));
    };
    if flow.tenant.is_some_and(|tenant| tenant != user.tenant) {
        return answers::refused_page(&Refusal::new(
            "invalid_request",
            50020,
            "The user account does not exist in this tenant and cannot access the application.",
        ));
    }
    if flow.is_admin_consent {
        consented(state, &flow, &user)
    } else {
        signed_in(state, flow, &user, now)
    }
}

fn consented(state: &mut State, flow: &Flow, user: &User) -> Response<Bytes> {
    if user.role != Role::Administrator {
        return admin_needed();
    }
    state.consents.insert((flow.client_id.clone(), user.tenant));
    answers::redirect(
        &flow.redirect_uri,
        &[
            ("admin_consent", "True".to_owned()),
            ("tenant", user.tenant.to_string()),
            ("scope", flow.scope.text.clone()),
            ("state", flow.state.clone()),
        ],
    )
}

fn signed_in(state: &mut State, flow: Flow, user: &User, now: Timestamp) -> Response<Bytes> {
    if !state.has_consent(&flow.client_id, user.tenant) {
        match (state.consent_rule, user.role) {
            (ConsentRule::AdministratorsOnly, Role::Member) => return admin_needed(),
            (ConsentRule::RefusedAtToken, _) => {}
            (ConsentRule::AdministratorsOnly, Role::Administrator) | (ConsentRule::Anybody, _) => {
                state.consents.insert((flow.client_id.clone(), user.tenant));
            }
        }
    }
    let code = unguessable("sim-code-", 700);
    let pairs = [
        ("code", code.clone()),
        ("state", flow.state.clone()),
        ("session_state", "simulated".to_owned()),
    ];
    let answer = if flow.is_form_post {
        answers::form_post(&flow.redirect_uri, &pairs)
    } else {
        answers::redirect(&flow.redirect_uri, &pairs)
    };
    state.codes.insert(code, Code::new(flow, user.clone(), now));
    answer
}

fn admin_needed() -> Response<Bytes> {
    answers::refused_page(&Refusal::new(
        "access_denied",
        90094,
        "The grant requires admin permission.",
    ))
}

fn refused_to_app(flow: &Flow, refusal: &Refusal) -> Response<Bytes> {
    let mut pairs = vec![
        ("error", refusal.error.clone()),
        ("error_description", answers::described(refusal)),
        ("state", flow.state.clone()),
    ];
    if flow.is_admin_consent {
        // A failed consent carries it as well (`reference/entra.md`, section 2.2).
        pairs.push(("admin_consent", "True".to_owned()));
    }
    if flow.is_form_post && !flow.is_admin_consent {
        answers::form_post(&flow.redirect_uri, &pairs)
    } else {
        answers::redirect(&flow.redirect_uri, &pairs)
    }
}

/// Everything that must hold before the redirect address may be used (`reference/entra.md`, section 2.2).
fn known(state: &State, tenant: &str, query: &Pairs, foreign: Vec<&str>) -> Result<Flow, Refusal> {
    let client_id = given(query, "client_id");
    let application = state.application(client_id).ok_or_else(|| {
        Refusal::new(
            "unauthorized_client",
            700_016,
            "The application was not found in the directory.",
        )
    })?;
    let tenant = state.tenant(tenant)?;
    if tenant.is_none() && application.home_tenant.is_some() {
        let text = "The application is not configured as a multi-tenant application.";
        return Err(Refusal::new("invalid_request", 50194, text));
    }
    let redirect_uri = given(query, "redirect_uri");
    if !application
        .redirect_uris
        .iter()
        .any(|registered| fits(registered, redirect_uri))
    {
        let text = "The redirect URI specified in the request does not match those configured.";
        return Err(Refusal::new("invalid_request", 50011, text));
    }
    if let Some(name) = foreign.first() {
        return Err(Refusal::new(
            "invalid_request",
            900_144,
            &format!("{name} has no place here."),
        ));
    }
    let scope = Scope::parse(state, given(query, "scope"))?;
    if scope.resources.is_empty() {
        return Err(Refusal::new(
            "invalid_scope",
            70011,
            "The scope names no resource.",
        ));
    }
    Ok(Flow {
        client_id: client_id.to_owned(),
        tenant,
        redirect_uri: redirect_uri.to_owned(),
        scope,
        nonce: query.get("nonce").cloned(),
        challenge: given(query, "code_challenge").to_owned(),
        claims: given(query, "claims").to_owned(),
        state: given(query, "state").to_owned(),
        is_form_post: given(query, "response_mode") == "form_post",
        is_admin_consent: false,
    })
}

/// What is refused by way of the redirect.
fn improper(query: &Pairs) -> Option<Refusal> {
    let wrong = |text: &str| Some(Refusal::new("invalid_request", 900_144, text));
    if given(query, "response_type") != "code" {
        return Some(Refusal::new(
            "unsupported_response_type",
            700_051,
            "response_type must be code.",
        ));
    }
    if !["", "query", "form_post"].contains(&given(query, "response_mode")) {
        return wrong("response_mode is not supported.");
    }
    if given(query, "code_challenge_method") != "S256" || given(query, "code_challenge").len() != 43
    {
        return wrong("The request body must contain a code_challenge by S256.");
    }
    if given(query, "state").is_empty() {
        return wrong("state is missing.");
    }
    if !["", "login", "none", "consent", "select_account"].contains(&given(query, "prompt")) {
        return wrong("prompt is not supported.");
    }
    if given(query, "prompt") == "select_account" && !given(query, "login_hint").is_empty() {
        return wrong("select_account and login_hint exclude each other.");
    }
    let claims = given(query, "claims");
    if !claims.is_empty() && serde_json::from_str::<serde_json::Value>(claims).is_err() {
        return wrong("claims is no JSON.");
    }
    None
}

/// The port of a localhost address is ignored, its path is compared (`reference/entra.md`, section 3.3).
fn fits(registered: &str, given: &str) -> bool {
    let (Ok(registered), Ok(given)) = (Url::parse(registered), Url::parse(given)) else {
        return false;
    };
    let is_localhost = registered.scheme() == "http" && registered.host_str() == Some("localhost");
    registered.scheme() == given.scheme()
        && registered.host_str() == given.host_str()
        && registered.path() == given.path()
        && given.query().is_none()
        && given.fragment().is_none()
        && (is_localhost || registered.port() == given.port())
}

fn page(state: &mut State, flow: Flow) -> Response<Bytes> {
    let id = unguessable("flow-", 32);
    let mut content = asked(state, &flow);
    content.push_str(&format!(
        "<form class=\"card-choices\" method=\"post\" action=\"/common/decision\"><input type=\"hidden\" name=\"flow\" value=\"{id}\">"
    ));
    for user in &state.users {
        content.push_str(&format!(
            "<button name=\"user\" value=\"{}\">Accept as {}<br><span class=\"soft\">{}, {}</span></button>",
            user.oid,
            escaped(&user.user_name),
            escaped(&user.name),
            match user.role {
                Role::Administrator => "administrator",
                Role::Member => "member",
            },
        ));
    }
    content.push_str("<button name=\"user\" value=\"deny\">Cancel</button></form>");
    state.flows.insert(id, flow);
    answers::card(StatusCode::OK, &content)
}

/// Which application asks, and for what.
fn asked(state: &State, flow: &Flow) -> String {
    let name = state
        .application(&flow.client_id)
        .map_or("", |application| application.name.as_str());
    let heading = if flow.is_admin_consent {
        format!("{name} asks for consent for everybody")
    } else {
        format!("{name} asks you to sign in")
    };
    let wishes: String = flow
        .scope
        .resources
        .iter()
        .map(|resource| format!("Work in Dynamics at {resource} as the person who signs in"))
        .chain(flow.scope.names.iter().map(|name| match name.as_str() {
            "offline_access" => "Keep this access while nobody is looking".to_owned(),
            "openid" => "Know who signed in".to_owned(),
            name => format!("Know the {name} of who signed in"),
        }))
        .map(|wish| format!("<li>{}</li>", escaped(&wish)))
        .collect();
    format!(
        "<h1>{}</h1><p>The application <strong>{}</strong> (<code>{}</code>) wants to:</p><ul>{wishes}</ul>",
        escaped(&heading),
        escaped(name),
        escaped(&flow.client_id),
    )
}
