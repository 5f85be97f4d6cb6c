//! A body looked through: each member beside what is declared of it.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use super::{Declaration, Half, Owner, ShownBody, ShownMember};
use crate::contract::declared::Declared;
use crate::contract::derive::{Deriving, only_value};
use crate::contract::literal::Literal;
use crate::contract::resource_type::Lineage;
use crate::contract::resources::Resources;
use crate::contract::shape::is_control;
use crate::contract::shaping::Shaping;
use crate::page::{Example, JsonText};
use crate::pointer::{self, child, escaped};

pub(super) struct Looking<'a, 't> {
    deriving: &'t Deriving<'a>,
    resources: &'a Resources,
    table: &'t [Declared],
    /// The type of the body is annotated, and not only guessed from a link.
    is_said: bool,
    shaping: Shaping<'a>,
    members: Vec<ShownMember<'a>>,
}

/// An object that is being looked through.
#[derive(Clone, Copy)]
struct Within<'s> {
    pointer: &'s str,
    type_name: Option<&'s str>,
    /// It is what the page's own table speaks of.
    is_root: bool,
}

impl<'a, 't> Looking<'a, 't> {
    pub(super) fn new(
        deriving: &'t Deriving<'a>,
        resources: &'a Resources,
        table: &'t [Declared],
        is_said: bool,
    ) -> Looking<'a, 't> {
        let shaping = Shaping::new(resources, deriving.at.clone(), Vec::new());
        Looking { deriving, resources, table, is_said, shaping, members: Vec::new() }
    }

    pub(super) fn body(
        mut self,
        example: &'a Example,
        half: Half,
        json: &'a JsonText,
        type_name: Option<String>,
    ) -> ShownBody<'a> {
        let root = Within { pointer: "", type_name: type_name.as_deref(), is_root: true };
        let annotation = example.response_annotation.as_deref().filter(|_| half == Half::Response);
        let collection = annotation
            .zip(json.value())
            .and_then(|(annotation, literal)| self.deriving.collection_property(annotation, literal))
            .or_else(|| self.only_list(json.value()?));
        match (json.value(), collection) {
            (Some(Value::Object(members)), Some(property)) => {
                for (name, value) in members.iter().filter(|(name, _)| **name == property) {
                    let pointer = format!("/{name}");
                    self.items(name, value, Within { pointer: &pointer, ..root });
                }
            }
            (Some(value), _) => self.inside("", value, root),
            (None, _) => {}
        }
        ShownBody { example, half, json, type_name, members: self.members }
    }

    /// `value`, where it is all that a body holds and nothing declares it: then its items are what the page speaks of.
    fn only_list(&self, body: &Value) -> Option<String> {
        let is_list = only_value(body)?.is_array() && self.table.iter().all(|row| row.name != "value");
        is_list.then(|| "value".to_string())
    }

    fn inside(&mut self, name: &'a str, value: &'a Value, within: Within<'_>) {
        match value {
            Value::Object(members) => self.object(members, within),
            Value::Array(_) => self.items(name, value, within),
            _ => {}
        }
    }

    fn items(&mut self, name: &'a str, value: &'a Value, within: Within<'_>) {
        for (at, item) in value.as_array().into_iter().flatten().enumerate() {
            let pointer = pointer::item(within.pointer, at);
            self.inside(name, item, Within { pointer: &pointer, ..within });
        }
    }

    fn object(&mut self, members: &'a serde_json::Map<String, Value>, within: Within<'_>) {
        let shown =
            members.get("@odata.type").and_then(Value::as_str).map(|name| name.trim_start_matches('#'));
        let described = shown.filter(|name| self.resources.knows(name));
        let type_name = described.or(within.type_name).or(shown);
        let lineage = type_name.map(|name| self.resources.lineage(name)).unwrap_or_default();
        let is_certain = described.is_some() || shown.is_none() && (self.is_said || !within.is_root);
        let owner = Arc::new(self.owner(type_name, &lineage, within.is_root, is_certain));
        for (name, value) in members.iter().filter(|(name, _)| !is_control(name)) {
            let pointer = child(within.pointer, name);
            let declared = self.find(&lineage, name, within.is_root);
            self.member(name, value, pointer, declared.as_deref(), &owner);
        }
    }

    fn member(
        &mut self,
        name: &'a str,
        value: &'a Value,
        pointer: String,
        declared: Option<&Declared>,
        owner: &Arc<Owner>,
    ) {
        let at = self.members.len();
        let declaration = declared.map(|declared| self.declaration(declared));
        self.members.push(ShownMember {
            name,
            value,
            is_item: pointer.len() > 1 && !pointer.ends_with(escaped(name).as_ref()),
            is_placeholder: Literal::of(value) != Literal::Sample,
            declared: declaration,
            owner: Arc::clone(owner),
            pointer: String::new(),
        });
        match value {
            Value::Object(_) => {
                let type_name = declared.and_then(|declared| declared.type_name.as_ref());
                let type_name = type_name.map(|found| found.name.as_str());
                self.inside(name, value, Within { pointer: &pointer, type_name, is_root: false });
            }
            Value::Array(items) => self.array(name, items, &pointer, declared, owner),
            _ => {}
        }
        self.members[at].pointer = pointer;
    }

    fn array(
        &mut self,
        name: &'a str,
        items: &'a [Value],
        pointer: &str,
        declared: Option<&Declared>,
        owner: &Arc<Owner>,
    ) {
        let item = declared.filter(|declared| declared.is_collection()).map(Declared::item);
        let type_name = item.as_ref().or(declared).and_then(|item| item.type_name.as_ref());
        let type_name = type_name.map(|found| found.name.clone());
        for (at, value) in items.iter().enumerate() {
            let pointer = pointer::item(pointer, at);
            if value.is_object() {
                let type_name = type_name.as_deref();
                self.inside(name, value, Within { pointer: &pointer, type_name, is_root: false });
            } else {
                self.member(name, value, pointer, item.as_ref(), owner);
            }
        }
    }

    /// `is_certain`: the object is of this type, and not of one that is derived from it.
    fn owner(
        &self,
        type_name: Option<&str>,
        lineage: &Lineage<'_>,
        is_root: bool,
        is_certain: bool,
    ) -> Owner {
        let is_described = is_certain
            && match type_name {
                Some(name) => lineage.is_closed() && !is_open_by_name(name),
                None => is_root && !self.table.is_empty(),
            };
        Owner { type_name: type_name.map(str::to_string), is_described }
    }

    fn find(&self, lineage: &Lineage<'a>, name: &str, is_root: bool) -> Option<Cow<'a, Declared>> {
        let row = self.table.iter().find(|row| is_root && row.name == name);
        match (row, lineage.member(name)) {
            (Some(row), Some(member)) => Some(Cow::Owned(row.clone().completed_by(member))),
            (Some(row), None) => Some(Cow::Owned(row.clone())),
            (None, found) => found.map(Cow::Borrowed),
        }
    }

    fn declaration(&mut self, declared: &Declared) -> Declaration {
        Declaration {
            kind: self.shaping.kind_of(declared),
            type_name: declared.type_name.as_ref().map(|found| found.name.clone()).unwrap_or_default(),
            in_table: declared.type_name.is_some(),
            nullable: declared.nullable,
            read_only: declared.read_only,
            documented_at: declared.documented_at.clone(),
        }
    }
}

/// `openTypeExtension`: an open type whose page does not annotate it as one.
fn is_open_by_name(type_name: &str) -> bool {
    type_name.to_ascii_lowercase().contains("opentype")
}
