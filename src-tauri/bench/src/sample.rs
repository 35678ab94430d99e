//! Many measurements of one thing, and what is said of them.

use std::time::{Duration, Instant};

/// How long something took, each time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample(Vec<Duration>);

impl Sample {
    /// Measures `work` once more.
    pub(crate) fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let result = work();
        self.0.push(began.elapsed());
        result
    }

    /// Adds a measurement.
    pub(crate) fn push(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Half of them took no longer.
    pub(crate) fn median(&self) -> Duration {
        self.at_part(0.5)
    }

    /// All but one in a hundred took no longer.
    pub(crate) fn p99(&self) -> Duration {
        self.at_part(0.99)
    }

    /// The smallest that at least this part of all does not exceed (nearest rank); zero where nothing was measured.
    fn at_part(&self, part: f64) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (part * sorted.len() as f64).ceil() as usize;
        let place = rank.clamp(1, sorted.len().max(1)) - 1;
        sorted.get(place).copied().unwrap_or_default()
    }
}

/// `12.3 ms`.
pub(crate) fn milliseconds(took: Duration) -> String {
    let milliseconds = took.as_secs_f64() * 1_000.0;
    if milliseconds < 10.0 {
        format!("{milliseconds:.2} ms")
    } else {
        format!("{milliseconds:.0} ms")
    }
}

/// `1.23 s`.
pub(crate) fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}

/// How many times as long.
pub(crate) fn ratio(this: Duration, that: Duration) -> f64 {
    this.as_secs_f64() / that.as_secs_f64().max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(milliseconds: impl IntoIterator<Item = u64>) -> Sample {
        Sample(
            milliseconds
                .into_iter()
                .map(Duration::from_millis)
                .collect(),
        )
    }

    #[test]
    fn a_sample_says_what_half_and_what_all_but_one_in_a_hundred_stay_below() {
        let hundred = sample((1..=100).rev());

        assert_eq!(hundred.median(), Duration::from_millis(50));
        assert_eq!(hundred.p99(), Duration::from_millis(99));
        assert_eq!(sample([7]).p99(), Duration::from_millis(7));
        assert_eq!(sample([]).median(), Duration::ZERO);
    }
}
