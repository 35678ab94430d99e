//! Surroundings that are the same each time: one answer to everything, a clock that stands, chance that never varies.

use std::fmt::Display;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use jiff::Timestamp;
use ringlog_core::plain::is_unfit;
use ringlog_engine::ports::{Chance, Clock, Transport, TransportError};

/// A system that gives each request what a function makes of it.
pub(crate) struct Network<F> {
    answer: F,
    requests: Mutex<u32>,
}

impl<F: Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static> Network<F> {
    pub(crate) fn answering(answer: F) -> Arc<Self> {
        Arc::new(Self {
            answer,
            requests: Mutex::new(0),
        })
    }

    /// How many requests it had.
    pub(crate) fn requests(&self) -> u32 {
        *self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync> Transport for Network<F> {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        *self.requests.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        let answer = (self.answer)(&request);
        async move { Ok(answer) }.boxed()
    }
}

/// An answer with a body of some type.
pub(crate) fn answer(status: u16, content_type: &[u8], body: &[u8]) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::copy_from_slice(body));
    *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
    // What is no header never gets through a real connection either.
    if let Ok(value) = http::HeaderValue::from_bytes(content_type) {
        answer
            .headers_mut()
            .insert(http::header::CONTENT_TYPE, value);
    }
    answer
}

/// A Thursday in May.
pub(crate) struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_778_749_200).unwrap()
    }
}

impl Chance for Standing {
    fn fraction(&self) -> f64 {
        0.5
    }
}

/// Waits for `work` in a world where time passes as soon as everybody waits for it.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(work)
}

/// What is told stays one line that steers no terminal.
pub(crate) fn assert_is_plain(sentence: &impl Display) {
    let sentence = sentence.to_string();
    assert!(!sentence.contains(is_unfit), "{sentence:?}");
}

/// The bytes up to the first line feed, and those behind it.
pub(crate) fn first_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.iter().position(|byte| *byte == b'\n') {
        Some(end) => {
            let (line, rest) = bytes.split_at(end);
            (line, rest.strip_prefix(b"\n").unwrap_or_default())
        }
        None => (bytes, &[]),
    }
}
