//! The network on the way to the simulators: as long as it is said to be, and counted.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::{HeaderValue, Request, Response, StatusCode, header};
use ringlog_engine::ports::{Transport, TransportError};

/// A network whose way to Dynamics takes `round_trip` more than the loopback does.
pub(crate) struct Distant {
    inner: Arc<dyn Transport>,
    /// `host:port` of Dynamics.
    dynamics: String,
    round_trip: Duration,
    tally: Mutex<Tally>,
}

/// What went over it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Requests to Dynamics.
    pub(crate) dynamics_requests: u64,
    /// Answers of Dynamics that asked for a pause (429).
    pub(crate) throttled: u64,
    /// How long at least one request was under way, to whomever.
    pub(crate) under_way: Duration,
    /// What the last request to Dynamics carried.
    pub(crate) bearer: Option<HeaderValue>,
    in_flight: u32,
    busy_since: Option<Instant>,
}

impl Distant {
    pub(crate) fn new(inner: Arc<dyn Transport>, dynamics: &str, round_trip: Duration) -> Self {
        Self {
            inner,
            dynamics: dynamics.trim_start_matches("http://").to_owned(),
            round_trip,
            tally: Mutex::default(),
        }
    }

    /// What went over it since the last time somebody asked.
    pub(crate) fn take_tally(&self) -> Tally {
        let mut tally = self.lock();
        let bearer = tally.bearer.clone();
        std::mem::replace(
            &mut tally,
            Tally {
                bearer,
                ..Tally::default()
            },
        )
    }

    fn lock(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, request: &Request<Bytes>, is_to_dynamics: bool) {
        let mut tally = self.lock();
        tally.in_flight += 1;
        tally.busy_since.get_or_insert_with(Instant::now);
        if is_to_dynamics {
            tally.dynamics_requests += 1;
            if let Some(bearer) = request.headers().get(header::AUTHORIZATION) {
                tally.bearer = Some(bearer.clone());
            }
        }
    }

    fn end(&self, answer: &Result<Response<Bytes>, TransportError>, is_to_dynamics: bool) {
        let mut tally = self.lock();
        tally.in_flight -= 1;
        if tally.in_flight == 0
            && let Some(since) = tally.busy_since.take()
        {
            tally.under_way += since.elapsed();
        }
        let is_throttled = answer
            .as_ref()
            .is_ok_and(|answer| answer.status() == StatusCode::TOO_MANY_REQUESTS);
        if is_to_dynamics && is_throttled {
            tally.throttled += 1;
        }
    }
}

impl Transport for Distant {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        async move {
            let is_to_dynamics = request
                .uri()
                .authority()
                .is_some_and(|authority| authority.as_str() == self.dynamics);
            self.begin(&request, is_to_dynamics);
            if is_to_dynamics && !self.round_trip.is_zero() {
                tokio::time::sleep(self.round_trip).await;
            }
            let answer = self.inner.send(request).await;
            self.end(&answer, is_to_dynamics);
            answer
        }
        .boxed()
    }
}
