//! One property of a body, asked for by name.

use serde_json::Value;

use super::same::same_value;
use super::violation::{Code, Judgement, Violation, child, shown};
use crate::contract::{DocumentedAt, DocumentedExample, Kind, Primitive, Shape};
use crate::exchange::Response;

/// Whether the property is one of the members that the page lists.
pub fn judge_member(example: &DocumentedExample, name: &str, response: &Response) -> Judgement {
    let shape = shape_of(example, name);
    let at = shape.map(|shape| &shape.documented_at);
    let Some(Kind::Enumeration(enumeration)) = shape.map(|shape| &shape.kind) else {
        return wrong(Code::PropertyEnum, name, "an enumeration", "the page lists no values for it", at);
    };
    let expected = format!("one of {}", enumeration.members.join(", "));
    hold(name, response, &expected, Code::PropertyEnum, at, |value| {
        value.as_str().is_some_and(|text| enumeration.members.iter().any(|member| member == text))
    })
}

/// Whether the property is a timestamp (RFC 3339).
pub fn judge_timestamp(example: &DocumentedExample, name: &str, response: &Response) -> Judgement {
    let at = shape_of(example, name).map(|shape| &shape.documented_at);
    let primitive = Primitive::DateTimeOffset;
    hold(name, response, primitive.description(), Code::PropertyFormat, at, |value| primitive.accepts(value))
}

/// Whether the property has this value; an instant in any spelling.
pub fn judge_value(
    example: &DocumentedExample,
    name: &str,
    expected: &Value,
    response: &Response,
) -> Judgement {
    let shape = shape_of(example, name);
    let at = shape.map(|shape| &shape.documented_at);
    let none = crate::contract::Types::new();
    let types = example.response.json().map_or(&none, |body| &body.types);
    hold(name, response, &shown(expected), Code::PropertyValue, at, |value| {
        same_value(expected, value, shape, types)
    })
}

fn shape_of<'a>(example: &'a DocumentedExample, name: &str) -> Option<&'a Shape> {
    let body = example.response.json()?;
    body.shape.member(name, &body.types)
}

fn hold(
    name: &str,
    response: &Response,
    expected: &str,
    code: Code,
    at: Option<&DocumentedAt>,
    keeps: impl Fn(&Value) -> bool,
) -> Judgement {
    match response.json().as_ref().and_then(|body| body.get(name)) {
        None => wrong(Code::PropertyMissing, name, expected, "nothing", at),
        Some(value) if keeps(value) => Judgement::default(),
        Some(value) => wrong(code, name, expected, &shown(value), at),
    }
}

fn wrong(code: Code, name: &str, expected: &str, actual: &str, at: Option<&DocumentedAt>) -> Judgement {
    Judgement::of(vec![Violation::new(code, child("", name), expected, actual, at)])
}
