//! What stands on the screen: the windows the window manager shows, and a picture of everything.

use std::path::PathBuf;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, ImageFormat, Window,
};
use x11rb::rust_connection::RustConnection;

use super::session::{App, until};

x11rb::atom_manager! {
    /// The words of the window manager.
    Atoms: AtomsCookie {
        UTF8_STRING,
        _NET_ACTIVE_WINDOW,
        _NET_CLIENT_LIST,
        _NET_CLOSE_WINDOW,
        _NET_WM_NAME,
        _NET_WM_PID,
        _NET_WM_STATE,
        _NET_WM_STATE_HIDDEN,
    }
}

/// The screen of the desktop the tests run on.
pub(super) struct Screen {
    display: RustConnection,
    root: Window,
    atoms: Atoms,
}

/// A window of an app, shown or minimised; one that is hidden or destroyed is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AppWindow {
    id: Window,
    /// What its title bar says.
    pub(super) title: String,
    /// Whether it is only in the list of windows.
    pub(super) is_minimised: bool,
    /// Whether it gets what is typed.
    pub(super) has_focus: bool,
    /// Its width and height without the frame, in pixels.
    pub(super) size: (u16, u16),
}

impl Screen {
    /// Looks at the screen.
    pub(super) fn look() -> Self {
        let (display, number) = x11rb::connect(None).unwrap();
        let atoms = Atoms::new(&display).unwrap().reply().unwrap();
        Self {
            root: display.setup().roots[number].root,
            display,
            atoms,
        }
    }

    /// The windows of the app.
    pub(super) fn windows_of(&self, app: &App) -> Vec<AppWindow> {
        let all = self.numbers(self.root, self.atoms._NET_CLIENT_LIST, AtomEnum::WINDOW);
        let active = self.numbers(self.root, self.atoms._NET_ACTIVE_WINDOW, AtomEnum::WINDOW);
        let process = [app.id()];
        all.into_iter()
            .filter(|id| self.numbers(*id, self.atoms._NET_WM_PID, AtomEnum::CARDINAL) == process)
            .filter_map(|id| self.window(id, active.contains(&id)))
            .collect()
    }

    /// Waits for the one window of the app.
    pub(super) async fn window_of(&self, app: &App) -> AppWindow {
        until("the app has one window", async || {
            let mut windows = self.windows_of(app);
            (windows.len() == 1).then(|| windows.remove(0))
        })
        .await
    }

    /// Waits until the window of the app gets what is typed.
    pub(super) async fn focused_window_of(&self, app: &App) -> AppWindow {
        until("the app has one window with the focus", async || {
            let mut windows = self.windows_of(app);
            (windows.len() == 1 && windows[0].has_focus).then(|| windows.remove(0))
        })
        .await
    }

    /// Waits until the app has no window.
    pub(super) async fn no_window_of(&self, app: &App) {
        until("the app has no window", async || {
            self.windows_of(app).is_empty().then_some(())
        })
        .await;
    }

    /// Presses the button that closes a window.
    pub(super) fn close(&self, window: &AppWindow) {
        let now = x11rb::CURRENT_TIME;
        // The second number says that a person asks for it.
        let data = [now, 2, 0, 0, 0];
        let event = ClientMessageEvent::new(32, window.id, self.atoms._NET_CLOSE_WINDOW, data);
        let mask = EventMask::SUBSTRUCTURE_NOTIFY | EventMask::SUBSTRUCTURE_REDIRECT;
        self.display
            .send_event(false, self.root, mask, event)
            .unwrap()
            .check()
            .unwrap();
    }

    /// Keeps a picture of the whole screen as `NAME.png`, and says where.
    pub(super) fn picture(&self, name: &str) -> PathBuf {
        let size = self.display.get_geometry(self.root).unwrap();
        let size = size.reply().unwrap();
        let (width, height) = (size.width, size.height);
        let image = self
            .display
            .get_image(ImageFormat::Z_PIXMAP, self.root, 0, 0, width, height, !0)
            .unwrap();
        // Of each four bytes the last is nothing; the others are blue, green and red.
        let pixels: Vec<u8> = image
            .reply()
            .unwrap()
            .data
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[2], pixel[1], pixel[0]])
            .collect();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width.into(), height.into());
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&pixels).unwrap();
        writer.finish().unwrap();
        keep_picture(name, &bytes)
    }

    fn window(&self, id: Window, has_focus: bool) -> Option<AppWindow> {
        // It may go while it is looked at.
        let size = self.display.get_geometry(id).ok()?.reply().ok()?;
        let title = self.bytes(id, self.atoms._NET_WM_NAME, self.atoms.UTF8_STRING);
        let states = self.numbers(id, self.atoms._NET_WM_STATE, AtomEnum::ATOM);
        Some(AppWindow {
            id,
            title: String::from_utf8(title).unwrap(),
            is_minimised: states.contains(&self.atoms._NET_WM_STATE_HIDDEN),
            has_focus,
            size: (size.width, size.height),
        })
    }

    fn numbers(&self, window: Window, property: Atom, kind: AtomEnum) -> Vec<u32> {
        let bytes = self.bytes(window, property, kind.into());
        bytes
            .chunks_exact(4)
            .map(|number| u32::from_ne_bytes([number[0], number[1], number[2], number[3]]))
            .collect()
    }

    /// Nothing for a window that is gone.
    fn bytes(&self, window: Window, property: Atom, kind: Atom) -> Vec<u8> {
        let asked = self
            .display
            .get_property(false, window, property, kind, 0, u32::MAX / 4);
        asked
            .unwrap()
            .reply()
            .map(|property| property.value)
            .unwrap_or_default()
    }
}

/// Writes a picture to where the target directory keeps what tests leave behind.
pub(super) fn keep_picture(name: &str, png: &[u8]) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("desktop");
    std::fs::create_dir_all(&directory).unwrap();
    let file = directory.join(format!("{name}.png"));
    std::fs::write(&file, png).unwrap();
    file
}
