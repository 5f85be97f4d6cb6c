//! Remembering what a resource held before the first write to it, in the ledger.

use serde_json::{Map, Value};

use super::changing::unwritten;
use super::created::is_same;
use super::ledger_line::{Before, Restoring, Undo};
use super::members::{Members, null, value};
use super::reading::{Held, plain};
use super::session::LiveSession;
use crate::contract::{instant, is_control};
use crate::exchange::{Exchange, NoAnswer, Request};

impl LiveSession {
    /// Reads what an update is about to change, and writes it down; the first reading is what is put back.
    pub(super) async fn remember(
        &mut self,
        request: &Request,
        writable: &[String],
        log: &mut Vec<Exchange>,
    ) -> Result<Map<String, Value>, NoAnswer> {
        let sent = names(request);
        let Held { object, members, selected } = self.before_write(&request.url, &sent, log).await?;
        // nothing is known of what a body that is no JSON may have changed
        let all: Vec<String> = members.keys().filter(|name| *name != "id").cloned().collect();
        let names = if writable.is_empty() { &all } else { writable };
        let old = |name: &String| (name.clone(), members.get(name).cloned().unwrap_or_else(null));
        let members = names.iter().filter(|name| !is_control(name)).map(old).collect();
        let url = plain(&request.url).to_string();
        self.write_down(Before { url, method: Restoring::Patch, members, selected }, &sent, log)?;
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
            let reason = "a PUT of something else than a JSON object is not sent to a live endpoint: what it replaces could not be \
                          put back";
            return Err(NoAnswer::Skipped(reason.to_string()));
        }
        let sent = names(request);
        let Held { object, members, selected } = self.before_write(&request.url, &sent, log).await?;
        let is_instant = |old: &Value| old.as_str().is_some_and(|text| instant(text).is_some());
        let is_own = |name: &String, old: &Value| !writable.contains(name) && is_instant(old);
        let absent = writable.iter().map(|name| (name.clone(), null())).collect::<Members>();
        let all = absent.into_iter().chain(members);
        let is_kept = |name: &String| !is_control(name) && (name != "id" || sent.contains(name));
        let old = all.filter(|(name, old)| is_kept(name) && !is_own(name, &value(old)));
        let (url, members) = (plain(&request.url).to_string(), old.collect());
        self.write_down(Before { url, method: Restoring::Put, members, selected }, &sent, log)?;
        Ok(object)
    }

    async fn before_write(
        &mut self,
        url: &str,
        sent: &[String],
        log: &mut Vec<Exchange>,
    ) -> Result<Held, NoAnswer> {
        let at = log.len();
        let held = self.held_with(url, sent, log).await?;
        let status = log.get(at..).and_then(<[_]>::first).map_or(0, |exchange| exchange.response.status);
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

    /// Writes down what a resource held, before a request that sends these members; what was exchanged so far shows which of it
    /// are secrets.
    fn write_down(&mut self, before: Before, sent: &[String], log: &[Exchange]) -> Result<(), NoAnswer> {
        let redaction = self.shared.redaction().knowing(log);
        let secret = before.members.iter().find(|(name, old)| redaction.cuts(name, &value(old)));
        if let Some((name, _)) = secret {
            return Err(NoAnswer::Inconclusive(format!(
                "nothing was written: the member {name} holds a secret, which the ledger must not hold"
            )));
        }
        let (url, method) = (before.url.clone(), before.method);
        let will_go = |undo: &Undo| matches!(undo, Undo::ToDelete { url: own } if is_same(own, &url));
        if self.changes.iter().any(|change| will_go(&change.undo)) {
            return Ok(());
        }
        let is_it = |undo: &Undo| matches!(undo, Undo::ToPutBack(known) if known.url == url && known.method == method);
        let at = match self.changes.iter().position(|change| is_it(&change.undo)) {
            Some(at) => self.add(at, before)?,
            None => self.begin(Undo::ToPutBack(before))?,
        };
        self.changes[at].sent.extend_from_slice(sent);
        Ok(())
    }

    /// Adds what another write to the same resource is about to change: of what was known the first value counts, but for
    /// members that nobody had asked for and no request had sent.
    fn add(&mut self, at: usize, more: Before) -> Result<usize, NoAnswer> {
        let change = &mut self.changes[at];
        let Undo::ToPutBack(mut before) = change.undo.clone() else { return Ok(at) };
        let known = before.members.len();
        for (name, old) in more.members {
            let is_new = more.selected.contains(&name) && !change.sent.contains(&name);
            if is_new {
                before.selected.push(name.clone());
            }
            if is_new || !before.members.contains_key(&name) {
                before.members.insert(name, old);
            }
        }
        if before.members.len() > known || !more.selected.is_empty() {
            let undo = Undo::ToPutBack(before);
            self.shared.ledger.say(&change.entry, &undo).map_err(|error| unwritten(&error))?;
            change.undo = undo;
        }
        Ok(at)
    }
}

/// The members that a request sends.
fn names(request: &Request) -> Vec<String> {
    let sent = request.json().and_then(|body| body.as_object().cloned()).unwrap_or_default();
    sent.into_iter().map(|(name, _)| name).filter(|name| !is_control(name)).collect()
}
