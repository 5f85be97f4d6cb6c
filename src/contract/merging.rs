//! One promise for all members of a documented collection.

use super::primitive::Primitive;
use super::shape::{Enumeration, Kind, Nullability, Numbers, Object, Shape};

impl Shape {
    /// What two documented members of one collection promise together.
    pub(super) fn merged_with(mut self, other: Shape) -> Shape {
        self.nullable = match (self.nullable, other.nullable) {
            (Nullability::Nullable, _) | (_, Nullability::Nullable) => Nullability::Nullable,
            (Nullability::NotNullable, Nullability::NotNullable) => Nullability::NotNullable,
            _ => Nullability::Unsaid,
        };
        self.kind = match (self.kind, other.kind) {
            (Kind::Object(one), Kind::Object(two)) => Kind::Object(one.merged_with(two)),
            (Kind::Various, _) | (_, Kind::Various) => Kind::Various,
            (Kind::Anything, kind) | (kind, Kind::Anything) => kind,
            (Kind::Primitive(one), Kind::Primitive(two)) => {
                one.or(two).map_or(Kind::Various, Kind::Primitive)
            }
            (Kind::Numbers(one), Kind::Numbers(two)) if one.primitive == two.primitive => {
                Kind::Numbers(one.merged_with(two))
            }
            (Kind::Numbers(Numbers { primitive: one, .. }), Kind::Primitive(two))
            | (Kind::Primitive(one), Kind::Numbers(Numbers { primitive: two, .. }))
            | (
                Kind::Numbers(Numbers { primitive: one, .. }),
                Kind::Numbers(Numbers { primitive: two, .. }),
            ) => one.or(two).map_or(Kind::Various, Kind::Primitive),
            (Kind::Enumeration(one), Kind::Enumeration(two)) => Kind::Enumeration(one.merged_with(two)),
            (Kind::Enumeration(_), Kind::Primitive(other))
            | (Kind::Primitive(other), Kind::Enumeration(_)) => {
                other.or(Primitive::String).map_or(Kind::Various, Kind::Primitive)
            }
            // some members show it and others only declare it: what is shown counts
            (Kind::Object(object), Kind::Named(_)) | (Kind::Named(_), Kind::Object(object)) => {
                Kind::Object(object)
            }
            (Kind::Named(one), Kind::Named(two)) if one != two => Kind::Various,
            (Kind::Array { items: one, .. }, Kind::Array { items: two, .. }) => {
                Kind::Array { items: Box::new(one.merged_with(*two)), must_be_empty: false }
            }
            (Kind::TypeName(mut one), Kind::TypeName(two)) => {
                one.extend(two);
                one.sort_unstable();
                one.dedup();
                Kind::TypeName(one)
            }
            (one, two) if std::mem::discriminant(&one) == std::mem::discriminant(&two) => one,
            _ => Kind::Various,
        };
        self
    }
}

impl Enumeration {
    /// What any of two types takes.
    fn merged_with(mut self, other: Enumeration) -> Enumeration {
        let others = other.members.into_iter().filter(|member| !self.members.contains(member));
        let others: Vec<String> = others.collect();
        self.members.extend(others);
        self.evolved.extend(other.evolved);
        self.multi_valued |= other.multi_valued;
        self
    }
}

impl Numbers {
    /// What any of two lists takes.
    fn merged_with(mut self, other: Numbers) -> Numbers {
        let others = other.values.into_iter().filter(|value| !self.values.contains(value));
        let others: Vec<_> = others.collect();
        self.values.extend(others);
        self
    }
}

impl Object {
    pub(super) fn merged_with(mut self, other: Object) -> Object {
        for member in &mut self.members {
            if other.member(&member.name).is_none_or(|found| found.required_at.is_none()) {
                member.required_at = None;
            }
        }
        for mut member in other.members {
            match self.members.iter_mut().find(|known| known.name == member.name) {
                Some(known) => known.shape = known.shape.clone().merged_with(member.shape),
                None => {
                    member.required_at = None;
                    self.members.push(member);
                }
            }
        }
        self.open |= other.open;
        self.described &= other.described;
        self.type_name = self.type_name.filter(|name| other.type_name.as_ref() == Some(name));
        self.shown_type = self.shown_type.filter(|name| other.shown_type.as_ref() == Some(name));
        for (name, object) in other.by_type {
            match self.by_type.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = std::mem::take(known).merged_with(object),
                None => self.by_type.push((name, object)),
            }
        }
        self
    }

    /// Takes what the members of each type promise beside what all do. A member that not all types have may be another thing in
    /// a type that is not shown.
    pub(super) fn take_types(&mut self, by_type: Vec<(String, Object)>) {
        let is_of_all = |name: &str| by_type.iter().all(|(_, object)| object.member(name).is_some());
        for member in self.members.iter_mut().filter(|member| !is_of_all(&member.name)) {
            (member.shape.kind, member.shape.nullable) = (Kind::Anything, Nullability::Unsaid);
        }
        self.by_type = by_type;
    }

    /// The same with no name required.
    pub(super) fn of_any_names(mut self) -> Object {
        self.members.iter_mut().for_each(|member| member.required_at = None);
        self
    }
}
