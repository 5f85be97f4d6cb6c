//! Who answers: what the double and a live endpoint have in common.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::Value;

use super::message::{Exchange, Request, Response};
use crate::contract::{Contract, DocumentedExample};

/// Values for placeholders, by name.
pub type Variables = BTreeMap<String, String>;

/// Which of the two a target is: the `kind` of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// The embedded double.
    Double,
    /// A live endpoint.
    Live,
}

/// A wait that an endpoint has asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// The status of its answer: 429, 503 or 504.
    pub status: u16,
    /// How long it takes.
    pub wait: Duration,
    /// What is left of the run's budget after it.
    pub left: Duration,
}

/// Whoever answers a run's requests.
pub trait Target: Send + Sync {
    /// The double or a live endpoint.
    fn kind(&self) -> TargetKind;

    /// What a person would recognise the target by: a base URL, or a word for the double.
    fn name(&self) -> String;

    /// Makes ready for the first request of a run. It is asked for once there is a scenario to run, and before any does.
    fn ready(&self) -> BoxFuture<'_, Result<(), NotReady>> {
        Box::pin(async { Ok(()) })
    }

    /// What must not be shown of what this target knows so far.
    fn secrets(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether anything is sent at all; a plan sends nothing.
    fn sends(&self) -> bool {
        true
    }

    /// Has `tell` called before each wait for an endpoint that asked for one.
    fn on_wait(&self, tell: Box<dyn Fn(Wait) + Send + Sync>) {
        drop(tell); // what answers at once has nothing to tell
    }

    /// What makes it send nothing more but what puts back what was changed; `None`: there is nothing to put back.
    fn stopping(&self) -> Option<Box<dyn Fn() + Send + Sync>> {
        None
    }

    /// A session for one scenario, isolated from every other one's.
    fn open(&self) -> BoxFuture<'_, Box<dyn Session>>;
}

/// The resource a scenario is about: the page that documents it and the example that addresses it.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The contract of the page.
    pub contract: Arc<Contract>,
    /// Which of its examples.
    pub example: usize,
}

impl Subject {
    /// The example.
    #[must_use]
    pub fn example(&self) -> &DocumentedExample {
        &self.contract.examples[self.example]
    }
}

/// What a request does to what the target holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Read,
    /// It changes an existing resource; the names are those of the members it may change.
    Update {
        /// The members that the page says can be updated.
        writable: Vec<String>,
    },
    /// It puts something else in the place of an existing resource; the names are those of the members it sets.
    Replace {
        /// The members that the page says can be sent.
        writable: Vec<String>,
    },
    /// It creates a resource in the collection that it is sent to.
    Create,
    /// It deletes what it is sent to.
    Delete,
    /// It is addressed to a resource that does not exist, so there is nothing it could change.
    Nowhere,
    /// It acts in a way that nobody knows how to undo.
    Act {
        /// The scenario says that it does (`@destructive`).
        is_marked: bool,
    },
}

/// Who sends a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Caller {
    /// Someone with the rights to do what is documented.
    #[default]
    Entitled,
    /// Someone without a token.
    Nobody,
    /// Someone with another token.
    Another,
}

/// What a service does to a request instead of answering it as documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disturbance {
    /// It asks to wait: 429 with `Retry-After`.
    Throttle,
    /// It fails: 503.
    Fail,
    /// It answers later.
    Delay(Duration),
}

/// Why there is no answer to judge.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// It could not be tested.
    #[error("{0}")]
    Inconclusive(String),
    /// It was left out on purpose.
    #[error("{0}")]
    Skipped(String),
}

/// Why a run cannot begin on a target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// The credential is missing, or whoever issues tokens refuses it.
    #[error("{0}")]
    Refused(String),
    /// Whoever issues tokens was not reached.
    #[error("{0}")]
    Unreachable(String),
}

/// An answer, and what a target knows around it.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The request and its answer.
    pub exchange: Exchange,
    /// The resource before an update; `None`: it was none, or there was no such resource.
    pub before: Option<Value>,
    /// Why the answer says nothing about the contract, unless a scenario expects its status: 401 or 403 from a live
    /// endpoint, or throttling to the end.
    pub untestable: Option<String>,
}

/// Something that a scenario changed and that could not be put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotPutBack {
    /// The resource's URL.
    pub url: String,
    /// What is left changed, and why.
    pub reason: String,
}

/// One scenario's conversation with a target.
pub trait Session: Send {
    /// Whether anything is sent at all: where nothing is, there is no answer to remember anything of.
    fn sends(&self) -> bool {
        true
    }

    /// Says which example the scenario is about; the double answers what the pages it was told of document, and of several
    /// examples on one path first the last it was told of.
    fn about(&mut self, subject: &Subject);

    /// What a request URL starts with for a documented version: everything before the documented path.
    fn prefix(&self, version: Option<&str>) -> String;

    /// Makes sure that the resource exists and says which values address it. `body` is what it should hold, `known` the
    /// values that the scenario has set.
    ///
    /// # Errors
    /// [`NoAnswer`] when no such resource can be had.
    fn existing<'a>(
        &'a mut self,
        subject: &'a Subject,
        body: Option<&'a Value>,
        known: &'a Variables,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Variables, NoAnswer>>;

    /// Makes sure that the collection the example lists has so many members, and says which values address it.
    ///
    /// # Errors
    /// [`NoAnswer`] when the target cannot be told what it holds.
    fn existing_several(
        &mut self,
        subject: &Subject,
        count: usize,
        known: &Variables,
    ) -> Result<Variables, NoAnswer>;

    /// Has a property of the addressed resource take one value after another, a step with each read.
    ///
    /// # Errors
    /// [`NoAnswer`] when the target cannot be told what to do.
    fn move_on(
        &mut self,
        subject: &Subject,
        variables: &Variables,
        property: &str,
        values: Vec<Value>,
    ) -> Result<(), NoAnswer>;

    /// Has the next requests disturbed.
    ///
    /// # Errors
    /// [`NoAnswer`] when the target cannot be told what to do.
    fn disturb(&mut self, disturbance: Disturbance, requests: usize) -> Result<(), NoAnswer>;

    /// Values that address a resource of this kind that does not exist.
    ///
    /// # Errors
    /// [`NoAnswer`] when a value that the path needs above the resource is not known.
    fn unknown(&mut self, subject: &Subject) -> Result<Variables, NoAnswer>;

    /// The `Authorization` of a caller; `None`: there is no such header.
    ///
    /// # Errors
    /// [`NoAnswer`] when no token of such a caller is known.
    fn authorization(&self, caller: Caller) -> Result<Option<String>, NoAnswer>;

    /// How long to wait before a request is repeated to see whether something has changed.
    fn pause(&self) -> Duration;

    /// Sends a read whose answer breaks a promise once more after a pause, to see whether it does so each time. `None`: what the
    /// target answers does not change by itself, or nothing came that tells.
    fn look_again<'a>(
        &'a mut self,
        request: Request,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Option<Response>> {
        let _ = (request, log);
        Box::pin(async { None })
    }

    /// Sends a request. Every exchange it took, reads and retries included, is added to `log`.
    fn send<'a>(
        &'a mut self,
        request: Request,
        effect: Effect,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Answered, NoAnswer>>;

    /// The resource at `url` as the target holds it now; `None`: it holds no such object.
    fn read<'a>(
        &'a mut self,
        url: &'a str,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Option<Value>, NoAnswer>>;

    /// The requests as the other side received them; `None`: this target cannot tell.
    fn received(&mut self) -> BoxFuture<'_, Option<Vec<Request>>>;

    /// How many requests it sent that nobody can undo.
    fn acts(&self) -> usize {
        0
    }

    /// Ends the session: puts back what it changed, and says what could not be.
    fn close<'a>(&'a mut self, log: &'a mut Vec<Exchange>) -> BoxFuture<'a, Vec<NotPutBack>>;
}
