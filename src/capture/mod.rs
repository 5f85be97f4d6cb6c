//! Captured traffic: a raw HTTP message, as `curl -i` prints it, and `.har` files, as browsers and proxies export them.
//!
//! Pure: bytes in, exchanges out. Judging them is [`verify`]'s, which finds the documented example that an exchange
//! belongs to.

mod har;
mod matching;
mod raw;

pub use har::har;
pub use matching::{Documented, Verified, documented, verify};
pub use raw::raw;

use crate::exchange::{Request, Response};

/// A response and, where the capture holds it, its request.
#[derive(Debug, Clone, PartialEq)]
pub struct Captured {
    /// `None`: the capture holds the response alone.
    pub request: Option<Request>,
    /// The response.
    pub response: Response,
    /// What of the response the capture does not hold.
    pub lacks: Option<Lacks>,
}

/// What a capture does not hold of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// All of it: the request was blocked.
    Response,
    /// The body: the browser no longer had it. Status and headers are judged all the same.
    Body,
}

impl Lacks {
    /// Why the exchange is inconclusive.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Lacks::Response => "the capture holds no response",
            Lacks::Body => "the capture does not hold the response's body",
        }
    }
}

/// A capture that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableCapture {
    /// There is no status line.
    #[error(
        "line {line}: this is no HTTP response: it starts with no status line such as `HTTP/1.1 200 OK`, which `curl -i` prints"
    )]
    NoStatusLine {
        /// 1-based line.
        line: usize,
    },
    /// A line among the headers is none.
    #[error("line {line}: this is no header: a name, a colon and a value")]
    NoHeader {
        /// 1-based line.
        line: usize,
    },
    /// The file is no HAR.
    #[error("this is no HAR file: {0}")]
    NoHar(String),
}
