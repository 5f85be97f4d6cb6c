//! JSON as pages write it: every member keeps its line, and what is broken is read as far as possible.
//!
//! `serde_json` decides whether a text *is* JSON. This reader is for what documentation adds to that: where a member
//! stands, and what a person meant by a trailing comma, a missing one, a smart quote, an ellipsis, a bare word or a text
//! that ends too early. Each such repair is a [`Problem`]. Most bodies are sound and never asked for a line, so values and
//! lines are made when they are first asked for.

use std::sync::OnceLock;

use serde_json::Value;

use super::json_reader::{self, Found};
use super::member_lines::MemberLines;
use super::problem::Problem;
use super::strict_lines;
use super::twice::name_twice;

/// A JSON text of a page.
///
/// ```
/// use graph_contract::page::JsonText;
/// let text = JsonText::read("{\n  \"id\": 1,\n}", 10);
/// assert_eq!(text.value(), Some(&serde_json::json!({"id": 1})));
/// assert_eq!(text.line_of("/id"), 11);
/// assert!(!text.is_strict());
/// ```
#[derive(Debug, Clone, Default)]
pub struct JsonText {
    text: String,
    first_line: usize,
    strict: bool,
    repairs: Vec<Problem>,
    value: OnceLock<Option<Value>>,
    lines: OnceLock<MemberLines>,
}

impl JsonText {
    /// Reads `text`, whose first character stands on `first_line` of its page.
    #[must_use]
    pub fn read(text: impl Into<String>, first_line: usize) -> JsonText {
        let mut read = JsonText { text: text.into(), first_line, ..JsonText::default() };
        match name_twice(&read.text) {
            Ok(None) => read.strict = true,
            Ok(Some(_)) => {
                read.strict = true;
                read.repairs = read.found().repairs;
            }
            Err(error) => read.repair(&error),
        }
        read
    }

    /// `serde_json` has the last word on what is JSON: a text it refuses has at least one repair.
    fn repair(&mut self, refused: &serde_json::Error) {
        let Found { value, repairs, lines } = self.found();
        self.value = value.into();
        self.lines = lines.into();
        self.repairs = repairs;
        if self.repairs.is_empty() {
            let line = self.first_line + refused.line().saturating_sub(1);
            self.repairs.push(Problem::new(line, refused.to_string()));
        }
    }

    fn found(&self) -> Found {
        json_reader::read(&self.text, self.first_line)
    }

    /// What was read; `None` when nothing could be.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.value.get_or_init(|| serde_json::from_str(&self.text).ok()).as_ref()
    }

    /// The text as it stands on the page.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What had to be repaired, in the order of the text.
    #[must_use]
    pub fn repairs(&self) -> &[Problem] {
        &self.repairs
    }

    /// Whether the text was JSON as RFC 8259 has it.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// The line of the member at an RFC 6901 `pointer`, or of the nearest member around it.
    #[must_use]
    pub fn line_of(&self, pointer: &str) -> usize {
        if pointer.is_empty() && self.strict {
            let before = self.text.len() - self.text.trim_start().len();
            return self.first_line + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..before]).count();
        }
        self.lines
            .get_or_init(|| strict_lines::read(&self.text, self.first_line))
            .line_of(pointer)
            .unwrap_or(self.first_line)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn repaired(text: &str) -> (Value, String) {
        let read = JsonText::read(text, 1);
        let repairs =
            read.repairs().iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ");
        (read.value().cloned().unwrap_or_default(), repairs)
    }

    #[test]
    fn members_keep_their_lines() {
        let read = JsonText::read("{\n  \"a\": {\n    \"b/c\": [\n 1,\n 2 ] }\n}", 40);
        assert!(read.is_strict());
        assert_eq!(read.line_of("/a"), 41);
        assert_eq!(read.line_of("/a/b~1c/1"), 44);
        assert_eq!(read.line_of("/a/absent"), 41);
        assert_eq!(read.line_of("/absent"), 40);
        assert_eq!(JsonText::read("\n\n {}", 40).line_of(""), 42);
    }

    #[test]
    fn what_people_meant_is_read_and_said() {
        let cases = [
            ("{\"a\": 1,}", json!({"a": 1}), "a comma before \"}\""),
            ("{\"a\": 1 \"b\": 2}", json!({"a": 1, "b": 2}), "no comma between two members"),
            ("{\u{201c}a\u{201d}: 1}", json!({"a": 1}), "a quote that is no \""),
            ("{\"a\": [1, ...]}", json!({"a": [1]}), "an ellipsis; a comma before \"]\""),
            ("{a: 1}", json!({"a": 1}), "a name without quotes"),
            ("{\"a\": True}", json!({"a": true}), "`True` is no JSON value"),
            (
                "{\"a\": {id}",
                json!({"a": {"id": null}}),
                "a name without quotes; no colon after \"id\"; no value for \"id\"; the text ends before its \"}\"",
            ),
            ("{\"a\": \"x\ny\"}", json!({"a": "x\ny"}), "a control character or line break inside a string"),
            ("{\"a\":\u{a0}1}", json!({"a": 1}), "a space that is no JSON white space"),
            ("{\u{202f}\"a\": 1}", json!({"a": 1}), "a space that is no JSON white space"),
            ("{\"a\": 1} x", json!({"a": 1}), "text after the end of the JSON"),
            ("{\"a\": 1", json!({"a": 1}), "the text ends before its \"}\""),
        ];
        for (text, value, repairs) in cases {
            assert_eq!(repaired(text), (value, repairs.to_string()), "{text}");
        }
    }

    #[test]
    fn a_line_break_in_a_string_is_said_where_the_string_breaks() {
        let read = JsonText::read("{\n\"a\": \"x,\n\"b\": 1\n}", 1);
        assert_eq!(read.repairs()[0].line, 2);
    }

    #[test]
    fn deep_nesting_ends() {
        let read = JsonText::read("[".repeat(100_000), 1);
        assert!(!read.is_strict());
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec((".*", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn strict_json_is_read_as_serde_json_reads_it(value in any_json()) {
            let read = JsonText::read(serde_json::to_string_pretty(&value).unwrap(), 1);
            prop_assert!(read.is_strict() && read.repairs().is_empty(), "{:?}", read.repairs());
            prop_assert_eq!(read.value(), Some(&value));
        }

        #[test]
        fn what_is_no_json_has_a_repair(text in "[\\[\\]{}:,\"a1\\. \n\\\\]{0,16}") {
            let read = JsonText::read(&text, 1);
            prop_assert_eq!(read.is_strict(), serde_json::from_str::<Value>(&text).is_ok());
            prop_assert!(read.is_strict() || !read.repairs().is_empty());
        }
    }
}
