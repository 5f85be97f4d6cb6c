//! What comes as a type that its page does not show is held to what is known of that type: an answer names it by `@odata.type`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::body::{self, Numbers};
use super::same::items;
use super::violation::{Code, Violation, shown};
use crate::contract::{Answered, Described, JsonBody, Object, Shape, Types};
use crate::pointer::child;

const TYPE: &str = "@odata.type";

/// What of `body` breaks what is promised: what is `told` of the page's own shape, but for what does not count for the types that
/// the body names, and what breaks the promises of these.
pub(super) fn violations(
    promised: &JsonBody,
    body: &Value,
    numbers: Numbers,
    mut told: Vec<Violation>,
) -> Vec<Violation> {
    let is_told = !told.is_empty();
    let mut walk = Walk { promised, numbers, is_told, found: Vec::new(), named: HashMap::new() };
    walk.value("", body, &promised.shape, &promised.types);
    told.retain(|found| !walk.is_free_of(found));
    let places: HashSet<&str> = told.iter().map(|known| known.pointer.as_str()).collect();
    walk.found.retain(|found| !places.contains(found.pointer.as_str()));
    told.extend(walk.found);
    told
}

/// What the type is that an object names, if its page does not show it here.
pub(super) fn answered(
    promised: &JsonBody,
    members: &Map<String, Value>,
    object: &Object,
) -> Option<Arc<Answered>> {
    let named = members.get(TYPE)?.as_str()?.trim_start_matches('#');
    let (of_page, by_type) =
        (object.type_name.as_deref(), object.by_type.iter().map(|(name, _)| name.as_str()));
    let shown: Vec<&str> = by_type.chain(object.shown_type.as_deref()).collect();
    let is_shown = shown.iter().copied().chain(of_page).any(|name| name.eq_ignore_ascii_case(named));
    let others: Vec<&str> = shown.into_iter().filter(|name| Some(*name) != of_page).collect();
    (!is_shown).then(|| promised.answered.of(of_page, &others, named))
}

struct Walk<'a> {
    promised: &'a JsonBody,
    numbers: Numbers,
    /// Whether the page's own shape is broken anywhere.
    is_told: bool,
    found: Vec<Violation>,
    /// If so, the objects of types that were looked up, by pointer.
    named: HashMap<String, Arc<Answered>>,
}

impl Walk<'_> {
    /// Whether what is told of a member does not count for the type that its object names.
    fn is_free_of(&self, told: &Violation) -> bool {
        let is_missing = told.code == Code::PropertyMissing;
        told.pointer.match_indices('/').any(|(at, _)| {
            let Some(Answered::Described(described)) = self.named.get(&told.pointer[..at]).map(AsRef::as_ref)
            else {
                return false;
            };
            let below = &told.pointer[at + 1..];
            let name = below.split('/').next().unwrap_or_default();
            described.is_free_of(
                &name.replace("~1", "/").replace("~0", "~"),
                is_missing && name.len() == below.len(),
            )
        })
    }

    fn value(&mut self, pointer: &str, value: &Value, shape: &Shape, types: &Types) {
        match value {
            Value::Object(members) => {
                let Some(object) = shape.object(types) else { return };
                let answered = answered(self.promised, members, object);
                match answered.as_deref() {
                    Some(Answered::Described(described)) => {
                        let found = body::violations(&described.schema, value, self.numbers);
                        self.found.extend(found.into_iter().map(|found| found.below(pointer)));
                        let named = answered.clone().filter(|_| self.is_told);
                        self.named.extend(named.map(|named| (pointer.to_string(), named)));
                    }
                    Some(Answered::Other) if object.member(TYPE).is_none() => {
                        self.found.push(another(pointer, &members[TYPE], object, shape));
                    }
                    _ => {}
                }
                for (name, value) in members.iter().filter(|(_, value)| value.is_object() || value.is_array())
                {
                    let pointer = child(pointer, name);
                    let is_own = |described: &Described| described.is_free_of(name, false);
                    match (object.member(name), answered.as_deref()) {
                        (Some(member), answered) if !matches!(answered, Some(Answered::Described(own)) if is_own(own)) => {
                            self.value(&pointer, value, &member.shape, types)
                        }
                        (_, Some(Answered::Described(described))) => {
                            let member = described.object.member(name);
                            let shape = member.map(|member| &member.shape);
                            let types = &described.types;
                            shape.into_iter().for_each(|shape| self.value(&pointer, value, shape, types));
                        }
                        _ => {}
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
