//! What is dialled before a number, at home and abroad.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, Region};

use super::{DialPlan, significant_digits};

/// What is dialled before a national number, anywhere (libphonenumber, `PhoneNumberMetadata.xml`, `nationalPrefix` and
/// its formatting rules).
const TRUNK_PREFIXES: [&str; 6] = ["0", "1", "8", "01", "06", "80"];

/// Found out once for each region that is asked about: the library tells it only by what it makes of examples.
static OF_REGIONS: LazyLock<BTreeMap<Region, OnceLock<Dialling>>> = LazyLock::new(|| {
    PHONE_NUMBER_UTIL
        .get_supported_regions()
        .map(|region| (region, OnceLock::new()))
        .collect()
});

struct Dialling {
    international_prefix: String,
    trunk_prefixes: Vec<&'static str>,
    /// National numbers are usually written without a prefix, as in Italy or the United States.
    needs_no_prefix: bool,
}

impl DialPlan {
    /// The beginnings of complete numbers, digits only, that the beginning of a number can mean as it is dialled here.
    #[must_use]
    pub fn beginnings(&self, dialled: &str) -> Vec<String> {
        let (Some(dialling), Some(code)) = (
            self.dialling(),
            PHONE_NUMBER_UTIL.get_country_code_for_region(self.region),
        ) else {
            return Vec::new();
        };
        if let Some(abroad) = dialled
            .strip_prefix(&dialling.international_prefix)
            .filter(|abroad| !abroad.is_empty())
        {
            return vec![abroad.to_owned()];
        }
        let behind_prefix = dialling
            .trunk_prefixes
            .iter()
            .filter_map(|prefix| dialled.strip_prefix(prefix));
        let whole = dialling.needs_no_prefix.then_some(dialled);
        behind_prefix
            .chain(whole)
            .map(|significant| format!("{code}{significant}"))
            .collect()
    }

    /// What is dialled here before a country code, for example `00` or `011`.
    #[must_use]
    pub fn international_prefix(&self) -> &'static str {
        self.dialling()
            .map_or("00", |dialling| &dialling.international_prefix)
    }

    fn dialling(&self) -> Option<&'static Dialling> {
        let known = OF_REGIONS.get(&self.region)?;
        Some(known.get_or_init(|| Dialling::of(*self)))
    }
}

impl Dialling {
    fn of(plan: DialPlan) -> Self {
        let is_dialled_before = |prefix: &&&str| {
            PHONE_NUMBER_UTIL
                .get_example_number(plan.region)
                .is_ok_and(|example| {
                    let significant = significant_digits(&example);
                    plan.parse(&format!("{prefix}{significant}"))
                        .is_some_and(|read| significant_digits(&read) == significant)
                })
        };
        let needs_no_prefix =
            PHONE_NUMBER_UTIL
                .get_example_number(plan.region)
                .is_ok_and(|example| {
                    let national = PHONE_NUMBER_UTIL.format(&example, PhoneNumberFormat::National);
                    PHONE_NUMBER_UTIL.normalize_digits_only(&national)
                        == significant_digits(&example)
                });
        Self {
            international_prefix: international_prefix(plan.region),
            trunk_prefixes: TRUNK_PREFIXES
                .iter()
                .filter(is_dialled_before)
                .copied()
                .collect(),
            needs_no_prefix,
        }
    }
}

/// How a number of another country is written in a region tells it; one of these two is always abroad.
fn international_prefix(region: Region) -> String {
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
