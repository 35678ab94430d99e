//! The Phone Call activity a call becomes (spec E1, E5).

use jiff::Timestamp;

use crate::call::{ActivityId, Direction, UserId};
use crate::contact_match::RecordRef;

/// A completed Phone Call, ready to be written; texts are within the columns' limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneCall {
    /// `activityid`, derived from the call.
    pub id: ActivityId,
    /// `subject`, at most 200 characters.
    pub subject: String,
    /// `description`, at most 2,000 characters.
    pub description: String,
    /// `phonenumber`, at most 200 characters.
    pub phone_number: String,
    /// `directioncode`, and Made or Received.
    pub direction: Direction,
    /// `actualstart`
    pub started_at: Timestamp,
    /// `actualend`
    pub ended_at: Timestamp,
    /// `actualdurationminutes`
    pub duration_minutes: i32,
    /// `regardingobjectid` and the party on the other side.
    pub regarding: Option<RecordRef>,
    /// `ownerid` and the party on this side.
    pub owner: UserId,
}
