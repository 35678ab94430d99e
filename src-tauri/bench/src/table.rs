//! What was measured, as lines of one table.

use std::fmt::Write as _;

/// One line of the table.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// What is measured.
    pub(crate) what: String,
    /// Ringlog's figure.
    pub(crate) ours: String,
    /// What it is compared with, and that one's figure; empty where there is nothing.
    pub(crate) against: String,
    /// How the two compare, or the figure that is to be judged.
    pub(crate) result: String,
    /// What is to be reached.
    pub(crate) target: String,
    /// It is reached.
    pub(crate) is_met: bool,
}

/// The lines as a table in Markdown.
pub(crate) fn markdown(lines: &[Line]) -> String {
    let mut table = String::from(
        "| what | Ringlog | beside it | result | target | |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for line in lines {
        let Line {
            what,
            ours,
            against,
            result,
            target,
            is_met,
        } = line;
        let verdict = if *is_met { "met" } else { "**missed**" };
        let _ = writeln!(
            table,
            "| {what} | {ours} | {against} | {result} | {target} | {verdict} |"
        );
    }
    table
}

/// `1.05 times`.
pub(crate) fn times(ratio: f64) -> String {
    if ratio < 10.0 {
        format!("{ratio:.2} times")
    } else {
        format!("{ratio:.0} times")
    }
}
