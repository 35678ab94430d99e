//! What the tray and the window show: one [`View`], computed here and painted by the shell.
//!
//! Everything a person reads in it is already said in their language; dates stay instants, which the page and the tray
//! write in the person's locale. The page's TypeScript types are made of these (`cargo xtask bindings`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

use crate::language::Language;
use crate::status::{Light, Part, PartState};
use crate::view::Counts;

pub mod backfill;
#[cfg(test)]
mod bindings;
pub mod calls;
mod compose;
pub mod facts;
pub mod first_run;
pub mod help;
pub(crate) mod light;
mod parts;
pub mod records;
#[cfg(test)]
pub(crate) mod samples;
pub mod settings;
pub mod support;
pub mod tray;
pub(crate) mod when;

use self::backfill::BackfillLine;
use self::calls::CallRow;
use self::first_run::FirstRun;
use self::tray::MenuItem;

/// Everything that is shown without being asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct View {
    /// The person's locale as a BCP 47 tag, for example `de-AT`: how the page writes dates and numbers.
    pub locale: String,
    /// The language the words are in.
    pub language: Language,
    /// Everything outside is simulated on this computer.
    pub is_demo: bool,
    /// The light with its words: the tray's tooltip and first menu line, and the head of the window.
    pub light: LightView,
    /// The parts of the light, in the order they are looked at.
    pub parts: Vec<PartLine>,
    /// The linked account; `None` while nobody is linked.
    pub account: Option<AccountView>,
    /// What is going on right now.
    pub activity: Activity,
    /// Earlier calls that were approved and are not through.
    pub backfill: Option<BackfillLine>,
    /// Nothing is asked or sent before this time, because the person said so.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub paused_until: Option<Timestamp>,
    /// The steps of the first run, until they are done once.
    pub first_run: Option<FirstRun>,
    /// How many calls stand where.
    #[cfg_attr(test, ts(as = "CountsShown"))]
    pub counts: Counts,
    /// The call that was logged last.
    pub last_logged: Option<CallRow>,
    /// The calls of today in the person's time zone, newest first; the list of calls has the rest.
    pub today: Vec<CallRow>,
    /// The calls that need the person, newest first.
    pub needs_you: Vec<CallRow>,
    /// Why Ringlog cannot work at all, in a sentence.
    pub failure: Option<String>,
    /// What the person should be told once, a sentence each.
    pub notes: Vec<String>,
    /// The tray's menu, which the page does not see.
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub menu: Vec<MenuItem>,
}

/// The light with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct LightView {
    /// Its colour.
    pub light: Light,
    /// The picture that says the same without colour.
    pub icon: Icon,
    /// In a few words.
    pub words: String,
}

/// The pictures of the tray, differing in shape as well as in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS))]
pub enum Icon {
    /// All is well.
    Linked,
    /// Under way.
    Working,
    /// A person should look.
    Attention,
    /// Something does not work.
    Error,
    /// Not set up, or unlinked.
    Unlinked,
}

/// One part of the light.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct PartLine {
    /// Which.
    pub part: Part,
    /// Its name.
    pub name: String,
    /// How it is.
    pub state: PartState,
    /// In a sentence, with the cure where a person has one.
    pub message: String,
    /// When it last answered.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub checked_at: Option<Timestamp>,
    /// What the person can press to cure it.
    pub cure: Option<Cure>,
}

/// What a person can press to cure something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS))]
pub enum Cure {
    /// Grant admin consent, or ask the administrator.
    GrantConsent,
    /// Link the account, or sign in again.
    Link,
    /// Give the PBX password.
    LogInToPbx,
    /// Look at the settings.
    OpenSettings,
    /// Look at the calls that need the person.
    OpenNeedsYou,
    /// Look at the calls that failed.
    OpenFailed,
    /// Try now.
    SyncNow,
    /// Look at the calls that wait.
    OpenWaiting,
    /// See which numbers in Dynamics can never match.
    CheckNumbers,
}

/// The linked account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct AccountView {
    /// What the person knows the account by.
    pub user_name: String,
    /// The name of the Dynamics user.
    pub full_name: String,
    /// The organization's address.
    pub organization_url: String,
    /// When it was linked.
    #[cfg_attr(test, ts(type = "string"))]
    pub linked_at: Timestamp,
    /// Why Microsoft wants the person again, in a sentence; `None` while the sign-in is good.
    pub sign_in_needed: Option<String>,
    /// The organization or its login is plain http on this computer.
    pub is_insecure: bool,
}

/// What is going on right now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(TS))]
pub enum Activity {
    /// Nothing; Ringlog waits for the next look.
    #[default]
    Idle,
    /// A pass is under way.
    Syncing,
    /// A long pass is under way.
    CatchingUp {
        /// Calls that are through.
        #[cfg_attr(test, ts(type = "number"))]
        done: u64,
        /// Calls in all.
        #[cfg_attr(test, ts(type = "number"))]
        total: u64,
    },
    /// The history of earlier days is being read, to be shown.
    LookingBack {
        /// Records read so far.
        #[cfg_attr(test, ts(type = "number"))]
        records: u64,
    },
    /// The person is at Microsoft's page in the browser.
    InBrowser {
        /// What for.
        purpose: Purpose,
        /// Why no browser opened, in a sentence; the address can still be copied.
        trouble: Option<String>,
    },
}

/// What the person is in the browser for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS))]
pub enum Purpose {
    /// An administrator grants consent.
    Consent,
    /// The person links the account.
    Link,
}

/// Why something the person asked for was not done, in their language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
#[cfg_attr(test, derive(TS))]
pub struct Trouble {
    /// What happened, in a sentence.
    pub message: String,
    /// What to do next, in a sentence.
    pub hint: Option<String>,
    /// For support: correlation ids and codes.
    pub details: Option<String>,
    /// An administrator can solve it by consenting.
    pub wants_admin_consent: bool,
}

/// [`Counts`] as the page sees it.
#[cfg(test)]
#[derive(TS)]
#[ts(rename = "Counts")]
#[expect(dead_code, reason = "only its shape is used")]
struct CountsShown {
    logged: u32,
    waiting: u32,
    needs_you: u32,
    left_out: u32,
    failed: u32,
}
