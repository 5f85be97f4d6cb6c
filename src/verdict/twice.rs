//! A name that stands twice in one object: which of the two a client reads is up to its parser (RFC 8259, section 4).

use memchr::{memchr, memchr_iter};
use serde_json::Value;

use super::violation::{Code, Violation};
use crate::contract::DocumentedAt;
use crate::page::name_twice;

/// The member of a JSON body that comes twice, whatever its values are; `value`: what was read of the body.
///
/// A member that was read over left the text a colon more than the value has, which is told sooner than names are compared.
pub(super) fn violation(body: &[u8], value: &Value, at: Option<&DocumentedAt>) -> Option<Violation> {
    let has_escapes = memchr(b'\\', body).is_some();
    if !has_escapes && count(body) == colons(value) {
        return None;
    }
    let pointer = name_twice(std::str::from_utf8(body).ok()?).ok()??;
    Some(Violation::new(Code::PropertyValue, pointer, "one value", "two in one object", at))
}

fn count(text: &[u8]) -> usize {
    memchr_iter(b':', text).count()
}

/// The colons of a value as it is written: one for each member, and those in texts.
fn colons(value: &Value) -> usize {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, value)| 1 + count(name.as_bytes()) + colons(value)).sum()
        }
        Value::Array(items) => items.iter().map(colons).sum(),
        Value::String(text) => count(text.as_bytes()),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_comes_twice_is_named() {
        for (body, pointer) in [
            (r#"{"a:b": ":", "c": [{"d": "e:f:"}], "e": {}}"#, None),
            (r#"{"a:b": 1, "c": {"d": ":", "d": ":"}}"#, Some("/c/d")),
            (r#"{"a": "\u003a", "b": 1, "b": 1}"#, Some("/b")),
            (r#"{"a": 1, "b": ":", "c": {"d\": e": [{"f": 2}]}}"#, None),
            (r#"{"a": "\\", "b": "\"x\":", "a": 1}"#, Some("/a")),
            (r#"{"a": [{"b": 1}, {"c": 1, "b:": "\\\"", "c": 2}]}"#, Some("/a/1/c")),
            (r#"[{"": 1, "": 1}]"#, Some("/0/")),
            (r#""a:b""#, None),
        ] {
            let value = serde_json::from_str(body).unwrap();
            let found = violation(body.as_bytes(), &value, None);
            assert_eq!(found.as_ref().map(|found| found.pointer.as_str()), pointer, "{body}");
        }
    }
}
