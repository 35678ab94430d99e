//! Logging in: Basic first, then once with a session, and never again after a rejection
//! (`reference/vodia.md`, section 4).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode, header};
use md5::{Digest, Md5};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::{Vodia, wire};
use crate::ports::PbxError;

/// How the PBX is asked from now on.
#[derive(Debug)]
pub(super) enum Login {
    /// With name and password in every request.
    Basic,
    /// The same, of a PBX that believed them, had no session login, and may still not let the history be read.
    BasicOnly,
    /// With the cookie of a session, in memory only.
    Session(SecretString),
    /// Not at all: the PBX refused, and asking again could lock the account.
    Stopped(PbxError),
}

/// What became of a session login.
enum Opened {
    Session(SecretString),
    /// The PBX looked at the password and refused it.
    Rejected,
    /// It knows no such account.
    UnknownAccount,
    /// It has no such login.
    Unsupported,
}

impl Vodia {
    /// Sends a GET with the login at hand; where that is refused, tries the session login once.
    pub(super) async fn exchange(
        &self,
        login: &mut Login,
        url: &Url,
    ) -> Result<http::Response<Bytes>, PbxError> {
        let answer = self.send_as(login, url).await?;
        let refused = answer.status();
        let may_log_in = refused == StatusCode::UNAUTHORIZED
            || (refused == StatusCode::FORBIDDEN && matches!(login, Login::Basic));
        if !may_log_in {
            return Ok(answer);
        }
        let stop = |login: &mut Login, error: PbxError| {
            *login = Login::Stopped(error.clone());
            Err(error)
        };
        match self.open_session().await? {
            Opened::Session(cookie) => *login = Login::Session(cookie),
            Opened::Rejected => return stop(login, self.refused()),
            // Basic was believed, only not allowed to read: the session login can be missing without meaning anything.
            Opened::UnknownAccount | Opened::Unsupported if refused == StatusCode::FORBIDDEN => {
                *login = Login::BasicOnly;
                return Ok(answer);
            }
            Opened::UnknownAccount => {
                let account = self.account();
                let detail =
                    "it refused the password, and its session login knows no such user".to_owned();
                return stop(login, PbxError::NotFound { account, detail });
            }
            Opened::Unsupported => return stop(login, self.refused()),
        }
        let answer = self.send_as(login, url).await?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            return stop(login, self.refused());
        }
        Ok(answer)
    }

    async fn send_as(&self, login: &Login, url: &Url) -> Result<http::Response<Bytes>, PbxError> {
        if let Login::Stopped(error) = login {
            return Err(error.clone());
        }
        match self.request(login, url) {
            Some(request) => self.send(request).await,
            None => Err(self.refused()),
        }
    }

    /// A GET with the login at hand; `None` if there is none to send.
    pub(super) fn request(&self, login: &Login, url: &Url) -> Option<http::Request<Bytes>> {
        let (name, value) = match login {
            Login::Basic | Login::BasicOnly => (header::AUTHORIZATION, self.basic()?),
            Login::Session(cookie) => (
                header::COOKIE,
                secret_header(&format!("session={}", cookie.expose_secret()))?,
            ),
            Login::Stopped(_) => return None,
        };
        http::Request::builder()
            .uri(url.as_str())
            .header(header::ACCEPT, "application/json")
            .header(name, value)
            .body(Bytes::new())
            .ok()
    }

    fn basic(&self) -> Option<HeaderValue> {
        let pair = format!("{}:{}", self.account(), self.password.expose_secret());
        secret_header(&format!("Basic {}", STANDARD.encode(pair)))
    }

    /// Newer versions take the login as POST, older ones as PUT; the second is tried only where the first does not
    /// exist, so that one wrong password is one rejection.
    async fn open_session(&self) -> Result<Opened, PbxError> {
        let mut opened = Opened::Unsupported;
        for method in [Method::POST, Method::PUT] {
            opened = self.try_session(method).await?;
            if !matches!(opened, Opened::Unsupported | Opened::UnknownAccount) {
                break;
            }
        }
        Ok(opened)
    }

    async fn try_session(&self, method: Method) -> Result<Opened, PbxError> {
        let hash: String = Md5::digest(self.password.expose_secret())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let body = json!({ "name": "auth", "value": format!("{} {hash}", self.account()) });
        let Ok(request) = http::Request::builder()
            .method(method)
            .uri(self.address(&["rest", "system", "session"], &[]).as_str())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .body(Bytes::from(body.to_string()))
        else {
            return Ok(Opened::Unsupported);
        };
        let answer = self.send(request).await?;
        match answer.status() {
            status if status.is_success() => granted(&answer),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Ok(Opened::Rejected),
            StatusCode::NOT_FOUND => Ok(Opened::UnknownAccount),
            _ => Ok(Opened::Unsupported),
        }
    }

    fn refused(&self) -> PbxError {
        PbxError::Refused {
            extension: self.extension.clone(),
        }
    }
}

/// The session of a 200: the id as a JSON string, or in a cookie beside `true`; anything empty is a refusal.
fn granted(answer: &http::Response<Bytes>) -> Result<Opened, PbxError> {
    let in_cookie = || {
        answer
            .headers()
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .find_map(|cookie| cookie.split(';').next()?.trim().strip_prefix("session="))
            .map(str::to_owned)
    };
    let id = match wire::json(answer.headers(), answer.body()) {
        Ok(Value::String(id)) => Some(id),
        Ok(Value::Bool(true)) => in_cookie(),
        Ok(Value::Bool(false) | Value::Null) => None,
        Ok(Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            return Err(PbxError::Garbled(
                "the session login answered with something that is no session".to_owned(),
            ));
        }
        Err(_) if answer.body().is_empty() => None,
        Err(error) => return Err(error),
    };
    let is_cookie_text = |id: &String| {
        !id.is_empty()
            && id
                .chars()
                .all(|c| c.is_ascii_graphic() && !"\",;\\".contains(c))
    };
    Ok(id
        .filter(is_cookie_text)
        .map_or(Opened::Rejected, |id| Opened::Session(id.into())))
}

fn secret_header(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}
