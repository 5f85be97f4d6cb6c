//! One scenario's conversation with a live endpoint.

use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::Value;

use super::Shared;
use super::changing::Change;
use super::patience::is_throttled;
use super::untestable::untestable;
use crate::contract::{Role, guid};
use crate::exchange::{
    Answered, Caller, Disturbance, Effect, Exchange, NoAnswer, NotPutBack, Request, Response, Session,
    Subject, Variables,
};

pub(super) struct LiveSession {
    pub(super) shared: Arc<Shared>,
    /// What this scenario changed, in the order of the first writes.
    pub(super) changes: Vec<Change>,
    /// Held from the first request until what changed is put back, where anything may be changed.
    turn: Option<File>,
    sent: u64,
    /// Why the last request was sent more than once, where the endpoint may still be at the first.
    pub(super) late: Option<String>,
    /// How many requests nobody can undo.
    acts: usize,
    /// Putting back is tried even where nothing else is sent any more.
    pub(super) closing: bool,
    /// The pages that the scenario was about so far.
    pub(super) pages: Vec<Subject>,
    /// Why nothing that may be sent can be: a placeholder has no value.
    missing: Option<String>,
}

/// What stands in the place of a placeholder's value where nobody knows it.
pub(super) fn stand_in(placeholder: &str) -> String {
    format!("{{{placeholder}}}")
}

pub(super) fn no_value(placeholder: &str) -> String {
    let name = placeholder.split('|').next().unwrap_or(placeholder).trim();
    format!(
        "no value for the placeholder {{{placeholder}}}: set GRAPH_CONTRACT_VARS={name}=... or --var {name}=..."
    )
}

/// What a live endpoint cannot be told.
pub(super) fn only_the_double(what: &str) -> NoAnswer {
    NoAnswer::Skipped(format!("a live endpoint cannot be told {what}: tag the scenario @double"))
}

impl LiveSession {
    pub(super) fn new(shared: Arc<Shared>) -> LiveSession {
        LiveSession {
            shared,
            changes: Vec::new(),
            turn: None,
            sent: 0,
            late: None,
            acts: 0,
            closing: false,
            pages: Vec::new(),
            missing: None,
        }
    }

    /// Waits for its turn, where requests may change something: what another run changes for a while must be neither read nor
    /// taken for what was there before.
    ///
    /// # Errors
    /// Why it has none.
    pub(super) async fn take_turn(&mut self) -> Result<(), String> {
        if self.shared.options.consent.writes && self.turn.is_none() && !self.closing {
            let turn = self.shared.ledger.turn().await;
            self.turn = Some(turn.map_err(|error| format!("not sent: {error}"))?);
        }
        Ok(())
    }

    /// Every request carries an identifier of its own, which the service's support can look up.
    pub(super) fn identified(&mut self, mut request: Request) -> Request {
        self.sent += 1;
        let seed = format!("{:?} {:p} {}", std::time::SystemTime::now(), self, self.sent);
        request.headers.push(("client-request-id".to_string(), guid(&seed, Role::Sent)));
        request
    }

    pub(super) fn variable(&self, placeholder: &str) -> Option<String> {
        let known = &self.shared.options.variables;
        let mut names = std::iter::once(placeholder).chain(placeholder.split('|').map(str::trim));
        names.find_map(|name| known.get(name).cloned())
    }

    /// Why an answer says nothing about the contract. One that asks to wait, and would have been waited for, says why it was not.
    fn untestable(&self, response: &Response) -> Option<String> {
        let reason = untestable(response)?;
        match self.shared.patience.given_up().filter(|_| is_throttled(response.status)) {
            Some(given_up) => Some(format!("{reason}; {given_up}")),
            None => Some(reason),
        }
    }

    /// The value of a placeholder. One that has none stands for itself until something is to be sent: what is not sent for want
    /// of consent needs none.
    fn needed(&mut self, placeholder: &str) -> String {
        self.variable(placeholder).unwrap_or_else(|| {
            self.missing.get_or_insert_with(|| no_value(placeholder));
            stand_in(placeholder)
        })
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
                if value.is_none() && path.key() == Some(placeholder) && self.missing.is_none() {
                    value = self.first_listed(subject, known, log).await?;
                }
                let value = value.unwrap_or_else(|| self.needed(placeholder));
                found.insert(placeholder.clone(), value);
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
        let mut value = |placeholder: &String| match path.last_key() == Some(placeholder) {
            true => guid(&format!("unknown {placeholder}"), Role::Sent),
            false => self.needed(placeholder),
        };
        Ok(path.placeholders().iter().map(|name| (name.clone(), value(name))).collect())
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
        self.shared.options.pause
    }

    fn look_again<'a>(
        &'a mut self,
        request: Request,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Option<Response>> {
        Box::pin(async move {
            self.shared.patience.wait(self.shared.options.pause).await;
            let exchange = self.transfer_once(request, log).await?;
            Some(exchange.response).filter(|response| untestable(response).is_none())
        })
    }

    fn send<'a>(
        &'a mut self,
        request: Request,
        effect: Effect,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Answered, NoAnswer>> {
        Box::pin(async move {
            if let Some(reason) = self.shared.options.consent.refusal(&effect) {
                return Err(NoAnswer::Skipped(reason.to_string()));
            }
            if let Some(missing) = &self.missing {
                return Err(NoAnswer::Inconclusive(missing.clone()));
            }
            self.take_turn().await.map_err(NoAnswer::Inconclusive)?;
            let (exchange, before) = match effect {
                Effect::Read => {
                    let exchange = self.transfer(request, log).await?;
                    self.note_seen(&exchange);
                    let there = exchange.response.json(); // what a read answers is what was there before it
                    (exchange, there)
                }
                Effect::Update { writable } => {
                    let (before, at) = self.remember(&request, &writable, log).await?;
                    (self.update(request, at, log).await?, Some(before.into()))
                }
                Effect::Replace { writable } => {
                    let (before, at) = self.remember_all(&request, &writable, log).await?;
                    (self.update(request, at, log).await?, Some(before.into()))
                }
                Effect::Create => (self.create(request, log).await?, None),
                Effect::Nowhere => (self.update_nothing(request, log).await?, None),
                Effect::Delete => (self.delete(request, log).await?, None),
                Effect::Act { .. } => {
                    let answered = self.transfer(request, log).await;
                    self.acts +=
                        usize::from(answered.as_ref().map_or_else(|lost| lost.may_have_arrived, |_| true));
                    (answered?, None)
                }
            };
            let untestable = self.untestable(&exchange.response);
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

    fn acts(&self) -> usize {
        self.acts
    }

    fn close<'a>(&'a mut self, log: &'a mut Vec<Exchange>) -> BoxFuture<'a, Vec<NotPutBack>> {
        Box::pin(async move {
            self.closing = true;
            let mut left = Vec::new();
            for mut change in std::mem::take(&mut self.changes).into_iter().rev() {
                if let Err(reason) = self.undo(&mut change, log).await {
                    left.push(NotPutBack { url: change.undo.url().to_string(), reason });
                }
            }
            self.turn = None;
            left
        })
    }
}
