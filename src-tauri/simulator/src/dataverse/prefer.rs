//! The `Prefer` header: what the client would like of the answer (`reference/dataverse.md`, sections 4, 5 and 9).

use http::HeaderMap;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::query::label;
use super::state::State;
use super::tables::{Column, Schema, Table};
use super::value::Value;

const FORMATTED_VALUE: &str = "OData.Community.Display.V1.FormattedValue";
const LOGICAL_NAME: &str = "Microsoft.Dynamics.CRM.lookuplogicalname";
const NAVIGATION: &str = "Microsoft.Dynamics.CRM.associatednavigationproperty";

#[derive(Clone, Debug, Default)]
pub(super) struct Preferences {
    pub(super) annotations: Annotations,
    pub(super) page_rows: Option<usize>,
    pub(super) continues_on_error: bool,
    pub(super) returns_representation: bool,
    /// What was obeyed, for `Preference-Applied`.
    pub(super) applied: Vec<String>,
}

/// Which annotations the client asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Annotations {
    formatted_values: bool,
    logical_names: bool,
    navigations: bool,
}

impl Preferences {
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let mut preferences = Self::default();
        for header in headers.get_all("prefer") {
            for preference in split(header.to_str().unwrap_or_default()) {
                preferences.take(preference.trim());
            }
        }
        preferences
    }

    fn take(&mut self, preference: &str) {
        let (name, value) = preference.split_once('=').unwrap_or((preference, ""));
        let value = value.trim().trim_matches('"');
        match (name.trim().to_ascii_lowercase().as_str(), value) {
            ("odata.continue-on-error", "" | "true") => self.continues_on_error = true,
            ("odata.maxpagesize", rows) => {
                let Some(rows) = rows.parse().ok().filter(|rows| *rows > 0) else {
                    return;
                };
                self.page_rows = Some(rows);
            }
            ("return", "representation") => self.returns_representation = true,
            ("odata.include-annotations", patterns) => self.annotations = Annotations::of(patterns),
            _ => return,
        }
        self.applied.push(preference.to_owned());
    }
}

impl Annotations {
    fn of(patterns: &str) -> Self {
        let includes = |annotation: &str| {
            patterns.split(',').map(str::trim).any(|pattern| {
                pattern == annotation
                    || pattern
                        .strip_suffix('*')
                        .is_some_and(|prefix| annotation.starts_with(prefix))
            })
        };
        Self {
            formatted_values: includes(FORMATTED_VALUE),
            logical_names: includes(LOGICAL_NAME),
            navigations: includes(NAVIGATION),
        }
    }

    /// Adds what was asked for about one value.
    pub(super) fn annotate(
        self,
        body: &mut Map<String, Json>,
        state: &State,
        schema: &Schema,
        column: &Column,
        value: &Value,
    ) {
        if let Value::Lookup(table, id) = value {
            self.annotate_lookup(body, state, column.name, (*table, *id));
            let navigation = schema
                .navigations
                .iter()
                .find(|one| one.column == column.name && one.target == *table);
            if self.navigations
                && let Some(navigation) = navigation
            {
                body.insert(
                    format!("{}@{NAVIGATION}", column.name),
                    json!(navigation.name),
                );
            }
        } else if self.formatted_values
            && let Some(label) = label(schema, column, value)
        {
            body.insert(format!("{}@{FORMATTED_VALUE}", column.name), json!(label));
        }
    }

    /// Adds what was asked for about the record a lookup names.
    fn annotate_lookup(
        self,
        body: &mut Map<String, Json>,
        state: &State,
        column: &str,
        (table, id): (Table, Uuid),
    ) {
        if self.formatted_values
            && let Some(name) = state.store.name(table, id)
        {
            body.insert(format!("{column}@{FORMATTED_VALUE}"), json!(name));
        }
        if self.logical_names {
            body.insert(
                format!("{column}@{LOGICAL_NAME}"),
                json!(table.schema().logical_name),
            );
        }
    }
}

/// Splits at the commas that are not inside quotes.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    text.split(move |c| {
        if c == '"' {
            is_quoted = !is_quoted;
        }
        c == ',' && !is_quoted
    })
}
