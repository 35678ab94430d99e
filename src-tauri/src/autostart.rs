//! Whether Ringlog starts with the session, by the setting.

use std::sync::Arc;

use tauri::{AppHandle, Manager as _};
use tauri_plugin_autostart::ManagerExt as _;

use crate::session::{Session, report};

/// What the system starts with the session: the tray, without the window.
pub(crate) const ARGUMENTS: [&str; 1] = ["--tray"];

/// Makes the system do as `app.start_with_session` says.
///
/// A profile that was named on the command line is somebody's experiment or the demo: it starts nothing by itself.
pub(crate) fn follow_setting(app: &AppHandle) {
    let session = app.state::<Arc<Session>>();
    if !session.is_own_profile() {
        return;
    }
    let wanted = match session.desk().effective() {
        Ok(effective) => effective.settings.app.start_with_session,
        Err(problem) => {
            tracing::warn!("whether to start with the session is not known: {problem}");
            return;
        }
    };
    // What the person changed in the system since stays as it is.
    let told = session.desk().profile().autostart_file();
    let word = if wanted { "on" } else { "off" };
    if std::fs::read_to_string(&told).is_ok_and(|last| last == word) {
        return;
    }
    let autostart = app.autolaunch();
    let outcome = match (wanted, autostart.is_enabled()) {
        (true, Ok(true)) | (false, Ok(false)) => Ok(()),
        (true, Ok(false) | Err(_)) => autostart.enable(),
        (false, Ok(true) | Err(_)) => autostart.disable(),
    };
    let is_done = outcome.is_ok();
    report("change what starts with the session", outcome);
    if is_done {
        report(
            "note what starts with the session",
            std::fs::write(told, word),
        );
    }
}
