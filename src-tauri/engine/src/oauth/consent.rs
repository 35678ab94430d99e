//! Admin consent: the question and what its answer means (`reference/entra.md`, section 2).

use ringlog_core::sign_in::SignInReason;
use ringlog_core::sign_in::refusal::{SignInRefusal, classify};
use url::Url;
use uuid::Uuid;

use super::authority::Authority;
use super::loopback::Answer;

/// An administrator consented. It is a hint until a token is issued: anyone could have sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminConsent {
    /// The tenant, as the answer names it.
    pub tenant: Option<String>,
    /// What was granted, as the answer names it.
    pub scope: Option<String>,
}

/// The page where an administrator consents; also the link to send to one.
#[must_use]
pub fn consent_url(
    authority: &Authority,
    client_id: &str,
    scope: &str,
    redirect: &str,
    state: &str,
) -> Url {
    let mut url = authority.admin_consent_url();
    url.query_pairs_mut()
        .append_pair("client_id", client_id)
        .append_pair("scope", scope)
        .append_pair("redirect_uri", redirect)
        .append_pair("state", state);
    url
}

/// What the answer says; `state` has been checked before.
pub(super) fn read(
    answer: &Answer,
    authority: &Authority,
) -> Result<AdminConsent, Box<SignInRefusal>> {
    let text = |name: &str| answer.get(name).unwrap_or_default();
    let error = text("error");
    let is_granted = text("admin_consent").eq_ignore_ascii_case("true");
    if !error.is_empty() || !is_granted {
        let refusal = classify(
            error,
            &[],
            answer.get("error_subcode"),
            text("error_description"),
        );
        return Err(Box::new(SignInRefusal {
            reason: in_words_of_consent(refusal.reason.clone(), error, text("error_description")),
            ..refusal
        }));
    }
    let tenant = answer.get("tenant").map(str::to_owned);
    let other = tenant
        .as_deref()
        .filter(|granted| is_other_tenant(granted, authority.tenant()));
    if other.is_some() {
        return Err(Box::new(SignInRefusal::ours(
            SignInReason::AdminConsentOtherTenant,
        )));
    }
    Ok(AdminConsent {
        tenant,
        scope: answer.get("scope").map(str::to_owned),
    })
}

/// Only two ids can be told apart: a domain says nothing about an id.
fn is_other_tenant(granted: &str, expected: &str) -> bool {
    match (Uuid::parse_str(granted), Uuid::parse_str(expected)) {
        (Ok(granted), Ok(expected)) => granted != expected,
        (Ok(_) | Err(_), _) => false,
    }
}

/// At the consent page the same refusals mean something else than at a sign-in; the others mean the same.
fn in_words_of_consent(reason: SignInReason, error: &str, description: &str) -> SignInReason {
    use SignInReason as R;
    let says_cancelled = description.to_ascii_lowercase().contains("cancel");
    if reason == R::ConsentDeclined && (error == "permission_denied" || says_cancelled) {
        R::AdminConsentCancelled
    } else if matches!(
        reason,
        R::ConsentDeclined | R::ConsentNeeded | R::GrantInvalid
    ) {
        R::AdminConsentRefused
    } else if matches!(reason, R::AdminConsentNeeded | R::AdminConsentRequestable) {
        R::AdminConsentWrongPerson
    } else {
        reason
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: &str = "00000000-0000-0000-0000-00000000000a";

    fn authority() -> Authority {
        let origin = Url::parse("https://login.microsoftonline.com").unwrap();
        Authority::new(&origin, TENANT).unwrap()
    }

    fn answered(query: &str) -> Result<AdminConsent, SignInReason> {
        let answer = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        read(&answer, &authority()).map_err(|refusal| refusal.reason)
    }

    #[test]
    fn granted_refused_cancelled_wrong_person_and_wrong_tenant_are_told_apart() {
        let granted = answered(&format!("admin_consent=True&tenant={TENANT}&scope=a")).unwrap();
        assert_eq!(granted.tenant.as_deref(), Some(TENANT));
        let cases = [
            (
                "admin_consent=True&error=consent_required&error_description=AADSTS65004%3A+The+resource+owner+denied",
                SignInReason::AdminConsentRefused,
            ),
            (
                "error=permission_denied&error_description=The+admin+canceled+the+request",
                SignInReason::AdminConsentCancelled,
            ),
            (
                "admin_consent=True&error=access_denied&error_description=AADSTS90094%3A+admin",
                SignInReason::AdminConsentWrongPerson,
            ),
            (
                "admin_consent=True&tenant=00000000-0000-0000-0000-00000000000b",
                SignInReason::AdminConsentOtherTenant,
            ),
        ];
        for (query, reason) in cases {
            assert_eq!(answered(query), Err(reason), "{query}");
        }
        assert!(answered("tenant=x").is_err());
    }
}
