//! Which documented example a captured exchange belongs to, and what it comes to.

use super::Captured;
use crate::contract::{Contract, DocumentedExample, UrlTemplate};
use crate::verdict::{Judgement, Sent, judge};

/// A captured exchange held to a page.
#[derive(Debug)]
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
        key: key(example, &request.url),
        known_id: None,
    });
    let judgement =
        example.map(|example| judge(example, sent.as_ref(), &captured.response)).unwrap_or_default();
    Verified { example, judgement }
}

/// The example that documents an exchange: its method and path, and of several the one with the same status.
#[must_use]
pub fn documented<'a>(contract: &'a Contract, captured: &Captured) -> Option<&'a DocumentedExample> {
    let request = captured.request.as_ref()?;
    let asked = UrlTemplate::read(&request.url);
    let is_asked = |example: &&DocumentedExample| {
        let on_path = |path: &crate::contract::PathTemplate| path.matches(asked.path.as_str()).is_some();
        let same_method = example.request.method.eq_ignore_ascii_case(&request.method);
        same_method && (on_path(example.request.path()) || by_operation(contract, example, &on_path))
    };
    let documented = || contract.examples.iter().filter(is_asked);
    documented()
        .find(|example| example.response.status == captured.response.status)
        .or_else(|| documented().next())
}

/// The HTTP request section may give one example several paths.
fn by_operation(
    contract: &Contract,
    example: &DocumentedExample,
    on_path: &impl Fn(&crate::contract::PathTemplate) -> bool,
) -> bool {
    let operations =
        contract.operations.iter().filter(|operation| operation.method == example.request.method);
    operations.into_iter().any(|operation| on_path(&operation.path))
}

fn key(example: &DocumentedExample, url: &str) -> Option<String> {
    let path = example.request.path();
    let key = path.key()?;
    let asked = UrlTemplate::read(url);
    let values = path.matches(asked.path.as_str())?;
    values.into_iter().find(|(name, _)| *name == key).map(|(_, value)| value)
}
