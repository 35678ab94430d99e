//! The tray icon and its menu: back to the window, and the only way out of the application.

use tauri::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Runtime};

use crate::window;

const ID: &str = "ringlog";

/// What a person can choose in the tray menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    /// Show the window.
    Open,
    /// End the application.
    Quit,
}

impl Choice {
    const ALL: [Self; 2] = [Self::Open, Self::Quit];

    fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Quit => "quit",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Open => "Open Ringlog",
            Self::Quit => "Quit Ringlog",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.id() == id)
    }
}

/// Puts the icon into the tray.
///
/// # Errors
/// When the desktop has no place for it.
pub fn show<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let mut builder = TrayIconBuilder::with_id(ID)
        .tooltip("Ringlog")
        .menu(&menu(app)?)
        .show_menu_on_left_click(false)
        .on_menu_event(on_choice)
        .on_tray_icon_event(on_click);
    if let Some(icon) = app.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    builder.build(app)?;
    Ok(())
}

/// Whether a closed window can be opened again from the tray.
pub fn is_shown<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.tray_by_id(ID).is_some()
}

fn menu<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<Menu<R>> {
    let item =
        |choice: Choice| MenuItem::with_id(app, choice.id(), choice.label(), true, None::<&str>);
    Menu::with_items(
        app,
        &[
            &item(Choice::Open)?,
            &PredefinedMenuItem::separator(app)?,
            &item(Choice::Quit)?,
        ],
    )
}

fn on_choice<R: Runtime>(app: &AppHandle<R>, event: MenuEvent) {
    match Choice::from_id(event.id().as_ref()) {
        Some(Choice::Open) => window::show(app),
        Some(Choice::Quit) => app.exit(0),
        None => {}
    }
}

/// A plain click opens the window where the desktop reports clicks; Linux trays show the menu instead.
fn on_click<R: Runtime>(icon: &TrayIcon<R>, event: TrayIconEvent) {
    if let TrayIconEvent::Click {
        button: MouseButton::Left,
        button_state: MouseButtonState::Up,
        ..
    } = event
    {
        window::show(icon.app_handle());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_menu_item_is_understood_when_it_is_chosen() {
        for choice in Choice::ALL {
            assert_eq!(Choice::from_id(choice.id()), Some(choice));
        }
        assert_eq!(Choice::from_id("something else"), None);
    }
}
