//! How far the history of each extension was read, and where it may have holes (spec B3).

use std::collections::BTreeSet;

use jiff::Timestamp;
use ringlog_core::call::ActivityId;
use ringlog_core::poller::{Gap, Progress};
use rusqlite::{Connection, Row};

use super::row::{micros, optional_id_of, optional_time_of, time_of};
use super::{Ledger, LedgerError};

/// A time in which calls may be missing, and when that was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticedGap {
    /// The time.
    pub gap: Gap,
    /// When it was noticed.
    pub detected_at: Timestamp,
}

impl Ledger {
    /// How far the history of `extension` was read; nothing is set before the first poll.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn progress(&self, source: &str, extension: &str) -> Result<Progress, LedgerError> {
        let progress = self
            .connection
            .prepare_cached(
                "SELECT horizon, watermark, succeeded_at FROM progress \
                 WHERE source = ?1 AND extension = ?2",
            )?
            .query_and_then((source, extension), |row| {
                Ok::<_, LedgerError>(Progress {
                    horizon: optional_time_of(row, "horizon")?,
                    watermark: optional_time_of(row, "watermark")?,
                    succeeded_at: optional_time_of(row, "succeeded_at")?,
                })
            })?
            .next()
            .transpose()?;
        Ok(progress.unwrap_or_default())
    }

    /// The records in Dynamics that calls since `from` have or will have: no other call may claim them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn activities_since(&self, from: Timestamp) -> Result<BTreeSet<ActivityId>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT activity_id FROM call WHERE started_at >= ?1 AND activity_id IS NOT NULL",
            )?
            .query_and_then([micros(from)], |row| optional_id_of(row, "activity_id"))?
            .filter_map(Result::transpose)
            .collect()
    }

    /// The gaps noticed at `since` or later, in the order they were noticed.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn gaps(&self, since: Timestamp) -> Result<Vec<NoticedGap>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT from_at, until_at, detected_at FROM gap WHERE detected_at >= ?1 \
                 ORDER BY detected_at, id",
            )?
            .query_and_then([micros(since)], gap_of)?
            .collect()
    }
}

fn gap_of(row: &Row<'_>) -> Result<NoticedGap, LedgerError> {
    Ok(NoticedGap {
        gap: Gap {
            from: time_of(row, "from_at")?,
            until: time_of(row, "until_at")?,
        },
        detected_at: time_of(row, "detected_at")?,
    })
}

/// Keeps a gap, inside the transaction whose progress passes it; one that is known stays as it was first noticed.
pub(super) fn note_gap(
    connection: &Connection,
    source: &str,
    extension: &str,
    gap: Gap,
    now: Timestamp,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO gap (source, extension, from_at, until_at, detected_at) \
             VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (source, extension, from_at, until_at) DO NOTHING",
        )?
        .execute((
            source,
            extension,
            micros(gap.from),
            micros(gap.until),
            micros(now),
        ))?;
    Ok(())
}

/// Keeps the progress, inside the transaction that records what it passes; the watermark never moves back, and the
/// horizon never forward.
pub(super) fn advance(
    connection: &Connection,
    source: &str,
    extension: &str,
    progress: &Progress,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO progress (source, extension, horizon, watermark, succeeded_at) \
             VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (source, extension) DO UPDATE SET \
             horizon = min(coalesce(horizon, excluded.horizon), coalesce(excluded.horizon, horizon)), \
             watermark = max(coalesce(watermark, excluded.watermark), coalesce(excluded.watermark, watermark)), \
             succeeded_at = excluded.succeeded_at",
        )?
        .execute((
            source,
            extension,
            progress.horizon.map(micros),
            progress.watermark.map(micros),
            progress.succeeded_at.map(micros),
        ))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::RecordedPage;
    use super::super::samples::{Shelf, at, call, due, page};
    use super::*;

    fn polled(shelf: &mut Shelf, watermark: Option<i64>, polled: i64) {
        let mut page = page(Vec::new());
        page.progress = Some(Progress {
            horizon: Some(at(polled - 1_000)),
            watermark: watermark.map(at),
            succeeded_at: Some(at(polled)),
        });
        shelf.ledger.record(&page, at(polled)).unwrap();
    }

    #[test]
    fn an_empty_or_older_answer_never_moves_the_watermark_back() {
        let mut shelf = Shelf::new();
        let progress =
            |shelf: &Shelf, extension| shelf.ledger.progress("vodia:pbx.example.com", extension);
        assert_eq!(progress(&shelf, "504").unwrap(), Progress::default());

        polled(&mut shelf, None, 1);
        assert_eq!(progress(&shelf, "504").unwrap().watermark, None);
        polled(&mut shelf, Some(100), 110);
        polled(&mut shelf, None, 120);
        polled(&mut shelf, Some(50), 130);

        assert_eq!(
            progress(&shelf, "504").unwrap(),
            Progress {
                horizon: Some(at(-999)),
                watermark: Some(at(100)),
                succeeded_at: Some(at(130)),
            }
        );
        assert_eq!(progress(&shelf, "505").unwrap(), Progress::default());
    }

    #[test]
    fn the_horizon_moves_back_when_the_clock_was_ahead_and_never_forward() {
        let mut shelf = Shelf::new();
        let mut horizon = |polled_at: i64| {
            polled(&mut shelf, None, polled_at);
            let progress = shelf.ledger.progress("vodia:pbx.example.com", "504");
            progress.unwrap().horizon
        };
        assert_eq!(horizon(90_000), Some(at(89_000)));
        assert_eq!(horizon(0), Some(at(-1_000)));
        assert_eq!(horizon(10), Some(at(-1_000)));
    }

    fn silent(gap: Gap) -> RecordedPage {
        RecordedPage {
            gap: Some(gap),
            backfill: None,
            ..page(Vec::new())
        }
    }

    #[test]
    fn a_gap_is_no_gap_if_its_page_shows_a_call_from_before() {
        let (mut shelf, _) = Shelf::with(vec![due(call("a", 0))]);
        let gap = Gap {
            from: at(0),
            until: at(10),
        };
        let mut page = silent(gap);
        page.calls = vec![due(call("a", 0))];
        shelf.ledger.record(&page, at(20)).unwrap();
        assert_eq!(shelf.ledger.gaps(at(0)).unwrap(), []);
    }

    #[test]
    fn a_gap_is_kept_once_as_it_was_first_noticed() {
        let mut shelf = Shelf::new();
        let gap = Gap {
            from: at(0),
            until: at(10),
        };
        for detected in [20, 30] {
            shelf.ledger.record(&silent(gap), at(detected)).unwrap();
        }
        let noticed = NoticedGap {
            gap,
            detected_at: at(20),
        };
        assert_eq!(shelf.ledger.gaps(at(20)).unwrap(), [noticed]);
        assert_eq!(shelf.ledger.gaps(at(21)).unwrap(), []);
    }
}
