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
    /// With a session that is still to be opened: Basic was refused, and the session login was away.
    SessionOnly,
    /// Not at all: the PBX refused, and asking again could lock the account.
    Stopped(PbxError),
}

/// What became of a session login.
enum Opened {
    Session(SecretString),
    /// The PBX looked at the password and refused it.
    Rejected,
    /// It has no such login, or knows no such account: both are a 404.
    Unsupported,
    /// Its answer says neither yes nor no.
    Unreadable(PbxError),
}

impl Vodia {
    /// Sends a GET with the login at hand; where that is refused, tries the session login once.
    pub(super) async fn exchange(
        &self,
        login: &mut Login,
        url: &Url,
    ) -> Result<http::Response<Bytes>, PbxError> {
        let mut believed = None;
        if !matches!(login, Login::SessionOnly) {
            let answer = self.send_as(login, url).await?;
            match answer.status() {
                // Noted before anything else can fail: the password is not sent this way again.
                StatusCode::UNAUTHORIZED if matches!(login, Login::Basic | Login::BasicOnly) => {
                    *login = Login::SessionOnly;
                }
                StatusCode::UNAUTHORIZED => {}
                StatusCode::FORBIDDEN if matches!(login, Login::Basic) => believed = Some(answer),
                _ => return Ok(answer),
            }
        }
        if let Some(answer) = self.log_in(login, believed).await? {
            return Ok(answer);
        }
        let answer = self.send_as(login, url).await?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            return Err(self.stop(login));
        }
        Ok(answer)
    }

    /// Opens a session; where there is none to be had and Basic was `believed`, its answer is the last word.
    async fn log_in(
        &self,
        login: &mut Login,
        believed: Option<http::Response<Bytes>>,
    ) -> Result<Option<http::Response<Bytes>>, PbxError> {
        match (self.open_session().await?, believed) {
            (Opened::Session(cookie), _) => {
                *login = Login::Session(cookie);
                Ok(None)
            }
            (Opened::Rejected, _) => Err(self.stop(login)),
            // Basic was believed, only not allowed to read: the session login can be missing without meaning anything.
            (Opened::Unsupported | Opened::Unreadable(_), Some(answer)) => {
                *login = Login::BasicOnly;
                Ok(Some(answer))
            }
            // The password was good once, and nothing here says that it no longer is.
            (Opened::Unreadable(error), None) if matches!(login, Login::Session(_)) => Err(error),
            (Opened::Unsupported | Opened::Unreadable(_), None) => Err(self.stop(login)),
        }
    }

    fn stop(&self, login: &mut Login) -> PbxError {
        let refused = self.refused();
        *login = Login::Stopped(refused.clone());
        refused
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
            Login::SessionOnly | Login::Stopped(_) => return None,
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
            if !matches!(opened, Opened::Unsupported) {
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
            status if status.is_success() => Ok(granted(&answer)),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Ok(Opened::Rejected),
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
fn granted(answer: &http::Response<Bytes>) -> Opened {
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
            return Opened::Unreadable(PbxError::Garbled(
                "the session login answered with something that is no session".to_owned(),
            ));
        }
        Err(_) if answer.body().is_empty() => None,
        Err(error) => return Opened::Unreadable(error),
    };
    let is_cookie_text = |id: &String| {
        !id.is_empty()
            && id
                .chars()
                .all(|c| c.is_ascii_graphic() && !"\",;\\".contains(c))
    };
    id.filter(is_cookie_text)
        .map_or(Opened::Rejected, |id| Opened::Session(id.into()))
}

fn secret_header(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}
