//! Putting back what a scenario changed.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::session::LiveSession;
use crate::contract::{Types, is_control};
use crate::exchange::{Exchange, Request};
use crate::verdict::same_value;

/// A resource before the scenario's first write.
pub(super) struct Before {
    pub(super) object: Map<String, Value>,
    /// The members that updates may have changed.
    pub(super) writable: Vec<String>,
}

/// Restores the resource, and reads it again to see that it is restored.
///
/// # Errors
/// What is left changed, and why.
pub(super) async fn put_back(
    session: &mut LiveSession,
    url: &str,
    before: &Before,
    log: &mut Vec<Exchange>,
) -> Result<(), String> {
    let changed = changed(session, url, before, log).await?;
    if changed.is_empty() {
        return Ok(());
    }
    session
        .transfer(restoring(session, url, &changed), log)
        .await
        .map_err(|error| left(&changed, &error.to_string()))?;
    let still = self::changed(session, url, before, log).await?;
    match still.is_empty() {
        true => Ok(()),
        false => Err(left(&still, "the endpoint did not take the old values back")),
    }
}

/// The members that differ from what they were, with the values they had.
async fn changed(
    session: &mut LiveSession,
    url: &str,
    before: &Before,
    log: &mut Vec<Exchange>,
) -> Result<Map<String, Value>, String> {
    let now = session.object(url, log).await.map_err(|error| error.to_string())?;
    let now = now.ok_or("the resource could not be read after the update")?;
    let types = Types::new();
    let differs = |name: &&String| {
        let (old, new) =
            (before.object.get(*name).unwrap_or(&Value::Null), now.get(*name).unwrap_or(&Value::Null));
        !same_value(old, new, None, &types)
    };
    let names = before
        .writable
        .iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter(|name| !is_control(name))
        .filter(differs);
    Ok(names.map(|name| (name.clone(), before.object.get(name).cloned().unwrap_or_default())).collect())
}

fn restoring(session: &LiveSession, url: &str, old: &Map<String, Value>) -> Request {
    let headers = vec![
        ("Authorization".to_string(), session.bearer()),
        ("Content-Type".to_string(), "application/json".to_string()),
    ];
    let body = serde_json::to_vec(old).unwrap_or_default();
    Request { method: "PATCH".to_string(), url: url.to_string(), headers, body: Some(body) }
}

fn left(members: &Map<String, Value>, reason: &str) -> String {
    let names: Vec<&str> = members.keys().map(String::as_str).collect();
    format!("{} could not be put back: {reason}", names.join(", "))
}
