//! A tenant with a collection, written for the tests over `std::net`: schools are listed, read, created, updated, replaced and
//! deleted, and two actions do what nobody can undo. It can be wrong in one way at a time.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::tenant::TOKEN;

pub(super) const SCHOOLS: &str = "/v1.0/education/schools";
/// The one that is there before any test.
pub(super) const SCHOOL: &str = "s-1";

/// One way to be wrong.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wrong {
    Nothing,
    /// Creations are answered without an id.
    NamesNothing,
    /// They are answered without a body, and with this `Location` in the place of the new one's.
    LeadsTo(&'static str),
    /// They are answered without a body, and with a `Location`.
    LeadsThere,
    /// They are answered with the id of a school that was there before.
    NamesAnother,
    /// What is created is at another URL than the answer's id makes.
    KeepsElsewhere,
    /// Reads show this member only where `$select` asks for it.
    Hides(&'static str),
    /// The phone number of the school that is there is the caller's token.
    HoldsTheToken,
    /// A single one cannot be read, as the method is not there.
    ReadsNothing,
    /// What was deleted is still there.
    KeepsWhatIsDeleted,
    /// Requests with this method are done and not answered: the connection closes.
    TakesAndCloses(&'static str),
    /// The first one is done, and the connection stays open without an answer.
    TakesAndHangs(&'static str),
    /// They are done, and answered with this status.
    TakesAndAnswers(&'static str, u16),
    /// They are not done, and answered with this status.
    Answers(&'static str, u16),
    /// The first of them is not done, and answered with this status and, if there is one, this `Retry-After`.
    AnswersOnce(&'static str, u16, Option<&'static str>),
    /// The connection closes on the first of them, before anything is done.
    ClosesOnce(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arrived {
    pub method: String,
    pub path: String,
    pub body: String,
}

pub(super) struct Records {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    wrong: Wrong,
    held: Mutex<BTreeMap<String, Map<String, Value>>>,
    made: Mutex<usize>,
    seen: Mutex<Vec<Arrived>>,
    arrival: Condvar,
    stopped: AtomicBool,
}

struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Option<Value>,
}

impl Records {
    pub(super) fn start(wrong: Wrong) -> Records {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
        let address = listener.local_addr().expect("a bound listener has an address");
        let mut held = initial();
        if wrong == Wrong::HoldsTheToken {
            held.values_mut().for_each(|school| drop(school.insert("phone".to_string(), json!(TOKEN))));
        }
        let shared = Arc::new(Shared {
            wrong,
            held: Mutex::new(held),
            made: Mutex::default(),
            seen: Mutex::default(),
            arrival: Condvar::new(),
            stopped: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if serving.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let serving = Arc::clone(&serving);
                thread::spawn(move || serving.converse(stream));
            }
        });
        Records { address, shared }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What the tenant holds, to the byte.
    pub(super) fn state(&self) -> String {
        serde_json::to_string(&*self.shared.held.lock().unwrap()).unwrap()
    }

    pub(super) fn count(&self) -> usize {
        self.shared.held.lock().unwrap().len()
    }

    /// The requests that arrived, as `METHOD path`.
    pub(super) fn seen(&self) -> Vec<String> {
        let seen = self.shared.seen.lock().unwrap();
        seen.iter().map(|arrived| format!("{} {}", arrived.method, arrived.path)).collect()
    }

    /// Those among them that do not read.
    pub(super) fn writes(&self) -> Vec<String> {
        self.seen()
            .into_iter()
            .filter(|seen| !seen.starts_with("GET ") && !seen.starts_with("HEAD "))
            .collect()
    }

    /// Waits until a request with this method has been done.
    pub(super) fn wait_for(&self, method: &str) {
        let seen = self.shared.seen.lock().unwrap();
        let is_missing = |seen: &mut Vec<Arrived>| seen.iter().all(|arrived| arrived.method != method);
        let (_seen, waited) =
            self.shared.arrival.wait_timeout_while(seen, Duration::from_secs(60), is_missing).unwrap();
        assert!(!waited.timed_out(), "no {method} arrived");
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

pub(super) fn initial() -> BTreeMap<String, Map<String, Value>> {
    let school = json!({
        "id": SCHOOL,
        "displayName": "Mill Street School",
        "description": null,
        "externalSource": "manual",
        "externalSourceDetail": null,
        "principalEmail": "t.eklund@millstreet.example",
        "principalName": "Tomas Eklund \u{201c}T\u{201d}\n",
        "externalPrincipalId": "",
        "highestGrade": "6",
        "lowestGrade": "1",
        "schoolNumber": "012",
        "externalId": null,
        "phone": "+1 (902) 555-0101",
        "fax": null,
        "createdBy": {"user": {"id": "u-1", "displayName": "Odile Marsh"}},
        "address": {"city": "Rockmouth", "countryOrRegion": "Canada", "postalCode": "B0Z 0Z0", "state": "NS", "street": "1"},
        "createdDateTime": "2023-11-05T08:15:30Z",
    });
    [(format!("{SCHOOLS}/{SCHOOL}"), school.as_object().cloned().unwrap())].into()
}

impl Shared {
    fn converse(&self, mut stream: TcpStream) {
        let Some(request) = read(&stream) else { return };
        let (method, before) = (request.method.clone(), self.times(&request.method));
        let closes = matches!(&self.wrong, Wrong::ClosesOnce(of) if *of == method && before == 0);
        if closes {
            return self.note(request);
        }
        let answer = match &self.wrong {
            Wrong::AnswersOnce(of, status, retry_after) if *of == method && before == 0 => {
                let mut answer = error(*status);
                answer.headers.extend(retry_after.map(|value| ("Retry-After", value.to_string())));
                answer
            }
            Wrong::Answers(of, status) if *of == method => error(*status),
            _ => self.answer(&request),
        };
        self.note(request);
        match &self.wrong {
            Wrong::TakesAndCloses(of) if *of == method => {}
            Wrong::TakesAndHangs(of) if *of == method && before == 0 => {
                let _ = stream.read(&mut [0; 1]); // until whoever asked is gone
            }
            Wrong::TakesAndAnswers(of, status) if *of == method => write(stream, &error(*status)),
            _ => write(stream, &answer),
        }
    }

    fn note(&self, request: Arrived) {
        self.seen.lock().unwrap().push(request);
        self.arrival.notify_all();
    }

    fn times(&self, method: &str) -> usize {
        self.seen.lock().unwrap().iter().filter(|arrived| arrived.method == method).count()
    }

    fn answer(&self, request: &Arrived) -> Answer {
        let path = request.path.split('?').next().unwrap_or_default();
        let body: Option<Value> = serde_json::from_str(&request.body).ok();
        let mut held = self.held.lock().unwrap();
        match (request.method.as_str(), path) {
            ("GET", SCHOOLS) => json_answer(200, json!({"value": held.values().collect::<Vec<_>>()})),
            ("POST", SCHOOLS) => match body {
                Some(Value::Object(sent)) => self.created(&mut held, sent),
                _ => error(400),
            },
            ("POST", _) if path.ends_with("/archive") => Answer { status: 202, headers: vec![], body: None },
            ("POST", _) if path.ends_with("/validateProperties") => {
                Answer { status: 204, headers: vec![], body: None }
            }
            ("PATCH" | "PUT", _) => match (held.get_mut(path), body) {
                (Some(school), Some(Value::Object(sent))) => {
                    if request.method == "PUT" {
                        school.retain(|name, _| ["id", "createdDateTime"].contains(&name.as_str()));
                    }
                    school.extend(sent.into_iter().filter(|(name, _)| !name.starts_with('@')));
                    json_answer(200, Value::Object(school.clone()))
                }
                (None, _) => error(404),
                _ => error(400),
            },
            ("DELETE", _) if held.contains_key(path) => {
                if self.wrong != Wrong::KeepsWhatIsDeleted {
                    held.remove(path);
                }
                Answer { status: 204, headers: vec![], body: None }
            }
            ("GET", _) if self.wrong == Wrong::ReadsNothing => error(405),
            ("GET", _) => {
                held.get(path).map_or_else(|| error(404), |school| self.shown(school, &request.path))
            }
            _ => error(404),
        }
    }

    fn shown(&self, school: &Map<String, Value>, path: &str) -> Answer {
        let mut school = school.clone();
        let selected = path.split_once("?$select=").map(|(_, names)| names);
        match (&self.wrong, selected) {
            (_, Some(name)) if !school.contains_key(name) => return error(400),
            (_, Some(name)) => school.retain(|own, _| own == name),
            (Wrong::Hides(name), None) => drop(school.remove(*name)),
            _ => {}
        }
        json_answer(200, Value::Object(school))
    }

    fn created(&self, held: &mut BTreeMap<String, Map<String, Value>>, sent: Map<String, Value>) -> Answer {
        if sent.get("externalSource").is_some_and(|source| *source != "sis" && *source != "manual") {
            return error(400);
        }
        let mut made = self.made.lock().unwrap();
        *made += 1;
        let id = format!("n-{made}");
        let mut school = sent;
        school.insert("id".to_string(), json!(id));
        let path = format!("{SCHOOLS}/{id}");
        let at = if self.wrong == Wrong::KeepsElsewhere { format!("/v1.0/kept/{id}") } else { path.clone() };
        held.insert(at, school.clone());
        let mut answer = json_answer(201, Value::Object(school));
        match &self.wrong {
            Wrong::NamesNothing => drop(answer.body.as_mut().unwrap().as_object_mut().unwrap().remove("id")),
            Wrong::NamesAnother => answer.body.as_mut().unwrap()["id"] = json!(SCHOOL),
            Wrong::LeadsThere => {
                answer = Answer { status: 201, headers: vec![("Location", path)], body: None }
            }
            Wrong::LeadsTo(to) => {
                answer = Answer { status: 201, headers: vec![("Location", to.to_string())], body: None };
            }
            _ => {}
        }
        answer
    }
}

fn error(status: u16) -> Answer {
    json_answer(status, json!({"error": {"code": "Said", "message": "said by the tenant"}}))
}

fn json_answer(status: u16, body: Value) -> Answer {
    Answer { status, headers: vec![("Content-Type", "application/json".to_string())], body: Some(body) }
}

fn read(stream: &TcpStream) -> Option<Arrived> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_string(), words.next()?.to_string());
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Arrived { method, path, body: String::from_utf8_lossy(&body).into_owned() })
}

fn write(mut stream: TcpStream, answer: &Answer) {
    let body = answer.body.as_ref().map(Value::to_string).unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} Said\r\nConnection: close\r\n", answer.status);
    if answer.status != 204 {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let _ = stream.write_all(format!("{head}\r\n{body}").as_bytes());
}
