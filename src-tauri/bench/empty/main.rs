//! The smallest application of the same kind: an icon in the tray, a menu of two lines, a window when it is wanted.
//!
//! What it costs is the price of Tauri; what Ringlog costs beyond it is Ringlog's (`cargo xtask bench`).

use tauri::image::Image;
use tauri::menu::{Menu, MenuEvent, MenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{App, AppHandle, RunEvent, WebviewWindowBuilder};

const OPEN: &str = "open";
const QUIT: &str = "quit";

fn main() -> tauri::Result<()> {
    let app = tauri::Builder::default()
        .setup(|app| Ok(show_tray(app)?))
        .build(tauri::generate_context!(
            "src-tauri/bench/empty/tauri.conf.json"
        ))?;
    app.run(|_app, event| {
        if let RunEvent::ExitRequested {
            api, code: None, ..
        } = event
        {
            api.prevent_exit();
        }
    });
    Ok(())
}

fn show_tray(app: &App) -> tauri::Result<()> {
    let open = MenuItem::with_id(app, OPEN, "Open", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, "Quit", true, None::<&str>)?;
    let icon = Image::from_bytes(include_bytes!("../../../icons/tray/linked@2x.png"))?;
    TrayIconBuilder::with_id("empty")
        .icon(icon)
        .menu(&Menu::with_items(app, &[&open, &quit])?)
        .on_menu_event(follow)
        .build(app)?;
    Ok(())
}

fn follow(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        // The menu is no thread to wait on, as Windows has it.
        OPEN => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move { show_window(&app) });
        }
        QUIT => app.exit(0),
        _ => {}
    }
}

fn show_window(app: &AppHandle) {
    let config = app.config().app.windows.first();
    let opened = config
        .ok_or(tauri::Error::WindowNotFound)
        .and_then(|config| WebviewWindowBuilder::from_config(app, config)?.build());
    #[expect(clippy::print_stderr, reason = "it has no log")]
    if let Err(error) = opened {
        eprintln!("no window: {error}");
    }
}
