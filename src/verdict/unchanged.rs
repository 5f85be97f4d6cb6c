//! Two states of one resource: what may differ between them, and what may not.

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value};

use super::same::same_value;
use super::violation::{Code, Judgement, Violation, shown};
use crate::contract::{DocumentedExample, Shape, Types, is_control};
use crate::pointer::child;

/// Members that differ between `before` and `after`, or came to it, although they were not sent.
///
/// `sent` is `None` where nothing may have changed at all. Control information may change with every answer. Where
/// something was sent, the timestamp of a change that the page does not list as one to send may go on: the service keeps it
/// itself (`lastModifiedDateTime`).
pub fn judge_unchanged(
    example: &DocumentedExample,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    sent: Option<&Value>,
) -> Judgement {
    let none = Types::new();
    let (shape, types) =
        example.response.json().map_or((None, &none), |body| (Some(body.shape.as_ref()), &body.types));
    let mut comparing = Comparing { example, types, something_sent: sent.is_some(), violations: Vec::new() };
    comparing.objects("", before, after, sent, shape);
    Judgement::of(comparing.violations)
}

struct Comparing<'a> {
    example: &'a DocumentedExample,
    types: &'a Types,
    something_sent: bool,
    violations: Vec<Violation>,
}

impl Comparing<'_> {
    /// `sent`: what was sent in the place of this object. Of a complex value that was sent in part, the rest stays (OData
    /// Protocol 4.01, section 11.4.3).
    fn objects(
        &mut self,
        pointer: &str,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
        sent: Option<&Value>,
        shape: Option<&Shape>,
    ) {
        let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
        for name in names.filter(|name| !is_control(name)) {
            let (old, new) = (before.get(name), after.get(name));
            let member = shape.and_then(|shape| shape.member(name, self.types));
            let pointer = child(pointer, name);
            match (sent.and_then(|sent| sent.get(name)), old, new) {
                (Some(sent @ Value::Object(_)), Some(Value::Object(old)), Some(Value::Object(new))) => {
                    self.objects(&pointer, old, new, Some(sent), member);
                }
                (Some(_), ..) => {}
                (None, ..) => self.member(&pointer, name, old, new, member),
            }
        }
    }

    fn member(
        &mut self,
        pointer: &str,
        name: &str,
        old: Option<&Value>,
        new: Option<&Value>,
        shape: Option<&Shape>,
    ) {
        let (was, is) = (old.unwrap_or(&Value::Null), new.unwrap_or(&Value::Null));
        let kept_by_the_service = self.something_sent && is_kept_by_the_service(self.example, name, was, is);
        if same_value(was, is, shape, self.types) || kept_by_the_service {
            return;
        }
        let at = shape.map_or(&self.example.response.documented_at, |shape| &shape.documented_at);
        let expected =
            old.map_or("nothing, as before".to_string(), |value| format!("{}, as before", shown(value)));
        self.violations.push(Violation::new(Code::PropertyValue, pointer, expected, shown(is), Some(at)));
    }
}

/// Whether a member is a mark of the resource's state, which is another one after each change.
pub(crate) fn is_mark_of_state(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "etag" | "ctag" | "changekey")
}

/// Whether a member is a mark of the state, or tells when the resource was changed or last acted on, and now tells of a later instant.
fn is_kept_by_the_service(example: &DocumentedExample, name: &str, was: &Value, is: &Value) -> bool {
    let is_sendable =
        example.request.body.as_ref().is_some_and(|body| body.shape.member(name, &body.types).is_some());
    let is_later = match (instant(was), instant(is)) {
        (Some(was), Some(is)) => was <= is,
        (None, Some(_)) => was.is_null(),
        (_, None) => false,
    };
    !is_sendable && (is_mark_of_state(name) && is.is_string() || tells_of_a_change(name) && is_later)
}

fn instant(value: &Value) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(value.as_str()?).ok()
}

/// `lastModifiedDateTime`, `updatedDateTime`, `onPremisesLastSyncDateTime`; not `createdDateTime`.
fn tells_of_a_change(name: &str) -> bool {
    let of_change = ["modified", "updated", "changed", "edited", "refreshed"];
    let lower = name.to_lowercase();
    let begins_a_word = |rest: &str| !rest.starts_with(|c: char| c.is_lowercase());
    let is_last =
        name.strip_prefix("last").is_some_and(begins_a_word) || name.split("Last").skip(1).any(begins_a_word);
    is_last || of_change.iter().any(|word| lower.contains(word))
}
