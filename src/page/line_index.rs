//! From byte offsets to the lines of a page.

use std::cell::Cell;
use std::ops::Range;

use super::sample_tabs::Cut;

/// Counts line ends from the place that was asked for last, as one asks along a text.
pub(super) struct LineIndex<'a> {
    text: &'a [u8],
    /// An offset, and how many lines end before it.
    last: Cell<(usize, usize)>,
    /// Where lines of the page are missing in the text.
    cuts: &'a [Cut],
    /// Offsets of lines that the page lacks; they count as no line of it.
    added: &'a [usize],
}

impl<'a> LineIndex<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        LineIndex { text: text.as_bytes(), last: Cell::new((0, 0)), cuts: &[], added: &[] }
    }

    pub(super) fn with_cuts(text: &'a str, cuts: &'a [Cut]) -> Self {
        LineIndex { cuts, ..LineIndex::of(text) }
    }

    pub(super) fn with_added(text: &'a str, added: &'a [usize]) -> Self {
        LineIndex { added, ..LineIndex::of(text) }
    }

    /// The 1-based line of the page that holds the byte at `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        let cuts = self.cuts.partition_point(|cut| cut.at <= offset);
        let cut = cuts.checked_sub(1).map_or(0, |last| self.cuts[last].lines);
        let added = self.added.partition_point(|at| *at < offset);
        self.ended_before(offset) + 1 + cut - added
    }

    /// Whether a line that the page lacks stands in a range.
    pub(super) fn is_added_in(&self, range: &Range<usize>) -> bool {
        let next = self.added.partition_point(|at| *at < range.start);
        self.added.get(next).is_some_and(|at| *at < range.end)
    }

    fn ended_before(&self, offset: usize) -> usize {
        let (at, ended) = self.last.get();
        let ended = match offset >= at {
            true => ended + line_ends(&self.text[at..offset]),
            false => ended - line_ends(&self.text[offset..at]),
        };
        self.last.set((offset, ended));
        ended
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

    #[test]
    fn lines_are_those_of_the_page() {
        let cuts = [Cut { at: 2, lines: 3 }, Cut { at: 4, lines: 5 }];
        assert_eq!([0, 2, 4].map(|offset| LineIndex::with_cuts("a\nb\nc", &cuts).line(offset)), [1, 5, 8]);
        let index = LineIndex::with_added("a\n```\nb", &[2]);
        assert_eq!([0, 2, 6].map(|offset| index.line(offset)), [1, 2, 2]);
        assert_eq!([0..2, 0..6, 3..7].map(|range| index.is_added_in(&range)), [false, true, false]);
    }
}
