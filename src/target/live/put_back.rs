//! Putting back what a scenario changed.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::value::RawValue;

use super::changing::Change;
use super::ledger_line::{Before, Restoring, Undo};
use super::members::{Members, value};
use super::session::LiveSession;
use super::undoing::LOOKS;
use crate::contract::{Types, instant, is_control};
use crate::exchange::{Exchange, Request};
use crate::verdict::same_value;

/// A value as the endpoint wrote it.
type Text = Box<RawValue>;

/// Restores the resource, reads it again to see that it is restored, and tells what was sent for that.
///
/// The old values of what writes have sent are sent whatever a read shows: it may show what was there before the write. After a
/// run that is over, what has neither its old value nor one that was sent was changed by somebody else, and stays.
///
/// # Errors
/// What is left changed, and why.
pub(super) async fn put_back(
    session: &mut LiveSession,
    change: &mut Change,
    log: &mut Vec<Exchange>,
) -> Result<String, String> {
    let Undo::ToPutBack(before) = change.undo.clone() else { return Ok(String::new()) };
    let mut now = read(session, &before, log).await?;
    let others = match change.whole.is_none() {
        true => theirs(&before, &now),
        false => BTreeSet::new(),
    };
    let differs = |name: &str, old: &RawValue| value(old) != of(&now, name);
    let is_back = |(name, old): &(&String, &Text)| {
        !others.contains(*name) && (differs(name, old) || change.taken.contains(*name))
    };
    let back: Members = before.members.iter().filter(is_back).map(owned).collect();
    // a member that no read shows may take no null, and must keep no other from being put back
    let is_sure = |(name, old): &(&String, &Text)| !value(old).is_null() || differs(name, old);
    let sure: Members = back.iter().filter(is_sure).map(owned).collect();
    let mut refused = None;
    if !back.is_empty() {
        let request = restoring(session, &before, &back, &others, &now);
        let status = match send(session, request, &back, log).await {
            Ok(status) => status,
            // the endpoint closed both connections: what the first one carried must not show up late, either
            Err(reason)
                if change.is_taken
                    || change.is_unclear
                    || change.late.is_some()
                    || !is_as_before(change, &before, &others, &now) =>
            {
                return Err(reason);
            }
            Err(reason) => {
                tokio::time::sleep(session.shared.options.pause).await;
                now = read(session, &before, log).await?;
                return match is_as_before(change, &before, &others, &now) {
                    true => Ok("as it was before".to_string()),
                    false => Err(reason),
                };
            }
        };
        refused = Some((status, back.clone())).filter(|(status, _)| *status >= 300);
        let is_less = before.method == Restoring::Patch && !sure.is_empty() && sure.len() < back.len();
        if refused.is_some() && is_less {
            let again = send(session, restoring(session, &before, &sure, &others, &now), &sure, log).await?;
            let is_other = |(name, _): &(&String, &Text)| again >= 300 || !sure.contains_key(*name);
            refused = Some((status, back.iter().filter(is_other).map(owned).collect()));
        }
        now = read(session, &before, log).await?;
    }
    let mut pause = session.shared.options.pause;
    for _ in 1..LOOKS {
        if is_as_before(change, &before, &others, &now) {
            break;
        }
        tokio::time::sleep(pause).await; // a read may show late what was put back
        pause *= 2;
        now = read(session, &before, log).await?;
    }
    let (still, beside) = (still(&before, &others, &now), changed_beside(change, &before, &now));
    let reasons = reasons(change, &still, &beside, refused.as_ref(), &others);
    if !beside.is_empty() {
        note_beside(session, change, beside, log);
    }
    let told = match back.is_empty() {
        true => "as it was before".to_string(),
        false => format!("put back: {}", listed(&back)),
    };
    match reasons.is_empty() {
        true => Ok(told),
        false if change.whole.is_none() && !back.is_empty() && still.is_empty() && refused.is_none() => {
            Err(format!("{told}; {}", reasons.join("; ")))
        }
        false => Err(reasons.join("; ")),
    }
}

/// Why all is not as it was; empty: it is.
fn reasons(
    change: &Change,
    still: &Members,
    beside: &Members,
    refused: Option<&(u16, Members)>,
    others: &BTreeSet<String>,
) -> Vec<String> {
    let mut reasons = Vec::new();
    match refused {
        Some((status, members)) if !still.is_empty() || change.is_taken => {
            let named = if still.is_empty() { members } else { still };
            reasons.push(left(named, &format!("the old values were answered {status}")));
        }
        _ if !still.is_empty() => reasons.push(left(still, "the endpoint did not take the old values back")),
        _ => {}
    }
    if !beside.is_empty() {
        reasons.push(left(beside, "no request has sent this, and it is not as it was before"));
    }
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(String::as_str).collect();
        reasons.push(format!("{} was changed by somebody else since, and is left alone", names.join(", ")));
    }
    if let Some(reason) = &change.late {
        reasons.push(format!(
            "an update may have arrived without an answer; the old values were sent after it, and what it changes later is not \
             seen: {reason}"
        ));
    }
    reasons
}

/// The status that the old values are answered with.
async fn send(
    session: &mut LiveSession,
    request: Request,
    back: &Members,
    log: &mut Vec<Exchange>,
) -> Result<u16, String> {
    let sent = session.transfer(request, log).await;
    sent.map(|sent| sent.response.status).map_err(|lost| left(back, &lost.reason))
}

async fn read(
    session: &mut LiveSession,
    before: &Before,
    log: &mut Vec<Exchange>,
) -> Result<Members, String> {
    let now =
        session.held_with(&before.url, &before.selected, log).await.map_err(|error| error.to_string())?;
    Ok(now.ok_or("the resource could not be read after the update")?.members)
}

/// The members that do not have the values that they had, with these.
fn still(before: &Before, others: &BTreeSet<String>, now: &Members) -> Members {
    let differs =
        |(name, old): &(&String, &Text)| !others.contains(*name) && !same(&value(old), &of(now, name));
    before.members.iter().filter(differs).map(owned).collect()
}

fn is_as_before(change: &Change, before: &Before, others: &BTreeSet<String>, now: &Members) -> bool {
    still(before, others, now).is_empty() && changed_beside(change, before, now).is_empty()
}

/// The members that are not among those to be put back and differ all the same, with the values they had. Timestamps and what
/// tells versions apart are the service's own.
fn changed_beside(change: &Change, before: &Before, now: &Members) -> Members {
    let Some(whole) = &change.whole else {
        let differs = |(name, old): &(&String, &Text)| !same(&value(old), &of(now, name));
        return before.beside.iter().filter(differs).map(owned).collect();
    };
    let names: BTreeSet<&String> = whole.keys().chain(now.keys()).collect();
    let is_beside = |name: &&String| !before.members.contains_key(*name) && !is_control(name);
    let differs = |name: &&String| {
        let (old, new) = (of(whole, name), of(now, name));
        !(same(&old, &new) || is_kept_by_the_service(name) || is_instant(&old) && is_instant(&new))
    };
    let null = super::members::null;
    let old = |name: &String| (name.clone(), whole.get(name).cloned().unwrap_or_else(null));
    names.into_iter().filter(is_beside).filter(differs).map(old).collect()
}

fn is_kept_by_the_service(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "etag" | "ctag" | "changekey")
}

/// An instant, or none yet.
fn is_instant(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| instant(text).is_some())
}

/// Writes down what nothing puts back, so that `restore` does not take the resource for restored.
fn note_beside(session: &LiveSession, change: &mut Change, beside: Members, log: &[Exchange]) {
    let Undo::ToPutBack(before) = &mut change.undo else { return };
    let redaction = session.shared.redaction().knowing(log);
    before.beside = beside.into_iter().filter(|(name, old)| !redaction.cuts(name, &value(old))).collect();
    let _ = session.shared.ledger.say(&change.entry, &change.undo);
}

/// The members that have neither the value they had nor one that a write has sent, or that it may have given them.
fn theirs(before: &Before, now: &Members) -> BTreeSet<String> {
    if before.sent.is_empty() {
        return BTreeSet::new(); // nobody knows what was sent
    }
    let is_theirs = |(name, old): &(&String, &Text)| {
        let (old, now) = (value(old), of(now, name));
        let is_reset = before.method == Restoring::Put && is_empty(&now);
        let is_own = match before.sent.get(*name) {
            Some(sent) if sent.is_empty() => true,
            Some(sent) => comes_of(&old, &sent.iter().map(|sent| value(sent)).collect::<Vec<_>>(), &now),
            None => is_reset,
        };
        !is_own && !same(&old, &now)
    };
    before.members.iter().filter(is_theirs).map(|(name, _)| name.clone()).collect()
}

/// Whether a value is one of those that were sent, or the old one with parts of them (OData Protocol 4.01, section 11.4.3).
fn comes_of(old: &Value, sent: &[Value], now: &Value) -> bool {
    if sent.iter().any(|sent| same(sent, now)) {
        return true;
    }
    let (Value::Object(was), Value::Object(is)) = (old, now) else { return false };
    let part = |name: &String| {
        let sent: Vec<Value> = sent.iter().filter_map(|sent| sent.get(name).cloned()).collect();
        let (was, is) = (was.get(name).unwrap_or(&Value::Null), is.get(name).unwrap_or(&Value::Null));
        same(was, is) || comes_of(was, &sent, is)
    };
    was.keys().chain(is.keys()).all(part)
}

/// What a replacement makes of a member that it does not send.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

fn same(old: &Value, new: &Value) -> bool {
    same_value(old, new, None, &Types::new())
}

fn of(members: &Members, name: &str) -> Value {
    members.get(name).map_or(Value::Null, |member| value(member))
}

fn owned((name, value): (&String, &Text)) -> (String, Box<RawValue>) {
    (name.clone(), value.clone())
}

/// `back`: what a PATCH sends. A PUT sends all, with what others have changed as it is `now`.
fn restoring(
    session: &LiveSession,
    before: &Before,
    back: &Members,
    others: &BTreeSet<String>,
    now: &Members,
) -> Request {
    let headers = vec![
        ("Authorization".to_string(), session.bearer()),
        ("Content-Type".to_string(), "application/json".to_string()),
    ];
    let (method, body) = match before.method {
        Restoring::Patch => ("PATCH", serde_json::to_vec(back)),
        Restoring::Put => {
            let kept = |(name, old): (&String, &Text)| match others.contains(name) {
                true => now.get(name).map(|now| (name.clone(), now.clone())),
                false => Some((name.clone(), old.clone())),
            };
            ("PUT", serde_json::to_vec(&before.members.iter().filter_map(kept).collect::<Members>()))
        }
    };
    Request { method: method.to_string(), url: before.url.clone(), headers, body: body.ok() }
}

fn left(members: &Members, reason: &str) -> String {
    format!("{} could not be put back: {reason}", listed(members))
}

fn listed(members: &Members) -> String {
    members.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}
