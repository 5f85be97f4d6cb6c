//! The answer is about the resource that was addressed.

use serde_json::Value;

use super::sent::Sent;
use super::violation::{Code, Violation, shown};
use crate::contract::{DocumentedExample, is_guid};

/// Another `id` than that of the addressed resource: the key in the path where that is an id, else the one the resource had
/// when it was read before.
///
/// A key may be an alternate one, which a service answers with the resource's own id: a word (`root`, `inbox`), a principal
/// name, a host name, or one of a documented choice (`{id | userPrincipalName}`).
pub(super) fn violations(example: &DocumentedExample, sent: &Sent, body: &Value) -> Vec<Violation> {
    let Some(expected) = expected(example, sent) else { return Vec::new() };
    let Some(promised) = example.response.json().and_then(|body| body.shape.member("id", &body.types)) else {
        return Vec::new();
    };
    let Some(actual) = body.get("id").and_then(Value::as_str) else { return Vec::new() };
    let same = match is_guid(expected) {
        true => actual.eq_ignore_ascii_case(expected),
        false => actual == expected,
    };
    if same {
        return Vec::new();
    }
    let expected = format!("\"{expected}\", as addressed");
    vec![Violation::new(
        Code::PropertyValue,
        "/id",
        expected,
        shown(&body["id"]),
        Some(&promised.documented_at),
    )]
}

fn expected<'a>(example: &DocumentedExample, sent: &'a Sent) -> Option<&'a str> {
    let placeholder = example.request.path().key_word()?;
    let shows_id = example.response.json()?.example.get("id").is_some();
    let names_an_id = placeholder.to_lowercase().ends_with("id") && !placeholder.contains('|');
    let by_key = sent.key.as_deref().filter(|key| names_an_id && is_id(key));
    by_key.or(sent.known_id.as_deref()).filter(|_| shows_id)
}

/// An id has a digit in it, as GUIDs do; words have none, principal and host names have an `@` or a dot, an alternate key that
/// says its name has a value behind it (`kindId=17`), and one that a client made may be a URL's path and query.
fn is_id(key: &str) -> bool {
    let is_named = key.split_once('=').is_some_and(|(_, value)| !value.trim_end_matches('=').is_empty());
    let is_place = key.starts_with('/') || key.contains('?');
    key.contains(|c: char| c.is_ascii_digit()) && !key.contains(['@', '.']) && !is_named && !is_place
}
