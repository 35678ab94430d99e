//! What is announced on the desktop, and never twice for one cause (spec G1).
//!
//! The [`Announcer`] is asked after each pass and whenever the facts changed. What needs the person is announced once
//! while it stands; logged calls are announced each, or counted in a digest.
//! Nothing is announced in the quiet hours: what needs the person waits for their end, and logged calls become one
//! digest.

use serde::{Deserialize, Serialize};

use crate::delivery::State;
use crate::desktop::calls::CallAction;
use crate::phrase::Phrase;

mod announcer;
mod logged;
mod needed;
pub mod quiet_hours;

pub use announcer::{Announcer, Happened};

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about: no two notices have the same, unless the cause came anew.
    pub cause: String,
    /// Its first line.
    pub title: Phrase,
    /// The rest.
    pub body: Phrase,
    /// What a click opens.
    pub opens: Target,
    /// Answers to the question it asks, offered as buttons before the others.
    pub answers: Vec<NoticeAnswer>,
    /// What is offered beside, where the desktop shows buttons.
    pub buttons: Vec<NoticeButton>,
}

/// An answer that can be given in a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeAnswer {
    /// Its words.
    pub words: Phrase,
    /// The call it is about.
    pub call: i64,
    /// What it does with the call.
    pub action: CallAction,
}

/// What a click opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Target {
    /// The record of a call in Dynamics.
    Record {
        /// Which call.
        call: i64,
    },
    /// A call in the window.
    Call {
        /// Which.
        call: i64,
    },
    /// The list of calls in the window.
    Calls {
        /// Those in this state.
        state: State,
    },
    /// The head of the window.
    Home,
    /// Granting admin consent, in the window.
    Consent,
    /// Linking the account, or signing in again.
    Link,
}

/// A button of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeButton {
    /// Opens the record of the call in Dynamics.
    OpenRecord,
    /// Goes to Microsoft's page.
    SignIn,
    /// Shows the window at what the notice is about.
    Show,
}

impl NoticeButton {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::OpenRecord, Self::SignIn, Self::Show];

    /// Its name for the notification server, which stays the same.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::OpenRecord => "open_record",
            Self::SignIn => "sign_in",
            Self::Show => "show",
        }
    }

    /// The button of this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|button| button.id() == id)
    }

    /// Its words.
    #[must_use]
    pub fn words(self) -> Phrase {
        Phrase::new(match self {
            Self::OpenRecord => "notice-open-record",
            Self::SignIn => "notice-sign-in",
            Self::Show => "notice-show",
        })
    }
}

/// What the name of an answer begins with for the notification server; its place follows.
const ANSWER: &str = "answer_";

impl Notice {
    /// The names of its answers for the notification server, with the answers.
    pub fn named_answers(&self) -> impl Iterator<Item = (String, &NoticeAnswer)> {
        self.answers
            .iter()
            .enumerate()
            .map(|(place, answer)| (format!("{ANSWER}{place}"), answer))
    }

    /// The answer of this name.
    #[must_use]
    pub fn answer(&self, name: &str) -> Option<&NoticeAnswer> {
        let place: usize = name.strip_prefix(ANSWER)?.parse().ok()?;
        self.answers.get(place)
    }

    /// What a button of it opens.
    #[must_use]
    pub fn behind(&self, button: NoticeButton) -> Target {
        match (button, self.opens) {
            (NoticeButton::SignIn, _) => Target::Link,
            (NoticeButton::Show, Target::Record { call }) => Target::Call { call },
            (NoticeButton::Show, Target::Link) => Target::Home,
            (NoticeButton::OpenRecord | NoticeButton::Show, opens) => opens,
        }
    }
}

#[cfg(test)]
mod tests;
