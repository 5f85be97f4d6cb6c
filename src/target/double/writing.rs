//! What a request makes, changes or replaces.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::answer::documented;
use super::refusal::Refusal;
use super::state::{State, below, merge};
use crate::contract::{DocumentedResponse, UrlTemplate, is_control};
use crate::exchange::{Request, Response};

pub(super) fn update(
    promised: &DocumentedResponse,
    path: &str,
    state: &mut State,
    request: &Request,
) -> Result<Response, Refusal> {
    let creates = request.method == "PUT" || promised.status == 201;
    let held = state.get(path).cloned().or_else(|| creates.then(|| keyed(promised, path)));
    let mut resource = held.ok_or_else(|| Refusal::not_found(path))?;
    merge(&mut resource, &sent_members(request));
    state.put(path, resource.clone());
    Ok(documented(promised, Some(&resource)))
}

/// What a PUT makes: of the page's members the id alone is known, the key that it was sent to.
fn keyed(promised: &DocumentedResponse, path: &str) -> Map<String, Value> {
    let has_id = promised.json().is_some_and(|body| body.example.get("id").is_some_and(Value::is_string));
    let key =
        path.rsplit('/').next().filter(|_| has_id).map(|key| percent_decode_str(key).decode_utf8_lossy());
    key.map(|key| ("id".to_string(), json!(key))).into_iter().collect()
}

pub(super) fn create(
    promised: &DocumentedResponse,
    path: &str,
    state: &mut State,
    request: &Request,
) -> Response {
    let mut resource = sent_members(request);
    let given = resource.get("id").and_then(Value::as_str).map(str::to_string);
    let id = given.unwrap_or_else(|| state.new_id());
    resource.insert("id".to_string(), json!(id));
    let answer = leading_to(documented(promised, Some(&resource)), path, &id);
    // what the service made of what was sent is what it holds from now on
    let made = answer.json().and_then(|body| body.as_object().cloned()).unwrap_or(resource);
    state.put(&below(path, &id), without_control(made));
    answer
}

/// Where a page's `Location` stands right below the collection, the answer's leads to what was created there.
fn leading_to(mut answer: Response, collection: &str, id: &str) -> Response {
    let location = answer.headers.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("location"));
    if let Some((_, value)) = location
        && let Some((parent, _)) = value.rsplit_once('/')
        && UrlTemplate::read(parent).path.matches(collection).is_some()
    {
        *value = below(parent, id);
    }
    answer
}

pub(super) fn sent_members(request: &Request) -> Map<String, Value> {
    let sent = request.json().and_then(|body| body.as_object().cloned()).unwrap_or_default();
    without_control(sent)
}

fn without_control(members: Map<String, Value>) -> Map<String, Value> {
    members.into_iter().filter(|(name, _)| !is_control(name)).collect()
}
