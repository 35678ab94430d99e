//! `settings.toml` as text: read with line numbers, changed in one place, everything else left as a person wrote it.

use std::fmt;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use ringlog_core::phrase::Phrase;
use ringlog_core::settings::key::Key;
use ringlog_core::settings::layers::Written;
use ringlog_core::settings::raw::{Raw, shown};
use toml_edit::{Array, Document, DocumentMut, Item, Table, Value};

use super::reading::Found;

/// Real files have a few hundred bytes.
const FILE_BYTES_MAX: u64 = 1_048_576;
/// Windows editors begin UTF-8 files with it.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Why a settings file cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// The system does not give it.
    Unreadable {
        /// Which file.
        path: String,
        /// What the system said.
        detail: String,
    },
    /// No settings are that long.
    TooLong {
        /// Which file.
        path: String,
        /// The limit.
        limit_bytes: u64,
    },
    /// Not UTF-8.
    NotText {
        /// Which file.
        path: String,
    },
    /// Not TOML.
    NotToml {
        /// Which file.
        path: String,
        /// Where.
        line: usize,
        /// What the parser expected.
        detail: String,
    },
}

impl FileProblem {
    /// What to say of it.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Unreadable { path, detail } => Phrase::new("settings-file-unreadable")
                .with("path", path.clone())
                .with("detail", detail.clone()),
            Self::TooLong { path, limit_bytes } => Phrase::new("settings-file-too-long")
                .with("path", path.clone())
                .with("limit", *limit_bytes),
            Self::NotText { path } => {
                Phrase::new("settings-file-not-text").with("path", path.clone())
            }
            Self::NotToml { path, line, detail } => Phrase::new("settings-file-not-toml")
                .with("path", path.clone())
                .with("line", line.to_string())
                .with("detail", detail.clone()),
        }
    }
}

/// In English, as its phrase is.
impl fmt::Display for FileProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(formatter)
    }
}

impl std::error::Error for FileProblem {}

/// The file's text, if there is a file.
pub(super) fn read(path: &Path) -> Result<Option<String>, FileProblem> {
    let text = read_bytes(path)?.map(String::from_utf8).transpose();
    text.map_err(|_| FileProblem::NotText {
        path: path.display().to_string(),
    })
}

/// The file's bytes, if there is a file.
pub(super) fn read_bytes(path: &Path) -> Result<Option<Vec<u8>>, FileProblem> {
    let named = || path.display().to_string();
    let unreadable = |error: io::Error| FileProblem::Unreadable {
        path: named(),
        detail: error.to_string(),
    };
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > FILE_BYTES_MAX) {
        return Err(FileProblem::TooLong {
            path: named(),
            limit_bytes: FILE_BYTES_MAX,
        });
    }
    Ok(Some(bytes))
}

/// A settings file that may be missing; every pass reads it, and parses it only if its text changed.
#[derive(Clone, Debug)]
pub(super) struct SettingsFile {
    path: PathBuf,
    last: Option<(String, Found)>,
}

impl SettingsFile {
    pub(super) fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            last: None,
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Its settings as it stands now.
    pub(super) fn settings(&mut self) -> Result<Found, FileProblem> {
        let Some(text) = read(&self.path)? else {
            return Ok(Found::default());
        };
        if let Some((last, found)) = &self.last
            && *last == text
        {
            return Ok(found.clone());
        }
        let emptied =
            || Phrase::new("settings-file-emptied").with("path", self.path.display().to_string());
        let found = Found {
            doubt: text.is_empty().then(emptied),
            ..parse(&text, &self.path)?
        };
        self.last = Some((text, found.clone()));
        Ok(found)
    }
}

/// Replaces the file as a whole, readable by its owner only; a crash leaves the old or the new one.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    let target = match std::fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(error),
    };
    let directory = target.parent().unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".settings-")
        .tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    // The new file is in place; a file system that cannot sync a directory must not make this look like a failure.
    #[cfg(unix)]
    if let Err(error) = std::fs::File::open(directory).and_then(|directory| directory.sync_all()) {
        tracing::debug!(%error, "the settings directory was not synced");
    }
    Ok(())
}

/// Reads settings; values are not checked yet, only put under their keys with their lines.
pub(super) fn parse(text: &str, path: &Path) -> Result<Found, FileProblem> {
    let body = body(text);
    let document = Document::parse(body).map_err(|error| FileProblem::NotToml {
        path: path.display().to_string(),
        line: line(body, error.span()),
        detail: shown(
            &error
                .message()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        ),
    })?;
    let mut found = Found::default();
    let place = |span| {
        Phrase::new("place-line")
            .with("path", path.display().to_string())
            .with("line", line(body, span).to_string())
    };
    let unknown = |name: &str, span| {
        Phrase::new("settings-file-unknown-name")
            .with("place", place(span))
            .with("name", shown(name))
    };
    for (section, item) in document.iter() {
        let section_key = document.key(section).and_then(toml_edit::Key::span);
        let is_section = Key::ALL
            .iter()
            .any(|key| key.name().split('.').next() == Some(section));
        let Some(table) = item.as_table_like().filter(|_| is_section) else {
            found
                .warnings
                .push(unknown(section, item.span().or(section_key)));
            continue;
        };
        for (name, item) in table.iter() {
            let span = table.key(name).and_then(toml_edit::Key::span);
            let dotted = format!("{section}.{name}");
            match Key::named(&dotted) {
                Ok(key) => {
                    let raw = raw(item);
                    let place = place(item.span().or(span));
                    found.layer.insert(key, Written { raw, place });
                }
                Err(_) => found.warnings.push(unknown(&dotted, span)),
            }
        }
    }
    Ok(found)
}

/// The text with `key` set to `value`; `None` where something else stands in its place.
pub(super) fn with(text: &str, key: Key, value: &Raw) -> Option<String> {
    let (section, name) = key.name().split_once('.')?;
    let mut document: DocumentMut = body(text).parse().ok()?;
    if document.get(section).is_none() {
        document.insert(section, Item::Table(Table::new()));
    }
    let table = document.get_mut(section)?.as_table_like_mut()?;
    let mut new = toml_value(value)?;
    match table.get_mut(name) {
        Some(item) => {
            let old = item.as_value_mut()?;
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None => {
            table.insert(name, Item::Value(new));
        }
    }
    Some(like(text, &document.to_string()))
}

/// The text without `key`, its comments left where they are; `None` where something else stands in its place.
pub(super) fn without(text: &str, key: Key) -> Option<String> {
    let (section, name) = key.name().split_once('.')?;
    let body = body(text);
    let document = Document::parse(body).ok()?;
    let Some(table) = document.get(section).and_then(Item::as_table_like) else {
        return Some(text.to_owned());
    };
    let Some((leaf, item)) = table.get_key_value(name) else {
        return Some(text.to_owned());
    };
    let value = item.as_value()?;
    match without_line(body, leaf.span()?, value.span()?) {
        Some(shorter) => Some(like(text, &shorter)),
        None => without_entry(text, section, name),
    }
}

/// Cuts out an entry that has its lines for itself; a comment behind it stays.
fn without_line(body: &str, leaf: Range<usize>, value: Range<usize>) -> Option<String> {
    let start = body.get(..leaf.start)?.rfind('\n').map_or(0, |at| at + 1);
    let head = body.get(start..leaf.start)?;
    if head.contains(['=', '{', ',', '[']) {
        return None;
    }
    let rest = body.get(value.end..)?;
    let (tail, after) = match rest.find('\n') {
        Some(at) => (rest.get(..=at)?, rest.get(at + 1..)?),
        None => (rest, ""),
    };
    let comment = match tail.trim_start() {
        comment if comment.starts_with('#') => comment,
        "" => "",
        _ => return None,
    };
    Some([body.get(..start)?, comment, after].concat())
}

/// Takes an entry out of an inline table.
fn without_entry(text: &str, section: &str, name: &str) -> Option<String> {
    let mut document: DocumentMut = body(text).parse().ok()?;
    let table = document.get_mut(section)?.as_table_like_mut()?;
    table.remove(name)?;
    Some(like(text, &document.to_string()))
}

fn body(text: &str) -> &str {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}

/// `new` with the byte order mark and the line ends of `old`: the library writes neither.
fn like(old: &str, new: &str) -> String {
    let has_crlf = old
        .find('\n')
        .is_some_and(|at| old.get(..at).is_some_and(|line| line.ends_with('\r')));
    let new = new.replace("\r\n", "\n");
    let new = if has_crlf {
        new.replace('\n', "\r\n")
    } else {
        new
    };
    let mark = old.starts_with(BYTE_ORDER_MARK).then_some(BYTE_ORDER_MARK);
    mark.into_iter().collect::<String>() + &new
}

fn line(body: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start.min(body.len()));
    let before = body.as_bytes().get(..start).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

fn raw(item: &Item) -> Raw {
    let Some(value) = item.as_value() else {
        return Raw::Other("a table");
    };
    match value {
        Value::String(text) => Raw::Text(text.value().clone()),
        Value::Integer(number) => Raw::Integer(*number.value()),
        Value::Boolean(value) => Raw::Bool(*value.value()),
        Value::Array(array) => {
            let texts: Option<Vec<String>> = array.iter().map(entry).collect();
            texts.map_or(Raw::Other("a list of something else"), Raw::Texts)
        }
        Value::Float(_) => Raw::Other("a number with a fraction"),
        Value::Datetime(_) => Raw::Other("a date or time"),
        Value::InlineTable(_) => Raw::Other("a table"),
    }
}

/// People leave the quotes of a number out.
fn entry(value: &Value) -> Option<String> {
    let number = || value.as_integer().map(|number| number.to_string());
    value.as_str().map(str::to_owned).or_else(number)
}

fn toml_value(raw: &Raw) -> Option<Value> {
    match raw {
        Raw::Text(text) => Some(text.as_str().into()),
        Raw::Integer(number) => Some((*number).into()),
        Raw::Bool(value) => Some((*value).into()),
        Raw::Texts(texts) => Some(texts.iter().map(String::as_str).collect::<Array>().into()),
        Raw::Other(_) => None,
    }
}
