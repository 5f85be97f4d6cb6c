//! What one scenario knows.

use std::path::PathBuf;
use std::sync::Arc;

use cucumber::gherkin::Step;
use serde_json::Value;

use super::record::Record;
use super::stop::Stop;
use crate::exchange::{
    Answered, Caller, Disturbance, Exchange, NoAnswer, Request, Response, Session, Subject, Variables,
};
use crate::library::Library;
use crate::verdict::{Code, Judgement, Sent, Violation};

/// The state of one scenario: the page under contract, the resource, the last request and its answer, and what was found.
///
/// Steps are methods of it, called by the step definitions in `suite::steps`; a crate that defines steps of its own uses
/// the same World.
#[derive(cucumber::World)]
#[world(init = Self::fresh)]
pub struct World {
    pub(super) library: Option<Arc<Library>>,
    pub(super) session: Option<Box<dyn Session>>,
    pub(super) fail_fast: bool,
    /// Drift breaks a promise too.
    pub(super) is_strict: bool,
    /// The scenario says that what it does cannot be undone.
    pub(super) is_destructive: bool,
    /// The page and the example that the next request is about.
    pub(super) subject: Option<Subject>,
    /// Every page that the scenario took, the last one last.
    pub(super) taken: Vec<Subject>,
    pub(super) variables: Variables,
    pub(super) caller: Caller,
    /// Requests ask for the members of enumerations that clients may not know yet.
    pub(super) asks_for_unknown_members: bool,
    /// The placeholder and the key of a resource that does not exist.
    pub(super) unknown: Option<(String, String)>,
    /// Boxed, as a World is moved around with every step.
    pub(super) last: Option<Box<Last>>,
    /// The last request that was no read.
    pub(super) last_write: Option<Box<Last>>,
    pub(super) record: Record,
}

/// The last request and its answer.
#[derive(Debug, Clone)]
pub(super) struct Last {
    /// The example that documents the request; `None`: no page of the scenario does.
    pub(super) subject: Option<Subject>,
    /// The request as it was asked for, to be sent again.
    pub(super) request: Request,
    /// Who sent it.
    pub(super) caller: Caller,
    pub(super) answered: Answered,
    pub(super) sent: Sent,
    /// A step has asked for the status that came.
    pub(super) is_expected: bool,
    /// What came when it was sent once more to see whether what was found repeats; `Some(None)`: nothing that tells.
    pub(super) again: Option<Option<Response>>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("record", &self.record).finish_non_exhaustive()
    }
}

impl World {
    fn fresh() -> World {
        World {
            library: None,
            session: None,
            fail_fast: false,
            is_strict: false,
            is_destructive: false,
            subject: None,
            taken: Vec::new(),
            variables: Variables::new(),
            caller: Caller::default(),
            asks_for_unknown_members: false,
            unknown: None,
            last: None,
            last_write: None,
            record: Record::default(),
        }
    }

    /// The last request that a `When` step sent, and its answer.
    ///
    /// ```
    /// use cucumber::World as _;
    /// # futures::executor::block_on(async {
    /// let world = graph_contract::suite::World::new().await.unwrap();
    /// assert!(world.exchange().is_none());
    /// # });
    /// ```
    #[must_use]
    pub fn exchange(&self) -> Option<&Exchange> {
        self.last.as_ref().map(|last| &last.answered.exchange)
    }

    /// The value of a variable: a placeholder, or what a step has set or remembered. One that stands for itself has none.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&str> {
        let value = self.variables.get(name).map(String::as_str);
        value.filter(|value| *value != format!("{{{name}}}"))
    }

    /// Sets a variable for the steps that follow.
    pub fn set_variable(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_string(), value.to_string());
    }

    /// Notes what a step of another crate found: whether what it asks for is kept, in words what that is, and what came.
    /// A scenario without any such note, or one of this crate's own, checked nothing. What is found so is not read again, as
    /// only the step itself could judge it anew.
    pub fn hold(&mut self, step: &Step, kept: bool, expected: &str, actual: &str) {
        let violation = || Violation::new(Code::StepFailed, "", expected, actual, None).asked_for();
        let judgement = Judgement::of(if kept { Vec::new() } else { vec![violation()] });
        let _ = self.note(step, judgement.into()); // under --fail-fast the record knows that the scenario ends
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
        self.taken.retain(|taken| !Arc::ptr_eq(&taken.contract, &subject.contract));
        self.taken.push(subject.clone());
        self.subject = Some(subject);
        Ok(())
    }

    /// Makes sure that the resource the page is about exists; `body`: what it should hold.
    pub(super) async fn take_existing(&mut self, step: &Step, body: Option<&Value>) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        let session = self.session.as_mut().ok_or_else(|| outside_a_run(step))?;
        if let Some((name, _)) = self.unknown.take() {
            self.variables.remove(&name);
        }
        let exchanged = self.record.exchanges.len();
        let found = session.existing(&subject, body, &self.variables, &mut self.record.exchanges).await;
        let found = self.answered_since(exchanged, found)?;
        self.variables.extend(found);
        Ok(())
    }

    /// Makes sure that the collection the page lists has so many members.
    pub(super) fn take_several(&mut self, step: &Step, count: usize) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        if !subject.example().is_list() {
            let message = "the documented example lists no collection, so there is none to hold so many";
            return Err(self.misuse(step, message, "take a page that documents a list"));
        }
        let known = self.variables.clone();
        let found = self.session(step)?.existing_several(&subject, count, &known);
        let found = self.answered(found)?;
        self.variables.extend(found);
        Ok(())
    }

    /// Addresses a resource that does not exist.
    pub(super) fn take_unknown(&mut self, step: &Step) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        let Some(key) = subject.example().request.path().last_key().map(str::to_string) else {
            let message = "the documented path has no placeholder of its own between slashes, so there is no key that could be unknown";
            return Err(self.misuse(step, message, "leave the step out for this page"));
        };
        let found = self.session(step)?.unknown(&subject);
        let found = self.answered(found)?;
        self.unknown = found.get(&key).map(|value| (key.clone(), value.clone()));
        self.variables.extend(found);
        Ok(())
    }

    /// Has a property of the addressed resource take these values one after the other.
    pub(super) fn move_on(&mut self, step: &Step, property: &str, values: Vec<Value>) -> Result<(), Stop> {
        let (subject, variables) = (self.subject(step)?, self.variables.clone());
        if !subject.example().response.may_have(property) {
            let message = format!("the page documents no property {property} that could move on");
            return Err(self.misuse(step, &message, "name a property that the documented answer shows"));
        }
        let told = self.session(step)?.move_on(&subject, &variables, property, values);
        self.answered(told)
    }

    /// Has the next requests disturbed.
    pub(super) fn disturb(
        &mut self,
        step: &Step,
        disturbance: Disturbance,
        requests: usize,
    ) -> Result<(), Stop> {
        let told = self.session(step)?.disturb(disturbance, requests);
        self.answered(told)
    }

    /// The example that the next request is about.
    pub(super) fn subject(&mut self, step: &Step) -> Result<Subject, Stop> {
        let help = "start with: Given the API page \"api/...\"";
        self.subject.clone().ok_or_else(|| self.misuse(step, "no API page is under contract yet", help))
    }

    pub(super) fn session(&mut self, step: &Step) -> Result<&mut Box<dyn Session>, Stop> {
        self.session.as_mut().ok_or_else(|| outside_a_run(step))
    }

    /// A file of the fixtures: beside the pages folder.
    pub(super) fn fixture(&self, file: &str) -> PathBuf {
        self.library.as_ref().map(|library| library.beside(file)).unwrap_or_default()
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
