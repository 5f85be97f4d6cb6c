//! From byte offsets to lines.

use std::cell::Cell;

/// Counts line ends from the place that was asked for last, as one asks along a text.
pub(super) struct LineIndex<'a> {
    text: &'a [u8],
    /// An offset, and how many lines end before it.
    last: Cell<(usize, usize)>,
}

impl<'a> LineIndex<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        LineIndex { text: text.as_bytes(), last: Cell::new((0, 0)) }
    }

    /// The 1-based line that holds the byte at `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        let (at, ended) = self.last.get();
        let ended = match offset >= at {
            true => ended + line_ends(&self.text[at..offset]),
            false => ended - line_ends(&self.text[offset..at]),
        };
        self.last.set((offset, ended));
        ended + 1
    }
}

fn line_ends(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_in_both_directions() {
        let index = LineIndex::of("a\nbc\n\nd");
        let offsets = [0, 1, 2, 6, 7, 5, 4, 0, 3];
        assert_eq!(offsets.map(|offset| index.line(offset)), [1, 1, 2, 4, 4, 3, 2, 1, 2]);
    }
}
