//! Patterns with SQL wildcards, ignoring case (`reference/dataverse.md`, section 3.2): `%`, `_`, `[abc]`, `[^a-c]`.

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Anything,
    AnyOne,
    Exactly(char),
    OneOf {
        ranges: Vec<(char, char)>,
        is_negated: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Piece>);

impl Pattern {
    pub(super) fn parse(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
            pieces.push(match c {
                '%' => Piece::Anything,
                '_' => Piece::AnyOne,
                '[' => match rest.split_once(']') {
                    Some((inside, after)) => {
                        rest = after;
                        class(inside)
                    }
                    None => Piece::Exactly('['),
                },
                other => Piece::Exactly(folded(other)),
            });
        }
        Self(pieces)
    }

    pub(super) fn contained(text: &str) -> Self {
        Self::parse(&format!("%{text}%"))
    }

    /// Whether it begins with something of any length, which no index can help with.
    pub(super) fn has_leading_wildcard(&self) -> bool {
        matches!(self.0.first(), Some(Piece::Anything))
    }

    pub(super) fn has_trailing_wildcard(&self) -> bool {
        matches!(self.0.last(), Some(Piece::Anything))
    }

    /// Whether the whole text fits: greedy with one point to come back to, so never exponential.
    pub(super) fn fits(&self, text: &str) -> bool {
        let mut rest = text.chars();
        let mut at = 0;
        let mut resume: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            let piece = self.0.get(at);
            if piece == Some(&Piece::Anything) {
                at += 1;
                resume = Some((at, rest.clone()));
                continue;
            }
            match (piece, rest.next()) {
                (None, None) => return true,
                (Some(piece), Some(c)) if piece.fits(c) => at += 1,
                (Some(_), None) => return false,
                (None | Some(_), Some(_)) => {
                    let Some((after, mut from)) = resume.take() else {
                        return false;
                    };
                    if from.next().is_none() {
                        return false;
                    }
                    at = after;
                    rest = from.clone();
                    resume = Some((after, from));
                }
            }
        }
    }
}

impl Piece {
    fn fits(&self, c: char) -> bool {
        match self {
            Self::Anything | Self::AnyOne => true,
            Self::Exactly(expected) => *expected == folded(c),
            Self::OneOf { ranges, is_negated } => {
                let c = folded(c);
                ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)) != *is_negated
            }
        }
    }
}

/// One character with its case taken away.
pub(super) fn folded(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        c.to_lowercase().next().unwrap_or(c)
    }
}

fn class(inside: &str) -> Piece {
    let (inside, is_negated) = match inside.strip_prefix('^') {
        Some(rest) => (rest, true),
        None => (inside, false),
    };
    let mut ranges = Vec::new();
    let mut characters = inside.chars().map(folded).peekable();
    while let Some(low) = characters.next() {
        let mut ahead = characters.clone();
        match (ahead.next(), ahead.next()) {
            (Some('-'), Some(high)) => {
                ranges.push((low, high));
                characters = ahead;
            }
            (None | Some(_), None | Some(_)) => ranges.push((low, low)),
        }
    }
    Piece::OneOf { ranges, is_negated }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_wildcards_work_and_can_be_escaped() {
        let check = |pattern: &str, text: &str, expected: bool| {
            assert_eq!(
                Pattern::parse(pattern).fits(text),
                expected,
                "{pattern} on {text}"
            );
        };
        check("%7%9%4%6%0%0%1%8", "+44 (20) 7946-0018", true);
        check("%7%9%4%6%0%0%1%8", "+44 (20) 7946-0019", false);
        check("mira%", "MIRA Holm", true);
        check("%HOLM", "Mira Holm", true);
        check("%ab", "aab", true);
        check("%abab", "ababab", true);
        check("_ira", "Mira", true);
        check("_ira", "ira", false);
        check("100[%]", "100%", true);
        check("100[%]", "1000", false);
        check("[a-c]x", "bx", true);
        check("[^a-c]x", "bx", false);
        check("", "", true);
        check("", "a", false);
        check("%", "", true);
        check("Ö%", "ökonom", true);
    }
}
