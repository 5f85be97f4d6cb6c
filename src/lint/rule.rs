//! A rule: what it is called, what it says of itself, and what it does.

use super::finding::{Finding, Severity};
use super::subject::Subject;

/// A rule of `graph-contract check`. Codes and names are stable; the hundreds group them: 1 examples against the rest of the
/// page, 2 annotations, 3 HTTP messages, 4 members, 5 values, 6 the page's form.
pub struct Rule {
    /// `GC103`.
    pub code: &'static str,
    /// `status-differs-from-prose`.
    pub name: &'static str,
    /// What its findings are, where they do not say less.
    pub severity: Severity,
    /// One sentence: what it finds.
    pub summary: &'static str,
    /// The manual page behind the summary: why it matters, what is understood, what is let through.
    pub manual: &'static str,
    /// What to do, where a finding does not know better.
    pub help: &'static str,
    /// Pages, by path, on the first of which the rule finds exactly one thing.
    pub fires: &'static [(&'static str, &'static str)],
    /// The same pages put right: it finds nothing.
    pub quiet: &'static [(&'static str, &'static str)],
    pub(super) check: fn(&Subject<'_>, &mut Vec<Finding>),
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}
