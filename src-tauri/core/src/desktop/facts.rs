//! What is known when something is to be shown: everything a [`View`](super::View) and a notice are made of.

use jiff::Timestamp;
use url::Url;

use super::Purpose;
use super::backfill::BackfillLine;
use super::first_run::Known;
use crate::account::AccountState;
use crate::phrase::Phrase;
use crate::sign_in::SignInReason;
use crate::status::{Condition, Health, Part};
use crate::view::{CallView, Counts};

/// Everything that is known at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Everything outside is simulated on this computer.
    pub is_demo: bool,
    /// The parts of the light with what each last really said.
    pub parts: Vec<PartFact>,
    /// Where the account stands.
    pub account: AccountState,
    /// What is going on right now.
    pub doing: Doing,
    /// Earlier calls that were approved and are not through.
    pub backfill: Option<BackfillLine>,
    /// Until when the person wants nothing asked or sent; `None` or past while there is no pause.
    pub paused_until: Option<Timestamp>,
    /// Where the first run stands; `None` once an account was ever linked.
    pub setting_up: Option<SettingUp>,
    /// How many calls stand where.
    pub counts: Counts,
    /// The call that was logged last.
    pub last_logged: Option<CallView>,
    /// The calls that began today in the person's time zone, newest first.
    pub today: Vec<CallView>,
    /// The calls that need the person, newest first.
    pub needs_you: Vec<CallView>,
    /// The region whose national numbers are written without a country code, if it is known.
    pub region: Option<String>,
    /// What the person should be told once, a sentence each.
    pub notes: Vec<String>,
    /// Why the engine does not work at all, in a sentence; worse than anything a part says.
    pub failure: Option<Phrase>,
}

impl Facts {
    /// What is known where nothing can be read.
    #[must_use]
    pub fn unknown() -> Self {
        let part = |part| PartFact {
            part,
            health: Health {
                condition: Condition::NotChecked,
                checked_at: None,
            },
            is_insecure: false,
        };
        Self {
            is_demo: false,
            parts: [Part::Pbx, Part::SignIn, Part::Dynamics].map(part).into(),
            account: AccountState::Unlinked,
            doing: Doing::Nothing,
            backfill: None,
            paused_until: None,
            setting_up: None,
            counts: Counts::default(),
            last_logged: None,
            today: Vec::new(),
            needs_you: Vec::new(),
            region: None,
            notes: Vec::new(),
            failure: None,
        }
    }
}

/// One part of the light.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartFact {
    /// Which.
    pub part: Part,
    /// What it last really said.
    pub health: Health,
    /// It is spoken to over plain http on this computer.
    pub is_insecure: bool,
}

/// What is going on right now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Doing {
    /// Nothing.
    #[default]
    Nothing,
    /// A pass that the person asked for.
    Syncing,
    /// A pass over more calls than one request takes.
    CatchingUp {
        /// Calls that are through.
        done: u64,
        /// Calls in all.
        total: u64,
    },
    /// The history of earlier days is read, to be shown.
    LookingBack {
        /// Records read so far.
        records: u64,
    },
    /// The person is at Microsoft's page in the browser.
    InBrowser {
        /// What for.
        purpose: Purpose,
        /// The page's address, once it is known.
        address: Option<Url>,
        /// Why no browser opened.
        trouble: Option<SignInReason>,
    },
}

/// Where the first run stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingUp {
    /// What is known already.
    pub known: Known,
    /// The PBX took the kept password.
    pub is_pbx_verified: bool,
    /// The organization of the settings answered as one.
    pub is_organization_verified: bool,
    /// Consent was granted from here, or the person said that it was given.
    pub is_consent_settled: bool,
}
