//! One line of JSON, written member by member: what a page holds by the thousand is not gathered first.

use memchr::{memchr, memchr2};
use serde::Serialize;

/// A line that is being written. A comma goes before whatever follows something else in its object or list.
pub(super) struct JsonLine(Vec<u8>);

impl JsonLine {
    pub(super) fn new() -> JsonLine {
        JsonLine(Vec::with_capacity(4096)) // what most pages come to
    }

    pub(super) fn finish(self) -> String {
        String::from_utf8(self.0).expect("JSON is UTF-8")
    }

    pub(super) fn object(&mut self, members: impl FnOnce(&mut JsonLine)) {
        self.0.push(b'{');
        members(self);
        self.0.push(b'}');
    }

    /// Begins a member of an object: its value is what is written next. `start`: the name in quotes and a colon, as [`member!`]
    /// makes them.
    pub(super) fn begin(&mut self, start: &'static str) -> &mut JsonLine {
        self.separate(b'{');
        self.0.extend_from_slice(start.as_bytes());
        self
    }

    pub(super) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut JsonLine, T),
    ) {
        self.0.push(b'[');
        for item in items {
            self.separate(b'[');
            write(self, item);
        }
        self.0.push(b']');
    }

    fn separate(&mut self, opening: u8) {
        if self.0.last() != Some(&opening) {
            self.0.push(b',');
        }
    }

    /// `null` where there is no text.
    pub(super) fn text<'a>(&mut self, text: impl Into<Option<&'a str>>) {
        match text.into() {
            Some(text) if !needs_escapes(text) => self.quoted(text),
            text => self.value(&text),
        }
    }

    fn quoted(&mut self, text: &str) {
        self.0.push(b'"');
        self.0.extend_from_slice(text.as_bytes());
        self.0.push(b'"');
    }

    pub(super) fn value(&mut self, value: &impl Serialize) {
        serde_json::to_writer(&mut self.0, value).expect("names are texts, and memory takes everything");
    }

    /// Writes sound JSON as it stands, without the white space between its tokens.
    pub(super) fn sound(&mut self, json: &str) {
        let mut rest = json.as_bytes();
        self.0.reserve(rest.len());
        while let Some(start) = memchr(b'"', rest) {
            let end = start + string_end(&rest[start..]);
            self.without_space(&rest[..start]);
            self.0.extend_from_slice(&rest[start..end]);
            rest = &rest[end..];
        }
        self.without_space(rest);
    }

    fn without_space(&mut self, json: &[u8]) {
        self.0.extend(json.iter().filter(|byte| !byte.is_ascii_whitespace()));
    }
}

/// Whether a text holds what stands in no JSON string as it is (RFC 8259, section 7).
fn needs_escapes(text: &str) -> bool {
    text.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\'))
}

/// The length of the JSON string that `json` starts with, its quotes included.
fn string_end(json: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = json.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found + 1;
        match json[at - 1] {
            b'"' => return at,
            _ => at += 1, // whatever is escaped
        }
    }
    json.len()
}

/// Begins a member of an object in a line.
macro_rules! member {
    ($line:ident, $name:literal) => {
        $line.begin(concat!("\"", $name, "\":"))
    };
}
pub(super) use member;

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut JsonLine)) -> String {
        let mut line = JsonLine::new();
        write(&mut line);
        line.finish()
    }

    #[test]
    fn members_and_items_are_separated() {
        let line = written(|line| {
            line.object(|line| {
                member!(line, "a").list([1, 2], |line, number| line.value(&number));
                member!(line, "b").object(|_| {});
                member!(line, "c").list([""; 0], JsonLine::text);
                member!(line, "d").text(None);
            });
        });
        assert_eq!(line, r#"{"a":[1,2],"b":{},"c":[],"d":null}"#);
    }

    #[test]
    fn texts_are_escaped_where_they_have_to_be() {
        for text in ["", "ab é", "a\"b", "a\\b", "a\nb", "\u{1}", "{", "["] {
            assert_eq!(written(|line| line.text(text)), serde_json::to_string(text).unwrap());
        }
    }

    #[test]
    fn only_white_space_outside_strings_goes() {
        assert_eq!(
            written(|line| line.sound("{\n  \"a b\": [1.50, \"\\\" \\\\\", \"\"],\r\n\t\"c\": {} }")),
            r#"{"a b":[1.50,"\" \\",""],"c":{}}"#
        );
    }
}
