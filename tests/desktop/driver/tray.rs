//! The tray as the panel sees it: `org.kde.StatusNotifierItem` and its `com.canonical.dbusmenu`.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Instant;

use futures_util::StreamExt as _;
use zbus::fdo::DBusProxy;
use zbus::names::BusName;
use zbus::proxy::SignalStream;
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, Proxy};

use crate::session::{App, in_time, until};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// The icon of one app in the tray.
pub struct TrayItem {
    bus: Connection,
    owner: String,
    path: String,
}

/// Hears of each icon in the moment in which it comes into the tray.
pub struct Arrivals {
    bus: Connection,
    signals: SignalStream<'static>,
}

/// One line of its menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuLine {
    id: i32,
    /// What it says; nothing for a separator.
    pub label: Option<String>,
    /// Whether it can be chosen.
    pub is_enabled: bool,
    /// Whether it has a tick, where it can have one.
    pub is_ticked: Option<bool>,
    /// The lines of its own menu.
    pub below: Vec<MenuLine>,
}

/// A node of `GetLayout`: its id, its properties, its children.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl TrayItem {
    /// Waits until the app has its icon in the tray.
    pub async fn of(app: &App) -> Self {
        let bus = Connection::session().await.unwrap();
        let (owner, path) = until("the app has an icon in the tray", async || {
            find(&bus, app.id()).await
        })
        .await;
        Self { bus, owner, path }
    }

    /// The picture it shows now.
    pub async fn icon(&self) -> PathBuf {
        self.text("IconName").await.into()
    }

    /// Its name, for those who cannot see it.
    pub async fn title(&self) -> String {
        self.text("Title").await
    }

    /// `Active`, `Passive` or `NeedsAttention`.
    pub async fn status(&self) -> String {
        self.text("Status").await
    }

    /// The text beside the icon, on trays that show one.
    pub async fn label(&self) -> String {
        self.text("XAyatanaLabel").await
    }

    /// Its menu, without lines that are not shown.
    pub async fn menu(&self) -> Vec<MenuLine> {
        let menu = self.dbusmenu().await;
        // A panel asks so before it opens the menu.
        let _needs_update: bool = menu.call("AboutToShow", &0_i32).await.unwrap();
        let all_properties: Vec<&str> = Vec::new();
        let (_revision, root): (u32, Layout) = menu
            .call("GetLayout", &(0_i32, -1_i32, all_properties))
            .await
            .unwrap();
        shown_lines(root.2)
    }

    /// What the lines of its menu say, from top to bottom.
    pub async fn labels(&self) -> Vec<String> {
        let lines = self.menu().await.into_iter();
        lines.filter_map(|line| line.label).collect()
    }

    /// Chooses the line that says `label`, as soon as there is one.
    pub async fn choose(&self, label: &str) {
        let line = self.line(label).await;
        self.click(&line).await;
    }

    /// Waits for the line that says `label` and can be chosen.
    pub async fn line(&self, label: &str) -> MenuLine {
        until(&format!("{label:?} can be chosen"), async || {
            let lines = self.menu().await.into_iter();
            lines
                .flat_map(|line| line.below.clone().into_iter().chain([line]))
                .find(|line| line.is_enabled && line.label.as_deref() == Some(label))
        })
        .await
    }

    /// Chooses a line.
    pub async fn click(&self, line: &MenuLine) {
        let event = (line.id, "clicked", Value::from(0_i32), 0_u32);
        self.dbusmenu()
            .await
            .call_noreply("Event", &event)
            .await
            .unwrap();
    }

    /// Waits until the first line of its menu says `words`.
    pub async fn begins_with(&self, words: &str) {
        self.labels_when(&format!("the tray says {words:?}"), |labels| {
            labels.first().is_some_and(|first| first == words)
        })
        .await;
    }

    /// Waits until a line of its menu says `words`.
    pub async fn says(&self, words: &str) {
        self.labels_when(&format!("the tray's menu says {words:?}"), |labels| {
            labels.iter().any(|label| label == words)
        })
        .await;
    }

    /// Waits until the lines of its menu fit, and gives them.
    pub async fn labels_when(&self, what: &str, fits: impl Fn(&[String]) -> bool) -> Vec<String> {
        until(what, async || {
            let labels = self.labels().await;
            fits(&labels).then_some(labels)
        })
        .await
    }

    /// Waits until its icon is the picture of this name in `icons/tray`.
    pub async fn shows(&self, picture: &str) {
        let icons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../icons/tray");
        let wanted = pixels_of(&icons.join(format!("{picture}@2x.png"))).unwrap();
        until(
            &format!("the tray shows the icon {picture:?}"),
            async || {
                let shown = pixels_of(&self.icon().await)?;
                (shown == wanted).then_some(())
            },
        )
        .await;
    }

    async fn text(&self, property: &str) -> String {
        let item = self.proxy(&self.path, "org.kde.StatusNotifierItem").await;
        item.get_property(property).await.unwrap()
    }

    async fn dbusmenu(&self) -> Proxy<'_> {
        let path = format!("{}/Menu", self.path);
        self.proxy(&path, "com.canonical.dbusmenu").await
    }

    /// Reads every property when it is asked for, as nothing here must be old.
    async fn proxy(&self, path: &str, interface: &'static str) -> Proxy<'_> {
        zbus::proxy::Builder::new(&self.bus)
            .destination(self.owner.clone())
            .and_then(|proxy| proxy.path(path.to_owned()))
            .and_then(|proxy| proxy.interface(interface))
            .unwrap()
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await
            .unwrap()
    }
}

impl Arrivals {
    /// Begins to listen; whoever is waited for is started afterwards.
    pub async fn listen() -> Self {
        let bus = Connection::session().await.unwrap();
        let watcher = Proxy::new(&bus, WATCHER, "/StatusNotifierWatcher", WATCHER);
        let signals = watcher
            .await
            .unwrap()
            .receive_signal("StatusNotifierItemRegistered")
            .await
            .unwrap();
        Self { bus, signals }
    }

    /// Waits for the icon of the app, and says when it came.
    pub async fn of(&mut self, app: &App) -> Instant {
        in_time("the icon comes into the tray", async {
            loop {
                let signal = self.signals.next().await.expect("the bus is gone");
                let heard = Instant::now();
                let item: String = signal.body().deserialize().unwrap();
                if process_of(&self.bus, &item).await == Some(app.id()) {
                    return heard;
                }
            }
        })
        .await
    }
}

/// The process that owns an item, if it is still there.
async fn process_of(bus: &Connection, item: &str) -> Option<u32> {
    let (owner, _) = item.split_at(item.find('/')?);
    let name = BusName::try_from(owner).unwrap();
    let bus = DBusProxy::new(bus).await.unwrap();
    bus.get_connection_unix_process_id(name).await.ok()
}

/// The owner and the path of the item that belongs to a process.
async fn find(bus: &Connection, process: u32) -> Option<(String, String)> {
    let watcher = Proxy::new(bus, WATCHER, "/StatusNotifierWatcher", WATCHER);
    let items: Vec<String> = watcher
        .await
        .unwrap()
        .get_property("RegisteredStatusNotifierItems")
        .await
        // A panel that is just starting again has none yet.
        .ok()?;
    for item in items {
        let (owner, path) = item.split_at(item.find('/')?);
        if process_of(bus, &item).await == Some(process) {
            return Some((owner.to_owned(), path.to_owned()));
        }
    }
    None
}

/// `None` for a picture that is just being written, or is gone already.
fn pixels_of(picture: &Path) -> Option<Vec<u8>> {
    let mut reader = png::Decoder::new(BufReader::new(File::open(picture).ok()?))
        .read_info()
        .ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    reader.next_frame(&mut pixels).ok()?;
    Some(pixels)
}

fn shown_lines(children: Vec<OwnedValue>) -> Vec<MenuLine> {
    children.into_iter().filter_map(shown_line).collect()
}

fn shown_line(child: OwnedValue) -> Option<MenuLine> {
    let (id, properties, below): Layout = child.try_into().unwrap();
    let flag = |name: &str| {
        properties
            .get(name)
            .map(|value| bool::try_from(value).unwrap())
    };
    let text = |name: &str| {
        properties
            .get(name)
            .map(|value| <&str>::try_from(value).unwrap())
    };
    if flag("visible") == Some(false) {
        return None;
    }
    let is_separator = text("type") == Some("separator");
    let ticked = properties
        .get("toggle-state")
        .map(|state| i32::try_from(state).unwrap() == 1);
    Some(MenuLine {
        id,
        // An underscore marks the letter for the keyboard.
        label: (!is_separator)
            .then(|| text("label").unwrap_or_default().replace("__", "\u{0}"))
            .map(|label| label.replace('_', "").replace('\u{0}', "_")),
        is_enabled: flag("enabled").unwrap_or(true),
        is_ticked: text("toggle-type").and(ticked),
        below: shown_lines(below),
    })
}
