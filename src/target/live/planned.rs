//! A target that sends nothing, because it has nothing to send with: a run on it shows what would be sent.

use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::Value;

use super::changing::NOT_OWN;
use super::created::is_same;
use super::endpoint::{Endpoint, UnusableEndpoint};
use super::first_listed::listing;
use super::reading::plain;
use super::session::{no_value, only_the_double, stand_in};
use crate::contract::{Role, guid};
use crate::exchange::{
    Answered, Caller, Consent, Disturbance, Effect, Exchange, NoAnswer, NotPutBack, Request, Response,
    Session, Subject, Target, TargetKind, Variables,
};

/// What documented URLs start with, where no endpoint is named.
const DOCUMENTED: &str = "https://graph.microsoft.com";

/// The status of the answer to a request that would be sent.
const SENT: u16 = 200;
/// The status of the answer to one that would not, as something is missing.
const NOT_SENT: u16 = 400;

/// Whether a planned request would be sent.
pub(crate) fn would_be_sent(planned: &Exchange) -> bool {
    planned.response.status != NOT_SENT
}

/// In the place of a live endpoint or the double, where a run is only planned. The answer to each request says in its body what
/// would be done around it.
///
/// ```
/// use graph_contract::{exchange::Target, target::Planned};
/// let planned = Planned::new(Some("https://example.org"), Default::default(), Default::default(), false).unwrap();
/// assert!(!planned.sends());
/// ```
#[derive(Debug)]
pub struct Planned {
    kind: TargetKind,
    endpoint: Endpoint,
    variables: Variables,
    consent: Consent,
    has_other_token: bool,
}

impl Planned {
    /// A plan for the endpoint at `base_url`, or for the double.
    ///
    /// # Errors
    /// [`UnusableEndpoint`] for a base URL that a run would not take.
    pub fn new(
        base_url: Option<&str>,
        variables: Variables,
        consent: Consent,
        has_other_token: bool,
    ) -> Result<Planned, UnusableEndpoint> {
        let kind = if base_url.is_some() { TargetKind::Live } else { TargetKind::Double };
        let endpoint = Endpoint::read(base_url.unwrap_or(DOCUMENTED))?;
        Ok(Planned { kind, endpoint, variables, consent, has_other_token })
    }
}

impl Target for Planned {
    fn kind(&self) -> TargetKind {
        self.kind
    }

    fn name(&self) -> String {
        match self.kind {
            TargetKind::Live => self.endpoint.base.clone(),
            TargetKind::Double => "the embedded double".to_string(),
        }
    }

    fn sends(&self) -> bool {
        false
    }

    fn open(&self) -> BoxFuture<'_, Box<dyn Session>> {
        let session: Box<dyn Session> = Box::new(PlannedSession {
            kind: self.kind,
            base: self.endpoint.clone(),
            variables: self.variables.clone(),
            consent: self.consent,
            has_other_token: self.has_other_token,
            created_in: Vec::new(),
            pages: Vec::new(),
            missing: None,
        });
        Box::pin(async move { session })
    }
}

struct PlannedSession {
    kind: TargetKind,
    base: Endpoint,
    variables: Variables,
    consent: Consent,
    has_other_token: bool,
    /// The collections in which something would be created.
    created_in: Vec<String>,
    /// The pages that the scenario was about so far.
    pages: Vec<Subject>,
    /// Why nothing would be sent from here on: a placeholder has no value.
    missing: Option<String>,
}

impl PlannedSession {
    fn only_on_the_double(&self, what: &str) -> Result<(), NoAnswer> {
        match self.kind {
            TargetKind::Double => Ok(()),
            TargetKind::Live => Err(only_the_double(what)),
        }
    }

    /// The values of a path's placeholders; one that nobody knows yet stands for itself. On a live endpoint only `own`, which is
    /// listed or made up, may be such a one: a run would have no value for the others.
    fn values(&mut self, subject: &Subject, known: &Variables, own: Option<&str>) -> Variables {
        let mut values = Variables::new();
        for name in subject.example().request.path().placeholders() {
            let mut names = std::iter::once(name.as_str()).chain(name.split('|').map(str::trim));
            let found = names.find_map(|name| known.get(name).or_else(|| self.variables.get(name)));
            let found = found.cloned();
            if found.is_none() && own != Some(name.as_str()) && self.kind == TargetKind::Live {
                self.missing.get_or_insert_with(|| no_value(name));
            }
            values.insert(name.clone(), found.unwrap_or_else(|| stand_in(name)));
        }
        values
    }

    /// The key of a resource that a page of the scenario lists.
    fn listed<'s>(&self, subject: &'s Subject) -> Option<&'s str> {
        let path = subject.example().request.path();
        let (collection, _) = path.as_str().rsplit_once('/')?;
        path.key().filter(|_| listing(&self.pages, collection).is_some())
    }

    /// What would be done around a request on a live endpoint.
    ///
    /// # Errors
    /// Why it would not be sent.
    fn around(&mut self, request: &Request, effect: &Effect) -> Result<&'static str, NoAnswer> {
        if self.kind == TargetKind::Double {
            return Ok("");
        }
        let skipped = |reason: &str| NoAnswer::Skipped(reason.to_string());
        if let Some(reason) = self.consent.refusal(effect) {
            return Err(skipped(reason));
        }
        let url = plain(&request.url);
        let collection = url.rsplit_once('/').map_or(url, |(collection, _)| collection);
        match effect {
            Effect::Read => Ok(""),
            Effect::Update { .. } | Effect::Replace { .. } => {
                Ok("the resource is read before, and put back after")
            }
            Effect::Create => {
                self.created_in.push(url.to_string());
                Ok("what it creates is deleted after")
            }
            Effect::Delete => match self.created_in.iter().any(|created| is_same(created, collection)) {
                true => Ok("only if the scenario created it"),
                false => Err(skipped(NOT_OWN)),
            },
            Effect::Nowhere => Ok("looked for after"),
            Effect::Act { .. } => Ok("cannot be undone"),
        }
    }
}

impl Session for PlannedSession {
    fn sends(&self) -> bool {
        false
    }

    fn about(&mut self, subject: &Subject) {
        self.pages.push(subject.clone());
    }

    fn prefix(&self, version: Option<&str>) -> String {
        self.base.prefix(version)
    }

    fn existing<'a>(
        &'a mut self,
        subject: &'a Subject,
        body: Option<&'a Value>,
        known: &'a Variables,
        _: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Variables, NoAnswer>> {
        Box::pin(async move {
            if body.is_some() {
                self.only_on_the_double("what a resource holds")?;
            }
            let listed = self.listed(subject);
            Ok(self.values(subject, known, listed))
        })
    }

    fn existing_several(
        &mut self,
        subject: &Subject,
        _: usize,
        known: &Variables,
    ) -> Result<Variables, NoAnswer> {
        self.only_on_the_double("how many members a collection has")?;
        Ok(self.values(subject, known, None))
    }

    fn move_on(&mut self, _: &Subject, _: &Variables, _: &str, _: Vec<Value>) -> Result<(), NoAnswer> {
        self.only_on_the_double("how a property goes on")
    }

    fn disturb(&mut self, _: Disturbance, _: usize) -> Result<(), NoAnswer> {
        self.only_on_the_double("to throttle, to fail or to wait")
    }

    fn unknown(&mut self, subject: &Subject) -> Result<Variables, NoAnswer> {
        let key = subject.example().request.path().last_key();
        let mut values = self.values(subject, &Variables::new(), key);
        if let Some(key) = key {
            values.insert(key.to_string(), guid(&format!("unknown {key}"), Role::Sent));
        }
        Ok(values)
    }

    fn authorization(&self, caller: Caller) -> Result<Option<String>, NoAnswer> {
        match caller {
            Caller::Nobody => Ok(None),
            Caller::Another if self.kind == TargetKind::Live && !self.has_other_token => {
                let reason = "no other token is known: set GRAPH_CONTRACT_OTHER_TOKEN";
                Err(NoAnswer::Inconclusive(reason.to_string()))
            }
            Caller::Entitled | Caller::Another => Ok(Some("Bearer".to_string())),
        }
    }

    fn pause(&self) -> Duration {
        Duration::ZERO
    }

    fn send<'a>(
        &'a mut self,
        request: Request,
        effect: Effect,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Answered, NoAnswer>> {
        Box::pin(async move {
            let around = self.around(&request, &effect)?;
            let (status, said) = match &self.missing {
                Some(missing) => (NOT_SENT, format!("not sent: {missing}")),
                None => (SENT, around.to_string()),
            };
            let response = Response { status, headers: Vec::new(), body: said.into_bytes() };
            let exchange = Exchange { request, response, seconds: 0.0 };
            log.push(exchange.clone());
            Ok(Answered { exchange, before: None, untestable: None })
        })
    }

    fn read<'a>(
        &'a mut self,
        _: &'a str,
        _: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Option<Value>, NoAnswer>> {
        Box::pin(async { Ok(None) })
    }

    fn received(&mut self) -> BoxFuture<'_, Option<Vec<Request>>> {
        Box::pin(async { None })
    }

    fn close<'a>(&'a mut self, _: &'a mut Vec<Exchange>) -> BoxFuture<'a, Vec<NotPutBack>> {
        Box::pin(async { Vec::new() })
    }
}
