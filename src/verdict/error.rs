//! The documented error object.

use serde_json::Value;

use super::violation::{Code, Violation, cut, shown};
use crate::contract::DocumentedAt;
use crate::exchange::Response;

/// What is missing of `{"error": {"code": "...", "message": "..."}}` (decision 7).
pub(super) fn shape(response: &Response, at: Option<&DocumentedAt>) -> Vec<Violation> {
    let wrong = |pointer: &str, expected: &str, actual: String| {
        Violation::new(Code::ErrorShape, pointer, expected, actual, at)
    };
    let body = response.json();
    let Some(error) = body.as_ref().and_then(|body| body.get("error")).filter(|error| error.is_object())
    else {
        let came = match response.body.is_empty() {
            true => "no body".to_string(),
            false => cut(&String::from_utf8_lossy(&response.body)),
        };
        return vec![wrong("/error", "an error object with code and message", came)];
    };
    let members =
        ["code", "message"].into_iter().filter(|name| !error.get(name).is_some_and(Value::is_string));
    members
        .map(|name| {
            wrong(&format!("/error/{name}"), "a String", error.get(name).map_or("nothing".to_string(), shown))
        })
        .collect()
}
