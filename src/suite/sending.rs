//! `When`: requests, documented or not.

use cucumber::gherkin::Step;
use serde_json::Value;

use super::changes::{self, Change};
use super::effect::{Around, effect};
use super::stop::Stop;
use super::world::{Last, World};
use crate::contract::{DocumentedExample, UrlTemplate};
use crate::exchange::{Request, Route, Subject, is_of_another_type, is_of_its_type, route};
use crate::verdict::{Sent, asks_for_unknown};

impl World {
    /// Sends the documented request with `changes`; `which`: the example by name or number, or nothing for the one at hand.
    pub(super) async fn send(&mut self, step: &Step, which: &str, changes: Vec<Change>) -> Result<(), Stop> {
        if !which.is_empty() {
            self.take_example(step, which)?;
        }
        let subject = self.subject(step)?;
        let changes: Vec<Change> = self.replaced(step, |known| {
            changes.into_iter().map(|change| change.with_variables(known)).collect()
        })?;
        let request = self.request(step, &subject, &changes)?;
        let subject = self.of_its_type(subject, &request);
        self.transfer(request, Some(subject)).await
    }

    /// Sends any request: a method, a path below the documented version or a URL of the same origin, and a body.
    pub(super) async fn send_to(
        &mut self,
        step: &Step,
        method: &str,
        url: &str,
        body: Option<Vec<u8>>,
    ) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        let url = self.any_url(step, &subject, url)?;
        let mut headers = self.own_headers(step)?;
        if body.is_some() {
            headers.push(("Content-Type".to_string(), "application/json".to_string()));
        }
        let request = Request { method: method.to_string(), url, headers, body };
        let documented = self.documenting(&request);
        self.transfer(request, documented).await
    }

    /// Sends the last request once more.
    pub(super) async fn send_again(&mut self, step: &Step) -> Result<(), Stop> {
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let (mut request, subject) = (last.request.clone(), last.subject.clone());
        if last.caller != self.caller {
            request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
            request.headers.splice(0..0, self.authorization(step)?);
        }
        self.transfer(request, subject).await
    }

    async fn transfer(&mut self, request: Request, subject: Option<Subject>) -> Result<(), Stop> {
        let mut sent = Sent {
            body: request.json(),
            key: self.key(subject.as_ref(), &request),
            known_id: None,
            asks_for_unknown: asks_for_unknown(&request),
            is_head: request.method == "HEAD",
        };
        let (is_to_unknown, is_marked) = (self.is_to_unknown(&sent), self.is_destructive);
        let documented = subject.as_ref().map(|subject| (subject.contract.as_ref(), subject.example()));
        let around = Around { documented, sent: &sent, is_to_unknown, is_marked };
        let effect = effect(&request, &around);
        let session = self.session.as_mut().expect("the request was made by this session");
        let exchanged = self.record.exchanges.len();
        let answered = session.send(request.clone(), effect, &mut self.record.exchanges).await;
        let answered = self.answered_since(exchanged, answered)?;
        let before = answered.before.as_ref().filter(|_| answered.exchange.request.method != "GET");
        sent.known_id =
            before.and_then(|before| before.get("id")).and_then(Value::as_str).map(str::to_string);
        self.record.asked.push(self.record.exchanges.len() - 1);
        let caller = self.caller;
        let last = Last { subject, request, caller, answered, sent, is_expected: false, again: None };
        let last = Box::new(last);
        if !matches!(last.request.method.as_str(), "GET" | "HEAD") {
            self.last_write = Some(last.clone());
        }
        self.last = Some(last);
        Ok(())
    }

    fn request(&mut self, step: &Step, subject: &Subject, changes: &[Change]) -> Result<Request, Stop> {
        let documented = &subject.example().request;
        let url = self.url(step, documented, changes)?;
        let mut headers = self.own_headers(step)?;
        headers.extend(documented.headers.iter().cloned());
        let key = documented.path().key().and_then(|name| self.value(name));
        Ok(Request {
            method: changes::method(documented, changes),
            url,
            headers: changes::headers(headers, changes),
            body: changes::body(documented, key.as_deref(), changes),
        })
    }

    /// What every request of the scenario carries.
    fn own_headers(&mut self, step: &Step) -> Result<Vec<(String, String)>, Stop> {
        let mut headers = self.authorization(step)?;
        if self.asks_for_unknown_members {
            headers.push(("Prefer".to_string(), "include-unknown-enum-members".to_string()));
        }
        Ok(headers)
    }

    fn authorization(&mut self, step: &Step) -> Result<Vec<(String, String)>, Stop> {
        let caller = self.caller;
        let value = self.session(step)?.authorization(caller);
        let value = self.answered(value)?;
        Ok(value.map(|value| ("Authorization".to_string(), value)).into_iter().collect())
    }

    /// The example that documents a request: of the pages that the scenario took, the last one first.
    pub(super) fn documenting(&self, request: &Request) -> Option<Subject> {
        let pages: Vec<Subject> = self.taken.iter().rev().cloned().collect();
        match self.route(&pages, request) {
            Route::Example(found, _, _) => Some(found),
            Route::OtherMethods(_) | Route::Nowhere => None,
        }
    }

    /// Where a request leads among these pages.
    pub(super) fn route<'a>(&self, pages: &'a [Subject], request: &Request) -> Route<'a> {
        route(pages, &request.method, self.below_base(&request.url), request.json().as_ref())
    }

    /// The documented request is that of another example of the page where its body is of the type that the other's names, and not of
    /// the one that its own names.
    fn of_its_type(&self, subject: Subject, request: &Request) -> Subject {
        let sent = request.json();
        let of_its_type = |example: &DocumentedExample| {
            let (own, other) = (&subject.example().request, &example.request);
            let is_alike = own.method == other.method && own.path().as_str() == other.path().as_str();
            is_alike && is_of_its_type(example, sent.as_ref())
        };
        if !is_of_another_type(subject.example(), sent.as_ref()) {
            return subject;
        }
        let other = subject.contract.examples.iter().position(of_its_type);
        Subject { example: other.unwrap_or(subject.example), ..subject }
    }

    /// The key that the request addresses its resource by.
    fn key(&self, subject: Option<&Subject>, request: &Request) -> Option<String> {
        let subject = subject?;
        let asked = UrlTemplate::read(self.below_base(&request.url));
        subject.contract.key(subject.example(), asked.path.as_str())
    }

    /// Whether the request addresses the resource that does not exist.
    fn is_to_unknown(&self, sent: &Sent) -> bool {
        let unknown = self.unknown.as_ref().map(|(_, key)| key);
        unknown.is_some() && unknown == sent.key.as_ref()
    }

    pub(super) fn nothing_sent(&mut self, step: &Step) -> Stop {
        self.misuse(
            step,
            "no request was sent yet",
            "put a step before it: When the documented request is sent",
        )
    }
}
