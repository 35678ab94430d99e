//! The thread the engine works on, from the first try to open its profile to the end of the app.

use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use ringlog_engine::config::{Config, PolicyStore};
use ringlog_engine::engine::Engine;
use ringlog_engine::event_loop::{self, Event, Update};
use ringlog_engine::http::Network;
use ringlog_engine::keychain::{MemoryKeychain, OsKeychain};
use ringlog_engine::ports::{Ports, SystemChance, SystemClock};
use ringlog_engine::problem::Problem;
use ringlog_engine::profile::Profile;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;

/// How long a profile that does not open is left alone; it is tried at once when the person asks.
const REOPEN_AFTER: Duration = Duration::from_secs(60);

/// How long the desktop has the processor to itself when it was given the icon, which it shows within this time.
const DESKTOP_ALONE: Duration = Duration::from_millis(100);

/// Starts the engine of `profile` as soon as the other end of `may_work` is dropped.
///
/// The demo keeps its secrets in memory, so that nothing of the person's is touched.
///
/// # Errors
/// When the system gives no thread.
pub(crate) fn start(
    profile: Profile,
    is_demo: bool,
    may_work: oneshot::Receiver<()>,
    events: UnboundedReceiver<Event>,
    updates: UnboundedSender<Update>,
) -> io::Result<JoinHandle<()>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    thread::Builder::new()
        .name("engine".to_owned())
        .spawn(move || {
            runtime.block_on(async {
                let _dropped = may_work.await;
                tokio::time::sleep(DESKTOP_ALONE).await;
                work(profile, is_demo, events, updates).await;
            });
        })
}

async fn work(
    profile: Profile,
    is_demo: bool,
    mut events: UnboundedReceiver<Event>,
    updates: UnboundedSender<Update>,
) {
    loop {
        match open(&profile, is_demo).await {
            Ok(mut engine) => return event_loop::run(&mut engine, events, updates).await,
            Err(problem) => {
                tracing::error!(code = ?problem.code, "{}", problem.message);
                let _unheard = updates.send(Update::Failed(problem));
            }
        }
        if let Waited::ForNothing = wait(&mut events).await {
            return;
        }
    }
}

/// The settings of the profile; neither the person's environment nor a managed policy has a part in the demo.
pub(crate) fn config_of(profile: &Profile, is_demo: bool) -> Config {
    if is_demo {
        Config::open(&profile.settings_file(), [], PolicyStore::None)
    } else {
        Config::open(
            &profile.settings_file(),
            std::env::vars_os(),
            PolicyStore::of_this_computer(),
        )
    }
}

async fn open(profile: &Profile, is_demo: bool) -> Result<Engine, Problem> {
    let config = config_of(profile, is_demo);
    let ports = Ports {
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        transport: Arc::new(Network::new()?),
        secrets: if is_demo {
            Arc::new(MemoryKeychain::new())
        } else {
            Arc::new(OsKeychain::new(profile.id())?)
        },
    };
    Engine::open(profile.clone(), config, ports).await
}

enum Waited {
    /// It is time to try again.
    Enough,
    /// The app ends.
    ForNothing,
}

/// Whoever asks for something meanwhile learns by the dropped reply that nobody works.
async fn wait(events: &mut UnboundedReceiver<Event>) -> Waited {
    let asked = async {
        loop {
            match events.recv().await {
                Some(Event::Stop) | None => return Waited::ForNothing,
                Some(Event::SyncRequested | Event::Resumed | Event::SettingsChanged) => {
                    return Waited::Enough;
                }
                Some(
                    Event::PauseRequested { .. }
                    | Event::PauseEnded
                    | Event::PassCancelled
                    | Event::SignInCancelled
                    | Event::LookBackCancelled
                    | Event::Requested(_),
                ) => {}
            }
        }
    };
    tokio::select! {
        waited = asked => waited,
        () = tokio::time::sleep(REOPEN_AFTER) => Waited::Enough,
    }
}
