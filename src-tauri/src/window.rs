//! The one window: opened at start, hidden when it is closed, and never anywhere but on its own page.

use tauri::{AppHandle, Manager as _, Runtime, Url, WebviewWindowBuilder, Window, WindowEvent};

use crate::tray;

const LABEL: &str = "main";

/// Opens the window that `tauri.conf.json` describes.
///
/// # Errors
/// When the desktop refuses it.
pub fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|config| config.label == LABEL)
        .ok_or(tauri::Error::WindowNotFound)?;
    WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(is_own_page)
        .build()?;
    Ok(())
}

/// Brings the window back to the front.
pub fn show<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let shown = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    report(shown);
}

/// Closing hides the window while the tray can bring it back.
pub fn on_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event
        && tray::is_shown(window.app_handle())
    {
        api.prevent_close();
        report(window.hide());
    }
}

/// Tauri serves the page as `tauri://localhost`, on Windows as `http(s)://tauri.localhost`.
fn is_own_page(url: &Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

#[expect(
    clippy::print_stderr,
    reason = "the desktop did not move the window; the person sees it, and there is no other place to say why"
)]
fn report(outcome: tauri::Result<()>) {
    if let Err(error) = outcome {
        eprintln!("Ringlog could not change its window: {error}");
    }
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
