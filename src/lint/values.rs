//! What the rules about values have in common.

use serde_json::Value;

use super::finding::Finding;
use super::rule::Rule;
use super::subject::Subject;
use crate::contract::{Declaration, Kind, Primitive, ShownBody, ShownMember};

/// The members of all bodies that something declares; bodies that are no JSON as they stand, and errors, are let alone.
pub(super) fn declared_here<'s>(
    subject: &'s Subject<'_>,
) -> impl Iterator<Item = (&'s ShownBody<'s>, &'s ShownMember<'s>, &'s Declaration)> {
    let members =
        subject.members().filter(|(body, _)| body.example.response.status < 400 || body.is_request());
    members.filter_map(|(body, member)| Some((body, member, member.declared.as_ref()?)))
}

/// What a value is, with its article.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "the Boolean",
        Value::Number(_) => "the number",
        Value::String(_) => "the string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A value as the page writes it; nothing of one that holds others.
pub(super) fn shown_value(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => String::new(),
        value => value.to_string(),
    }
}

/// Values that are of the right JSON type and still none of the primitive types that `is_meant` chooses.
pub(super) fn malformed<'s>(
    subject: &'s Subject<'_>,
    rule: &'static Rule,
    is_meant: impl Fn(Primitive) -> bool + 's,
) -> impl Iterator<Item = Finding> {
    declared_here(subject).filter_map(move |(body, member, declared)| {
        let Kind::Primitive(primitive) = declared.kind else { return None };
        let is_sample = || !member.is_placeholder && (is_text(member.value) || member.value.is_i64());
        if !is_meant(primitive)
            || !is_sample()
            || primitive.accepts(member.value)
            || !is_comparable(primitive, member.value)
        {
            return None;
        }
        let shown = shown_value(member.value);
        let message =
            format!("\"{}\" is shown as {shown}, which is not {}", member.name, primitive.description());
        let at = &declared.documented_at;
        let finding = subject.on_word(rule, body.json.line_of(&member.pointer), &shown, message).related(
            at.path(),
            at.line(),
            format!("\"{}\" is declared as {}", member.name, declared.type_name),
        );
        // of broken JSON the value may be what the reader made of it
        let is_sure = declared.in_table && body.json.is_strict() && !is_word(primitive, member.value);
        Some(if is_sure { finding } else { finding.unsure() })
    })
}

/// Whether a value is one that a service might hold: no filler, not shortened, and none that holds others.
pub(super) fn is_sample(value: &Value) -> bool {
    is_text(value) || value.is_boolean() || value.is_number()
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| {
        !text.is_empty()
            && !text.contains("-value")
            && !text.contains(['<', '{', '…'])
            && !text.contains("...")
    })
}

/// Whether a text has no digit, where every value of the type has one: it says what should stand there.
fn is_word(primitive: Primitive, value: &Value) -> bool {
    use Primitive::{Date, DateTimeOffset, Duration, Guid, TimeOfDay};
    let has_digits = matches!(primitive, DateTimeOffset | Date | TimeOfDay | Duration | Guid);
    let is_word = |text: &str| !text.contains(|c: char| c.is_ascii_digit());
    has_digits && value.as_str().is_some_and(is_word)
}

/// Whether a value is of the JSON type that values of a primitive type have: where it is not, another rule says so.
fn is_comparable(primitive: Primitive, value: &Value) -> bool {
    value.is_string() != matches!(primitive, Primitive::Integer { .. })
}
