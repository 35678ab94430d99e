//! From a choice in the menu of the tray to a window with everything in it, and what is left once it is closed.

use std::io;
use std::time::{Duration, Instant};

use ringlog_desktop_driver::processes::{Process, family_of, started_by};
use ringlog_desktop_driver::screen::{AppWindow, Screen, is_painted};
use ringlog_desktop_driver::session::{App, until};
use ringlog_desktop_driver::tray::TrayItem;

use super::starting::{megabytes, settled};
use super::{Both, CALLS, Measured, Side};
use crate::sample::{Sample, milliseconds};
use crate::table::{Line, times};

/// Where the page runs.
const WEB_PROCESS: &str = "WebKitWebProcess";

const ROUNDS: usize = 6;

const LATER_MAX: Duration = Duration::from_millis(150);

const LOOK: Duration = Duration::from_millis(2);
/// A window that has not changed for so long shows everything.
const STILL: Duration = Duration::from_millis(1_500);

/// The window of one app as it came, with what it showed.
struct Opened {
    window: AppWindow,
    /// Each new picture, and how long it took.
    pictures: Vec<(Duration, Vec<u8>)>,
}

/// Opens and closes the windows of both in turns.
pub(super) async fn measure(
    apps: &Both<App>,
    trays: &Both<TrayItem>,
    measured: &mut Measured,
) -> io::Result<()> {
    let screen = Screen::look();
    let mut opened = Both {
        ours: Sample::default(),
        empty: Sample::default(),
    };
    for round in 0..ROUNDS {
        for side in Side::in_round(round) {
            let app = apps.of(side);
            let window = open(&screen, app, trays.of(side), side.way_in()).await;
            // The first one reads the libraries of the window from the disk.
            if round > 0 {
                opened.of_mut(side).push(window.took());
            }
            screen.close(&window.window);
            screen.no_window_of(app).await;
            until("the process of the page ends", async || {
                (!started_by(app.id()).contains(&WEB_PROCESS.to_owned())).then_some(())
            })
            .await;
        }
    }
    let [ours, empty] = Side::BOTH.map(|side| opened.of(side).median());
    let later = ours.saturating_sub(empty);
    measured.lines.push(Line {
        what: format!("from the tray to a painted window, with {CALLS} calls"),
        ours: milliseconds(ours),
        against: format!("empty app: {}", milliseconds(empty)),
        result: format!("{} more", milliseconds(later)),
        target: format!("at most {} more", milliseconds(LATER_MAX)),
        is_met: later <= LATER_MAX,
    });
    let [ours, empty] = [left(&apps.ours).await?, left(&apps.empty).await?];
    measured.lines.push(Line {
        what: "left after the window was opened and closed".to_owned(),
        is_met: !started_by(apps.ours.id()).contains(&WEB_PROCESS.to_owned()),
        result: times(ours.resident as f64 / empty.resident as f64),
        ours: ours.said(),
        against: format!("empty app: {}", empty.said()),
        target: "no process of a page".to_owned(),
    });
    Ok(())
}

/// What an app still has once its window is closed.
struct Left {
    resident: u64,
    started: Vec<Process>,
}

impl Left {
    fn said(&self) -> String {
        let started = self.started.iter().map(|process| {
            let Process {
                name,
                resident_bytes,
                ..
            } = process;
            format!(", beside it {name} {}", megabytes(*resident_bytes))
        });
        megabytes(self.resident) + &started.collect::<String>()
    }
}

async fn left(app: &App) -> io::Result<Left> {
    Ok(Left {
        resident: settled(app).await?.resident,
        started: family_of(app.id()).into_iter().skip(1).collect(),
    })
}

impl Side {
    /// The line of the menu that opens the window.
    fn way_in(self) -> &'static str {
        match self {
            Self::Ours => "Open Ringlog",
            Self::Empty => "Open",
        }
    }
}

impl Opened {
    /// How long it took until it looked as it does now.
    fn took(&self) -> Duration {
        let last = self.pictures.last();
        last.and_then(|(_, last)| {
            let mut pictures = self.pictures.iter();
            pictures.find(|(_, picture)| looks_like(picture, last))
        })
        .map(|(took, _)| *took)
        .unwrap_or_default()
    }
}

async fn open(screen: &Screen, app: &App, tray: &TrayItem, way_in: &str) -> Opened {
    let line = tray.line(way_in).await;
    let began = Instant::now();
    tray.click(&line).await;
    let window = loop {
        if let Some(window) = screen.windows_of(app).pop() {
            break window;
        }
        tokio::time::sleep(LOOK).await;
    };
    let mut pictures: Vec<(Duration, Vec<u8>)> = Vec::new();
    loop {
        let looked = began.elapsed();
        if let Some(now) = screen.glimpse_of(&window) {
            match pictures.last() {
                Some((_, last)) if *last == now => {}
                _ => pictures.push((looked, now)),
            }
        }
        if let Some((shown, last)) = pictures.last()
            && looked.saturating_sub(*shown) > STILL
            && is_painted(last)
        {
            return Opened { window, pictures };
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Whether all but one in a hundred pixels are the same: a scroll bar fades, and the edges of letters shimmer.
fn looks_like(shown: &[u8], last: &[u8]) -> bool {
    let pairs = shown.chunks_exact(3).zip(last.chunks_exact(3));
    let different = pairs.filter(|(one, other)| one != other).count();
    shown.len() == last.len() && different * 100 < shown.len() / 3
}
