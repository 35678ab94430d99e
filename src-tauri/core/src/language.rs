//! The languages Ringlog speaks, and how a person reads times and numbers.
//!
//! What is said stands in the Fluent catalogues beside this file, one file for each area and language;
//! [`phrase`](crate::phrase) says it.

pub(crate) mod catalogue;

use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::{T, YMDT};
use icu_datetime::input::{DateTime, Time};
use icu_datetime::options::TimePrecision;
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A language with a whole catalogue.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Language {
    /// English, which also stands in where another language lacks something.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
}

impl Language {
    /// All of them, English first.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::French, Self::Spanish];

    /// Its tag in BCP 47.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }

    /// What it calls itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
        }
    }

    /// The language with exactly this tag.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| tag.eq_ignore_ascii_case(language.tag()))
    }

    /// The language of a system's locale, for example `de-AT` or `de_AT.UTF-8`; English when none fits.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        locale
            .split(['-', '_', '.', '@'])
            .next()
            .and_then(Self::of_tag)
            .unwrap_or_default()
    }

    /// Reads all of its sentences, which takes a moment that the first one would have to wait for.
    pub fn prepare(self) {
        catalogue::prepare(self);
    }
}

/// How one person reads: the language, and the region and time zone that times and numbers follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    /// The words.
    pub language: Language,
    /// Two letters of ISO 3166, or three digits of UN M.49: the form of times and numbers.
    pub region: Option<String>,
    /// The zone times are told in.
    pub time_zone: TimeZone,
}

impl Locale {
    /// English of no region, in UTC: what is written for scripts and in logs.
    #[must_use]
    pub const fn english_utc() -> Self {
        Self {
            language: Language::English,
            region: None,
            time_zone: TimeZone::UTC,
        }
    }

    /// The locale a system tells, for example `de-AT` or `de_AT.UTF-8`, in this time zone.
    #[must_use]
    pub fn of_system(locale: &str, time_zone: TimeZone) -> Self {
        let region = locale
            .split(['.', '@'])
            .next()
            .unwrap_or_default()
            .split(['-', '_'])
            .skip(1)
            .find(|part| is_region(part))
            .map(str::to_ascii_uppercase);
        Self {
            language: Language::of_locale(locale),
            region,
            time_zone,
        }
    }

    /// The same region and time zone in another language.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Its tag in BCP 47, for example `de-AT`.
    #[must_use]
    pub fn tag(&self) -> String {
        match &self.region {
            Some(region) => format!("{}-{region}", self.language.tag()),
            None => self.language.tag().to_owned(),
        }
    }

    /// The time of day to the minute, with twelve or twenty-four hours as the region has it.
    #[must_use]
    pub fn time(&self, at: Timestamp) -> String {
        let Some(local) = self.local(at) else {
            return at.to_string();
        };
        NoCalendarFormatter::try_new(self.icu().into(), T::hm()).map_or_else(
            |_| at.to_string(),
            |formatter| formatter.format(&local.time).to_string(),
        )
    }

    /// The date and the time of day to the minute.
    #[must_use]
    pub fn moment(&self, at: Timestamp) -> String {
        let Some(local) = self.local(at) else {
            return at.to_string();
        };
        FixedCalendarDateTimeFormatter::try_new(
            self.icu().into(),
            YMDT::medium().with_time_precision(TimePrecision::Minute),
        )
        .map_or_else(
            |_| at.to_string(),
            |formatter| formatter.format(&local).to_string(),
        )
    }

    /// A whole number with its thousands apart.
    #[must_use]
    pub fn number(&self, number: u64) -> String {
        let decimal = Decimal::from(number);
        DecimalFormatter::try_new(
            self.icu().into(),
            icu_decimal::options::DecimalFormatterOptions::default(),
        )
        .map_or_else(
            |_| number.to_string(),
            |formatter| formatter.format_to_string(&decimal),
        )
    }

    /// The locale by ICU's name; without the region where ICU does not take it for one.
    fn icu(&self) -> icu_locale_core::Locale {
        [self.tag().as_str(), self.language.tag()]
            .into_iter()
            .find_map(|tag| tag.parse().ok())
            .unwrap_or(icu_locale_core::Locale::UNKNOWN)
    }

    /// What the clock and the calendar on the wall say.
    fn local(&self, at: Timestamp) -> Option<DateTime<Gregorian>> {
        let civil = at.to_zoned(self.time_zone.clone()).datetime();
        let part = |number: i8| u8::try_from(number).ok();
        Some(DateTime {
            date: Date::try_new_gregorian(
                i32::from(civil.year()),
                part(civil.month())?,
                part(civil.day())?,
            )
            .ok()?,
            time: Time::try_new(
                part(civil.hour())?,
                part(civil.minute())?,
                part(civil.second())?,
                0,
            )
            .ok()?,
        })
    }
}

fn is_region(part: &str) -> bool {
    match part.len() {
        2 => part.bytes().all(|byte| byte.is_ascii_alphabetic()),
        3 => part.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check_system(text: &str, tag: &str) {
        assert_eq!(Locale::of_system(text, TimeZone::UTC).tag(), tag, "{text}");
    }

    #[test]
    fn the_locale_of_a_system_is_one_of_ours() {
        check_system("de-AT", "de-AT");
        check_system("de_CH.UTF-8", "de-CH");
        check_system("fr_FR@euro", "fr-FR");
        check_system("es-419", "es-419");
        check_system("de-Latn-DE", "de-DE");
        check_system("EN_gb", "en-GB");
        check_system("pt-BR", "en-BR");
        check_system("C.UTF-8", "en");
        check_system("", "en");
    }

    #[test]
    fn times_and_numbers_are_read_as_at_home() {
        let at: Timestamp = "2026-09-21T15:04:05Z".parse().unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let lines: Vec<String> = [
            "en", "en-US", "en-GB", "de", "de-AT", "de-CH", "fr-FR", "es-ES", "es-MX",
        ]
        .iter()
        .map(|tag| {
            let locale = Locale::of_system(tag, zone.clone());
            format!(
                "{tag}: {} | {} | {}",
                locale.time(at),
                locale.moment(at),
                locale.number(1_234_567)
            )
            .replace('\u{202f}', "<narrow>")
            .replace('\u{a0}', "<fixed>")
        })
        .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    proptest! {
        #[test]
        fn every_time_and_number_is_read_somehow(
            locale in "\\PC{0,12}",
            second in Timestamp::MIN.as_second()..=Timestamp::MAX.as_second(),
            number in any::<u64>(),
        ) {
            let locale = Locale::of_system(&locale, TimeZone::UTC);
            let at = Timestamp::from_second(second).unwrap();
            prop_assert!(!locale.time(at).is_empty());
            prop_assert!(!locale.moment(at).is_empty());
            prop_assert!(!locale.number(number).is_empty());
        }
    }
}
