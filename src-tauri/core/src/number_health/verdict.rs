//! Why a number as a person wrote it can never match a call.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::phone::{DIGITS_MIN, DialPlan, PhoneNumber, WRITTEN_CHARACTERS_MAX};
use crate::phrase::Phrase;

/// Extensions have up to five digits; as many without a plus are taken for one.
const EXTENSION_DIGITS_MAX: usize = 5;
/// What people write between two numbers in one field.
const SEPARATORS: [char; 6] = ['/', ';', ',', '|', '&', '\n'];
/// What is dialled before a country code in most countries, and in North America.
const INTERNATIONAL_PREFIXES: [&str; 2] = ["00", "011"];

/// What is wrong with a number in Dynamics; the first word of each sentence is the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberFault {
    /// Several records have it and no account is common to them: each call asks whose it is.
    Shared,
    /// Two or more numbers stand in one field.
    Several,
    /// Other words stand beside the number.
    WithWords,
    /// The area code or the country code is missing, or it can only be guessed.
    Incomplete,
    /// No number of its country is like this.
    Impossible,
    /// As short as an extension.
    TooShort,
    /// Words and no digits.
    Words,
    /// Neither digits nor words.
    NoDigits,
    /// Longer than any number.
    TooLong,
}

impl NumberFault {
    /// What is wrong, and what to do about it.
    #[must_use]
    pub fn phrase(self) -> Phrase {
        Phrase::new(match self {
            Self::Shared => "number-shared",
            Self::Several => "number-several",
            Self::WithWords => "number-with-words",
            Self::Incomplete => "number-incomplete",
            Self::Impossible => "number-impossible",
            Self::TooShort => "number-too-short",
            Self::Words => "number-words",
            Self::NoDigits => "number-no-digits",
            Self::TooLong => "number-too-long",
        })
    }
}

/// Why a text in a phone column can never match, and the number it probably means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Why.
    pub fault: NumberFault,
    /// The number it means, if there is one reading only.
    pub suggestion: Option<PhoneNumber>,
}

/// Judges a text of a phone column; `None` for everything that a call can match.
///
/// [`DialPlan::number`] alone decides whether a text can match, as in [`crate::contact_match::choose`]; this says why.
#[must_use]
pub fn verdict(written: &str, plan: &DialPlan) -> Option<Verdict> {
    if plan.number(written).is_some() {
        return None;
    }
    let written = written.trim();
    let digit_count = written.chars().filter(|c| c.is_numeric()).count();
    let has_letters = written.chars().any(char::is_alphabetic);
    let without_suggestion = |fault| Verdict {
        fault,
        suggestion: None,
    };
    if written.chars().count() > WRITTEN_CHARACTERS_MAX {
        return Some(without_suggestion(NumberFault::TooLong));
    }
    if digit_count == 0 {
        return Some(without_suggestion(if has_letters {
            NumberFault::Words
        } else {
            NumberFault::NoDigits
        }));
    }
    let is_extension = digit_count <= EXTENSION_DIGITS_MAX && !written.starts_with('+');
    if digit_count < DIGITS_MIN || is_extension {
        return Some(without_suggestion(NumberFault::TooShort));
    }
    let (fault, readings) = meant(written, plan, has_letters);
    let mut readings = readings.into_iter();
    Some(Verdict {
        fault,
        suggestion: match (readings.next(), readings.next()) {
            (Some(only), None) => Some(only),
            (None | Some(_), _) => None,
        },
    })
}

/// What a text with enough digits may mean.
fn meant(
    written: &str,
    plan: &DialPlan,
    has_letters: bool,
) -> (NumberFault, BTreeSet<PhoneNumber>) {
    let several = several(written, plan);
    if !several.is_empty() {
        return (NumberFault::Several, several);
    }
    let read = |text: String| plan.number(&text);
    if has_letters {
        let words_away: String = written.chars().filter(|c| !c.is_alphabetic()).collect();
        let readings: BTreeSet<PhoneNumber> = read(with_zeros(written))
            .or_else(|| read(words_away))
            .into_iter()
            .collect();
        if !readings.is_empty() {
            return (NumberFault::WithWords, readings);
        }
    }
    let readings: BTreeSet<PhoneNumber> = with_another_prefix(written)
        .into_iter()
        .filter_map(read)
        .collect();
    if !readings.is_empty() || plan.is_local(written) {
        return (NumberFault::Incomplete, readings);
    }
    (NumberFault::Impossible, readings)
}

/// The numbers in a field that holds more than one, as far as they can be read.
fn several(written: &str, plan: &DialPlan) -> BTreeSet<PhoneNumber> {
    let parts: Vec<&str> = written
        .split(SEPARATORS)
        .filter(|part| part.chars().any(|c| c.is_numeric()))
        .collect();
    if parts.len() > 1 {
        return parts.iter().filter_map(|part| plan.number(part)).collect();
    }
    // Spaces also stand inside numbers, so each word must be a whole one.
    let words: Vec<Option<PhoneNumber>> = written
        .split_whitespace()
        .map(|word| plan.number(word))
        .collect();
    if words.len() > 1 && words.iter().all(Option::is_some) {
        return words.into_iter().flatten().collect();
    }
    BTreeSet::new()
}

/// The letter O is typed for a zero.
fn with_zeros(written: &str) -> String {
    written.replace(['o', 'O'], "0")
}

/// The text with the prefixes of other countries, and with a plus too many or too few.
fn with_another_prefix(written: &str) -> Vec<String> {
    let mut texts = Vec::new();
    if let Some(rest) = written.strip_prefix('+') {
        if rest.trim_start().starts_with('0') {
            texts.push(rest.to_owned());
        }
    } else {
        let rest_of = |prefix: &&str| written.strip_prefix(*prefix);
        texts.extend(
            INTERNATIONAL_PREFIXES
                .iter()
                .filter_map(rest_of)
                .map(|rest| format!("+{}", rest.trim_start())),
        );
    }
    texts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType};

    use super::*;
    use crate::contact_match::variants;

    fn check(region: &str, written: &str, expected: NumberFault, suggestion: Option<&str>) {
        let plan = DialPlan::new(region).unwrap();
        let verdict = verdict(written, &plan);
        let found = verdict.as_ref().map(|verdict| {
            let number = verdict.suggestion.as_ref();
            (verdict.fault, number.map(PhoneNumber::e164))
        });
        assert_eq!(
            found,
            Some((expected, suggestion)),
            "{written:?} in {region}"
        );
    }

    #[test]
    fn each_fault_is_told_by_its_name_with_the_number_it_means() {
        use NumberFault::*;
        check("GB", "  ", NoDigits, None);
        check("GB", "-", NoDigits, None);
        check("GB", "ask reception", Words, None);
        check("GB", "504", TooShort, None);
        check("GB", "ext. 10023", TooShort, None);
        check("GB", "10023", TooShort, None);
        check("GB", &"020 7946 0018 ".repeat(10), TooLong, None);
        check("GB", "020 7946 0018 / 0171 946 0018", Several, None);
        check("DE", "030 1234567; +49 171 1234567", Several, None);
        check("GB", "02079460018 02079460019", Several, None);
        check("GB", "020 7946 0018 / -19", Several, Some("+442079460018"));
        check("GB", "O2O 7946 OO18", WithWords, Some("+442079460018"));
        check(
            "GB",
            "020 7946 0018 mobile",
            WithWords,
            Some("+442079460018"),
        );
        check("US", "555-0143", Incomplete, None);
        check("GB", "+44 20 7946", Incomplete, None);
        check("US", "0044 20 7946 0018", Incomplete, Some("+442079460018"));
        check(
            "GB",
            "011 44 20 7946 0018",
            Incomplete,
            Some("+442079460018"),
        );
        check("GB", "+020 7946 0018", Incomplete, Some("+442079460018"));
        check("GB", "+44 20 7946 0018 0018", Impossible, None);
        check("GB", "020 7946 0018 0018 0018", Impossible, None);
        check("US", "1111111111", Impossible, None);
        check("GB", "+999 12345678", Impossible, None);
    }

    const KINDS: [PhoneNumberType; 3] = [
        PhoneNumberType::FixedLine,
        PhoneNumberType::Mobile,
        PhoneNumberType::TollFree,
    ];

    #[test]
    fn no_number_in_the_spellings_of_its_country_is_ever_reported() {
        let mut count = 0;
        for region in PHONE_NUMBER_UTIL.get_supported_regions() {
            let plan = DialPlan::new(region.as_region_str().as_ref()).unwrap();
            for kind in KINDS {
                let Ok(example) =
                    PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, kind)
                else {
                    continue;
                };
                let e164 = PHONE_NUMBER_UTIL.format(&example, PhoneNumberFormat::E164);
                let number = plan.number(&e164).unwrap();
                for written in variants(&number, &plan) {
                    count += 1;
                    let reported = verdict(&written, &plan);
                    assert_eq!(reported, None, "{written} in {}", plan.region());
                }
            }
        }
        assert!(count > 5_000, "{count}");
    }

    fn plan() -> impl Strategy<Value = DialPlan> {
        let regions: Vec<String> = PHONE_NUMBER_UTIL
            .get_supported_regions()
            .map(|region| region.as_region_str().to_string())
            .collect();
        prop::sample::select(regions).prop_map(|region| DialPlan::new(&region).unwrap())
    }

    proptest! {
        #[test]
        fn what_is_reported_matches_no_call_and_what_is_not_can_be_read(
            written in "\\PC{0,40}|[+0-9 ()/.-]{0,30}",
            plan in plan(),
        ) {
            let read = plan.number(&written);
            let verdict = verdict(&written, &plan);
            prop_assert_eq!(read.is_none(), verdict.is_some());
            if let Some(suggestion) = verdict.and_then(|verdict| verdict.suggestion) {
                prop_assert_eq!(plan.number(suggestion.e164()).map(|number| number.e164().to_owned()), Some(suggestion.e164().to_owned()));
            }
        }
    }
}
