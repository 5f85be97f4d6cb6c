//! Text that is put together from pieces of a source.

use std::borrow::Cow;
use std::ops::Range;

/// As long as the pieces stand in the source one behind the other, their text is a part of it; else it is a text of its own.
pub(super) struct Joined<'a> {
    source: &'a str,
    text: Cow<'a, str>,
    /// Where a text that is a part of the source ends there.
    end: usize,
}

impl<'a> Joined<'a> {
    pub(super) fn of(source: &'a str) -> Joined<'a> {
        Joined { source, text: Cow::Borrowed(""), end: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds a piece that was made of what stands at `range`, and may be just that.
    pub(super) fn add(&mut self, piece: &str, range: Range<usize>) {
        match self.source.get(range.clone()) {
            Some(there) if std::ptr::eq(there, piece) => self.add_part(range),
            _ => self.add_own(piece),
        }
    }

    /// Adds what stands at `range`.
    pub(super) fn add_part(&mut self, range: Range<usize>) {
        match &self.text {
            Cow::Borrowed("") => self.text = Cow::Borrowed(&self.source[range.clone()]),
            Cow::Borrowed(text) if self.end == range.start => {
                self.text = Cow::Borrowed(&self.source[self.end - text.len()..range.end]);
            }
            _ => return self.add_own(&self.source[range]),
        }
        self.end = range.end;
    }

    /// Adds a piece that does not stand in the source.
    pub(super) fn add_own(&mut self, piece: &str) {
        if let Cow::Borrowed(text) = self.text {
            let mut own = String::with_capacity(2 * (text.len() + piece.len()));
            own.push_str(text);
            self.text = Cow::Owned(own);
        }
        self.text.to_mut().push_str(piece);
    }

    /// The text; what is added next begins another.
    pub(super) fn take(&mut self) -> Cow<'a, str> {
        std::mem::replace(&mut self.text, Cow::Borrowed(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_one_behind_the_other_are_a_part_of_the_source() {
        let source = "one two three";
        let mut joined = Joined::of(source);
        joined.add(&source[4..8], 4..8);
        joined.add(&source[8..13], 8..13);
        assert!(matches!(joined.take(), Cow::Borrowed("two three")));
        joined.add(&source[0..3], 0..3);
        joined.add(&source[8..13], 8..13);
        assert_eq!(joined.take(), "onethree");
        assert!(joined.is_empty());
        joined.add(&source[0..3], 0..3);
        assert!(matches!(joined.take(), Cow::Borrowed("one")), "a text of its own came before");
    }

    #[test]
    fn a_piece_that_stands_nowhere_makes_a_text_of_its_own() {
        let source = "a&amp;b";
        let mut joined = Joined::of(source);
        joined.add(&source[0..1], 0..1);
        joined.add("&", 1..6);
        joined.add(&source[6..7], 6..7);
        assert_eq!(joined.take(), "a&b");
        joined.add("a", 0..1); // as long as what stands there, but not it
        joined.add_own("");
        assert!(matches!(joined.take(), Cow::Owned(text) if text == "a"));
    }
}
