//! The ready message for an administrator, where the person may not consent (spec A7).

use url::Url;

use crate::phrase::Phrase;

/// The message: what is asked, why, and the one link.
///
/// `consent` is the tenant's admin-consent page without parameters (`reference/entra.md`, section 2.1).
#[must_use]
pub fn admin_message(consent: &Url, client_id: &str, scope: &str) -> Phrase {
    let mut link = consent.clone();
    link.query_pairs_mut()
        .clear()
        .append_pair("client_id", client_id)
        .append_pair(
            "scope",
            &format!("{scope} openid profile email offline_access"),
        )
        .append_pair("redirect_uri", "http://localhost");
    Phrase::new("admin-message")
        .with("link", link.to_string())
        .with("scope", scope)
        .with("application", client_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_for_an_administrator_says_what_why_and_where() {
        let consent = "https://login.microsoftonline.com/contoso.example/v2.0/adminconsent"
            .parse()
            .unwrap();
        insta::assert_snapshot!(admin_message(
            &consent,
            "11111111-2222-3333-4444-555555555555",
            "https://contoso.crm4.dynamics.com/user_impersonation",
        ));
    }
}
