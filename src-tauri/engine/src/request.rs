//! What the person asks the engine for, each with the place where the answer goes.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use ringlog_core::backfill::Plan;
use ringlog_core::checkup::Finding;
use ringlog_core::contact_match::RecordRef;
use ringlog_core::desktop::Purpose;
use ringlog_core::desktop::backfill::DaysAsked;
use ringlog_core::desktop::calls::{Acted, CallAction};
use ringlog_core::desktop::facts::Doing;
use ringlog_core::desktop::first_run::{OrganizationAnswers, PbxAnswers};
use ringlog_core::number_health::NumberReport;
use ringlog_core::phrase::Phrase;
use ringlog_core::sign_in::SignInReason;
use secrecy::SecretString;
use tokio::sync::oneshot;
use url::Url;

use crate::engine::Engine;
use crate::linking::{Guidance, Linked};
use crate::number_health::NumberReading;
use crate::oauth::Invitation;
use crate::oauth::sign_in::BROWSER_SECONDS_MAX;
use crate::ports::Browser;
use crate::problem::Problem;

/// Where the answer goes; nobody may be there any more, and what was asked for is done all the same.
pub type Reply<T> = oneshot::Sender<Result<T, Problem>>;

/// Something with an answer.
pub enum Request {
    /// Proves address, extension and password of the PBX by a login that reads the history, and keeps them.
    ConnectPbx {
        /// What the person typed.
        answers: PbxAnswers,
        /// The extension's password; the kept one if there is none.
        password: Option<SecretString>,
        /// Where the answer goes.
        reply: Reply<()>,
    },
    /// Proves a new password for the PBX of the settings, and keeps it.
    LogInToPbx {
        /// The extension's password.
        password: SecretString,
        /// Where the answer goes.
        reply: Reply<()>,
    },
    /// Has the organization tell where to sign in, and keeps it.
    ConnectOrganization {
        /// What the person typed.
        answers: OrganizationAnswers,
        /// Where the answer goes.
        reply: Reply<()>,
    },
    /// Keeps that consent was given, as the person says.
    SkipConsent {
        /// Where the answer goes.
        reply: Reply<()>,
    },
    /// Sends an administrator to Microsoft's consent page.
    GrantConsent {
        /// The system browser.
        browser: Arc<dyn Browser>,
        /// Where the answer goes.
        reply: Reply<()>,
    },
    /// Links an account.
    Link {
        /// The system browser.
        browser: Arc<dyn Browser>,
        /// Where the answer goes.
        reply: Reply<Linked>,
    },
    /// The message for an administrator.
    MessageForAdministrator {
        /// Where the answer goes.
        reply: Reply<Phrase>,
    },
    /// Deletes every token.
    Unlink {
        /// Where the answer goes.
        reply: Reply<()>,
    },
    /// Does something with a call.
    Act {
        /// The ledger's number of the call.
        call: i64,
        /// What.
        action: CallAction,
        /// Where the answer goes.
        reply: Reply<Acted>,
    },
    /// Finds the records a call can be given to.
    FindRecords {
        /// Part of a name, or a number.
        text: String,
        /// Where the answer goes.
        reply: Reply<Vec<RecordRef>>,
    },
    /// Forgets what was chosen for a number.
    ForgetChoice {
        /// The number, as it is shown.
        number: String,
        /// Where the answer goes.
        reply: Reply<()>,
    },
    /// Says what would become of the calls of some days.
    LookBack {
        /// Which.
        days: DaysAsked,
        /// Where the answer goes.
        reply: Reply<Plan>,
    },
    /// Takes on the calls of some days.
    Backfill {
        /// Which.
        days: DaysAsked,
        /// Where the answer goes.
        reply: Reply<()>,
    },
    /// Ends what was taken on.
    EndBackfill {
        /// Where the answer goes.
        reply: Reply<()>,
    },
    /// Runs the checks of the troubleshooting list.
    Examine {
        /// Where the answer goes.
        reply: Reply<Vec<Finding>>,
    },
    /// Reads the numbers of Dynamics beside everything else; it ends when nobody waits for the answer any more.
    ReadNumbers {
        /// Is told how many records were read so far.
        progress: Arc<dyn Fn(u64) + Send + Sync>,
        /// Where the answer goes.
        reply: Reply<NumberReport>,
    },
}

impl Request {
    /// Does it; `cancelled` ends a wait for the person in the browser, and a look at earlier calls.
    pub(crate) async fn carry_out(self, engine: &mut Engine, cancelled: impl Future<Output = ()>) {
        match self {
            Self::ConnectPbx {
                answers,
                password,
                reply,
            } => answer(reply, engine.connect_pbx(&answers, password).await),
            Self::LogInToPbx { password, reply } => {
                answer(reply, engine.log_in_to_pbx(password).await.map(|_| ()));
            }
            Self::ConnectOrganization { answers, reply } => {
                answer(reply, engine.connect_organization(&answers).await);
            }
            Self::SkipConsent { reply } => answer(reply, engine.settle_consent()),
            Self::GrantConsent { browser, reply } => {
                let invite = invitation_teller(engine, Purpose::Consent);
                let guidance = guidance(browser, &*invite);
                let granted = engine.grant_consent(&guidance, cancelled).await;
                let settled = granted.and_then(|_| engine.settle_consent());
                answer(reply, settled);
            }
            Self::Link { browser, reply } => {
                let invite = invitation_teller(engine, Purpose::Link);
                let guidance = guidance(browser, &*invite);
                answer(reply, engine.link(&guidance, cancelled).await);
            }
            Self::MessageForAdministrator { reply } => {
                answer(reply, engine.message_for_administrator().await);
            }
            Self::Unlink { reply } => answer(reply, engine.unlink().await),
            Self::Act {
                call,
                action,
                reply,
            } => answer(reply, engine.act(call, action).await),
            Self::FindRecords { text, reply } => answer(reply, engine.find_records(&text).await),
            Self::ForgetChoice { number, reply } => answer(reply, engine.forget_choice(&number)),
            Self::LookBack { days, reply } => {
                let looked = async {
                    let days = engine.days(&days)?;
                    engine.look_back(days).await
                };
                let plan = tokio::select! {
                    biased;
                    () = cancelled => Err(Problem::cancelled()),
                    plan = looked => plan,
                };
                answer(reply, plan);
            }
            Self::Backfill { days, reply } => {
                let approved = async {
                    let days = engine.days(&days)?;
                    engine.approve_backfill(days).await?;
                    engine.read_backfills().await
                };
                let approved = approved.await;
                answer(reply, approved);
            }
            Self::EndBackfill { reply } => answer(reply, engine.end_backfills().map(|_| ())),
            Self::Examine { reply } => answer(reply, engine.examine().await),
            Self::ReadNumbers { progress, reply } => match engine.number_reading() {
                Ok(reading) => read_numbers(reading, progress, reply),
                Err(problem) => answer(reply, Err(problem)),
            },
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::ConnectPbx { .. } => "connect_pbx",
            Self::LogInToPbx { .. } => "log_in_to_pbx",
            Self::ConnectOrganization { .. } => "connect_organization",
            Self::SkipConsent { .. } => "skip_consent",
            Self::GrantConsent { .. } => "grant_consent",
            Self::Link { .. } => "link",
            Self::MessageForAdministrator { .. } => "message_for_administrator",
            Self::Unlink { .. } => "unlink",
            Self::Act { .. } => "act",
            Self::FindRecords { .. } => "find_records",
            Self::ForgetChoice { .. } => "forget_choice",
            Self::LookBack { .. } => "look_back",
            Self::Backfill { .. } => "backfill",
            Self::EndBackfill { .. } => "end_backfill",
            Self::Examine { .. } => "examine",
            Self::ReadNumbers { .. } => "read_numbers",
        }
    }
}

/// Its name alone: some hold a password.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

fn answer<T>(reply: Reply<T>, result: Result<T, Problem>) {
    if let Err(problem) = &result {
        tracing::warn!(code = ?problem.code, details = problem.details, "{}", problem.message);
    }
    let _unheard = reply.send(result);
}

/// Calls are logged meanwhile: a large organization takes minutes.
fn read_numbers(
    reading: NumberReading,
    progress: Arc<dyn Fn(u64) + Send + Sync>,
    mut reply: Reply<NumberReport>,
) {
    tokio::spawn(async move {
        let report = tokio::select! {
            () = reply.closed() => return,
            report = reading.run(&*progress) => report,
        };
        answer(reply, report);
    });
}

fn guidance<'a>(
    browser: Arc<dyn Browser>,
    invite: &'a (dyn Fn(Invitation<'_>) + Send + Sync),
) -> Guidance<'a> {
    Guidance {
        browser: Some(browser),
        invite,
        limit: Duration::from_secs(BROWSER_SECONDS_MAX),
    }
}

/// Tells where the person should go to whoever shows it.
fn invitation_teller(
    engine: &Engine,
    purpose: Purpose,
) -> Box<dyn Fn(Invitation<'_>) + Send + Sync> {
    let reporter = engine.reporter();
    let tell = move |address: Option<&Url>, trouble: Option<SignInReason>| {
        reporter.doing(Doing::InBrowser {
            purpose,
            address: address.cloned(),
            trouble,
        });
    };
    tell(None, None);
    Box::new(move |invitation| match invitation {
        Invitation::Address(address) => tell(Some(address), None),
        Invitation::BrowserNotOpened { address, reason } => {
            tell(Some(address), Some(reason.clone()));
        }
    })
}
