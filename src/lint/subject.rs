//! What a rule looks at.

use std::sync::OnceLock;

use super::allowance::Allowances;
use super::finding::Finding;
use super::links::{Link, links};
use super::messages::{Shown, messages};
use super::neighbours::Neighbours;
use super::route::Route;
use super::rule::Rule;
use super::source::{Source, Span};
use crate::contract::{Resources, ShownBody, ShownMember, shown_bodies};
use crate::page::{Page, RequestLine};

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
    allowances: OnceLock<Allowances<'a>>,
    bodies: OnceLock<Vec<ShownBody<'a>>>,
    messages: OnceLock<Vec<Shown<'a>>>,
    links: OnceLock<Vec<Link<'a>>>,
    routes: OnceLock<Vec<Route>>,
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
        Subject {
            page,
            source: Source::read(text),
            resources,
            neighbours,
            allowances: OnceLock::new(),
            bodies: OnceLock::new(),
            messages: OnceLock::new(),
            links: OnceLock::new(),
            routes: OnceLock::new(),
        }
    }

    /// Whether this is a page about an operation, and not one about a type.
    pub(super) fn is_api_page(&self) -> bool {
        match self.page.doc_type.as_deref() {
            Some(doc_type) => doc_type == "apiPageType",
            None => !self.page.http_request.is_empty(),
        }
    }

    /// What the page allows itself.
    pub(super) fn allowances(&self) -> &Allowances<'a> {
        self.allowances.get_or_init(|| Allowances::of(&self.source))
    }

    /// The JSON bodies of the page's examples, each member beside what is declared of it.
    pub(super) fn bodies(&self) -> &[ShownBody<'a>] {
        self.bodies.get_or_init(|| shown_bodies(self.page, self.resources))
    }

    /// The HTTP messages of the page's examples.
    pub(super) fn messages(&self) -> impl Iterator<Item = Shown<'a>> {
        self.messages.get_or_init(|| messages(self.page)).iter().copied()
    }

    /// The links of the page outside code.
    pub(super) fn links(&self) -> impl Iterator<Item = Link<'a>> {
        self.links.get_or_init(|| links(&self.source).collect()).iter().copied()
    }

    /// The lines of the HTTP request section, each with where it leads.
    pub(super) fn routes(&self) -> impl Iterator<Item = (&Route, &'a RequestLine)> {
        let lines = &self.page.http_request;
        let read = || lines.iter().map(|line| Route::read(&line.method, &line.path)).collect();
        self.routes.get_or_init(read).iter().zip(lines)
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
