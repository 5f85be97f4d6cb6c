//! A tenant with a collection, written for the tests over `std::net`: schools are listed, read, created, updated, replaced and
//! deleted, and two actions do what nobody can undo. It can be wrong in one way at a time.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::server::{Answer, Listening, Request, Stream, error, listen, nothing, read, said, write};
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
    /// What was created is not there when it is read first.
    ShowsLate,
    /// The first reads are answered with these statuses; 200: as they should be.
    AnswersReads(&'static [u16]),
    /// The first list of all holds a school that is wrong, the second none.
    EmptiesTheList,
    /// Reads show this member beside the others.
    ShowsAlso(&'static str),
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

pub(super) struct Records {
    listening: Listening,
    shared: Arc<Shared>,
}

struct Shared {
    wrong: Wrong,
    held: Mutex<BTreeMap<String, Map<String, Value>>>,
    made: Mutex<usize>,
    seen: Mutex<Vec<Request>>,
    arrival: Condvar,
}

impl Records {
    pub(super) fn start(wrong: Wrong) -> Records {
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
        });
        let serving = Arc::clone(&shared);
        let listening = listen(None, move |stream| serving.converse(stream));
        Records { listening, shared }
    }

    pub(super) fn url(&self) -> String {
        self.listening.url.clone()
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
        seen.iter().map(|arrived| format!("{} {}", arrived.method, arrived.target)).collect()
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
        let is_missing = |seen: &mut Vec<Request>| seen.iter().all(|arrived| arrived.method != method);
        let (_seen, waited) =
            self.shared.arrival.wait_timeout_while(seen, Duration::from_secs(60), is_missing).unwrap();
        assert!(!waited.timed_out(), "no {method} arrived");
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
    fn converse(&self, stream: &mut dyn Stream) {
        let Some(request) = read(stream) else { return };
        let (method, before) = (request.method.clone(), self.times(&request.method));
        let closes = matches!(&self.wrong, Wrong::ClosesOnce(of) if *of == method && before == 0);
        if closes {
            return self.note(request);
        }
        let is_new = || request.target.starts_with(&format!("{SCHOOLS}/n-"));
        let answer = match &self.wrong {
            Wrong::ShowsLate if method == "GET" && is_new() && self.was_not_seen(&request) => error(404),
            Wrong::AnswersReads(of)
                if method == "GET" && of.get(before).is_some_and(|status| *status != 200) =>
            {
                error(of[before])
            }
            Wrong::EmptiesTheList if method == "GET" && before == 1 => said(200, &json!({"value": []})),
            Wrong::AnswersOnce(of, status, retry_after) if *of == method && before == 0 => {
                let mut answer = error(*status);
                answer
                    .headers
                    .extend(retry_after.map(|value| ("Retry-After".to_string(), value.to_string())));
                answer
            }
            Wrong::Answers(of, status) if *of == method => error(*status),
            _ => self.answer(&request),
        };
        self.note(request);
        let answer = match &self.wrong {
            Wrong::TakesAndCloses(of) if *of == method => return,
            Wrong::TakesAndHangs(of) if *of == method && before == 0 => {
                let _ = stream.read(&mut [0; 1]); // until whoever asked is gone
                return;
            }
            Wrong::TakesAndAnswers(of, status) if *of == method => error(*status),
            _ => answer,
        };
        let _ = write(stream, &answer);
    }

    fn note(&self, request: Request) {
        self.seen.lock().unwrap().push(request);
        self.arrival.notify_all();
    }

    fn was_not_seen(&self, request: &Request) -> bool {
        let seen = self.seen.lock().unwrap();
        seen.iter().all(|arrived| arrived.method != request.method || arrived.target != request.target)
    }

    fn times(&self, method: &str) -> usize {
        self.seen.lock().unwrap().iter().filter(|arrived| arrived.method == method).count()
    }

    fn answer(&self, request: &Request) -> Answer {
        let path = request.path.as_str();
        let body: Option<Value> = serde_json::from_slice(&request.body).ok();
        let mut held = self.held.lock().unwrap();
        match (request.method.as_str(), path) {
            ("GET", SCHOOLS) => said(200, &json!({"value": held.values().collect::<Vec<_>>()})),
            ("POST", SCHOOLS) => match body {
                Some(Value::Object(sent)) => self.created(&mut held, sent),
                _ => error(400),
            },
            ("POST", _) if path.ends_with("/archive") => nothing(202),
            ("POST", _) if path.ends_with("/validateProperties") => nothing(204),
            ("PATCH" | "PUT", _) => match (held.get_mut(path), body) {
                (Some(school), Some(Value::Object(sent))) => {
                    if request.method == "PUT" {
                        school.retain(|name, _| ["id", "createdDateTime"].contains(&name.as_str()));
                    }
                    school.extend(sent.into_iter().filter(|(name, _)| !name.starts_with('@')));
                    said(200, &Value::Object(school.clone()))
                }
                (None, _) => error(404),
                _ => error(400),
            },
            ("DELETE", _) if held.contains_key(path) => {
                if self.wrong != Wrong::KeepsWhatIsDeleted {
                    held.remove(path);
                }
                nothing(204)
            }
            ("GET", _) if self.wrong == Wrong::ReadsNothing => error(405),
            ("GET", _) => {
                held.get(path).map_or_else(|| error(404), |school| self.shown(school, &request.target))
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
            (Wrong::ShowsAlso(name), None) => drop(school.insert(name.to_string(), json!("x"))),
            _ => {}
        }
        said(200, &Value::Object(school))
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
        let leads_to =
            |to: &str| Answer { headers: vec![("Location".to_string(), to.to_string())], ..nothing(201) };
        match &self.wrong {
            Wrong::LeadsThere => return leads_to(&path),
            Wrong::LeadsTo(to) => return leads_to(to),
            Wrong::NamesNothing => drop(school.remove("id")),
            Wrong::NamesAnother => drop(school.insert("id".to_string(), json!(SCHOOL))),
            _ => {}
        }
        said(201, &Value::Object(school))
    }
}
