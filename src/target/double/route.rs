//! Which documented example a request asks for.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::contract::{Contract, DocumentedExample, PathTemplate, Role, UrlTemplate, fill};
use crate::exchange::{Request, Subject, Variables};

/// Where a request leads.
pub(super) enum Route<'a> {
    /// A documented example, and the path that was asked for with its values.
    Example(&'a DocumentedExample, &'a PathTemplate, Variables),
    /// The path is documented, with these methods.
    OtherMethods(Vec<&'a str>),
    /// No page documents the path.
    Nowhere,
}

/// Of the examples that document the method and the path, one that shows this path itself; of those the one whose query and
/// body are asked for, else the one that the scenario is about, else the first.
pub(super) fn route<'a>(pages: &'a [Subject], request: &Request) -> Route<'a> {
    let asked = UrlTemplate::read(&request.url);
    let path = asked.path.as_str();
    let paths = || pages.iter().flat_map(|page| paths(&page.contract));
    let on_path =
        || paths().filter_map(|(example, template)| Some((example, template, template.matches(path)?)));
    let with_method = on_path().filter(|(example, _, _)| example.request.method == request.method);
    let sent = request.json();
    let likeness = |example: &DocumentedExample, template: &PathTemplate| {
        let is_own = std::ptr::eq(example.request.path(), template);
        let is_meant = pages.iter().any(|page| std::ptr::eq(page.example(), example));
        (is_own, query(&example.request.url) == query(&asked), is_body_of(example, sent.as_ref()), is_meant)
    };
    let likest = with_method
        .reduce(|best, next| if likeness(next.0, next.1) > likeness(best.0, best.1) { next } else { best });
    if let Some((example, template, values)) = likest {
        return Route::Example(example, template, named(values));
    }
    let mut methods: Vec<&str> = on_path().map(|(example, _, _)| example.request.method.as_str()).collect();
    methods.sort_unstable();
    methods.dedup();
    if methods.is_empty() { Route::Nowhere } else { Route::OtherMethods(methods) }
}

/// Every path that an example answers: its own, and the other paths of its method in the HTTP request section.
fn paths(contract: &Contract) -> impl Iterator<Item = (&DocumentedExample, &PathTemplate)> {
    contract.examples.iter().flat_map(|example| {
        let operations =
            contract.operations.iter().filter(|operation| operation.method == example.request.method);
        let others = operations.map(|operation| &operation.path);
        std::iter::once(example.request.path()).chain(others).map(move |path| (example, path))
    })
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

fn named(values: Vec<(&str, String)>) -> Variables {
    values.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}
