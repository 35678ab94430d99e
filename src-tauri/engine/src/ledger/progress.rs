//! How far the history of each extension was read, and where it may have holes (spec B3).

use std::collections::BTreeSet;

use jiff::Timestamp;
use ringlog_core::call::{ActivityId, CallKey};
use ringlog_core::poller::{Gap, Progress};
use rusqlite::{Connection, Row};

use super::row::{key_of, micros, optional_id_of, optional_time_of, time_of};
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

    /// The calls recorded that started at `from` or later, unreadable records aside.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn known_keys_since(
        &self,
        source: &str,
        extension: &str,
        from: Timestamp,
    ) -> Result<BTreeSet<CallKey>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT source, extension, source_id, leg FROM call \
                 WHERE started_at >= ?3 AND source = ?1 AND extension = ?2 AND direction IS NOT NULL",
            )?
            .query_and_then((source, extension, micros(from)), key_of)?
            .collect()
    }

    /// Keeps a gap; one that is known already stays as it was first noticed.
    ///
    /// # Errors
    /// When it could not be written, or ends before it begins.
    pub fn record_gap(
        &mut self,
        source: &str,
        extension: &str,
        gap: Gap,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.connection
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

/// Keeps the progress, inside the transaction that records what it passes; the watermark never moves back, and
/// the horizon never forward.
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
             horizon = coalesce(min(horizon, excluded.horizon), horizon, excluded.horizon), \
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
    use super::super::samples::{Shelf, at, call, due, page, unreadable};
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
    fn known_keys_are_those_of_calls_since_a_time() {
        let (mut shelf, _) = Shelf::with(vec![due(call("a", 0)), due(call("b", 10))]);
        let mut unread = page(Vec::new());
        unread.unreadable = vec![unreadable("?")];
        shelf.ledger.record(&unread, at(20)).unwrap();

        let keys = shelf
            .ledger
            .known_keys_since("vodia:pbx.example.com", "504", at(10))
            .unwrap();

        assert_eq!(keys, BTreeSet::from([call("b", 10).key]));
    }

    #[test]
    fn a_gap_is_kept_once_as_it_was_first_noticed() {
        let mut shelf = Shelf::new();
        let gap = Gap {
            from: at(0),
            until: at(10),
        };
        for detected in [20, 30] {
            shelf
                .ledger
                .record_gap("vodia:a", "504", gap, at(detected))
                .unwrap();
        }
        let noticed = NoticedGap {
            gap,
            detected_at: at(20),
        };
        assert_eq!(shelf.ledger.gaps(at(20)).unwrap(), [noticed]);
        assert_eq!(shelf.ledger.gaps(at(21)).unwrap(), []);
    }
}
