//! Reads what a person meant: a recursive descent over text that should be JSON, which repairs and goes on.

use serde_json::{Map, Number, Value};

use super::member_lines::{MemberLines, ROOT};
use super::problem::Problem;

mod strings;

use strings::is_quote;

/// What was read, what was repaired, and the line of each member.
#[derive(Default)]
pub(super) struct Found {
    pub(super) value: Option<Value>,
    pub(super) repairs: Vec<Problem>,
    pub(super) lines: MemberLines,
}

/// Deeper nesting is a repair: no page nests so deep, and recursion must end.
const MAX_DEPTH: usize = 100;

/// Reads a text whose first character stands on `first_line`.
pub(super) fn read(text: &str, first_line: usize) -> Found {
    let rest = text.char_indices().peekable();
    let mut reader = Reader { rest, line: first_line, member: ROOT, found: Found::default() };
    reader.space();
    reader.found.lines.set_root(reader.line);
    let value = reader.value(0);
    reader.space();
    if value.is_some() && reader.rest.peek().is_some() {
        reader.repair("text after the end of the JSON");
    }
    Found { value, ..reader.found }
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::CharIndices<'a>>,
    line: usize,
    /// The member that is being read.
    member: usize,
    found: Found,
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
        if self.found.repairs.last() != Some(&problem) {
            self.found.repairs.push(problem);
        }
    }

    /// Passes white space, and what is no JSON but stands where white space may: ellipses, no-break spaces.
    fn space(&mut self) {
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' | '\n' => {}
                c if is_foreign_space(c) => self.repair("a space that is no JSON white space"),
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
        if depth > MAX_DEPTH {
            self.repair("nested too deep: what follows is not read");
            self.rest = "".char_indices().peekable();
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
            let value = self.member(&name, line, depth);
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
            let value = self.member(&items.len().to_string(), self.line, depth);
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

    /// The value of a member that stands on `line`.
    fn member(&mut self, name: &str, line: usize, depth: usize) -> Option<Value> {
        let around = self.member;
        self.member = self.found.lines.child(around, name, line);
        let value = self.value(depth + 1);
        self.member = around;
        value
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

/// What an editor shows as a space, or not at all, and JSON does not know: no-break spaces, wide and narrow ones, marks of no width.
fn is_foreign_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}
