//! Reading what an endpoint holds.

use serde_json::{Map, Value};

use super::members::{Members, members};
use super::session::LiveSession;
use super::untestable::untestable;
use crate::contract::{encoded, is_control};
use crate::exchange::{Exchange, NoAnswer, Request};

/// A resource as it was read.
pub(super) struct Held {
    pub(super) object: Map<String, Value>,
    /// The same as the endpoint wrote it.
    pub(super) members: Members,
    /// The members that it showed only when it was asked for them.
    pub(super) selected: Vec<String>,
}

/// A URL without query and fragment: that of the resource itself.
pub(super) fn plain(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/')
}

impl LiveSession {
    /// The object at `url`; `None`: the answer is no JSON object, or an error.
    pub(super) async fn object(
        &mut self,
        url: &str,
        log: &mut Vec<Exchange>,
    ) -> Result<Option<Map<String, Value>>, NoAnswer> {
        Ok(self.held(url, log).await?.map(|held| held.object))
    }

    /// The same with its text.
    pub(super) async fn held(
        &mut self,
        url: &str,
        log: &mut Vec<Exchange>,
    ) -> Result<Option<Held>, NoAnswer> {
        let exchange = self.look(url, log).await?;
        if let Some(reason) = untestable(&exchange.response) {
            return Err(NoAnswer::Inconclusive(format!("the resource could not be read: {reason}")));
        }
        let object = exchange.response.json().and_then(|body| body.as_object().cloned());
        let object = object.filter(|object| !object.get("error").is_some_and(Value::is_object));
        Ok(object.map(|object| Held {
            object,
            members: members(&exchange.response.body),
            selected: Vec::new(),
        }))
    }

    /// The same with these members among its own: one that a resource does not show by itself it may show when it is asked for.
    pub(super) async fn held_with(
        &mut self,
        url: &str,
        names: &[String],
        log: &mut Vec<Exchange>,
    ) -> Result<Option<Held>, NoAnswer> {
        let Some(mut held) = self.held(url, log).await? else { return Ok(None) };
        let is_missing = |name: &&String| !is_control(name) && !held.members.contains_key(*name);
        let missing: Vec<String> = names.iter().filter(is_missing).cloned().collect();
        for name in missing {
            // one by one: a name that the endpoint does not know would spoil the others'
            let asked = self.ask(format!("{}?$select={}", plain(url), encoded(&name)), log).await?;
            let text = members(&asked.response.body).remove(&name);
            if let Some(text) = text.filter(|_| asked.response.status < 300) {
                held.members.insert(name.clone(), text);
                held.selected.push(name);
            }
        }
        Ok(Some(held))
    }

    /// The answer to a read of the resource itself.
    pub(super) async fn look(&mut self, url: &str, log: &mut Vec<Exchange>) -> Result<Exchange, NoAnswer> {
        self.ask(url.split(['?', '#']).next().unwrap_or(url).to_string(), log).await
    }

    /// The answer to a read of this very URL.
    pub(super) async fn ask(&mut self, url: String, log: &mut Vec<Exchange>) -> Result<Exchange, NoAnswer> {
        let headers = vec![
            ("Authorization".to_string(), self.bearer()),
            ("Accept".to_string(), "application/json".to_string()),
        ];
        let request = Request { method: "GET".to_string(), url, headers, body: None };
        Ok(self.transfer(request, log).await?)
    }
}
