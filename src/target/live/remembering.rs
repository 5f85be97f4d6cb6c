//! Remembering what a resource held before the first write to it, in the ledger.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::changing::unwritten;
use super::created::is_same;
use super::ledger_line::{Before, Restoring, Undo};
use super::members::{Members, members, null, value};
use super::reading::{Held, plain};
use super::session::LiveSession;
use crate::contract::{instant, is_control};
use crate::exchange::{Exchange, NoAnswer, Request, Response};

impl LiveSession {
    /// Reads what an update is about to change, and writes it down; the first reading is what is put back.
    pub(super) async fn remember(
        &mut self,
        request: &Request,
        writable: &[String],
        log: &mut Vec<Exchange>,
    ) -> Result<(Map<String, Value>, Option<usize>), NoAnswer> {
        let sent = names(request);
        let Held { object, members, selected } = self.before_write(&request.url, &sent, log).await?;
        // nothing is known of what a body that is no JSON may have changed
        let all: Vec<String> = members.keys().filter(|name| *name != "id").cloned().collect();
        let names = if writable.is_empty() { &all } else { writable };
        let old = |name: &String| (name.clone(), members.get(name).cloned().unwrap_or_else(null));
        let old = names.iter().filter(|name| !is_control(name)).map(old).collect();
        let at = self.write_down(before(Restoring::Patch, request, old, selected), members, request, log)?;
        Ok((object, at))
    }

    /// The same for a PUT: what it does not send it may reset. Timestamps that the page does not list are the service's own.
    pub(super) async fn remember_all(
        &mut self,
        request: &Request,
        writable: &[String],
        log: &mut Vec<Exchange>,
    ) -> Result<(Map<String, Value>, Option<usize>), NoAnswer> {
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
        let all = absent.into_iter().chain(members.clone());
        let is_kept = |name: &String| !is_control(name) && (name != "id" || sent.contains(name));
        let old = all.filter(|(name, old)| is_kept(name) && !is_own(name, &value(old)));
        let old = old.collect();
        let at = self.write_down(before(Restoring::Put, request, old, selected), members, request, log)?;
        Ok((object, at))
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

    /// Writes down what a resource held, before this request changes it; what was exchanged so far shows which of it are secrets.
    /// The place of the change; `None`: there is nothing to put back, as the resource will be deleted.
    fn write_down(
        &mut self,
        mut before: Before,
        whole: Members,
        request: &Request,
        log: &[Exchange],
    ) -> Result<Option<usize>, NoAnswer> {
        let redaction = self.shared.redaction().knowing(log);
        before.sent = self.values_sent(request, log);
        let sent = names(request);
        let secret = before.members.iter().find(|(name, old)| redaction.cuts(name, &value(old)));
        if let Some((name, _)) = secret {
            return Err(NoAnswer::Inconclusive(format!(
                "nothing was written: the member {name} holds a secret, which the ledger must not hold"
            )));
        }
        let (url, method) = (before.url.clone(), before.method);
        let will_go = |undo: &Undo| matches!(undo, Undo::ToDelete { url: own, .. } if is_same(own, &url));
        if self.changes.iter().any(|change| will_go(&change.undo)) {
            return Ok(None);
        }
        let is_it = |undo: &Undo| matches!(undo, Undo::ToPutBack(known) if known.url == url && known.method == method);
        let at = match self.changes.iter().position(|change| is_it(&change.undo)) {
            Some(at) => self.add(at, before)?,
            None => self.begin(Undo::ToPutBack(before))?,
        };
        self.changes[at].sent.extend(sent);
        self.changes[at].whole.get_or_insert(whole);
        Ok(Some(at))
    }

    /// What a request sends, by member; nothing of a member that holds a secret.
    fn values_sent(&self, request: &Request, log: &[Exchange]) -> BTreeMap<String, Vec<Box<RawValue>>> {
        let unanswered = Response { status: 0, headers: Vec::new(), body: Vec::new() };
        let sending = Exchange { request: request.clone(), response: unanswered, seconds: 0.0 };
        let redaction = self.shared.redaction().knowing(log).knowing(&[sending]);
        let sent = members(request.body.as_deref().unwrap_or_default());
        let shown = |(name, sent): (String, Box<RawValue>)| {
            let is_secret = redaction.cuts(&name, &value(&sent));
            (name, if is_secret { Vec::new() } else { vec![sent] })
        };
        sent.into_iter().filter(|(name, _)| !is_control(name)).map(shown).collect()
    }

    /// Adds what another write to the same resource is about to change: of what was known the first value counts, but for
    /// members that nobody had asked for and no request had sent.
    fn add(&mut self, at: usize, more: Before) -> Result<usize, NoAnswer> {
        let change = &mut self.changes[at];
        let Undo::ToPutBack(mut before) = change.undo.clone() else { return Ok(at) };
        for (name, old) in more.members {
            let is_new = more.selected.contains(&name) && !change.sent.contains(&name);
            if is_new {
                before.selected.push(name.clone());
            }
            if is_new || !before.members.contains_key(&name) {
                before.members.insert(name, old);
            }
        }
        for (name, mut values) in more.sent {
            let known = before.sent.entry(name).or_insert_with(|| values.clone());
            // one value that is not told may be any
            if known.is_empty() || values.is_empty() {
                known.clear();
            } else if known.len() > 1 || known[0].get() != values[0].get() {
                known.append(&mut values);
            }
        }
        let undo = Undo::ToPutBack(before);
        self.shared.ledger.say(&change.entry, &undo).map_err(|error| unwritten(&error))?;
        change.undo = undo;
        Ok(at)
    }
}

fn before(method: Restoring, request: &Request, members: Members, selected: Vec<String>) -> Before {
    let url = plain(&request.url).to_string();
    Before { url, method, members, selected, sent: BTreeMap::new(), beside: Members::new() }
}

/// The members that a request sends.
pub(super) fn names(request: &Request) -> Vec<String> {
    let sent = request.json().and_then(|body| body.as_object().cloned()).unwrap_or_default();
    sent.into_iter().map(|(name, _)| name).filter(|name| !is_control(name)).collect()
}
