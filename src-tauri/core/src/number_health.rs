//! Which numbers in Dynamics can never match a call, and why (spec D2): a report that is made while records are read.

use std::collections::BTreeMap;

use serde::Serialize;
use url::Url;

use crate::call::RecordId;
use crate::contact_match::{Entity, RecordRef};
use crate::organization::OrganizationUrl;
use crate::phone::DialPlan;
use crate::phrase::{Phrase, in_english};

mod verdict;

pub use verdict::{NumberFault, Verdict, verdict};

/// More lines than a person corrects by hand; the others are counted.
pub const ROWS_MAX: usize = 20_000;
/// Numbers that are compared with each other: some 50 megabytes at most.
const LINES_MAX: usize = 200_000;

/// A record with its phone columns, as Dynamics returned it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRecord {
    /// The record.
    pub record: RecordRef,
    /// The account it belongs to, if it belongs to one.
    pub account: Option<RecordId>,
    /// Column and text of every phone column that is not empty.
    pub numbers: Vec<(String, String)>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberReport {
    /// Records that were read.
    pub records: u64,
    /// Numbers in them.
    pub numbers: u64,
    /// How many numbers have each fault, the most frequent first.
    pub faults: Vec<FaultCount>,
    /// The numbers, record by record.
    pub rows: Vec<NumberRow>,
    /// Faulty numbers beyond [`ROWS_MAX`]: counted, not listed.
    pub unlisted: u64,
    /// There were too many numbers to compare all of them: some that are shared may not be reported.
    pub is_sharing_incomplete: bool,
}

/// How many numbers have a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FaultCount {
    /// Which.
    pub fault: NumberFault,
    /// How many.
    pub count: u64,
}

/// One number that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberRow {
    /// The table.
    pub table: Entity,
    /// The record's name.
    pub name: String,
    /// The company it belongs to.
    pub company: Option<String>,
    /// The column.
    pub column: String,
    /// What stands in it.
    pub written: String,
    /// What is wrong.
    pub fault: NumberFault,
    /// The same; an English sentence in JSON.
    #[serde(serialize_with = "in_english")]
    pub reason: Phrase,
    /// The number it means in E.164, if there is one reading only.
    pub suggestion: Option<String>,
    /// The record in Dynamics.
    pub address: Url,
}

impl NumberReport {
    /// How many numbers a person should look at.
    #[must_use]
    pub fn faulty(&self) -> u64 {
        self.faults.iter().map(|fault| fault.count).sum()
    }
}

/// The report in the making; its memory is bounded.
#[derive(Debug)]
pub struct NumberHealth {
    plan: DialPlan,
    /// In the order in which they count for a call.
    entities: Vec<Entity>,
    organization: OrganizationUrl,
    report: NumberReport,
    counts: BTreeMap<NumberFault, u64>,
    lines: BTreeMap<String, Vec<Holder>>,
}

/// A record that has a number.
#[derive(Clone, Debug)]
struct Holder {
    record: RecordRef,
    account: Option<RecordId>,
    column: String,
    written: String,
}

impl NumberHealth {
    /// A report about nothing yet; `entities` are those of `rules.match_entities`, in their order.
    #[must_use]
    pub fn new(plan: DialPlan, entities: &[Entity], organization: &OrganizationUrl) -> Self {
        Self {
            plan,
            entities: entities.to_vec(),
            organization: organization.clone(),
            report: NumberReport {
                records: 0,
                numbers: 0,
                faults: Vec::new(),
                rows: Vec::new(),
                unlisted: 0,
                is_sharing_incomplete: false,
            },
            counts: BTreeMap::new(),
            lines: BTreeMap::new(),
        }
    }

    /// How many records were read so far.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.report.records
    }

    /// Looks at the numbers of one more record.
    pub fn add(&mut self, record: NumberRecord) {
        self.report.records += 1;
        for (column, written) in record.numbers {
            self.report.numbers += 1;
            let holder = Holder {
                record: record.record.clone(),
                account: record.account,
                column,
                written,
            };
            match verdict(&holder.written, &self.plan) {
                Some(Verdict { fault, suggestion }) => {
                    let suggestion = suggestion.map(|number| number.e164().to_owned());
                    self.list(&holder, fault, suggestion);
                }
                None => self.compare(holder),
            }
        }
    }

    /// The whole report.
    #[must_use]
    pub fn finish(mut self) -> NumberReport {
        for holders in std::mem::take(&mut self.lines).into_values() {
            for holder in asked_about(&holders, &self.entities) {
                self.list(holder, NumberFault::Shared, None);
            }
        }
        self.report.faults = self
            .counts
            .iter()
            .map(|(fault, count)| FaultCount {
                fault: *fault,
                count: *count,
            })
            .collect();
        self.report
            .faults
            .sort_by_key(|fault| std::cmp::Reverse(fault.count));
        self.report
    }

    /// Keeps who has a number that can be read; an extension behind it is not told in a call.
    fn compare(&mut self, holder: Holder) {
        let Some(number) = self.plan.number(&holder.written) else {
            return;
        };
        if self.lines.len() >= LINES_MAX && !self.lines.contains_key(number.e164()) {
            self.report.is_sharing_incomplete = true;
            return;
        }
        let holders = self.lines.entry(number.e164().to_owned()).or_default();
        let is_known = holders.iter().any(|known| {
            known.record.entity == holder.record.entity && known.record.id == holder.record.id
        });
        if !is_known {
            holders.push(holder);
        }
    }

    fn list(&mut self, holder: &Holder, fault: NumberFault, suggestion: Option<String>) {
        *self.counts.entry(fault).or_default() += 1;
        if self.report.rows.len() >= ROWS_MAX {
            self.report.unlisted += 1;
            return;
        }
        let record = &holder.record;
        self.report.rows.push(NumberRow {
            table: record.entity,
            name: record.name.clone(),
            company: record.company.clone(),
            column: holder.column.clone(),
            written: holder.written.clone(),
            fault,
            reason: fault.phrase(),
            suggestion,
            address: self
                .organization
                .record_url(table(record.entity), record.id.0),
        });
    }
}

/// The table's logical name (`reference/dataverse.md`, section 8).
fn table(entity: Entity) -> &'static str {
    match entity {
        Entity::Contact => "contact",
        Entity::Account => "account",
        Entity::Lead => "lead",
    }
}

/// The records a call from this number would ask about, as [`crate::contact_match::choose`] does.
fn asked_about<'a>(holders: &'a [Holder], entities: &[Entity]) -> Vec<&'a Holder> {
    let of = |entity: &Entity| -> Vec<&Holder> {
        holders
            .iter()
            .filter(|holder| holder.record.entity == *entity)
            .collect()
    };
    let Some(first) = entities.iter().map(of).find(|found| !found.is_empty()) else {
        return Vec::new();
    };
    let account = first.first().and_then(|holder| holder.account);
    let is_one_account = account.is_some() && first.iter().all(|holder| holder.account == account);
    if first.len() > 1 && !is_one_account {
        first
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn record(entity: Entity, id: u128, account: Option<u128>, numbers: &[&str]) -> NumberRecord {
        NumberRecord {
            record: RecordRef {
                entity,
                id: RecordId(Uuid::from_u128(id)),
                name: format!("Record {id}"),
                company: account.map(|id| format!("Company {id}")),
            },
            account: account.map(|id| RecordId(Uuid::from_u128(id))),
            numbers: numbers
                .iter()
                .map(|written| ("mobilephone".to_owned(), (*written).to_owned()))
                .collect(),
        }
    }

    fn contact(id: u128, account: Option<u128>, numbers: &[&str]) -> NumberRecord {
        record(Entity::Contact, id, account, numbers)
    }

    fn report(records: impl IntoIterator<Item = NumberRecord>) -> NumberReport {
        let organization = OrganizationUrl::parse("https://contoso.crm4.dynamics.com").unwrap();
        let mut health = NumberHealth::new(
            DialPlan::new("GB").unwrap(),
            &[Entity::Contact, Entity::Account],
            &organization,
        );
        for record in records {
            health.add(record);
        }
        health.finish()
    }

    fn shared(records: impl IntoIterator<Item = NumberRecord>) -> Vec<String> {
        let rows = report(records).rows;
        assert!(rows.iter().all(|row| row.fault == NumberFault::Shared));
        rows.into_iter().map(|row| row.name).collect()
    }

    #[test]
    fn a_report_names_record_column_reason_and_place_of_each_faulty_number() {
        let report = report([
            contact(1, Some(9), &["020 7946 0018", "O2O 7946 0019"]),
            contact(2, None, &["ask reception"]),
            contact(3, None, &["504", "505"]),
        ]);
        insta::assert_json_snapshot!(report, @r#"
        {
          "records": 3,
          "numbers": 5,
          "faults": [
            {
              "fault": "too_short",
              "count": 2
            },
            {
              "fault": "with_words",
              "count": 1
            },
            {
              "fault": "words",
              "count": 1
            }
          ],
          "rows": [
            {
              "table": "contact",
              "name": "Record 1",
              "company": "Company 9",
              "column": "mobilephone",
              "written": "O2O 7946 0019",
              "fault": "with_words",
              "reason": "Words stand beside the number. Move them to another field.",
              "suggestion": "+442079460019",
              "address": "https://contoso.crm4.dynamics.com/main.aspx?etn=contact&pagetype=entityrecord&id=00000000-0000-0000-0000-000000000001"
            },
            {
              "table": "contact",
              "name": "Record 2",
              "company": null,
              "column": "mobilephone",
              "written": "ask reception",
              "fault": "words",
              "reason": "It is no number but words. Move them to another field.",
              "suggestion": null,
              "address": "https://contoso.crm4.dynamics.com/main.aspx?etn=contact&pagetype=entityrecord&id=00000000-0000-0000-0000-000000000002"
            },
            {
              "table": "contact",
              "name": "Record 3",
              "company": null,
              "column": "mobilephone",
              "written": "504",
              "fault": "too_short",
              "reason": "It is as short as an extension. Write the whole number, the extension after “ext.”.",
              "suggestion": null,
              "address": "https://contoso.crm4.dynamics.com/main.aspx?etn=contact&pagetype=entityrecord&id=00000000-0000-0000-0000-000000000003"
            },
            {
              "table": "contact",
              "name": "Record 3",
              "company": null,
              "column": "mobilephone",
              "written": "505",
              "fault": "too_short",
              "reason": "It is as short as an extension. Write the whole number, the extension after “ext.”.",
              "suggestion": null,
              "address": "https://contoso.crm4.dynamics.com/main.aspx?etn=contact&pagetype=entityrecord&id=00000000-0000-0000-0000-000000000003"
            }
          ],
          "unlisted": 0,
          "is_sharing_incomplete": false
        }
        "#);
    }

    #[test]
    fn a_number_is_shared_only_if_a_call_would_have_to_ask() {
        let spellings = ["020 7946 0018", "+44 (0)20 7946 0018"];
        let people = |first, second| {
            [
                contact(1, first, &spellings[..1]),
                contact(2, second, &spellings[1..]),
            ]
        };
        assert_eq!(shared(people(None, None)), ["Record 1", "Record 2"]);
        assert_eq!(shared(people(Some(8), Some(9))), ["Record 1", "Record 2"]);
        assert!(shared(people(Some(9), Some(9))).is_empty());
        assert!(shared([contact(1, None, &spellings)]).is_empty());
        let account = record(Entity::Account, 5, None, &spellings[..1]);
        assert!(shared([contact(1, None, &spellings[..1]), account.clone()]).is_empty());
        let other = record(Entity::Account, 6, None, &spellings[..1]);
        assert_eq!(shared([account, other]), ["Record 5", "Record 6"]);
    }

    #[test]
    fn a_report_keeps_no_more_rows_than_a_person_reads_and_counts_the_rest() {
        let faulty = report((0..=ROWS_MAX as u128).map(|id| contact(id, None, &["504"])));
        assert_eq!(faulty.rows.len(), ROWS_MAX);
        assert_eq!(faulty.unlisted, 1);
        assert_eq!(faulty.faulty(), ROWS_MAX as u64 + 1);
    }
}
