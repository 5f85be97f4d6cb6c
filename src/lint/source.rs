//! A page as it was typed: its lines, what each of them stands in, and where a word stands.

use std::ops::Range;

use memchr::memchr2;
use memchr::memmem::{self, FindIter};

/// The part of a line that is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, counted in characters.
    pub column: usize,
    /// Number of characters.
    pub length: usize,
}

/// What a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    FrontMatter,
    /// A line of a fenced block, or one of its two fences.
    Fence,
    /// A line that begins inside a comment, or begins one.
    Comment,
    Prose,
}

/// A page's text, line by line.
#[derive(Debug)]
pub struct Source<'a> {
    text: &'a str,
    /// Offsets at which lines begin.
    starts: Vec<usize>,
    places: Vec<Place>,
}

impl<'a> Source<'a> {
    /// Looks through a text once.
    #[must_use]
    pub fn read(text: &'a str) -> Source<'a> {
        let lines = text.len() / 32;
        let mut source =
            Source { text, starts: Vec::with_capacity(lines), places: Vec::with_capacity(lines) };
        let (mut at, mut state) = (0, State::Start);
        let mut comments = Found::of(text, "<!--");
        while at < text.len() {
            let end = line_end(text.as_bytes(), at);
            source.starts.push(at);
            source.places.push(state.take(&text[at..end], || comments.last_in(at..end)));
            at = end;
        }
        source
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The line of this 1-based number without its end; empty where the page has no such line.
    #[must_use]
    pub fn line(&self, number: usize) -> &'a str {
        let Some(start) = number.checked_sub(1).and_then(|at| self.starts.get(at)) else { return "" };
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        let is_text = |byte: &u8| !matches!(byte, b'\n' | b'\r');
        let length = self.text.as_bytes()[*start..end].iter().rposition(is_text).map_or(0, |last| last + 1);
        &self.text[*start..*start + length]
    }

    /// The offset at which a line of this 1-based number begins.
    pub(super) fn offset(&self, number: usize) -> usize {
        number.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or(self.text.len())
    }

    /// The 1-based line that holds the byte at an offset.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The lines that stand in a place, with their numbers.
    pub(super) fn lines_in(&self, place: Place) -> impl Iterator<Item = (usize, &'a str)> {
        let found = self.places.iter().enumerate().filter(move |(_, found)| **found == place);
        found.map(|(at, _)| (at + 1, self.line(at + 1)))
    }

    pub(super) fn place(&self, number: usize) -> Option<Place> {
        number.checked_sub(1).and_then(|at| self.places.get(at)).copied()
    }

    /// A line without the white space around it.
    pub(super) fn whole(&self, line: usize) -> Span {
        self.part(line, self.line(line).trim())
    }

    /// A part of a line, which must be a slice of it.
    pub(super) fn part(&self, line: usize, part: &str) -> Span {
        let text = self.line(line);
        let at = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize).filter(|at| *at <= text.len());
        let before = at.and_then(|at| text.get(..at)).unwrap_or_default();
        Span { line, column: before.chars().count() + 1, length: part.chars().count().max(1) }
    }

    /// Where `word` stands in a line first; the whole line where it does not.
    pub(super) fn word(&self, line: usize, word: &str) -> Span {
        let text = self.line(line);
        match text.find(word).filter(|_| !word.is_empty()) {
            Some(at) => self.part(line, &text[at..at + word.len()]),
            None => self.whole(line),
        }
    }
}

/// Where the line ends that begins at an offset. A carriage return that stands alone ends a line in Markdown.
fn line_end(text: &[u8], start: usize) -> usize {
    match memchr2(b'\n', b'\r', &text[start..]) {
        Some(length) if text[start + length..].starts_with(b"\r\n") => start + length + 2,
        Some(length) => start + length + 1,
        None => text.len(),
    }
}

/// Where the lines read so far have led.
enum State {
    Start,
    FrontMatter,
    Prose,
    Comment,
    Fence { mark: u8, width: usize },
}

impl State {
    /// `comment`: where in the line a comment begins last.
    fn take(&mut self, line: &str, comment: impl FnOnce() -> Option<usize>) -> Place {
        match *self {
            State::Start if line.trim_end() == "---" => self.turn(State::FrontMatter, Place::FrontMatter),
            State::FrontMatter if line.trim_end() == "---" => self.turn(State::Prose, Place::FrontMatter),
            State::FrontMatter => Place::FrontMatter,
            State::Fence { mark, width } if closes(line, mark, width) => {
                self.turn(State::Prose, Place::Fence)
            }
            State::Fence { .. } => Place::Fence,
            State::Comment if memmem::find(line.as_bytes(), b"-->").is_some() => {
                self.turn(State::Prose, Place::Comment)
            }
            State::Comment => Place::Comment,
            State::Start | State::Prose => self.begin(line, comment()),
        }
    }

    fn begin(&mut self, line: &str, comment: Option<usize>) -> Place {
        if let Some((mark, width)) = opens(line) {
            return self.turn(State::Fence { mark, width }, Place::Fence);
        }
        let Some(open) = comment else { return self.turn(State::Prose, Place::Prose) };
        let ends = line[open..].contains("-->");
        let place = if line.trim_start().starts_with("<!--") { Place::Comment } else { Place::Prose };
        self.turn(if ends { State::Prose } else { State::Comment }, place)
    }

    fn turn(&mut self, next: State, place: Place) -> Place {
        *self = next;
        place
    }
}

/// The places of a word in a text, from the first to the last.
struct Found<'a> {
    all: FindIter<'a, 'static>,
    next: Option<usize>,
}

impl<'a> Found<'a> {
    fn of(text: &'a str, word: &'static str) -> Found<'a> {
        let mut all = memmem::find_iter(text.as_bytes(), word);
        Found { next: all.next(), all }
    }

    /// The last one in a line, counted from the line's start; lines are asked for in their order.
    fn last_in(&mut self, line: Range<usize>) -> Option<usize> {
        let mut last = None;
        while let Some(at) = self.next.filter(|at| *at < line.end) {
            last = at.checked_sub(line.start).or(last);
            self.next = self.all.next();
        }
        last
    }
}

/// The mark and the width of a fence that a line opens.
fn opens(line: &str) -> Option<(u8, usize)> {
    let line = unquoted(line).as_bytes();
    let mark = *line.first().filter(|mark| matches!(mark, b'`' | b'~'))?;
    let width = line.iter().take_while(|byte| **byte == mark).count();
    (width >= 3 && !(mark == b'`' && line[width..].contains(&b'`'))).then_some((mark, width))
}

fn closes(line: &str, mark: u8, width: usize) -> bool {
    let line = unquoted(line);
    line.as_bytes().first() == Some(&mark)
        && line.trim_end().len() >= width
        && line.trim_end().bytes().all(|byte| byte == mark)
}

/// A line without what indents or quotes it.
fn unquoted(line: &str) -> &str {
    let is_mark = |byte: &u8| !matches!(byte, b' ' | b'\t' | b'>');
    &line[line.bytes().position(|byte| is_mark(&byte)).unwrap_or(line.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_stands_in_something() {
        use Place::{Comment, Fence, FrontMatter, Prose};
        let source = Source::read("---\na: 1\n---\n# x\n<!-- a\nb -->\n```http\n# y\n```\nend");
        let places: Vec<Place> = (1..=source.len()).filter_map(|line| source.place(line)).collect();
        assert_eq!(
            places,
            [FrontMatter, FrontMatter, FrontMatter, Prose, Comment, Comment, Fence, Fence, Fence, Prose]
        );
        assert_eq!((source.line(10), source.line(11), source.line(0)), ("end", "", ""));
    }

    #[test]
    fn a_comment_that_a_line_leaves_open_is_its_last() {
        use Place::{Comment, Prose};
        let source = Source::read("a <!-- b --> c <!-- d\ne -->\nf <!-- g --> h\ni");
        assert_eq!([1, 2, 3, 4].map(|line| source.place(line)), [Prose, Comment, Prose, Prose].map(Some));
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line() {
        let source = Source::read("a\rb\r\nc\n");
        assert_eq!((source.line(2), source.line(3), source.len()), ("b", "c", 3));
    }

    #[test]
    fn columns_count_characters() {
        let source = Source::read("é — word\r\n");
        assert_eq!(source.word(1, "word"), Span { line: 1, column: 5, length: 4 });
        assert_eq!(source.word(1, "absent"), Span { line: 1, column: 1, length: 8 });
    }
}
