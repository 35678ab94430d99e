//! The one window: made when somebody wants to see it, gone with its page when it is closed.

use std::sync::Arc;

use tauri::{AppHandle, Manager as _, Url, WebviewWindow, WebviewWindowBuilder};

use crate::session::{Session, report};

const LABEL: &str = "main";

/// Shows the window: the open one in front of the others, else a new one.
///
/// It is made on another thread, because Windows waits for itself when a window is made while it tells of an event.
pub(crate) fn show(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move { report("show the window", show_now(&app)) });
}

fn show_now(app: &AppHandle) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(LABEL) else {
        return open(app);
    };
    window.unminimize()?;
    window.show()?;
    window.set_focus()?;
    app.state::<Arc<Session>>().grant_wish(app);
    Ok(())
}

/// Opens the window that `tauri.conf.json` describes. Its page keeps nothing between two openings.
fn open(app: &AppHandle) -> tauri::Result<()> {
    let session = app.state::<Arc<Session>>();
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|config| config.label == LABEL)
        .ok_or(tauri::Error::WindowNotFound)?;
    session.page_is_made();
    let window = WebviewWindowBuilder::from_config(app, config)?
        // On Linux a second window that keeps nothing would not find its page: Tauri gives the scheme to the first alone.
        .incognito(cfg!(not(target_os = "linux")))
        .data_directory(session.desk().profile().page_directory())
        .on_navigation(is_own_page)
        .build()?;
    paint_by_processor(&window)
}

/// A page that stands still is painted sooner than WebKit has a graphics processor ready (`docs/speed.md`).
#[cfg(target_os = "linux")]
fn paint_by_processor(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "as it is on Linux")]
fn paint_by_processor(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// Tauri serves the page as `tauri://localhost`, on Windows as `http(s)://tauri.localhost`.
fn is_own_page(url: &Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_never_leaves_its_own_page() {
        let check = |url: &str, is_own: bool| {
            assert_eq!(is_own_page(&Url::parse(url).unwrap()), is_own, "{url}");
        };
        check("tauri://localhost/", true);
        check("tauri://localhost/index.html", true);
        check("http://tauri.localhost/", true);
        check("https://tauri.localhost/", true);
        check("https://example.org/", false);
        check("https://tauri.localhost.example.org/", false);
        check("tauri://elsewhere/", false);
        check("file:///etc/passwd", false);
        check("about:blank", false);
        check("data:text/html,hello", false);
    }
}
