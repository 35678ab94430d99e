//! The Web API's own 401, which names tenant and login authority, or asks for claims.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use url::Url;

use super::{AuthorityProblem, OrganizationUrl};

/// What a 401 of the organization says (`reference/entra.md`, sections 3.1 and 4.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The login authority's origin, one of Microsoft's hosts.
    pub authority: Url,
    /// Tenant id or domain; `organizations` where the organization said `common`.
    pub tenant: String,
    /// What tokens are wanted for, if it was said.
    pub resource: Option<String>,
    /// Claims the next token must be asked for with, as JSON text.
    pub claims: Option<String>,
}

/// Why a 401 leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChallengeProblem {
    /// No `Bearer` challenge with an `authorization_uri`.
    #[error(
        "The answer does not say where to sign in, so this is no Dynamics organization: check dynamics.organization_url"
    )]
    NoAuthority,
    /// The address is no address of a tenant.
    #[error("The answer names no tenant to sign in at: check dynamics.organization_url")]
    NoTenant,
    /// The authority is not one to trust.
    #[error("{0}")]
    Authority(#[from] AuthorityProblem),
}

impl Challenge {
    /// Reads the `WWW-Authenticate` headers of a 401 of `organization`.
    ///
    /// # Errors
    /// When they do not name a login authority that may be trusted.
    pub fn parse(
        headers: &[&str],
        organization: &OrganizationUrl,
    ) -> Result<Self, ChallengeProblem> {
        let parameters = bearer_parameters(headers);
        let named = |key: &str| value_of(&parameters, key);
        let uri = named("authorization_uri")
            .or_else(|| named("authorization"))
            .and_then(|text| Url::parse(text).ok())
            .ok_or(ChallengeProblem::NoAuthority)?;
        let authority = organization.login_authority(&uri)?;
        let tenant = uri
            .path_segments()
            .and_then(|mut segments| segments.next())
            .filter(|tenant| is_tenant(tenant))
            .ok_or(ChallengeProblem::NoTenant)?;
        Ok(Self {
            authority,
            tenant: if tenant == "common" {
                "organizations".to_owned()
            } else {
                tenant.to_owned()
            },
            resource: named("resource_id").map(str::to_owned),
            claims: claims(headers),
        })
    }
}

/// The claims a 401 asks for, as JSON text, if it asks for any (`reference/entra.md`, section 4.5).
#[must_use]
pub fn claims(headers: &[&str]) -> Option<String> {
    let parameters = bearer_parameters(headers);
    let text = value_of(&parameters, "claims")?;
    let json = if text.trim_start().starts_with('{') {
        text.to_owned()
    } else {
        decode(text)?
    };
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&json)
        .is_ok()
        .then_some(json)
}

/// Whether a text can stand as the tenant in a path: a GUID, a domain or `organizations`.
#[must_use]
pub fn is_tenant(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && !text.starts_with('.')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
}

fn decode(text: &str) -> Option<String> {
    const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, CONFIG);
    const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, CONFIG);
    let bytes = STANDARD
        .decode(text.trim())
        .or_else(|_| URL_SAFE.decode(text.trim()))
        .ok()?;
    String::from_utf8(bytes).ok()
}

fn value_of<'a>(parameters: &'a [(String, String)], key: &str) -> Option<&'a str> {
    parameters
        .iter()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value.as_str())
}

/// The parameters of every `Bearer` challenge in all headers; quoted and unquoted values, any order.
fn bearer_parameters(headers: &[&str]) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    for header in headers {
        let mut is_bearer = false;
        for part in split_outside_quotes(header) {
            let mut part = part.trim();
            // A new challenge begins with its scheme: a word without `=` before the first blank.
            if let Some((word, rest)) = part.split_once(char::is_whitespace)
                && !word.contains('=')
            {
                is_bearer = word.eq_ignore_ascii_case("bearer");
                part = rest.trim();
            }
            if let Some((name, value)) = part.split_once('=')
                && is_bearer
            {
                parameters.push((name.trim().to_ascii_lowercase(), unquoted(value.trim())));
            }
        }
    }
    parameters
}

fn split_outside_quotes(text: &str) -> Vec<&str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |c| {
        let is_separator = c == ',' && !is_quoted;
        if is_quoted && is_escaped {
            is_escaped = false;
        } else if is_quoted && c == '\\' {
            is_escaped = true;
        } else if c == '"' {
            is_quoted = !is_quoted;
        }
        is_separator
    })
    .collect()
}

fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"') else {
        return value.to_owned();
    };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut plain = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        plain.extend(if c == '\\' {
            characters.next()
        } else {
            Some(c)
        });
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn organization() -> OrganizationUrl {
        OrganizationUrl::parse("https://contoso.crm.dynamics.com").unwrap()
    }

    const PLAIN: &str = "Bearer authorization_uri=https://login.microsoftonline.com/0f0e/oauth2/authorize, resource_id=https://contoso.crm.dynamics.com/";

    #[test]
    fn tenant_and_authority_are_read_unquoted_and_quoted() {
        let expected = Challenge {
            authority: Url::parse("https://login.microsoftonline.com").unwrap(),
            tenant: "0f0e".to_owned(),
            resource: Some("https://contoso.crm.dynamics.com/".to_owned()),
            claims: None,
        };
        let quoted = "Basic realm=\"a, b\", bearer realm=\"\", resource_id=\"https://contoso.crm.dynamics.com/\", authorization_uri=\"https://login.microsoftonline.com/0f0e/oauth2/authorize\"";
        for headers in [&[PLAIN][..], &["NTLM", quoted]] {
            assert_eq!(
                Challenge::parse(headers, &organization()).unwrap(),
                expected
            );
        }
    }

    #[test]
    fn common_becomes_organizations() {
        let header =
            "Bearer authorization_uri=https://login.microsoftonline.us/common/oauth2/authorize";
        let challenge = Challenge::parse(&[header], &organization()).unwrap();
        assert_eq!(challenge.tenant, "organizations");
    }

    #[test]
    fn a_claims_challenge_is_decoded_in_any_of_several_headers() {
        let header = "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7InZhbHVlIjoiMSJ9fX0=\"";
        let json = "{\"access_token\":{\"nbf\":{\"value\":\"1\"}}}";
        assert_eq!(claims(&[PLAIN, header]).as_deref(), Some(json));
        assert_eq!(
            claims(&["Bearer claims=eyJhIjoxfQ"]).as_deref(),
            Some("{\"a\":1}")
        );
        assert_eq!(claims(&["Bearer claims=%%%"]), None);
        assert_eq!(claims(&["Bearer claims=\"W10=\""]), None);
    }

    #[test]
    fn a_stranger_is_no_login_authority() {
        let cases = [
            ("Bearer realm=\"x\"", ChallengeProblem::NoAuthority),
            (
                "Basic authorization_uri=https://login.microsoftonline.com/t/",
                ChallengeProblem::NoAuthority,
            ),
            (
                "Bearer authorization_uri=https://login.microsoftonline.com/",
                ChallengeProblem::NoTenant,
            ),
            (
                "Bearer authorization_uri=https://login.microsoftonline.com/a_b/x",
                ChallengeProblem::NoTenant,
            ),
            (
                "Bearer authorization_uri=https://evil.example/t/x",
                AuthorityProblem::NotMicrosoft("evil.example".to_owned()).into(),
            ),
            (
                "Bearer authorization_uri=http://127.0.0.1:5/t/x",
                AuthorityProblem::NotMicrosoft("127.0.0.1".to_owned()).into(),
            ),
        ];
        for (header, problem) in cases {
            assert_eq!(
                Challenge::parse(&[header], &organization()),
                Err(problem),
                "{header}"
            );
        }
        let simulator = OrganizationUrl::parse("http://127.0.0.1:4").unwrap();
        let header = "Bearer authorization_uri=http://127.0.0.1:5/t/x";
        assert_eq!(Challenge::parse(&[header], &simulator).unwrap().tenant, "t");
        assert_eq!(
            Challenge::parse(&[PLAIN], &simulator),
            Err(AuthorityProblem::NotOnThisComputer("login.microsoftonline.com".to_owned()).into())
        );
    }

    proptest! {
        #[test]
        fn no_header_breaks_the_parser(text in "(Bearer )?.{0,120}", other in "[a-z=\",\\\\ ]{0,40}") {
            let _any = Challenge::parse(&[&text, &other], &organization());
            let _any = claims(&[&text, &other]);
        }
    }
}
