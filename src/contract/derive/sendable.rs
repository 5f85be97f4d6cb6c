//! Narrowing the shape of a request's body to what may be sent.

use crate::contract::declared::Declared;
use crate::contract::shape::{Kind, Object, Shape, UNKNOWN};
use crate::page::Example;

/// What decides over what may be sent.
pub(super) struct Sendable<'a> {
    pub(super) table: &'a [Declared],
    pub(super) has_table: bool,
    pub(super) shown: Vec<String>,
    pub(super) example: &'a Example,
}

/// Narrows a body's shape to what may be sent: the rows of the request table where there is one, what the example shows,
/// and else what the resource declares and does not call read-only. Required is what a row of a creation says.
pub(super) fn sendable(shape: &mut Shape, allowed: &Sendable<'_>) {
    let creates = !matches!(allowed.example.request.method.to_ascii_uppercase().as_str(), "PATCH" | "PUT");
    let Kind::Object(object) = &mut shape.kind else { return };
    object.members.retain(|member| {
        let row = allowed.table.iter().any(|row| row.name == member.name);
        allowed.shown.contains(&member.name) || row || (!allowed.has_table && !member.read_only)
    });
    for member in &mut object.members {
        let row = allowed.table.iter().find(|row| row.name == member.name);
        let required = creates && allowed.shown.contains(&member.name) && row.is_some_and(|row| row.required);
        member.required_at = row.filter(|_| required).map(|row| row.documented_at.clone());
    }
}

/// `unknownFutureValue` is never sent (decision 5), and below the root nothing is required of a sender.
pub(super) fn only_sendable(object: &mut Object) {
    object.by_type.clear();
    for member in &mut object.members {
        member.required_at = None;
        below_root(&mut member.shape);
    }
}

pub(super) fn only_sendable_members(shape: &mut Shape) {
    match &mut shape.kind {
        Kind::Enumeration(enumeration) => enumeration.members.retain(|member| member != UNKNOWN),
        Kind::Array { items, .. } => below_root(items),
        Kind::Object(object) => {
            object.by_type.clear();
            object.members.iter_mut().for_each(|member| below_root(&mut member.shape));
        }
        _ => {}
    }
}

fn below_root(shape: &mut Shape) {
    match &mut shape.kind {
        Kind::Object(object) => only_sendable(object),
        _ => only_sendable_members(shape),
    }
}
