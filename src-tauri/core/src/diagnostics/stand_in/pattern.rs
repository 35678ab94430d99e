//! How what is personal looks in a text: where it begins and where it ends.

use super::Kind;
use crate::organization::is_microsoft_login;
use crate::phone::DIGITS_MIN;

/// So many digits behind a letter are a number; codes of errors have fewer, and say that they are codes.
const GLUED_DIGITS_MIN: usize = 7;
/// What codes begin with: they are what support looks for.
const CODE_PREFIXES: [&str; 2] = ["0x", "aadsts"];
/// What can be a date in a log.
const YEARS: std::ops::RangeInclusive<u32> = 1970..=2199;
/// What an e-mail address has beside letters and digits; one before a host says whose calls they are, too.
const ADDRESS_SIGNS: &str = "._%+-";
/// More blanks and signs than people put between two digits of one number.
const SEPARATORS_MAX: usize = 3;

/// One character for one, so that places in both texts are the same.
pub(super) fn lower_of(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(only), None) => only,
        (Some(_) | None, _) => c,
    }
}

pub(super) fn lower(text: &str) -> Vec<char> {
    text.chars().map(lower_of).collect()
}

pub(super) fn is_of_unspaced_script(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

pub(super) fn word_at(characters: &[char], at: usize) -> &[char] {
    let rest = characters.get(at..).unwrap_or_default();
    let length = rest
        .iter()
        .position(|c| !c.is_alphanumeric())
        .unwrap_or(rest.len());
    rest.get(..length).unwrap_or_default()
}

pub(super) fn begins_word(characters: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| characters.get(before));
    before.is_none_or(|before| !before.is_alphanumeric())
}

/// The end of what fits a pattern: `9` is any digit, `x` a digit of base sixteen, everything else itself.
fn fits(characters: &[char], at: usize, pattern: &str) -> Option<usize> {
    let end = at + pattern.chars().count();
    let part = characters.get(at..end)?;
    let is_one = |(c, wanted): (&char, char)| match wanted {
        '9' => c.is_ascii_digit(),
        'x' => c.is_ascii_hexdigit(),
        _ => *c == wanted,
    };
    part.iter().zip(pattern.chars()).all(is_one).then_some(end)
}

/// A date or a time in RFC 3339.
pub(super) fn moment_at(characters: &[char], at: usize) -> Option<usize> {
    let mut end = fits(characters, at, "9999-99-99")?;
    let part = |from: usize, length: usize| -> Option<u32> {
        let digits: String = characters
            .get(at + from..at + from + length)?
            .iter()
            .collect();
        digits.parse().ok()
    };
    if !(YEARS.contains(&part(0, 4)?)
        && (1..=12).contains(&part(5, 2)?)
        && (1..=31).contains(&part(8, 2)?))
    {
        return None;
    }
    if let Some(time) = fits(characters, end, "T99:99:99") {
        end = time;
        if characters.get(end) == Some(&'.') {
            end += 1 + word_at(characters, end + 1)
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .count();
        }
        if characters.get(end) == Some(&'Z') {
            end += 1;
        } else if let Some(offset) =
            fits(characters, end, "+99:99").or_else(|| fits(characters, end, "-99:99"))
        {
            end = offset;
        }
    }
    let ends = characters
        .get(end)
        .is_none_or(|next| !next.is_alphanumeric() && *next != '-');
    ends.then_some(end)
}

pub(super) fn guid_at(characters: &[char], at: usize) -> Option<usize> {
    fits(characters, at, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
}

/// The host of an address; the hosts of Microsoft's sign-in and of this computer are no secret.
pub(super) fn address_at(characters: &[char], at: usize) -> Option<(usize, Kind)> {
    let scheme: String = characters.get(at.checked_sub(3)?..at)?.iter().collect();
    if scheme != "://" {
        return None;
    }
    let rest = characters.get(at..)?;
    let length = rest
        .iter()
        .position(|c| !(c.is_alphanumeric() || ['.', '-', '_'].contains(c)))
        .unwrap_or(rest.len());
    let host: String = rest.get(..length)?.iter().collect();
    let is_public = is_microsoft_login(&host) || host == "localhost" || host == "127.0.0.1";
    let kind = if is_public { Kind::Text } else { Kind::Host };
    (length > 0 && rest.get(length) != Some(&'@')).then_some((at + length, kind))
}

/// The port of an address.
pub(super) fn port_at(characters: &[char], at: usize) -> Option<usize> {
    let before = characters.get(..at)?;
    let (colon, host) = before.split_last()?;
    let length = host
        .iter()
        .rev()
        .take_while(|c| c.is_alphanumeric() || ['.', '-', '_'].contains(c))
        .count();
    let scheme = host.get(..host.len() - length)?;
    let end = at
        + word_at(characters, at)
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .count();
    (*colon == ':' && scheme.ends_with(&[':', '/', '/']) && end > at).then_some(end)
}

/// Whatever has an @ in its middle.
pub(super) fn mail_at(characters: &[char], at: usize) -> Option<usize> {
    let is_part = |c: &&char| c.is_alphanumeric() || ADDRESS_SIGNS.contains(**c);
    let local = characters.get(at..)?.iter().take_while(is_part).count();
    let sign = at + local;
    if local == 0 || characters.get(sign) != Some(&'@') {
        return None;
    }
    let host = characters
        .get(sign + 1..)?
        .iter()
        .take_while(is_part)
        .count();
    (host > 0).then_some(sign + 1 + host)
}

/// Digits with what people put between them, as many as a phone number has.
pub(super) fn number_at(characters: &[char], at: usize) -> Option<usize> {
    let first = characters.get(at)?;
    if !(first.is_numeric() || ['+', '('].contains(first)) {
        return None;
    }
    let mut end = at;
    let mut digits = 0;
    let mut separators = 0;
    for (index, c) in characters.iter().enumerate().skip(at) {
        if c.is_numeric() {
            digits += 1;
            separators = 0;
            end = index + 1;
        } else if " +()-./\u{a0}".contains(*c) && separators < SEPARATORS_MAX {
            separators += 1;
        } else {
            break;
        }
    }
    (digits >= DIGITS_MIN).then_some(end)
}

/// Digits behind a letter, if they are too many for a code.
pub(super) fn glued_number(characters: &[char], at: usize) -> Option<usize> {
    let before = characters.get(at.checked_sub(1)?)?;
    let first = characters.get(at)?;
    if !before.is_alphabetic() || !(first.is_numeric() || *first == '+') {
        return None;
    }
    let start = (0..at)
        .rev()
        .take_while(|index| characters.get(*index).is_some_and(|c| c.is_alphanumeric()))
        .last()?;
    let word: String = lower(&word_at(characters, start).iter().collect::<String>())
        .into_iter()
        .collect();
    if CODE_PREFIXES.iter().any(|prefix| word.starts_with(prefix)) {
        return None;
    }
    let end = number_at(characters, at)?;
    let digits = characters
        .get(at..end)?
        .iter()
        .filter(|c| c.is_numeric())
        .count();
    (digits >= GLUED_DIGITS_MIN).then_some(end)
}
