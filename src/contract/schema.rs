//! A [`Shape`] as a JSON Schema (draft 2020-12).
//!
//! `jsonschema` is the judge of bodies, and what it judges by can be exported. Two annotation keywords carry the way back
//! to the page: `x-documented-at` on a schema, and `x-required-at`, which maps each required name to a line. Null is
//! allowed unless the page forbids it: what a page does not say of null is drift, not a violation.

use std::sync::{Arc, OnceLock};

use jsonschema::{Draft, PatternOptions, Validator};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::at_least::at_least;
use super::format;
use super::primitive::Primitive;
use super::shape::{Enumeration, Kind, Nullability, Object, Shape, Types};
use crate::pointer::escaped;

/// A derived schema and its validator.
#[derive(Debug)]
pub struct Schema {
    shape: Arc<Shape>,
    types: Arc<Types>,
    undocumented: Undocumented,
    json: OnceLock<Value>,
    validator: OnceLock<Validator>,
}

/// Whether members that the page does not document are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undocumented {
    /// In responses: they are drift.
    Allowed,
    /// In requests: the double refuses them.
    Refused,
}

impl Schema {
    /// The schema of a shape; most are never asked for, so it is written when the first one does.
    pub(crate) fn of(shape: &Arc<Shape>, types: &Arc<Types>, undocumented: Undocumented) -> Schema {
        Schema {
            shape: Arc::clone(shape),
            types: Arc::clone(types),
            undocumented,
            json: OnceLock::new(),
            validator: OnceLock::new(),
        }
    }

    /// The schema as JSON.
    #[must_use]
    pub fn json(&self) -> &Value {
        self.json.get_or_init(|| self.written())
    }

    fn written(&self) -> Value {
        let mut json = schema(&self.shape, self.undocumented);
        if let Value::Object(keywords) = &mut json {
            keywords.insert("$schema".to_string(), json!("https://json-schema.org/draft/2020-12/schema"));
            if !self.types.is_empty() {
                keywords.insert("$defs".to_string(), definitions(&self.types, self.undocumented));
            }
        }
        json
    }

    /// Whether members that the page does not document are refused, as in requests.
    pub(crate) fn is_closed(&self) -> bool {
        self.undocumented == Undocumented::Refused
    }

    /// The schema without the named types that it refers to.
    pub(crate) fn root(&self) -> Value {
        schema(&self.shape, self.undocumented)
    }

    /// The named types, each with what writes its schema.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&str, impl FnOnce() -> Value)> {
        self.types.iter().map(|(name, object)| (name.as_str(), || definition(object, self.undocumented)))
    }

    /// The validator, built on first use: building one costs more than running it.
    ///
    /// # Panics
    /// Never for a schema made here: only keywords of the draft are written.
    pub(crate) fn validator(&self) -> &Validator {
        self.validator
            .get_or_init(|| options().build(self.json()).expect("a derived schema is a valid schema"))
    }
}

/// In bytes: the pattern of an enumeration of flags names each member twice.
const PATTERN_SIZE: usize = 1 << 30;

fn options() -> jsonschema::ValidationOptions<'static> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::regex().size_limit(PATTERN_SIZE))
        .with_keyword("minimum", at_least)
        .with_format("date-time", format::is_date_time)
        .with_format("date", format::is_date)
        .with_format("time-of-day", format::is_time_of_day)
        .with_format("duration", format::is_duration)
        .with_format("uuid", format::is_guid)
        .with_format("base64", format::is_binary)
        .with_format("uri", format::is_uri)
}

fn definitions(types: &Types, undocumented: Undocumented) -> Value {
    types.iter().map(|(name, object)| (name.clone(), definition(object, undocumented))).collect()
}

fn definition(object: &Object, undocumented: Undocumented) -> Value {
    let mut keywords = object_keywords(object, undocumented);
    keywords.insert("type".to_string(), json!(["object", "null"]));
    Value::Object(keywords)
}

fn schema(shape: &Shape, undocumented: Undocumented) -> Value {
    let nullable = shape.nullable != Nullability::NotNullable;
    let mut keywords = match &shape.kind {
        Kind::Anything | Kind::Various => Map::new(),
        Kind::Primitive(primitive) => primitive_keywords(*primitive, nullable),
        Kind::Numbers(numbers) => {
            let mut keywords = primitive_keywords(numbers.primitive, nullable);
            let null = nullable.then_some(Value::Null);
            keywords.insert("enum".to_string(), numbers.values.iter().cloned().chain(null).collect());
            keywords
        }
        Kind::Enumeration(enumeration) => enumeration_keywords(enumeration, nullable),
        Kind::TypeName(names) => type_name_keywords(names),
        Kind::Object(object) => {
            let mut keywords = typed("object", nullable);
            keywords.extend(object_keywords(object, undocumented));
            keywords
        }
        Kind::Named(name) => named_keywords(name, nullable),
        Kind::Array { items, must_be_empty } => {
            let mut keywords = typed("array", nullable);
            keywords.insert("items".to_string(), schema(items, undocumented));
            if *must_be_empty {
                keywords.insert("maxItems".to_string(), json!(0));
            }
            keywords
        }
    };
    keywords.insert("x-documented-at".to_string(), json!(shape.documented_at.to_string()));
    Value::Object(keywords)
}

fn typed(name: &str, nullable: bool) -> Map<String, Value> {
    let name = if nullable { json!([name, "null"]) } else { json!(name) };
    Map::from_iter([("type".to_string(), name)])
}

fn primitive_keywords(primitive: Primitive, nullable: bool) -> Map<String, Value> {
    let (name, others) = primitive.keywords();
    let mut keywords = typed(name, nullable);
    keywords.extend(others.into_iter().map(|(name, value)| (name.to_string(), value)));
    keywords
}

fn enumeration_keywords(enumeration: &Enumeration, nullable: bool) -> Map<String, Value> {
    let mut keywords = typed("string", nullable);
    if enumeration.multi_valued {
        let members: Vec<String> = enumeration.members.iter().map(|member| regex::escape(member)).collect();
        let one = members.join("|");
        keywords.insert("pattern".to_string(), json!(format!("^({one})(, ?({one}))*$")));
        keywords.insert("x-members".to_string(), json!(enumeration.members));
    } else {
        let null = nullable.then_some(Value::Null);
        let members = enumeration.members.iter().map(|member| json!(member)).chain(null);
        keywords.insert("enum".to_string(), members.collect());
    }
    keywords
}

fn type_name_keywords(names: &[String]) -> Map<String, Value> {
    let mut keywords = typed("string", false);
    let spellings = names.iter().flat_map(|name| [json!(format!("#{name}")), json!(name)]);
    keywords.insert("enum".to_string(), spellings.collect());
    keywords.insert("x-type-name".to_string(), json!(true));
    keywords
}

fn named_keywords(name: &str, nullable: bool) -> Map<String, Value> {
    let pointer = escaped(name);
    let fragment = utf8_percent_encode(&pointer, FRAGMENT);
    let mut keywords = Map::from_iter([("$ref".to_string(), json!(format!("#/$defs/{fragment}")))]);
    if !nullable {
        keywords.insert("type".to_string(), json!("object"));
    }
    keywords
}

/// RFC 3986, section 3.5: what a fragment holds as it is, of the characters that names have.
const FRAGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn object_keywords(object: &Object, undocumented: Undocumented) -> Map<String, Value> {
    let properties =
        object.members.iter().map(|member| (member.name.clone(), schema(&member.shape, undocumented)));
    let required =
        object.members.iter().filter_map(|member| Some((&member.name, member.required_at.as_ref()?)));
    let required_at: Map<String, Value> =
        required.map(|(name, at)| (name.clone(), json!(at.to_string()))).collect();
    let mut keywords = Map::new();
    keywords.insert("properties".to_string(), Value::Object(properties.collect()));
    if !required_at.is_empty() {
        keywords.insert("required".to_string(), required_at.keys().map(|name| json!(name)).collect());
        keywords.insert("x-required-at".to_string(), Value::Object(required_at));
    }
    if !object.by_type.is_empty() {
        let conditions = object.by_type.iter().map(|(name, object)| of_type(name, object, undocumented));
        keywords.insert("allOf".to_string(), conditions.collect());
    }
    if undocumented == Undocumented::Refused && object.described && !object.open {
        keywords.insert("patternProperties".to_string(), json!({"@": {}}));
        keywords.insert("additionalProperties".to_string(), json!(false));
    }
    keywords
}

/// What holds of an object that says to be of this type.
fn of_type(name: &str, object: &Object, undocumented: Undocumented) -> Value {
    let spellings = json!({"enum": [format!("#{name}"), name]});
    json!({
        "if": {"properties": {"@odata.type": spellings}, "required": ["@odata.type"]},
        "then": object_keywords(object, undocumented),
    })
}
