//! From byte offsets to lines.

/// The offsets at which lines start.
pub(super) struct LineIndex(Vec<usize>);

impl LineIndex {
    pub(super) fn of(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 32);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1));
        LineIndex(starts)
    }

    /// The 1-based line that holds the byte at `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset)
    }
}
