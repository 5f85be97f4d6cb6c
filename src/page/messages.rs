//! The HTTP messages of a page, in its order: what a fenced block is, and what belongs to a message outside its block.

use std::sync::Arc;

use super::annotation::Annotation;
use super::element::Fence;
use super::example::{Example, Pairing, Unanswered};
use super::http::{self, Body, Message};
use super::json::JsonText;
use super::problem::Problem;
use super::start_line;

/// Collects messages as they come.
#[derive(Debug, Default)]
pub(super) struct Messages {
    pairing: Pairing,
    awaited: Awaited,
}

/// Whose body may still come, outside its block.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    #[default]
    Nothing,
    /// The last message says that it has one.
    Said(Half),
    /// A bare status line, which the JSON right behind it belongs to.
    Bare,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Request,
    Response,
}

/// Whether a block is an HTTP message.
pub(super) fn is_message(fence: &Fence<'_>, annotation: Option<&Annotation>) -> bool {
    let is_annotated = matches!(annotation.and_then(Annotation::block_type), Some("request" | "response"));
    let is_one_of =
        |languages: &[&str]| languages.iter().any(|name| name.eq_ignore_ascii_case(fence.language()));
    is_annotated
        || is_one_of(&["http", "https", "msgraph-interactive"])
        || (is_one_of(&["", "json", "text"]) && start_line::is_message(&fence.text))
}

impl Messages {
    /// Takes a block that is a message. One block may hold a request and its response.
    pub(super) fn take(
        &mut self,
        line: usize,
        fence: &Fence<'_>,
        annotation: Option<Arc<Annotation>>,
        problems: &mut Vec<Problem>,
    ) {
        self.awaited = Awaited::Nothing;
        let (first, second) = match start_line::response_in(&fence.text) {
            Some((at, lines)) => (&fence.text[..at], Some((&fence.text[at..], fence.first_line + lines))),
            None => (&*fence.text, None),
        };
        match http::read(first, fence.first_line, problems) {
            Some(message) => self.message(message, annotation, problems),
            None => problems.push(Problem::new(line, Problem::NO_MESSAGE)),
        }
        if let Some(message) = second.and_then(|(text, line)| http::read(text, line, problems)) {
            self.message(message, None, problems);
        }
    }

    /// Takes an annotated request of the HTTP request section: a response may answer it, and none has to.
    pub(super) fn take_template(&mut self, fence: &Fence<'_>, annotation: Option<Arc<Annotation>>) {
        self.awaited = Awaited::Nothing;
        if let Some(Message::Request(request)) = http::read(&fence.text, fence.first_line, &mut Vec::new()) {
            self.pairing.template(request, annotation);
        }
    }

    fn message(
        &mut self,
        message: Message,
        annotation: Option<Arc<Annotation>>,
        problems: &mut Vec<Problem>,
    ) {
        match message {
            Message::Request(request) => {
                report_repairs(&request.body, problems);
                let awaits = names_json(&request.headers) && matches!(request.body, Body::None);
                self.awaited = if awaits { Awaited::Said(Half::Request) } else { Awaited::Nothing };
                self.pairing.request(request, annotation);
            }
            Message::Response(response) => {
                report_repairs(&response.body, problems);
                let names_type = http::content_type(&response.headers).is_some();
                let may_come = matches!(response.body, Body::None) && !matches!(response.status, 204 | 304);
                self.awaited = match (may_come, names_type, response.headers.is_empty()) {
                    (true, true, _) => Awaited::Said(Half::Response),
                    (true, _, true) => Awaited::Bare,
                    _ => Awaited::Nothing,
                };
                if !self.pairing.response(response, annotation, problems) {
                    self.awaited = Awaited::Nothing; // what comes late belongs to no example
                }
            }
        }
    }

    /// Takes the JSON behind a message as its body. `false`: the block is something else.
    pub(super) fn take_late_body(
        &mut self,
        line: usize,
        fence: &Fence<'_>,
        problems: &mut Vec<Problem>,
    ) -> bool {
        let is_json = fence.text.trim_start().starts_with(['{', '[']);
        if !is_json && (self.awaited == Awaited::Nothing || start_line::is_message(&fence.text)) {
            return false;
        }
        let taken = is_json && self.set_body(&fence.text, fence.first_line, line, problems);
        self.awaited = Awaited::Nothing;
        taken
    }

    /// The same for JSON that stands there without a block of its own.
    pub(super) fn take_late_text(&mut self, line: usize, source: Option<&str>, problems: &mut Vec<Problem>) {
        let source = source.filter(|_| self.awaited == Awaited::Said(Half::Response));
        if let Some(source) = source {
            self.set_body(source, line, line, problems);
            self.awaited = Awaited::Nothing;
        }
        if self.awaited == Awaited::Bare {
            self.awaited = Awaited::Nothing;
        }
    }

    fn set_body(&mut self, text: &str, first_line: usize, line: usize, problems: &mut Vec<Problem>) -> bool {
        let body = Body::Json(JsonText::read(text.trim_end(), first_line));
        report_repairs(&body, problems);
        let what = match self.awaited {
            Awaited::Nothing => return false,
            Awaited::Said(Half::Request) => {
                self.pairing.set_request_body(body);
                Problem::LATE_REQUEST_BODY
            }
            Awaited::Said(Half::Response) | Awaited::Bare => {
                self.pairing.set_response_body(body);
                Problem::LATE_RESPONSE_BODY
            }
        };
        problems.push(Problem::new(line, what));
        true
    }

    /// Takes a heading: nothing more belongs to the last message, and the next may go by another name.
    pub(super) fn heading(&mut self, text: &str, anchor: Option<&str>) {
        self.awaited = Awaited::Nothing;
        self.pairing.heading(text, anchor);
    }

    /// The examples; a request that no response answers is a problem.
    pub(super) fn finish(self, problems: &mut Vec<Problem>) -> (Vec<Example>, Vec<Unanswered>) {
        self.pairing.finish(problems)
    }
}

fn names_json(headers: &[(String, String)]) -> bool {
    http::content_type(headers).is_some_and(|name| name.to_ascii_lowercase().contains("json"))
}

fn report_repairs(body: &Body, problems: &mut Vec<Problem>) {
    let repairs = body.json().map(JsonText::repairs).unwrap_or_default();
    problems
        .extend(repairs.iter().map(|repair| Problem::new(repair.line, format!("body: {}", repair.message))));
}
