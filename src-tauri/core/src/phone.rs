//! Phone numbers by the rules of the field's library, a port of Google's libphonenumber (spec D2).

use std::fmt;
use std::sync::LazyLock;

use rlibphonenumber::{
    CountryCodeSource, NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber as Parsed,
    PhoneNumberFormat, PhoneNumberType, Region, get_national_significant_number_owned,
};
use serde::{Deserialize, Serialize};

mod dialling;
mod short_number;

pub use short_number::ShortNumber;

/// Fewer digits than this is an extension, a service code or nothing (spec D5).
pub const DIGITS_MIN: usize = 5;

/// A number without plus and prefix is not shorter, unless the region's own numbers are: extensions have up to five digits.
const UNPREFIXED_DIGITS_MIN: usize = 6;

/// A number no rule of its country knows needs as many digits to be taken for one.
const POSSIBLE_DIGITS_MIN: usize = 8;

/// Longer texts are no phone number and are not parsed; Dynamics columns hold at most 50 characters.
pub const WRITTEN_CHARACTERS_MAX: usize = 100;

/// Reads the rules of every region, which takes a moment that the first number would have to wait for.
pub fn prepare() {
    LazyLock::force(&PHONE_NUMBER_UTIL);
}

/// A complete number that can be called from anywhere, in E.164, with its extension if one was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PhoneNumber {
    e164: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    extension: Option<String>,
}

impl PhoneNumber {
    /// The number in E.164, for example `+442079460018`.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// The extension behind the number, digits only.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// Whether both name the same line: the same number, and not two different extensions behind it.
    #[must_use]
    pub fn is_same_line(&self, other: &Self) -> bool {
        self.e164 == other.e164
            && match (&self.extension, &other.extension) {
                (Some(mine), Some(theirs)) => mine == theirs,
                (None, _) | (_, None) => true,
            }
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.extension {
            Some(extension) => write!(f, "{} ext. {extension}", self.e164),
            None => f.write_str(&self.e164),
        }
    }
}

/// How numbers are written where the PBX stands: the region that gives national numbers their country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DialPlan {
    region: Region,
}

/// The region is not one that libphonenumber knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a region: use the two letters of ISO 3166, for example GB")]
pub struct UnknownRegion(pub String);

impl DialPlan {
    /// The plan of an ISO 3166 region of two letters, in either case.
    ///
    /// # Errors
    /// When libphonenumber knows no such region.
    pub fn new(region: &str) -> Result<Self, UnknownRegion> {
        let unknown = || UnknownRegion(region.to_owned());
        let letters = region.trim().to_ascii_uppercase();
        let region = Region::try_from(letters.as_str()).map_err(|_| unknown())?;
        PHONE_NUMBER_UTIL
            .get_country_code_for_region(region)
            .ok_or_else(unknown)?;
        Ok(Self { region })
    }

    /// The plan of the main region of a country calling code, for example `"64"` (Vodia's `country_code`).
    #[must_use]
    pub fn of_country_code(code: &str) -> Option<Self> {
        let code: i32 = code.trim().trim_start_matches('+').parse().ok()?;
        PHONE_NUMBER_UTIL
            .get_region_for_country_code(code)
            .map(|region| Self { region })
    }

    /// The region's two letters.
    #[must_use]
    pub fn region(&self) -> String {
        self.region.as_region_str().to_string()
    }

    /// The region's country calling code, for example 44.
    #[must_use]
    pub fn country_code(&self) -> Option<i32> {
        PHONE_NUMBER_UTIL.get_country_code_for_region(self.region)
    }

    /// Reads a number as a PBX or a person wrote it; `None` when it is withheld, too short or no number (spec D5).
    ///
    /// With a plus or the region's international prefix it need only be possible.
    /// Without, it is national if it is valid in the region; otherwise, if its digits are a valid international number,
    /// the PBX left the plus out (seen in real Vodia records: `6499856276`).
    /// Digits that are both (`4930123456` in Germany) are decided by what is likelier there.
    /// A number that is merely possible is taken only if it is too long to be an extension, for new number ranges
    /// are given out faster than the library learns them.
    #[must_use]
    pub fn number(&self, written: &str) -> Option<PhoneNumber> {
        let written = written.trim();
        let digit_count = written.chars().filter(|c| c.is_numeric()).count();
        if written.chars().count() > WRITTEN_CHARACTERS_MAX || digit_count < DIGITS_MIN {
            return None;
        }
        self.read(written).as_ref().map(complete)
    }

    /// Whether a text is a number of the region without its area code: it can be called from the neighbourhood only.
    #[must_use]
    pub fn is_local(&self, written: &str) -> bool {
        self.parse(written).is_some_and(|number| {
            matches!(
                PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number),
                Ok(NumberLengthType::IsPossibleLocalOnly)
            )
        })
    }

    fn read(&self, written: &str) -> Option<Parsed> {
        let national = self.parse(written);
        if let Some(number) = &national
            && is_explicitly_international(number)
        {
            return self
                .without_carrier(written, number)
                .or(national.filter(is_possible));
        }
        let digits = PHONE_NUMBER_UTIL.normalize_digits_only(written);
        let international = self.parse(&format!("+{written}")).filter(is_valid);
        match national {
            Some(number) if is_valid(&number) && self.is_long_enough(&number, &digits) => {
                let likelier =
                    international.filter(|other| self.is_likelier(other, &number, &digits));
                Some(likelier.unwrap_or(number))
            }
            other => international.or_else(|| other.filter(is_plausible)),
        }
    }

    /// The number behind a plain `00` where the region's international prefix goes on with a carrier's code, so that the
    /// country code was taken for one: in Brazil `0055…` is no call by carrier 55.
    fn without_carrier(&self, written: &str, read: &Parsed) -> Option<Parsed> {
        let is_likely = matches!(
            read.country_code_source(),
            CountryCodeSource::FromNumberWithIdd
        ) && !is_valid(read);
        let behind = written.strip_prefix("00").filter(|_| is_likely)?;
        self.parse(&format!("+{behind}")).filter(is_valid)
    }

    fn parse(&self, written: &str) -> Option<Parsed> {
        PHONE_NUMBER_UTIL
            .parse_and_keep_raw_input(written, Some(self.region))
            .ok()
    }

    /// Whether digits that are valid both ways are international: only where national numbers carry a prefix that was
    /// not written, and only for the own country or against a land line of unusual length.
    ///
    /// Germany's and Austria's plans have no fixed length, so nearly every foreign number is also a valid land line;
    /// their mobile numbers are narrow enough to be believed.
    fn is_likelier(&self, international: &Parsed, national: &Parsed, digits: &str) -> bool {
        let lacks_its_prefix = {
            let written = PHONE_NUMBER_UTIL.format(national, PhoneNumberFormat::National);
            digits == significant_digits(national)
                && PHONE_NUMBER_UTIL.normalize_digits_only(&written) != digits
        };
        let is_mobile = matches!(
            PHONE_NUMBER_UTIL.get_number_type(national),
            PhoneNumberType::Mobile
        );
        lacks_its_prefix
            && (international.country_code == national.country_code
                || (digits.len() > self.usual_digits() && !is_mobile))
    }

    /// Whether a number without a prefix has more digits than extensions have, or as many as numbers of a small region.
    fn is_long_enough(&self, number: &Parsed, digits: &str) -> bool {
        digits != significant_digits(number)
            || digits.len() >= self.usual_digits().min(UNPREFIXED_DIGITS_MIN)
    }

    /// How many digits the library's example of a land line has here.
    fn usual_digits(&self) -> usize {
        PHONE_NUMBER_UTIL
            .get_example_number(self.region)
            .map_or(UNPREFIXED_DIGITS_MIN, |example| {
                significant_digits(&example).len()
            })
    }
}

/// A complete number as a person writes it: national where its country is that of the region, else international.
///
/// What is no number of E.164 stays as it is.
#[must_use]
pub fn for_people(e164: &str, region: Option<&str>) -> String {
    let Ok(number) = PHONE_NUMBER_UTIL.parse(e164, None) else {
        return e164.to_owned();
    };
    let own_country = region
        .and_then(|region| DialPlan::new(region).ok())
        .and_then(|plan| plan.country_code());
    let form = if own_country == Some(number.country_code) {
        PhoneNumberFormat::National
    } else {
        PhoneNumberFormat::International
    };
    PHONE_NUMBER_UTIL.format(&number, form).into_owned()
}

fn significant_digits(number: &Parsed) -> String {
    get_national_significant_number_owned(number)
}

fn is_explicitly_international(number: &Parsed) -> bool {
    matches!(
        number.country_code_source(),
        CountryCodeSource::FromNumberWithPlusSign | CountryCodeSource::FromNumberWithIdd
    )
}

fn is_valid(number: &Parsed) -> bool {
    PHONE_NUMBER_UTIL.is_valid_number(number)
}

/// A whole number by its length; without an area code it cannot be called from anywhere.
fn is_possible(number: &Parsed) -> bool {
    matches!(
        PHONE_NUMBER_UTIL.is_possible_number_with_reason(number),
        Ok(NumberLengthType::IsPossible)
    )
}

/// Possible, longer than an extension, and not one digit repeated as some trunks write a withheld number.
fn is_plausible(number: &Parsed) -> bool {
    let significant = significant_digits(number);
    let first = significant.chars().next();
    is_possible(number)
        && significant.len() >= POSSIBLE_DIGITS_MIN
        && significant.chars().any(|digit| Some(digit) != first)
}

fn complete(number: &Parsed) -> PhoneNumber {
    PhoneNumber {
        e164: PHONE_NUMBER_UTIL
            .format(number, PhoneNumberFormat::E164)
            .into_owned(),
        extension: number
            .extension
            .clone()
            .filter(|extension| !extension.is_empty()),
    }
}

#[cfg(test)]
mod tests;
