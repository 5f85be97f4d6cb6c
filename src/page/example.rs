//! Pairing documented requests with documented responses.

use std::collections::HashMap;
use std::sync::Arc;

use super::annotation::Annotation;
use super::http::{Body, HttpRequest, HttpResponse};
use super::problem::Problem;

/// A documented request and the response the page shows for it.
#[derive(Debug, Clone)]
pub struct Example {
    /// The annotated name of the request, else of the response.
    pub name: Option<String>,
    /// What the heading above the example calls it: "Create a list" of "Example 2: Create a list".
    pub heading: Option<String>,
    /// The request.
    pub request: Arc<HttpRequest>,
    /// The request's annotation; `None`: the fence has none.
    pub request_annotation: Option<Arc<Annotation>>,
    /// The response.
    pub response: HttpResponse,
    /// The response's annotation; `None`: the fence has none.
    pub response_annotation: Option<Arc<Annotation>>,
}

impl Example {
    /// Whether both halves are annotated, as a request and a response.
    #[must_use]
    pub fn is_annotated(&self) -> bool {
        let says = |annotation: &Option<Arc<Annotation>>, block: &str| {
            annotation.as_deref().and_then(Annotation::block_type).is_some_and(|found| found == block)
        };
        says(&self.request_annotation, "request") && says(&self.response_annotation, "response")
    }
}

/// A documented request that no response answers.
#[derive(Debug, Clone)]
pub struct Unanswered {
    /// The request.
    pub request: HttpRequest,
    /// Its annotation; `None`: the fence has none.
    pub annotation: Option<Arc<Annotation>>,
}

/// The messages of a page, paired as they arrive.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    requests: Vec<Asked>,
    /// The last request of each name.
    by_name: HashMap<String, usize>,
    answers: Vec<Answered>,
    /// What the last heading calls the example under it.
    heading: Option<String>,
}

#[derive(Debug)]
struct Asked {
    request: HttpRequest,
    heading: Option<String>,
    annotation: Option<Arc<Annotation>>,
    /// Nothing is missing where no response comes.
    answered: bool,
}

#[derive(Debug)]
struct Answered {
    response: HttpResponse,
    annotation: Option<Arc<Annotation>>,
    /// The requests it answers, in their order; several where it names several.
    to: Vec<usize>,
}

impl Pairing {
    pub(super) fn request(&mut self, request: HttpRequest, annotation: Option<Arc<Annotation>>) {
        self.ask(Asked { request, heading: self.heading.clone(), annotation, answered: false });
    }

    /// A request that needs no response: a line of the HTTP request section.
    pub(super) fn template(&mut self, request: HttpRequest, annotation: Option<Arc<Annotation>>) {
        self.ask(Asked { request, heading: None, annotation, answered: true });
    }

    /// Takes a heading; those of the two halves of an example name none.
    pub(super) fn heading(&mut self, text: &str, anchor: Option<&str>) {
        let word = anchor.unwrap_or(text).trim();
        if !begins(word, "request") && !begins(word, "response") {
            self.heading = example_name(text).map(str::to_string);
        }
    }

    fn ask(&mut self, asked: Asked) {
        let names = names(asked.annotation.as_deref()).into_iter().map(str::to_string);
        self.by_name.extend(names.map(|name| (name, self.requests.len())));
        self.requests.push(asked);
    }

    /// Pairs a response with each request that it names, else with the nearest before it. `false`: there is none.
    pub(super) fn response(
        &mut self,
        response: HttpResponse,
        annotation: Option<Arc<Annotation>>,
        problems: &mut Vec<Problem>,
    ) -> bool {
        let to = self.asked_by(annotation.as_deref());
        if to.is_empty() {
            problems.push(Problem::new(response.line, Problem::UNASKED));
            return false;
        }
        to.iter().for_each(|at| self.requests[*at].answered = true);
        self.answers.push(Answered { response, annotation, to });
        true
    }

    fn asked_by(&self, annotation: Option<&Annotation>) -> Vec<usize> {
        let mut named: Vec<usize> =
            names(annotation).into_iter().filter_map(|name| self.by_name.get(name).copied()).collect();
        named.sort_unstable();
        named.dedup();
        let nearest = || self.requests.len().checked_sub(1).into_iter().collect();
        if named.is_empty() { nearest() } else { named }
    }

    /// Gives the last request a body that stands outside its fence.
    pub(super) fn set_request_body(&mut self, body: Body) {
        if let Some(asked) = self.requests.last_mut() {
            asked.request.body = body;
        }
    }

    /// Gives the last response a body that stands outside its fence.
    pub(super) fn set_response_body(&mut self, body: Body) {
        if let Some(answered) = self.answers.last_mut() {
            answered.response.body = body;
        }
    }

    /// The examples, and the requests that no response answers, which are problems.
    pub(super) fn finish(self, problems: &mut Vec<Problem>) -> (Vec<Example>, Vec<Unanswered>) {
        if self.requests.is_empty() {
            return Default::default(); // as on pages of types
        }
        let alone = self.requests.iter().filter(|asked| !asked.answered);
        let alone = alone.map(|Asked { request, annotation, .. }| Unanswered {
            request: request.clone(),
            annotation: annotation.clone(),
        });
        let alone: Vec<Unanswered> = alone.collect();
        problems.extend(alone.iter().map(|alone| Problem::new(alone.request.line, Problem::UNANSWERED)));
        let requests: Vec<_> = self
            .requests
            .into_iter()
            .map(|asked| (Arc::new(asked.request), asked.annotation, asked.heading))
            .collect();
        let example = |response: HttpResponse, response_annotation: Option<Arc<Annotation>>, to: usize| {
            let (request, request_annotation, heading) = requests[to].clone();
            let own_names = names(request_annotation.as_deref());
            let name =
                own_names.first().or(names(response_annotation.as_deref()).first()).map(ToString::to_string);
            Example { name, heading, request, request_annotation, response, response_annotation }
        };
        let answers = self.answers.into_iter().flat_map(|Answered { response, annotation, to }| {
            let halves = std::iter::repeat_n((response, annotation), to.len());
            halves.zip(to).map(|((response, annotation), to)| example(response, annotation, to))
        });
        (answers.collect(), alone)
    }
}

/// `Create a list` of "Example 2: Create a list"; `None`: the heading says no more than that examples follow.
fn example_name(heading: &str) -> Option<&str> {
    let text = heading.trim();
    let rest = ["examples", "example"].iter().find(|word| begins(text, word)).map(|word| &text[word.len()..]);
    let name = rest
        .map_or(text, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || " :.-–—)(".contains(c)));
    (!name.is_empty()).then_some(name)
}

/// Whether a text begins with a word of ASCII letters, ignoring case.
fn begins(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn names(annotation: Option<&Annotation>) -> Vec<&str> {
    annotation.map(Annotation::names).unwrap_or_default()
}
