//! From the start to the icon in the tray, and what is in memory once everything is still.

use std::io;
use std::time::{Duration, Instant};

use ringlog_desktop_driver::processes::family_of;
use ringlog_desktop_driver::session::App;
use ringlog_desktop_driver::tray::{Arrivals, TrayItem};

use super::proc::Memory;
use super::{Both, Measured, Pair, Side, WELL};
use crate::sample::{Sample, milliseconds, ratio};
use crate::table::{Line, times};

/// The first start of each is not counted: it reads the programs from the disk.
const ROUNDS: usize = 6;
/// More starts, in which nothing but the icon is waited for.
const QUICK_ROUNDS: usize = 16;

const RESIDENT_TIMES_MAX: f64 = 1.25;
const START_TIMES_MAX: f64 = 1.2;

const LOOK: Duration = Duration::from_millis(250);
/// Memory that stays the same for so many looks has settled.
const STILL_LOOKS: u32 = 8;
const LOOKS_MAX: u32 = 60;

/// What the starts of one have cost.
#[derive(Default)]
struct Starts {
    to_the_icon: Sample,
    memory: Vec<Memory>,
    processes_max: usize,
}

/// Starts both in turns.
pub(super) async fn measure(pair: &Pair, measured: &mut Measured) -> io::Result<()> {
    let mut starts = Both {
        ours: Starts::default(),
        empty: Starts::default(),
    };
    let mut arrivals = Arrivals::listen().await;
    for round in 0..ROUNDS {
        for side in Side::in_round(round) {
            let began = Instant::now();
            let mut app = pair.start(side);
            let shown = arrivals.of(&app).await;
            let tray = TrayItem::of(&app).await;
            if side == Side::Ours {
                tray.begins_with(WELL).await;
            }
            let memory = settled(&app).await?;
            if round > 0 {
                let starts = starts.of_mut(side);
                starts.to_the_icon.push(shown - began);
                starts.memory.push(memory);
                let processes = family_of(app.id()).len();
                starts.processes_max = starts.processes_max.max(processes);
            }
            tray.choose("Quit").await;
            app.ended().await;
        }
    }
    for round in 0..QUICK_ROUNDS {
        for side in Side::in_round(round) {
            let began = Instant::now();
            let mut app = pair.start(side);
            let shown = arrivals.of(&app).await;
            starts.of_mut(side).to_the_icon.push(shown - began);
            TrayItem::of(&app).await.choose("Quit").await;
            app.ended().await;
        }
    }
    measured.lines.push(resident(&starts));
    measured.lines.push(to_the_icon(&starts));
    Ok(())
}

/// What an app has in memory once that does not change any more.
pub(super) async fn settled(app: &App) -> io::Result<Memory> {
    let mut memory = Memory::of(app.id())?;
    let mut still = 0;
    for _ in 0..LOOKS_MAX {
        tokio::time::sleep(LOOK).await;
        let now = Memory::of(app.id())?;
        still = if now.resident == memory.resident {
            still + 1
        } else {
            0
        };
        memory = now;
        if still == STILL_LOOKS {
            break;
        }
    }
    Ok(memory)
}

fn resident(starts: &Both<Starts>) -> Line {
    let median = |side: Side, of: fn(&Memory) -> u64| {
        median(starts.of(side).memory.iter().map(of).collect())
    };
    let said = |side| {
        let resident = megabytes(median(side, |memory| memory.resident));
        let proportional = megabytes(median(side, |memory| memory.proportional));
        format!("{resident} ({proportional} without what is shared)")
    };
    let [ours, empty] = Side::BOTH.map(|side| median(side, |memory| memory.resident));
    let times_as_much = ours as f64 / empty as f64;
    let processes = starts.ours.processes_max;
    Line {
        what: "resident memory, idle in the tray before a window was opened".to_owned(),
        ours: format!("{}, {processes} process", said(Side::Ours)),
        against: format!("empty app: {}", said(Side::Empty)),
        result: times(times_as_much),
        target: format!("at most {RESIDENT_TIMES_MAX} times, 1 process"),
        is_met: times_as_much <= RESIDENT_TIMES_MAX && processes == 1,
    }
}

fn to_the_icon(starts: &Both<Starts>) -> Line {
    let [ours, empty] = Side::BOTH.map(|side| starts.of(side).to_the_icon.median());
    let times_as_long = ratio(ours, empty);
    Line {
        what: "from the start to the icon in the tray".to_owned(),
        ours: milliseconds(ours),
        against: format!("empty app: {}", milliseconds(empty)),
        result: times(times_as_long),
        target: format!("at most {START_TIMES_MAX} times"),
        is_met: times_as_long <= START_TIMES_MAX,
    }
}

/// The one in the middle; nothing for no figure.
fn median(mut figures: Vec<u64>) -> u64 {
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// `61.2 MB`.
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_figure_in_the_middle() {
        assert_eq!(median(vec![9, 1, 5]), 5);
        assert_eq!(median(Vec::new()), 0);
    }

    #[test]
    fn memory_is_told_in_megabytes() {
        assert_eq!(megabytes(61_249_536), "61.2 MB");
    }
}
