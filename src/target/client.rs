//! The HTTP client: one request out, one bounded answer in.

use std::error::Error as _;
use std::sync::Once;
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;

use super::roots::Roots;
use super::timeouts::Timeouts;
use crate::exchange::{Exchange, Request, Response};

/// A longer body is no answer to judge.
const LONGEST_BODY: usize = 16 * 1024 * 1024;
const LATE: &str = "timed out: ";

/// A client that follows no redirects and waits for nobody for ever.
#[derive(Debug, Clone)]
pub(super) struct Client {
    client: reqwest::Client,
    timeouts: Timeouts,
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
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
    /// Whoever answers cannot show that it is the one that was meant.
    #[error(
        "the certificate is not trusted: {0}; if an authority of your own issued it, name the PEM file of its root in SSL_CERT_FILE"
    )]
    Untrusted(String),
    /// The answer is longer than is judged: it is here without its body.
    #[error("the answer is longer than 16 MiB and was cut off")]
    TooLong(Box<Exchange>),
}

impl Failure {
    /// Whether it is waited for no longer, so that the service may still be at it.
    pub(super) fn is_late(&self) -> bool {
        matches!(self, Failure::Connection(cause) if cause.starts_with(LATE))
    }
}

impl Client {
    /// A client for other machines: it uses the proxy that the environment names. `roots`: whom it trusts instead of those that
    /// the system does.
    pub(super) fn for_network(timeouts: Timeouts, roots: Option<&Roots>) -> Result<Client, Failure> {
        Client::build(reqwest::Client::builder(), timeouts, roots)
    }

    /// A client for a server of this machine, which no proxy comes before.
    pub(super) fn for_loopback(timeouts: Timeouts, roots: Option<&Roots>) -> Result<Client, Failure> {
        Client::build(reqwest::Client::builder().no_proxy(), timeouts, roots)
    }

    fn build(
        builder: reqwest::ClientBuilder,
        timeouts: Timeouts,
        roots: Option<&Roots>,
    ) -> Result<Client, Failure> {
        use_ring();
        let mut builder = builder.redirect(Policy::none()).connect_timeout(timeouts.connect);
        if let Some(roots) = roots {
            builder = builder.tls_certs_only(roots.0.iter().cloned());
        }
        // bodies are judged as they come: without the header a service may code them as it likes (RFC 9110, section 12.5.3)
        let uncoded = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("identity"))]);
        let client = builder.timeout(timeouts.total).default_headers(uncoded).build();
        let client = client.map_err(|error| Failure::Unsendable(cause(&error)))?;
        Ok(Client { client, timeouts })
    }

    /// Sends a request and reads the whole answer.
    pub(super) async fn send(&self, request: Request) -> Result<Exchange, Failure> {
        let started = Instant::now();
        let method = reqwest::Method::from_bytes(request.method.as_bytes());
        let method = method.map_err(|error| Failure::Unsendable(error.to_string()))?;
        let mut sending = self.client.request(method, &request.url).headers(headers(&request)?);
        if let Some(body) = &request.body {
            sending = sending.body(body.clone());
        }
        let answer = tokio::time::timeout(self.timeouts.first_byte, sending.send()).await;
        let answer =
            answer.map_err(|_| Failure::Connection(late("no answer began", self.timeouts.first_byte)))?;
        let mut answer = answer.map_err(|error| self.lost(&error))?;
        let response = head(&answer);
        let mut exchange = Exchange { request, response, seconds: 0.0 };
        while let Some(chunk) = answer.chunk().await.map_err(|error| self.lost(&error))? {
            if exchange.response.body.len() + chunk.len() > LONGEST_BODY {
                exchange.response.body.clear();
                return Err(Failure::TooLong(Box::new(exchange)));
            }
            exchange.response.body.extend_from_slice(&chunk);
        }
        exchange.seconds = started.elapsed().as_secs_f64();
        Ok(exchange)
    }

    fn lost(&self, error: &reqwest::Error) -> Failure {
        if error.is_builder() {
            return Failure::Unsendable(cause(error));
        }
        if let Some(untrusted) = untrusted(error) {
            return Failure::Untrusted(untrusted);
        }
        match (error.is_connect(), error.is_timeout()) {
            (true, true) => Failure::NotConnected(late("no connection stood", self.timeouts.connect)),
            (true, false) => Failure::NotConnected(cause(error)),
            (false, true) => {
                Failure::Connection(late("the answer did not come to its end", self.timeouts.total))
            }
            (false, false) => Failure::Connection(cause(error)),
        }
    }
}

fn late(what: &str, limit: Duration) -> String {
    format!("{LATE}{what} within {} s", limit.as_secs_f64())
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

/// An answer whose body is still to come.
fn head(answer: &reqwest::Response) -> Response {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    Response { status: answer.status().as_u16(), headers, body: Vec::new() }
}

/// What is wrong with the certificate of whoever answered; `None`: it was not that.
fn untrusted(error: &reqwest::Error) -> Option<String> {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(found @ rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
            return Some(found.to_string());
        }
        // an I/O error hides the error that it is made of, and shows that one's cause
        next = match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
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
