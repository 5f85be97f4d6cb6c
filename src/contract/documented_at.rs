//! Where a promise stands.

use std::fmt;
use std::sync::Arc;

/// A page and a 1-based line, shown as `page.md:52`.
///
/// ```
/// use graph_contract::contract::DocumentedAt;
/// assert_eq!(DocumentedAt::new("api/thing-get.md", 52).to_string(), "api/thing-get.md:52");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentedAt {
    path: Arc<str>,
    line: usize,
}

impl DocumentedAt {
    /// The line of the page at `path`.
    #[must_use]
    pub fn new(path: &str, line: usize) -> DocumentedAt {
        DocumentedAt { path: path.into(), line }
    }

    /// The page's path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The 1-based line.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Another line of the same page.
    #[must_use]
    pub fn at(&self, line: usize) -> DocumentedAt {
        DocumentedAt { path: Arc::clone(&self.path), line }
    }
}

impl fmt::Display for DocumentedAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path, self.line)
    }
}
