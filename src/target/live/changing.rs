//! Requests that change something: each has a way back, and that stands in the ledger before the request is sent.

use std::collections::BTreeSet;

use super::created::{Listed, Page, created, is_same};
use super::ledger::LedgerError;
use super::ledger_line::Undo;
use super::members::Members;
use super::reading::plain;
use super::remembering::names;
use super::session::LiveSession;
use super::transfer::Lost;
use crate::exchange::{Exchange, NoAnswer, Request, Response};

/// So many pages of a collection are read before something is created in it.
const PAGES: usize = 10;

/// Why a DELETE is not sent.
pub(super) const NOT_OWN: &str =
    "DELETE is sent to a live endpoint only for what the same scenario created: create it first";

/// A change that was made, or is about to be.
pub(super) struct Change {
    /// Its entry in the ledger.
    pub(super) entry: String,
    pub(super) undo: Undo,
    /// The members that updates have sent so far.
    pub(super) sent: Vec<String>,
    /// Those of them that were taken, or may have been: their old values are sent, whatever a read shows.
    pub(super) taken: BTreeSet<String>,
    /// An update was answered 2xx.
    pub(super) is_taken: bool,
    /// An update was answered 5xx, which says nothing of what it did.
    pub(super) is_unclear: bool,
    /// Why an update may still be on its way.
    pub(super) late: Option<String>,
    /// All that the resource held before; `None`: it is not known any more.
    pub(super) whole: Option<Members>,
    /// Why nobody knows what was created.
    pub(super) untold: String,
    /// A step may have deleted it.
    pub(super) may_be_gone: bool,
}

impl Change {
    pub(super) fn of(entry: String, undo: Undo) -> Change {
        Change {
            entry,
            undo,
            sent: Vec::new(),
            taken: BTreeSet::new(),
            is_taken: false,
            is_unclear: false,
            late: None,
            whole: None,
            untold: String::new(),
            may_be_gone: false,
        }
    }
}

impl LiveSession {
    /// Writes a change down that is about to be made, and returns its place.
    pub(super) fn begin(&mut self, undo: Undo) -> Result<usize, NoAnswer> {
        if !self.may_be_written_down(&undo) {
            return Err(NoAnswer::Inconclusive(
                "nothing was written: the URL holds a secret, which the ledger must not hold".to_string(),
            ));
        }
        let entry = self.shared.ledger.open(&undo).map_err(|error| unwritten(&error))?;
        self.changes.push(Change::of(entry, undo));
        Ok(self.changes.len() - 1)
    }

    /// What a collection lists, page by page.
    async fn listed(&mut self, collection: &str, log: &mut Vec<Exchange>) -> Listed {
        let (mut ids, mut next) = (Vec::new(), Some(collection.to_string()));
        for _ in 0..PAGES {
            let Some(url) = next.take() else { break };
            let answer = self.ask(url, log).await.ok().filter(|answer| answer.response.status < 300);
            let Some(page) = answer.and_then(|answer| Page::of(&answer.response)) else {
                return Listed { ids, is_whole: false };
            };
            ids.extend(page.ids);
            next = page.next;
        }
        Listed { ids, is_whole: next.is_none() }
    }

    /// Sends a request that creates something in a collection.
    pub(super) async fn create(
        &mut self,
        request: Request,
        log: &mut Vec<Exchange>,
    ) -> Result<Exchange, NoAnswer> {
        let collection = plain(&request.url).to_string();
        let listed = self.listed(&collection, log).await;
        let at = self.begin(Undo::ToLookFor { url: collection.clone() })?;
        let sent = self.transfer(request, log).await;
        match outcome(&sent, |response| created(&collection, response, &listed)) {
            Outcome::Nothing => self.is_done(at, "created nothing"),
            Outcome::Created(url) => self.stands(at, Undo::ToDelete { url, seen: false }),
            Outcome::Untold(reason) => self.changes[at].untold = reason,
        }
        Ok(sent?)
    }

    /// Sends an update of what should not exist. Who takes it may have made something of it.
    pub(super) async fn update_nothing(
        &mut self,
        request: Request,
        log: &mut Vec<Exchange>,
    ) -> Result<Exchange, NoAnswer> {
        let at = self.begin(Undo::ToLookAt { url: plain(&request.url).to_string() })?;
        let sent = self.transfer(request, log).await;
        self.changes[at].late =
            sent.as_ref().err().filter(|lost| !lost.is_over).map(|lost| lost.reason.clone());
        let made = |response: &Response| Err(format!("it was answered {}", response.status));
        if matches!(outcome(&sent, made), Outcome::Nothing) {
            self.is_done(at, "changed nothing");
        }
        Ok(sent?)
    }

    /// Sends a DELETE of what this scenario created, and of nothing else.
    pub(super) async fn delete(
        &mut self,
        request: Request,
        log: &mut Vec<Exchange>,
    ) -> Result<Exchange, NoAnswer> {
        let Some(own) = self.created_at(&request.url) else {
            return Err(NoAnswer::Skipped(NOT_OWN.to_string()));
        };
        self.changes[own].may_be_gone = true;
        let deleted = self.transfer(request, log).await?;
        self.note_seen(&deleted);
        Ok(deleted)
    }

    /// The change that made what is at this URL.
    fn created_at(&self, at: &str) -> Option<usize> {
        self.changes
            .iter()
            .position(|change| matches!(&change.undo, Undo::ToDelete { url, .. } if is_same(url, at)))
    }

    /// What a request has found where it was created may be taken for deleted once it is not there any more.
    pub(super) fn note_seen(&mut self, exchange: &Exchange) {
        let is_found = (200..300).contains(&exchange.response.status);
        let at = self.created_at(&exchange.request.url).filter(|_| is_found);
        let seen = at.map(|at| self.changes[at].undo.url().to_string());
        if let (Some(at), Some(url)) = (at, seen) {
            self.stands(at, Undo::ToDelete { url, seen: true });
        }
    }

    /// Sends an update of what was remembered as this change; `None`: of what the same scenario created.
    pub(super) async fn update(
        &mut self,
        request: Request,
        at: Option<usize>,
        log: &mut Vec<Exchange>,
    ) -> Result<Exchange, NoAnswer> {
        let names = names(&request);
        let sent = self.transfer(request, log).await;
        let Some(change) = at.and_then(|at| self.changes.get_mut(at)) else { return Ok(sent?) };
        let (may_be_taken, late) = match &sent {
            Ok(exchange) => {
                change.is_taken |= (200..300).contains(&exchange.response.status);
                change.is_unclear |= exchange.response.status >= 500;
                (matches!(exchange.response.status, 200..300 | 500..), self.late.take())
            }
            Err(lost) => {
                (lost.may_have_arrived, (!lost.is_over).then(|| lost.reason.clone()).or(self.late.take()))
            }
        };
        if may_be_taken || late.is_some() {
            change.taken.extend(names);
        }
        change.late = late.or(change.late.take());
        Ok(sent?)
    }

    /// Whether the URL of a change holds no secret.
    fn may_be_written_down(&self, undo: &Undo) -> bool {
        self.shared.redaction().text(undo.url()) == undo.url()
    }

    fn is_done(&mut self, at: usize, how: &str) {
        self.stands(at, Undo::Done(how.to_string()));
        self.changes.remove(at);
    }

    /// What could not be written is still as the ledger says: the next `restore` looks at it once more.
    pub(super) fn stands(&mut self, at: usize, undo: Undo) {
        let mut change = self.changes.remove(at);
        self.note(&mut change, undo);
        self.changes.insert(at, change);
    }

    pub(super) fn note(&self, change: &mut Change, undo: Undo) {
        if self.may_be_written_down(&undo) {
            let _ = self.shared.ledger.say(&change.entry, &undo);
        }
        change.undo = undo;
    }
}

/// What a request that may create something came to.
enum Outcome {
    Nothing,
    Created(String),
    /// Something may be there, and nobody knows where.
    Untold(String),
}

fn outcome(sent: &Result<Exchange, Lost>, created: impl Fn(&Response) -> Result<String, String>) -> Outcome {
    match sent {
        Ok(exchange) => match exchange.response.status {
            200..300 => created(&exchange.response).map_or_else(Outcome::Untold, Outcome::Created),
            300..500 => Outcome::Nothing,
            503 if exchange.response.header("retry-after").is_some() => Outcome::Nothing,
            status => Outcome::Untold(format!("it was answered {status}")),
        },
        Err(lost) if lost.may_have_arrived => Outcome::Untold(lost.reason.clone()),
        Err(_) => Outcome::Nothing,
    }
}

pub(super) fn unwritten(error: &LedgerError) -> NoAnswer {
    NoAnswer::Inconclusive(format!("nothing was written: the ledger could not be: {error}"))
}
