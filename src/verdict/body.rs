//! A JSON body held to its schema: the validator's errors, told in the words of the page.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::violation::{Code, Violation, shown};
use crate::contract::Schema;
use crate::pointer::child;

/// Every place in which `body` breaks `schema`, sorted by pointer; the deepest cause alone is told of each place.
pub(crate) fn violations(schema: &Schema, body: &Value, numbers: Numbers) -> Vec<Violation> {
    let errors = schema.validator().iter_errors(body);
    let errors = errors
        .filter(|error| !is_number_as_string(schema_of(schema.json(), error), error.instance(), numbers));
    let mut found: Vec<Violation> = errors.flat_map(|error| told(schema.json(), &error)).collect();
    found.sort_by(|one, two| (&one.pointer, one.code).cmp(&(&two.pointer, two.code)));
    found.dedup_by(|later, earlier| later.pointer == earlier.pointer);
    found
}

/// How a message writes numbers (OData JSON format 4.01, sections 3.2 and 7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// As JSON numbers.
    AsNumbers,
    /// `IEEE754Compatible=true`: 64-bit and decimal numbers as strings.
    MayBeStrings,
}

impl Numbers {
    /// What a `Content-Type` says of numbers.
    pub(crate) fn of(content_type: Option<&str>) -> Numbers {
        let parameters = content_type.unwrap_or_default().to_lowercase().replace(' ', "");
        match parameters.contains("ieee754compatible=true") {
            true => Numbers::MayBeStrings,
            false => Numbers::AsNumbers,
        }
    }
}

/// A number that OData writes as a string: infinity and NaN always, 64-bit and decimal numbers where the message says so.
fn is_number_as_string(schema: &Value, instance: &Value, numbers: Numbers) -> bool {
    let Some(text) = instance.as_str() else { return false };
    let is_int64 = schema.get("minimum") == Some(&Value::from(i64::MIN));
    let listed = schema.get("enum").and_then(Value::as_array);
    let is_listed = |number: Value| listed.is_none_or(|listed| listed.contains(&number));
    match kind_of(schema) {
        "number" if schema.get("x-decimal").is_none() => matches!(text, "INF" | "-INF" | "NaN"),
        "number" => numbers == Numbers::MayBeStrings && text.parse::<f64>().is_ok_and(f64::is_finite),
        "integer" if is_int64 && numbers == Numbers::MayBeStrings => {
            text.parse::<i64>().is_ok_and(|number| is_listed(number.into()))
        }
        _ => false,
    }
}

/// The schema around the keyword that failed: it carries the annotations.
fn schema_of<'a>(root: &'a Value, error: &ValidationError<'_>) -> &'a Value {
    let keyword = error.schema_path().as_str();
    let around = keyword.rfind('/').map_or("", |at| &keyword[..at]);
    root.pointer(around).unwrap_or(root)
}

/// Where a schema is documented; of a named type's own schema, where it is referred to.
fn documented_at<'a>(root: &'a Value, schema: &'a Value, error: &ValidationError<'_>) -> &'a str {
    let of = |schema: &'a Value| schema.get("x-documented-at").and_then(Value::as_str);
    let path = error.evaluation_path().as_str();
    let referring = path.match_indices("/$ref").filter_map(|(at, _)| root.pointer(&path[..at]).and_then(of));
    of(schema).or_else(|| referring.last()).unwrap_or_default()
}

fn told(root: &Value, error: &ValidationError<'_>) -> Vec<Violation> {
    let schema = schema_of(root, error);
    let pointer = error.instance_path().as_str();
    let instance = error.instance();
    let at = documented_at(root, schema, error);
    let violation = |code, pointer: String, expected: String, actual: String, at: &str| Violation {
        documented_at: at.to_string(),
        ..Violation::new(code, pointer, expected, actual, None)
    };
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let at = schema.pointer(&child("/x-required-at", name)).and_then(Value::as_str).unwrap_or(at);
            vec![violation(
                Code::PropertyMissing,
                child(pointer, name),
                promise_of(schema, name),
                "nothing".into(),
                at,
            )]
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let undocumented = |name: &String| {
                let actual = instance.get(name).map_or_else(String::new, shown);
                let expected = "no undocumented property".to_string();
                violation(Code::PropertyUndocumented, child(pointer, name), expected, actual, at)
            };
            unexpected.iter().map(undocumented).collect()
        }
        kind => {
            let code = code_of(kind, schema, instance);
            vec![violation(code, pointer.to_string(), expectation(schema), actual(schema, instance), at)]
        }
    }
}

fn code_of(kind: &ValidationErrorKind, schema: &Value, instance: &Value) -> Code {
    match kind {
        ValidationErrorKind::Type { .. } if instance.is_null() => Code::PropertyNull,
        ValidationErrorKind::Type { .. } => Code::PropertyType,
        ValidationErrorKind::Enum { .. } if schema.get("x-type-name").is_some() => Code::PropertyValue,
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::Pattern { .. } => Code::PropertyEnum,
        ValidationErrorKind::MaxItems { .. } => Code::PropertyValue,
        _ => Code::PropertyFormat,
    }
}

/// What a required member should have been.
fn promise_of(schema: &Value, name: &str) -> String {
    schema.pointer(&child("/properties", name)).map_or_else(|| "a value".to_string(), expectation)
}

/// What a schema asks for, in words.
fn expectation(schema: &Value) -> String {
    let members = schema.get("enum").or_else(|| schema.get("x-members")).and_then(Value::as_array);
    if schema.get("x-type-name").is_some() {
        return shown(members.and_then(|names| names.first()).unwrap_or(&Value::Null));
    }
    if let Some(members) = members {
        let name = |member: &Value| member.as_str().map_or_else(|| member.to_string(), str::to_string);
        let names: Vec<String> = members.iter().filter(|member| !member.is_null()).map(name).collect();
        return format!("one of {}", names.join(", "));
    }
    if schema.get("maxItems").is_some() {
        return "an empty collection".to_string();
    }
    match (kind_of(schema), schema.get("format").and_then(Value::as_str)) {
        (_, Some("date-time")) => "a DateTimeOffset (RFC 3339)".into(),
        (_, Some("date")) => "a Date (yyyy-mm-dd)".into(),
        (_, Some("time-of-day")) => "a TimeOfDay (hh:mm:ss)".into(),
        (_, Some("duration")) => "a Duration (ISO 8601)".into(),
        (_, Some("uuid")) => "a Guid".into(),
        (_, Some("base64")) => "Binary (base64)".into(),
        (_, Some("uri")) => "an absolute URI".into(),
        ("string", _) => "a String".into(),
        ("boolean", _) => "a Boolean".into(),
        ("number", _) => "a number".into(),
        ("integer", _) => {
            let bound = |name| schema.get(name).map_or_else(String::new, Value::to_string);
            format!("a whole number from {} to {}", bound("minimum"), bound("maximum"))
        }
        ("array", _) => "a collection".into(),
        ("object", _) => "an object".into(),
        _ => "a value".into(),
    }
}

fn kind_of(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => names.first().and_then(Value::as_str).unwrap_or_default(),
        _ => "",
    }
}

/// What came; a member that differs in case alone is said to.
fn actual(schema: &Value, instance: &Value) -> String {
    let members = schema.get("enum").and_then(Value::as_array);
    let text = instance.as_str().unwrap_or_default();
    let near = members
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .find(|member| member.eq_ignore_ascii_case(text));
    match near {
        Some(member) => format!("{}, which differs from {member} in case", shown(instance)),
        None => shown(instance),
    }
}
