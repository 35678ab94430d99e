//! Which calls a list shows, and where in it to look for them.
//!
//! The list has an order of its own, `place` (`migrations/007_listed.sql`): the second a call began in, and within it the
//! order of recording.

use jiff::Timestamp;
use ringlog_core::call::Direction;
use ringlog_core::delivery::State;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row};

use super::LedgerError;
use super::row::{Word, micros};

/// The places of one second.
const PLACES_PER_SECOND: i64 = 1 << 24;

/// Which calls to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallQuery {
    /// Part of a number, of the caller's name, of the contact's or its company's, or of a note; of a note, one or two
    /// characters are the beginning of a word.
    pub search: Option<String>,
    /// Only those in this state.
    pub state: Option<State>,
    /// Only those that went this way; unreadable records went none.
    pub direction: Option<Direction>,
    /// Only those that began in the second of this time or later.
    pub from: Option<Timestamp>,
    /// Only those that began before the second of this time.
    pub until: Option<Timestamp>,
    /// At most so many; `None` for all.
    pub limit: Option<u32>,
    /// Only those listed after this one; nothing if there is no such call.
    pub before: Option<i64>,
}

impl CallQuery {
    /// What is searched for; `None` for nothing.
    pub(super) fn text(&self) -> Option<&str> {
        self.search
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }

    /// Whether the ledger keeps the count of what is asked for: all calls, or all in a state.
    pub(super) fn is_kept_count(&self) -> bool {
        self.text().is_none()
            && self.direction.is_none()
            && self.from.is_none()
            && self.until.is_none()
    }
}

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    /// Where it stands; the higher, the newer.
    pub(super) place: i64,
    /// The call's id.
    pub(super) call: i64,
}

impl Listed {
    /// From a row that begins with `place` and `call`.
    pub(super) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            place: row.get(0)?,
            call: row.get(1)?,
        })
    }
}

/// The part of the list a query looks at, and what it lets through of it, the search aside.
#[derive(Clone, Debug)]
pub(super) struct Section {
    from: i64,
    below: i64,
    state: Option<State>,
    direction: Option<Direction>,
}

impl Section {
    /// The part of the list for a query; `None` if it follows a call that is not there.
    pub(super) fn of(
        connection: &Connection,
        query: &CallQuery,
    ) -> Result<Option<Self>, LedgerError> {
        let second = |time| micros(time).div_euclid(1_000_000) * PLACES_PER_SECOND;
        let until = query.until.map_or(i64::MAX, second);
        let below = match query.before {
            None => until,
            Some(id) => {
                let place: Option<i64> = connection
                    .prepare_cached("SELECT place FROM call WHERE id = ?1")?
                    .query_row([id], |row| row.get(0))
                    .optional()?;
                let Some(place) = place else {
                    return Ok(None);
                };
                until.min(place)
            }
        };
        Ok(Some(Self {
            from: query.from.map_or(i64::MIN, second),
            below,
            state: query.state,
            direction: query.direction,
        }))
    }

    /// What of it stands below this place.
    pub(super) fn below(&self, place: i64) -> Self {
        Self {
            below: place,
            ..self.clone()
        }
    }

    /// Whether only calls of one state are let through.
    pub(super) fn is_of_one_state(&self) -> bool {
        self.state.is_some()
    }

    /// Reads these columns of its lines, newest first, in the order of the list.
    pub(super) fn sql(&self, columns: &str) -> String {
        let index = match self.state {
            Some(_) => "INDEXED BY listed_by_state",
            None => "NOT INDEXED",
        };
        self.newest(columns, &format!("listed {index}"), "place", "")
    }

    /// Reads these columns of its lines, newest first, from where they stand by this column, under one more condition:
    /// `of` is its column, and its value is the first parameter.
    pub(super) fn sql_of(&self, columns: &str, source: &str, place: &str, of: &str) -> String {
        self.newest(columns, source, place, &format!("{of} ? AND "))
    }

    fn newest(&self, columns: &str, source: &str, place: &str, condition: &str) -> String {
        let state = self.state.map_or("", |_| " AND state = ?");
        let direction = self.direction.map_or("", |_| " AND direction = ?");
        format!(
            "SELECT {columns} FROM {source} WHERE {condition}{place} >= ? AND {place} < ?{state}{direction} \
             ORDER BY {place} DESC LIMIT ?"
        )
    }

    /// The parameters of its statements after those of the condition.
    pub(super) fn parameters(&self, limit: usize) -> Vec<Value> {
        let words = [self.state.map(Word::word), self.direction.map(Word::word)];
        let words = words
            .into_iter()
            .flatten()
            .map(|word| word.to_owned().into());
        // SQLite takes a negative limit for none.
        let limit = i64::try_from(limit).unwrap_or(-1);
        [self.from.into(), self.below.into()]
            .into_iter()
            .chain(words)
            .chain([limit.into()])
            .collect()
    }
}
