//! The command line, as `interfaces.md` fixes it.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use ringlog_core::call::RecordId;
use ringlog_engine::problem::Problem;
use ringlog_engine::saved_file::{Existing, check};

/// Logs the finished calls of your PBX extension in Dynamics 365.
#[derive(Debug, Parser)]
#[command(
    name = "ringlogctl",
    version,
    propagate_version = true,
    subcommand_required = true
)]
pub(crate) struct Args {
    /// Print one JSON document on stdout and nothing else there.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Keep everything in this directory instead of the platform's own places.
    #[arg(long, global = true, env = "RINGLOG_PROFILE", value_name = "DIR")]
    pub(crate) profile: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show or change settings.
    #[command(subcommand)]
    Config(Config),
    /// The PBX.
    #[command(subcommand)]
    Pbx(Pbx),
    /// Grant admin consent for the organization, in the browser.
    Consent(SignIn),
    /// Link a Microsoft account, in the browser.
    Link(SignIn),
    /// Unlink the Microsoft account.
    Unlink {
        /// Do it without asking.
        #[arg(long)]
        yes: bool,
    },
    /// One pass: ask the PBX, record what is new, log everything due.
    Sync {
        /// Go on until stopped.
        #[arg(long)]
        watch: bool,
    },
    /// Earlier calls: shows what would become of them, and logs them once that is approved.
    Backfill {
        /// The first day, as YYYY-MM-DD.
        #[arg(long, value_name = "DATE", required_unless_present = "cancel")]
        from: Option<Date>,
        /// The last day, as YYYY-MM-DD.
        #[arg(long, value_name = "DATE", required_unless_present = "cancel")]
        to: Option<Date>,
        /// Only show it.
        #[arg(long)]
        dry_run: bool,
        /// Approve without being asked.
        #[arg(long, conflicts_with = "dry_run")]
        yes: bool,
        /// End what was approved and is not through: what is logged stays, the rest is left out.
        #[arg(long, conflicts_with_all = ["from", "to", "dry_run", "yes"])]
        cancel: bool,
    },
    /// The light and its parts.
    Status,
    /// The calls, newest first.
    Calls {
        /// Only calls whose name, number or contact contains this.
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// Only calls in this state.
        #[arg(long, value_enum, value_name = "S")]
        state: Option<State>,
        /// At most so many.
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: u32,
        /// Only calls listed after this one: for the next page.
        #[arg(long, value_name = "ID")]
        before: Option<i64>,
    },
    /// One call with its history, or an action on it.
    Call {
        /// Its number in `calls`.
        id: i64,
        /// What to do with it.
        #[command(subcommand)]
        action: Option<CallAction>,
    },
    /// What was chosen for numbers, the newest first; or forget what was chosen for one.
    Choices {
        /// What to do with it.
        #[command(subcommand)]
        action: Option<ChoicesAction>,
    },
    /// The contacts, accounts and leads with these words in their name, or with this number.
    Records {
        /// Part of a name, or a number.
        text: String,
    },
    /// Check everything, and name the cure of what is wrong.
    Doctor,
    /// The whole story against the built-in simulator.
    Demo,
    /// Report the numbers in Dynamics that can never match a call, and why; nothing is changed there.
    Numbers(Output),
    /// Show or save a text for support, in which numbers, names and addresses are replaced.
    Diagnostics(Output),
}

/// `config …`
#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Every setting with its value and where it comes from.
    Show,
    /// Change a setting.
    Set {
        /// For example `pbx.extension`.
        key: String,
        /// The value; lists are separated by commas.
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
    /// Return a setting to its default.
    Unset {
        /// For example `pbx.extension`.
        key: String,
    },
}

/// `pbx …`
#[derive(Debug, Subcommand)]
pub(crate) enum Pbx {
    /// Verify the extension's password with the PBX and keep it in the keychain; read from stdin, or asked for.
    Login,
}

/// `call ID …`
#[derive(Debug, Subcommand)]
pub(crate) enum CallAction {
    /// Try to log it again now.
    Retry,
    /// Log it although a rule leaves it out.
    Log,
    /// Keep it out of Dynamics; a logged call is taken out again.
    Private,
    /// Say whose call it was; for a logged call its record in Dynamics is corrected.
    Choose {
        /// The id of a contact, an account or a lead; `new` for a contact that is made for the number; `none` for nobody.
        #[arg(value_name = "CONTACT_ID")]
        whose: Whose,
    },
    /// Note something about it, in Dynamics as well.
    Note {
        /// What.
        text: String,
    },
    /// Call it something else in Dynamics.
    Subject {
        /// What.
        text: String,
    },
    /// Take it out of Dynamics again.
    Undo,
}

/// `choices …`
#[derive(Debug, Subcommand)]
pub(crate) enum ChoicesAction {
    /// Forget what was chosen for a number.
    Forget {
        /// The number as `choices` shows it.
        #[arg(allow_hyphen_values = true)]
        number: String,
    },
}

/// Whose call it was.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whose {
    Record(RecordId),
    New,
    Nobody,
}

impl FromStr for Whose {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "new" => Ok(Self::New),
            "none" => Ok(Self::Nobody),
            id => id.parse().map(Self::Record).map_err(|_| {
                "it must be the id of a record (see `ringlogctl call ID` or `ringlogctl records TEXT`), new or none"
                    .to_owned()
            }),
        }
    }
}

/// How a browser sign-in is done.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct SignIn {
    /// Only print the address; open no browser.
    #[arg(long)]
    pub(crate) print_url: bool,
    /// Give up after so many seconds.
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout_seconds: u64,
}

/// Where a report is saved.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Output {
    /// Save it in this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file if it is there already.
    #[arg(long, requires = "output")]
    force: bool,
}

impl Output {
    pub(crate) fn existing(&self) -> Existing {
        if self.force {
            Existing::Replace
        } else {
            Existing::Keep
        }
    }

    /// Says before a long work what would keep its result from being saved.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        match &self.output {
            Some(path) => check(path, self.existing()),
            None => Ok(()),
        }
    }
}

/// The five words for where a call stands.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum State {
    Logged,
    Waiting,
    NeedsYou,
    LeftOut,
    Failed,
}

impl From<State> for ringlog_core::delivery::State {
    fn from(state: State) -> Self {
        match state {
            State::Logged => Self::Logged,
            State::Waiting => Self::Waiting,
            State::NeedsYou => Self::NeedsYou,
            State::LeftOut => Self::LeftOut,
            State::Failed => Self::Failed,
        }
    }
}
