//! The table of `docs/matching.md`: eight ways of writing numbers in twenty countries, as they are matched.

use std::path::PathBuf;

use rlibphonenumber::{
    PHONE_NUMBER_UTIL, PhoneNumberFormat, get_national_significant_number_owned,
};
use uuid::Uuid;

use super::*;

/// Set, the table is written anew; else it is compared.
const WRITE: &str = "RINGLOG_WRITE_MATCHING";
const BEGIN: &str = "<!-- The table: made by the test `the_table_of_matches_is_fresh_and_every_line_of_it_matches`. -->\n";
const END: &str = "<!-- End of the table. -->\n";

/// A country with a number of it in E.164, and how one is often typed there.
const COUNTRIES: [(&str, &str, &str, &str); 20] = [
    ("AE", "United Arab Emirates", "+97122345678", "02-234-5678"),
    (
        "AR",
        "Argentina, mobile",
        "+5491123456789",
        "011-15-2345-6789",
    ),
    ("AT", "Austria", "+431234567890", "01/23 45 678-90"),
    ("AU", "Australia", "+61212345678", "02 1234-5678"),
    ("BR", "Brazil, mobile", "+5511961234567", "(011) 96123-4567"),
    ("CA", "Canada", "+16045550123", "1-604-555-0123"),
    ("CN", "China", "+861012345678", "010-12345678"),
    ("DE", "Germany", "+493023125123", "030/23 125-123"),
    ("ES", "Spain", "+34810123456", "810-12-34-56"),
    ("FR", "France", "+33199001234", "01.99.00.12.34"),
    ("GB", "United Kingdom", "+442079460018", "(020) 7946-0018"),
    ("IE", "Ireland", "+35322123456", "022-12 34 56"),
    ("IN", "India, mobile", "+918123456789", "081234-56789"),
    ("IT", "Italy", "+390212345678", "02/1234.5678"),
    ("JP", "Japan", "+81312345678", "03(1234)5678"),
    ("MX", "Mexico", "+522001234567", "(200) 123 45 67"),
    ("NZ", "New Zealand", "+6432345678", "03-234 5678"),
    ("PL", "Poland", "+48123456789", "12 345-67-89"),
    ("US", "United States", "+16175550123", "617.555.0123"),
    ("ZA", "South Africa", "+27101234567", "010.123.4567"),
];

/// A number as a person typed it, as the PBX gives it, and what that is called.
struct Line {
    way: &'static str,
    stored: String,
    received: String,
}

/// How Dynamics finds a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FoundBy {
    Spelling,
    Digits,
}

fn lines(plan: &DialPlan, e164: &str, habit: &str) -> Vec<Line> {
    let number = PHONE_NUMBER_UTIL.parse(e164, None).unwrap();
    let written = |format| PHONE_NUMBER_UTIL.format(&number, format).into_owned();
    let digits = |text: &str| PHONE_NUMBER_UTIL.normalize_digits_only(text);
    let bare = e164.trim_start_matches('+').to_owned();
    let abroad = format!("{}{bare}", plan.international_prefix());
    let international = written(PhoneNumberFormat::International);
    let national = written(PhoneNumberFormat::National);
    let (code, groups) = international.split_once(' ').unwrap();
    let has_zero =
        digits(&national) == format!("0{}", get_national_significant_number_owned(&number));
    let with_parentheses = if has_zero {
        format!("{code} (0){groups}")
    } else {
        format!("({code}) {groups}")
    };
    let line = |way, stored: &str, received: &str| Line {
        way,
        stored: stored.to_owned(),
        received: received.to_owned(),
    };
    vec![
        line("E.164", e164, &digits(&national)),
        line("international", &international, &abroad),
        line(
            "as dialled from home",
            &format!(
                "{} {}",
                plan.international_prefix(),
                international.trim_start_matches('+')
            ),
            e164,
        ),
        line("with parentheses", &with_parentheses, &bare),
        line("national", &national, e164),
        line("national, digits alone", &digits(&national), &abroad),
        line("as often typed there", habit, &bare),
        line(
            "with an extension",
            &format!("{national} ext. 12"),
            &digits(&national),
        ),
    ]
}

/// What Dynamics answers: equal texts whatever their case, else the last digits with anything around them
/// (`reference/dataverse.md`, section 3.2).
fn find(number: &PhoneNumber, plan: &DialPlan, stored: &str) -> Option<FoundBy> {
    if variants(number, plan)
        .iter()
        .any(|text| text.eq_ignore_ascii_case(stored))
    {
        return Some(FoundBy::Spelling);
    }
    let mut rest = stored.chars();
    suffix_digits(number)
        .chars()
        .all(|digit| rest.any(|c| c == digit))
        .then_some(FoundBy::Digits)
}

fn record(stored: &str) -> Candidate {
    Candidate {
        record: RecordRef {
            entity: Entity::Contact,
            id: RecordId(Uuid::from_u128(1)),
            name: "Mira Holm".to_owned(),
            company: None,
        },
        numbers: vec![stored.to_owned()],
        parent_account: None,
        is_active: true,
        merged_into: None,
    }
}

fn table() -> String {
    let mut table = "| country | way | in Dynamics | from the PBX | match | found by |\n\
        | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for (region, country, e164, habit) in COUNTRIES {
        let plan = DialPlan::new(region).unwrap();
        for line in lines(&plan, e164, habit) {
            let received = plan.number(&line.received).unwrap();
            let about = format!("{region} {} < {}", line.stored, line.received);
            let found_by = find(&received, &plan, &line.stored);
            let record = record(&line.stored);
            let matched = choose(
                &received,
                &plan,
                &[Entity::Contact],
                std::slice::from_ref(&record),
            );
            assert_eq!(received.e164(), e164, "{about}");
            assert_eq!(matched, ContactMatch::One(record.record), "{about}");
            let found_by = match found_by.unwrap_or_else(|| panic!("not found: {about}")) {
                FoundBy::Spelling => "its spelling",
                FoundBy::Digits => "its digits",
            };
            table.push_str(&format!(
                "| {country} | {} | `{}` | `{}` | {e164} | {found_by} |\n",
                line.way, line.stored, line.received
            ));
        }
    }
    table
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the table is part of a file of the tree"
)]
fn the_table_of_matches_is_fresh_and_every_line_of_it_matches() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/matching.md");
    let kept = std::fs::read_to_string(&path)
        .unwrap()
        .replace("\r\n", "\n");
    let (before, rest) = kept.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let fresh = format!("{before}{BEGIN}\n{}\n{END}{after}", table());
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &fresh).unwrap();
    } else {
        assert_eq!(kept, fresh, "make it anew with {WRITE}=1");
    }
}
