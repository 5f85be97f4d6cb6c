//! Whole bodies: an object, a collection, a list, a value inside `value`.

use serde_json::Value;

use super::{Shaping, Shown};
use crate::contract::shape::{Kind, Member, Nullability, Shape};
use crate::page::JsonText;

impl Shaping<'_> {
    /// The shape of a whole body; `type_name` is what the annotation says it is.
    pub(in crate::contract) fn body(&mut self, json: &JsonText, type_name: Option<&str>) -> Shape {
        let null = Value::Null;
        let value = json.value().unwrap_or(&null);
        let shown = Shown { json, pointer: "", value };
        let mut shape = match value {
            Value::Object(members) => self.object(shown, members, type_name, true),
            _ => self.undeclared(shown),
        };
        shape.nullable = Nullability::NotNullable;
        shape
    }

    /// The shape of a body that is a collection of `type_name` inside `property`.
    pub(in crate::contract) fn collection(
        &mut self,
        json: &JsonText,
        type_name: Option<&str>,
        property: &str,
        must_be_empty: bool,
    ) -> Shape {
        let mut shape = self.body(json, None);
        let Kind::Object(object) = &mut shape.kind else { return shape };
        let pointer = format!("/{property}");
        let items = json.value().and_then(|value| value.get(property)).and_then(Value::as_array);
        let items =
            self.items(json, &pointer, items.map_or(&[], Vec::as_slice), type_name, true).of_resources();
        let at = self.page_at.at(json.line_of(&pointer));
        let array = Kind::Array { items: Box::new(items), must_be_empty };
        object.members.retain(|member| member.name != property);
        object.members.push(Member {
            name: property.to_string(),
            shape: Shape { kind: array, nullable: Nullability::NotNullable, documented_at: at.clone() },
            required_at: Some(at),
            read_only: false,
        });
        shape
    }

    /// The shape of a body that is an array whose items are of `type_name`.
    pub(in crate::contract) fn list(&mut self, json: &JsonText, type_name: Option<&str>) -> Shape {
        let items = json.value().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let items = self.items(json, "", items, type_name, true).of_resources();
        let kind = Kind::Array { items: Box::new(items), must_be_empty: false };
        let documented_at = self.page_at.at(json.line_of(""));
        Shape { kind, nullable: Nullability::NotNullable, documented_at }
    }

    /// The shape of a body that holds one value of `type_name` inside `property`.
    pub(in crate::contract) fn wrapped(
        &mut self,
        json: &JsonText,
        type_name: Option<&str>,
        property: &str,
    ) -> Shape {
        let mut shape = self.body(json, None);
        let pointer = format!("/{property}");
        let value = json.value().and_then(|value| value.get(property));
        let (Kind::Object(body), Some(value)) = (&mut shape.kind, value) else { return shape };
        let shown = Shown { json, pointer: &pointer, value };
        let inside = match value {
            Value::Object(members) => self.object(shown, members, type_name, true),
            _ => self.plain(shown, type_name),
        };
        if let Some(member) = body.members.iter_mut().find(|member| member.name == property) {
            member.shape = inside;
        }
        shape
    }
}

impl Shape {
    /// The same for the items of a whole list: where a resource is promised there is no null, unless the page shows one.
    fn of_resources(mut self) -> Shape {
        let is_resource = matches!(self.kind, Kind::Object(_) | Kind::Named(_));
        if is_resource && self.nullable == Nullability::Unsaid {
            self.nullable = Nullability::NotNullable;
        }
        self
    }
}
