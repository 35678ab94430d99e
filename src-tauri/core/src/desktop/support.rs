//! What a person asks for when something is wrong: the report of numbers, and the text for support.

use serde::Serialize;

use crate::contact_match::Entity;
use crate::language::Locale;
use crate::number_health::NumberReport;
use crate::phrase::Phrase;

/// The window shows the beginning; the saved file has everything.
const ROWS_MAX: usize = 100;

/// The report of numbers that can never match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NumbersView {
    /// Records that were read.
    #[cfg_attr(test, ts(type = "number"))]
    pub records: u64,
    /// Numbers in them.
    #[cfg_attr(test, ts(type = "number"))]
    pub numbers: u64,
    /// How many of them a person should look at.
    #[cfg_attr(test, ts(type = "number"))]
    pub faulty: u64,
    /// What is wrong with how many, the most frequent first.
    pub faults: Vec<FaultLine>,
    /// The first of them.
    pub rows: Vec<NumberLine>,
    /// There were too many numbers to compare all of them.
    pub is_sharing_incomplete: bool,
}

/// What is wrong with how many numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FaultLine {
    /// What is wrong, and what to do.
    pub words: String,
    /// With how many.
    #[cfg_attr(test, ts(type = "number"))]
    pub count: u64,
}

/// One number to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NumberLine {
    /// Its place in the report, by which its record is opened.
    pub row: usize,
    /// Whose it is.
    pub who: String,
    /// The company, or the table where that is not the one of contacts.
    pub more: Option<String>,
    /// The column.
    pub column: String,
    /// What stands in it.
    pub written: String,
    /// What is wrong, and what to do.
    pub words: String,
    /// The number it means.
    pub suggestion: Option<String>,
}

/// A file that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SavedFile {
    /// Where.
    pub path: String,
}

impl NumbersView {
    /// The report, for a person who reads so.
    #[must_use]
    pub fn of(report: &NumberReport, locale: &Locale) -> Self {
        let rows = report.rows.iter().take(ROWS_MAX).enumerate();
        Self {
            records: report.records,
            numbers: report.numbers,
            faulty: report.faulty(),
            faults: report
                .faults
                .iter()
                .map(|fault| FaultLine {
                    words: fault.fault.phrase().say(locale),
                    count: fault.count,
                })
                .collect(),
            rows: rows
                .map(|(row, found)| NumberLine {
                    row,
                    who: found.name.clone(),
                    more: found
                        .company
                        .clone()
                        .or_else(|| table(found.table).map(|table| table.say(locale))),
                    column: found.column.clone(),
                    written: found.written.clone(),
                    words: found.reason.say(locale),
                    suggestion: found.suggestion.clone(),
                })
                .collect(),
            is_sharing_incomplete: report.is_sharing_incomplete,
        }
    }
}

fn table(entity: Entity) -> Option<Phrase> {
    match entity {
        Entity::Contact => None,
        Entity::Account => Some(Phrase::new("table-account")),
        Entity::Lead => Some(Phrase::new("table-lead")),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::call::RecordId;
    use crate::contact_match::RecordRef;
    use crate::number_health::{NumberHealth, NumberRecord};
    use crate::organization::OrganizationUrl;
    use crate::phone::DialPlan;

    #[test]
    fn a_report_shows_its_beginning_and_counts_everything() {
        let organization = OrganizationUrl::parse("https://contoso.crm4.dynamics.com").unwrap();
        let plan = DialPlan::new("GB").unwrap();
        let mut health = NumberHealth::new(plan, &[Entity::Contact, Entity::Lead], &organization);
        for id in 0..150 {
            health.add(NumberRecord {
                record: RecordRef {
                    entity: if id == 0 {
                        Entity::Lead
                    } else {
                        Entity::Contact
                    },
                    id: RecordId(Uuid::from_u128(id)),
                    name: format!("Person {id}"),
                    company: None,
                },
                account: None,
                numbers: vec![("mobilephone".to_owned(), "O2O 7946 0018".to_owned())],
            });
        }
        let german = Locale::of_system("de", jiff::tz::TimeZone::UTC);
        let view = NumbersView::of(&health.finish(), &german);
        assert_eq!((view.faulty, view.rows.len()), (150, ROWS_MAX));
        let first = view.rows.first().unwrap();
        assert_eq!(first.more.as_deref(), Some("Lead"));
        assert_eq!(first.suggestion.as_deref(), Some("+442079460018"));
        assert!(first.words.contains("Wörter"), "{first:?}");
    }
}
