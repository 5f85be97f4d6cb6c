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
    /// What of the exchange the capture does not hold, so that it cannot be judged.
    pub lacks: Option<&'static str>,
}

/// A capture that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableCapture {
    /// There is no status line.
    #[error("line {line}: this is no HTTP response: it starts with no status line such as `HTTP/1.1 200 OK`")]
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
