//! Addresses of Dynamics organizations and of the login hosts they may name (spec A1, A11).

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

/// The origin of a Dynamics organization: https and a Dynamics host, or loopback for the simulator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
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
}

impl OrganizationUrl {
    /// Reads an address as pasted: path, query and trailing slash are dropped, https is assumed where no scheme is given.
    ///
    /// # Errors
    /// When it is no https address of a Dynamics host.
    pub fn parse(text: &str) -> Result<Self, OrganizationUrlProblem> {
        Err(OrganizationUrlProblem::NotAnAddress(text.to_owned()))
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

    /// The default scope: `<organization_url>/user_impersonation`.
    #[must_use]
    pub fn default_scope(&self) -> String {
        format!("{}/user_impersonation", self.origin())
    }

    /// Plain http on loopback: status, window and log say *insecure*.
    #[must_use]
    pub fn is_insecure(&self) -> bool {
        self.0.scheme() == "http"
    }
}

impl fmt::Display for OrganizationUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}
