//! The vocabulary of feature files: every step with an example and what it does.
//!
//! A test holds it to the step definitions: each example is one step, and no definition is without one.

use std::collections::HashMap;
use std::sync::LazyLock;

use cucumber::gherkin::{LineCol, Span, Step, StepType};

use super::steps;

/// A step as a writer sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VocabularyStep {
    /// `Given`, `When` or `Then`.
    pub keyword: &'static str,
    /// The step as it stands in a feature file.
    pub example: &'static str,
    /// What stands below it.
    pub below: Below,
    /// What it does.
    pub meaning: &'static str,
}

/// What stands below a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// Nothing.
    Nothing,
    /// A doc string: JSON, or a text where its media type says so.
    DocString,
    /// A doc string that holds JSON.
    Json,
    /// A doc string that holds a JSON object with at least one member.
    Object,
    /// A table of changes: `| property status | "running" |`.
    Changes,
    /// A table of properties and what they are: `| status | "running" |`.
    Matchers,
}

impl Below {
    /// What it is called; `None`: nothing stands there.
    #[must_use]
    pub fn words(self) -> Option<&'static str> {
        match self {
            Below::Nothing => None,
            Below::DocString | Below::Json | Below::Object => Some("doc string"),
            Below::Changes | Below::Matchers => Some("table"),
        }
    }
}

const fn step(
    keyword: &'static str,
    example: &'static str,
    below: Below,
    meaning: &'static str,
) -> VocabularyStep {
    VocabularyStep { keyword, example, below, meaning }
}

const fn given(example: &'static str, below: Below, meaning: &'static str) -> VocabularyStep {
    step("Given", example, below, meaning)
}

const fn when(example: &'static str, below: Below, meaning: &'static str) -> VocabularyStep {
    step("When", example, below, meaning)
}

const fn then(example: &'static str, below: Below, meaning: &'static str) -> VocabularyStep {
    step("Then", example, below, meaning)
}

/// Every step, in the order in which a scenario uses them.
///
/// ```
/// use graph_contract::suite::VOCABULARY;
/// assert!(VOCABULARY.iter().any(|step| step.example == "the response is the documented one"));
/// ```
pub const VOCABULARY: &[VocabularyStep] = &[
    given(
        "the API page \"api/thing-get.md\"",
        Below::Nothing,
        "takes a page below the pages folder under contract; a scenario may take several, and the last one is the one that is meant",
    ),
    given(
        "the documented example \"get_thing\"",
        Below::Nothing,
        "chooses an example of the page by its annotated name, or by its number (2); without it, the first",
    ),
    given(
        "an existing thing",
        Below::Nothing,
        "the resource that the page's path addresses exists: the double is given one from the page; a tenant has the one that variables name, or the first that another page of the scenario lists. The noun is one word, and any word: the path decides what exists (where something is created in another thing, that other)",
    ),
    given("an existing thing with", Below::Object, "the same, holding these properties (double only)"),
    given(
        "5 existing things",
        Below::Nothing,
        "the collection that the page lists has so many members; 0 empties it (double only)",
    ),
    given(
        "an unknown thing",
        Below::Nothing,
        "a key that addresses nothing; where the path goes on behind it (an action, a creation within it), nothing is there either",
    ),
    given(
        "the variable \"thingId\" is \"17\"",
        Below::Nothing,
        "sets a variable; a placeholder of a documented path takes the variable of its name",
    ),
    given("a caller without a token", Below::Nothing, "from here on, requests carry no Authorization"),
    given(
        "a caller with another token",
        Below::Nothing,
        "from here on, requests carry the token in GRAPH_CONTRACT_OTHER_TOKEN; the double takes any",
    ),
    given(
        "the unknown members of enumerations are asked for",
        Below::Nothing,
        "from here on, requests carry `Prefer: include-unknown-enum-members`: an evolvable enumeration is answered with members that stand behind `unknownFutureValue`",
    ),
    given(
        "the service throttles the next 2 requests",
        Below::Nothing,
        "429 with Retry-After (double only); the next request, without a number",
    ),
    given(
        "the service fails the next request",
        Below::Nothing,
        "503 (double only); the next 2 requests, with a number",
    ),
    given(
        "the service delays the next request by 200 milliseconds",
        Below::Nothing,
        "it answers later (double only)",
    ),
    given(
        "the service moves the property \"status\" on to \"running\", \"succeeded\"",
        Below::Nothing,
        "the first read shows the present value, each later one the next of these; a property of an object as `status/state` (double only)",
    ),
    when(
        "the documented request is sent",
        Below::Nothing,
        "the example, its placeholders replaced by conforming values; `the documented request \"get_thing\" is sent` chooses the example, and so does a number, in every step that starts like this",
    ),
    when(
        "the documented request is sent with the body",
        Below::DocString,
        "another body; \"\"\"json is checked, \"\"\"text may be broken on purpose",
    ),
    when(
        "the documented request is sent with the body in \"bodies/thing.json\"",
        Below::Nothing,
        "another body, from a file beside the pages folder: `fixtures/bodies/thing.json` where pages are in `fixtures/pages`",
    ),
    when("the documented request is sent without a body", Below::Nothing, "no body"),
    when(
        "the documented request is sent with the properties",
        Below::Object,
        "the documented body, with these properties replaced or added",
    ),
    when(
        "the documented request is sent without the property \"status\"",
        Below::Nothing,
        "the documented body, with a property left out",
    ),
    when(
        "the documented request is sent with the header \"Prefer\" as \"return=minimal\"",
        Below::Nothing,
        "a header set",
    ),
    when(
        "the documented request is sent without the header \"Content-Type\"",
        Below::Nothing,
        "a header left out",
    ),
    when("the documented request is sent with the method PUT", Below::Nothing, "another method"),
    when(
        "the documented request is sent with the changes",
        Below::Changes,
        "several changes at once, a row each: `property NAME`, `header NAME`, `query NAME`, `method` or `body`, and to what; `absent` leaves it out",
    ),
    when(
        "GET \"/things/{thingId}\" is sent",
        Below::Nothing,
        "any request: a method, and a path below the documented version or a variable that holds a URL of the same service. What a page of the scenario documents is judged by it, and the double knows nothing else: a 404 of a path that none of them lists proves nothing, and is a mistake. A HEAD is answered and judged as GET is, but for the body",
    ),
    when("POST \"/things\" is sent with the body", Below::DocString, "the same with a body"),
    when("the same request is sent again", Below::Nothing, "the last request once more"),
    when(
        "the same request is sent until the property \"status\" is \"succeeded\", within 60 seconds",
        Below::Nothing,
        "the last request, which reads, again and again, with growing pauses or as Retry-After asks, until the property is as said",
    ),
    when(
        "the same request is sent until the status is 200, within 60 seconds",
        Below::Nothing,
        "the same, until the answer has this status, by number or by name: what was created or deleted may take a while to show",
    ),
    when(
        "the property \"id\" is remembered as \"thingId\"",
        Below::Nothing,
        "keeps a property of the last answer as a variable; under the name of a placeholder it addresses the next documented request",
    ),
    when(
        "the header \"Location\" is remembered as \"location\"",
        Below::Nothing,
        "keeps a header of the last answer as a variable",
    ),
    then(
        "the response is the documented one",
        Below::Nothing,
        "everything the page promises: status, headers, media type, every property, what was sent comes back, the addressed id",
    ),
    then(
        "the status is 200",
        Below::Nothing,
        "the status alone, by number or by name (`the status is Not Found`)",
    ),
    then("the header \"Location\" is a URL", Below::Nothing, "one header, by a matcher"),
    then("the body has the documented shape", Below::Nothing, "the body alone"),
    then("the body is", Below::Json, "exactly this JSON, an instant in any spelling"),
    then("there is no body", Below::Nothing, "the answer ends with its headers"),
    then("the body includes", Below::Object, "these members of an object, an instant in any spelling"),
    then("the body includes what was sent", Below::Nothing, "the same, with the body that was sent"),
    then(
        "the property \"status\" is \"running\"",
        Below::Nothing,
        "one property, by a matcher; `error/code` and `value/0/id` name one further inside",
    ),
    then(
        "the properties are",
        Below::Matchers,
        "several properties, a row each: the property, and a matcher",
    ),
    then(
        "the collection has 2 members",
        Below::Nothing,
        "so many members; with fewer on a page of a list that goes on, the scenario is inconclusive",
    ),
    then("the collection has at least 1 member", Below::Nothing, "so many or more; the same"),
    then(
        "every member of the collection has",
        Below::Matchers,
        "what each member's properties are; with no member at all, the scenario is inconclusive",
    ),
    then(
        "some member of the collection has",
        Below::Matchers,
        "one member whose properties are all so; with none on a page of a list that goes on, the scenario is inconclusive",
    ),
    then(
        "nothing else has changed",
        Below::Nothing,
        "read again, the resource holds what was sent and is as before in everything else; only the time of its last change (`lastModifiedDateTime`, `updatedDateTime`) may have moved forward, and a mark of its state (`changeKey`, `eTag`) be another one",
    ),
    then("nothing has changed", Below::Nothing, "the resource is as before"),
    then(
        "the request is refused with status 400",
        Below::Nothing,
        "this status, 400 or above by number or name, and the error object; `and code \"BadRequest\"` behind it asks for its code",
    ),
    then(
        "the request that arrived is the documented one",
        Below::Nothing,
        "method, path, headers, and a body that fits the page, as the double received them (on a tenant: as they were sent)",
    ),
];

/// The step that is defined at a place in this crate's sources.
pub(super) fn entry(file: &str, line: u32) -> Option<&'static VocabularyStep> {
    PLACES.get(&(file, line)).copied()
}

static PLACES: LazyLock<HashMap<(&'static str, u32), &'static VocabularyStep>> = LazyLock::new(|| {
    let place = |entry: &'static VocabularyStep| {
        let defined = steps::find(&gherkin_step(entry.keyword, entry.example)).ok()??;
        defined.location.map(|at| ((at.path, at.line), entry))
    };
    VOCABULARY.iter().filter_map(place).collect()
});

/// A step as the Gherkin parser would give it.
pub(super) fn gherkin_step(keyword: &str, value: &str) -> Step {
    let ty = match keyword {
        "Given" => StepType::Given,
        "When" => StepType::When,
        _ => StepType::Then,
    };
    let (span, position) = (Span { start: 0, end: 0 }, LineCol { line: 0, col: 0 });
    Step {
        keyword: keyword.to_string(),
        ty,
        value: value.to_string(),
        docstring: None,
        table: None,
        span,
        position,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_entry_is_one_step_and_every_definition_has_an_entry() {
        let mut found = std::collections::BTreeSet::new();
        for entry in VOCABULARY {
            let step = gherkin_step(entry.keyword, entry.example);
            let defined = steps::find(&step).unwrap().unwrap_or_else(|| panic!("{}", entry.example));
            let location = defined.location.expect("a definition has a place");
            assert!(found.insert((location.path, location.line)), "{} stands twice", entry.example);
        }
        let sources =
            [include_str!("steps/given.rs"), include_str!("steps/when.rs"), include_str!("steps/then.rs")];
        let attributes = ["#[given(", "#[when(", "#[then("];
        let is_definition = |line: &&str| attributes.iter().any(|attribute| line.starts_with(attribute));
        let defined = sources.iter().flat_map(|source| source.lines()).filter(is_definition).count();
        assert_eq!(found.len(), defined);
    }
}
