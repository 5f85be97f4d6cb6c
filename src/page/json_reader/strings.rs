//! Names and strings, in the quotes that JSON has and in those that a text editor makes of them.

use super::Reader;

impl Reader<'_> {
    pub(super) fn name(&mut self) -> String {
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

    pub(super) fn string(&mut self) -> String {
        let open = self.next().unwrap_or('"');
        if open != '"' {
            self.repair("a quote that is no \"");
        }
        let mut text = String::new();
        loop {
            // said before it is passed, as a line break ends the line that it stands on
            if self.peek().is_some_and(|c| (c as u32) < 0x20) {
                self.repair("a control character or line break inside a string");
            }
            match self.next() {
                None => {
                    self.repair("the text ends inside a string");
                    return text;
                }
                Some('\\') => self.escape(&mut text),
                Some(c) if closes(open, c) => return text,
                Some(c) => text.push(c),
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
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}')
}

fn closes(open: char, c: char) -> bool {
    match open {
        '"' | '\'' => c == open,
        '\u{2018}' | '\u{2019}' => matches!(c, '\u{2018}' | '\u{2019}'),
        _ => matches!(c, '\u{201c}' | '\u{201d}' | '"'),
    }
}
