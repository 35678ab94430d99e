//! Which texts are the same line, over every region libphonenumber knows: extensions, and numbers that end alike.

use proptest::prelude::*;
use rlibphonenumber::{
    PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, get_national_significant_number_owned,
};
use uuid::Uuid;

use super::*;

const KINDS: [PhoneNumberType; 4] = [
    PhoneNumberType::FixedLine,
    PhoneNumberType::Mobile,
    PhoneNumberType::TollFree,
    PhoneNumberType::PremiumRate,
];
/// How many digits two numbers may share at their end without being one.
const SHARED_DIGITS: usize = 7;
const FORMATS: [PhoneNumberFormat; 4] = [
    PhoneNumberFormat::E164,
    PhoneNumberFormat::International,
    PhoneNumberFormat::National,
    PhoneNumberFormat::RFC3966,
];

/// A number of each kind in every region, with the plan of that region.
fn examples() -> Vec<(DialPlan, rlibphonenumber::PhoneNumber)> {
    let examples: Vec<_> = PHONE_NUMBER_UTIL
        .get_supported_regions()
        .flat_map(|region| {
            KINDS.iter().filter_map(move |kind| {
                let number =
                    PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, *kind);
                let plan = DialPlan::new(&region.as_region_str()).ok()?;
                Some((plan, number.ok()?))
            })
        })
        .collect();
    assert!(examples.len() > 600, "{}", examples.len());
    examples
}

fn written(number: &rlibphonenumber::PhoneNumber, format: PhoneNumberFormat) -> String {
    PHONE_NUMBER_UTIL.format(number, format).into_owned()
}

fn e164(number: &rlibphonenumber::PhoneNumber) -> String {
    written(number, PhoneNumberFormat::E164)
}

fn digit_count(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

fn is_match(number: &PhoneNumber, plan: &DialPlan, stored: &str) -> bool {
    let record = Candidate {
        record: RecordRef {
            entity: Entity::Contact,
            id: RecordId(Uuid::from_u128(1)),
            name: String::new(),
            company: None,
        },
        numbers: vec![stored.to_owned()],
        parent_account: None,
        is_active: true,
        merged_into: None,
    };
    choose(number, plan, &[Entity::Contact], &[record]) != ContactMatch::None
}

#[test]
fn a_number_with_an_extension_is_itself_and_the_bare_number_and_no_other_extension() {
    for (plan, number) in examples() {
        let bare = plan.number(&e164(&number)).unwrap();
        for format in FORMATS {
            let text = written(&number, format);
            if digit_count(&text) < crate::phone::DIGITS_MIN {
                continue;
            }
            for mark in [
                "x",
                " x",
                " ext ",
                " ext. ",
                ", ext. ",
                " extension ",
                ";ext=",
                " #",
            ] {
                let stored = format!("{text}{mark}123");
                let about = format!("{stored} in {}", plan.region());
                let line = plan.number(&stored).unwrap_or_else(|| panic!("{about}"));
                assert_eq!(
                    (line.e164(), line.extension()),
                    (bare.e164(), Some("123")),
                    "{about}"
                );
                assert!(is_match(&line, &plan, &stored), "{about}");
                assert!(is_match(&bare, &plan, &stored), "{about}");
                assert!(is_match(&line, &plan, bare.e164()), "{about}");
                let other = plan.number(&format!("{text}{mark}124")).unwrap();
                assert!(!is_match(&other, &plan, &stored), "{about}");
            }
        }
    }
}

#[test]
fn a_direct_dial_behind_a_hyphen_is_part_of_the_number() {
    let germany = DialPlan::new("DE").unwrap();
    let reception = germany.number("030 23125-0").unwrap();
    let person = germany.number("030 23125-123").unwrap();
    assert_eq!(person.e164(), "+493023125123");
    assert_eq!(person.extension(), None);
    assert!(!is_match(&person, &germany, "030 23125-0"));
    assert!(!is_match(&person, &germany, "030 23125"));
    assert!(!is_match(&reception, &germany, "030 23125-123"));
    assert!(is_match(&person, &germany, "+49 30 23125 123"));
}

#[test]
fn the_last_digits_alone_are_no_number_where_numbers_have_an_area_code() {
    // The library knows a few small countries whose seven digits are the whole number; they are none of these.
    let large = [
        "AU", "BR", "CA", "CN", "DE", "FR", "GB", "IN", "IT", "JP", "MX", "NZ", "US", "ZA",
    ];
    for (plan, example) in examples() {
        let number = plan.number(&e164(&example)).unwrap();
        let (_, shared) = number.e164().split_at(number.e164().len() - SHARED_DIGITS);
        if large.contains(&plan.region().as_str()) {
            assert!(
                !is_match(&number, &plan, shared),
                "{shared} in {}",
                plan.region()
            );
        }
    }
}

#[test]
fn the_exact_search_knows_how_people_of_every_region_write() {
    for (plan, example) in examples() {
        let number = plan.number(&e164(&example)).unwrap();
        let bare = number.e164().trim_start_matches('+');
        let national = written(&example, PhoneNumberFormat::National);
        let national_digits: String = national.chars().filter(char::is_ascii_digit).collect();
        let texts = variants(&number, &plan);
        for text in [
            number.e164(),
            bare,
            &national,
            &national_digits,
            &written(&example, PhoneNumberFormat::International),
            &written(&example, PhoneNumberFormat::RFC3966),
            &format!("{}{bare}", plan.international_prefix()),
        ] {
            // What reads as another number there must not be searched.
            if plan.number(text).as_ref() == Some(&number) {
                assert!(
                    texts.iter().any(|one| one == text),
                    "{text} in {}: {texts:#?}",
                    plan.region()
                );
            }
        }
    }
}

fn example() -> impl Strategy<Value = (DialPlan, rlibphonenumber::PhoneNumber)> {
    prop::sample::select(examples())
}

/// One that is more than the shared digits, for those would be all of it.
fn long_example() -> impl Strategy<Value = (DialPlan, rlibphonenumber::PhoneNumber)> {
    let mut examples = examples();
    examples
        .retain(|(_, number)| get_national_significant_number_owned(number).len() >= SHARED_DIGITS);
    prop::sample::select(examples)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]
    #[test]
    fn numbers_that_share_their_last_seven_digits_are_different_lines(
        (home, mine) in long_example(),
        (away, theirs) in long_example(),
    ) {
        let number = home.number(&e164(&mine)).unwrap();
        let at = number.e164().len() - SHARED_DIGITS;
        let (_, shared) = number.e164().split_at(at);
        let theirs = e164(&theirs);
        let (beginning, _) = theirs.split_at(theirs.len() - SHARED_DIGITS);
        let alike = format!("{beginning}{shared}");
        prop_assume!(alike != number.e164());
        for plan in [home, away] {
            prop_assert!(!is_match(&number, &plan, &alike), "{} in {}", alike, plan.region());
            if let Ok(parsed) = PHONE_NUMBER_UTIL.parse(&alike, None) {
                let text = written(&parsed, PhoneNumberFormat::International);
                prop_assert!(!is_match(&number, &plan, &text), "{} in {}", text, plan.region());
                let text = written(&parsed, PhoneNumberFormat::National);
                // Without its country code, what no region gives out may read as a number of another country.
                if plan == away && PHONE_NUMBER_UTIL.is_valid_number(&parsed) {
                    prop_assert!(!is_match(&number, &plan, &text), "{} in {}", text, plan.region());
                }
            }
        }
    }

    #[test]
    fn a_number_with_an_extension_is_found_by_its_digits((plan, number) in example(), extension in 1_u32..99_999) {
        let number = plan.number(&e164(&number)).unwrap();
        let stored = format!("{} x{extension}", number.e164());
        let mut rest = stored.chars();
        prop_assert!(suffix_digits(&number).chars().all(|digit| rest.any(|c| c == digit)));
    }
}
