use super::*;
use proptest::prelude::*;

const KINDS: [PhoneNumberType; 3] = [
    PhoneNumberType::FixedLine,
    PhoneNumberType::Mobile,
    PhoneNumberType::TollFree,
];

fn plan(region: &str) -> DialPlan {
    DialPlan::new(region).unwrap()
}

/// A real-looking number of every kind in every region the library knows.
fn examples() -> Vec<(DialPlan, Parsed)> {
    PHONE_NUMBER_UTIL
        .get_supported_regions()
        .flat_map(|region| {
            KINDS.iter().filter_map(move |kind| {
                PHONE_NUMBER_UTIL
                    .get_example_number_for_type_and_region(region, *kind)
                    .ok()
                    .map(|number| (DialPlan { region }, number))
            })
        })
        .collect()
}

#[test]
fn every_number_is_written_so_that_it_reads_back_the_same() {
    for (plan, number) in examples() {
        let number = complete(&number);
        let region = plan.region();
        let at_home = for_people(number.e164(), Some(&region));
        let abroad = for_people(number.e164(), None);
        assert!(abroad.starts_with('+'), "{abroad}");
        assert_eq!(
            plan.number(&abroad).as_ref(),
            Some(&number),
            "{region} {abroad}"
        );
        assert!(!at_home.starts_with('+'), "{region} {at_home}");
        let read = plan.parse(&at_home).as_ref().map(complete);
        assert_eq!(read, Some(number), "{region} {at_home}");
    }
}

#[test]
fn what_is_no_number_is_written_as_it_is() {
    for text in ["", "504", "anonymous", "+", "+99912"] {
        assert_eq!(for_people(text, Some("GB")), text);
    }
}

fn written(number: &Parsed, format: PhoneNumberFormat) -> String {
    PHONE_NUMBER_UTIL.format(number, format).into_owned()
}

fn check(region: &str, written: &str, expected: Option<&str>) {
    let number = plan(region).number(written);
    assert_eq!(
        number.as_ref().map(PhoneNumber::e164),
        expected,
        "{written} in {region}"
    );
}

#[test]
fn every_way_to_write_a_number_is_the_same_number_in_every_region() {
    let abroad = plan("GB");
    for (home, number) in examples() {
        let e164 = written(&number, PhoneNumberFormat::E164);
        let check = |plan: DialPlan, text: &str| {
            let read = plan.number(text);
            assert_eq!(
                read.as_ref().map(PhoneNumber::e164),
                Some(e164.as_str()),
                "{text} in {}",
                plan.region()
            );
        };
        check(home, &e164);
        check(home, e164.trim_start_matches('+'));
        check(home, &written(&number, PhoneNumberFormat::International));
        check(home, &written(&number, PhoneNumberFormat::RFC3966));
        check(
            abroad,
            &PHONE_NUMBER_UTIL.format_out_of_country_calling_number(&number, abroad.region),
        );
        let national = written(&number, PhoneNumberFormat::National);
        if national.chars().filter(char::is_ascii_digit).count() >= DIGITS_MIN {
            check(home, &national);
        }
    }
}

#[test]
fn a_number_without_its_plus_is_read_as_the_pbx_meant_it() {
    check("NZ", "6499856276", Some("+6499856276"));
    check("NZ", "098371388", Some("+6498371388"));
    check("NZ", "02040857817", Some("+642040857817"));
    check("NZ", "442079460018", Some("+442079460018"));
    check("DE", "442079460018", Some("+442079460018"));
    check("DE", "4930123456", Some("+4930123456"));
    check("DE", "16502530000", Some("+16502530000"));
    check("GB", "2079460018", Some("+442079460018"));
    check("GB", "7911123456", Some("+447911123456"));
    check("US", "2025550143", Some("+12025550143"));
    check("US", "12025550143", Some("+12025550143"));
    check("IT", "3912345678", Some("+393912345678"));
    check("BR", "005511961234567", Some("+5511961234567"));
    check("BR", "0015442079460018", Some("+442079460018"));
    check("CO", "0057 601 2345678", Some("+576012345678"));
}

#[test]
fn a_number_both_ways_is_a_mobile_number_of_the_own_country() {
    check("DE", "15123456789", Some("+4915123456789"));
    check("DE", "015123456789", Some("+4915123456789"));
    check("DE", "+15123456789", Some("+15123456789"));
}

#[test]
fn an_extension_is_no_phone_number_anywhere() {
    for region in ["GB", "DE", "AT", "NZ", "US", "FR", "ES", "IT", "CH", "SE"] {
        for extension in ["", "7", "504", "1001", "10023", "20023", "30123", "99999"] {
            check(region, extension, None);
        }
    }
}

#[test]
fn a_placeholder_for_a_withheld_number_is_no_phone_number() {
    for region in ["GB", "US", "DE"] {
        for placeholder in ["0000000000", "1111111111", "00000", "anonymous", "+", "*97"] {
            check(region, placeholder, None);
        }
    }
}

#[test]
fn a_number_of_a_range_the_library_does_not_know_is_still_a_number() {
    check("US", "(999) 555-0143", Some("+19995550143"));
    check("GB", "+44 20 0946 0018", Some("+442009460018"));
    check("GB", "0044 20 0946 0018", Some("+442009460018"));
    check("US", "555-0143", None);
}

#[test]
fn an_extension_behind_a_number_is_kept_apart() {
    let number = plan("GB").number("020 7946 0018 ext. 12").unwrap();
    assert_eq!(number.e164(), "+442079460018");
    assert_eq!(number.extension(), Some("12"));
    assert_eq!(number.to_string(), "+442079460018 ext. 12");
}

#[test]
fn a_country_code_names_its_main_region() {
    assert_eq!(DialPlan::of_country_code("64"), Some(plan("NZ")));
    assert_eq!(DialPlan::of_country_code(" +1 "), Some(plan("US")));
    assert_eq!(DialPlan::of_country_code("999"), None);
    assert_eq!(DialPlan::of_country_code(""), None);
    assert_eq!(DialPlan::of_country_code("New Zealand"), None);
}

#[test]
fn what_is_no_region_is_said_to_be_none() {
    assert_eq!(plan("gb").region(), "GB");
    for nonsense in ["", "G", "ZZ", "001", "Germany"] {
        assert!(DialPlan::new(nonsense).is_err(), "{nonsense}");
    }
}

proptest! {
    #[test]
    fn nothing_a_pbx_writes_makes_reading_fail(text in ".{0,120}") {
        let _number = plan("NZ").number(&text);
    }

    #[test]
    fn a_number_read_is_read_the_same_again(text in "[+0]?[0-9 ()-]{4,18}") {
        if let Some(number) = plan("GB").number(&text) {
            prop_assert_eq!(plan("US").number(number.e164()), Some(number));
        }
    }
}
