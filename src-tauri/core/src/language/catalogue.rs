//! The catalogues: everything that can be said, in each language.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::{Locale, locale};
use unic_langid::LanguageIdentifier;

use super::Language;

/// Names the areas once; an area has one file in each language.
macro_rules! areas {
    ($($area:literal)*) => {
        #[cfg(test)]
        const AREAS: &[&str] = &[$($area),*];

        const fn sources(language: Language) -> &'static [&'static str] {
            match language {
                Language::English => &[$(include_str!(concat!("en/", $area, ".ftl"))),*],
                Language::German => &[$(include_str!(concat!("de/", $area, ".ftl"))),*],
                Language::French => &[$(include_str!(concat!("fr/", $area, ".ftl"))),*],
                Language::Spanish => &[$(include_str!(concat!("es/", $area, ".ftl"))),*],
            }
        }
    };
}

areas! {
    "account"
    "backfill"
    "checkup"
    "corrections"
    "doctor"
    "files"
    "history"
    "notices"
    "numbers"
    "phrase"
    "privileges"
    "problems"
    "reasons"
    "rules"
    "settings"
    "sign_in"
    "status"
    "tray"
    "view"
}

/// All that can be said in one language.
type Catalogue = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| read(Language::English));
static GERMAN: LazyLock<Catalogue> = LazyLock::new(|| read(Language::German));
static FRENCH: LazyLock<Catalogue> = LazyLock::new(|| read(Language::French));
static SPANISH: LazyLock<Catalogue> = LazyLock::new(|| read(Language::Spanish));

pub(crate) fn prepare(language: Language) {
    catalogue(language);
}

/// The message in this language, else in English, else its id.
///
/// A language says it only with all its arguments: half a sentence is worse than a whole one in English.
pub(crate) fn say(language: Language, id: &str, arguments: &FluentArgs<'_>) -> String {
    match said_in(language, id, arguments) {
        Some(Said::Whole(text)) => text,
        Some(Said::Lacking(text)) if language == Language::English => text,
        None if language == Language::English => id.to_owned(),
        Some(Said::Lacking(_)) | None => say(Language::English, id, arguments),
    }
}

enum Said {
    Whole(String),
    /// With the names of arguments where they are missing.
    Lacking(String),
}

fn said_in(language: Language, id: &str, arguments: &FluentArgs<'_>) -> Option<Said> {
    let catalogue = catalogue(language);
    let pattern = match id.split_once('.') {
        Some((id, attribute)) => catalogue.get_message(id)?.get_attribute(attribute)?.value(),
        None => catalogue.get_message(id)?.value()?,
    };
    let mut errors = Vec::new();
    let text = catalogue
        .format_pattern(pattern, Some(arguments), &mut errors)
        .into_owned();
    Some(if errors.is_empty() {
        Said::Whole(text)
    } else {
        Said::Lacking(text)
    })
}

fn catalogue(language: Language) -> &'static Catalogue {
    match language {
        Language::English => LazyLock::force(&ENGLISH),
        Language::German => LazyLock::force(&GERMAN),
        Language::French => LazyLock::force(&FRENCH),
        Language::Spanish => LazyLock::force(&SPANISH),
    }
}

/// What cannot be parsed is left out; a test finds it.
fn read(language: Language) -> Catalogue {
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut catalogue = FluentBundle::new_concurrent(vec![tag]);
    // The marks are for texts of mixed direction, and would be seen in scripts and tests.
    catalogue.set_use_isolating(false);
    catalogue.set_formatter(Some(match language {
        Language::English => |value, _| number(value, locale!("en")),
        Language::German => |value, _| number(value, locale!("de")),
        Language::French => |value, _| number(value, locale!("fr")),
        Language::Spanish => |value, _| number(value, locale!("es")),
    }));
    for source in sources(language) {
        let resource =
            FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(readable, _)| readable);
        catalogue.add_resource_overriding(resource);
    }
    catalogue
}

/// Fluent itself writes numbers without their thousands apart.
fn number(value: &FluentValue<'_>, locale: Locale) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let decimal: Decimal = number.as_string().parse().ok()?;
    let formatter = DecimalFormatter::try_new(locale.into(), Default::default()).ok()?;
    Some(formatter.format_to_string(&decimal))
}

#[cfg(test)]
mod tests;
