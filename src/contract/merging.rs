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
            (Kind::Various, _) | (_, Kind::Various) => Kind::Various,
            (Kind::Anything, kind) | (kind, Kind::Anything) => kind,
            (Kind::Primitive(one), Kind::Primitive(two)) if one != two => Kind::Various,
            (Kind::Object(object), Kind::Named(_)) | (Kind::Named(_), Kind::Object(object)) => {
                Kind::Object(object.left_out_by_some())
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

impl Object {
    /// The object that some members of a collection show and others only declare: nothing in it is required.
    fn left_out_by_some(mut self) -> Object {
        self.members.iter_mut().for_each(|member| member.required_at = None);
        self
    }

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
