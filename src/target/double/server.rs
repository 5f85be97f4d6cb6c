//! The double behind HTTP: a `wiremock` server for each scenario.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::Utc;
use futures::future::BoxFuture;
use serde_json::Value;
use wiremock::{Mock, MockServer, Respond, ResponseTemplate, matchers};

use super::answer::answer;
use super::state::{State, canonical};
use crate::contract::{Role, UrlTemplate, guid};
use crate::exchange::{
    Answered, Caller, Disturbance, Effect, Exchange, NoAnswer, NotPutBack, Request, Response, Session,
    Subject, Target, TargetKind, Variables, origin,
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
        let request = as_request(received);
        let delay = state.delay();
        let answered = on_this_server(answer(pages, state, &request, Utc::now()), &request);
        let template = ResponseTemplate::new(answered.status).set_body_bytes(answered.body).set_delay(delay);
        let headers = answered.headers.iter();
        headers
            .fold(template, |template, (name, value)| template.append_header(name.as_str(), value.as_str()))
    }
}

/// Where a page's `Location` leads to the documented host, the double's leads to the double.
fn on_this_server(mut answered: Response, request: &Request) -> Response {
    let location = answered.headers.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("location"));
    if let (Some((_, value)), Some(here)) = (location, origin(&request.url))
        && let Some(documented) = origin(value).map(str::to_string)
    {
        *value = value.replacen(&documented, here, 1);
    }
    answered
}

fn as_request(received: &wiremock::Request) -> Request {
    let text = |value: &wiremock::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Request {
        method: received.method.to_string(),
        url: url(received),
        headers: received.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: (!received.body.is_empty()).then(|| received.body.clone()),
    }
}

/// The URL as it was asked for: `wiremock` keeps the path and the query, and the host is in its header.
fn url(received: &wiremock::Request) -> String {
    let host = received.headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let query = received.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("http://{host}{}{query}", received.url.path())
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

    fn existing<'a>(
        &'a mut self,
        subject: &'a Subject,
        body: Option<&'a Value>,
        known: &'a Variables,
        _: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Variables, NoAnswer>> {
        let variables = self.held.lock().state.seed(subject.example(), body, known);
        Box::pin(async move { Ok(variables) })
    }

    fn existing_several(&mut self, subject: &Subject, count: usize) -> Result<Variables, NoAnswer> {
        Ok(self.held.lock().state.seed_several(subject.example(), count))
    }

    fn move_on(
        &mut self,
        subject: &Subject,
        variables: &Variables,
        property: &str,
        values: Vec<Value>,
    ) -> Result<(), NoAnswer> {
        if let Ok(path) = canonical(subject.example().request.path(), variables) {
            self.held.lock().state.move_on(&path, property, values);
        }
        Ok(())
    }

    fn disturb(&mut self, disturbance: Disturbance, requests: usize) -> Result<(), NoAnswer> {
        self.held.lock().state.disturb(disturbance, requests);
        Ok(())
    }

    fn unknown(&mut self, subject: &Subject) -> Result<Variables, NoAnswer> {
        let placeholders = subject.example().request.path().placeholders();
        Ok(placeholders
            .iter()
            .map(|name| (name.clone(), guid(&format!("unknown {name}"), Role::Sent)))
            .collect())
    }

    fn authorization(&self, caller: Caller) -> Result<Option<String>, NoAnswer> {
        let token = match caller {
            Caller::Entitled => "a-token-that-only-the-double-takes",
            Caller::Another => "another-token-that-only-the-double-takes",
            Caller::Nobody => return Ok(None),
        };
        Ok(Some(format!("Bearer {token}")))
    }

    /// The double moves on with each request, and not with time.
    fn pause(&self) -> Duration {
        Duration::from_millis(1)
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
