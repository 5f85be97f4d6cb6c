//! Which documented example a request asks for: the double answers by it, and a scenario judges by it.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::contract::{DocumentedExample, PathTemplate, Role, UrlTemplate, fill};

use super::target::Subject;

/// Where a request leads.
pub(crate) enum Route<'a> {
    /// A documented example, the documented path that was asked for, and that path with its values.
    Example(Subject, &'a PathTemplate, String),
    /// The path is documented, with these methods.
    OtherMethods(Vec<&'a str>),
    /// No page documents the path.
    Nowhere,
}

/// Of the examples that document the method and the path, one that spells out the most of it; of those one that shows this path
/// itself; of those the one whose query and body are asked for, else the one that the scenario is about, else the first. What
/// documents a GET documents a HEAD, too, where nothing else does.
pub(crate) fn route<'a>(pages: &'a [Subject], method: &str, url: &str, sent: Option<&Value>) -> Route<'a> {
    let asked = UrlTemplate::read(url);
    let path = asked.path.as_str();
    let on_path: Vec<OnPath<'a>> = pages.iter().flat_map(|page| OnPath::of(page, path)).collect();
    let is_of = |found: &OnPath<'_>, method: &str| found.example().request.method == method;
    let is_documented = on_path.iter().any(|found| is_of(found, method));
    let method = if method == "HEAD" && !is_documented { "GET" } else { method };
    let with_method = on_path.iter().filter(|found| is_of(found, method));
    let likest = with_method.reduce(|best, next| {
        if next.likeness(&asked, sent) > best.likeness(&asked, sent) { next } else { best }
    });
    if let Some(OnPath { page, at, template, path }) = likest {
        return Route::Example(Subject { example: *at, ..(*page).clone() }, template, path.clone());
    }
    let mut methods: Vec<&str> =
        on_path.iter().map(|found| found.page.contract.examples[found.at].request.method.as_str()).collect();
    methods.sort_unstable();
    methods.dedup();
    if methods.is_empty() { Route::Nowhere } else { Route::OtherMethods(methods) }
}

/// An example on one of whose paths a request is: its own path, or one of its method in the HTTP request section.
struct OnPath<'a> {
    page: &'a Subject,
    at: usize,
    template: &'a PathTemplate,
    path: String,
}

impl<'a> OnPath<'a> {
    fn of(page: &'a Subject, path: &str) -> Vec<OnPath<'a>> {
        let contract = &page.contract;
        let paths = contract.examples.iter().enumerate().flat_map(|(at, example)| {
            let own = example.request.path();
            let of_method = contract.operations.iter().filter(|one| one.method == example.request.method);
            let listed =
                of_method.map(|operation| &operation.path).filter(move |path| path.as_str() != own.as_str());
            std::iter::once(own).chain(listed).map(move |template| (at, template))
        });
        let found = paths.filter_map(|(at, template)| {
            let path = template.fill_in_order(&template.matches(path)?);
            Some(OnPath { page, at, template, path })
        });
        found.collect()
    }

    fn example(&self) -> &DocumentedExample {
        &self.page.contract.examples[self.at]
    }

    /// What counts, the first most: how much of the path it spells out, that the path is its own, what it asks for, that the
    /// scenario is about it, and that its body names the very type.
    fn likeness(&self, asked: &UrlTemplate, sent: Option<&Value>) -> (usize, bool, Likeness, bool, bool) {
        let example = self.example();
        let is_own = std::ptr::eq(example.request.path(), self.template);
        let about = self.page.example == self.at;
        let likeness = likeness(example, asked, sent);
        (literal_length(self.template), is_own, likeness, about, is_of_its_type(example, sent))
    }
}

/// How much stands in a path beside its placeholders: `/things/delta` is more like itself than `/things/{id}` is.
pub(crate) fn literal_length(path: &PathTemplate) -> usize {
    let names: usize = path.placeholders().iter().map(|name| name.len() + "{}".len()).sum();
    path.as_str().len().saturating_sub(names)
}

/// Whether a request has the query of an example, its body, and no body of another type than its body names.
pub(crate) type Likeness = (bool, bool, bool);

/// How like a request on the path of an example is to it, what counts most first.
pub(crate) fn likeness(example: &DocumentedExample, asked: &UrlTemplate, sent: Option<&Value>) -> Likeness {
    (
        query(&example.request.url) == query(asked),
        is_body_of(example, sent),
        !is_of_another_type(example, sent),
    )
}

/// A query without the spelling that clients choose: decoded, and without spaces.
fn query(url: &UrlTemplate) -> Option<String> {
    let query = percent_decode_str(url.query.as_deref()?).decode_utf8_lossy();
    Some(query.chars().filter(|c| !c.is_whitespace()).collect())
}

fn is_body_of(example: &DocumentedExample, sent: Option<&Value>) -> bool {
    let documented = example.request.body.as_ref();
    documented.map(|body| fill(&body.example, &body.shape, &body.types, Role::Sent)).as_ref() == sent
}

/// Whether a body names its type, and the example's body names another one.
pub(crate) fn is_of_another_type(example: &DocumentedExample, sent: Option<&Value>) -> bool {
    let (shown, sent) = types(example, sent);
    shown.is_some() && sent.is_some() && shown != sent
}

/// Whether both name the same type.
pub(crate) fn is_of_its_type(example: &DocumentedExample, sent: Option<&Value>) -> bool {
    let (shown, sent) = types(example, sent);
    shown.is_some() && shown == sent
}

/// The types that the example's body and another one name.
fn types<'a>(example: &'a DocumentedExample, sent: Option<&'a Value>) -> (Option<&'a str>, Option<&'a str>) {
    fn named(body: &Value) -> Option<&str> {
        Some(body.get("@odata.type")?.as_str()?.trim_start_matches('#'))
    }
    let shown = example.request.body.as_ref().and_then(|body| named(&body.example));
    (shown, sent.and_then(named))
}
