//! Every access token issued, so that the Dataverse simulator can tell a good one from a bad one.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use uuid::Uuid;

/// Whose token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenFacts {
    /// `oid` of the user.
    pub user: Uuid,
    /// `tid`.
    pub tenant: Uuid,
}

/// Why a token is no good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// Never issued.
    Unknown,
    /// Past its time.
    Expired,
    /// For another resource.
    WrongAudience,
    /// Revoked.
    Revoked,
    /// Claims are wanted: the challenge's `claims` value, base64 of JSON (`reference/entra.md`, section 4.5).
    InsufficientClaims(String),
}

/// The tokens issued.
#[derive(Debug, Default)]
pub struct TokenRegistry {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    tokens: BTreeMap<String, Issued>,
    wanted: Option<Value>,
    revocations: u64,
}

#[derive(Debug)]
struct Issued {
    facts: TokenFacts,
    audience: String,
    expires_at: Timestamp,
    claims: Value,
    is_revoked: bool,
}

impl TokenRegistry {
    /// Whose token this is, if it is good for `audience` (an origin without a slash at the end) at `now`.
    ///
    /// # Errors
    /// When it is not.
    pub fn check(&self, token: &str, audience: &str, now: Timestamp) -> Result<TokenFacts, WhyNot> {
        let inner = self.lock();
        let issued = inner.tokens.get(token).ok_or(WhyNot::Unknown)?;
        if issued.is_revoked {
            return Err(WhyNot::Revoked);
        }
        if issued.expires_at <= now {
            return Err(WhyNot::Expired);
        }
        if issued.audience != audience {
            return Err(WhyNot::WrongAudience);
        }
        match &inner.wanted {
            Some(wanted) if !covers(&issued.claims, wanted) => Err(WhyNot::InsufficientClaims(
                STANDARD.encode(wanted.to_string()),
            )),
            Some(_) | None => Ok(issued.facts),
        }
    }

    /// Every access and refresh token issued so far is revoked.
    pub fn revoke_all(&self) {
        let mut inner = self.lock();
        inner.revocations += 1;
        for issued in inner.tokens.values_mut() {
            issued.is_revoked = true;
        }
    }

    /// Every access token issued so far is past its time; refresh tokens stay good.
    pub fn expire_access(&self) {
        for issued in self.lock().tokens.values_mut() {
            issued.expires_at = Timestamp::MIN;
        }
    }

    /// From now on only tokens asked for with these claims are good, for example
    /// `{"access_token":{"nbf":{"essential":true,"value":"1"}}}`; `None` ends that.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn challenge_with_claims(&self, claims: Option<&str>) -> Result<(), serde_json::Error> {
        self.lock().wanted = claims.map(serde_json::from_str).transpose()?;
        Ok(())
    }

    /// How often everything was revoked; refresh tokens remember it from their issue.
    pub(super) fn revocations(&self) -> u64 {
        self.lock().revocations
    }

    pub(super) fn issue(
        &self,
        facts: TokenFacts,
        audience: &str,
        claims: &str,
        now: Timestamp,
        seconds: i64,
    ) -> String {
        let token = super::unguessable("sim-access-", 400);
        let expires_at = now
            .saturating_add(SignedDuration::from_secs(seconds))
            .unwrap_or(Timestamp::MAX);
        self.lock().tokens.insert(
            token.clone(),
            Issued {
                facts,
                audience: audience.to_owned(),
                expires_at,
                claims: serde_json::from_str(claims).unwrap_or(Value::Null),
                is_revoked: false,
            },
        );
        token
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether everything in `wanted` stands in `had`.
fn covers(had: &Value, wanted: &Value) -> bool {
    match wanted.as_object() {
        Some(members) => members
            .iter()
            .all(|(name, value)| had.get(name).is_some_and(|had| covers(had, value))),
        None => had == wanted,
    }
}
