//! Differences that break no client: undocumented properties, and nulls the page does not speak of (decision 4).

use serde_json::{Map, Value};

use super::answered::answered;
use super::violation::{Code, Violation, shown};
use crate::contract::{JsonBody, Kind, Nullability, Object, Shape, Types, is_control};
use crate::pointer::escaped;

/// The drift of a body that the documented one promises.
pub(super) fn differences(promised: &JsonBody, body: &Value) -> Vec<Violation> {
    let mut walk = Walk { pointer: String::new(), promised, found: Vec::new() };
    walk.value(body, &promised.shape, &promised.types);
    walk.found
}

struct Walk<'a> {
    /// Of the value at hand.
    pointer: String,
    promised: &'a JsonBody,
    found: Vec<Violation>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value, shape: &Shape, types: &Types) {
        match value {
            Value::Null if shape.nullable == Nullability::Unsaid && !is_anything(&shape.kind) => {
                self.tell(Code::PropertyNull, "a value, as nothing says it may be null", value, shape);
            }
            Value::Object(members) => {
                let Some(object) = shape.object(types) else { return };
                for (name, value) in members {
                    match object.member(name) {
                        Some(member) => self.at(name, |walk| walk.value(value, &member.shape, types)),
                        None if object.open || is_control(name) => {}
                        None => self.unknown(name, members, object, shape),
                    }
                }
            }
            Value::Array(values) => {
                let Kind::Array { items, .. } = &shape.kind else { return };
                for (at, value) in values.iter().enumerate() {
                    self.at(&at.to_string(), |walk| walk.value(value, items, types));
                }
            }
            _ => {}
        }
    }

    /// A member that the page does not have: the type that the object names may have it.
    fn unknown(&mut self, name: &str, members: &Map<String, Value>, object: &Object, within: &Shape) {
        let value = &members[name];
        let answered = answered(self.promised, members, object);
        let described = answered.as_ref().and_then(|answered| answered.described());
        let member = described.and_then(|described| Some((described.object.member(name)?, &described.types)));
        match member {
            Some((member, types)) => self.at(name, |walk| walk.value(value, &member.shape, types)),
            None if described.is_some_and(|described| described.object.open) => {}
            None => self.at(name, |walk| {
                walk.tell(Code::PropertyUndocumented, "no undocumented property", value, within);
            }),
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
