//! What a rule looks at.

use std::sync::OnceLock;

use super::finding::Finding;
use super::neighbours::Neighbours;
use super::rule::Rule;
use super::source::{Source, Span};
use crate::contract::{Resources, ShownBody, ShownMember, shown_bodies};
use crate::page::Page;

/// A page, its text, and what is known around it.
pub struct Subject<'a> {
    /// What the page says.
    pub page: &'a Page,
    /// How it says it.
    pub source: Source<'a>,
    /// The resource types of its documentation set.
    pub resources: &'a Resources,
    /// The files around it.
    pub neighbours: &'a dyn Neighbours,
    bodies: OnceLock<Vec<ShownBody<'a>>>,
}

impl<'a> Subject<'a> {
    /// `text` is what `page` was read from.
    #[must_use]
    pub fn new(
        page: &'a Page,
        text: &'a str,
        resources: &'a Resources,
        neighbours: &'a dyn Neighbours,
    ) -> Subject<'a> {
        Subject { page, source: Source::read(text), resources, neighbours, bodies: OnceLock::new() }
    }

    /// Whether this is a page about an operation, and not one about a type.
    pub(super) fn is_api_page(&self) -> bool {
        match self.page.doc_type.as_deref() {
            Some(doc_type) => doc_type == "apiPageType",
            None => !self.page.http_request.is_empty(),
        }
    }

    /// The JSON bodies of the page's examples, each member beside what is declared of it.
    pub(super) fn bodies(&self) -> &[ShownBody<'a>] {
        self.bodies.get_or_init(|| shown_bodies(self.page, self.resources))
    }

    /// Every member of every body.
    pub(super) fn members(&self) -> impl Iterator<Item = (&ShownBody<'a>, &ShownMember<'a>)> {
        self.bodies().iter().flat_map(|body| body.members.iter().map(move |member| (body, member)))
    }

    pub(super) fn finding(&self, rule: &'static Rule, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(rule, &self.page.path, span, message.into())
    }

    /// A finding about a whole line.
    pub(super) fn on_line(&self, rule: &'static Rule, line: usize, message: impl Into<String>) -> Finding {
        self.finding(rule, self.source.whole(line), message)
    }

    /// A finding about a word of a line.
    pub(super) fn on_word(
        &self,
        rule: &'static Rule,
        line: usize,
        word: &str,
        message: impl Into<String>,
    ) -> Finding {
        self.finding(rule, self.source.word(line, word), message)
    }
}
