//! Addresses of Dynamics organizations and of the login hosts they may name (spec A1, A11).

use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

pub mod challenge;

/// Host suffixes of Dataverse by cloud (`reference/entra.md`, section 5; `reference/dataverse.md`, section 7).
const DYNAMICS_SUFFIXES: [&str; 4] = [
    ".dynamics.com",
    ".microsoftdynamics.us",
    ".appsplatform.us",
    ".dynamics.cn",
];

/// The hosts a sign-in may go to (`reference/entra.md`, section 5).
const LOGIN_HOSTS: [&str; 11] = [
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

/// The origin of a Dynamics organization: https and a Dynamics host, or loopback for the simulator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganizationUrl(Url);

/// Why a text is no organization address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrganizationUrlProblem {
    /// No address at all.
    #[error(
        "\"{0}\" is not an address: paste the address of Dynamics from the browser, for example https://contoso.crm4.dynamics.com"
    )]
    NotAnAddress(String),
    /// Not https.
    #[error("{0} is not https: Dynamics is only reached over https")]
    NotHttps(String),
    /// A host that is not Microsoft's.
    #[error(
        "{0} is not a Dynamics 365 address: it ends in .dynamics.com, .microsoftdynamics.us, .appsplatform.us or .dynamics.cn"
    )]
    NotDynamics(String),
    /// A user name or password in the address; it is not repeated here.
    #[error(
        "The address of {0} holds a user name or password: paste it without, Ringlog signs in by itself"
    )]
    WithCredentials(String),
    /// A port where Dynamics has none.
    #[error("{0} names a port: Dynamics is reached without one")]
    WithPort(String),
}

impl OrganizationUrl {
    /// Reads an address as pasted: path, query and trailing slash are dropped, https is assumed where no scheme is given.
    ///
    /// # Errors
    /// When it is no https address of a Dynamics host.
    pub fn parse(text: &str) -> Result<Self, OrganizationUrlProblem> {
        let trimmed = text.trim();
        let with_scheme = if trimmed.contains("://") {
            trimmed.to_owned()
        } else {
            format!("https://{}", trimmed.trim_start_matches('/'))
        };
        let url = Url::parse(&with_scheme)
            .map_err(|_| OrganizationUrlProblem::NotAnAddress(shown(trimmed)))?;
        let host = match url.host_str() {
            Some(host) if !host.is_empty() => host.trim_end_matches('.').to_owned(),
            Some(_) | None => return Err(OrganizationUrlProblem::NotAnAddress(shown(trimmed))),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OrganizationUrlProblem::WithCredentials(host));
        }
        let on_loopback = is_loopback(&url);
        if url.scheme() != "https" && !(url.scheme() == "http" && on_loopback) {
            return Err(OrganizationUrlProblem::NotHttps(host));
        }
        if !on_loopback && !is_dynamics(&host) {
            return Err(OrganizationUrlProblem::NotDynamics(host));
        }
        let port = match url.port() {
            Some(port) if on_loopback => format!(":{port}"),
            Some(_) => return Err(OrganizationUrlProblem::WithPort(host)),
            None => String::new(),
        };
        Url::parse(&format!("{}://{host}{port}/", url.scheme()))
            .map(Self)
            .map_err(|_| OrganizationUrlProblem::NotAnAddress(shown(trimmed)))
    }

    /// The origin without a trailing slash, for example `https://contoso.crm4.dynamics.com`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The address to join paths to.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Where a browser shows a record: `etn` is the table's logical name (`reference/dataverse.md`, section 8).
    #[must_use]
    pub fn record_url(&self, etn: &str, id: uuid::Uuid) -> Url {
        let mut url = self.0.clone();
        url.set_path("/main.aspx");
        url.query_pairs_mut()
            .append_pair("etn", etn)
            .append_pair("pagetype", "entityrecord")
            .append_pair("id", &id.to_string());
        url
    }

    /// The default scope: `<organization_url>/user_impersonation`.
    #[must_use]
    pub fn default_scope(&self) -> String {
        format!("{}/user_impersonation", self.origin())
    }

    /// The login authority at an address this organization or a setting names: a simulated organization has a simulated
    /// sign-in, and no other has one, so that nothing Microsoft issues reaches a port of this computer.
    ///
    /// # Errors
    /// When a sign-in for this organization must not go there.
    pub fn login_authority(&self, url: &Url) -> Result<Url, AuthorityProblem> {
        let authority = login_authority(url)?;
        let host = || authority.host_str().unwrap_or_default().to_owned();
        match (self.is_loopback(), is_loopback(&authority)) {
            (true, true) | (false, false) => Ok(authority),
            (false, true) => Err(AuthorityProblem::NotMicrosoft(host())),
            (true, false) => Err(AuthorityProblem::NotOnThisComputer(host())),
        }
    }

    /// Plain http on loopback: status, window and log say *insecure*.
    #[must_use]
    pub fn is_insecure(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// On this computer: the simulator.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

impl TryFrom<String> for OrganizationUrl {
    type Error = OrganizationUrlProblem;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<OrganizationUrl> for String {
    fn from(organization: OrganizationUrl) -> Self {
        organization.origin()
    }
}

impl fmt::Display for OrganizationUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

/// Why an address is no login authority: a wrong one could lead to a false sign-in page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityProblem {
    /// Neither https nor loopback.
    #[error("{0} is not https: the sign-in only goes over https")]
    NotHttps(String),
    /// Not one of Microsoft's login hosts.
    #[error(
        "{0} is not one of Microsoft's login hosts: check dynamics.organization_url, or set microsoft.authority to https://login.microsoftonline.com"
    )]
    NotMicrosoft(String),
    /// The organization is on this computer, and the sign-in is not.
    #[error(
        "{0} is not on this computer, but the organization is: a token of Microsoft's only goes to Dynamics, so set microsoft.authority to a simulator of the sign-in, or dynamics.organization_url to the address of Dynamics"
    )]
    NotOnThisComputer(String),
}

/// Whether a host is one of Microsoft's for signing in.
#[must_use]
pub fn is_microsoft_login(host: &str) -> bool {
    LOGIN_HOSTS.contains(&host)
}

/// The origin of a login authority, if it is one of Microsoft's hosts over https, or loopback.
///
/// # Errors
/// When a sign-in must not go there.
pub fn login_authority(url: &Url) -> Result<Url, AuthorityProblem> {
    let host = url.host_str().unwrap_or_default().to_owned();
    let on_loopback = is_loopback(url);
    if url.scheme() != "https" && !(url.scheme() == "http" && on_loopback) {
        return Err(AuthorityProblem::NotHttps(host));
    }
    let is_plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    let is_microsoft = is_plain && is_microsoft_login(&host);
    if !on_loopback && !is_microsoft {
        return Err(AuthorityProblem::NotMicrosoft(host));
    }
    Url::parse(&url.origin().ascii_serialization())
        .map_err(|_| AuthorityProblem::NotMicrosoft(host))
}

/// Whether the address is on this computer: a loopback address or `localhost`.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn is_dynamics(host: &str) -> bool {
    DYNAMICS_SUFFIXES.iter().any(|suffix| {
        host.strip_suffix(suffix)
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('.'))
    })
}

/// What was typed, without what may be a password in it and not longer than a line.
fn shown(text: &str) -> String {
    let after_credentials = text.rsplit('@').next().unwrap_or_default();
    after_credentials
        .chars()
        .filter(|c| !c.is_control())
        .take(100)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, origin: &str) {
        assert_eq!(OrganizationUrl::parse(text).unwrap().origin(), origin);
    }

    fn refused(text: &str) -> String {
        OrganizationUrl::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn any_dynamics_address_is_accepted_as_pasted() {
        let contoso = "https://contoso.crm4.dynamics.com";
        check("https://contoso.crm4.dynamics.com", contoso);
        check("https://contoso.crm4.dynamics.com/", contoso);
        check(
            " HTTPS://Contoso.CRM4.dynamics.com:443/main.aspx?appid=1#x\n",
            contoso,
        );
        check("contoso.crm4.dynamics.com/apps", contoso);
        check("https://contoso.crm4.dynamics.com./", contoso);
        check(
            "https://contoso.api.crm.dynamics.com/api/data/v9.2/",
            "https://contoso.api.crm.dynamics.com",
        );
        check(
            "https://contoso.crm.microsoftdynamics.us",
            "https://contoso.crm.microsoftdynamics.us",
        );
        check(
            "https://contoso.crm.appsplatform.us",
            "https://contoso.crm.appsplatform.us",
        );
        check(
            "https://contoso.crm.dynamics.cn",
            "https://contoso.crm.dynamics.cn",
        );
        check("http://127.0.0.1:8080/x", "http://127.0.0.1:8080");
        check("http://localhost:8080", "http://localhost:8080");
        check("http://[::1]:8080", "http://[::1]:8080");
    }

    #[test]
    fn what_is_no_dynamics_address_is_refused_by_name() {
        insta::assert_snapshot!([
            "", "  ", "two words", "http://contoso.crm.dynamics.com", "ftp://localhost",
            "https://contoso.crm.dynamics.com.evil.example", "https://evildynamics.com",
            "https://.dynamics.com", "https://dynamics.com",
            "https://user:hunter2@contoso.crm.dynamics.com", "user:hunter2@[bad",
            "https://contoso.crm.dynamics.com:8443", "http://10.0.0.1",
        ].map(refused).join("\n"), @r#"
        "" is not an address: paste the address of Dynamics from the browser, for example https://contoso.crm4.dynamics.com
        "" is not an address: paste the address of Dynamics from the browser, for example https://contoso.crm4.dynamics.com
        "two words" is not an address: paste the address of Dynamics from the browser, for example https://contoso.crm4.dynamics.com
        contoso.crm.dynamics.com is not https: Dynamics is only reached over https
        localhost is not https: Dynamics is only reached over https
        contoso.crm.dynamics.com.evil.example is not a Dynamics 365 address: it ends in .dynamics.com, .microsoftdynamics.us, .appsplatform.us or .dynamics.cn
        evildynamics.com is not a Dynamics 365 address: it ends in .dynamics.com, .microsoftdynamics.us, .appsplatform.us or .dynamics.cn
        .dynamics.com is not a Dynamics 365 address: it ends in .dynamics.com, .microsoftdynamics.us, .appsplatform.us or .dynamics.cn
        dynamics.com is not a Dynamics 365 address: it ends in .dynamics.com, .microsoftdynamics.us, .appsplatform.us or .dynamics.cn
        The address of contoso.crm.dynamics.com holds a user name or password: paste it without, Ringlog signs in by itself
        "[bad" is not an address: paste the address of Dynamics from the browser, for example https://contoso.crm4.dynamics.com
        contoso.crm.dynamics.com names a port: Dynamics is reached without one
        10.0.0.1 is not https: Dynamics is only reached over https
        "#);
    }

    #[test]
    fn a_sign_in_only_goes_to_microsoft_or_to_this_computer() {
        let origin =
            |text: &str| login_authority(&Url::parse(text).unwrap()).map(|url| url.to_string());
        assert_eq!(
            origin("https://login.microsoftonline.com/common/oauth2/authorize").unwrap(),
            "https://login.microsoftonline.com/"
        );
        assert_eq!(
            origin("http://127.0.0.1:5000/t").unwrap(),
            "http://127.0.0.1:5000/"
        );
        for bad in [
            "http://login.microsoftonline.com",
            "https://login.microsoftonline.com:8443",
            "https://login.microsoftonline.com.evil.example",
            "https://user@login.microsoftonline.com",
            "https://evil.example",
            "file:///etc/passwd",
        ] {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_simulated_organization_and_microsofts_sign_in_are_never_paired() {
        let check = |organization: &str, authority: &str, expected: bool| {
            let organization = OrganizationUrl::parse(organization).unwrap();
            let paired = organization.login_authority(&Url::parse(authority).unwrap());
            assert_eq!(paired.is_ok(), expected, "{organization} {authority}");
        };
        let (contoso, microsoft) = (
            "https://contoso.crm.dynamics.com",
            "https://login.microsoftonline.com/common",
        );
        check(contoso, microsoft, true);
        check("http://127.0.0.1:1", "http://127.0.0.1:2/t", true);
        check("http://[::1]:1", "https://localhost/t", true);
        check(contoso, "http://127.0.0.1:2/t", false);
        check(contoso, "https://localhost/t", false);
        check("http://127.0.0.1:1", microsoft, false);
        check("https://localhost", microsoft, false);
        check(contoso, "https://evil.example/t", false);
    }

    #[test]
    fn an_address_is_checked_again_when_it_comes_from_storage() {
        let bad = serde_json::from_str::<OrganizationUrl>("\"https://evil.example/\"");
        assert!(bad.is_err());
        let stored = serde_json::to_string(&OrganizationUrl::parse("http://localhost:1").unwrap());
        assert_eq!(stored.unwrap(), "\"http://localhost:1\"");
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parser_and_what_passes_is_stable(text in ".{0,80}") {
            if let Ok(parsed) = OrganizationUrl::parse(&text) {
                prop_assert_eq!(OrganizationUrl::parse(&parsed.origin()).unwrap(), parsed);
            }
        }
    }
}
