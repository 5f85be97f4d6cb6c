//! What is declared of a member: by a row of a table, else by the resource's JSON representation.

use serde_json::Value;

use super::Shaping;
use crate::contract::declared::Declared;
use crate::contract::literal::Literal;
use crate::contract::primitive::Primitive;
use crate::contract::shape::{Enumeration, Kind, Member, Numbers, Object, Shape};

impl Shaping<'_> {
    pub(in crate::contract) fn declared_object(&mut self, type_name: &str) -> Object {
        let declared = self.resources.members(type_name);
        let members = declared.into_iter().map(|declared| self.declared_member(declared)).collect();
        let open = self.resources.is_open(type_name);
        let name = self.resources.find(type_name).map(|found| found.name.clone());
        let (type_name, shown_type) = (name.clone(), name);
        Object { members, open, described: true, type_name, shown_type, ..Object::default() }
    }

    pub(super) fn declared_member(&mut self, declared: &Declared) -> Member {
        let kind = self.kind_of(declared);
        Member {
            name: declared.name.clone(),
            shape: Shape { kind, nullable: declared.nullable, documented_at: declared.documented_at.clone() },
            required_at: None,
            read_only: declared.read_only,
        }
    }

    /// The kind of a declared member, as far as its declaration alone says one.
    pub(in crate::contract) fn kind_of(&mut self, declared: &Declared) -> Kind {
        self.declared_kind(declared).or_else(|| self.represented_kind(declared)).unwrap_or(Kind::Anything)
    }

    /// The kind a table row promises; `None`: the row has no type, or names one that no page describes.
    pub(super) fn declared_kind(&mut self, declared: &Declared) -> Option<Kind> {
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
            return Some(Kind::Enumeration(Enumeration::of(members, multi_valued)));
        }
        let listed = primitive.and_then(|primitive| Numbers::of(primitive, &declared.members));
        let known = listed.map(Kind::Numbers).or(primitive.map(Kind::Primitive));
        known.or_else(|| self.named(&type_name.name))
    }

    /// The type of this name, or the enumeration: a value of one may be several of its members, as the table does not say
    /// whether they are flags.
    pub(super) fn named(&mut self, name: &str) -> Option<Kind> {
        let Some(found) = self.resources.find(name) else {
            let members = self.resources.enumeration(name).to_vec();
            return (!members.is_empty()).then_some(Kind::Enumeration(Enumeration::of(members, true)));
        };
        if self.resources.lineage(name).members().next().is_none() {
            return Some(Kind::Anything); // a page without members promises nothing
        }
        let name = found.name.clone();
        self.pending.push(name.clone());
        Some(Kind::Named(name))
    }

    /// The kind that the resource's JSON representation shows.
    pub(super) fn represented_kind(&mut self, declared: &Declared) -> Option<Kind> {
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

    pub(super) fn placeholder_kind(&mut self, literal: Literal) -> Kind {
        match literal {
            Literal::Of(primitive) => Kind::Primitive(primitive),
            Literal::OneOf(members) => Kind::Enumeration(Enumeration::of(members, false)),
            Literal::Typed(name) => self.named(&name).unwrap_or(Kind::Anything),
            Literal::Ambiguous(_) | Literal::Sample => Kind::Anything,
        }
    }
}

/// `{"@odata.type": "microsoft.graph.x"}` says of what type a value is, and not that it is an object: `x` may be an enumeration.
fn only_typed(literal: &Value) -> Option<&str> {
    let members = literal.as_object().filter(|members| members.len() == 1)?;
    members.get("@odata.type")?.as_str()
}

/// The JSON kind of a literal: all that it promises.
pub(super) fn sample_kind(literal: &Value) -> Kind {
    match literal {
        Value::String(_) => Kind::Primitive(Primitive::String),
        Value::Bool(_) => Kind::Primitive(Primitive::Boolean),
        Value::Number(_) => Kind::Primitive(Primitive::Number),
        Value::Object(_) => Kind::Object(Object { open: true, ..Object::default() }),
        Value::Array(_) | Value::Null => Kind::Anything,
    }
}
