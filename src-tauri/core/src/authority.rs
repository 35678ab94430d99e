//! `microsoft.authority` as a person writes it: the origin of a login host, and nothing behind it.

use url::Url;

use crate::organization::{AuthorityProblem, login_authority};

/// Why a text names no login authority.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthoritySettingProblem {
    /// No address, or more than an origin.
    #[error(
        "the login authority is an address without a path, for example https://login.microsoftonline.com"
    )]
    NotAnOrigin,
    /// A sign-in must not go there.
    #[error(transparent)]
    Refused(#[from] AuthorityProblem),
}

/// Reads `microsoft.authority`: the https origin of a known host, or any origin on loopback.
///
/// # Errors
/// When the text is anything else; a path would be taken for a tenant that has its own setting.
pub fn authority_from_setting(text: &str) -> Result<Url, AuthoritySettingProblem> {
    let url = Url::parse(text.trim()).map_err(|_| AuthoritySettingProblem::NotAnOrigin)?;
    let is_origin = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if !is_origin {
        return Err(AuthoritySettingProblem::NotAnOrigin);
    }
    Ok(login_authority(&url)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let read = authority_from_setting(text).ok();
        assert_eq!(read.as_ref().map(Url::as_str), expected, "{text}");
    }

    #[test]
    fn only_known_login_hosts_and_loopback_are_an_authority() {
        check(
            "https://login.microsoftonline.com",
            Some("https://login.microsoftonline.com/"),
        );
        check(
            " HTTPS://Login.MicrosoftOnline.us/ ",
            Some("https://login.microsoftonline.us/"),
        );
        check("http://127.0.0.1:8080", Some("http://127.0.0.1:8080/"));
        check("http://[::1]:8080", Some("http://[::1]:8080/"));
        check("http://localhost", Some("http://localhost/"));
        check("https://127.0.0.9", Some("https://127.0.0.9/"));
        check("http://login.microsoftonline.com", None);
        check("https://login.microsoftonline.com:8443", None);
        check("https://login.microsoftonline.com.evil.example", None);
        check("https://evil-login.microsoftonline.com", None);
        check("https://login.microsoftonline.com./", None);
        check("https://localhost.evil.example", None);
        check("https://login.microsoftonline.com/contoso", None);
        check("https://login.microsoftonline.com@evil.example", None);
        check("https://login.microsoftonline.com?x", None);
        check("ftp://localhost", None);
        check("login.microsoftonline.com", None);
        check("", None);
    }
}
