//! What the tray and the window ask to see: read beside the running engine, which alone writes the ledger.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ringlog_core::account::Account;
use ringlog_core::desktop::calls::{CallCount, CallFilter};
use ringlog_core::desktop::facts::{Doing, Facts};
use ringlog_core::desktop::help::Link;
use ringlog_core::language::Locale;
use ringlog_core::phrase::Phrase;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::Effective;
use ringlog_core::settings::raw::Raw;
use ringlog_core::view::{CallView, RememberedView};
use url::Url;

use crate::config::{Config, fallbacks, locale};
use crate::dynamics::wire;
use crate::facts::{bounds_of, facts};
use crate::ledger::{CallQuery, Ledger};
use crate::linking::MY_APPS;
use crate::problem::Problem;
use crate::profile::Profile;

mod support;

/// The reading side of one profile.
pub struct Desk {
    profile: Profile,
    front_desk: Option<Url>,
    open: Mutex<Open>,
    shown: Mutex<support::Shown>,
}

/// What is open; one caller reads at a time.
struct Open {
    config: Config,
    ledger: Option<Ledger>,
}

impl Desk {
    /// The desk of a profile; `front_desk` is the simulated office's in the demo, and makes it one.
    #[must_use]
    pub fn open(profile: Profile, config: Config, front_desk: Option<Url>) -> Self {
        Self {
            profile,
            front_desk,
            open: Mutex::new(Open {
                config,
                ledger: None,
            }),
            shown: Mutex::default(),
        }
    }

    /// The profile.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The zone times are told in; a person may travel.
    #[must_use]
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::system()
    }

    /// Lets go of the ledger, which is opened anew for the next reading: it may be another file now.
    pub fn let_go_of_ledger(&self) {
        self.lock().ledger = None;
    }

    /// How the person reads: by the setting, else as the system says.
    #[must_use]
    pub fn locale(&self) -> Locale {
        let open = self.lock();
        let effective = open.config.effective(&fallbacks(None));
        locale(&effective.settings, self.time_zone())
    }

    /// Everything that is known now.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn facts(&self, doing: Doing, now: Timestamp) -> Result<Facts, Problem> {
        self.look(|open| {
            open.config.reload();
            let effective = open.effective(&self.profile)?;
            let ledger = open.ledger(&self.profile)?;
            let _reading = ledger.map(Ledger::reading).transpose()?;
            let facts = facts(ledger, &effective, doing, now, &self.time_zone())?;
            Ok(Facts {
                is_demo: self.is_demo(),
                ..facts
            })
        })
    }

    /// Everything outside is simulated.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.front_desk.is_some()
    }

    /// The region whose national numbers are written without a country code, if it is known.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn region(&self) -> Result<Option<String>, Problem> {
        Ok(self.effective()?.settings.region)
    }

    /// The calls of a filter, newest first, after the one with the id `before`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn calls(
        &self,
        filter: &CallFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<CallView>, Problem> {
        let query = CallQuery {
            before,
            limit: Some(limit),
            ..self.query(filter)
        };
        self.read(|ledger| Ok(ledger.calls(&query)?))
    }

    /// How many calls a filter lets through.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn count_calls(&self, filter: &CallFilter) -> Result<CallCount, Problem> {
        self.read(|ledger| Ok(ledger.count(&self.query(filter))?))
    }

    /// One call with its history.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn call(&self, id: i64) -> Result<Option<CallView>, Problem> {
        self.read(|ledger| Ok(ledger.call(id)?))
    }

    /// What was chosen for numbers, the newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn choices(&self) -> Result<Vec<RememberedView>, Problem> {
        self.read(|ledger| Ok(ledger.choices()?))
    }

    /// The settings in force, with what the PBX told of its country.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn effective(&self) -> Result<Effective, Problem> {
        self.look(|open| open.effective(&self.profile))
    }

    /// The settings in force as the files stand now, and what is wrong with them beyond single values.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn settings(&self) -> Result<(Effective, Vec<Phrase>), Problem> {
        self.look(|open| {
            open.config.reload();
            let warnings = open.config.warnings();
            Ok((open.effective(&self.profile)?, warnings))
        })
    }

    /// Changes a setting in `settings.toml`; the engine is to be told by [`crate::event_loop::Event::SettingsChanged`].
    ///
    /// # Errors
    /// When the name, the value or the file does not allow it, or a policy locks it; nothing is changed then.
    pub fn set(&self, key: Key, value: &Raw) -> Result<(), Problem> {
        self.lock().config.set_value(key, value)?;
        Ok(())
    }

    /// Removes a setting from `settings.toml`.
    ///
    /// # Errors
    /// When the file does not allow it, or a policy locks it; nothing is changed then.
    pub fn unset(&self, key: Key) -> Result<(), Problem> {
        self.lock().config.unset(key.name())?;
        Ok(())
    }

    /// The address behind a name; `None` where there is nothing to open.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn address(&self, link: Link) -> Result<Option<Url>, Problem> {
        match link {
            Link::Record { call } => self.record_address(call, false),
            Link::Contact { call } => self.record_address(call, true),
            Link::MicrosoftApps => Ok(Url::parse(MY_APPS).ok()),
            Link::Logs => Ok(Url::from_directory_path(self.profile.logs_directory()).ok()),
            Link::FrontDesk => Ok(self.front_desk.clone()),
            Link::FaultyNumber { row } => Ok(self.number_address(row)),
            Link::Downloads => Ok(Self::downloads_address()),
        }
    }

    fn record_address(&self, call: i64, is_contact: bool) -> Result<Option<Url>, Problem> {
        self.read(|ledger| {
            let Some(place) = ledger.place_in_dynamics(call)? else {
                return Ok(None);
            };
            let account = ledger.account()?;
            let Some(account) = account.account().filter(|account| {
                place
                    .organization
                    .is_none_or(|organization| organization == account.organization)
            }) else {
                return Ok(None);
            };
            Ok(if is_contact {
                place
                    .record
                    .map(|record| address(account, wire::logical_name(record.entity), record.id.0))
            } else {
                place.activity.map(|id| address(account, "phonecall", id.0))
            })
        })
    }

    fn query(&self, filter: &CallFilter) -> CallQuery {
        let (from, until) = filter
            .day
            .map_or((None, None), |day| bounds_of(day, &self.time_zone()));
        CallQuery {
            search: Some(filter.search.clone()).filter(|search| !search.trim().is_empty()),
            state: filter.state,
            direction: filter.direction,
            from,
            until,
            ..CallQuery::default()
        }
    }

    fn read<T: Default>(
        &self,
        of: impl FnOnce(&Ledger) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.look(|open| match open.ledger(&self.profile)? {
            Some(ledger) => of(ledger),
            None => Ok(T::default()),
        })
    }

    /// Lets go of a ledger that cannot be read: the engine sets a damaged one aside, which Windows allows only when
    /// nobody has it open, and begins another one in its place.
    fn look<T>(&self, of: impl FnOnce(&mut Open) -> Result<T, Problem>) -> Result<T, Problem> {
        let mut open = self.lock();
        let seen = of(&mut open);
        if seen.is_err() {
            open.ledger = None;
        }
        seen
    }

    /// The same, without what a ledger that does not open would know of the PBX's country.
    fn settings_if_readable(&self) -> (Effective, Vec<Phrase>) {
        self.settings().unwrap_or_else(|_| {
            let open = self.lock();
            (
                open.config.effective(&fallbacks(None)),
                open.config.warnings(),
            )
        })
    }

    fn shown(&self) -> MutexGuard<'_, support::Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// The ledger, once there is one.
    fn ledger(&mut self, profile: &Profile) -> Result<Option<&Ledger>, Problem> {
        if self.ledger.is_none() {
            self.ledger = Ledger::open_read_only(&profile.ledger_file())?;
        }
        Ok(self.ledger.as_ref())
    }

    fn effective(&mut self, profile: &Profile) -> Result<Effective, Problem> {
        let effective = self.config.effective(&fallbacks(None));
        let pbx = &effective.settings.pbx;
        let (Some(source), Some(extension)) = (pbx.source(), &pbx.extension) else {
            return Ok(effective);
        };
        let identity = match self.ledger(profile)? {
            Some(ledger) => ledger.pbx_identity(&source, extension)?,
            None => None,
        };
        match identity.and_then(|found| found.value.country_code) {
            Some(code) => Ok(self.config.effective(&fallbacks(Some(code)))),
            None => Ok(effective),
        }
    }
}

fn address(account: &Account, etn: &str, id: uuid::Uuid) -> Url {
    account.organization_url.record_url(etn, id)
}
