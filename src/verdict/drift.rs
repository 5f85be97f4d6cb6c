//! Differences that break no client: undocumented properties, and nulls the page does not speak of (decision 4).

use serde_json::Value;

use super::violation::{Code, Violation, child, shown};
use crate::contract::{JsonBody, Kind, Nullability, Shape, Types, is_control};

/// The drift of a body that the documented one promises.
pub(super) fn differences(promised: &JsonBody, body: &Value) -> Vec<Violation> {
    let mut found = Vec::new();
    walk("", body, &promised.shape, &promised.types, &mut found);
    found
}

fn walk(pointer: &str, value: &Value, shape: &Shape, types: &Types, found: &mut Vec<Violation>) {
    match value {
        Value::Null
            if shape.nullable == Nullability::Unsaid
                && !matches!(shape.kind, Kind::Anything | Kind::Various) =>
        {
            let at = Some(&shape.documented_at);
            found.push(Violation::new(
                Code::PropertyNull,
                pointer,
                "a value, as nothing says it may be null",
                "null",
                at,
            ));
        }
        Value::Object(members) => {
            let Some(object) = shape.object(types) else { return };
            for (name, value) in members {
                let pointer = child(pointer, name);
                match object.member(name) {
                    Some(member) => walk(&pointer, value, &member.shape, types, found),
                    None if object.open || is_control(name) => {}
                    None => {
                        let at = Some(&shape.documented_at);
                        let expected = "no undocumented property";
                        found.push(Violation::new(
                            Code::PropertyUndocumented,
                            pointer,
                            expected,
                            shown(value),
                            at,
                        ));
                    }
                }
            }
        }
        Value::Array(values) => {
            let Kind::Array { items, .. } = &shape.kind else { return };
            for (at, value) in values.iter().enumerate() {
                walk(&format!("{pointer}/{at}"), value, items, types, found);
            }
        }
        _ => {}
    }
}
