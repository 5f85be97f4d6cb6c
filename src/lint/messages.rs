//! The HTTP messages that a page shows, each once, seen alike in both halves of an example and where one stands alone.

use std::collections::HashSet;

use super::source::Source;
use crate::page::{Annotation, Body, HttpRequest, HttpResponse, JsonText, Page};

/// A request or a response.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown<'a> {
    /// 1-based line of the request line or the status line.
    pub(super) line: usize,
    pub(super) start: Start<'a>,
    pub(super) headers: &'a [(String, String)],
    pub(super) body: &'a Body,
    pub(super) annotation: Option<&'a Annotation>,
}

/// What a message starts with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Start<'a> {
    Request { method: &'a str },
    Response { status: u16, reason: &'a str },
}

/// The messages in the order of the page; a request that several responses answer comes once, and so does a response that
/// answers several.
pub(super) fn messages(page: &Page) -> Vec<Shown<'_>> {
    let (mut seen, mut answers) = (HashSet::new(), HashSet::new());
    let both = page.examples.iter().flat_map(|example| {
        let is_new = seen.insert(example.request.line);
        let is_new_answer = answers.insert(example.response.line);
        let request = is_new.then(|| Shown::request(&example.request, example.request_annotation.as_deref()));
        let response = Shown::response(&example.response, example.response_annotation.as_deref());
        request.into_iter().chain(is_new_answer.then_some(response))
    });
    let alone =
        page.unanswered.iter().map(|alone| Shown::request(&alone.request, alone.annotation.as_deref()));
    let mut all: Vec<Shown<'_>> = both.chain(alone).collect();
    all.sort_by_key(|shown| shown.line);
    all
}

impl<'a> Shown<'a> {
    fn request(request: &'a HttpRequest, annotation: Option<&'a Annotation>) -> Shown<'a> {
        let start = Start::Request { method: &request.method };
        Shown { line: request.line, start, headers: &request.headers, body: &request.body, annotation }
    }

    fn response(response: &'a HttpResponse, annotation: Option<&'a Annotation>) -> Shown<'a> {
        let start = Start::Response { status: response.status, reason: &response.reason };
        Shown { line: response.line, start, headers: &response.headers, body: &response.body, annotation }
    }

    pub(super) fn is_request(&self) -> bool {
        matches!(self.start, Start::Request { .. })
    }

    /// Whether this is a request by a method that takes no body.
    pub(super) fn is_read(&self) -> bool {
        let is_read =
            |method: &str| method.eq_ignore_ascii_case("GET") || method.eq_ignore_ascii_case("HEAD");
        matches!(self.start, Start::Request { method } if is_read(method))
    }

    /// The body where it is JSON, or should be; `{Raw bytes of the file}` stands for something else.
    pub(super) fn json(&self) -> Option<&'a JsonText> {
        let json = self.body.json()?;
        let inner = json.text().strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or_default();
        let is_placeholder = inner.starts_with(char::is_alphabetic) && !inner.contains(['"', ':', '\n']);
        (!is_placeholder).then_some(json)
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        let found = self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The line of a header that the message has; that of its start where the line is not found.
    pub(super) fn header_line(&self, source: &Source<'_>, name: &str) -> usize {
        let names_it = |line: &usize| {
            let text = source.line(*line).trim_start_matches([' ', '\t', '>']);
            text.split_once(':').is_some_and(|(found, _)| found.trim_end().eq_ignore_ascii_case(name))
        };
        let behind = self.line + 1..=self.line + self.headers.len() + MOST_BETWEEN;
        behind.into_iter().find(names_it).unwrap_or(self.line)
    }

    /// Whether the page says that the message is shown in part: by its annotation, or in the prose right above it.
    pub(super) fn is_shortened(&self, source: &Source<'_>) -> bool {
        let says_so = |line: usize| {
            let text = source.line(line).to_lowercase();
            SHORTENED.iter().any(|word| text.contains(word))
        };
        self.annotation.is_some_and(|annotation| annotation.flag("truncated"))
            || (self.line.saturating_sub(MOST_ABOVE)..self.line).any(says_so)
    }
}

/// How many lines of a message may stand among its headers and be none: a wrapped URL, blank lines.
const MOST_BETWEEN: usize = 12;
/// How far above a message the sentence stands that says it is shortened: an annotation comes between.
const MOST_ABOVE: usize = 15;
const SHORTENED: [&str; 3] = ["shortened", "truncated for", "for brevity"];
