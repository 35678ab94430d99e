//! Whose numbers are they, and who logged these calls already: one request for a whole batch of calls (spec D2, E4).

use std::collections::{BTreeMap, BTreeSet};

use ringlog_core::call::{ActivityId, Call, OrganizationId, RecordId, UserId};
use ringlog_core::coexistence::ExistingPhoneCall;
use ringlog_core::contact_match::{
    Candidate, ContactMatch, Entity, GENERATIONS_MAX, RecordRef, choose, contact_id, suffix_digits,
    variants,
};
use ringlog_core::correction::Content;
use ringlog_core::fault::{Fault, FaultKind};
use ringlog_core::phone::{DIGITS_MIN, DialPlan, PhoneNumber};
use ringlog_core::settings::Rules;

use super::batch::{Item, Operation};
use super::client::{Client, Outcome, read_json};
use super::odata::{any_of, literal, query};
use super::refusal::is_search_too_expensive;
use super::wire::{self, Rows};

mod existing;
mod following;

use existing::{existing_query, own_query, read_existing, read_own};

/// More records than one number can sensibly have; active ones come first.
const CANDIDATES_MAX: &str = "50";
/// So many numbers, for three tables each, stay below the operations of one `$batch`.
const NUMBERS_MAX: usize = 300;
/// Names and tables of lookups come as annotations (`reference/dataverse.md`, sections 2.3 and 9).
pub(super) const ANNOTATIONS: (&str, &str) = (
    "Prefer",
    "odata.include-annotations=\"OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.lookuplogicalname\"",
);

/// What a lookup needs to know beside the calls.
#[derive(Clone, Copy, Debug)]
pub struct LookupRules<'a> {
    /// Where records are looked for: `rules.match_entities` and `rules.match_columns`.
    pub rules: &'a Rules,
    /// How numbers are written here.
    pub plan: &'a DialPlan,
    /// The linked organization.
    pub organization: OrganizationId,
    /// Whose phone calls these are.
    pub owner: UserId,
    /// The records that were chosen, whatever their numbers ([`ringlog_core::choice::wanted`]).
    pub wanted: &'a [(Entity, RecordId)],
    /// Ringlog's own records that may be there already, because their writing was begun before or by another computer.
    pub own: &'a [ActivityId],
    /// Whether numbers nobody has in a usual spelling are searched without regard to punctuation.
    pub search: Search,
}

/// How far a lookup goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Usual spellings first, then any punctuation.
    Tolerant,
    /// Usual spellings only: the organization refuses the other ([`Found::refuses_tolerant_search`]).
    ExactOnly,
}

/// What a lookup found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    candidates: BTreeMap<PhoneNumber, Result<Vec<Candidate>, Fault>>,
    /// The chosen records that are there, and those they were merged into.
    pub chosen: Vec<Candidate>,
    /// Phone calls of the owner around the times of the calls, for [`ringlog_core::coexistence::claim`].
    pub existing: Vec<ExistingPhoneCall>,
    /// Those of [`LookupRules::own`] that are there; `None` if it cannot be told.
    pub own: Option<BTreeMap<ActivityId, OwnRecord>>,
    /// The organization's tables are too large for the tolerant search; the caller remembers it.
    pub refuses_tolerant_search: bool,
}

/// Ringlog's own record of a call, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRecord {
    /// What corrections compare.
    pub content: Content,
    /// Whom it regards, where that is a contact, an account or a lead.
    pub regarding: Option<RecordRef>,
}

impl Found {
    /// The records that may have `number`, and the contacts Ringlog may have made for it.
    ///
    /// # Errors
    /// When it could not be found out for this number.
    pub fn candidates(&self, number: &PhoneNumber) -> Result<&[Candidate], &Fault> {
        match self.candidates.get(number) {
            Some(Ok(candidates)) => Ok(candidates),
            Some(Err(fault)) => Err(fault),
            None => Ok(&[]),
        }
    }

    fn settle(&mut self, number: &PhoneNumber, result: Result<Vec<Candidate>, Fault>) {
        let Some(known) = self.candidates.get_mut(number) else {
            self.candidates.insert(number.clone(), result);
            return;
        };
        match (known, result) {
            (Ok(known), Ok(more)) => {
                for candidate in more {
                    if !known.iter().any(|one| one.record == candidate.record) {
                        known.push(candidate);
                    }
                }
            }
            (known @ Ok(_), Err(fault)) => *known = Err(fault),
            (Err(_), _) => {}
        }
    }
}

/// What the first request of a look-up asks beside the numbers.
#[derive(Default)]
struct Besides {
    existing: Option<Operation>,
    own: Option<Operation>,
    chosen: Vec<(Entity, Operation)>,
}

/// One query and what it is for.
struct Query {
    number: PhoneNumber,
    entity: Entity,
    operation: Operation,
}

impl Client {
    /// Looks up everything about a batch of due calls.
    ///
    /// One request in the usual case; a second for numbers nobody has in a usual spelling, one for records that were
    /// merged into records nobody knows yet, and one for the accounts that several records of a number share.
    ///
    /// # Errors
    /// When Dynamics could not be asked; what it refused for one number stands with that number.
    pub async fn look_up(&self, calls: &[Call], about: &LookupRules<'_>) -> Result<Found, Fault> {
        let numbers: BTreeSet<PhoneNumber> = calls
            .iter()
            .filter_map(|call| call.remote.number.clone())
            .collect();
        let mut found = Found::default();
        if numbers.is_empty() && about.wanted.is_empty() {
            return Ok(found);
        }
        let mut besides = Some(Besides {
            existing: (!numbers.is_empty()).then(|| existing_query(calls, about.owner)),
            own: own_query(about.own),
            chosen: chosen_queries(about),
        });
        let numbers: Vec<PhoneNumber> = numbers.into_iter().collect();
        let mut chunks = numbers.chunks(NUMBERS_MAX);
        let mut chunk = chunks.next().unwrap_or_default();
        loop {
            let besides = besides.take().unwrap_or_default();
            self.look_up_exactly(chunk, about, besides, &mut found)
                .await?;
            match chunks.next() {
                Some(next) => chunk = next,
                None => break,
            }
        }
        self.follow_chosen(about, &mut found).await?;
        self.follow_merged(about, &mut found).await?;
        if about.search == Search::Tolerant {
            self.search_tolerantly(about, &mut found).await?;
        }
        self.read_shared_accounts(about, &mut found).await?;
        Ok(found)
    }

    async fn look_up_exactly(
        &self,
        numbers: &[PhoneNumber],
        about: &LookupRules<'_>,
        besides: Besides,
        found: &mut Found,
    ) -> Result<(), Fault> {
        let queries: Vec<Query> = numbers
            .iter()
            .flat_map(|number| exact_queries(number, about))
            .collect();
        let (has_existing, has_own) = (besides.existing.is_some(), besides.own.is_some());
        let chosen: Vec<Entity> = besides.chosen.iter().map(|(entity, _)| *entity).collect();
        let items: Vec<Item> = besides
            .existing
            .into_iter()
            .chain(besides.own)
            .chain(besides.chosen.into_iter().map(|(_, operation)| operation))
            .chain(queries.iter().map(|query| query.operation.clone()))
            .map(Item::Single)
            .collect();
        let mut outcomes = self.batch("looking up calls", &items).await?.into_iter();
        if has_existing && let Some(outcome) = outcomes.next() {
            found.existing = read_existing(outcome)?;
        }
        if has_own && let Some(outcome) = outcomes.next() {
            found.own = read_own(outcome)?;
        }
        for (entity, outcome) in chosen.into_iter().zip(outcomes.by_ref()) {
            found.chosen.extend(read_candidates(entity, outcome)?);
        }
        for (query, outcome) in queries.iter().zip(outcomes) {
            found.settle(&query.number, read_candidates(query.entity, outcome));
        }
        Ok(())
    }

    /// Searches once more, by digits, for the numbers nobody has in a usual spelling in the table that counts first.
    async fn search_tolerantly(
        &self,
        about: &LookupRules<'_>,
        found: &mut Found,
    ) -> Result<(), Fault> {
        // A contact in an unusual spelling counts before an account in a usual one.
        let first = about.rules.match_entities.get(..1).unwrap_or_default();
        let queries: Vec<Query> = found
            .candidates
            .iter()
            .filter_map(|(number, candidates)| Some((number, candidates.as_ref().ok()?)))
            .filter(|(number, candidates)| {
                choose(number, about.plan, first, candidates) == ContactMatch::None
            })
            .flat_map(|(number, _)| tolerant_queries(number, about))
            .collect();
        for queries in queries.chunks(NUMBERS_MAX) {
            let items: Vec<Item> = queries
                .iter()
                .map(|query| Item::Single(query.operation.clone()))
                .collect();
            let outcomes = match self.batch("searching for numbers", &items).await {
                Ok(outcomes) => outcomes,
                Err(failure) if is_search_too_expensive(&failure.fault) => {
                    found.refuses_tolerant_search = true;
                    break;
                }
                Err(failure) => return Err(failure.into()),
            };
            for (query, outcome) in queries.iter().zip(outcomes) {
                match read_candidates(query.entity, outcome) {
                    Err(fault) if is_search_too_expensive(&fault) => {
                        found.refuses_tolerant_search = true;
                    }
                    result => found.settle(&query.number, result),
                }
            }
        }
        self.follow_merged(about, found).await
    }
}

/// One query for each table: the usual spellings in its phone columns, and the contacts Ringlog may have made.
fn exact_queries(number: &PhoneNumber, about: &LookupRules<'_>) -> Vec<Query> {
    let spellings = variants(number, about.plan);
    let mut entities: BTreeSet<Entity> = about.rules.match_entities.iter().copied().collect();
    // Whatever is matched, a contact Ringlog made must not be made again.
    entities.insert(Entity::Contact);
    entities
        .into_iter()
        .filter_map(|entity| {
            let columns = if about.rules.match_entities.contains(&entity) {
                wire::phone_columns(entity, &about.rules.match_columns)
            } else {
                Vec::new()
            };
            let mut conditions: Vec<String> = columns
                .iter()
                .flat_map(|column| {
                    spellings
                        .iter()
                        .map(move |text| format!("{column} eq {}", literal(text)))
                })
                .collect();
            if entity == Entity::Contact {
                conditions.extend((0..GENERATIONS_MAX).map(|generation| {
                    let id = contact_id(about.organization, number, generation);
                    format!("{} eq {id}", wire::id_column(entity))
                }));
            }
            candidate_query(number, entity, about, &conditions)
        })
        .collect()
}

/// One query for each table: the last digits, whatever stands between them, and behind them an extension
/// (`reference/dataverse.md`, section 3.2).
fn tolerant_queries(number: &PhoneNumber, about: &LookupRules<'_>) -> Vec<Query> {
    let digits = suffix_digits(number);
    if digits.len() < DIGITS_MIN {
        return Vec::new();
    }
    let pattern: Vec<String> = digits.chars().map(String::from).collect();
    let pattern = literal(&pattern.join("%"));
    about
        .rules
        .match_entities
        .iter()
        .filter_map(|entity| {
            let conditions: Vec<String> = wire::phone_columns(*entity, &about.rules.match_columns)
                .iter()
                .map(|column| format!("contains({column},{pattern})"))
                .collect();
            candidate_query(number, *entity, about, &conditions)
        })
        .collect()
}

fn candidate_query(
    number: &PhoneNumber,
    entity: Entity,
    about: &LookupRules<'_>,
    conditions: &[String],
) -> Option<Query> {
    let filter = any_of(conditions)?;
    let path = format!(
        "{}{}",
        wire::entity_set(entity),
        query(&[
            ("$select", &selected(entity, about)),
            ("$filter", &filter),
            ("$orderby", "statecode asc,modifiedon desc"),
            ("$top", CANDIDATES_MAX),
        ])
    );
    Some(Query {
        number: number.clone(),
        entity,
        operation: Operation::get(path).with(ANNOTATIONS.0, ANNOTATIONS.1),
    })
}

/// One query for each table that chosen records are in.
fn chosen_queries(about: &LookupRules<'_>) -> Vec<(Entity, Operation)> {
    [Entity::Contact, Entity::Account, Entity::Lead]
        .into_iter()
        .filter_map(|entity| {
            let conditions: Vec<String> = about
                .wanted
                .iter()
                .filter(|(table, _)| *table == entity)
                .map(|(_, id)| format!("{} eq {id}", wire::id_column(entity)))
                .collect();
            let path = format!(
                "{}{}",
                wire::entity_set(entity),
                query(&[
                    ("$select", &selected(entity, about)),
                    ("$filter", &any_of(&conditions)?),
                ])
            );
            let operation = Operation::get(path).with(ANNOTATIONS.0, ANNOTATIONS.1);
            Some((entity, operation))
        })
        .collect()
}

fn record_query(entity: Entity, id: RecordId, about: &LookupRules<'_>) -> Operation {
    let path = format!(
        "{}({id}){}",
        wire::entity_set(entity),
        query(&[("$select", &selected(entity, about))])
    );
    Operation::get(path).with(ANNOTATIONS.0, ANNOTATIONS.1)
}

/// The mobile phone is always read: it is where Ringlog put the number of a contact it made.
fn selected(entity: Entity, about: &LookupRules<'_>) -> String {
    let mut columns = wire::phone_columns(entity, &about.rules.match_columns);
    if entity == Entity::Contact && !columns.contains(&"mobilephone") {
        columns.push("mobilephone");
    }
    wire::candidate_columns(entity, &columns)
}

pub(super) fn read_candidates(entity: Entity, outcome: Outcome) -> Result<Vec<Candidate>, Fault> {
    match outcome {
        Ok(answers) => Ok(read_rows(&answers)?
            .value
            .iter()
            .filter_map(|row| wire::candidate(entity, row))
            .collect()),
        Err(fault) if fault.kind == FaultKind::NotFound && entity != Entity::Contact => {
            tracing::warn!(
                table = wire::logical_name(entity),
                "this organization has no such table"
            );
            Ok(Vec::new())
        }
        Err(fault) => Err(fault),
    }
}

pub(super) fn read_rows(answers: &[super::batch::OperationAnswer]) -> Result<Rows, Fault> {
    let body = answers.first().map(|answer| answer.body.as_slice());
    read_json(body.unwrap_or_default())
}

#[cfg(test)]
mod tests;
