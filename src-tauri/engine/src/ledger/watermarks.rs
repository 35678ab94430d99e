//! How far the history of each extension was read, and where it may have holes (spec B3).

use std::collections::BTreeSet;

use jiff::Timestamp;
use ringlog_core::call::CallKey;
use rusqlite::{Connection, Row};

use super::row::{key_of, micros, optional_time_of, time_of};
use super::{Ledger, LedgerError};

/// How far the history of one extension was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watermark {
    /// The start of the newest call recorded; `None` before the first.
    pub watermark: Option<Timestamp>,
    /// When the history was last read.
    pub last_polled_at: Timestamp,
    /// When it was last read as far back as calls may settle late.
    pub last_deep_poll_at: Option<Timestamp>,
}

/// What one poll says about how far the history was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatermarkUpdate {
    /// The start of the newest call it returned; an empty or an older answer never moves the watermark back.
    pub newest: Option<Timestamp>,
    /// When it was made.
    pub polled_at: Timestamp,
    /// It read as far back as calls may settle late.
    pub is_deep: bool,
}

/// A time in which calls may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// From.
    pub from: Timestamp,
    /// To.
    pub to: Timestamp,
    /// When that was noticed.
    pub detected_at: Timestamp,
}

impl Ledger {
    /// How far the history of `extension` was read; `None` before the first poll.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn watermark(
        &self,
        source: &str,
        extension: &str,
    ) -> Result<Option<Watermark>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT watermark, last_polled_at, last_deep_poll_at FROM watermark \
                 WHERE source = ?1 AND extension = ?2",
            )?
            .query_and_then((source, extension), |row| {
                Ok(Watermark {
                    watermark: optional_time_of(row, "watermark")?,
                    last_polled_at: time_of(row, "last_polled_at")?,
                    last_deep_poll_at: optional_time_of(row, "last_deep_poll_at")?,
                })
            })?
            .next()
            .transpose()
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
    ) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO gap (source, extension, from_at, to_at, detected_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (source, extension, from_at, to_at) DO NOTHING",
            )?
            .execute((
                source,
                extension,
                micros(gap.from),
                micros(gap.to),
                micros(gap.detected_at),
            ))?;
        Ok(())
    }

    /// The gaps noticed at `since` or later, in the order they were noticed.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn gaps(&self, since: Timestamp) -> Result<Vec<Gap>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT from_at, to_at, detected_at FROM gap WHERE detected_at >= ?1 \
                 ORDER BY detected_at, id",
            )?
            .query_and_then([micros(since)], gap_of)?
            .collect()
    }
}

fn gap_of(row: &Row<'_>) -> Result<Gap, LedgerError> {
    Ok(Gap {
        from: time_of(row, "from_at")?,
        to: time_of(row, "to_at")?,
        detected_at: time_of(row, "detected_at")?,
    })
}

/// Moves the watermark forward, inside the transaction that records what it passes.
pub(super) fn advance(
    connection: &Connection,
    source: &str,
    extension: &str,
    update: &WatermarkUpdate,
) -> Result<(), LedgerError> {
    let polled_at = micros(update.polled_at);
    connection
        .prepare_cached(
            "INSERT INTO watermark (source, extension, watermark, last_polled_at, last_deep_poll_at) \
             VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (source, extension) DO UPDATE SET \
             watermark = max(coalesce(watermark, excluded.watermark), coalesce(excluded.watermark, watermark)), \
             last_polled_at = excluded.last_polled_at, \
             last_deep_poll_at = coalesce(excluded.last_deep_poll_at, last_deep_poll_at)",
        )?
        .execute((
            source,
            extension,
            update.newest.map(micros),
            polled_at,
            update.is_deep.then_some(polled_at),
        ))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::samples::{Shelf, at, call, due, page, unreadable};
    use super::*;

    fn polled(shelf: &mut Shelf, newest: Option<i64>, polled: i64, is_deep: bool) {
        let mut page = page(Vec::new());
        page.watermark = Some(WatermarkUpdate {
            newest: newest.map(at),
            polled_at: at(polled),
            is_deep,
        });
        shelf.ledger.record(&page, at(polled)).unwrap();
    }

    #[test]
    fn an_empty_or_older_answer_never_moves_the_watermark_back() {
        let mut shelf = Shelf::new();
        let watermark = |shelf: &Shelf| {
            shelf
                .ledger
                .watermark("vodia:pbx.example.com", "504")
                .unwrap()
        };
        assert_eq!(watermark(&shelf), None);

        polled(&mut shelf, None, 1, false);
        assert_eq!(watermark(&shelf).unwrap().watermark, None);
        polled(&mut shelf, Some(100), 110, true);
        polled(&mut shelf, None, 120, false);
        polled(&mut shelf, Some(50), 130, false);

        assert_eq!(
            watermark(&shelf),
            Some(Watermark {
                watermark: Some(at(100)),
                last_polled_at: at(130),
                last_deep_poll_at: Some(at(110)),
            })
        );
        assert_eq!(
            shelf
                .ledger
                .watermark("vodia:pbx.example.com", "505")
                .unwrap(),
            None
        );
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
            to: at(10),
            detected_at: at(20),
        };
        for detected in [20, 30] {
            let gap = Gap {
                detected_at: at(detected),
                ..gap
            };
            shelf.ledger.record_gap("vodia:a", "504", gap).unwrap();
        }
        assert_eq!(shelf.ledger.gaps(at(20)).unwrap(), [gap]);
        assert_eq!(shelf.ledger.gaps(at(21)).unwrap(), []);
    }
}
