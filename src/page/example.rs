//! Pairing documented requests with documented responses.

use std::sync::Arc;

use super::annotation::Annotation;
use super::http::{Body, HttpRequest, HttpResponse};
use super::json::JsonText;
use super::problem::Problem;

/// A documented request and the response the page shows for it.
#[derive(Debug, Clone)]
pub struct Example {
    /// The annotated name of the request, else of the response.
    pub name: Option<String>,
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

/// The messages of a page, paired as they arrive.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    requests: Vec<Asked>,
    examples: Vec<Example>,
}

#[derive(Debug)]
struct Asked {
    request: Arc<HttpRequest>,
    annotation: Option<Arc<Annotation>>,
    answered: bool,
}

impl Pairing {
    pub(super) fn request(&mut self, request: HttpRequest, annotation: Option<Arc<Annotation>>) {
        self.requests.push(Asked { request: Arc::new(request), annotation, answered: false });
    }

    /// Pairs a response by name if both say one, else with the nearest request before it.
    pub(super) fn response(
        &mut self,
        response: HttpResponse,
        annotation: Option<Arc<Annotation>>,
        problems: &mut Vec<Problem>,
    ) {
        let names = annotation.as_deref().map(Annotation::names).unwrap_or_default();
        let by_name =
            self.requests.iter().rposition(|asked| asked.names().iter().any(|name| names.contains(name)));
        let Some(at) = by_name.or_else(|| self.requests.len().checked_sub(1)) else {
            problems.push(Problem::new(response.line, "a response with no request before it"));
            return;
        };
        let asked = &mut self.requests[at];
        asked.answered = true;
        let name = asked.names().first().or(names.first()).map(ToString::to_string);
        self.examples.push(Example {
            name,
            request: asked.request.clone(),
            request_annotation: asked.annotation.clone(),
            response,
            response_annotation: annotation,
        });
    }

    /// Gives the last response a body that stands outside its fence. `false`: there is no such response.
    pub(super) fn set_body(&mut self, text: &str, first_line: usize) -> bool {
        let Some(example) = self.examples.last_mut() else { return false };
        example.response.body = Body::Json(JsonText::read(text.trim_end(), first_line));
        true
    }

    /// The examples; a request that no response answers is a problem.
    pub(super) fn finish(self, problems: &mut Vec<Problem>) -> Vec<Example> {
        let alone = self.requests.iter().filter(|asked| !asked.answered);
        problems.extend(alone.map(|asked| Problem::new(asked.request.line, "a request with no response")));
        self.examples
    }
}

impl Asked {
    fn names(&self) -> Vec<&str> {
        self.annotation.as_deref().map(Annotation::names).unwrap_or_default()
    }
}
