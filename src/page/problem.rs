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
    pub(crate) const NO_MESSAGE: &'static str = "a fenced block that is no HTTP message";
    pub(crate) const NO_REQUEST_LINE: &'static str = "not an HTTP request line";
    pub(crate) const SECOND_REQUEST_LINE: &'static str = "another request line in the block of a request";
    pub(crate) const LATE_HEADERS: &'static str = "headers after the blank line that ends them";
    pub(crate) const NO_BLANK_LINE: &'static str = "no blank line between the headers and the body";
    pub(crate) const LATE_REQUEST_BODY: &'static str = "the body stands outside the request's fence";
    pub(crate) const LATE_RESPONSE_BODY: &'static str = "the body stands outside the response's fence";
    pub(crate) const UNCLOSED_FENCE: &'static str = "a fenced block that is never closed";
    pub(crate) const FENCE_IN_COMMENT: &'static str = "a fenced block inside a comment";
    pub(crate) const FENCE_IN_HTML: &'static str = "a fenced block inside HTML, which Markdown does not read";
    pub(crate) const ROWS_APART: &'static str = "rows that stand apart from their table";
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
