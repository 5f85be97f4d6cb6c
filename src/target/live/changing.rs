//! Requests that change something: each has a way back, and that stands in the ledger before the request is sent.

use serde_json::{Map, Value};

use super::created::{created, ids, is_same};
use super::ledger::LedgerError;
use super::ledger_line::{Before, Restoring, Undo};
use super::members::{Members, null, value};
use super::reading::{Held, plain};
use super::session::LiveSession;
use super::transfer::Lost;
use crate::contract::{instant, is_control};
use crate::exchange::{Exchange, NoAnswer, Request, Response};

/// Why a DELETE is not sent.
pub(super) const NOT_OWN: &str =
    "DELETE is sent to a live endpoint only for what the same scenario created: create it first";

/// A change that was made, or is about to be.
pub(super) struct Change {
    /// Its entry in the ledger.
    pub(super) entry: String,
    pub(super) undo: Undo,
    /// Why nobody knows what was created.
    pub(super) untold: String,
    /// A step may have deleted it.
    pub(super) may_be_gone: bool,
}

impl LiveSession {
    /// Reads what an update is about to change, and writes it down; the first reading is what is put back.
    pub(super) async fn remember(
        &mut self,
        request: &Request,
        writable: &[String],
        log: &mut Vec<Exchange>,
    ) -> Result<Map<String, Value>, NoAnswer> {
        let Held { object, members } = self.before_write(&request.url, log).await?;
        // nothing is known of what a body that is no JSON may have changed
        let all: Vec<String> = members.keys().filter(|name| *name != "id").cloned().collect();
        let names = if writable.is_empty() { &all } else { writable };
        let old = |name: &String| (name.clone(), members.get(name).cloned().unwrap_or_else(null));
        let old = names.iter().filter(|name| !is_control(name)).map(old).collect();
        self.write_down(&request.url, Restoring::Patch, old)?;
        Ok(object)
    }

    /// The same for a PUT: what it does not send it may reset. Timestamps that the page does not list are the service's own.
    pub(super) async fn remember_all(
        &mut self,
        request: &Request,
        writable: &[String],
        log: &mut Vec<Exchange>,
    ) -> Result<Map<String, Value>, NoAnswer> {
        if !request.json().is_some_and(|body| body.is_object()) {
            return Err(NoAnswer::Skipped(
                "a PUT of something else than a JSON object is not sent to a live endpoint: what it replaces could not be \
                 put back"
                    .to_string(),
            ));
        }
        let Held { object, members } = self.before_write(&request.url, log).await?;
        let is_instant = |old: &Value| old.as_str().is_some_and(|text| instant(text).is_some());
        let is_own = |name: &String, old: &Value| !writable.contains(name) && is_instant(old);
        let sent = writable.iter().map(|name| (name.clone(), null())).collect::<Members>();
        let all = sent.into_iter().chain(members);
        let old = all.filter(|(name, old)| !is_control(name) && name != "id" && !is_own(name, &value(old)));
        self.write_down(&request.url, Restoring::Put, old.collect())?;
        Ok(object)
    }

    async fn before_write(&mut self, url: &str, log: &mut Vec<Exchange>) -> Result<Held, NoAnswer> {
        let held = self.held(url, log).await?;
        let status = log.last().map_or(0, |exchange| exchange.response.status);
        let is_collection = |held: &Held| {
            held.object.get("value").is_some_and(Value::is_array) && !held.object.contains_key("id")
        };
        let held = held.filter(|held| !is_collection(held));
        held.ok_or_else(|| {
            NoAnswer::Inconclusive(format!(
                "nothing was written: reading the resource before the update answered {status} and no such object, \
                 so it could not be put back"
            ))
        })
    }

    /// Writes down what a resource held; of what is in the ledger already, the first value counts.
    fn write_down(&mut self, url: &str, method: Restoring, old: Members) -> Result<(), NoAnswer> {
        let url = plain(url);
        let redaction = self.shared.redaction();
        if let Some((name, _)) = old.iter().find(|(name, old)| redaction.cuts(name, &value(old))) {
            return Err(NoAnswer::Inconclusive(format!(
                "nothing was written: the member {name} holds a secret, which the ledger must not hold"
            )));
        }
        let will_go =
            |change: &Change| matches!(&change.undo, Undo::ToDelete { url: own } if is_same(own, url));
        if self.changes.iter().any(will_go) {
            return Ok(());
        }
        let known = self.changes.iter().position(|change| {
            matches!(&change.undo, Undo::ToPutBack(before) if before.url == url && before.method == method)
        });
        let Some(at) = known else {
            let before = Before { url: url.to_string(), method, members: old };
            return self.begin(Undo::ToPutBack(before)).map(drop);
        };
        let Undo::ToPutBack(mut before) = self.changes[at].undo.clone() else { return Ok(()) };
        let count = before.members.len();
        for (name, old) in old {
            before.members.entry(name).or_insert(old);
        }
        if before.members.len() > count {
            let undo = Undo::ToPutBack(before);
            let written = self.shared.ledger.say(&self.changes[at].entry, &undo);
            written.map_err(|error| unwritten(&error))?;
            self.changes[at].undo = undo;
        }
        Ok(())
    }

    /// Writes a change down that is about to be made, and returns its place.
    fn begin(&mut self, undo: Undo) -> Result<usize, NoAnswer> {
        let entry = self.shared.ledger.open(&undo).map_err(|error| unwritten(&error))?;
        self.changes.push(Change { entry, undo, untold: String::new(), may_be_gone: false });
        Ok(self.changes.len() - 1)
    }

    /// Sends a request that creates something in a collection.
    pub(super) async fn create(
        &mut self,
        request: Request,
        log: &mut Vec<Exchange>,
    ) -> Result<Exchange, NoAnswer> {
        let collection = plain(&request.url).to_string();
        let listed = self.object(&collection, log).await.ok().flatten();
        let listed = listed.map(|list| ids(&list)).unwrap_or_default();
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

    fn is_done(&mut self, at: usize, how: &str) {
        self.stands(at, Undo::Done(how.to_string()));
        self.changes.remove(at);
    }

    /// What could not be written is still as the ledger says: the next `restore` looks at it once more.
    fn stands(&mut self, at: usize, undo: Undo) {
        let _ = self.shared.ledger.say(&self.changes[at].entry, &undo);
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

fn unwritten(error: &LedgerError) -> NoAnswer {
    NoAnswer::Inconclusive(format!("nothing was written: the ledger could not be: {error}"))
}
