//! What can be known to be wrong before anything is sent: steps, doc strings, pages.

use std::sync::LazyLock;

use cucumber::World as _;
use cucumber::gherkin::{self, Feature, Step, StepType};
use cucumber::step::Collection;
use regex::Regex;

use super::document::Document;
use super::features::{path_of, scenarios};
use super::world::World;
use crate::library::Library;
use crate::report::InputError;

/// How the steps of `steps::given` name a page and an example; a test holds the two together.
static PAGE: LazyLock<Regex> = LazyLock::new(|| pattern(super::steps::PAGE));
static EXAMPLE: LazyLock<Regex> = LazyLock::new(|| pattern(super::steps::EXAMPLE));

/// Steps that compare with, or hold, the members of an object.
static NEEDS_OBJECT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(the body includes|an existing \S+ with)$"));

fn is_object(document: &Document) -> bool {
    document.json().and_then(|value| value.as_object()).is_some_and(|members| !members.is_empty())
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern written here")
}

/// Checks every chosen scenario.
pub(super) fn check(features: &[Feature], library: &Library) -> Vec<InputError> {
    let steps = World::collection();
    let mut errors = Vec::new();
    for feature in features {
        for (rule, scenario) in scenarios(feature) {
            let checking = Checking { path: path_of(feature), library, steps: &steps };
            checking.scenario(&all_steps(feature, rule, scenario), scenario, &mut errors);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    errors.retain(|error: &InputError| seen.insert((error.path.clone(), error.line, error.message.clone())));
    errors
}

fn all_steps<'a>(
    feature: &'a Feature,
    rule: Option<&'a gherkin::Rule>,
    scenario: &'a gherkin::Scenario,
) -> Vec<&'a Step> {
    let backgrounds = feature.background.iter().chain(rule.and_then(|rule| rule.background.as_ref()));
    backgrounds.flat_map(|background| &background.steps).chain(&scenario.steps).collect()
}

struct Checking<'a> {
    path: String,
    library: &'a Library,
    steps: &'a Collection<World>,
}

impl Checking<'_> {
    fn scenario(&self, steps: &[&Step], scenario: &gherkin::Scenario, errors: &mut Vec<InputError>) {
        if !steps.iter().any(|step| step.ty == StepType::Then) {
            let message = format!("the scenario \"{}\" checks nothing", scenario.name);
            errors.push(self.error(scenario.position.line, &message, "add a Then step"));
        }
        let mut page = None;
        for step in steps {
            errors.extend(self.known(step));
            errors.extend(self.doc_string(step));
            if let Some(found) = PAGE.captures(&step.value).filter(|_| step.ty == StepType::Given) {
                page = Some(found[1].to_string());
            }
            errors.extend(self.documented(step, page.as_deref()));
        }
    }

    fn known(&self, step: &Step) -> Option<InputError> {
        let line = step.position.line;
        let text = format!("{}{}", step.keyword, step.value);
        match self.steps.find(step) {
            Ok(Some(_)) => None,
            Ok(None) => {
                let message = format!("no step is defined for: {text}");
                Some(self.error(line, &message, "README.md lists the steps; a step is matched to the letter"))
            }
            Err(ambiguous) => {
                let message = format!("more than one step is defined for: {text}");
                Some(self.error(line, &message, &ambiguous.to_string().replace('\n', " ")))
            }
        }
    }

    fn doc_string(&self, step: &Step) -> Option<InputError> {
        match Document::read(step.docstring.as_deref()?) {
            Err(unusable) => {
                let line = step.position.line + 1 + unusable.line;
                Some(self.error(line, &unusable.message, unusable.help))
            }
            Ok(document) if NEEDS_OBJECT.is_match(&step.value) && !is_object(&document) => {
                let help = "give an object with at least one member";
                Some(self.error(step.position.line + 1, "the step needs a JSON object", help))
            }
            Ok(_) => None,
        }
    }

    /// The page, and the example on it, exist.
    fn documented(&self, step: &Step, page: Option<&str>) -> Option<InputError> {
        let names_page = PAGE.is_match(&step.value);
        let example = EXAMPLE.captures(&step.value).map(|found| found[1].to_string());
        if step.ty != StepType::Given || !(names_page || example.is_some()) {
            return None;
        }
        let line = step.position.line;
        let contract = match self.library.contract(page?) {
            Ok(contract) => contract,
            Err(error) if names_page => {
                return Some(self.error(line, &error.to_string(), error.help()));
            }
            Err(_) => return None,
        };
        let example = example?;
        if contract.example(Some(&example)).is_some() {
            return None;
        }
        let names: Vec<&str> =
            contract.examples.iter().filter_map(|example| example.name.as_deref()).collect();
        let message = format!("the page documents no example named \"{example}\"");
        Some(self.error(line, &message, &format!("its examples are: {}", names.join(", "))))
    }

    fn error(&self, line: usize, message: &str, help: &str) -> InputError {
        InputError { path: self.path.clone(), line, message: message.to_string(), help: help.to_string() }
    }
}
