//! Numbers and beginnings of numbers, as in `rules.never_log` and `numbers.own`.

use serde::{Deserialize, Serialize};

use crate::call::RemoteParty;
use crate::phone::DialPlan;

/// A number or the beginning of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NumberPattern(pub String);

impl NumberPattern {
    /// Whether the other side's number is, or begins with, this pattern, however the PBX wrote it.
    ///
    /// With a plus it is the beginning of a complete number.
    /// Without, it is what is dialled in the region, or else the beginning of what the PBX wrote: of a short number, or of
    /// one that cannot be completed.
    #[must_use]
    pub fn covers(&self, remote: &RemoteParty, plan: &DialPlan) -> bool {
        let pattern = digits(&self.0);
        if pattern.is_empty() {
            return false;
        }
        let begins_with = |beginning: &str| {
            remote
                .number
                .as_ref()
                .is_some_and(|number| digits(number.e164()).starts_with(beginning))
        };
        if self.0.trim_start().starts_with('+') {
            return begins_with(&pattern);
        }
        let is_the_number = || match (plan.number(&self.0), &remote.number) {
            (Some(mine), Some(theirs)) => mine.is_same_line(theirs),
            (None, _) | (_, None) => false,
        };
        // The cheapest first: lists may be long, and are asked of every call.
        digits(&remote.written).starts_with(&pattern)
            || plan
                .beginnings(&pattern)
                .iter()
                .any(|beginning| begins_with(beginning))
            || is_the_number()
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat};

    use super::*;

    fn remote(written: &str, plan: &DialPlan) -> RemoteParty {
        RemoteParty {
            number: plan.number(written),
            written: written.to_owned(),
            name: None,
        }
    }

    #[track_caller]
    fn check_in(region: &str, pattern: &str, written: &str, expected: bool) {
        let plan = DialPlan::new(region).unwrap();
        let covers = NumberPattern(pattern.to_owned()).covers(&remote(written, &plan), &plan);
        assert_eq!(covers, expected, "{pattern} {written} in {region}");
    }

    #[track_caller]
    fn check(pattern: &str, written: &str, expected: bool) {
        check_in("GB", pattern, written, expected);
    }

    #[test]
    fn a_pattern_covers_a_number_or_the_numbers_that_begin_with_it() {
        check("+442079460018", "020 7946 0018", true);
        check("+44207946", "020 7946 0018", true);
        check("+44207947", "020 7946 0018", false);
        check("02079460018", "+44 20 7946 0018", true);
        check("0900", "0900123", true);
        check("+0900", "0900123", false);
        check("", "02079460018", false);
        check("+", "02079460018", false);
        check("+44", "anonymous", false);
        check("0207946", "anonymous", false);
    }

    #[test]
    fn a_pattern_as_it_is_dialled_covers_numbers_however_the_pbx_wrote_them() {
        for written in [
            "02079460018",
            "+442079460018",
            "00442079460018",
            "442079460018",
            "2079460018",
            "020 7946 0018 x12",
        ] {
            check("0207946", written, true);
            check("0044207946", written, true);
            check("0207947", written, false);
            check("0161", written, false);
        }
        check_in("US", "617", "+16175550123", true);
        check_in("US", "1617", "617-555-0123", true);
        check_in("US", "617", "+4961712345", false);
        check_in("IT", "02", "+390212345678", true);
        check_in("IT", "02", "+39312345678", false);
        check_in("BR", "11", "+551123456789", true);
        check_in("BR", "011", "+551123456789", true);
        check_in("DE", "030", "+4930123456", true);
    }

    #[test]
    fn a_short_pattern_covers_short_numbers_and_no_area_code() {
        check("118", "118500", true);
        check("118", "+441184960000", false);
        check("20", "20", true);
        check("20", "+442079460018", false);
    }

    #[test]
    fn a_number_is_covered_by_every_beginning_of_what_is_dialled_at_home() {
        for region in PHONE_NUMBER_UTIL.get_supported_regions() {
            let plan = DialPlan::new(&region.as_region_str()).unwrap();
            let example = PHONE_NUMBER_UTIL.get_example_number(region).unwrap();
            let written = |format| PHONE_NUMBER_UTIL.format(&example, format).into_owned();
            let party = remote(&written(PhoneNumberFormat::E164), &plan);
            let stranger = remote("+8835100012345", &plan);
            let dialled = digits(&written(PhoneNumberFormat::National));
            for length in 3..=dialled.len() {
                let beginning = NumberPattern(dialled.chars().take(length).collect());
                assert!(beginning.covers(&party, &plan), "{beginning:?} {party:?}");
                assert!(!beginning.covers(&stranger, &plan), "{beginning:?}");
            }
        }
    }
}
