//! Where to sign in: tenant and login authority, as the organization's own 401 names them (spec A1).

use bytes::Bytes;
use http::header;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::organization::challenge::{Challenge, ChallengeProblem, is_tenant};
use ringlog_core::organization::{AuthorityProblem, OrganizationUrl, login_authority};
use ringlog_core::phrase::Phrase;
use url::Url;

use crate::ports::Transport;

/// A tenant at a login authority; it can only be made of a trusted host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    origin: Url,
    tenant: String,
}

/// Why it is not known where to sign in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityError {
    /// The organization could not be asked.
    #[error("{0}")]
    Unreachable(Fault),
    /// It answered, but not as a Dynamics organization does.
    #[error(
        "{host} answered with status {status} instead of asking to sign in: check dynamics.organization_url"
    )]
    NoChallenge {
        /// Which host.
        host: String,
        /// Its answer.
        status: u16,
    },
    /// It leads somewhere a sign-in must not go.
    #[error("{0}")]
    Challenge(#[from] ChallengeProblem),
    /// The setting leads somewhere a sign-in must not go.
    #[error("microsoft.authority: {0}")]
    Setting(AuthorityProblem),
    /// The setting is no tenant.
    #[error("microsoft.tenant: \"{0}\" is neither a tenant id nor a domain")]
    Tenant(String),
}

impl Authority {
    /// A tenant at an authority.
    ///
    /// # Errors
    /// When the authority is not Microsoft's or loopback, or the tenant is none.
    pub fn new(origin: &Url, tenant: &str) -> Result<Self, AuthorityError> {
        let origin = login_authority(origin).map_err(AuthorityError::Setting)?;
        if !is_tenant(tenant) {
            return Err(AuthorityError::Tenant(tenant.chars().take(100).collect()));
        }
        let tenant = if tenant.eq_ignore_ascii_case("common") {
            "organizations"
        } else {
            tenant
        };
        Ok(Self {
            origin,
            tenant: tenant.to_owned(),
        })
    }

    /// Asks the organization, unless the settings say both.
    ///
    /// # Errors
    /// When neither tells.
    pub async fn discover(
        transport: &dyn Transport,
        organization: &OrganizationUrl,
        tenant: Option<&str>,
        authority: Option<&Url>,
    ) -> Result<Self, AuthorityError> {
        let authority = authority
            .map(|url| organization.login_authority(url))
            .transpose()
            .map_err(AuthorityError::Setting)?;
        if let (Some(tenant), Some(authority)) = (tenant, &authority) {
            return Self::new(authority, tenant);
        }
        let challenge = challenge(transport, organization).await?;
        Self::new(
            &authority.unwrap_or(challenge.authority),
            tenant.unwrap_or(&challenge.tenant),
        )
    }

    /// The authority's origin.
    #[must_use]
    pub fn origin(&self) -> &Url {
        &self.origin
    }

    /// Tenant id, domain or `organizations`.
    #[must_use]
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// Where the person signs in.
    #[must_use]
    pub fn authorize_url(&self) -> Url {
        self.joined("oauth2/v2.0/authorize")
    }

    /// Where tokens come from.
    #[must_use]
    pub fn token_url(&self) -> Url {
        self.joined("oauth2/v2.0/token")
    }

    /// Where an administrator consents.
    #[must_use]
    pub fn admin_consent_url(&self) -> Url {
        self.joined("v2.0/adminconsent")
    }

    fn joined(&self, rest: &str) -> Url {
        let mut url = self.origin.clone();
        url.set_path(&format!("/{}/{rest}", self.tenant));
        url
    }
}

async fn challenge(
    transport: &dyn Transport,
    organization: &OrganizationUrl,
) -> Result<Challenge, AuthorityError> {
    let mut request = http::Request::new(Bytes::new());
    *request.uri_mut() = format!("{}/api/data/v9.2/WhoAmI", organization.origin())
        .parse()
        .map_err(|_| {
            let message = format!("{organization} cannot be asked");
            AuthorityError::Unreachable(Fault::new(FaultKind::Configuration, message))
        })?;
    let answer = transport
        .send(request)
        .await
        .map_err(|error| AuthorityError::Unreachable(error.into()))?;
    let status = answer.status().as_u16();
    if status == 429 || status >= 500 {
        let mut fault = Fault::new(
            FaultKind::Unreachable,
            Phrase::new("host-status")
                .with("host", organization.to_string())
                .with("status", status.to_string()),
        );
        fault.status = Some(status);
        return Err(AuthorityError::Unreachable(fault));
    }
    let headers: Vec<&str> = answer
        .headers()
        .get_all(header::WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    if status != 401 || headers.is_empty() {
        return Err(AuthorityError::NoChallenge {
            host: organization.url().host_str().unwrap_or_default().to_owned(),
            status,
        });
    }
    Ok(Challenge::parse(&headers, organization)?)
}
