//! Findings about the numbers of Dynamics, and whether they can be searched for.

use super::{Check, Finding};
use crate::phrase::Phrase;

/// The command that lists every faulty number.
const REPORT: &str = "ringlogctl numbers --output numbers.csv";

/// How many numbers were looked at, and how many of them a person should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Looked at.
    pub total: u64,
    /// Of them, to be looked at by a person.
    pub faulty: u64,
}

/// Whether the numbers of Dynamics can match; `is_search_refused` where the organization refuses the search for numbers
/// in unusual spellings, and `sample` where any could be read.
#[must_use]
pub fn numbers(sample: Option<Sample>, is_search_refused: bool) -> Finding {
    let refused = is_search_refused.then(|| Phrase::new("finding-search-refused"));
    let faulty = sample.filter(|sample| sample.faulty > 0).map(|sample| {
        Phrase::new("finding-numbers-faulty")
            .with("count", sample.faulty)
            .with("total", sample.total)
    });
    let cure = if is_search_refused {
        Phrase::new("cure-search-refused")
    } else {
        Phrase::new("cure-numbers")
    };
    match (Phrase::all(refused.into_iter().chain(faulty)), sample) {
        (Some(wrong), _) => Finding::attention(Check::Numbers, wrong, cure).with_command(REPORT),
        (None, Some(sample)) => Finding::ok(
            Check::Numbers,
            Phrase::new("finding-numbers-fine").with("count", sample.total),
        ),
        (None, None) => Finding::skipped(Check::Numbers, Phrase::new("finding-numbers-unknown")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    fn check(finding: &Finding, verdict: Verdict, words: &[&str]) {
        assert_eq!(finding.verdict, verdict, "{finding:?}");
        let said = finding.finding.to_string();
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
    }

    #[test]
    fn a_refused_search_is_found_whatever_the_numbers_are() {
        let of = |faulty| Some(Sample { total: 10, faulty });
        check(&numbers(None, false), Verdict::Skipped, &[]);
        check(&numbers(of(0), false), Verdict::Ok, &["10"]);
        check(&numbers(of(2), false), Verdict::Attention, &["Of 10", "2"]);
        for sample in [None, of(0)] {
            let refused = numbers(sample, true);
            check(&refused, Verdict::Attention, &["refuses", "is not found"]);
            let cure = refused.cure.unwrap().to_string();
            assert!(cure.contains("administrator"), "{cure}");
        }
        let both = numbers(of(2), true);
        check(&both, Verdict::Attention, &["refuses", "Of 10"]);
    }
}
