//! `When`: the documented request, with something changed or not.

use cucumber::gherkin::Step;
use serde_json::Value;

use super::document::Document;
use super::stop::Stop;
use super::world::{Last, World};
use crate::contract::{DocumentedRequest, NoValue, Role, fill};
use crate::exchange::{Effect, Request, Subject};
use crate::verdict::Sent;

/// How a request differs from the documented one.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) method: Option<String>,
    pub(super) body: Option<Document>,
    pub(super) without_body: bool,
    /// Headers to set, or, with `None`, to leave out.
    pub(super) headers: Vec<(String, Option<String>)>,
}

impl World {
    /// Sends the documented request with `changes`.
    pub(super) async fn send(&mut self, step: &Step, changes: Changes) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        let request = self.request(step, &subject, &changes)?;
        let mut sent = Sent { body: request.json(), key: self.key(&subject), known_id: None };
        let effect = self.effect(&subject, &request, &sent);
        let session = self.session.as_mut().expect("the request was made by this session");
        let answered = session.send(request, effect, &mut self.record.exchanges).await;
        let answered = self.answered(answered)?;
        let before = answered.before.as_ref().filter(|_| answered.exchange.request.method != "GET");
        sent.known_id =
            before.and_then(|before| before.get("id")).and_then(Value::as_str).map(str::to_string);
        self.record.asked.push(self.record.exchanges.len() - 1);
        self.last = Some(Last { answered, sent });
        Ok(())
    }

    fn request(&mut self, step: &Step, subject: &Subject, changes: &Changes) -> Result<Request, Stop> {
        let documented = &subject.example().request;
        let url = self.url(step, documented)?;
        let mut headers = documented.headers.clone();
        headers.insert(0, ("Authorization".to_string(), self.session(step)?.authorization()));
        for (name, value) in &changes.headers {
            headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            headers.extend(value.clone().map(|value| (name.clone(), value)));
        }
        let method = changes.method.clone().unwrap_or_else(|| documented.method.clone());
        Ok(Request { method, url, headers, body: body(documented, changes) })
    }

    fn url(&mut self, step: &Step, documented: &DocumentedRequest) -> Result<String, Stop> {
        let prefix = self.session(step)?.prefix(documented.url.version.as_deref());
        let value = |name: &str| self.variables.get(name).cloned();
        let path = documented.path().fill(value);
        let query = documented.url.fill_query(value);
        let path = path.map_err(|missing| self.unaddressed(step, &missing))?;
        let query = query.map_err(|missing| self.unaddressed(step, &missing))?;
        Ok(format!("{prefix}{path}{}", query.map(|query| format!("?{query}")).unwrap_or_default()))
    }

    fn unaddressed(&mut self, step: &Step, missing: &NoValue) -> Stop {
        self.misuse(step, &missing.to_string(), "say which resource is meant: Given an existing ...")
    }

    fn key(&self, subject: &Subject) -> Option<String> {
        let placeholder = subject.example().request.path().key()?;
        self.variables.get(placeholder).cloned()
    }

    fn effect(&self, subject: &Subject, request: &Request, sent: &Sent) -> Effect {
        match request.method.as_str() {
            "GET" | "HEAD" => Effect::Read,
            "PATCH" if self.is_unknown => Effect::Nowhere,
            "PATCH" => Effect::Update { writable: writable(subject, sent) },
            _ => Effect::Other,
        }
    }
}

/// The documented body with conforming values for its placeholders, or the body that a step gives.
fn body(documented: &DocumentedRequest, changes: &Changes) -> Option<Vec<u8>> {
    if changes.without_body {
        return None;
    }
    if let Some(body) = &changes.body {
        return Some(body.bytes());
    }
    let body = documented.body.as_ref()?;
    Some(fill(&body.example, &body.shape, &body.types, Role::Sent).to_string().into_bytes())
}

/// What an update may change: what the page lets be sent, and whatever else is sent.
fn writable(subject: &Subject, sent: &Sent) -> Vec<String> {
    let body = subject.example().request.body.as_ref();
    let documented = body.and_then(|body| body.shape.object(&body.types)).into_iter();
    let mut names: Vec<String> =
        documented.flat_map(|object| &object.members).map(|member| member.name.clone()).collect();
    let others = sent.body.as_ref().and_then(Value::as_object).into_iter().flat_map(|members| members.keys());
    names.extend(others.filter(|name| *name != "id").cloned());
    names.sort();
    names.dedup();
    names
}
