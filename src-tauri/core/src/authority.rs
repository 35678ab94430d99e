//! The login hosts a sign-in may go to (spec A1, A11): Microsoft's own, or loopback for the simulator.

use url::{Host, Url};

/// Hosts a Microsoft sign-in page can have (`reference/entra.md`, section 5).
pub const KNOWN_HOSTS: [&str; 11] = [
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
    "login.windows.net",
    "login.microsoft.com",
    "sts.windows.net",
    "login.chinacloudapi.cn",
    "login.usgovcloudapi.net",
    "login.sovcloud-identity.fr",
    "login.sovcloud-identity.de",
    "login.sovcloud-identity.sg",
];

/// Why a text names no login authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityProblem {
    /// No address, or more than an origin.
    #[error(
        "the login authority is an address without a path, for example https://login.microsoftonline.com"
    )]
    NotAnOrigin,
    /// Not https.
    #[error("the login authority is only reached over https")]
    NotHttps,
    /// A host that is not Microsoft's.
    #[error("the login authority is not a sign-in host of Microsoft")]
    NotMicrosoft,
}

/// Reads `microsoft.authority`: the https origin of a known host, or any origin on loopback.
///
/// # Errors
/// When the text is anything else; a sign-in page must not be led to a stranger's host.
pub fn authority_from_setting(text: &str) -> Result<Url, AuthorityProblem> {
    let url = Url::parse(text.trim()).map_err(|_| AuthorityProblem::NotAnOrigin)?;
    let is_origin = matches!(url.scheme(), "https" | "http")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if !is_origin {
        return Err(AuthorityProblem::NotAnOrigin);
    }
    if is_loopback(&url) {
        return Ok(url);
    }
    if url.scheme() != "https" {
        return Err(AuthorityProblem::NotHttps);
    }
    if is_known_authority(&url) {
        Ok(url)
    } else {
        Err(AuthorityProblem::NotMicrosoft)
    }
}

/// Whether the address is https at the usual port of a host in [`KNOWN_HOSTS`].
#[must_use]
pub fn is_known_authority(url: &Url) -> bool {
    url.scheme() == "https"
        && url.port().is_none()
        && url
            .host_str()
            .is_some_and(|host| KNOWN_HOSTS.contains(&host))
}

/// Whether the address stays on this computer: a loopback address or `localhost`.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, AuthorityProblem>) {
        let read = authority_from_setting(text);
        assert_eq!(
            read.as_ref().map(Url::as_str),
            expected.as_ref().copied(),
            "{text}"
        );
    }

    #[test]
    fn only_known_login_hosts_and_loopback_are_an_authority() {
        use AuthorityProblem::{NotAnOrigin, NotHttps, NotMicrosoft};
        check(
            "https://login.microsoftonline.com",
            Ok("https://login.microsoftonline.com/"),
        );
        check(
            " HTTPS://Login.MicrosoftOnline.us/ ",
            Ok("https://login.microsoftonline.us/"),
        );
        check("http://127.0.0.1:8080", Ok("http://127.0.0.1:8080/"));
        check("http://[::1]:8080", Ok("http://[::1]:8080/"));
        check("http://localhost", Ok("http://localhost/"));
        check("https://127.0.0.9", Ok("https://127.0.0.9/"));
        check("http://login.microsoftonline.com", Err(NotHttps));
        check("https://login.microsoftonline.com:8443", Err(NotMicrosoft));
        check(
            "https://login.microsoftonline.com.evil.example",
            Err(NotMicrosoft),
        );
        check("https://evil-login.microsoftonline.com", Err(NotMicrosoft));
        check("https://login.microsoftonline.com./", Err(NotMicrosoft));
        check("https://localhost.evil.example", Err(NotMicrosoft));
        check(
            "https://login.microsoftonline.com/contoso",
            Err(NotAnOrigin),
        );
        check(
            "https://login.microsoftonline.com@evil.example",
            Err(NotAnOrigin),
        );
        check("https://login.microsoftonline.com?x", Err(NotAnOrigin));
        check("ftp://localhost", Err(NotAnOrigin));
        check("login.microsoftonline.com", Err(NotAnOrigin));
        check("", Err(NotAnOrigin));
    }
}
