//! Doc strings and tables: there where a step needs one, JSON where it is meant to be, and nowhere else.

use std::sync::LazyLock;

use cucumber::gherkin::Step;
use regex::Regex;

use super::Fault;
use crate::suite::document::Document;

/// The steps of this crate that take a doc string.
static TAKES_ONE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(r"^(the documented request is sent with the body|the body includes|an existing \S+ with)$")
});
/// Those of them that compare with, or hold, the members of an object.
static NEEDS_OBJECT: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^(the body includes|an existing \S+ with)$"));

/// What is wrong below a step; `is_ours`: it is defined in this crate.
pub(super) fn fault(step: &Step, is_ours: bool) -> Option<Fault> {
    let below = step.position.line + 1;
    match (&step.docstring, is_ours) {
        (Some(docstring), _) => {
            unusable(docstring, below).or_else(|| is_ours.then(|| misplaced(step, docstring)).flatten())
        }
        (None, true) if TAKES_ONE.is_match(&step.value) => Some(Fault::new(
            step.position.line,
            "the step needs a doc string",
            "put one below it: \"\"\"json ... \"\"\"",
        )),
        (None, true) if step.table.is_some() => {
            Some(Fault::new(below, "the step takes no table, so this one would go unread", "leave it out"))
        }
        (None, _) => None,
    }
}

fn unusable(docstring: &str, below: usize) -> Option<Fault> {
    let unusable = Document::read(docstring).err()?;
    Some(Fault::new(below + unusable.line, &unusable.message, unusable.help))
}

fn misplaced(step: &Step, docstring: &str) -> Option<Fault> {
    let below = step.position.line + 1;
    if !TAKES_ONE.is_match(&step.value) {
        let help =
            "leave it out, or write the step that takes one: the documented request is sent with the body";
        return Some(Fault::new(below, "the step takes no doc string, so this one would go unread", help));
    }
    let document = Document::read(docstring).ok()?;
    let is_object =
        document.json().and_then(|value| value.as_object()).is_some_and(|members| !members.is_empty());
    let is_wrong = NEEDS_OBJECT.is_match(&step.value) && !is_object;
    is_wrong
        .then(|| Fault::new(below, "the step needs a JSON object", "give an object with at least one member"))
}
