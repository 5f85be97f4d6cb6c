//! One scenario's conversation with a live endpoint.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use futures::future::BoxFuture;
use serde_json::{Map, Value};

use super::Shared;
use super::patience::{is_throttled, wait};
use super::put_back::{Before, put_back};
use crate::contract::{Role, guid};
use crate::exchange::{
    Answered, Caller, Disturbance, Effect, Exchange, NoAnswer, NotPutBack, Request, Session, Subject,
    Variables,
};
use crate::target::client::Failure;

pub(super) struct LiveSession {
    pub(super) shared: Arc<Shared>,
    /// Resources as they were before this scenario's first write, by URL without query, in the order of those writes.
    before: Vec<(String, Before)>,
    sent: u64,
    /// Putting back is tried even where nothing else is sent any more.
    closing: bool,
    /// The pages that the scenario was about so far.
    pub(super) pages: Vec<Subject>,
}

/// What a live endpoint cannot be told.
fn only_the_double(what: &str) -> NoAnswer {
    NoAnswer::Skipped(format!("a live endpoint cannot be told {what}: tag the scenario @double"))
}

impl LiveSession {
    pub(super) fn new(shared: Arc<Shared>) -> LiveSession {
        LiveSession { shared, before: Vec::new(), sent: 0, closing: false, pages: Vec::new() }
    }

    /// Sends with retries: a throttled request after the wait that the answer asks for, a lost one only where repeating it
    /// cannot do anything twice.
    pub(super) async fn transfer(
        &mut self,
        request: Request,
        log: &mut Vec<Exchange>,
    ) -> Result<Exchange, NoAnswer> {
        let repeatable = matches!(request.method.as_str(), "GET" | "HEAD" | "PUT");
        let attempts = self.shared.patience.attempts();
        for attempt in 0.. {
            let last = attempt + 1 == attempts;
            let given_up = self.shared.patience.given_up();
            if let Some(reason) = given_up.filter(|_| attempt > 0 || !self.closing) {
                return Err(NoAnswer::Inconclusive(reason));
            }
            let request = self.identified(self.authorized(request.clone()).await?);
            let id = request.header("client-request-id").unwrap_or_default().to_string();
            match self.shared.client.send(request).await {
                Err(failure @ Failure::Connection(_)) if repeatable && !last => {
                    self.shared.patience.lost(&told(&failure, &id));
                }
                Err(Failure::TooLong(answer)) => {
                    self.shared.patience.answered(false);
                    let reason = Failure::TooLong(answer.clone()).to_string();
                    log.push(*answer);
                    return Err(NoAnswer::Inconclusive(reason));
                }
                Err(failure) => {
                    self.shared.patience.lost(&told(&failure, &id));
                    return Err(NoAnswer::Inconclusive(told(&failure, &id)));
                }
                Ok(exchange) => {
                    self.shared.patience.answered(last && is_throttled(exchange.response.status));
                    log.push(exchange.clone());
                    if last || !self.waits_for(&exchange, attempt).await {
                        return Ok(exchange);
                    }
                }
            }
        }
        unreachable!("the last attempt returns")
    }

    /// Waits as a throttled answer asks. `false`: it is not throttled, repeating it is not safe, or patience is spent.
    async fn waits_for(&self, exchange: &Exchange, attempt: u32) -> bool {
        let status = exchange.response.status;
        let unsafe_to_repeat = status == 504 && exchange.request.method == "PATCH";
        if !is_throttled(status) || unsafe_to_repeat {
            return false;
        }
        let wait = wait(&exchange.response, attempt, Utc::now());
        if !self.shared.patience.afford(wait) {
            return false;
        }
        tokio::time::sleep(wait).await;
        true
    }

    /// Every request carries an identifier of its own, which the service's support can look up.
    fn identified(&mut self, mut request: Request) -> Request {
        self.sent += 1;
        let seed = format!("{:?} {:p} {}", std::time::SystemTime::now(), self, self.sent);
        request.headers.push(("client-request-id".to_string(), guid(&seed, Role::Sent)));
        request
    }

    /// The object at `url`; `None`: the answer is no JSON object, or an error.
    pub(super) async fn object(
        &mut self,
        url: &str,
        log: &mut Vec<Exchange>,
    ) -> Result<Option<Map<String, Value>>, NoAnswer> {
        let headers = vec![
            ("Authorization".to_string(), self.bearer()),
            ("Accept".to_string(), "application/json".to_string()),
        ];
        let url = url.split(['?', '#']).next().unwrap_or(url).to_string();
        let request = Request { method: "GET".to_string(), url, headers, body: None };
        let exchange = self.transfer(request, log).await?;
        if let Some(reason) = untestable(exchange.response.status) {
            return Err(NoAnswer::Inconclusive(format!("the resource could not be read: {reason}")));
        }
        let object = exchange.response.json().and_then(|body| body.as_object().cloned());
        Ok(object.filter(|object| !object.get("error").is_some_and(Value::is_object)))
    }

    /// Reads what an update is about to change; the first reading is what is put back.
    async fn remember(
        &mut self,
        url: &str,
        writable: Vec<String>,
        log: &mut Vec<Exchange>,
    ) -> Result<Map<String, Value>, NoAnswer> {
        let object = self.object(url, log).await?;
        let status = log.last().map_or(0, |exchange| exchange.response.status);
        let object = object.ok_or_else(|| {
            NoAnswer::Inconclusive(format!(
                "nothing was written: reading the resource before the update answered {status} and no such object, \
                 so it could not be put back"
            ))
        })?;
        // nothing is known of what a body that is no JSON may have changed
        let all = || object.keys().filter(|name| *name != "id").cloned().collect();
        let writable = if writable.is_empty() { all() } else { writable };
        let url = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/');
        match self.before.iter_mut().find(|(known, _)| known == url) {
            Some((_, before)) => before.writable.extend(writable),
            None => self.before.push((url.to_string(), Before { object: object.clone(), writable })),
        }
        Ok(object)
    }

    fn consented(&self) -> Result<(), NoAnswer> {
        if self.shared.options.allow_writes {
            return Ok(());
        }
        let reason =
            "writes to a live endpoint are not allowed: set GRAPH_CONTRACT_ALLOW_WRITES=1 or --allow-writes";
        Err(NoAnswer::Skipped(reason.to_string()))
    }

    pub(super) fn variable(&self, placeholder: &str) -> Option<String> {
        let known = &self.shared.options.variables;
        let mut names = std::iter::once(placeholder).chain(placeholder.split('|').map(str::trim));
        names.find_map(|name| known.get(name).cloned())
    }

    fn needed(&self, placeholder: &str) -> Result<(String, String), NoAnswer> {
        let value = self.variable(placeholder).ok_or_else(|| {
            let name = placeholder.split('|').next().unwrap_or(placeholder).trim();
            NoAnswer::Inconclusive(format!(
                "no value for the placeholder {{{placeholder}}}: set GRAPH_CONTRACT_VARS={name}=... or --var {name}=..."
            ))
        })?;
        Ok((placeholder.to_string(), value))
    }
}

/// What support can look up of a request that got no answer.
fn told(failure: &Failure, id: &str) -> String {
    format!("{failure} (client-request-id: {id})")
}

/// Why an answer of this status says nothing about the contract.
pub(super) fn untestable(status: u16) -> Option<String> {
    match status {
        401 => Some("401: the endpoint does not accept the token".to_string()),
        403 => Some("403: the caller lacks a permission".to_string()),
        429 | 503 | 504 => Some(format!("{status}: the endpoint is throttled or not available")),
        _ => None,
    }
}

impl Session for LiveSession {
    fn about(&mut self, subject: &Subject) {
        self.pages.push(subject.clone());
    }

    fn prefix(&self, version: Option<&str>) -> String {
        self.shared.endpoint.prefix(version)
    }

    fn existing<'a>(
        &'a mut self,
        subject: &'a Subject,
        body: Option<&'a Value>,
        known: &'a Variables,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Variables, NoAnswer>> {
        Box::pin(async move {
            if body.is_some() {
                return Err(only_the_double("what a resource holds"));
            }
            let path = subject.example().request.path();
            let mut found = Variables::new();
            for placeholder in path.placeholders() {
                let mut value = known.get(placeholder).cloned().or_else(|| self.variable(placeholder));
                if value.is_none() && path.key() == Some(placeholder) {
                    value = self.first_listed(subject, known, log).await?;
                }
                match value {
                    Some(value) => found.insert(placeholder.clone(), value),
                    None => found.insert(placeholder.clone(), self.needed(placeholder)?.1),
                };
            }
            Ok(found)
        })
    }

    fn existing_several(&mut self, _: &Subject, _: usize, _: &Variables) -> Result<Variables, NoAnswer> {
        Err(only_the_double("how many members a collection has"))
    }

    fn move_on(&mut self, _: &Subject, _: &Variables, _: &str, _: Vec<Value>) -> Result<(), NoAnswer> {
        Err(only_the_double("how a property goes on"))
    }

    fn disturb(&mut self, _: Disturbance, _: usize) -> Result<(), NoAnswer> {
        Err(only_the_double("to throttle, to fail or to wait"))
    }

    fn unknown(&mut self, subject: &Subject) -> Result<Variables, NoAnswer> {
        let path = subject.example().request.path();
        let value = |placeholder: &String| match path.key() == Some(placeholder) {
            true => Ok((placeholder.clone(), guid(&format!("unknown {placeholder}"), Role::Sent))),
            false => self.needed(placeholder),
        };
        path.placeholders().iter().map(value).collect()
    }

    fn authorization(&self, caller: Caller) -> Result<Option<String>, NoAnswer> {
        match (caller, &self.shared.options.other_token) {
            (Caller::Nobody, _) => Ok(None),
            (Caller::Entitled, _) => Ok(Some(self.bearer())),
            (Caller::Another, Some(token)) => Ok(Some(format!("Bearer {token}"))),
            (Caller::Another, None) => {
                let reason = "no other token is known: set GRAPH_CONTRACT_OTHER_TOKEN";
                Err(NoAnswer::Inconclusive(reason.to_string()))
            }
        }
    }

    fn pause(&self) -> Duration {
        Duration::from_secs(2)
    }

    fn send<'a>(
        &'a mut self,
        request: Request,
        effect: Effect,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Answered, NoAnswer>> {
        Box::pin(async move {
            let effect_is_read = effect == Effect::Read;
            let before = match effect {
                Effect::Read => None,
                Effect::Nowhere => {
                    self.consented()?;
                    None
                }
                Effect::Update { writable } => {
                    self.consented()?;
                    Some(self.remember(&request.url, writable, log).await?)
                }
                Effect::Other => {
                    let reason = "only reads and updates by PATCH are sent to a live endpoint";
                    return Err(NoAnswer::Skipped(format!("{reason}, and this is a {}", request.method)));
                }
            };
            let exchange = self.transfer(request, log).await?;
            let untestable = untestable(exchange.response.status);
            let before = match effect_is_read {
                true => exchange.response.json(), // what a read answers is what was there before it
                false => before.map(Value::Object),
            };
            Ok(Answered { exchange, before, untestable })
        })
    }

    fn read<'a>(
        &'a mut self,
        url: &'a str,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Option<Value>, NoAnswer>> {
        Box::pin(async move { Ok(self.object(url, log).await?.map(Value::Object)) })
    }

    fn received(&mut self) -> BoxFuture<'_, Option<Vec<Request>>> {
        Box::pin(async { None })
    }

    fn close<'a>(&'a mut self, log: &'a mut Vec<Exchange>) -> BoxFuture<'a, Vec<NotPutBack>> {
        Box::pin(async move {
            self.closing = true;
            let mut left = Vec::new();
            for (url, before) in std::mem::take(&mut self.before).into_iter().rev() {
                if let Err(reason) = put_back(self, &url, &before, log).await {
                    left.push(NotPutBack { url, reason });
                }
            }
            left
        })
    }
}
