//! The primitive types of OData's Entity Data Model, as property tables name them.

use serde_json::{Value, json};

use super::format;

/// A primitive type.
///
/// ```
/// use graph_contract::contract::Primitive;
/// assert_eq!(Primitive::named("edm.datetimeoffset"), Some(Primitive::DateTimeOffset));
/// assert_eq!(Primitive::named("longRunningOperationStatus"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Primitive {
    /// `Edm.String`.
    String,
    /// `Edm.Boolean`.
    Boolean,
    /// A whole number of 8, 16 or 32 bits, with its bounds.
    Integer {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// `Edm.Int64`.
    Int64,
    /// `Edm.Double`, `Edm.Single`: any number.
    Number,
    /// `Edm.Decimal`: a number, which an IEEE 754 compatible message writes as a string.
    Decimal,
    /// `Edm.DateTimeOffset`: RFC 3339.
    DateTimeOffset,
    /// `Edm.Date`.
    Date,
    /// `Edm.TimeOfDay`.
    TimeOfDay,
    /// `Edm.Duration`: ISO 8601.
    Duration,
    /// `Edm.Guid`.
    Guid,
    /// `Edm.Binary`: base64 or base64url.
    Binary,
    /// `Edm.Stream`.
    Stream,
    /// An absolute URI.
    Uri,
}

impl Primitive {
    const INT32: Primitive = Primitive::Integer { min: i32::MIN as i64, max: i32::MAX as i64 };

    /// The type of this name, ignoring case and a leading `Edm.`.
    #[must_use]
    pub fn named(name: &str) -> Option<Primitive> {
        let name = name.trim().to_lowercase();
        Some(match name.strip_prefix("edm.").unwrap_or(&name) {
            "string" => Primitive::String,
            "boolean" | "bool" => Primitive::Boolean,
            "int32" | "integer" | "int" => Primitive::INT32,
            "int16" => Primitive::Integer { min: i16::MIN.into(), max: i16::MAX.into() },
            "byte" => Primitive::Integer { min: 0, max: 255 },
            "sbyte" => Primitive::Integer { min: -128, max: 127 },
            "int64" | "long" => Primitive::Int64,
            "double" | "single" | "float" | "number" => Primitive::Number,
            "decimal" => Primitive::Decimal,
            "datetimeoffset" | "datetime" | "timestamp" => Primitive::DateTimeOffset,
            "date" => Primitive::Date,
            "timeofday" => Primitive::TimeOfDay,
            "duration" => Primitive::Duration,
            "guid" => Primitive::Guid,
            "binary" => Primitive::Binary,
            "stream" => Primitive::Stream,
            "url" | "uri" => Primitive::Uri,
            other => return Primitive::translated(other),
        })
    }

    /// The type of a translated name, in lower case: translators leave the other types in English.
    fn translated(name: &str) -> Option<Primitive> {
        Some(match name {
            "zeichenfolge"
            | "zeichenfolgen"
            | "zeichenkette"
            | "cadena"
            | "cadenas"
            | "chaîne"
            | "stringa"
            | "tekenreeks"
            | "cadeia de caracteres"
            | "cadeias de caracteres"
            | "cadeia"
            | "строка"
            | "строк"
            | "строки"
            | "文字列"
            | "文字列型"
            | "字符串" => Primitive::String,
            "boolescher wert"
            | "boolesch"
            | "boolescher"
            | "booleano"
            | "booléen"
            | "booleaanse waarde"
            | "booliano"
            | "логический"
            | "логическое"
            | "логическое значение"
            | "ブール値"
            | "ブール型"
            | "布尔"
            | "布尔值" => Primitive::Boolean,
            "doppelt" | "doble" | "duplo" | "двойное с плавающей точкой" | "双精度" | "倍精度" => {
                Primitive::Number
            }
            "dauer" | "duración" | "durée" | "duração" | "длительность" | "期間" | "持续时间" => {
                Primitive::Duration
            }
            "binär"
            | "binario"
            | "binaire"
            | "binário"
            | "binária"
            | "двоичный"
            | "в двоичном формате"
            | "バイナリ"
            | "バイナリ型"
            | "二进制" => Primitive::Binary,
            "datenstrom" | "secuencia" | "flux" | "fluxo" | "поток" | "ストリーム" | "流" => {
                Primitive::Stream
            }
            "ganze zahl" | "entero" | "entier" | "inteiro" | "целое число" | "整数" => {
                Primitive::INT32
            }
            _ => return None,
        })
    }

    /// The type as a person would name it: the `expected` of a violation.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Primitive::String => "a String",
            Primitive::Boolean => "a Boolean",
            Primitive::Integer { .. } => "an Int32",
            Primitive::Int64 => "an Int64",
            Primitive::Number | Primitive::Decimal => "a number",
            Primitive::DateTimeOffset => "a DateTimeOffset (RFC 3339)",
            Primitive::Date => "a Date (yyyy-mm-dd)",
            Primitive::TimeOfDay => "a TimeOfDay (hh:mm:ss)",
            Primitive::Duration => "a Duration (ISO 8601)",
            Primitive::Guid => "a Guid",
            Primitive::Binary => "Binary (base64)",
            Primitive::Stream => "a Stream",
            Primitive::Uri => "an absolute URI",
        }
    }

    /// The JSON Schema keywords of the type; `type` is one name, null left to the caller.
    pub(super) fn keywords(self) -> (&'static str, Vec<(&'static str, Value)>) {
        match self {
            Primitive::String | Primitive::Stream => ("string", vec![]),
            Primitive::Boolean => ("boolean", vec![]),
            Primitive::Integer { min, max } => {
                ("integer", vec![("minimum", json!(min)), ("maximum", json!(max))])
            }
            Primitive::Int64 => ("integer", vec![("minimum", json!(i64::MIN)), ("maximum", json!(i64::MAX))]),
            Primitive::Number => ("number", vec![]),
            Primitive::Decimal => ("number", vec![("x-decimal", json!(true))]),
            Primitive::DateTimeOffset => ("string", vec![("format", json!("date-time"))]),
            Primitive::Date => ("string", vec![("format", json!("date"))]),
            Primitive::TimeOfDay => ("string", vec![("format", json!("time-of-day"))]),
            Primitive::Duration => ("string", vec![("format", json!("duration"))]),
            Primitive::Guid => ("string", vec![("format", json!("uuid"))]),
            Primitive::Binary => ("string", vec![("format", json!("base64"))]),
            Primitive::Uri => ("string", vec![("format", json!("uri"))]),
        }
    }

    /// What values of this type and of another have in common: at least their JSON kind; `None`: not even that.
    pub(super) fn or(self, other: Primitive) -> Option<Primitive> {
        let is_wide = [self, other].iter().any(|one| matches!(one, Primitive::Int64 | Primitive::Decimal));
        match (self.keywords().0, other.keywords().0) {
            _ if self == other => Some(self),
            ("string", "string") => Some(Primitive::String),
            ("integer", "integer") => Some(Primitive::Int64),
            ("integer" | "number", "integer" | "number") if is_wide => Some(Primitive::Decimal),
            ("integer" | "number", "integer" | "number") => Some(Primitive::Number),
            _ => None,
        }
    }

    /// Whether `value` is of this type.
    #[must_use]
    pub fn accepts(self, value: &Value) -> bool {
        let text = |check: fn(&str) -> bool| value.as_str().is_some_and(check);
        match self {
            Primitive::String | Primitive::Stream => value.is_string(),
            Primitive::Boolean => value.is_boolean(),
            Primitive::Integer { min, max } => {
                value.as_i64().is_some_and(|number| (min..=max).contains(&number))
            }
            Primitive::Int64 => value.is_i64(),
            Primitive::Number | Primitive::Decimal => value.is_number(),
            Primitive::DateTimeOffset => text(format::is_date_time),
            Primitive::Date => text(format::is_date),
            Primitive::TimeOfDay => text(format::is_time_of_day),
            Primitive::Duration => text(format::is_duration),
            Primitive::Guid => text(format::is_guid),
            Primitive::Binary => text(format::is_binary),
            Primitive::Uri => text(format::is_uri),
        }
    }
}
