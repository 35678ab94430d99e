//! What was asked of the service, for assertions.

/// One HTTP request and the operations it carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// `GET`, `POST`, ...
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    /// Status of the answer.
    pub status: u16,
    /// The operations inside a `$batch`, in order; otherwise empty.
    pub operations: Vec<Performed>,
}

/// One operation inside a `$batch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Performed {
    /// `GET`, `POST`, ...
    pub method: String,
    /// As it stands in the part.
    pub target: String,
    /// Status of its answer; for a changeset that failed, that of the changeset.
    pub status: u16,
}

impl Exchange {
    /// How many operations it carried: those of a `$batch`, or itself.
    #[must_use]
    pub fn operation_count(&self) -> usize {
        if self.target.contains("$batch") {
            self.operations.len()
        } else {
            1
        }
    }
}
