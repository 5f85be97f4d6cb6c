//! The lines of a text, from a place on.

use memchr::memchr;

/// What is left of a text whose lines are taken one by one. A line has neither its line feed nor the carriage return before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines<'a> {
    /// What has not been taken.
    pub(super) rest: &'a str,
    /// The line of its first character.
    pub(super) number: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str, first_line: usize) -> Lines<'a> {
        Lines { rest: text, number: first_line }
    }

    /// The next line, left where it is.
    pub(super) fn peek(mut self) -> Option<&'a str> {
        self.next()
    }

    /// Passes over lines with nothing but white space.
    pub(super) fn skip_blank(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.next();
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        self.number += 1;
        let Some(end) = memchr(b'\n', self.rest.as_bytes()) else {
            return Some(std::mem::take(&mut self.rest));
        };
        let line = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

pub(super) fn is_blank(line: &str) -> bool {
    line.chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_blank_line_has_a_number_too() {
        let mut lines = Lines::of("a\n \r\n\nb", 7);
        lines.next();
        lines.skip_blank();
        assert_eq!((lines.rest, lines.number, lines.peek()), ("b", 10, Some("b")));
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_standard_library(text in "[a \r\n]{0,20}") {
            prop_assert!(Lines::of(&text, 1).eq(text.lines()));
        }
    }
}
