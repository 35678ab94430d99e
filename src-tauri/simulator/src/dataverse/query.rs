//! Reading: the query options, the rows they choose, and how a row is written (`reference/dataverse.md`, section 3.2).

use std::cmp::Ordering;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::address::{Address, ROOT};
use super::filter::{self, Filter, Scope, compared_texts};
use super::prefer::Annotations;
use super::refusal::Refusal;
use super::state::State;
use super::store::Row;
use super::tables::{Kind, Navigation, Table};
use super::value::Value;

/// How many rows a page has when the client does not say (`$top` and `odata.maxpagesize` are bounded by it as well).
const PAGE_ROWS_MAX: usize = 5_000;

#[derive(Debug, Default)]
pub(super) struct Options {
    select: Option<Vec<usize>>,
    filter: Option<Filter>,
    order: Vec<(usize, Sense)>,
    top: Option<usize>,
    counts: Option<Counts>,
    expand: Vec<Expand>,
    after: Option<Cookie>,
}

/// Where the page before ended.
#[derive(Clone, Copy, Debug)]
struct Cookie {
    rows: usize,
    last: Uuid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sense {
    Ascending,
    Descending,
}

/// `$count=true`
#[derive(Clone, Copy, Debug)]
struct Counts;

#[derive(Debug)]
enum Expand {
    Parties {
        select: Option<Vec<usize>>,
    },
    One {
        navigation: &'static Navigation,
        select: Option<Vec<usize>>,
    },
}

/// Which options a resource takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    All,
    SelectAndExpand,
}

impl Options {
    pub(super) fn read(
        address: &Address,
        table: Table,
        taken: Taken,
        state: &State,
    ) -> Result<Self, Refusal> {
        let mut options = Self::default();
        for (name, value) in &address.options {
            match (taken, name.as_str()) {
                (_, "$select") => options.select = Some(selected(table, value)?),
                (_, "$expand") => options.expand = expanded(table, value)?,
                (Taken::All, "$filter") => {
                    let scope = Scope {
                        table,
                        aliases: &address.aliases,
                        refuses_leading_wildcards: state.switches.refuses_leading_wildcards,
                    };
                    options.filter = Some(filter::parse(value, scope)?);
                }
                (Taken::All, "$orderby") => options.order = ordered(table, value)?,
                (Taken::All, "$top") => options.top = Some(positive(name, value)?),
                (Taken::All, "$count") => {
                    options.counts = match value.as_str() {
                        "true" => Some(Counts),
                        "false" => None,
                        _ => return Err(Refusal::malformed("$count is true or false.")),
                    };
                }
                (Taken::All, "$skiptoken") => options.after = Some(Cookie::read(value)?),
                (Taken::All, "$skip") => {
                    return Err(Refusal::malformed("Skip Clause is not supported in CRM"));
                }
                _ => {
                    return Err(Refusal::malformed(format!(
                        "The query option '{name}' is not supported here."
                    )));
                }
            }
        }
        Ok(options)
    }
}

/// The rows of a table that a query chooses, as the body of an answer.
pub(super) fn list(
    state: &State,
    table: Table,
    address: &Address,
    annotations: Annotations,
    page_rows: Option<usize>,
) -> Result<Json, Refusal> {
    let options = Options::read(address, table, Taken::All, state)?;
    let mut rows: Vec<(&Uuid, &Row)> = state
        .store
        .rows(table)
        .iter()
        .filter(|(_, row)| {
            options
                .filter
                .as_ref()
                .is_none_or(|filter| filter.accepts(row))
        })
        .collect();
    rows.sort_by(|(_, a), (_, b)| in_order(&options.order, a, b));
    let found = rows.len();
    let page_rows = match (options.top, page_rows) {
        (Some(top), _) => top.min(PAGE_ROWS_MAX),
        (None, asked) => asked.unwrap_or(PAGE_ROWS_MAX).min(PAGE_ROWS_MAX),
    };
    let begin = options.after.map_or(0, |cookie| cookie.end(&rows));
    let end = found.min(begin.saturating_add(page_rows));
    let page = rows.get(begin..end).unwrap_or_default();
    let value = page
        .iter()
        .map(|(id, row)| Json::Object(row_json(state, table, **id, row, &options, annotations)))
        .collect();
    let mut body = Map::new();
    body.insert(
        "@odata.context".to_owned(),
        json!(context(state, table.schema().set)),
    );
    if options.counts.is_some() {
        body.insert("@odata.count".to_owned(), json!(found));
    }
    if options.top.is_none()
        && end < found
        && let Some((last, _)) = page.last()
    {
        let cookie = Cookie {
            rows: end,
            last: **last,
        };
        body.insert(
            "@odata.nextLink".to_owned(),
            json!(next_link(state, table, &address.raw_query, cookie)),
        );
    }
    body.insert("value".to_owned(), Json::Array(value));
    Ok(Json::Object(body))
}

/// One row as the body of an answer.
pub(super) fn record(
    state: &State,
    table: Table,
    id: Uuid,
    address: &Address,
    annotations: Annotations,
) -> Result<Json, Refusal> {
    let options = Options::read(address, table, Taken::SelectAndExpand, state)?;
    let row = state
        .store
        .row(table, id)
        .ok_or_else(|| Refusal::does_not_exist(table, id))?;
    let mut body = row_json(state, table, id, row, &options, annotations);
    body.insert(
        "@odata.context".to_owned(),
        json!(format!("{}/$entity", context(state, table.schema().set))),
    );
    Ok(Json::Object(body))
}

pub(super) fn context(state: &State, fragment: &str) -> String {
    format!("{}{ROOT}$metadata#{fragment}", state.organization.url)
}

fn row_json(
    state: &State,
    table: Table,
    id: Uuid,
    row: &Row,
    options: &Options,
    annotations: Annotations,
) -> Map<String, Json> {
    let mut body = columns_json(state, table, row, options.select.as_deref(), annotations);
    for expand in &options.expand {
        match expand {
            Expand::Parties { select } => {
                let party = |row| {
                    let table = Table::ActivityParty;
                    let columns = columns_json(state, table, row, select.as_deref(), annotations);
                    Json::Object(columns)
                };
                let parties = state.store.parties_of(id).map(party).collect();
                body.insert("phonecall_activity_parties".to_owned(), parties);
            }
            Expand::One { navigation, select } => {
                let target = row
                    .lookup(table.schema(), navigation.column)
                    .filter(|(target, _)| *target == navigation.target)
                    .and_then(|(target, id)| state.store.row(target, id));
                let value = target.map_or(Json::Null, |row| {
                    Json::Object(columns_json(
                        state,
                        navigation.target,
                        row,
                        select.as_deref(),
                        annotations,
                    ))
                });
                body.insert(navigation.name.to_owned(), value);
            }
        }
    }
    body
}

fn columns_json(
    state: &State,
    table: Table,
    row: &Row,
    select: Option<&[usize]>,
    annotations: Annotations,
) -> Map<String, Json> {
    let schema = table.schema();
    let mut body = Map::new();
    body.insert(
        "@odata.etag".to_owned(),
        json!(format!("W/\"{}\"", row.version)),
    );
    for (position, column) in schema.columns.iter().enumerate() {
        let is_wanted = select.is_none_or(|wanted| wanted.contains(&position));
        if !is_wanted && column.name != schema.key {
            continue;
        }
        let value = row.at(position);
        annotations.annotate(&mut body, state, schema, column, value);
        body.insert(column.name.to_owned(), value.json());
    }
    body
}

fn selected(table: Table, text: &str) -> Result<Vec<usize>, Refusal> {
    text.split(',')
        .map(str::trim)
        .map(|name| {
            table
                .schema()
                .position(name)
                .ok_or_else(|| Refusal::unknown_column(table, name))
        })
        .collect()
}

fn expanded(table: Table, text: &str) -> Result<Vec<Expand>, Refusal> {
    let mut expands = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(['(', ',']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let name = name.trim();
        let (inner, after) = match after.strip_prefix('(') {
            Some(after) => {
                let (inner, after) = after
                    .split_once(')')
                    .ok_or_else(|| Refusal::malformed("A closing parenthesis is missing."))?;
                (Some(inner), after)
            }
            None => (None, after),
        };
        if table == Table::PhoneCall && name == "phonecall_activity_parties" {
            let select = selected_inside(Table::ActivityParty, inner)?;
            expands.push(Expand::Parties { select });
        } else {
            let navigation = table
                .schema()
                .navigation(name)
                .ok_or_else(|| Refusal::unknown_column(table, name))?;
            let select = selected_inside(navigation.target, inner)?;
            expands.push(Expand::One { navigation, select });
        }
        rest = after.trim_start().trim_start_matches(',').trim_start();
    }
    Ok(expands)
}

/// What stands in the parentheses of an `$expand`.
fn selected_inside(table: Table, inner: Option<&str>) -> Result<Option<Vec<usize>>, Refusal> {
    let Some(inner) = inner else {
        return Ok(None);
    };
    let columns = inner
        .trim()
        .strip_prefix("$select=")
        .ok_or_else(|| Refusal::malformed("Only $select is supported inside $expand here."))?;
    selected(table, columns).map(Some)
}

fn ordered(table: Table, text: &str) -> Result<Vec<(usize, Sense)>, Refusal> {
    text.split(',')
        .map(|part| {
            let mut words = part.split_whitespace();
            let name = words.next().unwrap_or_default();
            let position = table
                .schema()
                .position(name)
                .ok_or_else(|| Refusal::unknown_column(table, name))?;
            match (words.next(), words.next()) {
                (None | Some("asc"), None) => Ok((position, Sense::Ascending)),
                (Some("desc"), None) => Ok((position, Sense::Descending)),
                _ => Err(Refusal::malformed(format!(
                    "Syntax error in '{text}' of $orderby."
                ))),
            }
        })
        .collect()
}

fn positive(name: &str, value: &str) -> Result<usize, Refusal> {
    value
        .parse()
        .ok()
        .filter(|number| *number > 0)
        .ok_or_else(|| {
            Refusal::malformed(format!(
                "Invalid value '{value}' for {name} query option found."
            ))
        })
}

fn in_order(order: &[(usize, Sense)], a: &Row, b: &Row) -> Ordering {
    order
        .iter()
        .map(|(position, sense)| {
            let ordering = values_in_order(a.at(*position), b.at(*position));
            match sense {
                Sense::Ascending => ordering,
                Sense::Descending => ordering.reverse(),
            }
        })
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Nothing comes before something, as in SQL Server.
fn values_in_order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Text(a), Value::Text(b)) => compared_texts(a, b),
        (Value::Whole(a), Value::Whole(b)) => a.cmp(b),
        (Value::Flag(a), Value::Flag(b)) => a.cmp(b),
        (Value::Moment(a), Value::Moment(b)) => a.cmp(b),
        (Value::Guid(a) | Value::Lookup(_, a), Value::Guid(b) | Value::Lookup(_, b)) => a.cmp(b),
        _ => Ordering::Equal,
    }
}

fn next_link(state: &State, table: Table, raw_query: &str, cookie: Cookie) -> String {
    let kept: Vec<&str> = raw_query
        .split('&')
        .filter(|pair| {
            !pair.is_empty()
                && !pair.starts_with("$skiptoken=")
                && !pair.starts_with("%24skiptoken=")
        })
        .collect();
    let cookie = cookie.to_string();
    format!(
        "{}{ROOT}{}?{}{}$skiptoken={}",
        state.organization.url,
        table.schema().set,
        kept.join("&"),
        if kept.is_empty() { "" } else { "&" },
        utf8_percent_encode(&cookie, NON_ALPHANUMERIC)
    )
}

impl Cookie {
    fn read(text: &str) -> Result<Self, Refusal> {
        let quoted: Vec<&str> = text.split('"').collect();
        match quoted.as_slice() {
            [
                "<cookie rows=",
                rows,
                " last=",
                last,
                " istracking=",
                "False",
                " />",
            ] => rows
                .parse()
                .ok()
                .zip(last.parse().ok())
                .map(|(rows, last)| Self { rows, last }),
            _ => None,
        }
        .ok_or_else(|| Refusal::malformed("The $skiptoken is not one of this service."))
    }

    /// Where the next page begins, though records came or went since: behind the last row of the page before.
    fn end(self, rows: &[(&Uuid, &Row)]) -> usize {
        let last = rows.iter().position(|(id, _)| **id == self.last);
        last.map_or(self.rows.saturating_sub(1), |at| at + 1)
    }
}

impl std::fmt::Display for Cookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { rows, last } = self;
        write!(
            f,
            "<cookie rows=\"{rows}\" last=\"{last}\" istracking=\"False\" />"
        )
    }
}

/// What a choice or a flag is called.
pub(super) fn label(
    schema: &super::tables::Schema,
    column: &super::tables::Column,
    value: &Value,
) -> Option<&'static str> {
    match (column.kind, value) {
        (Kind::State, Value::Whole(code)) => schema.state(*code).map(|state| state.label),
        (Kind::Status, Value::Whole(code)) => schema
            .states
            .iter()
            .flat_map(|state| state.statuses)
            .find(|(status, _)| status == code)
            .map(|(_, label)| *label),
        (Kind::Flag, Value::Flag(flag)) => {
            let [no, yes] = column.flag_labels;
            Some(if *flag { yes } else { no })
        }
        _ => None,
    }
}
