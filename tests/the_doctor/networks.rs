//! Networks on which something is wrong.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::header::DATE;
use http::{Request, Response};
use ringlog_engine::ports::{Transport, TransportError};

/// Answers whose time is an hour ahead.
pub(super) struct Ahead(pub(super) Arc<dyn Transport>);

impl Transport for Ahead {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        async move {
            let mut answer = self.0.send(request).await?;
            let date = "Thu, 14 May 2026 10:00:00 GMT".parse().unwrap();
            answer.headers_mut().insert(DATE, date);
            Ok(answer)
        }
        .boxed()
    }
}

/// A network on which nobody trusts this host.
pub(super) struct Untrusted {
    pub(super) network: Arc<dyn Transport>,
    pub(super) origin: String,
}

impl Transport for Untrusted {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        if request.uri().to_string().starts_with(&self.origin) {
            let error = TransportError::Certificate {
                host: "pbx.contoso.example".to_owned(),
                detail: "UnknownIssuer".to_owned(),
            };
            return async { Err(error) }.boxed();
        }
        self.network.send(request)
    }
}
