//! What of a record tells, beside its texts and whom it regards, that a person edited it.

use jiff::Timestamp;

/// What no correction changes, and a person may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    /// `phonenumber`
    pub phone_number: String,
    /// `directioncode`
    pub is_outgoing: bool,
    /// `actualstart`
    pub started_at: Option<Timestamp>,
    /// `actualend`
    pub ended_at: Option<Timestamp>,
    /// `actualdurationminutes`
    pub duration_minutes: Option<i64>,
    /// It has a priority, a category or a mark that Ringlog never gives.
    pub is_marked: bool,
}

impl Particulars {
    /// Whether these are what Ringlog wrote as `written`, as far as the server leaves that alone: it may set the end to
    /// when the record was completed and count the duration anew (`reference/dataverse.md`, section 8, question 3).
    pub(super) fn are_as(&self, written: &Self) -> bool {
        let counted = self
            .started_at
            .zip(self.ended_at)
            .map(|(from, to)| to.duration_since(from).as_secs());
        let is_counted =
            |minutes: i64| counted.is_some_and(|seconds| (seconds - minutes * 60).abs() <= 60);
        let is_duration_theirs = self.duration_minutes.is_some_and(|minutes| {
            Some(minutes) != written.duration_minutes && !is_counted(minutes)
        });
        !self.is_marked
            && !is_duration_theirs
            && self.phone_number == written.phone_number
            && self.is_outgoing == written.is_outgoing
            && self.started_at == written.started_at
    }
}
