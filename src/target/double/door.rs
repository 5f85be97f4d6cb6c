//! The double's door for a client: a `wiremock` server, and what stands behind it.
//!
//! Starting a server costs more than an exchange, so that a door is handed on from one scenario to the next, and what stood
//! behind it is thrown away.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Utc;
use wiremock::{Mock, MockServer, Respond, ResponseTemplate, matchers};

use super::answer::{answer, lead_here};
use super::state::State;
use crate::exchange::{Request, Response, Subject};

/// What one scenario's double knows and holds.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The pages it was told of, the last one first, each with the example that was meant.
    pub(super) pages: Vec<Subject>,
    pub(super) state: State,
    /// The requests that came, in their order.
    pub(super) received: Vec<Request>,
}

/// A server, and what it knows.
#[derive(Debug)]
pub(super) struct Door {
    server: Server,
    held: Held,
    /// How many scenarios used it since it was mounted.
    uses: usize,
}

/// `wiremock` keeps every request that a mock has answered, for as long as the mock is mounted.
const USES: usize = 32;

/// Doors that no scenario uses at the moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Doors(Arc<Mutex<Vec<Door>>>);

impl Doors {
    /// A door with nothing behind it.
    pub(super) async fn open(&self) -> Door {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match free {
            Some(door) => door.again().await,
            None => Door::start().await,
        }
    }

    /// Takes a door back, for another scenario.
    pub(super) fn close(&self, door: Door) {
        *door.known() = Known::default();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(door);
    }
}

impl Door {
    async fn start() -> Door {
        let held = Held::default();
        // what came is kept by the door itself, for as long as its scenario goes on
        let server = MockServer::builder().disable_request_recording().start().await;
        Mock::given(matchers::any()).respond_with(held.clone()).mount(&server).await;
        Door { server: Server(Some(server)), held, uses: 0 }
    }

    async fn again(mut self) -> Door {
        self.uses += 1;
        if let Some(server) = self.server.0.as_ref().filter(|_| self.uses >= USES) {
            server.reset().await;
            Mock::given(matchers::any()).respond_with(self.held.clone()).mount(server).await;
            self.uses = 0;
        }
        self
    }

    /// Its address: `http://127.0.0.1:40001`.
    pub(super) fn uri(&self) -> String {
        self.server.0.as_ref().map(MockServer::uri).unwrap_or_default()
    }

    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.held.lock()
    }
}

/// A server that is let go of on a thread of its own.
///
/// Dropping a `MockServer` blocks on its lock, and inside a task that has used up tokio's cooperative budget that lock is
/// never granted: the drop would spin for ever. A blocking thread has no such budget.
#[derive(Debug)]
struct Server(Option<MockServer>);

impl Drop for Server {
    fn drop(&mut self) {
        let server = self.0.take();
        std::thread::spawn(move || drop(server));
    }
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
        let Known { pages, state, received: log } = &mut *self.lock();
        let request = as_request(received);
        let answered = on_this_server(answer(pages, state, &request, Utc::now()), &request);
        let delay = state.delay();
        log.push(request);
        let template = ResponseTemplate::new(answered.status).set_body_bytes(answered.body);
        // a delay of nothing is a timer all the same, which takes a millisecond
        let template = if delay.is_zero() { template } else { template.set_delay(delay) };
        let headers = answered.headers.iter();
        headers
            .fold(template, |template, (name, value)| template.append_header(name.as_str(), value.as_str()))
    }
}

/// What leads to another resource: RFC 9110, sections 8.7 and 10.2.2, and where long-running operations are asked for.
const LEADING: [&str; 4] = ["location", "content-location", "operation-location", "azure-asyncoperation"];

/// Where a page's `Location` leads to the documented host, the double's leads to the double.
fn on_this_server(mut answered: Response, request: &Request) -> Response {
    let is_leading = |name: &str| LEADING.iter().any(|leading| name.eq_ignore_ascii_case(leading));
    let leading = answered.headers.iter_mut().filter(|(name, _)| is_leading(name));
    leading.for_each(|(_, value)| lead_here(value, request));
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
