//! What one scenario knows.

use std::sync::Arc;

use cucumber::gherkin::Step;
use serde_json::Value;

use super::record::Record;
use super::stop::Stop;
use crate::exchange::{Answered, NoAnswer, Session, Subject, Variables};
use crate::library::Library;
use crate::verdict::Sent;

/// The state of one scenario: the page under contract, the resource, the last request and its answer, and what was found.
///
/// Steps are methods of it, called by the step definitions in `suite::steps`; a crate that defines steps of its own uses
/// the same World.
#[derive(cucumber::World)]
#[world(init = Self::new)]
pub struct World {
    pub(super) library: Option<Arc<Library>>,
    pub(super) session: Option<Box<dyn Session>>,
    pub(super) fail_fast: bool,
    pub(super) subject: Option<Subject>,
    pub(super) variables: Variables,
    /// Whether the variables address a resource that does not exist.
    pub(super) is_unknown: bool,
    pub(super) last: Option<Last>,
    pub(super) record: Record,
}

/// The last request and its answer.
#[derive(Debug)]
pub(super) struct Last {
    pub(super) answered: Answered,
    pub(super) sent: Sent,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("record", &self.record).finish_non_exhaustive()
    }
}

impl World {
    fn new() -> World {
        World {
            library: None,
            session: None,
            fail_fast: false,
            subject: None,
            variables: Variables::new(),
            is_unknown: false,
            last: None,
            record: Record::default(),
        }
    }

    /// Takes the page at `path` under contract.
    pub(super) fn take_page(&mut self, step: &Step, path: &str) -> Result<(), Stop> {
        let library = self.library.clone().ok_or_else(|| outside_a_run(step))?;
        let contract = library
            .contract(path)
            .map_err(|error| self.misuse(step, &error.to_string(), "name a page below the pages folder"))?;
        self.take_subject(step, Subject { contract, example: 0 })
    }

    /// Chooses one of the page's examples, by its quoted name or by its number, which starts at 1.
    pub(super) fn take_example(&mut self, step: &Step, which: &str) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        let found = subject.contract.position(which);
        let message = format!("the page documents no example {which}");
        let help = "use a name that the page annotates, or a number";
        let example = found.ok_or_else(|| self.misuse(step, &message, help))?;
        self.take_subject(step, Subject { example, ..subject })
    }

    fn take_subject(&mut self, step: &Step, subject: Subject) -> Result<(), Stop> {
        self.session(step)?.about(&subject);
        self.subject = Some(subject);
        Ok(())
    }

    /// Makes sure that the resource the page is about exists; `body`: what it should hold.
    pub(super) fn take_existing(&mut self, step: &Step, body: Option<&Value>) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        let found = self.session(step)?.existing(&subject, body);
        self.variables = self.answered(found)?;
        self.is_unknown = false;
        Ok(())
    }

    /// Addresses a resource that does not exist.
    pub(super) fn take_unknown(&mut self, step: &Step) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        if subject.example().request.path().key().is_none() {
            let message =
                "the documented path ends with no placeholder, so there is no key that could be unknown";
            return Err(self.misuse(step, message, "leave the step out for this page"));
        }
        let found = self.session(step)?.unknown(&subject);
        self.variables = self.answered(found)?;
        self.is_unknown = true;
        Ok(())
    }

    pub(super) fn subject(&mut self, step: &Step) -> Result<Subject, Stop> {
        let help = "start with: Given the API page \"api/...\"";
        self.subject.clone().ok_or_else(|| self.misuse(step, "no API page is under contract yet", help))
    }

    pub(super) fn session(&mut self, step: &Step) -> Result<&mut Box<dyn Session>, Stop> {
        self.session.as_mut().ok_or_else(|| outside_a_run(step))
    }

    /// Remembers why a scenario ends, and ends it.
    pub(super) fn answered<T>(&mut self, found: Result<T, NoAnswer>) -> Result<T, Stop> {
        found.map_err(|reason| {
            let stop = Stop::NoAnswer(reason);
            self.record.stopped = Some(stop.clone());
            stop
        })
    }

    pub(super) fn misuse(&mut self, step: &Step, message: &str, help: &'static str) -> Stop {
        let stop = Stop::Input { line: step.position.line, message: message.to_string(), help };
        self.record.stopped = Some(stop.clone());
        stop
    }
}

fn outside_a_run(step: &Step) -> Stop {
    let message = "the World was not made by a run".to_string();
    Stop::Input { line: step.position.line, message, help: "run features with graph_contract::suite::run" }
}
