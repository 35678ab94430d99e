//! `$filter`: what the service understands of it, and nothing else (`reference/dataverse.md`, section 3.2).

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::like::{Pattern, folded};
use super::refusal::Refusal;
use super::store::Row;
use super::tables::{Kind, Table};
use super::value::{Value, edm, guid, moment};

mod parser;

pub(super) use parser::parse;

/// What a request's parameter aliases (`@p1=...`) stand for.
pub(super) type Aliases = BTreeMap<String, String>;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Compared {
        position: usize,
        operator: Operator,
        with: Literal,
    },
    Like {
        position: usize,
        pattern: Pattern,
    },
    In {
        position: usize,
        values: Vec<Literal>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Null,
    Text(String),
    Whole(i64),
    Flag(bool),
    Moment(Timestamp),
    Guid(Uuid),
}

impl Filter {
    pub(super) fn accepts(&self, row: &Row) -> bool {
        match self {
            Self::All(filters) => filters.iter().all(|filter| filter.accepts(row)),
            Self::Any(filters) => filters.iter().any(|filter| filter.accepts(row)),
            Self::Not(filter) => !filter.accepts(row),
            Self::Compared {
                position,
                operator,
                with,
            } => operator.holds(row.at(*position), with),
            Self::Like { position, pattern } => match row.at(*position) {
                Value::Text(text) => pattern.fits(text),
                Value::Null
                | Value::Whole(_)
                | Value::Flag(_)
                | Value::Moment(_)
                | Value::Guid(_)
                | Value::Lookup(..) => false,
            },
            Self::In { position, values } => values
                .iter()
                .any(|value| Operator::Equal.holds(row.at(*position), value)),
        }
    }
}

impl Operator {
    fn holds(self, value: &Value, with: &Literal) -> bool {
        let order = compared(value, with);
        match self {
            Self::Equal => order == Some(Ordering::Equal),
            Self::NotEqual => order != Some(Ordering::Equal),
            Self::Greater => order == Some(Ordering::Greater),
            Self::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            Self::Less => order == Some(Ordering::Less),
            Self::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        }
    }
}

/// `None` where there is nothing to compare: a null against a value.
fn compared(value: &Value, with: &Literal) -> Option<Ordering> {
    match (value, with) {
        (Value::Null, Literal::Null) => Some(Ordering::Equal),
        (Value::Text(a), Literal::Text(b)) => Some(compared_texts(a, b)),
        (Value::Whole(a), Literal::Whole(b)) => Some(a.cmp(b)),
        (Value::Flag(a), Literal::Flag(b)) => Some(a.cmp(b)),
        (Value::Moment(a), Literal::Moment(b)) => Some(a.cmp(b)),
        (Value::Guid(a) | Value::Lookup(_, a), Literal::Guid(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// Texts compare without regard to case.
pub(super) fn compared_texts(a: &str, b: &str) -> Ordering {
    a.chars().map(folded).cmp(b.chars().map(folded))
}

/// Whether a column can be compared with a literal at all.
fn check_types(kind: Kind, operator: Operator, literal: &Literal) -> Result<(), Refusal> {
    let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
    let fits = match (kind, literal) {
        (_, Literal::Null) | (Kind::Flag, Literal::Flag(_)) => is_equality,
        (Kind::Guid | Kind::Lookup, Literal::Guid(_)) => is_equality,
        (Kind::Text(_), Literal::Text(_))
        | (Kind::Whole(..) | Kind::State | Kind::Status, Literal::Whole(_))
        | (Kind::Moment, Literal::Moment(_)) => true,
        _ => false,
    };
    if fits {
        return Ok(());
    }
    Err(Refusal::malformed(format!(
        "A binary operator with incompatible types was detected. Found operand types '{}' and '{}' for operator kind '{operator:?}'.",
        edm(kind),
        literal.edm()
    )))
}

impl Literal {
    /// A literal as it stands without quotes; `None` when it is a name.
    fn of_word(word: &str) -> Option<Self> {
        match word {
            "null" => return Some(Self::Null),
            "true" => return Some(Self::Flag(true)),
            "false" => return Some(Self::Flag(false)),
            _ => {}
        }
        if let Some(id) = guid(word) {
            return Some(Self::Guid(id));
        }
        if let Ok(number) = word.parse::<i64>() {
            return Some(Self::Whole(number));
        }
        moment(word).map(Self::Moment)
    }

    fn edm(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text(_) => "Edm.String",
            Self::Whole(_) => "Edm.Int32",
            Self::Flag(_) => "Edm.Boolean",
            Self::Moment(_) => "Edm.DateTimeOffset",
            Self::Guid(_) => "Edm.Guid",
        }
    }
}

/// Which columns of which table, and what the organization refuses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    pub(super) table: Table,
    pub(super) aliases: &'a Aliases,
    pub(super) refuses_leading_wildcards: bool,
}
