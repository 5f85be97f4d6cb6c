//! Text that is put together from pieces of a source.

use std::borrow::Cow;

/// As long as the pieces stand in the source one behind the other, their text is a part of it; else it is a text of its own.
pub(super) struct Joined<'a> {
    source: &'a str,
    text: Cow<'a, str>,
}

impl<'a> Joined<'a> {
    pub(super) fn of(source: &'a str) -> Joined<'a> {
        Joined { source, text: Cow::Borrowed("") }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds a piece that was made of what stands at `start`, and may be just that.
    pub(super) fn add(&mut self, piece: Cow<'a, str>, start: usize) {
        match piece {
            Cow::Borrowed(piece) => self.add_part(piece, start),
            Cow::Owned(piece) => self.add_own(&piece),
        }
    }

    /// Adds a piece that stands at `start`, or was made of it.
    pub(super) fn add_part(&mut self, piece: &'a str, start: usize) {
        let Cow::Borrowed(text) = self.text else { return self.add_own(piece) };
        match self.with(text, piece, start) {
            _ if text.is_empty() => self.text = Cow::Borrowed(piece),
            Some(joined) => self.text = Cow::Borrowed(joined),
            None => self.add_own(piece),
        }
    }

    /// What stands in the source where `piece` does right behind `text`.
    fn with(&self, text: &str, piece: &str, start: usize) -> Option<&'a str> {
        let is_behind = std::ptr::eq(text.as_bytes().as_ptr_range().end, piece.as_ptr());
        let start = start.checked_sub(text.len()).filter(|_| is_behind)?;
        self.source.get(start..start + text.len() + piece.len())
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

    fn joined<'a>(source: &'a str, pieces: &[(&'a str, usize)]) -> Cow<'a, str> {
        let mut joined = Joined::of(source);
        pieces.iter().for_each(|(piece, start)| joined.add(Cow::Borrowed(piece), *start));
        joined.take()
    }

    #[test]
    fn pieces_one_behind_the_other_are_a_part_of_the_source() {
        let source = "one two three";
        let (one, two, three) = (&source[0..4], &source[4..8], &source[8..13]);
        assert!(matches!(joined(source, &[(two, 4), (three, 8)]), Cow::Borrowed("two three")));
        assert!(matches!(joined(source, &[(one, 0), (three, 8)]), Cow::Owned(text) if text == "one three"));
    }

    #[test]
    fn a_piece_that_stands_nowhere_makes_a_text_of_its_own() {
        let source = "a&amp;b";
        let (a, b) = (&source[0..1], &source[6..7]);
        assert_eq!(joined(source, &[(a, 0), ("&", 1), (b, 6)]), "a&b");
        assert_eq!(joined(source, &[("&", 1), ("amp;", 2)]), "&amp;");
    }

    #[test]
    fn each_text_begins_anew() {
        let mut joined = Joined::of("ab");
        joined.add_own("x");
        assert!(!joined.is_empty());
        assert_eq!(joined.take(), "x");
        joined.add_part(&joined.source[1..], 1);
        assert!(matches!(joined.take(), Cow::Borrowed("b")), "a text of its own came before");
        assert!(joined.is_empty());
    }
}
