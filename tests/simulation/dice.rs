//! Everything that is left to chance, from one seed.

use std::ops::RangeInclusive;

/// Chance with a memory of its own: what one dice gives does not depend on how often another was thrown.
#[derive(Clone, Debug)]
pub struct Dice(fastrand::Rng);

impl Dice {
    /// The dice of `seed` for one purpose.
    #[must_use]
    pub fn new(seed: u64, purpose: u64) -> Self {
        let mut mixed = fastrand::Rng::with_seed(seed);
        let offset = mixed.u64(..);
        Self(fastrand::Rng::with_seed(
            offset ^ purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        ))
    }

    /// True in so many of a thousand throws.
    pub fn happens(&mut self, of_thousand: u32) -> bool {
        self.0.u32(..1_000) < of_thousand
    }

    /// A number of this range.
    pub fn between(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.0.i64(range)
    }

    /// A number from 0 up to but not including 1.
    pub fn fraction(&mut self) -> f64 {
        self.0.f64()
    }

    /// One of these; `None` where there is none.
    pub fn one_of<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        (!things.is_empty()).then(|| &things[self.0.usize(..things.len())])
    }
}
