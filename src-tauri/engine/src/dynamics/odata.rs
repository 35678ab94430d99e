//! Writing OData: literals, filters and queries (`reference/dataverse.md`, sections 3.2 and 9).

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand unescaped in a query value: unreserved characters and OData's own punctuation.
/// A plus must not: it would be read as a space.
const QUERY_VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*');

/// A string literal: quoted, with quotes inside doubled; still to be percent-encoded by [`query`].
#[must_use]
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Query options as they stand in a URL, with percent-encoded values.
#[must_use]
pub fn query(options: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in options {
        let separator = if text.is_empty() { '?' } else { '&' };
        // Writing to a String cannot fail.
        let _always_ok = write!(
            text,
            "{separator}{name}={}",
            utf8_percent_encode(value, QUERY_VALUE)
        );
    }
    text
}

/// `conditions` joined by `or`; a filter that nothing satisfies must not be written, so none gives `None`.
#[must_use]
pub fn any_of(conditions: &[String]) -> Option<String> {
    match conditions {
        [] => None,
        [only] => Some(only.clone()),
        several => Some(format!("({})", several.join(" or "))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(value: &str, expected: &str) {
        assert_eq!(query(&[("$filter", value)]), format!("?$filter={expected}"));
    }

    #[test]
    fn quotes_are_doubled_and_a_plus_stays_a_plus() {
        assert_eq!(literal("O'Bryan"), "'O''Bryan'");
        check("a eq '+44 20'", "a%20eq%20'%2B44%2020'");
        check("endswith(a,'7%9')", "endswith(a%2C'7%259')");
        check("a&b=c#d?e/f", "a%26b%3Dc%23d%3Fe%2Ff");
    }

    #[test]
    fn conditions_are_joined_only_if_there_are_several() {
        assert_eq!(any_of(&[]), None);
        assert_eq!(any_of(&["a".to_owned()]).as_deref(), Some("a"));
        let two = ["a".to_owned(), "b".to_owned()];
        assert_eq!(any_of(&two).as_deref(), Some("(a or b)"));
    }

    proptest! {
        #[test]
        fn any_text_arrives_as_one_literal(text in "\\PC{0,40}") {
            let url = query(&[("$filter", &literal(&text)), ("$top", "1")]);
            prop_assert!(url.is_ascii() && !url.contains(['+', ' ', '#', '"']));
            let read: Vec<(String, String)> =
                url::form_urlencoded::parse(url.trim_start_matches('?').as_bytes())
                    .into_owned()
                    .collect();
            prop_assert_eq!(read.len(), 2);
            let inside = read[0].1.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
            prop_assert_eq!(inside.unwrap().replace("''", "'"), text);
            prop_assert!(!inside.unwrap().replace("''", "").contains('\''));
        }
    }
}
