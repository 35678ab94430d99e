//! Finding the records a person may mean: by name or number, near an unknown number, or by id.

use ringlog_core::call::RecordId;
use ringlog_core::contact_match::{Candidate, Entity, RecordRef};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phone::{DIGITS_MIN, DialPlan};

use super::batch::{Item, OPERATIONS_MAX, Operation};
use super::client::Client;
use super::lookup::{ANNOTATIONS, read_candidates};
use super::odata::{any_of, literal, query};
use super::wire;

/// Records of one table offered for one search; a person narrows it down before reading more.
const FOUND_MAX: &str = "10";
/// Longer than any name (`reference/dataverse.md`, section 3.1).
const SEARCH_CHARACTERS_MAX: usize = 100;
const TABLES: [Entity; 3] = [Entity::Contact, Entity::Account, Entity::Lead];

/// A call whose number nobody has, as far as records near it are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearQuery {
    /// The last digits of its number ([`ringlog_core::contact_match::near_digits`]).
    pub digits: String,
    /// The name that caller ID told.
    pub name: Option<String>,
}

impl Client {
    /// The active contacts, accounts and leads with these words in their name, or with this number.
    ///
    /// One request.
    ///
    /// # Errors
    /// When Dynamics does not answer, or refuses to search contacts.
    pub async fn find_records(&self, text: &str, plan: &DialPlan) -> Result<Vec<RecordRef>, Fault> {
        let text: String = text.trim().chars().take(SEARCH_CHARACTERS_MAX).collect();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let is_number = digits.len() >= DIGITS_MIN && !text.chars().any(char::is_alphabetic);
        let suffix = plan.number(&text).map_or(digits, |number| {
            ringlog_core::contact_match::suffix_digits(&number)
        });
        let queries: Vec<(Entity, Operation)> = TABLES
            .iter()
            .filter_map(|entity| {
                let conditions = if is_number {
                    ending_in(*entity, &suffix)
                } else {
                    // A wildcard a person types is a character like any other.
                    let literal = literal(&without_wildcards(&text));
                    vec![format!(
                        "contains({},{literal})",
                        wire::name_column(*entity)
                    )]
                };
                Some((*entity, records_query(*entity, &conditions)?))
            })
            .collect();
        let candidates = self.records("finding records", queries).await?;
        Ok(candidates
            .into_iter()
            .map(|candidate| candidate.record)
            .collect())
    }

    /// The records near each of these calls, whatever the settings match: one request.
    ///
    /// # Errors
    /// When Dynamics does not answer. What it refuses to search finds nobody.
    pub async fn find_near(&self, calls: &[NearQuery]) -> Result<Vec<Vec<Candidate>>, Fault> {
        let queries: Vec<(usize, Entity, Operation)> = calls
            .iter()
            .enumerate()
            .flat_map(|(place, call)| {
                near_queries(call)
                    .into_iter()
                    .map(move |(entity, operation)| (place, entity, operation))
            })
            .take(OPERATIONS_MAX)
            .collect();
        let mut near = vec![Vec::new(); calls.len()];
        if queries.is_empty() {
            return Ok(near);
        }
        let items: Vec<Item> = queries
            .iter()
            .map(|(_, _, operation)| Item::Single(operation.clone()))
            .collect();
        let outcomes = self.batch("finding near matches", &items).await?;
        for ((place, entity, _), outcome) in queries.iter().zip(outcomes) {
            match read_candidates(*entity, outcome) {
                Ok(found) => {
                    if let Some(near) = near.get_mut(*place) {
                        near.extend(found);
                    }
                }
                Err(fault) if fault.is_weather() || fault.kind == FaultKind::Unauthorized => {
                    return Err(fault);
                }
                Err(fault) => {
                    tracing::info!(code = ?fault.code, "a search for near matches was refused");
                }
            }
        }
        Ok(near)
    }

    /// The record with this id, whichever table it is in; `None` if there is none.
    ///
    /// # Errors
    /// When Dynamics does not answer.
    pub async fn record_of_any_table(&self, id: RecordId) -> Result<Option<RecordRef>, Fault> {
        let queries = TABLES
            .iter()
            .filter_map(|entity| {
                let condition = format!("{} eq {id}", wire::id_column(*entity));
                Some((*entity, records_query(*entity, &[condition])?))
            })
            .collect();
        let found = self.records("finding a record", queries).await?;
        Ok(found.into_iter().next().map(|candidate| candidate.record))
    }

    /// The active records these queries find; a table the organization does not have holds none.
    async fn records(
        &self,
        purpose: &'static str,
        queries: Vec<(Entity, Operation)>,
    ) -> Result<Vec<Candidate>, Fault> {
        let items: Vec<Item> = queries
            .iter()
            .map(|(_, operation)| Item::Single(operation.clone()))
            .collect();
        let outcomes = self.batch(purpose, &items).await?;
        let mut found = Vec::new();
        for ((entity, _), outcome) in queries.iter().zip(outcomes) {
            match read_candidates(*entity, outcome) {
                Ok(candidates) => {
                    found.extend(
                        candidates
                            .into_iter()
                            .filter(|candidate| candidate.is_active),
                    );
                }
                // Who may not read leads still finds contacts.
                Err(fault) if fault.kind == FaultKind::Forbidden && *entity != Entity::Contact => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(found)
    }
}

/// By name and by last digits apart: a large organization may refuse the second and not the first.
fn near_queries(call: &NearQuery) -> Vec<(Entity, Operation)> {
    TABLES
        .iter()
        .flat_map(|entity| {
            let name = call
                .name
                .as_deref()
                .map(|name| format!("{} eq {}", wire::name_column(*entity), literal(name)));
            let by_name: Vec<String> = name.into_iter().collect();
            [by_name, ending_in(*entity, &call.digits)]
                .into_iter()
                .filter_map(|conditions| Some((*entity, records_query(*entity, &conditions)?)))
        })
        .collect()
}

fn records_query(entity: Entity, conditions: &[String]) -> Option<Operation> {
    let filter = format!("statecode eq 0 and {}", any_of(conditions)?);
    let columns = wire::candidate_columns(entity, wire::all_phone_columns(entity));
    let path = format!(
        "{}{}",
        wire::entity_set(entity),
        query(&[
            ("$select", &columns),
            ("$filter", &filter),
            ("$orderby", "modifiedon desc"),
            ("$top", FOUND_MAX),
        ])
    );
    Some(Operation::get(path).with(ANNOTATIONS.0, ANNOTATIONS.1))
}

/// Every phone column of a table that ends in these digits, whatever stands between them (`reference/dataverse.md`,
/// section 3.2).
fn ending_in(entity: Entity, digits: &str) -> Vec<String> {
    if digits.len() < DIGITS_MIN {
        return Vec::new();
    }
    let spread: Vec<String> = digits.chars().map(String::from).collect();
    let pattern = literal(&spread.join("%"));
    wire::all_phone_columns(entity)
        .iter()
        .map(|column| format!("endswith({column},{pattern})"))
        .collect()
}

/// `% _ [ ]` are wildcards of SQL inside the values of a search (`reference/dataverse.md`, section 3.2).
fn without_wildcards(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '%' | '_' | '[' => format!("[{c}]"),
            _ => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
