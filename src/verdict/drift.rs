//! Differences that break no client: undocumented properties, and nulls the page does not speak of (decision 4).

use serde_json::Value;

use super::violation::{Code, Violation, shown};
use crate::contract::{JsonBody, Kind, Nullability, Object, Shape, Types, is_control};
use crate::pointer::escaped;

/// The drift of a body that the documented one promises.
pub(super) fn differences(promised: &JsonBody, body: &Value) -> Vec<Violation> {
    let mut walk = Walk { pointer: String::new(), types: &promised.types, found: Vec::new() };
    walk.value(body, &promised.shape);
    walk.found
}

struct Walk<'a> {
    /// Of the value at hand.
    pointer: String,
    types: &'a Types,
    found: Vec<Violation>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value, shape: &Shape) {
        match value {
            Value::Null if shape.nullable == Nullability::Unsaid && !is_anything(&shape.kind) => {
                self.tell(Code::PropertyNull, "a value, as nothing says it may be null", value, shape);
            }
            Value::Object(members) => {
                let Some(object) = shape.object(self.types) else { return };
                for (name, value) in members {
                    self.at(name, |walk| walk.member(object, name, value, shape));
                }
            }
            Value::Array(values) => {
                let Kind::Array { items, .. } = &shape.kind else { return };
                for (at, value) in values.iter().enumerate() {
                    self.at(&at.to_string(), |walk| walk.value(value, items));
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, object: &Object, name: &str, value: &Value, within: &Shape) {
        match object.member(name) {
            Some(member) => self.value(value, &member.shape),
            None if object.open || is_control(name) => {}
            None => self.tell(Code::PropertyUndocumented, "no undocumented property", value, within),
        }
    }

    /// Looks at what stands below a name.
    fn at(&mut self, name: &str, look: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escaped(name));
        look(self);
        self.pointer.truncate(length);
    }

    fn tell(&mut self, code: Code, expected: &str, actual: &Value, shape: &Shape) {
        let at = Some(&shape.documented_at);
        self.found.push(Violation::new(code, self.pointer.as_str(), expected, shown(actual), at));
    }
}

fn is_anything(kind: &Kind) -> bool {
    matches!(kind, Kind::Anything | Kind::Various)
}
