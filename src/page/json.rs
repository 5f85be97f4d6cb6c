//! JSON as pages write it: every member keeps its line, and what is broken is read as far as possible.
//!
//! `serde_json` decides whether a text *is* JSON. This reader is for what documentation adds to that: where a member
//! stands, and what a person meant by a trailing comma, a missing one, a smart quote, an ellipsis, a bare word or a text
//! that ends too early. Each such repair is a [`Problem`].

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::read::Problem;

/// A JSON text of a page.
///
/// ```
/// use graph_contract::page::JsonText;
/// let text = JsonText::read("{\n  \"id\": 1,\n}", 10);
/// assert_eq!(text.value, Some(serde_json::json!({"id": 1})));
/// assert_eq!(text.line_of("/id"), 11);
/// assert!(!text.is_strict());
/// ```
#[derive(Debug, Clone, Default)]
pub struct JsonText {
    /// What was read; `None` when nothing could be.
    pub value: Option<Value>,
    /// What had to be repaired, in the order of the text.
    pub repairs: Vec<Problem>,
    strict: bool,
    lines: BTreeMap<String, usize>,
    first_line: usize,
}

/// Deeper nesting is a repair: no page nests so deep, and recursion must end.
const MAX_DEPTH: usize = 100;

impl JsonText {
    /// Reads `text`, whose first character stands on `first_line` of its page.
    #[must_use]
    pub fn read(text: &str, first_line: usize) -> JsonText {
        let mut reader = Reader {
            rest: text.char_indices().peekable(),
            line: first_line,
            pointer: String::new(),
            out: JsonText { first_line, ..JsonText::default() },
        };
        let value = reader.value(0);
        reader.space();
        if value.is_some() && reader.rest.peek().is_some() {
            reader.repair("text after the end of the JSON");
        }
        let mut read = reader.out;
        read.value = value;
        read.settle(serde_json::from_str(text));
        read
    }

    /// `serde_json` has the last word on what is JSON; a text it refuses has at least one repair.
    fn settle(&mut self, strict: serde_json::Result<Value>) {
        self.strict = strict.is_ok();
        match strict {
            Ok(value) => self.value = Some(value),
            Err(error) if self.repairs.is_empty() => {
                let line = self.first_line + error.line().saturating_sub(1);
                self.repairs.push(Problem { line, message: error.to_string() });
            }
            Err(_) => {}
        }
    }

    /// Whether the text was JSON as RFC 8259 has it.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// The line of the member at an RFC 6901 `pointer`, or of the nearest member around it.
    #[must_use]
    pub fn line_of(&self, pointer: &str) -> usize {
        let mut pointer = pointer;
        loop {
            if let Some(line) = self.lines.get(pointer) {
                return *line;
            }
            match pointer.rfind('/') {
                Some(at) => pointer = &pointer[..at],
                None => return self.first_line,
            }
        }
    }
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::CharIndices<'a>>,
    line: usize,
    pointer: String,
    out: JsonText,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<char> {
        self.rest.peek().map(|(_, c)| *c)
    }

    fn next(&mut self) -> Option<char> {
        let (_, c) = self.rest.next()?;
        if c == '\n' {
            self.line += 1;
        }
        Some(c)
    }

    fn repair(&mut self, message: &str) {
        let problem = Problem { line: self.line, message: message.to_string() };
        if self.out.repairs.last() != Some(&problem) {
            self.out.repairs.push(problem);
        }
    }

    /// Passes white space, and what is no JSON but stands where white space may: ellipses, no-break spaces.
    fn space(&mut self) {
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' | '\n' => {}
                '\u{a0}' | '\u{feff}' | '\u{200b}' => self.repair("a space that is no JSON white space"),
                '.' | '\u{2026}' => self.repair("an ellipsis"),
                '/' => {
                    self.comment();
                    continue;
                }
                _ => return,
            }
            self.next();
        }
    }

    fn comment(&mut self) {
        self.repair("a comment");
        while self.peek().is_some_and(|c| c != '\n') {
            self.next();
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.space();
        self.out.lines.insert(self.pointer.clone(), self.line);
        if depth > MAX_DEPTH {
            self.repair("nested too deep");
            return None;
        }
        match self.peek()? {
            '{' => Some(self.object(depth)),
            '[' => Some(self.array(depth)),
            c if is_quote(c) => Some(Value::String(self.string())),
            '}' | ']' | ',' | ':' => None,
            _ => Some(self.word()),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut members = Map::new();
        self.next();
        loop {
            match self.separator('}', members.is_empty()) {
                Separator::End => return Value::Object(members),
                Separator::Stray => continue,
                Separator::Item => {}
            }
            let line = self.line;
            let name = self.name();
            self.space();
            if self.peek() == Some(':') {
                self.next();
            } else {
                self.repair(&format!("no colon after \"{name}\""));
            }
            let length = self.descend(&name);
            let value = self.value(depth + 1);
            self.out.lines.insert(self.pointer.clone(), line);
            self.pointer.truncate(length);
            if value.is_none() {
                self.repair(&format!("no value for \"{name}\""));
            }
            if members.insert(name.clone(), value.unwrap_or(Value::Null)).is_some() {
                self.repair(&format!("\"{name}\" stands twice"));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut items = Vec::new();
        self.next();
        loop {
            match self.separator(']', items.is_empty()) {
                Separator::End => return Value::Array(items),
                Separator::Stray => continue,
                Separator::Item => {}
            }
            let length = self.descend(&items.len().to_string());
            let value = self.value(depth + 1);
            self.pointer.truncate(length);
            match value {
                Some(value) => items.push(value),
                None => {
                    self.repair("no value");
                    self.next();
                }
            }
        }
    }

    /// What stands before the next member: the end, something to pass over, or the member.
    fn separator(&mut self, end: char, first: bool) -> Separator {
        self.space();
        let comma = self.peek() == Some(',');
        if comma {
            self.next();
            self.space();
        }
        match self.peek() {
            None => {
                self.repair(&format!("the text ends before its \"{end}\""));
                Separator::End
            }
            Some(c) if c == end => {
                if comma {
                    self.repair(&format!("a comma before \"{end}\""));
                }
                self.next();
                Separator::End
            }
            Some(c @ (',' | '}' | ']' | ':')) => {
                self.repair(&format!("a stray \"{c}\""));
                if c != ',' {
                    self.next();
                }
                Separator::Stray
            }
            Some(_) => {
                match (first, comma) {
                    (true, true) => self.repair("a comma before the first member"),
                    (false, false) => self.repair("no comma between two members"),
                    _ => {}
                }
                Separator::Item
            }
        }
    }

    fn descend(&mut self, token: &str) -> usize {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
        length
    }

    fn name(&mut self) -> String {
        if self.peek().is_some_and(is_quote) {
            return self.string();
        }
        self.repair("a name without quotes");
        let mut name = String::new();
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && !"{}[]:,\"".contains(*c)) {
            name.push(c);
            self.next();
        }
        if name.is_empty() {
            self.next();
        }
        name
    }

    fn string(&mut self) -> String {
        let open = self.next().unwrap_or('"');
        if open != '"' {
            self.repair("a quote that is no \"");
        }
        let mut text = String::new();
        loop {
            match self.next() {
                None => {
                    self.repair("the text ends inside a string");
                    return text;
                }
                Some('\\') => self.escape(&mut text),
                Some(c) if closes(open, c) => return text,
                Some(c) => {
                    if (c as u32) < 0x20 {
                        self.repair("a control character or line break inside a string");
                    }
                    text.push(c);
                }
            }
        }
    }

    fn escape(&mut self, text: &mut String) {
        match self.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('u') => self.unicode(text),
            Some(c @ ('"' | '\\' | '/')) => text.push(c),
            Some(c) => {
                self.repair("an escape that JSON does not have");
                text.push(c);
            }
            None => {}
        }
    }

    fn unicode(&mut self, text: &mut String) {
        let first = self.hex();
        let code = match first {
            Some(high @ 0xD800..=0xDBFF) => self.low_surrogate(high),
            other => other,
        };
        match code.and_then(char::from_u32) {
            Some(c) => text.push(c),
            None => {
                self.repair("a \\u escape that is no character");
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }

    fn low_surrogate(&mut self, high: u32) -> Option<u32> {
        let mut ahead = self.rest.clone().map(|(_, c)| c);
        if (ahead.next(), ahead.next()) != (Some('\\'), Some('u')) {
            return None;
        }
        self.next();
        self.next();
        let low = self.hex().filter(|low| (0xDC00..=0xDFFF).contains(low))?;
        Some(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    }

    fn hex(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + self.peek()?.to_digit(16)?;
            self.next();
        }
        Some(code)
    }

    /// `true`, `12.5`, or a bare word that a person meant as a string.
    fn word(&mut self) -> Value {
        let mut word = String::new();
        while let Some(c) = self.peek().filter(|c| !"{}[],:\"\n\r".contains(*c)) {
            word.push(c);
            self.next();
        }
        let word = word.trim_end();
        match serde_json::from_str::<Value>(word) {
            Ok(value) if !word.is_empty() => value,
            _ => self.bare(word),
        }
    }

    fn bare(&mut self, word: &str) -> Value {
        self.repair(&format!("`{word}` is no JSON value"));
        match word.to_lowercase().as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" | "none" => Value::Null,
            other => match other.parse::<f64>().ok().and_then(Number::from_f64) {
                Some(number) => Value::Number(number),
                None => Value::String(word.to_string()),
            },
        }
    }
}

enum Separator {
    End,
    Stray,
    Item,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}')
}

fn closes(open: char, c: char) -> bool {
    match open {
        '"' | '\'' => c == open,
        '\u{2018}' | '\u{2019}' => matches!(c, '\u{2018}' | '\u{2019}'),
        _ => matches!(c, '\u{201c}' | '\u{201d}' | '"'),
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
            read.repairs.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ");
        (read.value.unwrap_or_default(), repairs)
    }

    #[test]
    fn members_keep_their_lines() {
        let read = JsonText::read("{\n  \"a\": {\n    \"b/c\": [\n 1,\n 2 ] }\n}", 40);
        assert!(read.is_strict());
        assert_eq!(read.line_of("/a"), 41);
        assert_eq!(read.line_of("/a/b~1c/1"), 44);
        assert_eq!(read.line_of("/a/absent"), 41);
        assert_eq!(read.line_of("/absent"), 40);
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
            ("{\"a\": 1} x", json!({"a": 1}), "text after the end of the JSON"),
            ("{\"a\": 1", json!({"a": 1}), "the text ends before its \"}\""),
        ];
        for (text, value, repairs) in cases {
            assert_eq!(repaired(text), (value, repairs.to_string()), "{text}");
        }
    }

    #[test]
    fn deep_nesting_ends() {
        let read = JsonText::read(&"[".repeat(100_000), 1);
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
            let read = JsonText::read(&serde_json::to_string_pretty(&value).unwrap(), 1);
            prop_assert!(read.is_strict() && read.repairs.is_empty(), "{:?}", read.repairs);
            prop_assert_eq!(read.value, Some(value));
        }

        #[test]
        fn what_is_no_json_has_a_repair(text in "[\\[\\]{}:,\"a1\\. \n\\\\]{0,16}") {
            let read = JsonText::read(&text, 1);
            prop_assert_eq!(read.is_strict(), serde_json::from_str::<Value>(&text).is_ok());
            prop_assert!(read.is_strict() || !read.repairs.is_empty());
        }
    }
}
