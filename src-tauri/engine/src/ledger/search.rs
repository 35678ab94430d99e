//! Search: by the numbers and names that calls have, each of which is there once, and by notes.
//!
//! What is looked through is the list from its newest call on where the labels are common, and the calls of each label
//! where they are few; either ends as soon as enough is found.

use std::collections::BinaryHeap;

use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, params_from_iter};

use super::LedgerError;
use super::query::{Listed, Section};

/// Shorter texts are not in the index of three-character pieces.
const INDEXED_CHARACTERS_MIN: usize = 3;

/// How far each way of looking goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    /// So many labels are followed at once; of more, some call is likely to stand among the newest.
    followed: usize,
    /// So many lines of the list are looked at for labels that are many, before each is followed all the same.
    walked: usize,
}

/// Either way ends within milliseconds.
pub(super) const REACH: Reach = Reach {
    followed: 200,
    walked: 10_000,
};

/// The columns of `listed` with a call's labels, by [`Next::column`].
const COLUMNS: [&str; 3] = ["number", "name", "record"];

/// A text to look for, in each way it may be written.
struct Search {
    variants: Vec<String>,
}

/// The newest calls of a label that are not yet found begin with this one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Next {
    listed: Listed,
    label: i64,
    column: usize,
}

/// At most `limit` calls of a section that have this text, newest first.
pub(super) fn search(
    connection: &Connection,
    section: &Section,
    text: &str,
    limit: usize,
    reach: Reach,
) -> Result<Vec<Listed>, LedgerError> {
    let search = Search::of(text);
    let labels = search.labels(connection)?;
    let mut found = by_labels(connection, section, &labels, limit, reach)?;
    search.add_noted(connection, section, limit, &mut found)?;
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.dedup();
    found.truncate(limit);
    Ok(found)
}

impl Search {
    fn of(text: &str) -> Self {
        Self {
            variants: variants(text),
        }
    }

    /// The labels with this text, in ascending order.
    fn labels(&self, connection: &Connection) -> Result<Vec<i64>, LedgerError> {
        let (shorts, phrases): (Vec<&str>, Vec<&str>) =
            self.widest().partition(|text| is_short(text));
        let mut labels = Vec::new();
        let mut add = |sql: &str, pattern: String| -> Result<(), LedgerError> {
            let mut statement = connection.prepare_cached(sql)?;
            for id in statement.query_map([pattern], |row| row.get::<_, i64>(0))? {
                labels.push(id?);
            }
            Ok(())
        };
        if !phrases.is_empty() {
            let sql = "SELECT rowid FROM label_text WHERE label_text MATCH ?1";
            add(sql, any_of(&phrases, ""))?;
        }
        for short in shorts {
            let sql =
                "SELECT id FROM label WHERE text LIKE ?1 ESCAPE '\\' OR more LIKE ?1 ESCAPE '\\'";
            add(sql, format!("%{}%", escaped(short)))?;
        }
        labels.sort_unstable();
        labels.dedup();
        Ok(labels)
    }

    /// The variants, without those that find nothing which another does not.
    fn widest(&self) -> impl Iterator<Item = &str> {
        let is_wider = |one: &str, other: &str| one != other && other.contains(one);
        let variants = self.variants.iter().map(String::as_str);
        variants.filter(move |text| !self.variants.iter().any(|other| is_wider(other, text)))
    }

    /// Adds the newest calls with this text in their notes: in any place, or if it is short, where a word begins.
    fn add_noted(
        &self,
        connection: &Connection,
        section: &Section,
        limit: usize,
        found: &mut Vec<Listed>,
    ) -> Result<(), LedgerError> {
        let variants = self.variants.iter().map(String::as_str);
        let (shorts, phrases): (Vec<&str>, Vec<&str>) = variants.partition(|text| is_short(text));
        let is_of_word = |text: &&str| text.chars().all(char::is_alphanumeric);
        let words: Vec<&str> = shorts.into_iter().filter(is_of_word).collect();
        for (table, texts, sign) in [("note_phrase", phrases, ""), ("note_word", words, " *")] {
            if texts.is_empty() {
                continue;
            }
            let rowid = format!("{table}.rowid");
            let source = format!("{table} CROSS JOIN listed ON listed.place = {rowid}");
            let sql = section.sql_of("place, call", &source, &rowid, &format!("{table} MATCH"));
            let mut statement = connection.prepare_cached(&sql)?;
            let pattern = Value::from(any_of(&texts, sign));
            let parameters = [pattern].into_iter().chain(section.parameters(limit));
            for listed in statement.query_map(params_from_iter(parameters), Listed::of)? {
                found.push(listed?);
            }
        }
        Ok(())
    }
}

fn by_labels(
    connection: &Connection,
    section: &Section,
    labels: &[i64],
    limit: usize,
    reach: Reach,
) -> Result<Vec<Listed>, LedgerError> {
    let mut found = Vec::new();
    if labels.is_empty() {
        return Ok(found);
    }
    let mut rest = section.clone();
    if labels.len() > reach.followed {
        match walk(connection, section, labels, limit, reach.walked, &mut found)? {
            Some(place) => rest = section.below(place),
            None => return Ok(found),
        }
    }
    follow(connection, &rest, labels, limit, &mut found)?;
    Ok(found)
}

/// Looks for calls with one of the labels, line by line from the newest on; returns where it stopped, if not all is found.
fn walk(
    connection: &Connection,
    section: &Section,
    labels: &[i64],
    limit: usize,
    walked_max: usize,
    found: &mut Vec<Listed>,
) -> Result<Option<i64>, LedgerError> {
    let sql = section.sql("place, call, number, name, record");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(section.parameters(walked_max)))?;
    let mut walked = 0;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let listed = Listed::of(row)?;
        for column in (2..).take(COLUMNS.len()) {
            if let Some(label) = row.get::<_, Option<i64>>(column)?
                && labels.binary_search(&label).is_ok()
            {
                found.push(listed);
                break;
            }
        }
        if found.len() >= limit {
            return Ok(None);
        }
        walked += 1;
        last = Some(listed.place);
    }
    Ok(last.filter(|_| walked == walked_max))
}

/// Finds the newest calls of all labels, each time the newest of those that are each label's newest.
fn follow(
    connection: &Connection,
    section: &Section,
    labels: &[i64],
    limit: usize,
    found: &mut Vec<Listed>,
) -> Result<(), LedgerError> {
    let mut followed = COLUMNS
        .iter()
        .map(|column| {
            let of_state = if section.is_of_one_state() {
                "_and_state"
            } else {
                ""
            };
            let source = format!("listed INDEXED BY listed_by_{column}{of_state}");
            let sql = section.sql_of("place, call", &source, "place", &format!("{column} ="));
            Ok(connection.prepare_cached(&sql)?)
        })
        .collect::<Result<Vec<_>, LedgerError>>()?;
    let mut column_of = connection.prepare_cached("SELECT part FROM label WHERE id = ?1")?;
    let mut newest = BinaryHeap::new();
    for &label in labels {
        let part: String = column_of.query_row([label], |row| row.get(0))?;
        for (column, statement) in followed.iter_mut().enumerate() {
            if COLUMNS.get(column).is_some_and(|column| *column == part) {
                newest.extend(next(statement, section, label, column)?);
            }
        }
    }
    while let Some(Next {
        listed,
        label,
        column,
    }) = newest.pop()
    {
        if found.last() != Some(&listed) {
            if found.len() >= limit {
                break;
            }
            found.push(listed);
        }
        if let Some(statement) = followed.get_mut(column) {
            newest.extend(next(
                statement,
                &section.below(listed.place),
                label,
                column,
            )?);
        }
    }
    Ok(())
}

fn next(
    statement: &mut CachedStatement<'_>,
    section: &Section,
    label: i64,
    column: usize,
) -> Result<Option<Next>, LedgerError> {
    let parameters = [Value::from(label)]
        .into_iter()
        .chain(section.parameters(1));
    let listed = statement
        .query_map(params_from_iter(parameters), Listed::of)?
        .next()
        .transpose()?;
    Ok(listed.map(|listed| Next {
        listed,
        label,
        column,
    }))
}

/// The text itself; and of a number with spaces, dashes or a trunk zero, its digits as E.164 has them.
fn variants(text: &str) -> Vec<String> {
    let mut variants = vec![text.to_owned()];
    let is_number = text
        .chars()
        .all(|c| c.is_ascii_digit() || " +-./()".contains(c));
    if is_number {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let significant = digits.trim_start_matches('0');
        if !significant.is_empty() && significant != text {
            variants.push(significant.to_owned());
        }
    }
    variants
}

fn is_short(text: &str) -> bool {
    text.chars().count() < INDEXED_CHARACTERS_MIN
}

/// One of these texts, as FTS5 takes it (<https://www.sqlite.org/fts5.html#full_text_query_syntax>).
fn any_of(texts: &[&str], sign: &str) -> String {
    let phrases: Vec<String> = texts
        .iter()
        .map(|text| format!("\"{}\"{sign}", text.replace('"', "\"\"")))
        .collect();
    phrases.join(" OR ")
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

#[cfg(test)]
mod tests;
