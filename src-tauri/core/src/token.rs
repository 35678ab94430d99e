//! Secrets and how long they are good for.
//!
//! No type here has `Display` or `Serialize`, their `Debug` is masked and their memory is wiped when they are dropped;
//! `expose` marks every place that reads one.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

/// How early an access token is renewed: Microsoft's own libraries treat a token as expired five minutes before its
/// time (`reference/entra.md`, section 4.1).
pub const EXPIRY_TOLERANCE_SECONDS: i64 = 300;

/// A bearer token for one Dynamics organization; it lives in process memory only.
#[derive(Clone, Debug)]
pub struct AccessToken {
    secret: SecretString,
    expires_at: Timestamp,
}

/// How usable an access token is at a given time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Lend it.
    Fresh,
    /// Still accepted by the server, but renew it first; if renewal fails, it may carry on until the given time.
    ExpiringSoon(Timestamp),
    /// Useless since the given time.
    Expired(Timestamp),
}

impl AccessToken {
    /// Wraps a token the authority issued, good until `expires_at`.
    #[must_use]
    pub fn new(secret: String, expires_at: Timestamp) -> Self {
        Self {
            secret: secret.into(),
            expires_at,
        }
    }

    /// The bearer text, for the `Authorization` header only.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.secret.expose_secret()
    }

    /// When the server stops accepting it.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// How usable it is at `now`.
    #[must_use]
    pub fn freshness(&self, now: Timestamp) -> Freshness {
        let left = self.expires_at.duration_since(now);
        if left <= SignedDuration::ZERO {
            Freshness::Expired(self.expires_at)
        } else if left <= SignedDuration::from_secs(EXPIRY_TOLERANCE_SECONDS) {
            Freshness::ExpiringSoon(self.expires_at)
        } else {
            Freshness::Fresh
        }
    }
}

/// The long-lived token that renews access; it lives in the operating system's keychain.
#[derive(Clone, Debug)]
pub struct RefreshToken(SecretString);

impl RefreshToken {
    /// Wraps a token the authority issued or the keychain returned.
    #[must_use]
    pub fn new(secret: String) -> Self {
        Self(secret.into())
    }

    /// The token text, for the token endpoint and the keychain only.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// What the authority states about the person who signed in; it is read once and not kept.
#[derive(Debug)]
pub struct IdToken(SecretString);

impl IdToken {
    /// Wraps a statement the authority issued.
    #[must_use]
    pub fn new(secret: String) -> Self {
        Self(secret.into())
    }

    /// The statement's text, to be read only.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The code a sign-in in the browser ends with; it can be redeemed once.
#[derive(Debug)]
pub struct AuthorizationCode(SecretString);

impl AuthorizationCode {
    /// Wraps a code the browser brought.
    #[must_use]
    pub fn new(secret: String) -> Self {
        Self(secret.into())
    }

    /// The code's text, for the token endpoint only.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The proof that the one who redeems a code is the one who asked for it (RFC 7636).
#[derive(Debug)]
pub struct CodeVerifier(SecretString);

impl CodeVerifier {
    /// Wraps a verifier drawn for one sign-in.
    #[must_use]
    pub fn new(secret: String) -> Self {
        Self(secret.into())
    }

    /// The verifier's text, for the token endpoint only.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Display;
    use std::marker::PhantomData;

    use secrecy::zeroize::ZeroizeOnDrop;
    use serde::Serialize;

    use super::*;

    #[test]
    fn a_token_is_renewed_five_minutes_before_it_expires() {
        let token = AccessToken::new("secret".to_owned(), Timestamp::from_second(10_000).unwrap());
        let at = |second| token.freshness(Timestamp::from_second(second).unwrap());
        assert_eq!(at(9_699), Freshness::Fresh);
        assert_eq!(at(9_700), Freshness::ExpiringSoon(token.expires_at()));
        assert_eq!(at(10_000), Freshness::Expired(token.expires_at()));
    }

    #[test]
    fn no_secret_shows_in_debug_output() {
        let secret = || "hunter2".to_owned();
        let shown = format!(
            "{:?} {:?} {:?} {:?} {:?} {:?}",
            AccessToken::new(secret(), Timestamp::UNIX_EPOCH),
            RefreshToken::new(secret()),
            IdToken::new(secret()),
            AuthorizationCode::new(secret()),
            CodeVerifier::new(secret()),
            SecretString::from(secret()),
        );
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    /// What the compiler finds of `T`: an own constant comes before one of a trait, but only where its bound holds.
    struct Found<T>(PhantomData<T>);

    impl<T: Display> Found<T> {
        const IS_DISPLAYED: bool = true;
    }

    impl<T: Serialize> Found<T> {
        const IS_SERIALIZED: bool = true;
    }

    trait Otherwise {
        const IS_DISPLAYED: bool = false;
        const IS_SERIALIZED: bool = false;
    }

    impl<T> Otherwise for Found<T> {}

    /// Whoever gives a secret a way out does not compile this.
    macro_rules! has_no_way_out {
        ($($secret:ty),+) => {
            $(const _: () = assert!(!Found::<$secret>::IS_DISPLAYED && !Found::<$secret>::IS_SERIALIZED);)+
        };
    }

    // The last is what passwords are in.
    has_no_way_out!(
        AccessToken,
        RefreshToken,
        IdToken,
        AuthorizationCode,
        CodeVerifier,
        SecretString
    );

    // The proof tells apart at all.
    const _: () = assert!(Found::<String>::IS_DISPLAYED && Found::<String>::IS_SERIALIZED);

    fn wiped(_: &impl ZeroizeOnDrop) {}

    /// Never run: it compiles only while the memory of every part that is secret is wiped when it is dropped.
    const _: fn(AccessToken, RefreshToken, IdToken, AuthorizationCode, CodeVerifier) =
        |access, refresh, id_token, code, verifier| {
            let AccessToken {
                secret,
                expires_at: _,
            } = &access;
            wiped(secret);
            for secret in [&refresh.0, &id_token.0, &code.0, &verifier.0] {
                wiped(secret);
            }
        };
}
