//! Who answers: what the double and a live endpoint have in common.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use serde_json::Value;

use super::message::{Exchange, Request};
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

/// Whoever answers a run's requests.
pub trait Target: Send + Sync {
    /// The double or a live endpoint.
    fn kind(&self) -> TargetKind;

    /// What a person would recognise the target by: a base URL, or a word for the double.
    fn name(&self) -> String;

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
    /// It is addressed to a resource that does not exist, so there is nothing it could change.
    Nowhere,
    /// It creates, deletes, or acts in another way.
    Other,
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
    /// Says which example the scenario is about; the double answers what the pages it was told of document, and of several
    /// examples on one path first the last it was told of.
    fn about(&mut self, subject: &Subject);

    /// What a request URL starts with for a documented version: everything before the documented path.
    fn prefix(&self, version: Option<&str>) -> String;

    /// Makes sure that the resource exists and says which values address it. `body` is what it should hold.
    ///
    /// # Errors
    /// [`NoAnswer`] when no such resource can be had.
    fn existing(&mut self, subject: &Subject, body: Option<&Value>) -> Result<Variables, NoAnswer>;

    /// Values that address a resource of this kind that does not exist.
    ///
    /// # Errors
    /// [`NoAnswer`] when a value that the path needs above the resource is not known.
    fn unknown(&mut self, subject: &Subject) -> Result<Variables, NoAnswer>;

    /// The `Authorization` of a caller with the rights to do what is documented.
    fn authorization(&self) -> String;

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

    /// Ends the session: puts back what it changed, and says what could not be.
    fn close<'a>(&'a mut self, log: &'a mut Vec<Exchange>) -> BoxFuture<'a, Vec<NotPutBack>>;
}
