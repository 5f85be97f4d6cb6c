//! What comes as a type that its page does not show is held to what is known of that type: an answer names it by `@odata.type`.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::body::{self, Numbers};
use super::same::items;
use super::violation::{Code, Violation, shown};
use crate::contract::{Answered, JsonBody, Object, Shape, Types};
use crate::pointer::child;

const TYPE: &str = "@odata.type";

/// What of `body` breaks the promises of the types that it names, but for what is `told` already.
pub(super) fn violations(
    promised: &JsonBody,
    body: &Value,
    numbers: Numbers,
    told: &[Violation],
) -> Vec<Violation> {
    let mut walk = Walk { promised, numbers, found: Vec::new() };
    walk.value("", body, &promised.shape, &promised.types);
    let told: HashSet<&str> = told.iter().map(|known| known.pointer.as_str()).collect();
    walk.found.retain(|found| !told.contains(found.pointer.as_str()));
    walk.found
}

/// What the type is that an object names, if its page does not show it here.
pub(super) fn answered(
    promised: &JsonBody,
    members: &Map<String, Value>,
    object: &Object,
) -> Option<Arc<Answered>> {
    let named = members.get(TYPE)?.as_str()?.trim_start_matches('#');
    let is_named = |name: &String| name.eq_ignore_ascii_case(named);
    let shown = object.by_type.iter().map(|(name, _)| name);
    let is_shown = shown.chain(&object.type_name).chain(&object.shown_type).any(is_named);
    (!is_shown).then(|| promised.answered.of(object.type_name.as_deref(), named))
}

struct Walk<'a> {
    promised: &'a JsonBody,
    numbers: Numbers,
    found: Vec<Violation>,
}

impl Walk<'_> {
    fn value(&mut self, pointer: &str, value: &Value, shape: &Shape, types: &Types) {
        match value {
            Value::Object(members) => {
                let Some(object) = shape.object(types) else { return };
                let answered = answered(self.promised, members, object);
                match answered.as_deref() {
                    Some(Answered::Described(described)) => {
                        let found = body::violations(&described.schema, value, self.numbers);
                        self.found.extend(found.into_iter().map(|found| found.below(pointer)));
                    }
                    Some(Answered::Other) if object.member(TYPE).is_none() => {
                        self.found.push(another(pointer, &members[TYPE], object, shape));
                    }
                    _ => {}
                }
                for (name, value) in members.iter().filter(|(_, value)| value.is_object() || value.is_array())
                {
                    let pointer = child(pointer, name);
                    match (object.member(name), answered.as_deref()) {
                        (Some(member), _) => self.value(&pointer, value, &member.shape, types),
                        (None, Some(Answered::Described(described))) => {
                            let member = described.object.member(name);
                            let shape = member.map(|member| &member.shape);
                            let types = &described.types;
                            shape.into_iter().for_each(|shape| self.value(&pointer, value, shape, types));
                        }
                        (None, _) => {}
                    }
                }
            }
            Value::Array(values) => {
                let Some(items) = items(shape) else { return };
                for (at, value) in values.iter().enumerate() {
                    self.value(&format!("{pointer}/{at}"), value, items, types);
                }
            }
            _ => {}
        }
    }
}

/// A type that is not the promised one, nor derived from it.
fn another(pointer: &str, came: &Value, object: &Object, shape: &Shape) -> Violation {
    let promised = object.type_name.as_deref().unwrap_or_default();
    let expected = format!("#{promised}, or a type derived from it");
    Violation::new(
        Code::PropertyValue,
        child(pointer, TYPE),
        expected,
        shown(came),
        Some(&shape.documented_at),
    )
}
