//! The definition that a step of a feature file is one of.

use std::sync::LazyLock;

use cucumber::gherkin::{Step, StepType};
use regex::Regex;

use super::Fault;
use crate::pattern::pattern;
use crate::suite::likeness::closest;
use crate::suite::steps;
use crate::suite::vocabulary::{self, VocabularyStep, gherkin_step};

/// What is known of a step.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Its entry in the vocabulary; `None`: it is not defined in this crate.
    pub(super) entry: Option<&'static VocabularyStep>,
    /// Whether another crate defines it.
    pub(super) is_foreign: bool,
    /// The whole step, and the groups of its pattern by name.
    pub(super) groups: Vec<(Option<String>, String)>,
    /// Nothing defines it, or more than one thing does.
    pub(super) fault: Option<Fault>,
}

impl Found {
    pub(super) fn of(step: &Step) -> Found {
        let fault = match steps::find(step) {
            Ok(Some(defined)) => {
                let entry = defined.location.and_then(|at| vocabulary::entry(at.path, at.line));
                let groups = defined.groups.clone();
                return Found { entry, is_foreign: entry.is_none(), groups, fault: None };
            }
            Ok(None) => (format!("no step is defined for: {}{}", step.keyword, step.value), meant(step)),
            Err(ambiguous) => {
                let message = format!("more than one step is defined for: {}{}", step.keyword, step.value);
                (message, ambiguous.to_string().replace('\n', " "))
            }
        };
        let fault = Some(Fault::new(step.position.line, &fault.0, &fault.1));
        Found { fault, ..Found::default() }
    }

    /// What stands in the group of this name.
    pub(super) fn group(&self, name: &str) -> Option<&str> {
        let found = self.groups.iter().find(|(known, _)| known.as_deref() == Some(name));
        found.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
    }

    /// Whether the step gives values to the placeholders of the page's paths.
    pub(super) fn makes_known(&self) -> bool {
        let words = ["an existing thing", "an existing thing with", "5 existing things", "an unknown thing"];
        self.entry.is_some_and(|entry| words.contains(&entry.example))
    }

    /// Whether the step sends the documented request.
    pub(super) fn sends_documented(&self) -> bool {
        self.entry.is_some_and(|entry| entry.example.starts_with("the documented request is sent"))
    }

    /// Whether it sends the last request until the answer is as said.
    pub(super) fn waits(&self) -> bool {
        self.entry.is_some_and(|entry| entry.example.starts_with("the same request is sent until"))
    }

    /// Whether it looks at what is in the body of the last answer.
    pub(super) fn asks_of_body(&self) -> bool {
        let words = ["the body", "the propert", "the collection", "every member", "some member"];
        let waits = "the same request is sent until the property";
        let asks_for_code = |entry: &VocabularyStep| {
            entry.example.starts_with("the request is refused") && self.group("code").is_some()
        };
        self.entry.is_some_and(|entry| {
            let is_about_body = words.iter().any(|words| entry.example.starts_with(words));
            is_about_body || entry.example.starts_with(waits) || asks_for_code(entry)
        })
    }

    /// Whether the step means something only with a page under contract: all do, but those about variables and the caller.
    pub(super) fn needs_page(&self) -> bool {
        let is_free = |entry: &VocabularyStep| {
            entry.keyword == "Given"
                && (entry.example.starts_with("the variable") || entry.example.starts_with("a caller"))
        };
        !self.entry.is_some_and(is_free)
    }
}

/// A step whose texts in single quotes stand in double ones.
fn in_double_quotes(step: &str) -> String {
    static TEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(^|\s)'([^'"]*)'"#));
    TEXT.replace_all(step, "$1\"$2\"").into_owned()
}

/// What the writer of a step that is none may have meant.
fn meant(step: &Step) -> String {
    let keyword = match step.ty {
        StepType::Given => "Given",
        StepType::When => "When",
        StepType::Then => "Then",
    };
    let is_step =
        |other: &&'static str| matches!(steps::find(&gherkin_step(other, &step.value)), Ok(Some(_)));
    if let Some(other) = ["Given", "When", "Then"].into_iter().find(is_step) {
        return format!("it is a step that starts with {other}: write {other} {}", step.value);
    }
    let quoted = in_double_quotes(&step.value);
    if quoted != step.value && matches!(steps::find(&gherkin_step(keyword, &quoted)), Ok(Some(_))) {
        return format!("texts stand in double quotes: write {keyword} {quoted}");
    }
    match closest(keyword, &step.value).as_slice() {
        [] => format!(
            "`graph-contract steps` lists the steps; none that starts with {keyword} is like this one"
        ),
        like => format!("did you mean: {}", like.join(", or: ")),
    }
}
