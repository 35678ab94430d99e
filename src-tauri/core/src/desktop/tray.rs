//! The tray's menu, as a value.

use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

/// One line of the tray's menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuItem {
    /// Words that cannot be chosen.
    Words(String),
    /// Something to choose.
    Choice {
        /// What.
        choice: Choice,
        /// In words.
        words: String,
    },
    /// A line between groups.
    Separator,
}

/// What can be chosen in the tray's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// Show the window.
    Open,
    /// Show the calls that need the person.
    OpenNeedsYou,
    /// Look at the PBX now.
    SyncNow,
    /// Ask and send nothing for a while.
    Pause(Pause),
    /// Go on before the pause is over.
    Resume,
    /// Link the account, or sign in again.
    Link,
    /// End the program.
    Quit,
}

/// How long a pause lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(TS))]
pub enum Pause {
    /// An hour.
    Hour,
    /// Until six in the morning of the next day, in the person's time zone.
    UntilTomorrow,
}
