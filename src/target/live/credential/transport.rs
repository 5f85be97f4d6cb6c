//! How the Azure SDK reaches the authority: by the client of this crate, with its roots, proxies and limits.

use std::sync::{Arc, Mutex, PoisonError};

use azure_core::error::ErrorKind;
use azure_core::http::headers::{HeaderName, HeaderValue, Headers};
use azure_core::http::request::Body;
use azure_core::http::{AsyncRawResponse, HttpClient, Request as SdkRequest, StatusCode};

use crate::exchange::{Request, Response};
use crate::target::client::Client;

/// The SDK's transport.
#[derive(Debug)]
pub(super) struct ByClient {
    pub(super) client: Client,
    pub(super) refused: Refused,
}

/// The last answer of an authority, where it was no token. The SDK loses the status and the words of one whose words hold a line
/// feed, as those of Entra ID do.
#[derive(Clone, Default)]
pub(super) struct Refused(Arc<Mutex<Option<Answer>>>);

/// A status and a body.
pub(super) type Answer = (u16, Vec<u8>);

impl std::fmt::Debug for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Refused")
    }
}

impl Refused {
    /// The answer, once.
    pub(super) fn take(&self) -> Option<Answer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn note(&self, answer: &Response) {
        let refused = (answer.status >= 300).then(|| (answer.status, answer.body.clone()));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = refused;
    }
}

#[async_trait::async_trait]
impl HttpClient for ByClient {
    async fn execute_request(&self, request: &SdkRequest) -> azure_core::Result<AsyncRawResponse> {
        let body = match request.body() {
            Body::Bytes(bytes) => Some(bytes.to_vec()),
            Body::SeekableStream(_) => {
                let message = "a streamed body is not sent to an authority";
                return Err(azure_core::Error::with_message(ErrorKind::Other, message));
            }
        };
        let headers = request.headers().iter();
        let request = Request {
            method: request.method().to_string(),
            url: request.url().to_string(),
            headers: headers
                .map(|(name, value)| (name.as_str().to_string(), value.as_str().to_string()))
                .collect(),
            body,
        };
        let answer =
            self.client.send(request).await.map_err(|failure| {
                azure_core::Error::with_message(ErrorKind::Connection, failure.to_string())
            })?;
        self.refused.note(&answer.response);
        let mut headers = Headers::new();
        for (name, value) in answer.response.headers {
            headers.insert(HeaderName::from(name), HeaderValue::from(value));
        }
        let status = StatusCode::from(answer.response.status);
        Ok(AsyncRawResponse::from_bytes(status, headers, answer.response.body))
    }
}
