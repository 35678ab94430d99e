//! The ready message for an administrator, where the person may not consent (spec A7).

use url::Url;

/// The message: what is asked, why, and the one link.
///
/// `consent` is the tenant's admin-consent page without parameters (`reference/entra.md`, section 2.1).
#[must_use]
pub fn admin_message(consent: &Url, client_id: &str, scope: &str) -> String {
    let mut link = consent.clone();
    link.query_pairs_mut()
        .clear()
        .append_pair("client_id", client_id)
        .append_pair(
            "scope",
            &format!("{scope} openid profile email offline_access"),
        )
        .append_pair("redirect_uri", "http://localhost");
    format!(
        "Hello,\n\n\
         I would like to use Ringlog. It writes my finished phone calls into Dynamics 365, as me, from my computer; \
         nothing passes through anybody else's server. Microsoft asks an administrator to allow it once for our organization.\n\n\
         Please open this link as a Cloud Application Administrator, Application Administrator or Global Administrator, and accept:\n\
         {link}\n\n\
         It asks for these permissions of the signed-in person, and for no others:\n\
         - {scope}: to read contacts and write phone calls in Dynamics 365, within the person's own Dynamics role.\n\
         - openid, profile, email: to show who is linked.\n\
         - offline_access: to go on without asking the person to sign in every hour.\n\n\
         After you accept, the browser goes to http://localhost, where nothing answers on your computer: \
         that page may stay empty, and the consent is given all the same.\n\
         The application's id is {client_id}.\n"
    )
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
