//! What is shown: a value of an example, with what is declared of it.

use serde_json::{Map, Value};

use super::declared::sample_kind;
use super::{Shaping, Shown};
use crate::contract::declared::Declared;
use crate::contract::literal::Literal;
use crate::contract::primitive::Primitive;
use crate::contract::shape::{Kind, Member, Nullability, Object, Shape, is_control};
use crate::pointer::child;

/// All that a reference to an entity holds, as `$ref` answers it (OData JSON format 4.01, section 14).
const REFERENCE: &str = "@odata.id";

impl Shaping<'_> {
    pub(super) fn value(&mut self, shown: Shown<'_>, declared: Option<&Declared>) -> Shape {
        let Some(declared) = declared else { return self.undeclared(shown) };
        let kind = self.shown_kind(shown, declared);
        let nullable = match (declared.nullable, shown.value) {
            (Nullability::Unsaid, Value::Null) => Nullability::Nullable,
            (said, _) => said,
        };
        Shape { kind, nullable, documented_at: declared.documented_at.clone() }
    }

    fn shown_kind(&mut self, shown: Shown<'_>, declared: &Declared) -> Kind {
        let kind = self.declared_kind(declared).or_else(|| self.represented_kind(declared));
        match (kind, shown.value) {
            (Some(Kind::Named(name)), Value::Object(members)) => {
                self.object(shown, members, Some(&name), false).kind
            }
            (Some(Kind::Array { .. }), Value::Array(values)) if declared.is_collection() => {
                let items = Box::new(self.declared_items(shown, values, declared));
                Kind::Array { items, must_be_empty: false }
            }
            (Some(Kind::Enumeration(enumeration)), Value::String(text)) => {
                Kind::Enumeration(enumeration.shown_as(text))
            }
            (Some(Kind::Anything), Value::Object(members)) => {
                let base = declared.type_name.as_ref().map(|found| found.name.as_str());
                let base = base.filter(|name| self.resources.knows(name));
                self.object(shown, members, base, false).kind
            }
            (None | Some(Kind::Anything), _) => self.undeclared(shown).kind,
            // a sample in the resource's representation is no more than one in the example; two without a name in common are of
            // a dictionary, whose keys may be any
            (Some(Kind::Object(_)), Value::Object(members)) => match self.undeclared(shown).kind {
                Kind::Object(object) if is_dictionary(declared.literal.as_ref(), members) => {
                    Kind::Object(object.of_any_names())
                }
                kind => kind,
            },
            (Some(kind), _) => kind,
        }
    }

    /// The shape of a value that no table declares: what its literal promises.
    pub(super) fn undeclared(&mut self, shown: Shown<'_>) -> Shape {
        let documented_at = shown.at(&self.page_at);
        let (kind, nullable) = match shown.value {
            Value::Object(members) => return self.object(shown, members, None, false),
            Value::Array(values) => {
                let items = self.items(shown.json, shown.pointer, values, None, false);
                (Kind::Array { items: Box::new(items), must_be_empty: false }, Nullability::Unsaid)
            }
            Value::Null => (Kind::Anything, Nullability::Nullable),
            literal => match Literal::of(literal) {
                Literal::Sample => (sample_kind(literal), Nullability::Unsaid),
                placeholder => (self.placeholder_kind(placeholder), Nullability::Unsaid),
            },
        };
        Shape { kind, nullable, documented_at }
    }

    /// The shape of a value that is no object. `type_name`: a primitive type that the page promises, where the value is of it.
    pub(super) fn plain(&mut self, shown: Shown<'_>, type_name: Option<&str>) -> Shape {
        let shape = self.undeclared(shown);
        let is_of = |promised: &Primitive| shown.value.is_null() || promised.accepts(shown.value);
        let promised = type_name.and_then(Primitive::named).filter(is_of);
        Shape { kind: promised.map_or(shape.kind, Kind::Primitive), ..shape }
    }

    /// The shape of an object the page shows. `root`: this page's own table speaks of it.
    pub(super) fn object(
        &mut self,
        shown: Shown<'_>,
        members: &Map<String, Value>,
        type_name: Option<&str>,
        root: bool,
    ) -> Shape {
        let shown_type = shown_type(shown.value);
        // a type that no page describes is one derived from the annotated type, whose members it has
        let described = shown_type.filter(|name| self.resources.knows(name));
        let annotated = type_name;
        let type_name = described.or(type_name).or(shown_type);
        let declared = self.declarations(type_name, root);
        let mut object = Object {
            members: Vec::new(),
            open: type_name.is_some_and(|name| self.resources.is_open(name)),
            described: !declared.is_empty(),
            type_name: annotated.or(shown_type).map(|name| self.full_name(name)),
            shown_type: type_name.map(|name| self.full_name(name)),
            by_type: Vec::new(),
        };
        let is_dictionary = object.open && members.keys().all(|name| is_control(name) || is_key(name));
        for (name, value) in members {
            let pointer = child(shown.pointer, name);
            let shown = Shown { json: shown.json, pointer: &pointer, value };
            let mut member = self.shown_member(name, shown, &declared, annotated);
            if is_dictionary {
                member.required_at = None;
            }
            object.members.push(member);
        }
        if root && members.keys().all(|name| is_control(name)) {
            let id = object.members.iter_mut().find(|member| member.name == REFERENCE);
            id.into_iter().for_each(|id| id.required_at = Some(id.shape.documented_at.clone()));
        }
        let hidden = declared.iter().filter(|declared| !members.contains_key(&declared.name));
        object.members.extend(hidden.map(|declared| self.declared_member(declared)).collect::<Vec<_>>());
        let documented_at = shown.at(&self.page_at);
        Shape { kind: Kind::Object(object), nullable: Nullability::Unsaid, documented_at }
    }

    fn full_name(&self, name: &str) -> String {
        self.resources.find(name).map_or(name, |found| found.name.as_str()).to_string()
    }

    pub(super) fn shown_member(
        &mut self,
        name: &str,
        shown: Shown<'_>,
        declared: &[Declared],
        annotated: Option<&str>,
    ) -> Member {
        let at = shown.at(&self.page_at);
        if is_control(name) {
            let shape = Shape {
                kind: self.control(name, shown.value, annotated),
                nullable: Nullability::Unsaid,
                documented_at: at,
            };
            return Member { name: name.to_string(), shape, required_at: None, read_only: false };
        }
        let declared = declared.iter().find(|declared| declared.name == name);
        Member {
            name: name.to_string(),
            shape: self.value(shown, declared),
            required_at: (!declared.is_some_and(|declared| declared.optional)).then_some(at),
            read_only: declared.is_some_and(|declared| declared.read_only),
        }
    }

    /// `annotated`: the type that the page promises; an example may show one derived from it.
    pub(super) fn control(&self, name: &str, value: &Value, annotated: Option<&str>) -> Kind {
        match (name, value) {
            ("@odata.type", Value::String(text)) => {
                let shown = text.trim_start_matches('#');
                let mut names = self.resources.with_derived(shown);
                let promised = annotated.into_iter().flat_map(|name| self.resources.with_derived(name));
                for name in promised {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                if !names.iter().any(|name| name == shown) {
                    names.insert(0, shown.to_string()); // the page's own spelling, which may differ in case
                }
                Kind::TypeName(names)
            }
            _ => sample_kind(value),
        }
    }

    pub(super) fn declarations(&self, type_name: Option<&str>, root: bool) -> Vec<Declared> {
        let resource = type_name.map(|name| self.resources.members(name)).unwrap_or_default();
        let table = if root { self.table.as_slice() } else { &[] };
        let mut declared: Vec<Declared> = Vec::new();
        for row in table {
            let of_resource = resource.iter().find(|member| member.name == row.name);
            declared.push(of_resource.map_or_else(|| row.clone(), |member| row.clone().completed_by(member)));
        }
        let others = resource.into_iter().filter(|member| table.iter().all(|row| row.name != member.name));
        declared.extend(others.cloned());
        let asked_for =
            declared.iter_mut().filter(|member| root && self.asked_for.contains(&member.name.to_lowercase()));
        asked_for.for_each(|member| member.optional = false);
        declared
    }
}

/// Whether a name is that of no property: of an open type that is a dictionary it is a key, such as the id of a user, and others
/// may come as well.
fn is_key(name: &str) -> bool {
    let is_word = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    !is_word
}

/// Whether an object and the sample in its resource's representation have no name in common.
fn is_dictionary(sample: Option<&Value>, shown: &Map<String, Value>) -> bool {
    let names = sample.and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let mut names = names.filter(|name| !is_control(name)).peekable();
    names.peek().is_some() && !names.any(|name| shown.contains_key(name))
}

/// The type that an object says it is of, without `#`.
pub(super) fn shown_type(value: &Value) -> Option<&str> {
    value.get("@odata.type").and_then(Value::as_str).map(|name| name.trim_start_matches('#'))
}
