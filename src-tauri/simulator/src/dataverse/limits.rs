//! The service protection limit on requests: per user, over a sliding window (`reference/dataverse.md`, section 6.1).

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

const WINDOW_SECONDS: i64 = 300;

#[derive(Debug, Default)]
pub(super) struct Limits {
    requests: BTreeMap<Uuid, VecDeque<Timestamp>>,
}

impl Limits {
    /// Counts a request; when there were too many, how many seconds to wait.
    ///
    /// Requests that are refused count as well, and so extend the wait.
    pub(super) fn count(
        &mut self,
        user: Uuid,
        now: Timestamp,
        requests_max: usize,
    ) -> Result<usize, i64> {
        let window = self.requests.entry(user).or_default();
        let begin = now
            .saturating_sub(SignedDuration::from_secs(WINDOW_SECONDS))
            .unwrap_or(Timestamp::MIN);
        while window.front().is_some_and(|at| *at <= begin) {
            window.pop_front();
        }
        window.push_back(now);
        let Some(excess) = window.len().checked_sub(requests_max.saturating_add(1)) else {
            return Ok(requests_max - window.len());
        };
        let first_to_leave = window.get(excess).copied().unwrap_or(now);
        Err(WINDOW_SECONDS - now.duration_since(first_to_leave).as_secs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_slides_and_refused_requests_extend_the_wait() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let user = Uuid::nil();
        let mut limits = Limits::default();
        assert_eq!(limits.count(user, at(0), 2), Ok(1));
        assert_eq!(limits.count(user, at(100), 2), Ok(0));
        assert_eq!(limits.count(user, at(110), 2), Err(190));
        assert_eq!(limits.count(user, at(120), 2), Err(280));
        assert_eq!(limits.count(Uuid::max(), at(120), 2), Ok(1));
        assert_eq!(limits.count(user, at(415), 2), Ok(0));
    }
}
