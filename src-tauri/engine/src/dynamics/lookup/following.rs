//! Reads what the records of a look-up lead to: those they were merged into, the account they share.

use std::collections::BTreeSet;

use ringlog_core::call::RecordId;
use ringlog_core::contact_match::{Candidate, Entity, missing_account, missing_masters};
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phone::PhoneNumber;

use super::super::batch::Item;
use super::super::client::{Client, Outcome, read_json};
use super::super::wire;
use super::{Found, LookupRules, NUMBERS_MAX, Query, record_query};

/// How many requests follow records merged into records merged into records.
const MERGE_ROUNDS_MAX: usize = 3;

impl Client {
    /// Fetches what chosen records were merged into.
    pub(super) async fn follow_chosen(
        &self,
        about: &LookupRules<'_>,
        found: &mut Found,
    ) -> Result<(), Fault> {
        for _ in 0..MERGE_ROUNDS_MAX {
            let missing = missing_masters(&found.chosen);
            if missing.is_empty() {
                break;
            }
            let items: Vec<Item> = missing
                .iter()
                .map(|(entity, id)| Item::Single(record_query(*entity, *id, about)))
                .collect();
            let outcomes = self.batch("following merged records", &items).await?;
            let before = found.chosen.len();
            for ((entity, _), outcome) in missing.iter().zip(outcomes) {
                found.chosen.extend(read_master(*entity, outcome)?);
            }
            if found.chosen.len() == before {
                break;
            }
        }
        Ok(())
    }

    /// Fetches the records that candidates were merged into, and what those were merged into.
    pub(super) async fn follow_merged(
        &self,
        about: &LookupRules<'_>,
        found: &mut Found,
    ) -> Result<(), Fault> {
        let mut asked = BTreeSet::new();
        for _ in 0..MERGE_ROUNDS_MAX {
            let queries: Vec<Query> = found
                .candidates
                .iter()
                .filter_map(|(number, candidates)| Some((number, candidates.as_ref().ok()?)))
                .flat_map(|(number, candidates)| {
                    missing_masters(candidates)
                        .into_iter()
                        .map(|(entity, id)| master_query(number, entity, id, about))
                })
                .filter(|query| asked.insert((query.number.clone(), query.operation.path.clone())))
                .take(NUMBERS_MAX)
                .collect();
            if queries.is_empty() {
                break;
            }
            let items: Vec<Item> = queries
                .iter()
                .map(|query| Item::Single(query.operation.clone()))
                .collect();
            let outcomes = self.batch("following merged records", &items).await?;
            for (query, outcome) in queries.iter().zip(outcomes) {
                let result = read_master(query.entity, outcome);
                found.settle(&query.number, result);
            }
        }
        Ok(())
    }

    /// Fetches the accounts that several records of one number belong to.
    pub(super) async fn read_shared_accounts(
        &self,
        about: &LookupRules<'_>,
        found: &mut Found,
    ) -> Result<(), Fault> {
        let queries: Vec<Query> = found
            .candidates
            .iter()
            .filter_map(|(number, candidates)| {
                let entities = &about.rules.match_entities;
                let candidates = candidates.as_ref().ok()?;
                let account = missing_account(number, about.plan, entities, candidates)?;
                Some(master_query(number, Entity::Account, account, about))
            })
            .collect();
        for queries in queries.chunks(NUMBERS_MAX) {
            let items: Vec<Item> = queries
                .iter()
                .map(|query| Item::Single(query.operation.clone()))
                .collect();
            let outcomes = self.batch("reading shared accounts", &items).await?;
            for (query, outcome) in queries.iter().zip(outcomes) {
                // What may not be read is not written on either.
                let account = match read_master(query.entity, outcome) {
                    Err(fault) if fault.kind == FaultKind::Forbidden => Ok(Vec::new()),
                    read => read,
                };
                found.settle(&query.number, account);
            }
        }
        self.follow_merged(about, found).await
    }
}

fn master_query(
    number: &PhoneNumber,
    entity: Entity,
    id: RecordId,
    about: &LookupRules<'_>,
) -> Query {
    Query {
        number: number.clone(),
        entity,
        operation: record_query(entity, id, about),
    }
}

fn read_master(entity: Entity, outcome: Outcome) -> Result<Vec<Candidate>, Fault> {
    match outcome {
        Ok(answers) => {
            let body = answers.first().map(|answer| answer.body.as_slice());
            let row = read_json(body.unwrap_or_default())?;
            Ok(wire::candidate(entity, &row).into_iter().collect())
        }
        // It was deleted since: what was merged into it is nobody.
        Err(fault) if fault.kind == FaultKind::NotFound => Ok(Vec::new()),
        Err(fault) => Err(fault),
    }
}
