//! What was sent must come back where the documented response shows it (decision 10).

use serde_json::Value;

use super::judge::Sent;
use super::same::{items, same_value};
use super::violation::{Code, Judgement, Violation, child, shown};
use crate::contract::{DocumentedExample, JsonBody, Shape, is_control};

/// The members that were sent and came back with another value. A member that did not come back at all is missing, which
/// [`judge`](super::judge) says already; a write-only one is not shown in the documented response.
pub fn judge_sent(example: &DocumentedExample, sent: &Sent, body: &Value) -> Judgement {
    let (Some(Value::Object(members)), Some(promised)) = (&sent.body, example.response.json()) else {
        return Judgement::default();
    };
    let shown_members =
        members.iter().filter(|(name, _)| promised.example.get(name).is_some() && !is_control(name));
    let mut violations = Vec::new();
    for (name, value) in shown_members {
        let shape = promised.shape.member(name, &promised.types);
        if let Some(actual) = body.get(name) {
            compare(&child("", name), value, actual, shape, promised, &mut violations);
        }
    }
    Judgement::of(violations)
}

/// The members of `wanted` that the body does not include, whether or not the page shows them.
pub fn judge_includes(example: &DocumentedExample, wanted: &Value, body: &Value) -> Judgement {
    let members = wanted.as_object().into_iter().flatten().filter(|(name, _)| !is_control(name));
    let mut violations = Vec::new();
    for (name, value) in members {
        let promised = example.response.json();
        let shape = promised.and_then(|promised| promised.shape.member(name, &promised.types));
        let at = shape.map_or(&example.response.documented_at, |shape| &shape.documented_at);
        match (body.get(name), promised) {
            (None, _) => {
                violations.push(Violation::new(
                    Code::PropertyMissing,
                    child("", name),
                    shown(value),
                    "nothing",
                    Some(at),
                ));
            }
            (Some(actual), Some(promised)) => {
                compare(&child("", name), value, actual, shape, promised, &mut violations);
            }
            (Some(actual), None) if actual == value => {}
            (Some(actual), None) => {
                violations.push(Violation::new(
                    Code::PropertyValue,
                    child("", name),
                    shown(value),
                    shown(actual),
                    Some(at),
                ));
            }
        }
    }
    Judgement::of(violations)
}

/// Objects are compared by the members that were sent, everything else as a whole.
fn compare(
    pointer: &str,
    sent: &Value,
    actual: &Value,
    shape: Option<&Shape>,
    promised: &JsonBody,
    violations: &mut Vec<Violation>,
) {
    match (sent, actual) {
        (Value::Object(sent), Value::Object(actual)) => {
            for (name, value) in sent.iter().filter(|(name, _)| !is_control(name)) {
                let shape = shape.and_then(|shape| shape.member(name, &promised.types));
                let actual = actual.get(name).unwrap_or(&Value::Null);
                compare(&child(pointer, name), value, actual, shape, promised, violations);
            }
        }
        (Value::Array(sent), Value::Array(actual)) if sent.len() == actual.len() => {
            let shape = shape.and_then(items);
            for (at, (sent, actual)) in sent.iter().zip(actual).enumerate() {
                compare(&format!("{pointer}/{at}"), sent, actual, shape, promised, violations);
            }
        }
        _ if same_value(sent, actual, shape, &promised.types) => {}
        _ => {
            let expected = format!("{}, as sent", shown(sent));
            let at = shape.map_or(&promised.documented_at, |shape| &shape.documented_at);
            violations.push(Violation::new(Code::PropertyValue, pointer, expected, shown(actual), Some(at)));
        }
    }
}
