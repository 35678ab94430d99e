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
    let autostart = app.autolaunch();
    let is_enabled = autostart.is_enabled().unwrap_or(!wanted);
    let outcome = match (wanted, is_enabled) {
        (true, false) => autostart.enable(),
        (false, true) => autostart.disable(),
        (true, true) | (false, false) => Ok(()),
    };
    report("change what starts with the session", outcome);
}
