//! Control information is of its kind, whether or not the page shows it (OData JSON format 4.01, section 4.6).

use serde_json::{Number, Value};

use super::body::Numbers;
use super::same::items;
use super::violation::{Code, Violation, shown};
use crate::contract::{JsonBody, Shape};
use crate::pointer::child;

/// Control information that is a text, behind `@odata.` or that and a member's name.
const TEXTS: [&str; 7] = ["context", "deltaLink", "editLink", "etag", "id", "nextLink", "type"];

/// What of a body's control information is of another kind than OData has it; a null says nothing. What the page shows is held to
/// what it shows.
pub(super) fn violations(promised: &JsonBody, body: &Value, numbers: Numbers) -> Vec<Violation> {
    let walk = Walk { promised, numbers };
    let found = walk.value(body, Some(&promised.shape)).into_iter();
    let at = Some(&promised.documented_at);
    found
        .map(|Broken { pointer, kind, value }| {
            Violation::new(Code::PropertyType, pointer, kind, shown(value), at)
        })
        .collect()
}

struct Walk<'a> {
    promised: &'a JsonBody,
    numbers: Numbers,
}

/// A value of another kind, and where below the walk's place it stands. Most bodies have none, and no pointer is made for them.
struct Broken<'v> {
    pointer: String,
    kind: &'static str,
    value: &'v Value,
}

impl Walk<'_> {
    fn value<'v>(&self, value: &'v Value, shape: Option<&Shape>) -> Vec<Broken<'v>> {
        match value {
            Value::Object(members) => {
                let members = members.iter();
                members.flat_map(|(name, value)| below(name, self.member(name, value, shape))).collect()
            }
            Value::Array(values) => {
                let items = shape.and_then(items);
                let values = values.iter().enumerate();
                values.flat_map(|(at, value)| below(at, self.value(value, items))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// `within`: the shape of the object that has the member.
    fn member<'v>(&self, name: &str, value: &'v Value, within: Option<&Shape>) -> Vec<Broken<'v>> {
        let term = name.find('@').and_then(|at| name[at..].strip_prefix("@odata."));
        if term.is_none() && !value.is_object() && !value.is_array() {
            return Vec::new();
        }
        let shape = within.and_then(|shape| shape.member(name, &self.promised.types));
        let term = term.filter(|term| shape.is_none() || *term == "count" && value.is_number());
        match term.and_then(|term| broken(term, value, self.numbers)) {
            Some(kind) => vec![Broken { pointer: String::new(), kind, value }],
            None => self.value(value, shape),
        }
    }
}

fn below<'v>(name: impl ToString, found: Vec<Broken<'v>>) -> impl Iterator<Item = Broken<'v>> {
    found
        .into_iter()
        .map(move |broken| Broken { pointer: child("", &name.to_string()) + &broken.pointer, ..broken })
}

/// Whether so many things can be: an Edm.Int64 that is not below 0.
fn is_amount(count: &Number) -> bool {
    let is_whole = |count: f64| count.fract() == 0.0 && (0.0..9_223_372_036_854_775_808.0).contains(&count);
    match count.as_i64() {
        Some(count) => count >= 0,
        None => !count.is_u64() && count.as_f64().is_some_and(is_whole),
    }
}

/// What OData has for a term, where the value is none of it.
fn broken(term: &str, value: &Value, numbers: Numbers) -> Option<&'static str> {
    let may_be_text = numbers == Numbers::MayBeStrings;
    match (term, value) {
        (_, Value::Null) => None,
        ("count", Value::Number(count)) if is_amount(count) => None,
        ("count", Value::String(count))
            if may_be_text && count.parse::<i64>().is_ok_and(|count| count >= 0) =>
        {
            None
        }
        ("count", _) => Some("a whole number, 0 or above"),
        (term, value) => (TEXTS.contains(&term) && !value.is_string()).then_some("a String"),
    }
}
