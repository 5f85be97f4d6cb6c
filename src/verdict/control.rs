//! Control information is of its kind, whether or not the page shows it (OData JSON format 4.01, section 4.6).

use serde_json::Value;

use super::body::Numbers;
use super::violation::{Code, Violation, child, shown};
use crate::contract::DocumentedAt;

/// Control information that is a text, behind `@odata.` or that and a member's name.
const TEXTS: [&str; 7] = ["context", "deltaLink", "editLink", "etag", "id", "nextLink", "type"];

/// What of a body's control information is of another kind than OData has it; a null says nothing.
pub(super) fn violations(body: &Value, numbers: Numbers, at: &DocumentedAt) -> Vec<Violation> {
    let mut found = Vec::new();
    walk("", body, numbers, at, &mut found);
    found
}

fn walk(pointer: &str, value: &Value, numbers: Numbers, at: &DocumentedAt, found: &mut Vec<Violation>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let pointer = child(pointer, name);
                let term = name.split_once("@odata.").map(|(_, term)| term);
                match term.and_then(|term| broken(term, value, numbers)) {
                    Some(kind) => {
                        found.push(Violation::new(Code::PropertyType, pointer, kind, shown(value), Some(at)));
                    }
                    None => walk(&pointer, value, numbers, at, found),
                }
            }
        }
        Value::Array(values) => {
            for (place, value) in values.iter().enumerate() {
                walk(&format!("{pointer}/{place}"), value, numbers, at, found);
            }
        }
        _ => {}
    }
}

/// What OData has for a term, where the value is none of it.
fn broken(term: &str, value: &Value, numbers: Numbers) -> Option<&'static str> {
    let may_be_text = numbers == Numbers::MayBeStrings;
    match (term, value) {
        (_, Value::Null) => None,
        ("count", Value::Number(count)) if count.as_f64().is_some_and(|count| count.fract() == 0.0) => None,
        ("count", Value::String(count)) if may_be_text && count.parse::<i64>().is_ok() => None,
        ("count", _) => Some("a whole number"),
        (term, value) => (TEXTS.contains(&term) && !value.is_string()).then_some("a String"),
    }
}
