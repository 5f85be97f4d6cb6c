//! When two JSON values are the same value: an instant in any spelling, a number in any notation.

use serde_json::{Number, Value};

use crate::contract::{Kind, Primitive, Shape, Types, binary, duration, instant, time_of_day};

/// Whether `actual` is the value `expected`, for a value of this shape.
///
/// Two timestamps are the same when they name one instant, unless the page says that the value is something else than a
/// timestamp. So are two texts that the page says are lengths of time, times of day or bytes, and that name one. GUIDs are
/// compared ignoring case, numbers by value, the members of a multi-valued enumeration in any order.
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
        (Value::Number(one), Value::Number(two)) => one == two || same_number(one, two),
        (Value::String(one), Value::String(two)) => one == two || same_text(one, two, shape),
        _ => expected == actual,
    }
}

/// Whole numbers are compared digit by digit: as a Double, two large ones may look the same.
fn same_number(one: &Number, two: &Number) -> bool {
    (one.is_f64() || two.is_f64()) && one.as_f64() == two.as_f64()
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
            stand_for_one(instant, one, two)
        }
        Some(Kind::Primitive(Primitive::Guid)) => one.eq_ignore_ascii_case(two),
        Some(Kind::Primitive(Primitive::TimeOfDay)) => stand_for_one(time_of_day, one, two),
        Some(Kind::Primitive(Primitive::Duration)) => stand_for_one(duration, one, two),
        Some(Kind::Primitive(Primitive::Binary)) => stand_for_one(binary, one, two),
        Some(Kind::Enumeration(enumeration)) if enumeration.multi_valued => listed(one) == listed(two),
        _ => false,
    }
}

/// Whether two texts are spellings of one value.
fn stand_for_one<T: PartialEq>(read: impl Fn(&str) -> Option<T>, one: &str, two: &str) -> bool {
    read(one).is_some_and(|value| Some(value) == read(two))
}

fn listed(text: &str) -> Vec<&str> {
    let mut members: Vec<&str> = text.split(',').map(str::trim).collect();
    members.sort_unstable();
    members
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contract::{DocumentedAt, Enumeration, Nullability};

    fn shape(kind: Kind) -> Shape {
        Shape { kind, nullable: Nullability::Unsaid, documented_at: DocumentedAt::new("x.md", 1) }
    }

    fn same(one: Value, two: Value, kind: Option<Kind>) -> bool {
        let shape = kind.map(shape);
        let (forth, back) = (
            same_value(&one, &two, shape.as_ref(), &Types::new()),
            same_value(&two, &one, shape.as_ref(), &Types::new()),
        );
        assert_eq!(forth, back, "{one} {two}");
        forth
    }

    #[test]
    fn an_instant_is_the_same_in_any_spelling_unless_it_is_something_else() {
        let (one, two) = (json!("2024-01-01T12:00:00Z"), json!("2024-01-01T13:00:00.0+01:00"));
        assert!(same(one.clone(), two.clone(), None));
        assert!(same(one.clone(), two.clone(), Some(Kind::Primitive(Primitive::DateTimeOffset))));
        assert!(!same(one.clone(), two, Some(Kind::Primitive(Primitive::String))));
        assert!(!same(one, json!("2024-01-01T12:00:01Z"), None));
        assert!(!same(json!("a"), json!("b"), None));
    }

    #[test]
    fn a_number_is_the_same_in_any_notation() {
        assert!(same(json!(1), json!(1.0), None));
        assert!(!same(json!(1), json!(2), None));
        assert!(!same(json!(1), json!("1"), None));
        assert!(same(json!(9_007_199_254_740_993_i64), json!(9_007_199_254_740_993_i64), None));
        assert!(!same(json!(9_007_199_254_740_993_i64), json!(9_007_199_254_740_992_i64), None));
    }

    #[test]
    fn a_guid_is_the_same_in_any_case_and_a_string_is_not() {
        assert!(same(json!("AB"), json!("ab"), Some(Kind::Primitive(Primitive::Guid))));
        assert!(!same(json!("AB"), json!("ab"), Some(Kind::Primitive(Primitive::String))));
    }

    #[test]
    fn what_the_page_says_is_a_time_or_bytes_may_be_spelt_in_other_ways() {
        for (primitive, one, two, other) in [
            (Primitive::TimeOfDay, "08:00:00", "08:00:00.0000000", "08:00:01"),
            (Primitive::Duration, "PT60M", "PT1H", "P1M"),
            (Primitive::Binary, "+/8=", "-_8", "-_9"),
        ] {
            assert!(same(json!(one), json!(two), Some(Kind::Primitive(primitive))), "{one} {two}");
            assert!(!same(json!(one), json!(other), Some(Kind::Primitive(primitive))), "{one} {other}");
            assert!(!same(json!(one), json!(two), None), "{one} {two}");
        }
    }

    #[test]
    fn members_of_a_multi_valued_enumeration_come_in_any_order() {
        let of = |multi_valued| Kind::Enumeration(Enumeration::of(vec![], multi_valued));
        assert!(same(json!("a,b"), json!("b, a"), Some(of(true))));
        assert!(!same(json!("a,b"), json!("a,c"), Some(of(true))));
        assert!(!same(json!("a,b"), json!("b,a"), Some(of(false))));
    }

    #[test]
    fn objects_and_arrays_are_the_same_as_their_members_are() {
        let items = shape(Kind::Primitive(Primitive::Guid));
        let array = Kind::Array { items: Box::new(items), must_be_empty: false };
        assert!(same(json!(["AB"]), json!(["ab"]), Some(array)));
        assert!(same(json!({"a": 1, "b": [2]}), json!({"b": [2.0], "a": 1}), None));
        assert!(!same(json!({"a": 1}), json!({"a": 1, "b": 2}), None));
        assert!(!same(json!({"a": 1, "c": 2}), json!({"a": 1, "b": 2}), None));
        assert!(!same(json!({"a": 1}), json!({"a": 2}), None));
        assert!(!same(json!([1]), json!([1, 2]), None));
        assert!(!same(json!([1]), json!([2]), None));
    }
}
