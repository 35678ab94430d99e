//! Who signed in, as the `id_token` states it. It is shown and compared, never used to authorize anything.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ringlog_core::sign_in::SignInReason;
use serde::Deserialize;
use uuid::Uuid;

/// How wrong this computer's clock may be.
const CLOCK_SKEW_SECONDS_MAX: i64 = 600;

/// The claims of `reference/entra.md`, section 3.5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `tid`.
    pub tenant: Uuid,
    /// `oid`.
    pub object_id: Option<Uuid>,
    /// `preferred_username`: e-mail address, phone number or plain name.
    pub user_name: Option<String>,
    /// `email`.
    pub email: Option<String>,
    /// `name`.
    pub name: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    aud: Option<Audience>,
    exp: Option<f64>,
    nonce: Option<String>,
    tid: Option<String>,
    oid: Option<String>,
    preferred_username: Option<String>,
    email: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Identity {
    /// Reads an `id_token` that came from the token endpoint itself and checks that it answers this question.
    ///
    /// # Errors
    /// When it does not.
    pub fn read(
        id_token: &str,
        client_id: &str,
        nonce: &str,
        tenant: &str,
        now: Timestamp,
    ) -> Result<Self, SignInReason> {
        let unproven = |detail: &str| SignInReason::IdentityUnproven {
            detail: detail.to_owned(),
        };
        let payload = id_token.split('.').nth(1).unwrap_or_default();
        let bytes = URL_SAFE_NO_PAD
            .decode(payload.trim_end_matches('='))
            .map_err(|_| unproven("it cannot be decoded"))?;
        let claims: Claims =
            serde_json::from_slice(&bytes).map_err(|_| unproven("it cannot be read"))?;
        let is_for_us = match &claims.aud {
            Some(Audience::One(audience)) => audience == client_id,
            Some(Audience::Many(audiences)) => audiences.iter().any(|one| one == client_id),
            None => false,
        };
        if !is_for_us {
            return Err(unproven("it was made for another application"));
        }
        if claims.nonce.as_deref() != Some(nonce) {
            return Err(unproven("it answers another question"));
        }
        #[expect(clippy::cast_precision_loss, reason = "seconds of our time fit")]
        let earliest = (now.as_second() - CLOCK_SKEW_SECONDS_MAX) as f64;
        if claims.exp.is_none_or(|expires_at| expires_at < earliest) {
            return Err(unproven("it has expired"));
        }
        let id =
            |text: &Option<String>| text.as_deref().and_then(|text| Uuid::parse_str(text).ok());
        let found = id(&claims.tid).ok_or_else(|| unproven("it names no tenant"))?;
        if Uuid::parse_str(tenant).is_ok_and(|expected| expected != found) {
            return Err(SignInReason::OtherTenant);
        }
        Ok(Self {
            tenant: found,
            object_id: id(&claims.oid),
            user_name: claims.preferred_username,
            email: claims.email,
            name: claims.name,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TENANT: &str = "00000000-0000-0000-0000-00000000000a";

    fn read(payload: &str) -> Result<Identity, SignInReason> {
        let token = format!("e30.{}.x", URL_SAFE_NO_PAD.encode(payload));
        let now = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(10_000);
        Identity::read(&token, "client", "nonce", TENANT, now)
    }

    fn claims(changed: &str, value: &str) -> String {
        let mut claims: serde_json::Value = serde_json::json!({
            "aud": "client", "nonce": "nonce", "exp": 9_500, "tid": TENANT,
            "preferred_username": "ada@contoso.example",
        });
        let value = serde_json::from_str(value).unwrap();
        claims
            .as_object_mut()
            .unwrap()
            .insert(changed.to_owned(), value);
        claims.to_string()
    }

    #[test]
    fn who_signed_in_is_read_even_with_a_clock_that_is_some_minutes_off() {
        let identity = read(&claims("name", "\"Ada\"")).unwrap();
        assert_eq!(identity.user_name.as_deref(), Some("ada@contoso.example"));
        assert_eq!(identity.name.as_deref(), Some("Ada"));
        assert_eq!(identity.tenant.to_string(), TENANT);
    }

    #[test]
    fn a_statement_for_somebody_else_or_from_long_ago_is_refused() {
        for (changed, value) in [
            ("aud", "\"x\""),
            ("aud", "[]"),
            ("nonce", "\"x\""),
            ("nonce", "null"),
            ("exp", "9399"),
            ("exp", "null"),
            ("tid", "\"x\""),
        ] {
            assert!(
                matches!(
                    read(&claims(changed, value)),
                    Err(SignInReason::IdentityUnproven { .. })
                ),
                "{changed}"
            );
        }
        let other = claims("tid", "\"00000000-0000-0000-0000-00000000000b\"");
        assert_eq!(read(&other), Err(SignInReason::OtherTenant));
    }

    proptest! {
        #[test]
        fn no_token_breaks_it(token in ".{0,200}", payload in ".{0,100}") {
            let _any = Identity::read(&token, "client", "nonce", TENANT, Timestamp::UNIX_EPOCH);
            let _any = read(&payload);
        }
    }
}
