//! What is done while nothing happens: the PBX is asked every thirty seconds, and has nothing new.

use std::io;
use std::time::Duration;

use ringlog_desktop_driver::session::App;

use super::proc::{Watch, Work};
use super::{Both, Measured, Side};
use crate::table::Line;

/// The work of the start is over by then, and the threads that did it have ended.
const REST: Duration = Duration::from_secs(15);
/// Three questions to the PBX are in it.
const WATCHED: Duration = Duration::from_secs(90);
const LOOK: Duration = Duration::from_millis(500);

const PER_CENT_MAX: f64 = 0.1;

/// Watches both at the same time.
pub(super) async fn measure(apps: &Both<App>, measured: &mut Measured) -> io::Result<()> {
    tokio::time::sleep(REST).await;
    let mut watches = Both {
        ours: Watch::begin(apps.ours.id())?,
        empty: Watch::begin(apps.empty.id())?,
    };
    let end = tokio::time::Instant::now() + WATCHED;
    while tokio::time::Instant::now() < end {
        tokio::time::sleep(LOOK).await;
        for side in Side::BOTH {
            watches.of_mut(side).look()?;
        }
    }
    let per_cent = per_cent(watches.ours.whole().busy);
    measured.lines.push(Line {
        what: "idle: processor time and wake-ups".to_owned(),
        ours: said(watches.ours.whole()),
        against: format!("empty app: {}", said(watches.empty.whole())),
        result: format!("{per_cent:.3} % of a core"),
        target: format!("under {PER_CENT_MAX} % of a core"),
        is_met: per_cent < PER_CENT_MAX,
    });
    for (whose, watch) in [
        ("Ringlog", &watches.ours),
        ("The empty app", &watches.empty),
    ] {
        measured.notes.push(by_thread(whose, watch));
    }
    Ok(())
}

fn by_thread(whose: &str, watch: &Watch) -> String {
    let threads = watch.by_name().into_iter();
    let awake = threads.filter(|(_, work)| work.wakes > 0);
    let words: Vec<String> = awake
        .map(|(name, work)| format!("{name} {}", said(work)))
        .collect();
    format!("{whose}, idle, by thread: {}.", words.join("; "))
}

fn said(work: Work) -> String {
    let a_minute = work.wakes as f64 * 60.0 / WATCHED.as_secs_f64();
    format!("{:.3} %, {a_minute:.1} a minute", per_cent(work.busy))
}

fn per_cent(busy: Duration) -> f64 {
    busy.as_secs_f64() * 100.0 / WATCHED.as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_milliseconds_of_ninety_seconds_are_a_tenth_of_a_per_cent() {
        let work = Work {
            busy: Duration::from_millis(90),
            wakes: 45,
        };

        assert_eq!(said(work), "0.100 %, 30.0 a minute");
    }
}
