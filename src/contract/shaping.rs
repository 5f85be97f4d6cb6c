//! From what a page shows and declares to a [`Shape`].
//!
//! Decision 1: a type in a property table (this page's, else the resource's) wins over the resource's JSON
//! representation, and that over the literal in the example. Decision 3: what an example shows is required.

use serde_json::{Map, Value};

use super::declared::Declared;
use super::documented_at::DocumentedAt;
use super::literal::Literal;
use super::primitive::Primitive;
use super::resources::Resources;
use super::selection::Selection;
use super::shape::{Enumeration, Kind, Member, Nullability, Object, Shape, Types, is_control};
use crate::page::JsonText;

/// Derives the shapes of one page.
pub(super) struct Shaping<'a> {
    resources: &'a Resources,
    page_at: DocumentedAt,
    /// This page's table, where it speaks of the body being shaped.
    table: Vec<Declared>,
    /// What the request asks for by name, in lower case: no annotation of the resource makes it optional.
    asked_for: Vec<String>,
    types: Types,
    pending: Vec<String>,
}

/// All that a reference to an entity holds, as `$ref` answers it (OData JSON format 4.01, section 14).
const REFERENCE: &str = "@odata.id";

/// A value on the page.
#[derive(Clone, Copy)]
struct Shown<'a> {
    json: &'a JsonText,
    pointer: &'a str,
    value: &'a Value,
}

impl<'a> Shown<'a> {
    fn at(self, page: &DocumentedAt) -> DocumentedAt {
        page.at(self.json.line_of(self.pointer))
    }
}

impl<'a> Shaping<'a> {
    pub(super) fn new(resources: &'a Resources, page_at: DocumentedAt, table: Vec<Declared>) -> Shaping<'a> {
        Shaping { resources, page_at, table, asked_for: Vec::new(), types: Types::new(), pending: Vec::new() }
    }

    pub(super) fn asked_for(self, selection: &Selection) -> Shaping<'a> {
        Shaping { asked_for: selection.properties().map(str::to_string).collect(), ..self }
    }

    /// The shape of a whole body; `type_name` is what the annotation says it is.
    pub(super) fn body(&mut self, json: &JsonText, type_name: Option<&str>) -> Shape {
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
    pub(super) fn collection(
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
        let items = self.items(json, &pointer, items.map_or(&[], Vec::as_slice), type_name, true);
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
    pub(super) fn list(&mut self, json: &JsonText, type_name: Option<&str>) -> Shape {
        let items = json.value().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let items = self.items(json, "", items, type_name, true);
        let kind = Kind::Array { items: Box::new(items), must_be_empty: false };
        let documented_at = self.page_at.at(json.line_of(""));
        Shape { kind, nullable: Nullability::NotNullable, documented_at }
    }

    /// The shape of a body that holds one value of `type_name` inside `property`.
    pub(super) fn wrapped(&mut self, json: &JsonText, type_name: Option<&str>, property: &str) -> Shape {
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

    /// The named types that the shapes made so far refer to, and those these refer to.
    pub(super) fn finish(mut self) -> Types {
        while let Some(name) = self.pending.pop() {
            if !self.types.contains_key(&name) {
                let object = self.declared_object(&name);
                self.types.insert(name, object);
            }
        }
        self.types
    }

    fn declared_object(&mut self, type_name: &str) -> Object {
        let declared = self.resources.members(type_name);
        let members = declared.into_iter().map(|declared| self.declared_member(declared)).collect();
        let open = self.resources.is_open(type_name);
        Object { members, open, described: true, ..Object::default() }
    }

    fn declared_member(&mut self, declared: &Declared) -> Member {
        let kind = self.kind_of(declared);
        Member {
            name: declared.name.clone(),
            shape: Shape { kind, nullable: declared.nullable, documented_at: declared.documented_at.clone() },
            required_at: None,
            read_only: declared.read_only,
        }
    }

    /// The kind of a declared member, as far as its declaration alone says one.
    pub(super) fn kind_of(&mut self, declared: &Declared) -> Kind {
        self.declared_kind(declared).or_else(|| self.represented_kind(declared)).unwrap_or(Kind::Anything)
    }

    /// The kind a table row promises; `None`: the row has no type, or names one that no page describes.
    fn declared_kind(&mut self, declared: &Declared) -> Option<Kind> {
        let type_name = declared.type_name.as_ref()?;
        if type_name.collection {
            let item = declared.item();
            let kind = self.kind_of(&item);
            let items =
                Shape { kind, nullable: declared.nullable, documented_at: declared.documented_at.clone() };
            return Some(Kind::Array { items: Box::new(items), must_be_empty: false });
        }
        if type_name.name.eq_ignore_ascii_case("json") {
            return Some(Kind::Various); // any JSON, whatever the example shows
        }
        let primitive = Primitive::named(&type_name.name);
        if !declared.members.is_empty() && matches!(primitive, None | Some(Primitive::String)) {
            let (members, multi_valued) = (declared.members.clone(), declared.multi_valued);
            return Some(Kind::Enumeration(Enumeration { members, multi_valued }));
        }
        primitive.map(Kind::Primitive).or_else(|| self.named(&type_name.name))
    }

    /// The type of this name, or the enumeration: a value of one may be several of its members, as the table does not say
    /// whether they are flags.
    fn named(&mut self, name: &str) -> Option<Kind> {
        let Some(found) = self.resources.find(name) else {
            let members = self.resources.enumeration(name).to_vec();
            return (!members.is_empty())
                .then_some(Kind::Enumeration(Enumeration { members, multi_valued: true }));
        };
        if self.resources.members(name).is_empty() {
            return Some(Kind::Anything); // a page without members promises nothing
        }
        let name = found.name.clone();
        self.pending.push(name.clone());
        Some(Kind::Named(name))
    }

    /// The kind that the resource's JSON representation shows.
    fn represented_kind(&mut self, declared: &Declared) -> Option<Kind> {
        let literal = declared.literal.as_ref()?;
        if let Some(name) = only_typed(literal) {
            return self.named(name);
        }
        if declared.is_named_by(literal) {
            return None; // the representation repeats the type, of which no page says more
        }
        match Literal::of_resource(literal) {
            Literal::Sample => Some(sample_kind(literal)),
            Literal::Ambiguous(primitive) => Some(Kind::Primitive(primitive)),
            placeholder => Some(self.placeholder_kind(placeholder)),
        }
    }

    fn placeholder_kind(&mut self, literal: Literal) -> Kind {
        match literal {
            Literal::Of(primitive) => Kind::Primitive(primitive),
            Literal::OneOf(members) => Kind::Enumeration(Enumeration { members, multi_valued: false }),
            Literal::Typed(name) => self.named(&name).unwrap_or(Kind::Anything),
            Literal::Ambiguous(_) | Literal::Sample => Kind::Anything,
        }
    }

    fn value(&mut self, shown: Shown<'_>, declared: Option<&Declared>) -> Shape {
        let Some(declared) = declared else { return self.undeclared(shown) };
        let kind = self.declared_kind(declared).or_else(|| self.represented_kind(declared));
        let at = declared.documented_at.clone();
        let kind = match (kind, shown.value) {
            (Some(Kind::Named(name)), Value::Object(members)) => {
                self.object(shown, members, Some(&name), false).kind
            }
            (Some(Kind::Array { .. }), Value::Array(values)) if declared.is_collection() => {
                let type_name = declared.type_name.as_ref().map(|name| name.name.clone());
                let mut items = self.items(shown.json, shown.pointer, values, type_name.as_deref(), false);
                let declared_kind = self.declared_kind(&declared.item());
                if let Some(kind) =
                    declared_kind.filter(|kind| !matches!(kind, Kind::Named(_) | Kind::Anything))
                {
                    items = Shape { kind, nullable: declared.nullable, documented_at: at.clone() };
                }
                Kind::Array { items: Box::new(items), must_be_empty: false }
            }
            (Some(Kind::Enumeration(enumeration)), Value::String(text)) => {
                Kind::Enumeration(enumeration.shown_as(text))
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
        };
        let nullable = match (declared.nullable, shown.value) {
            (Nullability::Unsaid, Value::Null) => Nullability::Nullable,
            (said, _) => said,
        };
        Shape { kind, nullable, documented_at: at }
    }

    /// The shape of a value that no table declares: what its literal promises.
    fn undeclared(&mut self, shown: Shown<'_>) -> Shape {
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
    fn plain(&mut self, shown: Shown<'_>, type_name: Option<&str>) -> Shape {
        let shape = self.undeclared(shown);
        let is_of = |promised: &Primitive| shown.value.is_null() || promised.accepts(shown.value);
        let promised = type_name.and_then(Primitive::named).filter(is_of);
        Shape { kind: promised.map_or(shape.kind, Kind::Primitive), ..shape }
    }

    /// The shape of an object the page shows. `root`: this page's own table speaks of it.
    fn object(
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
            by_type: Vec::new(),
        };
        for (name, value) in members {
            let pointer = format!("{}/{}", shown.pointer, name.replace('~', "~0").replace('/', "~1"));
            let member = Shown { json: shown.json, pointer: &pointer, value };
            object.members.push(self.shown_member(name, member, &declared, annotated));
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

    fn shown_member(
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
    fn control(&self, name: &str, value: &Value, annotated: Option<&str>) -> Kind {
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

    fn declarations(&self, type_name: Option<&str>, root: bool) -> Vec<Declared> {
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

    /// One shape for all members of an array: what all of them show is required, and of each type what all of it show.
    fn items(
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

/// Whether an object and the sample in its resource's representation have no name in common.
fn is_dictionary(sample: Option<&Value>, shown: &Map<String, Value>) -> bool {
    let names = sample.and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let mut names = names.filter(|name| !is_control(name)).peekable();
    names.peek().is_some() && !names.any(|name| shown.contains_key(name))
}

/// The type that an object says it is of, without `#`.
fn shown_type(value: &Value) -> Option<&str> {
    value.get("@odata.type").and_then(Value::as_str).map(|name| name.trim_start_matches('#'))
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

/// `{"@odata.type": "microsoft.graph.x"}` says of what type a value is, and not that it is an object: `x` may be an enumeration.
fn only_typed(literal: &Value) -> Option<&str> {
    let members = literal.as_object().filter(|members| members.len() == 1)?;
    members.get("@odata.type")?.as_str()
}

/// The JSON kind of a literal: all that it promises.
fn sample_kind(literal: &Value) -> Kind {
    match literal {
        Value::String(_) => Kind::Primitive(Primitive::String),
        Value::Bool(_) => Kind::Primitive(Primitive::Boolean),
        Value::Number(_) => Kind::Primitive(Primitive::Number),
        Value::Object(_) => Kind::Object(Object { open: true, ..Object::default() }),
        Value::Array(_) | Value::Null => Kind::Anything,
    }
}
