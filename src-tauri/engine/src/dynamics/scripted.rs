//! A Dynamics that answers what the test says, one answer for each request.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use jiff::{SignedDuration, Timestamp};
use ringlog_core::fault::Fault;
use ringlog_core::organization::OrganizationUrl;
use ringlog_core::token::AccessToken;

use super::{Client, Credentials};
use crate::ports::{Chance, Clock, Transport, TransportError};

pub(super) const TOKEN: &str = "hunter2-token";

/// Everything around a client, to script and to look at.
pub(super) struct Script {
    pub(super) client: Client,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    answers: Mutex<VecDeque<Result<Response<Bytes>, TransportError>>>,
    requests: Mutex<Vec<Request<Bytes>>>,
    invalidated: Mutex<Vec<Option<String>>>,
    passed: Mutex<SignedDuration>,
}

/// One part of a `$batch` answer.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    /// One operation's status and body.
    One(u16, &'a str),
    /// A changeset of so many operations that were carried out.
    Done(usize),
}

impl Script {
    pub(super) fn new() -> Self {
        let shared: Arc<Shared> = Arc::default();
        let organization = "https://contoso.crm4.dynamics.com";
        let organization: OrganizationUrl = serde_json::from_value(organization.into()).unwrap();
        let client = Client::new(
            Arc::clone(&shared) as Arc<dyn Transport>,
            Arc::clone(&shared) as Arc<dyn Clock>,
            Arc::clone(&shared) as Arc<dyn Chance>,
            Arc::clone(&shared) as Arc<dyn Credentials>,
            organization,
        );
        Self { client, shared }
    }

    pub(super) fn answer(&self, status: u16, headers: &[(&str, &str)], body: &str) {
        let mut answer = Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        let answer = answer.body(Bytes::from(body.to_owned())).unwrap();
        self.shared.answers.lock().unwrap().push_back(Ok(answer));
    }

    pub(super) fn fail(&self, error: TransportError) {
        self.shared.answers.lock().unwrap().push_back(Err(error));
    }

    pub(super) fn lose(&self) {
        self.fail(TransportError::Unreachable {
            host: "contoso".to_owned(),
            detail: "gone".to_owned(),
        });
    }

    pub(super) fn answer_batch(&self, parts: &[Part<'_>]) {
        let mut body = String::new();
        let operation = |status: u16, body: &str| {
            format!(
                "Content-Type: application/http\r\n\r\nHTTP/1.1 {status} X\r\nREQ_ID: 7\r\n\r\n{body}\r\n"
            )
        };
        for part in parts {
            body.push_str("--batchresponse_1\r\n");
            match part {
                Part::One(status, text) => body.push_str(&operation(*status, text)),
                Part::Done(count) => {
                    body.push_str(
                        "Content-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n",
                    );
                    for _ in 0..*count {
                        body.push_str("--changesetresponse_1\r\n");
                        body.push_str(&operation(204, ""));
                    }
                    body.push_str("--changesetresponse_1--\r\n");
                }
            }
        }
        body.push_str("--batchresponse_1--\r\n");
        let content_type = "multipart/mixed; boundary=batchresponse_1";
        self.answer(200, &[("content-type", content_type)], &body);
    }

    pub(super) fn let_pass(&self, seconds: i64) {
        *self.shared.passed.lock().unwrap() += SignedDuration::from_secs(seconds);
    }

    /// Method, path and body of every request so far.
    pub(super) fn requests(&self) -> Vec<String> {
        let requests = self.shared.requests.lock().unwrap();
        requests
            .iter()
            .map(|request| {
                let body = String::from_utf8_lossy(request.body());
                format!("{} {}\n{body}", request.method(), request.uri())
            })
            .collect()
    }

    pub(super) fn header(&self, request: usize, name: &str) -> Option<String> {
        let requests = self.shared.requests.lock().unwrap();
        let value = requests.get(request)?.headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    }

    pub(super) fn invalidated(&self) -> Vec<Option<String>> {
        self.shared.invalidated.lock().unwrap().clone()
    }
}

impl Transport for Shared {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.requests.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        async move { answer.expect("the script has an answer for each request") }.boxed()
    }
}

impl Clock for Shared {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_780_000_000).unwrap() + *self.passed.lock().unwrap()
    }
}

impl Chance for Shared {
    fn fraction(&self) -> f64 {
        0.5
    }
}

impl Credentials for Shared {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, Fault>> {
        let token = AccessToken::new(TOKEN.to_owned(), Timestamp::MAX);
        async move { Ok(token) }.boxed()
    }

    fn invalidate(&self, claims: Option<String>) -> BoxFuture<'_, ()> {
        self.invalidated.lock().unwrap().push(claims);
        async {}.boxed()
    }
}
