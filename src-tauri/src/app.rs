//! The one place where the application is put together.

use std::io;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use jiff::tz::TimeZone;
use ringlog_core::phone;
use ringlog_core::settings::Settings;
use ringlog_engine::config;
use ringlog_engine::core_dump;
use ringlog_engine::desk::Desk;
use ringlog_engine::event_loop::Event;
use ringlog_engine::problem::Problem;
use ringlog_engine::profile::Profile;
use ringlog_engine::telemetry::{self, Terminal};
use tauri::{AppHandle, Context, Manager as _, RunEvent};
use tauri_plugin_autostart::MacosLauncher;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

use crate::arguments::Arguments;
use crate::session::{Session, follow};
use crate::{autostart, commands, notification, tray, window, worker};

/// Why the application did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no desktop to show anything on.
    #[error(
        "this session has no display it can open (see DISPLAY and WAYLAND_DISPLAY). In a terminal, use ringlogctl."
    )]
    NoDisplay,
    /// The profile cannot be used, or another process has it.
    #[error(transparent)]
    Profile(#[from] Problem),
    /// The system gives no thread.
    #[error("the system does not let it work: {0}")]
    System(#[from] std::io::Error),
    /// The desktop refused the app.
    #[error(transparent)]
    Tauri(#[from] tauri::Error),
}

/// Runs until the person quits from the tray menu.
///
/// # Errors
/// When there is no display, the profile is another process's, or the desktop refuses the app.
pub fn run(arguments: Arguments) -> Result<(), StartError> {
    // While the desktop is asked, which takes longer: the first view needs them.
    thread::Builder::new().spawn(phone::prepare)?;
    ask_for_a_display()?;
    let profile = Profile::open(arguments.profile.as_deref()).map_err(Problem::from)?;
    let (events, heard) = unbounded_channel();
    let session = begin_session(&profile, &arguments, events)?;
    let context = context_of(&profile, arguments.profile.as_deref());
    let app = tauri::Builder::default()
        // First, so that a second start ends before it does anything.
        .plugin(tauri_plugin_single_instance::init(on_second_start))
        .plugin(tauri_plugin_autostart::init(
            MacosLauncher::LaunchAgent,
            Some(autostart::ARGUMENTS.to_vec()),
        ))
        .manage(tray::Painted::default())
        .invoke_handler(tauri::generate_handler![
            commands::view,
            commands::calls,
            commands::count_calls,
            commands::call,
            commands::act,
            commands::find_records,
            commands::choices,
            commands::forget_choice,
            commands::settings,
            commands::check_setting,
            commands::set_setting,
            commands::unset_setting,
            commands::connect_pbx,
            commands::log_in_to_pbx,
            commands::connect_organization,
            commands::skip_consent,
            commands::grant_consent,
            commands::link,
            commands::cancel_sign_in,
            commands::sign_in_address,
            commands::administrator_message,
            commands::unlink,
            commands::sync_now,
            commands::pause,
            commands::resume,
            commands::cancel_pass,
            commands::look_back,
            commands::cancel_look_back,
            commands::backfill,
            commands::cancel_backfill,
            commands::examine,
            commands::open,
            commands::about,
            commands::dismiss_notes,
            commands::support::read_numbers,
            commands::support::cancel_numbers,
            commands::support::save_numbers,
            commands::support::diagnostics,
            commands::support::save_diagnostics,
        ])
        .build(context)?;
    let lock = profile.lock("Ringlog").map_err(Problem::from)?;
    start_telemetry(&profile);
    if let Err(error) = core_dump::forbid() {
        tracing::warn!(%error, "a crash may write the memory of Ringlog to the disk");
    }
    let (tray_is_shown, may_work) = oneshot::channel();
    let session = session.join().unwrap_or_else(|panic| resume_unwind(panic));
    app.manage(Arc::clone(&session));
    let (said, updates) = unbounded_channel();
    tauri::async_runtime::spawn(follow(app.handle().clone(), updates));
    let worker = worker::start(profile, arguments.demo.is_some(), may_work, heard, said)?;
    let is_quiet = arguments.tray;
    let mut tray_is_shown = Some(tray_is_shown);
    let status = app.run_return(move |app, event| {
        if let RunEvent::Ready = event {
            #[cfg(target_os = "macos")]
            tell_system_who_notifies(app);
            let has_tray = show_tray(app);
            // The icon comes first: nothing the engine begins with is missed in the moment it takes.
            drop(tray_is_shown.take());
            if !is_quiet || !has_tray {
                window::show(app);
            }
            autostart::follow_setting(app);
        }
        // Opening an app that runs starts no second one here.
        #[cfg(target_os = "macos")]
        if let RunEvent::Reopen { .. } = event {
            window::show(app);
        }
        // The last window was closed: the tray stays, and with it the app.
        if let RunEvent::ExitRequested {
            api, code: None, ..
        } = event
            && tray::is_shown(app)
        {
            api.prevent_exit();
        }
    });
    session.end();
    if worker.join().is_err() {
        tracing::error!("the engine ended in a panic");
    }
    drop(lock);
    tracing::debug!(status, "ended");
    Ok(())
}

/// Who started the app from a menu sees no terminal.
pub fn tell_why_not_started(error: &StartError) {
    notification::tell_at_once(&format!("Ringlog did not start: {error}"));
}

/// macOS shows a notification under the name of a registered app.
#[cfg(target_os = "macos")]
fn tell_system_who_notifies(app: &AppHandle) {
    if let Err(error) = notify_rust::set_application(&app.config().identifier) {
        tracing::warn!(%error, "notifications have another name");
    }
}

/// A profile of its own is an app of its own, with its own single instance.
fn context_of(profile: &Profile, directory: Option<&Path>) -> Context {
    let mut context = tauri::generate_context!();
    if directory.is_some() {
        let id = profile.id().replace('-', "");
        let identifier = &mut context.config_mut().identifier;
        *identifier = format!("{identifier}.profile{id}");
    }
    context
}

/// Begins what is shown, and has the first view of it made while the desktop is still asked: the icon needs it.
fn begin_session(
    profile: &Profile,
    arguments: &Arguments,
    events: UnboundedSender<Event>,
) -> io::Result<JoinHandle<Arc<Session>>> {
    let config = worker::config_of(profile, arguments.demo.is_some());
    let desk = Desk::open(profile.clone(), config, arguments.demo.clone());
    let session = Session::new(desk, events, arguments.profile.is_none());
    thread::Builder::new().spawn(move || {
        // While the rules of phone numbers are read, which the view needs as well.
        config::locale(&Settings::default(), TimeZone::system())
            .language
            .prepare();
        let _kept = session.view();
        Arc::new(session)
    })
}

fn on_second_start(app: &AppHandle, _arguments: Vec<String>, _directory: String) {
    window::show(app);
}

fn start_telemetry(profile: &Profile) {
    let level = std::env::var("RINGLOG_LOG").ok();
    let errors = telemetry::start(&profile.logs_directory(), level.as_deref(), Terminal::Quiet);
    for error in errors {
        tracing::warn!("{error}");
    }
}

/// Without a tray the window stays the whole application, and closing it quits.
fn show_tray(app: &AppHandle) -> bool {
    let view = app.state::<Arc<Session>>().view();
    match tray::show(app, &view) {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "there is no tray icon here, closing the window quits Ringlog");
            false
        }
    }
}

/// GTK is asked first, because Tauri panics where it cannot start.
#[cfg(target_os = "linux")]
fn ask_for_a_display() -> Result<(), StartError> {
    gtk::init().map_err(|_| StartError::NoDisplay)
}

#[cfg(not(target_os = "linux"))]
fn ask_for_a_display() -> Result<(), StartError> {
    Ok(())
}
