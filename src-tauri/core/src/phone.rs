//! Phone numbers by the rules of the field's library, a port of Google's libphonenumber (spec D2).

use std::fmt;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, Region};
use serde::{Deserialize, Serialize};

/// Fewer digits than this is an extension, a service code or nothing (spec D5).
pub const DIGITS_MIN: usize = 5;

/// Longer texts are no phone number and are not parsed; Dynamics columns hold at most 50 characters.
const WRITTEN_CHARACTERS_MAX: usize = 100;

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

    /// Reads a number as a PBX or a person wrote it; `None` when it is withheld, too short or no number.
    ///
    /// A number without a plus is national if it is valid in the region; otherwise, if its digits are a valid
    /// international number, the PBX left the plus out (seen in real Vodia records: `6499856276`).
    #[must_use]
    pub fn number(&self, written: &str) -> Option<PhoneNumber> {
        let written = written.trim();
        if written.chars().count() > WRITTEN_CHARACTERS_MAX
            || written.chars().filter(|c| c.is_numeric()).count() < DIGITS_MIN
        {
            return None;
        }
        let read = |text: &str| PHONE_NUMBER_UTIL.parse(text, Some(self.region)).ok();
        let is_valid =
            |number: &rlibphonenumber::PhoneNumber| PHONE_NUMBER_UTIL.is_valid_number(number);
        let national = read(written);
        let number = match national {
            Some(number) if is_valid(&number) => number,
            other => {
                let with_plus = (!written.starts_with('+'))
                    .then(|| read(&format!("+{written}")))
                    .flatten()
                    .filter(is_valid);
                with_plus.or_else(|| {
                    other.filter(|number| PHONE_NUMBER_UTIL.is_possible_number(number))
                })?
            }
        };
        let e164 = PHONE_NUMBER_UTIL
            .format(&number, PhoneNumberFormat::E164)
            .into_owned();
        let extension = number.extension.filter(|extension| !extension.is_empty());
        Some(PhoneNumber { e164, extension })
    }
}
