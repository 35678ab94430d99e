//! One office with all three systems on loopback: a PBX, a Microsoft tenant and a Dynamics organization that know the
//! same person.

pub mod front_desk;
mod morning;
mod people;

use std::net::Ipv4Addr;
use std::ops::Deref;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::dataverse::{Caller, Dataverse, Organization, Unauthorized};
use crate::entra::token_registry::WhyNot;
use crate::entra::{Application, Entra, Role, Tenant, User};
use crate::server::{Server, System};
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

/// The three systems, without a socket.
pub struct Systems {
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
    origins: Origins,
}

/// Where the three systems are reached, for example `http://127.0.0.1:50123`.
#[derive(Clone, Debug)]
pub struct Origins {
    /// The PBX.
    pub vodia: String,
    /// Microsoft's login.
    pub entra: String,
    /// The Dynamics organization.
    pub dataverse: String,
}

impl Systems {
    /// Three systems that know the same person; all of them read the time from `now`.
    #[must_use]
    pub fn new(origins: Origins, now: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Self {
        let vodia = Arc::new(Vodia::new(PBX_TENANT));
        vodia.add_extension(EXTENSION, PASSWORD, EMAIL);
        let entra = Arc::new(directory(&origins.dataverse, Arc::clone(&now)));
        let dataverse = crm(&origins.dataverse, &origins.entra, &entra, now);
        let users = Users::add_to(&dataverse);
        Self {
            vodia,
            entra,
            dataverse,
            user: users.person,
            colleague: users.colleague,
            integration: users.integration,
            origins,
        }
    }

    /// The settings the person would make, by key.
    #[must_use]
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("pbx.url", self.origins.vodia.clone()),
            ("pbx.tenant", PBX_TENANT.to_owned()),
            ("pbx.extension", EXTENSION.to_owned()),
            ("dynamics.organization_url", self.origins.dataverse.clone()),
            ("microsoft.client_id", CLIENT_ID.to_owned()),
            ("numbers.region", "GB".to_owned()),
        ]
    }

    /// Each system with where it is reached.
    #[must_use]
    pub fn by_origin(&self) -> [(String, Arc<dyn System>); 3] {
        [
            (self.origins.vodia.clone(), Arc::clone(&self.vodia) as _),
            (self.origins.entra.clone(), Arc::clone(&self.entra) as _),
            (
                self.origins.dataverse.clone(),
                Arc::new(self.dataverse.clone()),
            ),
        ]
    }
}

/// The three systems and the front desk behind loopback sockets; they stop when this is dropped.
pub struct Office {
    systems: Arc<Systems>,
    front_desk_server: Server,
    vodia_server: Server,
    entra_server: Server,
    dataverse_server: Server,
}

impl Office {
    /// Opens the office; all three systems read the time from `now`.
    ///
    /// # Errors
    /// When there are no loopback ports.
    pub async fn open(now: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> std::io::Result<Self> {
        let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let (vodia, entra, dataverse) = (listen().await?, listen().await?, listen().await?);
        let origins = Origins {
            vodia: format!("http://{}", vodia.local_addr()?),
            entra: format!("http://{}", entra.local_addr()?),
            dataverse: format!("http://{}", dataverse.local_addr()?),
        };
        let systems = Arc::new(Systems::new(origins, Arc::clone(&now)));
        let front_desk = FrontDesk::new(Arc::clone(&systems), now);
        Ok(Self {
            front_desk_server: Server::start(Arc::new(front_desk)).await?,
            vodia_server: Server::listen(vodia, Arc::clone(&systems.vodia) as _)?,
            entra_server: Server::listen(entra, Arc::clone(&systems.entra) as _)?,
            dataverse_server: Server::listen(dataverse, Arc::new(systems.dataverse.clone()))?,
            systems,
        })
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

impl Deref for Office {
    type Target = Systems;

    fn deref(&self) -> &Systems {
        &self.systems
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

fn crm(
    organization: &str,
    authority: &str,
    entra: &Entra,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
) -> Dataverse {
    let tokens = entra.tokens();
    let audience = organization.to_owned();
    let authorize = move |token: &str, now: Timestamp| match tokens.check(token, &audience, now) {
        Ok(facts) => Ok(Caller {
            object_id: facts.user,
        }),
        Err(WhyNot::InsufficientClaims(claims)) => Err(Unauthorized {
            claims: Some(claims),
        }),
        Err(WhyNot::Unknown | WhyNot::Expired | WhyNot::WrongAudience | WhyNot::Revoked) => {
            Err(Unauthorized { claims: None })
        }
    };
    Dataverse::new(
        Organization {
            url: organization.to_owned(),
            authority: authority.to_owned(),
            tenant: TENANT.to_string(),
            id: ORGANIZATION,
            business_unit_id: Uuid::from_u128(0xb0),
            name: "Contoso".to_owned(),
        },
        Arc::new(authorize),
        now,
    )
}
