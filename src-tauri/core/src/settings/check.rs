//! What each kind of text may be, and the one form it is kept in.

use url::Url;
use uuid::Uuid;

use super::{NumberPattern, WorkingHours};
use crate::clock_span::ClockSpan;
use crate::contact_match::Entity;
use crate::language::Language;
use crate::organization::{OrganizationUrl, is_loopback};
use crate::phone::DialPlan;
use crate::plain::is_unfit;

/// Longer than any allowed text: e-mail addresses end at 254, addresses are origins.
const TEXT_CHARACTERS_MAX: usize = 2_000;
/// RFC 5321, section 4.5.3.1.3, without the angle brackets.
const EMAIL_CHARACTERS_MAX: usize = 254;
/// RFC 1035, section 2.3.4, in text form.
const HOST_CHARACTERS_MAX: usize = 253;
const HOST_LABEL_CHARACTERS_MAX: usize = 63;
const EXTENSION_CHARACTERS_MAX: usize = 64;
/// E.164 has 15 digits; dialling prefixes come on top.
const NUMBER_DIGITS_MAX: usize = 20;
/// One digit would cover most of the world.
const NUMBER_DIGITS_MIN: usize = 2;
const LIST_ENTRIES_MAX: usize = 1_000;
/// Each column is one more condition in every look-up.
const COLUMNS_MAX: usize = 20;

pub(super) fn text(written: &str) -> Option<&str> {
    let text = written.trim();
    let is_fit = !text.is_empty()
        && text.chars().count() <= TEXT_CHARACTERS_MAX
        && !text.chars().any(is_unfit);
    is_fit.then_some(text)
}

/// The scope's permission stays behind the resource, whose own slash may be doubled (seen with other clients).
pub(super) fn scope(text: &str) -> Option<String> {
    let resource = text.strip_suffix("/user_impersonation")?;
    let url = address(resource)?;
    let is_origin = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    (is_origin && OrganizationUrl::parse(resource).is_ok()).then(|| text.to_owned())
}

pub(super) fn pbx_url(text: &str) -> Option<Url> {
    let mut url = address(text)?;
    url.set_path("");
    url.set_query(None);
    url.set_fragment(None);
    Some(url)
}

/// https, or http on loopback; never with a user name or password.
fn address(text: &str) -> Option<Url> {
    if text.chars().any(char::is_whitespace) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let is_scheme_allowed =
        url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    let is_bare = url.username().is_empty() && url.password().is_none();
    (is_scheme_allowed && is_bare && url.has_host()).then_some(url)
}

pub(super) fn email(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let is_email = !local.is_empty()
        && text.chars().count() <= EMAIL_CHARACTERS_MAX
        && !text.chars().any(|c| {
            c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"' | '\\')
        })
        && !domain.contains('@')
        && domain.split('.').all(|label| !label.is_empty());
    is_email.then(|| text.to_owned())
}

pub(super) fn guid(text: &str) -> Option<String> {
    let bare = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'))
        .unwrap_or(text);
    (bare.len() == 36)
        .then(|| Uuid::try_parse(bare).ok())
        .flatten()
        .filter(|id| !id.is_nil())
        .map(|id| id.to_string())
}

pub(super) fn entra_tenant(text: &str) -> Option<String> {
    guid(text).or_else(|| host(text).filter(|host| host.contains('.')))
}

/// Lower case, because ids of calls are derived from it.
pub(super) fn host(text: &str) -> Option<String> {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= HOST_LABEL_CHARACTERS_MAX
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    (text.len() <= HOST_CHARACTERS_MAX && text.split('.').all(is_label))
        .then(|| text.to_ascii_lowercase())
}

pub(super) fn extension(text: &str) -> Option<String> {
    let is_extension = text.len() <= EXTENSION_CHARACTERS_MAX
        && text.chars().any(|c| c.is_ascii_alphanumeric())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    is_extension.then(|| text.to_owned())
}

pub(super) fn region(text: &str) -> Option<String> {
    DialPlan::new(text).ok().map(|plan| plan.region())
}

pub(super) fn number_patterns(texts: &[String]) -> Option<Vec<NumberPattern>> {
    if texts.len() > LIST_ENTRIES_MAX {
        return None;
    }
    texts.iter().map(|text| number_pattern(text)).collect()
}

fn number_pattern(text: &str) -> Option<NumberPattern> {
    let number: String = text.chars().filter(|c| *c != ' ').collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let is_number = (NUMBER_DIGITS_MIN..=NUMBER_DIGITS_MAX).contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit());
    is_number.then_some(NumberPattern(number))
}

pub(super) fn entities(texts: &[String]) -> Option<Vec<Entity>> {
    let read = texts.iter().map(|text| match text.trim() {
        "contact" => Some(Entity::Contact),
        "account" => Some(Entity::Account),
        "lead" => Some(Entity::Lead),
        _ => None,
    });
    without_repeats(read.collect::<Option<Vec<_>>>()?)
}

/// Logical names are lower case in Dataverse, whatever the form a person saw.
///
/// A column no table has would be searched in vain, and nobody would be told.
pub(super) fn columns(texts: &[String]) -> Option<Vec<String>> {
    let read = texts.iter().map(|text| {
        let name = text.trim().to_ascii_lowercase();
        Entity::ALL
            .iter()
            .any(|entity| entity.phone_columns().contains(&name.as_str()))
            .then_some(name)
    });
    without_repeats(read.collect::<Option<Vec<_>>>()?)
        .filter(|columns| columns.len() <= COLUMNS_MAX)
}

fn without_repeats<T: PartialEq>(all: Vec<T>) -> Option<Vec<T>> {
    let mut kept = Vec::new();
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    (!kept.is_empty()).then_some(kept)
}

pub(super) fn quiet_hours(text: &str) -> Option<String> {
    ClockSpan::read(text).map(|span| span.to_string())
}

pub(super) fn working_hours(texts: &[String]) -> Option<Vec<WorkingHours>> {
    if texts.len() > LIST_ENTRIES_MAX {
        return None;
    }
    texts.iter().map(|text| WorkingHours::read(text)).collect()
}

pub(super) fn language(text: &str) -> Option<Language> {
    Language::of_tag(text)
}
