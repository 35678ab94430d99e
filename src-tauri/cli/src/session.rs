//! Opens a profile for one command: to read beside a running Ringlog, or to write alone.

use std::path::Path;
use std::sync::Arc;

use ringlog_core::settings::layers::Effective;
use ringlog_engine::config::{Config, PolicyStore, fallbacks};
use ringlog_engine::engine::Engine;
use ringlog_engine::http::Network;
use ringlog_engine::keychain::OsKeychain;
use ringlog_engine::ledger::Ledger;
use ringlog_engine::ports::{Ports, SystemChance, SystemClock};
use ringlog_engine::problem::Problem;
use ringlog_engine::profile::{Profile, ProfileLock};
use ringlog_engine::telemetry::{self, Terminal};

use crate::print::Printer;

/// A profile that is only read.
pub(crate) struct Reading {
    pub(crate) profile: Profile,
    pub(crate) config: Config,
}

/// A profile that is this process's alone.
pub(crate) struct Writing {
    pub(crate) engine: Engine,
    _lock: ProfileLock,
}

impl Reading {
    /// Opens the profile in `directory`, or the platform's own.
    pub(crate) fn open(directory: Option<&Path>) -> Result<Self, Problem> {
        let profile = Profile::open(directory)?;
        let config = Config::open(
            &profile.settings_file(),
            std::env::vars_os(),
            PolicyStore::of_this_computer(),
        );
        Ok(Self { profile, config })
    }

    /// The settings in force, with what the PBX told of its country.
    pub(crate) fn effective(&self) -> Result<Effective, Problem> {
        let effective = self.config.effective(&fallbacks(None));
        let pbx = &effective.settings.pbx;
        let (Some(source), Some(extension)) = (pbx.source(), &pbx.extension) else {
            return Ok(effective);
        };
        let identity = match self.ledger()? {
            Some(ledger) => ledger.pbx_identity(&source, extension)?,
            None => None,
        };
        let country_code = identity.and_then(|found| found.value.country_code);
        Ok(self.config.effective(&fallbacks(country_code)))
    }

    /// The settings in force, without what a ledger that does not open would know of the PBX's country.
    pub(crate) fn effective_if_readable(&self) -> Effective {
        self.effective()
            .unwrap_or_else(|_| self.config.effective(&fallbacks(None)))
    }

    /// The ledger, if there is one yet.
    pub(crate) fn ledger(&self) -> Result<Option<Ledger>, Problem> {
        Ok(Ledger::open_read_only(&self.profile.ledger_file())?)
    }
}

impl Writing {
    /// Takes the profile in `directory`, or the platform's own, and opens its engine.
    pub(crate) async fn open(directory: Option<&Path>, printer: Printer) -> Result<Self, Problem> {
        let Reading { profile, config } = Reading::open(directory)?;
        let lock = profile.lock("ringlogctl")?;
        let level = std::env::var("RINGLOG_LOG").ok();
        for error in telemetry::start(&profile.logs_directory(), level.as_deref(), Terminal::Quiet)
        {
            printer.note(&error.to_string());
        }
        for warning in config.warnings() {
            printer.note(&warning.to_string());
        }
        let ports = ports(&profile)?;
        let mut engine = Engine::open(profile, config, ports).await?;
        for problem in &engine.effective().problems {
            printer.note(&problem.to_string());
        }
        for note in engine.take_notes() {
            printer.note(&note.to_string());
        }
        Ok(Self {
            engine,
            _lock: lock,
        })
    }
}

/// The surroundings of a profile on this computer.
pub(crate) fn ports(profile: &Profile) -> Result<Ports, Problem> {
    Ok(Ports {
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        transport: Arc::new(Network::new()?),
        secrets: Arc::new(OsKeychain::new(profile.id())?),
    })
}
