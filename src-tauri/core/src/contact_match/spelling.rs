//! As which texts a number may stand in a phone column (spec D2).

use std::collections::BTreeSet;

use rlibphonenumber::{
    PHONE_NUMBER_UTIL, PhoneNumberFormat, Region, get_national_significant_number_owned,
};

use crate::phone::{DialPlan, PhoneNumber};

/// Texts searched for each number: with the 21 phone columns of contact they stay below the 500 conditions of a query
/// (`reference/dataverse.md`, section 3.2).
pub const VARIANTS_MAX: usize = 20;
/// Enough digits to be rare, few enough to leave out every trunk and country prefix.
const SUFFIX_DIGITS: usize = 8;
/// The exact texts as which `number` may stand in a phone column; each reads back as the number.
#[must_use]
pub fn variants(number: &PhoneNumber, plan: &DialPlan) -> Vec<String> {
    let mut texts = vec![number.e164().to_owned()];
    if let (Ok(region), Ok(parsed)) = (
        Region::try_from(plan.region().as_str()),
        PHONE_NUMBER_UTIL.parse(number.e164(), None),
    ) {
        texts.extend(spellings(&parsed, region));
    }
    let mut seen = BTreeSet::new();
    texts.retain(|text| {
        seen.insert(text.clone())
            && plan
                .number(text)
                .is_some_and(|read| read.e164() == number.e164())
    });
    texts.truncate(VARIANTS_MAX);
    texts
}

/// The last digits of `number`, for a search that does not care for punctuation; the answer is compared again.
#[must_use]
pub fn suffix_digits(number: &PhoneNumber) -> String {
    let significant = PHONE_NUMBER_UTIL.parse(number.e164(), None).map_or_else(
        |_| digits(number.e164()),
        |parsed| get_national_significant_number_owned(&parsed),
    );
    let skipped = significant.len().saturating_sub(SUFFIX_DIGITS);
    significant.get(skipped..).unwrap_or_default().to_owned()
}

/// Fewer last digits than these are shared by too many numbers to be worth a question.
const NEAR_DIGITS: usize = 7;

/// The last digits of `number` by which records are offered for a number nobody has; never a match by themselves.
#[must_use]
pub fn near_digits(number: &PhoneNumber) -> String {
    let suffix = suffix_digits(number);
    let skipped = suffix.len().saturating_sub(NEAR_DIGITS);
    suffix.get(skipped..).unwrap_or_default().to_owned()
}

/// Most likely first, because the list is bounded.
fn spellings(number: &rlibphonenumber::PhoneNumber, region: Region) -> Vec<String> {
    let format = |format| PHONE_NUMBER_UTIL.format(number, format).into_owned();
    let e164 = format(PhoneNumberFormat::E164);
    let international = format(PhoneNumberFormat::International);
    let national = format(PhoneNumberFormat::National);
    let rfc3966 = format(PhoneNumberFormat::RFC3966);
    let significant = get_national_significant_number_owned(number);
    let bare = digits(&e164);
    let code = number.country_code.to_string();
    let trunk_digits = digits(&national);
    let grouped = international
        .strip_prefix(&format!("+{code} "))
        .unwrap_or(&international)
        .to_owned();
    let prefix = international_prefix(region);
    let area_in_parentheses = national
        .split_once(' ')
        .filter(|(area, _)| area.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|(area, rest)| format!("({area}) {rest}"));
    let mut texts = vec![
        bare.clone(),
        trunk_digits.clone(),
        international.clone(),
        national.clone(),
        significant.clone(),
        format!("{prefix}{bare}"),
        format!("00{bare}"),
        rfc3966.trim_start_matches("tel:").to_owned(),
        grouped.clone(),
        grouped.replace(' ', "-"),
        national.replace(['(', ')'], "").replace(' ', "-"),
        format!("+{code} {significant}"),
        international.trim_start_matches('+').to_owned(),
        format!("{prefix} {}", international.trim_start_matches('+')),
        rfc3966.clone(),
        grouped.replace(['-', ' '], "."),
    ];
    texts.extend(area_in_parentheses);
    if trunk_digits.starts_with('0') && !significant.starts_with('0') {
        texts.push(format!("+{code} (0){grouped}"));
        texts.push(format!("+{code} (0) {grouped}"));
        texts.push(format!("+{code}(0){significant}"));
    }
    texts
}

/// What is dialled in `region` before a country code, for example `00` or `011`.
fn international_prefix(region: Region) -> String {
    // How a number of another country is written there tells it; one of these two is always abroad.
    ["+41446681800", "+442079460018"]
        .iter()
        .filter_map(|abroad| PHONE_NUMBER_UTIL.parse(abroad, None).ok())
        .filter(|abroad| {
            PHONE_NUMBER_UTIL.get_country_code_for_region(region) != Some(abroad.country_code)
        })
        .map(|abroad| {
            PHONE_NUMBER_UTIL
                .format_out_of_country_calling_number(&abroad, region)
                .into_owned()
        })
        .find_map(|written| {
            let first = written.split(' ').next()?;
            (!first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| first.to_owned())
        })
        .unwrap_or_else(|| "00".to_owned())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_spellings_are_searched() {
        let london = DialPlan::new("GB").unwrap();
        let number = london.number("020 7946 0018").unwrap();
        insta::assert_snapshot!(variants(&number, &london).join("\n"), @r"
        +442079460018
        442079460018
        02079460018
        +44 20 7946 0018
        020 7946 0018
        2079460018
        00442079460018
        +44-20-7946-0018
        20 7946 0018
        20-7946-0018
        020-7946-0018
        +44 2079460018
        44 20 7946 0018
        00 44 20 7946 0018
        tel:+44-20-7946-0018
        20.7946.0018
        (020) 7946 0018
        +44 (0)20 7946 0018
        +44 (0) 20 7946 0018
        +44(0)2079460018
        ");
        let boston = DialPlan::new("US").unwrap();
        let number = boston.number("617-555-0123").unwrap();
        insta::assert_snapshot!(variants(&number, &boston).join("\n"), @r"
        +16175550123
        16175550123
        6175550123
        +1 617-555-0123
        (617) 555-0123
        01116175550123
        +1-617-555-0123
        617-555-0123
        +1 6175550123
        1 617-555-0123
        011 1 617-555-0123
        tel:+1-617-555-0123
        617.555.0123
        ");
        assert_eq!(suffix_digits(&number), "75550123");
    }

    fn example() -> impl Strategy<Value = (DialPlan, PhoneNumber)> {
        let regions: BTreeSet<String> = PHONE_NUMBER_UTIL
            .get_supported_regions()
            .map(|region| region.as_region_str().to_string())
            .collect();
        let examples: Vec<(DialPlan, PhoneNumber)> = regions
            .iter()
            .filter_map(|region| {
                let plan = DialPlan::new(region).ok()?;
                let example = PHONE_NUMBER_UTIL
                    .get_example_number(Region::try_from(region.as_str()).ok()?)
                    .ok()?;
                let e164 = PHONE_NUMBER_UTIL.format(&example, PhoneNumberFormat::E164);
                Some((plan, plan.number(&e164)?))
            })
            .collect();
        assert!(examples.len() > 200, "{}", examples.len());
        prop::sample::select(examples)
    }

    proptest! {
        #[test]
        fn every_spelling_of_every_region_reads_as_the_number(
            (plan, number) in example(),
            (elsewhere, _) in example(),
        ) {
            for plan in [plan, elsewhere] {
                let texts = variants(&number, &plan);
                prop_assert!((1..=VARIANTS_MAX).contains(&texts.len()));
                prop_assert_eq!(texts.first().map(String::as_str), Some(number.e164()));
                for text in &texts {
                    prop_assert!(text.chars().count() <= 50, "{}", text);
                    prop_assert_eq!(plan.number(text), Some(number.clone()), "{}", text);
                }
            }
            let suffix = suffix_digits(&number);
            prop_assert!(number.e164().ends_with(&suffix) && !suffix.is_empty());
        }

        #[test]
        fn a_number_that_differs_in_one_digit_is_another_line((plan, number) in example(), place in 0_usize..4) {
            let at = number.e164().len() - 1 - place;
            let other: String = number
                .e164()
                .char_indices()
                .map(|(index, c)| match c {
                    _ if index != at => c,
                    '9' => '0',
                    _ => '9',
                })
                .collect();
            prop_assert!(!plan.number(&other).is_some_and(|other| other.is_same_line(&number)));
        }
    }
}
