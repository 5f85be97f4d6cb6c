//! Which documented example a captured exchange belongs to, and what it comes to.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Captured, Lacks};
use crate::contract::{Contract, DocumentedExample, DocumentedRequest, PathTemplate, UrlTemplate};
use crate::exchange::{Likeness, Request, is_of_its_type, likeness, literal_length};
use crate::page::Page;
use crate::verdict::{Code, Judgement, Sent, asks_for_unknown, judge};

/// A captured exchange held to a page.
#[derive(Debug, Default)]
pub struct Verified<'a> {
    /// The example it was held to; `None`: the page documents no such request.
    pub example: Option<&'a DocumentedExample>,
    /// What was found.
    pub judgement: Judgement,
    /// How like the request is to the documented one.
    pub(crate) rank: Option<Rank>,
}

/// Holds an exchange to the example of `name`, or, without a name, to the one that documents it. Where the page shows several
/// answers to its request, any of them may come, and the one that is kept, or broken least, counts.
///
/// What was sent is looked for in the answer where the capture holds the request (decision 10).
#[must_use]
pub fn verify<'a>(contract: &'a Contract, name: Option<&str>, captured: &Captured) -> Verified<'a> {
    let examples: Vec<&DocumentedExample> = match (name, &captured.request) {
        (Some(_), _) | (None, None) => contract.example(name).into_iter().collect(),
        (None, Some(request)) => answering(contract, request, captured.response.status),
    };
    let held = examples.into_iter().map(|example| (example, held_to(contract, example, captured)));
    match held.min_by_key(|(_, judgement)| judgement.violations.len()) {
        Some((example, judgement)) => {
            let rank = captured.request.as_ref().map(|request| Asked::by(request).rank(contract, example));
            Verified { example: Some(example), judgement, rank }
        }
        None => Verified::default(),
    }
}

fn held_to(contract: &Contract, example: &DocumentedExample, captured: &Captured) -> Judgement {
    let sent = captured.request.as_ref().map(|request| Sent {
        body: request.json(),
        key: contract.key(example, UrlTemplate::read(&request.url).path.as_str()),
        known_id: None,
        asks_for_unknown: asks_for_unknown(request),
        is_head: request.method.eq_ignore_ascii_case("HEAD"),
    });
    let mut judgement = judge(example, sent.as_ref(), &captured.response);
    if let Some(request) = captured.request.as_ref() {
        judgement = judgement.owed(example, request);
    }
    if let Some(lacks) = captured.lacks {
        let is_held = |code| lacks == Lacks::Body && matches!(code, Code::Status | Code::Header);
        judgement.violations.retain(|found| is_held(found.code));
        judgement.drift.clear();
    }
    judgement
}

/// The example that documents an exchange, the first where several show an answer to its request.
#[must_use]
pub fn documented<'a>(contract: &'a Contract, captured: &Captured) -> Option<&'a DocumentedExample> {
    let request = captured.request.as_ref()?;
    answering(contract, request, captured.response.status).into_iter().next()
}

/// The examples that document a request: its method and path, and of several the one that spells out the most of the path, then
/// the one that it is most like, else the one with the same status. Others may show another answer to the same request.
fn answering<'a>(contract: &'a Contract, request: &Request, status: u16) -> Vec<&'a DocumentedExample> {
    let asked = Asked::by(request);
    let is_asked = |example: &&DocumentedExample| {
        let same_method = example.request.method.eq_ignore_ascii_case(&request.method);
        same_method
            && is_version(&example.request.url, &asked.url)
            && asked.closeness(contract, example).is_some()
    };
    let likeness =
        |example: &DocumentedExample| (asked.rank(contract, example), example.response.status == status);
    let asked_for = contract.examples.iter().filter(is_asked).map(|example| (likeness(example), example));
    let asked_for: Vec<_> = asked_for.collect();
    // of equals the last is taken, which is the first here
    let Some((most, likest)) = asked_for.iter().rev().max_by_key(|(likeness, _)| likeness) else {
        return Vec::new();
    };
    let is_answer = |(likeness, example): &(_, &DocumentedExample)| {
        likeness == most && asks_the_same(&example.request, &likest.request)
    };
    asked_for.iter().filter(|found| is_answer(found)).map(|(_, example)| *example).collect()
}

/// What makes an example more like a request than another, what counts most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    /// How much of the path it spells out, and that the path is its own.
    closeness: Option<(usize, bool)>,
    /// A JSON body is not that of an example whose body is none.
    is_of_its_kind: bool,
    likeness: Likeness,
    /// How many preferences it shows, of a request that has them all.
    preferred: Option<usize>,
    /// The bodies of both name the same type.
    is_of_its_type: bool,
}

/// A captured request.
struct Asked<'a> {
    request: &'a Request,
    url: UrlTemplate,
    sent: Option<Value>,
}

impl<'a> Asked<'a> {
    fn by(request: &'a Request) -> Asked<'a> {
        Asked { request, url: UrlTemplate::read(&request.url), sent: request.json() }
    }

    fn rank(&self, contract: &Contract, example: &DocumentedExample) -> Rank {
        let (documented, sent) = (&example.request, self.sent.as_ref());
        Rank {
            closeness: self.closeness(contract, example),
            is_of_its_kind: !documented.has_other_body || sent.is_none(),
            likeness: likeness(example, &self.url, sent),
            preferred: shared_preferences(documented, self.request),
            is_of_its_type: is_of_its_type(example, sent),
        }
    }

    fn closeness(&self, contract: &Contract, example: &DocumentedExample) -> Option<(usize, bool)> {
        let listed = contract.operations.iter().filter(|listed| listed.method == example.request.method);
        let listed = listed.map(|listed| (&listed.path, false));
        let paths = std::iter::once((example.request.path(), true)).chain(listed);
        let on_path = paths.filter(|(path, _)| path.matches(self.url.path.as_str()).is_some());
        on_path.map(|(path, is_own)| (literal_length(path), is_own)).max()
    }
}

/// The header by which a client asks for another answer (RFC 7240).
const PREFER: &str = "Prefer";

/// Preferences without the spelling that clients choose.
fn preferences(header: Option<&str>) -> BTreeSet<String> {
    let header = header.unwrap_or_default().to_lowercase().replace([' ', '"'], "");
    header.split([',', ';']).filter(|preference| !preference.is_empty()).map(str::to_string).collect()
}

/// How many preferences a page shows of a request that has them all; `None`: it lacks one.
fn shared_preferences(documented: &DocumentedRequest, asked: &Request) -> Option<usize> {
    let shown = preferences(documented.header(PREFER));
    shown.is_subset(&preferences(asked.header(PREFER))).then_some(shown.len())
}

fn asks_the_same(one: &DocumentedRequest, other: &DocumentedRequest) -> bool {
    let body = |request: &DocumentedRequest| request.body.as_ref().map(|body| body.example.clone());
    one.path().as_str() == other.path().as_str()
        && one.url.query == other.url.query
        && preferences(one.header(PREFER)) == preferences(other.header(PREFER))
        && body(one) == body(other)
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
            .map(|example| (&example.request.method, UrlTemplate::documented(&example.request.url)))
            .collect();
        let lines = page.http_request.iter().filter(|_| has_example);
        let lines = lines.map(|line| (&line.method, UrlTemplate::documented(&line.path)));
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
