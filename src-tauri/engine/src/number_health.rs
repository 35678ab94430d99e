//! Reads every number of Dynamics for the report of those that can never match; nothing is written there (spec D2).

use std::sync::Arc;

use ringlog_core::account::Account;
use ringlog_core::contact_match::Entity;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::number_health::{NumberHealth, NumberReport};
use ringlog_core::phone::DialPlan;
use ringlog_core::phrase::Phrase;
use ringlog_core::settings::Settings;

use crate::dynamics::{Client, wire};
use crate::engine::Engine;
use crate::ledger::Ledger;
use crate::oauth::TokenSource;
use crate::ports::Ports;
use crate::problem::Problem;
use crate::profile::Profile;
use crate::status::linked_elsewhere;

mod spreadsheet;

pub use self::spreadsheet::csv;

/// Five million records: more are a server that gives the same page again and again.
const PAGES_MAX: u32 = 5_000;

/// A reading that can begin: it needs nothing of the engine any more, and may run beside it.
pub struct NumberReading {
    client: Arc<Client>,
    plan: DialPlan,
    entities: Vec<Entity>,
    columns: Vec<String>,
}

impl NumberReading {
    /// A reading beside a running Ringlog: it renews its token under the same lock, and writes nothing.
    ///
    /// # Errors
    /// When nobody is linked, or the region is not known.
    pub fn beside(
        profile: &Profile,
        ledger: Option<&Ledger>,
        settings: &Settings,
        ports: &Ports,
    ) -> Result<Self, Problem> {
        let state = ledger.map(Ledger::account).transpose()?;
        let account = linked(state.as_ref().and_then(|state| state.account()), settings)?;
        let tokens = TokenSource::new(
            Arc::clone(&ports.transport),
            Arc::clone(&ports.clock),
            Arc::clone(&ports.secrets),
            &profile.token_lock_file(),
        );
        let client = Client::new(
            Arc::clone(&ports.transport),
            Arc::clone(&ports.clock),
            Arc::clone(&ports.chance),
            Arc::new(tokens),
            account.organization_url.clone(),
        );
        Self::with(Arc::new(client), settings)
    }

    fn with(client: Arc<Client>, settings: &Settings) -> Result<Self, Problem> {
        let region = settings.region.as_deref().unwrap_or_default();
        let plan = DialPlan::new(region).map_err(|_| Problem::region_unknown())?;
        Ok(Self {
            client,
            plan,
            entities: settings.rules.match_entities.clone(),
            columns: settings.rules.match_columns.clone(),
        })
    }

    /// Reads everything and judges it; `progress` is told how many records were read so far. Dropping it ends it.
    ///
    /// # Errors
    /// When Dynamics does not give the records, or the sign-in no token.
    pub async fn run(
        &self,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<NumberReport, Problem> {
        let mut health = self.begin();
        for entity in &self.entities {
            let columns = wire::phone_columns(*entity, &self.columns);
            let mut next = None;
            for pages in 0.. {
                if pages >= PAGES_MAX {
                    return Err(endless().into());
                }
                let page = match self.client.read_numbers(*entity, &columns, next).await {
                    Ok(page) => page,
                    Err(fault)
                        if fault.kind == FaultKind::NotFound && *entity != Entity::Contact =>
                    {
                        tracing::warn!(
                            table = wire::logical_name(*entity),
                            "this organization has no such table"
                        );
                        break;
                    }
                    Err(fault) => return Err(fault.into()),
                };
                for record in page.records {
                    health.add(record);
                }
                progress(health.records());
                next = page.next;
                if next.is_none() {
                    break;
                }
            }
        }
        Ok(health.finish())
    }

    /// Judges the first page of each table: enough to see whether a whole report is worth its time.
    ///
    /// # Errors
    /// When Dynamics does not give the records.
    pub(crate) async fn sample(&self) -> Result<NumberReport, Fault> {
        let mut health = self.begin();
        for entity in &self.entities {
            let columns = wire::phone_columns(*entity, &self.columns);
            match self.client.read_numbers(*entity, &columns, None).await {
                Ok(page) => page
                    .records
                    .into_iter()
                    .for_each(|record| health.add(record)),
                Err(fault) if fault.kind == FaultKind::NotFound => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(health.finish())
    }

    fn begin(&self) -> NumberHealth {
        NumberHealth::new(self.plan, &self.entities, self.client.organization())
    }
}

impl Engine {
    /// A reading with the sign-in of this engine.
    ///
    /// # Errors
    /// When nobody is linked, or the region is not known.
    pub fn number_reading(&mut self) -> Result<NumberReading, Problem> {
        let state = self.account()?;
        let account = linked(state.account(), self.settings())?.clone();
        NumberReading::with(self.client_of(&account), self.settings())
    }
}

/// The linked account, if it is that of the organization of the settings.
fn linked<'a>(account: Option<&'a Account>, settings: &Settings) -> Result<&'a Account, Problem> {
    account
        .filter(|account| linked_elsewhere(account, settings).is_none())
        .ok_or_else(Problem::not_linked)
}

fn endless() -> Fault {
    let detail = format!("more than {PAGES_MAX} pages");
    Fault::new(
        FaultKind::Garbled,
        Phrase::new("dynamics-garbled").with("detail", detail),
    )
}
