//! When two JSON values are the same value: an instant in any spelling, a number in any notation.

use serde_json::Value;

use crate::contract::{Kind, Primitive, Shape, Types, instant};

/// Whether `actual` is the value `expected`, for a value of this shape.
///
/// Two timestamps are the same when they name one instant, unless the page says that the value is something else than a
/// timestamp. GUIDs are compared ignoring case, numbers by value, the members of a multi-valued enumeration in any order.
pub fn same_value(expected: &Value, actual: &Value, shape: Option<&Shape>, types: &Types) -> bool {
    match (expected, actual) {
        (Value::Object(one), Value::Object(two)) => {
            one.len() == two.len()
                && one.iter().all(|(name, value)| {
                    let member = shape.and_then(|shape| shape.member(name, types));
                    two.get(name).is_some_and(|other| same_value(value, other, member, types))
                })
        }
        (Value::Array(one), Value::Array(two)) => {
            let items = shape.and_then(items);
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| same_value(one, two, items, types))
        }
        (Value::Number(one), Value::Number(two)) => one == two || one.as_f64() == two.as_f64(),
        (Value::String(one), Value::String(two)) => one == two || same_text(one, two, shape),
        _ => expected == actual,
    }
}

pub(super) fn items(shape: &Shape) -> Option<&Shape> {
    match &shape.kind {
        Kind::Array { items, .. } => Some(items),
        _ => None,
    }
}

fn same_text(one: &str, two: &str, shape: Option<&Shape>) -> bool {
    match shape.map(|shape| &shape.kind) {
        Some(Kind::Primitive(Primitive::DateTimeOffset)) | Some(Kind::Anything | Kind::Various) | None => {
            instant(one).is_some() && instant(one) == instant(two)
        }
        Some(Kind::Primitive(Primitive::Guid)) => one.eq_ignore_ascii_case(two),
        Some(Kind::Enumeration(enumeration)) if enumeration.multi_valued => listed(one) == listed(two),
        _ => false,
    }
}

fn listed(text: &str) -> Vec<&str> {
    let mut members: Vec<&str> = text.split(',').map(str::trim).collect();
    members.sort_unstable();
    members
}
