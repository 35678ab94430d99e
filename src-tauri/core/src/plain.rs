//! Texts from outside where they are shown: one line, and nothing in it that steers whatever shows it.

use std::borrow::Cow;

/// `text` in one line, without control characters and without those that turn the direction of what stands around them.
///
/// A line break becomes a space, so that no name begins a line of its own; what turns a line, which can make a text look
/// like another (Unicode Technical Report 36, section 2.2.1.2), is left out; any other control character, which a
/// terminal might obey, becomes the replacement character.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unfit) {
        return Cow::Borrowed(text);
    }
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| !turns_the_line(*c))
        .map(|c| match c {
            _ if breaks_the_line(c) => ' ',
            _ if c.is_control() => '\u{fffd}',
            _ => c,
        })
        .collect()
}

/// Control characters, and those that break a line or turn its direction.
#[must_use]
pub fn is_unfit(c: char) -> bool {
    c.is_control() || breaks_the_line(c) || turns_the_line(c)
}

fn breaks_the_line(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The marks, embeddings, overrides and isolates of the Unicode Bidirectional Algorithm (UAX 9, section 2).
fn turns_the_line(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_from_outside_stays_in_its_line_and_steers_nothing() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text:?}");
        check("Zoë O'Neil & Sons", "Zoë O'Neil & Sons");
        check("שלום مرحبا", "שלום مرحبا");
        check("Jon\r\nLogged 7", "Jon Logged 7");
        check("a\tb\u{2028}c\u{85}d", "a b c d");
        check(
            "\u{1b}[2J\u{7}\u{9b}1m\0",
            "\u{fffd}[2J\u{fffd}\u{fffd}1m\u{fffd}",
        );
        check("fdp.\u{202e}exe\u{2066}\u{200f}", "fdp.exe");
    }

    proptest! {
        #[test]
        fn whatever_comes_is_plain_and_what_is_plain_stays(text in any::<String>()) {
            let once = plain(&text);
            prop_assert!(!once.contains(is_unfit));
            prop_assert_eq!(plain(&once), once.as_ref());
            if !text.contains(is_unfit) {
                prop_assert_eq!(&once, &text);
            }
        }
    }
}
