//! The double as a target: a session for each scenario.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::Value;
use tokio::runtime::{Handle, Id};

use super::door::{Door, Doors, Known};
use super::state::canonical;
use crate::contract::{Role, UrlTemplate, guid};
use crate::exchange::{
    Answered, Caller, Disturbance, Effect, Exchange, NoAnswer, NotPutBack, Request, Session, Subject, Target,
    TargetKind, Variables,
};
use crate::target::client::{Client, Failure};
use crate::target::roots::Roots;
use crate::target::timeouts::Timeouts;

/// The double may be told to answer late.
const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_secs(5),
    first_byte: Duration::from_secs(20),
    total: Duration::from_secs(20),
};

/// The embedded double: loopback, a free port, and a state of its own for each scenario.
#[derive(Debug, Clone)]
pub struct Double {
    clients: Clients,
    doors: Doors,
}

impl Double {
    /// A double that any number of sessions can be opened on.
    ///
    /// # Errors
    /// A sentence that says why no HTTP client can be had on this machine.
    pub fn new() -> Result<Double, String> {
        let clients = Clients::new().map_err(|failure| failure.to_string())?;
        Ok(Double { clients, doors: Doors::default() })
    }
}

/// A client for each runtime: the connections of a client live in the runtime that made them, and one that another runtime took
/// over would be lost with it.
#[derive(Debug, Clone)]
struct Clients {
    first: Client,
    made: Arc<Mutex<HashMap<Id, Client>>>,
}

impl Clients {
    fn new() -> Result<Clients, Failure> {
        Ok(Clients { first: client()?, made: Arc::default() })
    }

    /// The client of the runtime that asks.
    fn here(&self) -> Client {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        // what could be made once can be made again
        made.entry(Handle::current().id()).or_insert_with(|| client().unwrap_or(self.first.clone())).clone()
    }
}

/// The double speaks HTTP, so that there are no roots to be read.
fn client() -> Result<Client, Failure> {
    Client::for_loopback(TIMEOUTS, Some(&Roots::none()))
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
            let door = self.doors.open().await;
            let (uri, doors, client) = (door.uri(), self.doors.clone(), self.clients.here());
            let session: Box<dyn Session> =
                Box::new(DoubleSession { uri, door: Some(door), doors, client, is_lost: false });
            session
        })
    }
}

struct DoubleSession {
    uri: String,
    /// There until the session is dropped.
    door: Option<Door>,
    doors: Doors,
    client: Client,
    /// A request got no answer: it may still be on its way to the door, which is no other scenario's then.
    is_lost: bool,
}

impl Drop for DoubleSession {
    fn drop(&mut self) {
        if let Some(door) = self.door.take().filter(|_| !self.is_lost) {
            self.doors.close(door);
        }
    }
}

impl DoubleSession {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.door.as_ref().expect("a session that was not dropped").known()
    }

    /// The resource that a URL addresses, by any documented path.
    fn resource(&self, url: &str) -> Option<Value> {
        let held = self.known();
        let path = UrlTemplate::read(url).path;
        let mut operations = held.pages.iter().flat_map(|page| &page.contract.operations);
        let found = operations.find_map(|operation| {
            held.state.get(&operation.path.fill_in_order(&operation.path.matches(path.as_str())?))
        });
        found.cloned().map(Value::Object)
    }
}

impl Session for DoubleSession {
    fn about(&mut self, subject: &Subject) {
        let mut known = self.known();
        let pages = &mut known.pages;
        pages.retain(|known| !Arc::ptr_eq(&known.contract, &subject.contract));
        pages.insert(0, subject.clone());
    }

    fn prefix(&self, version: Option<&str>) -> String {
        match version {
            Some(version) => format!("{}/{version}", self.uri),
            None => self.uri.clone(),
        }
    }

    fn existing<'a>(
        &'a mut self,
        subject: &'a Subject,
        body: Option<&'a Value>,
        known: &'a Variables,
        _: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Variables, NoAnswer>> {
        let variables = self.known().state.seed(subject.example(), body, known);
        Box::pin(async move { Ok(variables) })
    }

    fn existing_several(
        &mut self,
        subject: &Subject,
        count: usize,
        known: &Variables,
    ) -> Result<Variables, NoAnswer> {
        Ok(self.known().state.seed_several(subject.example(), count, known))
    }

    fn move_on(
        &mut self,
        subject: &Subject,
        variables: &Variables,
        property: &str,
        values: Vec<Value>,
    ) -> Result<(), NoAnswer> {
        let path = canonical(subject.example().request.path(), variables).ok();
        let path = path.filter(|path| self.known().state.get(path).is_some());
        let nothing = || {
            NoAnswer::Inconclusive(
                "there is nothing yet that could move on: put `an existing ...` before it".to_string(),
            )
        };
        self.known().state.move_on(&path.ok_or_else(nothing)?, property, values);
        Ok(())
    }

    fn disturb(&mut self, disturbance: Disturbance, requests: usize) -> Result<(), NoAnswer> {
        self.known().state.disturb(disturbance, requests);
        Ok(())
    }

    fn unknown(&mut self, subject: &Subject) -> Result<Variables, NoAnswer> {
        let path = subject.example().request.path();
        let unknown = |name: &str| guid(&format!("unknown {name}"), Role::Sent);
        path.last_key().into_iter().for_each(|key| self.known().state.lack(&unknown(key)));
        Ok(path.placeholders().iter().map(|name| (name.clone(), unknown(name))).collect())
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
            let exchange = exchange.map_err(|failure| {
                self.is_lost = true;
                NoAnswer::Inconclusive(failure.to_string())
            })?;
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
        let received = self.known().received.clone();
        Box::pin(async move { Some(received) })
    }

    fn close<'a>(&'a mut self, _: &'a mut Vec<Exchange>) -> BoxFuture<'a, Vec<NotPutBack>> {
        Box::pin(async { Vec::new() })
    }
}
