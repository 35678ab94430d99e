//! The report as a table for a spreadsheet: UTF-8 with its mark and CRLF, which Excel needs to read it.

use ringlog_core::language::Locale;
use ringlog_core::number_health::NumberReport;
use ringlog_core::plain::plain;

/// The columns, as scripts may name them.
const COLUMNS: [&str; 8] = [
    "table",
    "name",
    "company",
    "column",
    "written",
    "reason",
    "suggestion",
    "address",
];
/// Tells Excel that the text is UTF-8.
const MARK: &str = "\u{feff}";

/// The report as CSV, with its reasons in the reader's language.
#[must_use]
pub fn csv(report: &NumberReport, locale: &Locale) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.as_bytes().to_vec());
    // Writing into memory cannot fail.
    let _always_ok = writer.write_record(COLUMNS);
    for row in &report.rows {
        let table = format!("{:?}", row.table).to_lowercase();
        let reason = row.reason.say(locale);
        let cells = [
            table.as_str(),
            &row.name,
            row.company.as_deref().unwrap_or_default(),
            &row.column,
            &row.written,
            &reason,
            row.suggestion.as_deref().unwrap_or_default(),
            row.address.as_str(),
        ];
        let _always_ok = writer.write_record(cells.map(defused));
    }
    writer.into_inner().unwrap_or_default()
}

/// What begins a formula where it begins a cell.
const FORMULA_STARTS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What separates cells: where the comma is the decimal sign, spreadsheets read the semicolon.
const SEPARATORS: [char; 2] = [',', ';'];

/// A cell that no spreadsheet takes for a formula, whatever it takes for the end of a cell: whoever can write a contact
/// could otherwise run one on the computer of who opens the report (OWASP, "CSV Injection").
///
/// It is one line, so that nothing in it begins a row. Numbers in E.164 get the apostrophe as well: a spreadsheet would
/// drop their plus and count with them.
fn defused(cell: &str) -> String {
    let mut defused = String::with_capacity(cell.len() + 1);
    let mut begins_a_cell = true;
    for c in plain(cell).chars() {
        if begins_a_cell && FORMULA_STARTS.contains(&c) {
            defused.push('\'');
        }
        let is_before_a_cell = c.is_whitespace() || c == '"';
        begins_a_cell = SEPARATORS.contains(&c) || (begins_a_cell && is_before_a_cell);
        defused.push(c);
    }
    defused
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ringlog_core::contact_match::Entity;
    use ringlog_core::number_health::{NumberFault, NumberRow};

    use super::*;

    fn report(name: &str, written: &str) -> NumberReport {
        NumberReport {
            records: 1,
            numbers: 1,
            faults: Vec::new(),
            rows: vec![NumberRow {
                table: Entity::Contact,
                name: name.to_owned(),
                company: None,
                column: "mobilephone".to_owned(),
                written: written.to_owned(),
                fault: NumberFault::Words,
                reason: NumberFault::Words.phrase(),
                suggestion: Some("+442079460018".to_owned()),
                address: "https://contoso.crm4.dynamics.com/main.aspx"
                    .parse()
                    .unwrap(),
            }],
            unlisted: 0,
            is_sharing_incomplete: false,
        }
    }

    fn text(report: &NumberReport) -> String {
        String::from_utf8(csv(report, &Locale::english_utc())).unwrap()
    }

    #[test]
    fn a_spreadsheet_reads_it_and_no_cell_is_a_formula() {
        let text = text(&report(
            "=HYPERLINK(\"https://evil.example\")",
            "Büro, \"2\"",
        ));
        assert_eq!(
            text,
            "\u{feff}table,name,company,column,written,reason,suggestion,address\r\n\
             contact,\"'=HYPERLINK(\"\"https://evil.example\"\")\",,mobilephone,\"Büro, \"\"2\"\"\",\
             It is no number but words. Move them to another field.,'+442079460018,\
             https://contoso.crm4.dynamics.com/main.aspx\r\n"
        );
    }

    /// The cells of each row, as a spreadsheet reads them that takes `separator` for the end of a cell.
    fn rows(text: &str, separator: u8) -> Vec<csv::StringRecord> {
        csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .from_reader(text.trim_start_matches(MARK).as_bytes())
            .records()
            .collect::<Result<_, _>>()
            .unwrap()
    }

    #[test]
    fn a_name_that_begins_a_cell_where_the_semicolon_does_begins_no_formula() {
        let text = text(&report("Holm;=HYPERLINK(0)", "x; \"@SUM(1)"));
        assert!(text.contains("Holm;'=HYPERLINK(0)"), "{text}");
        assert!(!text.contains("\"@"), "{text}");
    }

    proptest! {
        #[test]
        fn whatever_people_wrote_stays_one_harmless_cell(
            name in "([=+@\t\r\n;,\" -]|\\PC){0,20}",
            written in "([=+@\t\r\n;,\" -]|\\PC){0,20}",
        ) {
            let text = text(&report(&name, &written));
            let read = rows(&text, b',');
            prop_assert_eq!(read.len(), 1);
            prop_assert_eq!(read[0].len(), COLUMNS.len());
            for (cell, given) in [(&read[0][1], &name), (&read[0][4], &written)] {
                prop_assert_eq!(cell.replace('\'', ""), plain(given).replace('\'', ""));
            }
            for separator in [b',', b';', b'\t'] {
                let read = rows(&text, separator);
                prop_assert_eq!(read.len(), 1);
                for cell in &read[0] {
                    let cell = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
                    prop_assert!(!cell.starts_with(FORMULA_STARTS), "{cell:?}");
                }
            }
        }
    }
}
