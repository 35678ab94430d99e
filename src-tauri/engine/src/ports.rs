//! What the engine asks of its surroundings: time, the network, the keychain, a browser and a call source.
//!
//! Production and tests differ only here.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ringlog_core::cdr::{Cdr, UnreadableCdr};
use ringlog_core::fault::Fault;
use ringlog_core::phrase::Phrase;
use ringlog_core::poller::Window;
use secrecy::SecretString;
use url::Url;

/// The wall clock. Waiting goes through `tokio::time`, which tests pause.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
    /// The zone of the person's day.
    fn time_zone(&self) -> TimeZone {
        TimeZone::system()
    }
}

/// The computer's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Chance, for jitter only; secrets have their own source in the `oauth2` crate.
pub trait Chance: Send + Sync {
    /// A number from 0 up to but not including 1.
    fn fraction(&self) -> f64;
}

/// The process's random numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fraction(&self) -> f64 {
        fastrand::f64()
    }
}

/// One HTTP exchange, without redirects, with bounded time and size.
///
/// The network in production ([`crate::http::Network`]); tests may put a simulator behind it without a socket.
pub trait Transport: Send + Sync {
    /// Sends one request and reads its whole answer.
    fn send(
        &self,
        request: ::http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<::http::Response<Bytes>, TransportError>>;
}

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// No connection, or it broke; whether the request arrived is unknown.
    Unreachable {
        /// Which host.
        host: String,
        /// What the network said.
        detail: String,
    },
    /// No whole answer in time; whether the request arrived is unknown.
    TimedOut {
        /// Which host.
        host: String,
        /// The limit.
        seconds: u64,
    },
    /// The certificate was not accepted.
    Certificate {
        /// Which host.
        host: String,
        /// What was wrong.
        detail: String,
    },
    /// The answer was longer than any real one.
    TooLong {
        /// Which host.
        host: String,
        /// The limit.
        limit_bytes: usize,
    },
    /// The answer was made of more values than any real one: read, they would take all memory.
    TooManyValues {
        /// Which host.
        host: String,
    },
}

impl TransportError {
    /// What happened, to be said to a person.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Unreachable { host, detail } => Phrase::new("host-unreachable")
                .with("host", host.clone())
                .with("detail", detail.clone()),
            Self::TimedOut { host, seconds } => Phrase::new("host-timed-out")
                .with("host", host.clone())
                .with("seconds", *seconds),
            Self::Certificate { host, detail } => Phrase::new("host-certificate")
                .with("host", host.clone())
                .with("detail", detail.clone()),
            Self::TooLong { host, limit_bytes } => Phrase::new("host-sent-too-much")
                .with("host", host.clone())
                .with("limit", *limit_bytes),
            Self::TooManyValues { host } => {
                Phrase::new("host-sent-too-many-values").with("host", host.clone())
            }
        }
    }
}

/// In English, as its phrase is.
impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(formatter)
    }
}

impl std::error::Error for TransportError {}

/// The operating system's keychain, or a test's memory, for one profile.
///
/// Calls block; the engine makes them off its event loop.
pub trait SecretStore: Send + Sync {
    /// The secret under `name`; `None` if there is none.
    ///
    /// # Errors
    /// When the keychain cannot tell.
    fn get(&self, name: SecretName) -> Result<Option<SecretString>, KeychainError>;
    /// Stores a secret, replacing the one under `name` only once the new one is whole.
    ///
    /// # Errors
    /// When it is not stored; the old one is then still there.
    fn set(&self, name: SecretName, secret: &SecretString) -> Result<(), KeychainError>;
    /// Removes every trace of the secret under `name`; one that is not there is removed already.
    ///
    /// # Errors
    /// When it may still be there.
    fn delete(&self, name: SecretName) -> Result<(), KeychainError>;
    /// Proves by write, read and delete of a dummy that secrets can be kept, before anything depends on it.
    ///
    /// # Errors
    /// When they cannot.
    fn probe(&self) -> Result<(), KeychainError>;
    /// Whether it may let its caller wait, for another program or for a person who is asked.
    fn may_block(&self) -> bool {
        true
    }
}

/// The secrets a profile has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretName {
    /// The linked account with its refresh token.
    Account,
    /// The PBX password of the extension.
    PbxPassword,
    /// The dummy of [`SecretStore::probe`].
    Probe,
}

impl SecretName {
    /// The name as it stands in the keychain.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::PbxPassword => "pbx-password",
            Self::Probe => "probe",
        }
    }
}

/// Why the keychain did not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeychainError {
    /// It is there, but closed.
    Locked(String),
    /// It is there, but not for this session: Windows gives credentials to none that began over the network, and to
    /// nobody where a policy forbids to store them (Microsoft, `CredWriteW`, `ERROR_NO_SUCH_LOGON_SESSION`).
    Withheld(String),
    /// There is none.
    Absent(String),
    /// It does not take a secret of this size.
    TooLarge {
        /// The size.
        bytes: usize,
        /// What it said.
        detail: String,
    },
    /// What is stored is not what was written.
    Damaged(String),
    /// Anything else.
    Failed(String),
}

impl KeychainError {
    /// What happened, with the cure where there is one.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        let (phrase, detail) = match self {
            Self::Locked(detail) => (Phrase::new("keychain-locked"), detail),
            Self::Withheld(detail) => (Phrase::new("keychain-withheld"), detail),
            Self::Absent(detail) => (Phrase::new("keychain-absent"), detail),
            Self::TooLarge { bytes, detail } => (
                Phrase::new("keychain-too-large").with("bytes", *bytes),
                detail,
            ),
            Self::Damaged(detail) => (Phrase::new("keychain-damaged"), detail),
            Self::Failed(detail) => (Phrase::new("keychain-failed"), detail),
        };
        phrase.with("detail", detail.clone())
    }
}

/// In English, as its phrase is.
impl fmt::Display for KeychainError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(formatter)
    }
}

impl std::error::Error for KeychainError {}

/// Opens addresses for the person.
pub trait Browser: Send + Sync {
    /// Opens `url` in the system browser.
    ///
    /// # Errors
    /// When no browser could be started; the address is then shown to be copied.
    fn open(&self, url: &Url) -> Result<(), String>;
}

/// A source of finished calls, for one extension (spec B1). Vodia is the first.
pub trait CallSource: Send + Sync {
    /// [`ringlog_core::call::CallKey::source`]: the kind and the tenant, never the address.
    fn source(&self) -> String;
    /// The extension whose calls it reads.
    fn extension(&self) -> String;
    /// The host names that belong to the PBX itself, to tell extensions from the outside world.
    fn tenant(&self) -> String;
    /// Logs in once and reads what the PBX lets the extension's user know about itself, as far as it tells.
    fn identify(&self) -> BoxFuture<'_, Result<PbxIdentity, PbxError>>;
    /// Whether the PBX itself seems to write calls into Dynamics; `None` where it does not tell.
    fn writes_to_dynamics(&self) -> BoxFuture<'_, Option<bool>> {
        Box::pin(std::future::ready(None))
    }
    /// Begins to read the history of `window`, newest page first where the PBX allows it.
    fn read(&self, window: Window) -> Box<dyn Pages + '_>;
}

/// The pages of one reading; the reader keeps one page in memory at a time.
pub trait Pages: Send {
    /// The next page; `None` when everything the window covers, or everything the PBX has, was read.
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Page>, PbxError>>;
}

/// One page of the history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its records.
    pub records: Vec<Cdr>,
    /// Its records that could not be read.
    pub unreadable: Vec<UnreadableCdr>,
    /// After this page the PBX has nothing older: its retention ends here.
    pub is_end_of_history: bool,
}

/// What the PBX tells an extension's user about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PbxIdentity {
    /// The extension's e-mail address.
    pub email: Option<String>,
    /// The person's name.
    pub name: Option<String>,
    /// The tenant's country calling code, for example `64`.
    pub country_code: Option<String>,
    /// The PBX's version as it names itself.
    pub version: Option<String>,
    /// Weather kept the PBX from telling all of it.
    pub is_partial: bool,
    /// It named a time to wait while it told: nothing more is asked before.
    pub told_to_wait: Option<Fault>,
}

/// Why the PBX gave no calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PbxError {
    /// The password was refused: nothing is tried again before a new one is given (spec B2).
    Refused {
        /// Whose.
        extension: String,
    },
    /// The login is good, the history is not this extension's to read.
    Forbidden {
        /// Whose.
        extension: String,
        /// What it said.
        detail: String,
    },
    /// The PBX has no such extension, tenant or history.
    NotFound {
        /// As asked for.
        account: String,
        /// What it said.
        detail: String,
    },
    /// No answer, or not now; `retry_after_seconds` is in the fault.
    Unavailable(Fault),
    /// An answer that is no call history.
    Garbled(String),
}

impl PbxError {
    /// What happened, to be said to a person.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Refused { extension } => {
                Phrase::new("pbx-refused").with("extension", extension.clone())
            }
            Self::Forbidden { extension, detail } => Phrase::new("pbx-forbidden")
                .with("extension", extension.clone())
                .with("detail", detail.clone()),
            Self::NotFound { account, detail } => Phrase::new("pbx-not-found")
                .with("account", account.clone())
                .with("detail", detail.clone()),
            Self::Unavailable(fault) => fault.message.clone(),
            Self::Garbled(detail) => Phrase::new("pbx-garbled").with("detail", detail.clone()),
        }
    }
}

/// In English, as its phrase is.
impl fmt::Display for PbxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(formatter)
    }
}

impl std::error::Error for PbxError {}

/// The surroundings in one hand.
#[derive(Clone)]
pub struct Ports {
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Jitter.
    pub chance: Arc<dyn Chance>,
    /// The network.
    pub transport: Arc<dyn Transport>,
    /// The keychain of the profile.
    pub secrets: Arc<dyn SecretStore>,
}
