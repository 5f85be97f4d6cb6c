//! Putting back what a scenario changed.

use serde_json::Value;

use super::ledger_line::{Before, Restoring};
use super::members::{Members, value};
use super::session::LiveSession;
use crate::contract::Types;
use crate::exchange::{Exchange, Request};
use crate::verdict::same_value;

/// Restores the resource, and reads it again to see that it is restored.
///
/// # Errors
/// What is left changed, and why.
pub(super) async fn put_back(
    session: &mut LiveSession,
    before: &Before,
    log: &mut Vec<Exchange>,
) -> Result<(), String> {
    let changed = changed(session, before, log, |old, new| old == new).await?;
    if changed.is_empty() {
        return Ok(());
    }
    session
        .transfer(restoring(session, before, &changed), log)
        .await
        .map_err(|lost| left(&changed, &lost.reason))?;
    let same = |old: &Value, new: &Value| same_value(old, new, None, &Types::new());
    let still = self::changed(session, before, log, same).await?;
    match still.is_empty() {
        true => Ok(()),
        false => Err(left(&still, "the endpoint did not take the old values back")),
    }
}

/// The members that differ from what they were, with the values they had.
async fn changed(
    session: &mut LiveSession,
    before: &Before,
    log: &mut Vec<Exchange>,
    same: impl Fn(&Value, &Value) -> bool,
) -> Result<Members, String> {
    let now =
        session.held_with(&before.url, &before.selected, log).await.map_err(|error| error.to_string())?;
    let now = now.ok_or("the resource could not be read after the update")?.object;
    let differs = |(name, old): &(&String, &Box<_>)| {
        let new = now.get(*name).unwrap_or(&Value::Null);
        !same(&value(old), new)
    };
    let changed = before.members.iter().filter(differs);
    Ok(changed.map(|(name, old)| (name.clone(), old.clone())).collect())
}

fn restoring(session: &LiveSession, before: &Before, changed: &Members) -> Request {
    let headers = vec![
        ("Authorization".to_string(), session.bearer()),
        ("Content-Type".to_string(), "application/json".to_string()),
    ];
    let (method, body) = match before.method {
        Restoring::Patch => ("PATCH", serde_json::to_vec(changed)),
        Restoring::Put => ("PUT", serde_json::to_vec(&before.members)),
    };
    Request { method: method.to_string(), url: before.url.clone(), headers, body: body.ok() }
}

fn left(members: &Members, reason: &str) -> String {
    let names: Vec<&str> = members.keys().map(String::as_str).collect();
    format!("{} could not be put back: {reason}", names.join(", "))
}
