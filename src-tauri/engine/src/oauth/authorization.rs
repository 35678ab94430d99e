//! The question a sign-in asks: PKCE, `state`, `nonce` and what is asked for.

use oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, RedirectUrl, Scope};
use ringlog_core::token::CodeVerifier;
use serde_json::{Map, Value, json};
use url::Url;

use super::authority::Authority;

/// Asked for beside the Dynamics permission.
const IDENTITY_SCOPES: [&str; 4] = ["offline_access", "openid", "profile", "email"];

/// One sign-in that was begun; it can be redeemed once.
pub struct AuthorizationRequest {
    /// Where to send the person.
    pub url: Url,
    /// What the answer must repeat.
    pub state: CsrfToken,
    /// What the statement of identity must repeat.
    pub nonce: String,
    /// The proof that the one who redeems the code is the one who asked.
    pub verifier: CodeVerifier,
    /// Where the answer goes.
    pub redirect: RedirectUrl,
    /// Everything asked for, space-separated.
    pub scope: String,
}

impl AuthorizationRequest {
    /// Asks for `scope` (the Dynamics permission) and who it is; `claims` are the ones of an earlier refusal.
    #[must_use]
    pub fn new(
        authority: &Authority,
        client_id: &str,
        scope: &str,
        redirect: RedirectUrl,
        claims: Option<&str>,
    ) -> Self {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        // As good a random text as any, from the same source.
        let nonce = CsrfToken::new_random_len(32).into_secret();
        let scope = whole_scope(scope);
        let (url, state) = oauth2::basic::BasicClient::new(ClientId::new(client_id.to_owned()))
            .set_auth_uri(AuthUrl::from_url(authority.authorize_url()))
            .set_redirect_uri(redirect.clone())
            .authorize_url(|| CsrfToken::new_random_len(32))
            .add_scopes(scope.split(' ').map(|one| Scope::new(one.to_owned())))
            .add_extra_param("response_mode", "form_post")
            .add_extra_param("prompt", "select_account")
            .add_extra_param("nonce", nonce.clone())
            .add_extra_param("claims", with_capability(claims))
            .set_pkce_challenge(challenge)
            .url();
        Self {
            url,
            state,
            nonce,
            verifier: CodeVerifier::new(verifier.into_secret()),
            redirect,
            scope,
        }
    }
}

/// The Dynamics permission with the scopes of identity and renewal.
pub(super) fn whole_scope(scope: &str) -> String {
    let mut words: Vec<&str> = scope.split_whitespace().collect();
    for word in IDENTITY_SCOPES {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" ")
}

/// The claims of a challenge together with the declaration that Ringlog understands challenges
/// (`reference/entra.md`, section 4.5).
pub(super) fn with_capability(challenge: Option<&str>) -> String {
    let mut claims: Map<String, Value> = challenge
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let access = claims
        .entry("access_token")
        .or_insert_with(|| Value::Object(Map::new()));
    if !access.is_object() {
        *access = Value::Object(Map::new());
    }
    if let Some(access) = access.as_object_mut() {
        access.insert("xms_cc".to_owned(), json!({"values": ["cp1"]}));
    }
    Value::Object(claims).to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_question_asks_for_everything_the_reference_wants_and_nothing_twice() {
        let origin = Url::parse("https://login.microsoftonline.com").unwrap();
        let authority = Authority::new(&origin, "common").unwrap();
        let redirect = RedirectUrl::new("http://localhost:1234".to_owned()).unwrap();
        let scope = "https://contoso.crm.dynamics.com/user_impersonation openid";
        let one = AuthorizationRequest::new(&authority, "client", scope, redirect.clone(), None);
        let two = AuthorizationRequest::new(&authority, "client", scope, redirect, None);
        let mut query: BTreeMap<_, _> = one.url.query_pairs().into_owned().collect();
        assert_eq!(query.remove("state").as_ref(), Some(one.state.secret()));
        assert_eq!(query.remove("nonce"), Some(one.nonce));
        assert_eq!(
            query.remove("code_challenge").map(|text| text.len()),
            Some(43)
        );
        assert_ne!(one.state.secret(), two.state.secret());
        assert_ne!(one.verifier.expose(), two.verifier.expose());
        insta::assert_debug_snapshot!((one.url.path(), query), @r#"
        (
            "/organizations/oauth2/v2.0/authorize",
            {
                "claims": "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}",
                "client_id": "client",
                "code_challenge_method": "S256",
                "prompt": "select_account",
                "redirect_uri": "http://localhost:1234",
                "response_mode": "form_post",
                "response_type": "code",
                "scope": "https://contoso.crm.dynamics.com/user_impersonation openid offline_access profile email",
            },
        )
        "#);
    }

    #[test]
    fn a_challenge_is_passed_on_together_with_the_capability() {
        let challenge = "{\"access_token\":{\"nbf\":{\"value\":\"1\"}}}";
        assert_eq!(
            with_capability(Some(challenge)),
            "{\"access_token\":{\"nbf\":{\"value\":\"1\"},\"xms_cc\":{\"values\":[\"cp1\"]}}}"
        );
        for nonsense in [None, Some("no json"), Some("{\"access_token\":1}")] {
            assert_eq!(
                with_capability(nonsense),
                "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}"
            );
        }
    }
}
