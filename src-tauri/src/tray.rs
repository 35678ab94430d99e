//! The tray: paints the icon, the tooltip and the menu of the [`View`], and hands on what is chosen.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use ringlog_core::delivery::State;
use ringlog_core::desktop::tray::{Choice, MenuItem};
use ringlog_core::desktop::{Icon, View};
use ringlog_engine::event_loop::Event;
use ringlog_engine::request::Request;
use tauri::image::Image;
use tauri::menu::{IsMenuItem, Menu, MenuEvent, MenuItem as NativeItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager as _};

use crate::session::{Page, Session, Wish};
use crate::window;

const ID: &str = "ringlog";

/// Puts the icon into the tray.
///
/// # Errors
/// When the desktop has no place for it.
pub(crate) fn show(app: &AppHandle, view: &View) -> tauri::Result<()> {
    // Before there is a tray to paint: a panel that is given a second menu while it reads the first may crash.
    app.state::<Painted>().begin(view);
    TrayIconBuilder::with_id(ID)
        .icon(picture(view.light.icon)?)
        .icon_as_template(cfg!(target_os = "macos"))
        .tooltip(&view.light.words)
        .menu(&menu(app, &view.menu)?)
        .show_menu_on_left_click(false)
        .on_menu_event(on_choice)
        .on_tray_icon_event(on_click)
        .build(app)?;
    Ok(())
}

/// Whether a closed window can be opened again from the tray.
#[must_use]
pub(crate) fn is_shown(app: &AppHandle) -> bool {
    app.tray_by_id(ID).is_some()
}

/// Shows a new view; a desktop without a tray has nothing to paint.
///
/// # Errors
/// When the desktop refuses the picture or the menu.
pub(crate) fn paint(app: &AppHandle, view: &View) -> tauri::Result<()> {
    let Some(tray) = app.tray_by_id(ID) else {
        return Ok(());
    };
    let painted = &app.state::<Painted>().0;
    let mut painted = painted.lock().unwrap_or_else(PoisonError::into_inner);
    if painted.icon != Some(view.light.icon) {
        tray.set_icon_with_as_template(Some(picture(view.light.icon)?), cfg!(target_os = "macos"))?;
        painted.icon = Some(view.light.icon);
    }
    // A menu that is replaced while it is open closes under the person's hand.
    if painted.menu != view.menu {
        tray.set_menu(Some(menu(app, &view.menu)?))?;
        tray.set_tooltip(Some(&view.light.words))?;
        painted.menu.clone_from(&view.menu);
    }
    Ok(())
}

/// What the tray shows now.
#[derive(Debug, Default)]
pub(crate) struct Painted(Mutex<Paint>);

impl Painted {
    fn begin(&self, view: &View) {
        let mut painted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        painted.icon = Some(view.light.icon);
        painted.menu.clone_from(&view.menu);
    }
}

#[derive(Debug, Default)]
struct Paint {
    icon: Option<Icon>,
    menu: Vec<MenuItem>,
}

/// A menu bar wants one colour, a panel the light's.
fn picture(icon: Icon) -> tauri::Result<Image<'static>> {
    macro_rules! pictures {
        ($($icon:ident => $name:literal),*) => {
            match icon {
                $(Icon::$icon => {
                    #[cfg(target_os = "macos")]
                    let bytes = include_bytes!(concat!("../../icons/tray/mono/", $name, "-black@2x.png"));
                    #[cfg(not(target_os = "macos"))]
                    let bytes = include_bytes!(concat!("../../icons/tray/", $name, "@2x.png"));
                    Image::from_bytes(bytes)
                })*
            }
        };
    }
    pictures! {
        Linked => "linked",
        Working => "working",
        Attention => "attention",
        Error => "error",
        Unlinked => "unlinked"
    }
}

fn menu(app: &AppHandle, items: &[MenuItem]) -> tauri::Result<Menu<tauri::Wry>> {
    let native = |item: &MenuItem| -> tauri::Result<Box<dyn IsMenuItem<tauri::Wry>>> {
        Ok(match item {
            MenuItem::Words(words) => {
                Box::new(NativeItem::new(app, plain(words), false, None::<&str>)?)
            }
            MenuItem::Choice { choice, words } => {
                let words = plain(words);
                let item = NativeItem::with_id(app, choice.id(), words, true, None::<&str>)?;
                Box::new(item)
            }
            MenuItem::Separator => Box::new(PredefinedMenuItem::separator(app)?),
        })
    };
    let natives = items
        .iter()
        .map(native)
        .collect::<tauri::Result<Vec<_>>>()?;
    let natives: Vec<_> = natives.iter().map(AsRef::as_ref).collect();
    Menu::with_items(app, &natives)
}

/// In a menu a single `&` marks the key of an item, and is not shown.
fn plain(words: &str) -> String {
    words.replace('&', "&&")
}

fn on_choice(app: &AppHandle, event: MenuEvent) {
    if let Some(choice) = Choice::from_id(event.id().as_ref()) {
        follow(app, choice);
    }
}

fn follow(app: &AppHandle, choice: Choice) {
    let session = app.state::<Arc<Session>>();
    match choice {
        Choice::Open => window::show(app),
        Choice::OpenNeedsYou => {
            session.wish(Wish {
                page: Page::Calls,
                call: None,
                state: Some(State::NeedsYou),
            });
            window::show(app);
        }
        Choice::SyncNow => session.tell(Event::SyncRequested),
        Choice::Pause(pause) => {
            let until = pause.until(Timestamp::now(), &session.desk().time_zone());
            session.tell(Event::PauseRequested { until });
        }
        Choice::Resume => session.tell(Event::PauseEnded),
        Choice::Link => link(app),
        Choice::Quit => app.exit(0),
    }
}

/// Sends the person to Microsoft's page; the window shows how it goes and why it did not.
pub(crate) fn link(app: &AppHandle) {
    let session = Arc::clone(&app.state::<Arc<Session>>());
    session.wish(Wish {
        page: Page::Home,
        call: None,
        state: None,
    });
    window::show(app);
    if session.is_in_browser() {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let browser = session.browser();
        let linked = session.ask(|reply| Request::Link { browser, reply }).await;
        if let Err(trouble) = linked {
            session.note(&trouble);
            session.repaint(&app);
        }
    });
}

/// A plain click opens the window where the desktop reports clicks; Linux trays show the menu instead.
fn on_click(icon: &TrayIcon, event: TrayIconEvent) {
    if let TrayIconEvent::Click {
        button: MouseButton::Left,
        button_state: MouseButtonState::Up,
        ..
    } = event
    {
        window::show(icon.app_handle());
    }
}
