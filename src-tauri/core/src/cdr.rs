//! A call detail record as the PBX wrote it: everything optional, nothing interpreted.

use jiff::Timestamp;

/// One record of a call source, lenient; [`crate::normalize`] decides what it means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cdr {
    /// The source's call id.
    pub id: Option<String>,
    /// `Some(true)` for a call that came in.
    pub inbound: Option<bool>,
    /// `Some(false)` for a call between extensions.
    pub external: Option<bool>,
    /// It came through a queue or ring group.
    pub queue: bool,
    /// Who called.
    pub from: Party,
    /// Who was called.
    pub to: Party,
    /// First ring.
    pub started_at: Option<Timestamp>,
    /// First answer; `None` if never.
    pub answered_at: Option<Timestamp>,
    /// The end; `None` while the call is running.
    pub ended_at: Option<Timestamp>,
    /// How the source itself says the call ended, where it does (spec C2).
    pub outcome: Option<crate::call::Outcome>,
    /// The record as it arrived, as JSON text: kept, because a call log is evidence.
    pub raw: String,
}

/// One side of a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Party {
    /// The number field, as written.
    pub number: Option<String>,
    /// The display name, as written.
    pub name: Option<String>,
    /// The user part of the SIP address.
    pub sip_user: Option<String>,
    /// The host part of the SIP address.
    pub sip_host: Option<String>,
}

/// A record that could not be read; it is kept with its reason (spec B4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableCdr {
    /// What was wrong, in a sentence.
    pub problem: String,
    /// The record as it arrived.
    pub raw: String,
}
