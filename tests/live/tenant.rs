//! A tenant written for the tests: an HTTP server of its own over `std::net`, that shares no code with the double.
//!
//! It keeps one longRunningOperation as a service would, refuses what the page rules out, and can be wrong in one way at a
//! time. It listens on loopback, on a free port, and ends when it is dropped.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};

pub(super) use super::server::Request;
use super::server::{Answer, Listening, Stream, listen, read, write};
use super::tls::Authority;

pub(super) const ID: &str = "7d1c1c52-93ad-4b8e-9f0e-2a6c4b0f5e11";
const OPERATIONS: &str = "/beta/industryData/operations";
/// What the tenant calls each request, and when it answers.
pub(super) const REQUEST_ID: &str = "f2b1c1a7-0000-4000-8000-5d9e3c7a1b2c";
pub(super) const DATE: &str = "Mon, 03 Mar 2025 10:20:30 GMT";
pub(super) const TOKEN: &str = "tenant-token-3b7f";

/// One way to be wrong. Unless said otherwise it shows in answers to updates that succeed; reads stay right.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fault {
    None,
    Status(u16),
    Missing(&'static str),
    Replaced(&'static str, Value),
    ContentType(Option<&'static str>),
    Body(&'static str),
    Html,
    WrappedInValue,
    NotTakenOver,
    /// Answers show what was sent, and nothing is kept.
    KeepsNothing,
    /// The first update is answered with this status; those after it are right.
    StatusOnce(u16),
    /// Every object is taken, whatever is in it.
    TakesAnything,
    /// Refusals carry something else than an error object.
    ErrorWithoutShape,
    /// Updates change a property that was not sent.
    ChangesAlso(&'static str, Value),
    /// Refused bodies are taken all the same, with a refusal as the answer.
    TakesWhatItRefuses,
    /// The connection closes on an update, before anything is taken.
    ClosesConnection,
    /// The connection closes on an update that was taken.
    TakesAndCloses,
    ClosesEveryConnection,
    /// Every request gets this status and an error object.
    Always(u16),
    /// Updates with a token get this status and an error object.
    UpdatesGet(u16),
    /// A redirect to this place.
    Redirects(String),
    /// Reads answer no JSON object.
    UnreadableReads,
    /// Reads have another status and the right body.
    ReadStatus(u16),
    /// Updates are taken once; what follows is refused.
    TakesOneUpdate,
}

pub(super) struct Tenant {
    pub address: SocketAddr,
    listening: Listening,
    shared: Arc<Shared>,
}

struct Shared {
    fault: Fault,
    operation: Mutex<Map<String, Value>>,
    seen: Mutex<Vec<Request>>,
    updates: Mutex<usize>,
}

impl Tenant {
    pub(super) fn start(fault: Fault) -> Tenant {
        Tenant::over(None, fault)
    }

    /// A tenant at an https URL, with a certificate of this authority's.
    pub(super) fn start_over_tls(authority: &Authority, fault: Fault) -> Tenant {
        Tenant::over(Some(authority), fault)
    }

    fn over(tls: Option<&Authority>, fault: Fault) -> Tenant {
        let shared = Arc::new(Shared {
            fault,
            operation: Mutex::new(initial()),
            seen: Mutex::default(),
            updates: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        let listening = listen(tls, move |stream| serving.converse(stream));
        Tenant { address: listening.address, listening, shared }
    }

    pub(super) fn url(&self) -> String {
        self.listening.url.clone()
    }

    /// What the tenant holds now.
    pub(super) fn operation(&self) -> Map<String, Value> {
        self.shared.operation.lock().unwrap().clone()
    }

    /// The requests that arrived so far.
    pub(super) fn seen(&self) -> Vec<Request> {
        std::mem::take(&mut *self.shared.seen.lock().unwrap())
    }
}

pub(super) fn initial() -> Map<String, Value> {
    let operation = json!({
        "id": ID,
        "createdDateTime": "2023-11-05T08:15:30.0000000Z",
        "lastActionDateTime": "2023-11-05T09:00:00Z",
        "status": "running",
        "statusDetail": "2 of 5 files are read",
        "resourceLocation": "https://example.org/files/3",
    });
    operation.as_object().cloned().unwrap()
}

impl Shared {
    fn converse(&self, mut stream: &mut dyn Stream) {
        if self.fault == Fault::ClosesEveryConnection {
            return;
        }
        let Some(request) = read(&mut stream) else { return };
        let is_update = request.method == "PATCH";
        if self.fault == Fault::ClosesConnection && is_update {
            return;
        }
        let closes = self.fault == Fault::TakesAndCloses && is_update;
        let answer = self.answer(&request);
        self.seen.lock().unwrap().push(request);
        if !closes {
            let _ = write(&mut stream, &answer);
        }
    }

    fn answer(&self, request: &Request) -> Answer {
        if let Fault::Always(status) = self.fault {
            return error(status, "Always");
        }
        match self.refusal(request) {
            Some(refused) if self.fault == Fault::ErrorWithoutShape => {
                json_answer(refused.status, &json!({"message": "no"}))
            }
            Some(refused) => {
                if self.fault == Fault::TakesWhatItRefuses {
                    self.merge(request);
                }
                refused
            }
            None if request.path == OPERATIONS => json_answer(200, &json!({"value": [self.operation()]})),
            None if request.method == "GET" => self.read(),
            None => self.update(request),
        }
    }

    fn read(&self) -> Answer {
        let operation = Value::Object(self.operation.lock().unwrap().clone());
        match self.fault {
            Fault::UnreadableReads => json_answer(200, &json!(["not an object"])),
            Fault::ReadStatus(status) => json_answer(status, &operation),
            _ => json_answer(200, &operation),
        }
    }

    fn update(&self, request: &Request) -> Answer {
        let mut updates = self.updates.lock().unwrap();
        *updates += 1;
        match &self.fault {
            Fault::UpdatesGet(status) => return error(*status, "UpdatesGet"),
            Fault::TakesOneUpdate if *updates > 1 => return error(409, "Conflict"),
            Fault::Redirects(to) => {
                let mut answer = error(307, "Moved");
                answer.headers.push(("Location".to_string(), to.clone()));
                return answer;
            }
            Fault::NotTakenOver => return self.shown(*updates),
            _ => {}
        }
        let before = self.operation();
        self.merge(request);
        if self.fault == Fault::KeepsNothing {
            let answer = self.shown(*updates);
            *self.operation.lock().unwrap() = before;
            return answer;
        }
        if let Fault::ChangesAlso(name, value) = &self.fault {
            self.operation.lock().unwrap().insert((*name).to_string(), value.clone());
        }
        self.shown(*updates)
    }

    fn merge(&self, request: &Request) {
        let sent: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let mut operation = self.operation.lock().unwrap();
        for (name, value) in sent.as_object().into_iter().flatten().filter(|(name, _)| !name.starts_with('@'))
        {
            operation.insert(name.clone(), value.clone());
        }
    }

    /// The documented answer, or the one that the fault makes of it.
    fn shown(&self, updates: usize) -> Answer {
        let mut operation = self.operation.lock().unwrap().clone();
        operation.insert("@odata.type".to_string(), json!("#microsoft.graph.longRunningOperation"));
        let mut answer = json_answer(200, &Value::Null);
        match &self.fault {
            Fault::Status(status) => answer.status = *status,
            Fault::StatusOnce(status) if updates == 1 => answer.status = *status,
            Fault::Missing(name) => drop(operation.remove(*name)),
            Fault::Replaced(name, value) => drop(operation.insert((*name).to_string(), value.clone())),
            Fault::ContentType(content_type) => answer.content_type = *content_type,
            _ => {}
        }
        answer.body = match &self.fault {
            Fault::Body(text) => text.as_bytes().to_vec(),
            Fault::WrappedInValue => json!({"value": operation}).to_string().into_bytes(),
            Fault::Html => {
                answer.content_type = Some("text/html; charset=utf-8");
                b"<!DOCTYPE html><html><body>Down for maintenance</body></html>".to_vec()
            }
            _ => Value::Object(operation).to_string().into_bytes(),
        };
        answer
    }

    fn operation(&self) -> Map<String, Value> {
        self.operation.lock().unwrap().clone()
    }

    fn refusal(&self, request: &Request) -> Option<Answer> {
        let header = |name: &str| request.headers.get(name).map(String::as_str).unwrap_or_default();
        if header("authorization") != format!("Bearer {TOKEN}") {
            return Some(error(401, "InvalidAuthenticationToken"));
        }
        if request.path == OPERATIONS && request.method == "GET" {
            return None;
        }
        if request.path != format!("{OPERATIONS}/{ID}") {
            return Some(error(404, "ResourceNotFound"));
        }
        match request.method.as_str() {
            "GET" => None,
            "PATCH" if request.body.is_empty() => Some(error(400, "BadRequest")),
            "PATCH" if header("content-type").split(';').next() != Some("application/json") => {
                Some(error(415, "UnsupportedMediaType"))
            }
            "PATCH" if self.fault == Fault::TakesAnything => None,
            "PATCH" => (!is_acceptable(&request.body)).then(|| error(400, "BadRequest")),
            _ => Some(error(405, "MethodNotAllowed")),
        }
    }
}

/// The page's table of properties, once more by hand.
fn is_acceptable(body: &[u8]) -> bool {
    let Ok(Value::Object(members)) = serde_json::from_slice::<Value>(body) else { return false };
    members.iter().all(|(name, value)| match (name.as_str(), value) {
        ("@odata.type", Value::String(text)) => text == "#microsoft.graph.longRunningOperation",
        ("createdDateTime" | "lastActionDateTime", Value::String(text)) => {
            text.len() >= 20
                && text.as_bytes()[10] == b'T'
                && (text.ends_with('Z') || text[19..].contains(['+', '-']))
        }
        ("status", Value::String(text)) => {
            ["notStarted", "running", "succeeded", "failed"].contains(&text.as_str())
        }
        ("statusDetail" | "resourceLocation", Value::String(_)) => true,
        _ => false,
    })
}

fn error(status: u16, code: &str) -> Answer {
    let mut answer = json_answer(status, &json!({"error": {"code": code, "message": "said by the tenant"}}));
    if status == 429 {
        answer.headers.push(("Retry-After".to_string(), "0".to_string()));
    }
    answer
}

fn json_answer(status: u16, body: &Value) -> Answer {
    let content_type = Some("application/json; odata.metadata=minimal");
    let headers = [("request-id", REQUEST_ID), ("Date", DATE)];
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_string())).to_vec();
    Answer { status, content_type, headers, body: body.to_string().into_bytes() }
}
