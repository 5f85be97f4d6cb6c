//! The vocabulary of feature files: every step with an example and what it does.
//!
//! A test holds it to the step definitions: each example is one step, and no definition is without one.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// A step as a writer sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VocabularyStep {
    /// `Given`, `When` or `Then`.
    pub keyword: &'static str,
    /// The step as it stands in a feature file.
    pub example: &'static str,
    /// Whether a doc string follows it.
    pub doc_string: bool,
    /// What it does.
    pub meaning: &'static str,
}

const fn step(keyword: &'static str, example: &'static str, meaning: &'static str) -> VocabularyStep {
    VocabularyStep { keyword, example, doc_string: false, meaning }
}

const fn with_doc_string(
    keyword: &'static str,
    example: &'static str,
    meaning: &'static str,
) -> VocabularyStep {
    VocabularyStep { keyword, example, doc_string: true, meaning }
}

/// Every step, in the order in which a scenario uses them.
///
/// ```
/// use graph_contract::suite::VOCABULARY;
/// assert!(VOCABULARY.iter().any(|step| step.example == "the response is the documented one"));
/// ```
pub const VOCABULARY: &[VocabularyStep] = &[
    step("Given", "the API page \"api/thing-get.md\"", "takes a page below the pages folder under contract"),
    step(
        "Given",
        "the documented example \"get_thing\"",
        "chooses an example of the page by its annotated name, or by its number (2); without it, the first",
    ),
    step(
        "Given",
        "an existing thing",
        "the resource that the page's path addresses exists: the double is given one from the page, a tenant has the one that variables name",
    ),
    with_doc_string("Given", "an existing thing with", "the same, holding these properties (double only)"),
    step("Given", "an unknown thing", "a key that addresses nothing"),
    step(
        "When",
        "the documented request is sent",
        "the example, its placeholders replaced by conforming values",
    ),
    with_doc_string(
        "When",
        "the documented request is sent with the body",
        "another body; \"\"\"json is checked, \"\"\"text may be broken on purpose",
    ),
    step("When", "the documented request is sent without a body", "no body"),
    step(
        "When",
        "the documented request is sent with the header \"Prefer\" as \"return=minimal\"",
        "a header set",
    ),
    step("When", "the documented request is sent without the header \"Content-Type\"", "a header left out"),
    step("When", "the documented request is sent with the method PUT", "another method"),
    step(
        "Then",
        "the response is the documented one",
        "everything the page promises: status, headers, media type, every property, what was sent comes back, the addressed id",
    ),
    step("Then", "the status is 200", "the status alone"),
    step("Then", "the header \"Location\" is \"https://example.org/1\"", "one header"),
    step("Then", "the body has the documented shape", "the body alone"),
    with_doc_string("Then", "the body includes", "these members of an object, an instant in any spelling"),
    step("Then", "the body includes what was sent", "the same, with the body that was sent"),
    step(
        "Then",
        "the property \"status\" is \"running\"",
        "one property's value; a number, true, false or null stands without quotes",
    ),
    step("Then", "the property \"createdDateTime\" is a timestamp", "RFC 3339"),
    step("Then", "the property \"status\" is one of its documented values", "its listed members"),
    step(
        "Then",
        "nothing else has changed",
        "read again, the resource holds what was sent and is as before in everything else",
    ),
    step("Then", "nothing has changed", "the resource is as before"),
    step("Then", "the request is refused with status 400", "this status, 400 or above, and the error object"),
    step(
        "Then",
        "the request that arrived is the documented one",
        "method, path, headers and body, as the double received them (on a tenant: as they were sent)",
    ),
];

/// The vocabulary as text for a terminal.
#[must_use]
pub fn vocabulary_text() -> String {
    let mut text = String::new();
    for step in VOCABULARY {
        let doc_string = if step.doc_string { "  + doc string" } else { "" };
        let _ = writeln!(text, "{} {}{doc_string}\n    {}", step.keyword, step.example, step.meaning);
    }
    text
}

/// The vocabulary as a Markdown page: `docs/steps.md`.
#[must_use]
pub fn vocabulary_markdown() -> String {
    let mut text = String::from(
        "# Steps\n\nPrinted by `graph-contract steps --format markdown`. Words in quotes, numbers and `thing` are examples: write your own.\n",
    );
    for keyword in ["Given", "When", "Then"] {
        let _ = writeln!(text, "\n## {keyword}\n\n| step | what it does |\n|---|---|");
        for step in VOCABULARY.iter().filter(|step| step.keyword == keyword) {
            let doc_string = if step.doc_string { " + doc string" } else { "" };
            let _ = writeln!(text, "| `{}`{doc_string} | {} |", step.example, step.meaning);
        }
    }
    text
}

/// The vocabulary as JSON, one object a step.
#[must_use]
pub fn vocabulary_json() -> Value {
    let steps = VOCABULARY.iter().map(|step| {
        json!({"keyword": step.keyword, "example": step.example, "doc_string": step.doc_string, "meaning": step.meaning})
    });
    steps.collect()
}

/// How much of a step must be alike to be what its writer may have meant.
const LIKE: f64 = 0.6;

/// The steps of a keyword that are most like a text that is none, the likest first; `Given the API page "a.md"`.
pub(super) fn closest(keyword: &str, text: &str) -> Vec<String> {
    let of_keyword = VOCABULARY.iter().filter(|step| step.keyword == keyword);
    let mut like: Vec<(f64, &VocabularyStep)> = of_keyword
        .map(|step| (strsim::normalized_damerau_levenshtein(&words(step.example), &words(text)), step))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .collect();
    like.sort_by(|one, other| other.0.total_cmp(&one.0));
    like.into_iter().take(2).map(|(_, step)| format!("{} {}", step.keyword, step.example)).collect()
}

/// A step without what its writer chooses: quoted words and numbers.
fn words(step: &str) -> String {
    let parts = step.split('"').enumerate().map(|(at, part)| if at % 2 == 0 { part } else { "" });
    parts.collect::<Vec<_>>().join("\"").replace(|c: char| c.is_ascii_digit(), "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use cucumber::World as _;
    use cucumber::gherkin::{Feature, GherkinEnv};

    use crate::suite::World;

    #[test]
    fn every_entry_is_one_step_and_every_definition_has_an_entry() {
        let steps = World::collection();
        let mut found = std::collections::BTreeSet::new();
        for entry in VOCABULARY {
            let text = format!("Feature: a\n  Scenario: b\n    {} {}\n", entry.keyword, entry.example);
            let feature = Feature::parse(text, GherkinEnv::default()).unwrap();
            let step = &feature.scenarios[0].steps[0];
            let (_, _, location, _) =
                steps.find(step).unwrap().unwrap_or_else(|| panic!("{}", entry.example));
            let location = location.expect("a definition has a place");
            assert!(found.insert((location.path, location.line)), "{} stands twice", entry.example);
        }
        let sources =
            [include_str!("steps/given.rs"), include_str!("steps/when.rs"), include_str!("steps/then.rs")];
        let attributes = ["#[given(", "#[when(", "#[then("];
        let is_definition = |line: &&str| attributes.iter().any(|attribute| line.starts_with(attribute));
        let defined = sources.iter().flat_map(|source| source.lines()).filter(is_definition).count();
        assert_eq!(found.len(), defined);
    }

    #[test]
    fn what_is_meant_is_what_is_most_alike() {
        assert_eq!(
            closest("When", "the documented request is send")[0],
            "When the documented request is sent"
        );
        assert_eq!(
            closest("Then", "property \"colour\" is timestamp")[0],
            "Then the property \"createdDateTime\" is a timestamp"
        );
        assert!(closest("Given", "it rains").is_empty());
    }
}
