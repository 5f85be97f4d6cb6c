//! Steps that make no sense for the example at hand, which its page tells before anything is sent.

use cucumber::gherkin::Step;

use super::Fault;
use super::found::Found;
use crate::contract::DocumentedExample;

/// What makes no sense; `method`: that of the last request, when one was sent.
pub(super) fn fault(
    step: &Step,
    found: &Found,
    example: &DocumentedExample,
    method: Option<&str>,
) -> Option<Fault> {
    let is = |words: &str| found.entry.is_some_and(|entry| entry.example.starts_with(words));
    let (message, help) = if is("5 existing things") && !example.is_list() {
        let message = "the documented example lists no collection, so there is none to hold so many";
        (message.to_string(), "take a page that documents a list")
    } else if is("an unknown thing") && example.request.path().last_key().is_none() {
        let message = "the documented path has no placeholder of its own between slashes, so there is no key that could be unknown";
        (message.to_string(), "leave the step out for this page")
    } else if let Some(property) = found.group("moving").filter(|name| !example.response.may_have(name)) {
        let message = format!("the page documents no property {property} that could move on");
        (message, "name a property that the documented answer shows")
    } else if found.waits() && method.is_some_and(|method| !reads(method)) {
        let message =
            "the last request does not read, and sending it again and again would do its work each time";
        (message.to_string(), "read the resource first, and send that request until it is so")
    } else if method == Some("HEAD") && found.asks_of_body() {
        let message = "the answer to HEAD has no body, so there is nothing in it to look at";
        (message.to_string(), "send GET instead, or ask for the status and the headers")
    } else {
        return None;
    };
    Some(Fault::new(step.position.line, &message, help))
}

fn reads(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}
