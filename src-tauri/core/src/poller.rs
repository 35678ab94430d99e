//! When the PBX is asked and from which time on (spec B3).

use jiff::Timestamp;

/// What one reading of the history covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Records that started before this time are not wanted.
    pub from: Timestamp,
}
