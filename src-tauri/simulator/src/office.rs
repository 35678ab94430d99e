//! One office with all three systems on loopback: a PBX, a Microsoft tenant and a Dynamics organization that know the
//! same person.

pub mod front_desk;
mod morning;
mod people;

use std::net::Ipv4Addr;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::dataverse::{Authorize, Caller, Dataverse, Organization, Unauthorized};
use crate::entra::token_registry::WhyNot;
use crate::entra::{Application, Entra, Role, Tenant, User};
use crate::server::Server;
use crate::vodia::Vodia;
use front_desk::FrontDesk;
use people::Users;

/// The tenant's name on the PBX.
pub const PBX_TENANT: &str = "pbx.contoso.example";
/// The person's extension.
pub const EXTENSION: &str = "504";
/// Its password on the PBX.
pub const PASSWORD: &str = "correct horse battery";
/// The person's address, on the PBX, at Microsoft and in Dynamics.
pub const EMAIL: &str = "mira.holm@contoso.example";
/// The registered application.
pub const CLIENT_ID: &str = "5f0c5b7e-2c1d-4e8f-9a3b-6d7e8f901234";
/// The Microsoft tenant.
pub const TENANT: Uuid = Uuid::from_u128(0x7e4a_4700_0000_4000_8000_0000_0000_0001);
/// The administrator's address.
pub const ADMINISTRATOR_EMAIL: &str = "admin@contoso.example";
/// The person at Microsoft (`oid`), a member.
pub const PERSON: Uuid = Uuid::from_u128(0x9e45_0400_0000_4000_8000_0000_0000_0002);
/// The administrator at Microsoft (`oid`).
pub const ADMINISTRATOR: Uuid = Uuid::from_u128(0xad31_4000_0000_4000_8000_0000_0000_0003);
/// The Dynamics organization.
pub const ORGANIZATION: Uuid = Uuid::from_u128(0x0a64_4100_0000_4000_8000_0000_0000_0004);

/// The three systems and the front desk; they stop when this is dropped.
pub struct Office {
    /// The PBX.
    pub vodia: Arc<Vodia>,
    /// Microsoft's login.
    pub entra: Arc<Entra>,
    /// The Dynamics organization.
    pub dataverse: Dataverse,
    /// The person in Dynamics (`systemuserid`).
    pub user: Uuid,
    /// A colleague of theirs in Dynamics.
    pub colleague: Uuid,
    /// The service user in whose name the PBX's own integration writes.
    pub integration: Uuid,
    settings: Vec<(&'static str, String)>,
    front_desk_server: Server,
    vodia_server: Server,
    entra_server: Server,
    dataverse_server: Server,
}

/// Where the organization sends people to sign in, and whose tokens it takes.
pub struct Login {
    /// The origin of the login authority, without a slash at the end.
    pub authority: String,
    /// Judges the tokens that were issued there.
    pub authorize: Authorize,
}

impl Office {
    /// Opens the office; all three systems read the time from `now`.
    ///
    /// # Errors
    /// When there are no loopback ports.
    pub async fn open(now: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> std::io::Result<Self> {
        let dataverse_listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        Self::furnish(dataverse_listener, None, now).await
    }

    /// Opens the office; people sign in at what `login` gives for the origin of the organization, and nobody asks the
    /// simulated Microsoft.
    ///
    /// # Errors
    /// When there are no loopback ports, or no login.
    pub async fn open_with_login(
        login: impl AsyncFnOnce(&str) -> std::io::Result<Login>,
        now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    ) -> std::io::Result<Self> {
        let dataverse_listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let organization = format!("http://{}", dataverse_listener.local_addr()?);
        let login = login(&organization).await?;
        Self::furnish(dataverse_listener, Some(login), now).await
    }

    async fn furnish(
        dataverse_listener: TcpListener,
        login: Option<Login>,
        now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    ) -> std::io::Result<Self> {
        let entra_listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let organization = format!("http://{}", dataverse_listener.local_addr()?);

        let vodia = Arc::new(Vodia::new(PBX_TENANT));
        vodia.add_extension(EXTENSION, PASSWORD, EMAIL);
        let entra = Arc::new(directory(&organization, Arc::clone(&now)));
        let login = match login {
            Some(login) => login,
            None => Login {
                authority: format!("http://{}", entra_listener.local_addr()?),
                authorize: tokens_of(&entra, &organization),
            },
        };
        let dataverse = crm(&organization, login, Arc::clone(&now));
        let users = Users::add_to(&dataverse);
        let vodia_server = Server::start(Arc::clone(&vodia) as _).await?;
        let settings = vec![
            ("pbx.url", vodia_server.origin()),
            ("pbx.tenant", PBX_TENANT.to_owned()),
            ("pbx.extension", EXTENSION.to_owned()),
            ("dynamics.organization_url", organization),
            ("microsoft.client_id", CLIENT_ID.to_owned()),
            ("numbers.region", "GB".to_owned()),
        ];
        let front_desk = FrontDesk::new(
            Arc::clone(&vodia),
            Arc::clone(&entra),
            dataverse.clone(),
            users,
            settings.clone(),
            now,
        );
        Ok(Self {
            settings,
            front_desk_server: Server::start(Arc::new(front_desk)).await?,
            vodia_server,
            entra_server: Server::listen(entra_listener, Arc::clone(&entra) as _)?,
            dataverse_server: Server::listen(dataverse_listener, Arc::new(dataverse.clone()))?,
            vodia,
            entra,
            dataverse,
            user: users.person,
            colleague: users.colleague,
            integration: users.integration,
        })
    }

    /// The settings the person would make, by key.
    #[must_use]
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        self.settings.clone()
    }

    /// The front desk behind its socket: where a person or a test makes things happen.
    #[must_use]
    pub fn front_desk_server(&self) -> &Server {
        &self.front_desk_server
    }

    /// The PBX behind its socket.
    #[must_use]
    pub fn vodia_server(&self) -> &Server {
        &self.vodia_server
    }

    /// Microsoft's login behind its socket.
    #[must_use]
    pub fn entra_server(&self) -> &Server {
        &self.entra_server
    }

    /// Dynamics behind its socket.
    #[must_use]
    pub fn dataverse_server(&self) -> &Server {
        &self.dataverse_server
    }
}

fn directory(organization: &str, now: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Entra {
    let entra = Entra::new(now);
    entra.add_tenant(Tenant {
        id: TENANT,
        domain: "contoso.example".to_owned(),
    });
    entra.add_resource(organization);
    entra.add_application(Application {
        client_id: CLIENT_ID.to_owned(),
        name: "Ringlog".to_owned(),
        redirect_uris: vec!["http://localhost".to_owned()],
        home_tenant: Some(TENANT),
    });
    let user = |oid, user_name: &str, name: &str, role| User {
        oid,
        tenant: TENANT,
        user_name: user_name.to_owned(),
        name: name.to_owned(),
        email: Some(user_name.to_owned()),
        role,
    };
    entra.add_user(user(PERSON, EMAIL, "Mira Holm", Role::Member));
    entra.add_user(user(
        ADMINISTRATOR,
        ADMINISTRATOR_EMAIL,
        "Ada Min",
        Role::Administrator,
    ));
    entra
}

fn tokens_of(entra: &Entra, organization: &str) -> Authorize {
    let tokens = entra.tokens();
    let audience = organization.to_owned();
    Arc::new(
        move |token: &str, now: Timestamp| match tokens.check(token, &audience, now) {
            Ok(facts) => Ok(Caller {
                object_id: facts.user,
            }),
            Err(WhyNot::InsufficientClaims(claims)) => Err(Unauthorized {
                claims: Some(claims),
            }),
            Err(WhyNot::Unknown | WhyNot::Expired | WhyNot::WrongAudience | WhyNot::Revoked) => {
                Err(Unauthorized { claims: None })
            }
        },
    )
}

fn crm(
    organization: &str,
    login: Login,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
) -> Dataverse {
    Dataverse::new(
        Organization {
            url: organization.to_owned(),
            authority: login.authority,
            tenant: TENANT.to_string(),
            id: ORGANIZATION,
            business_unit_id: Uuid::from_u128(0xb0),
            name: "Contoso".to_owned(),
        },
        login.authorize,
        now,
    )
}
