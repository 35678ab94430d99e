//! Who is asking: HTTP Basic or the `session` cookie, and the login that gives one (`reference/vodia.md`, section 4).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use md5::{Digest, Md5};
use serde_json::{Value, json};

use super::{Extension, State, ok, refusal};

impl State {
    /// The number of the extension whose user asks; `None` deserves a 401.
    pub(super) fn authenticate(
        &mut self,
        tenant: &str,
        request: &Request<Bytes>,
    ) -> Option<String> {
        if let Some(owner) = cookie(request).and_then(|id| self.sessions.get(&id)) {
            return Some(owner.clone());
        }
        let (name, password) = basic(request)?;
        let known = self
            .named(tenant, &name)
            .filter(|extension| extension.password == password)
            .map(|extension| extension.number.clone());
        if self.habits.basic
            && let Some(number) = known
        {
            return Some(number);
        }
        self.login_failures += 1;
        None
    }

    /// `/rest/system/session`.
    pub(super) fn session(&mut self, tenant: &str, request: &Request<Bytes>) -> Response<Bytes> {
        if *request.method() == Method::GET {
            return ok(&json!({ "type": "user", "lang": "en" }));
        }
        if !self.habits.session_methods.contains(request.method()) {
            return refusal(StatusCode::NOT_FOUND);
        }
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let text = |key: &str| body.get(key).and_then(Value::as_str);
        if text("name") != Some("auth") {
            return ok(&Value::Bool(false));
        }
        let Some((account, hash)) = text("value").and_then(|value| value.split_once(' ')) else {
            return ok(&Value::Bool(false));
        };
        let Some(extension) = self.named(tenant, account).cloned() else {
            return refusal(StatusCode::NOT_FOUND);
        };
        if md5_hex(&extension.password) != hash {
            self.login_failures += 1;
            return ok(&Value::Bool(false));
        }
        self.logins += 1;
        let id = format!("session{:013}", self.logins);
        self.sessions.insert(id.clone(), extension.number);
        ok(&Value::String(id))
    }

    /// By extension, with or without the tenant, or by e-mail address.
    fn named(&self, tenant: &str, name: &str) -> Option<&Extension> {
        let number = name
            .strip_suffix(tenant)
            .and_then(|rest| rest.strip_suffix('@'))
            .unwrap_or(name);
        self.extensions.get(number).or_else(|| {
            self.extensions
                .values()
                .find(|extension| extension.email == name)
        })
    }
}

fn basic(request: &Request<Bytes>) -> Option<(String, String)> {
    let value = request
        .headers()
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?;
    let decoded = STANDARD.decode(value.strip_prefix("Basic ")?).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (name, password) = text.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

fn cookie(request: &Request<Bytes>) -> Option<String> {
    let value = request.headers().get(header::COOKIE)?.to_str().ok()?;
    value
        .split(';')
        .find_map(|pair| pair.trim().strip_prefix("session="))
        .map(str::to_owned)
}

fn md5_hex(text: &str) -> String {
    Md5::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
