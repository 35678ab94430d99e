//! Numbers that are called within one country only: emergency numbers, service numbers and star codes.

use super::{DIGITS_MIN, DialPlan};

/// Of each region its emergency numbers and its other short numbers; the file says where they are from.
///
/// `rlibphonenumber` has no short numbers, and no other crate has them.
const TABLE: &str = include_str!("short_number/table.txt");

/// What a PBX may want dialled for an outside line, where it writes that into its records.
const OUTSIDE_LINE: [char; 2] = ['0', '9'];

/// A short number that is nobody's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortNumber {
    /// Police, fire brigade, ambulance.
    Emergency,
    /// Directory enquiries, an operator, a carrier's service, or a star code of PBX or network.
    Service,
}

impl DialPlan {
    /// Which short number of the region this is, if it is one at all.
    ///
    /// A number that can be called from elsewhere is none, nor is a star code with a whole number behind it: that is a
    /// call of that number.
    #[must_use]
    pub fn short_number(&self, written: &str) -> Option<ShortNumber> {
        let dialled: String = written
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '(' | ')'))
            .collect();
        if dialled.starts_with(['*', '#']) {
            return is_star_code(&dialled).then_some(ShortNumber::Service);
        }
        if dialled.is_empty()
            || !dialled.bytes().all(|byte| byte.is_ascii_digit())
            || self.number(&dialled).is_some()
        {
            return None;
        }
        let region = self.region();
        let (emergency, service) = TABLE
            .lines()
            .find_map(|line| line.strip_prefix(region.as_str())?.split_once('|'))?;
        let is_emergency = |dialled: &str| is_one_of(emergency, dialled);
        if is_emergency(&dialled) || dialled.strip_prefix(OUTSIDE_LINE).is_some_and(is_emergency) {
            Some(ShortNumber::Emergency)
        } else {
            is_one_of(service, &dialled).then_some(ShortNumber::Service)
        }
    }
}

fn is_star_code(dialled: &str) -> bool {
    let digit_count = dialled.bytes().filter(u8::is_ascii_digit).count();
    (1..DIGITS_MIN).contains(&digit_count)
        && dialled
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'#'))
}

fn is_one_of(patterns: &str, dialled: &str) -> bool {
    patterns
        .split_whitespace()
        .any(|pattern| is_covered(pattern, dialled))
}

/// Whether a pattern of the table, for example `118xx` or `11[02]`, is this number.
fn is_covered(pattern: &str, dialled: &str) -> bool {
    let mut pattern = pattern.chars();
    for digit in dialled.chars() {
        let is_covered = match pattern.next() {
            Some('x') => true,
            Some('[') => {
                // All of the choice is read, whichever digit fits.
                pattern
                    .by_ref()
                    .take_while(|choice| *choice != ']')
                    .filter(|choice| *choice == digit)
                    .count()
                    > 0
            }
            Some(one) => one == digit,
            None => false,
        };
        if !is_covered {
            return false;
        }
    }
    pattern.next().is_none()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use rlibphonenumber::PHONE_NUMBER_UTIL;

    use super::*;

    use ShortNumber::{Emergency, Service};

    fn check(region: &str, written: &str, expected: Option<ShortNumber>) {
        let plan = DialPlan::new(region).unwrap();
        assert_eq!(
            plan.short_number(written),
            expected,
            "{written} in {region}"
        );
    }

    #[test]
    fn an_emergency_number_is_one_of_its_own_region() {
        for (region, number) in [
            ("GB", "999"),
            ("GB", "112"),
            ("DE", "110"),
            ("DE", "112"),
            ("US", "911"),
            ("CA", "911"),
            ("FR", "15"),
            ("IT", "118"),
            ("AU", "000"),
            ("NZ", "111"),
            ("JP", "119"),
            ("BR", "190"),
            ("ZA", "10111"),
            ("IN", "112"),
        ] {
            check(region, number, Some(Emergency));
        }
        check("DE", "911", None);
        check("GB", "110", None);
    }

    #[test]
    fn an_emergency_number_is_one_behind_the_digit_for_an_outside_line() {
        check("DE", "0112", Some(Emergency));
        check("DE", "0 110", Some(Emergency));
        check("US", "9911", Some(Emergency));
        check("GB", "9-999", Some(Emergency));
    }

    #[test]
    fn service_numbers_and_star_codes_are_told_from_emergency_numbers() {
        for (region, number) in [
            ("GB", "118 500"),
            ("GB", "100"),
            ("GB", "1571"),
            ("DE", "11833"),
            ("DE", "115"),
            ("US", "411"),
            ("US", "611"),
            ("FR", "3900"),
            ("NZ", "018"),
            ("AU", "1194"),
            ("US", "*97"),
            ("US", "*67"),
            ("DE", "*#21#"),
        ] {
            check(region, number, Some(Service));
        }
    }

    #[test]
    fn a_number_that_can_be_called_from_elsewhere_is_no_short_number() {
        for (region, number) in [
            ("GB", "020 7946 0018"),
            ("US", "+1 617 555 0123"),
            ("DE", "030 123456"),
            ("DE", "11612345678"),
            ("GB", "*67 020 7946 0018"),
            ("US", "*67 617 555 0123"),
            ("US", "#31#6175550123"),
            ("GB", "anonymous"),
            ("GB", ""),
            ("GB", "*"),
            ("GB", "504"),
            ("DE", "12345"),
            ("GB", "123456"),
        ] {
            check(region, number, None);
        }
    }

    #[test]
    fn every_region_that_has_short_numbers_stands_in_the_table_once_and_readably() {
        let mut regions = BTreeSet::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (region, numbers) = line.split_at(2);
            let plan = DialPlan::new(region);
            assert!(plan.is_ok() && regions.insert(region), "{line}");
            let mut halves = numbers.splitn(2, '|').map(str::split_whitespace);
            assert_eq!(halves.clone().count(), 2, "{line}");
            for pattern in halves.by_ref().flatten() {
                let one: String = pattern
                    .replace('x', "7")
                    .split(']')
                    .map(|part| {
                        part.split_once('[')
                            .map_or(part.to_owned(), |(before, choice)| {
                                format!("{before}{}", choice.get(..1).unwrap_or_default())
                            })
                    })
                    .collect();
                assert!(
                    one.bytes().all(|byte| byte.is_ascii_digit()),
                    "{line}: {pattern}"
                );
                assert!((2..=6).contains(&one.len()), "{line}: {pattern}");
                assert!(is_covered(pattern, &one), "{line}: {pattern} {one}");
            }
        }
        let known = PHONE_NUMBER_UTIL.get_supported_regions().count();
        assert!(known - regions.len() < 10, "{} of {known}", regions.len());
    }

    proptest! {
        #[test]
        fn whatever_was_dialled_can_be_asked_about(written in "\\PC{0,20}", region in "GB|DE|US|GN") {
            let _short = DialPlan::new(&region).unwrap().short_number(&written);
        }

        #[test]
        fn a_complete_number_is_never_a_short_one(written in "[+*#]?[0-9]{1,14}", region in "GB|DE|US|FI|IT|IN|AU") {
            let plan = DialPlan::new(&region).unwrap();
            if plan.number(&written).is_some() {
                prop_assert_eq!(plan.short_number(&written), None);
            }
        }
    }
}
