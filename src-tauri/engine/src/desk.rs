//! What the tray and the window ask to see: read beside the running engine, which alone writes the ledger.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use ringlog_core::account::{Account, AccountState};
use ringlog_core::delivery::State;
use ringlog_core::desktop::calls::CallFilter;
use ringlog_core::desktop::facts::{Doing, Facts};
use ringlog_core::desktop::help::Link;
use ringlog_core::language::Locale;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::Effective;
use ringlog_core::settings::raw::Raw;
use ringlog_core::view::CallView;
use url::Url;

use crate::config::{Config, fallbacks};
use crate::dynamics::wire;
use crate::first_run::setting_up;
use crate::ledger::{CallQuery, Ledger};
use crate::linking::MY_APPS;
use crate::problem::Problem;
use crate::profile::Profile;
use crate::status::parts;

/// The calls of today, or those that need the person, that are shown without being asked for.
const SHOWN_MAX: u32 = 50;

/// The reading side of one profile.
pub struct Desk {
    profile: Profile,
    front_desk: Option<Url>,
    time_zone: TimeZone,
    open: Mutex<Open>,
}

/// What is open; one caller reads at a time.
struct Open {
    config: Config,
    ledger: Option<Ledger>,
}

impl Desk {
    /// The desk of a profile; `front_desk` is the simulated office's in the demo, and makes it one.
    #[must_use]
    pub fn open(
        profile: Profile,
        config: Config,
        time_zone: TimeZone,
        front_desk: Option<Url>,
    ) -> Self {
        Self {
            profile,
            front_desk,
            time_zone,
            open: Mutex::new(Open {
                config,
                ledger: None,
            }),
        }
    }

    /// The profile.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The zone times are told in.
    #[must_use]
    pub fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }

    /// How the person reads: by the setting, else as the system says.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn locale(&self) -> Result<Locale, Problem> {
        let system = sys_locale::get_locale().unwrap_or_default();
        Ok(Locale::of_system(&system, self.time_zone.clone()))
    }

    /// Everything that is known now.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn facts(&self, doing: &Doing, now: Timestamp) -> Result<Facts, Problem> {
        let mut open = self.lock();
        open.config.reload();
        let effective = open.effective(&self.profile)?;
        let ledger = open.ledger(&self.profile)?;
        let account = ledger.map_or(Ok(AccountState::Unlinked), Ledger::account)?;
        let parts = parts(ledger, &effective.settings, &account, now)?;
        let list = |query: &CallQuery| -> Result<Vec<CallView>, Problem> {
            Ok(ledger.map_or_else(|| Ok(Vec::new()), |ledger| ledger.calls(query))?)
        };
        let (from, until) = self.day(now.to_zoned(self.time_zone.clone()).date());
        Ok(Facts {
            is_demo: self.front_desk.is_some(),
            parts: vec![parts.pbx, parts.sign_in, parts.dynamics],
            doing: doing.clone(),
            paused_until: ledger.map_or(Ok(None), |ledger| ledger.paused_until(now))?,
            setting_up: setting_up(ledger, &effective)?,
            counts: ledger.map_or_else(|| Ok(Default::default()), Ledger::counts)?,
            last_logged: ledger.map_or(Ok(None), Ledger::last_logged)?,
            today: list(&CallQuery {
                from,
                until,
                limit: Some(SHOWN_MAX),
                ..CallQuery::default()
            })?,
            needs_you: list(&CallQuery {
                state: Some(State::NeedsYou),
                limit: Some(SHOWN_MAX),
                ..CallQuery::default()
            })?,
            region: effective.settings.region.clone(),
            notes: Vec::new(),
            account,
        })
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
    pub fn count_calls(&self, filter: &CallFilter) -> Result<u64, Problem> {
        self.read(|ledger| Ok(ledger.count(&self.query(filter))?))
    }

    /// One call with its history.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn call(&self, id: i64) -> Result<Option<CallView>, Problem> {
        self.read(|ledger| Ok(ledger.call(id)?))
    }

    /// The calls that were logged at this time or later.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn logged_since(&self, since: Timestamp) -> Result<Vec<CallView>, Problem> {
        self.read(|ledger| Ok(ledger.logged_since(since)?))
    }

    /// The settings in force, with what the PBX told of its country.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn effective(&self) -> Result<Effective, Problem> {
        self.lock().effective(&self.profile)
    }

    /// The settings in force as the files stand now, and what is wrong with them beyond single values.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn settings(&self) -> Result<(Effective, Vec<String>), Problem> {
        let mut open = self.lock();
        open.config.reload();
        let warnings = open.config.warnings();
        Ok((open.effective(&self.profile)?, warnings))
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
        let (from, until) = filter.day.map_or((None, None), |day| self.day(day));
        CallQuery {
            search: Some(filter.search.clone()).filter(|search| !search.trim().is_empty()),
            state: filter.state,
            direction: filter.direction,
            from,
            until,
            ..CallQuery::default()
        }
    }

    /// A day from its first instant to the next day's first; a day has no bound beyond the years there are.
    fn day(&self, day: Date) -> (Option<Timestamp>, Option<Timestamp>) {
        let begin = |day: Date| Some(day.to_zoned(self.time_zone.clone()).ok()?.timestamp());
        (begin(day), day.checked_add(1.day()).ok().and_then(begin))
    }

    fn read<T: Default>(
        &self,
        of: impl FnOnce(&Ledger) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut open = self.lock();
        match open.ledger(&self.profile)? {
            Some(ledger) => of(ledger),
            None => Ok(T::default()),
        }
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
