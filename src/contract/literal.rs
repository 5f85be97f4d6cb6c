//! What a literal in an example's body says: placeholders are types, other literals promise their kind (decision 2).

use serde_json::Value;

use super::primitive::Primitive;

/// What a literal stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    /// A placeholder for a value of this type.
    Of(Primitive),
    /// A placeholder for one of these members: `"a | b | c"`.
    OneOf(Vec<String>),
    /// A placeholder for an object of this type: `"@odata.type: microsoft.graph.x"`.
    Typed(String),
    /// `"Double"`, `"Date"`: a type where types are meant, but just as well a value. In an example it promises nothing.
    Ambiguous(Primitive),
    /// A value that only promises its JSON kind.
    Sample,
}

impl Literal {
    /// Reads a literal of an example's body.
    pub(super) fn of(value: &Value) -> Literal {
        match value {
            Value::String(text) => placeholder(text).unwrap_or(Literal::Sample),
            _ => Literal::Sample,
        }
    }

    /// Reads a literal of a resource's JSON representation, where lower-case type names are placeholders as well.
    pub(super) fn of_resource(value: &Value) -> Literal {
        match (Literal::of(value), value) {
            (Literal::Sample, Value::String(text)) => {
                Primitive::named(text).map_or(Literal::Sample, Literal::Of)
            }
            (literal, _) => literal,
        }
    }

    pub(super) fn is_placeholder(&self) -> bool {
        !matches!(self, Literal::Sample | Literal::Ambiguous(_))
    }
}

/// Whether an example's literal shows a value, and neither stands for one nor is cut short.
pub(crate) fn shows_a_value(literal: &Value) -> bool {
    Literal::of(literal) == Literal::Sample && !literal.as_str().is_some_and(|text| text.contains("..."))
}

/// Type names that nobody means as a value.
const CERTAIN: [&str; 8] =
    ["String", "Integer", "Boolean", "Guid", "Int32", "Int64", "DateTimeOffset", "TimeOfDay"];

fn placeholder(text: &str) -> Option<Literal> {
    let text = text.trim();
    if let Some(name) = text.strip_prefix("@odata.type:") {
        return Some(Literal::Typed(name.trim().trim_start_matches('#').to_string()));
    }
    if let Some(primitive) = named(text) {
        let is_certain = text.contains('(') || CERTAIN.contains(&text);
        return Some(if is_certain { Literal::Of(primitive) } else { Literal::Ambiguous(primitive) });
    }
    if let Some(members) = alternatives(text) {
        return Some(Literal::OneOf(members));
    }
    is_filler(text).then_some(Literal::Of(Primitive::String))
}

/// `String`, `Integer`, `String (timestamp)`: a capital tells a type from a value such as `"date"`.
fn named(text: &str) -> Option<Primitive> {
    let (name, qualifier) = match text.split_once('(') {
        Some((name, qualifier)) => (name.trim(), Some(qualifier.trim_end_matches(')').trim())),
        None => (text, None),
    };
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let primitive = match name {
        "Integer" => Primitive::Int64,
        name => Primitive::named(name)?,
    };
    Some(qualifier.and_then(Primitive::named).unwrap_or(primitive))
}

fn alternatives(text: &str) -> Option<Vec<String>> {
    let is_member =
        |member: &str| !member.is_empty() && member.chars().all(|c| c.is_alphanumeric() || c == '_');
    let members = || text.split('|').map(str::trim);
    (text.contains('|') && members().all(is_member)).then(|| members().map(str::to_string).collect())
}

/// `"displayName-value"`, `"Display Name value"`, `"{token}"`, `"<id>"`.
fn is_filler(text: &str) -> bool {
    let bracketed =
        |open, close| text.starts_with(open) && text.ends_with(close) && !text.contains([' ', '"']);
    text.ends_with("-value")
        || (text.ends_with(" value") && text.starts_with(char::is_uppercase))
        || bracketed('{', '}')
        || bracketed('<', '>')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn placeholders_are_types() {
        let cases = [
            ("String", Literal::Of(Primitive::String)),
            ("String (timestamp)", Literal::Of(Primitive::DateTimeOffset)),
            ("String (identifier)", Literal::Of(Primitive::String)),
            ("Integer", Literal::Of(Primitive::Int64)),
            ("Boolean", Literal::Of(Primitive::Boolean)),
            ("Guid", Literal::Of(Primitive::Guid)),
            ("a | b | c", Literal::OneOf(vec!["a".into(), "b".into(), "c".into()])),
            ("displayName-value", Literal::Of(Primitive::String)),
            ("Display Name value", Literal::Of(Primitive::String)),
            ("@odata.type: microsoft.graph.x", Literal::Typed("microsoft.graph.x".into())),
        ];
        for (text, literal) in cases {
            assert_eq!(Literal::of(&json!(text)), literal, "{text}");
        }
    }

    #[test]
    fn other_literals_are_samples() {
        for value in [
            json!("date"),
            json!("Megan Bowen"),
            json!("65ebabed-abed-65eb-edab-eb65edabeb65"),
            json!(1),
            json!(null),
            json!("a||b"),
        ] {
            assert_eq!(Literal::of(&value), Literal::Sample, "{value}");
        }
    }

    #[test]
    fn a_word_that_may_be_a_value_is_ambiguous() {
        for word in ["Double", "Date", "Single", "Number"] {
            assert!(matches!(Literal::of(&json!(word)), Literal::Ambiguous(_)), "{word}");
        }
    }

    #[test]
    fn a_resource_also_says_types_in_lower_case() {
        assert_eq!(Literal::of_resource(&json!("timestamp")), Literal::Of(Primitive::DateTimeOffset));
        assert_eq!(Literal::of_resource(&json!("url")), Literal::Of(Primitive::Uri));
    }
}
