//! Pages that cannot be used, and what to do about them.

use crate::folder::{Unlisted, shown};

/// A page that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is no such file, or it cannot be opened.
    #[error("the page {path} cannot be read: {reason}")]
    File {
        /// The path that was tried.
        path: String,
        /// What the operating system says.
        reason: String,
    },
    /// A repair of it cannot be written.
    #[error("the page {path} cannot be written: {reason}")]
    Unwritable {
        /// The path that was tried.
        path: String,
        /// What the operating system says.
        reason: String,
    },
    /// The page has no request with a response.
    #[error("the page {path} documents no example: a request and its response")]
    NoExample {
        /// The page.
        path: String,
    },
}

impl From<Unlisted> for Unreadable {
    fn from(Unlisted { path, error }: Unlisted) -> Unreadable {
        Unreadable::File { path: shown(&path), reason: error.to_string() }
    }
}

/// What is said of a file that is there, and no text.
pub(super) const NO_UTF8: &str = "it is not UTF-8";

impl Unreadable {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Unreadable::File { reason, .. } if reason.starts_with(NO_UTF8) => "save the page as UTF-8",
            Unreadable::File { .. } => {
                "a page's path is below the pages folder, which --pages names: api/thing-get.md"
            }
            Unreadable::Unwritable { .. } => "make it writable, or leave --fix out",
            Unreadable::NoExample { .. } => {
                "an example is an http fence that starts with a method and a URL, and after it one that starts with HTTP/1.1"
            }
        }
    }
}
