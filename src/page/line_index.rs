//! From byte offsets to lines.

/// The offsets at which lines start.
pub(super) struct LineIndex(Vec<usize>);

impl LineIndex {
    pub(super) fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        LineIndex(std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect())
    }

    /// The 1-based line that holds the byte at `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset)
    }
}
