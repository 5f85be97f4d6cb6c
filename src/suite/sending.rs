//! `When`: requests, documented or not.

use cucumber::gherkin::Step;
use serde_json::Value;

use super::changes::{self, Change};
use super::stop::Stop;
use super::variables::Known as _;
use super::world::{Last, World};
use crate::contract::{DocumentedExample, DocumentedRequest, NoValue, PathTemplate, UrlTemplate};
use crate::exchange::{Effect, NoAnswer, Request, Subject, origin};
use crate::verdict::Sent;

impl World {
    /// Sends the documented request with `changes`; `which`: the example by name or number, or nothing for the one at hand.
    pub(super) async fn send(&mut self, step: &Step, which: &str, changes: Vec<Change>) -> Result<(), Stop> {
        if !which.is_empty() {
            self.take_example(step, which)?;
        }
        let subject = self.subject(step)?;
        let changes: Vec<Change> =
            changes.into_iter().map(|change| change.with_variables(&self.variables)).collect();
        let request = self.request(step, &subject, &changes)?;
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
        let mut headers = self.authorization(step)?;
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
        let (request, subject) = (last.request.clone(), last.subject.clone());
        self.transfer(request, subject).await
    }

    async fn transfer(&mut self, request: Request, subject: Option<Subject>) -> Result<(), Stop> {
        let mut sent =
            Sent { body: request.json(), key: self.key(subject.as_ref(), &request), known_id: None };
        let effect = self.effect(subject.as_ref(), &request, &sent);
        let session = self.session.as_mut().expect("the request was made by this session");
        let answered = session.send(request.clone(), effect, &mut self.record.exchanges).await;
        let answered = self.answered(answered)?;
        let before = answered.before.as_ref().filter(|_| answered.exchange.request.method != "GET");
        sent.known_id =
            before.and_then(|before| before.get("id")).and_then(Value::as_str).map(str::to_string);
        self.record.asked.push(self.record.exchanges.len() - 1);
        self.last = Some(Last { subject, request, answered, sent });
        Ok(())
    }

    fn request(&mut self, step: &Step, subject: &Subject, changes: &[Change]) -> Result<Request, Stop> {
        let documented = &subject.example().request;
        let url = self.url(step, documented, changes)?;
        let mut headers = self.authorization(step)?;
        headers.extend(documented.headers.iter().cloned());
        Ok(Request {
            method: changes::method(documented, changes),
            url,
            headers: changes::headers(headers, changes),
            body: changes::body(documented, changes),
        })
    }

    fn authorization(&mut self, step: &Step) -> Result<Vec<(String, String)>, Stop> {
        let caller = self.caller;
        let value = self.session(step)?.authorization(caller);
        let value = self.answered(value)?;
        Ok(value.map(|value| ("Authorization".to_string(), value)).into_iter().collect())
    }

    fn url(
        &mut self,
        step: &Step,
        documented: &DocumentedRequest,
        changes: &[Change],
    ) -> Result<String, Stop> {
        let prefix = self.session(step)?.prefix(documented.url.version.as_deref());
        let filled = self.filled(step, &documented.url)?;
        let (path, query) = (filled.0, changes::query(filled.1, changes));
        Ok(format!("{prefix}{path}{}", query.map(|query| format!("?{query}")).unwrap_or_default()))
    }

    /// The path and the query with the values of the variables.
    fn filled(&mut self, step: &Step, url: &UrlTemplate) -> Result<(String, Option<String>), Stop> {
        let value = |name: &str| self.value(name);
        let filled = url.path.fill(value).and_then(|path| Ok((path, url.fill_query(value)?)));
        filled.map_err(|missing| self.unaddressed(step, &missing))
    }

    /// A URL as a step writes it: one variable that holds a whole URL, or a path in which variables are segments.
    fn any_url(&mut self, step: &Step, subject: &Subject, text: &str) -> Result<String, Stop> {
        let is_whole = text.starts_with('{') && text.ends_with('}') && text.matches('{').count() == 1;
        let text = if is_whole { self.variables.in_text(text) } else { text.to_string() };
        let own = self.session(step)?.prefix(None);
        if text.contains("://") {
            return match origin(&text) == origin(&own) {
                true => Ok(text),
                false => self.answered(Err(NoAnswer::Inconclusive(format!(
                    "not sent: {} is another origin than the endpoint's, and no token goes there",
                    origin(&text).unwrap_or_default()
                )))),
            };
        }
        let url = UrlTemplate::read(&text);
        let version = url.version.clone().or_else(|| subject.example().request.url.version.clone());
        let prefix = self.session(step)?.prefix(version.as_deref());
        let (path, query) = self.filled(step, &url)?;
        Ok(format!("{prefix}{path}{}", query.map(|query| format!("?{query}")).unwrap_or_default()))
    }

    /// The value of a placeholder; `{id|name}` is `{id | name}`, and either of its names will do.
    fn value(&self, placeholder: &str) -> Option<String> {
        let plain = |name: &str| name.replace(' ', "");
        let same = |(name, _): &(&String, &String)| plain(name) == plain(placeholder);
        let whole = self.variables.iter().find(same).map(|(_, value)| value);
        let part = || placeholder.split('|').find_map(|name| self.variables.get(name.trim()));
        whole.or_else(part).cloned()
    }

    fn unaddressed(&mut self, step: &Step, missing: &NoValue) -> Stop {
        let help = "say which resource is meant: Given an existing ..., or remember its key under the placeholder's name: \
                    the property \"id\" is remembered as \"...\"";
        self.misuse(step, &missing.to_string(), help)
    }

    /// The example that documents a request: of the pages that the scenario took, the last one with its method and path; an
    /// example that shows the path itself before one whose page lists it among others.
    fn documenting(&self, request: &Request) -> Option<Subject> {
        let asked = UrlTemplate::read(&request.url);
        let is_asked = |path: &PathTemplate| path.matches(asked.path.as_str()).is_some();
        let with_method = |page: &Subject, is_on_path: &dyn Fn(&DocumentedExample) -> bool| {
            let mut examples = page.contract.examples.iter();
            let found =
                examples.position(|example| example.request.method == request.method && is_on_path(example));
            found.map(|example| Subject { example, ..page.clone() })
        };
        let own = |page: &Subject| with_method(page, &|example| is_asked(example.request.path()));
        let listed = |page: &Subject| {
            let mut operations = page.contract.operations.iter();
            let is_listed = operations.any(|one| one.method == request.method && is_asked(&one.path));
            with_method(page, &|_| is_listed)
        };
        let pages = || self.taken.iter().rev();
        pages().find_map(own).or_else(|| pages().find_map(listed))
    }

    /// The key that the request addresses its resource by.
    fn key(&self, subject: Option<&Subject>, request: &Request) -> Option<String> {
        let path = subject?.example().request.path();
        let asked = UrlTemplate::read(&request.url);
        let values = path.matches(asked.path.as_str())?;
        values.into_iter().find(|(name, _)| path.key() == Some(name)).map(|(_, value)| value)
    }

    fn effect(&self, subject: Option<&Subject>, request: &Request, sent: &Sent) -> Effect {
        match request.method.as_str() {
            "GET" | "HEAD" => Effect::Read,
            "PATCH" if self.is_unknown => Effect::Nowhere,
            "PATCH" => Effect::Update { writable: writable(subject, sent) },
            _ => Effect::Other,
        }
    }

    pub(super) fn nothing_sent(&mut self, step: &Step) -> Stop {
        self.misuse(
            step,
            "no request was sent yet",
            "put a step before it: When the documented request is sent",
        )
    }
}

/// What an update may change: what the page lets be sent, and whatever else is sent.
fn writable(subject: Option<&Subject>, sent: &Sent) -> Vec<String> {
    let body = subject.and_then(|subject| subject.example().request.body.as_ref());
    let documented = body.and_then(|body| body.shape.object(&body.types)).into_iter();
    let mut names: Vec<String> =
        documented.flat_map(|object| &object.members).map(|member| member.name.clone()).collect();
    let others = sent.body.as_ref().and_then(Value::as_object).into_iter().flat_map(|members| members.keys());
    names.extend(others.filter(|name| *name != "id").cloned());
    names.sort();
    names.dedup();
    names
}
