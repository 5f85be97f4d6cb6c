//! One promise for all members of a documented collection.

use super::shape::{Kind, Nullability, Object, Shape};

impl Shape {
    /// What two documented members of one collection promise together.
    pub(super) fn merged_with(mut self, other: Shape) -> Shape {
        if other.nullable == Nullability::Nullable {
            self.nullable = Nullability::Nullable;
        }
        self.kind = match (self.kind, other.kind) {
            (Kind::Object(one), Kind::Object(two)) => Kind::Object(one.merged_with(two)),
            (Kind::Anything, kind) | (kind, Kind::Anything) => kind,
            (Kind::Primitive(one), Kind::Primitive(two)) if one != two => Kind::Anything,
            (Kind::Array { items: one, .. }, Kind::Array { items: two, .. }) => {
                Kind::Array { items: Box::new(one.merged_with(*two)), must_be_empty: false }
            }
            (Kind::TypeName(mut one), Kind::TypeName(two)) => {
                one.extend(two);
                Kind::TypeName(one)
            }
            (one, two) if std::mem::discriminant(&one) == std::mem::discriminant(&two) => one,
            _ => Kind::Anything,
        };
        self
    }
}

impl Object {
    fn merged_with(mut self, other: Object) -> Object {
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
        self
    }
}
