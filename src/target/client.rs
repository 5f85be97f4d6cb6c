//! The HTTP client: one request out, one bounded answer in.

use std::error::Error as _;
use std::sync::Once;
use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;

use crate::exchange::{Exchange, Request, Response};

const CONNECT: Duration = Duration::from_secs(5);
const TOTAL: Duration = Duration::from_secs(20);
/// A longer body is no answer to judge.
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// A client that follows no redirects and waits for nobody for ever.
#[derive(Debug, Clone)]
pub(super) struct Client(reqwest::Client);

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// The request is none that HTTP can carry.
    #[error("the request cannot be sent: {0}")]
    Unsendable(String),
    /// No connection was made, so that nothing was sent.
    #[error("no answer: {0}")]
    NotConnected(String),
    /// Nobody answered, or the connection was lost.
    #[error("no answer: {0}")]
    Connection(String),
    /// The answer is longer than is judged.
    #[error("the answer is longer than 16 MiB")]
    TooLong,
}

impl Client {
    /// A client for other machines: it uses the proxy that the environment names.
    pub(super) fn for_network() -> Result<Client, Failure> {
        Client::build(reqwest::Client::builder())
    }

    /// A client for a server of this process.
    pub(super) fn for_loopback() -> Result<Client, Failure> {
        Client::build(reqwest::Client::builder().no_proxy())
    }

    fn build(builder: reqwest::ClientBuilder) -> Result<Client, Failure> {
        use_ring();
        let builder = builder.redirect(Policy::none()).connect_timeout(CONNECT).timeout(TOTAL);
        builder.build().map(Client).map_err(|error| Failure::Unsendable(cause(&error)))
    }

    /// Sends a request and reads the whole answer.
    pub(super) async fn send(&self, request: Request) -> Result<Exchange, Failure> {
        let started = Instant::now();
        let method = reqwest::Method::from_bytes(request.method.as_bytes());
        let method = method.map_err(|error| Failure::Unsendable(error.to_string()))?;
        let mut sending = self.0.request(method, &request.url).headers(headers(&request)?);
        if let Some(body) = &request.body {
            sending = sending.body(body.clone());
        }
        let answer = sending.send().await.map_err(|error| lost(&error))?;
        let response = read(answer).await?;
        Ok(Exchange { request, response, seconds: started.elapsed().as_secs_f64() })
    }
}

/// reqwest is built without a provider of cryptography; `ring` builds with nothing but a C compiler.
fn use_ring() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // an error means that the program around this library has chosen a provider already
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

fn headers(request: &Request) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let unsendable =
            |what| Failure::Unsendable(format!("the header {name} has a {what} that HTTP does not allow"));
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable("name"))?;
        headers.append(header, HeaderValue::from_str(value).map_err(|_| unsendable("value"))?);
    }
    Ok(headers)
}

async fn read(mut answer: reqwest::Response) -> Result<Response, Failure> {
    let status = answer.status().as_u16();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| lost(&error))? {
        if body.len() + chunk.len() > LONGEST_BODY {
            return Err(Failure::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Response { status, headers, body })
}

fn lost(error: &reqwest::Error) -> Failure {
    if error.is_builder() {
        return Failure::Unsendable(cause(error));
    }
    let what = if error.is_timeout() { "timed out: " } else { "" };
    let what = format!("{what}{}", cause(error));
    if error.is_connect() { Failure::NotConnected(what) } else { Failure::Connection(what) }
}

/// The innermost cause: what a person can act on. The outer ones repeat the URL.
fn cause(error: &reqwest::Error) -> String {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    match error.source() {
        Some(_) => innermost.to_string(),
        None => "the client refused it".to_string(),
    }
}
