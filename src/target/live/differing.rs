//! In what a resource differs from what it was before a scenario.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::value::RawValue;

use super::changing::Change;
use super::ledger_line::{Before, Restoring};
use super::members::{Members, value};
use crate::contract::{Types, instant, is_control};
use crate::verdict::{is_mark_of_state, same_value};

/// A value as the endpoint wrote it.
pub(super) type Text = Box<RawValue>;

/// The members that do not have the values that they had, with these.
pub(super) fn still(before: &Before, others: &BTreeSet<String>, now: &Members) -> Members {
    let differs =
        |(name, old): &(&String, &Text)| !others.contains(*name) && !same(&value(old), &of(now, name));
    before.members.iter().filter(differs).map(owned).collect()
}

pub(super) fn is_as_before(
    change: &Change,
    before: &Before,
    others: &BTreeSet<String>,
    now: &Members,
) -> bool {
    still(before, others, now).is_empty() && changed_beside(change, before, now).is_empty()
}

/// The members that are not among those to be put back and differ all the same, with the values they had. Timestamps and what
/// tells versions apart are the service's own.
pub(super) fn changed_beside(change: &Change, before: &Before, now: &Members) -> Members {
    let Some(whole) = &change.whole else {
        let differs = |(name, old): &(&String, &Text)| !same(&value(old), &of(now, name));
        return before.beside.iter().filter(differs).map(owned).collect();
    };
    let names: BTreeSet<&String> = whole.keys().chain(now.keys()).collect();
    let is_beside = |name: &&String| !before.members.contains_key(*name) && !is_control(name);
    let differs = |name: &&String| {
        let (old, new) = (of(whole, name), of(now, name));
        !(same(&old, &new) || is_mark_of_state(name) || is_instant(&old) && is_instant(&new))
    };
    let null = super::members::null;
    let old = |name: &String| (name.clone(), whole.get(name).cloned().unwrap_or_else(null));
    names.into_iter().filter(is_beside).filter(differs).map(old).collect()
}

/// An instant, or none yet.
fn is_instant(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| instant(text).is_some())
}

/// The members that have neither the value they had nor one that a write has sent, or that it may have given them.
pub(super) fn theirs(before: &Before, now: &Members) -> BTreeSet<String> {
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

pub(super) fn of(members: &Members, name: &str) -> Value {
    members.get(name).map_or(Value::Null, |member| value(member))
}

pub(super) fn owned((name, value): (&String, &Text)) -> (String, Box<RawValue>) {
    (name.clone(), value.clone())
}
