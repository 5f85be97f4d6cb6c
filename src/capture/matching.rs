//! Which documented example a captured exchange belongs to, and what it comes to.

use super::{Captured, Lacks};
use crate::contract::{Contract, DocumentedExample, PathTemplate, UrlTemplate};
use crate::exchange::{likeness, literal_length};
use crate::page::Page;
use crate::verdict::{Code, Judgement, Sent, asks_for_unknown, judge};

/// A captured exchange held to a page.
#[derive(Debug, Default)]
pub struct Verified<'a> {
    /// The example it was held to; `None`: the page documents no such request.
    pub example: Option<&'a DocumentedExample>,
    /// What was found.
    pub judgement: Judgement,
}

/// Holds an exchange to the example of `name`, or, without a name, to the one that documents it.
///
/// What was sent is looked for in the answer where the capture holds the request (decision 10).
#[must_use]
pub fn verify<'a>(contract: &'a Contract, name: Option<&str>, captured: &Captured) -> Verified<'a> {
    let example = match (name, &captured.request) {
        (Some(_), _) | (None, None) => contract.example(name),
        (None, Some(_)) => documented(contract, captured),
    };
    let sent = captured.request.as_ref().zip(example).map(|(request, example)| Sent {
        body: request.json(),
        key: contract.key(example, UrlTemplate::read(&request.url).path.as_str()),
        known_id: None,
        asks_for_unknown: asks_for_unknown(request),
    });
    let mut judgement =
        example.map(|example| judge(example, sent.as_ref(), &captured.response)).unwrap_or_default();
    if let Some((example, request)) = example.zip(captured.request.as_ref()) {
        judgement = judgement.owed(example, request);
    }
    if let Some(lacks) = captured.lacks {
        let is_held = |code| lacks == Lacks::Body && matches!(code, Code::Status | Code::Header);
        judgement.violations.retain(|found| is_held(found.code));
        judgement.drift.clear();
    }
    Verified { example, judgement }
}

/// The example that documents an exchange: its method and path, and of several the one that spells out the most of the path, then
/// the one that it is most like, else the one with the same status.
#[must_use]
pub fn documented<'a>(contract: &'a Contract, captured: &Captured) -> Option<&'a DocumentedExample> {
    let request = captured.request.as_ref()?;
    let asked = UrlTemplate::read(&request.url);
    let closeness = |example: &DocumentedExample| {
        let listed = contract.operations.iter().filter(|listed| listed.method == example.request.method);
        let listed = listed.map(|listed| (&listed.path, false));
        let paths = std::iter::once((example.request.path(), true)).chain(listed);
        let on_path = paths.filter(|(path, _)| path.matches(asked.path.as_str()).is_some());
        on_path.map(|(path, is_own)| (literal_length(path), is_own)).max()
    };
    let is_asked = |example: &&DocumentedExample| {
        let same_method = example.request.method.eq_ignore_ascii_case(&request.method);
        same_method && is_version(&example.request.url, &asked) && closeness(example).is_some()
    };
    let sent = request.json();
    let likeness = |example: &&DocumentedExample| {
        let same_status = example.response.status == captured.response.status;
        (closeness(example), likeness(example, &asked, sent.as_ref()), same_status)
    };
    contract.examples.iter().filter(is_asked).rev().max_by_key(likeness) // of equals the last is taken, which is the first here
}

/// What a page documents, as far as it takes to find the page of a request: a folder holds thousands, and deriving the contract
/// of each would take long.
#[derive(Debug)]
pub struct Documented {
    urls: Vec<UrlTemplate>,
    paths: Vec<(String, PathTemplate)>,
}

impl Documented {
    /// What `page` documents; nothing where it has no example to hold an exchange to.
    #[must_use]
    pub fn by(page: &Page) -> Documented {
        let has_example = !page.examples.is_empty();
        let shown: Vec<_> = page
            .examples
            .iter()
            .map(|example| (&example.request.method, UrlTemplate::read(&example.request.url)))
            .collect();
        let lines = page.http_request.iter().filter(|_| has_example);
        let lines = lines.map(|line| (&line.method, UrlTemplate::read(&line.path)));
        let paths = lines.chain(shown.clone()).map(|(method, url)| (method.clone(), url.path)).collect();
        Documented { urls: shown.into_iter().map(|(_, url)| url).collect(), paths }
    }

    /// How closely: the longer what stands in a path beside its placeholders, the closer. `None`: not at all.
    #[must_use]
    pub fn closeness(&self, method: &str, asked: &UrlTemplate) -> Option<usize> {
        let path = asked.path.as_str();
        let is_asked = |(known, template): &&(String, PathTemplate)| {
            known.eq_ignore_ascii_case(method) && template.matches(path).is_some()
        };
        let closest =
            self.paths.iter().filter(is_asked).map(|(_, template)| literal_length(template)).max()?;
        self.urls.iter().any(|url| is_version(url, asked)).then_some(closest)
    }
}

/// Where both say a version it is the same.
fn is_version(documented: &UrlTemplate, asked: &UrlTemplate) -> bool {
    match (&documented.version, &asked.version) {
        (Some(documented), Some(asked)) => documented.eq_ignore_ascii_case(asked),
        _ => true,
    }
}
