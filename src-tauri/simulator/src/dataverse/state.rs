//! Everything the service holds, behind one lock.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use uuid::Uuid;

use super::limits::Limits;
use super::log::Exchange;
use super::refusal::Refusal;
use super::store::Store;
use super::switches::{PlannedRefusal, Switches};

/// The organization and the login authority it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its origin without a trailing slash, for example `https://contoso.crm4.dynamics.com`.
    pub url: String,
    /// The login authority, for example `https://login.microsoftonline.com`.
    pub authority: String,
    /// The tenant, as it stands in the authority's addresses.
    pub tenant: String,
    /// Its id.
    pub id: Uuid,
    /// The business unit everyone belongs to.
    pub business_unit_id: Uuid,
    /// Its name for people.
    pub name: String,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) organization: Organization,
    pub(super) store: Store,
    pub(super) switches: Switches,
    /// The privileges that were taken away, by user.
    pub(super) withheld: BTreeMap<Uuid, BTreeSet<String>>,
    pub(super) planned: Vec<PlannedRefusal>,
    pub(super) limits: Limits,
    pub(super) log: Vec<Exchange>,
    ids: u64,
}

impl State {
    pub(super) fn new(organization: Organization) -> Self {
        Self {
            organization,
            store: Store::default(),
            switches: Switches::default(),
            withheld: BTreeMap::new(),
            planned: Vec::new(),
            limits: Limits::default(),
            log: Vec::new(),
            ids: 0,
        }
    }

    /// An id that was not given out before; runs repeat, so it is counted, not drawn.
    pub(super) fn new_id(&mut self) -> Uuid {
        self.ids += 1;
        uuid::Builder::from_u128((0x5d1a_7e00_u128 << 96) | u128::from(self.ids))
            .with_version(uuid::Version::Random)
            .with_variant(uuid::Variant::RFC4122)
            .into_uuid()
    }
}

/// Who asks, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Session {
    pub(super) user: Uuid,
    pub(super) now: Timestamp,
}

impl State {
    /// Refuses a user who lacks a privilege (`reference/dataverse.md`, section 2.7).
    pub(super) fn require(&self, session: Session, privilege: &str) -> Result<(), Refusal> {
        if self.holds(session.user, privilege) {
            Ok(())
        } else {
            Err(Refusal::missing_privilege(session.user, privilege))
        }
    }
}
