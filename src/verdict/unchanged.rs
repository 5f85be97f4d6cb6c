//! Two states of one resource: what may differ between them, and what may not.

use serde_json::{Map, Value};

use super::same::same_value;
use super::violation::{Code, Judgement, Violation, child, shown};
use crate::contract::{DocumentedExample, Kind, Primitive, Shape, Types, is_control};

/// Members that differ between `before` and `after`, or came to it, although they were not sent.
///
/// `sent` is `None` where nothing may have changed at all. Control information may change with every answer. So may, where
/// something was sent, a timestamp that the page does not list as one to send: the service keeps it itself
/// (`lastModifiedDateTime`).
pub fn judge_unchanged(
    example: &DocumentedExample,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    sent: Option<&Value>,
) -> Judgement {
    let types = Types::new();
    let (shape, types) =
        example.response.json().map_or((None, &types), |body| (Some(&body.shape), &body.types));
    let mut violations = Vec::new();
    let kept_by_the_service =
        |name: &str, member: Option<&Shape>| sent.is_some() && is_kept_by_the_service(example, name, member);
    for (name, value) in before.iter().filter(|(name, _)| !is_control(name) && !was_sent(sent, name)) {
        let member = shape.and_then(|shape| shape.member(name, types));
        let actual = after.get(name).unwrap_or(&Value::Null);
        if same_value(value, actual, member, types) || kept_by_the_service(name, member) {
            continue;
        }
        let at = member.map_or(&example.response.documented_at, |shape| &shape.documented_at);
        let expected = format!("{}, as before", shown(value));
        violations.push(Violation::new(
            Code::PropertyValue,
            child("", name),
            expected,
            shown(actual),
            Some(at),
        ));
    }
    let is_new = |name: &&String| !before.contains_key(*name) && !is_control(name) && !was_sent(sent, name);
    for name in after.keys().filter(is_new).filter(|name| !after[*name].is_null()) {
        let member = shape.and_then(|shape| shape.member(name, types));
        if !kept_by_the_service(name, member) {
            let at = member.map_or(&example.response.documented_at, |shape| &shape.documented_at);
            let actual = shown(&after[name]);
            violations.push(Violation::new(
                Code::PropertyValue,
                child("", name),
                "nothing, as before",
                actual,
                Some(at),
            ));
        }
    }
    Judgement::of(violations)
}

fn was_sent(sent: Option<&Value>, name: &str) -> bool {
    sent.and_then(|sent| sent.get(name)).is_some()
}

fn is_kept_by_the_service(example: &DocumentedExample, name: &str, shape: Option<&Shape>) -> bool {
    let is_timestamp =
        shape.is_some_and(|shape| matches!(shape.kind, Kind::Primitive(Primitive::DateTimeOffset)));
    let is_sendable =
        example.request.body.as_ref().is_some_and(|body| body.shape.member(name, &body.types).is_some());
    is_timestamp && !is_sendable
}
