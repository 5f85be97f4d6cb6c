//! Where a page contradicts itself.
//!
//! [`check`] is pure: a [`Subject`] (a page, its text, and the resource types beside it) in, [`Finding`]s out. Each rule is one
//! file of `rules`, with its manual page, a page that it fires on and one that it is quiet about; a test holds every rule to
//! both. A finding says where (line and column), what contradicts it, and what to do. Nothing here reads a file: what exists
//! beside the page is asked of [`Neighbours`].

mod allowance;
mod anchors;
mod baseline;
mod content_length;
mod enumerated;
mod finding;
mod fixing;
mod headings;
mod links;
mod manual;
mod members;
mod messages;
mod named;
mod neighbours;
mod permissions;
mod quoted;
mod reason_phrase;
mod route;
mod rule;
mod rules;
mod source;
mod strict_json;
mod subject;
mod values;

pub use anchors::Anchors;
pub use baseline::{Baseline, Entry, NoBaseline, Sorted};
pub use finding::{Edit, Finding, Related, Severity};
pub use fixing::apply;
pub use links::linked_files;
pub use manual::found_on;
#[cfg(test)]
use manual::severities_on;
pub use named::{Named, named_requests, taken};
pub use neighbours::{Neighbours, NoNeighbours};
pub use quoted::{Quoted, Region};
pub use rule::Rule;
pub use rules::{rule, rules};
pub use source::{Source, Span};
pub use subject::Subject;

/// What every rule finds on a page, in the order of its lines. Rules that a comment of the page allows find nothing.
///
/// ```
/// use graph_contract::{contract::Resources, lint, page::Page};
/// let text = "# Get thing\n\nTODO: describe it.\n";
/// let page = Page::read("api/thing-get.md", text);
/// let resources = Resources::default();
/// let subject = lint::Subject::new(&page, text, &resources, &lint::NoNeighbours);
/// assert!(lint::check(&subject).iter().any(|found| found.rule.name == "todo-left" && found.line == 3));
/// ```
#[must_use]
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    check_by(rules(), subject)
}

/// What these rules find.
pub(crate) fn check_by(rules: &[&'static Rule], subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let allowances = subject.allowances();
    let held = rules.iter().filter(|rule| !allowances.covers(rule));
    held.for_each(|rule| (rule.check)(subject, &mut findings));
    findings.sort_by_key(|found| (found.line, found.column, found.rule.code));
    // what is shown in a response that answers several requests is found for each
    findings.dedup_by(|one, other| {
        let place = |found: &Finding| (found.line, found.column, found.rule.code);
        place(one) == place(other) && one.message == other.message
    });
    findings
}
