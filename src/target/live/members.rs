//! The members of a resource as the endpoint wrote them: a number keeps every digit, so that what is put back is the same
//! to the byte.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

/// Members by name, each with the JSON text of its value.
pub(super) type Members = BTreeMap<String, Box<RawValue>>;

/// The members of an object, read from its text; none where it is no object.
pub(super) fn members(body: &[u8]) -> Members {
    let read: Members = serde_json::from_slice(body).unwrap_or_default();
    read.into_iter().map(|(name, value)| (name, on_one_line(&value))).collect()
}

/// What a member that is not there is put back as.
pub(super) fn null() -> Box<RawValue> {
    RawValue::NULL.to_owned()
}

/// The value of a member.
pub(super) fn value(member: &RawValue) -> Value {
    serde_json::from_str(member.get()).unwrap_or_default()
}

/// A line feed is white space wherever JSON has one unescaped, and a ledger is read by lines.
fn on_one_line(value: &RawValue) -> Box<RawValue> {
    let text = value.get().replace(['\r', '\n'], " ");
    RawValue::from_string(text).unwrap_or_else(|_| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_keeps_its_digits_and_loses_its_lines() {
        let read = members(b"{\"a\": 1.10, \"b\": [1,\n2], \"c\": \"x\\ny\"}");
        let texts: Vec<&str> = read.values().map(|value| value.get()).collect();
        assert_eq!(texts, ["1.10", "[1, 2]", "\"x\\ny\""]);
        assert!(members(b"[1]").is_empty());
    }
}
