//! From the text of a `$filter` to a [`Filter`].

use super::{Filter, Literal, Operator, Scope, check_types};
use crate::dataverse::like::Pattern;
use crate::dataverse::refusal::Refusal;
use crate::dataverse::tables::{Column, Kind};

/// More conditions are refused (`reference/dataverse.md`, section 3.2).
const CONDITIONS_MAX: usize = 500;
/// Deeper parentheses are refused, so that no query exhausts the stack.
const DEPTH_MAX: usize = 100;
/// One value of `Microsoft.Dynamics.CRM.In` (`reference/dataverse.md`, section 3.2).
const IN_VALUE_CHARACTERS_MAX: usize = 850;

/// Reads the decoded text of a `$filter`.
pub(in crate::dataverse) fn parse(text: &str, scope: Scope<'_>) -> Result<Filter, Refusal> {
    let mut parser = Parser {
        text,
        at: 0,
        scope,
        conditions: 0,
        depth: 0,
    };
    let filter = parser.any()?;
    match parser.next()? {
        None => Ok(filter),
        Some(token) => Err(parser.unexpected(&token)),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Open,
    Close,
    Comma,
    Text(String),
    Word(String),
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    scope: Scope<'a>,
    conditions: usize,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Filter, Refusal> {
        let mut filters = vec![self.all()?];
        while self.take_word("or")? {
            filters.push(self.all()?);
        }
        Ok(one_or(filters, Filter::Any))
    }

    fn all(&mut self) -> Result<Filter, Refusal> {
        let mut filters = vec![self.one()?];
        while self.take_word("and")? {
            filters.push(self.one()?);
        }
        Ok(one_or(filters, Filter::All))
    }

    fn one(&mut self) -> Result<Filter, Refusal> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.syntax("the recursion limit has been exceeded"));
        }
        let filter = match self.next()? {
            Some(Token::Open) => {
                let inner = self.any()?;
                self.expect(&Token::Close)?;
                inner
            }
            Some(Token::Word(word)) if word == "not" => Filter::Not(Box::new(self.one()?)),
            Some(Token::Word(word)) => self.condition(&word)?,
            Some(token) => return Err(self.unexpected(&token)),
            None => return Err(self.syntax("an expression is missing")),
        };
        self.depth -= 1;
        Ok(filter)
    }

    fn condition(&mut self, word: &str) -> Result<Filter, Refusal> {
        self.conditions += 1;
        if self.conditions > CONDITIONS_MAX {
            return Err(Refusal::new(
                400,
                "0x8004430C",
                format!(
                    "Number of conditions in query exceeded maximum limit of {CONDITIONS_MAX}."
                ),
            ));
        }
        match word {
            "contains" | "startswith" | "endswith" => self.like(word),
            "Microsoft.Dynamics.CRM.In" => self.is_in(),
            column => self.compared(column),
        }
    }

    fn compared(&mut self, name: &str) -> Result<Filter, Refusal> {
        let (position, column) = self.column(name)?;
        let operator = match self.next()? {
            Some(Token::Word(word)) => match word.as_str() {
                "eq" => Operator::Equal,
                "ne" => Operator::NotEqual,
                "gt" => Operator::Greater,
                "ge" => Operator::GreaterOrEqual,
                "lt" => Operator::Less,
                "le" => Operator::LessOrEqual,
                other => {
                    return Err(self.syntax(&format!("the operator '{other}' is not supported")));
                }
            },
            Some(token) => return Err(self.unexpected(&token)),
            None => return Err(self.syntax("an operator is missing")),
        };
        let with = self.literal()?;
        check_types(column.kind, operator, &with)?;
        Ok(Filter::Compared {
            position,
            operator,
            with,
        })
    }

    fn like(&mut self, function: &str) -> Result<Filter, Refusal> {
        self.expect(&Token::Open)?;
        let name = match self.next()? {
            Some(Token::Word(word)) => word,
            Some(token) => return Err(self.unexpected(&token)),
            None => return Err(self.syntax("a column is missing")),
        };
        let (position, column) = self.column(&name)?;
        self.expect(&Token::Comma)?;
        let literal = self.literal()?;
        self.expect(&Token::Close)?;
        let (Kind::Text(_), Literal::Text(text)) = (column.kind, &literal) else {
            return Err(Refusal::malformed(format!(
                "No function signature for the function with name '{function}' matches the specified arguments."
            )));
        };
        let given = Pattern::parse(text);
        let pattern = match function {
            "startswith" if given.has_leading_wildcard() => {
                return Err(self.syntax("a leading wildcard in startswith is not supported"));
            }
            "endswith" if given.has_trailing_wildcard() => {
                return Err(self.syntax("a trailing wildcard in endswith is not supported"));
            }
            "startswith" => Pattern::parse(&format!("{text}%")),
            "endswith" => Pattern::parse(&format!("%{text}")),
            _ => Pattern::contained(text),
        };
        if self.scope.refuses_leading_wildcards && pattern.has_leading_wildcard() {
            return Err(Refusal::new(
                400,
                "0x80048644",
                "This query cannot be executed because it uses a leading wildcard value in a filter condition, which conflicts with the Dataverse Data Engine throttling of such queries.",
            ));
        }
        Ok(Filter::Like { position, pattern })
    }

    fn is_in(&mut self) -> Result<Filter, Refusal> {
        let arguments = self.arguments()?;
        let [name, values] = arguments.as_slice() else {
            return Err(self.syntax("In takes PropertyName and PropertyValues"));
        };
        let argument = |given: &str, expected: &str| {
            let (key, value) = given.split_once('=')?;
            (key.trim() == expected).then(|| {
                let value = value.trim();
                self.scope
                    .aliases
                    .get(value)
                    .map_or(value, String::as_str)
                    .to_owned()
            })
        };
        let (Some(name), Some(values)) = (
            argument(name, "PropertyName"),
            argument(values, "PropertyValues"),
        ) else {
            return Err(self.syntax("In takes PropertyName and PropertyValues"));
        };
        let name = name
            .strip_prefix('\'')
            .and_then(|name| name.strip_suffix('\''))
            .unwrap_or_default();
        let (position, column) = self.column(name)?;
        let Ok(values) = serde_json::from_str::<Vec<String>>(&values) else {
            return Err(self.syntax("PropertyValues is a list of texts in double quotes"));
        };
        let mut literals = Vec::with_capacity(values.len());
        for value in values {
            if value.chars().count() > IN_VALUE_CHARACTERS_MAX {
                return Err(self.syntax("a value of PropertyValues is too long"));
            }
            let literal = match column.kind {
                Kind::Text(_) => Some(Literal::Text(value)),
                Kind::Whole(..)
                | Kind::Flag
                | Kind::Moment
                | Kind::Guid
                | Kind::Lookup
                | Kind::State
                | Kind::Status => Literal::of_word(&value),
            };
            let literal = literal.ok_or_else(|| self.syntax("a value is of another type"))?;
            check_types(column.kind, Operator::Equal, &literal)?;
            literals.push(literal);
        }
        Ok(Filter::In {
            position,
            values: literals,
        })
    }

    /// The raw arguments of a function, from its opening to its closing parenthesis.
    fn arguments(&mut self) -> Result<Vec<String>, Refusal> {
        self.expect(&Token::Open)?;
        let mut arguments = vec![String::new()];
        let mut quote = None;
        let mut is_in_list = false;
        let rest = self.text.get(self.at..).unwrap_or_default();
        for (offset, c) in rest.char_indices() {
            match (quote, c) {
                (None, ')') if !is_in_list => {
                    self.at += offset + 1;
                    return Ok(arguments);
                }
                (None, ',') if !is_in_list => {
                    arguments.push(String::new());
                    continue;
                }
                (None, '\'' | '"') => quote = Some(c),
                (None, '[') => is_in_list = true,
                (None, ']') => is_in_list = false,
                (Some(open), _) if open == c => quote = None,
                (None | Some(_), _) => {}
            }
            if let Some(argument) = arguments.last_mut() {
                argument.push(c);
            }
        }
        Err(self.syntax("a closing parenthesis is missing"))
    }

    fn literal(&mut self) -> Result<Literal, Refusal> {
        match self.next()? {
            Some(Token::Text(text)) => Ok(Literal::Text(text)),
            Some(Token::Word(word)) => {
                let word = match self.scope.aliases.get(&word) {
                    Some(value) => value.clone(),
                    None => word,
                };
                if let Some(text) = word
                    .strip_prefix('\'')
                    .and_then(|word| word.strip_suffix('\''))
                {
                    return Ok(Literal::Text(text.replace("''", "'")));
                }
                Literal::of_word(&word)
                    .ok_or_else(|| self.syntax(&format!("'{word}' is not a value")))
            }
            Some(token) => Err(self.unexpected(&token)),
            None => Err(self.syntax("a value is missing")),
        }
    }

    fn column(&self, name: &str) -> Result<(usize, &'static Column), Refusal> {
        let schema = self.scope.table.schema();
        schema
            .position(name)
            .and_then(|position| Some((position, schema.columns.get(position)?)))
            .ok_or_else(|| Refusal::unknown_column(self.scope.table, name))
    }

    fn take_word(&mut self, expected: &str) -> Result<bool, Refusal> {
        let before = self.at;
        if self.next()? == Some(Token::Word(expected.to_owned())) {
            return Ok(true);
        }
        self.at = before;
        Ok(false)
    }

    fn expect(&mut self, expected: &Token) -> Result<(), Refusal> {
        match self.next()? {
            Some(token) if token == *expected => Ok(()),
            Some(token) => Err(self.unexpected(&token)),
            None => Err(self.syntax("the expression ends too early")),
        }
    }

    fn next(&mut self) -> Result<Option<Token>, Refusal> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        let Some(first) = trimmed.chars().next() else {
            return Ok(None);
        };
        let single = match first {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            ',' => Some(Token::Comma),
            _ => None,
        };
        if let Some(token) = single {
            self.at += 1;
            return Ok(Some(token));
        }
        if first == '\'' {
            return self.quoted(trimmed).map(Some);
        }
        let length = trimmed
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '\''))
            .unwrap_or(trimmed.len());
        self.at += length;
        Ok(Some(Token::Word(
            trimmed.get(..length).unwrap_or_default().to_owned(),
        )))
    }

    /// A quoted text; a quote inside is doubled.
    fn quoted(&mut self, trimmed: &str) -> Result<Token, Refusal> {
        let mut text = String::new();
        let mut characters = trimmed.char_indices().skip(1).peekable();
        while let Some((offset, c)) = characters.next() {
            if c != '\'' {
                text.push(c);
            } else if characters.next_if(|(_, next)| *next == '\'').is_some() {
                text.push('\'');
            } else {
                self.at += offset + 1;
                return Ok(Token::Text(text));
            }
        }
        Err(self.syntax("there is an unterminated string literal"))
    }

    fn unexpected(&self, token: &Token) -> Refusal {
        let shown = match token {
            Token::Open => "(",
            Token::Close => ")",
            Token::Comma => ",",
            Token::Text(text) | Token::Word(text) => text,
        };
        self.syntax(&format!("'{shown}' is not expected here"))
    }

    fn syntax(&self, what: &str) -> Refusal {
        Refusal::malformed(format!(
            "Syntax error at position {} in the filter: {what}.",
            self.at
        ))
    }
}

fn one_or(mut filters: Vec<Filter>, several: fn(Vec<Filter>) -> Filter) -> Filter {
    if filters.len() == 1
        && let Some(only) = filters.pop()
    {
        return only;
    }
    several(filters)
}
