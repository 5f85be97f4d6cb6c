//! What is wrong with a page.

/// Something on a page that had to be repaired or could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// 1-based line.
    pub line: usize,
    /// A lowercase fragment that says what is wrong.
    pub message: String,
}

impl Problem {
    /// A request that no response answers; its line.
    pub(crate) const UNANSWERED: &'static str = "a request with no response";
    /// A response before any request; its line.
    pub(crate) const UNASKED: &'static str = "a response with no request before it";
    /// An annotation behind which no block comes; its line.
    pub(crate) const NO_BLOCK: &'static str = "an annotation with no fenced block behind it";

    pub(super) fn new(line: usize, message: impl Into<String>) -> Problem {
        Problem { line, message: message.into() }
    }
}
