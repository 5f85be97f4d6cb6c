//! The answer is about the resource that was addressed.

use serde_json::Value;

use super::judge::Sent;
use super::violation::{Code, Violation, shown};
use crate::contract::{DocumentedExample, is_guid};

/// Another `id` than the key in the path.
///
/// A resource may have alternate keys (a user's principal name, `root`) that are answered with the GUID of the resource;
/// such an answer is not judged here. A documented choice of keys (`{id | userPrincipalName}`) is not judged either.
pub(super) fn violations(example: &DocumentedExample, sent: &Sent, body: &Value) -> Vec<Violation> {
    let Some(addressed) = addressed(example, sent) else { return Vec::new() };
    let Some(promised) = example.response.json().and_then(|body| body.shape.member("id", &body.types)) else {
        return Vec::new();
    };
    let Some(actual) = body.get("id").and_then(Value::as_str) else { return Vec::new() };
    let may_be_alternate = is_guid(actual) && !is_guid(addressed);
    let same = match is_guid(addressed) {
        true => actual.eq_ignore_ascii_case(addressed),
        false => actual == addressed,
    };
    if same || may_be_alternate {
        return Vec::new();
    }
    let expected = format!("\"{addressed}\", as addressed");
    vec![Violation::new(
        Code::PropertyValue,
        "/id",
        expected,
        shown(&body["id"]),
        Some(&promised.documented_at),
    )]
}

fn addressed<'a>(example: &DocumentedExample, sent: &'a Sent) -> Option<&'a str> {
    let placeholder = example.request.path().key()?;
    let shows_id = example.response.json()?.example.get("id").is_some();
    let names_an_id = placeholder.to_lowercase().ends_with("id") && !placeholder.contains('|');
    sent.key.as_deref().filter(|_| shows_id && names_an_id)
}
