//! What stands on the screen: the windows the window manager shows, and a picture of everything.

use std::collections::BTreeSet;
use std::path::PathBuf;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ClientMessageEvent, ConnectionExt,
    EventMask, ImageFormat, MOTION_NOTIFY_EVENT, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::session::{App, until};

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

/// A window that was not painted yet shows nothing, in fewer colours than text has.
const COLOURS_MIN: usize = 32;

/// A window that looks the same so many times in a row is painted.
const CALM_LOOKS: u32 = 4;

/// The screen of the desktop the tests run on.
pub struct Screen {
    display: RustConnection,
    root: Window,
    atoms: Atoms,
}

/// A window of an app, shown or minimised; one that is hidden or destroyed is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppWindow {
    id: Window,
    /// What its title bar says.
    pub title: String,
    /// Whether it is only in the list of windows.
    pub is_minimised: bool,
    /// Whether it gets what is typed.
    pub has_focus: bool,
    /// Its width and height without the frame, in pixels.
    pub size: (u16, u16),
}

impl Screen {
    /// Looks at the screen.
    pub fn look() -> Self {
        let (display, number) = x11rb::connect(None).unwrap();
        let atoms = Atoms::new(&display).unwrap().reply().unwrap();
        Self {
            root: display.setup().roots[number].root,
            display,
            atoms,
        }
    }

    /// The windows of the app.
    pub fn windows_of(&self, app: &App) -> Vec<AppWindow> {
        self.windows_of_process(app.id())
    }

    pub(crate) fn windows_of_process(&self, id: u32) -> Vec<AppWindow> {
        let all = self.numbers(self.root, self.atoms._NET_CLIENT_LIST, AtomEnum::WINDOW);
        let active = self.numbers(self.root, self.atoms._NET_ACTIVE_WINDOW, AtomEnum::WINDOW);
        let process = [id];
        all.into_iter()
            .filter(|id| self.numbers(*id, self.atoms._NET_WM_PID, AtomEnum::CARDINAL) == process)
            .filter_map(|id| self.window(id, active.contains(&id)))
            .collect()
    }

    /// Waits for the one window of the app.
    pub async fn window_of(&self, app: &App) -> AppWindow {
        until("the app has one window", async || {
            let mut windows = self.windows_of(app);
            (windows.len() == 1).then(|| windows.remove(0))
        })
        .await
    }

    /// Waits until the window of the app gets what is typed.
    pub async fn focused_window_of(&self, app: &App) -> AppWindow {
        until("the app has one window with the focus", async || {
            let mut windows = self.windows_of(app);
            (windows.len() == 1 && windows[0].has_focus).then(|| windows.remove(0))
        })
        .await
    }

    /// Waits until the app has no window.
    pub async fn no_window_of(&self, app: &App) {
        until("the app has no window", async || {
            self.windows_of(app).is_empty().then_some(())
        })
        .await;
    }

    /// Presses the button that closes a window.
    pub fn close(&self, window: &AppWindow) {
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

    /// The window as it is painted, once nothing in it moves any more.
    pub async fn painted(&self, window: &AppWindow) -> Vec<u8> {
        let mut before = Vec::new();
        let mut calm = 0;
        until("the window is painted", async || {
            let now = self.pixels_of(window);
            let is_calm = is_painted(&now) && now == before;
            calm = if is_calm { calm + 1 } else { 0 };
            before.clone_from(&now);
            (calm == CALM_LOOKS).then_some(now)
        })
        .await
    }

    /// The red, green and blue of each pixel of a window, row by row.
    pub fn pixels_of(&self, window: &AppWindow) -> Vec<u8> {
        self.pixels(window.id, window.size)
    }

    /// The same at once, for a window that may not be on the screen yet.
    pub fn glimpse_of(&self, window: &AppWindow) -> Option<Vec<u8>> {
        self.pixels_if_shown(window.id, window.size)
    }

    /// Keeps a picture of the whole screen as `NAME.png`, and says where.
    pub fn picture(&self, name: &str) -> PathBuf {
        let size = self.display.get_geometry(self.root).unwrap();
        let size = size.reply().unwrap();
        let (width, height) = (size.width, size.height);
        let pixels = self.pixels(self.root, (width, height));
        keep_picture(name, &as_png(&pixels, (width, height)))
    }

    /// Opens the menu of the one icon in the tray; the pixels of both, with their width and height.
    pub async fn menu_of_the_tray(&self) -> (Vec<u8>, (u16, u16)) {
        let before = self.menus();
        // In the middle of the icon: the panel is on top, the tray begins on the left.
        let (x, y) = (14, 14);
        for (event, button) in [
            (MOTION_NOTIFY_EVENT, 0),
            (BUTTON_PRESS_EVENT, 3),
            (BUTTON_RELEASE_EVENT, 3),
        ] {
            self.use_mouse(event, button, (x, y));
        }
        let menu = until("the menu of the tray opens", async || {
            let mut menus = self.menus().into_iter();
            menus.find(|menu| !before.contains(menu))
        })
        .await;
        let place = self.display.get_geometry(menu).unwrap().reply().unwrap();
        // From the corner of the screen, so that the icon is in the picture.
        let to_end = |from: i16, length: u16| u16::try_from(from).unwrap() + length;
        let size = (to_end(place.x, place.width), to_end(place.y, place.height));
        let mut before = Vec::new();
        let pixels = until("the menu is painted", async || {
            let pixels = self.pixels(self.root, size);
            let is_calm = is_painted(&pixels) && pixels == before;
            before.clone_from(&pixels);
            is_calm.then_some(pixels)
        })
        .await;
        // Left where it is, it would have the icon explained over the next window.
        self.use_mouse(MOTION_NOTIFY_EVENT, 0, (400, 300));
        (pixels, size)
    }

    fn use_mouse(&self, event: u8, button: u8, (x, y): (i16, i16)) {
        self.display
            .xtest_fake_input(event, button, x11rb::CURRENT_TIME, self.root, x, y, 0)
            .unwrap()
            .check()
            .unwrap();
    }

    /// What is shown on the screen without the window manager; GTK grabs the mouse with a window beside it.
    fn menus(&self) -> Vec<Window> {
        let tree = self.display.query_tree(self.root).unwrap();
        let mut all = tree.reply().unwrap().children;
        all.retain(|window| {
            let attributes = self.display.get_window_attributes(*window).unwrap().reply();
            let place = self.display.get_geometry(*window).unwrap().reply();
            attributes.is_ok_and(|attributes| {
                attributes.override_redirect && attributes.map_state == MapState::VIEWABLE
            }) && place.is_ok_and(|place| place.x >= 0 && place.y >= 0)
        });
        all
    }

    fn pixels(&self, window: Window, size: (u16, u16)) -> Vec<u8> {
        self.pixels_if_shown(window, size).unwrap()
    }

    fn pixels_if_shown(&self, window: Window, (width, height): (u16, u16)) -> Option<Vec<u8>> {
        let image = self
            .display
            .get_image(ImageFormat::Z_PIXMAP, window, 0, 0, width, height, !0)
            .unwrap();
        // Of each four bytes the last is nothing; the others are blue, green and red.
        let data = image.reply().ok()?.data;
        let pixels = data.chunks_exact(4);
        Some(
            pixels
                .flat_map(|pixel| [pixel[2], pixel[1], pixel[0]])
                .collect(),
        )
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

/// Whether there is something to see in pixels of three bytes each.
pub fn is_painted(pixels: &[u8]) -> bool {
    let mut colours = BTreeSet::new();
    pixels.chunks_exact(3).any(|pixel| {
        colours.insert(pixel);
        colours.len() >= COLOURS_MIN
    })
}

/// The picture as a file.
pub fn as_png(pixels: &[u8], (width, height): (u16, u16)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width.into(), height.into());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(pixels).unwrap();
    writer.finish().unwrap();
    bytes
}

/// Writes a picture to where the target directory keeps what tests leave behind.
pub fn keep_picture(name: &str, png: &[u8]) -> PathBuf {
    keep(&format!("{name}.png"), png)
}

/// Writes a file there.
pub fn keep(name: &str, content: &[u8]) -> PathBuf {
    let program = std::env::current_exe().unwrap();
    // What is built is three directories deep in it: `target/debug/deps/desktop-…`.
    let target = program.ancestors().nth(3).unwrap();
    let directory = target.join("tmp/desktop");
    std::fs::create_dir_all(&directory).unwrap();
    let file = directory.join(name);
    std::fs::write(&file, content).unwrap();
    file
}
