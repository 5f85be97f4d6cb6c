//! The double behind HTTP: a `wiremock` server for each scenario.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Utc;
use futures::future::BoxFuture;
use serde_json::Value;
use wiremock::{Mock, MockServer, Respond, ResponseTemplate, matchers};

use super::answer::answer;
use super::state::{State, canonical};
use crate::contract::{Role, UrlTemplate, guid};
use crate::exchange::{
    Answered, Effect, Exchange, NoAnswer, NotPutBack, Request, Session, Subject, Target, TargetKind,
    Variables,
};
use crate::target::client::Client;

/// The embedded double: loopback, a free port, and a state of its own for each scenario.
#[derive(Debug, Clone)]
pub struct Double {
    client: Client,
}

impl Double {
    /// A double that any number of sessions can be opened on.
    ///
    /// # Errors
    /// A sentence that says why no HTTP client can be had on this machine.
    pub fn new() -> Result<Double, String> {
        Client::for_loopback().map(|client| Double { client }).map_err(|failure| failure.to_string())
    }
}

impl Target for Double {
    fn kind(&self) -> TargetKind {
        TargetKind::Double
    }

    fn name(&self) -> String {
        "the embedded double".to_string()
    }

    fn open(&self) -> BoxFuture<'_, Box<dyn Session>> {
        Box::pin(async move {
            let held = Held::default();
            let server = MockServer::start().await;
            Mock::given(matchers::any()).respond_with(held.clone()).mount(&server).await;
            let server = Server(Some(server));
            let session: Box<dyn Session> =
                Box::new(DoubleSession { server, held, client: self.client.clone() });
            session
        })
    }
}

/// What one scenario's double knows and holds.
#[derive(Debug, Default)]
struct Known {
    /// The pages it was told of, the last one first, each with the example that was meant.
    pages: Vec<Subject>,
    state: State,
}

#[derive(Debug, Clone, Default)]
struct Held(Arc<Mutex<Known>>);

impl Held {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Respond for Held {
    fn respond(&self, received: &wiremock::Request) -> ResponseTemplate {
        let Known { pages, state } = &mut *self.lock();
        let answered = answer(pages, state, &as_request(received), Utc::now());
        let template = ResponseTemplate::new(answered.status).set_body_bytes(answered.body);
        let headers = answered.headers.iter();
        headers
            .fold(template, |template, (name, value)| template.append_header(name.as_str(), value.as_str()))
    }
}

fn as_request(received: &wiremock::Request) -> Request {
    let text = |value: &wiremock::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Request {
        method: received.method.to_string(),
        url: received.url.to_string(),
        headers: received.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: (!received.body.is_empty()).then(|| received.body.clone()),
    }
}

/// A server that is let go of on a thread of its own.
///
/// Dropping a `MockServer` blocks on its lock, and inside a task that has used up tokio's cooperative budget that lock is
/// never granted: the drop would spin for ever. A blocking thread has no such budget.
struct Server(Option<MockServer>);

impl Server {
    fn uri(&self) -> String {
        self.0.as_ref().map(MockServer::uri).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let server = self.0.take();
        std::thread::spawn(move || drop(server));
    }
}

struct DoubleSession {
    server: Server,
    held: Held,
    client: Client,
}

impl DoubleSession {
    /// The resource that a URL addresses, by any documented path.
    fn resource(&self, url: &str) -> Option<Value> {
        let held = self.held.lock();
        let path = UrlTemplate::read(url).path;
        let mut operations = held.pages.iter().flat_map(|page| &page.contract.operations);
        let found = operations.find_map(|operation| {
            let values = operation.path.matches(path.as_str())?;
            let values = values.into_iter().map(|(name, value)| (name.to_string(), value)).collect();
            held.state.get(&canonical(&operation.path, &values).ok()?)
        });
        found.cloned().map(Value::Object)
    }
}

impl Session for DoubleSession {
    fn about(&mut self, subject: &Subject) {
        let pages = &mut self.held.lock().pages;
        pages.retain(|known| !Arc::ptr_eq(&known.contract, &subject.contract));
        pages.insert(0, subject.clone());
    }

    fn prefix(&self, version: Option<&str>) -> String {
        match version {
            Some(version) => format!("{}/{version}", self.server.uri()),
            None => self.server.uri(),
        }
    }

    fn existing(&mut self, subject: &Subject, body: Option<&Value>) -> Result<Variables, NoAnswer> {
        Ok(self.held.lock().state.seed(subject.example(), body))
    }

    fn unknown(&mut self, subject: &Subject) -> Result<Variables, NoAnswer> {
        let placeholders = subject.example().request.path().placeholders();
        Ok(placeholders
            .iter()
            .map(|name| (name.clone(), guid(&format!("unknown {name}"), Role::Sent)))
            .collect())
    }

    fn authorization(&self) -> String {
        "Bearer a-token-that-only-the-double-takes".to_string()
    }

    fn send<'a>(
        &'a mut self,
        request: Request,
        _: Effect,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Answered, NoAnswer>> {
        Box::pin(async move {
            let before = self.resource(&request.url);
            let exchange = self.client.send(request).await;
            let exchange = exchange.map_err(|failure| NoAnswer::Inconclusive(failure.to_string()))?;
            log.push(exchange.clone());
            Ok(Answered { exchange, before, untestable: None })
        })
    }

    fn read<'a>(
        &'a mut self,
        url: &'a str,
        _: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Option<Value>, NoAnswer>> {
        let found = self.resource(url);
        Box::pin(async move { Ok(found) })
    }

    fn received(&mut self) -> BoxFuture<'_, Option<Vec<Request>>> {
        Box::pin(async move {
            let received = self.server.0.as_ref()?.received_requests().await?;
            Some(received.iter().map(as_request).collect())
        })
    }

    fn close<'a>(&'a mut self, _: &'a mut Vec<Exchange>) -> BoxFuture<'a, Vec<NotPutBack>> {
        Box::pin(async { Vec::new() })
    }
}
