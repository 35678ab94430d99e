//! What of a record tells, beside its texts and whom it regards, that a person edited it.

use jiff::{SignedDuration, Timestamp};

/// The midnights of all time zones lie on quarters of an hour of UTC.
const ZONE_STEP_SECONDS: i64 = 900;
/// A midnight is at most so far from a time of its day, wherever both are told.
const DAY_IN_ANY_ZONE: SignedDuration = SignedDuration::from_hours(38);

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
    /// Whether these are what Ringlog wrote as `written`, as far as the server leaves that alone.
    ///
    /// It may set the end to when the record was completed, count the duration anew, and keep of the start the day alone
    /// (`reference/dataverse.md`, section 11, questions 3 and 4): none of that is an edit.
    pub(super) fn are_as(&self, written: &Self) -> bool {
        !self.is_marked
            && self.phone_number == written.phone_number
            && self.is_outgoing == written.is_outgoing
            && self.starts_as(written)
            && self.lasts_as(written)
    }

    fn starts_as(&self, written: &Self) -> bool {
        let is_day_of = |mine: Timestamp, theirs: Timestamp| {
            mine.as_second() % ZONE_STEP_SECONDS == 0
                && mine.duration_since(theirs).abs() <= DAY_IN_ANY_ZONE
        };
        self.started_at == written.started_at
            || self
                .started_at
                .zip(written.started_at)
                .is_some_and(|(mine, theirs)| is_day_of(mine, theirs))
    }

    fn lasts_as(&self, written: &Self) -> bool {
        let Some(minutes) = self.duration_minutes else {
            return true;
        };
        let is_counted = self
            .started_at
            .zip(self.ended_at)
            .is_some_and(|(from, to)| {
                (to.duration_since(from).as_secs() - minutes * 60).abs() <= 60
            });
        Some(minutes) == written.duration_minutes || is_counted
    }
}
