//! What a directory holds and how it can be told to behave.

use uuid::Uuid;

/// A tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// `tid`.
    pub id: Uuid,
    /// Its domain, for example `contoso.example`.
    pub domain: String,
}

/// A person of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// `oid`.
    pub oid: Uuid,
    /// Whose.
    pub tenant: Uuid,
    /// `preferred_username`.
    pub user_name: String,
    /// `name`.
    pub name: String,
    /// `email`, if the directory tells it.
    pub email: Option<String>,
    /// What the person may do.
    pub role: Role,
}

/// What a person may do about consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Consent for the whole tenant.
    Administrator,
    /// At most for oneself.
    Member,
}

/// A registered public client of the platform "Mobile and desktop applications".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Application (client) id.
    pub client_id: String,
    /// What people are told it is called.
    pub name: String,
    /// Registered redirect addresses; the port of a localhost address is ignored, its path is not.
    pub redirect_uris: Vec<String>,
    /// The only tenant it works in, unless it is multi-tenant.
    pub home_tenant: Option<Uuid>,
}

/// Who may consent while no administrator has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConsentRule {
    /// Each person, for the whole tenant's sake of simplicity.
    #[default]
    Anybody,
    /// Administrators: AADSTS90094 for everyone else, on Microsoft's page.
    AdministratorsOnly,
    /// The code is given out, and the token endpoint answers AADSTS65001.
    RefusedAtToken,
}

/// What becomes of a refresh token when it is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RefreshRule {
    /// A new one is issued and the old one stays good, as at Entra (`reference/entra.md`, section 4.1).
    #[default]
    Rotate,
    /// A new one is issued; using the old one again revokes the whole grant.
    OnceOnly,
    /// No new one is issued.
    Keep,
}

/// Where a refusal happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On Microsoft's own page; the application hears nothing.
    Page,
    /// At the redirect.
    Authorize,
    /// At the token endpoint.
    Token,
}

/// A refusal in Microsoft's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `error`.
    pub error: String,
    /// The AADSTS number.
    pub number: u32,
    /// The text after the number.
    pub text: String,
    /// `suberror`, if any.
    pub suberror: Option<String>,
    /// `claims`, if any.
    pub claims: Option<String>,
    /// HTTP status at the token endpoint.
    pub status: u16,
}

impl Refusal {
    /// A refusal with HTTP status 400.
    #[must_use]
    pub fn new(error: &str, number: u32, text: &str) -> Self {
        Self {
            error: error.to_owned(),
            number,
            text: text.to_owned(),
            suberror: None,
            claims: None,
            status: 400,
        }
    }
}
