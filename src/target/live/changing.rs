//! Requests that change something: each has a way back, and that stands in the ledger before the request is sent.

use super::created::{Listed, Page, created, is_same};
use super::ledger::LedgerError;
use super::ledger_line::Undo;
use super::reading::plain;
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
    /// Why nobody knows what was created.
    pub(super) untold: String,
    /// A step may have deleted it.
    pub(super) may_be_gone: bool,
}

impl Change {
    pub(super) fn of(entry: String, undo: Undo) -> Change {
        Change { entry, undo, sent: Vec::new(), untold: String::new(), may_be_gone: false }
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
            Outcome::Created(url) => self.stands(at, Undo::ToDelete { url }),
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
        let is_it = |change: &&mut Change| matches!(&change.undo, Undo::ToDelete { url } if is_same(url, &request.url));
        let Some(own) = self.changes.iter_mut().find(is_it) else {
            return Err(NoAnswer::Skipped(NOT_OWN.to_string()));
        };
        own.may_be_gone = true;
        Ok(self.transfer(request, log).await?)
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
    fn stands(&mut self, at: usize, undo: Undo) {
        if self.may_be_written_down(&undo) {
            let _ = self.shared.ledger.say(&self.changes[at].entry, &undo);
        }
        self.changes[at].undo = undo;
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
