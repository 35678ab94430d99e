//! The token endpoint (`reference/entra.md`, sections 3.2 and 4).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::Response;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::authorize::{Flow, Scope};
use super::{
    Pairs, Place, RefreshRule, Refusal, State, TokenFacts, TokenRegistry, User, answers, given,
    unguessable,
};

/// A code lives for about ten minutes.
const CODE_SECONDS_MAX: i64 = 600;
/// The size of a refresh token measured at Entra (`reference/entra.md`, section 7.1).
const REFRESH_CHARACTERS: usize = 1_524;

/// A code given to the application.
#[derive(Clone, Debug)]
pub(super) struct Code {
    flow: Flow,
    user: User,
    at: Timestamp,
    is_used: bool,
}

impl Code {
    pub(super) fn new(flow: Flow, user: User, at: Timestamp) -> Self {
        Self {
            flow,
            user,
            at,
            is_used: false,
        }
    }
}

/// What a refresh token stands for.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    client_id: String,
    user: User,
    scope: Scope,
    family: String,
    revocations: u64,
    is_used: bool,
}

/// `POST /{tenant}/oauth2/v2.0/token`
pub(super) fn issue(
    state: &mut State,
    tokens: &TokenRegistry,
    tenant: &str,
    form: Pairs,
    now: Timestamp,
) -> Response<Bytes> {
    let outcome = checked(state, tenant, &form).and_then(|()| match given(&form, "grant_type") {
        "authorization_code" => by_code(state, tokens, tenant, &form, now),
        "refresh_token" => by_refresh_token(state, tokens, &form, now),
        _ => Err(Refusal::new(
            "unsupported_grant_type",
            70003,
            "The grant type is not supported.",
        )),
    });
    for name in ["code", "code_verifier", "refresh_token"] {
        state.secrets.extend(form.get(name).cloned());
    }
    match outcome {
        Ok(body) => {
            for name in ["access_token", "refresh_token", "id_token"] {
                let given = body.get(name).and_then(Value::as_str);
                state.secrets.extend(given.map(str::to_owned));
            }
            answers::json(200, &body)
        }
        Err(refusal) => answers::refused_token(&refusal, now),
    }
}

fn checked(state: &mut State, tenant: &str, form: &Pairs) -> Result<(), Refusal> {
    if let Some(refusal) = state.take_refusal(Place::Token) {
        return Err(refusal);
    }
    state.tenant(tenant)?;
    if state.application(given(form, "client_id")).is_none() {
        let text = "The application was not found in the directory.";
        return Err(Refusal::new("unauthorized_client", 700_016, text));
    }
    if form.contains_key("client_secret") || form.contains_key("client_assertion") {
        let text =
            "Client is public so neither client_assertion nor client_secret should be presented.";
        return Err(Refusal::new("invalid_client", 700_025, text));
    }
    Ok(())
}

/// The access token of a sign-in past the pages, which grants everything the application may ask for.
pub(super) fn grant(
    state: &mut State,
    tokens: &TokenRegistry,
    client_id: &str,
    user: User,
    refresh_token: String,
    now: Timestamp,
) -> Result<String, Refusal> {
    let resources: Vec<String> = state
        .resources
        .iter()
        .map(|resource| format!("{resource}/user_impersonation"))
        .collect();
    let scope = format!(
        "openid profile email offline_access {}",
        resources.join(" ")
    );
    let grant = Grant {
        client_id: client_id.to_owned(),
        scope: Scope::parse(state, &scope)?,
        user,
        family: unguessable("family-", 32),
        revocations: tokens.revocations(),
        is_used: false,
    };
    let body = granted(state, tokens, &grant, "", now)?;
    state.secrets.insert(refresh_token.clone());
    state.refresh_tokens.insert(refresh_token, grant);
    let access = body.get("access_token").and_then(Value::as_str);
    Ok(access.unwrap_or_default().to_owned())
}

fn by_code(
    state: &mut State,
    tokens: &TokenRegistry,
    tenant: &str,
    form: &Pairs,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let tenant = state.tenant(tenant)?;
    let invalid = |number, text: &str| Err(Refusal::new("invalid_grant", number, text));
    let Some(code) = state.codes.get_mut(given(form, "code")) else {
        return invalid(70000, "The provided authorization code is not valid.");
    };
    if code.is_used {
        return invalid(54005, "The code was already redeemed.");
    }
    if now.duration_since(code.at) > SignedDuration::from_secs(CODE_SECONDS_MAX) {
        return invalid(70008, "The provided authorization code has expired.");
    }
    if code.flow.client_id != given(form, "client_id") {
        return invalid(70000, "The code was issued to another application.");
    }
    if code.flow.tenant != tenant {
        return invalid(700_005, "The code was issued for another tenant.");
    }
    if code.flow.redirect_uri != given(form, "redirect_uri") {
        let text = "The reply address does not match the one of the authorization request.";
        return Err(Refusal::new("invalid_client", 500_112, text));
    }
    let verifier = given(form, "code_verifier");
    let is_proven = (43..=128).contains(&verifier.len())
        && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == code.flow.challenge;
    if !is_proven {
        return invalid(
            501_481,
            "The code_verifier does not match the code_challenge.",
        );
    }
    code.is_used = true;
    let (flow, user) = (code.flow.clone(), code.user.clone());
    if !state.has_consent(&flow.client_id, user.tenant) {
        return Err(Refusal::new(
            "invalid_grant",
            65001,
            "The user or administrator has not consented to use the application.",
        ));
    }
    let grant = Grant {
        client_id: flow.client_id.clone(),
        scope: narrowed(state, form, &flow.scope)?,
        user,
        family: unguessable("family-", 32),
        revocations: tokens.revocations(),
        is_used: false,
    };
    let refresh = grant
        .scope
        .names
        .iter()
        .any(|name| name == "offline_access");
    let mut body = granted(state, tokens, &grant, claims(form, &flow.claims), now)?;
    if refresh {
        add_refresh_token(state, &mut body, grant.clone());
    }
    if grant.scope.names.iter().any(|name| name == "openid") {
        put(
            &mut body,
            "id_token",
            id_token(&grant, flow.nonce.as_deref(), now),
        );
    }
    Ok(body)
}

fn by_refresh_token(
    state: &mut State,
    tokens: &TokenRegistry,
    form: &Pairs,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let bad = |number, text: &str| {
        let mut refusal = Refusal::new("invalid_grant", number, text);
        refusal.suberror = Some("bad_token".to_owned());
        Err(refusal)
    };
    let rule = state.refresh_rule;
    let Some(kept) = state.refresh_tokens.get_mut(given(form, "refresh_token")) else {
        return bad(70000, "The provided refresh token is not valid.");
    };
    if kept.is_used && rule == RefreshRule::OnceOnly {
        let family = kept.family.clone();
        state
            .refresh_tokens
            .retain(|_, grant| grant.family != family);
        return bad(
            70000,
            "The refresh token was used before; the grant is revoked.",
        );
    }
    if kept.client_id != given(form, "client_id") {
        return bad(
            70000,
            "The refresh token was issued to another application.",
        );
    }
    if kept.revocations != tokens.revocations() {
        return bad(
            50173,
            "The provided grant has expired due to it being revoked.",
        );
    }
    kept.is_used = true;
    let kept = kept.clone();
    if !state.has_consent(&kept.client_id, kept.user.tenant) {
        let text = "The user or administrator has not consented to use the application.";
        return Err(Refusal::new("invalid_grant", 65001, text));
    }
    let grant = Grant {
        scope: narrowed(state, form, &kept.scope)?,
        is_used: false,
        ..kept
    };
    let mut body = granted(state, tokens, &grant, claims(form, ""), now)?;
    if rule != RefreshRule::Keep {
        add_refresh_token(state, &mut body, grant);
    }
    Ok(body)
}

/// The scope of the request, else the one of the grant; one resource only.
fn narrowed(state: &State, form: &Pairs, granted: &Scope) -> Result<Scope, Refusal> {
    let scope = match given(form, "scope") {
        "" => granted.clone(),
        text => Scope::parse(state, text)?,
    };
    if scope.resources.len() != 1 {
        let text = "The scope must name exactly one resource.";
        return Err(Refusal::new("invalid_request", 28003, text));
    }
    if !scope
        .resources
        .iter()
        .all(|resource| granted.resources.contains(resource))
    {
        let text = "The scope was not granted.";
        return Err(Refusal::new("invalid_grant", 65001, text));
    }
    Ok(scope)
}

fn claims<'a>(form: &'a Pairs, otherwise: &'a str) -> &'a str {
    match given(form, "claims") {
        "" => otherwise,
        claims => claims,
    }
}

fn granted(
    state: &State,
    tokens: &TokenRegistry,
    grant: &Grant,
    claims: &str,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let resource = grant
        .scope
        .resources
        .first()
        .ok_or_else(|| Refusal::new("invalid_scope", 70011, "The scope names no resource."))?;
    let facts = TokenFacts {
        user: grant.user.oid,
        tenant: grant.user.tenant,
    };
    let access = tokens.issue(facts, resource, claims, now, state.access_seconds);
    Ok(json!({
        "token_type": "Bearer",
        "scope": format!("{resource}/user_impersonation"),
        "expires_in": state.access_seconds,
        "ext_expires_in": state.access_seconds,
        "access_token": access,
    }))
}

fn add_refresh_token(state: &mut State, body: &mut Value, grant: Grant) {
    let token = unguessable("sim-refresh-", REFRESH_CHARACTERS);
    put(body, "refresh_token", token.clone());
    state.refresh_tokens.insert(token, grant);
}

fn put(body: &mut Value, name: &str, value: String) {
    if let Some(members) = body.as_object_mut() {
        members.insert(name.to_owned(), Value::from(value));
    }
}

/// Its signature is no signature: a native client that has it from the endpoint itself need not check it
/// (`reference/entra.md`, section 3.5).
fn id_token(grant: &Grant, nonce: Option<&str>, now: Timestamp) -> String {
    let has = |name: &str| grant.scope.names.iter().any(|granted| granted == name);
    let second = now.as_second();
    let mut payload = json!({
        "aud": grant.client_id,
        "iss": format!("https://login.microsoftonline.com/{}/v2.0", grant.user.tenant),
        "iat": second,
        "nbf": second,
        "exp": second + 3_600,
        "tid": grant.user.tenant,
        "sub": unguessable("sub-", 43),
        "ver": "2.0",
    });
    if let Some(nonce) = nonce {
        put(&mut payload, "nonce", nonce.to_owned());
    }
    if has("profile") {
        put(&mut payload, "oid", grant.user.oid.to_string());
        put(
            &mut payload,
            "preferred_username",
            grant.user.user_name.clone(),
        );
        put(&mut payload, "name", grant.user.name.clone());
    }
    if let (true, Some(email)) = (has("email"), &grant.user.email) {
        put(&mut payload, "email", email.clone());
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!(
        "{}.{}.{}",
        part(&json!({"typ": "JWT", "alg": "RS256", "kid": "simulated"})),
        part(&payload),
        URL_SAFE_NO_PAD.encode("no signature")
    )
}
