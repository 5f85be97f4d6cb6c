//! What can be asked: a method on a path.

use super::documented_at::DocumentedAt;
use super::template::PathTemplate;

/// A line of the HTTP request section.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The method, in capitals.
    pub method: String,
    /// The path template.
    pub path: PathTemplate,
    /// The line that documents it.
    pub documented_at: DocumentedAt,
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path.as_str())
    }
}
