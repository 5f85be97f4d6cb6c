//! A rule held to the pages of its own manual.

use std::sync::Arc;

use super::anchors::Anchors;
use super::finding::Finding;
use super::neighbours::Neighbours;
use super::quoted::Quoted;
use super::rule::Rule;
use super::subject::Subject;
use crate::contract::Resources;
use crate::page::Page;

/// What a rule finds on the first of some pages, where there are no others; those in `resources/` are its resource pages.
///
/// ```
/// use graph_contract::lint::{found_on, rule};
/// let rule = rule("todo-left").unwrap();
/// assert_eq!(found_on(rule, rule.fires).len(), 1);
/// assert!(found_on(rule, rule.quiet).is_empty());
/// ```
#[must_use]
pub fn found_on(rule: &Rule, pages: &[(&str, &str)]) -> Vec<Quoted> {
    let read: Vec<Page> = pages.iter().map(|(path, text)| Page::read(path, text)).collect();
    let Some((page, (_, text))) = read.first().zip(pages.first()) else { return Vec::new() };
    let resources = Resources::from_pages(read.iter().filter(|page| page.path.starts_with("resources/")));
    let beside = Pages(pages);
    let subject = Subject::new(page, text, &resources, &beside);
    let mut findings: Vec<Finding> = Vec::new();
    (rule.check)(&subject, &mut findings);
    Quoted::all(findings, &subject.source)
}

/// How sure a rule is of each thing that it finds on the first of some pages.
#[cfg(test)]
pub(super) fn severities_on(rule: &Rule, pages: &[(&str, &str)]) -> Vec<super::finding::Severity> {
    found_on(rule, pages).iter().map(|quoted| quoted.finding.severity).collect()
}

/// Pages are there, and nothing else.
struct Pages<'a>(&'a [(&'a str, &'a str)]);

impl Pages<'_> {
    fn at(&self, to: &str) -> Option<&str> {
        let page = self.0.iter().find(|(path, _)| to.trim_start_matches("../") == *path);
        page.map(|(_, text)| *text)
    }
}

impl Neighbours for Pages<'_> {
    fn has(&self, _: &str, to: &str) -> Option<bool> {
        Some(self.at(to).is_some())
    }

    fn anchors(&self, _: &str, to: &str) -> Option<Arc<Anchors>> {
        self.at(to).map(|text| Arc::new(Anchors::of(text)))
    }
}
