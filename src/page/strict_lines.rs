//! The line of each member of a text that is JSON: one pass that passes over values, and needs to know nothing of mistakes.

use std::borrow::Cow;

use memchr::memchr2;

use super::member_lines::{MemberLines, ROOT};

/// Looks through a text that `serde_json` reads, whose first character stands on `first_line`.
pub(super) fn read(text: &str, first_line: usize) -> MemberLines {
    let mut scan = Scan { text, at: 0, line: first_line, lines: MemberLines::default() };
    scan.space();
    scan.lines.set_root(scan.line);
    scan.value(ROOT);
    scan.lines
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    lines: MemberLines,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek() {
            self.line += usize::from(byte == b'\n');
            self.at += 1;
        }
    }

    /// Passes the value of a member.
    fn value(&mut self, member: usize) {
        match self.peek() {
            Some(b'{') => self.object(member),
            Some(b'[') => self.array(member),
            Some(b'"') => drop(self.string()),
            _ => self.word(),
        }
    }

    fn object(&mut self, around: usize) {
        self.at += 1;
        while self.is_at_member(b'}') {
            let line = self.line;
            let name = self.string();
            let member = self.lines.child(around, &name, line);
            self.space();
            self.at += 1; // the colon
            self.space();
            self.value(member);
        }
    }

    fn array(&mut self, around: usize) {
        self.at += 1;
        for index in 0.. {
            if !self.is_at_member(b']') {
                return;
            }
            let member = self.lines.child(around, &index.to_string(), self.line);
            self.value(member);
        }
    }

    /// Passes what stands before the next member, or what closes them all.
    fn is_at_member(&mut self, close: u8) -> bool {
        self.space();
        if self.peek() == Some(b',') {
            self.at += 1;
            self.space();
        }
        let is_at_member = self.peek().is_some_and(|byte| byte != close);
        self.at += usize::from(!is_at_member);
        is_at_member
    }

    /// Passes a string: what it says.
    fn string(&mut self) -> Cow<'a, str> {
        let start = self.at;
        let (mut end, mut is_escaped) = (start + 1, false);
        while let Some(found) = memchr2(b'"', b'\\', self.text.as_bytes().get(end..).unwrap_or_default()) {
            end += found;
            if self.text.as_bytes()[end] == b'"' {
                break;
            }
            is_escaped = true;
            end += 2;
        }
        self.at = end + 1;
        match is_escaped {
            true => serde_json::from_str(self.text.get(start..=end).unwrap_or_default()).unwrap_or_default(),
            false => Cow::Borrowed(self.text.get(start + 1..end).unwrap_or_default()),
        }
    }

    /// Passes a number, `true`, `false` or `null`.
    fn word(&mut self) {
        self.at += 1;
        while self
            .peek()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-'))
        {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::super::json_reader;
    use super::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let name = "[a-z\"\\\\/~\n é]{0,3}";
        let leaf =
            prop_oneof![Just(Value::Null), any::<f64>().prop_map(Value::from), name.prop_map(Value::from)];
        leaf.prop_recursive(4, 24, 4, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec((name, inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_text_without_mistakes_has_the_lines_that_the_other_reader_finds(value in any_json(), first_line in 1_usize..9) {
            for text in [value.to_string(), format!("\n {value:#}\n")] {
                prop_assert_eq!(read(&text, first_line), json_reader::read(&text, first_line).lines, "{}", text);
            }
        }
    }

    #[test]
    fn of_two_members_of_one_name_the_last_counts() {
        let lines = read("{\"a\": 1,\n \"b\": [\n{},\n2],\n\"\\u0061\":\n3}", 1);
        assert_eq!(
            ["/a", "/b/0", "/b/1", "/b/2"].map(|pointer| lines.line_of(pointer)),
            [5, 3, 4, 2].map(Some)
        );
    }

    #[test]
    fn a_text_that_is_no_json_ends_too() {
        for text in ["", "{", "[}", "{]}", "[[", "{\"a", "\"\\", "{\"é\\", "{a:1}", ",,,"] {
            read(text, 1);
        }
    }
}
