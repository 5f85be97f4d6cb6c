//! One property of an object, by the names that lead to it, held to a matcher.

use chrono::{DateTime, FixedOffset, Utc};
use serde_json::Value;

use super::matcher::{Matcher, Moment};
use super::same::{items, same_value};
use super::violation::{Code, Judgement, Violation, cut, shown};
use crate::contract::{DocumentedExample, Kind, Shape, Types, instant};
use crate::exchange::Response;
use crate::pointer::child;

/// Whether the property at `path` of the answer's body is what a matcher says. A path names members from the outside in:
/// `status`, `error/code`, `value/0/id`.
pub fn judge_property(
    example: &DocumentedExample,
    path: &str,
    matcher: &Matcher,
    response: &Response,
    now: DateTime<Utc>,
) -> Judgement {
    match response.json() {
        Some(body) => {
            Judgement::of(Place::body(example, &body).violation(path, matcher, now).into_iter().collect())
        }
        None => no_json(example, response),
    }
}

/// An object that properties are asked of, and what the page says of it.
#[derive(Clone)]
pub(super) struct Place<'a> {
    pub(super) pointer: String,
    pub(super) value: &'a Value,
    pub(super) shape: Option<&'a Shape>,
    pub(super) types: &'a Types,
}

static NO_TYPES: Types = Types::new();

impl<'a> Place<'a> {
    /// The body of an answer.
    pub(super) fn body(example: &'a DocumentedExample, body: &'a Value) -> Place<'a> {
        let documented = example.response.json();
        Place {
            pointer: String::new(),
            value: body,
            shape: documented.map(|documented| documented.shape.as_ref()),
            types: documented.map_or(&NO_TYPES, |documented| &documented.types),
        }
    }

    /// A value that no page says anything of.
    pub(super) fn nowhere(value: &'a Value) -> Place<'a> {
        Place { pointer: String::new(), value, shape: None, types: &NO_TYPES }
    }

    /// What is broken of a matcher for one property.
    pub(super) fn violation(&self, path: &str, matcher: &Matcher, now: DateTime<Utc>) -> Option<Violation> {
        let (pointer, found, shape) = self.find(path);
        let at = shape.map(|shape| &shape.documented_at);
        let wrong = |code, expected: String, actual: String| {
            Some(Violation::new(code, pointer.as_str(), expected, actual, at).asked_for())
        };
        let expected = self.expected(matcher, shape);
        match (found, matcher) {
            (None, Matcher::Absent) => self.without_parent(path),
            (None, _) => wrong(Code::PropertyMissing, expected, "nothing".to_string()),
            (Some(value), _) if self.holds(matcher, value, shape, now) => None,
            (Some(value), _) => wrong(matcher.code(), expected, shown(value)),
        }
    }

    /// What is said not to be in an object needs that object.
    fn without_parent(&self, path: &str) -> Option<Violation> {
        let parent = match segments(path, self.value).as_slice() {
            [_] => String::new(),
            [parents @ .., _] => parents.join("/"),
            [] => return None,
        };
        let (pointer, found, _) = if parent.is_empty() {
            (self.pointer.clone(), Some(self.value), self.shape)
        } else {
            self.find(&parent)
        };
        match found {
            Some(Value::Object(_) | Value::Array(_)) => None,
            Some(value) => Some((Code::PropertyType, shown(value))),
            None => Some((Code::PropertyMissing, "nothing".to_string())),
        }
        .map(|(code, actual)| Violation::new(code, pointer, "an object", actual, None).asked_for())
    }

    fn find(&self, path: &str) -> (String, Option<&'a Value>, Option<&'a Shape>) {
        let (mut pointer, mut value, mut shape) = (self.pointer.clone(), Some(self.value), self.shape);
        for name in segments(path, self.value) {
            pointer = child(&pointer, name);
            let item =
                value.and_then(Value::as_array).and_then(|list| Some((list, name.parse::<usize>().ok()?)));
            (value, shape) = match item {
                Some((list, at)) => (list.get(at), shape.and_then(items)),
                None => (
                    value.and_then(|value| value.get(name)),
                    shape.and_then(|shape| shape.member(name, self.types)),
                ),
            };
        }
        (pointer, value, shape)
    }

    pub(super) fn holds(
        &self,
        matcher: &Matcher,
        value: &Value,
        shape: Option<&Shape>,
        now: DateTime<Utc>,
    ) -> bool {
        let same = |expected: &Value| same_value(expected, value, shape, self.types);
        let instant = value.as_str().and_then(instant);
        match matcher {
            Matcher::Value(expected) => same(expected),
            Matcher::OneOf(expected) => expected.iter().any(same),
            Matcher::Containing(part) => value.as_str().is_some_and(|text| text.contains(part.as_str())),
            Matcher::Documented => is_documented(value, shape.map(|shape| &shape.kind)),
            Matcher::Kind(kind) => kind.accepts(value),
            Matcher::Before(moment) => instant.zip(self.moment(moment)).is_some_and(|(one, two)| one < two),
            Matcher::After(moment) => instant.zip(self.moment(moment)).is_some_and(|(one, two)| one > two),
            Matcher::Near(distance) => {
                instant.is_some_and(|instant| (instant.with_timezone(&Utc) - now).abs() <= *distance)
            }
            Matcher::Absent => false,
        }
    }

    fn moment(&self, moment: &Moment) -> Option<DateTime<FixedOffset>> {
        match moment {
            Moment::At(instant) => Some(*instant),
            Moment::Property(path) => self.find(path).1.and_then(Value::as_str).and_then(instant),
        }
    }

    pub(super) fn expected(&self, matcher: &Matcher, shape: Option<&Shape>) -> String {
        let listed = |values: &[Value]| values.iter().map(shown).collect::<Vec<_>>().join(", ");
        match matcher {
            Matcher::Value(value) => shown(value),
            Matcher::OneOf(values) => format!("one of {}", listed(values)),
            Matcher::Documented => match shape.map(|shape| &shape.kind) {
                Some(Kind::Enumeration(listed)) => format!("one of {}", listed.members.join(", ")),
                Some(Kind::Numbers(numbers)) => format!("one of {}", listed(&numbers.values)),
                _ => "one of its documented values, but the page lists none".to_string(),
            },
            Matcher::Containing(part) => format!("a string containing \"{part}\""),
            Matcher::Kind(kind) => kind.words().to_string(),
            Matcher::Before(moment) => format!("a timestamp before {}", self.told(moment)),
            Matcher::After(moment) => format!("a timestamp after {}", self.told(moment)),
            Matcher::Near(distance) => {
                format!("a timestamp within {} seconds of now", distance.num_seconds())
            }
            Matcher::Absent => "nothing".to_string(),
        }
    }

    fn told(&self, moment: &Moment) -> String {
        match moment {
            Moment::At(instant) => instant.to_rfc3339(),
            Moment::Property(path) => {
                format!("the property {path} ({})", self.find(path).1.map_or("nothing".to_string(), shown))
            }
        }
    }
}

/// A member may have a `/` in its own name; else it parts the names on the way to one.
fn segments<'p>(path: &'p str, value: &Value) -> Vec<&'p str> {
    match value.get(path) {
        Some(_) => vec![path],
        None => path.split('/').collect(),
    }
}

/// Decision 5: of a multi-valued enumeration each member is judged.
fn is_documented(value: &Value, kind: Option<&Kind>) -> bool {
    match (kind, value) {
        (Some(Kind::Enumeration(listed)), Value::String(text)) => {
            let is_member = |text: &str| listed.members.iter().any(|member| member == text);
            is_member(text) || (listed.multi_valued && text.split(',').all(|part| is_member(part.trim())))
        }
        (Some(Kind::Numbers(numbers)), value) => {
            numbers.values.iter().any(|number| same_value(number, value, None, &NO_TYPES))
        }
        _ => false,
    }
}

/// An answer whose body is no JSON, where some is needed to judge it.
pub fn no_json(example: &DocumentedExample, response: &Response) -> Judgement {
    let at = Some(&example.response.documented_at);
    let (code, came) = match response.body.is_empty() {
        true => (Code::BodyMissing, "no body".to_string()),
        false => (Code::BodyNotJson, cut(&String::from_utf8_lossy(&response.body))),
    };
    Judgement::of(vec![Violation::new(code, "", "JSON", came, at)])
}
