//! What a step says one value is: a value, a kind, a place in time.

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde_json::Value;

use super::violation::Code;
use crate::contract::Primitive;

/// What a value is said to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Matcher {
    /// This value; an instant in any spelling.
    Value(Value),
    /// One of these values.
    OneOf(Vec<Value>),
    /// A text with this text in it.
    Containing(String),
    /// One of the values that the page lists.
    Documented,
    /// Of this kind.
    Kind(ValueKind),
    /// An instant before another.
    Before(Moment),
    /// An instant after another.
    After(Moment),
    /// An instant not further from now than this.
    Near(TimeDelta),
    /// Not there.
    Absent,
}

/// A kind of value that can be asked for by a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// A JSON string.
    String,
    /// A JSON number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A JSON object.
    Object,
    /// A JSON array.
    List,
    /// A `DateTimeOffset`: RFC 3339 with a zone.
    Timestamp,
    /// A `Date`: a day of the calendar.
    Date,
    /// A `Guid`.
    Guid,
    /// An absolute URL.
    Url,
}

/// Something that an instant is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// A timestamp.
    At(DateTime<FixedOffset>),
    /// Another property of the same object.
    Property(String),
}

impl ValueKind {
    /// Every kind with the words it goes by.
    pub const ALL: [(ValueKind, &'static str); 9] = [
        (ValueKind::String, "a string"),
        (ValueKind::Number, "a number"),
        (ValueKind::Boolean, "a boolean"),
        (ValueKind::Object, "an object"),
        (ValueKind::List, "a list"),
        (ValueKind::Timestamp, "a timestamp"),
        (ValueKind::Date, "a date"),
        (ValueKind::Guid, "a GUID"),
        (ValueKind::Url, "a URL"),
    ];

    pub(super) fn words(self) -> &'static str {
        ValueKind::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, words)| words)
    }

    pub(super) fn accepts(self, value: &Value) -> bool {
        match self {
            ValueKind::String => value.is_string(),
            ValueKind::Number => value.is_number(),
            ValueKind::Boolean => value.is_boolean(),
            ValueKind::Object => value.is_object(),
            ValueKind::List => value.is_array(),
            ValueKind::Timestamp => Primitive::DateTimeOffset.accepts(value),
            ValueKind::Date => Primitive::Date.accepts(value),
            ValueKind::Guid => Primitive::Guid.accepts(value),
            ValueKind::Url => Primitive::Uri.accepts(value),
        }
    }

    pub(super) fn code(self) -> Code {
        match self {
            ValueKind::Timestamp | ValueKind::Date | ValueKind::Guid | ValueKind::Url => Code::PropertyFormat,
            _ => Code::PropertyType,
        }
    }
}

impl Matcher {
    /// What kind of promise a value breaks that is not so.
    pub(super) fn code(&self) -> Code {
        match self {
            Matcher::Documented => Code::PropertyEnum,
            Matcher::Kind(kind) => kind.code(),
            _ => Code::PropertyValue,
        }
    }
}
