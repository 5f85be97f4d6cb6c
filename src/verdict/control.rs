//! Control information is of its kind, whether or not the page shows it (OData JSON format 4.01, section 4.6).

use serde_json::Value;

use super::body::Numbers;
use super::same::items;
use super::violation::{Code, Violation, child, shown};
use crate::contract::{JsonBody, Shape};

/// Control information that is a text, behind `@odata.` or that and a member's name.
const TEXTS: [&str; 7] = ["context", "deltaLink", "editLink", "etag", "id", "nextLink", "type"];

/// What of a body's control information is of another kind than OData has it; a null says nothing. What the page shows is held to
/// what it shows.
pub(super) fn violations(promised: &JsonBody, body: &Value, numbers: Numbers) -> Vec<Violation> {
    let mut walk = Walk { promised, numbers, found: Vec::new() };
    walk.value("", body, Some(&promised.shape));
    walk.found
}

struct Walk<'a> {
    promised: &'a JsonBody,
    numbers: Numbers,
    found: Vec<Violation>,
}

impl Walk<'_> {
    fn value(&mut self, pointer: &str, value: &Value, shape: Option<&Shape>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let shown = shape.and_then(|shape| shape.member(name, &self.promised.types));
                    self.member(&child(pointer, name), name, value, shown);
                }
            }
            Value::Array(values) => {
                let items = shape.and_then(items);
                for (at, value) in values.iter().enumerate() {
                    self.value(&format!("{pointer}/{at}"), value, items);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, pointer: &str, name: &str, value: &Value, shape: Option<&Shape>) {
        let term = name.split_once("@odata.").map(|(_, term)| term).filter(|_| shape.is_none());
        match term.and_then(|term| broken(term, value, self.numbers)) {
            Some(kind) => {
                let at = Some(&self.promised.documented_at);
                self.found.push(Violation::new(Code::PropertyType, pointer, kind, shown(value), at));
            }
            None => self.value(pointer, value, shape),
        }
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
