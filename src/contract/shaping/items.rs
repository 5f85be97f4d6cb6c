//! The items of an array: one shape for all.

use serde_json::Value;

use super::shown::shown_type;
use super::{Shaping, Shown};
use crate::contract::declared::Declared;
use crate::contract::primitive::Primitive;
use crate::contract::shape::{Kind, Nullability, Object, Shape};
use crate::page::JsonText;

impl Shaping<'_> {
    /// The shape of the items of a collection that a row declares: by the row's type where that says it, else as shown.
    pub(super) fn declared_items(
        &mut self,
        shown: Shown<'_>,
        values: &[Value],
        declared: &Declared,
    ) -> Shape {
        let type_name = declared.type_name.as_ref().map(|name| name.name.as_str());
        let items = self.items(shown.json, shown.pointer, values, type_name, false);
        let says_it = |kind: &Kind| !matches!(kind, Kind::Named(_) | Kind::Anything);
        match self.declared_kind(&declared.item()).filter(says_it) {
            Some(kind) => {
                let documented_at = declared.documented_at.clone();
                Shape { kind, nullable: declared.nullable, documented_at }
            }
            None => items,
        }
    }

    /// One shape for all members of an array: what all of them show is required, and of each type what all of it show.
    pub(super) fn items(
        &mut self,
        json: &JsonText,
        pointer: &str,
        values: &[Value],
        type_name: Option<&str>,
        root: bool,
    ) -> Shape {
        let mut shapes: Vec<(Option<&str>, Shape)> = Vec::new();
        for (at, value) in values.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            let shown = Shown { json, pointer: &pointer, value };
            let shape = match value {
                Value::Object(members) => self.object(shown, members, type_name, root),
                _ => self.plain(shown, type_name),
            };
            shapes.push((shown_type(value), shape));
        }
        let by_type = by_type(&shapes);
        let mut merged = shapes.into_iter().map(|(_, shape)| shape).reduce(Shape::merged_with);
        if let Some(Kind::Object(object)) = merged.as_mut().map(|shape| &mut shape.kind) {
            object.take_types(by_type);
        }
        let documented_at = self.page_at.at(json.line_of(pointer));
        merged.unwrap_or_else(|| {
            let primitive = type_name.and_then(Primitive::named).map(Kind::Primitive);
            let kind = primitive.or_else(|| self.named(type_name?)).unwrap_or(Kind::Anything);
            Shape { kind, nullable: Nullability::Unsaid, documented_at }
        })
    }
}

/// What the shown members of each type promise together; nothing where all are of one.
fn by_type(shapes: &[(Option<&str>, Shape)]) -> Vec<(String, Object)> {
    let mut found: Vec<(String, Object)> = Vec::new();
    if shapes.iter().all(|(name, _)| *name == shapes[0].0) {
        return found;
    }
    for (name, shape) in shapes {
        let (Some(name), Kind::Object(object)) = (name, &shape.kind) else { continue };
        match found.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = std::mem::take(known).merged_with(object.clone()),
            None => found.push(((*name).to_string(), object.clone())),
        }
    }
    found
}
