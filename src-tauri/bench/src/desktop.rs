//! What a person feels of an application in the tray, beside the smallest one of the same kind (`/bench/empty`).
//!
//! Both are started on a desktop of their own (`cargo xtask desktop`), built for release with the same versions, and
//! take turns: what slows the machine down slows both.

mod idle;
mod opening;
mod proc;
mod size;
mod starting;

use std::error::Error;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use ringlog_desktop_driver::session::{App, Office, Session, program};
use ringlog_desktop_driver::tray::TrayItem;

use crate::large_ledger::fill;
use crate::table::Line;

/// As many calls as somebody has in seven years.
const CALLS: u32 = 100_000;

/// Forty calls a day.
const BETWEEN_CALLS: SignedDuration = SignedDuration::from_mins(36);

/// What was measured.
pub(crate) struct Measured {
    /// One line for each target.
    pub(crate) lines: Vec<Line>,
    /// What else is worth knowing, in sentences.
    pub(crate) notes: Vec<String>,
}

/// The two that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Ours,
    Empty,
}

/// One person's session with both: Ringlog is linked and has seven years of calls.
struct Pair {
    session: Session,
    empty: PathBuf,
    _office: Office,
}

/// What both have cost in the same place.
struct Both<T> {
    ours: T,
    empty: T,
}

/// Measures everything; it takes about four minutes.
///
/// The programs are named by `RINGLOG_APP`, `RINGLOG_EMPTY_APP`, `RINGLOGCTL` and `RINGLOG_SIMULATOR`.
///
/// # Errors
/// When the system does not say what a process costs.
pub(crate) async fn measure() -> Result<Measured, Box<dyn Error>> {
    let pair = Pair::prepare().await;
    let mut measured = Measured {
        lines: Vec::new(),
        notes: Vec::new(),
    };
    starting::measure(&pair, &mut measured).await?;
    let ours = pair.start(Side::Ours);
    let empty = pair.start(Side::Empty);
    let apps = Both { ours, empty };
    let trays = Both {
        ours: TrayItem::of(&apps.ours).await,
        empty: TrayItem::of(&apps.empty).await,
    };
    trays.ours.begins_with(WELL).await;
    idle::measure(&apps, &mut measured).await?;
    opening::measure(&apps, &trays, &mut measured).await?;
    size::measure(&pair, &mut measured)?;
    Ok(measured)
}

/// What the tray says once everything was asked and answered.
const WELL: &str = "All is well";

impl Side {
    const BOTH: [Self; 2] = [Self::Ours, Self::Empty];

    /// Who comes first takes turns, too.
    fn in_round(round: usize) -> [Self; 2] {
        if round.is_multiple_of(2) {
            Self::BOTH
        } else {
            [Self::Empty, Self::Ours]
        }
    }
}

impl Pair {
    async fn prepare() -> Self {
        let (session, office) = Session::linked().await;
        fill(
            &session.profile.join("ledger.sqlite3"),
            0..CALLS,
            Timestamp::now(),
            BETWEEN_CALLS,
        );
        Self {
            session,
            empty: program("RINGLOG_EMPTY_APP"),
            _office: office,
        }
    }

    fn start(&self, side: Side) -> App {
        match side {
            Side::Ours => self.session.start(&["--tray"]),
            Side::Empty => self.session.start_another(&self.empty, &[]),
        }
    }
}

impl<T> Both<T> {
    fn of(&self, side: Side) -> &T {
        match side {
            Side::Ours => &self.ours,
            Side::Empty => &self.empty,
        }
    }

    fn of_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Ours => &mut self.ours,
            Side::Empty => &mut self.empty,
        }
    }
}
