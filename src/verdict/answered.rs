//! What comes as a type that its page does not show is held to what is known of that type: an answer names it by `@odata.type`.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::body::{self, Numbers};
use super::same::items;
use super::violation::{Code, Violation, shown};
use crate::contract::{Answered, Described, JsonBody, Object, Shape, Types};
use crate::pointer::{child, unescaped};

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
            let named = self.named.get(&told.pointer[..at]).and_then(|named| named.described());
            let below = &told.pointer[at + 1..];
            let token = below.split('/').next().unwrap_or_default();
            let is_own = token.len() == below.len();
            named.is_some_and(|named| named.is_free_of(&unescaped(token), is_missing && is_own))
        })
    }

    fn value(&mut self, pointer: &str, value: &Value, shape: &Shape, types: &Types) {
        match value {
            Value::Object(members) => {
                let Some(object) = shape.object(types) else { return };
                let answered = answered(self.promised, members, object);
                if let Some(answered) = &answered {
                    self.named(pointer, value, answered, object, shape);
                }
                let described = answered.as_ref().and_then(|answered| answered.described());
                self.members(pointer, members, object, types, described);
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

    /// An object that names a type which the page does not show.
    fn named(&mut self, pointer: &str, value: &Value, named: &Arc<Answered>, object: &Object, shape: &Shape) {
        match named.as_ref() {
            Answered::Described(described) => {
                let found = body::violations(&described.schema, value, self.numbers);
                self.found.extend(found.into_iter().map(|found| found.below(pointer)));
                if self.is_told {
                    self.named.insert(pointer.to_string(), Arc::clone(named));
                }
            }
            Answered::Other if object.member(TYPE).is_none() => {
                self.found.push(another(pointer, &value[TYPE], object, shape));
            }
            Answered::Other | Answered::Unknown => {}
        }
    }

    /// The members of an object, by what the page shows of them, or, where that says nothing of the type that it names, by what
    /// the page of that type says.
    fn members(
        &mut self,
        pointer: &str,
        members: &Map<String, Value>,
        object: &Object,
        types: &Types,
        named: Option<&Described>,
    ) {
        let is_own = |name: &str| named.is_some_and(|named| named.is_free_of(name, false));
        for (name, value) in members.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
            let of_page = object.member(name).filter(|_| !is_own(name)).map(|member| (member, types));
            let of_named = || named.and_then(|named| Some((named.object.member(name)?, &*named.types)));
            if let Some((member, types)) = of_page.or_else(of_named) {
                self.value(&child(pointer, name), value, &member.shape, types);
            }
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
