//! The one place where the application is put together.

use tauri::RunEvent;

use crate::{tray, window};

/// Why the application did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no desktop to show anything on.
    #[error(
        "this session has no display it can open (see DISPLAY and WAYLAND_DISPLAY). In a terminal, use ringlogctl."
    )]
    NoDisplay,
    /// The desktop refused the window.
    #[error(transparent)]
    Tauri(#[from] tauri::Error),
}

/// Runs until the person quits from the tray menu.
///
/// # Errors
/// When there is no display, or the desktop refuses the window.
pub fn run() -> Result<(), StartError> {
    ask_for_a_display()?;
    let app = tauri::Builder::default()
        .on_window_event(window::on_event)
        .build(tauri::generate_context!())?;
    window::open(app.handle())?;
    app.run(|app, event| {
        if let RunEvent::Ready = event {
            show_tray(app);
        }
    });
    Ok(())
}

/// Without a tray the window stays the whole application, and closing it quits (see [`window::on_event`]).
#[expect(
    clippy::print_stderr,
    reason = "a desktop without a tray is told to whoever started the app; it goes on without"
)]
fn show_tray(app: &tauri::AppHandle) {
    if let Err(error) = tray::show(app) {
        eprintln!("Ringlog has no tray icon here, closing its window quits it: {error}");
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
