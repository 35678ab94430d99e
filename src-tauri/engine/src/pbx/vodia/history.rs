//! Reading the history page by page, without knowing how this PBX pages (`reference/vodia.md`, section 5, Paging).

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::Ordering;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use ringlog_core::cdr::Cdr;
use ringlog_core::poller::Window;
use serde_json::Value;

use super::{Vodia, wire};
use crate::ports::{Page, Pages, PbxError};

/// How many records are asked for at once.
const PAGE_SIZE: u64 = 50;

/// More pages than any retention fills; a history that goes on is one that does not end.
const PAGES_MAX: u64 = 400;

/// A hundred calls a working day for four years; what goes on beyond that would fill the disk.
const ROWS_MAX: u64 = 100_000;

/// How a PBX wants to be asked; learned from its first answer and remembered for the life of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Dialect {
    /// It was not asked yet.
    Unknown,
    /// With `page` and `size`.
    Paged,
    /// With `page`, `size` and `api=2`.
    PagedApi2,
    /// Without any query.
    Plain,
}

impl Dialect {
    fn from_code(code: u8) -> Self {
        [Self::Paged, Self::PagedApi2, Self::Plain]
            .into_iter()
            .find(|dialect| *dialect as u8 == code)
            .unwrap_or(Self::Unknown)
    }
}

/// One reading of the history.
pub(super) struct History<'a> {
    vodia: &'a Vodia,
    window: Window,
    next: Step,
    /// Hashes of the rows so far: a PBX that ignores `page` sends the same ones again.
    seen: BTreeSet<u64>,
    pages_read: u64,
    rows_read: u64,
    /// The last order that could be told: a page of one row has none of its own.
    order: Order,
    has_reached_window: bool,
}

/// Which page comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Up from the first page, newest records first as far as known.
    Up(u64),
    /// Down from the last page, of a PBX that lists the oldest first.
    Down(u64),
    Done,
}

/// The rows of one answer.
struct Rows {
    rows: Vec<Value>,
    total: Option<u64>,
}

/// How the starts of a page lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    NewestFirst,
    /// Newer before older on the whole, but not row by row.
    NearlyNewestFirst,
    OldestFirst,
    Unclear,
}

impl<'a> History<'a> {
    pub(super) fn new(vodia: &'a Vodia, window: Window) -> Self {
        Self {
            vodia,
            window,
            next: Step::Up(1),
            seen: BTreeSet::new(),
            pages_read: 0,
            rows_read: 0,
            order: Order::Unclear,
            has_reached_window: false,
        }
    }

    async fn next_page(&mut self) -> Result<Option<Page>, PbxError> {
        let page_number = match self.next {
            Step::Up(page) | Step::Down(page) => page,
            Step::Done => return Ok(None),
        };
        if self.pages_read >= PAGES_MAX {
            return Err(PbxError::Garbled(format!(
                "the call history does not end after {PAGES_MAX} pages"
            )));
        }
        self.pages_read += 1;
        let Rows { rows, total } = self.vodia.rows(page_number).await?;
        let row_count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        if self.rows_read.saturating_add(row_count) > ROWS_MAX {
            return Err(PbxError::Garbled(format!(
                "the call history has more than {ROWS_MAX} records"
            )));
        }
        let (page, starts, has_new) = self.sort_out(rows);
        if has_new {
            self.rows_read = self.rows_read.saturating_add(row_count);
        }
        self.has_reached_window |= starts.iter().any(|start| *start < self.window.from);
        self.order = match order(&starts) {
            Order::Unclear => self.order,
            known @ (Order::NewestFirst | Order::NearlyNewestFirst | Order::OldestFirst) => known,
        };
        let rows_read = self.rows_read;
        let is_whole = total.is_some_and(|total| rows_read >= total);
        let is_last = !has_new || is_whole || self.vodia.dialect() == Dialect::Plain;
        let is_ascending =
            page_number == 1 && row_count == PAGE_SIZE && self.order == Order::OldestFirst;
        self.next = if is_last || self.covers(&starts) {
            Step::Done
        } else {
            match (self.next, total) {
                (Step::Up(_), Some(total)) if is_ascending => Step::Down(total.div_ceil(PAGE_SIZE)),
                (Step::Up(page), _) => Step::Up(page + 1),
                (Step::Down(page), _) if page > 2 => Step::Down(page - 1),
                (Step::Down(_) | Step::Done, _) => Step::Done,
            }
        };
        let is_everything = total.is_none_or(|total| rows_read >= total);
        Ok(Some(Page {
            is_end_of_history: self.next == Step::Done && is_everything && !self.has_reached_window,
            ..page
        }))
    }

    /// The page's wanted records, the starts of all its rows, and whether any row is new to this reading.
    fn sort_out(&mut self, rows: Vec<Value>) -> (Page, Vec<Timestamp>, bool) {
        let mut page = Page::default();
        let mut starts = Vec::with_capacity(rows.len());
        let mut has_new = false;
        for row in rows {
            let record = wire::record(row);
            let raw = match &record {
                Ok(cdr) => &cdr.raw,
                Err(unreadable) => &unreadable.raw,
            };
            let is_new = self.seen.insert(fingerprint(raw));
            has_new |= is_new;
            let start = record.as_ref().ok().and_then(|cdr| cdr.started_at);
            starts.extend(start);
            match record {
                Ok(_) | Err(_) if !is_new => {}
                Ok(cdr) => page.records.extend(self.wanted(cdr)),
                Err(unreadable) => page.unreadable.push(unreadable),
            }
        }
        (page, starts, has_new)
    }

    /// A record without a start is wanted, too: it is kept with its reason.
    fn wanted(&self, cdr: Cdr) -> Option<Cdr> {
        cdr.started_at
            .is_none_or(|start| start >= self.window.from)
            .then_some(cdr)
    }

    /// Whether everything on the pages to come is older than the window.
    fn covers(&self, starts: &[Timestamp]) -> bool {
        let is_older = |start: &Timestamp| *start < self.window.from;
        let are_all_older = !starts.is_empty() && starts.iter().all(is_older);
        match (self.next, self.order) {
            // Going down an ascending history, the first row of a page is its oldest.
            (Step::Down(_), Order::OldestFirst) => starts.first().is_some_and(is_older),
            (Step::Up(_), Order::NewestFirst) => starts.last().is_some_and(is_older),
            (Step::Up(_), Order::NearlyNewestFirst)
            | (Step::Down(_), Order::NewestFirst | Order::NearlyNewestFirst | Order::Unclear) => {
                are_all_older
            }
            (Step::Up(_), Order::OldestFirst | Order::Unclear) => false,
            (Step::Done, _) => true,
        }
    }
}

impl Pages for History<'_> {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Page>, PbxError>> {
        self.next_page().boxed()
    }
}

impl Vodia {
    fn dialect(&self) -> Dialect {
        Dialect::from_code(self.dialect.load(Ordering::Relaxed))
    }

    /// The rows of one page, asked for in the way this PBX understands; none behind the last page.
    async fn rows(&self, page: u64) -> Result<Rows, PbxError> {
        let dialect = self.dialect();
        if dialect == Dialect::Unknown {
            return self.learn(page).await;
        }
        let behind_the_last = Rows {
            rows: Vec::new(),
            total: None,
        };
        match self.ask(dialect, page).await {
            Ok(Some(wire::History::Wrapped { rows, total })) => Ok(Rows { rows, total }),
            Ok(Some(wire::History::Bare(rows))) => Ok(Rows { rows, total: None }),
            Ok(None) | Err(PbxError::NotFound { .. }) if page > 1 => Ok(behind_the_last),
            // It answers otherwise than it did: after an update, most likely.
            Ok(Some(wire::History::Count) | None) => self.learn(page).await,
            Err(error) => Err(error),
        }
    }

    /// Asks plainly, then with `api=2` where the answer is a bare number or list, and without a query at last.
    async fn learn(&self, page: u64) -> Result<Rows, PbxError> {
        let (dialect, rows) = match self.ask(Dialect::Paged, page).await? {
            Some(wire::History::Wrapped { rows, total }) => (Dialect::Paged, Rows { rows, total }),
            Some(wire::History::Bare(bare)) => match self.ask(Dialect::PagedApi2, page).await {
                Ok(Some(wire::History::Wrapped { rows, total })) => {
                    (Dialect::PagedApi2, Rows { rows, total })
                }
                Ok(Some(wire::History::Bare(_) | wire::History::Count) | None)
                | Err(PbxError::Garbled(_) | PbxError::NotFound { .. }) => {
                    let rows = Rows {
                        rows: bare,
                        total: None,
                    };
                    (Dialect::Paged, rows)
                }
                Err(error) => return Err(error),
            },
            Some(wire::History::Count) => match self.ask(Dialect::PagedApi2, page).await? {
                Some(wire::History::Wrapped { rows, total }) => {
                    (Dialect::PagedApi2, Rows { rows, total })
                }
                Some(wire::History::Bare(rows)) => (Dialect::PagedApi2, Rows { rows, total: None }),
                Some(wire::History::Count) | None => return Err(only_a_number()),
            },
            None => match self.ask(Dialect::Plain, page).await? {
                Some(wire::History::Wrapped { rows, total }) => {
                    (Dialect::Plain, Rows { rows, total })
                }
                Some(wire::History::Bare(rows)) => (Dialect::Plain, Rows { rows, total: None }),
                Some(wire::History::Count) | None => return Err(only_a_number()),
            },
        };
        self.dialect.store(dialect as u8, Ordering::Relaxed);
        Ok(rows)
    }

    async fn ask(&self, dialect: Dialect, page: u64) -> Result<Option<wire::History>, PbxError> {
        let (page, size) = (page.to_string(), PAGE_SIZE.to_string());
        let paged = [("page", page.as_str()), ("size", size.as_str())];
        let paged_api2 = [("api", "2"), paged[0], paged[1]];
        let query: &[(&str, &str)] = match dialect {
            Dialect::Unknown | Dialect::Paged => &paged,
            Dialect::PagedApi2 => &paged_api2,
            Dialect::Plain => &[],
        };
        let Some(answer) = self.get(&self.history_address(query)).await? else {
            return Ok(None);
        };
        wire::history(wire::json(answer.headers(), answer.body())?).map(Some)
    }
}

fn only_a_number() -> PbxError {
    PbxError::Garbled("it is a number and no list of calls".to_owned())
}

fn order(starts: &[Timestamp]) -> Order {
    let (Some(first), Some(last)) = (starts.first(), starts.last()) else {
        return Order::Unclear;
    };
    if first > last {
        if starts.is_sorted_by(|earlier, later| earlier >= later) {
            Order::NewestFirst
        } else {
            Order::NearlyNewestFirst
        }
    } else if first < last && starts.is_sorted() {
        Order::OldestFirst
    } else {
        Order::Unclear
    }
}

fn fingerprint(raw: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    raw.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
