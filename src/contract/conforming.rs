//! Conforming values in the place of placeholders (decision 10): the same ones on every run.
//!
//! What a double holds and what a scenario sends differ wherever the type has more than one value, so that a service that
//! answers with what it held before is seen.

use chrono::{Duration, TimeZone, Utc};
use serde_json::{Map, Value, json};

use super::literal::Literal;
use super::primitive::Primitive;
use super::shape::{Enumeration, Kind, Numbers, Shape, Types, UNKNOWN};

/// Whose value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The double held it before the request.
    Held,
    /// The scenario sends it.
    Sent,
}

/// `literal` with its placeholders, and whatever the shape rules out, replaced by conforming values.
pub(crate) fn fill(literal: &Value, shape: &Shape, types: &Types, role: Role) -> Value {
    fill_named("value", literal, shape, types, role)
}

fn fill_named(name: &str, literal: &Value, shape: &Shape, types: &Types, role: Role) -> Value {
    match (literal, &shape.kind) {
        (Value::Object(members), _) if shape.object(types).is_some() => {
            let filled = members.iter().map(|(name, literal)| {
                let value = match shape.member(name, types) {
                    Some(member) => fill_named(name, literal, member, types, role),
                    None => literal.clone(),
                };
                (name.clone(), value)
            });
            Value::Object(filled.collect())
        }
        (Value::Array(values), Kind::Array { items, .. }) => {
            values.iter().map(|value| fill_named(name, value, items, types, role)).collect()
        }
        (Value::Null, _) => Value::Null,
        (literal, Kind::Anything | Kind::Various) if !Literal::of(literal).is_placeholder() => {
            literal.clone()
        }
        (literal, _) if keeps(literal, shape) => literal.clone(),
        _ => meant(literal, shape).unwrap_or_else(|| from_shape(name, shape, types, role)),
    }
}

/// What a text that the shape rules out means all the same: `"false"` where a Boolean is promised, a listed member in another case.
fn meant(literal: &Value, shape: &Shape) -> Option<Value> {
    let text = literal.as_str()?;
    match &shape.kind {
        Kind::Primitive(Primitive::Boolean) => {
            text.to_ascii_lowercase().parse::<bool>().ok().map(Value::from)
        }
        Kind::Enumeration(enumeration) => {
            let mut members = enumeration.members.iter().filter(|member| *member != UNKNOWN);
            members.find(|member| member.eq_ignore_ascii_case(text)).map(|member| json!(member))
        }
        _ => None,
    }
}

/// Whether a scalar literal is a value of its own, and one that the shape allows.
fn keeps(literal: &Value, shape: &Shape) -> bool {
    match &shape.kind {
        Kind::Primitive(primitive) => !Literal::of(literal).is_placeholder() && primitive.accepts(literal),
        Kind::Enumeration(Enumeration { members, .. }) => {
            literal.as_str().is_some_and(|text| members.iter().any(|member| member == text))
        }
        Kind::Numbers(numbers) => numbers.values.contains(literal),
        Kind::TypeName(_) => true,
        _ => false,
    }
}

/// A conforming value where the page shows none.
pub(crate) fn from_shape(name: &str, shape: &Shape, types: &Types, role: Role) -> Value {
    match &shape.kind {
        Kind::Primitive(primitive) => of_primitive(name, *primitive, role),
        Kind::Enumeration(enumeration) => of_enumeration(enumeration, role),
        Kind::Numbers(Numbers { values, .. }) => {
            let value = if role == Role::Held { values.first() } else { values.last() };
            value.cloned().unwrap_or_default()
        }
        Kind::TypeName(names) => json!(format!("#{}", names.first().map_or("", String::as_str))),
        Kind::Array { .. } => json!([]),
        Kind::Anything | Kind::Various => json!(words(name, role)),
        Kind::Object(_) | Kind::Named(_) => {
            let members = shape.object(types).into_iter().flat_map(|object| &object.members);
            let required = members.filter(|member| member.required_at.is_some());
            let members: Map<String, Value> = required
                .map(|member| (member.name.clone(), from_shape(&member.name, &member.shape, types, role)))
                .collect();
            Value::Object(members)
        }
    }
}

fn of_primitive(name: &str, primitive: Primitive, role: Role) -> Value {
    let second = i64::from(role == Role::Sent);
    let day = i64::from(hash(name) % 300);
    let start = Utc.with_ymd_and_hms(2024, 1, 1, 8, 30, 0).single().unwrap_or_default();
    let moment = start + Duration::days(day) + Duration::hours(second);
    match primitive {
        Primitive::String | Primitive::Stream if is_identifier(name) => json!(guid(name, role)),
        Primitive::String | Primitive::Stream => json!(words(name, role)),
        Primitive::Boolean => json!(role == Role::Sent),
        Primitive::Integer { .. } | Primitive::Int64 => json!(1 + second),
        // whole, as pages call the same value Number here and Int32 there
        Primitive::Number | Primitive::Decimal => json!(1 + second),
        Primitive::DateTimeOffset => json!(moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        Primitive::Date => json!((moment + Duration::days(second)).format("%Y-%m-%d").to_string()),
        Primitive::TimeOfDay => json!(moment.format("%H:%M:%S").to_string()),
        Primitive::Duration => json!(format!("PT{}H", 1 + second)),
        Primitive::Guid => json!(guid(name, role)),
        Primitive::Binary => json!(if role == Role::Sent { "c2VudA==" } else { "aGVsZA==" }),
        Primitive::Uri => json!(format!("https://example.org/{}/{name}", role.word())),
    }
}

/// The first member is held, the last one sent; `unknownFutureValue` is never either (decision 5), nor is a member that comes back
/// only to those who ask for it, where there are two others.
fn of_enumeration(enumeration: &Enumeration, role: Role) -> Value {
    let sendable = enumeration.members.iter().filter(|member| *member != UNKNOWN);
    let known: Vec<&String> =
        sendable.clone().filter(|member| !enumeration.evolved.contains(member)).collect();
    let all = if known.len() > 1 { known } else { sendable.collect() };
    let mut members = all.into_iter();
    let member = match role {
        Role::Held => members.next(),
        Role::Sent => members.next_back(),
    };
    json!(member.map_or("", String::as_str))
}

impl Role {
    fn word(self) -> &'static str {
        match self {
            Role::Held => "held",
            Role::Sent => "sent",
        }
    }
}

fn words(name: &str, role: Role) -> String {
    format!("{name} {}", role.word())
}

fn is_identifier(name: &str) -> bool {
    name == "id" || name.ends_with("Id")
}

/// A GUID of the form of RFC 9562, version 8, made from the name alone.
pub(crate) fn guid(name: &str, role: Role) -> String {
    let (high, low) = (hash(name), hash(&words(name, role)));
    let tail = u64::from(hash(&format!("{low}"))) << 16 | u64::from(high & 0xffff);
    format!("{high:08x}-{:04x}-8{:03x}-9{:03x}-{tail:012x}", low >> 16, low & 0xfff, (low >> 4) & 0xfff)
}

/// FNV-1a: small, and the same on every machine and in every version of this program.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::format::is_guid;

    const PRIMITIVES: [&str; 12] = [
        "String",
        "Boolean",
        "Int32",
        "Int64",
        "Double",
        "DateTimeOffset",
        "Date",
        "TimeOfDay",
        "Duration",
        "Guid",
        "Binary",
        "url",
    ];

    #[test]
    fn what_is_only_written_otherwise_is_meant() {
        let at = crate::contract::DocumentedAt::new("x.md", 1);
        let filled = |literal: &str, kind: Kind| {
            let shape =
                Shape { kind, nullable: crate::contract::Nullability::Unsaid, documented_at: at.clone() };
            fill(&json!(literal), &shape, &Types::default(), Role::Sent)
        };
        let boolean = || Kind::Primitive(Primitive::Boolean);
        assert_eq!(filled("False", boolean()), json!(false));
        assert_eq!(filled("perhaps", boolean()), json!(true));
        let listed =
            || Kind::Enumeration(Enumeration::of(vec!["string".to_string(), "int64".to_string()], false));
        assert_eq!(filled("String", listed()), json!("string"));
        assert_eq!(filled("other", listed()), json!("int64"));
    }

    #[test]
    fn every_value_conforms_and_what_is_sent_differs_from_what_is_held() {
        for name in PRIMITIVES {
            let primitive = Primitive::named(name).unwrap();
            let (held, sent) =
                (of_primitive("x", primitive, Role::Held), of_primitive("x", primitive, Role::Sent));
            assert!(primitive.accepts(&held) && primitive.accepts(&sent), "{name}: {held} {sent}");
            assert_ne!(held, sent, "{name}");
        }
    }

    #[test]
    fn a_guid_is_one_and_depends_on_its_name() {
        assert!(is_guid(&guid("a", Role::Held)));
        assert_ne!(guid("a", Role::Held), guid("b", Role::Held));
    }

    #[test]
    fn unknown_future_value_is_never_chosen() {
        let members = ["a", "b", "unknownFutureValue"].map(str::to_string).to_vec();
        let enumeration = Enumeration::of(members, false);
        assert_eq!(of_enumeration(&enumeration, Role::Sent), json!("b"));
        let of = |members: &[&str]| {
            let members = members.iter().map(ToString::to_string).collect();
            of_enumeration(&Enumeration::of(members, false), Role::Sent)
        };
        assert_eq!(of(&["a", "b", "unknownFutureValue", "c"]), json!("b"));
        assert_eq!(of(&["a", "unknownFutureValue", "c"]), json!("c"));
    }
}
